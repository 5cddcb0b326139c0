"""How long the local reader takes for a line: ``python -m benchmarks.reading_speed``."""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import statistics
import time

from simulator.authoring.library import ContentLibrary
from simulator.domain.reading import ReadingContext
from simulator.reading.local import LocalReader

_LINES = (
    "How do you plan the rounds?",
    "why is that",
    "I'm ringing because we help firms with vans, and I wanted to ask how you do it in the morning.",
    "So it all lands on you, before anybody else is up.",
    "Could we take twenty-five minutes on Thursday, with your own week in front of us?",
    "who looks after the drivers when one of them rings in sick and what happens to his round then",
)
_ROUNDS = 20
_ENDS = ("then", "please", "Marion", "now")


def main() -> None:
    """Read the lines over and over, and print median and ninetieth percentile in milliseconds."""
    content = ContentLibrary()
    reader = LocalReader(content.persona("marion-teague"), content.scenario("morning-board"))
    context = ReadingContext(prospect_said="We've a system and it works.", focus="rounds.redrawn")
    taken_ms = []
    for turn in range(_ROUNDS):
        for line in _LINES:
            fresh = f"{line} {_ENDS[turn % len(_ENDS)]} {turn}"  # no line twice: the reader remembers the last ones
            start = time.perf_counter()
            reader.read_now(fresh, context)
            taken_ms.append(1000 * (time.perf_counter() - start))
    deciles = statistics.quantiles(taken_ms[len(_LINES) :], n=10)
    print(f"{len(taken_ms)} lines: median {deciles[4]:.0f} ms, nine in ten within {deciles[8]:.0f} ms")


if __name__ == "__main__":
    main()
