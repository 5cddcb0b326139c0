"""The folder that a run writes into: one run at a time, a line at a time, and nothing is ever deleted from it."""

from __future__ import annotations

import contextlib
import io
import json
import os
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from simulator.batch.engines import Failed, Scored
from simulator.batch.failures import FailureKind
from simulator.batch.folder_lock import FolderLock
from simulator.batch.packing import dumped
from simulator.batch.resume import cut_torn_line, is_of, read_index
from simulator.errors import WorkError

#: names of files that could not be read are kept up to this many
_MOST_UNREAD = 10_000
SCORES, FAILURES, RUN, EARLIER = "scores.jsonl", "failures.jsonl", "run.json", "earlier"


class OutFolder:
    """An output folder that this process holds, ready to go on. Use it in a `with`.

    What another setting made is put aside at once; failures of an earlier run are forgotten, since they are tried again.

    Args:
        path: the folder; made where there is none.
        settings: the settings' part of this run's keys.
    Attributes:
        done: what is scored already under these settings.
        kept: lines of scores of earlier runs, under these settings.
        scored: transcripts scored by this run.
        failures: failures of this run by kind.
        verdicts: verdicts of the judge by state, of this run.
        put_aside: lines that were moved to ``earlier``.
    Raises:
        WorkError: another run holds it, or it cannot be written to.
    """

    def __init__(self, path: Path, settings: str) -> None:
        self.path = path
        self.scored = self.put_aside = 0
        self.failures: Counter[str] = Counter()
        self.verdicts: Counter[str] = Counter()
        # failures of reading come from whoever reads, which may be another thread than the one that scores
        self._writing = threading.Lock()
        self._unread: set[str] = set()
        self._began = datetime.now(UTC)
        with self.writable():
            path.mkdir(parents=True, exist_ok=True)
            self._lock = FolderLock(path)
        try:
            with self.writable():
                cut_torn_line(path / SCORES)
                self.done, others = read_index(path / SCORES, settings)
                if others:
                    self._keep_only(is_of(settings))
                self.kept = len(self.done)
                self._scores = LineFile(path / SCORES)
                self._old_bytes = self._scores.size
                self._failures = LineFile(path / FAILURES, anew=True)
        except BaseException:
            self._lock.release()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._scores.close()
        self._failures.close()
        self._lock.release()

    @property
    def failed(self) -> int:
        """Transcripts that this run could not score."""
        return self.failures.total()

    def take(self, outcome: Scored | Failed) -> None:
        """Write an outcome; it is with the system when this returns, so that killing the process loses nothing."""
        with self._writing, self.writable():
            if isinstance(outcome, Scored):
                self._scores.write(outcome.line)
                self.scored += 1
                self.verdicts.update(outcome.verdicts)
            else:
                self._failures.write(dumped(outcome.record()))
                self.failures[str(outcome.kind)] += 1
                if outcome.kind is FailureKind.UNREADABLE and len(self._unread) < _MOST_UNREAD:
                    self._unread.add(outcome.path)

    def put_aside_unmet(self) -> None:
        """Move scores of inputs that this run did not meet, or whose content changed, to ``earlier``.

        Where a place could not be read, nobody knows what is gone: then only what is among the failures now is moved.
        """
        if self.done.met == len(self.done):
            return
        met, before = self.done.keepers(), self.put_aside

        def keep(line: bytes) -> bool:
            return met(line) or (bool(self._unread) and _source_of(line) not in self._unread)

        with self.writable():
            self._scores.close()
            self._keep_only(keep, within=self._old_bytes)
            self._scores = LineFile(self.path / SCORES)
        self.kept -= self.put_aside - before

    def write_run(self, run: Mapping[str, Any]) -> None:
        """Write `run.json`, whole or not at all."""
        with self.writable():
            beside = self.path / f".{RUN}.new"
            beside.write_text(json.dumps(run, indent=2, ensure_ascii=True) + "\n", encoding="utf-8")
            beside.replace(self.path / RUN)

    @contextlib.contextmanager
    def writable(self) -> Iterator[None]:
        """Turns what the system has against writing into one sentence."""
        try:
            yield
        except OSError as error:
            raise WorkError(
                f"The folder {self.path} cannot be written to: {error.strerror or error}.",
                hint="What is scored so far is kept; run again to go on.",
            ) from error

    def _keep_only(self, keep: Callable[[bytes], bool], *, within: int | None = None) -> None:
        """Move lines that are not to be kept to ``earlier``.

        The file is replaced in one step, after what is moved is on disk: whoever is killed in between loses nothing.

        Args:
            within: lines that begin at this byte or later stay; None puts the question to all.
        """
        scores, beside = self.path / SCORES, self.path / f".{SCORES}.new"
        folder = self.path / EARLIER
        folder.mkdir(exist_ok=True)
        aside = folder / f"{self._began:%Y-%m-%dT%H-%M-%S-%f}.jsonl"
        with scores.open("rb") as old, beside.open("wb") as new, aside.open("ab") as moved:
            at = 0
            for line in old:
                if (within is not None and at >= within) or keep(line):
                    new.write(line)
                else:
                    moved.write(line)
                    self.put_aside += 1
                at += len(line)
            for file in (moved, new):
                file.flush()
                os.fsync(file.fileno())
        beside.replace(scores)
        if not aside.stat().st_size:
            aside.unlink()
            with contextlib.suppress(OSError):  # there are others in it
                folder.rmdir()


def _source_of(line: bytes) -> str | None:
    """The file that a line of scores says it came from."""
    try:
        source = json.loads(line).get("source")
    except (ValueError, RecursionError):
        return None
    return source if isinstance(source, str) else None


class LineFile:
    """A file that only grows, by whole lines: a line that cannot be written whole is taken back.

    Raises:
        OSError: from everything here.
    """

    def __init__(self, path: Path, *, anew: bool = False) -> None:
        # no buffer: what was written is with the system, and what was not is known to the byte
        self._file: io.FileIO = path.open("wb" if anew else "ab", buffering=0)
        self.size = 0 if anew else path.stat().st_size

    def write(self, line: bytes) -> None:
        """Add a line."""
        rest = memoryview(line)
        try:
            while rest:
                rest = rest[self._file.write(rest) or 0 :]
        except BaseException:
            with contextlib.suppress(OSError):
                self._file.truncate(self.size)
            raise
        self.size += len(line)

    def sync(self) -> None:
        """What was written is on the disk when this returns."""
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Close it; harmless when it is."""
        self._file.close()
