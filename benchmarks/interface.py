"""How fast the screen answers, what a streamed word costs, and how much memory a long call takes.

    python -m benchmarks.interface [--peers DIR] [--quick] [--write]

Everything is measured from outside: the programs run in terminals of their own (100 by 30), a key is written, and the
clock runs until its letter comes back. Beside ours stand the least Textual program there can be and, with `--peers`,
elia and posting, which are installed into environments of their own under that folder.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.first_text import WITHOUT_BYTECODE
from benchmarks.interface_measures import (
    Delays,
    Memory,
    Streaming,
    cpu_ms_per_token,
    delays_of,
    first_text_ms,
    middle,
    play,
    press_down,
    type_keys,
)
from benchmarks.long_calls import PERSONA, long_call, rep_lines
from benchmarks.peers import PEERS, command_of
from benchmarks.pty_session import PtySession
from benchmarks.steady_server import SteadyServer, steady_server
from simulator.call.making import library
from simulator.settings import NOT_SETTINGS, Settings

_ROOT = Path(__file__).parents[1]
_PER_S = 100.0
_SHORT, _LONG = 20, 200
_LINE_TOKENS = 1000
#: of a stream of the endpoint voice; it breaks off a line of more than 1,200 characters
_GUARDED_MARKS = (100, 170, 240)
_MARKS = (100, 520, 940)
_SEED = 7
_BUSY_S, _REST_S = 4.0, 60.0
_OURS, _LEAST = "simulator", "minimal"

_NOTE = """
Measured on 2 cores, Python 3.11, with `python -m benchmarks.interface {arguments}`, in terminals of 100 by 30.
Everything runs side by side with its own measuring on the same two cores: absolute times move by 30 % and more from run
to run, the worst key by more; what stands in one row was measured in one run.

Processor load of the machine when it began: {load:.1f}.

* *First text*: from the start of the process to the first word on its own screen, middle of {starts} starts, in turn.
* *Key to picture*: from the byte that is written to the terminal until its letter has come back; {keys} keys at irregular
  intervals of 60 to 250 ms; p50 / p90 / worst. The keys go to the call's input, the minimal program's input, elia's prompt
  and posting's address.
* *While a line comes*: a server on this machine sends {per_s:g} words a second. The endpoint voice shows a line when its guard
  has let it through, so that its words are on their way and not on the screen; "shown word by word" is the same call
  with a voice that shows each word at once (`benchmarks/streaming_call.py`). The minimal program adds words to a `Static`.
* *CPU per token*: processor time of the whole program (client, session, screen) over a line of {line} words without typing,
  first half and second half; of the endpoint voice over the first 250 words.
* *Memory*: resident memory with 1,024² bytes to the megabyte, of a call that is played on the screen at once for {minutes:.0f}
  minutes of talk.
"""


@dataclass
class Row:
    """One figure of several programs; a dash where a program has none."""

    figure: str
    target: str
    values: dict[str, str] = field(default_factory=dict)


def table_of(rows: Sequence[Row], names: Sequence[str]) -> str:
    """Rows as a Markdown table, a column a program."""
    head = ["figure", "target", *names]
    lines = [head, ["---"] * len(head)]
    lines += [[row.figure, row.target or "–", *(row.values.get(name, "–") for name in names)] for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


@dataclass(frozen=True)
class Bench:
    """What the measures share.

    Args:
        home: data folder of the calls.
        programs: commands beside ours, by name.
        keys, starts: how often.
        minutes: of talk in the long call.
    """

    home: Path
    programs: Mapping[str, Sequence[str]]
    keys: int
    starts: int
    minutes: float

    def env(self, **more: str) -> dict[str, str]:
        """The environment of a program that is measured: no settings of whoever measures."""
        kept = {name: value for name, value in os.environ.items() if _is_neutral(name)}
        home = {"SIMULATOR_HOME": str(self.home), "HOME": str(self.home / "person")}
        home |= {"PYTHONPYCACHEPREFIX": str(self.home / "bytecode")}  # as installed, whoever measures
        return kept | home | {"SIMULATOR_PACING": "instant", "PYTHONPATH": str(_ROOT)} | more

    @contextmanager
    def session(self, *argv: str, busy: bool = False, base_url: str = "") -> Iterator[PtySession]:
        """A program that has come to rest; `busy`: that never does, and has had a while to begin."""
        with PtySession(argv, env=self.env(OPENAI_BASE_URL=base_url), cwd=self.home) as session:
            session.read_for(_BUSY_S) if busy else session.rest(_REST_S)
            session.forget()
            yield session

    def lines(self) -> Iterator[str]:
        """What the rep says."""
        return rep_lines(library(Settings(home=self.home)).persona(PERSONA))


def _is_neutral(name: str) -> bool:
    if name in WITHOUT_BYTECODE:
        return False
    return not name.startswith(("SIMULATOR_", "OPENAI_")) or name in NOT_SETTINGS


def _ours(*arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "simulator", *arguments)


def first_text(bench: Bench) -> list[Row]:
    """Time to the first word, each program in turn so that all see the same neighbours."""
    ways = {"home": _ours(), "call": _ours("call"), **bench.programs}
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for argv in ways.values():  # bytecode is written and files are read
        first_text_ms(argv, bench.env())
    for _ in range(bench.starts):
        for name, argv in ways.items():
            taken[name].append(first_text_ms(argv, bench.env()))
    found = {name: middle(values) for name, values in taken.items()}
    target = f"≤ {1.5 * found[_LEAST]:.0f} (1.5 × minimal)"
    others = {name: f"{value:.0f}" for name, value in found.items() if name in bench.programs}
    return [
        Row("first text, home, ms", target, {_OURS: f"{found['home']:.0f}", **others}),
        Row("first text, call, ms", target, {_OURS: f"{found['call']:.0f}", **others}),
    ]


def idle_keys(bench: Bench) -> list[Row]:
    """Key to picture when nothing else happens."""
    target = "p50 ≤ 10, p90 ≤ 25"
    call = long_call(bench.home, _LONG)
    with bench.session(*_ours()) as session:
        home = delays_of(press_down(session, bench.keys, _SEED))
    with bench.session(*_ours("call")) as session:
        values = {_OURS: str(delays_of(type_keys(session, bench.keys, _SEED)))}
    for name, argv in bench.programs.items():
        with bench.session(*argv) as session:
            values[name] = str(delays_of(type_keys(session, bench.keys, _SEED)))
    with bench.session(*_ours("calls", "resume", call)) as session:
        late = delays_of(type_keys(session, bench.keys, _SEED))
    return [
        Row("key to picture, home (arrow keys), ms", target, {_OURS: str(home)}),
        Row("key to picture, ms", target, values),
        Row(f"key to picture after {_LONG} turns, ms", target, {_OURS: str(late)}),
    ]


def streaming(bench: Bench) -> list[Row]:
    """Key to picture and processor time while words come."""
    target = "p50 ≤ 25, p90 ≤ 50"
    rows: list[Row] = []
    with bench.session(*bench.programs[_LEAST], "--stream", f"{_PER_S:g}", busy=True) as session:
        least = str(delays_of(type_keys(session, bench.keys, _SEED)))
    ways = {
        "on their way (endpoint voice)": (_ours("calls", "resume"), _GUARDED_MARKS),
        "shown word by word": ((sys.executable, "-m", "benchmarks.streaming_call"), _MARKS),
    }
    for name, (argv, marks) in ways.items():
        delays = _typed_while_streaming(bench, argv)
        beside = {_LEAST: least} if argv[-1].endswith("streaming_call") else {}
        figure = f"key to picture after {_LONG} turns, {_PER_S:g} words a second {name}, ms"
        rows.append(Row(figure, target, {_OURS: str(delays), **beside}))
        for turns in (_SHORT, _LONG):
            parts = _cpu(bench, argv, turns, marks)
            shown = " then ".join(f"{one:.2f}" for one in parts)
            rows.append(
                Row(f"CPU per token after {turns} turns, {name}, ms", "≤ 3, no growth", {_OURS: shown})
            )
    return rows


@contextmanager
def _streaming_call(
    bench: Bench, argv: Sequence[str], turns: int
) -> Iterator[tuple[PtySession, SteadyServer, Streaming]]:
    call = long_call(bench.home, turns, voice="endpoint")
    with (
        steady_server(_LINE_TOKENS, _PER_S) as server,
        bench.session(*argv, call, base_url=server.base_url) as session,
    ):
        yield session, server, Streaming(session, server, bench.lines())


def _typed_while_streaming(bench: Bench, argv: Sequence[str]) -> Delays:
    with _streaming_call(bench, argv, _LONG) as (session, _, streaming):
        return delays_of(type_keys(session, bench.keys, _SEED, streaming.goes_on))


def _cpu(bench: Bench, argv: Sequence[str], turns: int, marks: Sequence[int]) -> list[float]:
    with _streaming_call(bench, argv, turns) as (session, server, streaming):
        streaming.say()
        return cpu_ms_per_token(session, server, marks)


def memory(bench: Bench) -> list[Row]:
    """Memory of a whole call, for each voice."""
    rows = []
    with steady_server(20, 2000.0) as server:
        for voice in ("authored", "endpoint"):
            call = long_call(bench.home, 1, voice=voice)
            base_url = server.base_url if voice == "endpoint" else ""
            with bench.session(*_ours("calls", "resume", call), base_url=base_url) as session:
                found = play(session, bench.home / "journal.sqlite3", call, bench.lines(), bench.minutes)
            rows.append(_memory_row(voice, found))
    beside = {}
    for name, argv in bench.programs.items():
        with bench.session(*argv) as session:
            beside[name] = f"{session.rss / 1024**2:.0f}"
    return [*rows, Row("memory just started, MB", "", beside)]


def _memory_row(voice: str, found: Memory) -> Row:
    return Row(
        f"memory of a call of {found.minutes:.0f} minutes ({found.turns} turns), {voice} voice, MB",
        "< 200",
        {_OURS: f"{found.start:.0f} at the start, {found.end:.0f} at the end, at most {found.peak:.0f}"},
    )


_PARTS: dict[str, Callable[[Bench], list[Row]]] = {
    "first-text": first_text,
    "idle": idle_keys,
    "streaming": streaming,
    "memory": memory,
}


def main() -> int:
    """Measure, print, and write where asked to."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--peers", type=Path, help="folder for elia and posting; they are installed there")
    parser.add_argument(
        "--only", choices=sorted(_PARTS), action="append", help="only this part; may be given again"
    )
    parser.add_argument("--quick", action="store_true", help="fewer keys and starts, ten minutes of talk")
    parser.add_argument("--write", action="store_true", help="write benchmarks/interface.md")
    args = parser.parse_args()
    programs: dict[str, Sequence[str]] = {_LEAST: (sys.executable, "-m", "benchmarks.minimal_app")}
    if args.peers is not None:
        programs |= {peer.name: (str(command_of(peer, args.peers.resolve())),) for peer in PEERS}
    began, load = time.perf_counter(), os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "person").mkdir()
        keys, starts, minutes = (40, 3, 10.0) if args.quick else (200, 9, 59.0)
        bench = Bench(home, programs, keys, starts, minutes)
        long_call(home, 1)  # the persona is laid out for the reader
        rows = []
        for name in args.only or _PARTS:
            print(f"{name} …", file=sys.stderr, flush=True)
            rows += _PARTS[name](bench)
    text = table_of(rows, [_OURS, *programs])
    if args.peers is None:
        text += "\nelia and posting are left out; `--peers DIR` installs and measures them.\n"
    print(text)
    print(f"{time.perf_counter() - began:.0f} s", file=sys.stderr)
    if args.write:
        given = (
            " ".join(sys.argv[1:])
            if args.peers is None
            else " ".join(sys.argv[1:]).replace(str(args.peers), "DIR")
        )
        note = _NOTE.format(
            arguments=given,
            load=load,
            starts=starts,
            keys=keys,
            per_s=_PER_S,
            line=_LINE_TOKENS,
            minutes=minutes,
        )
        (_ROOT / "benchmarks" / "interface.md").write_text(text + note, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
