"""What a rep's line does to the prospect's trust and patience, and whether it was a bungle."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.domain.lines import Move
from simulator.domain.persona import Level
from simulator.domain.reading import (
    Act,
    AnswerType,
    Aspect,
    CheckBack,
    QuestionForm,
    QuestionKind,
    ReflectionKind,
)
from simulator.domain.state import Bungle, BungleKind
from simulator.prospect.draft import Draft
from simulator.prospect.tempers import (
    GAIN_SLOPE,
    INTERRUPTED_PATIENCE,
    INTERRUPTIONS_TO_BUNGLE,
    MOST_GAIN,
    MOST_LOSS,
)

#: repeats of these are worth less each time: nobody is won by jokes or thanks alone
_WEARS_OFF = {
    "joke": 0.4, "compliment": 0.4, "small_talk": 0.4, "thanks": 0.5, "gives_name": 0.0, "permission": 0.5,
    "acknowledges": 0.8, "empathy": 0.75, "affirms": 0.7, "apology": 0.5, "reason_for_call": 0.0,
    "asks_person": 0.7, "reflection": 0.92, "honest_about_fit": 0.3, "fair_question": 0.85,
}  # fmt: skip

#: repeats of these weigh more each time
_GROWS = {
    "pressure": 0.4,
    "early_pitch": 0.5,
    "pitch": 0.5,
    "interrogation": 0.5,
    "early_close": 0.3,
    "odd": 0.3,
    "interrupts": 0.5,
}

#: which behaviours are bungles, the worst first
_BUNGLES = {
    "rude": BungleKind.RUDE,
    "personal_remark": BungleKind.PERSONAL_REMARK,
    "pressure": BungleKind.PRESSURE,
    "forbidden_claim": BungleKind.FORBIDDEN_CLAIM,
    "argues": BungleKind.ARGUED,
    "wrong_name": BungleKind.WRONG_NAME,
    "early_close": BungleKind.EARLY_CLOSE,
    "early_pitch": BungleKind.EARLY_PITCH,
    "ignores_cue": BungleKind.IGNORED_CUE,
    "interrogation": BungleKind.INTERROGATION,
    "asked_again": BungleKind.ASKED_AGAIN,
    "advice": BungleKind.UNASKED_ADVICE,
    "interrupts": BungleKind.INTERRUPTED,
}

BUNGLE_SENTENCES = {
    BungleKind.RUDE: "It was rude.",
    BungleKind.PERSONAL_REMARK: "It remarked on the person, not on the matter.",
    BungleKind.PRESSURE: "It pushed.",
    BungleKind.FORBIDDEN_CLAIM: "It claimed what may not be claimed for this offer.",
    BungleKind.ARGUED: "It argued with what they said instead of asking about it.",
    BungleKind.WRONG_NAME: "It used a name that is not theirs.",
    BungleKind.EARLY_CLOSE: "It asked for a next step before any need was on the table.",
    BungleKind.EARLY_PITCH: "It pitched before it was clear what they need.",
    BungleKind.IGNORED_CUE: "It talked over something that they had just let drop.",
    BungleKind.INTERROGATION: "It was the third closed question in a row.",
    BungleKind.ASKED_AGAIN: "It asked what had been asked before.",
    BungleKind.UNASKED_ADVICE: "It gave advice that nobody had asked for.",
    BungleKind.IGNORED_REMOVAL: "They asked to be taken off the list, and the line went on.",
    BungleKind.INTERRUPTED: "It was the third time in this call that you spoke over them.",
}

_CLOSED_IN_A_ROW = 3
_STRONG_PRESSURE = 0.8
#: told down to here, it is clear what they need
_CLEAR = frozenset({Level.IMPACT, Level.STAKE})
#: what is sold can be named once within so many exchanges, in so many words
_EARLY_EXCHANGES, _ONE_BREATH_WORDS = 4, 45


@dataclass(frozen=True)
class _Found:
    behaviour: str
    factor: float = 1.0


def weigh(draft: Draft) -> None:
    """Move trust and patience for the rep's line, name its bungle, and count what it did."""
    found = [_Found("attack")] if draft.reading.attack else [*_goods(draft), *_bads(draft)]
    moved = 0.0
    for one in found:
        times = draft.count(one.behaviour)
        figure = draft.nature.moves_trust[one.behaviour] * one.factor
        figure *= _WEARS_OFF.get(one.behaviour, 1.0) ** times
        figure *= 1.0 + _GROWS.get(one.behaviour, 0.0) * times
        moved += figure
        draft.bump(one.behaviour)
    behaviours = {one.behaviour for one in found}
    if behaviours & {"pressure", "early_pitch", "rude", "argues", "personal_remark"}:
        moved = min(moved, 0.0)  # a push is not bought off by a "thanks" in the same breath
    if moved > 0.0:
        moved *= min(1.0, GAIN_SLOPE * (1.0 - draft.before.trust))
    moved = max(MOST_LOSS, min(MOST_GAIN, moved))
    draft.trust = round(max(0.0, min(1.0, draft.before.trust + moved)), 4)
    draft.patience_cost = _patience_cost(behaviours)
    if "interrupts" in behaviours:
        draft.patience_cost += INTERRUPTED_PATIENCE
    draft.bungle = _bungle(draft, behaviours)
    _keep_streaks(draft)


def _goods(draft: Draft) -> list[_Found]:
    reading, line, found = draft.reading, draft.reading.line, list[_Found]()
    given_back = reading.check_back is CheckBack.RIGHT or (
        bool(reading.reflected) and reading.check_back is not CheckBack.WRONG
    )
    if given_back or (_reflects(draft) and not reading.misreflected and reading.check_back is None):
        found.append(_Found("reflection", 0.5 if draft.before.count("reflected_last") else 1.0))
    if line.does(Act.EMPATHY):
        found.append(_Found("empathy"))
    if line.does(Act.AFFIRMATION):
        found.append(_Found("affirms"))
    if _asks_person(draft):
        found.append(_Found("asks_person"))
    if any(not topic.startswith("human:") for topic in reading.picked_up):
        found.append(_Found("picks_up_cue"))
    for topic in reading.picked_up:
        if topic.startswith("human:") and draft.cues[topic.removeprefix("human:")].honoured_turn is None:
            gain = next(cue.trust for cue in draft.persona.human.cues if f"human:{cue.id}" == topic)
            found.append(_Found("honours_cue", gain / max(draft.nature.moves_trust["honours_cue"], 0.001)))
    if reading.subjects and line.question is QuestionKind.OPEN:
        found.append(_Found("open_reaches"))
    elif reading.subjects and line.question is QuestionKind.CLOSED:
        found.append(_Found("fair_question"))
    if line.uptake >= 0.5 and line.question is not QuestionKind.NONE and draft.exchange > 1:
        found.append(_Found("follow_up"))
    simple = {
        Act.REASON_FOR_CALL: "reason_for_call", Act.GIVES_NAME: "gives_name", Act.PERMISSION: "permission",
        Act.THANKS: "thanks", Act.JOKE: "joke", Act.COMPLIMENT: "compliment", Act.APOLOGY: "apology",
        Act.SMALL_TALK: "small_talk", Act.DISQUALIFY: "honest_about_fit", Act.HONOURS_REMOVAL: "honours_no",
        Act.ACKNOWLEDGEMENT: "acknowledges",
    }  # fmt: skip
    found.extend(_Found(name) for act, name in simple.items() if line.does(act))
    if tests_position(draft):
        found.append(_Found("tests_position"))
    return found


def _bads(draft: Draft) -> list[_Found]:
    reading, line, found = draft.reading, draft.reading.line, list[_Found]()
    simple = {
        Act.ARGUES: "argues", Act.RUDE: "rude", Act.SWEARING: "swears", Act.PERSONAL_REMARK: "personal_remark",
        Act.FLATTERY: "flattery", Act.EXCUSE: "excuse", Act.BAD_TIME: "bad_time",
    }  # fmt: skip
    found.extend(_Found(name) for act, name in simple.items() if line.does(act))
    if is_pressure(draft):
        found.append(_Found("pressure"))
    # who says that it does not fit names the offer, and pitches nothing
    if line.does(Act.PITCH, Act.SELF_TALK) and not line.does(Act.DISQUALIFY):
        early = is_early_pitch(draft)
        found.append(_Found("early_pitch" if early else "pitch"))
        if not early:
            draft.bump("named_offer")
    if line.does(Act.NEXT_STEP) and is_early_close(draft):
        found.append(_Found("early_close"))
    if line.does(Act.ADVICE) and not line.does(Act.NEXT_STEP) and line.question is QuestionKind.NONE:
        found.append(_Found("advice"))
    if reading.wrong_name:
        found.append(_Found("wrong_name"))
    if reading.wrong_fact:
        found.append(_Found("wrong_fact"))
    if reading.forbidden_claims:
        found.append(_Found("forbidden_claim"))
    if reading.same_as_turn is not None:
        found.append(_Found("asked_again"))
    if line.does(Act.OTHER_LANGUAGE, Act.GIBBERISH, Act.COMMAND) or (
        line.does(Act.META, Act.OFF_TOPIC) and not reading.subjects
    ):
        found.append(_Found("odd"))
    if is_bare_closed(draft) and _is_one_too_many(draft.before.count("closed_in_row") + 1):
        found.append(_Found("interrogation"))
    if reading.interrupted:
        found.append(_Found("interrupts"))
    if ignores_cue(draft):
        found.append(_Found("ignores_cue"))
    return found


def _reflects(draft: Draft) -> bool:
    line = draft.reading.line
    return (
        line.reflection is not ReflectionKind.NONE
        and draft.exchange > 2
        and not line.does(Act.PITCH, Act.PRESSURE, Act.SELF_TALK, Act.ADVICE)
    )


def _asks_person(draft: Draft) -> bool:
    line = draft.reading.line
    asks = line.question is not QuestionKind.NONE and line.form is not QuestionForm.GREETING
    return asks and (
        line.aspect is Aspect.FEEL
        or any(subject.topic.startswith("human:") for subject in draft.reading.subjects)
    )


def tests_position(draft: Draft) -> bool:
    """Whether the line asks behind a position that was stated and is not corrected yet."""
    if draft.reading.line.question is QuestionKind.NONE and not draft.reading.line.does(Act.SECOND_THOUGHT):
        return False
    stated = {
        f"position:{key}"
        for key, entry in draft.positions.items()
        if entry.stated_turn is not None and not entry.is_open
    }
    return any(subject.topic in stated for subject in draft.reading.subjects)


def is_pressure(draft: Draft) -> bool:
    """Whether the line pushes."""
    line = draft.reading.line
    return line.does(Act.PRESSURE, Act.FALSE_URGENCY) or (
        line.pressure >= _STRONG_PRESSURE
        and line.question is QuestionKind.NONE
        and line.does(Act.NEXT_STEP, Act.PITCH)
    )


def _is_one_too_many(in_row: int) -> bool:
    """The third closed question in a row, and every second one after it: people do not sigh at each."""
    return in_row >= _CLOSED_IN_A_ROW and (in_row - _CLOSED_IN_A_ROW) % 2 == 0


def is_early_pitch(draft: Draft) -> bool:
    """Whether the line pitches before it is clear what they need; the reason for the call may name the offer once.

    It is clear with two layers open, or with what comes of the need that it is about, or what better would look like.
    """
    if len(draft.open_layers()) >= 2 or _need_is_clear(draft):
        return False
    gives_reason = draft.reading.line.does(Act.REASON_FOR_CALL) or draft.exchange <= 2
    if gives_reason and not draft.before.reason_given:
        return False
    return not (_says_it_once(draft) and not draft.before.count("named_offer"))


def _need_is_clear(draft: Draft) -> bool:
    """Whether they said what comes of a need, or what it means to them, and the line is about no other one."""
    if Move.WANT in draft.before.last_moves or any("/want#" in key for key in draft.before.said):
        return True
    clear = {
        draft.persona.need_of(layer.id).id
        for layer in draft.persona.layers()
        if layer.level in _CLEAR and draft.layers[layer.id].is_open
    }
    topics = (subject.topic for subject in draft.reading.subjects)
    about = {topic.split(".", 1)[0] for topic in topics if ":" not in topic}
    return bool(clear & about) if about else bool(clear)


def _says_it_once(draft: Draft) -> bool:
    """One sentence on what is sold, early, and then a question about them: anybody may want to know what it is about."""
    line = draft.reading.line
    told = [one for one in line.sentences if one.form in {QuestionForm.NONE, QuestionForm.GREETING}]
    ends_asking = bool(line.sentences) and line.sentences[-1].form not in {
        QuestionForm.NONE,
        QuestionForm.TAG,
    }
    short = sum(len(one.text.split()) for one in told) <= _ONE_BREATH_WORDS
    # who says sorry for not having said it, or was asked, says it when they can
    in_place = draft.exchange <= _EARLY_EXCHANGES or line.does(Act.APOLOGY) or _was_asked_about(draft)
    return (
        in_place
        and short
        and ends_asking
        and line.question is QuestionKind.OPEN
        and not line.does(Act.PRESSURE, Act.NEXT_STEP, Act.GUARANTEE, Act.ARGUES)
    )


def _was_asked_about(draft: Draft) -> bool:
    """Whether they have just asked what the call is about."""
    asked = {Move.WHAT_ABOUT, Move.IS_SALES_CALL, Move.WHO_IS_THIS}
    return not asked.isdisjoint(draft.before.last_moves) or bool(
        draft.before.count("tail_ask_reason") and draft.before.count("tailed_last")
    )


def is_early_close(draft: Draft) -> bool:
    """Whether a request for a next step comes too early; see `CallState.is_ripe_for_a_next_step`."""
    return not draft.before.is_ripe_for_a_next_step


#: closed in form, and asked to learn something: who, when, how many, "you or the office?"
_ASKS_TO_LEARN = frozenset({QuestionForm.WH_FACT, QuestionForm.CHOICE, QuestionForm.YES_NO_CONTENT})
_LEARNT = frozenset(AnswerType) - {AnswerType.NONE, AnswerType.YES_NO, AnswerType.WHAT}


def is_bare_closed(draft: Draft) -> bool:
    """Whether the line is a question for a yes or a no, and nothing kinder: no reflection, no cue taken up, no next step."""
    line, reading = draft.reading.line, draft.reading
    taken_up = bool(reading.reflected or reading.picked_up) or line.reflection is not ReflectionKind.NONE
    taken_up = taken_up or reading.check_back is not None or reading.practical is not None
    return (
        line.question is QuestionKind.CLOSED
        and line.form not in _ASKS_TO_LEARN
        and line.answer_type not in _LEARNT
        and not taken_up
        and not line.does(Act.NEXT_STEP, Act.PERMISSION, Act.WHO_AM_I_TALKING_TO, Act.EMPATHY)
    )


def ignores_cue(draft: Draft) -> bool:
    """Whether the line pitches or closes right over a cue that was dropped in the last exchange.

    Who says that it does not fit talks over nothing, whatever of the offer they name.
    """
    if draft.reading.line.does(Act.DISQUALIFY):
        return False
    fresh = any(exchange == draft.before.exchanges for exchange in draft.before.hot.values())
    talks_over = draft.reading.line.does(Act.PITCH, Act.NEXT_STEP, Act.PRICE, Act.SELF_TALK)
    return fresh and talks_over and not draft.reading.picked_up and not draft.reading.reflected


def _patience_cost(behaviours: set[str]) -> float:
    if behaviours & {"pressure", "rude", "personal_remark", "attack"}:
        return 2.0
    if behaviours & {"early_pitch", "argues", "early_close", "interrogation", "asked_again"}:
        return 1.5
    if behaviours & {"reflection", "picks_up_cue", "honours_cue", "empathy", "asks_person", "tests_position"}:
        return 0.5
    return 0.8 if behaviours & {"open_reaches", "follow_up", "reason_for_call", "honest_about_fit"} else 1.0


def _bungle(draft: Draft, behaviours: set[str]) -> Bungle | None:
    """The worst mistake of the line, or None."""
    kinds = (kind for name, kind in _BUNGLES.items() if name in behaviours)
    kind = next(kinds, None)
    if kind is BungleKind.UNASKED_ADVICE and draft.count("advice") < 2:
        return None
    if kind is BungleKind.INTERRUPTED and draft.count("interrupts") != INTERRUPTIONS_TO_BUNGLE:
        return None
    if kind is None:
        return None
    why = BUNGLE_SENTENCES[kind]
    if kind is BungleKind.INTERROGATION:
        why = _interrogated(draft.before.count("closed_in_row") + 1)
    return Bungle(kind=kind, turn=draft.turn, why=why)


_ORDINALS = {3: "third", 5: "fifth", 7: "seventh", 9: "ninth"}


def _interrogated(in_row: int) -> str:
    """What is said of the closed question that was one too many."""
    number = _ORDINALS.get(in_row)
    return (
        f"It was the {number} closed question in a row."
        if number
        else "It was one closed question after another."
    )


def _keep_streaks(draft: Draft) -> None:
    line = draft.reading.line
    asks = line.form not in {QuestionForm.NONE, QuestionForm.GREETING, QuestionForm.TAG}
    closed = is_bare_closed(draft) and asks
    draft.counts["closed_in_row"] = draft.count("closed_in_row") + 1 if closed else 0
    draft.counts["reflected_last"] = int(
        line.reflection is not ReflectionKind.NONE or bool(draft.reading.reflected)
    )
