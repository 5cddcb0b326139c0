"""The turns that mattered: what each line did, how much it weighed, and a better line where there is one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from simulator.domain.persona import LEVELS, PositionKind
from simulator.domain.played import PlayedCall, PlayedTurn
from simulator.domain.reading import Act, Aspect, QuestionForm, QuestionKind, ReflectionKind
from simulator.domain.scorecard import Flag
from simulator.domain.state import BungleKind, EndReason
from simulator.scoring.advice import DEPTH_WORDS, INSTEAD_OF_THE_FALL, claimed, you_did
from simulator.scoring.better_lines import BetterLines
from simulator.scoring.cues import LINES_TO_MISS, cue_words, first_stated, missed_cues, untested
from simulator.scoring.exchanges import Exchange
from simulator.scoring.moved import NOTHING_MOVED, Moved, moved_by
from simulator.scoring.staying import surely_left

#: trust moved by less than this is not worth a word
_SMALL_MOVE = 0.025
_FALSE_CLAIMS = frozenset({"forbidden_claim", "guarantee", "false_urgency"})
#: and one of this uptake surely asks behind it
_ASKS_BEHIND = 0.62
_SENTENCE = re.compile(r"[^.!?:]+")
_PUSHES = (Act.PRESSURE, Act.FALSE_URGENCY, Act.GUARANTEE, Act.PITCH, Act.RUDE)
_HUNG_UP = frozenset(
    {EndReason.HUNG_UP_PATIENCE, EndReason.HUNG_UP_PUSHED, EndReason.HUNG_UP_RUDE, EndReason.HUNG_UP_ODD}
)
_ORDINALS = ("", "", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")


@dataclass(frozen=True, eq=False)
class Moment:
    """One line of the rep and what it did.

    Attributes:
        weight: against the other moments of the call; 1 is a plain bungle.
        kind: moments of one kind teach the same thing.
        did: sentences that say what it did, any of them will do.
        better: lines that could have stood there; empty for a line that was good.
        instead: what kind of line could have, where none can be put into words.
        moved: what the line moved.
    """

    weight: float
    kind: str
    exchange: Exchange
    did: tuple[str, ...]
    better: tuple[str, ...] = ()
    instead: str = ""
    moved: Moved = NOTHING_MOVED

    @property
    def says_what_moved(self) -> bool:
        """Whether it speaks of the side to which the line moved things: a line that did well is praised, and not missed."""
        if not self.moved.far:
            return True
        return self.moved.is_good is not self.teaches

    @property
    def teaches(self) -> bool:
        """Whether there was something better to say."""
        return bool(self.better or self.instead)


def find_moments(call: PlayedCall, exchanges: Sequence[Exchange], flags: Sequence[Flag] = ()) -> list[Moment]:
    """Everything in a call that is worth a word, what teaches most first; one moment a turn.

    Of several things that can be said of a line, it is the one that goes with what the line moved.

    Args:
        flags: what stands beside the score: a false claim is named as one, whatever else the line was.
    """
    lines = BetterLines(call)
    found = [
        *_missed(call, exchanges, lines),
        *_bungles(exchanges, lines, [one for one in flags if one.kind in _FALSE_CLAIMS]),
        *_taken_at_face_value(call, exchanges, lines),
        *_not_given_back(call, exchanges, lines),
        *_good_ones(call, exchanges),
        *_trust(exchanges, lines),
    ]
    moved = [replace(one, moved=moved_by(one.exchange, call.persona)) for one in found]
    moved.sort(key=lambda one: (-one.says_what_moved, -one.weight, one.exchange.rep.index))
    by_turn: dict[int, Moment] = {}
    for one in moved:
        by_turn.setdefault(one.exchange.rep.index, one)
    return sorted(by_turn.values(), key=lambda one: (-one.weight, one.exchange.rep.index))


def sentences_of(text: str) -> set[str]:
    """The sentences of a line, for telling whether one of them was said before."""
    return {one.strip() for one in _SENTENCE.findall(text) if one.strip()}


def _missed(call: PlayedCall, exchanges: Sequence[Exchange], lines: BetterLines) -> Iterator[Moment]:
    for cue in missed_cues(call, exchanges):
        after = [one for one in exchanges if one.rep.index > cue.turn and one.counts][:LINES_TO_MISS]
        # a line that did something good with what stood before the cue is not the one to blame
        at = next((one for one in after if not _is_good(one)), after[-1])
        human = ":" in cue.topic
        behind = cue.label if human else f"{DEPTH_WORDS[LEVELS[cue.depth]]} ({cue.label})"
        yield Moment(
            weight=1.2 + 0.1 * cue.depth,
            kind="missed_cue",
            exchange=at,
            did=(
                f"They had let drop “{cue.words}” (turn {cue.turn}), and this line did not take it up. "
                f"People who hint at something often want to be asked; behind it lay {behind}.",
                f"They had hinted at something in turn {cue.turn}: “{cue.words}”. "
                f"This line went on without it; behind it lay {behind}.",
                f"Nobody asked on about “{cue.words}” (turn {cue.turn}). Behind it lay {behind}.",
            ),
            better=lines.for_cue(at, cue.topic, cue.words),
        )


def _is_good(exchange: Exchange) -> bool:
    return bool(exchange.opened or exchange.reading.reflected or exchange.reading.picked_up)


def _bungles(exchanges: Sequence[Exchange], lines: BetterLines, claims: Sequence[Flag]) -> Iterator[Moment]:
    times: dict[BungleKind, int] = {}
    for one in exchanges:
        false = [claim for claim in claims if claim.turn == one.rep.index]
        if false and one.counts:
            other = one.bungle if one.bungle and one.bungle.kind is not BungleKind.FORBIDDEN_CLAIM else None
            rest = f" {you_did(other)}" if other else ""
            did = tuple(f"{said}{rest}" for said in claimed(false))
            better = lines.instead_of_bungle(one, BungleKind.FORBIDDEN_CLAIM)
            yield Moment(2.0, f"claim:{false[0].kind}", one, did, better)
        if one.bungle is None or one.answer is None:
            continue
        kind = one.bungle.kind
        times[kind] = times.get(kind, 0) + 1
        what = you_did(one.bungle).rstrip(".")
        if times[kind] > 1:
            again = _ORDINALS[times[kind]] if times[kind] < len(_ORDINALS) else f"{times[kind]}th"
            what = f"{what}, for the {again} time"
        direction = one.answer.direction
        hung_up = direction is not None and direction.end is not None and direction.end.reason in _HUNG_UP
        yield Moment(
            weight=1.0 + 5 * abs(min(0.0, one.trust_move)),
            kind=f"bungle:{kind}",
            exchange=one,
            did=(
                f"{what}. They put the phone down." if hung_up else f"{what}.",
                f"{what} (turn {one.rep.index}).",
            ),
            better=lines.instead_of_bungle(one, kind),
        )


_WHAT_IT_WAS = {
    PositionKind.REFLEX_NO: "a reflex, and not their real answer",
    PositionKind.POLITE_YES: "a courtesy, and they did not mean yes",
    PositionKind.SMOKESCREEN: "an excuse, with the real reason behind it",
    PositionKind.MISTAKEN_BELIEF: "what they believe, and it is mistaken",
}


def _taken_at_face_value(
    call: PlayedCall, exchanges: Sequence[Exchange], lines: BetterLines
) -> Iterator[Moment]:
    turns = {turn.index: turn for turn in call.turns}
    for position, stated in untested(call, exchanges):
        at = next(one for one in exchanges if one.counts and one.rep.index > stated)
        if _is_good(at):
            continue
        said = cue_words(call, turns[stated], f"position:{position.id}")
        was = _WHAT_IT_WAS[position.kind]
        yield Moment(
            weight=0.85,
            kind="face_value",
            exchange=at,
            did=(
                f"They had said “{said}” (turn {stated}), and this line did not ask what stood behind it. It was {was}.",
                f"“{said}” (turn {stated}) was {was}; nobody asked what stood behind it.",
                f"In turn {stated} they said “{said}”. It was {was}, and you did not ask about it.",
            ),
            better=lines.for_position(at, position),
        )


def _not_given_back(call: PlayedCall, exchanges: Sequence[Exchange], lines: BetterLines) -> Iterator[Moment]:
    """A layer that was told, and the next line went on to something else."""
    turns = {turn.index: turn for turn in call.turns}
    for layer in call.persona.layers():
        entry = call.state.ledger.layers[layer.id]
        if (
            entry.revealed_turn is None
            or entry.confirmed_turn is not None
            or entry.addressed_turn is not None
        ):
            continue
        told = entry.revealed_turn
        need = call.persona.need_of(layer.id)
        pairs = (
            (one, after)
            for one, after in pairwise(exchanges)
            if one.answer is not None and one.answer.index == told
        )
        at = next((after for one, after in pairs if surely_left(one, after, need)), None)
        if at is None:
            continue
        label = call.persona.need_of(layer.id).label
        yield Moment(
            weight=0.6 + 0.1 * LEVELS.index(layer.level),
            kind="not_given_back",
            exchange=at,
            did=(
                f"They had just told you {DEPTH_WORDS[layer.level]} ({label}), and this line went on to "
                "something else before they could tell that you had heard it.",
                f"In turn {told} they had told you {DEPTH_WORDS[layer.level]} ({label}); this line was about something else.",
            ),
            better=lines.giving_back(at, layer, cue_words(call, turns[told], layer.id)),
        )


def _good_ones(call: PlayedCall, exchanges: Sequence[Exchange]) -> Iterator[Moment]:
    turns = {turn.index: turn for turn in call.turns}
    for one in exchanges:
        if not one.counts:
            continue
        for topic in one.opened:
            if topic.startswith("position:"):
                yield _corrected(call, one, topic.removeprefix("position:"), turns)
            else:
                yield _opened(call, one, topic)
    by_turn = {one.rep.index: one for one in exchanges if one.counts}
    yield from _said_that_it_does_not_fit(call, exchanges)
    for position in call.persona.positions:
        entry = call.state.ledger.positions[position.id]
        if position.kind is PositionKind.HONEST or entry.is_open or entry.stated_turn is None:
            continue
        if entry.tested_turn in by_turn:
            stated = first_stated(call, position.id, entry.stated_turn)
            said = cue_words(call, turns[stated], f"position:{position.id}")
            yield Moment(
                0.8,
                "tested",
                by_turn[entry.tested_turn],
                _tested_words(by_turn[entry.tested_turn], said, stated),
            )
    for cue in call.persona.human.cues:
        honoured = call.state.ledger.cues[cue.id].honoured_turn
        if honoured in by_turn:
            about = f"about {cue.label}" if cue.label else "of themselves"
            yield Moment(
                0.75,
                "honoured",
                by_turn[honoured],
                (
                    f"You took up what they had let drop {about}. That was for the person and not for the sale.",
                    f"You stayed with what they had said {about}.",
                ),
            )
    for layer in call.persona.layers():
        confirmed = call.state.ledger.layers[layer.id].confirmed_turn
        if confirmed in by_turn:
            label = call.persona.need_of(layer.id).label
            yield Moment(
                0.5 + 0.1 * LEVELS.index(layer.level),
                "given_back",
                by_turn[confirmed],
                (
                    f"You gave back {DEPTH_WORDS[layer.level]} ({label}), and they could tell that you had heard it.",
                    f"You gave back what they had said of {DEPTH_WORDS[layer.level]} ({label}), and they agreed.",
                ),
            )


def _tested_words(exchange: Exchange, said: str, stated: int) -> tuple[str, ...]:
    """What a line did that touched a stated position; asking behind it is said only of one that goes on from it."""
    line = exchange.reading.line
    goes_on = line.does(Act.SECOND_THOUGHT) or exchange.rep.index == stated + 1 or line.uptake >= _ASKS_BEHIND
    if goes_on:
        return (
            f"You asked what stood behind “{said}” (turn {stated}). They kept to it for now.",
            f"You tested what they had said in turn {stated}; they kept to it for now.",
        )
    return (
        f"You asked about something that they had touched on in turn {stated} (“{said}”). They kept to it.",
        f"You came back to what they had said in turn {stated}, and they kept to it.",
    )


def _said_that_it_does_not_fit(call: PlayedCall, exchanges: Sequence[Exchange]) -> Iterator[Moment]:
    """The line in which a rep let go of somebody whom the offer does not suit."""
    ended = call.end is not None and call.end.reason in {EndReason.DISQUALIFIED, EndReason.REFERRED}
    if call.persona.fit.suits or not ended:
        return
    honest = [one for one in exchanges if one.reading.line.does(Act.DISQUALIFY)]
    for one in honest[-1:]:
        yield Moment(
            1.0,
            "honest_no",
            one,
            (
                "You said out loud that this is not for them. A meeting would have helped nobody.",
                "You let go of a sale that would have done nobody any good.",
            ),
        )


def _opened(call: PlayedCall, exchange: Exchange, topic: str) -> Moment:
    layer = call.persona.layer(topic)
    label = call.persona.need_of(topic).label
    picked_up = call.state.ledger.layers[topic].picked_up_turn == exchange.rep.index
    asked = exchange.reading.line.question is not QuestionKind.NONE
    since = "You took up their cue, which" if picked_up else "Your question" if asked else "Your line"
    return Moment(
        weight=0.7 + 0.2 * LEVELS.index(layer.level),
        kind="opened",
        exchange=exchange,
        did=(
            f"{since} brought out {DEPTH_WORDS[layer.level]} ({label}).",
            f"After it they told you {DEPTH_WORDS[layer.level]} ({label}).",
        ),
    )


def _corrected(call: PlayedCall, exchange: Exchange, name: str, turns: dict[int, PlayedTurn]) -> Moment:
    entry = call.state.ledger.positions[name]
    stated = entry.stated_turn
    if stated is None or stated >= exchange.rep.index:
        did: tuple[str, ...] = (
            "You asked so openly that they began with the truth.",
            f"You had the truth at once (turn {exchange.rep.index}).",
        )
    else:
        said = cue_words(call, turns[stated], f"position:{name}")
        did = (
            f"You asked what stood behind “{said}” (turn {stated}), and the truth came out.",
            f"You did not take their word for it in turn {stated}, and got the truth.",
        )
    return Moment(weight=0.95, kind="corrected", exchange=exchange, did=did)


def _trust(exchanges: Sequence[Exchange], lines: BetterLines) -> Iterator[Moment]:
    for one in exchanges:
        moved = one.trust_move
        if not one.counts or abs(moved) < _SMALL_MOVE:
            continue
        if moved > 0:
            why = _what_won_trust(one)
            if why:
                yield Moment(8 * moved, "trust", one, (f"{why}.", f"{why} (turn {one.rep.index})."))
        else:
            better = tuple(lines.related(one))[:3]
            did = (
                "They trusted you less after this line.",
                "This line made them more careful.",
                f"After turn {one.rep.index} they held more back.",
            )
            yield Moment(-8 * moved, "trust_lost", one, did, better, "" if better else INSTEAD_OF_THE_FALL)


def _what_won_trust(exchange: Exchange) -> str:
    """What a line did that people like; empty where it did none of it, or pushed besides: then it was luck."""
    line, reading = exchange.reading.line, exchange.reading
    asks = line.question is not QuestionKind.NONE and line.form is not QuestionForm.GREETING
    if line.does(*_PUSHES):
        return ""
    cases = (
        (reading.picked_up, "You took up what they had let drop"),
        (reading.reflected, "You gave back what they had said"),
        (line.does(Act.EMPATHY, Act.AFFIRMATION), "You met them as a person"),
        (line.does(Act.DISQUALIFY), "You were honest about the fit"),
        (asks and line.aspect is Aspect.FEEL, "You asked about them and not about the firm"),
        (line.reflection is not ReflectionKind.NONE, "You answered what they had said before anything else"),
        (line.does(Act.REASON_FOR_CALL), "You said plainly why you were ringing"),
        (asks and line.uptake >= _ASKS_BEHIND, "You went on from what they had just said"),
        (line.question is QuestionKind.OPEN, "You asked, and left room for the answer"),
        (line.does(Act.APOLOGY), "You owned what had gone wrong"),
    )
    return next((why for holds, why in cases if holds), "")
