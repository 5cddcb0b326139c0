"""Commands that are typed instead of a line: the same as by plain lines."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from simulator.errors import UsageError


class Name(StrEnum):
    """The commands."""

    HELP = "help"
    BRIEF = "brief"
    HINT = "hint"
    RESEARCH = "research"
    BACK = "back"
    SILENCE = "silence"
    HANG_UP = "hangup"


#: how each is typed, and what it does
USAGE = {
    Name.HELP: ("/help", "this list"),
    Name.BRIEF: ("/brief", "what the call is for"),
    Name.HINT: ("/hint", "a whisper from the coach"),
    Name.RESEARCH: ("/research TOPIC", "ask the research desk; alone, it shows what the desk has"),
    Name.BACK: (
        "/back WHAT WENT WRONG | WHAT YOU DO INSTEAD",
        "take your last line back, if it was a bungle",
    ),
    Name.SILENCE: ("/silence", "say nothing for a moment; an empty Enter is the same"),
    Name.HANG_UP: ("/hangup", "put the phone down at once"),
}


@dataclass(frozen=True)
class Command:
    """A command with what stands behind it."""

    name: Name
    rest: str = ""


def command_of(line: str) -> Command | None:
    """The command that a line is; None where it is something to say.

    Raises:
        UsageError: it begins with a slash, and there is no such command.
    """
    if not line.startswith("/"):
        return None
    name, _, rest = line[1:].strip().partition(" ")
    if name not in set(Name):
        close = get_close_matches(name, list(Name), n=1)
        raise UsageError(
            f"There is no command “/{name}”; it was not said.",
            hint=f"Did you mean /{close[0]}?" if close else "/help lists them.",
        )
    return Command(Name(name), rest.strip())
