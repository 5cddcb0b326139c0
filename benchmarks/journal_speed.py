"""How quick the rooms are that look back, and how large the journal is, with many calls in it.

    python -m benchmarks.journal_speed [--calls 200] [--listed 2000] [--turns 40]

Makes journals of calls with the shipped personas in a temporary folder and measures: bytes a call, home, library and
progress (the first time, which loads the content too, and again), and the command `simulator calls list` beside the
same command with an empty journal.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from simulator.call.making import library
from simulator.call.wish import Wish
from simulator.domain.persona import Persona
from simulator.domain.scorecard import Dimension
from simulator.journal import Journal, NewCall, TurnRecord
from simulator.prospect.advance import opening_state
from simulator.settings import Settings, load_settings
from simulator.tui.backstage import Backstage

_RUNS = 3
_CARD = json.dumps({"total": 55.0, "dimensions": {name.value: {"score": 50.0} for name in Dimension}})


def fill(settings: Settings, calls: int, turns: int) -> float:
    """Write so many scored calls with the shipped personas in turn; the seconds that it took to start one."""
    content = library(settings)
    scenario_json = {name: content.scenario(name).model_dump_json() for name in content.scenario_ids()}
    personas = [one for one in content.personas().values() if isinstance(one, Persona)]
    kept = [(one, one.model_dump_json(), opening_state(one).model_dump_json()) for one in personas]
    starting = 0.0
    with Journal.open(settings.database_url) as journal:
        for number in range(calls):
            persona, persona_json, state_json = kept[number % len(kept)]
            scenario = list(scenario_json)[number % len(scenario_json)]
            new = NewCall(
                scenario_id=scenario,
                scenario_json=scenario_json[scenario],
                persona_id=persona.id,
                persona_json=persona_json,
                voice="authored",
                reader="local",
                seed=number,
            )
            began = time.perf_counter()
            call = journal.start_call(new)
            starting += time.perf_counter() - began
            journal.append_exchange(call, [_turn(index, state_json) for index in range(turns)])
            journal.save_scorecard(call, _CARD)
            journal.end_call(call, "rep_hung_up", "rep")
    return starting / max(calls, 1)


def _turn(index: int, state_json: str) -> TurnRecord:
    return TurnRecord(
        index=index,
        speaker="rep" if index % 2 else "prospect",
        text="And how do you plan the rounds when two of the vans are off the road?",
        start_s=index * 5.0,
        end_s=index * 5.0 + 4.0,
        state_json=state_json,
    )


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def rooms(settings: Settings) -> None:
    """Home, library and progress as the app asks for them."""
    backstage = Backstage(settings, Wish())
    try:
        for name in ("home", "library", "progress"):
            first, *again = [seconds(getattr(backstage, name)) for _ in range(1 + _RUNS)]
            print(f"{name:<28}{first:8.2f} s first  {min(again):8.2f} s again")
    finally:
        backstage.close()


def listing(home: Path, *options: str) -> float:
    """The best of three runs of `simulator calls list`, seconds."""
    command = [sys.executable, "-m", "simulator", "calls", "list", *options]
    env = {**os.environ, "SIMULATOR_HOME": str(home)}

    def run() -> None:
        subprocess.run(command, env=env, check=True, stdout=subprocess.DEVNULL)

    return min(seconds(run) for _ in range(_RUNS))


def size_of(home: Path) -> int:
    return sum(path.stat().st_size for path in home.glob("*.sqlite3*"))


def settings_of(home: Path) -> Settings:
    return load_settings({"SIMULATOR_HOME": str(home)}, home)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--calls", type=int, default=200)
    asked.add_argument("--listed", type=int, default=2000)
    asked.add_argument("--turns", type=int, default=40)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="journal-speed-") as folder:
        looked_back, listed, empty = (Path(folder) / name for name in ("rooms", "listed", "empty"))
        for home in (looked_back, listed, empty):
            home.mkdir()
        start_s = fill(settings_of(looked_back), given.calls, given.turns)
        fill(settings_of(empty), 0, 0)
        size = size_of(looked_back)
        print(f"{given.calls} calls of {given.turns} turns: {size:,} bytes, {size // given.calls:,} a call")
        print(f"{'starting a call':<28}{1000 * start_s:8.1f} ms")
        rooms(settings_of(looked_back))
        if given.listed:
            fill(settings_of(listed), given.listed, given.turns)
            start_up = listing(empty)
            for options in ((), ("--limit", "1000"), ("--open",)):
                name = " ".join(("calls list", *options))
                beyond = listing(listed, *options) - start_up
                print(f"{name:<28}{beyond:8.2f} s beyond start-up, {given.listed} calls")


if __name__ == "__main__":
    main()
