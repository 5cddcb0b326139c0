"""What stands around a conversation: who is talking, and the two lines above it. Knows no widget.

What the difficulty of a campaign hides is left out here: an exam shows no patience and no hints, and nothing ever shows trust.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.domain.text_safety import visible
from simulator.tui.phase import Phase
from simulator.tui.shown import Change, Entry, EntryGone, EntryShown, Kind, Status, StatusShown
from simulator.tui.wording import PATIENCE

if TYPE_CHECKING:
    from simulator.domain.persona import Persona
    from simulator.domain.scenario import Scenario

YOUR_TURN = "your turn"
_PICKING_UP = "picking up…"
#: as wide as the longest of them, so that nothing moves when another one takes its place
_PATIENCE_COLUMNS = max(len(one) for _, *words in PATIENCE for one in words)
_GAP = "   "
#: columns between the limits and what stands before them, as in the style sheet
_APART = 2
#: columns from which the title of the campaign is worth its place
_LEAST_TITLE = 16


@dataclass(frozen=True)
class Who:
    """Who is called, and in which campaign; texts are safe to show.

    Attributes:
        given: the name by which the conversation goes.
        retry: a new try of an earlier call.
        shows_hints: whether the rep sees how many whispers are left.
        exam: nothing but clock and second chances is shown.
    """

    given: str
    name: str
    role: str
    company: str
    title: str
    retry: bool = False
    shows_hints: bool = False
    exam: bool = False


@dataclass(frozen=True)
class Header:
    """The two lines above a conversation; safe to show.

    Attributes:
        name: who is called; beside it `firm`, and `role` where there is room.
        talking: who is talking.
        title: of the campaign; empty where there is no room.
        limits: what is left.
    """

    name: str
    firm: str
    role: str
    talking: str
    title: str
    limits: str


def who(scenario: Scenario, persona: Persona, *, retry: bool = False) -> Who:
    """Who is called."""
    from simulator.domain.scenario import Difficulty  # noqa: PLC0415 - pydantic; never before the first paint

    card = persona.card
    return Who(
        given=_one_line(card.given_name),
        name=_one_line(card.name),
        role=_one_line(card.role),
        company=_one_line(card.company),
        title=_one_line(scenario.title),
        retry=retry,
        shows_hints=scenario.difficulty is not Difficulty.EXAM and scenario.hints > 0,
        exam=scenario.difficulty is Difficulty.EXAM,
    )


class Talk:
    """Who is talking, in words; has to be told of every change of the screen.

    Args:
        given: name of the prospect; safe to show.
    """

    def __init__(self, given: str) -> None:
        self._given = given
        self._phase = Phase.RINGING
        self._prospect_speaks = False
        self._under_way: dict[int, Entry] = {}

    def take(self, change: Change) -> None:
        """Something on the screen changed."""
        match change:
            case EntryShown(entry) if entry.speaking:
                self._under_way[entry.key] = entry
            case EntryShown(Entry(key=key)) | EntryGone(key):
                self._under_way.pop(key, None)
            case StatusShown(status):
                self._phase, self._prospect_speaks = status.phase, status.prospect_speaks
            case _:
                pass

    @property
    def is_reps_turn(self) -> bool:
        """Whether the prospect waits."""
        return self.words == YOUR_TURN

    @property
    def words(self) -> str:
        """Who is talking now."""
        if self._phase is not Phase.ON_THE_LINE:
            return str(self._phase)
        if self._under_way:
            entry = self._under_way[max(self._under_way)]
            if entry.kind is Kind.PROSPECT and not entry.text and entry.turn == 0:
                return _PICKING_UP
            talking = entry.kind is Kind.PROSPECT and bool(entry.text)
            return f"{self._given} is {'talking' if talking else 'thinking'}"
        return f"{self._given} is talking" if self._prospect_speaks else YOUR_TURN


def header(one: Who, talking: str, status: Status, columns: int) -> Header:
    """The two lines in so many columns: the fullest form that has room."""
    forms = _limits(one, status)
    room = columns - _APART
    limits = next((form for form in forms if len(form) <= room), forms[-1])
    return Header(
        name=one.name,
        firm=one.company,
        role=one.role,
        talking=f"retry{_GAP}{talking}" if one.retry else talking,
        title=one.title if room - len(limits) >= _LEAST_TITLE else "",
        limits=limits,
    )


def _limits(one: Who, status: Status) -> list[str]:
    """What is left, from the fullest form to the shortest; each keeps its width while the call goes on."""
    chances = f"second chances {status.tokens}" if status.chances else ""
    hints = f"hints {status.hints_left}" if one.shows_hints else ""
    words = f"{status.patience_words:<{_PATIENCE_COLUMNS}}"
    patience = f"patience {status.patience_bar} {words}" if status.patience is not None else ""
    exam = "exam" if one.exam else ""
    short = patience.removeprefix("patience ")
    rows = (
        (status.clock, chances, hints, patience, exam),
        (status.clock, chances.removeprefix("second "), hints, patience, exam),
        (status.clock, chances.removeprefix("second "), hints, short, exam),
        (status.clock, status.tokens, hints, short, exam),
        (status.clock, status.tokens, short, exam),
    )
    return [_GAP.join(filter(None, row)) for row in rows]


def _one_line(text: str) -> str:
    return " ".join(visible(text).split())
