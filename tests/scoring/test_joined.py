"""Measured and judged made one scorecard."""

from __future__ import annotations

import pytest

from simulator.domain.judgement import Judgement
from simulator.domain.scorecard import Basis, Dimension, DimensionScore, Evidence, Flag, Provenance, Scorecard
from simulator.scoring.joined import joined
from simulator.scoring.judge import judge
from simulator.scoring.profiles import PROFILES
from simulator.scoring.scorecards import score_transcript, total
from tests.scoring.judging import QUOTES, RUBRIC, ScriptedPort, answer, call, unseen, verdict

PROFILE = PROFILES["cold_call"]


def card(**scores: float) -> Scorecard:
    measured = {
        dimension: DimensionScore(
            score=scores[dimension],
            basis=Basis.MEASURED,
            evidence=(Evidence(turn=0, quote="Good morning", why="measured"),),
            note="Counted.",
        )
        if dimension in scores
        else DimensionScore(note="The call gave no occasion.")
        for dimension in Dimension
    }
    return Scorecard(
        transcript="a-call",
        total=None,
        dimensions=measured,
        provenance=Provenance(program="1", profile="cold_call"),
    )


async def judged(text: str) -> Judgement:
    return await judge(ScriptedPort(text), call(), RUBRIC, model="m", repairs=0)


async def test_joined_dimension_that_is_measured_and_judged_is_both_in_the_rubrics_share() -> None:
    # judged: (3 × 40 + 1 × 100) / 4 = 55; with the half of 20 that is 37.5
    made = joined(card(probing=20), await judged(answer(impact=(1, *QUOTES["impact"]))), RUBRIC, PROFILE)
    found = made.dimensions[Dimension.PROBING]
    assert (found.score, found.basis) == (37.5, Basis.BOTH)
    assert [one.turn for one in found.evidence] == [0, 4, 2]
    assert found.note == "Measured 20, judged 55. Counted."


@pytest.mark.parametrize(("share", "score"), [(0.0, 20.0), (0.25, 40.0), (1.0, 100.0)])
async def test_joined_share_of_the_judged_figure_is_the_rubrics(share: float, score: float) -> None:
    rubric = RUBRIC.model_copy(update={"judged_share": share})
    made = joined(card(probing=20), await judged(answer()), rubric, PROFILE)
    assert made.dimensions[Dimension.PROBING].score == score


async def test_joined_dimension_that_is_judged_only_stands_alone() -> None:
    made = joined(card(probing=20), await judged(answer()), RUBRIC, PROFILE)
    assert made.dimensions[Dimension.OUTCOME].basis is Basis.JUDGED
    assert made.dimensions[Dimension.OUTCOME].score == 100


async def test_joined_dimension_whose_verdicts_do_not_count_stays_as_it_was() -> None:
    text = answer(
        impact=verdict(0, 4, "was never said at all"), follows=unseen(), opening=None, ending=unseen()
    )
    before = card(probing=20, time=70)
    made = joined(before, await judged(text), RUBRIC, PROFILE)
    assert made.dimensions == before.dimensions
    assert made.dimensions[Dimension.OUTCOME].basis is Basis.NOT_OBSERVED


async def test_joined_total_is_that_of_the_dimensions_and_what_was_not_observed_is_left_out() -> None:
    before = card(probing=20, human_tone=50, listening=50)
    made = joined(before, await judged(answer()), RUBRIC, PROFILE)
    assert made.total == total(made.dimensions, PROFILE.weights)
    weights = PROFILE.weights
    scores = {name: one.score for name, one in made.dimensions.items() if one.score is not None}
    assert Dimension.RESILIENCE not in scores
    assert made.total == pytest.approx(
        sum(weights[name] * score for name, score in scores.items()) / sum(weights[name] for name in scores),
        abs=0.05,
    )


async def test_joined_provenance_names_rubric_hash_model_prompt_and_runs() -> None:
    made = joined(card(), await judged(answer()), RUBRIC, PROFILE).provenance
    assert made.rubric is not None
    assert made.rubric.startswith("small@")
    assert len(made.rubric) == len("small@") + 16
    assert (made.model, made.prompt, made.judge_runs, made.program) == ("m", "judge-1", 1, "1")


async def test_joined_provenance_keeps_what_was_measured_and_what_was_judged_apart() -> None:
    made = joined(
        card(probing=20, time=70), await judged(answer(impact=(1, *QUOTES["impact"]))), RUBRIC, PROFILE
    )
    kept = made.provenance
    assert kept.measured == {Dimension.PROBING: 20, Dimension.TIME: 70}
    assert kept.judged[Dimension.PROBING] == 55
    assert kept.judged_share == RUBRIC.judged_share
    for dimension, figure in made.dimensions.items():
        parts = (dimension in kept.measured, dimension in kept.judged)
        assert (
            figure.basis
            is {
                (True, True): Basis.BOTH,
                (True, False): Basis.MEASURED,
                (False, True): Basis.JUDGED,
                (False, False): Basis.NOT_OBSERVED,
            }[parts]
        )


async def test_joined_flags_stand_beside_the_measured_ones_and_never_twice() -> None:
    flags = tuple(Flag(kind="false_urgency", turn=turn, quote="q", fact="measured") for turn in (6, 2))
    before = card().model_copy(update={"flags": flags[:1]})
    verdicts = await judged(answer())
    judgement = verdicts.model_copy(
        update={"flags": tuple(one.model_copy(update={"fact": "judged"}) for one in flags)}
    )
    made = joined(before, judgement, RUBRIC, PROFILE)
    assert [(one.turn, one.fact) for one in made.flags] == [(2, "judged"), (6, "measured")]


async def test_joined_scorecard_of_a_real_call_can_be_written_and_read_again() -> None:
    measured, _ = score_transcript(call(), PROFILE)
    made = joined(measured, await judged(answer()), RUBRIC, PROFILE)
    assert Scorecard.model_validate_json(made.model_dump_json()) == made
    assert made.measures == measured.measures
