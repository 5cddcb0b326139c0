"""How far the released program agrees with people: every figure from what `simulator score --turns` writes.

    python -m benchmarks.agreement [--data DIR] [--write]

DIR holds the labelled conversations (see CONTRIBUTING); without it the variable SIMULATOR_DATA is used. With --write the
table goes to benchmarks/agreement.md. Intervals are 95 % bootstrap intervals over conversations.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.batch.one_transcript import turn_record
from simulator.domain.transcript import Transcript
from simulator.scoring.profiles import PROFILES
from simulator.scoring.scorecards import score_transcript

_ROOT = Path(__file__).parents[1]
_BARE = re.compile(r"[^\w\s']")
_PROFILE = PROFILES["support"]

Conversation = dict[str, Any]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    name: str
    value: float
    low: float
    high: float
    floor: str
    aim: str


def main() -> int:
    """Measure, print, and write where asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--data", type=Path, default=Path(os.environ.get("SIMULATOR_DATA", _ROOT.parent / "shared" / "data"))
    )
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    if not args.data.is_dir():
        print(
            f"There is no folder {args.data}; name the one with the labelled conversations by --data.",
            file=sys.stderr,
        )
        return 2
    began = time.perf_counter()
    rows = measure(args.data)
    table = render(rows)
    print(table)
    print(f"{time.perf_counter() - began:.0f} s")
    if args.write:
        (_ROOT / "benchmarks" / "agreement.md").write_text(table, encoding="utf-8")
    return 0


def measure(data: Path) -> list[Row]:
    """Every figure for which the folder has labels."""
    rows: list[Row] = []
    annomi = _load(data / "annomi_dev.jsonl")
    if annomi:
        scored = _scored(annomi)
        bare = _scored([_without_marks(one) for one in annomi])
        rows += _annomi(annomi, scored, bare)
    for name, file, label, key, floor, aim in (
        ("uptake, Spearman", "uptake_dev.jsonl", "uptake", "uptake", "0.39", "0.52"),
        (
            "politeness of requests, Spearman",
            "politeness_dev.jsonl",
            "politeness",
            "politeness",
            "0.46",
            "0.50",
        ),
    ):
        conversations = _load(data / file)
        if conversations:
            gold, ours = _by_label(conversations, _scored(conversations), label, key)
            rows.append(_row(name, list(zip(gold, ours, strict=True)), _spearman_pairs, floor, aim))
    offers = _load(data / "offers_dev.jsonl")
    if offers:
        gold, ours = _by_label(offers, _scored(offers), "tone", "pressure")
        pairs = [(float(tone == "tough"), value) for tone, value in zip(gold, ours, strict=True)]
        rows.append(_row("pressure, tough against warm offers, AUC", pairs, _auc_pairs, "0.937", "0.96"))
    persuasion = _load(data / "persuasion_dev.jsonl")
    if persuasion:
        rows.append(
            _row(
                "false reflections on sales pitches, share", _pitches(persuasion), _mean_of, "0.15", "≤ 0.03"
            )
        )
    return rows


def render(rows: Sequence[Row]) -> str:
    """The table as Markdown."""
    note = (
        "\nUptake, politeness and pressure were trained on these development parts, and the sentence head knows the "
        "pitches as examples of what reflects nothing: there the figures flatter. With folds left out they are 0.60, "
        "0.47, 0.95 and 0.036 (`benchmarks/agreement_tone.py --cross-validate`, `scripts/train_sentence_head.py`). "
        "Nothing was trained on AnnoMI; thresholds were chosen with it in view.\n"
    )
    head = "| measured on development data | value | 95 % interval | simple floor | aim |\n|---|---|---|---|---|\n"
    lines = (
        f"| {row.name} | {row.value:.3f} | {row.low:.3f} – {row.high:.3f} | {row.floor} | {row.aim} |"
        for row in rows
    )
    return head + "\n".join(lines) + "\n" + note


def _annomi(gold: list[Conversation], scored: list[Conversation], bare: list[Conversation]) -> list[Row]:
    questions = [_labels(one, ours, "question", "question") for one, ours in zip(gold, scored, strict=True)]
    bare_questions = [
        _labels(one, ours, "question", "question") for one, ours in zip(gold, bare, strict=True)
    ]
    reflections = [
        _labels(one, ours, "reflection", "reflection", any_of=True)
        for one, ours in zip(gold, scored, strict=True)
    ]
    rates = [(_rate([a for a, _ in pairs]), _rate([b for _, b in pairs])) for pairs in reflections]
    quality = [
        (float(one["labels"]["mi_quality"] == "high"), _tone(ours))
        for one, ours in zip(gold, scored, strict=True)
    ]
    return [
        _row("AnnoMI question none/open/closed, macro-F1", questions, _macro_f1, "0.737", "0.80"),
        _row("the same, punctuation and case removed", bare_questions, _macro_f1, "0.617", "0.73"),
        _row("AnnoMI any reflection, macro-F1", reflections, _macro_f1, "0.617", "0.76"),
        _row("session reflection rate, Spearman", rates, _spearman_pairs, "−0.25", "0.60"),
        _row("good against bad sessions, AUC (human tone + listening)", quality, _auc_pairs, "0.79", "0.92"),
    ]


def _tone(record: Conversation) -> float:
    """Human tone and listening together, 0–200; what was not observed counts as the middle."""
    dimensions = record["dimensions"]
    values = (dimensions[name]["score"] for name in ("human_tone", "listening"))
    return float(sum(50.0 if value is None else value for value in values))


def _load(path: Path) -> list[Conversation]:
    if not path.is_file():
        print(f"{path.name}: not there, left out", file=sys.stderr)
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def _scored(conversations: Sequence[Conversation]) -> list[Conversation]:
    records = []
    for one in conversations:
        card, turns = score_transcript(Transcript.model_validate_json(json.dumps(one)), _PROFILE)
        told = [turn_record(turn) for turn in turns if turn.line is not None]
        records.append({**card.model_dump(mode="json"), "turns": told})
    return records


def _without_marks(one: Conversation) -> Conversation:
    turns = [
        {**turn, "text": " ".join(_BARE.sub(" ", turn["text"].lower()).split())} for turn in one["turns"]
    ]
    return {**one, "turns": turns}


def _labels(
    one: Conversation, ours: Conversation, label: str, key: str, *, any_of: bool = False
) -> list[tuple[str, str]]:
    """Pairs of what people said and what we say, turn by turn."""
    said = {turn["index"]: str(turn[key]) for turn in ours["turns"]}
    pairs = [
        (str(turn["labels"][label]), said[index])
        for index, turn in enumerate(one["turns"])
        if turn["speaker"] == "rep" and label in turn.get("labels", {}) and index in said
    ]
    return (
        [("none" if a == "none" else "some", "none" if b == "none" else "some") for a, b in pairs]
        if any_of
        else pairs
    )


def _by_label(
    conversations: Sequence[Conversation], scored: Sequence[Conversation], label: str, key: str
) -> tuple[list[Any], list[float]]:
    gold, ours = [], []
    for one, record in zip(conversations, scored, strict=True):
        said = {turn["index"]: float(turn[key]) for turn in record["turns"]}
        for index, turn in enumerate(one["turns"]):
            if turn["speaker"] == "rep" and turn.get("labels", {}).get(label) is not None:
                gold.append(turn["labels"][label])
                ours.append(said[index])
    return gold, ours


def _pitches(conversations: Sequence[Conversation]) -> list[float]:
    """1 for each persuading sentence that is taken for a reflection, 0 for the others."""
    no_pitch = {"greeting", "acknowledgement", "thank", "other", "off-task", "closing", "praise-user"}
    found: list[float] = []
    for one, record in zip(conversations, _scored(conversations), strict=True):
        said = {turn["index"]: turn["reflection"] for turn in record["turns"]}
        for index, turn in enumerate(one["turns"]):
            strategies = turn.get("labels", {}).get("strategy", [])
            pitching = turn["speaker"] == "rep" and strategies and not set(strategies) & no_pitch
            if pitching and not turn["labels"].get("inquiry"):
                found.append(float(said[index] != "none"))
    return found


def _row(
    name: str, items: Sequence[Any], figure: Callable[[Sequence[Any]], float], floor: str, aim: str
) -> Row:
    random = np.random.default_rng(1)
    draws = []
    for _ in range(300):
        picked = [items[i] for i in random.integers(0, len(items), len(items))]
        draws.append(figure(picked))
    low, high = np.nanpercentile(draws, [2.5, 97.5])
    return Row(name, figure(items), float(low), float(high), floor, aim)


def _macro_f1(sessions: Sequence[Sequence[tuple[str, str]]]) -> float:
    pairs = [pair for session in sessions for pair in session]
    scores = []
    for label in sorted({gold for gold, _ in pairs}):
        hits = sum(gold == ours == label for gold, ours in pairs)
        wrong = sum((gold == label) != (ours == label) for gold, ours in pairs)
        scores.append(2 * hits / (2 * hits + wrong) if hits else 0.0)
    return float(np.mean(scores))


def _rate(labels: Sequence[str]) -> float:
    return sum(label != "none" for label in labels) / max(1, len(labels))


def _spearman_pairs(pairs: Sequence[tuple[float, float]]) -> float:
    first, second = (_ranks(np.array([pair[k] for pair in pairs], dtype=np.float64)) for k in (0, 1))
    return float(np.corrcoef(first, second)[0, 1])


def _auc_pairs(pairs: Sequence[tuple[float, float]]) -> float:
    gold = np.array([pair[0] for pair in pairs])
    ranks = _ranks(np.array([pair[1] for pair in pairs], dtype=np.float64))
    ones = gold == 1
    n1, n0 = int(ones.sum()), int((~ones).sum())
    return float((ranks[ones].sum() - n1 * (n1 + 1) / 2) / (n1 * n0)) if n1 and n0 else float("nan")


def _ranks(values: Floats) -> Floats:
    """Ranks from 1, ties shared."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    return ((2 * ends - counts + 1) / 2)[inverse].astype(np.float64)


def _mean_of(values: Sequence[float]) -> float:
    return float(np.mean(values))


if __name__ == "__main__":
    sys.exit(main())
