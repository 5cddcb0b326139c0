"""Bytes that come once (standard input, a member of an archive) kept so that they can be read again."""

from __future__ import annotations

import io
import tempfile
import threading
from typing import IO, BinaryIO

#: what is larger lies on the disk while it is needed
IN_MEMORY_BYTES = 1 << 20
_CHUNK = 1 << 18


class TooMuchError(OSError):
    """More bytes than the bound allows; the message says of what."""


class Spool:
    """Bytes that can be opened as often as wanted; a large one is a file without a name, gone with the object.

    Attributes:
        size: bytes.
    """

    def __init__(self, data: IO[bytes], *, most: int) -> None:
        """Read `data` to its end.

        Args:
            most: bytes that are let in.

        Raises:
            TooMuchError: there are more.
            OSError: reading failed, or the disk is full.
        """
        self.size = 0
        self._lock = threading.Lock()
        # kept open for as long as the object lives, and closed with it
        self._file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115
        while chunk := data.read(_CHUNK):
            self.size += len(chunk)
            if self.size > most:
                raise TooMuchError(f"more than {human_bytes(most)}")
            self._file.write(chunk)

    def open(self) -> BinaryIO:
        """A reader of its own at the beginning; several can be open at once, on several threads."""
        return io.BufferedReader(_SpoolReader(self))

    def read_at(self, position: int, count: int) -> bytes:
        """Up to `count` bytes from a place; fewer at the end."""
        with self._lock:
            self._file.seek(position)
            return self._file.read(count)


class _SpoolReader(io.RawIOBase):
    def __init__(self, spool: Spool) -> None:
        self._spool, self._position = spool, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._spool.size}[whence]
        self._position = max(0, base + offset)
        return self._position

    def tell(self) -> int:
        return self._position

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # what the base really passes
        data = self._spool.read_at(self._position, len(buffer))
        buffer[: len(data)] = data
        self._position += len(data)
        return len(data)


def human_bytes(count: int) -> str:
    """A number of bytes as a person writes it: ``2 GB``."""
    value = float(count)
    for unit in ("bytes", "kB", "MB", "GB"):
        if value < 1000 or unit == "GB":
            break
        value /= 1000
    return f"{value:.3g} {unit}"
