"""Transcripts are read on the nodes, by Ray Data: streamed, with a bounded part of them in the cluster's memory."""

from __future__ import annotations

import pickle
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from simulator.batch.engines import Failed, Task
from simulator.batch.engines.ray.cluster import Cluster
from simulator.batch.engines.ray.work import Ended, Item, read_portion
from simulator.batch.failures import FailureKind, UnreadableError
from simulator.batch.found import Found
from simulator.batch.heard import Source
from simulator.batch.intake import Guarded, HereReading
from simulator.batch.places import by_place, nothing_in

Read = Callable[[bytes, str], Iterator[bytes]]
#: files of one execution of Ray Data: a second to start it is nothing beside them, and their names are in memory
_WAVE = 8192
#: files that one task reads
_PORTION = 16
#: one reader for so many processors that score: reading takes a tenth of the time that measuring takes
_CPUS_A_READER = 4
_BLOCK_BYTES = 1 << 20


@dataclass
class _Place:
    """What is known of a place.

    Attributes:
        empty: whether nothing came of it so far.
        skipped: files in it that no transcript can be in.
    """

    name: str
    empty: bool = True
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class _File:
    place: _Place
    found: Found


class RayReading:
    """Finds files here, and has them read on the nodes; see `Reading`.

    The nodes see each path as this machine does. Standard input and pipes are read here.

    Args:
        read: what reads a portion on a node; see `read_portion`.
    """

    def __init__(self, cluster: Cluster, read: Read = read_portion) -> None:
        self._cluster, self._read = cluster, read
        self._here = HereReading()
        self._bytes = 0

    @property
    def bytes_read(self) -> int:
        """See `Reading.bytes_read`."""
        return self._bytes + self._here.bytes_read

    def items(
        self, places: tuple[str, ...], out: Path, settings: str, guarded: Guarded, passed_over: Counter[str]
    ) -> Iterator[Task | Failed]:
        """See `Reading.items`."""
        met: list[_Place] = []
        files = self._files(places, out, settings, guarded, passed_over, met)
        while True:
            wave: list[_File] = []
            for one in files:
                if isinstance(one, _File):
                    wave.append(one)
                    if len(wave) == _WAVE:
                        break
                else:
                    yield one
            if not wave:
                break
            yield from self._wave(wave, settings, guarded, passed_over)
        if not guarded.stopped:
            for place in met:
                if place.empty:
                    yield _failed(nothing_in(place.name, place.skipped))

    def _files(
        self,
        places: tuple[str, ...],
        out: Path,
        settings: str,
        guarded: Guarded,
        passed_over: Counter[str],
        met: list[_Place],
    ) -> Iterator[_File | Task | Failed]:
        """The files of all places; what only this process can read is read."""
        for found_there in guarded(by_place(places, out=out, passed_over=passed_over), ", ".join(places)):
            if isinstance(found_there, Failed):
                yield found_there
                continue
            name, ones = found_there
            place, before = _Place(name), passed_over.total()
            met.append(place)
            for one in guarded(ones, name):
                if isinstance(one, Found):
                    yield _File(place, one.portable())
                    continue
                place.empty = False
                if isinstance(one, Source):
                    yield from self._here.tasks(one, settings, guarded)
                else:
                    yield one if isinstance(one, Failed) else _failed(one)
            # while the walk goes on, the nodes count what they pass over by themselves
            place.skipped += passed_over.total() - before

    def _wave(
        self, wave: list[_File], settings: str, guarded: Guarded, passed_over: Counter[str]
    ) -> Iterator[Task | Failed]:
        """What is in these files. Where a reader died, each that is not done is read by itself, from where it came to."""
        left, taken = dict(enumerate(wave)), Counter[int]()
        for size in (_PORTION, 1):
            seen = Counter[int]()
            for chunk in guarded(self._stream(left, size, settings), ""):
                # a failure here is of the execution: the files that it did not come to are told below
                for number, item in () if isinstance(chunk, Failed) else chunk:
                    seen[number] += 1
                    if seen[number] <= taken[number]:
                        continue
                    taken[number] += 1
                    place = wave[number].place
                    if not isinstance(item, Ended):
                        place.empty = False
                        yield item
                        continue
                    self._bytes += item.size
                    place.skipped += item.passed_over.total()
                    passed_over.update(item.passed_over)
                    del left[number]
            if guarded.stopped or not left:
                return
        for file in left.values():
            name, message = file.found.name, "WorkerDied: the process that read it ended."
            file.place.empty = False
            yield Failed(name, name, message, FailureKind.UNFORESEEN)

    def _stream(
        self, left: dict[int, _File], portion: int, settings: str
    ) -> Iterator[list[tuple[int, Item]]]:
        import ray.data  # noqa: PLC0415 - seconds, and an extra

        readers = max(1, self._cluster.cpus() // _CPUS_A_READER)
        portion = max(1, min(portion, len(left) // (2 * readers)))
        _configure(ray.data.DataContext.get_current())
        files = iter([(number, file.found) for number, file in left.items()])
        rows = [{"portion": pickle.dumps(some)} for some in iter(lambda: list(islice(files, portion)), [])]
        with (
            warnings.catch_warnings()
        ):  # that `max_retries` goes, without anything in its place; see pyproject.toml
            warnings.simplefilter("ignore")
            read = ray.data.from_items(rows, override_num_blocks=len(rows)).map_batches(
                _read_batch,
                batch_size=None,
                batch_format="pyarrow",
                fn_kwargs={"read": self._read, "settings": settings},
                compute=ray.data.TaskPoolStrategy(size=readers),
                # next to nothing, so that readers who wait for room never keep those from working who would make it
                num_cpus=0.01,
                # Ray Data tries for ever, if it is told nothing
                max_retries=1,
            )
        for batch in read.iter_batches(batch_size=None, batch_format="pyarrow", prefetch_batches=1):
            for packed in batch["items"].to_pylist():
                yield pickle.loads(packed)  # noqa: S301 - the run's own work on a node made it


def _read_batch(batch: Any, read: Read, settings: str) -> Iterator[Any]:
    """Reads a block of Ray Data."""
    import pyarrow as pa  # noqa: PLC0415

    for portion in batch["portion"].to_pylist():
        for packed in read(portion, settings):
            yield pa.table({"items": pa.array([packed], pa.large_binary())})


def _configure(context: Any) -> None:
    """What is read goes on in small blocks; a reader that died does not end the execution; and all that quietly."""
    context.target_max_block_size = _BLOCK_BYTES
    context.max_errored_blocks = -1
    context.enable_progress_bars = False
    context.print_on_execution_start = False


def _failed(error: UnreadableError) -> Failed:
    return Failed(error.name, error.name, str(error), error.kind)
