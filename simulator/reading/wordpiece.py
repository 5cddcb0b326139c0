"""Words and word pieces as the uncased BERT models want them.

Text is cleaned of control characters, stripped of accents and put in lower case; punctuation marks and
Chinese characters stand alone; each word is then cut greedily into the longest pieces that the vocabulary
has (Wu et al. 2016, "Google's Neural Machine Translation System", section 4.1; Devlin et al. 2019, "BERT").
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from enum import Enum, auto
from functools import lru_cache

UNKNOWN, START, END = "[UNK]", "[CLS]", "[SEP]"
LONGEST_WORD = 100  # characters; a longer one counts as unknown, as it did when the model was trained
LONGEST_TEXT = 8192  # characters looked at; a line of a telephone call has some hundred

# Blocks of unified and compatibility ideographs; kana and Hangul are spelt like words and are not among them.
_IDEOGRAPHS = (
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x2A6DF),
    (0x2A700, 0x2CEAF),
    (0x2F800, 0x2FA1F),
)


class _Kind(Enum):
    """What a character does to the word that it stands in."""

    LETTER = auto()  # goes on with the word
    ALONE = auto()  # ends it and is a word itself
    SPACE = auto()  # ends it
    NOTHING = auto()  # as if it were not there


@lru_cache(maxsize=4096)
def _kind(char: str) -> _Kind:
    category = unicodedata.category(char)
    if char in "\t\n\r":
        return _Kind.SPACE
    if category in ("Cc", "Cf", "Co", "Cs", "Mn") or char == "\ufffd":
        return _Kind.NOTHING
    if char.isspace():
        return _Kind.SPACE
    # "$", "+", "^" and the like are symbols to Unicode and punctuation to BERT.
    symbol = char.isascii() and not char.isalnum()
    ideograph = any(first <= ord(char) <= last for first, last in _IDEOGRAPHS)
    return _Kind.ALONE if symbol or ideograph or category[0] == "P" else _Kind.LETTER


def words(text: str) -> Iterator[str]:
    """The words of a text in lower case without accents; each punctuation mark is a word."""
    word = ""
    for char in unicodedata.normalize("NFD", text):
        kind = _kind(char)
        if kind is _Kind.LETTER:
            word += char.lower()
        elif kind is not _Kind.NOTHING:
            if word:
                yield word
            word = ""
            if kind is _Kind.ALONE:
                yield char
    if word:
        yield word


class WordPiece:
    """Cuts texts into the pieces of one vocabulary.

    Args:
        vocabulary: the pieces, each at the place that is its number; "##" marks one that goes on with a word.
    Raises:
        KeyError: the vocabulary lacks one of [UNK], [CLS] and [SEP].
    """

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._number = {piece: number for number, piece in enumerate(vocabulary)}
        self._unknown, self._start, self._end = (self._number[name] for name in (UNKNOWN, START, END))

    @property
    def whole_words(self) -> frozenset[str]:
        """The words of letters alone that the vocabulary has as one piece."""
        return frozenset(piece for piece in self._number if piece.isalpha() and piece.isascii())

    def ids(self, text: str, limit: int) -> list[int]:
        """The numbers of a text's pieces between those of [CLS] and [SEP].

        Args:
            text: any string; what lies beyond the limit is not looked at.
            limit: the most pieces to return, both marks counted; at least 2.
        Returns:
            2 to `limit` numbers.
        """
        return self.framed([number for _, numbers in self.cut(text, limit) for number in numbers])

    def cut(self, text: str, limit: int) -> list[tuple[str, list[int]]]:
        """The words of a text with the numbers of their pieces; no more than `limit` − 2 pieces in all."""
        found: list[tuple[str, list[int]]] = []
        room = limit - 2
        for word in words(_head(text, limit)):
            if room <= 0:
                break
            found.append((word, self._pieces(word)[:room]))
            room -= len(found[-1][1])
        return found

    def framed(self, numbers: Sequence[int]) -> list[int]:
        """Pieces between those of [CLS] and [SEP]."""
        return [self._start, *numbers, self._end]

    def _pieces(self, word: str) -> list[int]:
        """The longest pieces from the left; the whole word is unknown where one part of it is."""
        if len(word) > LONGEST_WORD:
            return [self._unknown]
        found: list[int] = []
        start = 0
        while start < len(word):
            prefix = "##" if start else ""
            for end in range(len(word), start, -1):
                number = self._number.get(prefix + word[start:end])
                if number is not None:
                    break
            else:
                return [self._unknown]
            found.append(number)
            start = end
        return found


def _head(text: str, limit: int) -> str:
    """The part of a text that can matter: each run of visible characters gives a piece or more."""
    if len(text) <= LONGEST_TEXT:
        return text
    return " ".join(text.split(maxsplit=limit)[:limit])[:LONGEST_TEXT]
