"""Sentences that the screens say, in one place."""

from __future__ import annotations

SILENCE = "(silence)"

#: least share of patience, and what is said of it; from much to none
PATIENCE = (
    (0.65, "has time for you"),
    (0.4, "listening"),
    (0.2, "getting restless"),
    (0.0, "about to go"),
)

PLACEHOLDER = "What you type is what you say."
OVER = "The call is over. Enter shows the debrief."
ADDING_UP = "The call is over. Adding it up…"
NOTHING_TO_TAKE_BACK = (
    "There is nothing to take back now: only a bungle in your last line, with a second chance left."
)
TOO_SMALL = "This window is too small. Make it at least 60 columns wide and 16 rows high."


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


def resume_with(call_id: str) -> str:
    """How an open call goes on later."""
    return f"The call is kept. Resume with: simulator calls resume {call_id}"
