"""The dimensions of a played call, from its ledger: what is observed, what counts, and what is nobody's fault."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from simulator.authoring.library import ContentLibrary
from simulator.domain.persona import Persona, Position, PositionKind
from simulator.domain.played import Plan, PlayedCall, Research
from simulator.domain.reading import (
    Act,
    Aspect,
    LineReading,
    QuestionKind,
    Reading,
    ReflectionKind,
    Subject,
    Via,
)
from simulator.domain.scorecard import Basis, Dimension, DimensionScore
from simulator.domain.state import EndReason
from simulator.scoring.preparation import OPENING_ALONE
from simulator.scoring.scorecards import score_call
from tests.scoring.builders import OPEN, Line, played, read, surface_of

HELLO = read(
    "Hello, it's Sam from Brackwater, I'm ringing about the rounds.",
    acts=[Act.GIVES_NAME, Act.GIVES_COMPANY, Act.REASON_FOR_CALL, Act.GREETING],
)
#: lines enough for listening to show
LISTENED = [read(f"I see what you mean, number {n}.") for n in range(5)]
LOST = read("And the what of it with the other one over there then?", **OPEN)
PUSH = [read(f"You have to sign today, number {n}.", acts=[Act.PRESSURE], pressure=0.9) for n in range(6)]
CLOSE = read("Shall we say Thursday at two?", acts=[Act.NEXT_STEP, Act.NEXT_STEP_CONCRETE])
BYE = read("Thank you, goodbye.", acts=[Act.GOODBYE, Act.THANKS])


def ask(topic: str, text: str, aspect: Aspect = Aspect.WHAT, **reading: object) -> Line:
    """An open question on a topic."""
    subject = Subject(topic=topic, p=0.9, via=Via.CUE, aspect=aspect, question=QuestionKind.OPEN)
    return read(text, **OPEN, aspect=aspect, uptake=0.6, subjects=(subject,), **reading)


def give_back(topic: str, text: str) -> Line:
    """A line that gives a layer back."""
    return read(text, reflection=ReflectionKind.COMPLEX, reflection_p=0.9, reflected=(topic,))


@pytest.fixture(scope="module")
def marion(content: ContentLibrary) -> Persona:
    return content.persona("marion-teague")


def skilled_lines(persona: Persona, needs: int = 1) -> list[Line]:
    """Ask, take up, give back, down one need after the other."""
    lines = [HELLO]
    for need in persona.needs[:needs]:
        for layer in need.layers:
            lines += [
                ask(layer.id, f"What about {layer.id}, one?", picked_up=(layer.id,)),
                ask(layer.id, f"What about {layer.id}, two?", picked_up=(layer.id,)),
                give_back(layer.id, f"So that is how it is with {layer.id}."),
            ]
    return lines


def _score(call: PlayedCall, dimension: Dimension) -> float | None:
    return score_call(call).dimensions[dimension].score


def test_call_without_a_rep_turn_observes_nothing(content: ContentLibrary) -> None:
    card = score_call(played(content, []))
    assert card.total is None
    assert {one.basis for one in card.dimensions.values()} == {Basis.NOT_OBSERVED}


def test_call_of_one_line_has_no_total(content: ContentLibrary) -> None:
    card = score_call(played(content, [HELLO]))
    assert card.dimensions[Dimension.PREPARATION].score == OPENING_ALONE
    assert card.dimensions[Dimension.PROBING].score is None
    assert card.total is None


def test_silence_alone_is_scored_low_where_it_is_scored(content: ContentLibrary) -> None:
    silence = Reading(line=LineReading(text="", acts=frozenset({Act.SILENCE})))
    card = score_call(played(content, [("", silence)] * 8))
    assert card.total is None or card.total < 25.0


def test_probing_deeper_scores_higher(content: ContentLibrary, marion: Persona) -> None:
    lines = skilled_lines(marion)
    scores = [
        _score(played(content, lines[: 1 + 3 * depth]), Dimension.PROBING) or 0.0 for depth in range(1, 5)
    ]
    assert scores == sorted(scores)
    assert scores[0] < scores[-1]


def test_probing_shows_the_line_that_opened_the_layer(content: ContentLibrary, marion: Persona) -> None:
    call = played(content, skilled_lines(marion))
    opened = {
        one.revealed_turn - 1 for one in call.state.ledger.layers.values() if one.revealed_turn is not None
    }
    shown = {
        one.turn
        for one in score_call(call).dimensions[Dimension.PROBING].evidence
        if one.why == "opened a layer"
    }
    assert shown
    assert shown <= opened


def test_probing_where_nothing_was_followed_is_not_observed(content: ContentLibrary) -> None:
    lost = [read(f"And the what of it then, {n}?", **OPEN) for n in range(4)]
    card = score_call(played(content, [HELLO, *lost, BYE]))
    assert card.dimensions[Dimension.PROBING].score is None
    assert "did not follow" in card.dimensions[Dimension.PROBING].note


def test_position_stated_in_the_last_words_is_no_occasion(content: ContentLibrary, marion: Persona) -> None:
    position = _untrue(marion)
    lines = [HELLO, read("Right, I see."), ask(f"position:{position.id}", "And that?")]
    calls = [played(content, [*lines[:1], *more]) for more in ([lines[2]], [lines[2], read("Right then.")])]
    last, followed = (_entry_probing(call) for call in calls)
    assert last is None or followed is None or last >= followed


def _entry_probing(call: PlayedCall) -> float | None:
    return _score(call, Dimension.PROBING)


def _untrue(persona: Persona) -> Position:
    return next(one for one in persona.positions if one.kind is not PositionKind.HONEST)


def test_layer_told_in_the_last_words_does_not_count_as_not_given_back(
    content: ContentLibrary, marion: Persona
) -> None:
    surface = surface_of(marion)
    lines = [HELLO, *LISTENED, ask(surface, "How do you plan?")]
    told = played(content, lines)
    assert told.state.ledger.layers[surface].is_open
    assert "Nothing was told" in score_call(told).dimensions[Dimension.LISTENING].note
    went_on = played(content, [*lines, read("Right then.")])
    assert score_call(went_on).dimensions[Dimension.LISTENING].note == "0 of 1 layers given back."


def test_listening_of_three_lines_is_not_observed(content: ContentLibrary, marion: Persona) -> None:
    surface = surface_of(marion)
    lines = [HELLO, ask(surface, "How do you plan?"), give_back(surface, "So it is all in one head.")]
    call = played(content, lines)
    assert call.state.ledger.layers[surface].confirmed_turn is not None
    listening = score_call(call).dimensions[Dimension.LISTENING]
    assert listening.basis is Basis.NOT_OBSERVED
    assert "Too little" in listening.note
    assert _score(played(content, [*lines[:1], *LISTENED, *lines[1:]]), Dimension.LISTENING) is not None


def test_listening_giving_back_raises_it(content: ContentLibrary, marion: Persona) -> None:
    surface = surface_of(marion)
    asked = [HELLO, *LISTENED, ask(surface, "How do you plan?")]
    back = played(content, [*asked, give_back(surface, "So it is all in one head.")])
    on = played(content, [*asked, read("We have a board for that.")])
    assert (_score(back, Dimension.LISTENING) or 0) > (_score(on, Dimension.LISTENING) or 0)


@pytest.mark.parametrize("name", [Dimension.PROBING, Dimension.LISTENING, Dimension.HUMAN_TONE])
@pytest.mark.parametrize("place", [2, 3, 5])
def test_line_that_was_not_followed_is_outside_the_score(
    content: ContentLibrary, marion: Persona, name: Dimension, place: int
) -> None:
    lines = skilled_lines(marion)[:8]
    with_it = [*lines[:place], LOST, *lines[place:]]
    plain, lost = (score_call(played(content, one)).dimensions[name] for one in (lines, with_it))
    assert plain.score is not None
    assert lost.score == plain.score


def test_line_that_was_taken_back_is_outside_the_main_score(content: ContentLibrary, marion: Persona) -> None:
    lines = skilled_lines(marion)[:7]
    plain = score_call(played(content, lines))
    back = score_call(played(content, [*lines[:3], PUSH[0], *lines[3:]], take_back=[3]))
    assert back.dimensions[Dimension.HUMAN_TONE].score == plain.dimensions[Dimension.HUMAN_TONE].score
    assert back.dimensions[Dimension.PROBING].score == plain.dimensions[Dimension.PROBING].score
    assert back.dimensions[Dimension.ACCOUNTABILITY].score is not None
    assert back.measures["pressure"] == plain.measures["pressure"]


@pytest.mark.parametrize("length", [1, 4, 10])
def test_accountability_of_a_call_without_a_mistake_is_not_observed(
    content: ContentLibrary, marion: Persona, length: int
) -> None:
    score = score_call(played(content, skilled_lines(marion)[:length])).dimensions[Dimension.ACCOUNTABILITY]
    assert score.score is None
    assert "nothing to answer for" in score.note


def test_accountability_of_a_call_that_one_push_ended_is_not_good(content: ContentLibrary) -> None:
    score = _score(played(content, [HELLO, PUSH[0]]), Dimension.ACCOUNTABILITY)
    assert score is None or score < 50.0


def test_accountability_mending_beats_repeating(content: ContentLibrary, marion: Persona) -> None:
    lines = skilled_lines(marion)[1:6]
    sorry = read("I'm sorry, that was pushy of me.", acts=[Act.APOLOGY])
    mended = _score(played(content, [HELLO, PUSH[0], sorry, *lines]), Dimension.ACCOUNTABILITY) or 0.0
    repeated = _score(played(content, [HELLO, PUSH[0], PUSH[1], *lines]), Dimension.ACCOUNTABILITY) or 0.0
    assert mended > 80.0
    assert mended > repeated + 20


def test_accountability_kept_lesson_beats_a_broken_one(content: ContentLibrary, marion: Persona) -> None:
    lines = skilled_lines(marion)[1:6]
    kept = played(content, [HELLO, PUSH[0], *lines], take_back=[1])
    broken = played(content, [HELLO, PUSH[0], PUSH[1], *lines], take_back=[1])
    assert (_score(kept, Dimension.ACCOUNTABILITY) or 0) > (
        _score(broken, Dimension.ACCOUNTABILITY) or 0
    ) + 20


def test_accountability_interrogation_that_rests_on_a_lost_line_is_not_charged(
    content: ContentLibrary,
) -> None:
    call = played(content, [HELLO, LOST])
    assert call.turns[-1].direction is not None
    note = score_call(call).dimensions[Dimension.ACCOUNTABILITY].note
    assert "No bungle" in note


def test_time_nothing_reached_when_thrown_out_is_slow_and_not_good(content: ContentLibrary) -> None:
    call = played(content, [HELLO, *PUSH])
    assert call.end is not None
    assert call.end.reason is EndReason.HUNG_UP_PUSHED
    assert (_score(call, Dimension.TIME) or 0.0) <= 50.0


def test_preparation_parts_add_up(content: ContentLibrary) -> None:
    who = read("Hello, it's Sam.", acts=[Act.GIVES_NAME])
    assert _score(played(content, [read("Hello."), read("Well.")]), Dimension.PREPARATION) == 0.0
    half = _score(played(content, [who, read("Well.")]), Dimension.PREPARATION) or 0.0
    assert (
        0.0
        < half
        < (_score(played(content, [HELLO, read("Well.")]), Dimension.PREPARATION) or 0.0)
        == OPENING_ALONE
    )


ASKED = Plan(
    reason="the rounds", questions=("How do you plan your rounds in the morning?",), guess="the whiteboard"
)


def _prepared(call: PlayedCall, plan: Plan | None, looked_up: int = 0) -> DimensionScore:
    there = [one.id for one in call.scenario.research if one.persona in {None, call.persona.id}][:looked_up]
    research = tuple(Research(turn=0, topic=one, cost_s=20) for one in there)
    changed = call.model_copy(update={"plan": plan, "research": research})
    return score_call(changed).dimensions[Dimension.PREPARATION]


def test_preparation_tells_look_ups_a_written_plan_and_a_used_one_apart(content: ContentLibrary) -> None:
    call = played(content, [HELLO, read("How do you plan the morning rounds?", **OPEN)])
    unused = ASKED.model_copy(update={"questions": ("Who signs for the linen budget?",)})
    nothing, looked, wrote, used, all_of_it = (
        _prepared(call, plan, count).score or 0.0
        for plan, count in ((Plan(), 0), (Plan(), 2), (unused, 2), (ASKED, 0), (ASKED, 2))
    )
    assert nothing < looked < 100.0
    assert wrote < used < all_of_it == 100.0
    assert nothing < used


def test_preparation_without_a_plan_is_never_whole_and_says_so(content: ContentLibrary) -> None:
    call = played(content, [HELLO, read("How do you plan the morning rounds?", **OPEN)])
    for plan, looked_up in ((None, 0), (Plan(), 0), (Plan(), 3)):
        score = _prepared(call, plan, looked_up)
        assert score.score is not None
        assert score.score < 90.0
        assert "No plan was written" in score.note
    assert "without the desk" in _prepared(call, None).note
    assert "without the desk" not in _prepared(call, Plan()).note
    assert "No plan" not in _prepared(call, ASKED).note


def test_preparation_counts_planned_questions_that_were_asked(content: ContentLibrary) -> None:
    call = played(content, [HELLO, read("How do you plan the morning rounds?", **OPEN)])
    both = ASKED.model_copy(update={"questions": (*ASKED.questions, "Who signs for the linen budget?")})
    one, half = (_prepared(call, plan, 2).score for plan in (ASKED, both))
    assert one == 100.0
    assert half is not None
    assert half < 100.0


def test_preparation_over_the_limit_costs_a_little_and_says_so(content: ContentLibrary) -> None:
    call = played(content, [HELLO, read("How do you plan the morning rounds?", **OPEN)])
    limit_s = call.scenario.preparation_s

    def prepared(cost_s: int, turn: int = 0) -> DimensionScore:
        done = (Research(turn=0, topic="web", cost_s=0), Research(turn=0, topic="trade", cost_s=0))
        looked_up = (*done, Research(turn=turn, topic="news", cost_s=cost_s))
        changed = call.model_copy(update={"research": looked_up, "plan": ASKED})
        return score_call(changed).dimensions[Dimension.PREPARATION]

    within, over, far_over = prepared(limit_s), prepared(limit_s + 50), prepared(limit_s + 900)
    assert within.score == 100.0 == prepared(limit_s + 50, turn=3).score
    assert "0:50 longer" in over.note and not within.note
    assert over.score is not None and far_over.score is not None
    assert 75.0 < far_over.score < over.score < 100.0


def test_outcome_of_a_polite_yes_is_no_agreement(content: ContentLibrary) -> None:
    call = played(content, [HELLO, CLOSE, BYE], persona="gwen-ashdown", scenario="front-desk")
    assert any(one.stated_turn is not None for one in call.state.ledger.positions.values())
    card = score_call(call).dimensions[Dimension.OUTCOME]
    assert (card.score or 0.0) <= 20.0
    assert "polite" in card.note


def test_outcome_of_a_dropped_line_is_not_observed(content: ContentLibrary, marion: Persona) -> None:
    call = played(content, skilled_lines(marion)[:5])
    assert call.end is not None
    dropped = call.model_copy(update={"end": call.end.model_copy(update={"reason": EndReason.LINE_DROPPED})})
    assert _score(dropped, Dimension.OUTCOME) is None


def test_outcome_agreement_on_nothing_is_worth_less_than_one_on_a_cause(
    content: ContentLibrary, marion: Persona
) -> None:
    def agreed(lines: Sequence[Line]) -> float:
        call = played(content, lines)
        assert call.end is not None
        end = call.end.model_copy(update={"reason": EndReason.AGREED})
        return _score(call.model_copy(update={"end": end}), Dimension.OUTCOME) or 0.0

    assert agreed(skilled_lines(marion)) == 100.0
    assert agreed([HELLO, read("Well then."), CLOSE]) == 60.0


def test_outcome_giving_up_at_once_on_one_whom_it_does_not_suit_is_luck(content: ContentLibrary) -> None:
    hollis = content.persona("hollis-brandt")
    honest = read("Then it isn't for you, to be honest.", acts=[Act.DISQUALIFY])
    surface = surface_of(hollis)
    blind = played(content, [HELLO, honest, BYE], persona="hollis-brandt")
    asked = played(content, [HELLO, ask(surface, "How is that done?"), honest, BYE], persona="hollis-brandt")
    assert asked.state.ledger.layers[surface].is_open
    assert _score(blind, Dimension.OUTCOME) == 60.0
    assert _score(asked, Dimension.OUTCOME) == 100.0
