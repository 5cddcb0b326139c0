"""``simulator calls`` and ``simulator progress``: the journal."""

from __future__ import annotations

import asyncio
import json
import sys
from typing import TYPE_CHECKING

import click

from simulator.cli.common import open_journal, settings
from simulator.cli.diagnostics import EXIT_DONE
from simulator.domain.text_safety import visible
from simulator.errors import UsageError

if TYPE_CHECKING:
    from simulator.journal.records import CallSummary


@click.group()
def calls() -> None:
    """Calls that were made."""


@calls.command("list")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True)
@click.option("--open", "only_open", is_flag=True, help="Only calls that can be resumed.")
def list_calls(limit: int, only_open: bool) -> int:
    """The latest calls, one a line."""
    with open_journal(settings()) as journal:
        found = journal.open_calls() if only_open else journal.calls(limit)
    for one in found[:limit]:
        total = _total(one.scorecard_json)
        click.echo(
            f"{one.id:<10}  {one.started_at:%Y-%m-%d %H:%M}  {one.persona_id:<18} {one.scenario_id:<16} "
            f"{one.turn_count:>3} turns  {one.end_reason or 'open':<18} {total}{_retry(one)}"
        )
    return EXIT_DONE


@calls.command("show")
@click.argument("call_id", metavar="ID")
def show(call_id: str) -> int:
    """A call with its debrief. ID may be the beginning of one."""
    from simulator.call.finishing import finish_call  # noqa: PLC0415 - heavy, and not for --help
    from simulator.call.record import MemoryKeeper, played_call  # noqa: PLC0415
    from simulator.domain.scenario import Difficulty  # noqa: PLC0415
    from simulator.reports.call_text import conversation_text, debrief_text  # noqa: PLC0415
    from simulator.reports.past_calls import self_grade_of  # noqa: PLC0415

    with open_journal(settings()) as journal:
        played = played_call(journal, call_id)
        own = self_grade_of(journal.call(played.call).self_grade_json)
    click.echo(visible(conversation_text(played)))
    if played.end is None and played.scenario.difficulty is Difficulty.EXAM:
        click.echo(
            f"The exam is still open. Its debrief comes after its end: simulator calls resume {played.call}"
        )
        return EXIT_DONE
    finished = finish_call(played, MemoryKeeper(played.call))
    text = debrief_text(played, finished.event.scorecard, finished.debrief, own)
    click.echo(visible(text), nl=False)
    return EXIT_DONE


@calls.command("resume")
@click.argument("call_id", metavar="ID")
@click.option("--plain", is_flag=True, help="By plain lines.")
@click.option("--json", "as_json", is_flag=True, help="One event a line, as JSON.")
def resume(call_id: str, plain: bool, as_json: bool) -> int:
    """Go on with an open call at the turn where it was."""
    from simulator.call.making import resume_call  # noqa: PLC0415 - heavy, and not for --help

    given = settings()
    with open_journal(given) as journal:
        record = journal.call(call_id)
        if record.status != "open":
            raise UsageError(
                f"The call {record.id} has ended.", hint=f"See it with: simulator calls show {record.id}"
            )
        if not (plain or as_json) and sys.stdin.isatty() and sys.stdout.isatty():
            journal.close()
            from simulator.tui.running import run_resumed  # noqa: PLC0415

            return run_resumed(given, record.id)
        from simulator.cli.plain import PlainCall  # noqa: PLC0415

        asyncio.run(PlainCall(resume_call(given, record.id, journal), as_json=as_json).run())
    return EXIT_DONE


@calls.command("retry")
@click.argument("call_id", metavar="ID")
@click.option(
    "--from",
    "turn",
    type=click.IntRange(0),
    help="Your line to say anew; the one that the debrief names, else.",
)
@click.option("--plain", is_flag=True, help="By plain lines.")
@click.option("--json", "as_json", is_flag=True, help="One event a line, as JSON.")
def retry(call_id: str, turn: int | None, plain: bool, as_json: bool) -> int:
    """A new call that stands where an earlier one stood before one of your lines."""
    from simulator.call.making import retry_call  # noqa: PLC0415 - heavy, and not for --help

    given = settings()
    with open_journal(given) as journal:
        call = retry_call(given, call_id, turn, journal)
        if not (plain or as_json) and sys.stdin.isatty() and sys.stdout.isatty():
            journal.close()
            from simulator.tui.running import run_resumed  # noqa: PLC0415

            return run_resumed(given, call.call_id)
        from simulator.cli.plain import PlainCall  # noqa: PLC0415

        asyncio.run(PlainCall(call, as_json=as_json).run())
    return EXIT_DONE


@calls.command("export")
@click.argument("call_id", metavar="ID")
def export(call_id: str) -> int:
    """The transcript as JSON, on standard output."""
    from simulator.call.record import played_call  # noqa: PLC0415 - heavy, and not for --help

    with open_journal(settings()) as journal:
        transcript = played_call(journal, call_id).transcript()
    click.echo(transcript.model_dump_json(indent=2, exclude_none=True))
    return EXIT_DONE


@click.command()
@click.option("--limit", type=click.IntRange(1, 1000), default=12, show_default=True, help="How many calls.")
def progress(limit: int) -> int:
    """Each dimension over your latest scored calls, oldest first; a retry is not among them."""
    from simulator.domain.scorecard import Dimension  # noqa: PLC0415 - pydantic, and not for --help
    from simulator.reports.past_calls import scores_of  # noqa: PLC0415

    with open_journal(settings()) as journal:
        own = [one for one in journal.calls(None) if one.scorecard_json and one.retry_of is None]
    scored = own[:limit]
    if not scored:
        click.echo("No scored call yet. `simulator call` starts one.")
        return EXIT_DONE
    cards = [scores_of(one.scorecard_json or "{}") for one in reversed(scored)]
    click.echo(f"{'total':<15}" + "".join(f"{_cell(total):>6}" for total, _ in cards))
    for name in Dimension:
        click.echo(f"{name:<15}" + "".join(f"{_cell(scores.get(name)):>6}" for _, scores in cards))
    return EXIT_DONE


def _total(scorecard_json: str | None) -> str:
    if not scorecard_json:
        return ""
    return _cell(json.loads(scorecard_json).get("total"))


def _retry(one: CallSummary) -> str:
    return "" if one.retry_of is None else f"  retry of {one.retry_of} from turn {one.retry_turn}"


def _cell(score: float | None) -> str:
    return "-" if score is None else f"{score:.0f}"
