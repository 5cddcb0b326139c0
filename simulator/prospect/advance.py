"""The policy: from a state and a reading to the next state and a direction. Pure; no model, no clock, no chance."""

from __future__ import annotations

import math

from simulator.domain.direction import AllowedFact, Direction, Understood
from simulator.domain.ledger import CueEntry, LayerEntry, Ledger, PositionEntry
from simulator.domain.lines import Move, Reaction, Tail
from simulator.domain.persona import Level, Persona
from simulator.domain.reading import Act, QuestionForm, QuestionKind, Reading
from simulator.domain.state import CallState
from simulator.prospect.answering import decide
from simulator.prospect.banks import Banks
from simulator.prospect.draft import Draft
from simulator.prospect.interrupted import speak_up
from simulator.prospect.tempers import nature
from simulator.prospect.trust import weigh
from simulator.prospect.winding_up import wind_up

#: a cue stays fresh for this many exchanges
CUE_LIFE = 3


def opening_state(persona: Persona) -> CallState:
    """The state when the phone is picked up."""
    temper = nature(persona.temper)
    return CallState(
        trust=temper.trust,
        patience=float(temper.patience_turns),
        ledger=Ledger(
            layers={layer.id: LayerEntry() for layer in persona.layers()},
            positions={position.id: PositionEntry() for position in persona.positions},
            cues={cue.id: CueEntry() for cue in persona.human.cues},
        ),
    )


def advance(
    banks: Banks, state: CallState, reading: Reading, *, turn: int, clock_s: int
) -> tuple[CallState, Direction]:
    """Deal with one line of the rep.

    Args:
        banks: the persona with its lines.
        state: where the call stands.
        reading: what the line does.
        turn: transcript index of the rep's line; the prospect's answer has the next one.
        clock_s: seconds of talk that the scenario allows.
    Returns:
        The state after the line, without the words that the voice will choose, and the direction for the voice.
    """
    ledger = state.ledger
    draft = Draft(
        persona=banks.persona,
        banks=banks,
        nature=nature(banks.persona.temper),
        before=state,
        reading=reading,
        turn=turn,
        clock_s=clock_s,
        layers=dict(ledger.layers),
        positions=dict(ledger.positions),
        cues=dict(ledger.cues),
        facts=dict(ledger.facts),
        counts=dict(state.counts),
        warned=dict(state.warned),
        hot={topic: at for topic, at in state.hot.items() if state.exchanges - at < CUE_LIFE},
        focus=state.focus,
        agreed=state.agreed,
    )
    weigh(draft)
    _honour_cues(draft)
    decide(draft)
    # that they did not follow is not the rep's doing, and what they keep to themselves costs no more than its time
    draft.patience_cost = min(draft.patience_cost, _most_patience(draft))
    wind_up(draft)
    speak_up(draft)
    draft.reaction = choose_reaction(draft)
    draft.tail = choose_tail(draft)
    after = _state_after(draft)
    return after, _direction(draft, after)


def _honour_cues(draft: Draft) -> None:
    """Keep in the ledger which human cues were taken up, and which went by."""
    for cue in draft.persona.human.cues:
        entry, topic = draft.cues[cue.id], f"human:{cue.id}"
        if entry.dropped_turn is None or entry.honoured_turn is not None:
            continue
        if topic not in draft.reading.picked_up and topic not in draft.hot and entry.ignored_turn is None:
            draft.change_cue(cue.id, ignored_turn=draft.turn)
    for topic in draft.reading.picked_up:
        if topic in draft.layers and draft.layers[topic].picked_up_turn is None:
            draft.change_layer(topic, picked_up_turn=draft.turn)


#: content that speaks for itself; a token before it would be one too many
_BARE = frozenset(
    {
        Move.PICK_UP, Move.CLARIFY, Move.NOT_HEARD, Move.SILENCE, Move.GIBBERISH, Move.OTHER_LANGUAGE, Move.META,
        Move.COMMAND, Move.RUDENESS, Move.PERSONAL_REMARK, Move.WHO_IS_THIS, Move.WHAT_ABOUT, Move.OWN_NAME,
        Move.HANG_UP_ODD, Move.HANG_UP_PATIENCE, Move.HANG_UP_PUSHED, Move.HANG_UP_RUDE, Move.OUT_OF_TIME,
        Move.GOODBYE, Move.OFF_LIST, Move.OFF_LIST_HONOURED, Move.SAID_ALREADY, Move.REPEAT, Move.LISTENING,
        Move.EMPATHY, Move.THANKS, Move.APOLOGY, Move.JOKE, Move.COMPLIMENT, Move.FLATTERY, Move.HOW_ARE_YOU,
        Move.PRESSURE, Move.WARN_PUSHED, Move.WARN_ODD, Move.MISREAD, Move.WRONG_NAME, Move.WRONG_FACT,
        Move.BAD_TIME, Move.GO_AHEAD, Move.HOLD_ON, Move.EXCUSE, Move.ADVICE, Move.ACCEPT, Move.OFF_TOPIC,
        Move.SMALL_TALK, Move.AGREED_ALREADY, Move.ARRANGE, Move.CONFIRM, Move.AS_TOLD, Move.NOT_TOLD,
        Move.ARGUMENT, Move.FEELING, Move.BRUSH_OFF, Move.STOP_HERE, Move.INTERRUPTED, Move.NAME_NOBODY, Move.MUST_GO,
    }
)  # fmt: skip


def choose_reaction(draft: Draft) -> Reaction | None:
    """A few words on what the rep just did, or none; never two turns running without a reason."""
    if not draft.steps or draft.steps[0].move in _BARE or draft.end is not None:
        return None
    line, reading, move = draft.reading.line, draft.reading, draft.steps[0].move
    if line.does(Act.APOLOGY):
        return Reaction.APOLOGISED_TO
    if draft.bungle is not None and move not in {Move.STATE, Move.CLAIM_DOUBTED}:
        return Reaction.PUSHED if "pressure" in draft.bungle.kind else None
    # a word of praise before every answer is a bell, and teaches a rep to ring it
    if draft.before.count("reacted_last"):
        return None
    if reading.reflected and line.question is not QuestionKind.NONE:
        return Reaction.RECOGNISED
    if any(topic in draft.before.hot for topic in reading.picked_up) and move in {Move.REVEAL, Move.HONOURED}:
        return Reaction.NOTICED
    if line.does(Act.EMPATHY):
        return Reaction.SOFTENED
    if line.does(Act.THANKS) and not line.does(Act.GREETING):
        return Reaction.THANKED
    if line.question is QuestionKind.OPEN and (move is Move.CORRECT or _is_deep_reveal(draft)):
        return Reaction.THINKING
    if move is Move.MORE and line.question is QuestionKind.NONE and draft.exchange % 3 == 0:
        return Reaction.HEARD
    return None


#: the most that a line may cost of their patience, in exchanges, by how far they followed it
_MOST_PATIENCE = {Understood.YES: math.inf, Understood.WEAKLY: 0.4, Understood.NO: 0.0}


#: content that gets round a question
_GETS_ROUND = frozenset(
    {Move.EVADE, Move.DODGE, Move.NONCOMMITTAL, Move.UNKNOWN, Move.NOT_HEARD, Move.CLARIFY}
)


def _most_patience(draft: Draft) -> float:
    line = draft.reading.line
    fair = line.question is QuestionKind.OPEN or line.form is QuestionForm.WH_FACT
    if fair and draft.bungle is None and draft.steps and draft.steps[0].move in _GETS_ROUND:
        return 0.0
    return _MOST_PATIENCE[draft.understood]


def _is_deep_reveal(draft: Draft) -> bool:
    """Whether they say what lies below the surface: only then does a question deserve to be called a good one."""
    step = draft.steps[0]
    if step.move is not Move.REVEAL or step.topic is None:
        return False
    return draft.persona.layer(step.topic).level is not Level.SURFACE


#: content after which a short tail may stand
#: so often they ask what a call is about; a rep who talks with them about their work all the same has said it by then
_MOST_REASON_ASKED = 2
_TAILED = frozenset({Move.FACT, Move.GUARD, Move.NONCOMMITTAL})


def choose_tail(draft: Draft) -> Tail | None:
    """A few words last, after short and shallow content only."""
    if draft.end is not None or len(draft.steps) != 1 or draft.steps[0].move not in _TAILED:
        return None
    if draft.before.count("tailed_last"):
        return None
    gives_reason = draft.before.reason_given or draft.reading.line.does(Act.REASON_FOR_CALL)
    gives_reason = gives_reason or bool(draft.before.ledger.open_ids())  # by now they talk as if they knew
    asked = draft.count("asked_reason")
    if not gives_reason and draft.exchange >= 2 and asked < _MOST_REASON_ASKED:
        draft.bump("asked_reason")
        return Tail.ASK_REASON
    late = draft.before.elapsed_s > 0.8 * draft.clock_s or draft.before.patience - draft.patience_cost <= 3
    if late and draft.count("tail_clock") == 0:
        return Tail.CLOCK
    if draft.trust < 0.36 and draft.steps[0].move is Move.GUARD and draft.count("tail_ask_back") < 2:
        return Tail.ASK_BACK
    return None


def _state_after(draft: Draft) -> CallState:
    before, line = draft.before, draft.reading.line
    counts = dict(draft.counts)
    counts["reacted_last"] = int(draft.reaction is not None)
    counts["tailed_last"] = int(draft.tail is not None)
    if draft.tail is not None:
        counts[f"tail_{draft.tail}"] = counts.get(f"tail_{draft.tail}", 0) + 1
    gives_reason = line.does(Act.REASON_FOR_CALL) or (
        line.does(Act.PITCH) and line.form in {QuestionForm.NONE, QuestionForm.GREETING}
    )
    return before.model_copy(
        update={
            "turn": draft.turn,
            "exchanges": draft.exchange,
            "trust": draft.trust,
            "patience": round(before.patience - max(0.0, draft.patience_cost), 3),
            "focus": draft.focus,
            "hot": draft.hot,
            "counts": counts,
            "rep_name": draft.reading.rep_name or before.rep_name,
            "reason_given": before.reason_given or gives_reason,
            "warned": draft.warned,
            "choice": draft.choice,
            "last_moves": tuple(step.move for step in draft.steps),
            "agreed": draft.agreed,
            "bungle": draft.bungle,
            "unsaid": draft.unsaid,
            "end": draft.end,
            "ledger": Ledger(
                layers=draft.layers, positions=draft.positions, cues=draft.cues, facts=draft.facts
            ),
        }
    )


def _direction(draft: Draft, after: CallState) -> Direction:
    return Direction(
        reaction=draft.reaction,
        steps=tuple(draft.steps),
        tail=draft.tail,
        mood=after.mood,
        stage=after.stage,
        facts=tuple(_allowed(draft, topic) for topic in after.ledger.open_ids()),
        new_facts=tuple(_allowed(draft, topic) for topic in draft.opened_now),
        understood=draft.understood,
        bungle=draft.bungle,
        end=draft.end,
        nearest=draft.reading.nearest,
        why=tuple(draft.why),
    )


def _allowed(draft: Draft, topic: str) -> AllowedFact:
    if topic.startswith("position:"):
        position = next(one for one in draft.persona.positions if f"position:{one.id}" == topic)
        return AllowedFact(topic=topic, text=position.truth)
    return AllowedFact(topic=topic, text=draft.persona.layer(topic).fact)
