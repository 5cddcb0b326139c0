"""What was handed over, in `batch-api.jsonl`: lines that are only ever added, each on disk before what it announces.

{"event": "folder", "key": …}                                        once: by what the provider knows our batches
{"event": "packed", "batch": 3, "dialect": …, "requests": {id: key}}  before a file is uploaded; key is a transcript's
{"event": "handed_over", "batch": 3, "id": …}                        after the provider took it
{"event": "ended", "batch": 3, "status": …, …}                       after its answers are on disk here
{"event": "cancelled", "batch": 3}                                   a person asked for no more answers
{"event": "fresh_start"}                                             failures before this are forgotten
"""

from __future__ import annotations

import json
import os
import secrets
import time
from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulator.batch.out_folder import LineFile
from simulator.batch.resume import cut_torn_line
from simulator.errors import WorkError

LEDGER, FILES = "batch-api.jsonl", "batch-api"
#: a request's id is so many hex digits; the first sixteen are what an index keeps
ID_DIGITS = 32


@dataclass(slots=True)
class Handed:
    """A batch of ours.

    Attributes:
        number: from 1, in the order they were packed.
        requests: how many.
        since: when it was packed, in seconds since 1970.
        batch_id: the provider's; empty until it is known that the provider took it.
        status: how it ended; empty while it is open. ``dropped`` was never handed over.
        dialect: how it was worded, as `Dialect.kept` tells.
        error: why it failed as a whole, as kind and message; None else.
        queue_full: whether it failed since too much was waiting.
        forgotten: whether its failures are to be forgotten.
        cancelled: whether a person cancelled it.
    """

    number: int
    requests: int
    since: float
    batch_id: str = ""
    status: str = ""
    dialect: Mapping[str, Any] | None = None
    error: Mapping[str, str] | None = None
    queue_full: bool = False
    forgotten: bool = False
    cancelled: bool = False

    @property
    def open(self) -> bool:
        """Whether answers may still come."""
        return not self.status


class Ledger:
    """The ledger of an output folder, which this process holds.

    Attributes:
        key: by what the provider knows the folder's batches.
        batches: by number.
        dialect: how the latest batch was worded; None where there is none.
    Raises:
        WorkError: the ledger cannot be read.
        OSError: nor the folder written to.
    """

    def __init__(self, out: Path) -> None:
        self.files = out / FILES
        self.path = out / LEDGER
        self.files.mkdir(exist_ok=True)
        self.batches: dict[int, Handed] = {}
        self.dialect: Mapping[str, Any] | None = None
        self.key = ""
        #: first sixteen digits of the requests' ids, by batch; taken over by the index
        self.asked: dict[int, array[int]] = {}
        cut_torn_line(self.path)
        for event in self._events():
            self._apply(event)
        self._file = LineFile(self.path)
        if not self.key:
            self._note({"event": "folder", "key": secrets.token_hex(12)})

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def requests_file(self, number: int) -> Path:
        """Where the requests of a batch lie until it is handed over."""
        return self.files / f"{number:06d}.requests.jsonl"

    def answers_file(self, number: int) -> Path:
        """Where what came of a batch lies."""
        return self.files / f"{number:06d}.answers.jsonl"

    def marks(self, batch: Handed) -> dict[str, str]:
        """By what the provider knows a batch."""
        return {"practice_room_folder": self.key, "practice_room_batch": str(batch.number)}

    def packed(self, requests: Mapping[str, str], dialect: Mapping[str, Any]) -> Handed:
        """A batch is packed: its file is on disk, and nobody else knows of it.

        Args:
            requests: keys of transcripts by ids of requests.
        """
        number = max(self.batches, default=0) + 1
        event = {
            "event": "packed",
            "batch": number,
            "at": time.time(),
            "dialect": dialect,
            "requests": requests,
        }
        self._note(event)
        return self.batches[number]

    def handed_over(self, batch: Handed, batch_id: str) -> None:
        """The provider took a batch."""
        self._note({"event": "handed_over", "batch": batch.number, "id": batch_id})

    def ended(
        self, batch: Handed, status: str, *, error: Mapping[str, str] | None = None, **more: Any
    ) -> None:
        """A batch ended, and what came of it is on disk."""
        self._note({"event": "ended", "batch": batch.number, "status": status, "error": error, **more})

    def cancelled(self, batch: Handed) -> None:
        """A person cancelled a batch."""
        self._note({"event": "cancelled", "batch": batch.number})

    def fresh_start(self) -> None:
        """What failed is to be tried again as if it were new."""
        if any(not one.open and not one.forgotten for one in self.batches.values()):
            self._note({"event": "fresh_start"})

    def _note(self, event: Mapping[str, Any]) -> None:
        self._file.write(json.dumps(event).encode("ascii") + b"\n")
        self._file.sync()
        self._apply(event)

    def _events(self) -> Iterator[dict[str, Any]]:
        if not self.path.exists():
            return
        with self.path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                try:
                    event = json.loads(line)
                    if not isinstance(event, dict):
                        raise TypeError
                except (ValueError, TypeError, RecursionError):
                    raise _damaged(self.path, number) from None
                yield event

    def _apply(self, event: Mapping[str, Any]) -> None:
        try:
            self._take(event)
        except (KeyError, TypeError, ValueError, AttributeError):
            raise _damaged(self.path, len(self.batches)) from None

    def _take(self, event: Mapping[str, Any]) -> None:
        kind = event["event"]
        if kind == "folder":
            self.key = str(event["key"])
        elif kind == "packed":
            number, requests = int(event["batch"]), event["requests"]
            self.batches[number] = Handed(number, len(requests), float(event["at"]), dialect=event["dialect"])
            self.asked[number] = array("Q", (digest(one) for one in requests))
            self.dialect = event["dialect"]
        elif kind == "handed_over":
            self.batches[event["batch"]].batch_id = str(event["id"])
        elif kind == "ended":
            batch = self.batches[event["batch"]]
            batch.status, batch.error = str(event["status"]), event["error"]
            batch.queue_full = bool(event.get("queue_full"))
        elif kind == "cancelled":
            self.batches[event["batch"]].cancelled = True
        elif kind == "fresh_start":
            for one in self.batches.values():
                one.forgotten = one.forgotten or not one.open


def digest(custom_id: str) -> int:
    """What an index keeps of a request's id."""
    return int(custom_id[:16], 16)


def sync_folder(folder: Path) -> None:
    """See that a renamed file keeps its new name when the power is lost; where a system cannot, it is left out."""
    if os.name == "posix":
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def _damaged(path: Path, line: int) -> WorkError:
    return WorkError(
        f"{path} is damaged near line {line}.",
        hint="It says what was handed over and paid for: mend it, or score into a new folder with --out.",
    )
