"""Sentences as vectors: two that mean much the same point much the same way.

The model is all-MiniLM-L6-v2 (`data/NOTICE.md`): a BERT of six layers (Devlin et al. 2019, "BERT") distilled
as in Wang et al. 2020, "MiniLM", and trained on sentence pairs as in Reimers and Gurevych 2019,
"Sentence-BERT"; then tuned on this project's wordings by `scripts/tune_encoder.py`. `scripts/convert_encoder.py`
makes the packaged weights. It runs here in plain numpy, so an
install needs neither a deep-learning library nor a second download.

How many threads the products use is the process's choice, since numpy's BLAS reads OPENBLAS_NUM_THREADS when
it is loaded. One thread is a little slower on an idle machine and several times faster on a busy one.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from simulator.errors import WorkError
from simulator.reading.mapped_arrays import packaged_arrays
from simulator.reading.wordpiece import WordPiece

WIDTH = 384  # numbers in a vector
HEADS = 12
LAYERS = 6
MAX_PIECES = 128  # word pieces of a text that are read, the two marks at its ends counted
TOKENS_AT_ONCE = 1024  # keeps the widest array of a batch (1,536 floats a token) near the caches
NORM_EPSILON = 1e-12  # the model's own

WEIGHTS_FILE = "minilm-int8.npz"
VOCABULARY_FILE = "minilm-vocab.txt"
#: arrays that are read where they lie in the file: the rows of words, of which a line needs a dozen, and the dense weights
_MAPPED = frozenset(
    {"words.int8"}
    | {
        f"layer{number}.{step}.int8"
        for number in range(LAYERS)
        for step in ("query_key_value", "attention_out", "up", "down")
    }
)

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Dense:
    """x → x · weight + bias.

    The weights stay int8, in the file, as [groups, inputs of a group, out] with scales [groups, 1, out], and are floats
    only while they are used: as floats those of all layers would take 42 MB for as long as the program runs, and making
    them takes a few thousandths of a second a line.
    """

    weight: NDArray[np.int8]
    scale: Floats
    bias: Floats

    def __call__(self, x: Floats) -> Floats:
        weight = self.weight.astype(np.float32)
        weight *= self.scale
        y: Floats = x @ weight.reshape(-1, weight.shape[-1])
        y += self.bias
        return y


@dataclass(frozen=True, slots=True)
class _Norm:
    """Layer normalisation over the last axis (Ba et al. 2016), in place."""

    gain: Floats
    bias: Floats

    def __call__(self, x: Floats) -> Floats:
        x -= x.mean(axis=-1, keepdims=True)
        variance = np.einsum("ij,ij->i", x, x)[:, None] / np.float32(x.shape[-1])
        x /= np.sqrt(variance + np.float32(NORM_EPSILON))
        x *= self.gain
        x += self.bias
        return x


@dataclass(frozen=True, slots=True)
class _Layer:
    """One layer: attention, then two dense steps, each added to what came in and normalised."""

    query_key_value: _Dense
    attention_out: _Dense
    attention_norm: _Norm
    up: _Dense
    down: _Dense
    output_norm: _Norm


@dataclass(frozen=True, slots=True)
class _Run:
    """Neighbouring texts of one length: rows [start, start + count · length) of the hidden states."""

    start: int
    count: int
    length: int

    @property
    def rows(self) -> slice:
        return slice(self.start, self.start + self.count * self.length)


class Arrays(Protocol):
    """Arrays by name."""

    def __getitem__(self, name: str, /) -> NDArray[Any]:
        """One of them; KeyError where it is missing."""
        ...


class Encoder:
    """The sentence encoder. It holds no state between calls, so threads may share one.

    Args:
        arrays: the packaged arrays by name, as `scripts/convert_encoder.py` writes them.
        vocabulary: the word pieces in the order of the embeddings' rows.
    Raises:
        KeyError: an array is missing.
        ValueError: the vocabulary and the embeddings differ in number.
    """

    def __init__(self, arrays: Arrays, vocabulary: Sequence[str]) -> None:
        # The rows of words stay int8: a line needs a dozen of the 30,522.
        self._words, self._word_scales = arrays["words.int8"], arrays["words.scale"]
        if len(vocabulary) != len(self._words):
            raise ValueError(f"{len(vocabulary)} word pieces for {len(self._words)} embeddings")
        self._wordpiece = WordPiece(vocabulary)
        self._positions = arrays["positions"]
        self._embedding_norm = _norm(arrays, "embeddings.norm")
        self._layers = [_layer(arrays, f"layer{number}") for number in range(LAYERS)]
        self._identity = arrays["identity"].tobytes().hex()

    @property
    def whole_words(self) -> frozenset[str]:
        """The words that are one piece: some 20,000 of the commonest in English, names among them."""
        return self._wordpiece.whole_words

    @property
    def identity(self) -> str:
        """Fingerprint of weights and vocabulary, 64 hexadecimal digits."""
        return self._identity

    def encode(self, texts: Sequence[str]) -> Floats:
        """The vectors of some texts.

        Args:
            texts: any strings, none needed; of each the first 128 word pieces are read. An empty text has a
                vector too, that of the model's two marks with nothing between them.
        Returns:
            [n, 384], each row of length 1, so that a product of two is their cosine (−1 to 1). A text's
            vector does not depend on its neighbours but for rounding (below 1e-5).
        """
        vectors = np.zeros((len(texts), WIDTH), dtype=np.float32)
        ids = [self._wordpiece.ids(text, MAX_PIECES) for text in texts]
        for batch in _batches([len(text_ids) for text_ids in ids]):
            vectors[batch] = self._encode_batch([ids[index] for index in batch])
        return vectors

    def words_in_place(self, text: str) -> tuple[list[str], Floats]:
        """The words of a text and a vector for each as it stands there, beside its neighbours.

        Args:
            text: any string; its first 126 word pieces are read.
        Returns:
            The words in lower case, marks among them, and [words, 384], each row of length 1.
        """
        cut = self._wordpiece.cut(text, MAX_PIECES)
        if not cut:
            return [], np.zeros((0, WIDTH), dtype=np.float32)
        ids = self._wordpiece.framed([number for _, numbers in cut for number in numbers])
        hidden = self._hidden([ids], [_Run(0, 1, len(ids))])[1:-1]
        starts = np.cumsum([0, *(len(numbers) for _, numbers in cut[:-1])])
        vectors: Floats = np.add.reduceat(hidden, starts, axis=0)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return [word for word, _ in cut], vectors

    def _encode_batch(self, ids: Sequence[Sequence[int]]) -> Floats:
        """The vectors of texts that are sorted by length.

        All tokens go through the dense steps as one matrix; attention takes texts of one length at a time.
        Thus nothing is padded and nothing masked.
        """
        runs = _runs([len(text_ids) for text_ids in ids])
        hidden = self._hidden(ids, runs)
        means = [hidden[run.rows].reshape(run.count, run.length, WIDTH).mean(axis=1) for run in runs]
        vectors: Floats = np.concatenate(means)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors

    def _hidden(self, ids: Sequence[Sequence[int]], runs: Sequence[_Run]) -> Floats:
        """The last hidden states of all tokens, [tokens, 384]."""
        flat = np.concatenate([np.asarray(text_ids) for text_ids in ids])
        places = np.concatenate([np.arange(len(text_ids)) for text_ids in ids])
        hidden = self._words[flat].astype(np.float32)
        hidden *= self._word_scales[flat]
        hidden += self._positions[places]
        hidden = self._embedding_norm(hidden)
        for layer in self._layers:
            hidden = _apply(layer, hidden, runs)
        return hidden


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """The indexes of texts, shortest first, cut where their tokens exceed what is taken at once."""
    batch: list[int] = []
    tokens = 0
    for index in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and tokens + lengths[index] > TOKENS_AT_ONCE:
            yield batch
            batch, tokens = [], 0
        batch.append(index)
        tokens += lengths[index]
    if batch:
        yield batch


def _runs(lengths: Sequence[int]) -> list[_Run]:
    """The runs of equal lengths in a sorted sequence."""
    runs: list[_Run] = []
    start = 0
    for length in sorted(set(lengths)):
        count = lengths.count(length)
        runs.append(_Run(start, count, length))
        start += count * length
    return runs


def _apply(layer: _Layer, hidden: Floats, runs: Sequence[_Run]) -> Floats:
    """One layer over all tokens, [tokens, 384] → the same."""
    attended = layer.attention_out(_attention(layer.query_key_value(hidden), runs))
    attended += hidden
    hidden = layer.attention_norm(attended)
    widened = layer.down(_gelu(layer.up(hidden)))
    widened += hidden
    return layer.output_norm(widened)


def _attention(query_key_value: Floats, runs: Sequence[_Run]) -> Floats:
    """Scaled dot-product attention (Vaswani et al. 2017), [tokens, 3 · 384] → [tokens, 384].

    The scale is in the queries' weights already.
    """
    mixed = np.empty((len(query_key_value), WIDTH), dtype=np.float32)
    for run in runs:
        block = query_key_value[run.rows].reshape(run.count, run.length, 3, HEADS, WIDTH // HEADS)
        query, key, value = block.transpose(2, 0, 3, 1, 4)
        weights = query @ key.swapaxes(-1, -2)
        weights -= weights.max(axis=-1, keepdims=True)
        np.exp(weights, out=weights)
        weights /= weights.sum(axis=-1, keepdims=True)
        mixed[run.rows] = (weights @ value).transpose(0, 2, 1, 3).reshape(-1, WIDTH)
    return mixed


def _gelu(x: Floats) -> Floats:
    """x · Φ(x) by the tanh approximation of Hendrycks and Gimpel 2016; off by 5e-4 at most."""
    inner = x * x
    inner *= np.float32(0.044715)
    inner += np.float32(1)
    inner *= x
    inner *= np.float32(np.sqrt(2 / np.pi))
    np.tanh(inner, out=inner)
    inner += np.float32(1)
    inner *= x
    inner *= np.float32(0.5)
    return inner


def _layer(arrays: Arrays, name: str) -> _Layer:
    query_key_value = _dense(arrays, f"{name}.query_key_value")
    scale = np.float32((WIDTH // HEADS) ** -0.5)
    query_key_value.scale[..., :WIDTH] *= scale
    query_key_value.bias[:WIDTH] *= scale
    return _Layer(
        query_key_value=query_key_value,
        attention_out=_dense(arrays, f"{name}.attention_out"),
        attention_norm=_norm(arrays, f"{name}.attention_norm"),
        up=_dense(arrays, f"{name}.up"),
        down=_dense(arrays, f"{name}.down"),
        output_norm=_norm(arrays, f"{name}.output_norm"),
    )


def _dense(arrays: Arrays, name: str) -> _Dense:
    return _Dense(
        weight=arrays[f"{name}.int8"],
        scale=arrays[f"{name}.scale"].copy(),
        bias=arrays[f"{name}.bias"].copy(),
    )


def _norm(arrays: Arrays, name: str) -> _Norm:
    gain, bias = arrays[name]
    return _Norm(gain=gain, bias=bias)


@cache
def load_encoder() -> Encoder:
    """The packaged encoder, loaded at the first call and kept.

    Raises:
        WorkError: the packaged weights are missing or broken.
    """
    data = resources.files("simulator.reading") / "data"
    try:
        vocabulary = (data / VOCABULARY_FILE).read_text(encoding="utf-8").splitlines()
        with packaged_arrays(data / WEIGHTS_FILE, mapped=_MAPPED) as weights:
            return Encoder(weights, vocabulary)
    except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise WorkError(
            "The weights of the sentence encoder are missing or broken.", hint="Install the program anew."
        ) from error
