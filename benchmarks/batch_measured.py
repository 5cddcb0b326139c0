"""Scoring without a judge: transcripts a second on one core and on two, and memory as the input grows.

    python -m benchmarks.batch_measured [--calls 300] [--most 100000]

The rate is on calls of 40 turns; the memory on calls of 4 turns, of which 1,000, 10,000 and 100,000 stand in one file.
Memory is that of the first process, which reads and writes; each worker holds some 90 MB besides.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

from benchmarks.invented_calls import invented_call
from benchmarks.processes import Cost, run


def main() -> None:
    """Print both tables."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    asked.add_argument("--calls", type=int, default=300)
    asked.add_argument("--most", type=int, default=100_000)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="batch-measured-") as folder:
        rates(Path(folder), given.calls)
        memory(Path(folder), given.most)


def rates(folder: Path, count: int) -> None:
    """Calls of 40 turns, by the number of worker processes."""
    calls = written(folder / "calls.jsonl", count, turns=40)
    print(f"| workers | calls of 40 turns | seconds | calls/s | CPU ms a call |\n|{'---|' * 5}")
    for workers in (1, 2):
        cost, told = score(calls, folder / f"out-{workers}", workers)
        rate = count / told["seconds"]
        print(
            f"| {workers} | {count} | {told['seconds']:.1f} | {rate:.1f} | {1000 * cost.cpu_s / count:.1f} |"
        )


def memory(folder: Path, most: int) -> None:
    """Calls of 4 turns, scored, and passed over when it is run again."""
    print(f"\n| calls in the file | run | seconds | first process, MB | all, MB |\n|{'---|' * 5}")
    for count in (1_000, 10_000, 100_000):
        if count > most:
            break
        calls = written(folder / f"calls-{count}.jsonl", count, turns=4)
        for run_name in ("scored", "run again"):
            cost, told = score(calls, folder / f"out-{count}", 2)
            assert told["scored"] == count
            print(
                f"| {count:,} | {run_name} | {told['seconds']:.1f} | {cost.main_mb:.0f} | {cost.all_mb:.0f} |",
                flush=True,
            )


def written(path: Path, count: int, turns: int) -> Path:
    """A file of invented calls, one a line."""
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            file.write(json.dumps(invented_call(number, turns)) + "\n")
    return path


def score(calls: Path, out: Path, workers: int) -> tuple[Cost, dict[str, float]]:
    """One run of the command, and what it tells of itself."""
    command = [sys.executable, "-m", "simulator", "score", str(calls), "--workers", str(workers)]
    around = {**os.environ, "SIMULATOR_HOME": str(out.parent / "home"), "OPENBLAS_NUM_THREADS": "1"}
    cost = run([*command, "--quiet", "--json", "--out", str(out)], around)
    return cost, json.loads(cost.out)


if __name__ == "__main__":
    main()
