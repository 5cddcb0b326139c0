"""Judging transcripts of 40 turns beside inspect_ai and deepeval: the same work for all, in turn, in one run.

    python -m benchmarks.batch_peers --stub path/to/a/stub/server.mjs [--peers DIR] [--quick] [--write]

Each transcript is one judging request with a rubric, to a stub server on this machine that answers after 200 ms; each
way runs in processes of its own. The peers are installed into environments of their own under the folder that
`--peers` names; without it they are left out, and the table says so. A second pass has 5 % faults of every kind that
the stub knows.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import statistics
import sys
import tempfile
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from benchmarks.batch_judged import Work, prepare, stub
from benchmarks.peers import JUDGES, command_of
from benchmarks.processes import Cost, run

_ROOT = Path(__file__).parents[1]
_LATENCY_MS = 200
_FAULTS = "429,500,503,disconnect,hang,malformed,truncated,empty,refusal,fence,wrongschema,html,badbody,slow"
_FAULT_RATE = 0.05
#: what one answer may take in the pass with faults, for all; a slow one takes two seconds
_TIMEOUT_S = 5
_BARE, _ALONE, _WHOLE = "bare openai client", "ours, judge alone", "ours, whole"
_OURS = {_BARE: "bare", _ALONE: "judge alone", _WHOLE: "whole"}
#: G-Eval asks for this in its own words, without a schema
_RULES = [{"match": "Evaluation Steps", "reply": '{"score": {{score:0-10}}, "reason": "{{words:60}}"}'}]

_NOTE = """
{calls} invented transcripts of 40 turns, one request each, answers after {latency} ms, {at_once} at once: at best {ideal:.0f} a
second. Measured on {cores} cores, Python {python}, with `python -m benchmarks.batch_peers {arguments}`; the middle of
{rounds}, the pass with faults once. Load of the machine when it began: {load:.1f}.
{peers}

* *A second*: from the first request that reaches the server to the last answer, so without any program's start.
* *Seconds, CPU, MB*: of the whole command with all its processes, start and writing included; the memory is the most that
  all of them held at one time. The server is not among them.
* *Bare* sends the requests and writes the answers; *judge alone* is our run with reading, quote check, resume and writing,
  nothing measured; *whole* is `simulator score --judge endpoint` with two workers, which measures each transcript too.
* *inspect_ai* sends the same requests (`generate`, a scorer that reads the answer; its log is written). *deepeval* is
  G-Eval with our rubric as its steps and the transcript as the output, through its model class for compatible servers.
* *5 % faults*: of all requests, of every kind that the stub knows
  ({faults});
  an answer may take {timeout} s. What counts as judged is an answer with all that was asked for. The bare client asks
  again twice after an error of the connection or the server, as it does unasked, and never after an answer that
  cannot be used; deepeval as it does unasked; inspect_ai without end, and the sample once more after such an answer.
  Ours has its default of one repair here. The stub invents what it quotes, and ours does not take a quote that was
  not said: so it asks every transcript twice in this pass, and its seconds are those of twice the work.
* Neither peer's telemetry runs: a connection that would leave this machine is refused within the process.
"""


@dataclass(frozen=True)
class Bench:
    """What is done, by whom.

    Attributes:
        peers: interpreters by name.
    """

    work: Work
    peers: Mapping[str, Path]

    @property
    def ways(self) -> list[str]:
        """In the order of the table."""
        return [*_OURS, *self.peers]

    def once(self, way: str, address: str, out: str, *, timeout_s: int | None = None, only: int = 0) -> Cost:
        """Do the work one way.

        Args:
            out: name of the folder, or file, that it writes.
            timeout_s: what an answer may take; None leaves each its own.
            only: a peer is given so many requests; 0 is all.
        """
        work = replace(self.work, address=address, repairs=0 if timeout_s is None else 1)
        env = {
            "PATH": os.environ["PATH"],
            "HOME": str(work.folder / "person"),
            "PYTHONPATH": str(_ROOT),
            "OPENBLAS_NUM_THREADS": "1",
            "OPENAI_BASE_URL": address,
            "OPENAI_API_KEY": "no-key",
            "SIMULATOR_HOME": str(work.folder / "home"),
            "DEEPEVAL_TELEMETRY_OPT_OUT": "1",
            "DEEPEVAL_DISABLE_DOTENV": "1",
            "DEEPEVAL_NO_INSPECT_PROMPT": "1",
        }
        if timeout_s is not None:
            env |= {
                "SIMULATOR_TIMEOUT_S": str(timeout_s),
                "DEEPEVAL_PER_ATTEMPT_TIMEOUT_SECONDS_OVERRIDE": str(timeout_s),
            }
        if way in _OURS:
            command = work.command(_OURS[way], out)
            if way == _BARE and timeout_s is not None:
                command.append(str(timeout_s))
            return run(command, env)
        requests = work.requests
        if only:
            requests = work.folder / "some.jsonl"
            with work.requests.open(encoding="utf-8") as lines:
                requests.write_text("".join(islice(lines, only)), encoding="utf-8")
        told = {"requests": str(requests), "address": address, "at_once": work.at_once}
        told |= {"timeout_s": timeout_s or 600, "folder": str(work.folder / out)}
        asked = work.folder / f"{out}.json"
        asked.write_text(json.dumps(told), encoding="utf-8")
        return run([str(self.peers[way]), "-m", "benchmarks.peer_judging", way, str(asked)], env)

    def failed(self, way: str, out: str, cost: Cost) -> int:
        """Transcripts without a judgement."""
        if way in {_ALONE, _WHOLE}:
            with (self.work.folder / out / "scores.jsonl").open(encoding="utf-8") as lines:
                judged = sum(json.loads(line)["judgement"]["answered"] > 0 for line in lines)
            return self.work.calls - judged
        return int(json.loads(cost.out.strip().splitlines()[-1])["failed"])


@dataclass
class Row:
    """What one way took; lists have a figure a round."""

    rates: list[float]
    costs: list[Cost]
    clean_failed: int = 0
    faulty: tuple[float, int, int] | None = None


def clean(bench: Bench, server: str, rounds: int) -> dict[str, Row]:
    """All ways without faults, round after round."""
    rows = {way: Row([], []) for way in bench.ways}
    for way in bench.peers:
        print(f"{way}, so that its bytecode is written …", file=sys.stderr, flush=True)
        bench.once(way, server, f"{way}-before", only=2)
    for number in range(rounds):
        for way, row in rows.items():
            print(f"{way}, round {number + 1} …", file=sys.stderr, flush=True)
            out = f"{way.replace(' ', '-')}-{number}"
            reset(server)
            row.costs.append(bench.once(way, server, out))
            row.rates.append(bench.work.calls / stats(server)[0])
            row.clean_failed += bench.failed(way, out, row.costs[-1])
    return rows


def faulty(bench: Bench, server: str, rows: Mapping[str, Row]) -> None:
    """All ways once with faults; ours alone is left out, since the whole of it is there."""
    for way, row in rows.items():
        if way == _ALONE:
            continue
        print(f"{way}, with faults …", file=sys.stderr, flush=True)
        out = f"{way.replace(' ', '-')}-faults"
        reset(server)
        cost = bench.once(way, server, out, timeout_s=_TIMEOUT_S)
        row.faulty = cost.wall_s, stats(server)[1], bench.failed(way, out, cost)


def reset(address: str) -> None:
    """Let the stub forget what was asked, so that the faults are the same for all."""
    _call(address, "/admin/reset", data=b"")


def stats(address: str) -> tuple[float, int]:
    """Seconds from the first request to the last answer, and the requests."""
    told = json.loads(_call(address, "/stats"))
    return told["wall_s"], told["by_path"].get("/v1/chat/completions", 0)


def _call(address: str, path: str, data: bytes | None = None) -> bytes:
    with urllib.request.urlopen(address.removesuffix("/v1") + path, data) as answer:  # noqa: S310 - ours
        found: bytes = answer.read()
    return found


def table_of(rows: Mapping[str, Row]) -> str:
    """The table, in Markdown."""
    head = ["", "a second", "seconds", "CPU s", "CPU, bare = 1", "MB", "failed"]
    head += ["5 % faults: failed", "requests", "seconds"]
    lines = [head, ["---"] * len(head)]
    bare = statistics.median(cost.cpu_s for cost in rows[_BARE].costs)
    for way, row in rows.items():
        wall, cpu, held = (
            statistics.median(getattr(cost, name) for cost in row.costs)
            for name in ("wall_s", "cpu_s", "all_mb")
        )
        figures = [f"{statistics.median(row.rates):.0f}", f"{wall:.1f}", f"{cpu:.1f}", f"{cpu / bare:.1f}"]
        figures += [f"{held:.0f}", str(row.clean_failed)]
        hard = ["–"] * 3
        if row.faulty is not None:
            took, requests, failed = row.faulty
            hard = [str(failed), f"{requests:,}", f"{took:.1f}"]
        lines.append([way, *figures, *hard])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


@contextlib.contextmanager
def servers(program: str, folder: Path) -> Iterator[tuple[str, str]]:
    """A server without faults and one with."""
    rules = folder / "rules.json"
    rules.write_text(json.dumps(_RULES), encoding="utf-8")
    flags = ("--latency-ms", str(_LATENCY_MS), "--rules", str(rules))
    faults = ("--fault-rate", str(_FAULT_RATE), "--fault-kinds", _FAULTS)
    with stub(program, *flags) as steady, stub(program, *flags, *faults) as shaky:
        yield steady, shaky


def interpreters(folder: Path | None) -> dict[str, Path]:
    """Those of the peers, installed where they are not there."""
    return {} if folder is None else {peer.name: command_of(peer, folder.resolve()) for peer in JUDGES}


def main(typed: Sequence[str] | None = None) -> int:
    """Measure, print, and write where asked to."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--stub", required=True, help="a stub server, run with node")
    parser.add_argument(
        "--peers", type=Path, help="folder for inspect_ai and deepeval; they are installed there"
    )
    parser.add_argument("--calls", type=int, default=500)
    parser.add_argument("--at-once", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--quick", action="store_true", help="100 transcripts, one round")
    parser.add_argument("--write", action="store_true", help="write benchmarks/batch.md")
    given = parser.parse_args(typed)
    if given.quick:
        given.calls, given.rounds = 100, 1
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="batch-peers-") as folder:
        work = Work(Path(folder), "", given.calls, given.at_once)
        (work.folder / "person").mkdir()
        bench = Bench(work, interpreters(given.peers))
        prepare(work)
        with servers(given.stub, work.folder) as (steady, shaky):
            rows = clean(bench, steady, given.rounds)
            faulty(bench, shaky, rows)
    table = table_of(rows)
    note = _note(given, load, bench)
    print(table + note)
    if given.write:
        text = f"# Judging in batch, beside other programs\n\n{table}{note}"
        (_ROOT / "benchmarks" / "batch.md").write_text(text, encoding="utf-8")
    return 0


def _note(given: argparse.Namespace, load: float, bench: Bench) -> str:
    arguments = "--stub STUB" + (" --peers DIR" if given.peers else "") + (" --quick" if given.quick else "")
    told = ", ".join(f"{peer.name} {peer.version}" for peer in JUDGES)
    peers = f"Peers: {told}; the same openai client for all but where a peer brings its own."
    if not bench.peers:
        peers = f"{told} are left out: `--peers DIR` installs and measures them."
    return _NOTE.format(
        calls=given.calls,
        latency=_LATENCY_MS,
        at_once=given.at_once,
        ideal=1000 * given.at_once / _LATENCY_MS,
        cores=len(os.sched_getaffinity(0)),
        python=".".join(map(str, sys.version_info[:2])),
        arguments=arguments,
        rounds="one round" if given.rounds == 1 else f"{given.rounds} rounds",
        load=load,
        peers=peers,
        faults=_FAULTS.replace(",", ", "),
        timeout=_TIMEOUT_S,
    )


if __name__ == "__main__":
    raise SystemExit(main())
