"""Parses and checks everything shipped that is authored in YAML, so that nobody waits for it on a first start.

    python scripts/parse_content.py

Writes simulator/readymade/*.json.z. Run it after a change to a persona, its further wordings, a scenario or the shared
lines, and after a change to their models or rules; a test says when it is needed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from simulator.authoring.asked import asked_path
from simulator.authoring.library import ContentLibrary
from simulator.authoring.load import load_persona, load_scenario
from simulator.prospect.banks import SHARED_LINES, parsed_shared_lines, shared_lines_source
from simulator.readymade import FOLDER, SUFFIX, packed, stamp


def made() -> Iterator[tuple[str, str, str]]:
    """Everything that is made ready: its name, the stamp of its sources, its JSON.

    Raises:
        ContentError: a file has errors; they are listed.
    """
    content = ContentLibrary()
    personas = {}
    for name in content.persona_ids():
        path = content.path("persona", name)
        personas[name] = load_persona(path)
        sources = [file.read_bytes() for file in (path, asked_path(path)) if file.is_file()]
        yield f"{name}.persona", stamp(*sources), personas[name].model_dump_json(exclude_unset=True)
    for name in content.scenario_ids():
        path = content.path("scenario", name)
        scenario = load_scenario(path, personas)
        yield f"{name}.scenario", stamp(path.read_bytes()), scenario.model_dump_json(exclude_unset=True)
    lines = parsed_shared_lines()
    yield SHARED_LINES, stamp(shared_lines_source()), lines.model_dump_json(exclude_unset=True)


def main() -> None:
    """Parse and write; what is no longer made goes."""
    wanted = {}
    for name, of, text in made():
        wanted[FOLDER / f"{name}{SUFFIX}"] = packed(of, text)
    for file in set(FOLDER.glob(f"*{SUFFIX}")) - set(wanted):
        file.unlink()
    for file, content in wanted.items():
        file.write_bytes(content)
    print(f"{len(wanted)} files, {sum(map(len, wanted.values())) / 1e3:.0f} kB", file=sys.stderr)


if __name__ == "__main__":
    main()
