"""A journal in a temporary folder, with a clock that ticks one second a look."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from simulator.journal import Journal, NewCall, TurnRecord


class TickingClock:
    """Every look is one second after the one before."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def new_call(persona_id: str = "dana", scenario_id: str = "first-calls") -> NewCall:
    return NewCall(
        scenario_id=scenario_id,
        scenario_json='{"id": "first-calls"}',
        persona_id=persona_id,
        persona_json='{"id": "dana"}',
        voice="authored",
        reader="local",
        seed=7,
    )


def rep_turn(index: int = 0, text: str = "Hello, is this a bad moment?") -> TurnRecord:
    return TurnRecord(
        index=index,
        speaker="rep",
        text=text,
        start_s=index * 4.0,
        end_s=index * 4.0 + 2.5,
        reading_json='{"question": "closed"}',
        state_json='{"trust": 0.4}',
    )


def prospect_turn(index: int = 1, text: str = "Who is this?") -> TurnRecord:
    return TurnRecord(
        index=index,
        speaker="prospect",
        text=text,
        start_s=index * 4.0,
        end_s=index * 4.0 + 1.0,
        direction_json='{"move": "ask_back"}',
        state_json='{"trust": 0.4}',
        marks=("voice_fell_back",),
    )


@pytest.fixture
def older(path: Path) -> Path:
    """A journal that the program wrote when its tables were of revision 0002, with five calls.

    Dana's persona is whole in the first two and cut off in the fourth; Lee's is whole in the third, and in the fifth
    some of its bytes are no text at all.
    """
    path.write_bytes(gzip.decompress(Path(__file__).with_name("journal_of_0002.gz").read_bytes()))
    return path


@pytest.fixture
def clock() -> TickingClock:
    return TickingClock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.sqlite3"


@pytest.fixture
def journal(path: Path, clock: TickingClock) -> Iterator[Journal]:
    with Journal.open(path, clock=clock, busy_timeout_s=0.05) as opened:
        yield opened
