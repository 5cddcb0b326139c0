"""Where the command begins: without arguments at home, with ``call`` alone on the phone, else with the subcommand.

Neither of the two needs click, which reads arguments, and whoever opens the practice room would wait for its import.
"""

from __future__ import annotations

import os
import sys
from typing import NoReturn

from simulator.call.wish import Wish
from simulator.cli.diagnostics import report
from simulator.errors import UsageError


def run() -> NoReturn:
    """Entry point of the command; never returns."""
    match sys.argv[1:]:
        case []:
            sys.exit(report(home))
        case ["call"]:
            sys.exit(report(lambda: call_on_screen(Wish())))
    from simulator.cli.main import run as run_command  # noqa: PLC0415 - click

    run_command()


def home() -> int:
    """The practice room from its door.

    Returns:
        the exit code.
    Raises:
        UsageError: there is no terminal, or a setting is wrong.
    """
    if not _has_screen():
        raise UsageError(
            "There is no terminal to show the practice room in.",
            hint="Use `simulator call --plain` to talk by plain lines, or `simulator demo` to see a call.",
        )
    from simulator.cli.common import settings  # noqa: PLC0415 - not for --help
    from simulator.tui.running import run_home  # noqa: PLC0415

    return run_home(settings())


def call_on_screen(wish: Wish) -> int:
    """One call on the screen.

    Returns, Raises:
        as `home`.
    """
    if not _has_screen():
        raise UsageError(
            "There is no terminal to talk in.",
            hint="Use --plain to talk by plain lines, or `simulator demo` to see a call.",
        )
    from simulator.cli.common import settings  # noqa: PLC0415 - not for --help
    from simulator.tui.running import run_call  # noqa: PLC0415

    return run_call(settings(), wish)


def _has_screen() -> bool:
    """In a browser there is no terminal either, but something that draws in its place."""
    return (sys.stdin.isatty() and sys.stdout.isatty()) or "TEXTUAL_DRIVER" in os.environ
