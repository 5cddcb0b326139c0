"""What a debrief says, section by section: the one source of the screen and of the text. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from simulator.domain.played import PlayedCall, Retried
from simulator.domain.scenario import Difficulty
from simulator.domain.scorecard import Dimension, Scorecard
from simulator.domain.state import points
from simulator.reports.blocks import (
    Curve,
    Paragraph,
    Rows,
    Section,
    behind,
    line,
    plain,
    quiet,
    strong,
)
from simulator.reports.covering import covered, covered_card, how_much, is_anything_hidden
from simulator.reports.debrief_ledger import map_rows, missed_rows, not_followed_rows, position_rows
from simulator.reports.debrief_plan import plan_rows
from simulator.reports.debrief_score import flag_rows, scorecard_rows
from simulator.reports.debrief_words import (
    BASIS,
    ENDS,
    KEPT_ID,
    basis_of,
    marks_of,
    more_room,
)
from simulator.reports.patience_rows import patience_rows
from simulator.reports.quoted import quoted

if TYPE_CHECKING:
    from simulator.scoring.debrief import Debrief

_LABEL = (7,)
_TURN = (8,)
_LAYER = (9,)
#: fewer points than this are no curve
_LEAST_OF_A_CURVE = 3
#: characters of a quote in the legend of the curve
_LEGEND_QUOTE = 60


def sections(
    call: PlayedCall,
    card: Scorecard,
    told: Debrief,
    own: Mapping[Dimension, float] | None = None,
    *,
    uncovered: bool = True,
    commands: bool = True,
) -> list[Section]:
    """The whole debrief, the most useful first; sections with nothing in them are left out.

    Args:
        own: the rep's own grades, 0–100.
        uncovered: whether what was not reached is told too; else it is there as places, for a next call.
        commands: whether the person has a command line, to retry with.
    """
    hidden = "" if uncovered or not is_anything_hidden(call, told) else how_much(told)
    if hidden:
        card, told = covered_card(call, card, told), covered(call, told)
    there = frozenset(turn.index for turn in call.turns)
    made = (
        Section("In short", tuple(_short(call, card, told)), "In short"),
        Section("Next time", tuple(_advice(call, told, there, commands=commands)), "Next time"),
        Section("Turns that mattered", tuple(_turns(call, told, there)), "Turns that mattered"),
        Section("Trust over the call", tuple(_trust(call, told, there)), "Trust"),
        Section("Their patience, and what used it up", tuple(patience_rows(call, told, there)), "Patience"),
        Section("What was there", tuple(map_rows(call, told, there, hidden)), "What was there"),
        Section("What they said, and what was true", tuple(position_rows(told, there)), "Said and true"),
        Section("What went by unheard", tuple(missed_rows(call, told, there)), "Went by unheard"),
        Section("Scorecard", tuple(scorecard_rows(call, card, told, own or {}, there)), "Scorecard"),
        Section("Flags, beside the score and not in it", tuple(flag_rows(call, card, there)), "Flags"),
        Section("Your plan, and what became of it", tuple(plan_rows(told, there, hidden)), "Your plan"),
        Section("What you could not know", tuple(_could_not_know(told)), "Could not know"),
        Section(
            "Not your fault: lines they did not follow; outside the score",
            tuple(not_followed_rows(call, told, there)),
            "Not your fault",
        ),
    )
    return [section for section in made if section.blocks]


def _short(call: PlayedCall, card: Scorecard, told: Debrief) -> Iterator[Paragraph]:
    total = "not scored" if card.total is None else f"{card.total:.0f} of 100"
    of_what = "" if card.total is None else f", {_made_from(card)}"
    pieces = [
        strong(f"{call.persona.card.name}, {call.persona.card.company}"),
        plain(f"\n{ENDS[told.ended]} Score: "),
        strong(total),
        plain(f"{of_what}."),
    ]
    if card.flags:
        count = "One flag stands" if len(card.flags) == 1 else f"{len(card.flags)} flags stand"
        pieces.append(strong(f"\n{count} beside the score; see Flags."))
    if card.held:
        pieces.append(plain(f"\n{card.held}"))
    yield line(*pieces)
    if call.retried is not None:
        room = more_room(call.patience_given, call.retried.more_s)
        told_of_it = f"{_beside_the_first(card.total, call.retried)} {room}".rstrip()
        yield line(quiet("Retry: "), plain(f"{told_of_it} A retry is in no mean and no best."))
    for one in told.obtained:
        yield line(
            quiet("You came away with "),
            plain(f"{one.what} (turn {one.turn}): {quoted(call, one.turn, one.quote)}"),
        )
    if told.fit:
        yield line(quiet("Fit: "), plain(told.fit))


def _beside_the_first(total: float | None, retried: Retried) -> str:
    """How a new try compares with the call that it takes up."""
    which = "The try before" if retried.is_retry else "The first call"
    before, now = ("not scored" if one is None else f"{one:.0f}" for one in (retried.total, total))
    return f"{which}: {before}. This one, from turn {retried.turn}: {now}."


def _made_from(card: Scorecard) -> str:
    """What kind of evidence the total rests on."""
    kinds = {basis_of(one) for one in card.dimensions.values() if one.score is not None}
    if len(kinds) > 1:
        return "measured and judged"
    return f"all of it {BASIS[next(iter(kinds))][2]}" if kinds else "of nothing that was observed"


def _advice(call: PlayedCall, told: Debrief, there: frozenset[int], *, commands: bool) -> Iterator[Rows]:
    rows = [("Keep", plain(told.keep)), ("Change", plain(told.change)), ("Drill", plain(told.drill))]
    for name, text in rows:
        if text.text:
            yield Rows(((line(strong(name)), line(text)),), _LABEL, close=True)
    if told.retry_turn is not None:
        kept = commands and KEPT_ID.match(call.call) is not None
        how = f": simulator calls retry {call.call}" if kept else "."
        at = f"From turn {told.retry_turn}"
        yield Rows(
            ((line(strong("Retry")), line(plain(f"{at}; T does it.", f"{at}{how}"))),),
            _LABEL,
            behind=behind("Best played again", [(told.retry_turn, "a retry begins here")], there),
        )


def _turns(call: PlayedCall, told: Debrief, there: frozenset[int]) -> Iterator[Rows]:
    for one in told.turns:
        rows = [
            (line(quiet(f"turn {one.turn}")), line(plain(quoted(call, one.turn, one.quote)))),
            (line(plain("")), line(strong(one.did), quiet(f" {one.moved}" if one.moved else ""))),
        ]
        if one.better:
            rows.append((line(quiet("better")), line(plain(f"“{one.better}”"))))
        elif one.better_kind:
            rows.append((line(quiet("better")), line(plain(one.better_kind))))
        yield Rows(tuple(rows), _TURN, behind=behind("A turn that mattered", [(one.turn, one.did)], there))


def _trust(call: PlayedCall, told: Debrief, there: frozenset[int]) -> Iterator[Paragraph | Rows]:
    """The curve, and what it did at the turns that mattered; nothing while an exam runs."""
    examined = call.end is None and call.scenario.difficulty is Difficulty.EXAM
    if len(told.trust) < _LEAST_OF_A_CURVE or examined:
        return
    curve = tuple((turn, points(value)) for turn, value in told.trust)
    low, high = (choose(curve, key=lambda one: one[1]) for choose in (min, max))
    yield line(
        plain(f"It went from {curve[0][1]} to {curve[-1][1]} of 100; "),
        quiet(f"lowest {low[1]} in turn {low[0]}, highest {high[1]} in turn {high[0]}."),
    )
    marks = marks_of(told, curve)
    yield Curve(points=curve, marks=tuple((sign, turn, value) for sign, turn, value, _ in marks))
    for sign, turn, _, one in marks:
        said = quoted(call, one.turn, one.quote, _LEGEND_QUOTE)
        moved = f"trust {points(one.trust_move):+}"
        yield Rows(
            ((line(strong(f"{sign}"), quiet(f" turn {one.turn}")), line(plain(f"{moved}  {said}"))),),
            _LAYER,
            behind=behind(
                f"Trust at turn {one.turn}", [(one.turn, moved), (turn, "what they made of it")], there
            ),
            close=True,
        )


def _could_not_know(told: Debrief) -> Iterator[Paragraph]:
    if told.could_not_know:
        yield line(plain(told.could_not_know))
