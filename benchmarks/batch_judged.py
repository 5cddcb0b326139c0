"""Judging 500 transcripts of 40 turns, beside a bare loop over the openai client that sends the same requests.

    python -m benchmarks.batch_judged --stub path/to/a/stub/server.mjs [--calls 500] [--at-once 50]

The server answers after 200 ms, in a process of its own; each way runs in a process of its own, in turn. Ways:

* bare: `openai.AsyncOpenAI` and a semaphore; the requests are read from a file, the answers written to one.
* judge alone: the program's run without what is measured: reading, the judge, retries, resume, writing.
* measured alone: `simulator score --judge none` with two workers.
* whole: `simulator score --judge endpoint` with two workers.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.invented_calls import invented_call
from benchmarks.processes import Cost, run
from simulator.authoring.library import ContentLibrary
from simulator.authoring.rubrics import rubric_hash
from simulator.batch.engines import Failed, JudgePlan, Plan, Task
from simulator.batch.engines.judged import JudgedEngine
from simulator.batch.engines.local import Measuring
from simulator.batch.failures import UnreadableError
from simulator.batch.one_transcript import Measured
from simulator.batch.packing import unpack
from simulator.batch.progress import Progress
from simulator.batch.runner import Run, Wish
from simulator.batch.who import settle
from simulator.domain.scorecard import Dimension, DimensionScore, Provenance, Scorecard
from simulator.domain.transcript import Transcript
from simulator.errors import EndpointUnreachable
from simulator.llm.dialect import Dialect
from simulator.llm.openai_port import OpenAIPort
from simulator.llm.port import ChatAnswer, ChatRequest
from simulator.llm.retry import NO_RETRY
from simulator.scoring.judge import PROMPT_VERSION, judge
from simulator.secret import Secret
from simulator.settings import Settings

_KEY = "no-key"
_PROFILE = "cold_call"


@dataclass(frozen=True)
class Work:
    """What is to be done, and where.

    Attributes:
        repairs: as `--repairs`. A stub invents what it quotes, and who checks that asks again: with none, each
            transcript is one request, as it is for who checks nothing.
    """

    folder: Path
    address: str
    calls: int
    at_once: int
    repairs: int = 0

    @property
    def file(self) -> Path:
        """The transcripts."""
        return self.folder / "calls.jsonl"

    @property
    def requests(self) -> Path:
        """The bodies of the requests that the judge makes of them."""
        return self.folder / "requests.jsonl"

    def command(self, way: str, out: str) -> list[str]:
        """The command of a way."""
        if way == "bare":
            parts = [
                sys.executable,
                "-m",
                "benchmarks.bare_client",
                str(self.requests),
                str(self.folder / out),
            ]
            return [*parts, self.address, str(self.at_once)]
        if way == "judge alone":
            parts = [
                sys.executable,
                "-m",
                "benchmarks.batch_judged",
                "--way",
                way,
                "--folder",
                str(self.folder),
            ]
            more = ["--address", self.address, "--calls", str(self.calls), "--at-once", str(self.at_once)]
            return [*parts, *more, "--out", out]
        judge = "none" if way == "measured alone" else "endpoint"
        parts = [sys.executable, "-m", "simulator", "score", str(self.file), "--judge", judge, "--quiet"]
        parts += ["--repairs", str(self.repairs), "--concurrency", str(self.at_once), "--workers", "2"]
        return [*parts, "--out", str(self.folder / out)]


def main() -> None:
    """Print the table, or do one way in this process."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    asked.add_argument("--stub", help="a stub server, run with node")
    asked.add_argument("--address", help="a server that runs already", default="")
    asked.add_argument("--calls", type=int, default=500)
    asked.add_argument("--at-once", type=int, default=50)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--way", default="", help=argparse.SUPPRESS)
    asked.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    asked.add_argument("--out", default="", help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.way:
        one = Work(given.folder, given.address, given.calls, given.at_once)
        judge_alone(one, given.out)
        return
    with tempfile.TemporaryDirectory(prefix="batch-judged-") as folder, served(given) as address:
        compare(Work(Path(folder), address, given.calls, given.at_once), given.rounds)


@contextlib.contextmanager
def served(given: argparse.Namespace) -> Iterator[str]:
    """The server's address; one is started where none runs."""
    if given.address:
        yield given.address
        return
    if not given.stub:
        sys.exit("give a --stub to run with node, or the --address of a server")
    with stub(given.stub, "--latency-ms", "200") as address:
        yield address


@contextlib.contextmanager
def stub(program: str, *flags: str) -> Iterator[str]:
    """A stub server in a process of its own; gives its address."""
    node = shutil.which("node")
    if node is None:
        sys.exit("the stub runs with node, and there is none")
    command = [node, program, "--port", "0", *flags]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().split()[-1]
        finally:
            process.terminate()
            process.wait()


def compare(work: Work, rounds: int) -> None:
    """Every way in every round; the table has the median of the rounds."""
    prepare(work)
    around = {
        **os.environ,
        "OPENAI_BASE_URL": work.address,
        "OPENAI_API_KEY": _KEY,
        "OPENBLAS_NUM_THREADS": "1",
    }
    around["SIMULATOR_HOME"] = str(work.folder / "home")
    ways = ("bare", "judge alone", "measured alone", "whole")
    costs: dict[str, list[Cost]] = {way: [] for way in ways}
    for number in range(rounds):
        for way in ways:
            out = f"{way.replace(' ', '-')}-{number}"
            costs[way].append(run(work.command(way, out), around))
            if way != "bare":
                scores = work.folder / out / "scores.jsonl"
                assert scores.read_bytes().count(b"\n") == work.calls, f"{way} did not score all"
    print(f"{work.calls} calls of 40 turns, answers after 200 ms, {work.at_once} at once, {rounds} rounds\n")
    print(f"| way | seconds | rate, bare = 1 | CPU s | CPU, bare = 1 | MB, all processes |\n|{'---|' * 6}")
    wall, cpu = (
        statistics.median(getattr(one, name) for one in costs["bare"]) for name in ("wall_s", "cpu_s")
    )
    for way in ways:
        took, used, held = (
            statistics.median(getattr(one, name) for one in costs[way])
            for name in ("wall_s", "cpu_s", "all_mb")
        )
        print(f"| {way} | {took:.2f} | {wall / took:.2f} | {used:.2f} | {used / cpu:.2f} | {held:.0f} |")


def prepare(work: Work) -> None:
    """Write the transcripts, and the requests that the judge makes of them."""

    recorded: list[ChatRequest] = []

    class Recorder:
        async def complete(self, request: ChatRequest) -> ChatAnswer:
            recorded.append(request)
            raise EndpointUnreachable("recorded")

    async def record() -> None:
        plan = judge_plan()
        for number in range(work.calls):
            call = Transcript.model_validate(invented_call(number))
            with contextlib.suppress(EndpointUnreachable):
                await judge(Recorder(), call, plan.rubric, model="stub-1")  # type: ignore[arg-type]

    with work.file.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(invented_call(number)) + "\n" for number in range(work.calls))
    asyncio.run(record())
    dialect = Dialect(limit_name="max_tokens")
    with work.requests.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(dialect.body(one)) + "\n" for one in recorded)


def judge_plan() -> JudgePlan:
    """The judge of a shipped rubric."""

    rubric = ContentLibrary.of(Settings(home=Path())).rubric(_PROFILE)
    return JudgePlan(rubric, rubric_hash(rubric), "stub-1", PROMPT_VERSION, repairs=0)


def judge_alone(work: Work, out: str) -> None:
    """The program's run with nothing measured."""

    nothing = {dimension: DimensionScore() for dimension in Dimension}

    def only_settled(task: Task, plan: Plan) -> Measured | Failed:
        settled = settle(unpack(task.heard), name=task.name)
        assert not isinstance(settled, UnreadableError)
        card = Scorecard(
            transcript=settled.id, dimensions=nothing, provenance=Provenance(program="", profile=_PROFILE)
        )
        return Measured(task, settled, card, None)

    plan = Plan(profile=_PROFILE, judge=judge_plan())
    port = OpenAIPort(model="stub-1", key=Secret(_KEY), base_url=work.address, timeout_s=60.0, retry=NO_RETRY)
    engine = JudgedEngine(plan, port, workers=1, concurrency=work.at_once)
    engine._measuring = Measuring(plan, 1, only_settled)
    wish = Wish(places=(str(work.file),), out=work.folder / out, plan=plan)
    Run(wish, engine, make_progress=lambda stand: Progress(None, stand), say=print).go()


if __name__ == "__main__":
    main()
