"""What a person typed, made fit to be a line of a call."""

from __future__ import annotations

import re
import unicodedata

#: longest line that is taken; three minutes of talk without a breath
MOST_CHARACTERS = 2_000
_SPACES = re.compile(r"\s+")


def clean(text: str) -> str:
    """A line without control characters, direction overrides and broken code points; white space folded.

    What is taken out is replaced by nothing that could be read as words; letters of any script stay.
    """
    kept = (char if _is_sayable(char) else " " for char in text)
    return _SPACES.sub(" ", "".join(kept)).strip()


def _is_sayable(char: str) -> bool:
    # Cc: control; Cf: direction overrides and zero-width marks; Cs: lone surrogates; Co, Cn: nothing that is said.
    # The zero-width joiner holds emoji and letters of some scripts together.
    return char == "\u200d" or unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn"}


#: what a listener says while the other speaks; nobody stops for it
_MURMURS = frozenset(
    {
        "mm", "mmm", "mhm", "mmhm", "mhmm", "hm", "hmm", "uh huh", "aha", "ah", "oh", "right", "yes", "yeah", "yep",
        "ok", "okay", "sure", "indeed", "exactly", "really", "gosh", "wow", "true", "understood", "i see", "of course",
        "go on", "oh dear", "oh no", "oh right", "oh yes", "ah right", "ah ok", "ah okay", "right ok", "right okay",
        "ok right", "yes yes", "yeah yeah", "mm mm", "mm hm", "mm hmm", "right right", "right yes", "yes right",
        "fair enough", "that's right", "got it", "no way", "carry on", "yes okay", "yeah okay", "okay yes",
    }
)  # fmt: skip
_SIGNS = re.compile(r"[^\w']+|_")


def is_murmur(text: str) -> bool:
    """Whether a line is what a listener says while the other goes on speaking: "mm-hm", "right", "I see"."""
    return _SIGNS.sub(" ", text.lower().replace("’", "'")).strip() in _MURMURS
