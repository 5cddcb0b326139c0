"""``simulator persona draft``: a persona from a coach's description."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.cli.common import settings
from simulator.cli.diagnostics import EXIT_DONE, EXIT_USAGE, say
from simulator.domain.text_safety import visible
from simulator.errors import UsageError

if TYPE_CHECKING:
    from simulator.authoring.draft import Draft
    from simulator.settings import Settings

#: a whole persona takes a model minutes, where a line of a call takes it seconds
_LEAST_TIMEOUT_S = 600.0


@click.command("draft")
@click.argument("name", metavar="ID")
@click.argument("words", nargs=-1, metavar="[DESCRIPTION]…")
@click.option("--from", "source", metavar="FILE", help="The description from a file; - is standard input.")
@click.option(
    "--repairs",
    type=click.IntRange(0, 5),
    default=2,
    show_default=True,
    help="Ask so often again, with what the check found.",
)
def draft_persona(name: str, words: tuple[str, ...], source: str | None, repairs: int) -> int:
    """A persona, ID.yaml, drafted by the model from a description in a few words.

    Say who it is, what they say at first, what they need and do not say, and what is offered to them. The draft is checked
    as `persona check` does; read every line of it before a rep meets this person.
    """
    from simulator.authoring.draft import checked_description  # noqa: PLC0415 - pydantic and the YAML reader
    from simulator.authoring.starter import new_persona_text  # noqa: PLC0415

    new_persona_text(name)  # whether that can be an id
    path = Path(f"{name}.yaml")
    _refuse_what_is_there(path)
    description = checked_description(_description(words, source))
    given = settings()
    if not given.endpoint_configured:
        raise UsageError(
            "There is no endpoint to draft with.",
            hint="Set OPENAI_API_KEY, or OPENAI_BASE_URL for a server of your own; or write one by hand: "
            f"simulator persona new {name}",
        )
    made = asyncio.run(_drafted(given, path, description, repairs))
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(made.text)
    except FileExistsError:  # somebody wrote it meanwhile; the draft was paid for
        click.echo(made.text, nl=False)
        raise UsageError(f"{path} is there meanwhile; the draft is on standard output.") from None
    return _told(path, made)


async def _drafted(given: Settings, path: Path, description: str, repairs: int) -> Draft:
    from simulator.authoring.draft import draft_persona as drafted  # noqa: PLC0415
    from simulator.llm.openai_port import OpenAIPort  # noqa: PLC0415

    port = OpenAIPort.from_settings(replace(given, timeout_s=max(given.timeout_s, _LEAST_TIMEOUT_S)))
    say(f"Asking {visible(given.model)} for a persona. That takes a minute or more; Ctrl+C stops it.")
    try:
        return await drafted(port, path, description, repairs=repairs, say=say)
    finally:
        await port.aclose()


def _told(path: Path, made: Draft) -> int:
    for one in made.problems:
        click.echo(visible(str(one)))
    cost = f" It took {made.tokens:,} tokens." if made.tokens else ""
    if made.errors:
        say(
            f"Wrote {path}, which cannot be called yet: {len(made.errors)} of its problems are errors.{cost} Mend them, then: "
            f"simulator persona check {path}"
        )
        return EXIT_USAGE
    say(
        f"Wrote {path}; it passes the check.{cost} Read every line of it, then have it called: "
        f"simulator persona rehearse {path}"
    )
    return EXIT_DONE


def _refuse_what_is_there(path: Path) -> None:
    if path.exists() or path.is_symlink():
        raise UsageError(f"{path} is there already.", hint="Choose another id, or edit that file.")


def _description(words: tuple[str, ...], source: str | None) -> str:
    if source is None:
        return " ".join(words)
    if words:
        raise UsageError("Give the description as words or with --from, not both.")
    try:
        raw = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
        return raw.decode("utf-8-sig")
    except OSError as error:
        raise UsageError(f"{source} cannot be read: {error.strerror or type(error).__name__}.") from error
    except UnicodeDecodeError:
        raise UsageError(f"{source} is no text in UTF-8.") from None
