"""What stands on the desk before a call: the brief, what the research desk has, the plan. Knows no widget.

Of the prospect there is only what anybody may know, and what the list says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.domain.text_safety import visible
from simulator.tui.brief_parts import Part, letter, may_not_say, may_say, public, short_brief, terms
from simulator.tui.shown import minutes

if TYPE_CHECKING:
    from simulator.domain.persona import Card, Persona
    from simulator.domain.played import Plan
    from simulator.domain.scenario import Finding, Scenario

#: most characters of one field of the plan
PLAN_CHARACTERS = 300
#: said over the limit; see the part of preparation in docs/scoring.md
OVER_COSTS = "lowers the preparation score"
#: questions that a plan has room for
PLAN_QUESTIONS = 3


@dataclass(frozen=True)
class Lookup:
    """Something that the research desk can be asked for; title and findings are safe to show."""

    id: str
    title: str
    finds: str
    cost_s: int


@dataclass(frozen=True)
class DeskView:
    """The desk before anything was asked; all texts are safe to show.

    Attributes:
        of: ids of the campaign and of the prospect.
        who: name of the prospect.
        role: what they do, and where.
        title: of the campaign.
        parts: the brief, as headings with their texts.
        lookups: what the research desk has on this prospect.
        preparation_s: time that the campaign gives for look-ups.
        clock_s: time that it gives for the call.
    """

    of: tuple[str, str]
    who: str
    role: str
    title: str
    parts: tuple[Part, ...]
    lookups: tuple[Lookup, ...]
    preparation_s: int
    clock_s: int

    @property
    def clock(self) -> str:
        """The limit of the call: ``15:00``."""
        return minutes(self.clock_s)


@dataclass(frozen=True)
class Asked:
    """What the research desk was asked for.

    Attributes:
        ids: each once, the first asked for first.
    """

    ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Preparation:
    """What a rep has done at a desk so far; it waits there until the call.

    Attributes:
        lines: reason, questions and guess as they stand, blanks and all; none where nothing was written.
        asked: what was paid for.
    """

    lines: tuple[str, ...] = ()
    asked: Asked = Asked()

    def plan(self) -> Plan | None:
        """What was written, as the call takes it along."""
        if not self.lines:
            return None
        reason, *questions, guess = self.lines
        return plan_of(reason, questions, guess)


#: by ids of campaign and prospect
Preparations = dict[tuple[str, str], Preparation]


@dataclass(frozen=True)
class LookupRow:
    """A look-up as the list has it; safe to show.

    Attributes:
        cost: what asking costs now, in minutes and seconds, or that it was asked.
        finds: empty until it was asked for.
        warning: that asking goes over the limit, and by how much; empty where it does not.
    """

    id: str
    cost: str
    title: str
    finds: str
    warning: str = ""


def desk_view(scenario: Scenario, persona: Persona) -> DeskView:
    """The desk for a call to that persona."""
    card = persona.card
    return DeskView(
        of=(scenario.id, persona.id),
        who=visible(card.name),
        role=visible(f"{card.role}, {card.company}"),
        title=visible(scenario.title),
        parts=tuple((visible(heading), visible(text.strip())) for heading, text in _parts(scenario, persona)),
        lookups=tuple(_lookups(scenario.research, persona.id)),
        preparation_s=scenario.preparation_s,
        clock_s=scenario.clock_s,
    )


def ask(view: DeskView, asked: Asked, lookup_id: str) -> Asked:
    """The state after asking for that; the same where it was asked before, or the desk does not have it."""
    known = any(one.id == lookup_id for one in view.lookups)
    return Asked((*asked.ids, lookup_id)) if known and lookup_id not in asked.ids else asked


def still_asked(view: DeskView, asked: Asked) -> Asked:
    """What was asked for, without what the desk no longer has."""
    known = {one.id for one in view.lookups}
    return Asked(tuple(one for one in asked.ids if one in known))


def spent_s(view: DeskView, asked: Asked) -> int:
    """Preparation time that was spent, in seconds; nothing counts twice."""
    return sum(one.cost_s for one in view.lookups if one.id in asked.ids)


def spent_words(view: DeskView, asked: Asked) -> str:
    """The same against what there is: ``1:20 of 5:00``, and by how much it is over."""
    spent = spent_s(view, asked)
    words = f"{minutes(spent)} of {minutes(view.preparation_s)}"
    over = spent - view.preparation_s
    return f"{words}, {minutes(over)} over" if over > 0 else words


def rows(view: DeskView, asked: Asked) -> tuple[LookupRow, ...]:
    """The list of the research desk, in the order of the campaign."""
    return tuple(
        LookupRow(one.id, "asked", one.title, one.finds)
        if one.id in asked.ids
        else LookupRow(one.id, minutes(one.cost_s), one.title, "", _warning(view, asked, one))
        for one in view.lookups
    )


def over_words(view: DeskView, asked: Asked) -> str:
    """What it costs to have gone over the limit; empty where nobody has."""
    return OVER_COSTS if spent_s(view, asked) > view.preparation_s else ""


def _warning(view: DeskView, asked: Asked, lookup: Lookup) -> str:
    over = spent_s(view, asked) + lookup.cost_s - view.preparation_s
    return f"takes you {minutes(over)} over" if over > 0 else ""


def plan_of(reason: str, questions: Iterable[str], guess: str) -> Plan | None:
    """What was written, without blanks around it and without empty questions; None where nothing was."""
    from simulator.domain.played import Plan  # noqa: PLC0415 - pydantic; never before the first paint

    plan = Plan(
        reason=reason.strip(),
        questions=tuple(asking for one in questions if (asking := one.strip())),
        guess=guess.strip(),
    )
    return None if plan == Plan() else plan


def one_line(text: str) -> str:
    """Pasted text as it is put into a field: on one line, control characters written out."""
    return visible(" ".join(text.split()))


def _parts(scenario: Scenario, persona: Persona) -> Iterator[Part]:
    yield "You call", _who(persona.card)
    yield from short_brief(scenario, persona)
    yield public(persona.card)
    yield may_say(scenario.offer)
    yield may_not_say(scenario.offer)
    yield from terms(scenario.offer)
    yield "Time", _limits(scenario)
    yield letter(scenario)


def _who(card: Card) -> str:
    return f"{card.name}, {card.role}\n{card.company}, {card.sector}, {card.place}"


def _limits(scenario: Scenario) -> str:
    call = f"{minutes(scenario.clock_s)} of talk on the telephone"
    return f"{call}; {minutes(scenario.preparation_s)} at the research desk before it."


def _lookups(findings: Iterable[Finding], persona_id: str) -> Iterator[Lookup]:
    """What the desk has on this prospect; of two by one name the first, as in the call."""
    taken: set[str] = set()
    for one in findings:
        if one.persona in {None, persona_id} and one.id not in taken:
            taken.add(one.id)
            yield Lookup(one.id, visible(one.title), visible(one.finds.strip()), one.cost_s)
