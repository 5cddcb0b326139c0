"""What is asked and shown over a call: taking a line back, the research desk, the brief, hanging up."""

from __future__ import annotations

from textual.app import App

from simulator.tui.beside_view import BesideView, whole_brief
from simulator.tui.conductor import Conductor
from simulator.tui.desk_view import Asked, desk_view, rows, spent_words
from simulator.tui.screens.ask import HangUpScreen
from simulator.tui.screens.brief import BriefScreen
from simulator.tui.screens.research import ResearchScreen
from simulator.tui.screens.take_back import Answers, TakeBackScreen


class CallDialogs:
    """Opens the dialogs of one call; each waits for its answer, so it belongs in a worker.

    Args:
        app: shows them.
        conductor: plays the call.
    """

    def __init__(self, app: App[int], conductor: Conductor) -> None:
        self._app, self._conductor = app, conductor
        #: what was written of a take-back that was left, and for which line
        self._written: tuple[tuple[str, str], Answers] | None = None

    async def take_back(self) -> str:
        """Ask what went wrong and what to do instead, and take the line back.

        Returns:
            what the rep does instead; empty where the line stands.
        """
        bungled = self._conductor.bungled_line()
        written = self._written[1] if self._written is not None and self._written[0] == bungled else None
        screen = TakeBackScreen(*bungled, self._conductor.take_back, written)
        left = await self._app.push_screen_wait(screen)
        self._written = None if left.done else (bungled, left.answers)
        return left.answers.action.strip() if left.done else ""

    async def research(self) -> str | None:
        """Show what the desk has; the id of what is asked for, or None."""
        played = self._conductor.call.played()
        view = desk_view(played.scenario, played.persona)
        asked = Asked(tuple(dict.fromkeys(one.topic for one in played.research)))
        return await self._app.push_screen_wait(ResearchScreen(rows(view, asked), spent_words(view, asked)))

    def brief(self, view: BesideView) -> None:
        """Show plan, brief and findings."""
        setup = self._conductor.call.setup
        parts = whole_brief(setup.scenario, setup.persona)
        self._app.push_screen(BriefScreen(setup.scenario.title, view, parts))

    async def hang_up(self) -> bool:
        """Whether the rep means to put the phone down, and still can."""
        name = self._conductor.call.setup.persona.card.given_name
        meant = await self._app.push_screen_wait(HangUpScreen(name))
        return meant and not self._conductor.call.is_over
