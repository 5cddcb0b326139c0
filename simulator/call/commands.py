"""Commands that are typed in place of a line: one list for the screen and for plain lines."""

from __future__ import annotations

from collections.abc import Collection
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


@dataclass(frozen=True)
class Usage:
    """How a command is typed, and what it does.

    Attributes:
        argument: what stands behind the name; empty where nothing does.
    """

    name: Name
    argument: str
    does: str

    @property
    def typed(self) -> str:
        """The command as it is typed: ``/research TOPIC``."""
        return f"/{self.name} {self.argument}".rstrip()


USAGE = {
    one.name: one
    for one in (
        Usage(Name.HELP, "", "this list"),
        Usage(Name.BRIEF, "", "what the call is for"),
        Usage(Name.HINT, "", "a whisper from the coach"),
        Usage(Name.RESEARCH, "TOPIC", "ask the research desk; alone, it lists what the desk has"),
        Usage(
            Name.BACK,
            "WHAT WENT WRONG | WHAT YOU DO INSTEAD",
            "take your last line back, if it was a bungle and a second chance is left",
        ),
        Usage(Name.SILENCE, "", "say nothing for a moment; an empty Enter is the same"),
        Usage(Name.HANG_UP, "", "put the phone down at once"),
    )
}


@dataclass(frozen=True)
class Command:
    """A command with what stands behind it."""

    name: Name
    rest: str = ""

    @property
    def lesson_and_action(self) -> tuple[str, str]:
        """What stands behind ``/back``: what went wrong, and what the rep does instead."""
        lesson, _, action = self.rest.partition("|")
        return lesson.strip(), action.strip()


def command_of(line: str, known: Collection[Name] = tuple(Name)) -> Command | None:
    """The command that a line is; None where it is something to say.

    Args:
        known: the commands that work here.
    Raises:
        UsageError: it begins with a slash, and there is no such command.
    """
    if not line.startswith("/"):
        return None
    name, _, rest = line[1:].strip().partition(" ")
    found = next((one for one in known if one == name), None)
    if found is None:
        close = get_close_matches(name, list(known), n=1)
        raise UsageError(
            f"There is no command “/{name}”; it was not said.",
            hint=f"Did you mean /{close[0]}?" if close else "/help lists them.",
        )
    return Command(found, rest.strip())
