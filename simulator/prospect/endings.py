"""Next steps, whom else it would suit, and goodbyes."""

from __future__ import annotations

import re

from simulator.domain.ledger import LayerState
from simulator.domain.lines import Move
from simulator.domain.persona import PositionKind, RightEnd
from simulator.domain.reading import Act, AnswerType, Aspect, Practical, QuestionKind
from simulator.domain.state import End, EndedBy, EndReason
from simulator.prospect.arranging import add_agreement, add_half_agreement, answer_lesser
from simulator.prospect.draft import Draft

_REASON_OF_END = {
    RightEnd.MEETING: EndReason.AGREED,
    RightEnd.CALL_BACK: EndReason.CALL_BACK,
    RightEnd.REFERRAL: EndReason.REFERRED,
    RightEnd.POLITE_END: EndReason.DISQUALIFIED,
}
#: asked for a next step this often without earning it, they want no more calls
_REFUSALS_BEFORE_STOP = 3
#: trust that may be missing for half a yes
_HALF = 0.1


def end_call(draft: Draft, reason: EndReason, by: EndedBy = EndedBy.PROSPECT) -> None:
    """The call ends with this line."""
    draft.end = End(reason=reason, by=by)


def say_goodbye(draft: Draft) -> None:
    """The rep leaves, or the agreed call closes; the end is what was reached before."""
    draft.add(Move.GOODBYE, why="goodbye")
    reached = draft.before.agreed
    if reached is None and draft.reading.line.does(Act.DISQUALIFY) and not draft.persona.fit.suits:
        reached = EndReason.DISQUALIFIED
    if reached is not None:
        end_call(draft, reached)
    else:
        refused = draft.count("refused_step") > 0
        end_call(draft, EndReason.REFUSED if refused else EndReason.REP_HUNG_UP, EndedBy.REP)


def answer_next_step(draft: Draft) -> None:
    """Yes, half a yes, or no, by what was earned."""
    fit, line = draft.persona.fit, draft.reading.line
    _mark_addressed(draft)
    earned = draft.trust >= fit.trust and _grounds(draft)
    half_a_yes = draft.before.agreed is EndReason.CALL_BACK and fit.right_end is RightEnd.MEETING
    passes_on = line.does(Act.REFERRAL) and fit.right_end is RightEnd.REFERRAL and earned
    upgraded = half_a_yes and earned and fit.suits and draft.bungle is None
    if draft.reading.lesser is not None:
        settled = draft.before.agreed is not None
        if settled or earned or not _says_yes_and_means_nothing(draft):
            answer_lesser(draft, draft.reading.lesser)
        return
    if passes_on and draft.before.agreed is EndReason.DISQUALIFIED:
        draft.agreed = EndReason.REFERRED
        draft.add(Move.REFER, why="told that it does not fit, and then asked whom it would suit")
        return
    if draft.before.agreed is not None and not upgraded:
        asks_whom = line.does(Act.REFERRAL) and not line.does(Act.NEXT_STEP)
        _name_nobody(draft) if asks_whom else _agreed_before(draft)
        return
    if line.does(Act.REFERRAL) and fit.right_end is RightEnd.REFERRAL and earned:
        draft.agreed = EndReason.REFERRED
        draft.add(Move.REFER, why="asked for the one whom it would suit, and trusts enough to say")
    elif line.does(Act.REFERRAL) and not line.does(Act.NEXT_STEP):
        _name_nobody(draft)
    elif fit.suits and earned and draft.bungle is None:
        draft.agreed = _REASON_OF_END[fit.right_end]
        add_agreement(draft, "earned: agrees, on terms")
    elif _says_yes_and_means_nothing(draft):
        return
    elif fit.suits and _nearly(draft):
        draft.agreed = EndReason.CALL_BACK
        add_half_agreement(draft, "half earned: half a yes")
    else:
        _refuse(draft)


def _agreed_before(draft: Draft) -> None:
    """Asked for a next step where one is settled: that it is; after half a yes, when to ring; after none, why not."""
    agreed = draft.before.agreed
    if _says_what_to_bring(draft):
        return
    if agreed is EndReason.DISQUALIFIED:
        draft.add(Move.REFUSE_STEP, why="told that it does not fit, and asked for a meeting all the same")
    elif agreed is EndReason.CALL_BACK:
        draft.add(Move.CALL_BACK, why="half a yes already: when to ring")
    else:
        draft.add(Move.AGREED_ALREADY, why="agreed already")


#: asks whom it would suit, whatever is said of their trade around it
_WOULD_SUIT = re.compile(
    r"\b(?:suits?|fits?|(?:could|might|would|may) (?:use|need|want|like|benefit|be glad of|be interested)"
    r"|do you know (?:that|who|of|anyone"
    r"|anybody|someone|somebody)|who do you know|pass me on|recommend)\b",
    re.IGNORECASE,
)
#: asks for another firm, and not for another person in theirs
_OTHER_FIRM = re.compile(
    r"\b(?:suits?|fits?|do you know|you know|know (?:of|anyone|anybody|someone|somebody|who)|friends?|benefit"
    r"|(?:another|other) (?:firms?|business(?:es)?|compan(?:y|ies)|people|owners?)|in your (?:trade|line|business)"
    r"|(?:could|might|would|may) (?:use|need|want|like|be glad of|be interested))\b",
    re.IGNORECASE,
)


def asks_whom_it_suits(draft: Draft) -> bool:
    """Whether the rep asks for a firm that it would suit, and not what firms there are."""
    line = draft.reading.line
    return line.does(Act.REFERRAL) and bool(_WOULD_SUIT.search(line.text))


def _name_nobody(draft: Draft) -> None:
    """Asked for somebody else, and nobody is passed on: no other firm comes to mind, or it all ends with them."""
    if _OTHER_FIRM.search(draft.reading.line.text):
        draft.add(Move.NAME_NOBODY, why="asked whom else it would suit, and names nobody")
    elif draft.persona.fit.right_end is not RightEnd.REFERRAL and draft.persona.lines.get(Move.REFER):
        draft.add(Move.REFER, why="asked for somebody else here, and there is nobody")
    else:
        draft.evade(AnswerType.WHO, Aspect.NONE, "asked for somebody else, and proposed nothing")


def answer_disqualify(draft: Draft) -> bool:
    """The rep says that it may not fit; whom else it would suit, asked in the same breath, is answered too."""
    asks_whom = draft.reading.line.does(Act.REFERRAL)
    fit = draft.persona.fit
    earned = draft.trust >= fit.trust and _grounds(draft)
    if asks_whom and not fit.suits and fit.right_end is RightEnd.REFERRAL and earned:
        draft.agreed = EndReason.REFERRED
        draft.add(Move.REFER, why="told that it does not fit, and asked whom it would suit")
        return True
    _take_honest_no(draft)
    if asks_whom and draft.agreed is not EndReason.REFERRED:
        _name_nobody(draft)
    return True


def _take_honest_no(draft: Draft) -> None:
    if draft.persona.fit.suits:
        draft.add(Move.NOT_DISQUALIFIED, why="given up on, though it would suit them")
    elif draft.agreed is None:
        draft.agreed = EndReason.DISQUALIFIED
        draft.add(Move.DISQUALIFIED, why="told honestly that it does not fit")
    else:
        draft.add(Move.THANKS, why="told again that it does not fit")


def _says_what_to_bring(draft: Draft) -> bool:
    """Asked what they would like to see when it is agreed already: what would be better, of the need that came deepest."""
    if (
        draft.reading.line.question is not QuestionKind.OPEN
        and draft.reading.practical is not Practical.BRING
    ):
        return False
    told = [
        (sum(draft.is_open(layer.id) for layer in need.layers), need.id)
        for need in draft.persona.needs
        if draft.is_open(need.layers[0].id) and draft.has_lines(Move.WANT, need.id)
    ]
    if not told:
        return False
    draft.add(Move.WANT, max(told)[1], why="agreed, and asked what they want to see")
    return True


def _grounds(draft: Draft) -> bool:
    """Whether enough is on the table to agree to anything."""
    after = draft.persona.fit.after
    if after:
        return any(draft.is_open(one) for one in after)
    return len(draft.open_layers()) >= 2


def _nearly(draft: Draft) -> bool:
    fit = draft.persona.fit
    return bool(draft.open_layers()) and draft.trust >= fit.trust - _HALF


def _says_yes_and_means_nothing(draft: Draft) -> bool:
    """The polite yes: agreed to at once, worth nothing, until it is asked what stands behind it."""
    polite = next((one for one in draft.persona.positions if one.kind is PositionKind.POLITE_YES), None)
    if (
        polite is None
        or draft.positions[polite.id].is_open
        or not draft.has_lines(Move.STATE, f"position:{polite.id}")
    ):
        return False
    draft.change_position(polite.id, stated_turn=draft.turn + 1)
    draft.hot[f"position:{polite.id}"] = draft.exchange
    draft.focus = f"position:{polite.id}"
    draft.add(Move.STATE, f"position:{polite.id}", why="a yes that means nothing")
    return True


def _refuse(draft: Draft) -> None:
    refusals = draft.bump("refused_step")
    if refusals >= _REFUSALS_BEFORE_STOP + 1:
        draft.add(Move.OFF_LIST, why=f"asked {refusals} times without earning it")
    elif refusals == _REFUSALS_BEFORE_STOP:
        draft.add(Move.BRUSH_OFF, why="asked three times without earning it")
    else:
        draft.add(
            Move.REFUSE_STEP, why=f"not earned: trust {draft.trust:.2f} of {draft.persona.fit.trust:.2f}"
        )


def _mark_addressed(draft: Draft) -> None:
    """A next step that is tied to what was found addresses it."""
    touched = {subject.topic for subject in draft.reading.subjects if subject.p >= 0.3} | set(
        draft.reading.reflected
    )
    for layer_id in touched & set(draft.layers):
        if draft.is_open(layer_id):
            draft.change_layer(layer_id, state=LayerState.ADDRESSED, addressed_turn=draft.turn)
