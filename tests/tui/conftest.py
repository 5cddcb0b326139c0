"""Settings, content and a reader for the screen tests; the reader is made once."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import textual._doc

from simulator.authoring.library import ContentLibrary
from simulator.call.record import Keeper, MemoryKeeper
from simulator.call.session import Call, CallSetup
from simulator.domain.persona import Persona
from simulator.domain.scenario import Scenario
from simulator.prospect.voice import AuthoredVoice
from simulator.reading.local import LocalReader
from simulator.settings import Settings
from simulator.tui.backstage import Backstage
from simulator.tui.desk_view import DeskView, desk_view
from tests.tui.stage import FixedBackstage

#: fonts that a picture would load from elsewhere, and the maker's mark
_ADDRESSES = re.compile(r"@font-face\s*\{[^}]*\}\s*|<!--.*?-->\s*", re.DOTALL)

MakeCall = Callable[..., Call]


@pytest.fixture
def settings(tmp_path: Path, vectors: Path) -> Settings:
    """No endpoint, no waiting, a data folder of its own; vectors are shared by the tests of a run."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "cache").symlink_to(vectors, target_is_directory=True)
    config = tmp_path / "config"
    return Settings(home=home, config_dir=config, voice="authored", pacing="instant", mirror="skip")


@pytest.fixture(scope="session")
def persona(content: ContentLibrary) -> Persona:
    return content.persona("marion-teague")


@pytest.fixture(scope="session")
def scenario(content: ContentLibrary) -> Scenario:
    return content.scenario("morning-board")


@pytest.fixture(scope="session")
def reader(persona: Persona, scenario: Scenario, vectors: Path) -> LocalReader:
    return LocalReader(persona, scenario, vectors)


@pytest.fixture(scope="session")
def view(scenario: Scenario, persona: Persona) -> DeskView:
    """The desk before a call to that persona, with time for nearly all of it."""
    return desk_view(scenario.model_copy(update={"preparation_s": 300}), persona)


@pytest.fixture
def backstage(settings: Settings, make_call: MakeCall) -> FixedBackstage:
    """Gives a call that is kept in memory."""
    return FixedBackstage(settings, make_call)


@pytest.fixture
def make_call(persona: Persona, scenario: Scenario, reader: LocalReader) -> MakeCall:
    """Makes calls with the real engine, kept in memory or by the keeper of a test."""

    def make(keeper: Keeper | None = None, scenario: Scenario = scenario) -> Call:
        setup = CallSetup(persona=persona, scenario=scenario, reader=reader, voice=AuthoredVoice(), seed=3)
        return Call(setup, keeper or MemoryKeeper("c-test22"))

    return make


@pytest.fixture(autouse=True)
def _nobody_types_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between any two looks at the clock a minute has gone by: a rep who waits a moment before each key."""
    looks = itertools.count(step=60)
    monkeypatch.setattr(Backstage, "clock", staticmethod(lambda: float(next(looks))))


@pytest.fixture(autouse=True)
def _pictures_without_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Baselines hold no addresses: the fonts that a picture would load from elsewhere are left out."""
    take = textual._doc.take_svg_screenshot

    def take_plain(*args: object, **kwargs: object) -> str:
        return _ADDRESSES.sub("", take(*args, **kwargs))  # type: ignore[arg-type]

    monkeypatch.setattr(textual._doc, "take_svg_screenshot", take_plain)
