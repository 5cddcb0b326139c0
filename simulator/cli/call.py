"""``simulator call``: one call, on the screen, by plain lines, or as a stream of events."""

from __future__ import annotations

import click

from simulator.call.wish import Wish
from simulator.cli.common import open_journal, settings
from simulator.cli.diagnostics import EXIT_DONE
from simulator.cli.entry import call_on_screen

VOICES = ("authored", "endpoint", "local")


@click.command()
@click.argument("scenario", required=False)
@click.option("--persona", help="Whom to call, by id; the first on the scenario's list else.")
@click.option("--voice", type=click.Choice(VOICES), help="Who speaks for the prospect.")
@click.option(
    "--seed", type=click.IntRange(0, 2**31), help="The same seed and the same lines give the same call."
)
@click.option(
    "--plain", is_flag=True, help="Plain lines: yours from standard input, theirs to standard output."
)
@click.option("--json", "as_json", is_flag=True, help="One event a line, as JSON; with --plain or alone.")
def call(
    scenario: str | None, persona: str | None, voice: str | None, seed: int | None, plain: bool, as_json: bool
) -> int:
    """One call. SCENARIO is the id of a campaign; see `simulator scenario list`."""
    wish = Wish(scenario=scenario, persona=persona, voice=voice, seed=seed)
    if not (plain or as_json):
        return call_on_screen(wish)
    import asyncio  # noqa: PLC0415 - not for --help

    from simulator.call.making import start_call  # noqa: PLC0415 - heavy, and not before the first picture
    from simulator.cli.plain import PlainCall  # noqa: PLC0415

    given = settings()
    with open_journal(given) as journal:
        asyncio.run(PlainCall(start_call(given, wish, journal), as_json=as_json).run())
    return EXIT_DONE
