"""One layer more, all else equal, never lowers time, listening or the total."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.authoring.library import ContentLibrary
from simulator.domain.ledger import How, LayerEntry, LayerState
from simulator.domain.played import PlayedCall
from simulator.domain.scorecard import Dimension
from simulator.domain.state import End, EndedBy, EndReason
from simulator.scoring.scorecards import score_call
from tests.prospect.readings import any_reading
from tests.scoring.builders import played

#: scores are rounded to a tenth
_ROUNDED = 0.11
_ENDS = (
    EndReason.REP_HUNG_UP,
    EndReason.DISQUALIFIED,
    EndReason.REFERRED,
    EndReason.AGREED,
    EndReason.OUT_OF_TIME,
)


@pytest.mark.parametrize("persona", ["marion-teague", "hollis-brandt"])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_layer_more_never_scores_less(content: ContentLibrary, persona: str, data: st.DataObject) -> None:
    readings = data.draw(st.lists(any_reading(content.persona(persona)), max_size=14))
    call = played(
        content, [(f"Line {n}, and what of it?", one) for n, one in enumerate(readings)], persona=persona
    )
    if call.end is not None and call.end.by is EndedBy.REP:
        call = call.model_copy(update={"end": End(reason=data.draw(st.sampled_from(_ENDS)), by=EndedBy.REP)})
    closed = [name for name, one in call.state.ledger.layers.items() if not one.is_open]
    told = sorted(turn.index for turn in call.turns if turn.direction is not None)
    if not closed or not told:
        return
    before = score_call(call)
    after = score_call(
        _with_one_more(call, data.draw(st.sampled_from(closed)), data.draw(st.sampled_from(told)))
    )
    for name in (Dimension.TIME, Dimension.LISTENING):
        was, now = before.dimensions[name].score, after.dimensions[name].score
        assert was is None or (now is not None and now >= was - _ROUNDED), name
    if before.total is not None:
        assert after.total is not None
        assert after.total >= before.total - _ROUNDED


def _with_one_more(call: PlayedCall, layer: str, turn: int) -> PlayedCall:
    entry = LayerEntry(
        state=LayerState.REVEALED, how=How.ELICITED, revealed_turn=turn, asked_turns=(turn - 1,)
    )
    ledger = call.state.ledger.model_copy(update={"layers": {**call.state.ledger.layers, layer: entry}})
    return call.model_copy(update={"state": call.state.model_copy(update={"ledger": ledger})})
