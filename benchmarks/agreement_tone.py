"""How far the readers of tone agree with people: uptake, pressure, politeness; and the acts on the project's own lines.

    python benchmarks/agreement_tone.py [--data DIR] [--cross-validate] [--resamples 1000]

DIR holds uptake_*.jsonl, offers_*.jsonl and politeness_*.jsonl (docs/attribution.md); without it the environment variable
SIMULATOR_DATA counts, then ../shared/data beside the repository. The shipped weights were trained on the development
parts of these sets, so on those the first figures flatter; --cross-validate refits without each fifth in turn.
Intervals: 95 %, percentile bootstrap over lines.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

import train_tone_heads as training  # noqa: E402  # needs the path above

from simulator.reading.acts import read_acts  # noqa: E402
from simulator.reading.politeness import politeness  # noqa: E402
from simulator.reading.pressure import pressure  # noqa: E402
from simulator.reading.uptake import uptake  # noqa: E402
from tests.reading.act_lines import agreement, labelled_lines  # noqa: E402

Array = npt.NDArray[np.float64]
Measure = Callable[[Array, Array], float]


def interval(measure: Measure, truth: Array, score: Array, resamples: int) -> str:
    """A figure with its interval, written out."""
    shuffled = np.random.default_rng(0)
    figures = []
    for _ in range(resamples):
        chosen = shuffled.integers(0, len(truth), len(truth))
        if len(set(truth[chosen])) > 1:
            figures.append(measure(truth[chosen], score[chosen]))
    low, high = np.percentile(figures, (2.5, 97.5))
    return f"{measure(truth, score):.3f} [{low:.3f}, {high:.3f}]  n = {len(truth)}"


def curve_area(truth: Array, score: Array) -> float:
    return training.area(truth > 0, score)


def rows_of(data: Path, stem: str) -> list[dict[str, object]]:
    return [row for path in sorted(data.glob(f"{stem}_*.jsonl")) for row in training.read_jsonl(path)]


def shipped(data: Path, resamples: int) -> None:
    print("Shipped weights")
    rows = rows_of(data, "uptake")
    pairs = [
        (row["turns"][0]["text"], row["turns"][1]["text"], row["turns"][1]["labels"]["uptake"])  # type: ignore[index]
        for row in rows
    ]
    rated = [pair for pair in pairs if pair[2] is not None]
    truth = np.array([float(pair[2]) for pair in rated])
    score = np.array([uptake(pair[0], pair[1]) for pair in rated])
    print("  uptake, Spearman                ", interval(training.spearman, truth, score, resamples))

    rows = rows_of(data, "offers")
    truth = np.array([float(row["turns"][0]["labels"]["tone"] == "tough") for row in rows])  # type: ignore[index]
    score = np.array([pressure(row["turns"][0]["text"]) for row in rows])  # type: ignore[index]
    print("  pressure, tough or warm, AUC    ", interval(curve_area, truth, score, resamples))

    rows = rows_of(data, "politeness")
    truth = np.array([row["turns"][0]["labels"]["politeness"] for row in rows])  # type: ignore[index]
    score = np.array([politeness(row["turns"][0]["text"]) for row in rows])  # type: ignore[index]
    domain = np.array([row["labels"]["domain"] for row in rows])  # type: ignore[index]
    print("  politeness, both sites, Spearman", interval(training.spearman, truth, score, resamples))
    for name in sorted(set(domain)):
        print(
            f"    {name:<30}",
            interval(training.spearman, truth[domain == name], score[domain == name], resamples),
        )


def cross_validated(data: Path, resamples: int) -> None:
    print("Cross-validated, five folds")
    task, groups = training.uptake_task(data)
    ranked = training.replace(task, target=training.spread_ranks(task.target))
    predicted = training.cross_validated(ranked, groups)
    print(
        "  uptake, by classroom, Spearman  ", interval(training.spearman, task.target, predicted, resamples)
    )
    task, sets = training.pressure_task(data)
    predicted = training.cross_validated(task)
    offers = sets > 0
    print(
        "  pressure, offers, AUC           ",
        interval(curve_area, task.target[offers], predicted[offers], resamples),
    )
    for number in range(1, int(sets.max()) + 1):
        inside, outside = np.flatnonzero(sets != number), np.flatnonzero(sets == number)
        score = training.fit(task.part(inside)).predict(task.part(outside))
        print(
            f"    set {number}, trained on the others  ",
            interval(curve_area, task.target[outside], score, resamples),
        )
    task, domains = training.politeness_task(data)
    predicted = training.cross_validated(training.replace(task, target=training.spread_ranks(task.target)))
    print(
        "  politeness, both sites, Spearman", interval(training.spearman, task.target, predicted, resamples)
    )
    for name in sorted(set(domains)):
        chosen = np.array([domain == name for domain in domains])
        figure = interval(training.spearman, task.target[chosen], predicted[chosen], resamples)
        print(f"    {name:<30}", figure)


def own_lines() -> None:
    print("Acts, own lines")
    texts: list[str] = []
    for table in ("acts.txt", "acts_fresh.txt", "acts_unseen.txt"):
        for marks in (True, False):
            total, _ = agreement(table, marks=marks)
            print(f"  {table:<16}{'written' if marks else 'bare':<8} {total}")
        texts += [line.text for line in labelled_lines(table)]
    said = "Our planner was off sick for three weeks and nobody else knows the routes."
    for warm in (False, True):
        started = time.process_time()
        for text in texts:
            read_acts(text)
            uptake(said, text)
            pressure(text)
            politeness(text)
        spent_us = (time.process_time() - started) / len(texts) * 1e6
        print(
            f"  all four readers, {'later' if warm else 'first'} pass: {spent_us:.0f} µs of processor time a line"
        )


def main() -> None:
    default = os.environ.get("SIMULATOR_DATA") or ROOT.parent / "shared" / "data"
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path(default))
    parser.add_argument("--cross-validate", action="store_true")
    parser.add_argument("--resamples", type=int, default=1000)
    arguments = parser.parse_args()
    own_lines()
    if not (arguments.data / "uptake_dev.jsonl").exists() and not list(arguments.data.glob("uptake_*.jsonl")):
        print(f"no labelled sets in {arguments.data}: only the project's own lines were read")
        return
    shipped(arguments.data, arguments.resamples)
    if arguments.cross_validate:
        cross_validated(arguments.data, arguments.resamples)


if __name__ == "__main__":
    main()
