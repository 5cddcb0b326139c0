"""Real houses on free ports, and visitors who come to them as a browser would."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from urllib.parse import parse_qs, urlsplit

import aiohttp
from yarl import URL

from simulator.journal import Journal
from simulator.serving.entrance import visitor_id
from tests.cli.running import environment
from tests.serving.screen_reader import ScreenReader

PATIENCE_S = 60.0
#: a room where nothing waits for the pace of speech
_QUICK = {"SIMULATOR_PACING": "instant"}


@dataclass
class Served:
    """A house that runs as its owner runs it."""

    link: str
    home: Path
    process: subprocess.Popen[bytes]
    said: list[str] = field(default_factory=list)

    @property
    def base(self) -> str:
        return self.link.partition("/?")[0]

    @property
    def token(self) -> str:
        return parse_qs(urlsplit(self.link).query)["token"][0]

    def folder(self, cookie: str) -> Path:
        return self.home / "visitors" / visitor_id(cookie)

    def calls(self, cookie: str) -> list[str]:
        """Ids of the calls in a visitor's journal."""
        path = self.folder(cookie) / "journal.sqlite3"
        if not path.is_file():
            return []
        with Journal.open(f"sqlite:///{path}") as journal:
            return [call.id for call in journal.calls(100)]

    def rooms(self) -> list[int]:
        """The processes that were started for visitors and still run."""
        return children_of(self.process.pid)


@contextmanager
def served(home: Path, *options: str, env: Mapping[str, str] | None = None) -> Iterator[Served]:
    """`simulator serve` on a free port; ends with the block, all its rooms with it."""
    home.mkdir(exist_ok=True)
    errors = home.with_name(home.name + "-stderr")
    with errors.open("wb") as stderr:
        process = subprocess.Popen(
            [sys.executable, "-m", "simulator", "serve", "--port", "0", *options],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=stderr,
            env=environment(home, {**_QUICK, **(env or {})}),
        )
    assert process.stdout is not None
    house = Served(process.stdout.readline().decode().strip(), home, process)
    try:
        assert house.link, errors.read_text()
        yield house
    finally:
        process.send_signal(signal.SIGTERM)
        rest, _ = process.communicate(timeout=30)
        house.said[:] = [errors.read_text(), rest.decode()]


def children_of(pid: int) -> list[int]:
    """Processes that a process started, and that are not over."""
    listing = subprocess.Popen(["ps", "-A", "-o", "pid=,ppid=,stat="], stdout=subprocess.PIPE, text=True)
    rows = [line.split() for line in listing.communicate()[0].splitlines()]
    found = [int(row[0]) for row in rows if int(row[1]) == pid and not row[2].startswith("Z")]
    return [one for one in found if one != listing.pid]


def is_running(pid: int) -> bool:
    shown = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False
    ).stdout.strip()
    return bool(shown) and not shown.startswith("Z")


async def until(condition: Callable[[], bool], what: str) -> None:
    """Wait for something that nobody tells us about."""
    end = monotonic() + PATIENCE_S
    while not condition():
        assert monotonic() < end, f"waited in vain for: {what}"
        await asyncio.sleep(0.05)


class Window:
    """A visitor's window: says what the page would say, and reads the screen."""

    def __init__(self, websocket: aiohttp.ClientWebSocketResponse) -> None:
        self.websocket = websocket
        self.screen = ScreenReader()
        #: what the room said beside drawing
        self.notes: list[list[object]] = []

    async def shows(self, *texts: str) -> str:
        """Wait until all of these stand on the screen."""
        async with asyncio.timeout(PATIENCE_S):
            while not all(text in self.screen.text for text in texts):
                assert await self._hear(), f"the room closed, not showing {texts}:\n{self.screen.text}"
        return self.screen.text

    async def note(self, kind: str) -> list[object]:
        """Wait for something that the room says beside drawing."""
        async with asyncio.timeout(PATIENCE_S):
            while not (found := [note for note in self.notes if note[0] == kind]):
                assert await self._hear(), f"the room closed without a word of {kind}"
        return found[0]

    async def closed(self) -> tuple[int | None, str]:
        """Wait until the room is closed; with which code, and why."""
        reason = ""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                message = await self.websocket.receive()
                if message.type is aiohttp.WSMsgType.CLOSE:
                    reason = message.extra or ""
                if message.type in {
                    aiohttp.WSMsgType.CLOSE,
                    aiohttp.WSMsgType.CLOSED,
                    aiohttp.WSMsgType.ERROR,
                }:
                    return self.websocket.close_code, reason

    async def type(self, text: str) -> None:
        await self.websocket.send_json(["stdin", text])

    async def _hear(self) -> bool:
        message = await self.websocket.receive()
        if message.type is aiohttp.WSMsgType.BINARY:
            self.screen.feed(message.data)
        elif message.type is aiohttp.WSMsgType.TEXT:
            self.notes.append(message.json())
        else:
            return False
        return True


class Visitor:
    """Somebody with a browser; cookies are kept as a browser keeps them."""

    def __init__(self, session: aiohttp.ClientSession, base: str) -> None:
        self.session, self.base = session, base

    @property
    def cookie(self) -> str:
        return next((one.value for one in self.session.cookie_jar), "")

    async def come_in(self, link: str) -> None:
        async with self.session.get(link) as answer:
            assert answer.status == 200, await answer.text()
            assert str(answer.url) == f"{self.base}/"

    @asynccontextmanager
    async def window(self, size: str = "width=100&height=34") -> AsyncIterator[Window]:
        async with self.session.ws_connect(
            f"{self.base}/ws?{size}", origin=self.base, autoclose=True
        ) as websocket:
            yield Window(websocket)


@asynccontextmanager
async def visitor(base: str, cookies: Mapping[str, str] | None = None) -> AsyncIterator[Visitor]:
    jar = aiohttp.CookieJar(unsafe=True)  # cookies of an address without a name
    jar.update_cookies(cookies or {}, URL(base))
    async with aiohttp.ClientSession(cookie_jar=jar) as session:
        yield Visitor(session, base)


def script(text: str) -> Sequence[str]:
    """A room where something else runs."""
    return (sys.executable, "-c", text)
