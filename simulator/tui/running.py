"""The app from its start to its end, with the exit code of it."""

from __future__ import annotations

import sys

from simulator.call.wish import Wish
from simulator.domain.text_safety import visible
from simulator.settings import Settings
from simulator.tui.app import PracticeApp
from simulator.tui.backstage import Backstage


def run_call(settings: Settings, wish: Wish) -> int:
    """A new call on the screen.

    Returns:
        the exit code; what there is to say stands on standard error by then.
    """
    return _run(Backstage(settings, wish))


def run_home(settings: Settings) -> int:
    """The practice room from its door.

    Returns:
        as `run_call`.
    """
    return _run(Backstage(settings, Wish()), at_home=True)


def run_resumed(settings: Settings, call_id: str) -> int:
    """An open call on the screen, taken up where it was left.

    Args:
        call_id: whole, as the journal has it.
    Returns:
        as `run_call`.
    """
    return _run(Backstage(settings, Wish(), resumed=call_id))


def _run(backstage: Backstage, *, at_home: bool = False) -> int:
    app = PracticeApp(backstage, at_home=at_home)
    try:
        result = app.run()
    finally:
        backstage.close()
    if app.parting:
        # the one thing outside the screen: there is nobody else to say it, once the screen is gone
        sys.stderr.write(visible(app.parting) + "\n")
    return result if result is not None else app.return_code or 0
