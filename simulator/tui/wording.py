"""Sentences that the screens say, in one place."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.domain.text_safety import visible
from simulator.errors import SimulatorError

SILENCE = "(silence)"

#: least share of patience, and what is said of it; from much to none; the last is said where it is only time that runs
#: out: they would part as friends, or the clock of the call is all but up
PATIENCE = (
    (0.65, "has time for you", "has time for you"),
    (0.4, "listening", "listening"),
    (0.2, "getting restless", "little time left"),
    (0.0, "about to go", "time nearly up"),
)

RINGING, ONE_MOMENT = "Ringing…", "One moment…"
PLACEHOLDER = "What you type is what you say."
PLACEHOLDER_WHILE_THEY_SPEAK = "Enter speaks over them. Esc shows the rest at once."
OVER_SINCE_NOW = "The call is over."
NOT_SENT = "not sent: the call is over"
OVER = "The call is over. Enter shows the debrief."
ADDING_UP = "The call is over. Adding it up…"
NOTHING_TO_TAKE_BACK = (
    "There is nothing to take back now: only a bungle in your last line, with a second chance left."
)
OFFER_GONE = "That line can no longer be taken back: you went on with another one."
TOO_LATE_TO_TAKE_BACK = (
    "The call is over, and a second chance holds only while it runs. To say a line anew, press Enter for the debrief, "
    "then T: a new call begins from there."
)
NO_CHANCE_LEFT = "There is no second chance left; nothing can be taken back."
NO_CHANCES = "This campaign has no second chances; nothing can be taken back."
NO_RETRY = (
    "No line stands out to be played again. To retry from any line of yours, select something with ↑ ↓, open its "
    "turns with Enter, and press T there."
)
NOTHING_COVERED = "Nothing is covered here: all that there was is told."
TOO_SMALL = "This window is too small. Make it at least 60 columns wide and 16 rows high."


def hints_left(left: int) -> str:
    """Beside a hint."""
    if not left:
        return "that was the last one"
    return "1 hint left" if left == 1 else f"{left} hints left"


def taking_up(name: str) -> str:
    """Stands where the name stands, until a call that is taken up again is there; the name may not be known."""
    return visible(f"Taking up the call with {' '.join(name.split())}" if name else "Taking up the call")


def not_said_yet(prospect: str) -> str:
    """Over what was typed just after a dialog has closed."""
    return f"not said yet: Enter once more says it to {prospect}"


def offer(chances_left: int) -> str:
    """What can be done about a bungle."""
    left = "one second chance" if chances_left == 1 else f"{chances_left} second chances"
    return f"F3 takes it back; you have {left}."


def no_cover(chances_left: int) -> str:
    """Why nothing can be done about a bungle."""
    if chances_left:
        return "You took this mistake back once; the same one twice is not covered."
    return "There is no second chance left. Go on from here."


def first_silence(prospect: str) -> str:
    """Said once, the first time that Enter is pressed on an empty line."""
    return f"You said nothing; {prospect} hears a silence. F1 shows what you can do."


def taken_back(lesson: str, action: str) -> str:
    """What stands in the conversation after a take-back."""
    return (
        f"Taken back. What went wrong: “{lesson}” What you do instead: “{action}” "
        "The call stands where it stood before that line."
    )


def too_much_pasted(characters: int) -> str:
    """Why a paste was not taken."""
    return f"You pasted {characters:,} characters; nobody says that in one breath. Nothing of it was taken."


def what_hanging_up_does(prospect: str) -> str:
    """Said before the phone is put down."""
    return (
        f"The call with {prospect} ends here. What was agreed stays agreed; the call is kept and scored, and the "
        "debrief follows. To leave and go on another time, stay, and press Ctrl+Q."
    )


def in_short(error: SimulatorError) -> str:
    """An error as one sentence, safe to show: of many problems of a file the first, and how many there are."""
    first, *more = error.message.strip().splitlines() or [""]
    if not more:
        return visible(str(error))
    first = first if first.endswith((".", "?")) else f"{first}."
    return visible(f"{first} There {_are(len(more))} more in that file.")


def _are(problems: int) -> str:
    return "is 1" if problems == 1 else f"are {problems}"


def new_try(turn: int, room: str = "") -> str:
    """Said where a call that is tried again goes on; `room` is what it has that the first one had not."""
    return f"A new try from turn {turn}. The first call stays as it was. {room}".rstrip()


def looked_up(titles: Sequence[str]) -> str:
    """Stands at the top of a conversation in place of what the desk found."""
    return f"Looked up beforehand: {'; '.join(titles)}. F4 has them."


def more_below(entries: int) -> str:
    """Stands under a conversation while somebody reads further up."""
    return f"{entries} new {'line' if entries == 1 else 'lines'} – PgDn"


def resume_with(call_id: str) -> str:
    """How an open call goes on later."""
    return f"The call is kept. Resume with: simulator calls resume {call_id}"
