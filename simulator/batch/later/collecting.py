"""Takes in what came of batches that have ended: results are on disk here, whole, before the ledger says so."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from simulator.batch.later.index import answer_line, result_of
from simulator.batch.later.ledger import Handed, Ledger, sync_folder
from simulator.batch.one_judgement import kind_of
from simulator.errors import EndpointError, EndpointUnreachable
from simulator.llm.batches import BatchPort, ProviderBatch, ResultsGone
from simulator.llm.completions import usage_of
from simulator.llm.failures import EndpointClosed
from simulator.llm.port import Usage

#: how often results are downloaded that seem to be cut off
_DOWNLOADS = 3


@dataclass(slots=True)
class Tally:
    """What was handed over and collected; shared by the rounds of one run.

    Attributes:
        requests: handed over.
        expected: tokens that they will take, estimated.
        used: tokens of collected answers, as the provider counted them.
    """

    requests: int = 0
    expected: Usage = field(default_factory=Usage)
    used: Usage = field(default_factory=Usage)


class Collector:
    """For one folder.

    Args:
        say: one line for the person.
    Attributes:
        fatal: why the provider will take nothing, where a batch says so.
    """

    def __init__(self, ledger: Ledger, port: BatchPort, tally: Tally, *, say: Callable[[str], None]) -> None:
        self._ledger, self._port, self._tally, self._say = ledger, port, tally, say
        self.fatal: EndpointError | None = None

    async def look(self, batch: Handed) -> None:
        """Take in what came of a batch where it has ended.

        Raises:
            EndpointError: the provider did not tell, or its results did not come whole.
        """
        now = await self._port.retrieve(batch.batch_id)
        if not now.ended:
            return
        answered = await self._collect(batch, now) if now.files else 0
        error = None
        if now.error is not None:
            error = {"kind": str(kind_of(now.error)), "message": str(now.error)}
            if isinstance(now.error, EndpointClosed):
                self.fatal = now.error
        self._ledger.ended(batch, now.status, error=error, queue_full=now.queue_full, answered=answered)
        self._say(_told(batch, answered, now))

    async def _collect(self, batch: Handed, now: ProviderBatch) -> int:
        """Write what came of a batch to its file of answers; returns how many requests were answered."""
        answered, used = 0, Usage()
        loaded: list[Path] = []
        for place, (file_id, least) in enumerate(now.files):
            to = self._ledger.files / f"{batch.number:06d}.download-{place}.new"
            try:
                await self._download(file_id, to, least)
            except ResultsGone as gone:
                self._say(f"{gone} What was in them is handed over again.")
                continue
            loaded.append(to)

        def write(file: io.BufferedWriter) -> None:
            nonlocal answered, used
            for path in loaded:
                with path.open("rb") as lines:
                    for line in lines:
                        result = result_of(line)
                        if result is None or not result[1]:
                            continue
                        if result[1] == 200:
                            answered += 1
                            used += usage_of(result[2]) or Usage()
                        file.write(answer_line(*result))

        keep(self._ledger, batch, write)
        for path in loaded:
            path.unlink(missing_ok=True)
        self._tally.used += used
        return answered

    async def _download(self, file_id: str, to: Path, least: int) -> None:
        """Results as a file of whole lines, as many as there are to be."""
        for attempt in range(1, _DOWNLOADS + 1):
            await self._port.download(file_id, to)
            count, whole = _count(to)
            if whole and (count >= least or attempt == _DOWNLOADS):
                return
        raise EndpointUnreachable(
            f"The results {file_id} were cut off {_DOWNLOADS} times.", hint="Run the same again to go on."
        )


def keep(ledger: Ledger, batch: Handed, write: Callable[[io.BufferedWriter], object]) -> None:
    """Write a file of answers, whole or not at all."""
    path = ledger.answers_file(batch.number)
    beside = path.with_suffix(".jsonl.new")
    with beside.open("wb") as file:
        write(file)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    sync_folder(ledger.files)


def _count(path: Path) -> tuple[int, bool]:
    """Lines of a file, and whether the last one is whole."""
    count, last = 0, b"\n"
    with path.open("rb") as file:
        for line in file:
            count, last = count + 1, line
    if last.endswith(b"\n"):
        return count, True
    try:
        json.loads(last)
    except (ValueError, RecursionError):
        return count, False
    return count, True


def _told(batch: Handed, answered: int, now: ProviderBatch) -> str:
    name, rest = f"Batch {batch.number}", batch.requests - answered
    if now.error is not None:
        return f"{name} failed. {now.error}"
    if now.status == "completed":
        return f"{name}: {answered:,} answered" + (f", {rest:,} not." if rest else ".")
    if batch.cancelled:
        return f"{name} was cancelled: {answered:,} of {batch.requests:,} were answered by then."
    return (
        f"{name} {'expired' if now.status == 'expired' else 'was cancelled'}: {answered:,} of {batch.requests:,} were "
        "answered, and only the rest is handed over again."
    )
