"""The numbers in what somebody says, in digits or in words."""

from __future__ import annotations

import re

_UNIT_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_TEN_WORDS = "twenty thirty forty fifty sixty seventy eighty ninety"
_UNITS = {word: value for value, word in enumerate(_UNIT_WORDS.split())}
_TENS = {word: 10 * value for value, word in enumerate(_TEN_WORDS.split(), start=2)}
_SCALES = {"thousand": 1_000, "grand": 1_000, "million": 1_000_000}
_SHORT_SCALES = {"k": 1_000, "m": 1_000_000}
_PIECE = re.compile(
    r"(?P<digits>\d+(?:,\d{3})*(?:\.\d+)?)(?P<scale>[km]\b)?|(?P<word>[a-z]+)|(?P<mark>[.;:!?,])"
)
#: manners of speech that count nothing
_IDIOM = re.compile(
    r"\b24/7\b|\btwo (?:minutes|seconds|ticks|minds|things|words|sides)\b|\ba hundred times\b"
    r"|\b(?:one|a) hundred per ?cent\b|\b100 ?(?:%|per ?cent)|\bnine times out of ten\b|\bnine to five\b"
)


def figures(text: str) -> frozenset[float]:
    """All numbers in a text, each by its value: "ninety-six thousand", "96,000" and "96k" are the same.

    A lone "one" counts nothing ("no one", "that one"), nor do ordinals.
    """
    reader = _NumberReader()
    for piece in _PIECE.finditer(_IDIOM.sub(" ", text.lower())):
        if piece["digits"]:
            reader.digits(float(piece["digits"].replace(",", "")), _SHORT_SCALES.get(piece["scale"], 1))
        elif piece["word"]:
            reader.word(piece["word"])
        else:
            reader.end()
    reader.end()
    return frozenset(reader.found)


class _NumberReader:
    """Puts number words together, one after the other."""

    def __init__(self) -> None:
        self.found: set[float] = set()
        self._sum = 0.0
        self._part = 0.0
        #: what may still be added to the part in hand has to be less than this
        self._room = 0
        self._words = 0

    def word(self, word: str) -> None:
        """Take the next word, a number or not."""
        if word in _UNITS:
            self._add(_UNITS[word], room=0)
        elif word in _TENS:
            self._add(_TENS[word], room=10)
        elif word == "hundred" and self._part < 100:
            self._scale(max(1.0, self._part) * 100, room=100)
        elif word in _SCALES:
            self._sum += max(1.0, self._part) * _SCALES[word]
            self._scale(0.0, room=1_000)
        elif word == "and" and self._room >= 100:
            pass  # "three hundred and sixty"
        else:
            self.end()

    def digits(self, value: float, scale: int) -> None:
        """Take a number in digits; a word may scale it: "96 thousand"."""
        self.end()
        self._part, self._words = value * scale, 2

    def end(self) -> None:
        """The number, if there was one, is complete."""
        value = self._sum + self._part
        if self._words and not (self._words == 1 and value == 1):
            self.found.add(value)
        self._sum = self._part = 0.0
        self._room = self._words = 0

    def _add(self, value: int, *, room: int) -> None:
        if self._words and value >= self._room:
            self.end()
        self._part, self._room, self._words = self._part + value, room, self._words + 1

    def _scale(self, part: float, *, room: int) -> None:
        self._part, self._room, self._words = part, room, self._words + 2
