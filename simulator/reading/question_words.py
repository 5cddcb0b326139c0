"""What English questions are made of: word lists and patterns on plain text (see `speech.plain`).

Every pattern expects lower case, no apostrophes and pauses as a lone ``,``. A rule is one pattern with the form
that it shows; rules are tried in order at places where a question can begin.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from simulator.domain.reading import QuestionForm

AUX = (
    r"(?:do|dont|does|doesnt|did|didnt|are|arent|is|isnt|was|wasnt|were|werent|have|havent|has|hasnt|had|hadnt|"
    r"can|cant|could|couldnt|would|wouldnt|will|wont|should|shouldnt|shall|might|may|am)"
)
PRONOUN = r"(?:you|he|she|they|we|i|it|that|there|this|these|those)"
BODY = r"(?:any|some|every|no)(?:one|body|thing)"
DETERMINER = r"(?:the|a|an|your|his|her|their|our|my|its|any|some|all|most|each|either|both|many|much|other|another|more)"
SUBJECT = rf"(?:{PRONOUN}|{BODY}|{DETERMINER}|people|things)"

# What may stand before a question without being part of it.
LEAD = re.compile(
    r"(?:(?:and|so|but|or|okay|k|all right|right|well|now|then|yeah|yes|yep|yup|no|nope|sure|great|good|cool|perfect|"
    r"excellent|awesome|wow|gosh|huh|hi|hello|hey|sorry|i see|i mean|fair enough|thanks|thank you|please|just|also|"
    r"because|anyways?|actually|basically|first|firstly|first of all|finally|lastly|again|like|maybe|perhaps|i guess|"
    r"what im asking is|my question is|the question is|the other question is|what i want to know is|"
    r"for example|for instance|got it|gotcha|interesting|exactly|absolutely|of course|true|honestly|to be honest|"
    r"with that|after that|out of (?:interest|curiosity)|just out of (?:interest|curiosity)|man|look|listen|what im (?:really |just )?(?:interested in|wondering|asking|curious about) is|"
    r"(?:im |i was )?(?:just )?curious(?= ,)|let me ask(?: you)?(?: this)?|(?:so )?tell me(?= (?:what|how|why|where) (?:do|does|did|are|is|would|have|can))|"
    r"let me see|one (?:more|last|other) (?:thing|question)|quick question|i have to ask|i(?:d| would) like to ask(?: you)?|"
    r"i want(?:ed)? to ask(?: you)?|(?:can|could|may|might) i (?:just )?ask(?: you)?(?= (?:, )?(?:what|how|why|who|when|where|which|do|does|did|are|is|have|has)\b)|"
    r"(?:if )?(?:you )?(?:dont )?mind (?:me|my) asking|if i (?:may|might|can) ask|if you dont mind)(?:,| |$)[ ,]*)+"
)

# A new start inside a unit: after a pause or a connective.
BREAK = re.compile(r"(?:^|, | (?:so|but|okay|right|well|now|then|yeah) )")


class Rule(NamedTuple):
    """A pattern that shows a form where it matches.

    Rules that `need_mark` hold only before a question mark, those that `need_front` only where a unit begins,
    those that `need_break` only elsewhere.
    """

    form: QuestionForm
    pattern: re.Pattern[str]
    needs_mark: bool = False
    needs_front: bool = False
    needs_break: bool = False


def _rule(
    form: QuestionForm,
    pattern: str,
    *,
    needs_mark: bool = False,
    needs_front: bool = False,
    needs_break: bool = False,
) -> Rule:
    return Rule(form, re.compile(rf"(?:{pattern})(?= |$)"), needs_mark, needs_front, needs_break)


_OPEN = QuestionForm.OPEN
_FACT = QuestionForm.WH_FACT
_REQUEST = QuestionForm.REQUEST
_YES_NO = QuestionForm.YES_NO
_CONTENT = QuestionForm.YES_NO_CONTENT
_NO = QuestionForm.NONE

# One number, person, day or place answers these.
FACT_MEASURES = (
    r"(?:how (?:many|much|long|often|old|big|large|tall|far|soon|late|early|recently|recent|frequently|fast|quickly|"
    r"few|heavy)|"
    r"what (?:time|day|days|date|month|year|years|week|number|numbers|percentage|percent|proportion|age|size|color|colour|"
    r"school|city|town|state|county|country|company|street|channel|model|brand|name))"
)
FACT_WORDS = rf"(?:{FACT_MEASURES}|who|whos|whose|whom|when|whens|which)"
OPEN_WORDS = r"(?:how|hows|howre|howd|what|whats|whatre|whatd|whatll|why|whys|whyd)"
WH = rf"(?:{FACT_WORDS}|{OPEN_WORDS}|where|wheres|whered)"

NOT_PRONOUN = r"(?!(?:i|you|we|they|it|he|she|that|people|what|how|im|youre|theyre)\b)"
_PREPOSITION = r"(?:in|on|at|for|by|to|from|with|of|about|since|until|till|under|after)"

_A_BIT = r"(?: (?:just|again|please|maybe|perhaps|also|more|a|little|bit|some|briefly|kind of|sort of|then))*"
_TELL = (
    r"(?:tell (?:me|us)|walk (?:me|us)|talk (?:me|us)|talk to (?:me|us)|talk|describe|explain|share|paint|give (?:me|us)|"
    r"help (?:me|us)|take (?:me|us)|run (?:me|us)|fill (?:me|us) in|show me|remind me|elaborate|expand|say|"
    r"let me know|speak|unpack|bring (?:me|us) up to|educate (?:me|us)|clarify|think of|name|identify|list|recall|"
    r"come up with)"
)
_CAN_YOU = r"(?:can|could|would|will|might|cant|couldnt|wont) you(?: (?:be able to|like to|want to|care to|be willing to|mind))?"
_WONDER = (
    r"(?:i(?:m| am| was| would be|d be)?(?: (?:just|really|also|kind of|sort of|guess|always|very|a little|a bit|still))* "
    r"(?:wonder(?:ing|ed)?|curious|interested)|wondering|curious|"
    r"i(?:d| would)(?: (?:just|really|also|actually))* (?:love|like|be interested) to (?:know|hear|understand|learn|find out|get)|"
    r"i(?: just| really| also)? want(?:ed)? to (?:know|hear|ask|understand|find out|get a sense)|"
    r"i(?:d like| would like| was going| wanted| want| have| need| should)? ?(?:to )?(?:just )?ask you|i dont know(?= (?:what|how) you (?:think|feel))|i guess im wondering)"
)
_ABOUT = r"(?: (?:to know|to hear|in|about|as to|what you think|from you|you|a bit|a little|more|to|know|,))*"

# Not a question whatever follows; tried first.
EXCLUDED = (
    # clefts and free relatives: "what we do is", "how it works is", "what I hear you saying"
    _rule(_NO, r"(?:what|how|where|when|why|who) (?:i|we|he|she|they|it|you|youre|im|were (?!(?:you|they|the|your|those|these|we|i|he|she|it|some|there|his|her|our|my)\b)|that|the \w+)(?: |$)(?!\w+ (?:do you|would you)\b)(?! (?:do|does|did|are|would|have) you\b).*"),
    _rule(_NO, r"(?:whats|what is|what was) (?:more|worse|important is)|(?:whats|what is|what was|what \w+s)(?: \w+){1,4} (?:is|was) (?:that|you|we|it|how|when|they|i|to|the fact)|what a|what an|how (?:lovely|nice|awful|funny|neat|exciting|wonderful|sad|great|interesting|terrible|cool)$"),
    _rule(_NO, r"(?:which|who|where|when|why) (?:is|was|are|were|means|meant|makes|made|would|will|can|has|have|had|they|a|the) (?:why|what|how|where|when|fine|great|good|nice|a|an|the|not|really|very|also|something|pretty|kind|one)"),
    _rule(_NO, r"who (?:knows|cares|needs|wants|would have|has time|wouldnt|doesnt|am i)|what the (?:heck|hell)|so what$"),
    _rule(_NO, r"why dont (?:we|i|you (?!tell|walk|talk|describe|explain|share|give|start|want|like|have|think|use|do))|(?:you )?(?:guess|know) what$|what do you know$|what do you call|what have you$|how do you say|what is it , "),
    _rule(_NO, r"(?:do|please do) (?:have|let|feel|call|take|come|give|keep|get|ring|try|not|it|as|so|this|that|your (?:research|best|homework|part|own|job|thing)|the \w+ing|whatever|what|some|a )|dont (?!you|they|we|i\b|these|those|people)\w+"),
    _rule(_NO, r"(?:will|can|could|would|might|may|should) (?:do|be|have|well|not|love|like|get|take|give|make|help|also|always|never|only|see|go|say)"),
    _rule(_NO, r"have (?:a|an|the|your|fun|been|to|got to|some|it|that|no)|had (?:a|to|the|been|it|no)|may (?:the|all|your)"),
)

# The beginnings of questions, most telling first.
RULES = (
    # requests
    _rule(_NO, r"let me (?:tell|explain|give|show|share|say)"),
    _rule(_FACT, rf"(?:{_CAN_YOU} )?(?:tell|remind|show) (?:me|us){_A_BIT} (?:{FACT_WORDS})"),
    _rule(_YES_NO, rf"{_WONDER}{_ABOUT} (?:if|whether) (?:you (?:had|have|could|can|would|might|got|want)|youd|youve|youre|we could|we can|we might|i could|i can|i might|its okay|its all right|it would be)"),
    _rule(_YES_NO, rf"{_WONDER}{_ABOUT} (?:if|whether)", needs_mark=True),
    _rule(_NO, rf"{_WONDER}{_ABOUT} (?:if|whether)"),
    _rule(_FACT, rf"{_WONDER}{_ABOUT} (?:{FACT_WORDS})"),
    _rule(_REQUEST, rf"{_WONDER}{_ABOUT} (?:{OPEN_WORDS}|where|about|more|your|the|some|a)"),
    _rule(_YES_NO, rf"(?:{_CAN_YOU} )(?:tell me|say|explain) (?:if|whether)"),
    _rule(_CONTENT, rf"{_CAN_YOU}{_A_BIT} {_TELL}|{_CAN_YOU} (?:telling|walking|talking|describing|explaining|sharing|giving me an|elaborating|saying)"),
    _rule(_REQUEST, r"(?:you )?(?:just |please |kind of )*(?:tell|remind) (?:me|us)(?! (?:if|that|youre|you|no|off|to))"),
    _rule(_REQUEST, r"(?:please |just )*(?:walk|talk|run|take) (?:me|us)(?: \w+)? (?:through|back|to|into|over)|talk to me(?: \w+){0,4} about|take (?:me|us) (?:through|back)"),
    _rule(_REQUEST, r"(?:please |just )*(?:describe|explain|elaborate|expand|paint (?:me|us)?|give (?:me|us) (?:a|an|some|the|one|your|more)|help (?:me|us)(?: to)?(?: better)? (?:understand|see|out|get|make)|fill me in|say(?: \w+){0,2} more|share|educate me|let me hear|bring me up to)"),
    _rule(_REQUEST, r"go on(?:$| then$| , )|(?:keep|please) go(?:ing)?(?: on)?$|(?:a (?:little |bit )+)?more about (?:that|it|what|how)"),
    # fragments that stand alone
    _rule(_OPEN, r"(?:(?:why|how come|how so|such as|like what|as in(?: what)?|meaning|meaning what|and then|(?:and )?then what|what then|now what|(?:in )?what way|how|what for|for what|because|what else|how else|why else|why not|for example|for instance|what about (?:it|that)|on what|about what|with what|what sort|what kind)$)"),
    _rule(_FACT, r"(?:(?:since when|who|who else|by who|by whom|with who|when|until when|for how long|where|where else|which|which one|which ones|how many|how much|how often|how long|how old|by when|how far|how soon|from where|from who|to who|says who)$)"),
    # greetings
    _rule(QuestionForm.GREETING, r"how are (?:you|things|we|yall)(?: all| guys| folks)?(?: (?:doing|feeling|keeping|going))?(?: (?:today|this (?:morning|afternoon|evening)|tonight|sir|maam|there|then|now|both|with you))*(?=$| ,)|hows it going(?: today)?$|how (?:do you do|you doing)(?: today)?$|how have you been$|hows (?:your|the) (?:day|morning|afternoon|week|weekend|evening)(?: (?:going|been|so far|today))*$|whats up$"),
    # wh
    _rule(_YES_NO, r"(?:how|what) about (?:we|i|if (?:we|i)|you (?:and i|give)|let|another|just|tomorrow|monday|tuesday|wednesday|thursday|friday|next|at)"),
_rule(_FACT, rf"(?:{_PREPOSITION} )?(?:how (?:many|much|long|often|old|far|soon)|what (?:time|number|percentage|percent|year|date))(?! (?:i|you|we|they|he|she|it|people)\b)"),
    _rule(_FACT, rf"(?:{_PREPOSITION} )?(?:{FACT_MEASURES}|whose)(?: {NOT_PRONOUN}\w+){{0,3}} (?:{AUX}|suits?|works|happens|happened|makes|runs|goes|comes|looks|gets)"),
    _rule(_FACT, rf"who (?!knows|cares|said){NOT_PRONOUN}(?!(?:the|a|s)\b)\w+", needs_front=True),
    _rule(_FACT, rf"(?:{_PREPOSITION} )?(?:who|whom|when) (?:else|exactly|would|will|do|does|did|are|is|was|were|should|could|can|has|have|shall)"),
    _rule(_FACT, rf"(?:{_PREPOSITION} )?which (?:of (?:your|the|those|these|them|that)|one|ones|{NOT_PRONOUN}\w+(?: {NOT_PRONOUN}\w+)? (?:do|does|did|are|is|was|were|would|will|can|could|has|have|should) {SUBJECT})"),
    _rule(_FACT, r"(?:whats|what is|what was|what are) (?:your|his|her|their|the|its) (?:\w+ )?(?:name|names|number|address|email|extension|title|job title|budget|price|date|age|zip code|postcode|phone|website|surname|deadline)"),
    _rule(_FACT, r"whos|whens|whose"),
    _rule(_FACT, rf"(?:where is|wheres|where are|where was|where were) (?!you (?:at|going|heading|headed)|this|that going|it going|we)(?:{SUBJECT}|\w+)|where do(?:es)? \w+ (?:live|work|sit|keep|store|buy|come|stay|park)"),
    _rule(_OPEN, rf"how come|why (?:not|dont|do|did|is|are|was|were|would|wouldnt|didnt|does|doesnt|isnt|arent|have|has|havent|hasnt|cant|can|should|could|had|will|wont|the|so|now|then)|whys|whyd"),
    _rule(_OPEN, rf"(?:(?:in|on|at|for|by|to|from|with|of|about|under|after|other than) )?(?:how|what|where)(?: (?:else|exactly|specifically|on earth|then|actually|really|specially|all|about))*(?: \w+){{0,1}}? (?:{AUX}|else|about|if|happens|happened|makes|made|brings|brought|led|leads|got|gets|keeps|kept|drives|drove|went|goes|caused|causes|helps|helped|stops|stopped|worries|worried|bothers|changed|came|comes|prompted|attracted|works|worked|needs|gave|gives|motivated|motivates|sort|sorts|kind|kinds|type|types)"),
    _rule(_OPEN, rf"(?:(?:in|on|at|for|by|to|from|with|of|about|under) )?what (?:sorts?|kinds?|types?|other|part|parts|aspects?|way|ways|extent|point|reasons?|effect|impact|things?|steps?|changes?|ideas?|thoughts?|concerns?|plans?|problems?|issues?|challenges?|benefits?|difference|would|might|could)"),
    _rule(_OPEN, rf"what(?: \w+){{1,4}} {AUX} {PRONOUN}"),
    _rule(_OPEN, rf"what (?!(?:a|an|the|with|matters|counts)\b){NOT_PRONOUN}\w+ \w+ \w+", needs_front=True),
    _rule(_OPEN, r"whats|whatre|whatd|whatll|hows|howre|howd|howll|whered|what is|what are|what was|what were"),
    _rule(_OPEN, rf"how (?!(?:to|ever|i|you|we|they|it|he|she|that|the|your|this)\b)\w+(?: \w+)? {AUX}|how (?:do|does|did|are|is|was|were|would|will|can|could|have|has|should|might)"),
    _rule(_OPEN, r"(?:what|how|why|where)", needs_mark=True, needs_front=True),
    _rule(_FACT, r"(?:who|when|which) (?!(?:i|you|he|she|we|they|it|the|its|youre|im|theyre|hes|shes|that)\b)", needs_mark=True, needs_front=True),
    # yes/no in form, content in intent
    _rule(_CONTENT, r"any (?:other |more |particular |specific |further )?(?:thoughts?|ideas?|concerns?|questions?|worries|feelings?|suggestions?|problems|issues|comments|else|examples?)(?! for (?:me|us))|anything(?: else| in particular| specific| that| about| you)|any (?:other|others|not)|something else"),
    _rule(_CONTENT, r"(?:is|are|was|were) there (?:(?:anything|something) (?:else|in particular|specific)|any (?:other|particular|specific|things?|concerns|reasons?|ways?|questions|part|parts|areas?)|other|some (?:things?|ways?|other)|a (?:way|reason|part|particular))|do you have any (?:thoughts|ideas|concerns|sense|other)|have you (?:got )?any (?:thoughts|ideas|concerns|sense)"),
    # yes/no
    _rule(_NO, r"had (?:i|we|it|he|she|they|that|there)\b"),
    _rule(_NO, r"(?:is|was) (?:that|it) (?:i|you|we|he|she|they|it|the|there|people|if|a|some|when|your)\b", needs_break=True),
    _rule(_YES_NO, rf"{AUX} (?:not )?{PRONOUN}"),
    _rule(
        _YES_NO,
        rf"(?:would|could|will|can|should) {NOT_PRONOUN}\w+(?: \w+){{0,3}} (?:work|suit|be|help|do|make|mean|come|need|have|fit)",
        needs_front=True,
    ),
    _rule(_YES_NO, rf"(?:do|dont|does|doesnt|did|didnt|are|arent|is|isnt|was|wasnt|has|hasnt|can|cant|could|couldnt|would|wouldnt|should|shouldnt|wont|havent|werent) (?:{BODY}|{DETERMINER}|people|things|mr|mrs|ms|miss|mister)"),
    _rule(_YES_NO, rf"(?:have|will|were|had) (?:{BODY}|your|the|any|people|his|her|their|most|many)", needs_mark=True),
    _rule(_YES_NO, r"(?:does|did|is|has|are) (?!what|why|how|when|where|because|to\b|not|going|just|like|a\b|so\b|that\b|more|very)\w+ \w+", needs_front=True),
    _rule(_YES_NO, rf"{AUX} \w+", needs_mark=True, needs_front=True),
    _rule(_YES_NO, r"(?:mind if|okay if|(?:any|a|by any) chance|ever \w+(?:ed|en|ought)|you want (?:me|us) to|want me to|need any|got (?:a|any|two|five) (?:minute|moment|second|minutes|time|sec)|sound (?:good|okay|fair|right|all right)|make sense|am i right|shall we|care to|fancy)"),
    _rule(_YES_NO, r"sounds (?:good|okay|fair|all right)|makes sense", needs_mark=True),
    _rule(_YES_NO, r"any \w+", needs_mark=True, needs_front=True),
)

# The words that any rule above can begin with: a quick way out for the many places where none can match.
FIRST_WORDS = frozenset(
    "do dont does doesnt did didnt are arent is isnt was wasnt were werent have havent has hasnt had hadnt can cant could "
    "couldnt would wouldnt will wont should shouldnt shall might may am how hows howre howd howll what whats whatre whatd "
    "whatll why whys whyd where wheres whered who whos whose whom when whens which in on at for by to from with of about "
    "since until till under after other tell walk talk take run describe explain elaborate expand paint give help fill "
    "say says share educate let bring go keep please just remind show you any anything something i im wondering curious a "
    "little more mind okay ever want need got sound sounds make makes care fancy such like as meaning and then now because "
    "kind says remember id".split()
)

# A question inside a long bare line, sure enough to need no pause before it.
_NOT_SUBJECT = r"(?!(?:i|you|we|they|it|he|she|that|what|how)\b)"
_ANY_SUBJECT = r"(?:you|he|she|they|we|it|that|there|this|those|these|i|your|his|her|their|our|my|the|some|any(?:one|body|thing)?|people|most|a|an)"
SUDDEN_WH = re.compile(
    rf"\b(?:(?:how|what|why|where|when)(?: {_NOT_SUBJECT}\w+){{0,4}}? {AUX} {_ANY_SUBJECT}"
    rf"|(?:who|which)(?: {_NOT_SUBJECT}\w+){{0,3}}? (?:do|does|did|would|should|can|could|will) (?:you|he|she|they|we|it|your|the)"
    r"|how (?:does|did|do|would|could) \w+|how(?:s|d) (?:that|it|your|the|this|things|everything|he|she|you)"
    r"|what(?:s| is) (?:your|the|one|on|it|that|this|his|her|their|going|keeping|stopping|driving|making|really|changed|shifted|missing|happening|behind|holding|next|something)"
    r"|what (?:made|makes|kept|keeps|brought|brings|got|stopped|stops|happened|happens|prompted|drives|drove|worries|else|other|about|if|kinds?|sorts?)"
    r"|what then$|(?:what|why|how)d (?:you|he|she|they)|how (?:about|come|else)|anything else|any (?:other|thoughts))\b"
)
SUDDEN_YES_NO = re.compile(
    r"\b(?:(?:do|dont|did|didnt|have|havent|are|arent|can|could|would|wouldnt|will|were) (?:you|your|they)"
    r"|(?:does|did|has) (?:he|she|it|that|they|the|your|any(?:one|body|thing)|some(?:one|body))"
    r"|(?:is|was|are|were) there (?:a|an|any|anyone|anybody|anything|something|someone|somebody|some|other|ever|still|more|much|many|enough)"
    r"|(?:is|was) (?:it|this) (?:the|a|an|about|like|more|mostly|usually|that)|was that (?:a|an|the)|(?:is|was) (?:it|that|this) (?:okay|all right|correct|right|possible|fair|something|true|because|what|how|going to)"
    r"|(?:are|were) they|(?:would|could|will|can) (?:that|it|he|she|this)"
    r"|(?:can|could|may|might) i|did i (?:get|hear|understand)|do i understand|am i (?:right|hearing|understanding|missing)|(?:can|could|should|shall) we)\b(?! know$)"
)
SUDDEN_REQUEST = re.compile(
    rf"\b(?:{_WONDER}{_ABOUT} {WH}|{_CAN_YOU}{_A_BIT} {_TELL}|tell me (?:a|more|about|how|what|why|something)|"
    r"say (?:a \w+ (?:bit )?)?more)\b"
)
# "you do this how often", "and the effect is what": the asking word stands where the answer would.
FACT_IN_PLACE = re.compile(
    r"\b(?:youve|you|have|has|got|for|this|that|it|its|is|was|were|by|spend|pay|run|use|do|every) how (?:many|much|long|often)\b"
)
OPEN_IN_PLACE = re.compile(r"\b(?:says?|is|are|was|be|with|for|doing|mean|means|to|like|because) what$")

# The word before makes it no question: it is the subject, or takes the clause as its object or as a quotation.
_REPORTS = frozenset("say says said saying ask asks asked asking think thinks thinking thought tells told like".split())
HOLDS_YES_NO = _REPORTS | frozenset(
    "i you we they he she who which to not what never neither nor as than how only where when why if whatever whoever "
    "whenever however youre these those whether until before while everything people depends".split()
)
# A noun or "that" can be the subject of "does it", "would he", hardly of "do you".
HOLDS_THIRD_PERSON = HOLDS_YES_NO | frozenset("that it there all so know knows knew".split())
# "What do you" can be no object ("having said all that what do you …"): a report alone makes it a quotation.
HOLDS_STRONG_WH = _REPORTS
# Before other asking words these too: "that's what keeps us", "it depends on how".
HOLDS_WH = HOLDS_YES_NO | frozenset(
    "it that this there all im also always just really of by about matter remember sure after anything discuss figure "
    "decide learn realise realize see saw know knew knows understand understands understood telling "
    "is was thats its are be were been with on for at from into out through over show shows hear heard mean means "
    "no explain describe doing do did find found given give gives got get regarding around between wonder wondering "
    "wherever or and either same exactly identify notice noticed noticing have had need want dont add take without "
    "more has using".split()
)
STRONG_WH = re.compile(
    r"(?:how|what|why|where|when|who|which)(?: \w+){0,4}? "
    r"(?:do|does|did|are|would|could|can|have|were|will) (?:you|your|he|she|they)$"
    r"|(?:how|where|why)(?: \w+)? (?:is|was|does|did|would) (?:it|that|this)$|how (?:do|does|did|would|could) \w+$"
    r"|what (?:would|did|does|do) (?:a|the|i|we|it|that|this|some)$|(?:what|why|how)d (?:you|he|she|they)$"
)
# "can I ask what …" is a request in spite of the verb before.
FIRST_PERSON_ASKS = re.compile(r"\b(?:i|id|to|me|did|never)(?: just| also| did)? (?:ask|wonder|know)(?: you)?(?: again)?$|\bask you$|\btell me$")
REPORTED = re.compile(
    r"\b(?:say|says|said|saying|ask|asks|asked|asking|think|thinks|thinking|thought|told|tell them|goes|went|like|going|almost|thinking about|think about)"
    r"(?: to (?:you|me|yourself|myself|him|her|them|us|himself|herself))?(?: me| you| him| her| them| us)?(?: ,)?$"
)

TAG = re.compile(
    r"(?:^|.* )(?:(?:is|isnt|are|arent|was|wasnt|do|dont|does|doesnt|did|didnt|have|havent|has|hasnt|can|cant|could|"
    r"couldnt|will|wont|would|wouldnt|should|shouldnt) (?:it|you|they|he|she|we|i|there)|, (?:right|correct|yeah|yes|no|eh|huh|true|okay|all right|am i right|is that right|is that correct))$"
)
BARE_TAG = re.compile(r"^(?:.* (?:isnt|wasnt|doesnt|wont) (?:it|he|she) .*|.* \w+ huh)$|^(?:.* (?:isnt|arent|dont|doesnt|didnt|wasnt|wont|cant|couldnt|wouldnt|shouldnt|havent|hasnt) (?:it|you|they|he|she|we|there)|.* (?:is|was|has|will) (?:it|he|she))$|^(?:so |and )?(?:you|youre|youve|your|its|that|thats|theres|they|this|he|she|we)(?: \w+){1,9} (?:right|correct)$|.* (?:am i right|is that right|is that correct)$")
ECHO = re.compile(
    rf"^(?:(?:yeah|oh|well|and|no|,) )*(?:so|neither|nor) {AUX} (?:i|we|they|he|she|you|it|most \w+|a lot)$|^{AUX} (?:you|he|she|they|we|it|that|there)(?: (?:really|now|indeed|so))?$|^(?:you|he|she|they|we|it|i|that|there) (?:do|does|did|have|has|is|are|was|were|can|will|would|dont|doesnt|didnt|havent|hasnt|isnt|arent)(?: too| really)?$"
    r"|^(?:isnt|arent|wasnt|doesnt) (?:that|it|they|this|he|she)(?: \w+)? (?:great|nice|funny|awful|terrible|something|amazing|interesting|wonderful|good|cute|fun|true|crazy|strange|lovely|the truth)$"
    r"|^can you (?:believe|imagine)(?: that| it)?$|^is that (?:so|a fact|true)$|^(?:oh )?(?:really|seriously|what|pardon|huh|excuse me|sorry|pardon me|what was that|say again|(?:you )?know what i mean|(?:you )?(?:know|see) what im saying|(?:you )?know what|guess what|yeah|yes|no|right|okay|all right|you think|you know|honestly|truly|for real|no kidding|i see)$"
)
CHOICE = re.compile(r"\bor (?!so\b|something\b|whatever\b|anything\b|two\b|three\b)\w+")
PERMISSION_TAIL = re.compile(r"(?<=\w )sounds? (?:good|okay|fair|all right)$|(?:if|is|would|will|does) (?:thats|that is|that|it|its|it is)(?: be| be all)? (?:all right|okay|fine|good|suit|work|sound)(?: (?:okay|good|all right|fine))?(?: with you| for you| by you| to you)?$")
SCALE = re.compile(r"\bscale\b|\b(?:one|1|zero|0) (?:to|through) (?:ten|10)\b|\bout of (?:ten|10)\b|\bwhat number\b")
# A statement that gives back what was heard is no question, even with a question mark.
GIVEN_BACK = re.compile(
    r"\b(?:sounds? like|im hearing|i hear|heard you|picking up|on the (?:one|other) hand|part of you|if i understand|"
    r"what youre saying)\b"
)
# Alone it is a receipt ("is that right"), after a statement of one's own it asks for a check.
CHECK = re.compile(r"^(?:(?:and|so|but|,) )*(?:is that (?:right|correct|fair)|am i right|correct|have i got that right)$")
# "People ask me, why should I …": another one's question, quoted.
QUOTED = re.compile(
    rf"\b(?:people|they|he|she|customers|clients|everyone|everybody|somebody|someone|him|her|them|hes|shes|theyre)(?: \w+)?"
    rf" (?:say|says|said|saying|ask|asks|asked|asking)(?: to)?(?: me| you| us| him| her)? , (?:{WH}|{AUX}) "
)
# A question that puts its answer into the other one's mouth.
LEADING = re.compile(
    r"^(?:(?:and|so|but|well|now|,) )*(?:dont|wouldnt|isnt|cant|shouldnt|doesnt) (?:you|it|that|we|they|your|everybody|everyone)\b"
    r"|\barent you (?:tired|sick|worried|concerned|curious|interested|glad|happy|afraid|bothered)\b"
    r"|\b(?:dont|wouldnt|shouldnt|cant) you (?:think|agree|want|like|rather|prefer|love|see)\b|\bwouldnt it be\b"
    r"|\b(?:isnt|arent|dont|wouldnt|cant|wont|havent|doesnt|shouldnt|wasnt) (?:it|you|they|that|we|he|she)$"
    r"|\b(?:would|do|will|can) you (?:\w+ )?(?:agree|admit|concede|accept) (?:that|it|with|on|,|this)|\byoud (?:have to )?(?:agree|admit)\b"
    r"|\b(?:surely|obviously|clearly) \w+|\bwho (?:wouldnt|doesnt|wants to)\b|\byou do want\b"
    r"|\bif (?:i|we) (?:could|can|were able to) (?:\w+ )?(?:show|save|get|cut|give|prove|offer|halve|double|guarantee|help|make|bring|take)\b.*\b(?:would|will|could) (?:you|that|it)\b"
    r"|\bhow (?:great|nice|good|much better|much easier|amazing) would\b|\b(?:im sure|i bet|i imagine|no doubt) (?:you|its|that)"
)
# Said after a question to hold the line open, not to ask again: "what's driving that, do you think?"
AFTERTHOUGHT = re.compile(r"(?:do|would|can|could|did) you (?:think|reckon|know|suppose|guess|say|imagine|feel|believe)(?: so)?$")
# Bare follow-ups without a verb of their own, as a whole line: "and on the days he isn't at his desk".
FOLLOW_UP = re.compile(
    r"^(?!.* you)(?:(?:and|but|so|what|even|or) (?:on|at|in|during|over|before|after|when|if|without|outside)|(?:on|at|in|during|when|if)"
    r"(?= (?:\w+ ){0,4}(?:he|she|they|its|theyre|hes|shes|nobody|someone|somebody|your|theres) )) "
    r"(?!fact|general|case|least|all$|course|addition|short|other words|any case|the end|that case|the meantime|a way|you |we |i )"
    r"(?:\w+ ){0,8}?(?:days?|weeks?|weekends?|nights?|mornings?|evenings?|mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|"
    r"saturdays?|sundays?|summer|winter|spring|autumn|month|months|year|quarter|christmas|holidays?|desk|office|off|sick|away|"
    r"late|there|busy|short)$"
)
