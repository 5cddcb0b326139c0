"""Fit the weights of simulator/batch/who_evidence.py: ``python -m scripts.train_who [--data DIR]``.

From persuasion_dev.jsonl (PersuasionForGood, Apache-2.0) and the project's own short conversations, each as it is and
without punctuation and capitals; the own ones weigh as much as all the others together. Nothing is written: the
printed line is pasted into the module.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.who_is_the_rep import Talk, labelled_talks, own_talks, without_marks
from simulator.batch.who_evidence import SIGNS, signs_of

_ROOT = Path(__file__).parents[1]
_RIDGE = 0.02
_STEPS = 6000


def main() -> None:
    """Print the weights and how well they do, crosswise over ten parts."""
    parser = argparse.ArgumentParser(description=__doc__)
    default = Path(os.environ.get("SIMULATOR_DATA", _ROOT.parent / "shared" / "data"))
    parser.add_argument("--data", type=Path, default=default)
    folder = parser.parse_args().data
    own, chats = own_talks(), labelled_talks(folder / "persuasion_dev.jsonl")
    talks = [*own, *map(without_marks, own), *chats, *map(without_marks, chats)]
    groups = np.array([*range(len(own)), *range(len(own)), *range(len(chats)), *range(len(chats))]) % 10
    rows = np.array([_difference(talk) for talk in talks])
    rows[2 * len(own) :, -2:] = (
        0.0  # in the chats the persuader always begins, which says nothing on telephone calls
    )
    weigh = np.array([1 / len(own)] * 2 * len(own) + [1 / len(chats)] * 2 * len(chats)) / 4
    right = []
    for part in range(10):
        weights = _fit(rows[groups != part], weigh[groups != part])
        right.append(rows[groups == part] @ weights > 0)
    hits = np.concatenate(right)
    order = np.concatenate([np.flatnonzero(groups == part) for part in range(10)])
    print(
        f"own {hits[order < 2 * len(own)].mean():.3f}, chats {hits[order >= 2 * len(own)].mean():.3f}, crosswise"
    )
    weights = _fit(rows, weigh)
    for name, weight in zip(SIGNS, weights, strict=True):
        print(f"{weight:7.2f}  {name}")
    print("WEIGHTS = (" + ", ".join(f"{weight:.2f}" for weight in weights) + ")")


def _difference(talk: Talk) -> NDArray[np.float64]:
    rep, other = signs_of(talk.turns, 2)
    difference: NDArray[np.float64] = np.subtract(rep, other, dtype=np.float64)
    return difference


def _fit(rows: NDArray[np.float64], weigh: NDArray[np.float64]) -> NDArray[np.float64]:
    """Logistic regression without a constant (which voice is named first says nothing), by gradient descent."""
    weights: NDArray[np.float64] = np.zeros(rows.shape[1])
    weigh = weigh / weigh.sum()
    for _ in range(_STEPS):
        wrong = 1 / (1 + np.exp(rows @ weights))
        weights = weights + 0.5 * ((weigh * wrong) @ rows - _RIDGE * weights / 10)
    return np.asarray(weights, dtype=np.float64)


if __name__ == "__main__":
    main()
