"""Scoring without a judge on this machine and on a Ray cluster of this machine: transcripts a second, and memory.

    python -m benchmarks.batch_ray [--calls 1000] [--workers 2]

Calls of 40 turns in 40 files. The seconds have the start in them (a cluster: some 10 s of two cores); the rate is without
it, by a run over a tenth of the calls. Memory is that of the first process, which writes.
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

_FILES = 40


def main() -> None:
    """Print the table."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    asked.add_argument("--calls", type=int, default=1000)
    asked.add_argument("--workers", type=int, default=2)
    given = asked.parse_args()
    print(
        f"| engine | calls | seconds | calls/s without the start | first process, MB |\n|{'---|' * 5}",
        flush=True,
    )
    with tempfile.TemporaryDirectory(prefix="batch-ray-") as folder:
        few, many = (written(Path(folder) / str(count), count) for count in (given.calls // 10, given.calls))
        lines = {}
        for engine in ("local", "ray"):
            start, _ = score(few, Path(folder) / f"{engine}-few", engine, given.workers)
            seconds, cost = score(many, Path(folder) / engine, engine, given.workers)
            rate = (given.calls - given.calls // 10) / (seconds - start)
            print(
                f"| {engine} | {given.calls:,} | {seconds:.1f} | {rate:.1f} | {cost.main_mb:.0f} |",
                flush=True,
            )
            lines[engine] = sorted((Path(folder) / engine / "scores.jsonl").read_bytes().splitlines())
        assert lines["local"] == lines["ray"]


def written(folder: Path, count: int) -> Path:
    """Invented calls, in as many files as there are to be."""
    folder.mkdir()
    for at in range(_FILES):
        calls = (invented_call(number, 40) for number in range(at, count, _FILES))
        (folder / f"{at}.jsonl").write_text(
            "".join(json.dumps(call) + "\n" for call in calls), encoding="utf-8"
        )
    return folder


def score(calls: Path, out: Path, engine: str, workers: int) -> tuple[float, Cost]:
    """Seconds that a run of the command takes, and what it costs."""
    command = [
        sys.executable,
        "-m",
        "simulator",
        "score",
        str(calls),
        "--engine",
        engine,
        "--quiet",
        "--json",
    ]
    around = {**os.environ, "SIMULATOR_HOME": str(out.parent / "home"), "OPENBLAS_NUM_THREADS": "1"}
    cost = run([*command, "--workers", str(workers), "--out", str(out)], around)
    return float(json.loads(cost.out)["seconds"]), cost


if __name__ == "__main__":
    main()
