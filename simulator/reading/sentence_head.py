"""A small softmax head that says what one sentence does: gives back, feels with, advises, informs, pitches, asks …

Its weights are learnt from the project's own written lines (`scripts/sentence_lines`, by
`scripts/train_sentence_head.py`) and lie in `data/sentence_head.json`, sorted by the features' names.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from typing import Final

import numpy as np
from numpy.typing import NDArray

from simulator.reading.sentence_features import Shown

SIMPLE: Final = "reflection_simple"
COMPLEX: Final = "reflection_complex"
CLASSES: Final = (
    SIMPLE,  # gives back what was said, in the same or nearly the same sense
    COMPLEX,  # adds the meaning or the feeling that was not said
    "acknowledgement",  # shows that it was heard; a word echoed is no more than that
    "empathy",  # feels with the other
    "affirmation",  # praises an effort, a strength, a step
    "advice",  # says what the other should do
    "information",  # facts, explanations
    "logistics",  # greetings, dates, what happens next on the call
    "pitch",  # praises what is for sale
    "pressure",  # urgency, guilt, a trap, an attack
    "question_open",
    "question_closed",
    "other",  # small talk, the speaker's own life, disagreement
)
_WEIGHTS_FILE: Final = "sentence_head.json"


@dataclass(frozen=True)
class SentenceHead:
    """Weights of a softmax over `CLASSES`, one row a feature.

    Attributes:
        rows: the row of each known feature; a feature without one says nothing.
        weights: shape (features, classes), logits.
    """

    rows: dict[str, int]
    weights: NDArray[np.float32]

    @cached_property
    def _lexical(self) -> tuple[dict[str, int], dict[tuple[str, str], int]]:
        """The rows of the words and of the pairs of neighbours, by what they are and not by name."""
        words = {name[2:]: row for name, row in self.rows.items() if name.startswith("w:")}
        pairs = [(name[2:].partition("_"), row) for name, row in self.rows.items() if name.startswith("b:")]
        return words, {(left, right): row for (left, _, right), row in pairs}

    def probabilities(self, features: Iterable[str]) -> NDArray[np.float32]:
        """Shape (classes,), in the order of `CLASSES`, summing to 1."""
        rows = [self.rows[name] for name in sorted(features) if name in self.rows]
        return np.asarray(self._of_rows([rows])[0])

    def probabilities_of_all(self, sentences: Sequence[Shown]) -> NDArray[np.float32]:
        """The same for several sentences, at least one: shape (sentences, classes)."""
        words, pairs = self._lexical
        return self._of_rows(
            [
                [self.rows[name] for name in shown.names if name in self.rows]
                + [words[word] for word in shown.words if word in words]
                + [pairs[pair] for pair in shown.pairs if pair in pairs]
                for shown in sentences
            ]
        )

    def _of_rows(self, rows: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        # summed sentence by sentence, each from a row of zeros on: none hangs on another, and none is without a row
        zeros = len(self.weights)
        flat = np.array([row for one in rows for row in (zeros, *one)], dtype=np.intp)
        starts = np.cumsum([0, *(len(one) + 1 for one in rows[:-1])])
        return _softmax(np.add.reduceat(self._with_zeros.take(flat, axis=0), starts, axis=0))

    @cached_property
    def _with_zeros(self) -> NDArray[np.float32]:
        return np.vstack([self.weights, np.zeros((1, self.weights.shape[1]), dtype=np.float32)])


def _softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    exponents = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(exponents / exponents.sum(axis=1, keepdims=True), dtype=np.float32)


def classify(sentences: Sequence[Shown], head: SentenceHead | None = None) -> NDArray[np.float32]:
    """What each sentence does.

    Args:
        sentences: what each of some sentences shows.
        head: None for the weights that ship.
    Returns:
        Shape (sentences, classes), rows summing to 1, columns in the order of `CLASSES`.
    """
    if not sentences:
        return np.zeros((0, len(CLASSES)), dtype=np.float32)
    return (head or load_head()).probabilities_of_all(sentences)


@cache
def load_head() -> SentenceHead:
    """The head that ships.

    Raises:
        ValueError: the weights were made for other classes.
    """
    text = resources.files("simulator.reading").joinpath("data", _WEIGHTS_FILE).read_text(encoding="utf-8")
    return head_from_json(text)


def head_from_json(text: str) -> SentenceHead:
    """A head from `head_to_json`'s text.

    Raises:
        ValueError: the weights were made for other classes.
    """
    stored = json.loads(text)
    if tuple(stored["classes"]) != CLASSES:
        raise ValueError("the sentence head's weights were trained for other classes: train it again")
    names = list(stored["hundredths"])
    hundredths = np.array([stored["hundredths"][n] for n in names], dtype=np.float32)
    return SentenceHead({name: row for row, name in enumerate(names)}, hundredths / np.float32(100))


def head_to_json(head: SentenceHead) -> str:
    """The head as text: one feature a line, sorted; weights in hundredths of a logit."""
    hundredths = np.rint(head.weights * 100).astype(int)
    lines = [
        f"  {json.dumps(name)}: {json.dumps(hundredths[row].tolist(), separators=(',', ':'))}"
        for name, row in sorted(head.rows.items())
        if hundredths[row].any()
    ]
    body = ",\n".join(lines)
    return f'{{"classes": {json.dumps(CLASSES)},\n"hundredths": {{\n{body}\n}}}}\n'
