"""A visitor's room: the process that plays it, and the way from there to the browser and back."""

from __future__ import annotations

import asyncio
import json
import re
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from aiohttp import WSCloseCode, web
from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

from simulator.serving.environment import drawing_environment

#: not from the working folder, which is the visitor's
COMMAND = (sys.executable, "-P", "-m", "simulator")
#: how long a process may take to leave by itself, and then to obey
_LEAVES_WITHIN_S = 5.0
_OBEYS_WITHIN_S = 2.0
_LARGEST_COLUMNS, _LARGEST_ROWS = 400, 200
_GREETING = b"__GANGLION__\n"
#: how long a process that says that it ends may take until it is known how it ended
_ENDS_WITHIN_S = 1.0
#: at most 123 bytes each: they travel in the frame that closes the websocket
LEFT = "You have left the room. Reload to come back."
ENDED = (
    "The room ended by itself. Reload to come back; an open call is kept, and waits at home to be resumed."
)
#: the page's colours, by the names of its style; a theme that has others, such as those of the terminal, changes nothing
_COLOURED = ("ground", "panel", "writing", "quiet")
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
#: of what a process says to standard error, only the end is kept
_LAST_WORDS = 4096

_Data = TypeVar("_Data", bytes, str)


class Room(AppService):
    """One process that plays the room for one window of one visitor.

    Args:
        visitor: the id.
        folder: the visitor's.
        websocket: to the browser.
        environment: of the process.
        downloads: what visitors are handed.
        tell: takes a sentence for whoever runs the house.
        command: what to run.
    """

    def __init__(
        self,
        visitor: str,
        folder: Path,
        websocket: web.WebSocketResponse,
        *,
        environment: Mapping[str, str],
        downloads: DownloadManager,
        tell: Callable[[str], None],
        command: Sequence[str] = COMMAND,
    ) -> None:
        super().__init__(
            "",
            write_bytes=self._unless_leaving(websocket.send_bytes),
            write_str=self._unless_leaving(websocket.send_str),
            close=self._close,
            download_manager=downloads,
        )
        self.visitor = visitor
        self._folder, self._websocket = folder, websocket
        self._environment, self._words, self._tell = dict(environment), tuple(command), tell
        self._leaving = False
        self._last_words = b""
        self._stopping = asyncio.Lock()

    async def start(self, width: int, height: int) -> None:
        """Start the process.

        Raises:
            OSError: the process cannot be started.
        """
        self._process = await asyncio.create_subprocess_exec(
            *self._words,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            cwd=self._folder,
            env={**self._environment, **drawing_environment(*_fitting(width, height))},
            # Ctrl+C in the terminal of the house is for the house, which then sees to its rooms
            start_new_session=True,
        )
        self._stdin = self._process.stdin
        self._task = asyncio.create_task(self.run())

    async def set_terminal_size(self, width: int, height: int) -> None:
        """Tell the process how large the window is, within reason."""
        width, height = _fitting(width, height)
        await super().set_terminal_size(width, height)

    async def run(self) -> None:
        """Pass on what the process draws, until it ends; then the websocket closes."""
        assert self._process is not None  # noqa: S101 - `start` made it
        process = self._process
        assert process.stdout is not None  # noqa: S101
        assert process.stderr is not None  # noqa: S101
        errors = asyncio.create_task(self._keep_last_words(process.stderr))
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            await self._pass_on(process.stdout)
        await errors
        code = await process.wait()
        if code and not self._leaving:
            words = self._last_words.decode(errors="replace").strip().splitlines()
            self._tell(f"A visitor's room ended with exit code {code}: {words[-1] if words else 'no word'}")
        await self._close()

    async def _pass_on(self, stdout: asyncio.StreamReader) -> None:
        while await stdout.readline() not in {_GREETING, b""}:
            pass
        while True:
            kind = await stdout.readexactly(1)
            payload = await stdout.readexactly(int.from_bytes(await stdout.readexactly(4), "big"))
            if kind == b"D":
                await self.on_data(payload)
            elif kind == b"M":
                await self.on_meta(payload)
            elif kind == b"P":
                await self.on_packed(payload)

    async def on_meta(self, data: bytes) -> None:
        """What the process says beside drawing; the page takes its colours from it."""
        said = json.loads(data)
        if said.get("type") != "colours":
            await super().on_meta(data)
            return
        colours = {part: str(said.get(part)) for part in _COLOURED}
        if all(map(_COLOUR.fullmatch, colours.values())):
            await self.remote_write_str(json.dumps(["colours", colours]))

    async def _keep_last_words(self, stderr: asyncio.StreamReader) -> None:
        while data := await stderr.read(_LAST_WORDS):
            self._last_words = (self._last_words + data)[-_LAST_WORDS:]

    def _unless_leaving(self, send: Callable[[_Data], Awaitable[None]]) -> Callable[[_Data], Awaitable[None]]:
        """Send while there is somebody to send to; what is drawn after that is read and dropped, so that nothing blocks."""

        async def send_or_drop(data: _Data) -> None:
            if not self._leaving:
                try:
                    await send(data)
                except ConnectionError:
                    self._leaving = True

        return send_or_drop

    async def _close(self) -> None:
        """The process says that it ends, or has ended: say in the browser how that was."""
        assert self._process is not None  # noqa: S101 - it was heard
        with suppress(TimeoutError):
            # what it says is the same whether the visitor leaves or something broke; the exit code is not
            await asyncio.wait_for(self._process.wait(), _ENDS_WITHIN_S)
        await self._websocket.close(message=(ENDED if self._process.returncode else LEFT).encode())

    async def dismiss(self, reason: str, code: int = WSCloseCode.OK) -> None:
        """End the room, and say why in the browser."""
        self._leaving = True
        await self._websocket.close(code=code, message=reason.encode())
        await self.stop()

    async def stop(self) -> None:
        """End the process: it is asked, then told, then made to. An open call stays in its journal."""
        async with self._stopping:
            self._leaving = True
            process, task = self._process, self._task
            if process is None or task is None:
                return
            await self._download_manager.cancel_app_downloads(app_service_id=self.app_service_id)
            pushes: tuple[tuple[Callable[[], None], float], ...] = (
                (self._ask_to_leave, _LEAVES_WITHIN_S),
                (process.terminate, _OBEYS_WITHIN_S),
                (process.kill, _OBEYS_WITHIN_S),
            )
            for push, within_s in pushes:
                if process.returncode is None:
                    push()
                await asyncio.wait({task}, timeout=within_s)
                if task.done():
                    break
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            self._task = None

    def _ask_to_leave(self) -> None:
        # not `send_meta`, which waits for a process that may have stopped reading
        if self._stdin is not None and not self._stdin.is_closing():
            self._stdin.write(self.encode_packet(b"M", json.dumps({"type": "quit"}).encode()))


def _fitting(width: int, height: int) -> tuple[int, int]:
    return max(1, min(width, _LARGEST_COLUMNS)), max(1, min(height, _LARGEST_ROWS))
