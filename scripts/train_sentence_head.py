"""Train the sentence head from the written lines, and say how well it does on scenes that it has not seen.

    python -m scripts.train_sentence_head --persuasion FILE    cross-validate, train on everything, write the weights
    python -m scripts.train_sentence_head --check              cross-validate only

Written lines lie in `scripts/sentence_lines/*.yaml`: scenes, each with the prospect's line (`heard`, may be empty)
and under the name of a class the sentences that could answer it (`CLASS_OF_KEY`). They are the project's own.

FILE is a split of PersuasionForGood with its annotated strategies (Apache-2.0; one dialogue a line, `turns` with
`speaker`, `text`, `labels.strategy`). Its persuaders' pitches are further lines that reflect nothing; they change
weights and add no feature, so no word of theirs is stored that the written lines do not have. Without FILE the head
calls two to three times as many pitches reflections, at the same threshold.

The result is the same on every run: no random numbers, features sorted, weights rounded to a hundredth.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from ruamel.yaml import YAML

from simulator.reading.sentence_features import Context, features_of
from simulator.reading.sentence_head import CLASSES, COMPLEX, SIMPLE, SentenceHead, head_to_json
from simulator.reading.sentences import split

ROOT = Path(__file__).resolve().parents[1]
LINES = ROOT / "scripts" / "sentence_lines"
WEIGHTS = ROOT / "simulator" / "reading" / "data" / "sentence_head.json"

# What authors write → what the head tells apart. An echo of a word is a receipt, a summary a long reflection.
CLASS_OF_KEY = {c: c for c in CLASSES} | {
    "simple": SIMPLE,
    "complex": COMPLEX,
    "summary": SIMPLE,
    "echo": "acknowledgement",
    "open": "question_open",
    "closed": "question_closed",
}
CLASS_OF_STRATEGY = {
    "credibility-appeal": "information",
    "donation-information": "information",
    "logical-appeal": "pitch",
    "emotion-appeal": "pitch",
    "proposition-of-donation": "pitch",
    "foot-in-the-door": "pitch",
    "self-modeling": "other",
    "personal-story": "other",
}
# There are as many of them as written lines, on one subject.
WEIGHT_OF_PITCH = 0.25
FOLDS = 6
L2 = 6.0
# Single words and pairs of words are about subjects more than the other features are: they are held shorter.
WORD_PENALTY_FACTOR = 5.0
# A feature is kept where it was seen in this many scenes: words of a single scene are about its subject.
FEWEST_SCENES = 3
# Besides the line it was written for, each sentence is shown after a mere receipt (people go on with what they
# were saying) and after nothing; as often as these numbers say.
WEIGHT_AFTER_RECEIPT = 0.5
WEIGHT_AFTER_NOTHING = 0.25

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Line:
    """One labelled sentence with the line that it answers."""

    text: str
    label: str
    heard: str | None
    scene: str
    weight: float = 1.0


def read_lines(folder: Path) -> list[Line]:
    """All written lines.

    Raises:
        SystemExit: a key that is no class, or a line that is no text.
    """
    lines: list[Line] = []
    for path in sorted(folder.glob("*.yaml")):
        with path.open(encoding="utf-8") as file:
            content = YAML(typ="safe").load(file)
        for number, scene in enumerate(content["scenes"]):
            heard = scene.pop("heard")
            for key, sentences in scene.items():
                if key not in CLASS_OF_KEY or not all(isinstance(s, str) for s in sentences):
                    raise SystemExit(
                        f"{path.name}, scene {number + 1}: {key!r} is no class, or holds what is no text"
                    )
                # Scenes without a line before them are banks of single lines: each counts for itself.
                lines.extend(
                    Line(
                        s,
                        CLASS_OF_KEY[key],
                        heard,
                        f"{path.stem}:{number}" + ("" if heard else f":{key}:{i % 8}"),
                    )
                    for i, s in enumerate(sentences)
                )
    return lines


def read_pitches(path: Path) -> list[Line]:
    """Persuaders' arguments, each sentence a line of the class that its strategy stands for."""
    lines: list[Line] = []
    for number, dialogue in enumerate(path.read_text(encoding="utf-8").splitlines()):
        heard: str | None = None
        for turn in json.loads(dialogue)["turns"]:
            if turn["speaker"] != "rep":
                heard = turn["text"]
                continue
            label = next(
                (CLASS_OF_STRATEGY[s] for s in turn["labels"]["strategy"] if s in CLASS_OF_STRATEGY), None
            )
            if label:
                scene = f"{path.stem}:{number}"
                lines.extend(Line(s, label, heard, scene, WEIGHT_OF_PITCH) for s in split(turn["text"]))
    return lines


def with_contexts(lines: Sequence[Line]) -> Iterator[Line]:
    """Each line as written, and again after a line that says little, and without its question mark."""
    for line in lines:
        for shown in _with_and_without_mark(line):
            yield shown
            if line.heard:
                yield replace(shown, heard="Yeah.", weight=shown.weight * WEIGHT_AFTER_RECEIPT)
                yield replace(shown, heard=None, weight=shown.weight * WEIGHT_AFTER_NOTHING)


def _with_and_without_mark(line: Line) -> tuple[Line, ...]:
    if not line.text.endswith("?"):
        return (line,)
    half = line.weight / 2
    return (replace(line, weight=half), replace(line, text=line.text.rstrip("?"), weight=half))


def table(lines: Sequence[Line], rows: dict[str, int]) -> Floats:
    """Feature table, shape (lines, features), ones and zeros."""
    x = np.zeros((len(lines), len(rows)))
    for i, line in enumerate(lines):
        for name in features_of(line.text, Context.of(line.heard)):
            if name in rows:
                x[i, rows[name]] = 1.0
    return x


def rows_of(lines: Sequence[Line]) -> dict[str, int]:
    """Features worth a weight: seen in `FEWEST_SCENES` scenes or more."""
    scenes: dict[str, set[str]] = {}
    for line in lines:
        for name in features_of(line.text, Context.of(line.heard)):
            scenes.setdefault(name, set()).add(line.scene)
    return {name: i for i, name in enumerate(sorted(n for n, s in scenes.items() if len(s) >= FEWEST_SCENES))}


def train(lines: Sequence[Line], l2: float = L2, pitches: Sequence[Line] = ()) -> SentenceHead:
    """A softmax with an L2 penalty on all weights but the bias, fitted by L-BFGS.

    Args:
        lines: written lines, which alone decide on the features.
        pitches: further lines.
    """
    shown = list(with_contexts(lines))
    rows = rows_of(shown)
    shown.extend(pitches)
    x = table(shown, rows)
    y = np.zeros((len(shown), len(CLASSES)))
    y[np.arange(len(shown)), [CLASSES.index(line.label) for line in shown]] = 1.0
    sample_weights = np.array([line.weight for line in shown])[:, None]
    penalty = l2 * np.array([[_penalty_factor(name)] for name in rows])

    def loss(flat: Floats) -> tuple[float, Floats]:
        weights = flat.reshape(len(rows), len(CLASSES))
        logits = x @ weights
        logits -= logits.max(axis=1, keepdims=True)
        log_p = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
        value = -(sample_weights * y * log_p).sum() + 0.5 * (penalty * weights**2).sum()
        gradient = x.T @ (sample_weights * (np.exp(log_p) - y)) + penalty * weights
        return float(value), gradient.ravel()

    flat = minimise(loss, np.zeros(len(rows) * len(CLASSES)))
    return SentenceHead(rows, flat.reshape(len(rows), len(CLASSES)).astype(np.float32))


def _penalty_factor(name: str) -> float:
    if name == "bias":
        return 0.0
    return WORD_PENALTY_FACTOR if name.startswith(("w:", "b:")) else 1.0


def minimise(
    loss: Callable[[Floats], tuple[float, Floats]], start: Floats, steps: int = 150, memory: int = 8
) -> Floats:
    """L-BFGS with backtracking (Nocedal and Wright, Numerical Optimization, algorithm 7.4)."""
    point = start
    value, gradient = loss(point)
    pairs: list[tuple[Floats, Floats]] = []
    for _ in range(steps):
        direction = -_two_loops(gradient, pairs)
        slope = float(gradient @ direction)
        size = 1.0 if pairs else 1.0 / max(1.0, float(np.abs(gradient).sum()))
        while True:
            new_value, new_gradient = loss(point + size * direction)
            if new_value <= value + 1e-4 * size * slope or size < 1e-10:
                break
            size *= 0.5
        step, change = size * direction, new_gradient - gradient
        if step @ change > 1e-12:
            pairs = [*pairs[-memory + 1 :], (step, change)]
        done = abs(value - new_value) < 1e-6 * max(1.0, abs(value))
        point, value, gradient = point + step, new_value, new_gradient
        if done:
            break
    return point


def _two_loops(gradient: Floats, pairs: Sequence[tuple[Floats, Floats]]) -> Floats:
    q = gradient.copy()
    alphas = []
    for step, change in reversed(pairs):
        alpha = (step @ q) / (step @ change)
        alphas.append(alpha)
        q -= alpha * change
    if pairs:
        step, change = pairs[-1]
        q *= (step @ change) / (change @ change)
    for (step, change), alpha in zip(pairs, reversed(alphas), strict=True):
        q += step * (alpha - (change @ q) / (step @ change))
    return q


def cross_validate(lines: Sequence[Line], l2: float = L2) -> None:
    """Print accuracy, F1 per class and the commonest confusions on scenes left out of training."""
    scenes = sorted({line.scene for line in lines})
    fold_of = {scene: i % FOLDS for i, scene in enumerate(scenes)}
    truth: list[str] = []
    said: list[str] = []
    for fold in range(FOLDS):
        head = train([line for line in lines if fold_of[line.scene] != fold], l2)
        for line in (line for line in lines if fold_of[line.scene] == fold):
            p = head.probabilities(features_of(line.text, Context.of(line.heard)))
            truth.append(line.label)
            said.append(CLASSES[int(p.argmax())])
    merged = [(_merged(t), _merged(s)) for t, s in zip(truth, said, strict=True)]
    print(f"{len(lines)} lines, {len(scenes)} scenes, {FOLDS} folds by scene")
    print(f"accuracy {np.mean([t == s for t, s in merged]):.3f} (reflections as one class)")
    for label in sorted({t for t, _ in merged}):
        hits = sum(t == s == label for t, s in merged)
        either = sum(t == label for t, _ in merged) + sum(s == label for _, s in merged)
        print(f"  {label:16} F1 {2 * hits / either:.3f}  n {sum(t == label for t, _ in merged)}")
    confusions = Counter((t, s) for t, s in merged if t != s)
    print("  " + ", ".join(f"{t} as {s} {n}" for (t, s), n in confusions.most_common(8)))


def _merged(label: str) -> str:
    return "reflection" if label in (SIMPLE, COMPLEX) else label


def main() -> None:
    """Cross-validate, and write the weights unless only asked to check."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--lines", type=Path, default=LINES)
    parser.add_argument("--persuasion", type=Path, help="further pitches, which reflect nothing")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument("--l2", type=float, default=L2)
    parser.add_argument("--check", action="store_true", help="cross-validate only")
    parser.add_argument("--quick", action="store_true", help="write without cross-validating")
    options = parser.parse_args()
    lines = read_lines(options.lines)
    if not options.quick:
        cross_validate(lines, options.l2)
    if not options.check:
        pitches = read_pitches(options.persuasion) if options.persuasion else []
        text = head_to_json(train(lines, options.l2, pitches))
        options.out.write_text(text, encoding="utf-8")
        print(
            f"wrote {options.out.name}, {len(text) // 1024} kB, {len(lines)} lines and {len(pitches)} pitches"
        )


if __name__ == "__main__":
    main()
