"""A run over transcripts: streamed in, streamed out, each in `scores.jsonl` or in `failures.jsonl`."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from simulator import __version__
from simulator.batch.engines import Engine, Failed, Plan, Task, left_out, not_asked
from simulator.batch.identity import settings_key
from simulator.batch.intake import Intake, Reading, name_of
from simulator.batch.interrupts import Interrupts, StopNow
from simulator.batch.out_folder import OutFolder
from simulator.batch.places import check
from simulator.batch.prices import Prices
from simulator.batch.progress import Progress, Standing
from simulator.errors import EndpointError, UsageError
from simulator.reports.batch_report import write_report
from simulator.reports.batch_tables import write_csv, write_parquet


class Ended(StrEnum):
    """How a run ended."""

    DONE = "done"
    HANDED_OVER = "handed_over"  # some requests are answered later; a later run collects and judges
    LIMIT = "limit"  # the limit of the run was reached; the rest is among the failures
    INTERRUPTED = "interrupted"  # what was in flight is done
    STOPPED = "stopped"  # what was in flight is given up
    UNREACHABLE = "unreachable"  # nobody was there at the endpoint; the rest is among the failures
    REFUSED = "refused"  # the endpoint takes no request


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What a person wants to be scored, and how.

    Args:
        places: files, folders, patterns, addresses; - is standard input.
        prices: None where none are known.
        settings: what stands in `run.json` under that name, beside what the plan says; nothing secret.
    """

    places: tuple[str, ...]
    out: Path
    plan: Plan
    prices: Prices | None = None
    parquet: bool = False
    settings: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Result:
    """How a run went.

    Args:
        run: what stands in `run.json`.
        error: why the endpoint refused, or that it could not be reached; None where neither was.
    """

    ended: Ended
    run: dict[str, Any]
    error: EndpointError | None = None

    @property
    def failed(self) -> int:
        """Transcripts that were not scored."""
        return int(self.run["failed"])


#: makes what tells the progress, from what is asked how it stands
MakeProgress = Callable[[Callable[[], Standing]], Progress]


class Run:
    """One run; call `go` once.

    Args:
        engine: where it is scored.
        make_progress: what tells how it goes.
        say: one line for the person.
        reading: what reads the transcripts; None reads in this process.
    """

    def __init__(
        self,
        wish: Wish,
        engine: Engine,
        *,
        make_progress: MakeProgress,
        say: Callable[[str], None],
        reading: Reading | None = None,
    ) -> None:
        self._wish, self._engine, self._say, self._reading = wish, engine, say, reading
        self._settings = settings_key(wish.plan)
        self._began, self._since = time.monotonic(), datetime.now(UTC)
        self._total_bytes: int | None = None
        self._progress = make_progress(self._standing)

    def go(self) -> Result:
        """Score everything that is not scored yet.

        Raises:
            WorkError: the folder is in use or cannot be written to, or the work cannot be done.
            UsageError: the transcripts lie in the folder that is written to.
        """
        try:
            check_places(self._wish.places, self._wish.out)
            with Interrupts(self._told) as interrupts, OutFolder(self._wish.out, self._settings) as folder:
                self._folder = folder
                self._intake = Intake(
                    self._wish.places,
                    self._wish.out,
                    settings=self._settings,
                    done=folder.done,
                    fail=folder.take,
                    interrupts=interrupts,
                    leave_out=self._left_out,
                    reading=self._reading,
                )
                return self._work(folder, interrupts)
        finally:
            self._progress.clear()
            self._engine.close()

    def _work(self, folder: OutFolder, interrupts: Interrupts) -> Result:
        error: EndpointError | None = None
        ended = Ended.DONE
        try:
            self._total_bytes = self._intake.total_bytes()
            for outcome in self._engine.outcomes(iter(self._intake)):
                if outcome is not None:
                    folder.take(outcome)
                self._progress.tick()
            if interrupts.asked:
                ended = Ended.INTERRUPTED
            elif self._engine.figures().waiting:
                ended = Ended.HANDED_OVER
            elif (error := self._engine.gave_up) is not None:
                ended = Ended.UNREACHABLE
            elif self._engine.limit_reached:
                ended = Ended.LIMIT
        except StopNow:
            ended = Ended.STOPPED
        except EndpointError as refused:
            error, ended = refused, Ended.REFUSED
        self._progress.clear()
        figures = self._engine.figures()
        self._engine.close()
        if ended in {Ended.DONE, Ended.LIMIT, Ended.HANDED_OVER, Ended.UNREACHABLE}:
            folder.put_aside_unmet()
        run = self._run_record(folder, ended, figures)
        folder.write_run(run)
        if ended is not Ended.STOPPED:
            try:
                self._write_tables(folder, run)
            except StopNow:
                self._say("Stopped before the tables and the page were written; run again to have them.")
        return Result(ended, run, error)

    def _left_out(self, task: Task) -> Failed | None:
        """What becomes of a transcript that is not to be begun any more; None where it is."""
        if self._engine.gave_up is not None:
            return not_asked(name_of(task), task.source)
        limit = self._engine.limit_reached
        return left_out(name_of(task), task.source, limit) if limit else None

    def _write_tables(self, folder: OutFolder, run: dict[str, Any]) -> None:
        with folder.writable():
            write_csv(folder.path)
            if self._wish.parquet:
                write_parquet(folder.path)
            write_report(folder.path, run)

    def _told(self, asked: int) -> None:
        self._progress.clear()
        if asked == 1:
            self._engine.wind_down()
            count = self._engine.figures().in_flight
            flying = f"{count:,} in flight are finished" if count else "what is in flight is finished"
            self._say(f"Interrupted: {flying}; once more stops now.")

    def _standing(self) -> Standing:
        figures, share = self._engine.figures(), None
        if self._total_bytes:
            share = min(1.0, self._intake.bytes_read / self._total_bytes)
        return Standing(
            scored=self._folder.scored,
            failed=self._folder.failed,
            passed=self._intake.passed,
            tokens=figures.prompt_tokens + figures.completion_tokens,
            cost=self._cost(figures.prompt_tokens, figures.cached_tokens, figures.completion_tokens),
            concurrency=figures.concurrency,
            share=share,
        )

    def _cost(self, prompt: int, cached: int, completion: int) -> float | None:
        prices = self._wish.prices
        return None if prices is None else round(prices.cost(prompt, cached, completion), 6)

    def _run_record(self, folder: OutFolder, ended: Ended, figures: Any) -> dict[str, Any]:
        """What stands in `run.json`."""
        seconds = round(time.monotonic() - self._began, 3)
        new, failed = folder.scored, folder.failed
        plan, judge = self._wish.plan, self._wish.plan.judge
        return {
            "program": __version__,
            "ended": ended,
            "started": self._since.isoformat(timespec="seconds"),
            "seconds": seconds,
            "rate": round((new + failed) / seconds, 3) if seconds else None,
            "scored": folder.kept + new,
            "scored_now": new,
            "scored_before": folder.kept,
            "failed": failed,
            "failures": dict(Counter(folder.failures)),
            "handed_over": figures.waiting,
            "put_aside": folder.put_aside,
            "tokens": {
                "prompt": figures.prompt_tokens,
                "cached": figures.cached_tokens,
                "completion": figures.completion_tokens,
            },
            "requests": figures.requests,
            "cost": self._cost(figures.prompt_tokens, figures.cached_tokens, figures.completion_tokens)
            if judge
            else None,
            "engine": self._engine.name,
            "concurrency": [list(one) for one in figures.course],
            "judge": judge
            and {
                "rubric": judge.rubric.id,
                "rubric_hash": judge.rubric_hash,
                "model": judge.model,
                "prompt": judge.prompt,
                "runs": judge.runs,
                "repairs": judge.repairs,
                "verdicts": dict(folder.verdicts),
            },
            "profile": plan.profile,
            "settings": {
                "profile": plan.profile,
                "rep": plan.rep,
                "turns": plan.with_turns,
                "roles": plan.roles and {label: str(role) for label, role in plan.roles.voices.items()},
                **self._wish.settings,
            },
        }


def check_places(places: tuple[str, ...], out: Path) -> None:
    """See that there is something to read, and a folder to write to.

    Raises:
        UsageError: a place is not there, or lies in the folder that is written to; or that is a file.
    """
    if out.exists() and not out.is_dir():
        raise UsageError(f"{out} is a file.", hint="Give a folder with --out.")
    check(places, out=out)
