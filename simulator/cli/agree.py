"""``simulator agree`` and ``simulator override``: people's grades beside the machine's figures."""

from __future__ import annotations

import json
import math
from datetime import UTC, datetime
from pathlib import Path

import click

from simulator.cli.diagnostics import EXIT_DONE, say
from simulator.errors import UsageError

_GRADED = (
    "total",
    *("preparation", "time", "human_tone", "probing", "listening", "resilience", "accountability", "outcome"),
)


@click.command()
@click.argument("scores", type=click.Path(path_type=Path))
@click.argument("grades", required=False, type=click.Path(path_type=Path))
@click.option(
    "--scale",
    type=click.Choice(["0-100", "1-5"]),
    default="0-100",
    show_default=True,
    help="What the grades' figures mean; levels of 1–5 become 0, 25, 50, 75 and 100.",
)
@click.option("--no-overrides", is_flag=True, help="Leave out what overrides.jsonl beside the scores says.")
@click.option("--json", "as_json", is_flag=True, help="Print all figures as JSON.")
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="Write a page with pictures, too."
)
def agree(
    scores: Path, grades: Path | None, scale: str, no_overrides: bool, as_json: bool, out: Path | None
) -> int:
    """Hold SCORES (a folder of `simulator score`, or its scores.jsonl) against GRADES of people.

    GRADES is CSV or JSONL with the columns transcript, grader (optional), dimension and score, or a column for each
    dimension. Without GRADES only the overrides beside the scores are compared.
    """
    from simulator.batch.grades import read_grades  # noqa: PLC0415 - numpy, and not for --help
    from simulator.domain.override import Grade  # noqa: PLC0415
    from simulator.reports.agreement_figures import compare  # noqa: PLC0415
    from simulator.reports.agreement_report import agreement_text, write_agreement  # noqa: PLC0415
    from simulator.reports.batch_records import scores_of  # noqa: PLC0415
    from simulator.reports.overrides import overrides_of  # noqa: PLC0415

    path = scores_of(scores)
    given = read_grades(grades, "1-5" if scale == "1-5" else "0-100") if grades is not None else []
    overrides = [] if no_overrides else overrides_of(path.parent)
    if not given and not overrides:
        raise UsageError("There are no grades to compare with.", hint="Give a file of GRADES, CSV or JSONL.")
    corrected = [Grade(one.transcript, one.dimension, one.by, one.score) for one in overrides]
    found = compare(path, given, corrected)
    if not found.transcripts:
        raise UsageError(
            "None of the graded transcripts was scored there.",
            hint="The column “transcript” must hold what stands under “transcript” in scores.jsonl.",
        )
    if out is not None:
        write_agreement(out, found)
        say(f"See {out}.")
    click.echo(
        json.dumps(found.record(), ensure_ascii=False, indent=2) if as_json else agreement_text(found),
        nl=as_json,
    )
    return EXIT_DONE


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.argument("transcript")
@click.argument("dimension", type=click.Choice(_GRADED))
@click.argument("score", type=float)
@click.option("--by", required=True, help="Who says so.")
@click.option("--why", required=True, help="What you saw in the call.")
def override(folder: Path, transcript: str, dimension: str, score: float, by: str, why: str) -> int:
    """Put your own figure (0-100) beside the machine's, with who, when and why; nothing is overwritten.

    It is kept in DIR/overrides.jsonl, shown in report.html, and counts as a human grade in `simulator agree`.
    """
    from simulator.domain.override import Override  # noqa: PLC0415 - pydantic, and not for --help
    from simulator.domain.scorecard import Dimension  # noqa: PLC0415
    from simulator.reports.batch_records import run_of  # noqa: PLC0415
    from simulator.reports.batch_report import write_report  # noqa: PLC0415
    from simulator.reports.overrides import add_override  # noqa: PLC0415

    if not math.isfinite(score) or not 0 <= score <= 100:
        raise UsageError(f"{score:g} is not within 0 to 100.")
    for name, words in (("--by", by), ("--why", why)):
        if not words.strip():
            raise UsageError(f"{name} is empty.", hint="An override needs who and why.")
    one = Override(
        transcript=transcript,
        dimension="total" if dimension == "total" else Dimension(dimension),
        score=score,
        by=by.strip()[:200],
        when=datetime.now(UTC).replace(microsecond=0),
        why=why.strip()[:2000],
    )
    computed = add_override(folder, one)
    write_report(folder, run_of(folder))
    beside = "was not observed" if computed is None else f"stays {computed:.0f}"
    say(
        f"{score:g} for {dimension} of {transcript} is on record; the computed figure {beside}. See {folder}/report.html."
    )
    return EXIT_DONE
