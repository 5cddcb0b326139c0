"""Totals are weighted by code, and say nothing where little was observed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.authoring.library import ContentLibrary
from simulator.domain.reading import Act
from simulator.domain.scorecard import Basis, Dimension, DimensionScore
from simulator.domain.transcript import Transcript
from simulator.scoring.profiles import PROFILES
from simulator.scoring.scorecards import FOUND_NOTHING, score_call, score_transcript, total
from tests.scoring.builders import OPEN, played, read

LINES = [
    read("Hello, it's Sam from Brackwater about your rounds.", acts=[Act.GIVES_NAME, Act.REASON_FOR_CALL]),
    *(read(f"How is it with the {what}?", **OPEN) for what in ("vans", "drivers", "linen", "sheets")),
]


def _scores(**figures: float | None) -> dict[Dimension, DimensionScore]:
    return {
        Dimension(name): DimensionScore(
            score=figure, basis=Basis.NOT_OBSERVED if figure is None else Basis.MEASURED
        )
        for name, figure in figures.items()
    }


def test_total_is_the_weighted_mean_of_what_was_observed() -> None:
    weights = {Dimension.PROBING: 0.3, Dimension.LISTENING: 0.1, Dimension.OUTCOME: 0.6}
    assert total(_scores(probing=80, listening=40, outcome=None), weights) == 70.0


def test_total_where_little_was_observed_is_none() -> None:
    weights = PROFILES["cold_call"].weights
    assert total(_scores(preparation=100, time=100), weights) is None
    assert total(_scores(preparation=100, human_tone=0, probing=0), weights) == 18.5
    assert total(_scores(), weights) is None


def test_total_of_dimensions_without_weight_is_none() -> None:
    assert total(_scores(probing=80), {}) is None


@pytest.mark.parametrize("name", PROFILES)
def test_weights_of_a_profile_add_up_to_one(name: str) -> None:
    assert sum(PROFILES[name].weights.values()) == pytest.approx(1.0)
    assert set(PROFILES[name].weights) == set(Dimension)


def test_scenario_weights_override_those_of_the_profile(content: ContentLibrary) -> None:
    call = played(content, LINES)
    only = {one: float(one is Dimension.PREPARATION) for one in Dimension}
    weighted = call.model_copy(update={"scenario": call.scenario.model_copy(update={"weights": only})})
    card = score_call(weighted)
    # it found nothing out, so that what it comes to is held
    assert (card.dimensions[Dimension.PREPARATION].score or 0.0) > FOUND_NOTHING == card.total
    low = {one: float(one is Dimension.PROBING) for one in Dimension}
    weighted = call.model_copy(update={"scenario": call.scenario.model_copy(update={"weights": low})})
    assert score_call(weighted).total == score_call(weighted).dimensions[Dimension.PROBING].score


def test_scoring_twice_gives_the_same_card(content: ContentLibrary) -> None:
    call = played(content, LINES)
    assert score_call(call) == score_call(call)


@given(
    st.lists(st.tuples(st.sampled_from(["rep", "prospect"]), st.text(max_size=60)), max_size=12),
    st.sampled_from(sorted(PROFILES)),
)
def test_any_transcript_is_scored_within_bounds_with_quotes_that_stand_in_it(
    turns: list[tuple[str, str]], profile: str
) -> None:
    data = [{"speaker": speaker, "text": text} for speaker, text in turns]
    transcript = Transcript.model_validate({"id": "any", "turns": data})
    card, rated = score_transcript(transcript, PROFILES[profile])
    assert card.total is None or 0.0 <= card.total <= 100.0
    for one in card.dimensions.values():
        assert (one.score is None) is (one.basis is Basis.NOT_OBSERVED)
        assert all(found.quote in transcript.turns[found.turn].text for found in one.evidence)
    assert all(flag.quote in transcript.turns[flag.turn].text for flag in card.flags)
    assert len(rated) == len(turns)
