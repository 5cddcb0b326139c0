"""How the reading of reflections and the session's tone agree with people's labels.

    python -m benchmarks.agreement_reflections --data DIR

DIR holds `annomi_dev.jsonl` and `persuasion_dev.jsonl` (or other splits: `--split held`). Intervals are 95 %, by
bootstrap over sessions. Nothing is trained on the counselling sessions; the weights that ship were shown the development
split of the persuasion dialogues as lines that reflect nothing, so its figure is only fair on another split.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.reading.reflections import REFLECTION_THRESHOLD, ReflectionReading, read_reflections
from simulator.scoring.session_tone import TurnMeasures, session_tone

DEFAULT_DATA = Path(__file__).resolve().parents[1] / ".." / "shared" / "data"
RESAMPLES = 500
# Persuaders' acts that argue for the cause: none of them gives back what the other said.
PITCHES = frozenset(
    {
        "credibility-appeal",
        "logical-appeal",
        "emotion-appeal",
        "proposition-of-donation",
        "foot-in-the-door",
        "self-modeling",
        "personal-story",
        "donation-information",
    }
)

Floats = NDArray[np.float64]
Session = dict[str, Any]


@dataclass(frozen=True)
class Read:
    """One rep's line, read."""

    session: int
    text: str
    labels: dict[str, Any]
    reading: ReflectionReading


def sessions_of(path: Path) -> list[Session]:
    """Transcripts of a JSONL file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def bare(text: str) -> str:
    """The text without case and punctuation (apostrophes stay), as a plain recogniser would give it."""
    return re.sub(r"\s+", " ", re.sub(r"[^\w\s'’]", " ", text.lower())).strip()


def read_all(sessions: Sequence[Session], change: Callable[[str], str] = str) -> list[Read]:
    """Every rep's line with its reading, given the prospect's last line."""
    found = []
    for number, session in enumerate(sessions):
        previous: str | None = None
        for turn in session["turns"]:
            text = change(turn["text"])
            if turn["speaker"] == "rep":
                found.append(Read(number, turn["text"], turn["labels"], read_reflections(text, previous)))
            else:
                previous = text
    return found


def macro_f1(truth: NDArray[np.bool_], said: NDArray[np.bool_]) -> float:
    """Mean of the two classes' F1."""
    scores = []
    for value in (True, False):
        either = int((truth == value).sum() + (said == value).sum())
        scores.append(2 * int(((truth == value) & (said == value)).sum()) / either if either else 0.0)
    return float(np.mean(scores))


def ranks(values: Floats) -> Floats:
    """Ranks from 1, ties at their mean."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    return np.asarray((np.cumsum(counts) - (counts - 1) / 2)[inverse], dtype=np.float64)


def auc(truth: NDArray[np.bool_], scores: Floats) -> float:
    """Chance that a true one scores above a false one; NaN where there is only one kind."""
    trues, falses = int(truth.sum()), int((~truth).sum())
    if not trues or not falses:
        return float("nan")
    return float((ranks(scores)[truth].sum() - trues * (trues + 1) / 2) / (trues * falses))


def spearman(a: Floats, b: Floats) -> float:
    """Correlation of ranks."""
    return float(np.corrcoef(ranks(a), ranks(b))[0, 1])


def with_interval(measure: Callable[[NDArray[np.int_]], float], sessions: int) -> str:
    """A measure of the sessions picked, on all of them and with its bootstrap interval."""
    generator = np.random.default_rng(0)
    drawn = np.array([measure(generator.integers(0, sessions, sessions)) for _ in range(RESAMPLES)])
    low, high = np.nanpercentile(drawn, [2.5, 97.5])
    return f"{measure(np.arange(sessions)):.3f}  [{low:.3f}, {high:.3f}]"


def over_lines(reads: Sequence[Read], measure: Callable[[Sequence[Read]], float], sessions: int) -> str:
    """A measure of lines, with an interval over sessions."""
    of_session: list[list[Read]] = [[] for _ in range(sessions)]
    for read in reads:
        of_session[read.session].append(read)
    return with_interval(lambda picked: measure([r for s in picked for r in of_session[s]]), sessions)


def is_reflection(reads: Iterable[Read]) -> NDArray[np.bool_]:
    """What people said: any reflection."""
    return np.array([r.labels["reflection"] != "none" for r in reads])


def certainty(reads: Iterable[Read]) -> Floats:
    """What the program said."""
    return np.array([r.reading.p for r in reads])


def per_session(reads: Sequence[Read], value: Callable[[Read], float], sessions: int) -> Floats:
    """Mean of a value over each session's lines."""
    sums, counts = np.zeros(sessions), np.zeros(sessions)
    for read in reads:
        sums[read.session] += value(read)
        counts[read.session] += 1
    return sums / np.maximum(counts, 1)


def tones(reads: Sequence[Read], sessions: int) -> Floats:
    """Session tone; the middle where there is too little to tell."""
    turns: list[list[TurnMeasures]] = [[] for _ in range(sessions)]
    for r in reads:
        turns[r.session].append(
            TurnMeasures(len(r.text.split()), r.reading.p, r.reading.advice_p, r.reading.telling_p)
        )
    scores = [session_tone(t) for t in turns]
    return np.array([0.5 if s is None else s for s in scores])


def report_counselling(sessions: Sequence[Session], change: Callable[[str], str]) -> None:
    """Print the figures on counselling sessions."""
    begin = time.process_time()
    reads = read_all(sessions, change)
    ms = (time.process_time() - begin) / len(reads) * 1000
    n = len(sessions)

    def f1(picked: Sequence[Read]) -> float:
        return macro_f1(is_reflection(picked), certainty(picked) >= REFLECTION_THRESHOLD)

    def complex_f1(picked: Sequence[Read]) -> float:
        both = [r for r in picked if r.labels["reflection"] != "none" and r.reading.kind != "none"]
        return macro_f1(
            np.array([r.labels["reflection"] == "complex" for r in both]),
            np.array([r.reading.kind == "complex" for r in both]),
        )

    print(f"  any reflection, macro-F1            {over_lines(reads, f1, n)}")
    print(f"  any reflection, AUC                 {over_lines(reads, _line_auc, n)}")
    print(f"  simple or complex, where both see one {over_lines(reads, complex_f1, n)}")
    print(f"  advice, AUC of a line               {over_lines(reads, _advice_auc, n)}")
    expert = per_session(reads, lambda r: float(r.labels["reflection"] != "none"), n)
    ours = per_session(reads, lambda r: r.reading.p, n)
    share = per_session(reads, lambda r: float(r.reading.p >= REFLECTION_THRESHOLD), n)
    print(f"  reflection rate, Spearman (mean p)  {with_interval(lambda i: spearman(expert[i], ours[i]), n)}")
    print(
        f"  the same (share of lines)           {with_interval(lambda i: spearman(expert[i], share[i]), n)}"
    )
    good = np.array([s["labels"]["mi_quality"] == "high" for s in sessions])
    tone = tones(reads, n)
    advice = per_session(reads, lambda r: -r.reading.advice_p, n)
    print(f"  good or bad session, AUC of tone    {with_interval(lambda i: auc(good[i], tone[i]), n)}")
    print(f"  the same, advice alone              {with_interval(lambda i: auc(good[i], advice[i]), n)}")
    print(f"  processor time                      {ms:.2f} ms a line, {len(reads)} lines")


def _line_auc(picked: Sequence[Read]) -> float:
    return auc(is_reflection(picked), certainty(picked))


def _advice_auc(picked: Sequence[Read]) -> float:
    advises = np.array([r.labels["input"] == "advice" for r in picked])
    return auc(advises, np.array([r.reading.advice_p for r in picked]))


def report_pitches(sessions: Sequence[Session], change: Callable[[str], str]) -> None:
    """Print how often a persuader's pitch is read as a reflection, and how receipts are found."""
    reads = read_all(sessions, change)
    pitches = [r for r in reads if not PITCHES.isdisjoint(r.labels["strategy"])]

    def false_share(picked: Sequence[Read]) -> float:
        return float((certainty(picked) >= REFLECTION_THRESHOLD).mean()) if picked else float("nan")

    print(
        f"  false reflections among {len(pitches)} pitches {over_lines(pitches, false_share, len(sessions))}"
    )
    said = np.array([r.reading.acknowledges for r in reads])
    truth = np.array(["acknowledgement" in r.labels["strategy"] for r in reads])
    hits = int((said & truth).sum())
    print(f"  acknowledgement: precision {hits / said.sum():.2f}, recall {hits / truth.sum():.2f}")


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("SIMULATOR_DATA", DEFAULT_DATA)))
    parser.add_argument("--split", default="dev")
    options = parser.parse_args()
    counselling = sessions_of(options.data / f"annomi_{options.split}.jsonl")
    persuasion = sessions_of(options.data / f"persuasion_{options.split}.jsonl")
    for name, change in (("as transcribed", str), ("without punctuation and case", bare)):
        print(f"Counselling, {len(counselling)} sessions, {name}")
        report_counselling(counselling, change)
        print(f"Persuasion, {len(persuasion)} dialogues, {name}")
        report_pitches(persuasion, change)


if __name__ == "__main__":
    main()
