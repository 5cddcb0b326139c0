"""``simulator demo``: a simulated rep calls a prospect; the conversation and the debrief are printed."""

from __future__ import annotations

import asyncio

import click

from simulator.cli.common import settings
from simulator.cli.diagnostics import EXIT_DONE, say
from simulator.domain.text_safety import visible

_SKILLS = ("skilled", "novice", "pushy")


@click.command()
@click.option(
    "--rep",
    "skill",
    type=click.Choice(_SKILLS),
    default="skilled",
    show_default=True,
    help="How good the rep is.",
)
@click.option("--persona", help="Whom to call, by id.")
@click.option("--seed", type=click.IntRange(0, 2**31), default=1, show_default=True)
def demo(skill: str, persona: str | None, seed: int) -> int:
    """A simulated rep calls a prospect. Needs no key and no terminal."""
    from simulator.call.finishing import finish_call  # noqa: PLC0415 - heavy, and not for --help
    from simulator.call.making import demo_call  # noqa: PLC0415
    from simulator.call.simulated_rep import SimulatedRep, Skill, play_out  # noqa: PLC0415
    from simulator.call.wish import Wish  # noqa: PLC0415
    from simulator.reports.call_text import conversation_text  # noqa: PLC0415

    call = demo_call(settings(), Wish(persona=persona, seed=seed))
    scenario, who = call.setup.scenario, call.setup.persona
    say(f"[demo] A {skill} rep calls {who.card.name}, {who.card.role} at {who.card.company}.")

    asyncio.run(play_out(call, SimulatedRep(who, scenario, Skill(skill))))
    played = call.played()
    print(visible(conversation_text(played)))
    print(visible(finish_call(played, call.keeper).text), end="")
    return EXIT_DONE
