"""Arrays of a packaged file that are looked into and not read whole: only the rows that are used take memory."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

#: a zip member's header without its name and its extra field, and where their lengths stand
_HEADER_BYTES = 30
_LENGTHS = struct.Struct("<HH")
_LENGTHS_AT = 26


class PackagedArrays:
    """The arrays of an ``.npz`` that was saved without compression.

    Args:
        source: the file; inside a zipped package nothing can be mapped, and all is read.
        archive: the same, opened by numpy.
        mapped: names of the arrays that are mapped; they cannot be written.
    """

    def __init__(self, source: Traversable, archive: Any, mapped: Collection[str]) -> None:
        self._source, self._archive, self._mapped = source, archive, mapped

    def __getitem__(self, name: str) -> NDArray[Any]:
        """An array.

        Raises:
            KeyError: there is none of that name.
            ValueError: the file is shorter than it says.
        """
        return self._map(name) if name in self._mapped else self._read(name)

    def _map(self, name: str) -> NDArray[Any]:
        stored = self._archive.zip.getinfo(f"{name}.npy")
        if not isinstance(self._source, Path) or stored.compress_type != zipfile.ZIP_STORED:
            return self._read(name)
        with self._source.open("rb") as file:
            file.seek(stored.header_offset + _LENGTHS_AT)
            lengths = _LENGTHS.unpack(file.read(_LENGTHS.size))
            file.seek(stored.header_offset + _HEADER_BYTES + sum(lengths))
            if np.lib.format.read_magic(file) != (1, 0):
                return self._read(name)
            shape, by_columns, kind = np.lib.format.read_array_header_1_0(file)
            start = file.tell()
        return np.memmap(self._source, kind, "r", start, shape, "F" if by_columns else "C")

    def _read(self, name: str) -> NDArray[Any]:
        array: NDArray[Any] = self._archive[name]
        return array


@contextmanager
def packaged_arrays(source: Traversable, *, mapped: Collection[str]) -> Iterator[PackagedArrays]:
    """The arrays of a packaged file; what was mapped stays usable afterwards.

    Raises:
        OSError, ValueError, zipfile.BadZipFile: it is not there, or is no such file.
    """
    with source.open("rb") as file, np.load(file, allow_pickle=False) as archive:
        yield PackagedArrays(source, archive, mapped)
