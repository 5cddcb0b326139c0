"""What follows from a yes: the practical questions, another time than theirs, and asks for less than a meeting."""

from __future__ import annotations

import re

from simulator.domain.lines import Move
from simulator.domain.persona import RightEnd
from simulator.domain.reading import Act, Aspect, LesserAsk, Practical, QuestionForm, QuestionKind
from simulator.domain.state import EndReason
from simulator.prospect.depth import SURE_P
from simulator.prospect.draft import Draft
from simulator.reading.acts_text import plain
from simulator.reading.practical import is_about_a_meeting
from simulator.reading.times import clock_minutes

#: ends after which there is something to arrange
_SETTLED = frozenset({EndReason.AGREED, EndReason.REFERRED, EndReason.CALL_BACK})
#: asked after a yes, these are about it, whatever else they come near to
_ALWAYS = frozenset(
    {Practical.REACH, Practical.EMAIL, Practical.REMIND, Practical.CONFIRM, Practical.PUT_RIGHT}
)
#: of a call that was put off there is only the hour to say
_OF_A_CALL = frozenset({Practical.REACH, Practical.EMAIL, Practical.REMIND})
#: right after these, a question of so few words goes on about them
_JUST_AGREED = frozenset({Move.AGREE, Move.ARRANGE, Move.REFER})
_SHORT_WORDS = 5
#: a question for a time is about their work from here on: "what time do they start?"
_ABOUT_WORK_P = 0.35


#: "I'll send you that today": a day on which something is sent is not the day of the meeting
_SENT_THEN = re.compile(
    r"\b(?:send|sending|mail|mailing|email|emailing|text|texting|post|posting|forward|forwarding|ping"
    r"|(?:drop|pop|write) (?:you|it to|that to|to you|it all)|put (?:it|that) in (?:the post|an e ?mail))\b"
    r"[^|]{0,50}\b(?:to ?(?:day|night|morrow)|now|straight away|this (?:morning|afternoon|evening)|by [a-z]+|before [a-z]+"
    r"|(?:on |first thing )?(?:mon|tues|wednes|thurs|fri)day)\b"
    r"|\b(?:today|tonight|tomorrow|now) (?:and )?i (?:will|can|shall) (?:send|mail|email|text|post|write|forward|drop)\b"
)


def suits_them(draft: Draft) -> bool:
    """Whether the time that the line names, if any, is the one that they agree to."""
    time, theirs = draft.reading.time, draft.persona.arrangement
    if time is None or theirs.day is None or _SENT_THEN.search(plain(draft.reading.line.text)):
        return True
    minute = clock_minutes(theirs.hour)
    days_differ = bool(time.days) and theirs.day not in time.days
    hours_differ = minute is not None and bool(time.minutes) and minute not in time.minutes
    return not days_differ and not hours_differ


def arranged(draft: Draft) -> bool:
    """A practical question, or the day and the hour read back: answered once it is agreed, and kindly put off before."""
    what, agreed = draft.reading.practical, draft.before.agreed
    if agreed not in _SETTLED:
        return _not_yet(draft, what)
    proposes = draft.reading.line.does(Act.NEXT_STEP) and what is None
    if agreed is EndReason.CALL_BACK:
        return what is not None and _of_a_call(draft, what)
    put_right_already = Move.ARRANGE in draft.before.last_moves and _takes_leave(draft)
    if not suits_them(draft) and (what is None or what is Practical.CONFIRM) and not put_right_already:
        if draft.reading.time is not None and draft.reading.time.words:
            return _say(draft, Practical.PUT_RIGHT, "another time than theirs")
        return _say(draft, Practical.WHEN, "two times are in the air: theirs once more")
    if proposes and draft.reading.lesser is None and draft.reading.time is not None:
        what = Practical.CONFIRM
    if what is None or (what is Practical.CONFIRM and _takes_leave(draft)):
        return False
    if what not in _ALWAYS and _is_about_something_else(draft):
        return False
    if what is Practical.BRING and not draft.persona.arrangement.bring:
        return False  # what would be better, of the need that came deepest, is said elsewhere
    _say(draft, what, f"agreed, and asked: {what}")
    if what is Practical.CONFIRM and _names_a_place(draft):
        _say(draft, Practical.WHERE, "and the place with it")
    also = draft.reading.practical_also
    if also is not None and (also is not Practical.BRING or draft.persona.arrangement.bring):
        _say(draft, also, f"and asked with it: {also}")
    return True


def add_agreement(draft: Draft, why: str) -> None:
    """Agree: at their own day, with a word on the rep's where that is another."""
    draft.focus = None  # what was talked about is settled with it: the next question is about something else
    if suits_them(draft):
        draft.add(Move.AGREE, why=why)
    else:
        draft.add(
            Move.AGREE,
            f"arrangement:{Practical.OTHER_TIME}",
            theirs=_theirs(draft),
            why=f"{why}, at another time",
        )


def add_half_agreement(draft: Draft, why: str) -> None:
    """Half a yes; a time that the rep named and that none of their lines takes up does not suit."""
    time = draft.reading.time
    said = " ".join(one.line.say.lower() for one in draft.banks.content(Move.HALF_AGREE))
    if time is not None and time.words and time.days and not any(day in said for day in time.days):
        _say(draft, Practical.NOT_THEN, "not at that time")
    draft.add(Move.HALF_AGREE, why=why)


def answer_lesser(draft: Draft, asks: LesserAsk) -> None:
    """To send something, or to ring again some time, is no meeting: they let the rep, or see no reason for it."""
    settled = draft.before.agreed is EndReason.AGREED
    reason = bool(draft.open_layers())
    welcome = settled or (reason and draft.trust >= draft.persona.fit.trust - _NEARLY)
    if not welcome and draft.persona.fit.right_end is not RightEnd.REFERRAL:
        draft.bump("refused_step")
        refused = Move.REFUSE_STEP if asks is LesserAsk.RING else Move.SEND_REFUSED
        draft.add(refused, why="less than a meeting, and they do not see yet what for")
        return
    if asks is not LesserAsk.RING:
        draft.add(Move.SEND_ACCEPTED, why="something to read, and no meeting")
        if settled and draft.has_lines(Move.ARRANGE, _EMAIL):
            draft.add(Move.ARRANGE, _EMAIL, why="and where to send it")
    if asks is not LesserAsk.SEND:
        draft.add(Move.RING_AGAIN, why="another call, and no meeting")
    if settled:
        return
    time = draft.reading.time
    with_a_day = asks is not LesserAsk.SEND and time is not None and bool(time.days)
    if with_a_day and reason and draft.persona.fit.suits:
        draft.agreed = EndReason.CALL_BACK
    else:
        draft.bump("vague_step")


_EMAIL = f"arrangement:{Practical.EMAIL}"
#: trust that may be missing for a page to be read
_NEARLY = 0.1


def _not_yet(draft: Draft, what: Practical | None) -> bool:
    """Asked for an address or who comes, while nothing is agreed."""
    line, asks = draft.reading.line, draft.reading.subjects
    if what is None or what is Practical.CONFIRM or not is_about_a_meeting(line):
        return False
    if line.does(Act.NEXT_STEP_CONCRETE) or draft.reading.lesser is not None:
        return False
    if asks and asks[0].p >= SURE_P:
        return False  # a question about how they work, or one that they have an answer of their own to
    draft.add(Move.NOT_ARRANGED, why=f"asked before anything is agreed: {what}")
    return True


def _of_a_call(draft: Draft, what: Practical) -> bool:
    """Asked on about the call that was put off."""
    if what in _OF_A_CALL:
        return _say(draft, what, f"to be rung again, and asked: {what}")
    if draft.reading.line.does(Act.NEXT_STEP_CONCRETE) and what is not Practical.CONFIRM:
        return False
    if what is Practical.BRING or _is_about_something_else(draft):
        return False
    draft.add(Move.CALL_BACK, why=f"to be rung again, and asked: {what}")
    return True


def _say(draft: Draft, what: Practical, why: str) -> bool:
    draft.add(Move.ARRANGE, f"arrangement:{what}", theirs=_theirs(draft), why=why)
    return True


def _theirs(draft: Draft) -> str:
    return draft.reading.time.words if draft.reading.time is not None else ""


def _takes_leave(draft: Draft) -> bool:
    """Whether the time is read back in a line that takes its leave, or thanks: there is nothing to confirm."""
    line = draft.reading.line
    return line.question is QuestionKind.NONE and line.does(Act.GOODBYE, Act.THANKS, Act.ACKNOWLEDGEMENT)


def _is_about_something_else(draft: Draft) -> bool:
    """Whether it is surely a question about their work."""
    subjects, line = draft.reading.subjects, draft.reading.line
    if not _JUST_AGREED.isdisjoint(draft.before.last_moves) and len(line.text.split()) <= _SHORT_WORDS:
        return False  # "and which branch?", right after where it is
    goes_deeper = line.aspect in {Aspect.WHY, Aspect.THEN, Aspect.FEEL} and line.form is QuestionForm.OPEN
    enough = _ABOUT_WORK_P if draft.reading.practical is Practical.WHEN else SURE_P
    return goes_deeper or bool(subjects and subjects[0].p >= enough and not is_about_a_meeting(line))


def _names_a_place(draft: Draft) -> bool:
    text = f" {draft.reading.line.text.lower()} "
    return any(place in text for place in _PLACES)


_PLACES = (
    " at your ", " at yours", " at the office", " at the yard", " in the office", " at ours", " by phone", " on the phone",
    " by telephone", " on teams", " on zoom", " by video", " in person", " at the desk", " in your office", " at our ",
)  # fmt: skip
