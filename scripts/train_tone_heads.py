"""Counts and weights of the tone readers, from public labelled sets.

    python scripts/train_tone_heads.py --data DIR [--only rarity,politeness,uptake,pressure]

DIR holds uptake_dev.jsonl, offers_dev.jsonl, politeness_dev.jsonl and persuasion_dev.jsonl; docs/attribution.md names the sets
and their licences. What is written goes to simulator/reading/data: counts and weights, never a line of the sets.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from simulator.reading.politeness import politeness_cues
from simulator.reading.pressure import CUE_NAMES, has_phrase, pressure_cues
from simulator.reading.stems import stem, tokens
from simulator.reading.tone_features import Floats, Integers, hashed, letter_hashes, pack, word_hashes
from simulator.reading.uptake import uptake_cues

TARGET = Path(__file__).resolve().parent.parent / "simulator" / "reading" / "data"
COUNTED = ("uptake_dev.jsonl", "politeness_dev.jsonl", "persuasion_dev.jsonl", "offers_dev.jsonl")


def read_jsonl(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def counted_lines(data: Path) -> Iterable[list[str]]:
    for name in COUNTED:
        for transcript in read_jsonl(data / name):
            for turn in transcript["turns"]:
                yield tokens(turn["text"])


def write(name: str, content: dict[str, Any]) -> None:
    path = TARGET / name
    path.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{name}: {path.stat().st_size / 1000:.0f} kB")


def make_rarity(data: Path) -> None:
    """Stem rarity and letter-pair surprise: see `simulator.reading.stems` and `simulator.reading.oddities`."""
    frequency: Counter[str] = Counter()
    words: Counter[str] = Counter()
    lines = 0
    for line in counted_lines(data):
        lines += 1
        frequency.update({stem(word) for word in line})
        words.update(word for word in line if word.isascii() and word.isalpha())
    largest = math.log(lines / 3)
    by_value: dict[str, list[str]] = {}
    for word, count in sorted(frequency.items()):
        if count >= 4 and not word.isdigit() and len(word) < 20:
            by_value.setdefault(f"{min(1.0, math.log(lines / count) / largest):.2f}", []).append(word)
    write(
        "stem_rarity.json", {"lines": lines, "rarity": {k: " ".join(v) for k, v in sorted(by_value.items())}}
    )

    pairs: Counter[str] = Counter()
    firsts: Counter[str] = Counter()
    for word, count in words.items():
        if count < 3 or len(word) < 3:
            continue
        padded = f" {word} "
        for start in range(len(padded) - 1):
            pairs[padded[start : start + 2]] += 1
            firsts[padded[start]] += 1
    surprise = {pair: round(-math.log(n / firsts[pair[0]]), 2) for pair, n in sorted(pairs.items())}
    write("letter_pairs.json", {"surprise": surprise})


# ------------------------------------------------------------------------------------------------ ridge

Row = tuple[Integers, Floats]  # buckets and values of one line
Array = npt.NDArray[np.float64]


class Rows:
    """Sparse rows of hashed features, with the two products that a solver needs."""

    def __init__(self, rows: Sequence[Row], buckets: int) -> None:
        self.count, self.buckets = len(rows), buckets
        self.index = np.concatenate([row[0] for row in rows])
        self.value = np.concatenate([row[1] for row in rows]).astype(np.float64)
        self.row = np.repeat(np.arange(self.count), [len(row[0]) for row in rows])

    def dot(self, weights: Array) -> Array:
        return np.bincount(self.row, weights=self.value * weights[self.index], minlength=self.count)

    def transposed_dot(self, targets: Array) -> Array:
        return np.bincount(self.index, weights=self.value * targets[self.row], minlength=self.buckets)


@dataclass(frozen=True)
class Task:
    """Lines turned into features, what people said about them, and how strongly to shrink the weights."""

    words: list[Row]
    letters: list[Row]
    cues: Array
    target: Array
    word_buckets: int
    letter_buckets: int
    penalties: tuple[float, float, float]  # of words, letters, cues

    def part(self, chosen: npt.NDArray[np.int64]) -> Task:
        picked = [int(index) for index in chosen]
        return replace(
            self,
            words=[self.words[i] for i in picked],
            letters=[self.letters[i] for i in picked] if self.letters else [],
            cues=self.cues[chosen],
            target=self.target[chosen],
        )

    def blocks(self) -> list[Rows]:
        blocks = [Rows(self.words, self.word_buckets)]
        return [*blocks, Rows(self.letters, self.letter_buckets)] if self.letters else blocks


@dataclass(frozen=True)
class Fit:
    bias: float
    blocks: list[Array]
    cues: Array  # for cues as they come, not standardised

    def predict(self, task: Task) -> Array:
        total = self.bias + task.cues @ self.cues
        for rows, weights in zip(task.blocks(), self.blocks, strict=True):
            total = total + rows.dot(weights)
        return total


def fit(task: Task, steps: int = 80) -> Fit:
    """Ridge regression with a free intercept, by conjugate gradients on the normal equations."""
    middle, spread = task.cues.mean(0), task.cues.std(0) + 1e-6
    cues = (task.cues - middle) / spread
    blocks = task.blocks()
    mean = float(task.target.mean())
    penalties = [*task.penalties[: len(blocks)], task.penalties[2]]

    def predict(parts: list[Array]) -> Array:
        total = cues @ parts[-1]
        for rows, weights in zip(blocks, parts[:-1], strict=True):
            total = total + rows.dot(weights)
        return total

    def back(residual: Array) -> list[Array]:
        return [*(rows.transposed_dot(residual) for rows in blocks), cues.T @ residual]

    def normal(parts: list[Array]) -> list[Array]:
        predicted = predict(parts)
        pulled = back(predicted - predicted.mean())
        return [pull + penalty * part for pull, penalty, part in zip(pulled, penalties, parts, strict=True)]

    residual = back(task.target - mean)
    solution = [np.zeros_like(part) for part in residual]
    direction = [part.copy() for part in residual]
    energy = start = sum(float(part @ part) for part in residual)
    for _ in range(steps):
        image = normal(direction)
        step = energy / sum(float(a @ b) for a, b in zip(direction, image, strict=True))
        solution = [part + step * way for part, way in zip(solution, direction, strict=True)]
        residual = [part - step * way for part, way in zip(residual, image, strict=True)]
        fresh = sum(float(part @ part) for part in residual)
        if fresh < 1e-9 * start:
            break
        direction = [part + fresh / energy * way for part, way in zip(residual, direction, strict=True)]
        energy = fresh
    raw_cues = solution[-1] / spread
    bias = mean - float(predict(solution).mean()) - float(middle @ raw_cues)
    return Fit(bias, solution[:-1], raw_cues)


def cross_validated(
    task: Task, groups: npt.NDArray[np.int64] | None = None, folds: int = 5, seed: int = 0
) -> Array:
    """Predictions for each line from a fit that has not seen it, nor any line of its group."""
    shuffled = np.random.default_rng(seed)
    if groups is None:
        fold = shuffled.permutation(len(task.target)) % folds
    else:
        fold = (shuffled.permutation(int(groups.max()) + 1) % folds)[groups]
    predicted = np.zeros(len(task.target))
    for number in range(folds):
        inside = np.flatnonzero(fold != number)
        outside = np.flatnonzero(fold == number)
        if len(outside):
            predicted[outside] = fit(task.part(inside)).predict(task.part(outside))
    return predicted


def ranks(values: Array) -> Array:
    """Ranks from 0, equal values sharing their mean rank."""
    order = np.argsort(values, kind="stable")
    _, first, count = np.unique(values[order], return_index=True, return_counts=True)
    result = np.empty(len(values))
    result[order] = np.repeat(first + (count - 1) / 2.0, count)
    return result


def spearman(left: Array, right: Array) -> float:
    return float(np.corrcoef(ranks(left), ranks(right))[0, 1])


def area(positive: npt.NDArray[np.bool_], score: Array) -> float:
    """Area under the receiver's curve: how often a positive scores above a negative."""
    ups = int(positive.sum())
    downs = len(positive) - ups
    return float((ranks(score)[positive].sum() - ups * (ups - 1) / 2) / (ups * downs))


def spread_ranks(values: Array) -> Array:
    """Ranks as a target: from −1.5 to 1.5. The measure is of ranks, and ranks tame the tails."""
    return 3.0 * (ranks(values) / len(values) - 0.5)


def save(name: str, fitted: Fit, letter_buckets: int, scale: dict[str, float]) -> None:
    letters = fitted.blocks[1] if len(fitted.blocks) > 1 else np.zeros(letter_buckets)
    content = {
        "bias": round(fitted.bias, 6),
        "cues": [round(float(weight), 6) for weight in fitted.cues],
        "words": pack(fitted.blocks[0].astype(np.float32)),
        "letters": pack(letters.astype(np.float32)),
        "scale": {key: round(value, 4) for key, value in scale.items()},
    }
    write(name, content)


# ------------------------------------------------------------------------------------------------ the three heads


def politeness_task(data: Path) -> tuple[Task, list[str]]:
    rows = read_jsonl(data / "politeness_dev.jsonl")
    texts = [row["turns"][0]["text"] for row in rows]
    truth = np.array([row["turns"][0]["labels"]["politeness"] for row in rows])
    task = Task(
        words=[hashed(word_hashes(text), 1 << 15) for text in texts],
        letters=[hashed(letter_hashes(text), 1 << 16) for text in texts],
        cues=np.array([politeness_cues(text) for text in texts]),
        target=truth,
        word_buckets=1 << 15,
        letter_buckets=1 << 16,
        penalties=(6.0, 10.0, 2000.0),
    )
    return task, [row["labels"]["domain"] for row in rows]


def make_politeness(data: Path) -> None:
    task, domains = politeness_task(data)
    ranked = replace(task, target=spread_ranks(task.target))
    predicted = cross_validated(ranked)
    print(f"politeness: cross-validated Spearman {spearman(predicted, task.target):.3f}", end="")
    for domain in sorted(set(domains)):
        chosen = np.array([domain == each for each in domains])
        print(f", {domain} {spearman(predicted[chosen], task.target[chosen]):.3f}", end="")
    print()
    save("politeness_head.json", fit(ranked), 0, {"gain": 1.5})


def uptake_task(data: Path) -> tuple[Task, npt.NDArray[np.int64]]:
    rows = [
        row
        for row in read_jsonl(data / "uptake_dev.jsonl")
        if row["turns"][1]["labels"]["uptake"] is not None
    ]
    pairs = [(row["turns"][0]["text"], row["turns"][1]["text"]) for row in rows]
    task = Task(
        words=[hashed(word_hashes(line), 1 << 14) for _, line in pairs],
        letters=[],
        cues=np.array([[float(value) for value in uptake_cues(*pair)] for pair in pairs]),
        target=np.array([float(row["turns"][1]["labels"]["uptake"]) for row in rows]),
        word_buckets=1 << 14,
        letter_buckets=0,
        penalties=(8.0, 0.0, 200.0),
    )
    # One classroom's pairs share the number in their identifier and stay in one fold.
    groups = np.unique([row["id"].split("-")[1] for row in rows], return_inverse=True)[1]
    return task, groups.astype(np.int64)


def make_uptake(data: Path) -> None:
    task, groups = uptake_task(data)
    ranked = replace(task, target=spread_ranks(task.target))
    scores = [spearman(cross_validated(ranked, groups, seed=seed), task.target) for seed in range(4)]
    print(f"uptake: cross-validated Spearman {np.mean(scores):.3f} ({min(scores):.3f} to {max(scores):.3f})")
    predicted = cross_validated(ranked, groups)
    gain, offset = np.polyfit(predicted, task.target / 2.0, 1)
    save("uptake_head.json", fit(ranked), 0, {"gain": float(gain), "offset": float(offset)})


def own_lines() -> list[tuple[str, bool]]:
    lines = (Path(__file__).parent / "pressure_lines.txt").read_text(encoding="utf-8").splitlines()
    return [(line[2:], line[0] == "+") for line in lines if line[:2] in ("+ ", "- ")]


def pressure_task(data: Path) -> tuple[Task, npt.NDArray[np.int64]]:
    """Offers and own lines; the second array numbers the sets: own lines 0, each set of offers from 1."""
    rows = read_jsonl(data / "offers_dev.jsonl")
    names = sorted({row["labels"]["set"] for row in rows})
    examples = [(text, pressing, 0) for text, pressing in own_lines()]
    examples += [
        (
            row["turns"][0]["text"],
            row["turns"][0]["labels"]["tone"] == "tough",
            1 + names.index(row["labels"]["set"]),
        )
        for row in rows
    ]
    task = Task(
        words=[hashed(word_hashes(text), 1 << 13) for text, _, _ in examples],
        letters=[],
        cues=np.array([pressure_cues(text) for text, _, _ in examples]),
        target=np.array([1.0 if pressing else -1.0 for _, pressing, _ in examples]),
        word_buckets=1 << 13,
        letter_buckets=0,
        penalties=PRESSURE_PENALTIES,
    )
    return task, np.array([number for _, _, number in examples], dtype=np.int64)


PRESSURE_PENALTIES = (4.0, 0.0, 300.0)


def make_pressure(data: Path) -> None:
    task, sets = pressure_task(data)
    tough = task.target > 0
    areas: dict[str, list[float]] = {"offers": [], "own lines": []}
    for seed in range(4):
        predicted = cross_validated(task, seed=seed)
        for name, chosen in (("offers", sets > 0), ("own lines", sets == 0)):
            areas[name].append(area(tough[chosen], predicted[chosen]))
    print(
        "pressure: cross-validated AUC "
        + ", ".join(f"{name} {np.mean(found):.3f}" for name, found in areas.items())
    )
    for number in range(1, int(sets.max()) + 1):
        unseen = fit(task.part(np.flatnonzero(sets != number))).predict(
            task.part(np.flatnonzero(sets == number))
        )
        print(f"  set {number} unseen: AUC {area(tough[sets == number], unseen):.3f}")
    # The head ranks; how sure that makes one depends on whether a phrase of pressing was found, and on calls it decides.
    phrase = np.array([has_phrase(row) for row in task.cues[:, : len(CUE_NAMES)]])
    design = np.stack([np.ones_like(predicted), predicted, phrase], axis=1)
    weight = np.where(sets == 0, 2.0, 1.0)
    offset, gain, by_phrase = logistic(design, tough, weight)
    own = sets == 0
    # An ordinary line must not look like pressing: without a phrase, all but a twentieth of them stay below 0.3.
    ordinary = float(np.quantile(predicted[own & ~tough & (phrase == 0)], 0.95))
    lowered = float(np.log(0.3 / 0.7)) - gain * ordinary
    by_phrase += offset - lowered
    offset = lowered
    chance = sigmoid(design @ np.array([offset, gain, by_phrase]))
    print(
        f"  own lines with phrases: AUC {area(tough[own], chance[own]):.3f}; offers {area(tough[~own], chance[~own]):.3f}"
    )
    print(f"  ordinary own lines at 0.3 or more: {(chance[own & ~tough] >= 0.3).mean():.3f}")
    print(f"  pressing own lines at 0.5 or more: {(chance[own & tough] >= 0.5).mean():.3f}")
    save("pressure_head.json", fit(task), 0, {"offset": offset, "gain": gain, "phrase": by_phrase})


def sigmoid(values: Array) -> Array:
    return 1.0 / (1.0 + np.exp(-values))


def logistic(
    design: Array, positive: npt.NDArray[np.bool_], weight: Array, steps: int = 50
) -> tuple[float, ...]:
    """Logistic regression by Newton's method, each line with its weight."""
    weights = np.zeros(design.shape[1])
    for _ in range(steps):
        chance = sigmoid(design @ weights)
        curvature = (design * (weight * chance * (1 - chance))[:, None]).T @ design + 1e-3 * np.eye(
            design.shape[1]
        )
        weights += np.linalg.solve(curvature, design.T @ (weight * (positive - chance)) - 1e-3 * weights)
    return tuple(float(value) for value in weights)


PARTS = {
    "rarity": make_rarity,
    "politeness": make_politeness,
    "uptake": make_uptake,
    "pressure": make_pressure,
}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--only", default=",".join(PARTS))
    arguments = parser.parse_args()
    for part in arguments.only.split(","):
        PARTS[part](arguments.data)


if __name__ == "__main__":
    main()
