"""Visitors in their rooms: a process and a journal for each, as long as the window is open and no longer."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from aiohttp import web

from simulator.secret import Secret
from simulator.serving.entrance import Addresses, visitor_id
from simulator.serving.house import BROKEN, CLOSED, ELSEWHERE, FULL, House
from simulator.serving.room import COMMAND, ENDED, LEFT
from simulator.settings import Settings
from tests.serving.houses import Visitor, children_of, is_running, script, served, until, visitor

#: draws one line, then does what comes after; speaks as Textual's driver does
_DRAWS = """
import json, os, signal, sys, time
def packet(kind, data): os.write(1, kind + len(data).to_bytes(4, "big") + data)
os.write(1, b"__GANGLION__\\n")
packet(b"D", b"ready in " + os.getcwd().encode())
"""
_WAITS = _DRAWS + "sys.stdin.read()\n"
_STUBBORN = _DRAWS + "signal.signal(signal.SIGTERM, signal.SIG_IGN)\nwhile True: packet(b'D', b'x' * 60000)\n"
_FAILS = _DRAWS + "sys.stderr.write('The key is sk-very-secret.\\nsimulator: it broke.\\n'); sys.exit(3)\n"
_HANDS_OVER = """
import sys
from pathlib import Path
from simulator.call.making import Wish
from simulator.settings import Settings
from simulator.tui.app import PracticeApp
from simulator.tui.backstage import Backstage
from simulator.tui.downloads import hand_over

async def give(self):
    hand_over(self, "Well probed, caf\\u00e9 <b>\\n" * 9000, "../de brief;.txt")

PracticeApp.action_quit = give
PracticeApp(Backstage(Settings(home=Path.cwd()), Wish()), at_home=True).run()
"""


@dataclass
class Kept:
    """A house in this process, so that a test says what runs in its rooms."""

    house: House
    told: list[str] = field(default_factory=list)


@asynccontextmanager
async def house_of(home: Path, command: Sequence[str], most: int = 4) -> AsyncIterator[Kept]:
    listening = socket.create_server(("127.0.0.1", 0))
    addresses = Addresses("127.0.0.1", listening.getsockname()[1])
    given = Settings(home=home, api_key=Secret("sk-very-secret"))
    told: list[str] = []
    house = House(given, addresses, most=most, environ=os.environ, tell=told.append, command=command)
    runner = web.AppRunner(house.application(), access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        await web.SockSite(runner, listening).start()
        yield Kept(house, told)
    finally:
        await runner.cleanup()


@asynccontextmanager
async def guest_of(kept: Kept) -> AsyncIterator[Visitor]:
    async with visitor(kept.house.addresses.base) as guest:
        await guest.come_in(kept.house.link)
        yield guest


async def test_two_visitors_have_two_processes_and_two_journals_and_find_their_calls_again(
    tmp_path: Path,
) -> None:
    with served(tmp_path / "home") as house:
        async with visitor(house.base) as one, visitor(house.base) as other:
            await one.come_in(house.link)
            await other.come_in(house.link)
            assert house.folder(one.cookie) != house.folder(other.cookie)
            async with one.window() as first, other.window() as second:
                await first.shows("Practice room", "F1 Help")
                await second.shows("Practice room", "F1 Help")
                assert len(house.rooms()) == 2
                await first.shows("Marion Teague")
                await first.type("\r")
                await first.shows("F5 Call now", "You call")
                await first.type("\x1b[15~")
                await first.shows("What you type is what you say.")
                assert len(house.calls(one.cookie)) == 1
            await until(lambda: not house.rooms(), "the end of both processes")
            assert house.calls(other.cookie) == []
            (call,) = house.calls(one.cookie)
            # the window was closed in the middle of the call: it waits at home
            async with one.window() as again:
                await again.shows("Marion Teague", "Open")
                assert house.calls(one.cookie) == [call]
                (room,) = house.rooms()
                house.process.send_signal(signal.SIGTERM)
                house.process.wait(timeout=30)
                assert not is_running(room)
    assert house.process.returncode == 0
    assert house.token not in "".join(house.said)
    assert house.said[1] == ""


async def test_server_that_is_killed_leaves_no_process_behind(tmp_path: Path) -> None:
    with served(tmp_path / "home") as house:
        async with visitor(house.base) as guest:
            await guest.come_in(house.link)
            async with guest.window() as window:
                await window.shows("F1 Help")
                (room,) = house.rooms()
                house.process.kill()
                await until(lambda: not is_running(room), "the end of a room without a house")


async def test_window_that_is_too_small_says_so_and_grows(tmp_path: Path) -> None:
    with served(tmp_path / "home") as house:
        async with visitor(house.base) as guest:
            await guest.come_in(house.link)
            async with guest.window("width=40&height=10") as window:
                await window.shows("too small")
                await window.websocket.send_json(["resize", {"width": 100, "height": 30}])
                await window.shows("F1 Help")


async def test_second_window_of_a_visitor_takes_over(tmp_path: Path) -> None:
    async with house_of(tmp_path, script(_WAITS), most=1) as kept, guest_of(kept) as guest:
        async with guest.window() as first:
            await first.shows("ready in")
            async with guest.window() as second:
                _, reason = await first.closed()
                assert reason == ELSEWHERE
                screen = await second.shows("ready in")
                assert str(kept.house.folder(visitor_id(guest.cookie))) in screen
        await until(lambda: not kept.house._rooms, "an empty house")


async def test_visitor_too_many_is_told_and_gets_in_when_a_place_is_free(tmp_path: Path) -> None:
    async with (
        house_of(tmp_path, script(_WAITS), most=1) as kept,
        guest_of(kept) as first,
        guest_of(kept) as second,
    ):
        async with first.window() as window:
            await window.shows("ready in")
            async with second.window() as refused:
                assert await refused.closed() == (1013, FULL)
        await until(lambda: not kept.house._rooms, "a free place")
        async with second.window() as window:
            await window.shows("ready in")


@pytest.mark.parametrize("words", [_WAITS, _STUBBORN], ids=["waits", "draws and obeys nobody"])
async def test_process_ends_with_its_window_whatever_it_does(
    tmp_path: Path, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("simulator.serving.room._LEAVES_WITHIN_S", 0.3)
    monkeypatch.setattr("simulator.serving.room._OBEYS_WITHIN_S", 0.3)
    before = set(children_of(os.getpid()))
    async with house_of(tmp_path, script(words)) as kept, guest_of(kept) as guest:
        async with guest.window() as window:
            await window.shows("ready in")
            (process,) = set(children_of(os.getpid())) - before
        await until(lambda: not is_running(process), "the end of the process")
        await until(lambda: not kept.house._rooms, "an empty house")
    assert kept.told == []


async def test_house_that_closes_ends_its_rooms(tmp_path: Path) -> None:
    before = set(children_of(os.getpid()))
    async with house_of(tmp_path, script(_WAITS)) as kept, guest_of(kept) as guest, guest.window() as window:
        await window.shows("ready in")
        closing = asyncio.create_task(kept.house._close_rooms(web.Application()))
        assert await window.closed() == (1001, CLOSED)
        await closing
        assert set(children_of(os.getpid())) == before


@pytest.mark.parametrize("sentence", [BROKEN, CLOSED, ELSEWHERE, ENDED, FULL, LEFT])
def test_reason_fits_into_the_frame_that_closes_a_websocket(sentence: str) -> None:
    assert len(sentence.encode()) <= 123


@pytest.mark.parametrize("then", ["", "sys.stdin.read()"], ids=["ends", "takes its time to end"])
async def test_visitor_who_leaves_is_told_so(tmp_path: Path, then: str) -> None:
    words = _DRAWS + 'packet(b"M", json.dumps({"type": "exit"}).encode())\n' + then
    async with house_of(tmp_path, script(words)) as kept, guest_of(kept) as guest:
        async with guest.window() as window:
            assert await window.closed() == (1000, LEFT)
        await until(lambda: not kept.house._rooms, "an empty house")
    assert kept.told == []


async def test_process_that_fails_closes_the_window_and_tells_its_owner_without_the_key(
    tmp_path: Path,
) -> None:
    async with house_of(tmp_path, script(_FAILS)) as kept, guest_of(kept) as guest:
        async with guest.window() as window:
            assert await window.closed() == (1000, ENDED)
        await until(lambda: bool(kept.told), "a word to the owner")
    assert kept.told == ["A visitor's room ended with exit code 3: simulator: it broke."]


async def test_last_words_are_told_without_the_key(tmp_path: Path) -> None:
    words = _DRAWS + "sys.exit('refused: sk-very-secret')\n"
    async with house_of(tmp_path, script(words)) as kept, guest_of(kept) as guest:
        async with guest.window() as window:
            await window.closed()
        await until(lambda: bool(kept.told), "a word to the owner")
    assert kept.told == ["A visitor's room ended with exit code 1: refused: ***"]


async def test_process_that_cannot_be_started_is_told_to_both(tmp_path: Path) -> None:
    async with house_of(tmp_path, (str(tmp_path / "nothing"),)) as kept, guest_of(kept) as guest:
        async with guest.window() as window:
            _, reason = await window.closed()
        assert reason == BROKEN
        assert len(kept.told) == 1


async def test_page_is_given_colours_and_nothing_else_for_them(tmp_path: Path) -> None:
    good = {"ground": "#fbfaf7", "panel": "#e9e6df", "writing": "#22262c", "quiet": "#2b5f8f"}
    bad = {**good, "ground": "url(//evil.example)"}
    said = "".join(
        f'packet(b"M", json.dumps({ {"type": "colours", **colours, "other": "#000000"}!r}).encode())\n'
        for colours in ({}, bad, good)
    )
    async with (
        house_of(tmp_path, script(_DRAWS + said + "sys.stdin.read()\n")) as kept,
        guest_of(kept) as guest,
        guest.window() as window,
    ):
        await window.note("colours")
        assert window.notes == [["colours", good]]


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "{}", "[1]", '["stdin", 5]', '["resize", {"width": "x"}]', '["exit"]', "[" * 100_000],
)
async def test_window_that_talks_nonsense_is_closed(tmp_path: Path, text: str) -> None:
    async with house_of(tmp_path, script(_WAITS)) as kept, guest_of(kept) as guest:
        async with guest.window() as window:
            await window.shows("ready in")
            await window.websocket.send_str(text)
            await window.closed()
        await until(lambda: not kept.house._rooms, "an empty house")
    assert kept.told == []


async def test_size_of_a_window_is_kept_within_reason(tmp_path: Path) -> None:
    words = (
        _DRAWS + "packet(b'D', ('%s x %s' % (os.environ['COLUMNS'], os.environ['ROWS'])).encode())\n" + _WAITS
    )
    async with house_of(tmp_path, script(words)) as kept, guest_of(kept) as guest:
        async with guest.window("width=9999&height=9999") as window:
            await window.shows("400 x 200")
        async with guest.window("width=-5&height=1e9") as window:
            await window.shows("80 x 24")


async def test_text_that_is_handed_over_is_downloaded_by_its_visitor_alone(tmp_path: Path) -> None:
    async with (
        house_of(tmp_path, script(_HANDS_OVER)) as kept,
        guest_of(kept) as guest,
        guest_of(kept) as thief,
        guest.window() as window,
    ):
        await window.shows("F1 Help")
        await window.type("\x11")
        _, key = await window.note("deliver_file_start")
        address = f"{guest.base}/download/{key}"

        async def fetch() -> tuple[int, str, str]:
            async with guest.session.get(address) as answer:
                named = answer.headers.get("Content-Disposition", "")
                assert answer.content_type == "text/plain"
                return answer.status, named, await answer.text()

        async with thief.session.get(address) as answer:
            assert answer.status == 404
        fetching = asyncio.create_task(fetch())
        while not fetching.done():
            await asyncio.wait({fetching, asyncio.create_task(window._hear())}, return_when="FIRST_COMPLETED")
        status, named, text = await fetching
        assert status == 200
        assert named == 'attachment; filename="de-brief-.txt"'
        assert text == "Well probed, café <b>\n" * 9000
        async with guest.session.get(address) as answer:
            assert answer.status == 404


def test_room_does_not_run_what_lies_in_the_folder_of_its_visitor() -> None:
    assert "-P" in COMMAND
