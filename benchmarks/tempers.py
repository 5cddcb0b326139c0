"""Whether every shipped prospect tells a good rep from a bad one: simulated reps of three skills, several seeds each.

    python -m benchmarks.tempers [--seeds N] [--persona ID ...] [--write]

For each persona and skill: layers reached, the deepest level, trust at the end, how the calls ended, and the total
(mean, with the lowest and the highest). With --write the table goes to benchmarks/tempers.md.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from statistics import mean

from simulator.call.making import cache_folder, choose, library
from simulator.call.rehearsal import Outcome, rehearse
from simulator.call.simulated_rep import Skill
from simulator.call.wish import Wish
from simulator.domain.persona import LEVELS
from simulator.settings import Settings

_ROOT = Path(__file__).parents[1]
_HEAD = """| persona | rep | layers | deepest | trust | end | total | from – to |
|---|---|---|---|---|---|---|---|
"""


def main() -> int:
    """Play, print, and write where asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=3, help="calls for each persona and skill")
    parser.add_argument("--persona", action="append", help="only this one; may be given again")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(home=Path(folder))
        chosen = args.persona or list(library(settings).persona_ids())
        rows = [row for one in chosen for row in rows_of(settings, one, range(1, args.seeds + 1))]
    table = _HEAD + "\n".join(rows) + "\n"
    print(table)
    print(f"{args.seeds} seeds, {time.perf_counter() - began:.0f} s")
    if args.write:
        (_ROOT / "benchmarks" / "tempers.md").write_text(table, encoding="utf-8")
    return 0


def rows_of(settings: Settings, persona: str, seeds: Sequence[int]) -> list[str]:
    """The lines of the table for one persona."""
    scenario, called = choose(settings, Wish(persona=persona))
    played = rehearse(called, scenario, seeds, cache_folder(settings))
    return [row(persona, skill, outcomes) for skill, outcomes in played.outcomes.items()]


def row(persona: str, skill: Skill, outcomes: Sequence[Outcome]) -> str:
    """One line of the table."""
    deepest = round(mean(one.deepest for one in outcomes))
    totals = [one.total for one in outcomes if one.total is not None]
    ends = Counter(one.end for one in outcomes)
    cells = (
        persona,
        str(skill),
        f"{mean(one.layers for one in outcomes):.1f} of {outcomes[0].of}",
        str(LEVELS[deepest]) if deepest >= 0 else "none",
        f"{mean(one.trust for one in outcomes):.2f}",
        ", ".join(f"{end} {times}" for end, times in ends.most_common()),
        f"{mean(totals):.0f}" if totals else "none",
        f"{min(totals):.0f} – {max(totals):.0f}" if totals else "",
    )
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    raise SystemExit(main())
