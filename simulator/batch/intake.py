"""What is to be scored: places are read one conversation at a time, and what is scored already is passed over."""

from __future__ import annotations

import io
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, Protocol, TypeVar

from simulator.batch.engines import Failed, Task
from simulator.batch.failures import FailureKind, UnreadableError
from simulator.batch.formats import read
from simulator.batch.heard import Heard, Source
from simulator.batch.identity import content_key
from simulator.batch.interrupts import Interrupts, StopReading
from simulator.batch.one_transcript import unforeseen
from simulator.batch.packing import pack, unpack
from simulator.batch.places import sources
from simulator.batch.resume import DoneIndex

T = TypeVar("T")
#: adding up the sizes of what there is takes no longer than this; the time left is not told then
_LONGEST_LOOK_S = 2.0


class Reading(Protocol):
    """Reads places: a task for each conversation, a failure for what is none."""

    @property
    def bytes_read(self) -> int:
        """How far it has come, in bytes of the files."""
        ...

    def items(
        self, places: tuple[str, ...], out: Path, settings: str, guarded: Guarded, passed_over: Counter[str]
    ) -> Iterator[Task | Failed]:
        """What is in the places, in any order.

        Args:
            out: the folder that is written to; what lies in it is not read.
            settings: the settings' part of the keys.
            guarded: every wait for something that is read stands in it.
            passed_over: is counted up by files that no transcript can be in, by their ending.
        """
        ...


class HereReading:
    """Reads in this process, one file after the other; see `Reading`."""

    def __init__(self) -> None:
        self._finished_bytes = 0
        self._position = _Position()

    @property
    def bytes_read(self) -> int:
        """See `Reading.bytes_read`."""
        return self._finished_bytes + self._position.at

    def items(
        self, places: tuple[str, ...], out: Path, settings: str, guarded: Guarded, passed_over: Counter[str]
    ) -> Iterator[Task | Failed]:
        """See `Reading.items`."""
        files = guarded(sources(places, out=out, passed_over=passed_over), ", ".join(places))
        for source in files:
            if isinstance(source, Failed):
                yield source
                continue
            if isinstance(source, UnreadableError):
                yield Failed(source.name, source.name, str(source), source.kind)
                continue
            yield from self.tasks(source, settings, guarded)

    def tasks(self, source: Source, settings: str, guarded: Guarded) -> Iterator[Task | Failed]:
        """What is in one file."""
        position = self._position = _Position(most=source.size or 0)
        counted = replace(source, open=lambda: position.counting(source.open()))
        yield from tasks_of(counted, settings, guarded)
        self._finished_bytes += source.size or 0
        self._position = _Position()


def tasks_of(source: Source, settings: str, guarded: Guarded) -> Iterator[Task | Failed]:
    """A task for each conversation of a file, and what it has that is none; a function of the file alone."""
    number = 0
    for heard in guarded(_read(source), source.name):
        if isinstance(heard, Failed):
            yield heard
        elif isinstance(heard, UnreadableError):
            yield Failed(heard.name, source.name, str(heard), heard.kind)
        else:
            number += 1
            yield _task(source.name, _name(source.name, number), heard, settings)


class Intake:
    """Tasks, one after the other; everything that cannot be read goes to ``fail``, and nothing is dropped unseen.

    Args:
        places: as the person gave them.
        out: the folder that is written to; what lies in it is not read.
        settings: the settings' part of the keys.
        done: what is scored already.
        fail: takes what cannot be read; may be called from the thread that reads.
        interrupts: asked before each conversation whether to go on.
        leave_out: what becomes of a transcript that is not to be begun any more; None where it is.
        reading: what reads; None reads in this process.
    Attributes:
        passed: transcripts that are scored already.
        passed_over: files in folders and archives that no transcript can be in, by their ending.
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
        leave_out: Callable[[Task], Failed | None] = lambda task: None,
        reading: Reading | None = None,
    ) -> None:
        self._places, self._out, self._settings = places, out, settings
        self._done, self._fail, self._interrupts = done, fail, interrupts
        self._leave_out = leave_out
        self._reading = reading or HereReading()
        self.passed = 0
        self.passed_over: Counter[str] = Counter()

    @property
    def bytes_read(self) -> int:
        """How far the reading has come, in bytes of the files."""
        return self._reading.bytes_read

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
        guarded = Guarded(self._interrupts)
        for one in self._reading.items(self._places, self._out, self._settings, guarded, self.passed_over):
            if isinstance(one, Failed):
                self._fail(one)
            elif self._done.meet(one.key):
                self.passed += 1
            elif (left := self._leave_out(one)) is not None:
                self._fail(left)
            else:
                yield one
            if self._interrupts.asked:
                return


class Guarded:
    """Goes through what a reader gives, until a person asks to stop.

    Args:
        interrupts: None where nobody can ask, as in another process.
    """

    def __init__(self, interrupts: Interrupts | None = None) -> None:
        self._interrupts = interrupts

    @property
    def stopped(self) -> bool:
        """Whether a person asked to stop."""
        return self._interrupts is not None and bool(self._interrupts.asked)

    def __call__(self, items: Iterator[T], name: str) -> Iterator[T | Failed]:
        """The items; an exception that nobody foresaw is a failure of that name, and the end of the items."""
        while not self.stopped:
            try:
                with self._interrupts.breakable() if self._interrupts else nullcontext():
                    item = next(items)
            except (StopIteration, StopReading):
                return
            except UnreadableError as error:
                yield Failed(error.name, name, str(error), error.kind)
                return
            except Exception as error:  # noqa: BLE001 - a reader's mistake must not end the run
                yield unforeseen(name, name, error)
                return
            yield item


def name_of(task: Task) -> str:
    """What a transcript goes by: its id where it has one."""
    return unpack(task.heard).id or task.name


def _task(source: str, name: str, heard: Heard, settings: str) -> Task | Failed:
    try:
        if not heard.lines:
            return Failed(heard.id or name, source, "There are no turns in it.", FailureKind.NO_TURNS)
        packed = pack(heard)
    except Exception as error:  # noqa: BLE001 - a mistake of ours must not end the run
        return unforeseen(name, source, error)
    return Task(source, name, packed, settings + content_key(source, packed))


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
