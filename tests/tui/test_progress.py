"""Progress over the calls: what the journal gives, what is made of it, and its screen."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from textual.binding import Binding

from simulator.domain.persona import Persona
from simulator.domain.scorecard import Dimension
from simulator.errors import JournalError
from simulator.journal import Journal
from simulator.reports.past_calls import PastCall, PastCalls, past_calls, self_grade_of
from simulator.tui.debrief_view import Paragraph
from simulator.tui.progress_view import EMPTY, Measure, ProgressView, load_progress, progress_view, table
from simulator.tui.screens.help import HelpScreen
from simulator.tui.screens.progress import ProgressScreen
from simulator.tui.theme import LIGHT
from simulator.tui.trend import chart, sparkline
from tests.tui.past import (
    FIRST_DAY,
    DailyClock,
    Shelf,
    keep_call,
    ledger_with,
    past_call,
    press,
    settle,
    text_of,
)

SIZES = [(60, 16), (80, 24), (120, 36), (200, 60)]


@pytest.fixture
def journal() -> Iterator[Journal]:
    with Journal.open(":memory:", clock=DailyClock()) as opened:
        yield opened


def view_of(*calls: PastCall, unscored: int = 0, unreadable: int = 0) -> ProgressView:
    return progress_view(PastCalls(calls, unscored, unreadable))


def measure(view: ProgressView, name: str) -> Measure:
    return next(one for one in (*view.scores, *view.beside) if one.name == name)


def words(paragraphs: tuple[Paragraph, ...]) -> str:
    return "\n".join("".join(piece.text for piece in one.pieces) for one in paragraphs)


# figures as characters


def test_sparkline_goes_from_low_to_high_with_a_gap_for_what_was_not_observed() -> None:
    assert sparkline([0, 50, None, 100]) == "▁▄·▆"


def test_chart_has_the_room_it_was_given() -> None:
    for count in (1, 2, 7, 40, 900):
        for columns, rows in [(9, 3), (40, 6), (110, 14)]:
            lines = chart([float(index % 101) for index in range(count)], columns, rows, ("2 Mar", "4 Apr"))
            assert len(lines) == rows
            assert max(map(len, lines)) <= columns


def test_chart_is_broken_where_nothing_was_observed() -> None:
    whole, broken = (chart([20, middle, 80], 40, 6, ("a", "b")) for middle in (50.0, None))
    assert "·" in broken[-2]
    dots = ["".join(lines).count("●") for lines in (whole, broken)]
    assert dots == [3, 2]
    assert sum("⠀" < char <= "⣿" for char in "".join(broken)) == 0


def test_chart_puts_the_highest_on_top_and_the_lowest_at_the_bottom() -> None:
    lines = chart([0, 100], 40, 8, ("a", "b"))
    assert lines[0].startswith("100 │")
    assert lines[0].endswith("●")
    assert lines[6].startswith("  0 │●")
    assert lines[7].split() == ["a", "b"]


def test_chart_without_room_or_values_is_empty() -> None:
    assert chart([1.0], 3, 9, ("", "")) == chart([1.0], 40, 1, ("", "")) == chart([], 40, 9, ("", "")) == ()


# the presenter


def test_no_call_gives_an_empty_view() -> None:
    assert view_of().is_empty


def test_dimension_has_trend_latest_mean_of_five_and_the_first_best() -> None:
    scores = [90.0, 10.0, 20.0, 30.0, None, 90.0, 50.0]
    one = measure(view_of(*(past_call(day, probing=score) for day, score in enumerate(scores))), "Probing")
    assert (one.trend, one.latest, one.mean) == ("▆▁▂▂·▆▄", "50", "40")
    assert (one.best, one.when) == ("90", "2 Mar")


def test_dimension_that_was_not_observed_is_no_zero() -> None:
    one = measure(view_of(past_call(0, probing=None), past_call(1, probing=None)), "Probing")
    assert (one.trend, one.latest, one.mean, one.best, one.when) == ("··", "–", "–", "–", "")


def test_score_of_zero_is_a_zero() -> None:
    one = measure(view_of(past_call(0, probing=0.0)), "Probing")
    assert (one.trend, one.latest, one.mean, one.best) == ("▁", "0", "0", "0")


def test_every_dimension_has_its_row() -> None:
    view = view_of(past_call())
    assert [one.name for one in view.scores] == [
        "Total", "Preparation", "Time", "Human tone", "Probing", "Listening", "Accountability", "Outcome",
    ]  # fmt: skip
    assert [one.name for one in view.beside] == ["Layers told", "Cues taken up", "After a rejection"]


def test_after_a_rejection_is_resilience() -> None:
    one = measure(view_of(past_call(scores={Dimension.RESILIENCE: 66.0})), "After a rejection")
    assert one.latest == "66"


def test_depth_and_cues_are_counted_and_a_call_without_a_cue_is_no_zero() -> None:
    view = view_of(
        past_call(0, told=6, layers=12, taken_up=2, dropped=2),
        past_call(1, told=3, layers=12, taken_up=0, dropped=0),
    )
    depth, cues = measure(view, "Layers told"), measure(view, "Cues taken up")
    assert (depth.latest, depth.mean, depth.best, depth.when) == ("3 of 12", "38 %", "6 of 12", "2 Mar")
    assert (cues.trend, cues.latest, cues.mean, cues.best) == ("▆·", "–", "100 %", "2 of 2")


def test_gap_is_how_far_self_grades_are_from_scores_and_nearest_to_nothing_is_best() -> None:
    view = view_of(
        past_call(0, probing=40.0, self_grade={Dimension.PROBING: 70.0, Dimension.TIME: 90.0}),
        past_call(1, probing=40.0),
        past_call(2, probing=60.0, self_grade={Dimension.PROBING: 40.0}),
        past_call(3, probing=60.0, self_grade={Dimension.PROBING: 62.0}),
    )
    gap = measure(view, "Self-grade gap")
    assert (gap.trend, gap.latest, gap.mean, gap.best, gap.when) == ("+·−=", "=2", "±17", "=2", "5 Mar")
    assert measure(view, "Probing").gap == "±17"
    assert measure(view, "Time").gap == ""


def test_without_a_self_grade_the_view_says_how_to_get_one() -> None:
    assert "Grade a call yourself" in "\n".join(view_of(past_call()).legend)


def test_summary_names_the_best_and_what_is_new_in_the_last_call() -> None:
    calls = [past_call(day, total=total) for day, total in enumerate([50.0, 61.0, 72.0])]
    text = words(view_of(*calls, unscored=2).summary)
    assert "3 scored calls, the first on 2 Mar. 2 more have no score yet." in text
    assert "Best total: 72, on 4 Mar with Marion Teague." in text
    assert "Personal bests in the last call: total 72." in text


def test_first_calls_are_not_called_personal_bests() -> None:
    assert "in the last call" not in words(view_of(past_call(0, total=1.0), past_call(1, total=9.0)).summary)


def test_day_of_another_year_has_its_year() -> None:
    old = replace(past_call(0, total=90.0), when=FIRST_DAY.replace(year=2024))
    assert measure(view_of(old, past_call(1)), "Total").when == "Mar 2024"


def test_calls_that_cannot_be_read_are_told() -> None:
    assert "2 calls are kept in a form" in view_of(past_call(), unreadable=2).problem


def test_names_are_safe_to_show() -> None:
    assert "\\x1b[2J[bold]" in words(view_of(past_call(persona="\x1b[2J[bold]")).summary)


@pytest.mark.parametrize("columns", [55, 60, 75, 115, 190])
@pytest.mark.parametrize("graded", [False, True])
def test_table_fits_its_columns(columns: int, graded: bool) -> None:
    grade = {Dimension.PROBING: 70.0} if graded else {}
    view = view_of(*(past_call(day, self_grade=grade) for day in range(90)))
    for measures in (view.scores, view.beside):
        rows = table(measures, columns, calls=90, title="Score")
        assert sum(rows.widths) + 2 * len(rows.widths) <= columns
        assert {len(row) for row in rows.rows} == {len(rows.headings)} == {len(rows.widths) + 1}


# from the journal


def test_journal_gives_scores_depth_and_cues(journal: Journal, persona: Persona) -> None:
    first, second, third, *_ = (layer.id for layer in persona.layers())
    cue, other, *_ = (cue.id for cue in persona.human.cues)
    ledger = ledger_with(
        persona,
        layers={
            first: {"revealed_turn": 2},
            second: {"hinted_turn": 2, "picked_up_turn": 3},
            third: {"hinted_turn": 4},  # in the last words: no occasion
        },
        cues={cue: {"dropped_turn": 2, "honoured_turn": 3}, other: {"dropped_turn": 2}},
    )
    grade = json.dumps({"dimensions": {"probing": 60}})
    keep_call(
        journal,
        persona,
        ledger,
        total=58.5,
        scores={"probing": 44.0, "resilience": None},
        self_grade=grade,
    )
    keep_call(journal, persona, scored=False)
    found = past_calls(journal)
    (call,) = found.calls
    assert (found.unscored, found.unreadable) == (1, 0)
    assert (call.persona, call.total, call.scores) == (persona.card.name, 58.5, {Dimension.PROBING: 44.0})
    assert (call.told, call.layers) == (1, sum(1 for _ in persona.layers()))
    assert (call.taken_up, call.dropped) == (2, 3)
    assert call.self_grade == {Dimension.PROBING: 60.0}
    assert measure(load_progress(journal), "Probing").gap == "+16"


def test_grades_that_are_far_too_high_and_far_too_low_are_not_as_it_was() -> None:
    scores = {Dimension.PROBING: 20.0, Dimension.TIME: 90.0, Dimension.HUMAN_TONE: 80.0}
    own = {Dimension.PROBING: 82.0, Dimension.TIME: 30.0, Dimension.HUMAN_TONE: 43.0}
    gap = measure(view_of(past_call(0, scores=scores, self_grade=own)), "Self-grade gap")
    assert (gap.trend, gap.latest, gap.mean, gap.best) == ("±", "±53", "±53", "±53")


@pytest.mark.parametrize(
    ("own", "told"), [(53, "=3"), (47, "=3"), (55, "=5"), (56, "+6"), (44, "−6"), (100, "+50"), (0, "−50")]
)
def test_gap_of_one_grade_leans_its_own_way(own: float, told: str) -> None:
    view = view_of(past_call(0, probing=50.0, self_grade={Dimension.PROBING: own}))
    assert measure(view, "Self-grade gap").latest == measure(view, "Probing").gap == told


def test_no_bar_fills_its_row() -> None:
    assert "█" not in sparkline([100.0] * 5) and "▇" not in sparkline([100.0] * 5)


def test_journal_gives_the_oldest_call_first(journal: Journal, persona: Persona) -> None:
    for total in (10.0, 20.0, None):
        keep_call(journal, persona, total=total)
    assert [call.total for call in past_calls(journal).calls] == [10.0, 20.0, None]


def test_retry_is_in_no_mean_and_no_personal_best(journal: Journal, persona: Persona) -> None:
    first = keep_call(journal, persona, total=65.0)
    keep_call(journal, persona, total=88.0, retry_of=first)
    found = past_calls(journal)
    assert [call.total for call in found.calls] == [65.0]
    assert found.retries == 1
    view = progress_view(found)
    assert measure(view, "Total").best == "65"
    assert "1 scored call so far, beside 1 retry." in words(view.summary)


@pytest.mark.parametrize("card", ["", "[]", "{", "null"])
def test_scorecard_that_is_none_is_counted_and_hides_nothing_else(
    journal: Journal, persona: Persona, card: str
) -> None:
    keep_call(journal, persona)
    journal.save_scorecard(keep_call(journal, persona), card)
    found = past_calls(journal)
    assert (len(found.calls), found.unreadable) == (1, 1)


@pytest.mark.parametrize(
    "grade",
    [
        None, "", "{", "7", "[]", '{"probing": 5}', '{"dimensions": [1]}', '{"dimensions": {"probing": "5"}}',
        '{"dimensions": {"probing": true}}', '{"dimensions": {"probing": 101}}',
        '{"dimensions": {"probing": NaN}}', '{"dimensions": {"charm": 50}}',
    ],
)  # fmt: skip
def test_self_grade_in_another_form_is_none(grade: str | None) -> None:
    assert self_grade_of(grade) == {}


# the screen


def many(count: int = 40) -> ProgressView:
    return view_of(
        *(past_call(day, total=30.0 + day, self_grade={Dimension.PROBING: 50.0}) for day in range(count))
    )


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "{}x{}".format(*size))
async def test_screen_shows_everything_at_every_size(size: tuple[int, int]) -> None:
    app = Shelf(ProgressScreen(many))
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        seen = text_of(pilot)
        assert "40 scored calls" in seen
        while (
            app.screen.query_one("#progress").scroll_offset.y < app.screen.query_one("#progress").max_scroll_y
        ):
            await press(pilot, "pagedown")
            seen += text_of(pilot)
        for word in ("100 │", "Probing", "Outcome", "Layers told", "latest", "best", "Trend:", "0 is best."):
            assert word in seen
        assert "…" not in seen


async def test_new_rep_is_told_what_to_do() -> None:
    app = Shelf(ProgressScreen(ProgressView))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert EMPTY in " ".join(text_of(pilot).split())
        assert "Total, 0 to 100" not in text_of(pilot)


async def test_journal_that_is_broken_is_told_in_one_sentence() -> None:
    def load() -> ProgressView:
        raise JournalError("The journal is locked [x].", hint="Close the other program.")

    app = Shelf(ProgressScreen(load))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert "The journal is locked [x]. Close the other program." in text_of(pilot)
        assert "Reading the journal" not in text_of(pilot)


async def test_hostile_names_are_shown_as_text() -> None:
    app = Shelf(ProgressScreen(lambda: view_of(past_call(persona="[red]\x1b[31mEve"))))
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        assert "with [red]\\x1b[31mEve." in text_of(pilot)


async def test_keys_do_what_they_say() -> None:
    app = Shelf(ProgressScreen(many))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "f1")
        assert isinstance(app.screen, HelpScreen)
        await press(pilot, "escape")
        assert app.screen is app.shown
        await press(pilot, "escape")
        assert app.screen is not app.shown


async def test_tables_follow_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = Shelf(ProgressScreen(many))
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        app.theme = LIGHT.name
        await settle(pilot)
        assert " gap" in text_of(pilot)
        await pilot.resize_terminal(60, 40)
        await settle(pilot)
        assert " gap" not in text_of(pilot).split("Trend:", maxsplit=1)[0].replace("Self-grade gap", "")
        assert "latest" in text_of(pilot)


def test_every_binding_has_an_id_and_a_tooltip() -> None:
    for binding in ProgressScreen.BINDINGS:
        assert isinstance(binding, Binding)
        assert binding.id
        assert binding.tooltip
