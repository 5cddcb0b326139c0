"""One transcript as a card: its dimensions with their evidence in full; and a few side by side, with what sets them
apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from simulator.domain.judgement import Verdict, VerdictState
from simulator.domain.override import Override
from simulator.domain.scorecard import Basis, Dimension, DimensionScore, Evidence, Flag
from simulator.reports.batch_records import ScoreLine
from simulator.reports.batch_words import FLAGS, MEASURES_SHORT, TELLING, listed, plural, speaks_against
from simulator.reports.debrief_words import BASIS, NAMES
from simulator.reports.svg import Drawing
from simulator.scoring.joined import both_told
from simulator.scoring.profiles import PROFILES

#: so far from the total a dimension lifts a call, or holds it down
_FAR = 8.0
#: so far apart two calls differ in a dimension
_APART = 12.0
#: so far apart in the total one is ahead of the other
_AHEAD = 5.0


@dataclass(frozen=True)
class ShownEvidence:
    """A turn behind a figure; `sign` is "+" or "−", or "·" where it is neither."""

    sign: str
    side: str
    turn: int
    quote: str
    why: str


@dataclass(frozen=True)
class ShownDimension:
    """A dimension of a card."""

    name: str
    figure: str
    bar: Markup
    basis: str
    telling: str
    note: str
    evidence: tuple[ShownEvidence, ...]
    verdicts: tuple[str, ...]
    people: tuple[Override, ...]


@dataclass(frozen=True)
class Card:
    """A transcript as it stands on the page; `place` is its number there."""

    place: int
    name: str
    facts: str
    total: str
    whys: tuple[str, ...]
    lead: str
    flags: tuple[tuple[str, Flag], ...]
    dimensions: tuple[ShownDimension, ...]
    people: tuple[Override, ...]


@dataclass(frozen=True)
class ApartRow:
    """A dimension of several calls: for each its figure, bar, what the measures say, and the turn that says most."""

    name: str
    gap: str
    cells: tuple[tuple[str, Markup, str, ShownEvidence | None], ...]


def card_of(
    line: ScoreLine, place: int, drawing: Drawing, people: Sequence[Override] = (), whys: Sequence[str] = ()
) -> Card:
    """A transcript as a card."""
    return Card(
        place=place,
        name=line.transcript,
        facts=" · ".join(_facts(line)),
        total=_figure(line.total),
        whys=tuple(whys),
        lead=lead_of(line),
        flags=tuple((FLAGS.get(flag.kind, flag.kind.replace("_", " ")), flag) for flag in line.flags),
        dimensions=tuple(_dimension(line, one, drawing, people) for one in Dimension),
        people=tuple(one for one in people if one.dimension == "total"),
    )


def lead_of(line: ScoreLine) -> str:
    """What lifts a call and what holds it down, as weighed in its total; empty where nothing stands out."""
    if line.total is None:
        return "Too little was observed for a total."
    profile = PROFILES.get(line.provenance.profile)
    moved = []
    for dimension in Dimension:
        score = line.figure(dimension)
        weight = profile.weights[dimension] if profile is not None else 1.0
        if score is not None and weight and abs(score - line.total) >= _FAR:
            moved.append((weight * (score - line.total), f"{NAMES[dimension].lower()} ({score:.0f})"))
    up = [words for by, words in sorted(moved, reverse=True) if by > 0][:3]
    down = [words for by, words in sorted(moved) if by < 0][:3]
    told = [f"Lifted by {listed(up)}" if up else "", f"held down by {listed(down)}" if down else ""]
    sentence = "; ".join(filter(None, told))
    return f"{sentence[0].upper()}{sentence[1:]}." if sentence else "All of it is much the same."


def apart_rows(lines: Sequence[ScoreLine], drawing: Drawing) -> list[ApartRow]:
    """Dimensions of two to four calls, those first which set their totals furthest apart."""
    rows = []
    profile = PROFILES.get(lines[0].provenance.profile)
    for dimension in Dimension:
        scores = [line.figure(dimension) for line in lines]
        known = [score for score in scores if score is not None]
        if not known:
            continue
        gap = max(known) - min(known) if len(known) > 1 else 0.0
        words = f"{gap:.0f} apart" if gap >= _APART else "much the same"
        if len(known) == 1:
            words = "observed in one only"
        weight = profile.weights[dimension] if profile is not None else 1.0
        cells = tuple(_cell(line, dimension, drawing, max(known)) for line in lines)
        rows.append((weight * gap, ApartRow(NAMES[dimension], words, cells)))
    return [row for _, row in sorted(rows, key=lambda one: -one[0])]


def apart_sentence(lines: Sequence[ScoreLine]) -> str:
    """Why the best and the worst of a few calls differ, in one sentence; empty where they hardly do."""
    known = sorted((line for line in lines if line.total is not None), key=lambda line: line.total or 0.0)
    if len(known) < 2 or (known[-1].total or 0.0) - (known[0].total or 0.0) < _AHEAD:
        return ""
    low, high = known[0], known[-1]
    gaps = sorted(
        (
            (mine - theirs, dimension, mine, theirs)
            for dimension in Dimension
            if (mine := high.figure(dimension)) is not None and (theirs := low.figure(dimension)) is not None
        ),
        reverse=True,
    )
    told = [
        f"{NAMES[one].lower()} ({mine:.0f} against {theirs:.0f})"
        for gap, one, mine, theirs in gaps[:3]
        if gap >= _APART
    ]
    if not told:
        return ""
    return f"“{high.transcript}” ({high.total:.0f}) is ahead of “{low.transcript}” ({low.total:.0f}) in {listed(told)}."


def telling_of(line: ScoreLine, dimension: Dimension) -> str:
    """The measures that say most about a dimension, in a few words; empty where there are none."""
    told = []
    for name in TELLING.get(dimension, ()):
        value = line.measures.get(name)
        if value is None:
            continue
        shares = name in {"talk_share", "pressure", "uptake"}
        figure = f"{100 * value:.0f} %" if shares else f"{value:.0f}" if value >= 10 else f"{value:.2g}"
        told.append(f"{figure} {MEASURES_SHORT.get(name, name)}")
    if (
        dimension in {Dimension.LISTENING, Dimension.PROBING}
        and told
        and (turns := line.measures.get("rep_turns"))
    ):
        told.append(f"in {turns:.0f} lines")
    return ", ".join(told)


def _facts(line: ScoreLine) -> list[str]:
    facts = [line.rep or "rep not named"]
    if line.day is not None:
        facts.append(f"{line.day.day} {line.day:%B %Y}")
    if line.turn_count is not None:
        facts.append(plural(line.turn_count, "turn"))
    if line.seconds is not None:
        facts.append(f"{line.seconds / 60:.0f} min" if line.seconds >= 90 else f"{line.seconds:.0f} s")
    return facts


def _dimension(
    line: ScoreLine, one: Dimension, drawing: Drawing, people: Sequence[Override]
) -> ShownDimension:
    score = line.dimensions.get(one) or DimensionScore()
    basis = score.basis if score.score is not None else Basis.NOT_OBSERVED
    theirs = tuple(person for person in people if person.dimension == one)
    verdicts = line.judgement.verdicts if line.judgement is not None else ()
    both = line.both(one)
    apart = "" if both is None else f"measured {both[0]:.0f}, judged {both[1]:.0f}"
    # the figures stand beside the bar: the note need not say them again
    told = score.note if both is None else score.note.removeprefix(both_told(*both)).strip()
    return ShownDimension(
        name=NAMES[one],
        figure=_figure(score.score),
        bar=drawing.bar(score.score, basis, NAMES[one], [person.score for person in theirs]),
        basis=apart or BASIS[basis][2],
        telling=telling_of(line, one) if score.score is not None else "",
        note=told or ("" if score.score is None or score.evidence else "No line of the call speaks for it."),
        evidence=tuple(_evidence(found) for found in score.evidence),
        verdicts=tuple(_verdict(verdict) for verdict in verdicts if verdict.dimension is one),
        people=theirs,
    )


def _cell(
    line: ScoreLine, dimension: Dimension, drawing: Drawing, best: float
) -> tuple[str, Markup, str, ShownEvidence | None]:
    score = line.dimensions.get(dimension) or DimensionScore()
    basis = score.basis if score.score is not None else Basis.NOT_OBSERVED
    against = score.score is not None and score.score < best
    return (
        _figure(score.score),
        drawing.bar(score.score, basis, f"{NAMES[dimension]} of {line.transcript}"),
        telling_of(line, dimension) or (score.note if score.score is None else ""),
        _most_telling(score, against=against),
    )


def _most_telling(score: DimensionScore, *, against: bool) -> ShownEvidence | None:
    """The turn that says most: where a call is behind, one that speaks against the rep if there is one."""
    shown = [_evidence(found) for found in score.evidence]
    wanted = "against" if against else "for"
    return next((one for one in shown if one.side == wanted), shown[0] if shown else None)


def _evidence(found: Evidence) -> ShownEvidence:
    bad = speaks_against(found.why)
    sign, side = ("·", "neither") if bad is None else ("−", "against") if bad else ("+", "for")
    return ShownEvidence(sign, side, found.turn, found.quote, found.why)


_STATES = {
    VerdictState.NOT_OBSERVED: "no occasion",
    VerdictState.UNSUPPORTED: "left out, since its quote is not in the call",
    VerdictState.MISSING: "no answer",
}


def _verdict(verdict: Verdict) -> str:
    name = verdict.criterion.replace("_", " ")
    if verdict.state is not VerdictState.COUNTED or verdict.score is None:
        return f"Judge on {name}: {_STATES.get(verdict.state, 'no figure')}."
    told = [level for level in verdict.levels if level is not None]
    runs = ""
    if len(told) > 1:
        runs = (
            " in every run"
            if len(set(told)) == 1
            else f" (runs said levels {', '.join(str(one + 1) for one in told)})"
        )
    return f"Judge on {name}: {verdict.score:.0f}{runs}. {verdict.reason}".strip()


def _figure(score: float | None) -> str:
    return "–" if score is None else f"{score:.0f}"
