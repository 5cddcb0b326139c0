"""A line cut into the units that rules look at: sentences where it is punctuated, "
"clauses where it is bare."""

from __future__ import annotations

import re

_ABBREVIATION = re.compile(
    r"\b(?:mr|mrs|ms|dr|st|prof|vs|etc|approx|inc|ltd|e\.g|i\.e|[a-z])\.$", re.IGNORECASE
)
_ENDS = re.compile(r"[.?!…]+[\"'”’)\]]*(?:\s+|$)|\n+")
_HAS_PAUSES = re.compile(r"[,;:.?!…—–]|--")
_WORD = re.compile(r"\S+")

# A bare line shorter than this is left whole: cutting it gains nothing and loses the words that belong together.
_BARE_MINIMUM_WORDS = 7
_UNIT_MINIMUM_WORDS = 2
# A sentence of a punctuated line that runs on for this long without a pause was punctuated by a machine.
_RUN_ON_WORDS = 40
_CLOSING = ".?!…\"'”’)] "

_SUBJECTS = (
    r"(?:i|im|ive|id|i'm|i've|i'd|you|youre|you've|you're|youve|we|we're|weve|he|he's|hes|she|"
    r"she's|shes|they|theyre|they're|it|its|it's|that|that's|thats|there|there's|theres)"
)
_AUXILIARIES = (
    r"(?:do|does|did|don't|dont|didn't|didnt|doesn't|doesnt|are|aren't|arent|is|isn't|isnt|was|"
    r"were|have|haven't|havent|has|had|can|can't|cant|could|couldn't|couldnt|would|wouldn't|"
    r"wouldnt|will|won't|wont|should|shall)"
)
_QUESTION_SUBJECTS = (
    r"(?:you|he|she|they|we|i|it|that|there|this|these|those|your|the|anybody|anyone|somebody|"
    r"someone)"
)
_WH = r"(?:what|how|why|where|when|who|which|what's|whats|how's|hows|who's|whos|where's|wheres)"
_ASKS = (
    rf"(?:{_WH}(?: \w+){{0,2}} {_AUXILIARIES} {_QUESTION_SUBJECTS}|"
    rf"{_AUXILIARIES} {_QUESTION_SUBJECTS})\b"
)

_WH_BEFORE = re.compile(
    rf"\b{_WH}(?: \S+){{1,6}} $|\b(?:said|says|say|told|asked|asks)(?: to)?(?: \w+)? $", re.IGNORECASE
)
# Where a speaker without punctuation takes breath: a receipt, or a connective with a new subject or a question.
_BREATH = re.compile(
    r"(?<=\s)(?:(?<!it )(?<!is )(?<!be )(?<!it's )(?<!its )(?<!thats )(?<!that's )(?<!an )(?<!a )(?<!the )(?<!very )(?<!really )(?<!that )(?<!feel )(?<!for )(?:okay|"
    r"ok|alright|all right|anyway|yeah|great|mm-hmm|uh-huh)\s+(?!if|with|for|to)(?=\S)|(?:so|but|"
    rf"and|well|now|then|because)\s+(?:(?:{_SUBJECTS}\b)|{_ASKS}|{_WH}\s+(?:about|else|if)\b|"
    r"tell me\b|if\b|when\b)|tell me (?:a|more|about|how|what|why)\b|i(?:'m| am|m) (?:wondering|"
    r"curious)\b)",
    re.IGNORECASE,
)
# "… the vans what do you do about cover": an inverted question begins without any connective. The word before
# it must not be one that takes it as its object or its subject ("I know what do …", "what you do you …").
_SUDDEN = re.compile(
    rf"(?<=\s)(?:{_WH} {_AUXILIARIES} (?:you|they|he|she|we)\b|(?:do|did|have|are|can|could|would|"
    r"will) you\b)",
    re.IGNORECASE,
)
_HOLDS_ON = frozenset(
    [
        "i",
        "you",
        "we",
        "they",
        "he",
        "she",
        "it",
        "who",
        "that",
        "which",
        "to",
        "not",
        "what",
        "never",
        "neither",
        "nor",
        "as",
        "than",
        "how",
        "all",
        "only",
        "where",
        "when",
        "why",
        "if",
        "and",
        "so",
        "but",
        "or",
        "know",
        "see",
        "understand",
        "say",
        "says",
        "said",
        "saying",
        "ask",
        "asked",
        "asking",
        "tell",
        "told",
        "think",
        "thinking",
        "wonder",
        "wondering",
        "wondered",
        "me",
        "about",
        "of",
        "in",
        "at",
        "for",
        "with",
        "by",
        "on",
        "from",
        "many",
        "much",
        "long",
        "often",
        "kind",
        "sort",
        "type",
        "else",
        "is",
        "was",
        "well",
        "now",
        "then",
        "okay",
        "yeah",
        "because",
        "curious",
        "please",
        "just",
        "me,",
        "idea",
        "sure",
        "remember",
    ]
)


def split(text: str) -> list[str]:
    """The sentences of a line in order, stripped, none empty; a bare line's clauses.

    Closing marks stay on their sentence. Text without any punctuation is cut where a listener hears a new clause
    begin; where nothing tells, it stays whole.
    """
    units: list[str] = []
    begin = 0
    bare = _HAS_PAUSES.search(text.strip().rstrip(_CLOSING)) is None
    for end in _ENDS.finditer(text):
        if end.group().startswith(".") and _ABBREVIATION.search(text, begin, end.start() + 1):
            continue
        _add(units, text[begin : end.end()], bare=bare)
        begin = end.end()
    _add(units, text[begin:], bare=bare)
    return units


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
        before = bare[: m.start()].split()
        if before and before[-1].lower() not in _HOLDS_ON and not _WH_BEFORE.search(bare[: m.start()]):
            cuts.add(m.start())
    end = len(bare)
    units: list[str] = []
    begin = 0
    for cut in [*sorted(cuts), len(bare)]:
        if cut < end and len(bare[cut:].split()) <= _UNIT_MINIMUM_WORDS:
            continue  # "… do you" at the end is a tag of what stands before it
        clause = bare[begin:cut].strip()
        # A lone receipt goes with what follows it.
        if cut < end and len(_WORD.findall(clause)) < _UNIT_MINIMUM_WORDS:
            continue
        if clause:
            units.append(clause)
        begin = cut
    return units


def _goes_on(bare: str, breath: re.Match[str]) -> bool:
    """Whether a request is the middle of one: "could you tell me", "let me tell me"."""
    if not breath.group().lower().startswith("tell"):
        return False
    before = bare[: breath.start()].split()
    return bool(before) and before[-1].lower() in _HOLDS_ON
