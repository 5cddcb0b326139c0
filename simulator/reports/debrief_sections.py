"""What a debrief says, section by section: the one source of the screen and of the text. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from simulator.domain.ledger import LayerEntry
from simulator.domain.played import PlayedCall, Retried
from simulator.domain.scenario import Difficulty
from simulator.domain.scorecard import Dimension, Scorecard
from simulator.domain.state import points
from simulator.reports.blocks import (
    Behind,
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
from simulator.reports.covering import A_NEED, covered, covered_card, how_much, is_anything_hidden
from simulator.reports.debrief_words import (
    BASIS,
    ENDS,
    KEPT_ID,
    LAYERS,
    NAMES,
    bar,
    basis_of,
    figure,
    marks_of,
)
from simulator.reports.patience_rows import patience_rows

if TYPE_CHECKING:
    from simulator.scoring.debrief import Debrief, LayerOnMap, PlanKept

_LABEL = (7,)
_TURN = (8,)
_LAYER = (9,)
_DIMENSION = (14, 3)
#: fewer points than this are no curve
_LEAST_OF_A_CURVE = 3
#: what a sentence, or a piece of one that can stand for itself, ends with
_ENDING = (".", "?", "!", "…")
#: characters of a quote in the legend of the curve
_LEGEND_QUOTE = 60
_NOT_FOLLOWED = "they did not follow it"


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
        Section("What was there", tuple(_map(call, told, there, hidden)), "What was there"),
        Section("What they said, and what was true", tuple(_positions(told, there)), "Said and true"),
        Section("What went by unheard", tuple(_missed(call, told, there)), "Went by unheard"),
        Section("Scorecard", tuple(_scorecard(call, card, told, own or {}, there)), "Scorecard"),
        Section("Flags, beside the score and not in it", tuple(_flags(call, card, there)), "Flags"),
        Section("Your plan, and what became of it", tuple(_plan(told, there, hidden)), "Your plan"),
        Section("What you could not know", tuple(_could_not_know(told)), "Could not know"),
        Section(
            "Not your fault: lines they did not follow; outside the score",
            tuple(_not_followed(call, told, there)),
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
    yield line(*pieces)
    if call.retried is not None:
        yield line(quiet("Retry: "), plain(_beside_the_first(card.total, call.retried)))
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
            (line(quiet(f"turn {one.turn}")), line(plain(_said(call, one.turn, one.quote)))),
            (line(plain("")), line(strong(one.did))),
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
        said = _said(call, one.turn, one.quote, _LEGEND_QUOTE)
        moved = f"trust {points(one.trust_move):+}"
        yield Rows(
            ((line(strong(f"{sign}"), quiet(f" turn {one.turn}")), line(plain(f"{moved}  {said}"))),),
            _LAYER,
            behind=behind(
                f"Trust at turn {one.turn}", [(one.turn, moved), (turn, "what they made of it")], there
            ),
            close=True,
        )


def _said(call: PlayedCall, turn: int | None, quote: str, most: int | None = None) -> str:
    """A quote in its marks, with dots where it was cut in the middle of a sentence.

    Args:
        most: characters that there is room for; it is cut at a word where there is one.
    """
    if not quote:
        return "(silence)"
    if most is not None and len(quote) > most:
        cut = quote[:most]
        return f"“{cut.rsplit(None, 1)[0] or cut} …”"
    text = next((one.text for one in call.turns if one.index == turn), "")
    rest = text.partition(quote)[2].strip()
    goes_on = bool(rest) and rest[0] not in _ENDING and quote.rstrip("\"'”’)")[-1:] not in _ENDING
    return f"“{quote} …”" if goes_on else f"“{quote}”"


def _map(call: PlayedCall, told: Debrief, there: frozenset[int], hidden: str) -> Iterator[Paragraph | Rows]:
    if hidden:
        yield line(plain(f"{hidden} U uncovers what is there.", hidden))
    entries = call.state.ledger.layers
    for need in told.needs:
        worth, won = (sum(layer.worth for layer in need.layers), sum(layer.won for layer in need.layers))
        depth = f", {won:.0f} of {worth:.0f} points for depth" if worth else ""
        yield line(strong(need.label), quiet(f"  {need.reached} of {len(need.layers)} told{depth}"))
        for layer in need.layers:
            last = layer is need.layers[-1]
            yield _layer(
                layer,
                behind(
                    f"{need.label}, {layer.level}",
                    _turns_of_layer(layer, entries.get(layer.layer)),
                    there,
                ),
                call,
                close=not last,
            )


def _layer(layer: LayerOnMap, rests_on: Behind | None, call: PlayedCall, *, close: bool) -> Rows:
    sign, in_file, word = LAYERS[layer.state]
    return Rows(
        (
            (
                line(plain(f"{sign} ", f"{in_file} "), quiet(layer.level)),
                line(
                    plain(f"{layer.truth}\n"), strong(word), quiet(_how_it_went(layer, call) + _worth(layer))
                ),
            ),
        ),
        _LAYER,
        behind=rests_on,
        close=close,
    )


def _how_it_went(layer: LayerOnMap, call: PlayedCall) -> str:
    """What opened a layer, or came near it: goes on from the word for how far it came."""
    if layer.opened_turn is not None:
        moved = f" Trust {points(layer.trust_move):+}." if layer.trust_move is not None else ""
        return (
            f"; opened by turn {layer.opened_turn}: {_said(call, layer.opened_turn, layer.opened_by)}{moved}"
        )
    if layer.cue_missed:
        return f"; its cue, turn {layer.cue_turn}, went by: {_said(call, layer.cue_turn, layer.cue)}"
    if layer.asked_turns:
        turns = ", ".join(map(str, layer.asked_turns))
        why = f": {layer.not_told}" if layer.not_told else ""
        return f"; you came near it in turn {turns}, but it was not told then{why}."
    return "."


def _worth(layer: LayerOnMap) -> str:
    """What it gave for depth, or would have given."""
    if not layer.worth:
        return ""
    worth = "1 point" if layer.worth == 1 else f"{layer.worth:.0f} points"
    if layer.won:
        return f" Worth {worth}."
    if layer.opened_turn is not None:
        return " Told without being asked for, so worth no points."
    return f" It would have been worth {worth}."


def _turns_of_layer(layer: LayerOnMap, entry: LayerEntry | None) -> Iterator[tuple[int | None, str]]:
    yield layer.cue_turn, "its cue" + (", which went by" if layer.cue_missed else "")
    for turn in layer.asked_turns:
        if turn != layer.opened_turn:
            yield turn, "came near it"
    yield layer.opened_turn, "opened it"
    if entry is not None:
        yield entry.picked_up_turn, "took up its cue"
        yield entry.revealed_turn, "told"
        yield entry.confirmed_turn, "gave it back"
        yield entry.addressed_turn, "tied the next step to it"


def _positions(told: Debrief, there: frozenset[int]) -> Iterator[Rows]:
    for one in told.positions:
        at = f" (turn {one.turn})" if one.turn is not None else ""
        said = plain(f"“{one.said}”") if one.said else quiet("they did not have to say it")
        yield Rows(
            (
                (line(quiet("said")), line(said)),
                (line(quiet("true")), line(plain(one.truth))),
                (line(quiet("you")), line(strong(f"{one.outcome}{at}"))),
            ),
            _LABEL,
            behind=behind(
                "What they said, and what was true",
                [(one.said_turn, "they said it here"), (one.turn, one.outcome)],
                there,
            ),
        )


def _missed(call: PlayedCall, told: Debrief, there: frozenset[int]) -> Iterator[Rows]:
    for turn, quote in told.missed_cues:
        yield _quote(call, turn, quote, behind("Went by unheard", [(turn, "nobody took this up")], there))


def _not_followed(call: PlayedCall, told: Debrief, there: frozenset[int]) -> Iterator[Rows]:
    for turn, quote in () if told.lost else told.not_understood:
        yield _quote(call, turn, quote, behind("Not your fault", [(turn, _NOT_FOLLOWED)], there))
    for one in told.lost:
        said = (
            f"\nThey said: {_said(call, one.answer_turn, one.answer)}" if one.answer_turn is not None else ""
        )
        shown = (
            f"\nShown in the call as a bungle; it does not count, since they did not follow it: {one.bungle}"
        )
        rests_on = behind(
            "Not your fault", [(one.turn, _NOT_FOLLOWED), (one.answer_turn, "their answer")], there
        )
        text = plain(f"{_said(call, one.turn, one.quote)}{said}{shown if one.bungle else ''}")
        yield Rows(((line(quiet(f"turn {one.turn}")), line(text)),), _TURN, behind=rests_on, close=True)


def _quote(call: PlayedCall, turn: int, quote: str, rests_on: Behind | None) -> Rows:
    said = plain(_said(call, turn, quote))
    return Rows(((line(quiet(f"turn {turn}")), line(said)),), _TURN, behind=rests_on, close=True)


def _scorecard(
    call: PlayedCall,
    card: Scorecard,
    told: Debrief,
    own: Mapping[Dimension, float],
    there: frozenset[int],
) -> Iterator[Rows]:
    for name, one in card.dimensions.items():
        sign, in_file, word = BASIS[basis_of(one)]
        pieces = [
            plain(f"{bar(one.score)}  ", ""),
            plain(f"{sign:<2} {word}", f"{in_file}{word}"),
        ]
        if name in own:
            pieces.append(strong(f"   you said {own[name]:.0f}"))
        if one.note:
            pieces.append(quiet(f"\n{one.note}"))
        found = [(proof.turn, proof.why) for proof in one.evidence]
        if name is Dimension.ACCOUNTABILITY:
            found.extend(_mistakes(call, told))
        title = f"{NAMES[name]}, {'not observed' if one.score is None else f'{one.score:.0f} of 100'}"
        yield Rows(
            ((line(plain(NAMES[name])), line(strong(figure(one.score))), line(*pieces)),),
            _DIMENSION,
            behind=behind(title, found, there),
            close=True,
        )


def _mistakes(call: PlayedCall, told: Debrief) -> Iterator[tuple[int, str]]:
    """The bungles of a call, those that were taken back among them: accountability is about what became of them."""
    withdrawn = {one.turn: one.why for one in told.withdrawn}
    for turn in call.turns:
        if turn.taken_back and turn.lesson:
            yield turn.index, f"taken back: “{turn.lesson}”"
        bungle = turn.direction.bungle if turn.direction is not None else None
        if bungle is not None:
            why = withdrawn.get(bungle.turn) if not turn.taken_back else None
            yield bungle.turn, f"{bungle.why} It does not count, since {why}." if why else bungle.why


def _flags(call: PlayedCall, card: Scorecard, there: frozenset[int]) -> Iterator[Rows]:
    for flag in card.flags:
        yield Rows(
            (
                (
                    line(quiet(f"turn {flag.turn}")),
                    line(plain(f"{_said(call, flag.turn, flag.quote)} "), strong(flag.fact)),
                ),
            ),
            _TURN,
            behind=behind("A flag", [(flag.turn, flag.fact)], there),
            close=True,
        )


def _plan(told: Debrief, there: frozenset[int], hidden: str) -> Iterator[Rows]:
    if told.plan is not None:
        needs = ", ".join(need.label for need in told.needs if need.label != A_NEED)
        was = f"They told you of: {needs}." if hidden else f"It was: {needs}."
        yield from _close(_plan_rows(told.plan, was if needs else "", there))


def _plan_rows(plan: PlanKept, was: str, there: frozenset[int]) -> Iterator[Rows]:
    width = (8,)
    if plan.reason:
        yield Rows(((line(quiet("reason")), line(plain(plan.reason))),), width)
    for question, turn in plan.questions:
        after = f"asked in turn {turn}" if turn is not None else "not asked"
        yield Rows(
            ((line(quiet("question")), line(plain(question), strong(f"  {after}"))),),
            width,
            behind=behind("A question of your plan", [(turn, f"asked “{question}”")], there),
        )
    if plan.guess:
        near = (strong(f"  {plan.guess_near}"),) if plan.guess_near else ()
        really = (quiet(f"  {was}"),) if was else ()
        yield Rows(((line(quiet("guess")), line(plain(plan.guess), *near, *really)),), width)


def _close(rows: Iterable[Rows]) -> Iterator[Rows]:
    for one in rows:
        yield Rows(one.rows, one.widths, behind=one.behind, close=True)


def _could_not_know(told: Debrief) -> Iterator[Paragraph]:
    if told.could_not_know:
        yield line(plain(told.could_not_know))
