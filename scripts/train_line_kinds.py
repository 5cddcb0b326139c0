"""Train the head that tells what a line does as a whole, and say how well it does on lines of a writer it has not seen.

    python -m scripts.train_line_kinds            leave each file out in turn, train on all, write the weights
    python -m scripts.train_line_kinds --check    leave each file out only

The lines lie in `scripts/line_kinds/*.txt`, one file a writer: ``kind | the line``, or ``kind+kind | the line`` where it
does two things (the first is the one that a listener answers). They are the project's own.

The personas' wordings (`personas/*.asked.txt`) are further examples of questions: one in a few, at half the weight.

The result is the same on every run: no random numbers, features sorted, weights rounded to a hundredth.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from scripts.train_sentence_head import minimise
from simulator.authoring.asked import NONE_ID
from simulator.authoring.library import ContentLibrary
from simulator.reading.encoder import load_encoder
from simulator.reading.line_kinds import ASK, KINDS, KindsHead, kinds_head_to_json
from simulator.reading.sentence_features import Context, features_of
from simulator.reading.vector_cache import VectorCache

ROOT = Path(__file__).resolve().parents[1]
LINES = ROOT / "scripts" / "line_kinds"
WEIGHTS = ROOT / "simulator" / "reading" / "data" / "line_kinds.json"

#: a line that does two things counts this much for the first of them
FIRST_SHARE = 0.65
#: penalties on features, on single words and pairs of words, and on the vector's coordinates
L2_FEATURE, L2_WORD, L2_VECTOR = 2.0, 4.0, 2.8
#: one in so many of the personas' wordings is shown as a question, and counts this much
WORDINGS_STEP, WORDINGS_WEIGHT = 4, 0.5
_WORDINGS = "wordings"
#: a feature is kept where this many lines show it
FEWEST_LINES = 4

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Line:
    """One labelled line of one writer."""

    text: str
    kinds: tuple[str, ...]
    writer: str


def read_lines(folder: Path) -> list[Line]:
    """All written lines, each once.

    Raises:
        SystemExit: a line without a kind, or with one that there is not.
    """
    found: dict[str, Line] = {}
    for path in sorted(folder.glob("*.txt")):
        for number, row in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if not row.strip() or row.startswith("#"):
                continue
            kinds, _, text = row.partition("|")
            named = tuple(kind.strip() for kind in kinds.split("+"))
            if not text.strip() or not set(named) <= set(KINDS):
                raise SystemExit(f"{path.name}, line {number}: no kind, or an unknown one: {kinds.strip()!r}")
            found.setdefault(text.strip(), Line(text.strip(), named[:2], path.stem))
    return list(found.values())


def read_wordings() -> list[Line]:
    """Some of what reps may ask the personas."""
    content = ContentLibrary()
    found: list[str] = []
    for name in content.persona_ids():
        for topic, wordings in sorted(content.persona(name).asked.items()):
            found += [text for text in wordings if topic != NONE_ID and "you said" not in text.lower()]
    return [Line(text, (ASK,), _WORDINGS) for text in found[::WORDINGS_STEP]]


def with_and_without_mark(lines: Sequence[Line]) -> list[tuple[Line, float]]:
    """Each line with its weight; one with a question mark also without it, at half the weight each."""
    shown: list[tuple[Line, float]] = []
    for line in lines:
        weight = WORDINGS_WEIGHT if line.writer == _WORDINGS else 1.0
        if line.text.endswith("?"):
            bare = Line(line.text.rstrip("?"), line.kinds, line.writer)
            shown += [(line, weight / 2), (bare, weight / 2)]
        else:
            shown.append((line, weight))
    return shown


def train(lines: Sequence[Line], vectors: VectorCache) -> KindsHead:
    """A softmax with an L2 penalty on all weights but the bias, fitted by L-BFGS."""
    shown = with_and_without_mark(lines)
    named = [features_of(line.text, Context.of(None)) for line, _ in shown]
    seen = Counter(name for names in named for name in set(names))
    rows = {
        name: row for row, name in enumerate(sorted(n for n, count in seen.items() if count >= FEWEST_LINES))
    }
    x = np.zeros((len(shown), len(rows) + 384), dtype=np.float32)
    for i, names in enumerate(named):
        x[i, [rows[name] for name in names if name in rows]] = 1.0
    x[:, len(rows) :] = vectors.vectors([line.text for line, _ in shown]) * 10
    y = np.zeros((len(shown), len(KINDS)), dtype=np.float32)
    for i, (line, _) in enumerate(shown):
        shares = (FIRST_SHARE, 1 - FIRST_SHARE) if len(line.kinds) == 2 else (1.0,)
        for kind, share in zip(line.kinds, shares, strict=True):
            y[i, KINDS.index(kind)] += share
    weights = np.array([weight for _, weight in shown], dtype=np.float32)[:, None]
    penalty = np.array([_penalty(name) for name in rows] + [L2_VECTOR] * 384)[:, None]

    def loss(flat: Floats) -> tuple[float, Floats]:
        w = flat.reshape(x.shape[1], len(KINDS))
        logits = x @ w.astype(np.float32)
        logits -= logits.max(axis=1, keepdims=True)
        log_p = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
        value = -float((weights * y * log_p).sum()) + 0.5 * float((penalty * w**2).sum())
        gradient = x.T @ (weights * (np.exp(log_p) - y)) + penalty * w
        return value, np.asarray(gradient, dtype=np.float64).ravel()

    flat = minimise(loss, np.zeros(x.shape[1] * len(KINDS)), steps=80)
    w = flat.reshape(x.shape[1], len(KINDS)).astype(np.float32)
    return KindsHead(rows, w[: len(rows)], w[len(rows) :] * 10)


def _penalty(name: str) -> float:
    if name == "bias":
        return 0.01
    return L2_WORD if name.startswith(("w:", "b:")) else L2_FEATURE


def leave_each_writer_out(lines: Sequence[Line], vectors: VectorCache) -> None:
    """Print accuracy, precision and recall per kind and the commonest confusions on writers left out of training."""
    truth: list[tuple[str, ...]] = []
    said: list[str] = []
    for writer in sorted({line.writer for line in lines} - {_WORDINGS}):
        head = train([line for line in lines if line.writer != writer], vectors)
        others = [line for line in lines if line.writer == writer]
        for line, vector in zip(others, vectors.vectors([line.text for line in others]), strict=True):
            truth.append(line.kinds)
            said.append(KINDS[int(head.probabilities(line.text, vector).argmax())])
    right = [found in kinds for kinds, found in zip(truth, said, strict=True)]
    print(f"{len(lines)} lines; right on a writer left out: {np.mean(right):.3f}")
    for kind in KINDS:
        hits = sum(found == kind and kind in kinds for kinds, found in zip(truth, said, strict=True))
        found_n, there_n = said.count(kind), sum(kinds[0] == kind for kinds in truth)
        print(
            f"  {kind:16} precision {hits / max(1, found_n):.2f}  recall {hits / max(1, there_n):.2f}  n {there_n}"
        )
    confused = Counter(
        (kinds[0], found) for kinds, found in zip(truth, said, strict=True) if found not in kinds
    )
    print("  " + ", ".join(f"{t} as {s} {n}" for (t, s), n in confused.most_common(15)))


def main() -> None:
    """Leave each writer out, and write the weights unless only asked to check."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="leave each writer out only")
    parser.add_argument("--quick", action="store_true", help="write without leaving anybody out")
    options = parser.parse_args()
    lines, vectors = read_lines(LINES) + read_wordings(), VectorCache(load_encoder(), None)
    if not options.quick:
        leave_each_writer_out(lines, vectors)
    if not options.check:
        text = kinds_head_to_json(train(lines, vectors))
        WEIGHTS.write_text(text, encoding="utf-8")
        print(f"wrote {WEIGHTS.name}, {len(text) // 1024} kB, {len(lines)} lines")


if __name__ == "__main__":
    main()
