"""What the prospect does with a line: the rules in the order in which a listener would apply them.

Each rule looks at the draft, and either decides the content or leaves it to the next one. What they say first answers
what was asked; what was not asked comes after it, or not at all.
"""

from __future__ import annotations

from simulator.domain.direction import Understood
from simulator.domain.ledger import LayerState
from simulator.domain.lines import Move
from simulator.domain.persona import PositionKind
from simulator.domain.reading import Act, Aspect, LineReading, QuestionForm, QuestionKind, Subject, Via
from simulator.domain.state import Bungle, BungleKind, EndReason
from simulator.prospect.depth import (
    answer_fact,
    answer_subject,
    drop_hint,
    next_layer,
    stay_shallow,
)
from simulator.prospect.draft import Decide, Draft
from simulator.prospect.endings import answer_disqualify, answer_next_step, end_call, say_goodbye
from simulator.prospect.trust import BUNGLE_SENTENCES, is_pressure

#: answers a subject that is only a guess, when nothing better is there
_GUESS_P = 0.3
#: this much of one makes a question that is put behind it one for a nod
_SURELY_GIVEN_BACK = 0.5
#: this much of a reflection is heard as one, though nothing in it can be named
_HALF_A_REFLECTION = 0.35
#: from here on they let something of themselves drop
_EASY_TRUST = 0.33
#: this sure, a first line that greets is about something as well
_VERY_SURE_P = 0.85
_DOOR_ACTS = (Act.GREETING, Act.GIVES_NAME, Act.GIVES_COMPANY, Act.WHO_AM_I_TALKING_TO, Act.RIGHT_PERSON)
#: this sure, what they are given back is about one of their subjects
_GIVEN_BACK_P = 0.5
#: times in a call that they ask which of two is meant
_MOST_CLARIFIED = 2
#: so short a question, on nothing that can be named, goes on about what was said
_SHORT_WORDS = 6
#: this sure, a question about the weather is a question about the season
_SURE_P = 0.7


def decide(draft: Draft) -> None:
    """Fill in the content of the turn."""
    for rule in _RULES:
        if rule(draft):
            return
    not_understood(draft)


def off_list(draft: Draft) -> bool:
    """They asked to be taken off the list: it is honoured now, or it is the end."""
    if Move.OFF_LIST not in draft.before.last_moves:
        return False
    line = draft.reading.line
    if (
        line.does(Act.HONOURS_REMOVAL, Act.APOLOGY, Act.GOODBYE, Act.YES)
        and line.question is QuestionKind.NONE
    ):
        draft.add(Move.OFF_LIST_HONOURED, why="the removal was honoured")
        end_call(draft, EndReason.OFF_LIST)
    else:
        kind = BungleKind.IGNORED_REMOVAL
        draft.bungle = Bungle(kind=kind, turn=draft.turn, why=BUNGLE_SENTENCES[kind])
        draft.add(Move.HANG_UP_PUSHED, why="the removal was not honoured")
        end_call(draft, EndReason.HUNG_UP_PUSHED)
    return True


def offence(draft: Draft) -> bool:
    """Rudeness is named once; the second time they are gone."""
    line = draft.reading.line
    if line.does(Act.RUDE):
        if draft.count("rude") >= 2:
            draft.add(Move.HANG_UP_RUDE, why="rude again")
            end_call(draft, EndReason.HUNG_UP_RUDE)
        else:
            draft.add(Move.RUDENESS, why="rude")
        return True
    if line.does(Act.PERSONAL_REMARK):
        if draft.count("personal_remark") >= 2:
            draft.add(Move.HANG_UP_RUDE, why="a remark about the person, again")
            end_call(draft, EndReason.HUNG_UP_RUDE)
        else:
            draft.add(Move.PERSONAL_REMARK, why="a remark about the person")
        return True
    return False


_ODD = (
    (Act.SILENCE, Move.SILENCE),
    (Act.GIBBERISH, Move.GIBBERISH),
    (Act.OTHER_LANGUAGE, Move.OTHER_LANGUAGE),
    (Act.COMMAND, Move.COMMAND),
    (Act.META, Move.META),
)


def oddity(draft: Draft) -> bool:
    """Silence, noise, another language, orders to a machine: each is answered as a person would, three times at most."""
    line = draft.reading.line
    move = next((move for act, move in _ODD if line.does(act)), None)
    if draft.reading.attack:
        move = Move.COMMAND
    if move is None:
        draft.counts["odd_in_row"] = 0
        return False
    streak = draft.bump("odd_in_row")
    if streak >= 5 and "odd" in draft.before.warned:
        draft.add(Move.HANG_UP_ODD, why="nothing sensible came any more")
        end_call(draft, EndReason.HUNG_UP_ODD)
    elif streak >= 3 and "odd" not in draft.before.warned:
        draft.warned["odd"] = draft.exchange
        draft.add(Move.WARN_ODD, why="odd for the third time in a row")
    else:
        draft.add(move, why="something odd, answered as such")
    return True


def pushed(draft: Draft) -> bool:
    """They bristle, then warn, then are gone."""
    if not is_pressure(draft):
        return False
    pushes = draft.count("pressure")
    if "pushed" in draft.before.warned:
        draft.add(Move.HANG_UP_PUSHED, why="pushed after the warning")
        end_call(draft, EndReason.HUNG_UP_PUSHED)
    elif pushes >= draft.nature.pushes_allowed:
        draft.warned["pushed"] = draft.exchange
        draft.add(Move.WARN_PUSHED, why=f"pushed {pushes} times")
    else:
        draft.add(Move.PRESSURE, why="pushed")
    return True


def farewell(draft: Draft) -> bool:
    """The rep says goodbye, or the agreed call comes to its end."""
    line = draft.reading.line
    asks = line.question is not QuestionKind.NONE and line.form is not QuestionForm.GREETING
    leaves = line.does(Act.GOODBYE) and not (asks and draft.reading.subjects)
    settled = draft.before.agreed is not None
    if settled and not asks and line.does(Act.GOODBYE, Act.THANKS, Act.ACKNOWLEDGEMENT, Act.YES):
        leaves = True
    if not leaves:
        return False
    say_goodbye(draft)
    return True


def next_step(draft: Draft) -> bool:
    """The rep asks for a next step, or gives up on them."""
    line = draft.reading.line
    if line.does(Act.DISQUALIFY) and not line.does(Act.NEXT_STEP):
        return answer_disqualify(draft)
    asks_about_them = bool(draft.reading.subjects) and draft.reading.subjects[0].p >= _SURE_P
    if line.does(Act.NEXT_STEP) or (line.does(Act.REFERRAL) and not asks_about_them):
        answer_next_step(draft)
        return True
    return False


def asked_again(draft: Draft) -> bool:
    """The same question again, where it was answered the first time."""
    back = draft.reading.same_as_turn
    if back is None or draft.before.last_moves[:1] in ((Move.NOT_HEARD,), (Move.CLARIFY,), (Move.SILENCE,)):
        return False
    subject = draft.reading.subjects[0] if draft.reading.subjects else None
    if subject is not None and draft.trust > draft.before.trust:
        return False
    draft.add(Move.SAID_ALREADY, why="asked before")
    return True


def wrong_ground(draft: Draft) -> bool:
    """A wrong name or a wrong fact is put right at once; a question behind it is still answered."""
    if draft.reading.wrong_name and draft.has_lines(Move.WRONG_NAME):
        draft.add(Move.WRONG_NAME, why=f"called {draft.reading.wrong_name}")
    elif draft.reading.wrong_fact is not None:
        draft.add(Move.WRONG_FACT, why=f"wrong on {draft.reading.wrong_fact}")
        name = draft.reading.wrong_fact
        answer_fact(draft, Subject(topic=f"fact:{name}", p=1.0))
        return True
    else:
        return False
    return draft.reading.line.question is QuestionKind.NONE or not draft.reading.subjects


def content_question(draft: Draft) -> bool:
    """A question about something: answer what was asked."""
    line, reading = draft.reading.line, draft.reading
    courtesy = line.form is QuestionForm.GREETING or _only_pitches(line)
    if (line.question is QuestionKind.NONE and line.form is not QuestionForm.REQUEST) or courtesy:
        return False
    subjects = [subject for subject in reading.subjects if subject.question is not QuestionKind.NONE] or list(
        reading.subjects
    )
    if not subjects or (line.does(Act.OFF_TOPIC, Act.PRICE) and subjects[0].p < _SURE_P) or gives_back(draft):
        return False
    goes_behind = line.does(Act.SECOND_THOUGHT) and subjects[0].p < _SURE_P and subjects[0].via is Via.DIRECT
    if goes_behind and not subjects[0].topic.startswith("position:") and _tested(draft):
        return True
    opens_the_call = draft.exchange == 1 and line.does(*_DOOR_ACTS)
    if opens_the_call and subjects[0].p < _VERY_SURE_P:
        return False  # "morning, is that …?" is about nothing yet
    facts = [subject for subject in subjects if subject.topic.startswith("fact:")]
    distinct = len({subject.topic for subject in facts}) == len(facts)
    if len(subjects) > 1 and len(facts) == len(subjects) and distinct:
        for subject in facts[:2]:
            answer_fact(draft, subject)
        return True
    if subjects[0].via is Via.DIRECT and asked_which(draft):
        return True
    accept_reflection(draft, alone=False)
    answer_subject(draft, subjects[0])
    if subjects[0].p < _GUESS_P and subjects[0].via is Via.DIRECT:
        draft.understood = Understood.WEAKLY
    return True


def gives_back(draft: Draft) -> bool:
    """Whether what looks like a question gives back what they told, for a nod: "so it is the mornings, is that fair?"."""
    line = draft.reading.line
    told = line.reflection_p >= _SURELY_GIVEN_BACK or line.does(Act.SUMMARY)
    return (
        told
        and line.form in {QuestionForm.DECLARATIVE, QuestionForm.TAG, QuestionForm.YES_NO}
        and draft.exchange > 1
    )


def asked_which(draft: Draft) -> bool:
    """Where it is one of two and not clear which, they ask; seldom, since a person takes a guess more often than not."""
    rivals = draft.reading.rivals
    if rivals is None or draft.count("clarified") >= _MOST_CLARIFIED or not draft.has_lines(Move.CLARIFY):
        return False
    first, second = (_label(draft, topic) for topic in rivals)
    if not first or not second or first == second:
        return False
    draft.choice = rivals
    draft.bump("clarified")
    draft.understood = Understood.WEAKLY
    draft.add(Move.CLARIFY, options=(first, second), why="one of two, not clear which")
    return True


def _only_pitches(line: LineReading) -> bool:
    """Whether what looks like a question is none: "so what we have is …", said and not asked."""
    return line.does(Act.PITCH) and "?" not in line.text and line.form is QuestionForm.OPEN


def courtesy_question(draft: Draft) -> bool:
    """Questions of the door: who is there, is it a bad time, may I ask, could you say that again."""
    line = draft.reading.line
    cases = (
        (Act.WHO_AM_I_TALKING_TO, Move.OWN_NAME),
        (Act.REPEAT_PLEASE, Move.REPEAT),
        (Act.HOLD_ON, Move.HOLD_ON),
        (Act.BAD_TIME, Move.BAD_TIME),
        (Act.RIGHT_PERSON, Move.RIGHT_PERSON),
        (Act.PERMISSION, Move.GO_AHEAD),
    )
    asks = line.question is not QuestionKind.NONE
    for act, move in cases:
        if line.does(act) and (asks or move in {Move.REPEAT, Move.HOLD_ON}):
            nothing_said = move is Move.REPEAT and draft.exchange <= 1
            draft.add(Move.OWN_NAME if nothing_said else move, why=str(act))
            return True
    return False


def reason_for_call(draft: Draft) -> bool:
    """The rep says why they call: the first stated position answers it."""
    line = draft.reading.line
    gives = line.does(Act.REASON_FOR_CALL) or (line.does(Act.PITCH) and not draft.before.reason_given)
    if not gives or draft.before.reason_given or line.does(Act.NEXT_STEP):
        return False
    first = draft.persona.positions[0]
    if draft.positions[first.id].stated_turn is None and first.kind is not PositionKind.MISTAKEN_BELIEF:
        _state(draft, first.id, "the reason for the call, and what they say to it")
    else:
        draft.add(Move.REASON_HEARD, why="the reason for the call")
    return True


def offer_talk(draft: Draft) -> bool:
    """Pitch, price, a claim they doubt, an argument, advice."""
    line = draft.reading.line
    if draft.reading.forbidden_claims or (line.does(Act.GUARANTEE) and not line.does(Act.PRICE)):
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
    if draft.reading.misreflected:
        draft.add(Move.MISREAD, why="that is not what they said")
        return True
    return accept_reflection(draft, alone=True)


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
    return _go_deeper(draft, deepest)


def assertion(draft: Draft) -> bool:
    """A statement on one of their subjects is taken as a closed question on it."""
    line = draft.reading.line
    reflects = line.reflection_p >= _HALF_A_REFLECTION or line.does(Act.SUMMARY)
    enough = _GIVEN_BACK_P if reflects else _SURE_P
    subjects = [subject for subject in draft.reading.subjects if subject.p >= enough]
    if not subjects or line.does(Act.PITCH, Act.SELF_TALK, Act.EMPATHY, Act.COMPLIMENT):
        return False
    answer_subject(draft, subjects[0])
    return True


_COURTESIES = (
    (Act.APOLOGY, Move.APOLOGY), (Act.EXCUSE, Move.EXCUSE), (Act.BLAME, Move.EXCUSE), (Act.FLATTERY, Move.FLATTERY),
    (Act.COMPLIMENT, Move.COMPLIMENT), (Act.JOKE, Move.JOKE), (Act.SMALL_TALK, Move.SMALL_TALK),
    (Act.OFF_TOPIC, Move.OFF_TOPIC), (Act.THANKS, Move.THANKS),
)  # fmt: skip


def kindness(draft: Draft) -> bool:
    """Empathy, thanks, apology, a joke, a compliment, small talk."""
    line = draft.reading.line
    courteous = line.does(Act.THANKS, Act.APOLOGY, Act.EXCUSE, Act.COMPLIMENT, Act.FLATTERY)
    if line.does(Act.EMPATHY, Act.AFFIRMATION) and draft.exchange > 1 and not courteous:
        if not _go_deeper(draft, draft.before.focus):
            draft.add(Move.EMPATHY, why="met as a person")
        return True
    if line.form is QuestionForm.GREETING:
        _answer_how_are_you(draft)
        return True
    for act, move in _COURTESIES:
        if line.does(act):
            draft.add(move, why=str(act))
            return True
    return False


def unplaced_question(draft: Draft) -> bool:
    """A question that no subject was found for: focus, cue, a dodge, a choice, and last "I didn't get that"."""
    line, reading = draft.reading.line, draft.reading
    asks = line.question is not QuestionKind.NONE or line.form is QuestionForm.REQUEST
    if not asks or line.form is QuestionForm.GREETING or _only_pitches(line) or gives_back(draft):
        return False
    if draft.exchange == 1 and line.does(*_DOOR_ACTS):
        return False
    if line.does(Act.SECOND_THOUGHT) and _tested(draft):
        return True
    asks_last = len(line.sentences) > 1 and line.sentences[-1].form not in {
        QuestionForm.NONE,
        QuestionForm.GREETING,
    }
    if line.does(*(act for act, _ in _COURTESIES)) and not reading.asks_business and not asks_last:
        return kindness(draft)
    if line.aspect is Aspect.FEEL and draft.exchange > 1:
        draft.add(Move.FEELING, why="asked how they are with it")
        return True
    if line.does(Act.OFF_TOPIC):
        draft.add(Move.OFF_TOPIC, why="off the subject")
        return True
    if line.does(Act.PRICE):
        draft.add(Move.PRICE, why="price")
        return True
    if draft.before.focus is not None and len(line.text.split()) <= _SHORT_WORDS and draft.exchange > 1:
        subject = Subject(topic=draft.before.focus, p=_GUESS_P, via=Via.FOCUS, aspect=line.aspect,
                          answer_type=line.answer_type, question=line.question)  # fmt: skip
        answer_subject(draft, subject)
        draft.understood = Understood.WEAKLY
        return True
    if asked_which(draft):
        return True
    draft.understood = Understood.WEAKLY if reading.asks_business else Understood.NO
    draft.evade(line.answer_type, line.aspect, "a fair question that nothing answers")
    return True


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
        and draft.exchange >= 2
        and Move.WHAT_ABOUT not in draft.before.last_moves
    ):
        draft.add(Move.WHAT_ABOUT, why="still nothing on why they call")
        return True
    touched = draft.reading.subjects[0] if draft.reading.subjects else None
    reflects = line.reflection_p >= _HALF_A_REFLECTION or line.does(Act.SUMMARY)
    if touched is not None and touched.topic != draft.before.focus:
        draft.focus = touched.topic  # what the rep asks next will be about this
    elif not reflects and _go_deeper(draft, draft.before.focus):
        return True
    if reflects:
        # given back, but not matched to anything that was told: room to go on, or neither confirmed nor denied
        if not _go_deeper(draft, draft.before.focus):
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


def not_understood(draft: Draft) -> bool:
    """The last retreat, never twice running: the second time they take it where it was."""
    draft.understood = Understood.NO
    if Move.NOT_HEARD in draft.before.last_moves:
        if not _go_deeper(draft, draft.before.focus):
            draft.add(Move.DODGE, why="not understood, again")
        return True
    draft.add(Move.NOT_HEARD, why="not understood")
    return True


def _state(draft: Draft, position_id: str, why: str) -> None:
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
        _state(draft, unstated[0], "a pitch, and what they say to it")
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


def _go_deeper(draft: Draft, topic: str | None) -> bool:
    """Room was given: more of what is open, or the next cue of the same need."""
    if topic is None:
        return False
    if topic.startswith(("human:", "fact:", "position:")):
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


def _tested(draft: Draft) -> bool:
    """A test of what they said, without a word of its subject: the last position that they stated and still hold."""
    held = [
        (entry.stated_turn, position.id)
        for position in draft.persona.positions
        if (entry := draft.positions[position.id]).stated_turn is not None and not entry.is_open
    ]
    first = draft.persona.positions[0]
    if (
        not held
        and draft.positions[first.id].stated_turn is None
        and first.kind is not PositionKind.MISTAKEN_BELIEF
    ):
        _state(draft, first.id, "asked what stands behind it: what they say first")
        return True
    if not held:
        return False
    topic = f"position:{max(held)[1]}"
    answer_subject(
        draft, Subject(topic=topic, p=_GIVEN_BACK_P, via=Via.CUE, question=draft.reading.line.question)
    )
    return True


def _label(draft: Draft, topic: str) -> str:
    found = draft.persona.need_of(topic) if ":" not in topic else draft.persona.topic(topic)
    return str(getattr(found, "label", ""))


_RULES: tuple[Decide, ...] = (
    off_list,
    offence,
    oddity,
    pushed,
    farewell,
    next_step,
    asked_again,
    wrong_ground,
    content_question,
    courtesy_question,
    reflection,
    picked_up,
    reason_for_call,
    offer_talk,
    unplaced_question,
    kindness,
    opening_words,
    assertion,
    listening,
)

__all__ = ["decide", "stay_shallow"]
