"""What `benchmarks.interface` measures, each from outside the program, in a terminal of its own."""

from __future__ import annotations

import random
import re
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.pty_session import PtySession, SilentError, plain
from benchmarks.steady_server import SteadyServer

#: no word that is streamed has these letters, so what a key wrote is unmistakable
_KEYS = "QZXJKVWYBDFGHLMNPRST"
_FIELD = 40
_CLEAR = b"\x15"
_LEAST_S, _MOST_S = 0.06, 0.25
_TIMEOUT_S = 60.0
_LETTERS = re.compile(rb"[A-Za-z]{3}")


@dataclass(frozen=True)
class Delays:
    """Milliseconds from a key to the picture of it."""

    p50: float
    p90: float
    worst: float

    def __str__(self) -> str:
        return f"{self.p50:.1f} / {self.p90:.1f} / {self.worst:.0f}"


def delays_of(ms: Sequence[float]) -> Delays:
    """The middle, the ninth decile and the worst; at least one value."""
    return Delays(percentile(ms, 50), percentile(ms, 90), max(ms))


def percentile(values: Sequence[float], share: float) -> float:
    """The least of the values that so many percent of them do not exceed (nearest rank, so always one of them).

    Raises:
        ValueError: there are none.
    """
    if not values:
        raise ValueError("no values")
    ordered = sorted(values)
    rank = -(-len(ordered) * share // 100)
    return ordered[max(0, int(rank) - 1)]


def first_text_ms(argv: Sequence[str], env: Mapping[str, str]) -> float:
    """From the start of a program to its first word in the terminal."""
    with PtySession(argv, env=env) as session:
        at = session.read_until(_has_word_on_screen, _TIMEOUT_S)
        return (at - session.started_s) * 1000


def _has_word_on_screen(written: bytes) -> bool:
    """Whether there is a word on the program's own screen; what it prints before that is no interface."""
    _, found, on_screen = written.partition(b"\x1b[?1049h")
    return bool(found) and _LETTERS.search(plain(on_screen)) is not None


def type_keys(
    session: PtySession, count: int, seed: int, ready: Callable[[], bool] = lambda: True
) -> list[float]:
    """Press keys at irregular intervals in a field that has the focus and is empty.

    Args:
        count: keys that count.
        ready: called before each key, makes what has to be going on and says after each whether it still is; keys
            that do not have it at both ends do not count.
    Returns:
        milliseconds from each key until it stood in what was written.
    """
    drawn = random.Random(seed)  # noqa: S311 - the same keys each time
    taken: list[float] = []
    typed = ""
    while len(taken) < count:
        session.read_for(drawn.uniform(_LEAST_S, _MOST_S))
        if not ready():
            typed = ""
            continue
        if len(typed) >= _FIELD:
            session.send(_CLEAR)
            session.read_for(0.3)
            typed = ""
        key = next_key(typed, drawn)
        typed += key
        session.forget()
        at = session.send(key.encode())
        shown = session.read_until(typed[-3:].encode(), _TIMEOUT_S)
        if ready():
            taken.append((shown - at) * 1000)
        else:
            typed = ""
    return taken


def next_key(typed: str, drawn: random.Random) -> str:
    """A letter that makes an ending of three that does not stand in what was typed."""
    while True:
        key = drawn.choice(_KEYS)
        if (typed + key)[-3:] not in typed and key not in typed[-1:]:
            return key


def press_down(session: PtySession, count: int, seed: int) -> list[float]:
    """Move a choice up and down; milliseconds from each key to the first change of the screen."""
    drawn = random.Random(seed)  # noqa: S311 - the same keys each time
    taken: list[float] = []
    for index in range(count):
        session.read_for(drawn.uniform(_LEAST_S, _MOST_S))
        session.forget()
        at = session.send(b"\x1b[B" if index % 2 == 0 else b"\x1b[A")
        taken.append((session.read_until(bool, _TIMEOUT_S) - at) * 1000)
    return taken


class Streaming:
    """Keeps a prospect talking: says the next line whenever the server has nothing to say.

    Args:
        session: a call on the screen.
        server: that the prospect's words come from.
        lines: what the rep says.
    """

    def __init__(self, session: PtySession, server: SteadyServer, lines: Iterator[str]) -> None:
        self._session, self._server, self._lines = session, server, lines

    def goes_on(self) -> bool:
        """Whether words are coming; else says the next line, waits for the first words, and is False once."""
        if self._server.streaming:
            return True
        self._session.read_for(
            0.5
        )  # a second try of the voice, or the end of the line, on its way to the screen
        if not self._server.streaming:
            self.say()
        return False

    def say(self) -> None:
        """Say the next line, and wait for the first words of the answer."""
        session, until = self._session, time.perf_counter() + _TIMEOUT_S
        session.send(_CLEAR)
        session.read_for(0.2)
        session.send(f"{next(self._lines)}\r".encode())
        while not self._server.streaming:
            session.read_for(0.02)
            if time.perf_counter() > until:
                raise SilentError(
                    f"no answer was asked for; the screen ends: {plain(session.written)[-400:]!r}"
                )
        session.read_for(0.3)
        session.send(_CLEAR)
        session.read_for(0.2)
        session.forget()


def cpu_ms_per_token(session: PtySession, server: SteadyServer, marks: Sequence[int]) -> list[float]:
    """Processor time of the program for each word of a line that is coming, between marks in words of the line."""
    taken: list[float] = []
    before: tuple[float, int] | None = None
    for mark in marks:
        while server.in_line < mark:
            session.read_for(0.01)
            if not server.streaming:
                raise SilentError("the stream ended before it was measured")
        now = session.cpu_s, server.in_line
        if before is not None:
            taken.append((now[0] - before[0]) * 1000 / (now[1] - before[1]))
        before = now
        session.forget()
    return taken


@dataclass(frozen=True)
class Memory:
    """Megabytes (of 1024² bytes) of a program in a call.

    Attributes:
        start: when the phone had been picked up.
        end: after `minutes` of talk.
        peak: the most that it had until then.
    """

    start: float
    end: float
    peak: float
    turns: int
    minutes: float


def play(session: PtySession, journal: Path, call: str, lines: Iterator[str], minutes: float) -> Memory:
    """Play a call on the screen for so many minutes of talk, at once, and weigh the program."""
    start = session.rss / 1024**2
    turns, talked_s = _talk(journal, call)
    while talked_s < minutes * 60:
        session.send(f"{next(lines)}\r".encode())
        turns, talked_s = _wait_for_turns(session, journal, call, turns + 2)
        session.read_for(0.03)  # the engine lets go of the line after it is kept
        session.forget()
    return Memory(start, session.rss / 1024**2, session.peak_rss / 1024**2, turns, talked_s / 60)


def _wait_for_turns(session: PtySession, journal: Path, call: str, turns: int) -> tuple[int, float]:
    until = time.perf_counter() + _TIMEOUT_S
    press_again = time.perf_counter() + 3
    while (found := _talk(journal, call))[0] < turns:
        session.read_for(0.02)
        if time.perf_counter() > press_again:
            session.send(b"\r")
            press_again = until
        if time.perf_counter() > until:
            raise SilentError(f"no turn {turns}; the screen ends: {plain(session.written)[-600:]!r}")
    return found


def _talk(journal: Path, call: str) -> tuple[int, float]:
    """How many turns a call has, and how many seconds of talk."""
    connection = sqlite3.connect(f"file:{journal}?mode=ro", uri=True, timeout=10)
    try:
        count, end = connection.execute(
            "SELECT count(*), max(end_s) FROM turns WHERE call_id = ?", (call,)
        ).fetchone()
    finally:
        connection.close()
    return int(count), float(end or 0.0)


def middle(values: Sequence[float]) -> float:
    """The median."""
    return statistics.median(values)
