"""Where the command begins: without arguments at home, else with the subcommand.

Home does not need click, which reads arguments, and whoever opens the practice room would wait for its import.
"""

from __future__ import annotations

import os
import sys
from typing import NoReturn

from simulator.cli.diagnostics import report
from simulator.errors import UsageError


def run() -> NoReturn:
    """Entry point of the command; never returns."""
    if not sys.argv[1:]:
        sys.exit(report(home))
    from simulator.cli.main import run as run_command  # noqa: PLC0415 - click

    run_command()


def home() -> int:
    """The practice room from its door.

    Returns:
        the exit code.
    Raises:
        UsageError: there is no terminal, or a setting is wrong.
    """
    # in a browser there is no terminal either, but something that draws in its place
    if not (sys.stdin.isatty() and sys.stdout.isatty()) and "TEXTUAL_DRIVER" not in os.environ:
        raise UsageError(
            "There is no terminal to show the practice room in.",
            hint="Use `simulator call --plain` to talk by plain lines, or `simulator demo` to see a call.",
        )
    from simulator.cli.common import settings  # noqa: PLC0415 - not for --help
    from simulator.tui.app import run_home  # noqa: PLC0415

    return run_home(settings())
