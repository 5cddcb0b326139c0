"""What tokens cost."""

from __future__ import annotations

from dataclasses import dataclass

_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Prices:
    """Prices per million tokens, in any currency.

    Args:
        cached: of prompt tokens that the provider had in its cache; None takes them for any others.
    """

    prompt: float
    completion: float
    cached: float | None = None

    def cost(self, prompt: int, cached: int, completion: int) -> float:
        """What these tokens cost.

        Args:
            cached: those of the prompt tokens that came from the cache.
        """
        cached = min(cached, prompt)
        cheap = self.prompt if self.cached is None else self.cached
        return ((prompt - cached) * self.prompt + cached * cheap + completion * self.completion) / _MILLION
