"""What commands share: settings, the journal, and text that is safe to print."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.cli.diagnostics import say
from simulator.errors import JournalError
from simulator.settings import Settings, load_settings

if TYPE_CHECKING:
    from simulator.journal.store import Journal


def settings() -> Settings:
    """The settings of this run; a visitor of a served room has only a file of their own, where they work."""
    served = os.environ.get("SIMULATOR_SERVED", "").strip() == "yes"
    return load_settings(os.environ, Path.cwd(), Path.cwd() if served else None)


def open_journal(of: Settings) -> Journal:
    """The journal of these settings, made where there is none.

    Raises:
        JournalError: it cannot be opened, or its folder cannot be made.
    """
    from simulator.journal.store import Journal  # noqa: PLC0415 - SQLAlchemy takes 0.4 s

    try:
        of.home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise JournalError(
            f"The data folder {of.home} cannot be made: {error.strerror}.",
            hint="Set SIMULATOR_HOME to a folder that you may write to.",
        ) from error
    return Journal.open(of.database_url, told=say)
