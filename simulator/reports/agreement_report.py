"""The agreement of scores with people as a table of plain text, and as a page with the look of the batch report."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from simulator import __version__
from simulator.domain.override import Graded
from simulator.domain.text_safety import visible
from simulator.reports.agreement_figures import Comparison, DimensionAgreement
from simulator.reports.batch_words import listed, plural
from simulator.reports.debrief_words import NAMES
from simulator.reports.page import write_page
from simulator.reports.svg import Drawing
from simulator.scoring.agreement import LEVELS, Estimate

#: bins of kappa and of the confusion table
BINS = tuple(f"{100 * at // LEVELS}–{100 * (at + 1) // LEVELS}" for at in range(LEVELS))
_STRANGERS_SHOWN = 5


def name_of(one: Graded) -> str:
    """A dimension as it is shown."""
    return "Total" if one == "total" else NAMES[one]


def agreement_text(found: Comparison) -> str:
    """The table for a terminal or a file: a line for each dimension, and a second where people can be compared."""
    head = f"{'':<24}{'n':>5}  {'kappa':<20}{'alpha':<20}{'spearman':<20}{'error':<18}{'bias':<18}"
    lines = [head.rstrip()]
    for one in found.dimensions:
        mine = one.machine
        lines.append(
            _row(name_of(one.name), mine.n, mine.kappa, mine.alpha, mine.spearman, mine.error, mine.bias)
        )
        if one.people is not None and one.people.n:
            them = one.people
            lines.append(_row("  people", them.n, them.kappa, them.alpha, them.spearman, them.error, None))
    return "\n".join([*lines, "", *notes(found)]) + "\n"


def notes(found: Comparison) -> Iterator[str]:
    """What has to be known to read the figures, a sentence each."""
    graders = [visible(one) or "one who is not named" for one in found.graders]
    few = graders if len(graders) <= 6 else [*graders[:5], f"{len(graders) - 5} more"]
    yield f"{plural(found.transcripts, 'transcript')}, graded by {listed(few)}."
    yield (
        f"kappa: quadratic weighted, of the levels {', '.join(BINS)} (the lower end within). alpha: Krippendorff, "
        "interval. error: mean absolute difference in points. bias: machine less people."
    )
    yield (
        "In brackets 95 % bootstrap intervals over transcripts (2,000 samples); none below five transcripts. Where "
        "several people graded a transcript, each grade counts on its own."
    )
    if any(one.people is not None and one.people.n for one in found.dimensions):
        yield "people: people among themselves, pair by pair. No scorer can be asked for more."
    for one in found.dimensions:
        parts = [
            f"{plural(one.only_people, 'transcript')} that people graded and the machine did not observe"
            if one.only_people
            else "",
            f"{plural(one.only_machine, 'transcript')} that people left empty and the machine scored"
            if one.only_machine
            else "",
        ]
        if told := listed([part for part in parts if part]):
            yield f"{name_of(one.name)}: without {told}."
    if found.overrides:
        yield (
            f"Overrides among these: {found.overrides:,}, given in sight of the machine's figure, on calls "
            "that somebody chose to correct. They are no fair sample; --no-overrides leaves them out."
        )
    if found.strangers:
        shown = ", ".join(visible(one[:80]) for one in found.strangers[:_STRANGERS_SHOWN])
        more = len(found.strangers) - _STRANGERS_SHOWN
        yield f"Not among the scores: {shown}{f' and {more} more' if more > 0 else ''}."


def write_agreement(path: Path, found: Comparison) -> None:
    """The same as a page, with the confusion of levels and the worst disagreements to read.

    Raises:
        WorkError: it cannot be written.
    """
    drawing = Drawing()
    write_page(
        path,
        "agreement.html.j2",
        made=datetime.now(UTC),
        version=__version__,
        found=found,
        rows=[_shown(one, drawing) for one in found.dimensions],
        notes=list(notes(found)),
        bins=BINS,
        summary=_summary(found),
    )


def _shown(one: DimensionAgreement, drawing: Drawing) -> dict[str, object]:
    mine, them = one.machine, one.people
    people = them if them is not None and them.n else None
    pictures = [
        {
            "value": _figure(mine_is),
            "people": _figure(people_are) if people_are is not None else "",
            "plot": drawing.interval(
                mine_is.value,
                mine_is.low,
                mine_is.high,
                people_are.value if people_are else None,
                f"{kind} of {one.name}",
            ),
        }
        for kind, mine_is, people_are in (
            ("Kappa", mine.kappa, people.kappa if people else None),
            ("Alpha", mine.alpha, people.alpha if people else None),
            ("Spearman", mine.spearman, people.spearman if people else None),
        )
    ]
    return {
        "name": name_of(one.name),
        "one": one,
        "pictures": pictures,
        "error": _figure(mine.error, 1),
        "bias": _figure(mine.bias, 1, sign=True),
        "people_error": _figure(people.error, 1) if people else "",
    }


def _summary(found: Comparison) -> str:
    known = [
        (one.machine.alpha.value, one) for one in found.dimensions if one.machine.alpha.value is not None
    ]
    if not known:
        return "There is too little to compare: no dimension has grades that differ from one another."
    best, worst = max(known, key=lambda one: one[0]), min(known, key=lambda one: one[0])
    told = [
        f"{plural(found.transcripts, 'transcript')} were graded by {plural(len(found.graders), 'person', 'people')}."
    ]
    told.append(f"The machine comes nearest to them in {name_of(best[1].name).lower()} (alpha {best[0]:.2f})")
    if worst[1] is not best[1]:
        told[-1] += f", and is furthest from them in {name_of(worst[1].name).lower()} ({worst[0]:.2f})"
    told[-1] += "."
    below = [
        name_of(one.name).lower()
        for value, one in known
        if one.people is not None and one.people.alpha.value is not None and value >= one.people.alpha.value
    ]
    if below:
        told.append(f"In {listed(below)} it agrees with them as well as they do with each other.")
    return " ".join(told)


def _row(
    name: str,
    n: int,
    kappa: Estimate,
    alpha: Estimate,
    spearman: Estimate,
    error: Estimate,
    bias: Estimate | None,
) -> str:
    cells = [_cell(kappa, 2), _cell(alpha, 2), _cell(spearman, 2)]
    points = [_cell(error, 1), _cell(bias, 1, sign=True) if bias is not None else ""]
    return (
        f"{name:<24}{n:>5}  "
        + "".join(f"{one:<20}" for one in cells)
        + "".join(f"{one:<18}" for one in points)
    ).rstrip()


def _cell(one: Estimate, digits: int, *, sign: bool = False) -> str:
    value = _figure(one, digits, sign=sign)
    if one.value is None or one.low is None or one.high is None:
        return value
    return f"{value} [{one.low:.{digits}f}, {one.high:.{digits}f}]"


def _figure(one: Estimate, digits: int = 2, *, sign: bool = False) -> str:
    if one.value is None:
        return "–"
    return f"{one.value:+.{digits}f}" if sign else f"{one.value:.{digits}f}"
