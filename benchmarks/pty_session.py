"""A program in a terminal of its own, seen from outside: what it writes and when, its time and its memory.

    with PtySession([sys.executable, "-m", "simulator"], columns=100, rows=30) as session:
        session.read_until(b"Prospects", timeout_s=10)
        session.send(b"q")

What comes back is bytes; `plain` takes the codes that steer a terminal out of them. Linux only: time and memory come
from ``/proc``.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import select
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Self

#: codes that steer a terminal: operating system commands, control sequences, single shifts
_CODES = re.compile(
    rb"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b\[[0-9;?<=>$ ]*[@-~]|\x1b[P_^].*?\x1b\\|\x1b[@-Z\\-_=>78]"
)
_TICKS_PER_S = os.sysconf("SC_CLK_TCK")
_CHUNK = 1 << 16
_GONE_S = 5.0
#: a program with a blinking cursor takes less than this of a processor
_IDLE_SHARE = 0.06

Found = Callable[[bytes], bool]


class SilentError(Exception):
    """What was waited for did not come; holds the end of what did."""


def plain(written: bytes) -> bytes:
    """What a person would read of it: without the codes that steer the terminal."""
    return _CODES.sub(b"", written)


class PtySession:
    """A running program; close it, or use it in a ``with``.

    Args:
        argv: the program and its arguments.
        columns, rows: the size of its window.
        env: its whole environment; None is that of this process. The terminal's names are put in.
        cwd: where it runs.
    """

    def __init__(
        self,
        argv: Sequence[str],
        columns: int = 100,
        rows: int = 30,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> None:
        given = dict(os.environ if env is None else env)
        given.pop("NO_COLOR", None)
        given |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "COLUMNS": "", "LINES": ""}
        self._terminal, inner = os.openpty()
        fcntl.ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        #: when the program was started, by `time.perf_counter`
        self.started_s = time.perf_counter()
        self._process = subprocess.Popen(
            argv, stdin=inner, stdout=inner, stderr=inner, env=given, cwd=cwd, start_new_session=True
        )
        os.close(inner)
        #: everything that was written since `forget`
        self.written = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def send(self, keys: bytes) -> float:
        """Press keys; when that was, by `time.perf_counter`."""
        now = time.perf_counter()
        os.write(self._terminal, keys)
        return now

    def forget(self) -> None:
        """Take in what is waiting to be read, and let go of everything that was written so far."""
        self.read_for(0)
        self.written = b""

    def read_until(self, wanted: bytes | Found, timeout_s: float) -> float:
        """Read until something has been written, counted from `forget`; when it was there, by `time.perf_counter`.

        Args:
            wanted: text that has to stand in what was written without codes; or decides on what was written as it came.
        Raises:
            SilentError: it did not come in time, or the program ended before.
        """
        found: Found = wanted if callable(wanted) else (lambda written: wanted in plain(written))
        until = time.perf_counter() + timeout_s
        while not found(self.written):
            if not self._read(until - time.perf_counter()):
                raise SilentError(
                    f"{wanted!r} did not come; the end of what did: {plain(self.written)[-400:]!r}"
                )
        return time.perf_counter()

    def read_for(self, seconds: float) -> None:
        """Read whatever is written in that time."""
        until = time.perf_counter() + seconds
        while self._read(until - time.perf_counter()):
            pass

    def rest(self, timeout_s: float) -> None:
        """Read until the program has been nearly idle for a second and has written something.

        Raises:
            SilentError: it is still busy.
        """
        until = time.perf_counter() + timeout_s
        while time.perf_counter() < until:
            before = self.cpu_s
            self.read_for(1.0)
            if self.written and self.cpu_s - before < _IDLE_SHARE:
                return
        raise SilentError(
            f"no rest after {timeout_s:g} s; the end of what came: {plain(self.written)[-400:]!r}"
        )

    def _read(self, seconds: float) -> bool:
        """Take in one piece; whether there was one."""
        ready, _, _ = select.select([self._terminal], [], [], max(0.0, seconds))
        if not ready:
            return False
        try:
            piece = os.read(self._terminal, _CHUNK)
        except OSError:  # Linux says so when the other side is closed
            return False
        self.written += piece
        return bool(piece)

    @property
    def cpu_s(self) -> float:
        """Processor time of the program so far, in seconds; to a hundredth."""
        fields = (
            Path(f"/proc/{self._process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        )
        return (int(fields[11]) + int(fields[12])) / _TICKS_PER_S

    @property
    def rss(self) -> int:
        """Memory of the program, in bytes."""
        return self._status("VmRSS")

    @property
    def peak_rss(self) -> int:
        """The most memory that the program had so far, in bytes."""
        return self._status("VmHWM")

    def _status(self, name: str) -> int:
        status = Path(f"/proc/{self._process.pid}/status").read_text(encoding="utf-8")
        return next(
            int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith(f"{name}:")
        )

    def close(self) -> None:
        """End the program, hard where it does not go by itself."""
        if self._process.poll() is None:
            self._process.terminate()
            until = time.perf_counter() + _GONE_S
            while self._process.poll() is None and time.perf_counter() < until:
                self.read_for(0.05)  # a program that waits for its last words to be read would never go
            self._process.kill()
            self._process.wait()
        with contextlib.suppress(OSError):
            os.close(self._terminal)
