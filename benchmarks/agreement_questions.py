"""How far the reading of questions agrees with people, on labelled counselling sessions.

Prints macro-F1 over none, open and closed with a bootstrap interval over sessions, the F1 of each kind and
the time per line: for the text as it stands, without punctuation and capitals, and without apostrophes too.
The sessions are not part of the project; without them the program says so and ends with code 2.

    python benchmarks/agreement_questions.py --data FOLDER
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from simulator.domain.reading import QuestionKind
from simulator.reading.questions import read_questions

SESSIONS_FILE = "annomi_dev.jsonl"
BOOTSTRAP_SAMPLES = 1000
SEED = 20
KINDS = [kind.value for kind in QuestionKind]

# (what people said, what was read) → how often, for one session
Counts = Counter[tuple[str, str]]

_MARKS = re.compile(r"[.,?!;:—–\"“”()…]|--|-")


def bare(text: str) -> str:
    """The text as a simple recogniser writes it: no marks, no capitals."""
    return " ".join(_MARKS.sub(" ", text.lower().replace("’", "'")).split())


SPELLINGS: dict[str, Callable[[str], str]] = {
    "as written": str,
    "bare": bare,
    "bare, no apostrophes": lambda text: bare(text).replace("'", ""),
}


def f1_of(kind: str, counts: Counts) -> float:
    """F1 of one kind, 0–1; 0 where it was neither labelled nor read."""
    hits = counts[kind, kind]
    labelled = sum(number for (label, _), number in counts.items() if label == kind)
    read = sum(number for (_, reading), number in counts.items() if reading == kind)
    return 2 * hits / (labelled + read) if labelled + read else 0.0


def macro_f1(counts: Counts) -> float:
    """The plain mean of the F1 of the three kinds, 0–1."""
    return sum(f1_of(kind, counts) for kind in KINDS) / len(KINDS)


def total(sessions: Iterable[Counts]) -> Counts:
    """The counts of several sessions together."""
    together: Counts = Counter()
    for counts in sessions:
        together.update(counts)
    return together


def interval(sessions: list[Counts]) -> tuple[float, float]:
    """The middle 95 % of macro-F1 over sessions drawn with replacement."""
    chance = random.Random(SEED)  # noqa: S311 - a fixed draw for a repeatable interval, nothing secret
    drawn = sorted(
        macro_f1(total(chance.choices(sessions, k=len(sessions)))) for _ in range(BOOTSTRAP_SAMPLES)
    )
    return drawn[int(0.025 * BOOTSTRAP_SAMPLES)], drawn[int(0.975 * BOOTSTRAP_SAMPLES) - 1]


def labelled_sessions(path: Path) -> list[list[tuple[str, str]]]:
    """Per session the rep's lines as (label, text)."""
    sessions = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [
        [
            (turn["labels"]["question"], turn["text"])
            for turn in session["turns"]
            if turn["speaker"] == "rep" and "question" in turn.get("labels", {})
        ]
        for session in sessions
    ]


def data_folder() -> Path:
    """Where the labelled sessions are unless told otherwise."""
    named = os.environ.get("SIMULATOR_DATA")
    return Path(named) if named else Path(__file__).resolve().parents[2] / "shared" / "data"


def main() -> int:
    """Print the table; 0, or 2 where there is no data."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, default=data_folder(), help=f"folder with {SESSIONS_FILE}")
    path = parser.parse_args().data / SESSIONS_FILE
    if not path.is_file():
        print(
            f"No labelled sessions at {path}. "
            f"Name the folder that holds {SESSIONS_FILE} with --data or SIMULATOR_DATA.",
            file=sys.stderr,
        )
        return 2
    sessions = labelled_sessions(path)
    lines = sum(len(session) for session in sessions)
    print(f"{len(sessions)} sessions, {lines} lines")
    kinds = " ".join(f"{kind:>6}" for kind in KINDS)
    print(f"{'text':<22} {'macro-F1':>8}  {'95 % interval':<14} {kinds} {'ms/line':>8}")
    for name, spell in SPELLINGS.items():
        spelled = [[(label, spell(text)) for label, text in session] for session in sessions]
        began = time.process_time()
        per_session = [
            Counter((label, read_questions(text).kind.value) for label, text in session)
            for session in spelled
        ]
        milliseconds = (time.process_time() - began) * 1000 / max(1, lines)
        counts = total(per_session)
        low, high = interval(per_session)
        of_kinds = " ".join(f"{f1_of(kind, counts):6.3f}" for kind in KINDS)
        print(f"{name:<22} {macro_f1(counts):8.3f}  {low:.3f}–{high:.3f}    {of_kinds} {milliseconds:8.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
