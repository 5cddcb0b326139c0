"""Counts and weights of the tone readers, from public labelled sets.

    python scripts/train_tone_heads.py --data DIR [--only rarity,uptake,pressure,politeness]

DIR holds uptake_dev.jsonl, offers_dev.jsonl, politeness_dev.jsonl and persuasion_dev.jsonl; docs/attribution.md names the sets
and their licences. What is written goes to simulator/reading/data: counts and weights, never a line of the sets.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from simulator.reading.stems import stem, tokens

TARGET = Path(__file__).resolve().parent.parent / "simulator" / "reading" / "data"
COUNTED = ("uptake_dev.jsonl", "politeness_dev.jsonl", "persuasion_dev.jsonl", "offers_dev.jsonl")


def read_jsonl(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def counted_lines(data: Path) -> Iterable[list[str]]:
    for name in COUNTED:
        for transcript in read_jsonl(data / name):
            for turn in transcript["turns"]:
                yield tokens(turn["text"])


def write(name: str, content: dict[str, Any]) -> None:
    path = TARGET / name
    path.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{name}: {path.stat().st_size / 1000:.0f} kB")


def make_rarity(data: Path) -> None:
    """Stem rarity and letter-pair surprise: see `simulator.reading.stems` and `simulator.reading.oddities`."""
    frequency: Counter[str] = Counter()
    words: Counter[str] = Counter()
    lines = 0
    for line in counted_lines(data):
        lines += 1
        frequency.update({stem(word) for word in line})
        words.update(word for word in line if word.isascii() and word.isalpha())
    largest = math.log(lines / 3)
    by_value: dict[str, list[str]] = {}
    for word, count in sorted(frequency.items()):
        if count >= 4 and not word.isdigit() and len(word) < 20:
            by_value.setdefault(f"{min(1.0, math.log(lines / count) / largest):.2f}", []).append(word)
    write("stem_rarity.json", {"lines": lines, "rarity": {k: " ".join(v) for k, v in sorted(by_value.items())}})

    pairs: Counter[str] = Counter()
    firsts: Counter[str] = Counter()
    for word, count in words.items():
        if count < 3 or len(word) < 3:
            continue
        padded = f" {word} "
        for start in range(len(padded) - 1):
            pairs[padded[start : start + 2]] += 1
            firsts[padded[start]] += 1
    surprise = {pair: round(-math.log(n / firsts[pair[0]]), 2) for pair, n in sorted(pairs.items())}
    write("letter_pairs.json", {"surprise": surprise})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--only", default="rarity,uptake,pressure,politeness")
    arguments = parser.parse_args()
    for part in arguments.only.split(","):
        PARTS[part](arguments.data)


PARTS = {"rarity": make_rarity}

if __name__ == "__main__":
    main()
