"""What tests of batches share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.batch.batching import quickly
from tests.batch.running import calls, write


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """See `quickly`."""
    quickly(monkeypatch)


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """Six calls."""
    return write(tmp_path / "many.jsonl", *calls(6))
