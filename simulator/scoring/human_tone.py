"""Human tone of a played call: where trust went, their words taken up, their cues honoured, and what was left lying."""

from __future__ import annotations

from simulator.domain.scorecard import DimensionScore, Evidence
from simulator.domain.state import points
from simulator.scoring.listening import takes_up
from simulator.scoring.measures import answering
from simulator.scoring.met import how_met, parts_of, sentence_of
from simulator.scoring.parts import Part, combine, evidence, quote_of, rising, share
from simulator.scoring.seen import FEWEST_LINES, Seen, plain_part, words_of

#: where trust went over the call, for nothing and for the whole part
_TRUST_LOST, _TRUST_WON = -0.15, 0.3
#: share of the lines that take up what was just said, for nothing and for the whole part; from so many lines on
_TAKEN_UP_NONE, _TAKEN_UP_WELL, _ENOUGH_ANSWERS = 0.0, 0.5, 3


def human_tone(seen: Seen, plain: DimensionScore) -> DimensionScore:
    """Where trust went, what was taken up of theirs, and the tone of the lines; what was left lying takes away."""
    if len(seen.rep) < FEWEST_LINES:
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
    met = how_met(seen.turns, seen.call.scenario.offer.company)
    told = f"Trust went from {points(start)} to {points(now)} of 100."
    return combine(
        [
            Part(rising(now - start, _TRUST_LOST, _TRUST_WON), 0.3, _trust_words(seen)),
            _taken_up_part(seen),
            Part(
                share(len(honoured), len(honoured) + len(passed)),
                0.15,
                words_of(honoured, seen.turns, "takes up something of theirs"),
            ),
            plain_part(plain, 0.25),
            *parts_of(met, [one for one in seen.exchanges if one.bungle is not None]),
        ],
        note=" ".join(filter(None, (told, sentence_of(met)))),
    )


def _taken_up_part(seen: Seen) -> Part:
    """Lines that take up what they had just said, out of those that had something to take up."""
    answers = answering(seen.turns)
    if len(answers) < _ENOUGH_ANSWERS:
        return Part(None, 0.3)
    heard = [turn for turn in answers if takes_up(turn)]
    value = rising(len(heard) / len(answers), _TAKEN_UP_NONE, _TAKEN_UP_WELL)
    return Part(value, 0.3, evidence(heard, "takes up what they had just said", most=1))


def _trust_words(seen: Seen) -> tuple[Evidence, ...]:
    """The line that won most trust and the one that lost most."""
    moved = sorted((one for one in seen.exchanges if one.counts), key=lambda one: one.trust_move)
    ends = [one for one in (*moved[-1:], *moved[:1]) if points(one.trust_move)]
    return tuple(
        Evidence(turn=one.rep.index, quote=quote_of(one.rep.text), why=f"trust {points(one.trust_move):+}")
        for one in dict.fromkeys(ends)
    )
