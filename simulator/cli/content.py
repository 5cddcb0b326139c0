"""``simulator persona``, ``simulator scenario`` and ``simulator rubric``: authoring."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.cli.common import settings
from simulator.cli.diagnostics import EXIT_DONE, EXIT_USAGE
from simulator.cli.draft import draft_persona
from simulator.domain.text_safety import visible
from simulator.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pydantic import BaseModel

    from simulator.authoring.library import ContentLibrary
    from simulator.authoring.problems import Checked


@click.group()
def persona() -> None:
    """Prospects: list, show, new, draft, check, rehearse, schema."""


@click.group()
def scenario() -> None:
    """Campaigns: list, show, new, check, schema."""


@click.group()
def rubric() -> None:
    """What a judge is asked about a call: list, show, new, check, schema."""


persona.add_command(draft_persona)
_id = click.argument("name", metavar="ID")
_as_json = click.option("--json", "as_json", is_flag=True, help="As authored, as JSON.")
_paths = click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
_notes = click.option("--notes", is_flag=True, help="Notes too, which are no errors.")


@persona.command("list")
def list_personas() -> int:
    """All personas that can be called."""
    content = _library()
    cards = ((name, content.persona(name).card) for name in content.persona_ids())
    return _print(f"{name:<18} {one.name}, {one.role}, {one.company} ({one.sector})" for name, one in cards)


@scenario.command("list")
def list_scenarios() -> int:
    """All scenarios that can be played."""
    content = _library()
    found = map(content.scenario, content.scenario_ids())
    return _print(
        f"{one.id:<18} {one.title} ({one.difficulty}; {', '.join(lead.persona for lead in one.leads)})"
        for one in found
    )


@persona.command("show")
@_id
@click.option("--json", "as_json", is_flag=True, help="As authored, hidden needs and all, as JSON.")
def show_persona(name: str, as_json: bool) -> int:
    """What a rep may know of a persona; with --json, everything."""
    found = _library().persona(name)
    if as_json:
        return _print_json(found)
    card = found.card
    about = f"{card.name}, {card.role}\n{card.company}, {card.sector}, {card.place}\n"
    return _print([about, *(f"- {line}" for line in card.public)])


@scenario.command("show")
@_id
@_as_json
def show_scenario(name: str, as_json: bool) -> int:
    """The brief of a scenario."""
    found = _library().scenario(name)
    if as_json:
        return _print_json(found)
    about = f"{found.title}\n\n{found.brief.strip()}\n\nGoal: {found.goal}\n\nTrains: {found.trains}\n"
    return _print([about, *(f"- {lead.persona}: {lead.note}" for lead in found.leads)])


@persona.command("new")
@_id
def new_persona(name: str) -> int:
    """Write a starter persona, ID.yaml, into this folder."""
    from simulator.authoring.starter import new_persona_text  # noqa: PLC0415

    return _write_new("persona", name, new_persona_text(name))


@scenario.command("new")
@_id
@click.option("--persona", "persona_id", required=True, help="The persona on its list.")
def new_scenario(name: str, persona_id: str) -> int:
    """Write a starter scenario, ID.yaml, into this folder."""
    from simulator.authoring.starter import new_scenario_text  # noqa: PLC0415

    return _write_new("scenario", name, new_scenario_text(name, persona_id))


@persona.command("check")
@_paths
@_notes
def check_personas(paths: tuple[Path, ...], notes: bool) -> int:
    """Check persona and scenario files; without PATHS, all that can be played."""
    return _check(paths, notes=notes)


@persona.command("rehearse")
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
@click.option(
    "--scenario", "scenario_id", help="The campaign to play; the one that names the persona, else the first."
)
@click.option("--calls", type=click.IntRange(1, 20), default=3, show_default=True, help="Calls for each rep.")
def rehearse_persona(path: Path, scenario_id: str | None, calls: int) -> int:
    """Simulated reps of three skills call the persona in FILE: is it reached, does it leak, does it tell them apart?"""
    from simulator.authoring.load import load_persona  # noqa: PLC0415
    from simulator.call.making import cache_folder  # noqa: PLC0415
    from simulator.call.rehearsal import rehearse  # noqa: PLC0415 - numpy and 23 MB of weights
    from simulator.cli.rehearsal_text import rehearsal_text  # noqa: PLC0415

    content, called = _library(), load_persona(path)
    known = [content.scenario(name) for name in content.scenario_ids()]
    chosen = content.scenario(scenario_id) if scenario_id else None
    if chosen is None:
        chosen = next((one for one in known if one.lead(called.id) is not None), known[0])
    played = rehearse(called, chosen, range(1, calls + 1), cache_folder(settings()))
    click.echo(visible(rehearsal_text(called, chosen, played)), nl=False)
    return EXIT_DONE if played.is_reached and played.tells_apart and not played.leaks else EXIT_USAGE


@scenario.command("check")
@_paths
@_notes
def check_scenarios(paths: tuple[Path, ...], notes: bool) -> int:
    """Check scenario and persona files; without PATHS, all that can be played."""
    return _check(paths, notes=notes)


@persona.command("schema")
def schema_of_persona() -> int:
    """The JSON Schema of a persona file."""
    from simulator.authoring.schema import persona_schema, schema_text  # noqa: PLC0415

    click.echo(schema_text(persona_schema()), nl=False)
    return EXIT_DONE


@scenario.command("schema")
def schema_of_scenario() -> int:
    """The JSON Schema of a scenario file."""
    from simulator.authoring.schema import scenario_schema, schema_text  # noqa: PLC0415

    click.echo(schema_text(scenario_schema()), nl=False)
    return EXIT_DONE


@rubric.command("list")
def list_rubrics() -> int:
    """All rubrics that a judge can be given."""
    content = _library()
    found = map(content.rubric, content.rubric_ids())
    return _print(
        f"{one.id:<20} {one.title} ({len(one.criteria)} criteria, {len(one.rules)} rules)" for one in found
    )


@rubric.command("show")
@_id
@_as_json
def show_rubric(name: str, as_json: bool) -> int:
    """The questions of a rubric, with their levels and rules."""
    found = _library().rubric(name)
    if as_json:
        return _print_json(found)
    from simulator.authoring.rubrics import rubric_text  # noqa: PLC0415

    return _print([rubric_text(found).rstrip("\n")])


@rubric.command("new")
@_id
def new_rubric(name: str) -> int:
    """Write a starter rubric, ID.yaml, into this folder."""
    from simulator.authoring.starter import new_rubric_text  # noqa: PLC0415

    return _write_new("rubric", name, new_rubric_text(name))


@rubric.command("check")
@_paths
@_notes
def check_rubrics(paths: tuple[Path, ...], notes: bool) -> int:
    """Check rubric files; without PATHS, all that can be used."""
    return _check(paths, notes=notes) if paths else _report(_library().check_rubrics(), notes=notes)


@rubric.command("schema")
def schema_of_rubric() -> int:
    """The JSON Schema of a rubric file."""
    from simulator.authoring.schema import rubric_schema, schema_text  # noqa: PLC0415

    click.echo(schema_text(rubric_schema()), nl=False)
    return EXIT_DONE


def _print(lines: Iterable[str]) -> int:
    for line in lines:
        click.echo(visible(line))
    return EXIT_DONE


def _print_json(found: BaseModel) -> int:
    click.echo(found.model_dump_json(indent=2))
    return EXIT_DONE


def _check(paths: tuple[Path, ...], *, notes: bool) -> int:
    from simulator.authoring.check import check_paths  # noqa: PLC0415

    content = _library()
    return _report(check_paths(paths, content.personas()) if paths else content.check(), notes=notes)


def _report(checked: list[Checked], *, notes: bool) -> int:
    from simulator.authoring.check import write_report  # noqa: PLC0415
    from simulator.authoring.problems import errors_of  # noqa: PLC0415

    write_report(checked, sys.stdout, notes=notes)
    broken = any(errors_of(one.problems) for one in checked)
    return EXIT_USAGE if broken else EXIT_DONE


def _write_new(kind: str, name: str, text: str) -> int:
    path = Path(f"{name}.yaml")
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise UsageError(f"{path} is there already.", hint="Choose another id, or edit that file.") from None
    click.echo(f"Wrote {path}. Check it with: simulator {kind} check {path}")
    return EXIT_DONE


def _library() -> ContentLibrary:
    from simulator.call.making import library  # noqa: PLC0415 - pydantic and the YAML reader

    return library(settings())
