"""What is to be scored: places are read one conversation at a time, and what is scored already is passed over."""

from __future__ import annotations

import io
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, TypeVar

from simulator.batch.engines import Failed, Task, left_out
from simulator.batch.failures import FailureKind, UnreadableError
from simulator.batch.formats import read
from simulator.batch.heard import Heard, Source
from simulator.batch.identity import content_key
from simulator.batch.interrupts import Interrupts, StopReading
from simulator.batch.one_transcript import unforeseen
from simulator.batch.packing import pack
from simulator.batch.places import sources
from simulator.batch.resume import DoneIndex

T = TypeVar("T")
#: adding up the sizes of what there is takes no longer than this; the time left is not told then
_LONGEST_LOOK_S = 2.0


class Intake:
    """Tasks, one after the other; everything that cannot be read goes to ``fail``, and nothing is dropped unseen.

    Args:
        places: as the person gave them.
        out: the folder that is written to; what lies in it is not read.
        settings: the settings' part of the keys.
        done: what is scored already.
        fail: takes what cannot be read; may be called from the thread that reads.
        interrupts: asked before each conversation whether to go on.
        limit_reached: the limit that was reached, in words; empty until then.
    Attributes:
        passed: transcripts that are scored already.
        passed_over: files in folders and archives that no transcript can be in, by their ending.
        bytes_read: of files that are read, or begun.
    """

    def __init__(
        self,
        places: tuple[str, ...],
        out: Path,
        *,
        settings: str,
        done: DoneIndex,
        fail: Callable[[Failed], None],
        interrupts: Interrupts,
        limit_reached: Callable[[], str] = lambda: "",
    ) -> None:
        self._places, self._out, self._settings = places, out, settings
        self._done, self._fail, self._interrupts = done, fail, interrupts
        self._limit_reached = limit_reached
        self.passed = 0
        self.passed_over: Counter[str] = Counter()
        self._finished_bytes = 0
        self._position = _Position()

    @property
    def bytes_read(self) -> int:
        """How far the reading has come, in bytes of the files."""
        return self._finished_bytes + self._position.at

    def total_bytes(self) -> int | None:
        """The size of everything there is to read; None where that cannot be told soon, or at all."""
        if not all(Path(place).exists() for place in self._places):
            return None
        total, until = 0, time.monotonic() + _LONGEST_LOOK_S
        try:
            for source in sources(self._places, out=self._out):
                if isinstance(source, UnreadableError):
                    continue
                if source.size is None or time.monotonic() > until:
                    return None
                total += source.size
        except Exception:  # noqa: BLE001 - it is told when it is read
            return None
        return total

    def __iter__(self) -> Iterator[Task]:
        for source in self._guarded(
            sources(self._places, out=self._out, passed_over=self.passed_over), ", ".join(self._places)
        ):
            if isinstance(source, UnreadableError):
                self._fail(Failed(source.name, source.name, str(source), source.kind))
                continue
            yield from self._tasks_of(source)
            self._finished_bytes += source.size or 0
            self._position.at = 0
            if self._interrupts.asked:
                return

    def _tasks_of(self, source: Source) -> Iterator[Task]:
        position = self._position = _Position(most=source.size or 0)
        counted = replace(source, open=lambda: position.counting(source.open()))
        number = 0
        for heard in self._guarded(_read(counted), source.name):
            if isinstance(heard, UnreadableError):
                self._fail(Failed(heard.name, source.name, str(heard), heard.kind))
                continue
            number += 1
            name = _name(source.name, number)
            task = self._task(source.name, name, heard)
            if task is None:
                continue
            if limit := self._limit_reached():
                self._fail(left_out(heard.id or name, source.name, limit))
                continue
            yield task

    def _task(self, source: str, name: str, heard: Heard) -> Task | None:
        """The task of a conversation; None where there is nothing to do, or nothing in it."""
        try:
            if not heard.lines:
                self._fail(
                    Failed(heard.id or name, source, "There are no turns in it.", FailureKind.NO_TURNS)
                )
                return None
            packed = pack(heard)
        except Exception as error:  # noqa: BLE001 - a mistake of ours must not end the run
            self._fail(unforeseen(name, source, error))
            return None
        key = self._settings + content_key(source, packed)
        if self._done.meet(key):
            self.passed += 1
            return None
        return Task(source, name, packed, key)

    def _guarded(self, items: Iterator[T], name: str) -> Iterator[T]:
        """The items; an exception that nobody foresaw is a failure of that name, and the end of the items."""
        while not self._interrupts.asked:
            try:
                with self._interrupts.breakable():
                    item = next(items)
            except (StopIteration, StopReading):
                return
            except UnreadableError as error:
                self._fail(Failed(error.name, name, str(error), error.kind))
                return
            except Exception as error:  # noqa: BLE001 - a reader's mistake must not end the run
                self._fail(unforeseen(name, name, error))
                return
            yield item


def _read(source: Source) -> Iterator[Heard | UnreadableError]:
    """Also where the reader fails before it gives anything."""
    yield from read(source)


def _name(source: str, number: int) -> str:
    """What a conversation without an id goes by: the file's name without its ending, numbered from the second on."""
    stem = str(PurePosixPath(source).with_suffix("")) if PurePosixPath(source).name else source
    return stem if number == 1 else f"{stem}-{number}"


class _Position:
    """How far a file is read; never beyond its size, however often it is opened."""

    def __init__(self, most: int = 0) -> None:
        self.at = 0
        self._most = most

    def counting(self, file: BinaryIO) -> BinaryIO:
        """The same file; what is read from it is counted."""
        return io.BufferedReader(_CountedFile(file, self), buffer_size=1 << 16)

    def reached(self, at: int) -> None:
        """Somebody read up to this byte."""
        self.at = min(self._most, max(self.at, at))


class _CountedFile(io.RawIOBase):
    """A file that tells how far it was read."""

    def __init__(self, file: BinaryIO, position: _Position) -> None:
        self._file, self._position = file, position
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._file.seekable()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._at = self._file.seek(offset, whence)
        return self._at

    def tell(self) -> int:
        return self._file.tell()

    def readinto(self, buffer: Any) -> int:
        # a pipe gives what it has; waiting for a full buffer would hold back what was said already
        some = getattr(self._file, "read1", self._file.read)
        data: bytes = some(len(buffer))
        buffer[: len(data)] = data
        self._at += len(data)
        self._position.reached(self._at)
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._file.close()
        super().close()
