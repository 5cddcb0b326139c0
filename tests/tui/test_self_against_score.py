"""The rep's grades beside the score."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from simulator.domain.scorecard import Dimension, DimensionScore, Provenance, Scorecard
from simulator.tui.debrief_view import Paragraph, Rows, Section
from simulator.tui.mirror_view import SelfGrade
from simulator.tui.self_against_score import Gap, compare, gap_section


def card(**scores: float | None) -> Scorecard:
    return Scorecard(
        transcript="c-test22",
        dimensions={Dimension(name): DimensionScore(score=score) for name, score in scores.items()},
        provenance=Provenance(program="0", profile="cold_call"),
    )


def texts(section: Section) -> Iterator[str]:
    for block in section.blocks:
        for cell in [block] if isinstance(block, Paragraph) else [cell for row in block.rows for cell in row]:
            yield "".join(piece.text for piece in cell.pieces)


@pytest.mark.parametrize(
    ("own", "score", "gap", "sentence"),
    [
        (80, 55.0, 25, "You put your listening 25 higher than the call shows."),
        (40, 65.0, -25, "You were harder on yourself than the call was, by 25."),
        (70, 70.0, 0, "You saw that as it was."),
        (70, 65.0, 5, "You saw that as it was."),
        (70, 75.0, -5, "You saw that as it was."),
        (70, 64.0, 6, "You saw that nearly as it was."),
        (70, 80.0, -10, "You saw that nearly as it was."),
        (70, 59.4, 11, "You put your listening 11 higher than the call shows."),
        (100, 0.0, 100, "You put your listening 100 higher than the call shows."),
        (0, 100.0, -100, "You were harder on yourself than the call was, by 100."),
    ],
)
def test_gap_is_told_as_it_is(own: int, score: float, gap: int, sentence: str) -> None:
    (one,) = compare(SelfGrade({Dimension.LISTENING: own}), card(listening=score))
    assert (one.own, one.score, one.gap, one.sentence) == (own, score, gap, sentence)


@pytest.mark.parametrize("score", [64.5, 65.5, 0.4, 99.5])
def test_gap_is_the_difference_of_the_figures_that_are_shown(score: float) -> None:
    (one,) = compare(SelfGrade({Dimension.TIME: 50}), card(time=score))
    own, shown = [int(text.split()[1]) for text in list(texts(gap_section([one])))[1:3]]
    assert one.gap == own - shown


def test_gap_is_told_for_every_dimension() -> None:
    sentences = {Gap(name, 90, 10.0).sentence for name in Dimension}
    assert len(sentences) == len(Dimension)


def test_compare_keeps_the_order_of_the_dimensions_and_leaves_out_what_was_not_graded() -> None:
    grade = SelfGrade({Dimension.OUTCOME: 50, Dimension.TIME: 50})
    gaps = compare(grade, card(time=50, probing=50, outcome=50))
    assert [one.dimension for one in gaps] == [Dimension.TIME, Dimension.OUTCOME]


def test_dimension_that_was_not_observed_has_no_gap_and_is_said_to_be_left_out() -> None:
    grade = SelfGrade({Dimension.PROBING: 60, Dimension.RESILIENCE: 0, Dimension.ACCOUNTABILITY: 50})
    gaps = compare(grade, card(probing=60, resilience=None))
    assert [one.gap for one in gaps] == [0, None, None]
    assert "no occasion" in gaps[1].sentence
    shown = list(texts(gap_section(gaps)))
    assert shown == [
        "Probing", "you  60", "call  60", "You saw that as it was.",
        "Left out, as the call gave no occasion: Resilience, Accountability.",
    ]  # fmt: skip


def test_nothing_to_compare_gives_a_section_without_blocks() -> None:
    assert gap_section(compare(SelfGrade({}), card(time=50))).blocks == ()


def test_guess_is_shown_as_text() -> None:
    section = gap_section((), "[bold]her\x1b[2J nights")
    assert list(texts(section)) == ["On their mind, you thought: “[bold]her\\x1b[2J nights”"]


def test_rows_have_one_width_less_than_columns() -> None:
    gaps = compare(SelfGrade(dict.fromkeys(Dimension, 50)), card(**dict.fromkeys(Dimension, 70.0)))
    blocks = gap_section(gaps).blocks
    assert len(blocks) == len(Dimension)
    for rows in blocks:
        assert isinstance(rows, Rows)
        assert {len(row) for row in rows.rows} == {len(rows.widths) + 1}
