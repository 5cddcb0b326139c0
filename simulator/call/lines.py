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
