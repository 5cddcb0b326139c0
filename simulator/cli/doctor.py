"""``simulator doctor``: what is set, what is reachable, and what the endpoint can do."""

from __future__ import annotations

import asyncio
import platform

import click

from simulator import __version__
from simulator.cli.common import open_journal, settings
from simulator.cli.diagnostics import EXIT_DONE, EXIT_FAILED
from simulator.domain.text_safety import visible
from simulator.errors import SimulatorError
from simulator.settings import Settings
from simulator.settings_rows import setting_rows


@click.command()
def doctor() -> int:
    """What is set, what is reachable, what the endpoint can do. Never prints a key."""
    given = settings()
    click.echo(f"simulator {__version__}, Python {platform.python_version()}")
    _print_settings(given)
    parts = [_journal(given), _content(given), _reader()]
    if given.endpoint_configured:
        parts.append(_endpoint(given))
    else:
        click.echo("endpoint   none is set, and none is needed: prospects speak authored lines.")
    return EXIT_DONE if all(parts) else EXIT_FAILED


def _print_settings(given: Settings) -> None:
    click.echo(visible(f"settings   file: {given.file or 'none'}"))
    for row in setting_rows(given):
        click.echo(visible(f"           {row.name}: {row.value}  ({row.origin})"))


def _journal(given: Settings) -> bool:
    try:
        with open_journal(given) as journal:
            count = len(journal.calls(1000))
    except SimulatorError as error:
        click.echo(visible(f"journal    {error}"))
        return False
    click.echo(f"journal    works; {count} calls")
    return True


def _content(given: Settings) -> bool:
    from simulator.authoring.problems import errors_of  # noqa: PLC0415
    from simulator.call.making import library  # noqa: PLC0415

    try:
        checked = library(given).check()
    except SimulatorError as error:
        click.echo(visible(f"content    {error}"))
        return False
    errors = sum(len(errors_of(one.problems)) for one in checked)
    click.echo(
        f"content    {len(checked)} files, {errors} errors"
        + (". See: simulator persona check" if errors else "")
    )
    return errors == 0


def _reader() -> bool:
    import time  # noqa: PLC0415

    from simulator.reading.encoder import load_encoder  # noqa: PLC0415

    try:
        encoder = load_encoder()
    except SimulatorError as error:
        click.echo(visible(f"reader     {error}"))
        return False
    encoder.encode(["warm up"])
    start = time.perf_counter()
    encoder.encode(["how do you plan the rounds in the morning"])
    click.echo(f"reader     works; {1000 * (time.perf_counter() - start):.0f} ms a line")
    return True


def _endpoint(given: Settings) -> bool:
    from simulator.llm.probe import probe_settings  # noqa: PLC0415 - openai takes 0.4 s

    report = asyncio.run(probe_settings(given))
    for check in report.checks:
        hint = f" {check.hint}" if check.hint else ""
        click.echo(visible(f"endpoint   {check.name}: {check.state} {check.message}{hint}"))
    return report.ok
