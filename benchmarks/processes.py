"""A command and all processes that it starts: wall time, processor time, peak memory. Linux."""

from __future__ import annotations

import ctypes
import os
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_SUBREAPER = 36
_PAGE = os.sysconf("SC_PAGE_SIZE")
_SAMPLE_S = 0.05


@dataclass(frozen=True)
class Cost:
    """What a command took.

    Attributes:
        wall_s: seconds on the clock.
        cpu_s: processor seconds of all its processes.
        main_mb: the most memory that its first process held at any time.
        all_mb: the most that all its processes held at one time, sampled 20 times a second; what they share counts
            for each.
    """

    wall_s: float
    cpu_s: float
    main_mb: float
    all_mb: float
    out: str


def run(command: Sequence[str], env: Mapping[str, str]) -> Cost:
    """Run a command to its end; it must succeed, or leave some transcripts unscored (exit code 3)."""
    # processes whose parent has ended become ours, so that their time is told to us
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    before = _children()
    began = time.perf_counter()
    process = subprocess.Popen(command, env=dict(env), stdout=subprocess.PIPE, text=True)
    peak, done = [0], threading.Event()
    sampler = threading.Thread(target=_sample, args=(process.pid, peak, done))
    sampler.start()
    assert process.stdout is not None
    out = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    wall_s = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    done.set()
    sampler.join()
    cpu_s, main_mb = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
    while orphans := _children() - before:
        for pid in orphans:
            _, _, more = os.wait4(pid, 0)
            cpu_s += more.ru_utime + more.ru_stime
    assert process.returncode in {0, 3}, f"{command} ended with {process.returncode}"
    return Cost(wall_s, cpu_s, main_mb, max(peak[0] / 2**20, main_mb), out)


def _sample(root: int, peak: list[int], done: threading.Event) -> None:
    while not done.wait(_SAMPLE_S):
        peak[0] = max(peak[0], sum(_resident(pid) for pid in _family(root)))


def _children() -> set[int]:
    """Processes that were started by this one, or left to it."""
    return {pid for pid, parent in _parents().items() if parent == os.getpid()}


def _parents() -> dict[int, int]:
    """The parent of every process."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, ValueError, IndexError):
                continue
    return parents


def _family(root: int) -> list[int]:
    """The process and everything below it."""
    parents = _parents()
    family, found = [root], {root}
    while found:
        found = {pid for pid, parent in parents.items() if parent in found}
        family += sorted(found)
    return family


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE
    except (OSError, ValueError, IndexError):
        return 0
