"""How a file is packed, told from its first bytes; and what comes out of it, counted and within bounds."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import re
import struct
import tarfile
import zipfile
import zlib
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO, Protocol

from simulator.batch.spool import TooMuchError, human_bytes

#: bytes of a file that `packing_of` wants to see
HEAD_BYTES = 512
_LZMA_MEMORY = 256 << 20


class Packing(StrEnum):
    """How a file is packed, told from its beginning."""

    NONE = "none"
    ZIP = "zip"
    TAR = "tar"
    GZIP = "gzip"
    BZIP2 = "bzip2"
    XZ = "xz"
    OTHER = "other"  # 7-Zip, RAR, Zstandard: known, and not opened here


@dataclass(frozen=True)
class Limits:
    """Bounds on one archive.

    Args:
        members: files in it.
        member_bytes: of one file, unpacked.
        unpacked_bytes: of all together.
        ratio: unpacked to packed, looked at once there are `ratio_from_bytes`; text packs 5 to 30 times.
        directory_bytes: of a zip's table of contents, which has to be in memory (16 MB: some 150,000 files).
    """

    members: int = 1_000_000
    member_bytes: int = 2 << 30
    unpacked_bytes: int = 64 << 30
    ratio: float = 200.0
    ratio_from_bytes: int = 64 << 20
    directory_bytes: int = 16 << 20


#: one packed file, and no archive of files
SINGLE = (Packing.GZIP, Packing.BZIP2, Packing.XZ)
_STARTS = (
    (b"PK\x03\x04", Packing.ZIP),
    (b"PK\x05\x06", Packing.ZIP),
    (b"\x1f\x8b\x08", Packing.GZIP),
    (b"\xfd7zXZ\x00", Packing.XZ),
    (b"7z\xbc\xaf\x27\x1c", Packing.OTHER),
    (b"Rar!\x1a\x07", Packing.OTHER),
    (b"\x28\xb5\x2f\xfd", Packing.OTHER),
)
_BZIP2 = re.compile(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)")
#: what the readers of the standard library raise on a damaged archive
DAMAGED = (
    EOFError, OSError, ValueError, RuntimeError, NotImplementedError, KeyError, IndexError, OverflowError,
    zlib.error, lzma.LZMAError, struct.error, zipfile.BadZipFile, tarfile.TarError,
)  # fmt: skip


def packing_of(head: bytes) -> Packing:
    """How a file that begins with these bytes (`HEAD_BYTES` of them) is packed."""
    for start, packing in _STARTS:
        if head.startswith(start):
            return packing
    if _BZIP2.match(head):
        return Packing.BZIP2
    return Packing.TAR if is_tar(head) else Packing.NONE


def is_tar(head: bytes) -> bool:
    """Whether a file that begins with these bytes is a tar archive."""
    try:
        tarfile.TarInfo.frombuf(head[:HEAD_BYTES], "utf-8", "surrogateescape")
    except (tarfile.HeaderError, ValueError):
        return False
    return True


def check_ratio(unpacked: int, packed: int, limits: Limits) -> None:
    """Stop at what unpacks to far more than text does.

    Raises:
        TooMuchError: it is beyond the bound.
    """
    if unpacked > limits.ratio_from_bytes and unpacked > limits.ratio * max(1, packed):
        raise TooMuchError(f"more than {limits.ratio:.0f} times what it is packed")


class _Readable(Protocol):
    def read(self, size: int = ..., /) -> bytes: ...


class Plain(io.RawIOBase):
    """What comes out of a packed file, counted."""

    def __init__(self, raw: BinaryIO, packing: Packing, limits: Limits) -> None:
        self._raw, self._limits, self._bytes = raw, limits, 0
        self._inner: _Readable
        match packing:
            case Packing.GZIP:
                self._inner = gzip.GzipFile(fileobj=raw)
            case Packing.BZIP2:
                self._inner = bz2.BZ2File(raw)
            case Packing.XZ:
                # the header can ask for gigabytes of dictionary: refused before the real reader obeys
                lzma.LZMADecompressor(memlimit=_LZMA_MEMORY).decompress(raw.read(1 << 12), max_length=1)
                raw.seek(0)
                self._inner = lzma.LZMAFile(raw)  # noqa: SIM115 - closed with the file it reads
            case _:
                self._inner = raw

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # what the base really passes
        data = self._inner.read(len(buffer))
        buffer[: len(data)] = data
        self._bytes += len(data)
        if self._bytes > self._limits.unpacked_bytes:
            raise TooMuchError(f"more than {human_bytes(self._limits.unpacked_bytes)}")
        if self._inner is not self._raw:
            check_ratio(self._bytes, self._raw.tell(), self._limits)
        return len(data)
