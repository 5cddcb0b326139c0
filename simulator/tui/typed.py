"""What a command that is typed in place of a line does: a step of the call, or an action of the screen. Knows no widget."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any

from simulator.call.commands import Command, Name

if TYPE_CHECKING:
    from simulator.tui.conductor import Conductor


def step_of(command: Command, conductor: Conductor) -> Coroutine[Any, Any, object] | str:
    """The step, not yet begun, or the name of the action."""
    match command.name:
        case Name.RESEARCH if command.rest:
            return conductor.research(command.rest)
        case Name.BACK if command.rest:
            return conductor.take_back_or_tell(*command.lesson_and_action)
        case Name.SILENCE:
            return conductor.silence()
        case Name.HANG_UP:
            return conductor.hang_up()
        case Name.BACK:
            return "take_back"
        case name:
            return name.value
