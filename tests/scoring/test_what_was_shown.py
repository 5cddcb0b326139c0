"""What was shown in a call as a bungle is counted, or named as withdrawn; turns called the rep's are the rep's."""

from __future__ import annotations

import re

import pytest

from simulator.authoring.library import ContentLibrary
from simulator.domain.direction import Understood
from simulator.domain.lines import Move
from simulator.domain.played import PlayedCall
from simulator.domain.reading import Act
from simulator.domain.scorecard import Dimension
from simulator.domain.transcript import Speaker
from simulator.reports.call_text import debrief_text
from simulator.scoring.debrief import debrief
from simulator.scoring.exchanges import NEED_WAS_TOLD, NOT_FOLLOWED, exchanges_of
from simulator.scoring.keep_and_change import keep
from simulator.scoring.scorecards import score_call
from tests.conftest import PERSONA_IDS
from tests.scoring.builders import OPEN, played, read, surface_of
from tests.scoring.test_from_ledger import BYE, CLOSE, HELLO, LISTENED, PUSH, ask, give_back, skilled_lines

PITCH = read("We have a board that everybody sees, the best there is.", acts=[Act.PITCH, Act.SELF_TALK])


def _lost(call: PlayedCall, turn: int) -> PlayedCall:
    """The same call, where the prospect did not follow the rep's line of a turn."""
    turns = []
    for one in call.turns:
        if one.index == turn + 1 and one.direction is not None:
            lost = one.direction.model_copy(update={"understood": Understood.NO})
            turns.append(one.model_copy(update={"direction": lost, "marks": ("not_understood",)}))
        else:
            turns.append(one)
    return call.model_copy(update={"turns": tuple(turns)})


def _bungled(call: PlayedCall) -> list[int]:
    return [one.rep.index for one in exchanges_of(call) if one.shown is not None]


def test_bungle_of_a_line_that_was_not_followed_is_named_and_not_counted(content: ContentLibrary) -> None:
    call = played(content, [HELLO, *LISTENED, PITCH, *LISTENED, BYE])
    (turn,) = _bungled(call)
    call = _lost(call, turn)
    card = score_call(call)
    told = debrief(call, card)
    assert [(one.turn, one.why) for one in told.withdrawn] == [(turn, NOT_FOLLOWED)]
    note = card.dimensions[Dimension.ACCOUNTABILITY].note
    assert (
        f"Shown in the call as a bungle, and not counted: turn {turn}, since they did not follow it." in note
    )
    assert "had to be mended" not in keep(call, card, exchanges_of(call))
    text = " ".join(debrief_text(call, card, told).split())
    assert "Shown in the call as a bungle; it does not count, since they did not follow it" in text


def test_lines_of_accountability_are_those_of_the_rep(content: ContentLibrary) -> None:
    call = played(content, [HELLO, *LISTENED, *[read(f"Go on, {n}.") for n in range(4)], BYE])
    rep = sum(one.speaker is Speaker.REP for one in call.standing())
    assert f"in {rep} lines" in score_call(call).dimensions[Dimension.ACCOUNTABILITY].note


def test_line_that_was_taken_back_before_a_retry_counts_as_taken_back(content: ContentLibrary) -> None:
    call = played(content, [HELLO, PUSH[0], *LISTENED, *LISTENED, BYE], take_back=[1])
    shared = call.model_copy(update={"taken_kinds": (), "second_chances_used": 0})
    note = score_call(shared).dimensions[Dimension.ACCOUNTABILITY].note
    assert "Lines that you took back: 1." in note
    assert "had to be mended" not in keep(shared, score_call(shared), exchanges_of(shared))


def test_close_after_they_told_of_a_need_is_not_too_early(content: ContentLibrary) -> None:
    persona = content.persona("marion-teague")
    call = played(content, [HELLO, CLOSE, BYE])
    (turn,) = _bungled(call)
    hinted = call.turns[turn].state.ledger.layers[surface_of(persona)]
    ledger = call.turns[turn].state.ledger
    told = hinted.model_copy(update={"state": "hinted", "hinted_turn": turn - 1})
    entries = {**ledger.layers, surface_of(persona): told}
    state = call.turns[turn].state.model_copy(
        update={"ledger": ledger.model_copy(update={"layers": entries})}
    )
    turns = tuple(one.model_copy(update={"state": state}) if one.index == turn else one for one in call.turns)
    changed = call.model_copy(update={"turns": turns})
    assert [one.withdrawn for one in exchanges_of(changed) if one.shown is not None] == [NEED_WAS_TOLD]
    assert not any(one.bungle for one in exchanges_of(changed))


def test_half_followed_line_that_brought_something_is_not_called_lost(content: ContentLibrary) -> None:
    persona = content.persona("marion-teague")
    call = played(content, [HELLO, ask(surface_of(persona), "How do you plan?"), BYE])
    turns = tuple(
        one.model_copy(
            update={"direction": one.direction.model_copy(update={"understood": Understood.WEAKLY})}
        )
        if one.direction is not None
        else one
        for one in call.turns
    )
    half = call.model_copy(update={"turns": turns})
    lost = {one.rep.index for one in exchanges_of(half) if not one.counts}
    for one in exchanges_of(half):
        if one.answer is not None and one.answer.direction is not None:
            answered = not {Move.EVADE, Move.LISTENING, Move.DODGE} >= set(one.answer.direction.moves)
            assert (one.rep.index in lost) is not answered


@pytest.mark.parametrize("persona", PERSONA_IDS)
def test_turns_that_are_called_yours_are_yours(content: ContentLibrary, persona: str) -> None:
    who = content.persona(persona)
    scenario = {"gwen-ashdown": "front-desk"}.get(persona, "morning-board")
    asked = [ask(f"position:{one.id}", f"What about {one.id}?") for one in who.positions]
    calls = [
        [HELLO, *asked, CLOSE, *LISTENED, BYE],
        [HELLO, CLOSE, CLOSE, *asked, BYE],
        [*skilled_lines(who, 2), *asked, CLOSE, BYE],
        [HELLO, PITCH, *asked, *asked, give_back(surface_of(who), "So that is it."), BYE],
        [read("What is it like there?", **OPEN), *PUSH[:2], *asked, BYE],
    ]
    for lines in calls:
        call = played(content, lines, persona=persona, scenario=scenario)
        told = debrief(call, score_call(call))
        rep = {one.index for one in call.turns if one.speaker is Speaker.REP}
        named = [one.turn for one in told.turns] + [one.turn for one in told.lost]
        named += [one.turn for one in told.positions if one.turn is not None]
        named += [
            layer.opened_turn for need in told.needs for layer in need.layers if layer.opened_turn is not None
        ]
        named += [turn for need in told.needs for layer in need.layers for turn in layer.asked_turns]
        assert set(named) <= rep
        for turn in re.findall(r"[Tt]urn (\d+) was", " ".join((told.keep, told.change))):
            assert int(turn) in rep
