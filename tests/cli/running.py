"""Runs the command as its users do: as a process, with lines on its standard input."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Done:
    """What a run of the command left behind."""

    code: int
    out: str
    err: str


def simulator(
    args: Sequence[str],
    *,
    home: Path,
    say: bytes | str = b"",
    env: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> Done:
    """Run `simulator` with these arguments in a folder; ``say`` is its whole standard input."""
    done = subprocess.run(
        [sys.executable, "-m", "simulator", *args],
        input=say.encode() if isinstance(say, str) else say,
        capture_output=True,
        check=False,
        timeout=100,
        # from another folder too it is this checkout that runs
        env=environment(home, {"PYTHONPATH": str(_ROOT), **(env or {})}),
        cwd=folder,
    )
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


def environment(home: Path, extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of a run: nothing of the person's own settings, and a data folder of the test's."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("OPENAI_", "SIMULATOR_"))}
    return {**kept, "SIMULATOR_HOME": str(home), "OPENBLAS_NUM_THREADS": "1", **(extra or {})}
