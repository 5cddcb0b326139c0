"""How often the rep is found from the talk alone, and how far the confidence can be trusted.

    python -m benchmarks.who_is_the_rep [--data DIR]

DIR holds the labelled conversations (see CONTRIBUTING); without it the variable SIMULATOR_DATA is used. The counselling
talks (AnnoMI) had no part in the weights, nor in the choice of the bound; the others had.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import sys
import time
from collections.abc import Sequence
from itertools import groupby, pairwise
from pathlib import Path
from typing import NamedTuple

from simulator.batch.who import CONFIDENT
from simulator.batch.who_evidence import Turn, weigh

_ROOT = Path(__file__).parents[1]
_OWN = _ROOT / "tests" / "batch" / "who_conversations.txt"
_BARE = re.compile(r"[^\w\s']")
_BINS = (0.5, 0.6, 0.75, 0.9, 0.97, 1.0)


class Talk(NamedTuple):
    """A conversation of two; voice 0 is the rep."""

    kind: str
    turns: list[Turn]


def own_talks(path: Path = _OWN) -> list[Talk]:
    """The project's own short conversations."""
    talks: list[Talk] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("= "):
            talks.append(Talk(line[2:], []))
        elif line[:3] in ("R: ", "P: "):
            talks[-1].turns.append(Turn(int(line[0] == "P"), line[3:]))
    return talks


def labelled_talks(path: Path) -> list[Talk]:
    """The conversations of a labelled file, neighbouring lines of one voice joined."""
    talks = []
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            turns = json.loads(line)["turns"]
            joined = [
                Turn(int(speaker == "prospect"), " ".join(turn["text"] for turn in said))
                for speaker, said in groupby(turns, key=lambda turn: turn["speaker"])
            ]
            talks.append(Talk(path.stem, joined))
    return talks


def without_marks(talk: Talk) -> Talk:
    """As a plain recogniser writes: no punctuation, no capitals."""
    return talk._replace(turns=[Turn(voice, _BARE.sub("", text).lower()) for voice, text in talk.turns])


def beginning(talk: Talk, turns: int = 10) -> Talk:
    """Its first turns only."""
    return talk._replace(turns=talk.turns[:turns])


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    default = Path(os.environ.get("SIMULATOR_DATA", _ROOT.parent / "shared" / "data"))
    parser.add_argument("--data", type=Path, default=default)
    folder = parser.parse_args().data
    sets = {"own": own_talks()}
    for name in ("annomi_dev", "persuasion_dev"):
        if (folder / f"{name}.jsonl").is_file():
            sets[name] = labelled_talks(folder / f"{name}.jsonl")
    if len(sets) == 1:
        print(
            f"There are no labelled conversations in {folder}; only the own ones are measured.",
            file=sys.stderr,
        )
    print(f"{'set':36}{'talks':>7}{'right':>8}{'settled':>9}{'right of these':>16}")
    everything: list[float] = []
    for name, talks in sets.items():
        for how, changed in (
            ("", talks),
            (", no punctuation", [without_marks(one) for one in talks]),
            (", first 10 turns", [beginning(one) for one in talks]),
        ):
            everything += _row(name + how, changed)
        if name == "own":
            for kind in sorted({one.kind for one in talks}):
                _row(f"  {kind}", [one for one in talks if one.kind == kind])
    _reliability(everything)
    _speed(sets)
    return 0


def _row(name: str, talks: Sequence[Talk]) -> list[float]:
    shares = [weigh(one.turns, 2)[0] for one in talks]
    settled = [share for share in shares if max(share, 1 - share) >= CONFIDENT]
    right = statistics.mean(share > 0.5 for share in shares)
    certain = statistics.mean(share > 0.5 for share in settled) if settled else float("nan")
    print(f"{name:36}{len(talks):7}{right:8.3f}{len(settled) / len(talks):9.3f}{certain:16.3f}")
    return shares


def _reliability(shares: Sequence[float]) -> None:
    print("\nconfidence      talks   mean  right")
    for low, high in pairwise(_BINS):
        within = [share for share in shares if low <= max(share, 1 - share) < high + (high == 1.0)]
        if within:
            mean = statistics.mean(max(share, 1 - share) for share in within)
            right = statistics.mean(share > 0.5 for share in within)
            print(f"{low:.2f} to {high:.2f}  {len(within):7}  {mean:.3f}  {right:.3f}")


def _speed(sets: dict[str, list[Talk]]) -> None:
    talks = [one for talks in sets.values() for one in talks if len(one.turns) >= 40] or sets["own"]
    taken_ms = []
    for talk in talks[:200]:
        turns = talk.turns[:40]
        began = time.perf_counter()
        weigh(turns, 2)
        taken_ms.append(1000 * (time.perf_counter() - began))
    print(f"\nup to 40 turns: median {statistics.median(taken_ms):.2f} ms")


if __name__ == "__main__":
    sys.exit(main())
