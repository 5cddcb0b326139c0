"""A small softmax head that says what one sentence does: gives back, feels with, advises, informs, pitches, asks …

Its weights are learnt from the project's own written lines (`scripts/sentence_lines`, by
`scripts/train_sentence_head.py`) and lie in `data/sentence_head.json`, sorted by the features' names.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

import numpy as np
from numpy.typing import NDArray

from simulator.reading.sentence_features import Context, names_of

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

    def probabilities(self, features: Iterable[str]) -> NDArray[np.float32]:
        """Shape (classes,), in the order of `CLASSES`, summing to 1."""
        return np.asarray(self.probabilities_of_all([frozenset(features)])[0])

    def probabilities_of_all(self, sentences: Sequence[Set[str]]) -> NDArray[np.float32]:
        """The same for several sentences' features, at least one: shape (sentences, classes)."""
        return _softmax(np.array([self._logits(features) for features in sentences]))

    def _logits(self, features: Set[str]) -> NDArray[np.float32]:
        # in order of the rows: the last digits of a sum hang on its order
        rows = sorted([self.rows[name] for name in features & self.rows.keys()])
        return np.asarray(np.add.reduce(self.weights.take(rows, axis=0), axis=0), dtype=np.float32)


def _softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    exponents = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(exponents / exponents.sum(axis=1, keepdims=True), dtype=np.float32)


def classify(
    sentences: Sequence[str], context: Context, head: SentenceHead | None = None
) -> NDArray[np.float32]:
    """What each sentence does.

    Args:
        sentences: the sentences of one line.
        context: the line that they answer.
        head: None for the weights that ship.
    Returns:
        Shape (sentences, classes), rows summing to 1, columns in the order of `CLASSES`.
    """
    head = head or load_head()
    if not sentences:
        return np.zeros((0, len(CLASSES)), dtype=np.float32)
    return head.probabilities_of_all([names_of(sentence, context) for sentence in sentences])


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
