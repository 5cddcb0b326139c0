"""The words of a turn that a flag is about, found in the turn itself so that no cut takes them away."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from simulator.scoring.parts import QUOTE_CHARACTERS, quote_of

#: whether a piece of a turn still does what the flag is about
Shows = Callable[[str], bool]

#: words that do it only together may stand so far apart; of what is longer, the beginning is quoted
_LONGEST = 3 * QUOTE_CHARACTERS
_WORD = re.compile(r"\S+")


def quote_showing(text: str, pieces: Sequence[str], shows: Shows) -> str:
    """The sentence of a turn that does something, and of a long one the part that does it.

    What does it is found by what is left when words are taken away from the end and then from the beginning, in some
    ten readings of a sentence of any length. It stands whole in the quote, with as many words around it as there is
    room for.

    Args:
        text: the turn.
        pieces: its sentences; those that do not stand in the turn as they are, are passed over.
        shows: true for what does it.
    Returns:
        A piece of the text as it stands, cut at words; the turn from its beginning where nothing in it does it alone.
    """
    standing = [piece.strip() for piece in pieces if piece.strip() and piece.strip() in text]
    for piece in (*standing, text.strip()):
        if shows(piece):
            return piece if len(piece) <= QUOTE_CHARACTERS else _around(piece, *_core(piece, shows))
    return quote_of(text)


def _core(piece: str, shows: Shows) -> tuple[int, int]:
    """Where the words stand that do it: taking away the last or the first of them, it is not done any more."""
    words = [found.span() for found in _WORD.finditer(piece)]
    last = _first_that(len(words), lambda at: shows(piece[: words[at][1]]))
    end = words[last][1]
    # counted from the last word back: how many words have to stand before it
    back = _first_that(last + 1, lambda at: shows(piece[words[last - at][0] : end]))
    return words[last - back][0], end


def _first_that(many: int, holds: Callable[[int], bool]) -> int:
    """A place below ``many`` where it holds and not at the one before; it holds at the last one."""
    low, high = 0, many - 1
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle + 1, high)
    return low


def _around(piece: str, start: int, end: int) -> str:
    """A part of a sentence with words around it, at most as long as a quote; the part alone where it is longer."""
    if end - start > _LONGEST:
        return quote_of(piece[start:end])
    words = [found.span() for found in _WORD.finditer(piece)]
    first = next(at for at, (begins, _) in enumerate(words) if begins >= start)
    last = next(at for at, (_, ends) in enumerate(words) if ends >= end)
    grew = True
    while grew:
        grew = False
        for one, other in ((first - 1, last), (first, last + 1)):
            inside = one >= 0 and other < len(words)
            if inside and words[other][1] - words[one][0] <= QUOTE_CHARACTERS:
                first, last, grew = one, other, True
    return piece[words[first][0] : words[last][1]]
