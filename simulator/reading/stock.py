"""Questions that every firm is asked, in the wordings that people use for them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from simulator.domain.stock import StockKind


@lru_cache(maxsize=1)
def stock_questions() -> Mapping[StockKind, tuple[str, ...]]:
    """Wordings by kind of question."""
    text = (files("simulator.reading") / "data" / "stock_questions.txt").read_text(encoding="utf-8")
    found: dict[StockKind, list[str]] = {}
    kind = None
    for line in filter(None, map(str.strip, text.splitlines())):
        if line.startswith("["):
            kind = StockKind(line.strip("[]"))
            found[kind] = []
        elif kind is not None:
            found[kind].append(line)
    return {kind: tuple(lines) for kind, lines in found.items()}
