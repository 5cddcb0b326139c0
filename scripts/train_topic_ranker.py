"""Learn how much each figure of `simulator.reading.topic_features` says on which topic a line is about.

    python -m scripts.train_topic_ranker            fit, say how well it does on personas left out, write the weights
    python -m scripts.train_topic_ranker --check    say how well it does only

Lines are the wordings in `personas/*.asked.txt`. Two writers wrote them, who had not seen each other's: the first half of
a topic's lines is one's, the second half the other's. The lines of one are looked for among the lines of the other.

With an encoder that was tuned on the same wordings the cosines would flatter: `--encoder FILE` takes the weights of one
that was tuned on other personas (`scripts/tune_encoder.py --leave-out`), and `--personas` those to learn from.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from scripts.train_sentence_head import minimise
from simulator.authoring.asked import NONE_ID
from simulator.authoring.library import ContentLibrary
from simulator.domain.persona import Persona
from simulator.reading.encoder import VOCABULARY_FILE, Encoder, load_encoder
from simulator.reading.topic_features import NONE_FEATURES, TOPIC_FEATURES, TopicReferences
from simulator.reading.vector_cache import VectorCache

DATA = Path(__file__).resolve().parents[1] / "simulator" / "reading" / "data"
WEIGHTS = DATA / "topic_ranker.json"
L2 = 1.0
#: every so manieth line is used: neighbours in the file are on one topic
STEP = 2

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Example:
    """One line with its figures, and the row of the topic that it is about; the row after the last for none."""

    topics: Floats
    none: Floats
    truth: int


def other_encoder(weights: Path) -> Encoder:
    """The encoder of another file of weights than the packaged one."""
    vocabulary = (DATA / VOCABULARY_FILE).read_text(encoding="utf-8").splitlines()
    with np.load(weights, allow_pickle=False) as archive:
        return Encoder({name: archive[name] for name in archive.files}, vocabulary)


def examples_of(persona: Persona, cache: VectorCache) -> list[Example]:
    """The lines of each writer, looked for among those of the other."""
    halves = [
        {topic: lines[: len(lines) // 2] for topic, lines in persona.asked.items()},
        {topic: lines[len(lines) // 2 :] for topic, lines in persona.asked.items()},
    ]
    found: list[Example] = []
    for said, known in (halves, halves[::-1]):
        references = TopicReferences(persona, cache, known)
        rows = {topic: row for row, topic in enumerate(references.ids)} | {NONE_ID: len(references.ids)}
        lines = [(line, rows[topic]) for topic, lines in said.items() for line in lines][::STEP]
        vectors = cache.vectors([line for line, _ in lines])
        for (line, row), vector in zip(lines, vectors, strict=True):
            figures = references.figures(line, vector)
            found.append(Example(figures.topics.astype(float), figures.none.astype(float), row))
    return found


def fit(examples: Sequence[Example]) -> Floats:
    """Weights of both kinds of figure in one row, by a softmax over a persona's topics and none."""
    size = len(TOPIC_FEATURES)

    def loss(weights: Floats) -> tuple[float, Floats]:
        value, gradient = 0.5 * L2 * float(weights @ weights), L2 * weights
        for one in examples:
            p = _chances(one, weights)
            value -= float(np.log(p[one.truth] + 1e-12))
            p[one.truth] -= 1.0
            gradient = gradient + np.concatenate([p[:-1] @ one.topics, p[-1] * one.none])
        return value, gradient

    return minimise(loss, np.zeros(size + len(NONE_FEATURES)), steps=80)


def _chances(one: Example, weights: Floats) -> Floats:
    size = len(TOPIC_FEATURES)
    logits = np.append(one.topics @ weights[:size], one.none @ weights[size:])
    chances = np.exp(logits - logits.max())
    return np.asarray(chances / chances.sum())


def report(name: str, examples: Sequence[Example], weights: Floats) -> None:
    """Print how often the right topic, or none, comes first and among the first three."""
    ranks = [int((_chances(one, weights) > _chances(one, weights)[one.truth]).sum()) for one in examples]
    first, three = np.mean([rank == 0 for rank in ranks]), np.mean([rank < 3 for rank in ranks])
    print(f"{name:16} first {first:.3f}  among three {three:.3f}  of {len(examples)}")


def main() -> None:
    """Report on each persona left out, and write the weights unless only asked to check."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--encoder", type=Path, help="weights of another encoder (.npz)")
    parser.add_argument("--personas", nargs="*", help="those to learn from; all when left out")
    options = parser.parse_args()
    content = ContentLibrary()
    names = options.personas or [name for name in content.persona_ids() if content.persona(name).asked]
    encoder = other_encoder(options.encoder) if options.encoder else load_encoder()
    cache = VectorCache(encoder, None, ships=options.encoder is None)
    examples = {name: examples_of(content.persona(name), cache) for name in names}
    if len(names) > 1:
        for name in names:
            others = [one for other in names if other != name for one in examples[other]]
            report(name, examples[name], fit(others))
    if not options.check:
        weights = [round(float(one), 3) for one in fit([one for found in examples.values() for one in found])]
        size = len(TOPIC_FEATURES)
        stored = {
            "topic": dict(zip(TOPIC_FEATURES, weights[:size], strict=True)),
            "none": dict(zip(NONE_FEATURES, weights[size:], strict=True)),
        }
        WEIGHTS.write_text(json.dumps(stored, indent=2) + "\n", encoding="utf-8")
        print(f"wrote {WEIGHTS.name}: {stored}")


if __name__ == "__main__":
    main()
