"""A whole practice call in a real browser: from the link to the score."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic

import pytest
from playwright.sync_api import Browser, Page, WebSocket, sync_playwright
from textual.color import Color

from simulator.journal import Journal
from simulator.tui.theme import CONTRAST, DARK, LIGHT
from tests.serving.houses import Served, served
from tests.serving.screen_reader import ScreenReader

pytestmark = pytest.mark.timeout(300)

_PATIENCE_S = 90.0
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
#: a folder for pictures of the rooms, for people to look at
_PICTURES = "BROWSER_PICTURES"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The machine's own Chromium; nothing is downloaded."""
    path = next(filter(None, map(shutil.which, _NAMES)), None)
    if path is None:
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail("REQUIRE_BROWSER is set, and there is no Chromium on this machine")
        pytest.skip("there is no Chromium on this machine")
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=arguments)
        yield running
        running.close()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Served]:
    with served(tmp_path / "home", env={"SIMULATOR_MIRROR": "ask"}) as running:
        yield running


class Seat:
    """Somebody before the browser: reads the screen and uses the keyboard."""

    def __init__(self, page: Page) -> None:
        self.page, self.screen = page, ScreenReader()
        self.requested: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requested.append(request.url))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        page.on("websocket", self._listen)

    def _listen(self, websocket: WebSocket) -> None:
        self.screen = ScreenReader()
        websocket.on(
            "framereceived", lambda data: self.screen.feed(data) if isinstance(data, bytes) else None
        )

    def until(self, condition: Callable[[], bool], what: str) -> None:
        """Let the browser work until that is so."""
        end = monotonic() + _PATIENCE_S
        while not condition():
            assert monotonic() < end, f"waited in vain for {what}; on the screen stands:\n{self.screen.text}"
            # the browser's events come in while it is asked for its next picture
            self.page.evaluate("() => new Promise(requestAnimationFrame)")

    def sees(self, *texts: str) -> None:
        self.until(lambda: all(text in self.screen.text for text in texts), f"{texts}")

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def say(self, line: str) -> None:
        self.page.keyboard.type(line)
        self.sees(line)
        self.press("Enter")

    def picture(self, name: str) -> None:
        if folder := os.environ.get(_PICTURES):
            self.page.screenshot(path=Path(folder) / f"{name}.png")


@pytest.fixture
def seat(browser: Browser) -> Iterator[Seat]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    yield Seat(context.new_page())
    context.close()


def _cookie(seat: Seat) -> str:
    (cookie,) = seat.page.context.cookies()
    assert cookie["httpOnly"]
    assert cookie["sameSite"] == "Strict"
    return cookie["value"]


def test_a_whole_call_in_the_browser_is_scored_and_kept(house: Served, seat: Seat) -> None:
    seat.page.goto(house.link)
    assert seat.page.url == f"{house.base}/"
    seat.sees("Practice room", "Gwen Ashdown")
    seat.picture("home")
    seat.press("Enter")
    seat.sees("You call", "Gwen Ashdown", "Call now")
    seat.picture("desk")
    seat.press("F5")
    seat.sees("What you type is what you say.")
    seat.say("Hello Gwen, it's Sam from Brackwater.")
    seat.sees("Sam from Brackwater", "What you type is what you say.")
    seat.say("How do you share out the telephone in the morning?")
    seat.sees("What you type is what you say.")
    seat.picture("call")
    seat.say("/hangup")
    seat.sees("Enter shows the debrief")
    seat.press("Enter")
    seat.sees("Not sure", "S Skip")
    seat.picture("mirror")
    seat.press("s")
    seat.sees("In short", "Gwen Ashdown", "of 100")
    seat.picture("debrief")
    with seat.page.expect_download() as coming:
        seat.press("e")
        seat.sees("Export this call")
        seat.press("Enter")
    assert "of 100" in coming.value.path().read_text(encoding="utf-8")

    (call,) = house.calls(_cookie(seat))
    with Journal.open(f"sqlite:///{house.folder(_cookie(seat)) / 'journal.sqlite3'}") as journal:
        lines = [turn.text for turn in journal.turns(call) if turn.speaker == "rep"]
        kept = journal.call(call).scorecard_json
    assert kept is not None
    total = json.loads(kept)["total"]
    # in whatever words: the score that is kept is the one on the screen
    assert re.search(rf"\b{round(total)}\b", seat.screen.text)
    assert lines == [
        "Hello Gwen, it's Sam from Brackwater.",
        "How do you share out the telephone in the morning?",
    ]
    assert all(url.startswith((house.base, "data:")) for url in seat.requested)
    assert seat.complaints == []


def test_page_that_is_reloaded_in_a_call_finds_it_open(house: Served, seat: Seat) -> None:
    seat.page.goto(house.link)
    seat.sees("Practice room", "Marion Teague")
    seat.press("Enter")
    seat.sees("You call")
    seat.press("F5")
    seat.sees("What you type is what you say.")
    seat.say("Hello, how are you?")
    seat.page.reload()
    seat.sees("Practice room", "Open")
    assert len(house.calls(_cookie(seat))) == 1
    seat.press("Control+q")
    seat.page.get_by_text("You have left the room. Reload to come back.").wait_for(state="visible")
    seat.picture("closed")
    seat.screen = ScreenReader()
    with seat.page.expect_navigation():
        seat.press("Enter")
    seat.sees("Practice room", "Open")
    seat.press("Control+q")
    seat.page.get_by_text("You have left the room.").wait_for(state="visible")
    seat.screen = ScreenReader()
    with seat.page.expect_navigation():
        seat.page.get_by_role("button", name="Reload").click()
    seat.sees("Practice room", "Open")


def test_page_of_a_closed_room_leaves_every_key_to_the_browser(house: Served, seat: Seat) -> None:
    seat.page.goto(house.link)
    seat.sees("Practice room")
    other = seat.page.context.new_page()
    other.goto(house.base)
    seat.page.get_by_text("opened in another window").wait_for(state="visible")
    seat.page.evaluate(
        """() => {
            window.taken = [];
            addEventListener("keydown", (event) => window.taken.push([event.key, event.defaultPrevented]));
        }"""
    )
    focused = "() => document.activeElement.id"
    assert seat.page.evaluate(focused) == "again"
    for key in ("Tab", "Tab", "Control+r", "F5"):
        seat.press(key)
        # nor does the terminal, which would take them, ever get the focus back
        assert seat.page.evaluate(focused) in {"", "again"}
    taken = seat.page.evaluate("() => window.taken")
    assert {"Tab", "r", "F5"} <= {key for key, _ in taken}
    assert not any(prevented for _, prevented in taken)


def test_house_that_closes_in_a_call_says_so_and_keeps_the_page(house: Served, seat: Seat) -> None:
    seat.page.goto(house.link)
    seat.sees("Practice room", "Marion Teague")
    seat.press("Enter")
    seat.sees("You call")
    seat.press("F5")
    seat.sees("What you type is what you say.")
    house.process.terminate()
    seat.page.get_by_text("The room was closed. An open call is kept").wait_for(state="visible")
    seat.picture("house-closed")
    house.process.wait(timeout=30)
    seat.press("Enter")
    seat.page.get_by_text("The room does not answer.").wait_for(state="visible")
    assert seat.page.url == f"{house.base}/"


def test_connection_that_is_lost_is_called_so(house: Served, seat: Seat) -> None:
    seat.page.goto(house.link)
    seat.sees("Practice room")
    house.process.kill()
    seat.page.get_by_text("The connection is lost.").wait_for(state="visible")


def _ground(seat: Seat) -> str:
    return str(seat.page.evaluate("() => getComputedStyle(document.body).backgroundColor"))


def _rgb(colour: str | None) -> str:
    return f"rgb({', '.join(map(str, Color.parse(str(colour)).rgb))})"


def test_margin_has_the_colours_of_the_room(house: Served, seat: Seat) -> None:
    seat.page.goto(house.link)
    seat.sees("Practice room", "Marion Teague")
    assert _ground(seat) == _rgb(DARK.background)
    for search, theme in (("light", LIGHT), ("high contrast", CONTRAST)):
        seat.press("Control+p")
        seat.sees("Search")
        seat.page.keyboard.type(search)
        # what was found for the first letters is gone by then
        seat.until(lambda: "All keys." not in seat.screen.text, "what is searched for")
        seat.sees(search.capitalize())
        seat.press("Enter")
        seat.until(lambda of=theme: _ground(seat) == _rgb(of.background), f"the ground of {theme.name}")  # type: ignore[misc]
        seat.until(lambda: "Marion Teague" in seat.screen.text, "the room without the palette")
        seat.picture(theme.name)
    seat.press("Control+q")
    seat.page.get_by_text("You have left the room.").wait_for(state="visible")
    seat.picture("left-contrast")
    assert _ground(seat) == _rgb(CONTRAST.background)


def test_stranger_sees_one_sentence(house: Served, seat: Seat) -> None:
    answer = seat.page.goto(house.base)
    assert answer is not None
    assert answer.status == 403
    assert "opened by its link" in seat.page.inner_text("body")


def test_page_of_another_site_gets_nothing(house: Served, seat: Seat) -> None:
    """The visitor has the room open; another page tries to talk to it."""
    seat.page.goto(house.link)
    seat.sees("Practice room")
    other = seat.page.context.new_page()
    other.goto("data:text/html,<title>elsewhere</title>")
    opened = other.evaluate(
        """(address) => new Promise((done) => {
            const socket = new WebSocket(address);
            socket.onopen = () => done("opened");
            socket.onerror = () => done("refused");
        })""",
        house.base.replace("http", "ws") + "/ws",
    )
    assert opened == "refused"
    read = other.evaluate("(address) => fetch(address).then(() => 'read', () => 'refused')", house.base + "/")
    assert read == "refused"
    assert len(house.rooms()) == 1
