"""Parts and runs made one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from simulator.domain.judgement import VerdictState
from simulator.domain.scorecard import Evidence, Flag
from simulator.scoring.judge_answer import Finding
from simulator.scoring.judge_merge import merged_flags, merged_parts, merged_runs
from tests.scoring.judging import RUBRIC

UNSEEN = Finding(VerdictState.NOT_OBSERVED, reason="No occasion.")
UNSUPPORTED = Finding(VerdictState.UNSUPPORTED)
MISSING = Finding(VerdictState.MISSING)
CRITERION = RUBRIC.criteria[0]


def counted(level: int, turn: int = 0) -> Finding:
    return Finding(
        VerdictState.COUNTED, level, f"level {level}", (Evidence(turn=turn, quote="as said", why="so"),)
    )


def test_merged_parts_of_one_with_an_occasion_is_that_one() -> None:
    assert merged_parts([(UNSEEN, 9), (counted(1), 1), (UNSUPPORTED, 9)]) == counted(1)


def test_merged_parts_weigh_by_the_turns_of_the_rep() -> None:
    assert merged_parts([(counted(0), 30), (counted(2), 5), (counted(2), 5)]).level == 0
    assert merged_parts([(counted(0), 10), (counted(2), 30)]).level == 2


def test_merged_parts_between_two_levels_is_the_lower() -> None:
    assert merged_parts([(counted(2), 10), (counted(1), 10)]).level == 1


def test_merged_parts_without_a_level_say_the_worst_that_happened() -> None:
    assert merged_parts([(UNSEEN, 1), (UNSUPPORTED, 1), (MISSING, 1)]).state is VerdictState.UNSUPPORTED
    assert merged_parts([(UNSEEN, 1), (MISSING, 1)]).state is VerdictState.MISSING
    assert merged_parts([(UNSEEN, 1), (UNSEEN, 1)]).state is VerdictState.NOT_OBSERVED


def test_merged_runs_keep_every_level_and_the_evidence_of_the_median() -> None:
    found = merged_runs(CRITERION, [counted(2, 1), counted(0, 2), counted(1, 3), counted(1, 4), UNSUPPORTED])
    assert (found.level, found.score) == (1, 40)
    assert found.levels == (2, 0, 1, 1, None)
    assert [one.turn for one in found.evidence] == [3, 4]


def test_merged_runs_without_occasion_in_most_are_not_observed() -> None:
    assert merged_runs(CRITERION, [UNSEEN, counted(2), UNSEEN]).state is VerdictState.NOT_OBSERVED
    assert merged_runs(CRITERION, [UNSEEN, counted(2)]).level == 2
    assert merged_runs(CRITERION, [UNSUPPORTED, UNSUPPORTED, UNSEEN]).state is VerdictState.NOT_OBSERVED
    assert merged_runs(CRITERION, [UNSUPPORTED, MISSING]).state is VerdictState.UNSUPPORTED
    assert merged_runs(CRITERION, [MISSING]).state is VerdictState.MISSING


@given(
    st.lists(
        st.sampled_from([counted(0), counted(1), counted(2), UNSEEN, UNSUPPORTED, MISSING]),
        min_size=1,
        max_size=7,
    )
)
def test_merged_runs_of_any_kind_lie_between_the_lowest_and_the_highest(runs: list[Finding]) -> None:
    found = merged_runs(CRITERION, runs)
    levels = [one.level for one in runs if one.level is not None]
    assert len(found.levels) == len(runs)
    assert (found.level is None) == (found.state is not VerdictState.COUNTED) == (found.score is None)
    if found.level is not None:
        assert min(levels) <= found.level <= max(levels)
        assert found.evidence
    backwards = merged_runs(CRITERION, runs[::-1])
    assert (backwards.level, backwards.state) == (found.level, found.state)


def test_merged_flags_stand_where_half_of_the_runs_saw_them() -> None:
    first, second = (Flag(kind=kind, turn=turn, quote="q", fact="f") for kind, turn in (("a", 4), ("b", 2)))
    assert merged_flags([[first], [second]]) == (second, first)
    assert merged_flags([[first, first], [], [second, first]]) == (first,)
    assert merged_flags([[], [], [second]]) == ()
    assert merged_flags([]) == ()
