"""What was worked out for a word once is looked up from then on, the quickest way that there is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")

#: words that are remembered; from then on the memory begins anew, so that it does not grow without end
_MOST_WORDS = 20_000


class Memo(dict[str, T], Generic[T]):
    """A function of a word, to be asked for with ``memo[word]``."""

    def __init__(self, work_out: Callable[[str], T]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, word: str) -> T:
        if len(self) >= _MOST_WORDS:
            self.clear()
        found = self[word] = self._work_out(word)
        return found
