"""The turns of a conversation with what each rep line does: the base of every measure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from simulator.domain.direction import Direction
from simulator.domain.played import CUT_OFF, PlayedCall
from simulator.domain.reading import LineReading, Reading
from simulator.domain.speech_time import seconds_of
from simulator.domain.transcript import Speaker, Transcript
from simulator.reading.line import read_lines
from simulator.scoring.exchanges import Exchange, exchanges_of


@dataclass(frozen=True)
class RatedTurn:
    """One turn.

    Attributes:
        index: its place in the transcript.
        start_s, end_s: seconds from the start; estimated from the words where the transcript has no times.
        line: what a rep's line does; None for the prospect.
        reading: what it did in a played call; None elsewhere.
        direction: what the prospect did, in a played call.
        counts: whether it stands in the score; a line that the prospect failed to understand does not.
        cut_off: a prospect's line that the rep spoke over.
        agreed: a next step, or that it does not fit, was agreed by then; known in played calls only.
        timed: whether both times come from the transcript; where not, nothing is said on the pace.
    """

    index: int
    speaker: Speaker
    text: str
    start_s: float
    end_s: float
    line: LineReading | None = None
    reading: Reading | None = None
    direction: Direction | None = None
    counts: bool = True
    timed: bool = False
    cut_off: bool = False
    agreed: bool = False

    @cached_property
    def words(self) -> int:
        """Number of words."""
        return len(self.text.split())


def rate_transcript(transcript: Transcript) -> tuple[RatedTurn, ...]:
    """Read every rep line of a transcript with the local rules; no persona is in view."""
    spoken: list[tuple[str, str | None]] = []
    previous = None
    for turn in transcript.turns:
        if turn.speaker is Speaker.REP:
            spoken.append((turn.text, previous))
        else:
            previous = turn.text
    readings = iter(read_lines(spoken))
    rated: list[RatedTurn] = []
    clock_s = 0.0
    for index, turn in enumerate(transcript.turns):
        start, end = _finite(turn.start), _finite(turn.end)
        start_s = start if start is not None else clock_s
        end_s = end if end is not None and end >= start_s else start_s + seconds_of(turn.text)
        rated.append(
            RatedTurn(
                index=index,
                speaker=turn.speaker,
                text=turn.text,
                start_s=start_s,
                end_s=end_s,
                line=next(readings) if turn.speaker is Speaker.REP else None,
                timed=start is not None and end is not None and end >= start,
            )
        )
        clock_s = end_s
    return tuple(rated)


def _finite(time_s: float | None) -> float | None:
    """A time that can be reckoned with: JSON as some programs write it knows infinity."""
    return time_s if time_s is not None and math.isfinite(time_s) else None


def rate_played(call: PlayedCall, exchanges: Sequence[Exchange] | None = None) -> tuple[RatedTurn, ...]:
    """The turns of a played call that stand, with the readings that were made in it.

    A rep line after which the prospect did not understand is the prospect's fault: it does not count.
    """
    made = exchanges_of(call) if exchanges is None else exchanges
    lost = {one.rep.index for one in made if not one.counts}
    return tuple(
        RatedTurn(
            index=turn.index,
            speaker=turn.speaker,
            text=turn.text,
            start_s=turn.start_s,
            end_s=turn.end_s,
            line=turn.reading.line if turn.reading else None,
            reading=turn.reading,
            direction=turn.direction,
            counts=turn.index not in lost,
            cut_off=CUT_OFF in turn.marks,
            agreed=turn.state.agreed is not None,
        )
        for turn in call.standing()
    )


def rep_turns(turns: Sequence[RatedTurn]) -> list[RatedTurn]:
    """The rep's turns that count."""
    return [turn for turn in turns if turn.speaker is Speaker.REP and turn.counts and turn.line is not None]


def line_of(turn: RatedTurn) -> LineReading:
    """The reading of a rep's turn."""
    assert turn.line is not None  # noqa: S101 - `rep_turns` leaves out the others
    return turn.line
