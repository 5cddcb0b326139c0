"""What a line does as a whole, learnt from written lines: asks, pitches, thanks, proposes a next step …

The rules in `acts` are exact where they have a phrase, and silent or wrong where they have not. A softmax over the
features of the sentence head and the line's vector knows other wordings. Its weights come from the project's own lines
(`scripts/line_kinds`, by `scripts/train_line_kinds.py`) and lie in `data/line_kinds.json`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from simulator.domain.reading import Act
from simulator.reading.line_vectors import line_vectors
from simulator.reading.sentence_features import Context, features_of

Floats = NDArray[np.float32]

#: asks about the listener and their business, in any form
ASK = "ask"
REFLECT = "reflect"
#: the act that a kind stands for; None where it is more than one act, or none
ACT_OF_KIND: Mapping[str, Act | None] = {
    ASK: None,
    REFLECT: None,
    "empathy": Act.EMPATHY,
    "ack": Act.ACKNOWLEDGEMENT,
    "greet": Act.GREETING,
    "courtesy": None,
    "looking_for": Act.WHO_AM_I_TALKING_TO,
    "reason": Act.REASON_FOR_CALL,
    "bad_time": Act.BAD_TIME,
    "permission": Act.PERMISSION,
    "small_talk": Act.SMALL_TALK,
    "compliment": Act.COMPLIMENT,
    "flattery": Act.FLATTERY,
    "thanks": Act.THANKS,
    "apology": Act.APOLOGY,
    "excuse": Act.EXCUSE,
    "joke": Act.JOKE,
    "pitch": Act.PITCH,
    "price": Act.PRICE,
    "claim": Act.GUARANTEE,
    "next_step": Act.NEXT_STEP,
    "referral": Act.REFERRAL,
    "disqualify": Act.DISQUALIFY,
    "honours_removal": Act.HONOURS_REMOVAL,
    "pressure": Act.PRESSURE,
    "argues": Act.ARGUES,
    "advice": Act.ADVICE,
    "rude": Act.RUDE,
    "personal_remark": Act.PERSONAL_REMARK,
    "second_thought": Act.SECOND_THOUGHT,
    "goodbye": Act.GOODBYE,
    "hold_on": Act.HOLD_ON,
    "repeat": Act.REPEAT_PLEASE,
    "off_topic": Act.OFF_TOPIC,
    "meta": Act.META,
    "command": Act.COMMAND,
}
KINDS: tuple[str, ...] = tuple(ACT_OF_KIND)
_WEIGHTS_FILE = "line_kinds.json"


@dataclass(frozen=True)
class KindsHead:
    """Weights of a softmax over `KINDS`, in logits.

    Attributes:
        rows: the row of each known feature; a feature without one says nothing.
        feature_weights: shape (features, kinds).
        vector_weights: shape (384, kinds), for the line's vector.
    """

    rows: dict[str, int]
    feature_weights: Floats
    vector_weights: Floats

    def probabilities(self, text: str, vector: Floats) -> Floats:
        """Shape (kinds,), in the order of `KINDS`, summing to 1."""
        rows = [
            row for name in features_of(text, Context.of(None)) if (row := self.rows.get(name)) is not None
        ]
        logits = np.add.reduce(self.feature_weights[rows], axis=0) + vector @ self.vector_weights
        weights = np.exp(logits - logits.max())
        return np.asarray(weights / weights.sum(), dtype=np.float32)


def line_kinds(texts: Sequence[str]) -> list[dict[str, float]]:
    """Chances of each text over `KINDS`.

    Args:
        texts: lines, or sentences of one line; with or without punctuation.
    """
    head = load_kinds_head()
    vectors = line_vectors(texts)
    return [
        {kind: float(p) for kind, p in zip(KINDS, head.probabilities(text, vector), strict=True)}
        for text, vector in zip(texts, vectors, strict=True)
    ]


@cache
def load_kinds_head() -> KindsHead:
    """The head that ships.

    Raises:
        ValueError: the weights were made for other kinds.
    """
    return kinds_head_from_json(
        (files("simulator.reading") / "data" / _WEIGHTS_FILE).read_text(encoding="utf-8")
    )


def kinds_head_from_json(text: str) -> KindsHead:
    """A head from `kinds_head_to_json`'s text.

    Raises:
        ValueError: the weights were made for other kinds.
    """
    stored = json.loads(text)
    if tuple(stored["kinds"]) != KINDS:
        raise ValueError("the weights of the kinds of line were trained for other kinds: train them again")
    names = list(stored["feature_hundredths"])
    features = np.array([stored["feature_hundredths"][name] for name in names], dtype=np.float32)
    vector = np.array(stored["vector_hundredths"], dtype=np.float32)
    return KindsHead(
        {name: row for row, name in enumerate(names)}, features / np.float32(100), vector / np.float32(100)
    )


def kinds_head_to_json(head: KindsHead) -> str:
    """The head as text: one feature a line, sorted; weights in hundredths of a logit."""
    hundredths = np.rint(head.feature_weights * 100).astype(int)
    lines = [
        f"  {json.dumps(name)}: {_row(hundredths[row])}"
        for name, row in sorted(head.rows.items())
        if hundredths[row].any()
    ]
    features = ",\n".join(lines)
    vector = ",\n".join(f"  {_row(row)}" for row in np.rint(head.vector_weights * 100).astype(int))
    return (
        f'{{"kinds": {json.dumps(KINDS)},\n"feature_hundredths": {{\n{features}\n}},\n'
        f'"vector_hundredths": [\n{vector}\n]}}\n'
    )


def _row(weights: NDArray[np.int_]) -> str:
    return json.dumps(weights.tolist(), separators=(",", ":"))
