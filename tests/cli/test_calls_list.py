"""The list of calls as the command prints it."""

from __future__ import annotations

from pathlib import Path

from simulator.domain.persona import Persona
from simulator.journal import Journal
from tests.cli.running import simulator
from tests.tui.past import keep_call


def test_list_says_which_call_is_a_retry_and_progress_leaves_it_out(tmp_path: Path, content: object) -> None:
    persona: Persona = content.persona("marion-teague")  # type: ignore[attr-defined]
    with Journal.open(tmp_path / "journal.sqlite3") as journal:
        first = keep_call(journal, persona, total=65.0)
        again = keep_call(journal, persona, total=88.0, retry_of=first)
    lines = simulator(["calls", "list"], home=tmp_path).out.splitlines()
    told = {line.split()[0]: line for line in lines}
    assert told[again].endswith(f"88  retry of {first} from turn 3")
    assert told[first].endswith("65")
    assert simulator(["progress"], home=tmp_path).out.splitlines()[0].split() == ["total", "65"]
