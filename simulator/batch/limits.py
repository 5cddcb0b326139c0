"""How much a run may take: limits that stop it cleanly."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spent:
    """Tokens so far, and what they cost; None where no price is known."""

    tokens: int = 0
    cost: float | None = None


class Limits:
    """Lets transcripts be begun as long as what is spent, and what those in flight will take, stays below the limit.

    Where nothing is in flight and the limit is not reached, one is always let through: a limit that is too small to
    begin anything would never be reached.

    Args:
        tokens, cost: the limits; None for none.
        spent: what is spent so far.
    Attributes:
        reached: whether it was, so that nothing more is to be begun.
    """

    def __init__(
        self, spent: Callable[[], Spent], *, tokens: int | None = None, cost: float | None = None
    ) -> None:
        self.tokens, self.cost = tokens, cost
        self.reached = False
        self._spent = spent
        self._running = self._done = 0
        self._ended = asyncio.Event()

    @property
    def words(self) -> str:
        """The limit, for a sentence."""
        told = [] if self.tokens is None else [f"{self.tokens:,} tokens"]
        told += [] if self.cost is None else [f"a cost of {self.cost:g}"]
        return " or ".join(told)

    async def admit(self) -> bool:
        """Wait until a transcript may be begun; False where the limit is reached."""
        while not self.reached:
            spent = self._share_spent()
            if spent >= 1:
                self.reached = True
            elif not self._running or spent + self._share_running(spent) < 1:
                self._running += 1
                return True
            else:
                self._ended.clear()
                await self._ended.wait()
        return False

    def end(self) -> None:
        """A transcript that was admitted is done, whatever came of it."""
        self._running -= 1
        self._done += 1
        self._ended.set()

    def _share_spent(self) -> float:
        """Share of the tighter limit that is spent."""
        spent = self._spent()
        shares = [0.0]
        if self.tokens is not None:
            shares.append(spent.tokens / self.tokens if self.tokens > 0 else 1.0)
        if self.cost is not None and spent.cost is not None:
            shares.append(spent.cost / self.cost if self.cost > 0 else 1.0)
        return max(shares)

    def _share_running(self, spent: float) -> float:
        """What those in flight will take, by the mean of those before; before the first is done, one goes ahead."""
        if self.tokens is None and self.cost is None:
            return 0.0
        if not self._done:
            return 1.0
        return (self._running + 1) * spent / self._done
