"""The dimensions of a simulated call: the ledger is the ground truth, the turns add what it cannot know.

What the rep had no line left for is not counted as missed: a cue, a stated position or a layer that came in the last
words of the call was no occasion.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from simulator.domain.ledger import How, LayerEntry, PositionEntry
from simulator.domain.persona import LEVELS, PositionKind
from simulator.domain.played import PlayedCall
from simulator.domain.reading import Act, ReflectionKind, SpinKind
from simulator.domain.scorecard import Dimension, DimensionScore, Evidence
from simulator.domain.state import BungleKind, EndedBy, EndReason, points
from simulator.domain.transcript import Speaker
from simulator.reading.topic_words import content_stems
from simulator.scoring.accountability import accountability_of_call
from simulator.scoring.cues import first_stated
from simulator.scoring.exchanges import Exchange, chances_after, chances_until, exchanges_of
from simulator.scoring.from_turns import (
    FOLLOWS_ON,
    balance_part,
    dimensions_of_turns,
    stretch_part,
)
from simulator.scoring.measures import answering, asks
from simulator.scoring.outcome import outcome_of_call
from simulator.scoring.parts import (
    Part,
    clamp,
    combine,
    evidence,
    falling,
    quote_of,
    rising,
    share,
)
from simulator.scoring.plan_kept import turns_asked
from simulator.scoring.preparation_limit import over_the_limit
from simulator.scoring.profiles import PROFILES, Profile
from simulator.scoring.rated import RatedTurn, line_of, rate_played, rep_turns
from simulator.scoring.resilience import resilience
from simulator.scoring.spoken_over import spoken_over_parts

#: what an elicited layer is worth by its level: depth counts, not the number of layers
DEPTH_WORTH = dict(zip(LEVELS, (1.0, 2.0, 3.0, 4.0), strict=True))
#: a cue is picked up in time with one of the next two lines
_CUE_LINES = 2
#: fewer lines than this show nothing of tone, time, probing
_FEWEST_LINES = 2
#: the opening, in lines of the rep: who calls, and why
_NAMED_WITHIN, _REASON_WITHIN = 2, 4
#: the reader is this sure that a question is about a fact
_SURE_OF_FACT = 0.6
#: exchanges for each layer that are quick, and that are far too many
_QUICK, _SLOW = 2.5, 9.0
#: so many lines without a single layer are patience spent for nothing
_LINES_FOR_NOTHING = 4
#: where trust went over the call, for nothing and for the whole part
_TRUST_LOST, _TRUST_WON = -0.15, 0.3
#: share of the questions that the prospect has to have followed for depth to say anything about the rep
_FOLLOWED = 0.5
#: acts of a line that is about the offer, whatever words of theirs it uses
_SELLS = (
    Act.PITCH, Act.SELF_TALK, Act.PRESSURE, Act.FALSE_URGENCY, Act.GUARANTEE, Act.NEXT_STEP, Act.ARGUES, Act.RUDE,
)  # fmt: skip
#: a line of this much telling is no answer to what was said; a reflection has to be this sure
_MOSTLY_TELLS, _SURELY_REFLECTS = 0.9, 0.4
#: lines after the prospect said something, for a share of them to say anything
_ENOUGH_ANSWERS = 3
#: listening shows from so many layers that were told on, or so many lines after the prospect said something
_LAYERS_TO_HEAR, _ANSWERS_TO_HEAR = 2, 4


@dataclass(frozen=True)
class _Seen:
    """A played call as the dimensions need it."""

    call: PlayedCall
    exchanges: tuple[Exchange, ...]
    turns: tuple[RatedTurn, ...]
    profile: Profile

    @property
    def rep(self) -> list[RatedTurn]:
        """The rep's lines that count."""
        return rep_turns(self.turns)

    def had_a_line_after(self, turn: int | None) -> bool:
        """Whether it happened, and the rep had a line left to do something about it."""
        return turn is not None and chances_after(self.exchanges, turn) > 0


def dimensions_of_call(call: PlayedCall) -> dict[Dimension, DimensionScore]:
    """All eight dimensions of a played call."""
    exchanges = exchanges_of(call)
    seen = _Seen(call, exchanges, rate_played(call, exchanges), PROFILES[call.scenario.call_type])
    plain = dimensions_of_turns(seen.turns, seen.profile)
    rang_off = call.end is not None and call.end.by is EndedBy.REP and call.state.agreed is None
    return {
        Dimension.PREPARATION: _preparation(seen),
        Dimension.TIME: _time(seen),
        Dimension.HUMAN_TONE: _human_tone(seen, plain[Dimension.HUMAN_TONE]),
        Dimension.PROBING: _probing(seen),
        Dimension.LISTENING: _listening(seen, plain[Dimension.LISTENING]),
        Dimension.RESILIENCE: resilience(
            seen.turns,
            trust_moves={one.rep.index: one.trust_move for one in exchanges if one.answer is not None},
            rep_rang_off=rang_off,
            positions={f"position:{one.id}": one.kind for one in call.persona.positions},
        ),
        Dimension.ACCOUNTABILITY: accountability_of_call(call, exchanges),
        Dimension.OUTCOME: outcome_of_call(call),
    }


def _preparation(seen: _Seen) -> DimensionScore:
    """Who and why said early, planned questions asked, nothing asked that the brief told, no wrong names or facts."""
    # what a line says of the caller is said, whether or not the rest of it was followed
    said = [turn for turn in seen.turns if turn.line is not None]
    if not any(turn.words for turn in said):
        return combine([])
    reason = [turn for turn in said[:_REASON_WITHIN] if line_of(turn).does(Act.REASON_FOR_CALL)]
    early = said[:_NAMED_WITHIN]
    firm = seen.call.scenario.offer.company.lower()
    named = [turn for turn in early if line_of(turn).does(Act.GIVES_NAME)]
    for_whom = [turn for turn in early if line_of(turn).does(Act.GIVES_COMPANY) or firm in turn.text.lower()]
    who = (bool(named) + bool(for_whom)) / 2
    wrong = [
        turn
        for turn in seen.rep
        if turn.reading is not None and (turn.reading.wrong_name or turn.reading.wrong_fact)
    ]
    facts = [turn for turn in seen.rep if _asks_for_a_fact(turn)]
    known = [turn for turn in facts if _stands_in_the_brief(seen.call, turn)]
    news = share(len(facts) - len(known), len(facts))
    over, too_long = over_the_limit(seen.call)
    said_early = _what_was_missing(
        reason=bool(reason), name=bool(named), firm=bool(for_whom), wrong=bool(wrong)
    )
    return combine(
        [
            Part(1.0 if reason else 0.0, 0.35, evidence(reason, "says why they call", most=1)),
            Part(who, 0.2, evidence(named or for_whom, "says who is calling", most=1)),
            _plan_part(seen),
            Part(news, 0.1, evidence(known, "the brief had told it")),
            Part(0.0 if wrong else None, 0.2, evidence(wrong, "a name or a fact is wrong")),
            over,
        ],
        note=" ".join(filter(None, (said_early, too_long))),
    )


def _what_was_missing(*, reason: bool, name: bool, firm: bool, wrong: bool) -> str:
    """What of a prepared opening was not there, in words; empty where all of it was."""
    left = [
        word
        for there, word in ((reason, "why you call"), (name, "your name"), (firm, "for whom"))
        if not there
    ]
    missing = f"Not said early on: {', '.join(left)}." if left else ""
    return " ".join(filter(None, (missing, "A name or a fact was wrong." if wrong else "")))


def _asks_for_a_fact(turn: RatedTurn) -> bool:
    return turn.reading is not None and asks(turn) and bool(_facts_of(turn))


def _facts_of(turn: RatedTurn) -> list[str]:
    subjects = turn.reading.subjects if turn.reading is not None else ()
    return [one.topic for one in subjects if one.topic.startswith("fact:") and one.p >= _SURE_OF_FACT]


def _stands_in_the_brief(call: PlayedCall, turn: RatedTurn) -> bool:
    """Whether the turn asks for a fact whose answer stands in the brief, in the lead or on the public card."""
    lead = call.scenario.lead(call.persona.id)
    known = " ".join((*call.persona.card.public, lead.note if lead else "", call.scenario.brief)).lower()
    for topic in _facts_of(turn):
        mentions = call.persona.topic(topic).mentions
        if mentions and all(mention.lower() in known for mention in mentions):
            return True
    return False


def _plan_part(seen: _Seen) -> Part:
    """Share of the planned questions that were asked in some form; not observed without a plan."""
    plan = seen.call.plan
    planned = [one for one in plan.questions if content_stems(one)] if plan is not None else []
    asked = [turn for turn in seen.turns if turn.line is not None and asks(turn)]
    turns = turns_asked(planned, [(turn.index, turn.text) for turn in asked])
    hits = sum(turn is not None for turn in turns)
    used = [turn for turn in asked if turn.index in turns]
    value = share(hits, len(planned))
    return Part(None if value is None else clamp(value), 0.25, evidence(used, "asks what was planned"))


def _time(seen: _Seen) -> DimensionScore:
    """Talk share and monologues of the profile, and the prospect's exchanges spent for each layer reached."""
    exchanges = len(seen.rep)
    if exchanges < _FEWEST_LINES:
        return combine([])
    opened = sum(entry.is_open for entry in seen.call.state.ledger.layers.values())
    early = [
        one for one in seen.exchanges if one.bungle is not None and one.bungle.kind is BungleKind.EARLY_CLOSE
    ]
    words = _words([one.rep.index for one in early], seen.turns, "closes before any need is on the table")
    return combine(
        [
            balance_part(seen.turns, seen.profile),
            stretch_part(seen.turns, seen.profile),
            Part(_pace(seen, exchanges, opened), 0.8, _opened_by(seen)[:1]),
            Part(0.0 if early else None, 0.2, words),
        ],
        note=f"Layers reached: {opened}, in {exchanges} exchanges.",
    )


def _pace(seen: _Seen, exchanges: int, opened: int) -> float | None:
    """Exchanges for each layer; a call that came to nothing has no pace unless it was right to make it short."""
    if opened:
        return falling(exchanges / opened, _QUICK, _SLOW)
    end = seen.call.end
    if (
        not seen.call.persona.fit.suits
        and end is not None
        and end.reason in {EndReason.DISQUALIFIED, EndReason.REFERRED}
    ):
        return None
    thrown_out = end is not None and end.by is EndedBy.PROSPECT
    return 0.0 if thrown_out or exchanges >= _LINES_FOR_NOTHING else None


def _human_tone(seen: _Seen, plain: DimensionScore) -> DimensionScore:
    """Where trust went, human cues honoured, and the tone of the lines."""
    if len(seen.rep) < _FEWEST_LINES:
        return combine([])
    start, now = seen.call.standing()[0].state.trust, seen.call.state.trust
    cues = seen.call.state.ledger.cues
    honoured = [cue.honoured_turn for cue in cues.values() if cue.honoured_turn is not None]
    passed = [
        cue_id
        for cue_id, cue in cues.items()
        if cue.honoured_turn is None
        and seen.had_a_line_after(cue.dropped_turn)
        and not any(f"human:{cue_id}" in one.reading.picked_up for one in seen.exchanges)
    ]
    return combine(
        [
            Part(rising(now - start, _TRUST_LOST, _TRUST_WON), 0.45, _trust_words(seen)),
            Part(
                share(len(honoured), len(honoured) + len(passed)),
                0.2,
                _words(honoured, seen.turns, "takes up something of theirs"),
            ),
            _plain_part(plain, 0.35),
        ],
        note=f"Trust went from {points(start)} to {points(now)} of 100.",
    )


def _trust_words(seen: _Seen) -> tuple[Evidence, ...]:
    """The line that won most trust and the one that lost most."""
    moved = sorted((one for one in seen.exchanges if one.counts), key=lambda one: one.trust_move)
    ends = [one for one in (*moved[-1:], *moved[:1]) if points(one.trust_move)]
    return tuple(
        Evidence(turn=one.rep.index, quote=quote_of(one.rep.text), why=f"trust {points(one.trust_move):+}")
        for one in dict.fromkeys(ends)
    )


def _plain_part(plain: DimensionScore, weight: float) -> Part:
    """What the turns alone say of the dimension, as a part of it."""
    return Part(plain.score / 100 if plain.score is not None else None, weight, plain.evidence)


def _probing(seen: _Seen) -> DimensionScore:
    """Depth reached in the needs, positions tested, beliefs put right, cues taken up."""
    ledger, persona = seen.call.state.ledger, seen.call.persona
    if len(seen.rep) < _FEWEST_LINES:
        return combine([])
    elicited = sum(_elicited(entry) for entry in ledger.layers.values())
    note = f"{elicited} of {len(ledger.layers)} layers elicited."
    asked = [turn for turn in seen.rep if asks(turn)]
    lost = [turn for turn in seen.turns if turn.line is not None and not turn.counts and asks(turn)]
    if lost and not elicited and len(asked) < _FOLLOWED * (len(asked) + len(lost)):
        return DimensionScore(note="The prospect did not follow most of what was asked.")
    worths = [
        (
            sum(DEPTH_WORTH[layer.level] for layer in need.layers if _elicited(ledger.layers[layer.id])),
            sum(DEPTH_WORTH[layer.level] for layer in need.layers),
        )
        for need in persona.needs
    ]
    deepest = max(got / whole for got, whole in worths)
    breadth = sum(got for got, _ in worths) / sum(whole for _, whole in worths)
    deep = [turn for turn in asked if line_of(turn).spin is SpinKind.IMPLICATION]
    return combine(
        [
            Part(deepest, 0.4, _opened_by(seen)),
            Part(rising(breadth, 0.0, 0.7), 0.2),
            _positions_part(seen),
            _cues_part(seen),
            Part(rising(len(deep), 0, 2), 0.05, evidence(deep, "asks what follows from it", most=1)),
        ],
        note=note,
    )


def _positions_part(seen: _Seen) -> Part:
    """Stated positions that were tested, out of those that could be and that were not meant as they were said."""
    kinds = {position.id: position.kind for position in seen.call.persona.positions}
    stated = [
        entry
        for name, entry in seen.call.state.ledger.positions.items()
        if kinds[name] is not PositionKind.HONEST
        and (entry.is_open or seen.had_a_line_after(_first_stated(seen.call, name, entry)))
    ]
    tested = [entry for entry in stated if entry.tested_turn is not None or entry.is_open]
    turns = [entry.tested_turn for entry in tested]
    return Part(share(len(tested), len(stated)), 0.2, _words(turns, seen.turns, "asks behind what was said"))


def _first_stated(call: PlayedCall, name: str, entry: PositionEntry) -> int | None:
    return None if entry.stated_turn is None else first_stated(call, name, entry.stated_turn)


def _cues_part(seen: _Seen) -> Part:
    """Cues of layers that were picked up within the next two lines."""
    hinted = [
        entry for entry in seen.call.state.ledger.layers.values() if seen.had_a_line_after(entry.hinted_turn)
    ]
    caught = [entry for entry in hinted if _picked_up_in_time(seen, entry)]
    turns = [entry.picked_up_turn for entry in caught]
    return Part(share(len(caught), len(hinted)), 0.15, _words(turns, seen.turns, "takes up a cue"))


def _picked_up_in_time(seen: _Seen, entry: LayerEntry) -> bool:
    if entry.hinted_turn is None or entry.picked_up_turn is None:
        return False
    return 1 <= chances_until(seen.exchanges, entry.hinted_turn, entry.picked_up_turn) <= _CUE_LINES


def _listening(seen: _Seen, plain: DimensionScore) -> DimensionScore:
    """Layers given back and accepted, out of those that were told; lines that take up what was said; reflections."""
    if len(seen.rep) < _FEWEST_LINES:
        return combine([])
    told = [
        entry
        for entry in seen.call.state.ledger.layers.values()
        if seen.had_a_line_after(entry.revealed_turn)
    ]
    back = [_given_back(entry) for entry in told if _given_back(entry) is not None]
    answers = answering(seen.turns)
    if len(told) < _LAYERS_TO_HEAR and len(answers) < _ANSWERS_TO_HEAR:
        return DimensionScore(note="Too little was said for it to show how you listen.")
    heard = [turn for turn in answers if _takes_up(turn)]
    heard_share = rising(len(heard) / len(answers), 0.1, 0.7) if len(answers) >= _ENOUGH_ANSWERS else None
    given = f"{len(back)} of {len(told)} layers given back."
    parts = [
        Part(
            share(len(back), len(told)),
            0.5,
            _words(back, seen.turns, "gives it back, and it is accepted"),
        ),
        Part(heard_share, 0.25, evidence(heard, "takes up what was just said", most=2)),
        _plain_part(plain, 0.25),
    ]
    observed = any(part.value is not None for part in parts)
    return combine(
        [*parts, *spoken_over_parts(seen.turns)] if observed else parts,
        note=given
        if told
        else "Nothing was told that could be given back; what counts is how you took up their words.",
    )


def _given_back(entry: LayerEntry) -> int | None:
    """The turn in which a layer was given back, or tied to the next step; None where it was not."""
    return entry.confirmed_turn if entry.confirmed_turn is not None else entry.addressed_turn


def _takes_up(turn: RatedTurn) -> bool:
    """Whether a line does something with what was just said; one that sells or presses at it does not."""
    line = line_of(turn)
    if turn.reading is not None and (turn.reading.picked_up or turn.reading.reflected):
        return True
    if line.does(*_SELLS) or line.telling_p >= _MOSTLY_TELLS:
        return False
    reflects = line.reflection is not ReflectionKind.NONE and line.reflection_p >= _SURELY_REFLECTS
    return (
        reflects or line.does(Act.EMPATHY, Act.ACKNOWLEDGEMENT) or (asks(turn) and line.uptake >= FOLLOWS_ON)
    )


def _elicited(entry: LayerEntry) -> bool:
    return entry.is_open and entry.how is How.ELICITED


def _opened_by(seen: _Seen) -> tuple[Evidence, ...]:
    """The rep's lines that opened a layer, the deepest first."""
    depth = {layer.id: LEVELS.index(layer.level) for layer in seen.call.persona.layers()}
    opened = [
        (depth[topic], one.rep.index) for one in seen.exchanges for topic in one.opened if topic in depth
    ]
    ranked = sorted(opened, key=lambda one: (-one[0], one[1]))
    return _words([turn for _, turn in ranked], seen.turns, "opened a layer")


def _words(indexes: Sequence[int | None], turns: Sequence[RatedTurn], why: str) -> tuple[Evidence, ...]:
    by_index = {turn.index: turn for turn in turns if turn.speaker is Speaker.REP}
    return evidence([by_index[index] for index in indexes if index is not None and index in by_index], why)
