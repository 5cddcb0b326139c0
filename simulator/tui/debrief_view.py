"""The debrief as blocks that a screen can draw: paragraphs and tables of plain text. Knows no widget."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from simulator.domain.ledger import LayerState
from simulator.domain.played import PlayedCall
from simulator.domain.scorecard import Basis, Dimension, DimensionScore, Scorecard
from simulator.domain.text_safety import visible
from simulator.tui.trend import chart

if TYPE_CHECKING:
    from simulator.call.finishing import Finished
    from simulator.scoring.debrief import Debrief, LayerOnMap


class Style(StrEnum):
    """How a piece of text stands out; never by colour alone."""

    PLAIN = "plain"
    STRONG = "strong"
    QUIET = "quiet"


@dataclass(frozen=True)
class Piece:
    """Some text in one style; safe to show."""

    text: str
    style: Style = Style.PLAIN


@dataclass(frozen=True)
class Paragraph:
    """Pieces in a row."""

    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Rows:
    """A table: a cell is a paragraph. Without headings it is there for alignment only.

    Attributes:
        widths: least columns of text for each column but the last, so that tables below each other line up.
    """

    rows: tuple[tuple[Paragraph, ...], ...]
    widths: tuple[int, ...]
    headings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """A heading with what stands below it."""

    title: str
    blocks: tuple[Paragraph | Rows, ...]


_MAP_WIDTHS = (18, 7)
_LABEL_WIDTHS = (7,)
#: fewer turns than this are no curve
_LEAST_OF_A_CURVE = 3
_CURVE_COLUMNS, _CURVE_ROWS = 66, 8
_NOT_SAID = "they did not have to say it"

#: a sign and a word for how far a layer came
LAYER_WORDS = {
    LayerState.HIDDEN: ("○", "not reached"),
    LayerState.HINTED: ("◔", "hinted at"),
    LayerState.REVEALED: ("◑", "told"),
    LayerState.CONFIRMED: ("●", "given back"),
    LayerState.ADDRESSED: ("◉", "in the next step"),
}
NAMES = {
    Dimension.PREPARATION: "Preparation",
    Dimension.TIME: "Time",
    Dimension.HUMAN_TONE: "Human tone",
    Dimension.PROBING: "Probing",
    Dimension.LISTENING: "Listening",
    Dimension.RESILIENCE: "Resilience",
    Dimension.ACCOUNTABILITY: "Accountability",
    Dimension.OUTCOME: "Outcome",
}
_BASIS_WORDS = {
    Basis.MEASURED: "measured",
    Basis.JUDGED: "judged",
    Basis.BOTH: "measured and judged",
    Basis.NOT_OBSERVED: "not observed",
}


def sections(call: PlayedCall, finished: Finished) -> list[Section]:
    """The whole debrief, the most useful first; sections with nothing in them are left out."""
    card, told = finished.event.scorecard, finished.debrief
    made = (
        Section("In short", tuple(_short(call, card, told))),
        Section("What you could not know", tuple(_could_not_know(told))),
        Section("What was there", tuple(_map(told))),
        Section("What they said, and what was true", tuple(_positions(told))),
        Section("What went by unheard", tuple(_quotes(told.missed_cues))),
        Section("Turns that mattered", tuple(_turns(told))),
        Section("Your plan, and what became of it", tuple(_plan(told))),
        Section("Trust over the call", tuple(_trust(told))),
        Section("Next time", tuple(_advice(told))),
        Section("Scorecard", tuple(_scorecard(card))),
        Section("Flags, beside the score and not in it", tuple(_flags(card))),
        Section(
            "Not your fault: lines they did not follow; outside the score",
            tuple(_quotes(told.not_understood)),
        ),
    )
    return [section for section in made if section.blocks]


def _short(call: PlayedCall, card: Scorecard, told: Debrief) -> Iterator[Paragraph]:
    from simulator.reports.call_text import ENDS  # noqa: PLC0415 - loads the scoring; never before the first paint

    yield _line(_strong(f"{call.persona.card.name}, {call.persona.card.company}"))
    total = "not scored" if card.total is None else f"{card.total:.0f} of 100"
    yield _line(_plain(f"{ENDS[told.ended]} Score: "), _strong(total))
    if told.fit:
        yield _line(_quiet("Fit: "), _plain(told.fit))


def _could_not_know(told: Debrief) -> Iterator[Paragraph]:
    if told.could_not_know:
        yield _line(_plain(told.could_not_know))


def _map(told: Debrief) -> Iterator[Paragraph | Rows]:
    for need in told.needs:
        yield _line(_strong(need.label), _quiet(f"  {need.reached} of {len(need.layers)} told"))
        yield Rows(tuple(_layer(layer) for layer in need.layers), _MAP_WIDTHS)


def _layer(layer: LayerOnMap) -> tuple[Paragraph, ...]:
    sign, word = LAYER_WORDS[layer.state]
    pieces = [_plain(layer.truth)]
    if layer.opened_turn is not None:
        pieces.append(_quiet(f"\nopened by turn {layer.opened_turn}: “{layer.opened_by}”"))
    elif layer.cue_missed:
        pieces.append(_quiet(f"\nits cue, turn {layer.cue_turn}, went by: “{layer.cue}”"))
    elif layer.asked_turns:
        turns = ", ".join(map(str, layer.asked_turns))
        pieces.append(_quiet(f"\nyou came near it in turn {turns}; it was not told then"))
    return _line(_plain(f"{sign} {word}")), _line(_quiet(layer.level)), _line(*pieces)


def _positions(told: Debrief) -> Iterator[Rows]:
    for one in told.positions:
        at = f" (turn {one.turn})" if one.turn is not None else ""
        yield Rows(
            (
                (_line(_quiet("said")), _line(_plain(f"“{one.said}”") if one.said else _quiet(_NOT_SAID))),
                (_line(_quiet("true")), _line(_plain(one.truth))),
                (_line(_quiet("you")), _line(_strong(f"{one.outcome}{at}"))),
            ),
            _LABEL_WIDTHS,
        )


def _quotes(quotes: Sequence[tuple[int, str]]) -> Iterator[Rows]:
    if quotes:
        yield Rows(
            tuple((_line(_quiet(f"turn {turn}")), _line(_plain(f"“{quote}”"))) for turn, quote in quotes),
            _LABEL_WIDTHS,
        )


def _turns(told: Debrief) -> Iterator[Rows]:
    for one in told.turns:
        rows = [
            (_line(_quiet(f"turn {one.turn}")), _line(_plain(f"“{one.quote}”"))),
            (_line(_plain("")), _line(_strong(one.did))),
        ]
        if one.better:
            rows.append((_line(_quiet("better")), _line(_plain(f"“{one.better}”"))))
        yield Rows(tuple(rows), _LABEL_WIDTHS)


def _plan(told: Debrief) -> Iterator[Rows]:
    plan = told.plan
    if plan is None:
        return
    rows = [("reason", plan.reason, "")]
    for question, turn in plan.questions:
        rows.append(("question", question, f"asked in turn {turn}" if turn is not None else "not asked"))
    rows.append(("guess", plan.guess, f"It was: {', '.join(need.label for need in told.needs)}."))
    yield Rows(
        tuple(
            (_line(_quiet(name)), _line(_plain(text), _quiet(f"  {after}" if after else "")))
            for name, text, after in rows
            if text
        ),
        _LABEL_WIDTHS,
    )


def _trust(told: Debrief) -> Iterator[Paragraph]:
    """The curve, and what it did at the turns that mattered."""
    if len(told.trust) < _LEAST_OF_A_CURVE:
        return
    turns, values = zip(*told.trust, strict=True)
    drawn = chart(
        [100 * value for value in values], _CURVE_COLUMNS, _CURVE_ROWS, ("turn 0", f"turn {turns[-1]}")
    )
    yield _line(_plain("\n".join(drawn)))
    moves = ", ".join(f"turn {one.turn}: {one.trust_move:+.2f}" for one in told.turns)
    if moves:
        yield _line(_quiet(f"At the turns that mattered: {moves}."))


def _advice(told: Debrief) -> Iterator[Rows]:
    rows = [("Keep", told.keep), ("Change", told.change), ("Drill", told.drill)]
    if told.retry_turn is not None:
        rows.append(("Retry", f"From turn {told.retry_turn}; T does it."))
    yield Rows(
        tuple((_line(_strong(name)), _line(_plain(text))) for name, text in rows if text), _LABEL_WIDTHS
    )


def _scorecard(card: Scorecard) -> Iterator[Rows]:
    rows = tuple(
        (
            _line(_plain(NAMES[name])),
            _line(_strong(_figure(one))),
            _line(_quiet(_basis(one))),
            _line(_plain(one.note)),
        )
        for name, one in card.dimensions.items()
    )
    yield Rows(rows, (14, 5, 12), headings=("", "0–100", "basis", ""))


def _figure(one: DimensionScore) -> str:
    return "–" if one.score is None else f"{one.score:>3.0f}"


def _basis(one: DimensionScore) -> str:
    return _BASIS_WORDS[Basis.NOT_OBSERVED if one.score is None else one.basis]


def _flags(card: Scorecard) -> Iterator[Rows]:
    if card.flags:
        yield Rows(
            tuple(
                (_line(_quiet(f"turn {flag.turn}")), _line(_plain(f"“{flag.quote}” "), _strong(flag.fact)))
                for flag in card.flags
            ),
            _LABEL_WIDTHS,
        )


def _line(*pieces: Piece) -> Paragraph:
    return Paragraph(pieces)


def _plain(text: str) -> Piece:
    return Piece(visible(text))


def _strong(text: str) -> Piece:
    return Piece(visible(text), Style.STRONG)


def _quiet(text: str) -> Piece:
    return Piece(visible(text), Style.QUIET)
