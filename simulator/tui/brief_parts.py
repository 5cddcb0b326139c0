"""What a brief is made of, as headings with their texts: for the desk, for the call, for the dialog. Knows no widget."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.domain.persona import Card, Persona
    from simulator.domain.scenario import Offer, Scenario

#: a heading and the text below it, as their author wrote them
Part = tuple[str, str]


def short_brief(scenario: Scenario, persona: Persona) -> Iterator[Part]:
    """What has to be in reach while talking."""
    yield "You are", f"{scenario.rep_name}, {scenario.offer.company}"
    yield "Goal", scenario.goal
    lead = scenario.lead(persona.id)
    if lead is not None:
        yield "On the list", lead.note
        yield "Why now", lead.why_now
    yield scenario.offer.name, scenario.offer.in_one_line


def public(card: Card) -> Part:
    """What can be known of the prospect without asking."""
    return "Anybody may know", _points(card.public)


def may_say(offer: Offer) -> Part:
    """What is true of the offer."""
    return "You may say", _points(claim.text for claim in offer.claims)


def may_not_say(offer: Offer) -> Part:
    """What is not true of the offer, and the fact that contradicts it."""
    return "You may not say", _points(f"{one.text}\n  True: {one.why}" for one in offer.forbidden)


def terms(offer: Offer) -> Iterator[Part]:
    """What it costs, and whom it serves."""
    yield "Price", offer.price
    yield "It fits when", offer.fits_when


def letter(scenario: Scenario) -> Part:
    """What the team lead wrote."""
    return "The brief", scenario.brief


def _points(texts: Iterable[str]) -> str:
    return "\n".join(f"• {text}" for text in texts)
