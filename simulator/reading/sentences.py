"""A line cut into units: sentences where it is punctuated, clauses where it is bare."""

from __future__ import annotations

import re
from functools import lru_cache

from simulator.reading.line_keys import KEPT_LINES
from simulator.reading.question_words import word_set

_ABBREVIATION = re.compile(
    r"\b(?:mr|mrs|ms|dr|st|prof|vs|etc|approx|inc|ltd|e\.g|i\.e|[a-z])\.$", re.IGNORECASE
)
_ENDS = re.compile(r"[.?!…]+[\"'”’)\]]*(?:\s+|$)|\n+")
_HAS_PAUSES = re.compile(r"[,;:.?!…—–]|--")

# A bare line shorter than this is left whole: cutting it loses the words that belong together.
_BARE_MINIMUM_WORDS = 7
_UNIT_MINIMUM_WORDS = 2
# A sentence of a punctuated line that runs on for this long without a pause was punctuated by a machine.
_RUN_ON_WORDS = 40
_CLOSING = ".?!…\"'”’)] "
# How far back the words are looked at that hold a clause together.
_LOOK_BACK_CHARACTERS = 80
# "if a van breaks down what do you do" is one question: what begins like this waits for its other half.
_CONDITION = re.compile(
    r"(?:(?:and|so|but|ok|okay|right|well|now|then|say|like) )*(?:if|when|whenever|once|suppose|supposing|unless|say) ",
    re.IGNORECASE,
)

_SUBJECTS = (
    r"(?:i(?:'?m|'?ve|'d|d)?|you(?:'?re|'?ve)?|we(?:'re|'?ve)?|he(?:'?s)?|she(?:'?s)?|they(?:'?re)?|"
    r"it(?:'?s)?|that(?:'?s)?|there(?:'?s)?)"
)
_AUXILIARIES = (
    r"(?:(?:do|does|did|are|is|was|were|have|has|had|can|could|would|will|should|shall)(?:n'?t)?|"
    r"can'?t|won'?t)"
)
_QUESTION_SUBJECTS = (
    r"(?:you|he|she|they|we|i|it|that|there|this|these|those|your|the|anybody|anyone|somebody|"
    r"someone)"
)
_WH = r"(?:what(?:'?s)?|how(?:'?s)?|who(?:'?s)?|where(?:'?s)?|why|when|which)"
_ASKS = rf"(?:{_WH}(?: \w+){{0,2}} )?{_AUXILIARIES} {_QUESTION_SUBJECTS}\b"
_RECEIPTS = r"(?:okay|ok|alright|all right|anyway|yeah|great|mm-hmm|uh-huh)"

# Where a speaker without punctuation takes breath: a receipt, or a connective with a new subject or question.
_BREATH = re.compile(
    r"(?<=\s)(?:"
    rf"(?P<receipt>{_RECEIPTS}\s+(?!if|with|for|to)(?=\S))"
    rf"|(?:so|but|and|well|now|then|because)\s+(?:{_SUBJECTS}\b|{_ASKS}|{_WH}\s+(?:about|else|if)\b|"
    r"tell me\b|if\b|when\b)"
    r"|(?P<request>tell me (?:a|more|about|how|what|why))\b"
    r"|i'?m (?:wondering|curious)\b"
    r")",
    re.IGNORECASE,
)
# "is that okay", "it went great", "the right one": no receipts.
_BEFORE_PREDICATE = word_set("it is be it's its thats that's an a the very really that feel for")
# "… the vans what do you do about cover": an inverted question begins without any connective. The word
# before it must not be one that takes it as its object or its subject ("what you do you …").
_SUDDEN = re.compile(
    rf"(?<=\s)(?:{_WH} {_AUXILIARIES} (?:you|they|he|she|we)\b|(?:do|did|have|are|can|could|would|"
    r"will) you\b)",
    re.IGNORECASE,
)
# "what kind of cover do you", "he said what do you": an asking or a saying word before takes the rest.
_TAKES_REST = re.compile(
    rf"\b{_WH}(?: \S+){{1,6}} $|\b(?:said|says|say|told|asked|asks)(?: to)?(?: \w+)? $", re.IGNORECASE
)
_HOLDS_ON = word_set(
    "i you we they he she it who that which to not what never neither nor as than how all only where "
    "when why if and so but or know see understand say says said saying ask asked asking tell told "
    "think thinking wonder wondering wondered me about of in at for with by on from many much long "
    "often kind sort type else is was well now then okay yeah because curious please just idea sure "
    "remember"
)


def split(text: str) -> list[str]:
    """The sentences of a line in order, stripped, none empty; a bare line's clauses.

    Closing marks stay on their sentence. Text without any punctuation is cut where a listener hears a new
    clause begin; where nothing tells, it stays whole.
    """
    return list(_units(text))


@lru_cache(maxsize=KEPT_LINES)
def _units(text: str) -> tuple[str, ...]:
    units: list[str] = []
    begin = 0
    bare = _HAS_PAUSES.search(text.strip().rstrip(_CLOSING)) is None
    for end in _ENDS.finditer(text):
        if end.group().startswith(".") and _ABBREVIATION.search(text, begin, end.start() + 1):
            continue
        _add(units, text[begin : end.end()], bare=bare)
        begin = end.end()
    _add(units, text[begin:], bare=bare)
    return tuple(units)


def _add(units: list[str], piece: str, *, bare: bool) -> None:
    piece = piece.strip()
    if not piece:
        return
    words = len(piece.split())
    run_on = words >= _RUN_ON_WORDS and _HAS_PAUSES.search(piece.rstrip(_CLOSING)) is None
    if run_on or (bare and words >= _BARE_MINIMUM_WORDS):
        units.extend(_clauses(piece))
    else:
        units.append(piece)


def _clauses(bare: str) -> list[str]:
    """A run of words without marks, cut at breaths and at sudden questions."""
    cuts = {m.start() for m in _BREATH.finditer(bare) if not _goes_on(bare, m)}
    for m in _SUDDEN.finditer(bare):
        if _CONDITION.match(bare, max((cut for cut in cuts if cut < m.start()), default=0)):
            continue
        before = bare[max(0, m.start() - _LOOK_BACK_CHARACTERS) : m.start()]
        if _last_word(before) not in _HOLDS_ON and not _TAKES_REST.search(before):
            cuts.add(m.start())
    units: list[str] = []
    begin = 0
    for cut in sorted(cuts):
        # A lone receipt goes with what follows it; "… do you" at the end is a tag of what stands before it.
        if min(len(bare[begin:cut].split()), len(bare[cut:].split()) - 1) >= _UNIT_MINIMUM_WORDS:
            units.append(bare[begin:cut].strip())
            begin = cut
    units.append(bare[begin:].strip())
    return units


def _goes_on(bare: str, breath: re.Match[str]) -> bool:
    """Whether what looks like a breath is the middle of a clause: "could you tell me", "is that okay"."""
    before = bare[max(0, breath.start() - _LOOK_BACK_CHARACTERS) : breath.start()]
    if breath["request"]:
        return _last_word(before) in _HOLDS_ON
    return bool(breath["receipt"]) and _last_word(before) in _BEFORE_PREDICATE


def _last_word(text: str) -> str:
    words = text.split()
    return words[-1].lower() if words else ""
