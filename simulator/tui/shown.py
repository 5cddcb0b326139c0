"""What the call screen can show, as plain values: entries, the status around them, and changes of both."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from simulator.tui.phase import Phase
from simulator.tui.wording import PATIENCE

#: cells of the patience signal
_PATIENCE_CELLS = 4
#: from this share of the clock on, time is short whatever they think of the rep
_NEARLY_UP = 0.9


class Kind(StrEnum):
    """Who or what an entry of the conversation comes from."""

    PROSPECT = "prospect"
    REP = "rep"
    MURMUR = "murmur"
    BUNGLE = "bungle"
    COACH = "coach"
    DESK = "desk"
    NOTE = "note"
    PROBLEM = "problem"
    END = "end"


@dataclass(frozen=True)
class Entry:
    """One entry of the conversation; safe to show as it is.

    Attributes:
        key: its place; a later entry of the same key takes the place of this one.
        who: the label before it.
        turn: transcript index for spoken lines.
        speaking: it is still being said, or still on its way to the journal.
        struck: it was taken back.
    """

    key: int
    kind: Kind
    who: str
    text: str
    turn: int | None = None
    speaking: bool = False
    struck: bool = False

    @property
    def bears_on_the_plan(self) -> bool:
        """Whether it may change what stands beside the conversation."""
        return self.kind is Kind.DESK or (self.kind is Kind.REP and not self.speaking)


@dataclass(frozen=True)
class Status:
    """Everything around the conversation.

    Attributes:
        talked_s: seconds of talk so far; typing costs none.
        patience: share of the prospect's patience that is left, 0–1; None where the rep is not shown it.
        is_friendly: whether they would end the call as friends, were they to end it now.
        prospect_speaks: a line is on its way or being said.
        can_take_back: the last line was a bungle that a second chance covers.
    """

    phase: Phase
    talked_s: float
    clock_s: int
    chances_left: int
    chances: int
    hints_left: int
    patience: float | None = None
    is_friendly: bool = False
    prospect_speaks: bool = False
    can_take_back: bool = False

    @property
    def keys(self) -> tuple[object, ...]:
        """What decides which keys can be used."""
        return self.phase, self.prospect_speaks, self.can_take_back, self.hints_left > 0

    @property
    def clock(self) -> str:
        """Talk time against the limit: ``1:05 of 8:00``."""
        return f"{minutes(self.talked_s)} of {minutes(self.clock_s)}"

    @property
    def tokens(self) -> str:
        """Second chances: one sign for each, filled while it is left."""
        return "◆" * self.chances_left + "◇" * (self.chances - self.chances_left)

    @property
    def patience_words(self) -> str:
        """How much time the prospect still has for the rep, in words; empty where it is not shown."""
        if self.patience is None:
            return ""
        only_time = self.is_friendly or self.talked_s >= _NEARLY_UP * self.clock_s
        return next(rest[only_time] for least, *rest in PATIENCE if self.patience >= least)

    @property
    def patience_bar(self) -> str:
        """The same as a row of cells."""
        if self.patience is None:
            return ""
        filled = min(_PATIENCE_CELLS, max(0, round(self.patience * _PATIENCE_CELLS + 0.25)))
        return "■" * filled + "□" * (_PATIENCE_CELLS - filled)


@dataclass(frozen=True)
class EntryShown:
    """A new entry, or the new form of one that stands there already."""

    entry: Entry


@dataclass(frozen=True)
class EntryGone:
    """An entry that is not to stand there: it was not kept."""

    key: int


@dataclass(frozen=True)
class StatusShown:
    """What is around the conversation changed."""

    status: Status


@dataclass(frozen=True)
class LineReturned:
    """A line that was not said goes back to the input."""

    text: str


Change = EntryShown | EntryGone | StatusShown | LineReturned


def minutes(seconds: float) -> str:
    """A time in minutes and seconds: ``1:05``."""
    whole = int(seconds)
    return f"{whole // 60}:{whole % 60:02d}"
