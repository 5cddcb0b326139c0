"""What the learnt head adds to the rules' reading of a line, and what it takes away.

The rules know phrases; the head knows wordings that nobody wrote a rule for. Where both are sure of different things,
the head decides on acts that the prospect answers to, since it sees the whole line.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from simulator.domain.reading import (
    Act,
    AnswerType,
    Aspect,
    LineReading,
    QuestionForm,
    QuestionKind,
    SentenceReading,
)
from simulator.reading.line_kinds import ACT_OF_KIND, ASK, REFLECT, line_kinds
from simulator.reading.question_aspects import answer_type_of, aspect_of
from simulator.reading.speech import plain

#: chance from which a kind's act counts; for acts that end or sour a call when they are wrongly found
_SURE, _SURE_GRAVE = 0.5, 0.75
_GRAVE = frozenset(
    {
        Act.GOODBYE, Act.PRESSURE, Act.RUDE, Act.ARGUES, Act.DISQUALIFY, Act.HONOURS_REMOVAL, Act.PERSONAL_REMARK,
        Act.COMMAND, Act.META, Act.REASON_FOR_CALL, Act.REPEAT_PLEASE, Act.EMPATHY, Act.ACKNOWLEDGEMENT, Act.GREETING,
    }
)  # fmt: skip
#: a line that asks this surely about the listener's own matters, and is this little of what a rule found, is not that
_ASKS, _HARDLY = 0.6, 0.06
_DOUBTED = frozenset(
    {
        Act.REFERRAL, Act.NEXT_STEP, Act.PRICE, Act.ADVICE, Act.FALSE_URGENCY, Act.PRESSURE, Act.COMPLIMENT, Act.PITCH,
        Act.SMALL_TALK, Act.OFF_TOPIC, Act.DISQUALIFY, Act.SELF_TALK, Act.FLATTERY, Act.PERSONAL_REMARK, Act.ARGUES,
        Act.RUDE, Act.GOODBYE, Act.BAD_TIME, Act.PERMISSION, Act.WHO_AM_I_TALKING_TO, Act.THANKS, Act.JOKE,
    }
)  # fmt: skip
_KIND_OF_ACT = {act: kind for kind, act in ACT_OF_KIND.items() if act is not None} | {
    Act.FALSE_URGENCY: "pressure",
    Act.SELF_TALK: "pitch",
}
#: and a line that is this surely something else, and this little of it
_SURE_OTHER, _NEVER = 0.6, 0.02
#: what ends or sours a call is taken back where the head sees nothing of it at all
_GENTLE = frozenset({"bad_time", "permission", "reflect", "empathy", "thanks", "apology", "courtesy"})
_HARDLY_PUSHES = 0.12
_PUSHES = frozenset({Act.PRESSURE, Act.FALSE_URGENCY})
_NEEDS_A_SECOND = frozenset({Act.PERSONAL_REMARK, Act.GOODBYE, Act.OFF_TOPIC, Act.RUDE})
#: kinds that are about the call itself, with what it takes to let nothing else count
_ABOUT_THE_CALL = (
    "courtesy", "looking_for", "bad_time", "permission", "small_talk", "flattery", "thanks", "apology", "excuse", "joke",
    "price", "claim", "next_step", "referral", "disqualify", "honours_removal", "pressure", "goodbye", "hold_on", "repeat",
    "off_topic", "meta", "command", "rude", "personal_remark", "greet", "reason",
)  # fmt: skip
_ASKS_NOTHING = (
    "thanks", "apology", "price", "claim", "next_step", "disqualify", "honours_removal", "pressure", "goodbye", "rude", "greet"
)  # fmt: skip
_SURE_OF_CALL, _ASKS_LITTLE = 0.65, 0.25
#: what is surely one of these is no pitch, unless this much speaks for talk about the offer
_NO_PITCH = ("reflect", "empathy", ASK, "compliment", "apology", "thanks", "small_talk", "ack", "second_thought", "joke",
             "looking_for", "courtesy", "bad_time")  # fmt: skip
_TELLS = ("pitch", "price", "claim", "reason")
_SURE_NO_PITCH, _TELLS_ENOUGH = 0.4, 0.2
#: forms in which next steps are seldom proposed, and what it takes to believe it all the same
_ASKING_FORMS = frozenset({QuestionForm.OPEN, QuestionForm.WH_FACT, QuestionForm.REQUEST})
_SURE_THOUGH_ASKED = 0.9
#: where the rep and they do something together, an asking form is as good as any: "when could we look at it?"
_BOTH_OF_US = re.compile(
    r"\b(?:could|can|shall|might|would|should|if) (?:we|i) (?:[a-z]+ ){0,2}?(?:look|meet|met|talk|speak|sit|sat"
    r"|show|showed|come|came|see|pop|popped|drop|dropped|get together|go through|go over)\b"
    r"|\b(?:time|day|moment) (?:to|for) (?:talk|speak|meet|look|sit|show|discuss|go through)\b"
)
#: "sorry, what was that?" has more words than "what happened?"
_SHORTEST_REPEAT_WORDS = 4
#: "forget the demo": a proposal taken back is none
_TAKES_BACK = re.compile(
    r"\b(?:forget|never mind|scrap|drop|leave) (?:about )?(?:the|that|my) (?:demo|meeting|call|visit|diary|look|date)\b",
    re.IGNORECASE,
)
#: "I'm so sorry, that's a hard thing to carry" is sympathy, "sorry, I said two and you have three" an apology
_FEELS_WITH = re.compile(
    r"\bsorry (?:to hear|about (?!that\b|this\b|the (?:line|noise|delay))|for (?:your|her|his|them|you)\b)"
    r"|\bso sorry\b(?:[.!,]| that'?s)|\bsorry (?:that )?(?:you|she|he|they)(?:'ve|'d| have| had)\b",
    re.IGNORECASE,
)
_OWN_FAULT = re.compile(
    r"\b(?:i (?:said|should|shouldn'?t|ought|got|had|didn'?t|was|am|interrupted|pushed|went)|my (?:mistake|fault)|pushy"
    r"|too fast)\b",
    re.IGNORECASE,
)
#: what the head's chance of a reflection is worth beside that of `reflections`, which knows the line before
_REFLECTS = 0.6
#: sorry about what is given back: for them, and not for oneself
_SURELY_REFLECTS = 0.5
#: a line that no rule takes for a question is one from here on
_ASKS_UNMARKED = 0.55
#: a line longer than this is looked at sentence by sentence as well
_LONG_WORDS = 18
_MOST_SENTENCES, _SHORTEST_SENTENCE = 4, 3
_ASKING_WORD = re.compile(r"\b(?:what|whats|how|hows|why|who|whos|where|wheres|when|which|whose)\b")
_OPEN_WORD = re.compile(r"\b(?:what|whats|how|hows|why)\b(?! (?:many|much|often|long|far|old)\b)")


class SecondOpinion(NamedTuple):
    """A line read twice.

    Attributes:
        line: the rules' reading with the head's acts added, doubtful ones taken out, and its question seen.
        kinds: chances of the whole line over `line_kinds.KINDS`.
        asks_last: whether its last sentence, taken alone, asks about the listener's matters.
    """

    line: LineReading
    kinds: dict[str, float]
    asks_last: bool = False

    @property
    def is_about_the_call(self) -> bool:
        """Whether the line is a courtesy, a proposal, a joke …: whatever it touches, it asks nothing about it."""
        return (
            self.kinds[ASK] < _ASKS_LITTLE
            and sum(self.kinds[kind] for kind in _ABOUT_THE_CALL) >= _SURE_OF_CALL
        )

    @property
    def asks_nothing(self) -> bool:
        """Whether the line surely tells, proposes or takes its leave: what it touches on the way is not asked about."""
        return (
            self.kinds[ASK] < _ASKS_LITTLE
            and sum(self.kinds[kind] for kind in _ASKS_NOTHING) >= _SURE_OF_CALL
        )

    def _is_mostly(self, kinds: tuple[str, ...]) -> bool:
        return (
            not self.asks_last
            and self.kinds[ASK] < _ASKS_LITTLE
            and sum(self.kinds[kind] for kind in kinds) >= _SURE_OF_CALL
        )

    @property
    def may_claim(self) -> bool:
        """Whether the line tells of the offer at all: what gives back or asks claims nothing."""
        return sum(self.kinds[kind] for kind in (*_TELLS, "pressure", "next_step")) >= _TELLS_ENOUGH

    @property
    def can_be_pitch(self) -> bool:
        """Whether talk that comes near the offer is talk about it, and not what they told given back, or thanks."""
        other = max(self.kinds[kind] for kind in _NO_PITCH)
        return other < _SURE_NO_PITCH or sum(self.kinds[kind] for kind in _TELLS) >= _TELLS_ENOUGH


def second_opinion(line: LineReading) -> SecondOpinion:
    """Read a line again with the head.

    Args:
        line: as the rules read it.
    """
    whole = line_kinds([line.text])[0]
    added = _sure(whole)
    seen = [whole]
    if len(line.sentences) > 1:
        seen += line_kinds(
            [
                one.text
                for one in line.sentences[-_MOST_SENTENCES:]
                if len(one.text.split()) >= _SHORTEST_SENTENCE
            ]
        )
        if len(line.text.split()) > _LONG_WORDS:
            added = added.union(*(_sure(kinds) - _GRAVE for kinds in seen))
    sure = _SURE if _BOTH_OF_US.search(plain(line.text)) else _SURE_THOUGH_ASKED
    if line.form in _ASKING_FORMS and whole["next_step"] < sure:
        added -= {Act.NEXT_STEP}  # "which part of the week could you do without" proposes nothing
    if _TAKES_BACK.search(line.text):
        added -= {Act.NEXT_STEP}
    if len(line.text.split()) < _SHORTEST_REPEAT_WORDS:
        added -= {Act.REPEAT_PLEASE}  # "what happened?" wants more, not the same again
    best = max(whole, key=lambda kind: whole[kind])
    asks_leave = line.does(Act.BAD_TIME, Act.PERMISSION)
    most = {act: max(kinds[_KIND_OF_ACT[act]] for kinds in seen) for act in line.acts & _DOUBTED}
    taken = frozenset(
        act
        for act, p in most.items()
        if (whole[ASK] >= _ASKS and whole[_KIND_OF_ACT[act]] < _HARDLY)
        or (act in _PUSHES and asks_leave and whole[_KIND_OF_ACT[act]] < _HARDLY_PUSHES)
        or (act in _PUSHES and whole[best] >= _SURE_OTHER and best in _GENTLE and p < _HARDLY_PUSHES)
        or (act is Act.ARGUES and p < _HARDLY_PUSHES)
        or (p < _NEVER and act not in _PUSHES and (whole[best] >= _SURE_OTHER or act in _NEEDS_A_SECOND))
    )
    if line.does(Act.REFERRAL):
        taken -= {
            Act.DISQUALIFY
        }  # "not for you, I think; whom would it suit?" asks, and lets go all the same
    if _TAKES_BACK.search(line.text):
        taken |= {Act.NEXT_STEP, Act.NEXT_STEP_CONCRETE}
    feels_with = _FEELS_WITH.search(line.text) or max(kinds[REFLECT] for kinds in seen) >= _SURELY_REFLECTS
    if (
        line.does(Act.APOLOGY)
        and feels_with
        and not _OWN_FAULT.search(line.text)
        and not line.does(Act.GIVES_NAME)
    ):
        taken |= {Act.APOLOGY}
        added = (added - {Act.APOLOGY}) | {Act.EMPATHY}
    changed: dict[str, object] = {
        "acts": (line.acts | added) - taken,
        "reflection_p": max(line.reflection_p, _REFLECTS * whole[REFLECT]),
    }
    if line.question is QuestionKind.NONE and whole[ASK] >= _ASKS_UNMARKED:
        changed.update(_as_question(line.text))
    asks_last = len(seen) > 1 and seen[-1][ASK] >= _ASKS
    return SecondOpinion(line.model_copy(update=changed), whole, asks_last)


def _sure(kinds: dict[str, float]) -> frozenset[Act]:
    return frozenset(
        act
        for kind, act in ACT_OF_KIND.items()
        if act is not None and kinds[kind] >= (_SURE_GRAVE if act in _GRAVE else _SURE)
    )


def _as_question(text: str) -> dict[str, object]:
    """A line that asks in a form that no rule knows: open where it has an open asking word, else to be confirmed."""
    said = plain(text)
    form = QuestionForm.DECLARATIVE
    if _OPEN_WORD.search(said):
        form = QuestionForm.OPEN
    elif _ASKING_WORD.search(said):
        form = QuestionForm.WH_FACT
    start = _ASKING_WORD.search(said)
    wants: AnswerType = answer_type_of(said[start.start() :] if start else said, form)
    side: Aspect = aspect_of(said, form)
    return {
        "question": QuestionKind.OPEN if form is QuestionForm.OPEN else QuestionKind.CLOSED,
        "form": form,
        "questions": 1,
        "answer_type": wants,
        "aspect": side,
        "sentences": (SentenceReading(text=text, form=form, answer_type=wants, aspect=side),),
    }
