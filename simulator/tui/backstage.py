"""What the screens need from the rest of the program; heavy parts are imported when called, in a thread."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.domain.text_safety import visible
from simulator.errors import JournalError, WorkError
from simulator.settings import Settings
from simulator.tui.pacing import Pacer

if TYPE_CHECKING:
    from simulator.call.finishing import Finished
    from simulator.call.making import Wish
    from simulator.call.session import Call
    from simulator.domain.played import PlayedCall
    from simulator.journal.store import Journal


class Backstage:
    """Makes calls, and keeps the journal open for as long as the app runs.

    Args:
        settings: of this run.
        wish: what kind of call.
        resumed: the id of an open call to take up in place of a new one.
    """

    def __init__(self, settings: Settings, wish: Wish, resumed: str | None = None) -> None:
        self.settings = settings
        self._wish, self._resumed = wish, resumed
        self._journal: Journal | None = None

    def ring(self) -> Call:
        """The call, ready to be opened. Takes a second or two: for a thread.

        Raises:
            SimulatorError: content, settings, endpoint or journal are not as they have to be.
        """
        from simulator.call.making import resume_call, start_call  # noqa: PLC0415 - after the first paint

        journal = self.journal()
        if self._resumed is not None:
            call = resume_call(self.settings, self._resumed, journal)
            setup = call.setup
            self._wish = replace(
                self._wish, scenario=setup.scenario.id, persona=setup.persona.id, voice=setup.voice.name
            )
            self._resumed = None
            return call
        return start_call(self.settings, self._wish, journal)

    def journal(self) -> Journal:
        """The journal, made where there is none.

        Raises:
            JournalError: it cannot be opened, or its folder cannot be made.
        """
        from simulator.journal.store import Journal  # noqa: PLC0415 - SQLAlchemy, after the first paint

        if self._journal is None:
            try:
                self.settings.home.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise JournalError(
                    f"The data folder {self.settings.home} cannot be made: {error.strerror}.",
                    hint="Set SIMULATOR_HOME to a folder that you may write to.",
                ) from error
            self._journal = Journal.open(self.settings.database_url)
        return self._journal

    def pacer(self, voice: str) -> Pacer:
        """How fast that voice is shown: a model's words come at its own pace."""
        return Pacer(natural=self.settings.pacing == "natural" and voice == "authored")

    def save_debrief(self, played: PlayedCall, finished: Finished) -> Path:
        """Write the debrief and the conversation to a text file in the data folder.

        Raises:
            WorkError: the file cannot be written.
        """
        from simulator.reports.call_text import conversation_text  # noqa: PLC0415 - loads the scoring

        path = self.settings.home / "debriefs" / f"{played.call}.txt"
        text = f"{finished.text}\nCONVERSATION\n{conversation_text(played)}"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(visible(text), encoding="utf-8")
        except OSError as error:
            raise WorkError(f"{path} cannot be written: {error.strerror}.") from error
        return path

    def close(self) -> None:
        """Let go of the journal."""
        if self._journal is not None:
            self._journal.close()
            self._journal = None
