"""What a question wants to hear: a person, a figure, a reason, a feeling, what then. Two that want different things differ.

The encoder hears what a question is about better than what it asks of it: "who looks after the computers" and "do you use
a computer" lie as near as two ways of asking the same. So both have to agree.
"""

from __future__ import annotations

import re
from enum import StrEnum


class Wanted(StrEnum):
    """What an answer has to hold."""

    PERSON = "person"
    COUNT = "count"
    COST = "cost"
    TIME = "time"
    SPAN = "span"
    OFTEN = "often"
    PLACE = "place"
    CAUSE = "cause"
    FEELING = "feeling"
    THEN = "then"
    WHETHER = "whether"


#: things that only one kind of answer will do for
FIRM = frozenset(
    {Wanted.PERSON, Wanted.COUNT, Wanted.COST, Wanted.TIME, Wanted.SPAN, Wanted.OFTEN, Wanted.CAUSE}
)
#: two that are asked for in each other's words: "when does it run out" and "how long is left"
_NEIGHBOURS = (
    frozenset({Wanted.TIME, Wanted.SPAN}),
    frozenset({Wanted.TIME, Wanted.OFTEN}),
    frozenset({Wanted.PERSON, Wanted.PLACE}),
    frozenset({Wanted.COUNT, Wanted.SPAN}),
)

_SPAN_OF_TIME = r"(?:time|days?|hours?|weeks?|months?|years?|minutes?)"
_PATTERNS = {
    Wanted.PERSON: (
        r"(?<!people )(?<!those )(?<!one )(?<!body )\bwho(?:m|se|s|['’]s|['’]d|ever)?\b|\bwhich (?:person|people|of you)\b"
        r"|\b(?:is there|have you got|do you have|would|does|do) (?:any|some)(?:one|body)\b"
    ),
    Wanted.COUNT: rf"\bhow (?:many|big|large)\b(?! {_SPAN_OF_TIME}\b)|\b(?:what|which) size\b|\bwhat number\b",
    Wanted.COST: (
        r"\bhow much\b(?! (?:time|of (?:the|your|his|her|their) (?:day|week|time))\b)|\b(?:cost|charge|price|pounds|euros"
        r"|out of pocket|spend)s?\b|\b(?:what['’]?s|what is) (?:that|it|one) worth\b|\bworth in money\b"
    ),
    Wanted.TIME: (
        r"^(?:and |so |then |well )*when (?:do|does|did|is|are|was|will|would|could|can|should)\b"
        r"|\b(?:what|which) (?:time|day|month|season|(?:part|time) of (?:the|a) (?:day|week|month|year))\b"
    ),
    Wanted.SPAN: (
        rf"\bhow (?:long|old)\b|\bhow (?:many|much) {_SPAN_OF_TIME}\b|\bsince when\b|\bwhen did (?:you|they) (?:start|begin)\b"
        r"|\bin hours\b"
    ),
    Wanted.OFTEN: r"\bhow (?:often|regularly|frequently)\b|\bevery (?:day|week|month|year|so often)\b|\bonce in a\b",
    Wanted.PLACE: r"\bwhere\b|\bat what point\b",
    Wanted.CAUSE: (
        r"\bwhy\b|\bhow come\b|\bwhat (?:made|makes) (?:you|him|her|them|it)\b|\b(?:the|what) reason\b"
        r"|\bwhat went wrong\b|\bhow did (?:it|that|this|you|things?) (?:come|end|get|turn|happen)\b|\bcame? about\b"
        r"|\bwhat (?:brought|led|got) you\b"
    ),
    Wanted.FEELING: (
        r"\b(?:annoy|worr|enjoy|bother|mood|frustrat|drives? you|awake|on your mind|happy|feel)\w*"
        r"|\b(?:do|does|did) (?:you|they|he|she|the \w+|your \w+) (?:like|mind|hate|find it|make of|say about|think)\b"
        r"|\b(?:make of|taking it|what is it like|what['’]s it like)\b"
    ),
    Wanted.THEN: (
        r"\bwhat(?:['’]s| would| will)? happens?\b(?! to\b)|\bwhat then\b|\bthen what\b"
        r"|\bwhat do you do (?:with|when|if|about)\b"
    ),
    Wanted.WHETHER: (
        r"^(?:(?:and|or|but|so|then|well)\b[\s,]*)*(?:do|does|did|is|are|was|were|have|has|had|can|could|will|would)\b"
        r"(?! (?:there|you got|you have|you had)\b)(?!.*\b(?:any\w*|some\w*|what|who|how|which|where|when|why)\b)"
    ),
}
_FOUND_BY = {wanted: re.compile(pattern, re.IGNORECASE) for wanted, pattern in _PATTERNS.items()}
#: "how do you know who has it" wants to know how
_HOW_KNOWN = re.compile(
    r"\b(?:how|what) (?:do|does|d['’]?|did|can) ?(?:you|they) (?:know|tell|see|find out)\b", re.IGNORECASE
)


def wanted_by(question: str) -> frozenset[Wanted]:
    """What a question wants; empty for a plain how or what."""
    found = {wanted for wanted, pattern in _FOUND_BY.items() if pattern.search(question)}
    if _HOW_KNOWN.search(question):
        found -= {Wanted.PERSON, Wanted.TIME, Wanted.PLACE}
    return frozenset(found)


def are_neighbours(planned: frozenset[Wanted], said: frozenset[Wanted]) -> bool:
    """Whether they want what is often asked for in the words of the other."""
    return any(pair & planned and pair & said for pair in _NEIGHBOURS)


def clash(planned: frozenset[Wanted], said: frozenset[Wanted]) -> bool:
    """Whether two questions surely want different things."""
    ours, theirs = planned & FIRM, said & FIRM
    if not ours or not theirs or ours & theirs:
        return False
    return not are_neighbours(planned, said)
