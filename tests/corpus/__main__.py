"""Shows what the prospect does with the corpus: ``python -m tests.corpus [FILE …] [--pieces]``.

With ``--pieces`` it prints every item as it was said, for people who judge by ear whether they would accept the last answer.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from simulator.authoring.library import ContentLibrary
from simulator.reading.local import LocalReader
from tests.corpus.playing import FOLDER, Outcome, load, play, share


async def outcomes_of(name: str, vectors: Path) -> list[Outcome]:
    """Every item of a file, played."""
    content = ContentLibrary(cache_folder=vectors)
    scenarios = [content.scenario(one) for one in content.scenario_ids()]
    readers: dict[str, LocalReader] = {}
    found = []
    for item in load(name):
        persona = content.persona(item.persona)
        scenario = next(one for one in scenarios if one.lead(item.persona))
        if item.persona not in readers:
            readers[item.persona] = LocalReader(persona, scenario, vectors)
        found.append(await play(item, persona, scenario, readers[item.persona]))
    return found


def main() -> None:
    """Play the files and print what failed, and the shares."""
    names = [one for one in sys.argv[1:] if not one.startswith("-")] or sorted(
        p.name for p in FOLDER.glob("*.yaml")
    )
    vectors = Path(tempfile.gettempdir()) / "corpus-vectors"
    for name in names:
        found = asyncio.run(outcomes_of(name, vectors))
        if "--pieces" in sys.argv:
            for one in found:
                print(f"[{one.item.id}] {one.item.persona}{' (start of the call)' if one.item.fresh else ''}")
                print("".join(f"  {speaker.upper()}: {text}\n" for speaker, text in one.said))
            continue
        by_persona: defaultdict[str, list[Outcome]] = defaultdict(list)
        for one in found:
            by_persona[one.item.persona].append(one)
            if not one.accepted:
                did = ", ".join(f"{step.move}:{step.topic or ''}" for step in one.direction.steps)
                print(f"{one.item.id} {' / '.join(one.item.lines)}")
                print(f"     → {did} | {one.answer}\n     ✓ {list(one.item.accept)}")
        for persona, some in by_persona.items():
            print(f"{name} {persona}: {share(some):.3f} of {len(some)}")
        print(f"{name}: {share(found):.3f} of {len(found)}")


if __name__ == "__main__":
    main()
