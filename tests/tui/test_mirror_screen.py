"""The mirror as a person meets it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual import on
from textual.app import App
from textual.binding import Binding
from textual.message import Message
from textual.pilot import Pilot
from textual.widgets import Input

import simulator.tui.app
from simulator.domain.scorecard import Dimension
from simulator.tui import mirror_view as view
from simulator.tui.app import PracticeApp
from simulator.tui.mirror_view import GUESS_AT, QUESTIONS, Form, SelfGrade
from simulator.tui.screens.ask import SkipScreen
from simulator.tui.screens.help import HelpScreen
from simulator.tui.screens.mirror import MirrorScreen
from simulator.tui.theme import DARK, LIGHT
from simulator.tui.widgets.grade_row import GradeRow
from tests.tui.stage import screen_text

SIZES = [(80, 24), (120, 36), (200, 60)]


class Host(App[int]):
    """Shows the mirror, and writes down what it asks for."""

    CSS_PATH = Path(simulator.tui.app.__file__).with_name("app.tcss")
    HORIZONTAL_BREAKPOINTS = PracticeApp.HORIZONTAL_BREAKPOINTS
    VERTICAL_BREAKPOINTS = PracticeApp.VERTICAL_BREAKPOINTS

    def __init__(self, screen: MirrorScreen, theme: str) -> None:
        super().__init__()
        self.mirror, self._theme_name = screen, theme
        self.told: list[Message] = []

    def on_mount(self) -> None:
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self.theme = self._theme_name
        self.push_screen(self.mirror)

    @on(MirrorScreen.Graded)
    @on(MirrorScreen.Skipped)
    def _write_down(self, message: Message) -> None:
        self.told.append(message)

    @property
    def grade(self) -> SelfGrade:
        (message,) = self.told
        assert isinstance(message, MirrorScreen.Graded)
        return message.self_grade


@asynccontextmanager
async def mirror(
    *,
    name: str = "Marion",
    form: Form | None = None,
    size: tuple[int, int] = (80, 24),
    theme: str = DARK.name,
) -> AsyncIterator[tuple[Host, Pilot[int]]]:
    app = Host(MirrorScreen(name, form), theme)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        yield app, pilot


async def settle(pilot: Pilot[int]) -> None:
    await pilot.pause()
    await pilot.pause()


async def press(pilot: Pilot[int], *keys: str) -> None:
    await pilot.press(*keys)
    await settle(pilot)


async def test_grades_and_guess_go_on_with_enter() -> None:
    async with mirror() as (app, pilot):
        await press(pilot, "7", "down", "right", "right", "down", "n", "down", "1", "0", "0", "left")
        await press(pilot, *["down"] * 5, *"her nights", "enter")
        assert app.grade == SelfGrade(
            {Dimension.PREPARATION: 70, Dimension.TIME: 60, Dimension.PROBING: 90}, "her nights"
        )


async def test_enter_goes_from_question_to_question_and_finishes_on_the_last() -> None:
    async with mirror() as (app, pilot):
        await press(pilot, "7", "enter", "6", "enter", "5", "enter")
        assert not app.told
        assert app.mirror.form.at == 3
        await press(pilot, *["enter"] * 5)
        assert isinstance(app.focused, Input)
        assert not app.told
        await press(pilot, *"her nights", "enter", "enter")
        assert app.grade == SelfGrade(
            {Dimension.PREPARATION: 70, Dimension.TIME: 60, Dimension.HUMAN_TONE: 50}, "her nights"
        )


@pytest.mark.parametrize("key", ["f10", "ctrl+s"])
@pytest.mark.parametrize("at", [4, GUESS_AT])
async def test_done_goes_on_from_anywhere_with_what_is_graded_once(key: str, at: int) -> None:
    async with mirror(form=Form(grades=(*[None] * 4, 80, *[None] * 3), at=at)) as (app, pilot):
        await press(pilot, key, key)
        assert app.grade == SelfGrade({Dimension.LISTENING: 80})


async def test_letters_and_digits_are_words_in_the_guess() -> None:
    async with mirror(form=Form(at=GUESS_AT)) as (app, pilot):
        await press(pilot, *"sn7", "left", "backspace", "enter")
        assert app.grade == SelfGrade({}, "s7")


async def test_s_skips_a_mirror_in_which_nothing_stands() -> None:
    async with mirror() as (app, pilot):
        await press(pilot, "s")
        assert [type(one) for one in app.told] == [MirrorScreen.Skipped]


@pytest.mark.parametrize("form", [Form(grades=(50, *[None] * 7)), Form(guess="her nights")])
async def test_s_asks_before_it_throws_anything_away(form: Form) -> None:
    async with mirror(form=form) as (app, pilot):
        await press(pilot, "s")
        assert isinstance(app.screen, SkipScreen)
        assert "too late" in " ".join(screen_text(pilot).split())
        await press(pilot, "enter")
        assert isinstance(app.screen, MirrorScreen)
        assert app.mirror.form.grades == form.grades and app.mirror.form.guess == form.guess
        assert not app.told
        await press(pilot, "s", "y")
        assert [type(one) for one in app.told] == [MirrorScreen.Skipped]


async def test_grade_in_ones_is_shown_and_kept() -> None:
    async with mirror() as (app, pilot):
        await press(pilot, "8", "5")
        assert " 85" in screen_text(pilot)
        await press(pilot, "f10")
        assert app.grade.dimensions == {Dimension.PREPARATION: 85}


async def test_done_with_nothing_graded_says_what_to_do_and_goes_nowhere() -> None:
    async with mirror() as (app, pilot):
        await press(pilot, *["enter"] * 9)
        assert not app.told
        assert "press Esc, then S" in screen_text(pilot)
        await press(pilot, "escape", "f10")
        assert not app.told
        assert "Nothing is graded yet." in screen_text(pilot)
        await press(pilot, "5")
        assert "Nothing is graded yet." not in screen_text(pilot)


async def test_unsure_takes_a_grade_back() -> None:
    async with mirror() as (app, pilot):
        await press(pilot, "5", "n")
        assert app.mirror.form.grades[0] is None
        await press(pilot, "5", "delete")
        assert app.mirror.form.grades[0] is None


async def test_up_goes_from_the_guess_back_to_the_questions() -> None:
    async with mirror() as (app, pilot):
        await press(pilot, *["down"] * 12)
        assert isinstance(app.focused, Input)
        await press(pilot, "up", "3")
        assert app.mirror.form.grades[-1] == 30
        await press(pilot, *["up"] * 12, "4")
        assert app.mirror.form.grades[0] == 40


async def test_tab_moves_the_keys_too() -> None:
    async with mirror() as (app, pilot):
        await press(pilot, "tab", "tab", "6")
        assert app.mirror.form.grades[:3] == (None, None, 60)


async def test_escape_leads_from_the_guess_to_the_questions_and_then_back() -> None:
    async with mirror(form=Form(at=GUESS_AT)) as (app, pilot):
        await press(pilot, "escape")
        assert isinstance(app.focused, GradeRow)
        await press(pilot, "escape")
        assert app.screen is not app.mirror
        assert not app.told


async def test_form_that_was_filled_in_before_is_taken_up() -> None:
    form = Form(grades=(70, *[None] * 7), guess="her nights", at=2)
    async with mirror(form=form) as (app, pilot):
        text = screen_text(pilot)
        assert "1 of 8 graded" in text
        assert "her nights" in text
        await press(pilot, "f10")
        assert app.grade == SelfGrade({Dimension.PREPARATION: 70}, "her nights")


async def test_mouse_grades_and_places() -> None:
    async with mirror() as (app, pilot):
        rows = list(app.mirror.query(GradeRow))
        scale = rows[4].query_one(".scale")
        await pilot.click(scale, offset=(7, 0))
        await settle(pilot)
        assert (app.mirror.form.at, app.mirror.form.grades[4]) == (4, 70)
        await pilot.click(scale, offset=(11, 0))
        await settle(pilot)
        assert app.mirror.form.grades[4] == 80
        await pilot.click(rows[6].query_one(".asks"))
        await settle(pilot)
        assert app.mirror.form.at == 6
        await pilot.click("#guess")
        await settle(pilot)
        assert app.mirror.form.at == GUESS_AT


async def test_help_has_every_key_and_the_digits_once() -> None:
    async with mirror(size=(100, 50)) as (app, pilot):
        await press(pilot, "f1")
        assert isinstance(app.screen, HelpScreen)
        text = screen_text(pilot)
        assert "0…9" in text
        assert "A grade." not in text
        for binding in MirrorScreen.BINDINGS:
            assert isinstance(binding, Binding)
            if "type" not in binding.action:
                assert " ".join(binding.tooltip.split()[:3]) in text
        await press(pilot, "enter")
        assert app.screen_stack[-1] is app.mirror
        assert not app.told


def test_every_binding_has_an_id_of_its_own_and_a_tooltip() -> None:
    found = [one for one in MirrorScreen.BINDINGS if isinstance(one, Binding)]
    assert len(found) == len(MirrorScreen.BINDINGS) == len({one.id for one in found})
    assert all(one.id and one.tooltip and one.description for one in found)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "{}x{}".format(*size))
async def test_nothing_is_cut_off(size: tuple[int, int]) -> None:
    async with mirror(size=size) as (app, pilot):
        for question in QUESTIONS:
            text = screen_text(pilot)
            assert f"▸ {question.asks}" in text
            assert question.counts in text
            assert all(one.asks in text for one in QUESTIONS)
            assert view.HOW in text
            assert view.GUESS in text
            assert app.mirror.guess.region.bottom < size[1]
            footer = text.rstrip().splitlines()[-1]
            assert all(word in footer for word in ("Help", "Next", "Done", "Skip", "Not sure", "Back"))
            await press(pilot, "down")
        text = screen_text(pilot)
        assert view.GUESS_COUNTS in text
        assert view.GUESS_KEYS in text


async def test_guess_stays_where_it_is_whichever_question_is_at_hand() -> None:
    async with mirror() as (app, pilot):
        places = set()
        for _ in range(GUESS_AT + 1):
            places.add(app.mirror.guess.region)
            await press(pilot, "down")
        assert len(places) == 1


async def test_every_second_line_is_shown_where_there_is_room() -> None:
    async with mirror(size=(120, 36)) as (_, pilot):
        text = screen_text(pilot)
        assert all(question.counts in text for question in QUESTIONS)


async def test_smallest_window_shows_the_question_at_hand() -> None:
    async with mirror(size=(60, 16)) as (_, pilot):
        for question in QUESTIONS:
            text = screen_text(pilot)
            assert f"▸ {question.asks}" in text
            for word in question.counts.split():
                assert word in text
            await press(pilot, "down")
        text = screen_text(pilot)
        assert view.GUESS in text
        assert view.GUESS_COUNTS in text
        assert view.GUESS_EMPTY in text


async def test_sign_tells_where_the_keys_act_without_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with mirror() as (_, pilot):
        await press(pilot, "down")
        lines = [line for line in screen_text(pilot).splitlines() if "▸" in line]
        assert len(lines) == 1
        assert QUESTIONS[1].asks in lines[0]
        assert "‹" in lines[0]


async def test_light_theme_shows_the_same() -> None:
    async with mirror(theme=LIGHT.name) as (_, pilot):
        assert view.GUESS in screen_text(pilot)


async def test_hostile_words_are_text() -> None:
    async with mirror(name="[b]Eve\x1b[2J", form=Form(guess="[red]her nights[/]")) as (app, pilot):
        text = screen_text(pilot)
        assert "[b]Eve\\x1b[2J" in text
        assert "[red]her nights[/]" in text
        await press(pilot, "f10")
        assert app.grade.guess == "[red]her nights[/]"
