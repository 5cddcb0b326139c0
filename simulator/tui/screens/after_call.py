"""From the end of a call to its debrief: the rep's own grades, the score, what could not be kept."""

from __future__ import annotations

import asyncio

from simulator.domain.transcript import Speaker
from simulator.tui.backstage import Backstage
from simulator.tui.conductor import Conductor
from simulator.tui.mirror_view import SelfGrade
from simulator.tui.screens.debrief import DebriefScreen
from simulator.tui.screens.mirror import MirrorScreen


class AfterCall:
    """Makes the debrief of one call, as often as somebody wants to see it.

    Args:
        backstage: keeps grades and debriefs.
        conductor: of the call.
    """

    def __init__(self, backstage: Backstage, conductor: Conductor) -> None:
        self._backstage, self._conductor = backstage, conductor
        self._mirrored = False
        self._grade: SelfGrade | None = None
        self._mirror: MirrorScreen | None = None

    def mirror(self) -> MirrorScreen:
        """The rep's own grades; whoever went back to the call finds them as they left them."""
        name = self._conductor.call.setup.persona.card.given_name
        form = self._mirror.form if self._mirror is not None else None
        self._mirror = MirrorScreen(name, form, self._backstage.clock)
        return self._mirror

    @property
    def asks_for_grades(self) -> bool:
        """Whether the rep grades themselves first: once, and where they said anything."""
        standing = self._conductor.call.played().standing()
        spoke = any(turn.speaker is Speaker.REP for turn in standing)
        return self._backstage.settings.mirror == "ask" and spoke and not self._mirrored

    async def debrief(self, grade: SelfGrade | None) -> DebriefScreen:
        """The debrief; reckoned once.

        Args:
            grade: the rep's own grades, to be kept and to be held against the score; the last ones else.
        """
        self._mirrored = True
        finished, not_kept = await self._conductor.finish()
        played = self._conductor.call.played()
        if grade is not None:
            self._grade = grade
            kept = await asyncio.to_thread(self._backstage.save_self_grade, played.call, grade.to_json())
            not_kept = " ".join(filter(None, (not_kept, kept)))

        return DebriefScreen(
            played,
            finished,
            self._backstage.keep_export,
            problem=not_kept,
            grade=self._grade,
            served=self._backstage.settings.served,
            begun=await asyncio.to_thread(self._backstage.begun, played.call),
        )
