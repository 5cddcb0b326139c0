"""Sentences of the debrief: better lines that give nothing away, why something was not told, where patience went."""

from __future__ import annotations

import pytest

from simulator.authoring.library import ContentLibrary
from simulator.domain.persona import Layer, Persona
from simulator.domain.reading import Act, Aspect
from simulator.reports.call_text import debrief_text
from simulator.scoring.better_lines import BetterLines
from simulator.scoring.debrief import debrief
from simulator.scoring.exchanges import exchanges_of
from simulator.scoring.resilience import resilience
from simulator.scoring.scorecards import score_call
from simulator.scoring.why_not_told import why_not_told
from tests.conftest import PERSONA_IDS
from tests.scoring.builders import Talk, played, read, surface_of
from tests.scoring.test_from_ledger import BYE, CLOSE, HELLO, LISTENED, PUSH, ask

PERSONAL = read("You sound foreign to me.", acts=[Act.PERSONAL_REMARK])


def _asks_of_needs(persona: Persona) -> set[str]:
    return {question for layer in persona.layers() for question in layer.ask}


@pytest.mark.parametrize("persona", PERSONA_IDS)
def test_better_line_to_a_stranger_asks_for_no_need(content: ContentLibrary, persona: str) -> None:
    who = content.persona(persona)
    scenario = {"gwen-ashdown": "front-desk"}.get(persona, "morning-board")
    call = played(content, [HELLO, CLOSE, PERSONAL, BYE], persona=persona, scenario=scenario)
    lines = BetterLines(call)
    for one in exchanges_of(call):
        for question in lines.questions(one):
            assert question not in _asks_of_needs(who), question


@pytest.mark.parametrize("persona", PERSONA_IDS)
def test_every_call_gets_a_better_line_or_is_told_its_kind(content: ContentLibrary, persona: str) -> None:
    scenario = {"gwen-ashdown": "front-desk"}.get(persona, "morning-board")
    call = played(content, [HELLO, *PUSH[:2], PERSONAL, BYE], persona=persona, scenario=scenario)
    told = debrief(call, score_call(call))
    assert any(one.better or one.better_kind for one in told.turns)
    assert not any("Tell me about the place" in one.better for one in told.turns)


def _layers(content: ContentLibrary) -> tuple[Persona, tuple[Layer, ...]]:
    marion = content.persona("marion-teague")
    return marion, marion.needs[0].layers


def test_layer_below_one_that_was_not_told_says_so(content: ContentLibrary) -> None:
    _, layers = _layers(content)
    call = played(content, [HELLO, ask(layers[2].id, "What comes of it?", Aspect.THEN), BYE])
    by_turn = {one.rep.index: one for one in exchanges_of(call)}
    reasons = {
        why_not_told(call, layer, by_turn)
        for layer in layers
        if call.state.ledger.layers[layer.id].asked_turns
    }
    assert "" not in reasons
    assert not any(word in reason for reason in reasons for word in ("whiteboard", "Roy", "hotel"))


def test_layer_that_trust_was_missing_for_says_so_in_the_text(content: ContentLibrary) -> None:
    marion, layers = _layers(content)
    call = played(content, [HELLO, *PUSH[:2], ask(surface_of(marion), "How do you plan the rounds?"), BYE])
    told = debrief(call, score_call(call))
    layer = told.needs[0].layers[0]
    assert layer.layer == layers[0].id
    assert layer.asked_turns
    assert layer.not_told == "they did not trust you enough yet"
    plain = layer.model_copy(update={"cue_missed": False})
    need = told.needs[0].model_copy(update={"layers": (plain, *told.needs[0].layers[1:])})
    told = told.model_copy(update={"needs": (need, *told.needs[1:])})
    text = " ".join(debrief_text(call, score_call(call), told).split())
    assert "but it was not told then: they did not trust you enough yet." in text


def test_patience_names_what_took_most_of_it(content: ContentLibrary) -> None:
    call = played(content, [HELLO, *LISTENED[:2], *PUSH[:2], BYE])
    told = debrief(call, score_call(call))
    assert told.patience[0].what == "pushing"
    assert told.patience[0].took == pytest.approx(4.0)
    rep = {one.rep.index for one in exchanges_of(call)}
    assert {turn for one in told.patience for turn in one.turns} <= rep
    text = debrief_text(call, score_call(call), told)
    assert "THEIR PATIENCE, AND WHAT USED IT UP" in text


def test_resilience_names_the_turn_of_an_objection() -> None:
    talk = Talk().rep("Hello.").prospect("We're all set, thanks.").rep("I see. What have you got?")
    assert resilience(talk.turns).note == "Objections met: 1 (turn 1)."


def test_resilience_of_an_objection_that_ended_the_call_does_not_say_that_there_was_none() -> None:
    talk = Talk().rep("Shall we meet?").prospect("No thank you, though.")
    assert resilience(talk.turns).note.startswith("They objected in turn 1")
