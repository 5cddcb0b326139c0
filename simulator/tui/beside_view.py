"""What a rep has at hand while they talk: their plan, the brief, what the research desk found. Knows no widget."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.domain.text_safety import visible
from simulator.tui.brief_parts import Part, letter, may_not_say, may_say, public, short_brief, terms

if TYPE_CHECKING:
    from simulator.domain.persona import Persona
    from simulator.domain.played import Plan, PlayedCall
    from simulator.domain.scenario import Scenario

#: signs of a planned question, and what is said of the first
ASKED, NOT_ASKED = "✓", "○"
ASKED_WORDS = f"{ASKED} asked, in these words or others"


@dataclass(frozen=True)
class PlannedQuestion:
    """A question of the plan.

    Attributes:
        sign: whether it was asked; a number where the rep is not shown that.
        text: safe to show.
    """

    sign: str
    text: str


@dataclass(frozen=True)
class PlanShown:
    """The plan as the rep wrote it; safe to show. What they left empty is empty here."""

    reason: str
    questions: tuple[PlannedQuestion, ...]
    guess: str


@dataclass(frozen=True)
class BesideView:
    """What stands beside the conversation, from the top down.

    Attributes:
        plan: None where the rep wrote none.
        parts: the brief in short.
        found: what the research desk found; titles and findings.
    """

    plan: PlanShown | None
    parts: tuple[Part, ...]
    found: tuple[Part, ...]


def beside(played: PlayedCall) -> BesideView:
    """What stands beside a call; compares what was said with the plan, so it belongs in a thread."""
    return BesideView(
        plan=_plan(played),
        parts=tuple(_safe(short_brief(played.scenario, played.persona))),
        found=tuple(_safe(_found(played))),
    )


def whole_brief(scenario: Scenario, persona: Persona) -> tuple[Part, ...]:
    """The brief for the dialog: all of it."""
    return tuple(
        _safe(
            (
                *short_brief(scenario, persona),
                public(persona.card),
                may_say(scenario.offer),
                may_not_say(scenario.offer),
                *terms(scenario.offer),
                letter(scenario),
            )
        )
    )


def _plan(played: PlayedCall) -> PlanShown | None:
    plan = played.plan
    if plan is None or not plan.is_written:
        return None
    signs = _signs(plan, played)
    questions = (visible(one) for one in plan.questions)
    return PlanShown(
        reason=visible(plan.reason),
        questions=tuple(PlannedQuestion(*one) for one in zip(signs, questions, strict=True)),
        guess=visible(plan.guess),
    )


def _signs(plan: Plan, played: PlayedCall) -> Sequence[str]:
    from simulator.domain.scenario import Difficulty  # noqa: PLC0415 - pydantic; never before the first paint
    from simulator.scoring.plan_kept import questions_asked  # noqa: PLC0415 - loads the words of a topic

    if played.scenario.difficulty is Difficulty.EXAM:  # nothing is reckoned for the rep before the end
        return [str(number) for number, _ in enumerate(plan.questions, 1)]
    turns = questions_asked(plan, played)
    return [NOT_ASKED if turn is None else ASKED for turn in turns]


def _found(played: PlayedCall) -> Iterator[Part]:
    """Each finding once, the first that was asked for first."""
    for topic in dict.fromkeys(one.topic for one in played.research):
        found = next(
            (
                one
                for one in played.scenario.research
                if one.id == topic and one.persona in {None, played.persona.id}
            ),
            None,
        )
        if found is not None:
            yield found.title, found.finds


def _safe(parts: Iterator[Part] | Sequence[Part]) -> Iterator[Part]:
    return ((visible(heading), visible(text.strip())) for heading, text in parts)
