"""The campaign around a call: the offer, the brief, the research desk, the limits, the weights."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import Field

from simulator.domain.base import Strict
from simulator.domain.persona import Slug
from simulator.domain.scorecard import Dimension


class Difficulty(StrEnum):
    """What the rep gets to see while the call runs."""

    GUIDED = "guided"  # patience and hints
    STANDARD = "standard"  # patience
    EXAM = "exam"  # nothing


class CallType(StrEnum):
    """What is right depends on the kind of call."""

    COLD_CALL = "cold_call"
    DISCOVERY = "discovery"
    FOLLOW_UP = "follow_up"


class Claim(Strict):
    """Something that may be said of the offer, since it is true."""

    text: str = Field(min_length=5, max_length=300)


class ForbiddenClaim(Strict):
    """Something that may not be said of the offer.

    Attributes:
        text: the claim.
        examples: ways in which a rep would say it; two or more.
        why: the fact that contradicts it.
    """

    id: Slug
    text: str = Field(min_length=5, max_length=300)
    examples: tuple[str, ...] = Field(min_length=2)
    why: str = Field(min_length=5, max_length=300)


class Offer(Strict):
    """What is sold.

    Attributes:
        words: words that only someone who talks about the offer uses.
        fits_when: what has to be true of a firm for the offer to serve it.
    """

    name: str
    company: str
    in_one_line: str = Field(min_length=10, max_length=200)
    claims: tuple[Claim, ...] = Field(min_length=3)
    forbidden: tuple[ForbiddenClaim, ...] = Field(min_length=2)
    price: str
    words: tuple[str, ...] = Field(min_length=4)
    fits_when: str


class Finding(Strict):
    """What the research desk finds on a subject.

    Attributes:
        id: the word that the rep types after ``/research``.
        persona: only for this prospect; left out, for the whole campaign.
        finds: what it says; never a fact of a hidden layer.
        cost_s: preparation time that it costs, in seconds.
        topic: the fact of the persona that it answers, where there is one.
    """

    id: Slug
    title: str
    persona: Slug | None = None
    finds: str = Field(min_length=10, max_length=800)
    cost_s: int = Field(ge=5, le=600)
    topic: str | None = None


class RepLines(Strict):
    """What reps say in this campaign: for the simulated reps of the demonstration and of rehearsals.

    Attributes:
        reason: the reason for the call as a good rep says it, one breath.
        next_step: how a good rep asks for the next step, once it is earned.
        honest: how a good rep says that it does not fit.
        pitches: what a rep says who talks about the offer instead of asking.
        pushes: what a rep says who presses.
        closed: questions that can be answered with yes or no, as a novice strings them together.
    """

    reason: str = Field(min_length=20, max_length=300)
    next_step: tuple[str, ...] = Field(min_length=2)
    honest: tuple[str, ...] = Field(min_length=1)
    pitches: tuple[str, ...] = Field(min_length=3)
    pushes: tuple[str, ...] = Field(min_length=4)
    closed: tuple[str, ...] = Field(min_length=4)


class Lead(Strict):
    """One prospect of the campaign, as the list has them.

    Attributes:
        note: what the list says of them; may be wrong, as lists are.
        why_now: the reason why this lead is called at all.
    """

    persona: Slug
    note: str = Field(min_length=5, max_length=600)
    why_now: str = Field(min_length=5, max_length=300)


class Scenario(Strict):
    """A campaign with its goal and its limits."""

    version: Literal[1]
    id: Slug
    title: str = Field(min_length=3, max_length=80)
    trains: str = Field(min_length=10, max_length=300)
    call_type: CallType = CallType.COLD_CALL
    difficulty: Difficulty = Difficulty.STANDARD
    campaign: str = Field(min_length=20, max_length=1500)
    brief: str = Field(min_length=100, max_length=4000)
    goal: str = Field(min_length=10, max_length=400)
    offer: Offer
    leads: tuple[Lead, ...] = Field(min_length=1)
    rep_lines: RepLines
    research: tuple[Finding, ...] = ()
    rep_name: str = Field(default="Sam", max_length=30)
    clock_s: int = Field(ge=120, le=3600)
    preparation_s: int = Field(default=300, ge=0, le=3600)
    second_chances: int = Field(default=2, ge=0, le=5)
    hints: int = Field(default=2, ge=0, le=10)
    weights: dict[Dimension, float] = {}

    def lead(self, persona_id: str) -> Lead | None:
        """The lead of that persona, where the campaign has one."""
        return next((lead for lead in self.leads if lead.persona == persona_id), None)
