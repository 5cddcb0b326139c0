"""How long the sentence encoder takes: to load, for one line, for a persona's texts.

On a busy machine one thread is steadier; compare with OPENBLAS_NUM_THREADS=1 in the environment.

    python benchmarks/encoder_speed.py
"""

from __future__ import annotations

import statistics
import time
from itertools import product

from simulator.reading.encoder import load_encoder

LINES = (
    "How are you?",
    "What happens when a van breaks down on a Friday?",
    "So if I've got you right, it's the weekend shifts nobody wants, and you end up doing them yourself?",
)
SHAPES = (
    "How do you deal with {} at the moment?",
    "Who in the firm looks after {}, and since when?",
    "We had some trouble with {} last year, and I'd rather not go through that again.",
    "{}",
    "What does {} cost you?",
)
SUBJECTS = tuple(
    f"{quality} {thing}"
    for quality, thing in product(
        ("the new", "the old", "your second", "the late", "the missing"),
        (
            "depot",
            "invoices",
            "lease on the yard",
            "night shift",
            "booking system",
            "apprentice",
            "inspection",
        ),
    )
)
ROUNDS = 30


def median_ms(text: str) -> float:
    """Median over some rounds of encoding one text alone."""
    encoder = load_encoder()
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        encoder.encode([text])
        times.append(time.perf_counter() - start)
    return 1000 * statistics.median(times)


def main() -> None:
    """Print the table."""
    start = time.perf_counter()
    encoder = load_encoder()
    print(f"load                        {1000 * (time.perf_counter() - start):7.1f} ms")
    for line in LINES:
        print(f"one line of {len(line.split()):2} words        {median_ms(line):7.1f} ms")
    print(f"one text of 128 pieces      {median_ms('word ' * 200):7.1f} ms")
    texts = [shape.format(subject) for shape, subject in product(SHAPES, SUBJECTS)]
    start = time.perf_counter()
    encoder.encode(texts)
    print(f"{len(texts)} texts of a persona      {1000 * (time.perf_counter() - start):7.1f} ms")


if __name__ == "__main__":
    main()
