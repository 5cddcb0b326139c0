"""A summary put for a yes: "so Lorraine keeps it, and what waits isn't on it. Have I got that right?"

Whether it is what they told is decided clause by clause, against all that the prospect has said: by sense and by words
together, with negation and numbers held against each other. What they never spoke of is neither right nor wrong, and
nothing that is not told can be found out by asking for a yes to it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from simulator.domain.reading import CheckBack, LineReading, QuestionForm, QuestionKind
from simulator.reading.acts_text import plain
from simulator.reading.line_vectors import line_vectors
from simulator.reading.topic_words import content_stems

#: asks whether what was said before it is so
_ASKS_RIGHT = re.compile(
    r"(?:\b(?:is|was|would) (?:that|this|it) (?:about |more or less |roughly |all |a |how you see it"
    r"|the )?(?:right|correct|fair|so|it|accurate|true|summary|size of it)\b"
    r"|\b(?:have|did|do) i (?:got|get|have|understood?|heard?|read|caught|catch|put) (?:that|this|it|you"
    r"|all that)(?: [a-z]+){0,2}\b"
    r"|\bgot (?:that|it) right\b|\b(?:am|are|was) i (?:right|close|near|on the right lines|hearing (?:you"
    r"|that))\b|(?<!all )\b(?:right|correct|yes|no|fair)\b ?(?=\? \|$))"
)
#: "how many vans have you, did I get that right" asks something else first
_ASKS_FIRST = re.compile(
    r"\| (?:(?:so|and|well|okay|right|sorry) )*(?:how|what|who|where|when|which|why|do|does|did|can|could|will"
    r"|would|are|have|has)\b(?! i (?:got|have|understood|heard)\b)"
)
_REST = re.compile(
    r"\b(?:so|and|well|okay|right|then|if i (?:understand|hear|heard|follow) (?:you|it)?(?: right| rightly"
    r"| correctly)?|in other words"
    r"|let me (?:check|see if)(?: [a-z ]{0,30})?|what (?:i am|i'm) hearing is|you(?: have)? (?:said|told me"
    r"|mentioned)|it sounds (?:like|as if))\b"
)
_CLAUSE = re.compile(
    r"[,;:.!?]+|\s[–—-]+\s|\b(?:and|but|while|whereas|though|although|because|which|so|yet)\b", re.IGNORECASE
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_DENIES = re.compile(
    r"\b(?:not|no|never|nobody|none|nothing|nowhere|neither|nor|without|hardly|cannot|can't|cant|isnt|doesnt|dont"
    r"|didnt|wont|wasnt|arent|hasnt|havent)\b|n['’]t\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\b\d+(?:[.,]\d+)?\b")
_NUMBER_WORDS = {
    word: str(value)
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
        " seventeen eighteen nineteen twenty".split()
    )
} | {
    "thirty": "30",
    "forty": "40",
    "fifty": "50",
    "sixty": "60",
    "seventy": "70",
    "eighty": "80",
    "ninety": "90",
}
_YOU_AND_I = {"you": "i", "your": "my", "yours": "mine", "yourself": "myself"}

#: a clause says the same as a sentence of theirs from this cosine on, or with this share of its weighty words in it
_SAME_SENSE, _SAME_SENSE_NAMED, _SAME_WORDS = 0.62, 0.42, 0.6
#: so near, a clause that says the contrary or another number is wrong, and not only unheard-of
_NEAR_ENOUGH_TO_BE_WRONG = 0.5
#: so near with a "not" on one side only, it is the contrary
_CONTRARY = 0.8
#: this share of what a summary says has to be theirs
_MOSTLY = 0.5
#: a clause of so many words says something, though none of them is weighty
_FEWEST_WORDS = 4
_FEWEST_HEARD = 3
#: so many of their sentences are looked at
_MOST_SENTENCES = 60


def is_check_back(line: LineReading) -> bool:
    """Whether a line states something and asks for a yes to it."""
    if line.question is QuestionKind.NONE and "?" not in line.text and not _ends_asking(line):
        return False
    if line.form not in {QuestionForm.TAG, QuestionForm.YES_NO, QuestionForm.DECLARATIVE, QuestionForm.NONE}:
        return False
    return _ends_asking(line) and bool(clauses_of(line.text)) and not _ASKS_FIRST.match(plain(line.text))


def check_back(line: LineReading, told: Sequence[str]) -> CheckBack | None:
    """Whether a summary is what they told; None where the line is none.

    Args:
        line: the rep's line.
        told: all that the prospect has said, oldest first.
    """
    if not is_check_back(line):
        return None
    clauses = clauses_of(line.text)
    heard = [one for text in told for one in _SENTENCE.split(text) if len(one.split()) >= _FEWEST_HEARD][
        -_MOST_SENTENCES:
    ]
    if not heard:
        return CheckBack.UNKNOWN
    found = [_held_against(clause, heard) for clause in clauses]
    if CheckBack.WRONG in found:
        return CheckBack.WRONG
    weights = [max(1, len(set(content_stems(clause)))) for clause in clauses]
    theirs = sum(weight for weight, one in zip(weights, found, strict=True) if one is CheckBack.RIGHT)
    return CheckBack.RIGHT if theirs >= _MOSTLY * sum(weights) else CheckBack.UNKNOWN


def clauses_of(text: str) -> list[str]:
    """What a summary states, clause by clause, without the question behind it."""
    stated = []
    for clause in _CLAUSE.split(text):
        said = plain(clause).strip("| ?")
        rest = _ASKS_RIGHT.sub(" ", f"{_REST.sub(' ', said)} ? |").strip("| ?")
        if content_stems(rest) or len(rest.split()) >= _FEWEST_WORDS:
            stated.append(rest.strip())
    return stated


def _ends_asking(line: LineReading) -> bool:
    last = plain(line.text).strip("| ").split("|")[-1]
    return bool(_ASKS_RIGHT.search(f"{last.strip(' ?')} ? |"))


def _held_against(clause: str, heard: Sequence[str]) -> CheckBack:
    """What one clause is beside the sentences of theirs that come nearest to it."""
    stems, numbers = set(content_stems(clause)), _numbers(clause)
    cosines = (line_vectors([_turned(clause)]) @ line_vectors(list(heard)).T)[0]
    told = frozenset[str]().union(*(_numbers(one) for one in heard))
    verdicts: list[tuple[float, CheckBack]] = [(0.0, CheckBack.UNKNOWN)]
    for cosine, other in zip(map(float, cosines), heard, strict=True):
        share = len(stems & set(content_stems(other))) / len(stems) if stems else 0.0
        near = cosine >= _NEAR_ENOUGH_TO_BE_WRONG or share >= _SAME_WORDS
        if near and numbers and _numbers(other) and not numbers & told:
            return CheckBack.WRONG
        same = cosine >= _SAME_SENSE or share >= _SAME_WORDS
        if not same and not (share > 0 and cosine >= _SAME_SENSE_NAMED):
            continue
        strength = cosine + 0.5 * share
        if bool(_DENIES.search(clause)) == bool(_DENIES.search(other)):
            verdicts.append((strength, CheckBack.RIGHT))
        elif cosine >= _CONTRARY or (share >= _SAME_WORDS and len(stems) > 1):
            verdicts.append((strength, CheckBack.WRONG))
        else:
            verdicts.append((strength, CheckBack.UNKNOWN))
    return max(verdicts, key=lambda one: (one[0], one[1] is CheckBack.RIGHT))[1]


def _turned(clause: str) -> str:
    """A clause as the prospect would say it: "it goes through you" is their "it goes through me"."""
    words = [_YOU_AND_I.get(word, word) for word in clause.split()]
    if clause.endswith(" you"):
        words[-1] = "me"
    return " ".join(words)


def _numbers(text: str) -> frozenset[str]:
    words = re.findall(r"[a-z]+", text.lower())
    return frozenset(_NUMBER.findall(text)) | {
        _NUMBER_WORDS[word] for word in words if word in _NUMBER_WORDS and word != "one"
    }
