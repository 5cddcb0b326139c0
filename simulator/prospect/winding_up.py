"""How a call draws to its end: patience, clock, and how long they stay once something is agreed."""

from __future__ import annotations

from simulator.domain.lines import Move
from simulator.domain.state import EndedBy, EndReason
from simulator.prospect.draft import Draft
from simulator.prospect.endings import end_call

#: from this trust on they hear a rep out who has just heard them
_TRUSTS = 0.6
#: from this trust on nobody puts the phone down coldly
_FRIENDLY = 0.4
#: what was granted with this line stands, however little patience is left: nobody says yes and no in one breath
_GRANTED = frozenset({Move.SEND_ACCEPTED, Move.RING_AGAIN, Move.ARRANGE})
#: a no that was said, or a sale that was turned down: there is something to be firm about
_TURNED_DOWN = ("refused_step", "early_pitch", "argues")
#: after a yes they answer so many questions whatever their patience, and never more than the second
_FEWEST_AFTER_YES, _MOST_AFTER_YES = 3, 8
#: with this little patience left they say that they have to go
_LITTLE_PATIENCE = 1.0
#: exchanges in which they still say what follows from a yes, or when to ring
_MOST_ARRANGED = 12


def wind_up(draft: Draft) -> None:
    """After the content: patience and clock, each with a warning in an earlier turn before it ends the call."""
    if draft.end is not None:
        return
    patience = draft.before.patience - draft.patience_cost
    elapsed = draft.before.elapsed_s
    if elapsed >= draft.clock_s:
        draft.steps.clear()
        draft.add(Move.OUT_OF_TIME, why="the clock ran out")
        end_call(draft, draft.agreed or EndReason.OUT_OF_TIME, EndedBy.CLOCK)
    elif draft.agreed is not None:
        _close_agreed(draft, patience)
    elif patience <= 0 and "patience" in draft.before.warned and not _stays_for_this(draft):
        _run_out(draft)
    elif (patience <= 2 or elapsed >= draft.nature.patience_s) and "patience" not in draft.warned:
        draft.warned["patience"] = draft.exchange
        draft.add(Move.WARN_PATIENCE, why="patience is nearly gone")


def _run_out(draft: Draft) -> None:
    """They go; a firm no is for one who was told no, or tried to sell."""
    friendly = draft.trust >= _FRIENDLY and draft.has_lines(Move.STOP_HERE)
    firm = friendly and any(draft.count(one) for one in _TURNED_DOWN)
    draft.steps.clear()
    draft.add(Move.STOP_HERE if firm else Move.HANG_UP_PATIENCE, why="patience ran out, after a warning")
    end_call(draft, EndReason.HUNG_UP_PATIENCE)


def _stays_for_this(draft: Draft) -> bool:
    """Whether they let the call go on: something was just granted, or somebody whom they trust gave back what they said."""
    if not _GRANTED.isdisjoint(step.move for step in draft.steps):
        return True
    return draft.trust >= _TRUSTS and bool(draft.reading.reflected or draft.reading.picked_up)


def _close_agreed(draft: Draft, patience: float) -> None:
    """What was agreed is agreed: they answer a few questions more, then say that they have to go, then go."""
    since = draft.bump("since_agreed")
    arranges = any(step.move in {Move.ARRANGE, Move.CALL_BACK} for step in draft.steps)
    if draft.before.agreed is None or (arranges and since <= _MOST_ARRANGED):
        return
    asked = draft.bump("asked_since_agreed")
    if "leaving" in draft.before.warned or since > _MOST_ARRANGED:
        # "one more, and then I have to go": what is plain is still answered, and then they go
        plain = [step for step in draft.steps if step.move is Move.FACT][:1]
        draft.steps = [step.model_copy(update={"brief": True}) for step in plain]
        draft.add(Move.GOODBYE, why="agreed, and said that they have to go")
        assert draft.agreed is not None  # noqa: S101 - the caller looked
        end_call(draft, draft.agreed)
        return
    spent = patience <= _LITTLE_PATIENCE or draft.before.elapsed_s >= draft.nature.patience_s
    if asked >= _MOST_AFTER_YES or (spent and asked >= _FEWEST_AFTER_YES):
        draft.warned["leaving"] = draft.exchange
        draft.add(Move.MUST_GO, why="agreed, and has to go soon")
