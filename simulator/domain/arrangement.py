"""What follows from a yes: when, where, how long, with whom, and how they are reached."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from pydantic import Field

from simulator.domain.base import Strict
from simulator.domain.lines import Line, Lines
from simulator.domain.reading import Practical


class Weekday(StrEnum):
    """A day of the week."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


class ArrangementLines(Strict):
    """What they say to practical questions about a next step that is agreed. Shared lines stand behind all of them.

    Attributes:
        when: lines that say the day and the hour.
        where: lines that say where it is, or that it is by telephone.
        how_long: lines that say how long they have.
        who: lines that say who else is there.
        reach: lines that say how they are reached before it; never a real address or number.
        email: lines that say how they are written to; never a real address. Without any, those of `reach` are said.
        bring: lines that say what the rep should have ready, or bring.
        remind: lines on whether a reminder is wanted.
        confirm: lines when the rep reads their day and hour back rightly.
        put_right: lines when the rep reads it back wrongly; ``{theirs}`` is the time that the rep named.
        other_time: lines that agree, at their own day and hour, when the rep proposed another; ``{theirs}`` as above.
        not_then: a few words that the rep's time does not suit, before half a yes; ``{theirs}`` as above.
    """

    when: Lines = ()
    where: Lines = ()
    how_long: Lines = ()
    who: Lines = ()
    reach: Lines = ()
    email: Lines = ()
    bring: Lines = ()
    remind: Lines = ()
    confirm: Lines = ()
    put_right: Lines = ()
    other_time: Lines = ()
    not_then: Lines = ()

    def of(self, what: Practical) -> Lines:
        """The lines of one bank."""
        found: Lines = getattr(self, what)
        return found

    def banks(self) -> Iterator[tuple[str, Line]]:
        """Every line with the name of its bank."""
        for what in Practical:
            yield from ((f"arrangement/{what}", line) for line in self.of(what))


class Arrangement(ArrangementLines):
    """The meeting that this person agrees to, and what they say when they are asked about it.

    Attributes:
        day: the day of the week that their `agree` lines name; left out, they take whatever day the rep proposes.
        hour: the hour that those lines name, on the clock of 24: ``"17:15"``.
        said: day and hour as they say it, for the shared lines: "Tuesday at a quarter past five".
    """

    day: Weekday | None = None
    hour: str = Field(default="", pattern=r"^(?:(?:[01]\d|2[0-3]):[0-5]\d)?$")
    said: str = Field(default="", max_length=60)
