"""Whether a quote stands in its turn.

Compared are the words in their order. White space, case, accents written in two ways, quotation marks, dashes, commas and
full stops, an ellipsis at the end and characters that show as nothing do not matter: models tidy up what they quote, and
transcripts of speech have what punctuation they have. A word left out, added or changed does, and so does a figure, a
currency or a per cent sign.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from simulator.domain.transcript import Speaker, Turn
from simulator.scoring.steering import SteeringLine

#: a quote shorter than this (in bytes: a character of Chinese says as much as three of English) stands in nearly any
#: turn and supports nothing, unless it is the whole turn
_FEWEST_BYTES = 6
#: an exact quote of so many characters, words among them, needs no closer look; less may be all punctuation
_SURELY_ENOUGH = 24
#: words from which on a quote can be told to belong to the turn beside the one that was named
_WORDS_TO_MOVE = 3
_APOSTROPHES = frozenset("'’‘ʼ`´′")
#: punctuation that carries meaning in a figure
_MEANING = frozenset("%&@#")
#: scripts that are written without a blank between words
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ua4cf\uf900-\ufaff\U00020000-\U0003ffff]"
)


class _Folding(dict[int, str]):
    """What becomes of each character; made out when it is first met."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _folded(chr(code))
        return folded


def _folded(char: str) -> str:
    if char in _APOSTROPHES:
        return ""
    return "".join(_plain_character(one) for one in unicodedata.normalize("NFKD", char))


def _plain_character(char: str) -> str:
    if char.isspace():
        return " "
    category = unicodedata.category(char)
    if category[0] == "C":
        return ""
    if category[0] in "PZ" and char not in _MEANING:
        return " "
    return char.casefold()


_FOLDING = _Folding()


def plain(text: str) -> str:
    """The words of a text as they are compared, one blank between them."""
    return " ".join(text.translate(_FOLDING).split())


@dataclass(frozen=True, slots=True)
class Stands:
    """A quote that was found: the turn, and the words as they stand in it."""

    turn: int
    quote: str


class Said:
    """The turns of a transcript, for quotes to be held against; each is made ready when it is first asked for.

    Args:
        turns: all turns of the transcript.
        steering: pieces of them that support nothing.
    """

    def __init__(self, turns: Sequence[Turn], steering: Sequence[SteeringLine] = ()) -> None:
        self._turns = turns
        self._steering = {one.turn: one for one in steering}
        self._plain: dict[int, str] = {}

    def is_rep(self, turn: int) -> bool:
        """Whether the rep spoke in that turn."""
        return self._turns[turn].speaker is Speaker.REP

    def find(self, turn: int | None, quote: str) -> Stands | str:
        """Where a quote stands, or what is wrong with it: the end of a sentence that begins with the quote.

        Args:
            turn: the turn that it is said to stand in. Where it does not, and it has three words or more and stands in
                just one turn of the whole transcript, which is the one before or after, that one is meant: judges
                that count from one are off by one.
            quote: as the judge gave it.
        """
        if turn is not None and 0 <= turn < len(self._turns):
            exact = _exactly(self._turns[turn].text, quote)
            if exact is not None and exact[1] - exact[0] >= _SURELY_ENOUGH and any(map(str.isalpha, quote)):
                return self._standing(turn, exact)
        words = plain(quote)
        if not words:
            return "holds no words"
        if turn is None:
            return "names no turn"
        if not 0 <= turn < len(self._turns):
            return f"names turn {turn}, and there is none"
        if not self._holds(turn, words):
            beside = self._beside(turn, words)
            if beside is None:
                return f"does not stand in turn {turn}"
            turn = beside
        if len(words.encode()) < _FEWEST_BYTES and words != self._words(turn):
            return "is too short to show anything"
        return self._standing(turn, _place(self._turns[turn].text, words))

    def _standing(self, turn: int, place: tuple[int, int]) -> Stands | str:
        start, end = place
        steering = self._steering.get(turn)
        if steering is not None and start < steering.end and end > steering.start:
            return f"is a line of turn {turn} that speaks to you, not to the other person"
        return Stands(turn, self._turns[turn].text[start:end])

    def _beside(self, turn: int, words: str) -> int | None:
        if words.count(" ") + 1 < _WORDS_TO_MOVE and not _UNSPACED.search(words):
            return None
        near = [
            index
            for index in (turn - 1, turn + 1)
            if 0 <= index < len(self._turns) and self._holds(index, words)
        ]
        if len(near) != 1:
            return None
        elsewhere = (index for index in range(len(self._turns)) if index != near[0])
        return None if any(self._holds(index, words) for index in elsewhere) else near[0]

    def _holds(self, turn: int, words: str) -> bool:
        there = self._words(turn)
        # whole words: the "art" of "start" was not said
        return words in there and (f" {words} " in f" {there} " or _UNSPACED.search(words) is not None)

    def _words(self, turn: int) -> str:
        found = self._plain.get(turn)
        if found is None:
            found = self._plain[turn] = plain(self._turns[turn].text)
        return found


def _exactly(text: str, quote: str) -> tuple[int, int] | None:
    """From where to where a quote stands letter for letter, in whole words; None where it does not."""
    exact = quote.strip()
    start = text.find(exact)
    end = start + len(exact)
    if start < 0 or _goes_on(text, start) or _goes_on(text, end):
        return None
    return start, end


def _place(text: str, words: str) -> tuple[int, int]:
    """From where to where the words stand in a text that holds them."""
    folded: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        for one in _FOLDING[ord(char)]:
            if one == " " and (not folded or folded[-1] == " "):
                continue
            folded.append(one)
            places.append(place)
    line = "".join(folded).rstrip(" ")
    at = f" {line} ".find(f" {words} ")
    at = line.find(words) if at < 0 else at
    if at < 0:  # cannot be: the caller has found them
        return 0, len(text)
    return places[at], places[at + len(words) - 1] + 1


def _goes_on(text: str, place: int) -> bool:
    """Whether a word runs over a place."""
    return 0 < place < len(text) and text[place - 1].isalnum() and text[place].isalnum()
