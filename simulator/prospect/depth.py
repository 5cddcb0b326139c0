"""How a subject is answered: which layer, how deep, and what else where that is not to be had.

The need is chosen by the reader. The layer is chosen here, by the aspect that was asked for, by the ledger and by what
can be reached next. A wrong answer must be cheap: a weak match earns a fact, a guard or a cue, never a reveal.
"""

from __future__ import annotations

from simulator.domain.direction import Understood
from simulator.domain.ledger import How, LayerState
from simulator.domain.lines import Move
from simulator.domain.persona import LEVELS, Layer, Level, Need, Opening, PositionKind
from simulator.domain.reading import AnswerType, Aspect, QuestionKind, Subject, Via
from simulator.prospect.comparing import answer_comparison, answer_wish
from simulator.prospect.draft import Draft
from simulator.prospect.fitting import fits
from simulator.prospect.left_to_say import counts_it, has_fitting, speaks_to
from simulator.prospect.tempers import DEPTH_TRUST, OTHER_KIND_SURCHARGE, POSITION_TRUST

#: how sure the reader has to be for a reveal by direct question; taking up a cue or the focus is surer by itself
REVEAL_P = 0.5
#: the same for the truth behind what they said at first
CORRECT_P = 0.5
#: less sure than this, a fact or a shallow answer is likelier to be beside the point than not
FACT_P, SHALLOW_P = 0.42, 0.35
#: a yes or a no takes more: most lines are about the subject and settle nothing
SETTLED_P = 0.42
#: this sure, a question is about its subject whatever else the line does
SURE_P = 0.7
#: types that a line either answers or does not; no fact is a way round them
_EXACT = frozenset(
    {
        AnswerType.WHO, AnswerType.WHEN, AnswerType.WHERE, AnswerType.HOW_MANY, AnswerType.HOW_MUCH,
        AnswerType.HOW_LONG, AnswerType.HOW_OFTEN,
    }
)  # fmt: skip
#: types that most lines on a subject leave open
_SETTLING = frozenset({AnswerType.YES_NO, AnswerType.WHICH})
#: trust that may be missing for the cue to be dropped instead
NEAR = 0.14
#: pitches heard so far make every layer dearer by this much each
PITCH_SURCHARGE = 0.015

_LEVEL_OF_ASPECT = {Aspect.WHY: Level.CAUSE, Aspect.THEN: Level.IMPACT, Aspect.FEEL: Level.STAKE}
#: levels that come hidden → hinted → revealed, never at once
_CUE_FIRST = frozenset({Level.IMPACT, Level.STAKE})


def answer_subject(draft: Draft, subject: Subject) -> None:
    """Add the content that answers a question, or an assertion, on a subject."""
    kind, _, name = subject.topic.partition(":")
    if kind in {"human", "position"} and name and subject.via is Via.DIRECT and subject.p < FACT_P:
        evade(draft, subject, f"{subject.topic}: not sure enough")
    elif answer_comparison(draft, subject) or answer_wish(draft, subject):
        return
    elif not name:
        answer_need(draft, subject)
    elif kind == "fact":
        answer_fact(draft, subject)
    elif kind == "answer":
        answer_from_the_side(draft, subject)
    elif kind == "position":
        answer_position(draft, subject, name)
    else:
        answer_human(draft, subject, name)


def answer_fact(draft: Draft, subject: Subject) -> None:
    """A fair question gets a straight answer, a second one on the same what more there is; what no line answers is evaded."""
    name = subject.topic.removeprefix("fact:")
    asked = subject.answer_type
    enough = SETTLED_P if asked is AnswerType.YES_NO else FACT_P
    if subject.via is Via.DIRECT and (subject.p < enough or not subject.usual):
        evade(
            draft, subject, f"{subject.topic}: not sure enough, or asked for in a way that it does not answer"
        )
        return
    move = Move.MORE if name in draft.facts and draft.has_lines(Move.MORE, subject.topic) else Move.FACT
    if not has_fitting(draft, move, subject.topic, asked):
        other = Move.FACT if move is Move.MORE else Move.MORE
        if has_fitting(draft, other, subject.topic, asked):
            move = other
    if not draft.has_lines(move, subject.topic):
        if subject.p >= SURE_P and any(
            fits(one.line, asked) for one in draft.banks.content(Move.FACT, subject.topic)
        ):
            draft.add(
                Move.FACT, subject.topic, answer_type=asked, why=f"{subject.topic}: told, and told once more"
            )
        else:
            evade(draft, subject, f"{subject.topic}: all was said, and this is something else")
        return
    answers = has_fitting(draft, move, subject.topic, asked) and counts_it(draft, move, subject)
    beside = asked in _EXACT and not answers
    goes_on = asked is AnswerType.NONE or subject.aspect is Aspect.MORE
    if beside or (subject.via is Via.FOCUS and not goes_on):
        evade(draft, subject, f"{subject.topic}: no line answers that")
        draft.facts.setdefault(name, draft.turn)
        return
    draft.add(move, subject.topic, answer_type=asked, why=f"a fair question on {subject.topic}")
    draft.facts.setdefault(name, draft.turn)
    draft.focus = subject.topic


def answer_from_the_side(draft: Draft, subject: Subject) -> None:
    """The one thing that they have to say to that; asked on, what more there is."""
    asks_on = subject.via is not Via.DIRECT
    move = Move.MORE if asks_on else Move.FACT
    if not draft.has_lines(move, subject.topic) or (asks_on and subject.answer_type in _EXACT | _SETTLING):
        evade(draft, subject, f"{subject.topic}: nothing more to say to that")
        return
    draft.add(move, subject.topic, why=f"asked just what {subject.topic} is for")
    draft.focus = subject.topic
    under = draft.persona.answer(subject.topic).under
    if under.startswith("fact:"):
        draft.facts.setdefault(under.removeprefix("fact:"), draft.turn)


def evade(draft: Draft, subject: Subject, why: str) -> None:
    """Something that fits the kind of the question; the subject stays where the talk is."""
    draft.evade(subject.answer_type, subject.aspect, why)
    draft.understood = Understood.WEAKLY
    draft.focus = subject.topic


def answer_human(draft: Draft, subject: Subject, name: str) -> None:
    """Asked about themselves: they answer, and know that it was heard."""
    entry = draft.cues[name]
    if entry.honoured_turn is None and draft.has_lines(Move.HONOURED, subject.topic):
        move = Move.HONOURED if entry.dropped_turn is not None else Move.DROP
    else:
        move = Move.MORE if draft.has_lines(Move.MORE, subject.topic) else Move.LISTENING
    if move is Move.HONOURED:
        draft.change_cue(name, honoured_turn=draft.turn)
        draft.hot.pop(subject.topic, None)
    elif move is Move.DROP:
        draft.change_cue(name, dropped_turn=draft.turn + 1)
        draft.hot[subject.topic] = draft.exchange
    draft.add(
        move, subject.topic if move is not Move.LISTENING else None, why=f"asked about the person: {name}"
    )
    draft.focus = subject.topic


def answer_position(draft: Draft, subject: Subject, name: str) -> None:
    """State it, hold it less firmly, or put it right."""
    position = next(one for one in draft.persona.positions if one.id == name)
    entry = draft.positions[name]
    draft.focus = subject.topic
    if entry.is_open or (position.kind is PositionKind.HONEST and entry.tested_turn is not None):
        if draft.has_lines(Move.MORE, subject.topic):
            draft.add(Move.MORE, subject.topic, why=f"{name}: goes on")
        else:
            draft.evade(subject.answer_type, subject.aspect, f"{name}: nothing more to say to that")
        return
    honest = position.kind is PositionKind.HONEST
    if entry.stated_turn is None and (honest or not _opens(draft, position.opens, POSITION_TRUST, subject)):
        draft.change_position(name, stated_turn=draft.turn + 1)
        draft.hot[subject.topic] = draft.exchange
        draft.add(Move.STATE, subject.topic, why=f"{name}: stated")
        return
    if entry.tested_turn is None:
        draft.change_position(name, tested_turn=draft.turn)
    ready = _opens(draft, position.opens, POSITION_TRUST, subject) and subject.p >= CORRECT_P
    if ready and not honest:
        draft.change_position(
            name,
            corrected_turn=draft.turn + 1,
            stated_turn=entry.stated_turn if entry.stated_turn is not None else draft.turn + 1,
        )
        draft.opened_now.append(subject.topic)
        draft.hot.pop(subject.topic, None)
        draft.add(Move.CORRECT, subject.topic, why=f"{name}: tested, and put right")
    elif draft.has_lines(Move.TESTED, subject.topic):
        draft.add(Move.TESTED, subject.topic, why=f"{name}: tested, holds")
    else:
        draft.add(Move.DODGE, why=f"{name}: tested again, nothing new to say")


def answer_need(draft: Draft, subject: Subject) -> None:
    """Answer on a need: reveal, go on, drop the cue, or stay shallow."""
    need = draft.persona.need_of(subject.topic)
    if (
        subject.aspect is Aspect.WANT
        and draft.layers[need.layers[0].id].is_open
        and draft.has_lines(Move.WANT, need.id)
    ):
        draft.add(Move.WANT, need.id, why=f"{need.id}: what would be better")
        draft.focus = subject.topic
        return
    if subject.aspect is Aspect.WANT and subject.via is Via.FOCUS:
        # a wish is no way to the next confession
        draft.evade(AnswerType.NONE, Aspect.WANT, f"{need.id}: no wish left to say")
        draft.focus = subject.topic
        return
    enough = SETTLED_P if subject.answer_type is AnswerType.YES_NO else SHALLOW_P
    if subject.via is Via.DIRECT and subject.p < enough:
        evade(draft, subject, f"{need.id}: not sure enough")
        return
    layer = choose_layer(draft, need, subject)
    entry = draft.layers[layer.id]
    if (
        subject.answer_type is AnswerType.FEELING
        and layer.level is not Level.STAKE
        and subject.via is not Via.CUE
    ):
        # understood, and not for anybody: no other layer can stand in for how they feel
        draft.evade(subject.answer_type, subject.aspect, f"{layer.id}: asked how they feel about it")
        draft.focus = layer.id
        return
    draft.change_layer(layer.id, asked_turns=(*entry.asked_turns, draft.turn))
    draft.focus = layer.id
    if entry.is_open:
        _go_on(draft, need, layer, subject)
    elif _may_reveal(draft, need, layer, subject):
        reveal(draft, layer, How.ELICITED, subject.answer_type)
    else:
        stay_shallow(draft, layer, subject)


def choose_layer(draft: Draft, need: Need, subject: Subject) -> Layer:
    """The layer that the question can be answered from."""
    named = next((layer for layer in need.layers if layer.id == subject.topic), need.layers[0])
    following = next_layer(draft, need)
    level = _LEVEL_OF_ASPECT.get(subject.aspect)
    wanted = next((layer for layer in need.layers if layer.level is level), None) if level else None
    if wanted is not None and (draft.is_open(named.id) or subject.via is not Via.DIRECT):
        # "why is that?" on something open means the cause of it, also where the cause was said: then more of it
        if not draft.is_open(wanted.id) and following is not None and _depth(following) < _depth(wanted):
            return following if draft.is_open(need.layers[0].id) else need.layers[0]
        return wanted
    if subject.aspect is Aspect.MORE and draft.is_open(named.id) and following is not None:
        spent = not draft.has_lines(Move.MORE, named.id)
        return following if spent or draft.layers[named.id].asked_turns else named
    if not draft.is_open(named.id) and following is not None and _depth(following) < _depth(named):
        # asked for something that lies deeper than what was said: it gets its own shallow answer while it has one
        shallow = (
            has_fitting(draft, Move.GUARD, named.id, subject.answer_type) or named.id in draft.before.hot
        )
        if not shallow and _may_reveal(draft, need, following, subject):
            return following
    return named


def next_layer(draft: Draft, need: Need) -> Layer | None:
    """The first layer of the need that was not spoken."""
    return next((layer for layer in need.layers if not draft.is_open(layer.id)), None)


def reveal(draft: Draft, layer: Layer, how: How, answer_type: AnswerType = AnswerType.NONE) -> None:
    """Speak a layer."""
    entry = draft.layers[layer.id]
    draft.change_layer(
        layer.id,
        state=LayerState.REVEALED,
        how=how,
        revealed_turn=draft.turn + 1,
        picked_up_turn=draft.turn
        if entry.hinted_turn is not None and layer.id in draft.before.hot
        else entry.picked_up_turn,
    )
    draft.opened_now.append(layer.id)
    draft.hot.pop(layer.id, None)
    draft.focus = layer.id
    draft.patience_cost -= 0.8
    draft.add(Move.REVEAL, layer.id, answer_type=answer_type, why=f"{layer.id}: earned, spoken")


def drop_hint(draft: Draft, layer: Layer, why: str) -> bool:
    """Drop the cue of a layer; False where it has no cue left."""
    if not draft.has_lines(Move.HINT, layer.id):
        return False
    entry = draft.layers[layer.id]
    if entry.state is LayerState.HIDDEN:
        draft.change_layer(layer.id, state=LayerState.HINTED, hinted_turn=draft.turn + 1)
    draft.hot[layer.id] = draft.exchange
    draft.focus = layer.id
    draft.add(Move.HINT, layer.id, why=why)
    return True


def stay_shallow(draft: Draft, layer: Layer, subject: Subject) -> None:
    """Not yet: the cue where trust is near, else a shallow answer, else a dodge."""
    missing = threshold(draft, layer.opens, DEPTH_TRUST[layer.level], subject) - draft.trust
    if subject.via is Via.FOCUS and subject.answer_type in _EXACT:
        draft.evade(subject.answer_type, subject.aspect, f"{layer.id}: a follow-up that no cue answers")
        return
    near = missing <= NEAR and _above_open(draft, layer)
    fresh = layer.id not in draft.before.hot
    if near and fresh and drop_hint(draft, layer, f"{layer.id}: near, the cue instead"):
        return
    if subject.via is Via.FOCUS and subject.aspect is not Aspect.MORE:
        draft.evade(subject.answer_type, subject.aspect, f"{layer.id}: a follow-up, not earned")
        return
    if has_fitting(draft, Move.GUARD, layer.id, subject.answer_type):
        draft.add(
            Move.GUARD,
            layer.id,
            answer_type=subject.answer_type,
            why=f"{layer.id}: not earned, {missing:.2f} short",
        )
    elif fresh and drop_hint(draft, layer, f"{layer.id}: nothing shallow left that answers, the cue"):
        return
    elif draft.has_lines(Move.GUARD, layer.id) and subject.answer_type in _LOOSE:
        draft.add(Move.GUARD, layer.id, answer_type=subject.answer_type, why=f"{layer.id}: not earned")
    else:
        draft.evade(subject.answer_type, subject.aspect, f"{layer.id}: not earned, nothing left to say")


#: a closed or loose question is not answered beside the point by any shallow line
_LOOSE = frozenset(
    {
        AnswerType.NONE,
        AnswerType.YES_NO,
        AnswerType.WHAT,
        AnswerType.HOW,
        AnswerType.WHICH,
        AnswerType.FEELING,
    }
)


def threshold(draft: Draft, opens: Opening, usual: float, subject: Subject) -> float:
    """Trust that it takes for this question to open something."""
    needed = usual if opens.trust is None else opens.trust
    counts = subject.question is QuestionKind.NONE or subject.question in opens.kinds
    surcharge = 0.0 if counts or subject.aspect in _LEVEL_OF_ASPECT else OTHER_KIND_SURCHARGE
    return needed + surcharge + PITCH_SURCHARGE * (draft.count("early_pitch") + draft.count("pitch"))


def _opens(draft: Draft, opens: Opening, usual: float, subject: Subject) -> bool:
    return draft.trust >= threshold(draft, opens, usual, subject) and all(
        draft.is_open(one) for one in opens.after
    )


def _may_reveal(draft: Draft, need: Need, layer: Layer, subject: Subject) -> bool:
    """Whether the layer may be spoken now: trust, what is open above it, its cue, and a sure enough reading."""
    entry = draft.layers[layer.id]
    sure = subject.p >= REVEAL_P or subject.via is not Via.DIRECT
    cued = layer.level not in _CUE_FIRST or entry.hinted_turn is not None
    return (
        sure
        and cued
        and not draft.opened_now
        and not draft.reading.attack
        and draft.bungle is None
        and _above_open(draft, layer)
        and draft.has_lines(Move.REVEAL, layer.id)
        and _opens(draft, layer.opens, DEPTH_TRUST[layer.level], subject)
        and layer in need.layers
    )


def _above_open(draft: Draft, layer: Layer) -> bool:
    for other in draft.persona.need_of(layer.id).layers:
        if other.id == layer.id:
            return True
        if not draft.is_open(other.id):
            return False
    return True


def _go_on(draft: Draft, need: Need, layer: Layer, subject: Subject) -> None:
    """More of what is open; where that is spent, or does not answer, the next layer."""
    following = next_layer(draft, need)
    settles = subject.answer_type in _SETTLING
    if subject.via is Via.FOCUS and settles and not speaks_to(draft, layer):
        draft.evade(subject.answer_type, subject.aspect, f"{layer.id}: open, and no line settles that")
        return
    if has_fitting(draft, Move.MORE, layer.id, subject.answer_type):
        draft.add(Move.MORE, layer.id, answer_type=subject.answer_type, why=f"{layer.id}: open, goes on")
        return
    if following is not None:
        draft.focus = following.id
        if _may_reveal(draft, need, following, subject) and subject.answer_type in _LOOSE | {AnswerType.WHY}:
            reveal(draft, following, How.ELICITED, subject.answer_type)
            return
        if following.id not in draft.before.hot and drop_hint(
            draft, following, f"{following.id}: the next cue instead"
        ):
            return
    if draft.has_lines(Move.MORE, layer.id) and subject.answer_type not in _EXACT:
        draft.add(Move.MORE, layer.id, answer_type=subject.answer_type, why=f"{layer.id}: open, goes on")
    elif subject.answer_type in _EXACT:
        draft.evade(subject.answer_type, subject.aspect, f"{layer.id}: no line answers that")
    else:
        # "I've told you that" would be a claim about this question, and it is another one
        draft.evade(
            subject.answer_type, subject.aspect, f"{layer.id}: all was said, and this is something else"
        )


def _depth(layer: Layer) -> int:
    return LEVELS.index(layer.level)
