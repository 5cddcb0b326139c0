"""``simulator score``: transcripts that you have, in the program's own format."""

from __future__ import annotations

from pathlib import Path

import click

from simulator.cli.diagnostics import EXIT_DONE, EXIT_SOME_FAILED, say
from simulator.errors import UsageError

_PROFILES = ("cold_call", "discovery", "follow_up", "support", "internal")


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--profile",
    type=click.Choice(_PROFILES),
    default="cold_call",
    show_default=True,
    help="The type of call.",
)
@click.option(
    "--judge",
    type=click.Choice(["none"]),
    default="none",
    show_default=True,
    help="Who judges beside what is measured.",
)
@click.option("--turns", "with_turns", is_flag=True, help="What each line of the rep does, too.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="Folder for what comes out.",
)
def score(paths: tuple[Path, ...], profile: str, judge: str, with_turns: bool, out: Path) -> int:
    """Score transcripts: JSON files or JSONL in the program's own format, or folders of them."""
    from simulator.batch.score import score_files  # noqa: PLC0415 - numpy, and not for --help
    from simulator.scoring.profiles import PROFILES  # noqa: PLC0415

    for path in paths:
        if not path.exists():
            raise UsageError(f"There is no {path}.", hint="Give files or folders with transcripts.")
    counts = score_files(paths, out, PROFILES[profile], with_turns=with_turns)
    say(f"{counts.scored} scored, {counts.failed} failed, in {counts.seconds:.1f} s. See {out}.")
    return EXIT_SOME_FAILED if counts.failed else EXIT_DONE
