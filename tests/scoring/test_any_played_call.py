"""What holds of the score and the debrief of any call at all."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.authoring.library import ContentLibrary
from simulator.domain.played import PlayedCall
from simulator.domain.scorecard import Basis
from simulator.domain.transcript import Speaker
from simulator.reports.call_text import conversation_text, debrief_text
from simulator.reports.columns import columns_of
from simulator.scoring.better_lines import BetterLines
from simulator.scoring.debrief import Debrief, debrief
from simulator.scoring.exchanges import exchanges_of
from simulator.scoring.scorecards import score_call
from tests.conftest import PERSONA_IDS
from tests.prospect.readings import any_reading
from tests.scoring.builders import played

WIDTH = 96
SCENARIOS = {"gwen-ashdown": "front-desk"}


@pytest.mark.parametrize("persona", PERSONA_IDS)
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_call_is_scored_and_told_truthfully(
    content: ContentLibrary, persona: str, data: st.DataObject
) -> None:
    readings = data.draw(st.lists(any_reading(content.persona(persona)), max_size=14))
    lines = [
        (f"Line {number} of the rep, and what of it?", reading) for number, reading in enumerate(readings)
    ]
    take_back: tuple[int, ...] = ()
    call = played(
        content, lines, persona=persona, scenario=SCENARIOS.get(persona, "morning-board"), take_back=take_back
    )
    card = score_call(call)
    _check_card(call)
    told = debrief(call, card)
    _check_debrief(call, told)
    text = debrief_text(call, card, told)
    assert max(map(columns_of, text.splitlines())) <= WIDTH
    assert max(map(columns_of, conversation_text(call).splitlines()), default=0) <= WIDTH


def _check_card(call: PlayedCall) -> None:
    card = score_call(call)
    text = {turn.index: turn.text for turn in call.standing()}
    assert card.total is None or 0.0 <= card.total <= 100.0
    for one in card.dimensions.values():
        assert (one.score is None) is (one.basis is Basis.NOT_OBSERVED)
        for found in one.evidence:
            assert found.quote
            assert found.quote in text[found.turn]
    for flag in card.flags:
        assert flag.quote in text[flag.turn]


def _check_debrief(call: PlayedCall, told: Debrief) -> None:
    text = {turn.index: turn.text for turn in call.standing()}
    rep = {turn.index for turn in call.standing() if turn.speaker is Speaker.REP}
    assert told.keep
    assert told.change
    assert told.drill
    assert told.could_not_know
    assert told.retry_turn is None or told.retry_turn in rep
    assert len(told.turns) <= 3
    assert len({one.turn for one in told.turns}) == len(told.turns)
    for one in told.turns:
        assert one.turn in rep
        assert one.quote in text[one.turn]
        assert one.did
    for turn, quote in (*told.missed_cues, *told.honoured_cues, *told.not_understood):
        assert quote in text[turn]
    for position in told.positions:
        assert not position.said or any(position.said in said for said in text.values())
    lost = {turn for turn, _ in told.not_understood}
    assert lost.isdisjoint(one.turn for one in told.turns)
    _check_sentences(told)
    _check_nothing_hidden(call, told)


def _check_sentences(told: Debrief) -> None:
    """No sentence of the coach stands twice; what somebody said may."""
    said = [one.did for one in told.turns] + [one.better for one in told.turns]
    said += [told.keep, told.change, told.drill, told.could_not_know]
    unquoted = [re.sub(r"[“‘][^”]*?[”’](?=\W|$)", "", text) for text in said]
    sentences = [one.strip() for text in unquoted for one in re.split(r"[.!?:]\s", text + " ")]
    kept = [one for one in sentences if len(one.split()) > 2]
    assert len(kept) == len(set(kept)), kept


def _check_nothing_hidden(call: PlayedCall, told: Debrief) -> None:
    """A better line names nothing that nobody had said by then."""
    lines = BetterLines(call)
    exchanges = {one.rep.index: one for one in exchanges_of(call)}
    for one in told.turns:
        # the rep's line itself may be said back in a better one only where it was said before it
        assert not one.better or not lines.tells(one.better, exchanges[one.turn])
