"""A program in a real terminal of a given size: tmux holds the screen, and tells when something on it changed."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType

import pytest

#: longest wait for something to come up, in seconds; a slow machine takes a few
PATIENCE_S = 60.0
#: set where a missing tmux is a fault and no reason to skip
REQUIRED = "REQUIRE_TERMINAL"


class Terminal:
    """One command in a terminal of its own.

    Args:
        command: what runs in it.
        folder: where its socket goes; short, since a socket's path may not be long.
        env: the whole environment of the command.
        columns, rows: size of the window.
    """

    def __init__(
        self,
        command: Sequence[str],
        folder: Path,
        env: Mapping[str, str],
        *,
        columns: int = 100,
        rows: int = 32,
    ) -> None:
        self._socket = folder / "tmux"
        given = [f"{name}={value}" for name, value in env.items()]
        # control mode: tmux writes a line whenever the program drew something, so nobody has to ask again and again
        self._client = subprocess.Popen(
            [
                *self._tmux(),
                *("-C", "new-session", "-s", "room", "-x", str(columns), "-y", str(rows)),
                shlex.join(["env", "-i", *given, "TERM=screen-256color", *command]),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "TERM": "screen-256color"},
        )
        self._tell("set-option -g status off", f"refresh-client -C {columns}x{rows}")
        #: ends a wait that has gone on for too long
        self._watch = threading.Timer(PATIENCE_S, self.close)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def screen(self) -> str:
        """What stands on the screen; empty once the program has ended."""
        shown = subprocess.run(
            [*self._tmux(), "capture-pane", "-p", "-t", "room"], capture_output=True, text=True, check=False
        )
        return shown.stdout

    def wait_for(self, wanted: str | Callable[[str], bool]) -> str:
        """The screen as soon as it has what is wanted.

        Raises:
            AssertionError: it did not come, with the screen as it was.
        """
        found = (lambda screen: wanted in screen) if isinstance(wanted, str) else wanted
        seen = self.screen()
        watch = threading.Timer(PATIENCE_S, self._client.kill)
        watch.start()
        try:
            while not found(seen):
                assert self._client.stdout is not None
                told = self._client.stdout.readline()
                last, seen = seen, self.screen()
                assert told or found(seen), f"{wanted!r} did not come up; the screen was:\n{seen or last}"
        finally:
            watch.cancel()
        return seen

    def press(self, *keys: str) -> None:
        """Press keys, by tmux's names: ``Enter``, ``F5``, ``C-q``, ``a``."""
        subprocess.run([*self._tmux(), "send-keys", "-t", "room", *keys], check=True)

    def type(self, text: str) -> None:
        """Type a text as it is."""
        subprocess.run([*self._tmux(), "send-keys", "-t", "room", "-l", text], check=True)

    def wait_until_ended(self) -> None:
        """Wait until the program has ended by itself."""
        self._client.wait(PATIENCE_S)

    def close(self) -> None:
        """End the program, if it still runs."""
        subprocess.run([*self._tmux(), "kill-server"], check=False, capture_output=True)
        self._client.wait(PATIENCE_S)

    def _tell(self, *commands: str) -> None:
        assert self._client.stdin is not None
        for command in commands:
            self._client.stdin.write(command.encode() + b"\n")
        self._client.stdin.flush()

    def _tmux(self) -> list[str]:
        return ["tmux", "-f", os.devnull, "-S", str(self._socket)]


def need_tmux() -> None:
    """Skip a test where there is no tmux, or fail where there has to be one."""
    if shutil.which("tmux") is None:
        message = "there is no tmux on this machine, so nothing can be shown in a real terminal"
        if os.environ.get(REQUIRED):
            pytest.fail(message)
        pytest.skip(message)
