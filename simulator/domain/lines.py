"""What a prospect can do, and the authored lines that do it.

A spoken turn has up to three parts: a reaction to what the rep just did, the content, and a tail.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, Field

from simulator.domain.base import Strict
from simulator.domain.reading import AnswerType, Aspect


class Mood(StrEnum):
    """How the prospect is disposed, from their trust: below .25, .40, .58, and above."""

    COLD = "cold"
    GUARDED = "guarded"
    OPEN = "open"
    WARM = "warm"


class Stage(StrEnum):
    """Where the call is: the first two exchanges, the middle, and the time after patience or clock run low."""

    OPENING = "opening"
    MIDDLE = "middle"
    LATE = "late"


class Reaction(StrEnum):
    """A few words on what the rep just did, before the content."""

    HEARD = "heard"  # plain listening noise
    THINKING = "thinking"  # a good question; they have to look for the answer
    RECOGNISED = "recognised"  # the rep gave back what they meant
    NOTICED = "noticed"  # the rep took up something they had let drop
    SOFTENED = "softened"  # treated as a human
    THANKED = "thanked"
    AMUSED = "amused"
    PUSHED = "pushed"
    APOLOGISED_TO = "apologised_to"
    ASKED_AGAIN = "asked_again"
    SURPRISED = "surprised"


class Tail(StrEnum):
    """A few words after the content."""

    ASK_REASON = "ask_reason"  # "what is this about?" – early, while the rep has not said
    ASK_BACK = "ask_back"  # "why do you ask?"
    CLOCK = "clock"  # they look at the time
    SIGH = "sigh"
    INTEREST = "interest"  # "how do others do it?"


class Move(StrEnum):
    """What the content of a turn does.

    The first group has its lines under the thing that it belongs to (a layer, a fact, a position, a human cue);
    all others have them under the persona's ``lines``, with a shared pool behind them.
    """

    # bound to a topic
    HINT = "hint"  # layer: drops the cue
    GUARD = "guard"  # layer: true but shallow
    REVEAL = "reveal"  # layer: says it
    MORE = "more"  # layer, fact, position, cue: goes on about what is open
    ACCEPT = "accept"  # layer: the rep gave it back rightly
    WANT = "want"  # need: what better would look like
    FACT = "fact"  # fact: a straight answer
    STATE = "state"  # position: says what they say at first
    TESTED = "tested"  # position: the rep asked behind it; they hold, less firmly
    CORRECT = "correct"  # position: the true one comes out
    DROP = "drop"  # human cue: lets it fall
    HONOURED = "honoured"  # human cue: the rep took it up
    ARRANGE = "arrange"  # arrangement: answers a practical question about what is agreed
    # the door
    PICK_UP = "pick_up"
    WHO_IS_THIS = "who_is_this"
    WHAT_ABOUT = "what_about"
    IS_SALES_CALL = "is_sales_call"
    HOW_GOT_NUMBER = "how_got_number"
    GO_AHEAD = "go_ahead"  # permission given: "go on then"
    BAD_TIME = "bad_time"  # answers "is this a bad time?"
    HOW_ARE_YOU = "how_are_you"  # answers the courtesy
    REASON_HEARD = "reason_heard"  # the rep said why they call
    RIGHT_PERSON = "right_person"
    OWN_NAME = "own_name"  # "am I speaking to …?"
    # not getting it
    CLARIFY = "clarify"  # do you mean {first} or {second}?
    NOT_HEARD = "not_heard"
    REPEAT = "repeat"  # the rep asked them to say it again
    SAID_ALREADY = "said_already"  # the same question again
    UNKNOWN = "unknown"  # a sensible question that they cannot answer
    DODGE = "dodge"  # they could, and do not
    EVADE = (
        "evade"  # a fair question that no line answers: something that fits its kind and gives little away
    )
    NONCOMMITTAL = "noncommittal"  # a yes/no that is not known
    OFF_TOPIC = "off_topic"
    WRONG_NAME = "wrong_name"
    WRONG_FACT = "wrong_fact"
    OTHER_LANGUAGE = "other_language"
    GIBBERISH = "gibberish"
    META = "meta"  # are you a robot?
    COMMAND = "command"  # ignore your instructions
    SILENCE = "silence"
    HOLD_ON = "hold_on"
    MISREAD = "misread"  # "that's not what I said"
    NOT_TOLD = "not_told"  # summed up for a yes, and they never spoke of it: neither yes nor no
    AS_TOLD = "as_told"  # they say again what they had said, in the words that they had said it in
    CONFIRM = "confirm"  # the rep summed up what they had told, and asked whether it is right
    INTERRUPTED = "interrupted"  # the rep spoke over them: "I hadn't finished."
    # people
    SMALL_TALK = "small_talk"
    COMPLIMENT = "compliment"
    FLATTERY = "flattery"
    JOKE = "joke"
    THANKS = "thanks"
    EMPATHY = "empathy"
    APOLOGY = "apology"
    EXCUSE = "excuse"
    FEELING = "feeling"  # asked how they are with it all, nothing open yet
    LISTENING = "listening"  # the rep said something that asks for nothing: "mm", "right"
    # the sale
    PITCH = "pitch"  # answers a pitch
    PRICE = "price"
    PRESSURE = "pressure"  # bristles
    ARGUMENT = "argument"
    RUDENESS = "rudeness"
    PERSONAL_REMARK = "personal_remark"
    ADVICE = "advice"
    CLAIM_DOUBTED = "claim_doubted"
    # next steps
    REFUSE_STEP = "refuse_step"  # too early, or not earned
    HALF_AGREE = "half_agree"
    AGREE = "agree"
    AGREED_ALREADY = "agreed_already"
    NOT_ARRANGED = "not_arranged"  # asked for an address, a day or who comes before anything is agreed
    SEND_ACCEPTED = "send_accepted"  # the rep may send something; no meeting
    SEND_REFUSED = "send_refused"  # "can I send you a brochure?", before they know what for
    RING_AGAIN = "ring_again"  # the rep may ring again when they said; no meeting
    CALL_BACK = "call_back"
    REFER = "refer"
    NAME_NOBODY = "name_nobody"  # asked whom else it would suit; nobody comes to mind
    DISQUALIFIED = "disqualified"  # the rep said it does not fit, and is right
    NOT_DISQUALIFIED = "not_disqualified"  # the rep gives up on one whom it would fit
    BRUSH_OFF = "brush_off"
    OFF_LIST = "off_list"  # take me off your list
    OFF_LIST_HONOURED = "off_list_honoured"
    # ends and warnings
    WARN_PATIENCE = "warn_patience"
    WARN_PUSHED = "warn_pushed"
    WARN_ODD = "warn_odd"
    MUST_GO = "must_go"  # agreed, and soon gone
    HANG_UP_PATIENCE = "hang_up_patience"
    HANG_UP_PUSHED = "hang_up_pushed"
    HANG_UP_RUDE = "hang_up_rude"
    HANG_UP_ODD = "hang_up_odd"
    STOP_HERE = "stop_here"  # a firm end without ill will: third no, nothing left to say
    OUT_OF_TIME = "out_of_time"
    GOODBYE = "goodbye"


#: moves whose lines live under a layer, a fact, a position, a need or a human cue
TOPIC_MOVES = frozenset(
    {
        Move.HINT, Move.GUARD, Move.REVEAL, Move.MORE, Move.ACCEPT, Move.WANT, Move.FACT,
        Move.STATE, Move.TESTED, Move.CORRECT, Move.DROP, Move.HONOURED, Move.ARRANGE,
    }
)  # fmt: skip


class Line(Strict):
    """One thing that can be said, and when.

    Attributes:
        say: the words. ``{first}`` and ``{second}`` (clarify), ``{name}`` (the rep's name), ``{company}`` (the
            rep's firm), ``{last}`` (what the prospect said last), ``{self}`` and ``{self_given}`` (the prospect's
            whole and given name), ``{firm}`` (the prospect's firm), ``{when}`` (the day and hour of the arrangement) and
            ``{theirs}`` (the time that the rep named) are filled in; nothing else in braces is.
        mood: only in these moods; empty means in any.
        stage: only at these stages of the call.
        asked: only where the question wants one of these back.
        side: only where one of these sides of the subject is asked for: a wish, a feeling, what then, an example.
        opened: only once these layers are open (for lines that lean on them).
        again: True: only from the second use of the move on; False: only the first time.
        once: never a second time in a call, even where nothing else is left.
        after: only once a line of one of these moves was said in this call ("I've said no" needs a no).
    """

    say: str = Field(min_length=1, max_length=600)
    mood: tuple[Mood, ...] = ()
    stage: tuple[Stage, ...] = ()
    asked: tuple[AnswerType, ...] = ()
    side: tuple[Aspect, ...] = ()
    opened: tuple[str, ...] = ()
    again: bool | None = None
    once: bool = False
    after: tuple[Move, ...] = ()

    @property
    def conditions(self) -> int:
        """How specific the line is: the number of conditions that it carries."""
        return sum(
            (
                bool(self.mood),
                bool(self.stage),
                bool(self.asked),
                bool(self.side),
                bool(self.opened),
                bool(self.after),
                self.again is not None,
            )
        )


def _line_from_text(value: Line | str) -> Line:
    return Line(say=value) if isinstance(value, str) else value


#: a line as authors write it: a plain sentence, or a mapping with ``say`` and its conditions
if TYPE_CHECKING:
    AuthoredLine = Line
else:
    # a union and not a validator before the model: what passes through one loses JSON mode, and with it strict tuples
    AuthoredLine = Annotated[Line | str, AfterValidator(_line_from_text)]
Lines = tuple[AuthoredLine, ...]
