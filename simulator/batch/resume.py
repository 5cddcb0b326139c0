"""What a folder holds already: known again by eight bytes a transcript, so that millions fit into memory."""

from __future__ import annotations

import json
import re
from array import array
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import numpy as np

from simulator.batch.identity import CONTENT_DIGITS, SETTINGS_DIGITS

_DIGITS = SETTINGS_DIGITS + CONTENT_DIGITS
#: a line of ours ends with its key, so that it need not be parsed; inside a text the quotes would be escaped
_TAIL = re.compile(rb'"key": "([0-9a-f]{%d})"\}\s*$' % _DIGITS)
_BLOCK = 1 << 16


class DoneIndex:
    """Keys of transcripts that are scored already, with how often each was met in this run.

    Two transcripts that are the same in every byte count as two.

    Args:
        digests: first eight bytes of the content keys, in any order.
    """

    def __init__(self, digests: array[int]) -> None:
        self._sorted = np.sort(np.frombuffer(digests, dtype=np.uint64)) if digests else np.empty(0, np.uint64)
        self._met = np.zeros(len(self._sorted), dtype=np.uint32)
        self.met = 0

    def __len__(self) -> int:
        return len(self._sorted)

    def meet(self, key: str) -> bool:
        """Whether a transcript with this key is scored already; it is taken for that one."""
        first, count = self._place(digest_of(key))
        if self._met[first : first + 1].sum() >= count:
            return False
        self._met[first] += 1
        self.met += 1
        return True

    def keepers(self) -> Callable[[bytes], bool]:
        """Tells for line after line whether this run met its transcript."""
        left = self._met.copy()

        def keep(line: bytes) -> bool:
            key = key_of(line)
            if key is None:
                return False
            first, count = self._place(digest_of(key))
            if not count or not left[first]:
                return False
            left[first] -= 1
            return True

        return keep

    def _place(self, digest: int) -> tuple[int, int]:
        """Where the digest begins in the sorted ones, and how many of it there are."""
        wanted = np.uint64(digest)
        first = int(np.searchsorted(self._sorted, wanted, side="left"))
        if first == len(self._sorted) or self._sorted[first] != wanted:
            return first, 0
        return first, int(np.searchsorted(self._sorted, wanted, side="right")) - first


def digest_of(key: str) -> int:
    """The eight bytes that the index keeps of a key."""
    return int(key[SETTINGS_DIGITS : SETTINGS_DIGITS + 16], 16)


def key_of(line: bytes) -> str | None:
    """The key of a line of scores; None where it is no line of ours, or damaged."""
    if b"\0" in line or not line.startswith(b"{"):
        return None
    found = _TAIL.search(line, max(0, len(line) - _DIGITS - 32))
    if found is not None:
        return found[1].decode("ascii")
    try:  # another tool may have written it anew, with its keys in another order
        key = json.loads(line).get("key")
    except (ValueError, RecursionError):
        return None
    return key if isinstance(key, str) and re.fullmatch(rf"[0-9a-f]{{{_DIGITS}}}", key) else None


def read_index(scores: Path, settings: str) -> tuple[DoneIndex, int]:
    """What is scored under these settings, and how many lines are not of them or cannot be read.

    A last line without its line break is torn: it is left out.

    Raises:
        OSError: the file is there and cannot be read.
    """
    digests, others = array("Q"), 0
    if scores.exists():
        with scores.open("rb") as file:
            for line in _whole_lines(file):
                key = key_of(line)
                if key is not None and key.startswith(settings):
                    digests.append(digest_of(key))
                else:
                    others += 1
    return DoneIndex(digests), others


def is_of(settings: str) -> Callable[[bytes], bool]:
    """Tells for a line whether it was made with these settings."""

    def keep(line: bytes) -> bool:
        key = key_of(line)
        return key is not None and key.startswith(settings)

    return keep


def cut_torn_line(path: Path) -> int:
    """Cut off what follows the last line break, as a process that was killed while writing leaves it.

    Returns:
        bytes that were cut.
    Raises:
        OSError: the file cannot be read or written.
    """
    if not path.exists():
        return 0
    with path.open("r+b") as file:
        size = at = file.seek(0, 2)
        while at > 0:
            begin = max(0, at - _BLOCK)
            file.seek(begin)
            found = file.read(at - begin).rfind(b"\n")
            if found >= 0:
                at = begin + found + 1
                break
            at = begin
        file.truncate(at)
        return size - at


def _whole_lines(file: BinaryIO) -> Iterator[bytes]:
    for line in file:
        if line.endswith(b"\n") and line.strip():
            yield line
