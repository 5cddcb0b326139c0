"""Where a call stands: all that the policy knows, and all that a resumed call needs."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from simulator.domain.base import Strict
from simulator.domain.ledger import Ledger
from simulator.domain.lines import Mood, Move, Stage


class BungleKind(StrEnum):
    """Mistakes of a rep that have a name."""

    PRESSURE = "pressure"
    EARLY_PITCH = "early_pitch"
    EARLY_CLOSE = "early_close"
    INTERROGATION = "interrogation"  # closed question upon closed question
    IGNORED_CUE = "ignored_cue"
    ARGUED = "argued"
    RUDE = "rude"
    PERSONAL_REMARK = "personal_remark"
    WRONG_NAME = "wrong_name"
    FORBIDDEN_CLAIM = "forbidden_claim"
    ASKED_AGAIN = "asked_again"
    UNASKED_ADVICE = "unasked_advice"
    IGNORED_REMOVAL = "ignored_removal"
    INTERRUPTED = "interrupted"  # spoke over them, for the third time


class Bungle(Strict):
    """A named mistake: the transcript turn, and a sentence that says what it did."""

    kind: BungleKind
    turn: int
    why: str


class EndReason(StrEnum):
    """How a call ended."""

    AGREED = "agreed"
    CALL_BACK = "call_back"
    REFERRED = "referred"
    DISQUALIFIED = "disqualified"
    REFUSED = "refused"
    HUNG_UP_PATIENCE = "hung_up_patience"
    HUNG_UP_PUSHED = "hung_up_pushed"
    HUNG_UP_RUDE = "hung_up_rude"
    HUNG_UP_ODD = "hung_up_odd"
    OFF_LIST = "off_list"
    OUT_OF_TIME = "out_of_time"
    REP_HUNG_UP = "rep_hung_up"
    LINE_DROPPED = "line_dropped"


class EndedBy(StrEnum):
    """Who ended it."""

    REP = "rep"
    PROSPECT = "prospect"
    CLOCK = "clock"


class End(Strict):
    """The typed end of a call."""

    reason: EndReason
    by: EndedBy


def points(share: float) -> int:
    """Trust, or a move of it, as a person is told it: whole points of 100 in place of 0–1."""
    return round(100 * share)


class CallState(Strict):
    """Everything about a call that decides what happens next. A take-back puts an earlier one in its place.

    Attributes:
        turn: transcript index of the rep's line that was last dealt with; −1 before the first.
        exchanges: rep lines dealt with.
        trust: 0–1.
        patience: what is left of it, in exchanges.
        elapsed_s: seconds of talk so far.
        focus: topic that is being talked about.
        hot: topics whose cue was dropped, by the exchange it was dropped in.
        said: keys of the authored lines that were spoken, oldest first.
        counts: how often the rep did what, and streaks; see `simulator.prospect.advance`.
        rep_name, reason_given: what the rep told of themselves.
        warned: kinds of warning that were given, by exchange.
        choice: two topics that the prospect asked the rep to choose between in the last line.
        last_moves: what the prospect did in the last line.
        agreed: the next step was agreed; the end of the call waits for the goodbye.
        bungle: the bungle of the last line.
        unsaid: what they were about to say when they were cut off; asked to go on, they say it.
    """

    turn: int = -1
    exchanges: int = 0
    trust: float = Field(ge=0.0, le=1.0)
    patience: float
    elapsed_s: float = 0.0
    ledger: Ledger = Ledger()
    focus: str | None = None
    hot: dict[str, int] = {}
    said: tuple[str, ...] = ()
    counts: dict[str, int] = {}
    rep_name: str | None = None
    reason_given: bool = False
    warned: dict[str, int] = {}
    choice: tuple[str, str] | None = None
    last_moves: tuple[Move, ...] = ()
    agreed: EndReason | None = None
    bungle: Bungle | None = None
    unsaid: tuple[tuple[Move, str], ...] = ()
    end: End | None = None

    @property
    def mood(self) -> Mood:
        """The mood that this trust makes."""
        if self.trust < 0.25:
            return Mood.COLD
        if self.trust < 0.40:
            return Mood.GUARDED
        return Mood.OPEN if self.trust < 0.58 else Mood.WARM

    @property
    def stage(self) -> Stage:
        """Where the call is."""
        if self.exchanges <= 2:
            return Stage.OPENING
        return Stage.LATE if self.patience <= 2.5 else Stage.MIDDLE

    @property
    def asks_for_the_point(self) -> bool:
        """Whether their last words were that they have little time left: they asked to hear what it comes to."""
        return Move.WARN_PATIENCE in self.last_moves

    @property
    def is_ripe_for_a_next_step(self) -> bool:
        """Whether a next step can be asked for now: a need is there, one is agreed, or they want the point."""
        return self.ledger.tells_of_a_need() or self.agreed is not None or self.asks_for_the_point

    def count(self, name: str) -> int:
        """How often that happened."""
        return self.counts.get(name, 0)
