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
from itertools import pairwise
from zlib import crc32

import numpy as np
import numpy.typing as npt

from simulator.reading.stems import tokens

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int64]


@lru_cache(maxsize=64)
def word_hashes(text: str) -> tuple[int, ...]:
    """Hashes of a text's words and of each two neighbours; its ends and its question marks count as words."""
    words = tokens(text.replace("?", " qqq ").replace("!", " xxx "))
    ended = ["^", *words, "$"]
    pairs = [f"{left} {right}" for left, right in pairwise(ended)]
    return tuple([crc32(word.encode()) for word in words + pairs])


@lru_cache(maxsize=64)
def letter_hashes(text: str, shortest: int = 3, longest: int = 5) -> tuple[int, ...]:
    """Hashes of the runs of `shortest` to `longest` letters within each word, its edges marked."""
    found: list[int] = []
    for word in tokens(text):
        found += _runs(word, shortest, longest)
    return tuple(found)


@lru_cache(maxsize=8192)
def _runs(word: str, shortest: int, longest: int) -> tuple[int, ...]:
    padded = f"<{word[:18]}>".encode()
    return tuple(
        crc32(padded[start : start + size])
        for size in range(shortest, longest + 1)
        for start in range(len(padded) - size + 1)
    )


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
class Head:
    """A linear head: `bias` + hashed words · `words` + hashed letters · `letters` + cues · `cues`."""

    bias: float
    words: Floats
    letters: Floats
    cues: Floats

    def score(self, words: Sequence[int], letters: Sequence[int], cues: Sequence[float]) -> float:
        """The head's raw score for hashed words and letters and for cues; its scale is the reader's own matter."""
        total = self.bias + float(self.cues.dot(np.array(cues, dtype=np.float32)))
        for hashes, weights in ((words, self.words), (letters, self.letters)):
            if hashes and len(weights):
                indices, values = hashed(hashes, len(weights))
                total += float(weights.take(indices).dot(values))
        return total


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
