"""Where the answer to a request lies, and which batches it was handed over in: sixteen to forty bytes a request."""

from __future__ import annotations

import json
import os
import re
from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from simulator.batch.later.ledger import Handed, Ledger, digest

_ID = re.compile(rb'\{"custom_id": "([0-9a-f]{32})"')
_Words = npt.NDArray[np.uint64]
_NONE: _Words = np.empty(0, np.uint64)
#: a line of answers that is longer than this is no answer to a judge's question
_LONGEST_LINE = 16 << 20


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a request in one batch.

    Args:
        batch: the batch.
        status: of the answer, 200 where it is one; 0 where the provider did not ask the model.
        body: of the answer; None where there is no line at all.
    """

    batch: Handed
    status: int = 0
    body: Any = None


@dataclass(frozen=True, slots=True)
class Found:
    """What is known of a request.

    Args:
        open: whether a batch is open that it was handed over in.
        results: what came of it in batches that have ended, oldest first.
    """

    open: bool = False
    results: list[Result] = field(default_factory=list)


class Index:
    """All requests of a folder that were ever handed over.

    Args:
        ledger: read already; its lists of requests are taken over.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._asked = _Pairs()
        self._answers = _Pairs()
        self._files: dict[int, int] = {}
        for number in list(ledger.asked):
            self.add_asked(number)
        for number, batch in ledger.batches.items():
            if not batch.open:
                self.add_answers(number)

    def add_asked(self, number: int) -> None:
        """A batch was packed."""
        self._asked.add(self._ledger.asked.pop(number), number)

    def add_answers(self, number: int) -> None:
        """What came of a batch is on disk."""
        path = self._ledger.answers_file(number)
        if path.exists():
            digests, offsets = array("Q"), array("Q")
            for custom_id, offset in _lines(path):
                digests.append(digest(custom_id))
                offsets.append(offset)
            self._answers.add(digests, number, offsets)

    def find(self, custom_id: str) -> Found:
        """What is known of a request.

        Raises:
            OSError: the answers cannot be read.
        """
        wanted = digest(custom_id)
        batches = [self._ledger.batches[number] for number, _ in self._asked.rows(wanted)]
        offsets = dict(self._answers.rows(wanted))
        results = [
            self._read(batch, offsets.get(batch.number), custom_id) for batch in batches if not batch.open
        ]
        return Found(any(batch.open for batch in batches), results)

    def close(self) -> None:
        """Close the files of answers."""
        for file in self._files.values():
            os.close(file)
        self._files.clear()

    def _read(self, batch: Handed, offset: int | None, custom_id: str) -> Result:
        if offset is None:
            return Result(batch)
        line = self._line(batch.number, offset)
        try:
            record = json.loads(line)
            if record["custom_id"] != custom_id:
                return Result(batch)
            return Result(batch, int(record["status"]), record["body"])
        except (
            ValueError,
            KeyError,
            TypeError,
            RecursionError,
        ):  # damaged since: as if it had not been answered
            return Result(batch)

    def _line(self, number: int, offset: int) -> bytes:
        if number not in self._files:
            if len(self._files) >= 16:
                os.close(self._files.pop(next(iter(self._files))))
            self._files[number] = os.open(
                self._ledger.answers_file(number), os.O_RDONLY | getattr(os, "O_BINARY", 0)
            )
        size, line = 1 << 13, b""
        while b"\n" not in line and size <= _LONGEST_LINE:
            os.lseek(self._files[number], offset, os.SEEK_SET)
            more = os.read(self._files[number], size)
            if len(more) <= len(line):
                break
            line, size = more, size * 4
        return line.partition(b"\n")[0]


class _Pairs:
    """Numbers of batches and offsets by digest; kept sorted, the same digest in the order it was added."""

    def __init__(self) -> None:
        self._digests = self._batches = self._offsets = _NONE
        self._added: list[tuple[_Words, _Words, _Words]] = []

    def add(self, digests: array[int], batch: int, offsets: array[int] | None = None) -> None:
        """Rows of a batch."""
        found = np.array(digests, np.uint64)
        numbers = np.full(len(found), batch, np.uint64)
        places = np.array(offsets, np.uint64) if offsets is not None else np.zeros(len(found), np.uint64)
        self._added.append((found, numbers, places))

    def rows(self, wanted: int) -> Iterator[tuple[int, int]]:
        """Batches and offsets of a digest."""
        self._merge()
        first = int(np.searchsorted(self._digests, np.uint64(wanted), side="left"))
        while first < len(self._digests) and int(self._digests[first]) == wanted:
            yield int(self._batches[first]), int(self._offsets[first])
            first += 1

    def _merge(self) -> None:
        if not self._added:
            return
        whole = [(self._digests, self._batches, self._offsets), *self._added]
        self._added = []
        digests, batches, offsets = (np.concatenate([one[place] for one in whole]) for place in range(3))
        order = np.argsort(digests, kind="stable")
        self._digests, self._batches, self._offsets = digests[order], batches[order], offsets[order]


def answer_line(custom_id: str, status: int, body: object) -> bytes:
    """A line of a file of answers, as the index reads it.

    Raises:
        ValueError: the body cannot be written.
    """
    return json.dumps({"custom_id": custom_id, "status": status, "body": body}).encode("ascii") + b"\n"


def result_of(line: bytes) -> tuple[str, int, Any] | None:
    """Id, status and body in a line of the provider's results; None where it is none."""
    try:
        record: Mapping[str, Any] = json.loads(line)
        custom_id, response, error = record["custom_id"], record.get("response"), record.get("error")
        if not re.fullmatch("[0-9a-f]{32}", custom_id):
            return None
        if response:
            return custom_id, int(response["status_code"]), response.get("body")
        return custom_id, 0, error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _lines(path: Path) -> Iterator[tuple[str, int]]:
    at = 0
    with path.open("rb") as file:
        for line in file:
            found = _ID.match(line)
            if found is not None and line.endswith(b"\n"):
                yield found[1].decode("ascii"), at
            at += len(line)
