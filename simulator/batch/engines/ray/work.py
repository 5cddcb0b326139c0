"""What is done on a node; nothing here knows Ray, so that it is the same anywhere."""

from __future__ import annotations

import pickle
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from simulator import __version__
from simulator.batch.engines import Failed, Outcome, Plan, Task
from simulator.batch.failures import UnreadableError
from simulator.batch.found import Found, opened
from simulator.batch.intake import Guarded, tasks_of
from simulator.batch.packed import Limits

#: what is read is handed on when it is so many conversations, or so many bytes
_CHUNK, _CHUNK_BYTES = 64, 1 << 18
_LIMITS = Limits()

Work = Callable[[Task, Plan], Outcome]


@dataclass(frozen=True, slots=True)
class Ended:
    """A found file was read to its end.

    Args:
        size: bytes of it, or of what is in it.
        passed_over: files in it that no transcript can be in, by their ending.
    """

    size: int = 0
    passed_over: Counter[str] = field(default_factory=Counter)


Item = Task | Failed | Ended


def version_there() -> str:
    """The program's version on the node."""
    return __version__


def score_chunk(work: Work, plan: Plan, chunk: list[Task]) -> tuple[str, list[Outcome]]:
    """Outcomes of a few tasks, and the program's version on the node."""
    return __version__, [work(task, plan) for task in chunk]


def read_portion(portion: bytes, settings: str) -> Iterator[bytes]:
    """What is in some found files: pickled lists of a file's number and an item, in an order that is always the same.

    Args:
        portion: a pickled list of numbers and found files.
        settings: the settings' part of the keys.
    """
    chunk: list[tuple[int, Item]] = []
    size = 0
    for number, found in pickle.loads(portion):  # noqa: S301 - the run's own process made it
        for item in _items(found, settings):
            chunk.append((number, item))
            size += len(item.heard) if isinstance(item, Task) else 0
            if len(chunk) >= _CHUNK or size >= _CHUNK_BYTES:
                yield pickle.dumps(chunk)
                chunk, size = [], 0
    if chunk:
        yield pickle.dumps(chunk)


def _items(found: Found, settings: str) -> Iterator[Item]:
    guarded, passed_over, size = Guarded(), Counter[str](), 0
    for source in guarded(opened(found, _LIMITS, passed_over), found.name):
        if isinstance(source, Failed):
            yield source
        elif isinstance(source, UnreadableError):
            yield Failed(source.name, source.name, str(source), source.kind)
        else:
            yield from tasks_of(source, settings, guarded)
            size += source.size or 0
    yield Ended(size, passed_over)
