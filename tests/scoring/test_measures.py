"""Measures: perfect, known, empty, one-sided and extreme conversations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from simulator.domain.reading import Act, QuestionKind, ReflectionKind, SpinKind
from simulator.domain.transcript import Transcript
from simulator.scoring.measures import longest_monologue_s, measures, talk_share
from simulator.scoring.rated import rate_transcript
from tests.scoring.builders import CLOSED, OPEN, Talk

COUNTS = (
    "questions", "open_questions", "stacked_questions", "leading_questions", "implication_questions", "reflections",
    "complex_reflections", "acknowledgements", "unasked_advice", "pitches",
)  # fmt: skip


def test_measures_empty_conversation_has_no_zero_but_the_count_of_turns() -> None:
    found = measures(())
    assert found.pop("rep_turns") == 0.0
    assert set(found.values()) == {None}


def test_measures_known_conversation_gives_known_values() -> None:
    talk = (
        Talk()
        .prospect("Who is it?")
        .rep("It is Sam from Brackwater about your vans", acts=[Act.REASON_FOR_CALL])
        .prospect("We plan all of that by hand")
        .rep("By hand", reflection=ReflectionKind.SIMPLE, uptake=0.8, politeness=0.5)
        .prospect("Every single morning at four")
        .rep("What comes of that", **OPEN, spin=SpinKind.IMPLICATION, uptake=0.4)
        .prospect("Ask me")
        .rep(
            "Is it late and is it dear", question=QuestionKind.CLOSED, questions=2, leading=True, pressure=0.4
        )
    )
    found = measures(talk.turns)
    expected = {
        "rep_turns": 4, "questions": 2, "open_questions": 1, "stacked_questions": 1, "leading_questions": 1,
        "implication_questions": 1, "reflections": 1, "complex_reflections": 0, "reflection_to_question": 0.5,
        "speaker_switches": 7, "pressure": 0.1, "politeness": 0.125, "reason_stated_s": 1.15,
    }  # fmt: skip
    assert {name: found[name] for name in expected} == expected
    # the last line follows two words only, which leave nothing to take up
    assert found["uptake"] == pytest.approx((0.0 + 0.8 + 0.4) / 3, abs=1e-4)
    assert found["talk_share"] == pytest.approx(21 / 38, abs=1e-4)


@pytest.mark.parametrize("name", COUNTS)
def test_count_without_a_rep_turn_is_none_and_with_one_zero(name: str) -> None:
    assert measures(Talk().prospect("Hello?").turns)[name] is None
    assert measures(Talk().rep("Well").turns)[name] == 0.0


def test_talk_share_one_sided_is_one_or_zero_and_none_in_silence() -> None:
    assert talk_share(Talk().rep("Hello there").turns) == 1.0
    assert talk_share(Talk().prospect("Hello there").turns) == 0.0
    assert talk_share(Talk().rep("").prospect("  ").turns) is None


def test_reflection_to_question_without_a_question_is_none() -> None:
    assert (
        measures(Talk().rep("So", reflection=ReflectionKind.SIMPLE).turns)["reflection_to_question"] is None
    )


def test_monologue_runs_over_silent_turns_and_ends_with_a_word_of_the_other() -> None:
    talk = Talk().rep("one " * 26).prospect("").rep("two " * 26).prospect("mm").rep("three " * 13)
    assert longest_monologue_s(talk.turns) == pytest.approx(20.0, abs=0.1)


def test_monologue_of_a_silent_rep_is_none() -> None:
    assert longest_monologue_s(Talk().rep("").prospect("Hello?").rep("").turns) is None


def test_pace_is_measured_from_real_times_only() -> None:
    turns = [{"speaker": "rep", "text": "word " * 30}]
    assert measures(rate_transcript(_transcript(turns)))["words_a_minute"] is None
    timed = [{"speaker": "rep", "text": "word " * 30, "start": 3.0, "end": 13.0}]
    assert measures(rate_transcript(_transcript(timed)))["words_a_minute"] == 180.0


def test_reason_is_timed_from_the_first_turn_and_not_from_the_dial_tone() -> None:
    turns = [
        {"speaker": "prospect", "text": "Hello?", "start": 40.0, "end": 41.0},
        {
            "speaker": "rep",
            "text": "The reason for my call is your delivery planning.",
            "start": 45.0,
            "end": 49.0,
        },
    ]
    assert measures(rate_transcript(_transcript(turns)))["reason_stated_s"] == 5.0


@pytest.mark.parametrize("time_s", [float("inf"), 1e308])
def test_times_out_of_all_measure_leave_only_finite_figures(time_s: float) -> None:
    turns = [
        {"speaker": "rep", "text": "Hello there, it is me.", "start": time_s, "end": time_s},
        {"speaker": "prospect", "text": "Who?", "start": 1.0, "end": 0.5},
    ]
    figures = [value for value in measures(rate_transcript(_transcript(turns))).values() if value is not None]
    assert all(abs(value) < float("inf") for value in figures)


def test_turn_not_understood_is_in_no_count() -> None:
    talk = Talk().prospect("We do it all by hand here").rep("How so?", **OPEN, uptake=0.9)
    lost = Talk().prospect("We do it all by hand here").rep("How so?", **OPEN, uptake=0.9)
    lost.prospect("I did not get that at all").rep("And the drivers?", **CLOSED, uptake=0.1, counts=False)
    for name in (*COUNTS, "uptake", "pressure", "politeness", "rep_turns"):
        assert measures(talk.turns)[name] == measures(lost.turns)[name], name


def _transcript(turns: Sequence[Mapping[str, object]]) -> Transcript:
    return Transcript.model_validate({"id": "one", "turns": turns})
