"""Where a question can begin, and the rules that name its form there.

A rule is one pattern with the form that it shows; rules are tried in order, the first that matches counts.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from simulator.domain.reading import QuestionForm
from simulator.reading.line_keys import read_keys
from simulator.reading.question_words import (
    A_BIT,
    ABOUT,
    AUX,
    BODY,
    CAN_YOU,
    DETERMINER,
    FACT_MEASURES,
    FACT_WORDS,
    GIVE,
    NOT_PRONOUN,
    OPEN_WORDS,
    PREPOSITION,
    PRONOUN,
    SUBJECT,
    TELL,
    WONDER,
    word_set,
)

# What may stand before a question without being part of it.
LEAD = re.compile(
    r"(?:(?:and|so|but|or|okay|k|all right|right|well|now|then|yeah|yes|yep|yup|no|nope|sure|great|"
    r"good|cool|perfect|excellent|awesome|wow|gosh|huh|hi|hello|hey|sorry|i see|i mean|fair enough|"
    r"thanks|thank you|please|just|also|because|anyways?|actually|basically|first|firstly|"
    r"first of all|finally|lastly|again|like|maybe|perhaps|i guess|what im asking is|"
    r"my question is|the question is|the other question is|what i want to know is|for example|"
    r"for instance|got it|gotcha|interesting|exactly|absolutely|of course|true|honestly|"
    r"to be honest|with that|after that|out of (?:interest|curiosity)|just out of (?:interest|"
    r"curiosity)|man|look|listen|what im (?:really |just )?(?:interested in|wondering|asking|"
    r"curious about) is|(?:im |i was )?(?:just )?curious(?= ,)|let me ask(?: you)?(?: this)?|"
    r"(?:so )?tell me(?= (?:what|how|why|where) (?:do|does|did|are|is|would|have|can))|let me see|"
    r"one (?:more|last|other) (?:thing|question)|quick question|i have to ask|i(?:d|"
    r" would) like to ask(?: you)?|i want(?:ed)? to ask(?: you)?|(?:can|could|may|"
    r"might) i (?:just )?ask(?: you)?(?= (?:, )?(?:what|how|why|who|when|where|which|do|does|did|"
    r"are|is|have|has)\b)|(?:if )?(?:you )?(?:dont )?mind (?:me|my) asking|if i (?:may|might|"
    r"can) ask|if you dont mind)(?:,| |$)[ ,]*)+"
)

#: the words that it can begin with
LEAD_WORDS = word_set(read_keys("question_keys.json")["lead"])

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

# Not a question whatever follows; tried first.
EXCLUDED = (
    # clefts and free relatives: "what we do is", "how it works is", "what I hear you saying"
    _rule(
        _NO,
        r"(?:what|how|where|when|why|who) (?:i|ive|id|ill|we|weve|wed|he|hes|she|shes|they|theyve|"
        r"theyd|it|you|youve|youre|im|were (?!(?:you|they|the|"
        r"your|those|these|we|i|he|she|it|some|there|his|her|our|my)\b)|that|the \w+)(?: |"
        r"$)(?!\w+ (?:do you|would you)\b)(?! (?:do|does|did|are|would|have) you\b).*",
    ),
    # "what's nice is that …", exclamations
    _rule(
        _NO,
        r"(?:whats|what is|what was) (?:more|worse|important is)|(?:whats|what is|what was|"
        r"what \w+s)(?: \w+){1,4} (?:is|was) (?:that|you|we|it|how|when|they|i|to|the fact)|what a|"
        r"what an|how (?:lovely|nice|awful|funny|neat|exciting|wonderful|sad|great|interesting|"
        r"terrible|cool)$",
    ),
    _rule(
        _NO,
        # a relative clause that stands alone: "which is why I rang", "who was not there"
        r"which (?:is|was|are|were|means|meant|makes|made|would|will|can|has|have|had|they|a|the) (?:why|"
        r"what|how|where|when|fine|great|good|nice|a|an|the|not|really|very|also|something|pretty|kind|one)|"
        r"(?:who|where|when) (?:is|was|are|were|would|has|have|had) (?:not|really|very|also|something|kind)",
    ),
    # asked of nobody
    _rule(
        _NO,
        r"who (?:knows|cares|needs|wants|would have|has time|wouldnt|doesnt|am i to)|what the (?:heck|"
        r"hell)|so what$",
    ),
    # proposals, idioms
    _rule(
        _NO,
        r"why dont (?:we|i|you (?!tell|walk|talk|describe|explain|share|give|start|want|like|have|"
        r"think|use|do))|(?:you )?(?:guess|know) what$|what do you know$|what do you call|"
        r"what have you$|how do you say|what is it , ",
    ),
    # imperatives, answers without their subject: "do call", "will do", "had to"
    _rule(
        _NO,
        r"(?:do|please do) (?:have|let|feel|call|take|come|give|keep|get|ring|try|not|it|as|so|this|"
        r"that|your (?:research|best|homework|part|own|job|thing)|the \w+ing|whatever|what|some|a )|"
        r"dont (?!you|they|we|i\b|these|those|people)\w+",
    ),
    _rule(
        _NO,
        r"(?:will|can|could|would|might|may|should) (?:do|be|have|well|not|love|like|get|take|give|"
        r"make|help|also|always|never|only|see|go|say)",
    ),
    _rule(
        _NO,
        r"have (?:a|an|the|your|fun|been|to|got to|some|it|that|no)|had (?:a|to|the|been|it|no)|"
        r"may (?:the|all|your)",
    ),
)

# The beginnings of questions, most telling first.
RULES = (
    # requests
    _rule(_NO, r"let me (?:tell|explain|give|show|share|say)"),
    _rule(_FACT, rf"(?:{CAN_YOU} )?(?:tell|remind|show) (?:me|us){A_BIT} (?:{FACT_WORDS})"),
    _rule(
        _YES_NO,
        rf"{WONDER}{ABOUT} (?:if|whether) (?:you (?:had|have|could|can|would|might|got|want)|youd|youve|"
        r"youre|we could|we can|we might|i could|i can|i might|its okay|its all right|it would be)",
    ),
    _rule(_YES_NO, rf"{WONDER}{ABOUT} (?:if|whether)", needs_mark=True),
    _rule(_NO, rf"{WONDER}{ABOUT} (?:if|whether)"),
    _rule(_FACT, rf"{WONDER}{ABOUT} (?:{FACT_WORDS})"),
    _rule(_REQUEST, rf"{WONDER}{ABOUT} (?:{OPEN_WORDS}|where|about|more|your|the|some|a)"),
    _rule(_YES_NO, rf"(?:{CAN_YOU} )(?:tell me|say|explain) (?:if|whether)"),
    _rule(
        _CONTENT,
        rf"{CAN_YOU}{A_BIT} {TELL}|{CAN_YOU} (?:telling|walking|talking|describing|explaining|sharing|"
        r"giving me an|elaborating|saying)",
    ),
    _rule(
        _REQUEST,
        r"(?:you )?(?:just |please |kind of )*(?:tell|remind) (?:me|us)(?! (?:if|that|youre|you|no|off|"
        r"to))",
    ),
    _rule(
        _REQUEST,
        r"(?:please |just )*(?:(?:walk|talk|run|take) (?:me|us)(?: \w+)? (?:through|back|into|over)|"
        r"talk to me(?: \w+){0,4} about)",
    ),
    _rule(
        _REQUEST,
        rf"(?:please |just )*(?:describe|explain|elaborate|expand|paint (?:me|us)|{GIVE}|"
        r"help (?:me|us)(?: to)?(?: better)? (?:understand|see)|fill me in|say(?: \w+){0,2} more|"
        r"share (?:with|your|a|an|what|how|some)|educate me|let me hear|bring me up to)",
    ),
    _rule(
        _REQUEST,
        r"go on(?:$| then$| , )|(?:keep|please) go(?:ing)?(?: on)?$|(?:a (?:little |"
        r"bit )+)?more about (?:that|it|what|how)",
    ),
    # fragments that stand alone
    _rule(
        _OPEN,
        r"(?:(?:why|how come|how so|such as|like what|as in(?: what)?|meaning|meaning what|and then|"
        r"(?:and )?then what|what then|now what|(?:in )?what way|how|what for|for what|because|"
        r"what else|how else|why else|why not|for example|for instance|what about (?:it|that)|on what|"
        r"about what|with what|what sort|what kind)$)",
    ),
    _rule(
        _FACT,
        r"(?:(?:since when|who|who else|by who|by whom|with who|when|until when|for how long|where|"
        r"where else|which|which one|which ones|how many|how much|how often|how long|how old|by when|"
        r"how far|how soon|from where|from who|to who|says who)$)",
    ),
    _rule(_FACT, r"(?:since|until|till|by|from) when", needs_front=True),
    # greetings
    _rule(
        QuestionForm.GREETING,
        r"how are (?:you|things|we|yall)(?: all| guys| folks)?(?: (?:doing|feeling|keeping|"
        r"going))?(?: (?:today|this (?:morning|afternoon|evening)|tonight|sir|maam|there|then|now|both|"
        r"with you))*(?=$| ,)|hows it going(?: today)?$|how (?:do you do|you doing)(?: today)?$|"
        r"how have you been$|hows (?:your|the) (?:day|morning|afternoon|week|weekend|"
        r"evening)(?: (?:going|been|so far|today))*$|whats up$",
    ),
    # wh
    _rule(
        _YES_NO,
        r"(?:how|what) about (?:we|i|if (?:we|i)|you (?:and i|give)|let|another|just|tomorrow|monday|"
        r"tuesday|wednesday|thursday|friday|next|at)",
    ),
    _rule(
        _FACT,
        rf"(?:{PREPOSITION} )?(?:how (?:many|much|long|often|old|far|soon)|what (?:time|number|"
        r"percentage|percent|year|date))(?! (?:i|you|we|they|he|she|it|there|people)\b)",
    ),
    _rule(
        _FACT,
        rf"(?:{PREPOSITION} )?(?:{FACT_MEASURES}|whose)(?: {NOT_PRONOUN}\w+){{0,3}} (?:{AUX}|suits?|"
        r"works|happens|happened|makes|runs|goes|comes|looks|gets)",
    ),
    _rule(_FACT, rf"who (?!knows|cares|said){NOT_PRONOUN}(?!(?:the|a|s)\b)\w+", needs_front=True),
    _rule(
        _FACT,
        r"who (?:actually|really|usually|normally|mostly|generally|first) \w+",
        needs_break=True,
    ),
    _rule(
        _FACT,
        rf"(?:{PREPOSITION} )?(?:who|whom|when) (?:else|exactly|would|will|do|does|did|are|is|was|were|"
        r"should|could|can|has|have|shall|am|might|may)",
    ),
    _rule(
        _FACT,
        rf"(?:{PREPOSITION} )?which (?:of (?:your|the|those|these|them|that)|one|ones|"
        rf"{NOT_PRONOUN}\w+(?: {NOT_PRONOUN}\w+)? (?:do|does|did|are|is|was|were|would|will|can|could|"
        rf"has|have|should) {SUBJECT})",
    ),
    _rule(
        _FACT,
        r"(?:whats|what is|what was|what are) (?:your|his|her|their|the|its) (?:\w+ )?(?:name|names|"
        r"number|address|email|extension|title|job title|budget|price|date|age|zip code|postcode|phone|"
        r"website|surname|deadline)",
    ),
    _rule(_FACT, r"whos|whens|whose|whod|wholl"),
    _rule(
        _FACT,
        r"(?:where is|wheres|where are|where was|where were) (?!you (?:at|going|heading|headed)|this|"
        rf"that going|it going|we)(?:{SUBJECT}|\w+)|where do(?:es)? \w+ (?:live|work|sit|keep|store|buy|"
        r"come|stay|park)",
    ),
    _rule(
        _OPEN,
        r"how come|why (?:not|dont|do|did|is|are|was|were|would|wouldnt|didnt|does|doesnt|isnt|arent|"
        r"have|has|havent|hasnt|cant|can|should|could|had|will|wont|the|so|now|then)|whys|whyd",
    ),
    _rule(
        _OPEN,
        r"(?:(?:in|on|at|for|by|to|from|with|of|about|under|after|other than) )?(?:how|what|"
        r"where)(?: (?:else|exactly|specifically|on earth|then|actually|really|specially|all|"
        rf"about))*(?: \w+){{0,1}}? (?:{AUX}|else|about|if|happens|happened|makes|made|brings|brought|"
        r"led|leads|got|gets|keeps|kept|drives|drove|went|goes|caused|causes|helps|helped|stops|"
        r"stopped|worries|worried|bothers|changed|came|comes|prompted|attracted|works|worked|needs|"
        r"gave|gives|motivated|motivates|sort|sorts|kind|kinds|type|types)",
    ),
    _rule(
        _OPEN,
        r"(?:(?:in|on|at|for|by|to|from|with|of|about|under) )?what (?:sorts?|kinds?|types?|other|part|"
        r"parts|aspects?|way|ways|extent|point|reasons?|effect|impact|things?|steps?|changes?|ideas?|"
        r"thoughts?|concerns?|plans?|problems?|issues?|challenges?|benefits?|difference|would|might|"
        r"could)",
    ),
    _rule(_OPEN, rf"what(?: \w+){{1,4}} {AUX} {PRONOUN}"),
    _rule(_OPEN, rf"what (?!(?:a|an|the|with|matters|counts)\b){NOT_PRONOUN}\w+ \w+ \w+", needs_front=True),
    _rule(
        _OPEN,
        r"whats|whatre|whatd|whatll|hows|howre|howd|howll|whered|what is|what are|what was|what were",
    ),
    _rule(
        _OPEN,
        rf"how (?!(?:to|ever|i|you|we|they|it|he|she|that|the|your|this)\b)\w+(?: \w+)? {AUX}|how (?:do|"
        r"does|did|are|is|was|were|would|will|can|could|have|has|should|might)",
    ),
    _rule(_OPEN, r"(?:what|how|why|where)", needs_mark=True, needs_front=True),
    _rule(
        _FACT,
        r"(?:who|when|which) (?!(?:i|you|he|she|we|they|it|the|its|youre|im|theyre|hes|shes|that)\b)",
        needs_mark=True,
        needs_front=True,
    ),
    # yes/no in form, content in intent
    _rule(
        _CONTENT,
        r"any (?:other |more |particular |specific |further )?(?:thoughts?|ideas?|concerns?|questions?|"
        r"worries|feelings?|suggestions?|problems|issues|comments|else|examples?)(?! for (?:me|us))|"
        r"anything(?: else| in particular| specific| that| about| you)|any (?:other|others|not)|"
        r"something else",
    ),
    _rule(
        _CONTENT,
        r"(?:is|are|was|were) there (?:(?:anything|something) (?:else|in particular|specific)|"
        r"any (?:other|particular|specific|things?|concerns|reasons?|ways?|questions|part|parts|"
        r"areas?)|other|some (?:things?|ways?|other)|a (?:way|reason|part|particular))|"
        r"do you have any (?:thoughts|ideas|concerns|sense|other)|have you (?:got )?any (?:thoughts|"
        r"ideas|concerns|sense)",
    ),
    # yes/no
    _rule(_NO, r"had (?:i|we|it|he|she|they|that|there)\b"),
    _rule(
        _NO,
        r"(?:is|was) (?:that|it) (?:i|you|we|he|she|they|it|the|there|people|if|a|some|when|your)\b",
        needs_break=True,
    ),
    _rule(_YES_NO, rf"{AUX} (?:not )?{PRONOUN}"),
    _rule(
        _YES_NO,
        rf"(?:would|could|will|can|should) {NOT_PRONOUN}\w+(?: \w+){{0,3}} (?:work|suit|be|help|do|make|"
        r"mean|come|need|have|fit)",
        needs_front=True,
    ),
    _rule(
        _YES_NO,
        r"(?:do|dont|does|doesnt|did|didnt|are|arent|is|isnt|was|wasnt|has|hasnt|can|cant|could|"
        rf"couldnt|would|wouldnt|should|shouldnt|wont|havent|werent) (?:{BODY}|{DETERMINER}|people|"
        r"things|mr|mrs|ms|miss|mister)",
    ),
    _rule(
        _YES_NO,
        rf"(?:have|will|were|had) (?:{BODY}|your|the|any|people|his|her|their|most|many)",
        needs_mark=True,
    ),
    _rule(
        _YES_NO,
        r"(?:does|did|is|has|are|isnt|arent|doesnt|didnt) (?!what|why|how|when|where|because|to\b|not|"
        r"going|just|like|a\b|so\b|that\b|more|very)\w+ \w+",
        needs_front=True,
    ),
    _rule(_YES_NO, rf"{AUX} \w+", needs_mark=True, needs_front=True),
    _rule(
        _YES_NO,
        r"(?:mind if|okay if|(?:any|a|by any) chance|ever \w+(?:ed|en|ought)|you want (?:me|us) to|"
        r"want me to|need any|got (?:a|any|two|five) (?:minute|moment|second|minutes|time|sec)|"
        r"sound (?:good|okay|fair|right|all right)|make sense|am i right|shall we|care to|fancy)",
    ),
    _rule(_YES_NO, r"sounds (?:good|okay|fair|all right)|makes sense", needs_mark=True),
    _rule(_YES_NO, r"any \w+", needs_mark=True, needs_front=True),
)


def starting_with() -> dict[str, tuple[tuple[Rule, ...], tuple[Rule, ...]]]:
    """For each first word the rules of `EXCLUDED` and of `RULES` that can match from it on, in their order."""
    return {
        word: (tuple([EXCLUDED[place] for place in excluded]), tuple([RULES[place] for place in tried]))
        for word, (excluded, tried) in read_keys("question_keys.json")["rules"].items()
    }


# The words that any rule above can begin with: a quick way out for the many places where none can match.
FIRST_WORDS = word_set(
    "do dont does doesnt did didnt are arent is isnt was wasnt were werent have havent has hasnt had whod wholl "
    "hadnt can cant could couldnt would wouldnt will wont should shouldnt shall might may am how hows "
    "howre howd howll what whats whatre whatd whatll why whys whyd where wheres whered who whos whose "
    "whom when whens which in on at for by to from with of about since until till under after other "
    "tell walk talk take run describe explain elaborate expand paint give help fill say says share "
    "educate let bring go keep please just remind show you any anything something i im wondering "
    "curious a little more mind okay ever want need got sound sounds make makes care fancy such like as "
    "meaning and then now because kind remember id"
)
