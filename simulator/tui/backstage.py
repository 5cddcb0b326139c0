"""What the screens need from the rest of the program; heavy parts are imported when called, in a thread."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.call.wish import Wish
from simulator.errors import JournalError, SimulatorError
from simulator.settings import Settings

if TYPE_CHECKING:
    from datetime import datetime

    from simulator.call.session import Call
    from simulator.domain.played import Plan
    from simulator.journal.store import Journal
    from simulator.reports.export import Export
    from simulator.settings_file import Kept
    from simulator.tui.desk_view import DeskView, Preparations
    from simulator.tui.home_view import HomeView
    from simulator.tui.library_view import LibraryView
    from simulator.tui.pacing import Pacer
    from simulator.tui.past_calls_view import PastCallsView, PastDebrief
    from simulator.tui.progress_view import ProgressView


class Backstage:
    """Makes calls, and keeps the journal open for as long as the app runs.

    Args:
        settings: of this run.
        wish: what kind of call.
        resumed: the id of an open call to take up in place of a new one.
    """

    #: seconds from any beginning; given by tests
    clock: Callable[[], float] = staticmethod(time.monotonic)

    def __init__(self, settings: Settings, wish: Wish, resumed: str | None = None) -> None:
        self.settings = settings
        self._wish, self._resumed, self._resumed_with = wish, resumed, ""
        self._look_ups: tuple[str, ...] = ()
        #: what lies on the desks that a rep left without a call
        self.preparations: Preparations = {}
        self._prepared: tuple[str, str] | None = None
        self._retry: tuple[str, int] | None = None
        self._journal: Journal | None = None
        self._opening, self._changing = threading.Lock(), threading.Lock()
        self._pacer: Pacer | None = None

    def change(self, settings: Settings) -> None:
        """Go on with other settings: the pace at once, the rest from the next call on."""
        if settings.voice != self.settings.voice:
            self._wish = replace(
                self._wish, voice=None
            )  # what was asked for at the start is asked for no more
        self.settings = settings
        if self._pacer is not None:
            self._pacer.set_natural(settings.pacing == "natural")

    def keep(self, name: str, raw: str) -> Kept:
        """Change one setting, and save it. Blocks: for a thread.

        Raises:
            SettingsError: it cannot have that value, or cannot be changed here; nothing is changed then.
        """
        from simulator.settings_file import keep  # noqa: PLC0415 - when something is changed, not before

        with self._changing:  # two rooms may change something at once, each from a thread of its own
            kept = keep(self.settings, name, raw)
            self.change(kept.settings)
        return kept

    def choose(
        self,
        wish: Wish,
        *,
        look_ups: Sequence[str] = (),
        resumed: str | None = None,
        resumed_with: str = "",
        prepared: tuple[str, str] | None = None,
    ) -> None:
        """Say what the next call is to be.

        Args:
            look_ups: findings that the research desk was asked for while the rep prepared; they are kept with the call.
            resumed: see the class.
            resumed_with: who is on the line of that call; safe to show.
            prepared: campaign and prospect whose preparation is used up once the call rings.
        """
        if prepared is not None and wish.plan is None:
            from simulator.domain.played import Plan  # noqa: PLC0415 - pydantic; never before the first paint

            wish = replace(wish, plan=Plan())  # there was a place to write one, and it was left empty
        self._wish, self._look_ups, self._resumed = wish, tuple(look_ups), resumed
        self._prepared, self._resumed_with = prepared, resumed_with

    @property
    def taking_up(self) -> str | None:
        """Whose call is taken up next, so far as it is known; None where the next call is a new one."""
        return self._resumed_with if self._resumed is not None else None

    def choose_retry(self, call_id: str, turn: int) -> None:
        """Say that the next call takes an earlier one up again before one of the rep's lines."""
        self._retry = (call_id, turn)

    def take_look_ups(self) -> tuple[str, ...]:
        """What was looked up for the call that rings now; once: the next one is prepared afresh."""
        taken, self._look_ups = self._look_ups, ()
        if self._prepared is not None:
            self.preparations.pop(self._prepared, None)
            self._prepared = None
        return taken

    def save_self_grade(self, call_id: str, self_grade_json: str) -> str:
        """Keep the rep's own grades with the call.

        Returns:
            why they could not be kept; empty where they are.
        """
        try:
            self.journal().save_self_grade(call_id, self_grade_json)
        except SimulatorError as error:
            return f"Your own grades could not be kept: {error}"
        return ""

    def wish_for(
        self, scenario: str | None = None, persona: str | None = None, plan: Plan | None = None
    ) -> Wish:
        """A call of that kind with the voice that was asked for at the start."""
        return replace(self._wish, scenario=scenario, persona=persona, plan=plan, seed=None)

    def home(self) -> HomeView:
        """What home shows.

        Raises:
            SimulatorError: the journal or the content cannot be read.
        """
        from simulator.tui.home_view import load_home  # noqa: PLC0415 - content, after the first paint

        return load_home(self.settings, None if self._has_no_journal_yet() else self.journal())

    def desk(self, scenario: str | None, persona: str) -> DeskView:
        """What lies on the desk before a call; without a scenario, that of the first campaign that has the persona.

        Raises:
            SimulatorError: the content cannot be read.
        """
        from simulator.call.making import choose  # noqa: PLC0415
        from simulator.tui.desk_view import desk_view  # noqa: PLC0415

        return desk_view(*choose(self.settings, Wish(scenario=scenario, persona=persona)))

    def progress(self) -> ProgressView:
        """How the rep has done over time.

        Raises:
            SimulatorError: the journal cannot be read.
        """
        from simulator.tui.progress_view import load_progress  # noqa: PLC0415

        return load_progress(self.journal())

    def past_calls(self) -> PastCallsView:
        """The calls that were made.

        Raises:
            SimulatorError: the journal cannot be read.
        """
        from simulator.tui.past_calls_view import PastCallsView, load_past_calls  # noqa: PLC0415

        return PastCallsView() if self._has_no_journal_yet() else load_past_calls(self.journal())

    def past_debrief(self, call_id: str) -> PastDebrief:
        """The debrief of a call that has ended.

        Raises:
            SimulatorError: the call cannot be read.
        """
        from simulator.tui.past_calls_view import load_past_debrief  # noqa: PLC0415

        return load_past_debrief(self.journal(), call_id)

    def library(self) -> LibraryView:
        """Whom the rep has met, and what they found.

        Raises:
            SimulatorError: the journal cannot be read.
        """
        from simulator.tui.library_view import load_library  # noqa: PLC0415

        return load_library(self.journal())

    def probe(self) -> list[str]:
        """What the endpoint can do, a line for each check."""
        import asyncio  # noqa: PLC0415

        from simulator.llm.probe import probe_settings  # noqa: PLC0415 - openai takes 0.4 s

        report = asyncio.run(probe_settings(self.settings))
        return [f"{one.name}: {one.state}. {one.message} {one.hint}".rstrip() for one in report.checks]

    def ring(self) -> Call:
        """The call, ready to be opened. Takes a second or two: for a thread.

        Raises:
            SimulatorError: content, settings, endpoint or journal are not as they have to be.
        """
        from simulator.call.making import resume_call, retry_call, start_call  # noqa: PLC0415 - after the first paint

        journal = self.journal()
        if self._retry is not None:
            (call_id, turn), self._retry = self._retry, None
            return retry_call(self.settings, call_id, turn, journal)
        if self._resumed is not None:
            call = resume_call(self.settings, self._resumed, journal)
            setup = call.setup
            self._wish = replace(
                self._wish, scenario=setup.scenario.id, persona=setup.persona.id, voice=setup.voice.name
            )
            self._resumed = None
            return call
        return start_call(self.settings, self._wish, journal)

    def begun(self, call_id: str) -> datetime | None:
        """When that call began, in the time zone of this machine; None where the journal does not say."""
        try:
            return self.journal().call(call_id).started_at.astimezone()
        except SimulatorError:  # the debrief is shown all the same
            return None

    def journal(self) -> Journal:
        """The journal, made where there is none.

        Raises:
            JournalError: it cannot be opened, or its folder cannot be made.
        """
        from simulator.journal.store import Journal  # noqa: PLC0415 - SQLAlchemy, after the first paint

        with self._opening:  # two rooms may ask for it at once, each from a thread of its own
            if self._journal is None:
                self._make_home()
                self._journal = Journal.open(self.settings.database_url)
            return self._journal

    def _has_no_journal_yet(self) -> bool:
        """Whether this is a first start: there is nothing to read, and to make a journal for that takes a second."""
        self._make_home()  # where that fails, better now than when somebody calls
        remote, _, file = self.settings.database_url.partition("sqlite:///")
        return self._journal is None and not remote and file.endswith(".sqlite3") and not Path(file).exists()

    def _make_home(self) -> None:
        try:
            self.settings.home.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise JournalError(
                f"The data folder {self.settings.home} cannot be made: {error.strerror}.",
                hint="Set SIMULATOR_HOME to a folder that you may write to.",
            ) from error

    def pacer(self, voice: str) -> Pacer:
        """How fast that voice is shown: a model's words come at its own pace."""
        from simulator.tui.pacing import Pacer  # noqa: PLC0415 - knows the events of a call

        pacer = Pacer(natural=self.settings.pacing == "natural" and voice == "authored")
        self._pacer = pacer if voice == "authored" else None
        return pacer

    def keep_export(self, export: Export) -> Path:
        """Write what was exported to the data folder, never over a file that is there.

        Raises:
            WorkError: it cannot be written.
        """
        from simulator.reports.export import write_new  # noqa: PLC0415 - nothing is exported before the first paint

        return write_new(self.settings.home / "debriefs", export)

    def close(self) -> None:
        """Let go of the journal."""
        if self._journal is not None:
            self._journal.close()
            self._journal = None
