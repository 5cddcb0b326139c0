"""A program in a terminal of its own, and how long it takes until it shows something.

What people wait for is not that a program runs but that they can read something, so this measures what arrives at the
terminal: the program is started behind a pseudo-terminal, as a terminal emulator starts it, and what it writes is read
until the wanted text is there.

    [seconds] = seconds_until(b"Practice", command=["simulator"])

Unix only. A text counts once its bytes have arrived in one piece: choose a word that the program draws in one colour, since
a change of colour, or a move of the cursor, puts codes between the letters.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

#: rows and columns of the window where none are named
ROWS, COLUMNS = 32, 100
#: how long a program has to show what is waited for, seconds
PATIENCE_S = 60.0
#: what ends a program that is still there this long after it was asked to end, seconds
_GRACE_S = 2.0
_CODES = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])")


class NotShownError(Exception):
    """A program ended, or its time was over, before it had shown what was waited for."""


class Terminal:
    """A program behind a pseudo-terminal; a context manager that ends it.

    Args:
        command: the program and its arguments; the program is looked for on the path.
        env: the whole environment; None is this program's own. ``TERM`` and ``COLORTERM`` are set, so that all programs
            draw the same way wherever the benchmark runs.
        cwd: the working folder; None is this program's own.
        rows, columns: of the window.

    Attributes:
        started: the moment just before the program was started, as `time.perf_counter` gives it.
        shown: everything that the program has written so far.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        rows: int = ROWS,
        columns: int = COLUMNS,
    ) -> None:
        around = dict(os.environ if env is None else env) | {
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "LINES": str(rows),
            "COLUMNS": str(columns),
        }
        self.shown = b""
        self.started = time.perf_counter()
        self._pid, self._end = pty.fork()
        if self._pid == 0:  # the child: nothing but what leads to the program
            try:
                # its own end is sized before it runs, so that no program measures a window of no size
                fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
                if cwd is not None:
                    os.chdir(cwd)
                os.execvpe(command[0], list(command), around)  # noqa: S606 - a shell would be measured too
            finally:
                os._exit(127)

    def read_until(self, text: bytes, *, patience_s: float = PATIENCE_S) -> float:
        """Read what the program writes until the text is there; what was written before counts.

        Returns:
            seconds from the start of the program.
        Raises:
            NotShownError: the program ended or the time was over; the message has the end of what was shown.
        """
        while text not in self.shown:
            left = self.started + patience_s - time.perf_counter()
            if left <= 0:
                raise NotShownError(f"{text!r} was not shown within {patience_s:g} s; {self._last_words()}")
            if not select.select([self._end], [], [], left)[0]:
                continue
            try:
                piece = os.read(self._end, 65536)
            except OSError:  # how Linux says that the other end is closed
                piece = b""
            if not piece:
                raise NotShownError(f"the program ended before {text!r} was shown; {self._last_words()}")
            self.shown += piece
        return time.perf_counter() - self.started

    def press(self, keys: bytes) -> None:
        """Send keys as a terminal does: ``b"\\r"`` is Enter, ``b"\\x11"`` is Ctrl+Q."""
        os.write(self._end, keys)

    def close(self) -> None:
        """End the program, kindly and then not, and wait until it is gone."""
        os.close(self._end)  # hangs up: what reads its terminal now gets an end of input
        for sign in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.kill(self._pid, sign)
            except ProcessLookupError:
                break
            until = time.perf_counter() + _GRACE_S
            while time.perf_counter() < until:
                if os.waitpid(self._pid, os.WNOHANG)[0]:
                    return
                time.sleep(0.005)
        os.waitpid(self._pid, 0)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _last_words(self) -> str:
        text = _CODES.sub(b" ", self.shown).decode("utf-8", "replace")
        words = " ".join(re.findall(r"[\w.,:;!?'/-]+", text))
        return f"last it showed: {words[-300:] or 'nothing'}"


def seconds_until(
    *texts: bytes,
    command: Sequence[str],
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    rows: int = ROWS,
    columns: int = COLUMNS,
    patience_s: float = PATIENCE_S,
) -> list[float]:
    """Start a program, wait for one text after another, and end it.

    Args:
        texts: in the order in which they are waited for.
        command, env, cwd, rows, columns: see `Terminal`.
        patience_s: how long the program has for all of them.
    Returns:
        for each text the seconds from the start of the program.
    Raises:
        NotShownError: one of them was not shown.
    """
    with Terminal(command, env=env, cwd=cwd, rows=rows, columns=columns) as terminal:
        return [terminal.read_until(text, patience_s=patience_s) for text in texts]
