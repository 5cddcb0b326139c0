"""What a rep's line does: the observation that everything else is decided on.

Two parts, kept apart since batch scoring needs the first one only:

* a `LineReading` is found from the line and the line before it, with no persona in view;
* a `Reading` adds what the line touches in one persona at one moment of a call.
"""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from simulator.domain.base import Strict

#: the claim that is not allowed in any campaign whose price has no discount in it
DISCOUNT = "discount"


class QuestionKind(StrEnum):
    """The kind of question that a line asks, as coders of counselling and of sales calls use it."""

    NONE = "none"
    OPEN = "open"
    CLOSED = "closed"


class QuestionForm(StrEnum):
    """How a question is put; finer than its kind, mapped to it at the end."""

    NONE = "none"
    OPEN = "open"  # how, why, what … that leaves the answer open
    REQUEST = "request"  # "tell me about …", "I'm wondering how …"
    WH_FACT = "wh_fact"  # who, when, how many, how long: one fact answers it
    YES_NO = "yes_no"
    YES_NO_CONTENT = "yes_no_content"  # "could you tell me what …": yes or no in form, content in intent
    CHOICE = "choice"  # "is it A or B"
    DECLARATIVE = "declarative"  # a statement put as a question
    TAG = "tag"  # "…, isn't it?"
    GREETING = "greeting"  # "how are you?"


class AnswerType(StrEnum):
    """What a question wants back."""

    NONE = "none"
    WHO = "who"
    WHAT = "what"
    WHEN = "when"
    WHERE = "where"
    WHICH = "which"
    WHY = "why"
    HOW = "how"
    HOW_MANY = "how_many"
    HOW_MUCH = "how_much"
    HOW_LONG = "how_long"
    HOW_OFTEN = "how_often"
    YES_NO = "yes_no"
    FEELING = "feeling"


class SpinKind(StrEnum):
    """Rackham's four kinds of question on a sales call."""

    NONE = "none"
    SITUATION = "situation"
    PROBLEM = "problem"
    IMPLICATION = "implication"
    NEED_PAYOFF = "need_payoff"


class ReflectionKind(StrEnum):
    """Whether a line gives back what was heard."""

    NONE = "none"
    SIMPLE = "simple"
    COMPLEX = "complex"


class Aspect(StrEnum):
    """Which side of a subject a question is about; it decides the layer that can answer it."""

    NONE = "none"
    WHAT = "what"  # how things are → surface
    WHY = "why"  # how it came about → cause
    THEN = "then"  # what it leads to, what it costs → impact
    FEEL = "feel"  # what it means to the person → stake
    MORE = "more"  # go on → more of the same, then the next layer
    WANT = "want"  # what would it be worth, what would be better
    COMPARE = "compare"  # is that more than last year, has it got worse


class Act(StrEnum):
    """What else a line does. A line can do several."""

    GREETING = "greeting"
    GIVES_NAME = "gives_name"
    GIVES_COMPANY = "gives_company"
    REASON_FOR_CALL = "reason_for_call"
    AGENDA = "agenda"
    BAD_TIME = "bad_time"  # "is this a bad time?"
    PERMISSION = "permission"  # asks whether it is all right to ask or to go on
    SMALL_TALK = "small_talk"
    COMPLIMENT = "compliment"
    FLATTERY = "flattery"  # thick, or for nothing in particular
    JOKE = "joke"
    THANKS = "thanks"
    ACKNOWLEDGEMENT = "acknowledgement"
    EMPATHY = "empathy"
    AFFIRMATION = "affirmation"
    SUMMARY = "summary"
    APOLOGY = "apology"
    EXCUSE = "excuse"
    BLAME = "blame"
    PITCH = "pitch"
    SELF_TALK = "self_talk"  # about the rep's own firm, not about the prospect
    JARGON = "jargon"
    ADVICE = "advice"  # unasked
    PRESSURE = "pressure"
    FALSE_URGENCY = "false_urgency"
    GUARANTEE = "guarantee"
    ARGUES = "argues"
    RUDE = "rude"
    SWEARING = "swearing"
    PRICE = "price"
    NEXT_STEP = "next_step"  # asks for a meeting, a call back, an e-mail address …
    NEXT_STEP_CONCRETE = "next_step_concrete"  # with a day or an hour
    REFERRAL = "referral"  # asks who else to talk to
    DISQUALIFY = "disqualify"  # says that it may not fit
    SECOND_THOUGHT = "second_thought"  # tests an earlier yes or no: "when you say you're all set …"
    GOODBYE = "goodbye"
    HOLD_ON = "hold_on"
    REPEAT_PLEASE = "repeat_please"
    WHO_AM_I_TALKING_TO = "who_am_i_talking_to"
    RIGHT_PERSON = "right_person"  # asks whether this is the person who decides
    HONOURS_REMOVAL = "honours_removal"  # takes them off the list
    YES = "yes"
    NO = "no"
    PERSONAL_REMARK = "personal_remark"  # origin, age, sex, faith, health
    OFF_TOPIC = "off_topic"  # the weather, the match
    META = "meta"  # "are you a robot?"
    COMMAND = "command"  # tries to command the program
    OTHER_LANGUAGE = "other_language"
    GIBBERISH = "gibberish"
    SILENCE = "silence"


class Practical(StrEnum):
    """What is asked, or said, about a next step; each is a bank of lines in a persona's `arrangement`."""

    WHEN = "when"  # "what day was that?"
    WHERE = "where"  # "where do I come to?", "is it by telephone?"
    HOW_LONG = "how_long"  # "how long have we got?"
    WHO = "who"  # "who else will be there?"
    REACH = "reach"  # "what's the best number for you?"
    EMAIL = "email"  # "what's your e-mail for the invite?"
    BRING = "bring"  # "what should I have ready?"
    REMIND = "remind"  # "shall I send a reminder?"
    CONFIRM = "confirm"  # their own day and hour, read back
    PUT_RIGHT = "put_right"  # another day or hour, read back
    OTHER_TIME = "other_time"  # the rep proposes another time: theirs does not suit, and this one does
    NOT_THEN = "not_then"  # the same in three words, before half a yes


class LesserAsk(StrEnum):
    """A next step that is less than a meeting."""

    SEND = "send"  # "could I send you one page?"
    RING = "ring"  # "may I ring again in a fortnight?"
    BOTH = "both"


class CheckBack(StrEnum):
    """Whether a summary that is put to them for a yes is what they told."""

    RIGHT = "right"
    NEAR = "near"  # beside something that they said, and not surely the same
    WRONG = "wrong"  # a number or a day that they did not say, or the contrary of what they said
    UNKNOWN = "unknown"  # neither said nor denied


class TimeNamed(Strict):
    """A day or an hour that a line names.

    Attributes:
        days: days of the week, or ``tomorrow``, ``today`` and dates, in small letters.
        minutes: hours, in minutes after twelve o'clock; which half of the day is seldom said.
        words: the time as the line says it: "Thursday at seven".
    """

    days: tuple[str, ...] = ()
    minutes: tuple[int, ...] = ()
    words: str = ""


class SentenceReading(Strict):
    """One sentence of a line, with what it does."""

    text: str
    form: QuestionForm = QuestionForm.NONE
    answer_type: AnswerType = AnswerType.NONE
    aspect: Aspect = Aspect.NONE
    reflection: float = Field(default=0.0, ge=0.0, le=1.0)


class LineReading(Strict):
    """What a line does whoever it is said to.

    Scores are 0–1 but for `politeness` (−1–1); 0 is none of it. `telling_p` is how surely it tells rather than listens:
    advises, explains, pitches or presses.
    """

    text: str
    question: QuestionKind = QuestionKind.NONE
    form: QuestionForm = QuestionForm.NONE
    questions: int = Field(default=0, ge=0)
    leading: bool = False
    answer_type: AnswerType = AnswerType.NONE
    aspect: Aspect = Aspect.NONE
    spin: SpinKind = SpinKind.NONE
    reflection: ReflectionKind = ReflectionKind.NONE
    reflection_p: float = Field(default=0.0, ge=0.0, le=1.0)
    advice_p: float = Field(default=0.0, ge=0.0, le=1.0)
    telling_p: float = Field(default=0.0, ge=0.0, le=1.0)
    uptake: float = Field(default=0.0, ge=0.0, le=1.0)
    pressure: float = Field(default=0.0, ge=0.0, le=1.0)
    politeness: float = Field(default=0.0, ge=-1.0, le=1.0)
    acts: frozenset[Act] = frozenset()
    sentences: tuple[SentenceReading, ...] = ()

    def does(self, *acts: Act) -> bool:
        """Whether the line does any of these."""
        return not self.acts.isdisjoint(acts)


class Via(StrEnum):
    """Why a line is taken to be about a subject."""

    DIRECT = "direct"  # its own words and meaning
    CUE = "cue"  # it takes up what the prospect had let drop
    FOCUS = "focus"  # a pronoun or a fragment: what is being talked about
    CHOICE = "choice"  # it answers "do you mean A or B?"


class Subject(Strict):
    """One thing that a line is about.

    Attributes:
        topic: ``need.layer``, ``fact:id``, ``position:id``, ``human:id`` or ``answer:place``.
        p: how sure, 0–1.
        aspect: the side of it that is asked for.
        answer_type: what is wanted back.
        question: the kind of question put on it; none for a statement.
        usual: whether the topic is ever asked about in that way; "which do you like best" is not for every topic.
        place: which of the line's questions it belongs to, from 0.
    """

    topic: str
    p: float = Field(ge=0.0, le=1.0)
    via: Via = Via.DIRECT
    aspect: Aspect = Aspect.NONE
    answer_type: AnswerType = AnswerType.NONE
    question: QuestionKind = QuestionKind.NONE
    usual: bool = True
    place: int = Field(default=0, ge=0)


class ReadingContext(Strict):
    """What a reader may know of the call; never a fact that is not open.

    Attributes:
        prospect_said: the prospect's last line; empty at the start.
        told: all that the prospect has said, oldest first.
        unanswered: those of the rep's lines that got no answer: to ask them again is not to ask twice.
        rep_said: the rep's earlier lines, oldest first.
        focus: topic that is being talked about.
        hot: topics whose cue the prospect dropped within the last three exchanges, newest first, with its words.
        open_ids: what was spoken so far.
        choice: the two topics between which the prospect asked the rep to choose in the last line.
    """

    prospect_said: str = ""
    told: tuple[str, ...] = ()
    unanswered: frozenset[str] = frozenset()
    rep_said: tuple[str, ...] = ()
    focus: str | None = None
    hot: tuple[tuple[str, str], ...] = ()
    open_ids: tuple[str, ...] = ()
    choice: tuple[str, str] | None = None


class Source(StrEnum):
    """Which reader read."""

    LOCAL = "local"
    MODEL = "model"


class Reading(Strict):
    """What a rep's line does in one call at one moment.

    Attributes:
        line: what it does whoever it is said to.
        subjects: what it is about, the surest first; at most three, empty where nothing was found.
        rivals: two topics of nearly equal chance, where the line is about one of them and it is not clear which.
        asks_business: whether it asks something sensible about the prospect's business, found or not.
        picked_up: topics whose fresh cue it takes up.
        reflected: open layers that it gives back.
        misreflected: it gives back what was not said.
        wrong_name: the name that it calls the prospect by, where that is not theirs.
        wrong_fact: the public fact that it states wrongly.
        rep_name: the name that the rep gave.
        forbidden_claims: ids of claims that the scenario does not allow.
        same_as_turn: how many rep lines ago the same was asked; None where it was not.
        nearest: the persona's own lines on its subjects that come nearest to it, as ``topic/bank#place``.
        attack: it gives orders to the program; it earns nothing.
        fell_back: the model reader failed, and this is the local one's.
        interrupted: it was spoken over the prospect's line, and not as people do not mind it.
        practical: what it asks about a next step: where, how long, who else.
        practical_also: the second of two such questions in one line, in the order in which they are asked.
        lesser: a next step that it asks for and that is less than a meeting.
        time: a day or an hour that it names.
        check_back: whether a summary, put for a yes, is what they told; None where the line is none.
        as_told: the sentence of theirs that comes nearest to such a summary; empty where none does.
    """

    line: LineReading
    subjects: tuple[Subject, ...] = ()
    rivals: tuple[str, str] | None = None
    asks_business: bool = False
    picked_up: tuple[str, ...] = ()
    reflected: tuple[str, ...] = ()
    misreflected: bool = False
    wrong_name: str | None = None
    wrong_fact: str | None = None
    rep_name: str | None = None
    forbidden_claims: tuple[str, ...] = ()
    same_as_turn: int | None = None
    nearest: tuple[str, ...] = ()
    attack: bool = False
    source: Source = Source.LOCAL
    fell_back: bool = False
    interrupted: bool = False
    practical: Practical | None = None
    practical_also: Practical | None = None
    lesser: LesserAsk | None = None
    time: TimeNamed | None = None
    check_back: CheckBack | None = None
    as_told: str = ""
