"""Hashed words and letter runs of a line, and linear heads over them: what the tone readers share.

A head is a vector of weights for hashed features plus a few for counted cues. Weights are stored as small integers with
one scale, in JSON; reading a line needs no more than crc32 and a dot product.
"""

from __future__ import annotations

import base64
import json
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from itertools import chain, pairwise
from zlib import crc32

import numpy as np
import numpy.typing as npt

from simulator.reading.line_keys import KEPT_LINES
from simulator.reading.memo import Memo
from simulator.reading.stems import marked_words, tokens

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


@lru_cache(maxsize=KEPT_LINES)
def word_hashes(text: str) -> tuple[int, ...]:
    """Hashes of a text's words and of each two neighbours; its ends and its question marks count as words."""
    singles = [_HASHES[word] for word in marked_words(text)]
    # the hash of "left right" goes on from that of "left ", so that no pair has to be put together
    pairs = [crc32(right[0], left[2]) for left, right in pairwise([_HASHES["^"], *singles, _HASHES["$"]])]
    return tuple([whole for _, whole, _ in singles] + pairs)


def _hashes(word: str) -> tuple[bytes, int, int]:
    """A word in bytes, its hash, and its hash with a blank behind it."""
    written = _MARKS.get(word, word).encode()
    return written, crc32(written), crc32(written + b" ")


_MARKS = {"?": "qqq", "!": "xxx"}
_HASHES = Memo(_hashes)


def letter_hashes(text: str, shortest: int = 3, longest: int = 5) -> tuple[int, ...]:
    """Hashes of the runs of `shortest` to `longest` letters within each word, its edges marked."""
    packed = b"".join([_runs(word, shortest, longest) for word in tokens(text)])
    return tuple(np.frombuffer(packed, dtype=np.uint32).tolist())


def _runs(word: str, shortest: int = 3, longest: int = 5) -> bytes:
    """The hashes of a word's runs, four bytes each."""
    padded = f"<{word[:18]}>".encode()
    hashes = [
        crc32(padded[start : start + size])
        for size in range(shortest, longest + 1)
        for start in range(len(padded) - size + 1)
    ]
    return np.array(hashes, dtype=np.uint32).tobytes()


_RUNS = Memo(_runs)


def hashed(hashes: Sequence[int], buckets: int) -> tuple[Integers, Floats]:
    """Buckets of the hashes and their damped, length-free counts: (indices, values), one entry a bucket.

    Value 1 + log(count), divided by the Euclidean length of all values; both arrays empty for no feature.
    """
    counts = Counter([number % buckets for number in hashes])
    indices = np.fromiter(counts.keys(), dtype=np.int64, count=len(counts))
    values: Floats = np.fromiter(counts.values(), dtype=np.float32, count=len(counts))
    if len(counts) < len(hashes):  # where nothing comes twice, each stays 1
        values = np.float32(1.0) + np.log(values)
    length = math.sqrt(values.dot(values))
    return indices, values / np.float32(length) if length else values


@dataclass(frozen=True, slots=True)
class HashedLines:
    """The hashes of several lines, one after the other.

    Attributes:
        hashes: all of them, from 0 to 2**32 - 1.
        lines: for each the number of its line, from 0 on.
        count: number of lines; one may have no hash at all.
    """

    hashes: Integers
    lines: Integers
    count: int

    @classmethod
    def of_words(cls, texts: Sequence[str]) -> HashedLines:
        """The `word_hashes` of some texts."""
        each = [word_hashes(text) for text in texts]
        flat = np.fromiter(chain.from_iterable(each), dtype=np.int64, count=sum(map(len, each)))
        return cls(flat, np.repeat(np.arange(len(each)), [len(one) for one in each]), len(each))

    @classmethod
    def of_letters(cls, texts: Sequence[str]) -> HashedLines:
        """The `letter_hashes` of some texts."""
        each = [b"".join([_RUNS[word] for word in tokens(text)]) for text in texts]
        flat = np.frombuffer(b"".join(each), dtype=np.uint32).astype(np.int64)
        return cls(flat, np.repeat(np.arange(len(each)), [len(one) // 4 for one in each]), len(each))

    def weighed(self, weights: Floats) -> Doubles:
        """For each line the sum of its `hashed` values times their buckets' weights; shape (count,)."""
        buckets = len(weights)
        keys, counts = np.unique(self.lines * buckets + self.hashes % buckets, return_counts=True)
        values = 1.0 + np.log(counts)
        lines = keys // buckets
        sums = np.bincount(lines, values * weights.take(keys - lines * buckets), minlength=self.count)
        squares = np.bincount(lines, values * values, minlength=self.count)
        return np.asarray(sums / np.sqrt(np.maximum(squares, 1.0)), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Head:
    """A linear head: `bias` + hashed words · `words` + hashed letters · `letters` + cues · `cues`."""

    bias: float
    words: Floats
    letters: Floats
    cues: Floats

    def scores(
        self, words: HashedLines, cues: Sequence[Sequence[float]], letters: HashedLines | None = None
    ) -> list[float]:
        """The head's raw score of each line; its scale is the reader's own matter.

        Args:
            words: the lines' words.
            cues: a row for each line, at least one.
            letters: the lines' runs of letters, for a head that weighs them.
        """
        # summed row by row, so that a line's score hangs on no other line
        total = self.bias + (np.array(cues, dtype=np.float64) * self.cues).sum(axis=1)
        total += words.weighed(self.words)
        if letters is not None:
            total += letters.weighed(self.letters)
        found: list[float] = total.tolist()
        return found


def pack(weights: Floats) -> dict[str, object]:
    """Weights as integers of one byte with one scale, in base 64."""
    scale = float(np.abs(weights).max()) / 127.0 if len(weights) else 1.0
    integers = np.round(weights / (scale or 1.0)).astype(np.int8)
    return {"scale": scale, "int8": base64.b64encode(integers.tobytes()).decode()}


def unpack(packed: dict[str, object]) -> Floats:
    """The inverse of `pack`, up to its rounding."""
    raw = np.frombuffer(base64.b64decode(str(packed["int8"])), dtype=np.int8)
    return raw.astype(np.float32) * np.float32(str(packed["scale"]))


def load_head(name: str) -> tuple[Head, dict[str, float]]:
    """The head of a file in the package's data, and its other numbers."""
    raw = json.loads(resources.files("simulator.reading.data").joinpath(name).read_text("utf-8"))
    head = Head(
        bias=float(raw["bias"]),
        words=unpack(raw["words"]),
        letters=unpack(raw["letters"]),
        cues=np.asarray(raw["cues"], dtype=np.float32),
    )
    return head, {key: float(value) for key, value in raw.get("scale", {}).items()}
