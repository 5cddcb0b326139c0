"""Vectors of the shipped content, made when the package is made: a first call does not wait for them."""

from __future__ import annotations

import zipfile
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from simulator.reading.mapped_arrays import packaged_arrays

Floats = NDArray[np.float32]


class ShippedVectors:
    """A sorted table of keys with their vectors.

    Args:
        keys: the first eight bytes of each text's key, as numbers, rising.
        vectors: one row a key, in 127ths of the row's scale: their cosines are off by less than .003.
        scales: the largest figure of each row.
    """

    def __init__(
        self, keys: NDArray[np.uint64], vectors: NDArray[np.int8], scales: NDArray[np.float32]
    ) -> None:
        self._keys, self._vectors, self._scales = keys, vectors, scales

    def __len__(self) -> int:
        return len(self._keys)

    def get(self, key: bytes) -> Floats | None:
        """The vector of a text, by its key; None where it is not shipped."""
        wanted = short_key(key)
        at = int(np.searchsorted(self._keys, wanted))
        if at >= len(self._keys) or self._keys[at] != wanted:
            return None
        vector: Floats = self._vectors[at] * (self._scales[at] / np.float32(127))
        return vector


def compact(vectors: Floats) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Rows as `ShippedVectors` takes them, with their scales."""
    scales = np.abs(vectors).max(axis=1).astype(np.float32)
    return np.rint(vectors / scales[:, None] * 127).astype(np.int8), scales


def short_key(key: bytes) -> np.uint64:
    """The first eight bytes of a key as a number."""
    return np.uint64(int.from_bytes(key[:8], "big"))


def shipped_vectors() -> ShippedVectors:
    """The table of this installation; an empty one where it has none, or one that is damaged: they are made anew then.

    Not kept: it is looked into when a call is made, and takes no memory afterwards.
    """
    source = files("simulator.reading") / "data" / "content_vectors.npz"
    try:
        with packaged_arrays(source, mapped={"vectors"}) as table:
            # of four personas one is called
            return ShippedVectors(table["keys"], table["vectors"], table["scales"])
    except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile):
        return ShippedVectors(np.zeros(0, np.uint64), np.zeros((0, 384), np.int8), np.zeros(0, np.float32))
