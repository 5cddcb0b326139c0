"""How a call ended, and whether that was the right end on real terms."""

from __future__ import annotations

import re
from collections.abc import Sequence

from simulator.domain.ledger import How
from simulator.domain.persona import LEVELS, Level, PositionKind, RightEnd
from simulator.domain.played import PlayedCall
from simulator.domain.reading import Act
from simulator.domain.scorecard import Basis, DimensionScore, Evidence
from simulator.domain.state import EndReason
from simulator.domain.transcript import Speaker
from simulator.scoring.parts import Part, combine, evidence, quote_of
from simulator.scoring.rated import RatedTurn, line_of, rep_turns

#: the end that is right for each kind of prospect
_RIGHT = {
    RightEnd.MEETING: EndReason.AGREED,
    RightEnd.CALL_BACK: EndReason.CALL_BACK,
    RightEnd.REFERRAL: EndReason.REFERRED,
    RightEnd.POLITE_END: EndReason.DISQUALIFIED,
}
#: other ends with one whom the offer serves: something is open, or the door was not slammed
_WHEN_IT_SUITS = {
    EndReason.AGREED: 0.8, EndReason.CALL_BACK: 0.6, EndReason.REFERRED: 0.5, EndReason.OUT_OF_TIME: 0.2,
    EndReason.REP_HUNG_UP: 0.2, EndReason.REFUSED: 0.2, EndReason.DISQUALIFIED: 0.1, EndReason.OFF_LIST: 0.15,
    EndReason.HUNG_UP_PATIENCE: 0.1,
}  # fmt: skip
#: other ends with one whom it does not serve: to have said so is right, to have kept at it is not
_WHEN_IT_DOES_NOT = {
    EndReason.DISQUALIFIED: 1.0, EndReason.REFERRED: 1.0, EndReason.REP_HUNG_UP: 0.4, EndReason.REFUSED: 0.3,
    EndReason.OUT_OF_TIME: 0.2, EndReason.CALL_BACK: 0.2, EndReason.OFF_LIST: 0.3, EndReason.HUNG_UP_PATIENCE: 0.15,
    EndReason.AGREED: 0.1,
}  # fmt: skip
#: a page to read, or another call without a day: less than a follow-up, and more than nothing
_VAGUE_STEP = 0.4
#: ends that somebody has to have asked or said something for; luck is worth this much of them
_EARNED = frozenset({EndReason.AGREED, EndReason.CALL_BACK, EndReason.REFERRED, EndReason.DISQUALIFIED})
_BY_LUCK = 0.6
#: ends at which what was agreed without a day still stands
_LEFT_OPEN = frozenset({EndReason.REP_HUNG_UP, EndReason.OUT_OF_TIME, EndReason.REFUSED})
_VAGUE_NOTE = " They agreed to something without a day."
#: facts that a rep has to have asked for, where no need was opened, to say that it does not fit
_FACTS_TO_JUDGE_BY = 2


def outcome_of_call(call: PlayedCall) -> DimensionScore:
    """The right end for this persona's fit, and whether it rests on what was learned."""
    if call.end is None:
        return DimensionScore(note="The call has not ended.")
    if call.end.reason is EndReason.LINE_DROPPED:
        return DimensionScore(note="The line dropped.")
    standing = call.standing()
    if not any(turn.speaker is Speaker.REP and turn.text.strip() for turn in standing):
        return DimensionScore(note="Nothing was said.")
    fit, reason = call.persona.fit, call.end.reason
    value = (_WHEN_IT_SUITS if fit.suits else _WHEN_IT_DOES_NOT).get(reason, 0.0)
    if reason is _RIGHT[fit.right_end]:
        value = 1.0
    vague = fit.suits and reason in _LEFT_OPEN and bool(call.state.count("vague_step"))
    if vague:
        value = max(value, _VAGUE_STEP)
    grounded = _rests_on_something(call)
    if reason in _EARNED and not grounded:
        value *= _BY_LUCK
    last = next((turn for turn in reversed(standing) if turn.text.strip()), standing[-1])
    return DimensionScore(
        score=round(100 * value, 1),
        basis=Basis.MEASURED,
        evidence=(Evidence(turn=last.index, quote=quote_of(last.text), why="how it ended"),),
        note=f"{_note(call, reason, grounded=grounded)}{_VAGUE_NOTE if vague else ''}",
    )


def _rests_on_something(call: PlayedCall) -> bool:
    """Whether the end rests on what the call brought out.

    A next step: on a need that was asked for down to its cause, or that it was tied to. The judgement that it does not
    fit: on a need that was opened, or on two plain facts that were asked for.
    """
    ledger = call.state.ledger
    opened = {layer.id for layer in call.persona.layers() if ledger.layers[layer.id].is_open}
    if not call.persona.fit.suits:
        return bool(opened) or len(ledger.facts) >= _FACTS_TO_JUDGE_BY
    deep = any(
        layer.id in opened
        and ledger.layers[layer.id].how is How.ELICITED
        and LEVELS.index(layer.level) >= LEVELS.index(Level.CAUSE)
        for layer in call.persona.layers()
    )
    return deep or any(entry.addressed_turn is not None for entry in ledger.layers.values())


def ended_rightly_without_a_need(call: PlayedCall) -> bool:
    """Whether one whom the offer does not serve was let go, or passed the rep on, after it was found out that it does not."""
    honest = call.end is not None and call.end.reason in {EndReason.DISQUALIFIED, EndReason.REFERRED}
    return honest and not call.persona.fit.suits and _rests_on_something(call)


def _note(call: PlayedCall, reason: EndReason, *, grounded: bool) -> str:
    suits = "The offer suits them" if call.persona.fit.suits else "The offer does not suit them"
    if said_yes_and_meant_nothing(call):
        return f"{suits}. Their yes was the polite one, and nothing was agreed."
    if reason in _EARNED and not grounded:
        return f"{suits}. The end rests on little that was asked."
    return f"{suits}."


def said_yes_and_meant_nothing(call: PlayedCall) -> bool:
    """Whether the only yes of the call was the polite one."""
    agreed = call.state.agreed is not None or (call.end is not None and call.end.reason in _EARNED)
    entries = call.state.ledger.positions
    return not agreed and any(
        position.kind is PositionKind.POLITE_YES
        and entries[position.id].stated_turn is not None
        and not entries[position.id].is_open
        for position in call.persona.positions
    )


#: a yes that costs nothing, or a way to put it off
_PUTS_OFF = re.compile(
    r"\b(?:send (?:me|us|it|something|over)|e-?mail me|(?:by|in an) e-?mail|think about it|get back to you"
    r"|let you know|call (?:me |us )?(?:back )?(?:later|next|some)|some other time|not (?:right )?now"
    r"|maybe|perhaps|we['’]?ll see|have a look)\b"
)
_REFUSES = re.compile(
    r"^(?:no|nope|nah)\b(?!,? (?:problem|worries|bother|trouble))"
    r"|\b(?:not interested|no thanks|no thank you|i don['’]?t think so|i['’]?d rather not|i['’]?ll pass"
    r"|(?:i|we) (?:don['’]?t|do not) (?:want|need)|not for (?:me|us))\b"
)
_ACCEPTS = re.compile(
    r"^(?:yes|yeah|yep|yup|sure|ok|okay|fine|great|perfect|alright|all right|absolutely|definitely"
    r"|of course|go on then|right then|no problem)\b"
    r"|\b(?:sounds (?:good|fine|great)|works for (?:me|us)|happy to|let['’]?s (?:do|say)|see you"
    r"|(?:that|it)(?:['’]?s| is| would be|['’]?d be)? (?:works?|fine|good|perfect|great)"
    r"|speak (?:to you )?then|book (?:it|me)|put (?:it|me) (?:in|down))\b"
)
#: what a next step is worth by how it was answered, with a day or an hour named and without
_STEP_WORTH = {"accepted": (1.0, 0.7), "open": (0.6, 0.4), "put_off": (0.3, 0.25), "refused": (0.1, 0.1)}
#: an honest end where no next step was asked for
_HONEST_END = 0.7


def outcome_of_turns(turns: Sequence[RatedTurn]) -> DimensionScore:
    """A next step with a day or an hour that was accepted, or an honest end.

    What is not said cannot be known here: a polite yes by name looks like a yes, one that asks for an e-mail does not.
    """
    rep = rep_turns(turns)
    steps = [turn for turn in rep if line_of(turn).does(Act.NEXT_STEP)]
    honest = [turn for turn in rep if line_of(turn).does(Act.DISQUALIFY, Act.HONOURS_REMOVAL)]
    if not steps and not honest:
        return DimensionScore(note="No next step came up.")
    if not steps or (honest and honest[-1].index > steps[-1].index):
        return combine([Part(_HONEST_END, 1.0, evidence(honest, "an honest end", most=1))])
    concrete = line_of(steps[-1]).does(Act.NEXT_STEP_CONCRETE)
    answer = next(
        (
            turn
            for turn in turns
            if turn.index > steps[-1].index and turn.speaker is Speaker.PROSPECT and turn.words
        ),
        None,
    )
    kind = "open" if answer is None else how_answered(answer.text)
    value = _STEP_WORTH[kind][0 if concrete else 1]
    words = [*evidence(steps[-1:], "asks for a next step")]
    if answer is not None:
        words.extend(evidence([answer], f"the answer to it: {kind.replace('_', ' ')}"))
    return combine([Part(value, 1.0, tuple(words))], note=f"The last next step was {_WORDS[kind]}.")


_WORDS = {"accepted": "accepted", "open": "left open", "put_off": "put off", "refused": "refused"}


def how_answered(text: str) -> str:
    """How a request for a next step was answered: accepted, put_off, refused, or open where the words do not tell."""
    words = text.lower().strip()
    if _REFUSES.search(words):
        return "refused"
    if _PUTS_OFF.search(words):
        return "put_off"
    return "accepted" if _ACCEPTS.search(words) else "open"
