"""Typing slips put right, with care: one letter off, in words that nobody knows, towards words that reps use here."""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Collection, Iterable

#: shorter words are one letter off from too many others; two letters in the wrong order are seldom anything else
_SHORTEST, _SHORTEST_SWAPPED = 5, 3
#: what was said once may be a slip itself
_FEWEST_USES = 2
_WORD = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?")


class Speller:
    """Repairs unknown words of a line.

    Args:
        texts: what is said around here; their words are what a slip is put right to, the commonest first.
        known: words in lower case that are left alone.
    """

    def __init__(self, texts: Iterable[str], known: Collection[str]) -> None:
        said = Counter(word.lower() for text in texts for word in _WORD.findall(text))
        self._uses = {word: times for word, times in said.items() if times >= _FEWEST_USES}
        self._known = known

    def repair(self, text: str) -> str:
        """The text with its slips put right; capitals, marks and everything else stay as they are."""
        return _WORD.sub(lambda found: self._repaired(found.group(), at_start=found.start() == 0), text)

    def uses(self, word: str) -> bool:
        """Whether the word is used around here, as a common word."""
        return word.lower() in self._uses

    def _repaired(self, word: str, *, at_start: bool) -> str:
        lower = word.lower()
        is_name = word[0].isupper() and not at_start
        if len(lower) < _SHORTEST_SWAPPED or is_name or lower in self._uses or self._is_known(lower):
            return word
        off = _one_off(lower) if len(lower) >= _SHORTEST else _swapped(lower)
        near = [one for one in off if one in self._uses]
        if not near:
            return word
        # two letters in the wrong order are the commonest slip, the first letter the rarest
        best = max(
            near, key=lambda one: (sorted(one) == sorted(lower), one[0] == lower[0], self._uses[one], one)
        )
        return best.capitalize() if word[0].isupper() else best

    def _is_known(self, word: str) -> bool:
        return word in self._known or word.replace("'", "").replace("’", "") in self._known


def _swapped(word: str) -> set[str]:
    """All strings with two neighbouring letters of a word in the other order."""
    return {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)} - {word}


def _one_off(word: str) -> set[str]:
    """All strings at one transposition, omission, insertion or substitution (Damerau 1964) from a word."""
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    found = {left + right[1:] for left, right in cuts if right}
    found |= _swapped(word)
    for letter in string.ascii_lowercase:
        found |= {left + letter + right for left, right in cuts}
        found |= {left + letter + right[1:] for left, right in cuts if right}
    return found - {word}
