"""What a question wants back: the type of its answer, and which side of the subject it is about.

Patterns expect plain text (see `speech.plain`). `answer_type_of` looks at the words from where the question
begins, `aspect_of` at the whole unit, since "if nothing changes, …" stands before the question.
"""

from __future__ import annotations

import re

from simulator.domain.reading import AnswerType, Aspect, QuestionForm
from simulator.reading.keyed import Keyed
from simulator.reading.speech import plain


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})(?= |$)")


def _keyed(name: str, words: str) -> Keyed:
    return Keyed(f"aspect_{name}", rf"\b(?:{words})(?= |$)")


_YOU_OR_IT = r"(?:that|it|this|these|those|things|you|they|everything)"
# The wish: what would be better, what it would be worth.
_WANT = _keyed(
    "want",
    r"what would (?:it|that|this) be worth|what(?:s| is| would be) (?:it|that) worth|"
    r"worth (?:it )?to you|if (?:you|we|i) (?:could|were able to|had to)(?: \w+){0,3} (?:change|"
    r"fix|wave|have|wish|design|start|improve|pick|see|get|know|do)|magic wand|(?:ideal|"
    r"perfect) (?:world|week|day|case|situation)|ideally|(?:your|the) ideal|(?:good|better|great|"
    r"success|ideal|perfect|perfection|right) (?:would )?(?:look|looks) like|what would (?:you|"
    r"they|your \w+) (?:like|want|prefer|change|need|love|hope|do with|do differently|rather)|"
    r"what (?:do|did|were|are) you (?:really )?(?:want|wanting|hope|hoping|looking for|after)|"
    r"what are you looking to|how would you (?:like|want|prefer|rather)|would you (?:rather|"
    r"prefer)|what would (?:help|make|need to|have to|it take)|how (?:would|could|might) (?:that|"
    r"it|this|having|knowing|getting|being)(?: \w+){0,4} (?:help|change|make|improve|benefit)|"
    r"would (?:it|that|this|having|knowing|being|getting)(?: \w+){0,5} (?:help|useful|valuable|"
    r"worthwhile|handy|matter|worth|make a difference)|what difference would|how (?:useful|"
    r"valuable|helpful|important|handy) (?:would|is|might)|(?:useful|important|valuable) (?:to|"
    r"for) you|what would (?:that|it|this) (?:do|mean|give|free|allow|let|save)|why would (?:that|"
    r"it|this) be (?:useful|important|helpful|good|worth)|what would (?:it|that) (?:feel|be) like|"
    r"how would your (?:day|week|life|job|work|team)|if (?:that|it|this|the \w+) (?:was|were|went|"
    r"could be) (?:\w+ )?(?:gone|fixed|sorted|solved|right|away|better|done|off your plate)|"
    r"what(?:s| is) (?:the|your) (?:goal|aim|dream|wish)|what (?:would|could) be (?:\w+ )?(?:better|best|nicer|easier|ideal)|"
    r"what (?:is it |it is )?(?:that )?(?:youd|you would|you d)(?: \w+)? (?:want|like|prefer|have instead)",
)
# What it means to the person.
_FEEL = _keyed(
    "feel",
    r"how (?:do|does|did|are|is|was|were|would)(?: \w+){0,4} feel(?:ing)?|make you feel|"
    r"makes you feel|made you feel|(?:what(?:s| is| was)|hows|how was|"
    rf"how is) (?:{_YOU_OR_IT} )?(?:been )?(?:like )?for you|(?:been|like|going) for you|what(?:s|"
    r" is| was) (?:that|it|this) (?:been )?like|how (?:did|do|are|were|have|has|"
    r"would)(?: \w+){0,2} (?:cope|coping|coped|managing|bear|take it|taking it|holding up|"
    r"bearing up|get through|sleep)|how did you manage|keep(?:s|ing)? you (?:awake|up)|up at night|"
    r"lose sleep|worr(?:y|ies|ied|ying)|frustrat\w+|annoy\w*|bother(?:s|ed|ing)? you|upset\w*|"
    r"stress\w*|scar(?:es|ed|y)|afraid|(?:mean|means|meant|matter|matters) (?:to|for) you|"
    r"personally|on you\b|to you as|how (?:do|did|are|have) you (?:find|finding|found) (?:it|that|"
    r"this|all)|how (?:hard|tough|difficult|painful) (?:is|was|has)|your feelings?|feel about|"
    r"what (?:does|did) (?:it|that) do to you",
)
# What it leads to, what it costs.
_THEN = _keyed(
    "then",
    r"what(?: usually| then| normally| typically)? happens?(?: \w+)? (?:when|if|then|next|after|"
    r"afterwards|to)|what (?:happens|happened|comes) (?:then|next|after)|and then(?:$| what| ,)|"
    r"then what|what then|what next|what if|so what happens|what (?:would|will|might|could) happen|"
    r"(?:what|how much)(?: \w+){0,3} (?:does|did|is|has|will|would|do|might) (?:that|it|this|these|"
    r"they|a \w+|the \w+|one|each)(?: \w+){0,3} (?:cost|costing|cost you|do to|doing to|done to|"
    r"lead to|take out|eat|lose|set you back)|cost(?:s|ing)? (?:you|your|the|them|us)|what(?:s| is|"
    r" was| would be| are) the (?:\w+ )?(?:cost|costs|price of|damage|upshot|result|results|"
    r"outcome|fallout|effect|effects|impact|consequence|consequences|knock|downside|risk|upside)|"
    r"knock on|impact\w*|consequences?|affect\w*|effect on|as a result|leads? to|led to|leading to|"
    r"end(?:s|ed)? up (?!with|going|there|here)\w+|where does (?:that|it|this) leave|"
    r"leaves? (?:you|the|your)|(?:time|hours|days|money|sales|orders|customers|people|"
    r"business) (?:do|does|did|are|have) (?:you|they|that|it)(?: \w+)? (?:los\w+|wast\w+|cost|take|"
    r"spend on)|lost (?:you|a|any)|do you lose|(?:do|doing|done|did) to (?:your|the|you)|"
    r"if (?:nothing|it|that|this|things)(?: \w+)? (?:changes?|stays?|carr\w+ on|keeps?|goes on|"
    r"doesnt|dont|gets worse|continues?)|what (?:does|did|would|will|do) (?:that|it|this) (?:mean|"
    r"do)|who (?:picks up|pays for|suffers)|hits? (?:you|the|your)|knock",
)
# How it came about.
_WHY = _keyed(
    "why",
    r"why|how come|what(?:s| is| was| has|ve)?(?: \w+)? (?:made|makes|making|led|brought|caused|"
    r"causes|causing|prompted|drove|drives|driving|behind|stopping|stopped|stops|holding|keeping|"
    r"kept|keeps|preventing|prevents|convinced|persuaded|changed|triggered|got)|reasons?|what for|"
    r"because of what|because|down to|how (?:did|has|does) (?:it|that|this|things|they|"
    r"all)(?: \w+){0,3} (?:come|came|start|started|happen|happened|begin|get|got|gotten|end|arise|"
    r"develop)|come about|how did (?:it|that|this) all|where (?:does|did) (?:that|it|this) (?:come|"
    r"start)|root|what(?:s| is) the (?:story|thinking|cause)|led up to|end(?:ed)? up (?:with|going|"
    r"there|here)|attracted",
)
_MORE = _keyed(
    "more",
    r"tell (?:me|us)(?: \w+){0,4} more|(?:say|hear|share|know)(?: \w+){0,4} more|(?:a (?:little|"
    r"bit) )+more|more about|more on that|go on|carry on|keep going|in (?:what|which) (?:way|ways|"
    r"sense|respect)|what way|such as|like what|for example|for instance|an example|examples|"
    r"how so|what (?:do|did|would) you mean|how (?:do|did) you mean|meaning(?: what)?|elaborate|"
    r"expand on|unpack|what (?:does|would) that look like|what else|how else|anything else|"
    r"any other|any others|when you say|as in(?: what)?|explain that|describe that|what kind$|"
    r"what sort$|be more specific|what exactly",
)

# Beside something else: an earlier time, another firm, what is usual.
_DEGREE = (
    r"(?:more|less|fewer|better|worse|busier|quieter|higher|lower|longer|shorter|bigger|smaller|faster|slower|quicker|harder|"
    r"easier|cheaper|dearer|tougher|different|rarer|commoner)"
)
_COMPARE = _keyed(
    "compare",
    rf"{_DEGREE}(?: \w+){{0,3}} than|{_DEGREE} or (?:\w+ ){{0,2}}{_DEGREE}|up or down|(?:the )?same as (?:last|before|it was"
    r"|ever|always|a year|in|the old)|(?:got|getting|gone|gotten|become|becoming|grown|going|gets)(?: \w+){0,2} "
    rf"(?:{_DEGREE}|up|down)|(?:how does|does) (?:that|it|this) compare|compared (?:to|with)|"
    r"(?:is|was|are|were) (?:that|it|this|those|they) (?:still |usually |always |quite |really |about )?(?:a lot|much|many"
    r"|normal|usual|typical|average|high|low|unusual|as bad|as good|the usual)(?: (?:for|in|with|as|that|by) .*)?$|"
    r"(?:was|is|were|been|has it been|have they been) (?:it |that |they )?always(?: been)? (?:like (?:that|this)|this way|"
    r"(?:that|this|so) (?:\w+)|that way|the case)|(?:than|as) (?:it |they |that )?(?:used to|ever|usual|normal|before)|"
    r"(?:is|are) (?:that|it|they) (?:up|down) on",
)

_ASPECTS = (
    (Aspect.WANT, _WANT),
    (Aspect.FEEL, _FEEL),
    (Aspect.THEN, _THEN),
    (Aspect.WHY, _WHY),
    (Aspect.MORE, _MORE),
    (Aspect.COMPARE, _COMPARE),
)

_HOW_MUCH = (
    r"what (?:does|did|would|will|do)(?: \w+){1,5} cost|"
    r"how (?:much|big|large|far|expensive|heavy|full|deep)|what(?: \w+){0,3} (?:you|they|it|that|"
    r"this|one|each|him)(?: \w+){0,2} (?:pay|paying|spend|spending|cost|costing|charge|"
    r"charged)(?! attention)|what would (?:it|that|this) be worth|what(?:s| is| are) (?:your|the|"
    r"it|that) (?:\w+ )?(?:budget|price|cost|turnover|spend|rate|worth|margin)"
)
_TYPES = (
    (
        AnswerType.HOW_MANY,
        _words(
            r"how (?:many|few)|what (?:number|percentage|percent|proportion|share)|out of (?:ten|10)|"
            r"scale of"
        ),
    ),
    (AnswerType.HOW_MUCH, _words(_HOW_MUCH)),
    (AnswerType.HOW_LONG, _words(r"how (?:long|old)|what age")),
    (AnswerType.HOW_OFTEN, _words(r"how (?:often|frequently|regularly)")),
    (
        AnswerType.WHEN,
        _words(
            r"when|whens|(?:since|until|till) when|how (?:soon|recently|recent|late|early|quickly)|what (?:time|day|days|"
            r"date|month|year|week)"
        ),
    ),
    (
        AnswerType.WHO,
        _words(
            r"who|whos|whose|whom|whod|what(?:s| is| was) (?:your|his|her|their) (?:\w+ )?name|"
            r"which (?:person|people|of them)"
        ),
    ),
    (AnswerType.WHERE, _words(r"where|wheres|what (?:city|town|country|address|place|street)")),
    (AnswerType.WHICH, _words(r"which")),
    (AnswerType.WHY, _words(r"why|whys|how come|what for|for what reason")),
    (
        AnswerType.HOW,
        _words(
            r"how|hows|howd|in (?:what|which) (?:way|ways|sense)|what way|(?:walk|talk|run|take) (?:me|"
            r"us)(?: \w+)? through"
        ),
    ),
    (AnswerType.WHAT, _words(r"what|whats|whatre|whatd")),
)
_ASKING_WORD = _words(
    r"(?:since |by |for |until )?(?:how|what|when|who|where|which|why|whos|whats|hows|wheres|whens|"
    r"whose|whom|whod|whatre|whatd|howd|whys)"
)
_FEELING = _words(
    r"how (?:do|does|did|are|is|was|were|would)(?: \w+){0,4} feel(?:ing)?|like for you|"
    r"been for you|for you personally|how (?:did|do|are|were) you(?: \w+)? (?:cope|coping|"
    r"bearing up|holding up)|keep(?:s|ing)? you (?:awake|up)|what (?:worries|bothers|frustrates|"
    r"annoys|scares)|make you feel|mean(?:t|s)? to you|how (?:are|do|did|have) you (?:find|finding|"
    r"found) (?:it|that|this)|your feelings?|what(?:s| is| was) (?:that|it|this) (?:been )?like$"
)
_NOW_AND_THEN = re.compile(r" (?:every )?now and then\b")
# Yes or no in form, but the listener answers the question inside.
_ASKS_INSIDE = _words(
    r"(?:do|dont|would|might|did) you (?:\w+ )?(?:know|remember|recall|have any idea|have an idea|"
    r"say|think)|any idea|(?:can|may|could|might) i (?:\w+ )?ask|mind (?:if i ask|me asking|"
    r"telling me|my asking)|(?:can|could|would|will) you"
)
_YES_NO_FORMS = frozenset({QuestionForm.YES_NO, QuestionForm.DECLARATIVE, QuestionForm.TAG})
# "… and who else": the asking word of a unit stands at its front, save for a fragment that comes first.
_NEAR_WORDS = 12


def answer_type_of(question: str, form: QuestionForm) -> AnswerType:
    """The type of answer that a question of this form wants; `question` begins where the "
    "question does."""
    if form is QuestionForm.NONE:
        return AnswerType.NONE
    if form is QuestionForm.CHOICE:
        return AnswerType.WHICH
    if form in _YES_NO_FORMS and not _ASKS_INSIDE.match(question):
        return AnswerType.YES_NO
    if _FEELING.search(question):
        return AnswerType.FEELING
    near = " ".join(question.split(" ")[:_NEAR_WORDS])
    asking = _ASKING_WORD.search(near)
    if asking is None:
        if form in _YES_NO_FORMS:
            return AnswerType.YES_NO
        return AnswerType.HOW if _TYPES[-2][1].search(near) else AnswerType.WHAT
    from_word = near[asking.start() :]
    for answer_type, pattern in _TYPES:
        if pattern.match(from_word):
            return answer_type
    return AnswerType.WHAT


def only_compares(unit: str) -> bool:
    """Whether a question sets something beside something else that it does not name: "is that more than last year?"."""
    said = plain(unit)
    return bool(_COMPARE.search(said)) and not _OWN_SUBJECT.search(_COMPARING_WORDS.sub(" ", said))


#: words that a bare comparison is made of
_COMPARING_WORDS = re.compile(
    rf"\b(?:{_DEGREE}|than|is|was|are|were|has|have|had|do|does|did|been|be|it|that|this|they|those|these|them|so|and|or|but|"
    r"the|a|an|as|of|in|on|for|to|by|with|at|from|still|always|ever|much|many|any|about|quite|really|very|usually|usual|normal|"
    r"typical|average|high|low|unusual|lot|bad|good|like|way|up|down|got|getting|gone|gets|going|become|becoming|grown|how|what|"
    r"would|you|say|compare|compared|used|before|now|then|same|last|this|next|ago|year|years|month|months|week|weeks|time|summer|"
    r"winter|spring|autumn|old|one|ones|new|previous|changed|change|okay|right|well|oh|think|though|just|all|there|case|few|bit|"
    r"lately|recently|nowadays|days|over|since|other|others|everyone|everybody|else|most|places|firms|elsewhere|your|trade|line|"
    r"business|sector|game|not|if|i|may|ask)\b"
)
_OWN_SUBJECT = re.compile(r"[a-z]{3,}")


def aspect_of(unit: str, form: QuestionForm) -> Aspect:
    """The side of its subject that a unit with a question of this form is about."""
    if form in (QuestionForm.NONE, QuestionForm.GREETING):
        return Aspect.NONE
    if "now and then" in unit:
        unit = _NOW_AND_THEN.sub(" ", unit)
    for aspect, pattern in _ASPECTS:
        if pattern.search(unit):
            return aspect
    return Aspect.WHAT
