"""What must hold of the policy whatever a rep says."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.authoring.library import ContentLibrary
from simulator.domain.ledger import LayerState
from simulator.domain.lines import Move
from simulator.domain.persona import Level, Persona
from simulator.domain.reading import (
    Act,
    Aspect,
    LineReading,
    QuestionForm,
    QuestionKind,
    Reading,
    SentenceReading,
    Subject,
    Via,
)
from simulator.domain.state import BungleKind, CallState, EndReason
from simulator.prospect.advance import advance, opening_state
from simulator.prospect.authored import Slots, speak
from simulator.prospect.banks import Banks
from simulator.prospect.tempers import DEPTH_TRUST, MOST_GAIN, MOST_LOSS, POSITION_TRUST
from tests.conftest import PERSONA_IDS
from tests.prospect.readings import any_reading, asking, doing

CLOCK_S = 900
_LIBRARY = ContentLibrary()
_MARION = _LIBRARY.persona("marion-teague")
_BANKS = Banks(_MARION)

calls = st.lists(any_reading(_MARION), min_size=1, max_size=14)
quick = settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))


def play(readings: list[Reading], banks: Banks = _BANKS, state: CallState | None = None) -> list[CallState]:
    """The states of a call in which these are said, the opening one first; stops at its end."""
    states = [state or opening_state(banks.persona)]
    for place, reading in enumerate(readings):
        if states[-1].end is not None:
            break
        after, direction = advance(banks, states[-1], reading, turn=2 * place + 1, clock_s=CLOCK_S)
        spoken = speak(banks, after, direction, Slots(rep_name="Sam", last="Mm."), seed=7)
        states.append(after.model_copy(update={"said": (*after.said, *spoken.keys)}))
    return states


@quick
@given(calls)
def test_trust_whatever_is_said_stays_in_bounds(readings: list[Reading]) -> None:
    states = play(readings)
    for before, after in itertools.pairwise(states):
        assert 0.0 <= after.trust <= 1.0
        assert MOST_LOSS - 1e-4 <= after.trust - before.trust <= MOST_GAIN + 1e-4


@quick
@given(calls)
def test_layers_open_only_when_their_conditions_hold(readings: list[Reading]) -> None:
    states = play(readings)
    for before, after in itertools.pairwise(states):
        for need in _MARION.needs:
            above_open = True
            for layer in need.layers:
                was, now = before.ledger.layers[layer.id], after.ledger.layers[layer.id]
                if now.is_open and not was.is_open:
                    needed = DEPTH_TRUST[layer.level] if layer.opens.trust is None else layer.opens.trust
                    assert above_open, layer.id
                    assert after.trust >= needed, layer.id
                    assert all(one in after.ledger.open_ids() for one in layer.opens.after)
                above_open = above_open and was.is_open
        for position in _MARION.positions:
            was_open = before.ledger.positions[position.id].is_open
            if after.ledger.positions[position.id].is_open and not was_open:
                needed = POSITION_TRUST if position.opens.trust is None else position.opens.trust
                assert after.trust >= needed, position.id


@quick
@given(calls)
def test_direction_allows_no_fact_that_is_not_open(readings: list[Reading]) -> None:
    state = opening_state(_MARION)
    for place, reading in enumerate(readings):
        if state.end is not None:
            return
        state, direction = advance(_BANKS, state, reading, turn=2 * place + 1, clock_s=CLOCK_S)
        allowed = {fact.topic for fact in direction.facts}
        assert allowed == set(state.ledger.open_ids())
        for step in direction.steps:
            if step.move in {Move.REVEAL, Move.ACCEPT, Move.CORRECT}:
                assert step.topic in allowed
            if step.move is Move.MORE and step.topic is not None and ":" not in step.topic:
                assert step.topic in allowed


@quick
@given(calls)
def test_ledger_never_goes_back(readings: list[Reading]) -> None:
    order = list(LayerState)
    states = play(readings)
    for before, after in itertools.pairwise(states):
        for name, entry in before.ledger.layers.items():
            assert order.index(after.ledger.layers[name].state) >= order.index(entry.state)


@quick
@given(calls)
def test_replay_of_the_same_readings_gives_the_same_call(readings: list[Reading]) -> None:
    assert play(readings) == play(readings)


@quick
@given(calls, st.integers(0, 12))
def test_going_back_to_a_state_and_saying_the_same_gives_the_same(readings: list[Reading], at: int) -> None:
    states = play(readings)
    at = min(at, len(states) - 1)
    restored = CallState.model_validate_json(states[at].model_dump_json())
    assert restored == states[at]
    if at < len(readings) and states[at].end is None:
        first = advance(_BANKS, states[at], readings[at], turn=2 * at + 1, clock_s=CLOCK_S)
        assert advance(_BANKS, restored, readings[at], turn=2 * at + 1, clock_s=CLOCK_S) == first


@quick
@given(calls)
def test_hang_up_comes_only_after_a_warning(readings: list[Reading]) -> None:
    states = play(readings)
    end = states[-1].end
    if end is None:
        return
    warned = states[-1].warned
    moves = [move for state in states[:-1] for move in state.last_moves]
    if end.reason is EndReason.HUNG_UP_PATIENCE:
        assert warned["patience"] < states[-1].exchanges
    if end.reason is EndReason.HUNG_UP_PUSHED:
        assert "pushed" in warned or Move.OFF_LIST in moves
    if end.reason is EndReason.HUNG_UP_RUDE:
        assert {Move.RUDENESS, Move.PERSONAL_REMARK} & set(moves)
    if end.reason is EndReason.HUNG_UP_ODD:
        assert warned["odd"] < states[-1].exchanges


@quick
@given(calls)
def test_every_line_is_new_while_lines_are_left(readings: list[Reading]) -> None:
    said = play(readings)[-1].said
    repeated = {key for key in said if said.count(key) > 1}
    for key in repeated:
        bank = key.rpartition("#")[0]
        assert not bank.startswith(("fact:", "rounds.", "linen.", "drivers.", "position:")), key


@quick
@given(st.lists(st.sampled_from([layer.id for layer in _MARION.layers()]), min_size=1, max_size=12))
def test_more_skill_never_reaches_less(topics: list[str]) -> None:
    """The same questions, with and without a kind word before each."""
    plain = play([asking(topic) for topic in topics])[-1]
    kind = play([asking(topic, acts=frozenset({Act.AFFIRMATION, Act.ACKNOWLEDGEMENT})) for topic in topics])[
        -1
    ]
    assert kind.trust >= plain.trust
    assert len(kind.ledger.open_ids()) >= len(plain.ledger.open_ids())


@pytest.mark.parametrize("persona_id", PERSONA_IDS)
def test_opening_state_has_every_layer_hidden(persona_id: str, content: ContentLibrary) -> None:
    persona = content.persona(persona_id)
    state = opening_state(persona)
    assert set(state.ledger.layers) == {layer.id for layer in persona.layers()}
    assert not state.ledger.open_ids()
    assert state.patience > 0


def test_attack_earns_nothing() -> None:
    reading = asking("rounds.redrawn").model_copy(update={"attack": True})
    after, direction = advance(_BANKS, opening_state(_MARION), reading, turn=1, clock_s=CLOCK_S)
    assert direction.moves == (Move.COMMAND,)
    assert not after.ledger.open_ids()
    assert after.trust < opening_state(_MARION).trust


def test_pressure_is_warned_of_and_then_ends_the_call() -> None:
    states = play([doing(Act.PRESSURE)] * 6)
    assert states[1].last_moves == (Move.PRESSURE,)
    assert states[1].bungle is not None
    assert states[1].bungle.kind is BungleKind.PRESSURE
    assert states[-1].end is not None
    assert states[-1].end.reason is EndReason.HUNG_UP_PUSHED
    assert len(states) - 1 <= 4


def test_third_closed_question_in_a_row_is_a_bungle() -> None:
    topics = ["fact:vans", "fact:hours", "fact:website"]
    known = {f"fact:{fact.id}" for fact in _MARION.facts}
    readings = [asking(topic, kind=QuestionKind.CLOSED) for topic in topics if topic in known]
    assert len(readings) == 3
    bungles = [state.bungle for state in play(readings)[1:]]
    assert bungles[0] is None
    assert bungles[1] is None
    assert bungles[2] is not None
    assert bungles[2].kind is BungleKind.INTERROGATION


def test_clock_that_ran_out_ends_the_call_by_the_clock() -> None:
    state = opening_state(_MARION).model_copy(update={"elapsed_s": CLOCK_S + 1.0})
    after, direction = advance(_BANKS, state, doing(Act.ACKNOWLEDGEMENT), turn=1, clock_s=CLOCK_S)
    assert after.end is not None
    assert after.end.reason is EndReason.OUT_OF_TIME
    assert direction.moves == (Move.OUT_OF_TIME,)


def test_weak_match_earns_no_reveal(marion: Persona = _MARION) -> None:
    state = opening_state(marion).model_copy(update={"trust": 0.9})
    after, _ = advance(_BANKS, state, asking("rounds.redrawn", p=0.31), turn=1, clock_s=CLOCK_S)
    assert not after.ledger.layers["rounds.redrawn"].is_open


def test_why_on_an_open_surface_goes_to_its_cause() -> None:
    state = opening_state(_MARION).model_copy(update={"trust": 0.6})
    opened, _ = advance(_BANKS, state, asking("rounds.redrawn"), turn=1, clock_s=CLOCK_S)
    after, _ = advance(_BANKS, opened, asking("rounds.redrawn", aspect=Aspect.WHY), turn=3, clock_s=CLOCK_S)
    assert after.ledger.layers["rounds.roy"].is_open


_WITH_MORE = next(f"answer:{place}" for place, one in enumerate(_MARION.answers) if one.more)


def test_a_question_from_the_side_gets_its_own_answer_once_and_then_what_more_there_is() -> None:
    first = asking(_WITH_MORE)
    asked_on = asking(_WITH_MORE, via=Via.FOCUS)
    states = play([first, asked_on, asked_on])
    spoken = [key for state in states for key in state.said]
    assert f"{_WITH_MORE}/say#0" in states[1].said
    assert f"{_WITH_MORE}/more#0" in states[2].said
    assert states[1].focus == _WITH_MORE
    assert len([key for key in spoken if key.startswith("evade") or "/evade" in key]) <= 1


def test_an_answer_from_the_side_opens_no_layer() -> None:
    states = play([asking(f"answer:{place}") for place in range(min(8, len(_MARION.answers)))])
    assert all(not state.ledger.open_ids() for state in states)


def test_what_is_sold_can_be_named_in_a_breath_before_a_question_and_only_once() -> None:
    line = LineReading(
        text="It is a board. How do you plan?",
        question=QuestionKind.OPEN,
        form=QuestionForm.OPEN,
        questions=1,
        acts=frozenset({Act.PITCH}),
        sentences=(
            SentenceReading(text="It is a board that everybody sees."),
            SentenceReading(text="How do you plan?", form=QuestionForm.OPEN),
        ),
    )
    said = [doing(Act.GIVES_NAME), doing(Act.GIVES_COMPANY), Reading(line=line), Reading(line=line)]
    states = play(said)
    kinds = [state.bungle.kind if state.bungle else None for state in states[1:]]
    assert kinds[2] is None
    assert kinds[3] is BungleKind.EARLY_PITCH


def test_asked_what_to_bring_once_it_is_agreed_they_say_what_would_be_better() -> None:
    need = next(one for one in _MARION.needs if one.want)
    before = opening_state(_MARION)
    open_now = before.ledger.layers[need.layers[0].id].model_copy(
        update={"state": LayerState.REVEALED, "revealed_turn": 2}
    )
    ledger = before.ledger.model_copy(
        update={"layers": {**before.ledger.layers, need.layers[0].id: open_now}}
    )
    agreed = before.model_copy(
        update={"ledger": ledger, "agreed": EndReason.AGREED, "exchanges": 8, "reason_given": True}
    )
    asks = Reading(
        line=LineReading(
            text="What would you like to see on Thursday?",
            question=QuestionKind.OPEN,
            form=QuestionForm.OPEN,
            questions=1,
            acts=frozenset({Act.NEXT_STEP}),
        )
    )
    after = play([asks, doing(Act.NEXT_STEP)], state=agreed)
    assert Move.WANT in after[1].last_moves
    assert Move.AGREED_ALREADY in after[2].last_moves


def test_doubt_about_the_fit_before_a_question_does_not_keep_the_question_from_its_answer() -> None:
    asks = asking("rounds.redrawn", acts=frozenset({Act.DISQUALIFY}))
    states = play([doing(Act.REASON_FOR_CALL), asks])
    assert Move.NOT_DISQUALIFIED not in states[2].last_moves
    assert Move.NOT_DISQUALIFIED in play([doing(Act.REASON_FOR_CALL), doing(Act.DISQUALIFY)])[2].last_moves


def test_honest_no_that_names_the_offer_is_no_pitch() -> None:
    states = play([doing(Act.REASON_FOR_CALL), doing(Act.DISQUALIFY, Act.PITCH)])
    assert states[2].bungle is None or states[2].bungle.kind is not BungleKind.EARLY_PITCH
    pitched = play([doing(Act.REASON_FOR_CALL), doing(Act.PITCH)])[2]
    assert pitched.trust < states[2].trust


def test_honest_no_right_after_a_cue_talks_over_nothing() -> None:
    told = next(iter(opening_state(_MARION).ledger.layers))
    before = opening_state(_MARION).model_copy(
        update={"exchanges": 6, "reason_given": True, "hot": {told: 6}}
    )
    honest = play([doing(Act.DISQUALIFY, Act.PITCH)], state=before)[1]
    pitched = play([doing(Act.PITCH)], state=before)[1]
    assert honest.bungle is None
    assert honest.trust > pitched.trust
    assert pitched.bungle is not None


def test_line_that_was_not_followed_costs_no_patience() -> None:
    mumbled = Reading(
        line=LineReading(text="mumble", question=QuestionKind.OPEN, form=QuestionForm.OPEN, questions=1)
    )
    states = play([doing(Act.REASON_FOR_CALL), mumbled])
    assert states[2].patience >= states[1].patience - 0.4


def test_a_pitch_is_not_early_once_they_said_what_comes_of_the_need_that_it_is_about() -> None:
    one, other = _MARION.needs[:2]
    deep = next(layer.id for layer in one.layers if layer.level is Level.IMPACT)

    def bungle(about: str | None, opened: str | None) -> BungleKind | None:
        before = opening_state(_MARION).model_copy(update={"exchanges": 6, "reason_given": True})
        if opened is not None:
            entry = before.ledger.layers[opened].model_copy(
                update={"state": LayerState.REVEALED, "revealed_turn": 2}
            )
            ledger = before.ledger.model_copy(update={"layers": {**before.ledger.layers, opened: entry}})
            before = before.model_copy(update={"ledger": ledger})
        subjects = (Subject(topic=about, p=0.9, via=Via.CUE),) if about else ()
        reading = Reading(line=doing(Act.PITCH).line, subjects=subjects)
        state, _ = advance(_BANKS, before, reading, turn=13, clock_s=CLOCK_S)
        return state.bungle.kind if state.bungle else None

    assert bungle(None, None) is BungleKind.EARLY_PITCH
    assert bungle(None, one.layers[0].id) is BungleKind.EARLY_PITCH
    assert bungle(None, deep) is None
    assert bungle(one.layers[0].id, deep) is None
    assert bungle(other.layers[0].id, deep) is BungleKind.EARLY_PITCH


def test_a_pitch_is_not_early_once_they_said_what_better_would_look_like() -> None:
    before = opening_state(_MARION).model_copy(update={"exchanges": 6, "reason_given": True})
    wanted = before.model_copy(update={"last_moves": (Move.WANT,)})
    assert play([doing(Act.PITCH)], state=wanted)[-1].bungle is None
    bungle = play([doing(Act.PITCH)], state=before)[-1].bungle
    assert bungle is not None and bungle.kind is BungleKind.EARLY_PITCH


def _met(state: CallState, *acts: Act) -> BungleKind | None:
    """The bungle of a line that does these, said in that state."""
    after = play([doing(*acts)], state=state)[1]
    return after.bungle.kind if after.bungle is not None else None


def _with_layer(state: CallState, how_far: LayerState) -> CallState:
    name = next(iter(state.ledger.layers))
    entry = state.ledger.layers[name].model_copy(update={"state": how_far, "hinted_turn": 2})
    ledger = state.ledger.model_copy(update={"layers": {**state.ledger.layers, name: entry}})
    return state.model_copy(update={"ledger": ledger})


_MIDDLE = opening_state(_MARION).model_copy(update={"exchanges": 6, "reason_given": True})
_STEP = (Act.NEXT_STEP, Act.NEXT_STEP_CONCRETE)


@pytest.mark.parametrize("how_far", [LayerState.HINTED, LayerState.CONFIRMED, LayerState.ADDRESSED])
def test_next_step_once_a_need_was_let_drop_is_not_too_early(how_far: LayerState) -> None:
    assert _met(_MIDDLE, *_STEP) is BungleKind.EARLY_CLOSE
    assert _met(_with_layer(_MIDDLE, how_far), *_STEP) is not BungleKind.EARLY_CLOSE


@pytest.mark.parametrize("asked", [(Move.WARN_PATIENCE,), (Move.FACT, Move.WARN_PATIENCE)])
def test_next_step_after_they_asked_for_the_point_is_not_too_early(asked: tuple[Move, ...]) -> None:
    assert _met(_MIDDLE.model_copy(update={"last_moves": asked}), *_STEP) is None


@pytest.mark.parametrize(
    "said", [Move.WHAT_ABOUT, Move.FACT, Move.WARN_PUSHED, Move.BRUSH_OFF, Move.WHO_IS_THIS]
)
def test_next_step_after_anything_else_with_nothing_told_is_too_early(said: Move) -> None:
    assert _met(_MIDDLE.model_copy(update={"last_moves": (said,)}), *_STEP) is BungleKind.EARLY_CLOSE


def test_push_after_they_asked_for_the_point_is_still_a_push() -> None:
    hurried = _MIDDLE.model_copy(update={"last_moves": (Move.WARN_PATIENCE,)})
    assert _met(hurried, *_STEP, Act.PRESSURE) is BungleKind.PRESSURE
