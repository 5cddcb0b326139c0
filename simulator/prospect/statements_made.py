"""What the prospect does with a line that asks nothing: the reason for a call, a pitch, a reflection, a kind word, a pause."""

from __future__ import annotations

from simulator.domain.direction import Step
from simulator.domain.ledger import LayerState
from simulator.domain.lines import Move
from simulator.domain.persona import PositionKind
from simulator.domain.reading import (
    DISCOUNT,
    Act,
    CheckBack,
    LineReading,
    QuestionForm,
    QuestionKind,
    Subject,
    Via,
)
from simulator.prospect.depth import SURE_P, answer_subject, drop_hint, next_layer
from simulator.prospect.draft import Draft
from simulator.reading.summary_frames import says_they_told

#: this much of one makes a question that is put behind it one for a nod
_SURELY_GIVEN_BACK = 0.5
#: this much of a reflection is heard as one, though nothing in it can be named
_HALF_A_REFLECTION = 0.35
#: less sure than this, a statement leads nowhere while there is something that they talk about
_SURELY_TOUCHED = 0.4
#: from here on they let something of themselves drop
_EASY_TRUST = 0.33
#: this sure, what they are given back is about one of their subjects
GIVEN_BACK_P = 0.5


def gives_back(draft: Draft) -> bool:
    """Whether what looks like a question gives back what they told, for a nod: "so it is the mornings, is that fair?"."""
    line = draft.reading.line
    if draft.reading.check_back is not None:
        return draft.exchange > 1
    told = line.reflection_p >= _SURELY_GIVEN_BACK or line.does(Act.SUMMARY)
    return (
        told
        and line.form in {QuestionForm.DECLARATIVE, QuestionForm.TAG, QuestionForm.YES_NO}
        and draft.exchange > 1
    )


def only_pitches(line: LineReading) -> bool:
    """Whether what looks like a question is none: "so what we have is …", said and not asked."""
    return line.does(Act.PITCH) and "?" not in line.text and line.form is QuestionForm.OPEN


def reason_for_call(draft: Draft) -> bool:
    """The rep says why they call: the first stated position answers it."""
    line = draft.reading.line
    gives = line.does(Act.REASON_FOR_CALL) or (line.does(Act.PITCH) and not draft.before.reason_given)
    if not gives or draft.before.reason_given or line.does(Act.NEXT_STEP):
        return False
    first = draft.persona.positions[0]
    if draft.positions[first.id].stated_turn is None and first.kind is not PositionKind.MISTAKEN_BELIEF:
        state_position(draft, first.id, "the reason for the call, and what they say to it")
    else:
        draft.add(Move.REASON_HEARD, why="the reason for the call")
    return True


def offer_talk(draft: Draft) -> bool:
    """Pitch, price, a claim they doubt, an argument, advice."""
    line = draft.reading.line
    doubted = set(draft.reading.forbidden_claims) - {
        DISCOUNT
    }  # what is taken off a price is talk about the price
    if doubted or (line.does(Act.GUARANTEE) and not line.does(Act.PRICE)):
        draft.add(Move.CLAIM_DOUBTED, why="a claim they do not believe")
    elif line.does(Act.ARGUES):
        draft.add(Move.ARGUMENT, why="argued with")
    elif line.does(Act.PRICE):
        draft.add(Move.PRICE, why="price")
    elif line.does(Act.PITCH, Act.SELF_TALK):
        _answer_pitch(draft)
    elif line.does(Act.ADVICE) and line.question is QuestionKind.NONE:
        draft.add(Move.ADVICE, why="unasked advice")
    else:
        return False
    return True


def picked_up(draft: Draft) -> bool:
    """A statement that takes up what they had let drop."""
    if not draft.reading.picked_up or draft.reading.line.does(Act.PITCH):
        return False
    topic = draft.reading.picked_up[0]
    answer_subject(draft, Subject(topic=topic, p=0.6, via=Via.CUE, question=QuestionKind.NONE))
    return True


def reflection(draft: Draft) -> bool:
    """The rep gave something back: accepted where it was said, and the next cue may follow."""
    line = draft.reading.line
    if (
        line.question is not QuestionKind.NONE
        and not gives_back(draft)
        and line.form
        not in {
            QuestionForm.DECLARATIVE,
            QuestionForm.TAG,
        }
    ):
        return False
    if draft.reading.check_back is CheckBack.RIGHT:
        return _confirm(draft)
    if draft.reading.misreflected or draft.reading.check_back is CheckBack.WRONG:
        draft.add(Move.MISREAD, why="that is not what they said")
        _say_as_told(draft, "and what they did say", again=True)
        return True
    if draft.reading.check_back is not None:
        return _neither_right_nor_wrong(draft)
    if any(":" not in topic and not draft.is_open(topic) for topic in draft.reading.picked_up):
        accept_reflection(draft, alone=False)
        return False  # given back, and the fresh cue taken up with it: the cue is what they answer
    return accept_reflection(draft, alone=True)


def _neither_right_nor_wrong(draft: Draft) -> bool:
    """A summary that is only near to what they told, or about something that they never spoke of: no yes to it.

    Near to it, they say their own words again: right for one who had it right, and enough for one who had not.
    """
    reading = draft.reading
    if any(":" not in topic and not draft.is_open(topic) for topic in reading.picked_up):
        accept_reflection(draft, alone=False)
        return False  # the fresh cue that is taken up with it is what they answer
    if reading.check_back is CheckBack.NEAR:
        accept_reflection(draft, alone=False)
        if _say_as_told(draft, "near to what they told, and not surely the same: their own words again"):
            return True
    elif says_they_told(reading.line.text):
        draft.add(Move.NOT_TOLD, why="they never said that")
        return True
    if any(subject.p >= GIVEN_BACK_P for subject in reading.subjects):
        return False  # a guess at one of their subjects is taken as a closed question on it
    draft.add(Move.NOT_TOLD, why="summed up, and it is neither what they told nor the contrary")
    return True


def _say_as_told(draft: Draft, why: str, *, again: bool = False) -> bool:
    """Say the sentence of theirs again that comes nearest, where there is one; twice running only where it is `again` to be."""
    told = draft.reading.as_told
    if not told or (Move.AS_TOLD in draft.before.last_moves and not again):
        return False
    draft.add(Move.AS_TOLD, told=told, why=why)
    return True


def _confirm(draft: Draft) -> bool:
    """What they told is put to them for a yes: it is so, with the words of the layer where it was one, and room to go on."""
    if accept_reflection(draft, alone=True):
        if draft.steps[0].move is not Move.ACCEPT:
            draft.steps.insert(0, Step(move=Move.CONFIRM))
        return True
    draft.add(Move.CONFIRM, why="summed up rightly, and asked whether it is so")
    return True


def accept_reflection(draft: Draft, *, alone: bool) -> bool:
    """Confirm the open layers that were given back; speak to it only where nothing else is asked."""
    reflected = [topic for topic in draft.reading.reflected if draft.is_open(topic)]
    for topic in reflected:
        if ":" not in topic and not draft.layers[topic].reached(LayerState.CONFIRMED):
            draft.change_layer(topic, state=LayerState.CONFIRMED, confirmed_turn=draft.turn)
    if not alone or not reflected:
        return bool(reflected)
    layers = [topic for topic in reflected if ":" not in topic]
    deepest = layers[-1] if layers else None
    if deepest is not None and draft.has_lines(Move.ACCEPT, deepest):
        draft.add(Move.ACCEPT, deepest, why=f"{deepest}: given back rightly")
        draft.focus = deepest
        following = next_layer(draft, draft.persona.need_of(deepest))
        if following is not None and following.id not in draft.hot and draft.trust >= 0.4:
            drop_hint(draft, following, f"{following.id}: the next cue, since they were heard")
        return True
    return go_deeper(draft, deepest)


def assertion(draft: Draft) -> bool:
    """A statement on one of their subjects is taken as a closed question on it."""
    line = draft.reading.line
    reflects = line.reflection_p >= _HALF_A_REFLECTION or line.does(Act.SUMMARY)
    enough = GIVEN_BACK_P if reflects else SURE_P
    subjects = [subject for subject in draft.reading.subjects if subject.p >= enough]
    if not subjects or line.does(Act.PITCH, Act.SELF_TALK, Act.EMPATHY, Act.COMPLIMENT):
        return False
    answer_subject(draft, subjects[0])
    return True


COURTESIES = (
    (Act.APOLOGY, Move.APOLOGY), (Act.EXCUSE, Move.EXCUSE), (Act.BLAME, Move.EXCUSE), (Act.FLATTERY, Move.FLATTERY),
    (Act.COMPLIMENT, Move.COMPLIMENT), (Act.JOKE, Move.JOKE), (Act.SMALL_TALK, Move.SMALL_TALK),
    (Act.OFF_TOPIC, Move.OFF_TOPIC), (Act.THANKS, Move.THANKS),
)  # fmt: skip


def kindness(draft: Draft) -> bool:
    """Empathy, thanks, apology, a joke, a compliment, small talk."""
    line = draft.reading.line
    courteous = line.does(Act.THANKS, Act.APOLOGY, Act.EXCUSE, Act.COMPLIMENT, Act.FLATTERY)
    if line.does(Act.EMPATHY, Act.AFFIRMATION) and draft.exchange > 1 and not courteous:
        if not go_deeper(draft, draft.before.focus):
            draft.add(Move.EMPATHY, why="met as a person")
        return True
    if line.form is QuestionForm.GREETING:
        _answer_how_are_you(draft)
        return True
    for act, move in COURTESIES:
        if line.does(act):
            draft.add(move, why=str(act))
            return True
    return False


def opening_words(draft: Draft) -> bool:
    """A greeting or a name and nothing more: they wait for the rest, or ask for it."""
    line = draft.reading.line
    if not line.does(Act.GREETING, Act.GIVES_NAME, Act.GIVES_COMPANY):
        return False
    named = line.does(Act.GIVES_NAME, Act.GIVES_COMPANY) or draft.before.rep_name is not None
    if draft.before.reason_given:
        draft.add(Move.LISTENING, why="a greeting, late")
    elif not named:
        draft.add(Move.WHO_IS_THIS, why="they do not know who this is")
    else:
        _ask_reason(draft)
    return True


#: what they ask while nobody says what the call is about
_REASON_QUESTIONS = (Move.WHAT_ABOUT, Move.IS_SALES_CALL, Move.HOW_GOT_NUMBER)


def _ask_reason(draft: Draft) -> None:
    """They do not know what this is about: they ask, and more pointedly each time."""
    times = draft.bump("asked_reason")
    move = _REASON_QUESTIONS[min(times, len(_REASON_QUESTIONS)) - 1]
    draft.add(move, why="they do not know yet what this is about")


def listening(draft: Draft) -> bool:
    """A statement that asks for nothing: they listen, go on, or let something drop."""
    line = draft.reading.line
    if line.question is not QuestionKind.NONE and not gives_back(draft):
        return False
    if (
        not draft.before.reason_given
        and not draft.before.ledger.open_ids()  # who tells a stranger this much has long heard why they ring
        and draft.exchange >= 2
        and Move.WHAT_ABOUT not in draft.before.last_moves
    ):
        draft.add(Move.WHAT_ABOUT, why="still nothing on why they call")
        return True
    touched = draft.reading.subjects[0] if draft.reading.subjects else None
    reflects = line.reflection_p >= _HALF_A_REFLECTION or line.does(Act.SUMMARY)
    leads = touched is not None and (touched.p >= _SURELY_TOUCHED or draft.before.focus is None)
    if touched is not None and leads and touched.topic != draft.before.focus:
        draft.focus = touched.topic  # what the rep asks next will be about this
    elif not reflects and go_deeper(draft, draft.before.focus):
        return True
    if reflects:
        # given back, but not matched to anything that was told: room to go on, or neither confirmed nor denied
        if not go_deeper(draft, draft.before.focus):
            draft.add(Move.NONCOMMITTAL, why="given back, if nothing named")
        return True
    if (
        draft.trust >= _EASY_TRUST
        and line.does(Act.ACKNOWLEDGEMENT, Act.YES, Act.THANKS)
        and _drop_human(draft)
    ):
        return True
    draft.add(Move.LISTENING, why="a statement, nothing asked")
    return True


def state_position(draft: Draft, position_id: str, why: str) -> None:
    draft.change_position(position_id, stated_turn=draft.turn + 1)
    topic = f"position:{position_id}"
    draft.hot[topic] = draft.exchange
    draft.focus = topic
    draft.add(Move.STATE, topic, why=why)


def _answer_pitch(draft: Draft) -> None:
    """A pitch brings out a stated position that is left, or a cool answer."""
    unstated = [
        one.id for one in draft.persona.positions
        if draft.positions[one.id].stated_turn is None and one.kind is not PositionKind.MISTAKEN_BELIEF
    ]  # fmt: skip
    if unstated and draft.count("early_pitch") + draft.count("pitch") <= len(draft.persona.positions):
        state_position(draft, unstated[0], "a pitch, and what they say to it")
    else:
        draft.add(Move.PITCH, why="a pitch")


def _answer_how_are_you(draft: Draft) -> None:
    waiting = [cue for cue in draft.persona.human.cues if draft.cues[cue.id].dropped_turn is None]
    if waiting and draft.exchange > 1 and draft.trust >= 0.28:
        _drop(draft, waiting[0].id, "asked how they are")
    else:
        draft.add(Move.HOW_ARE_YOU, why="the courtesy")


def _drop_human(draft: Draft) -> bool:
    if draft.before.exchanges in draft.before.hot.values():
        return False
    waiting = [cue for cue in draft.persona.human.cues if draft.cues[cue.id].dropped_turn is None]
    if not waiting:
        return False
    _drop(draft, waiting[0].id, "room to say something of themselves")
    return True


def _drop(draft: Draft, cue_id: str, why: str) -> None:
    draft.change_cue(cue_id, dropped_turn=draft.turn + 1)
    draft.hot[f"human:{cue_id}"] = draft.exchange
    draft.focus = f"human:{cue_id}"
    draft.add(Move.DROP, f"human:{cue_id}", why=why)


def go_deeper(draft: Draft, topic: str | None) -> bool:
    """Room was given: more of what is open, or the next cue of the same need."""
    if topic is None:
        return False
    if ":" in topic:
        talks = draft.is_open(topic) if topic.startswith("position:") else True
        if talks and not topic.startswith("fact:") and draft.has_lines(Move.MORE, topic):
            draft.add(Move.MORE, topic, why=f"{topic}: room to go on")
            draft.focus = topic
            return True
        return False
    need = draft.persona.need_of(topic)
    following = next_layer(draft, need)
    if draft.is_open(topic) and draft.has_lines(Move.MORE, topic) and not draft.before.count("went_on"):
        draft.counts["went_on"] = 1
        draft.add(Move.MORE, topic, why=f"{topic}: room to go on")
        draft.focus = topic
        return True
    draft.counts["went_on"] = 0
    if following is not None and draft.trust >= 0.36 and following.id not in draft.before.hot:
        return drop_hint(draft, following, f"{following.id}: room was given, the cue")
    return False
