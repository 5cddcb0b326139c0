"""The settings on the screen: what is set, how it is changed, never a key, and a connection test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from textual.command import Hit
from textual.pilot import Pilot
from textual.widgets import Input

from simulator.call.wish import Wish
from simulator.secret import Secret
from simulator.settings import Settings, load_settings
from simulator.tui.app import PracticeApp
from simulator.tui.backstage import Backstage
from simulator.tui.palette import PaletteProvider, has_words
from simulator.tui.screens.call import CallScreen
from simulator.tui.screens.help import HelpScreen
from simulator.tui.screens.settings import SettingsScreen
from simulator.tui.settings_view import FOR_A_VISITOR, NO_ENDPOINT, fields, fixed_rows, found_by
from simulator.tui.theme import CONTRAST, DARK, LIGHT
from simulator.tui.widgets.setting_field import SettingField
from tests.servers.openai_server import in_thread, says, status
from tests.tui.conftest import MakeCall
from tests.tui.stage import FixedBackstage, app_of, press, running, screen_text, settle

KEY = "sk-very-secret-0123456789"


@asynccontextmanager
async def showing(settings: Settings, size: tuple[int, int] = (100, 50)) -> AsyncIterator[Pilot[int]]:
    """The real app with its settings open."""
    backstage = Backstage(settings, Wish())
    app = PracticeApp(backstage, at_home=True)
    try:
        async with app.run_test(size=size) as pilot:
            await settle(pilot)
            await press(pilot, "s")
            assert isinstance(app.screen, SettingsScreen)
            yield pilot
    finally:
        backstage.close()


def flat(pilot: Pilot[int]) -> str:
    return " ".join(screen_text(pilot).split())


def now(pilot: Pilot[int]) -> Settings:
    return app_of(pilot).backstage.settings


def saved(settings: Settings) -> str:
    path = settings.file_to_change
    return path.read_text(encoding="utf-8") if path.exists() else ""


async def type_into(pilot: Pilot[int], name: str, text: str) -> None:
    """Put a text in place of what stands in a field, and press Enter."""
    field = pilot.app.screen.query_one(f"#set-{name} Input", Input)
    field.focus()
    field.value = text
    await settle(pilot)
    await press(pilot, "enter")


def told(pilot: Pilot[int], name: str) -> str:
    """What stands beside a field."""
    return str(pilot.app.screen.query_one(f"#set-{name} .told").render())


async def test_long_value_shows_its_beginning_until_somebody_is_in_it(settings: Settings) -> None:
    address = "http://127.0.0.1:9/" + "deep/" * 30 + "end"
    async with showing(replace(settings, base_url=address), (80, 50)) as pilot:
        assert "http://127.0.0.1:9/deep" in screen_text(pilot)
        field = pilot.app.screen.query_one("#set-base_url Input", Input)
        field.focus()
        await settle(pilot)
        assert "deep/end" in screen_text(pilot)
        await press(pilot, "up")
        assert "http://127.0.0.1:9/deep" in screen_text(pilot)


def test_a_key_is_in_no_field_and_no_row(settings: Settings) -> None:
    with_key = replace(settings, api_key=Secret(KEY))
    assert KEY not in repr(fields(with_key)) + repr(fixed_rows(with_key))
    assert ("key", "set") in [row[:2] for row in fixed_rows(with_key)]
    assert not any("key" in field.name for field in fields(with_key))


async def test_arrows_change_a_value_and_it_is_saved(settings: Settings) -> None:
    async with showing(settings) as pilot:
        await press(pilot, "right", "right")
        assert pilot.app.theme == CONTRAST.name
        await press(pilot, "down", "left")
        assert told(pilot, "pacing") == "Kept."
        await press(pilot, "down", "left")
        assert told(pilot, "mirror") == "Kept; it holds from the next call on."
        assert (now(pilot).theme, now(pilot).pacing, now(pilot).mirror) == ("contrast", "natural", "ask")
        assert saved(settings) == 'theme = "contrast"\npacing = "natural"\nmirror = "ask"\n'


async def test_a_click_chooses(settings: Settings) -> None:
    async with showing(settings) as pilot:
        choices = list(pilot.app.screen.query("#set-theme .choice"))
        await pilot.click(choices[1])
        await settle(pilot)
        assert pilot.app.theme == LIGHT.name
        assert 'theme = "light"' in saved(settings)


async def test_typed_values_are_kept_by_enter_and_the_default_by_emptying(settings: Settings) -> None:
    async with showing(settings) as pilot:
        await type_into(pilot, "base_url", "http://localhost:8080/v1")
        await type_into(pilot, "model", "[red]m[/red]")
        await type_into(pilot, "timeout_s", "7.5")
        changed = now(pilot)
        assert (changed.base_url, changed.model, changed.timeout_s) == (
            "http://localhost:8080/v1",
            "[red]m[/red]",
            7.5,
        )
        assert "[red]m[/red]" in screen_text(pilot)
        await type_into(pilot, "model", "")
        assert now(pilot).model == Settings.model
        assert "model" not in saved(settings)


async def test_wrong_value_has_its_sentence_beside_it_and_is_not_kept(settings: Settings) -> None:
    async with showing(settings) as pilot:
        await type_into(pilot, "timeout_s", "soon")
        assert told(pilot, "timeout_s") == "✗ timeout_s wants a number, not 'soon'."
        assert now(pilot).timeout_s == settings.timeout_s
        assert saved(settings) == ""
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, SettingsScreen)
        assert told(pilot, "timeout_s") == ""
        await press(pilot, "escape")
        assert not isinstance(pilot.app.screen, SettingsScreen)


async def test_value_of_the_environment_names_its_variable_and_stays(
    settings: Settings, tmp_path: Path
) -> None:
    env = {
        "SIMULATOR_HOME": str(settings.home),
        "SIMULATOR_THEME": "light",
        "SIMULATOR_MODEL": "from-env",
        "OPENAI_API_KEY": KEY,
    }
    async with showing(load_settings(env, tmp_path, settings.config_dir)) as pilot:
        assert KEY not in screen_text(pilot)
        assert "Set by SIMULATOR_THEME in the environment" in flat(pilot)
        await press(pilot, "right")
        assert "✗ Set by SIMULATOR_THEME" in flat(pilot)
        assert pilot.app.theme == LIGHT.name
        assert not pilot.app.screen.query("#set-model Input")
        assert "from-env SIMULATOR_MODEL" in flat(pilot)
        assert not settings.config_dir.exists()


async def test_visitor_sees_three_settings_no_paths_and_no_test(settings: Settings) -> None:
    served = replace(settings, served=True, base_url="http://inside.example/v1")
    async with showing(served) as pilot:
        assert [one.field.name for one in pilot.app.screen.query(SettingField)] == [
            "theme",
            "pacing",
            "mirror",
        ]
        assert FOR_A_VISITOR in flat(pilot)
        for hidden in ("inside.example", str(settings.home), "Test", "simulator.toml"):
            assert hidden not in screen_text(pilot)
        await press(pilot, "right", "f5")
        assert pilot.app.theme == LIGHT.name
        assert saved(settings) == ""


async def test_change_that_cannot_be_saved_says_so_and_holds(settings: Settings) -> None:
    settings.config_dir.write_text("no folder", encoding="utf-8")
    async with showing(settings) as pilot:
        await press(pilot, "right")
        assert "this holds until you leave." in flat(pilot)
        assert now(pilot).theme == "light"


async def test_voice_without_what_it_needs_is_kept_with_a_word_of_caution(settings: Settings) -> None:
    async with showing(settings) as pilot:
        await press(pilot, "down", "down", "down", "right")
        assert now(pilot).voice == "endpoint"
        assert "There is no endpoint: a call needs OPENAI_API_KEY" in told(pilot, "voice")


async def test_test_without_an_endpoint_is_not_there_and_how_to_set_one_is(settings: Settings) -> None:
    async with showing(settings) as pilot:
        await press(pilot, "f5", "t")
        assert " ".join(NO_ENDPOINT.split()) in flat(pilot)


async def test_test_asks_the_server_that_was_set_on_the_screen(settings: Settings) -> None:
    with in_thread(says("Hello."), says('{"colour": "red"}')) as server:
        async with showing(settings) as pilot:
            await type_into(pilot, "base_url", server.base_url)
            await type_into(pilot, "model", "made-up")
            await press(pilot, "f5")
            await settle(pilot)
            for words in ("reachable: ok.", "key: ok.", "model: ok.", "streaming: ok.", "JSON answers:"):
                assert words in flat(pilot)
            assert [body["model"] for body in server.bodies] == ["made-up"] * len(server.bodies)


@pytest.mark.parametrize(
    ("key", "model", "words"),
    [
        (None, "made-up", "key: failed."),
        ("sk-wrong", "made-up", "key: failed."),
        ("sk-right", "made-uq", "model: failed."),
    ],
)
async def test_test_says_what_is_wrong(settings: Settings, key: str | None, model: str, words: str) -> None:
    no_model = status(404, "The model does not exist.", error_code="model_not_found")
    with in_thread(no_model, key="sk-right") as server:
        secret = Secret(key) if key else None
        async with showing(replace(settings, base_url=server.base_url, model=model, api_key=secret)) as pilot:
            await press(pilot, "t")
            assert words in flat(pilot)
            assert "sk-wrong" not in screen_text(pilot)
            if "model" in words:
                assert "did you mean made-up?" in flat(pilot)


async def test_test_of_an_address_where_nobody_is_says_so(settings: Settings) -> None:
    with in_thread() as server:
        gone = server.base_url
    async with showing(replace(settings, base_url=gone), (80, 24)) as pilot:
        await press(pilot, "t")
        assert "reachable: failed." in flat(pilot)


async def test_settings_open_over_a_call_and_the_pace_changes_at_once(
    settings: Settings, make_call: MakeCall
) -> None:
    backstage = FixedBackstage(replace(settings, pacing="natural"), make_call)
    async with running(backstage, shown=False) as pilot:
        await app_of(pilot).run_action("settings")
        await settle(pilot, shown=False)
        await press(pilot, "down", "right")  # settles only when the line is said, which is at once
        assert now(pilot).pacing == "instant"
        await press(pilot, "down", "left")
        assert told(pilot, "mirror") == "Kept; it holds from the next call on."
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, CallScreen)


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (200, 60)])
async def test_every_setting_can_be_reached_and_seen(settings: Settings, size: tuple[int, int]) -> None:
    async with showing(settings, size) as pilot:
        screen = pilot.app.screen
        for field in list(screen.query(SettingField)):
            assert screen.focused is field.stop
            assert field.field.label in screen_text(pilot)
            assert field.field.about.split(".")[0][:20] in flat(pilot)
            await press(pilot, "down")
        await press(pilot, "down", "pagedown", "pagedown")
        assert "OPENAI_API_KEY" in flat(pilot)
        await press(pilot, "f1")
        assert isinstance(pilot.app.screen, HelpScreen)


async def test_palette_keeps_the_colours_and_the_settings_follow(settings: Settings) -> None:
    async with showing(settings) as pilot:
        assert pilot.app.theme == DARK.name
        for title, theme, name in (
            ("High contrast", CONTRAST, "contrast"),
            ("Light colours", LIGHT, "light"),
            ("Dark colours", DARK, "dark"),
        ):
            commands = pilot.app.get_system_commands(pilot.app.screen)
            next(one for one in commands if one.title == title).callback()
            await settle(pilot)
            assert pilot.app.theme == theme.name
            assert saved(settings) == f'theme = "{name}"\n'
            assert f"● {name}" in screen_text(pilot)


async def test_palette_holds_colours_for_this_run_where_the_environment_says_others(
    settings: Settings, tmp_path: Path
) -> None:
    env = {"SIMULATOR_HOME": str(settings.home), "SIMULATOR_THEME": "light"}
    async with showing(load_settings(env, tmp_path, settings.config_dir)) as pilot:
        app_of(pilot).action_colours("dark")
        await settle(pilot)
        assert pilot.app.theme == DARK.name
        assert [one.message for one in pilot.app._notifications] == [
            "theme is set by SIMULATOR_THEME in the environment, and cannot be changed here. "
            "These colours hold until you leave."
        ]


def test_changed_voice_takes_the_place_of_the_one_asked_for_at_the_start(settings: Settings) -> None:
    backstage = Backstage(settings, Wish(voice="authored"))
    backstage.change(replace(settings, pacing="natural"))
    assert backstage.wish_for().voice == "authored"
    backstage.change(replace(settings, voice="auto"))
    assert backstage.wish_for().voice is None


_BY_THEIR_WORDS = {
    "pac": "pacing",
    "speed": "pacing",
    "mirror": "mirror",
    "grade your own": "mirror",
    "voice": "voice",
    "url": "base_url",
    "address": "base_url",
    "timeout": "timeout_s",
    "model's name": "model",
}


async def test_settings_are_found_in_the_palette_by_their_words(
    settings: Settings, make_call: MakeCall
) -> None:
    async with running(FixedBackstage(settings, make_call)) as pilot:
        for typed, name in _BY_THEIR_WORDS.items():
            hits = [one async for one in PaletteProvider(pilot.app.screen).search(typed)]
            assert hits, typed
            best = max(hits, key=lambda one: one.score)
            assert isinstance(best, Hit)
            await best.command()
            await settle(pilot)
            screen = pilot.app.screen
            assert isinstance(screen, SettingsScreen), typed
            assert screen.focused is screen.query_one(f"#set-{name}", SettingField).stop, typed
            await press(pilot, "escape")


async def test_palette_on_the_settings_goes_to_one_of_them(settings: Settings) -> None:
    async with showing(settings) as pilot:
        app, screen = app_of(pilot), pilot.app.screen
        await app.action_settings("mirror")
        assert app.screen is screen
        assert screen.focused is screen.query_one("#set-mirror", SettingField).stop


def test_visitor_finds_only_their_own_settings(settings: Settings) -> None:
    names = {one[0] for one in found_by(replace(settings, served=True))}
    assert "pacing" in names
    assert not names & {"base_url", "model", "timeout_s"}


@pytest.mark.parametrize(
    ("query", "is_there"), [("pace speech", True), ("eech", False), ("?", False), ("", False)]
)
def test_words_are_found_by_their_beginnings(query: str, is_there: bool) -> None:
    assert has_words("Authored lines come at the pace of speech.", query) is is_there
