"""Whether every shipped prospect tells a good rep from a bad one: simulated reps of three skills, several seeds each.

    python -m benchmarks.tempers [--seeds N] [--persona ID ...] [--write]

For each persona and skill: layers reached, the deepest level, trust at the end, how the calls ended, and the total
(mean, with the lowest and the highest). With --write the table goes to benchmarks/tempers.md.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from simulator.call.making import Wish, demo_call, library
from simulator.call.simulated_rep import SimulatedRep, Skill, play_out
from simulator.domain.persona import LEVELS
from simulator.domain.played import PlayedCall
from simulator.scoring.scorecards import score_call
from simulator.settings import Settings

_ROOT = Path(__file__).parents[1]
_HEAD = """| persona | rep | layers | deepest | trust | end | total | from – to |
|---|---|---|---|---|---|---|---|
"""


@dataclass(frozen=True)
class Outcome:
    """What one call came to.

    Attributes:
        layers, of: layers told, out of all.
        deepest: place of the deepest level that was told; −1 for none.
        total: 0–100; None where it could not be scored.
    """

    layers: int
    of: int
    deepest: int
    trust: float
    end: str
    total: float | None


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
    return [
        row(persona, skill, [outcome_of(simulated_call(settings, persona, skill, seed)) for seed in seeds])
        for skill in Skill
    ]


def simulated_call(settings: Settings, persona: str, skill: Skill, seed: int) -> PlayedCall:
    """A call of a simulated rep as the demonstration plays it, from the ring to its end."""
    call = demo_call(settings, Wish(persona=persona, seed=seed))
    asyncio.run(play_out(call, SimulatedRep(call.setup.persona, call.setup.scenario, skill)))
    return call.played()


def outcome_of(call: PlayedCall) -> Outcome:
    """What a call came to."""
    layers = call.state.ledger.layers
    told = [LEVELS.index(layer.level) for layer in call.persona.layers() if layers[layer.id].is_open]
    return Outcome(
        layers=len(told),
        of=len(layers),
        deepest=max(told, default=-1),
        trust=call.state.trust,
        end=str(call.end.reason) if call.end is not None else "open",
        total=score_call(call).total,
    )


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
