"""Everything that goes to standard error, and what a failure exits with.

0 done; 1 the work could not be done; 2 wrong usage or a file with problems; 3 done, but some transcripts could not be
scored; 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

import click

from simulator.domain.text_safety import visible
from simulator.errors import SimulatorError

EXIT_DONE, EXIT_FAILED, EXIT_USAGE, EXIT_SOME_FAILED, EXIT_INTERRUPTED = 0, 1, 2, 3, 130


def say(message: str) -> None:
    """One line for the person, on standard error."""
    click.echo(visible(message), err=True)


def report(work: Callable[[], int]) -> int:
    """Run the work; turn what goes wrong into one sentence and the exit code.

    A failure that nobody thought of keeps its traceback: it is a fault of the program, and hiding it would not mend it.
    """
    try:
        return work()
    except SimulatorError as error:
        say(f"simulator: {error}")
        return error.exit_code
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.ClickException as error:
        say(f"simulator: {error.format_message()}")
        return EXIT_USAGE
    except (KeyboardInterrupt, click.Abort):
        say("simulator: interrupted.")
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        # whoever read our output has gone; nothing is wrong, and nothing more can be said
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_DONE
    except OSError as error:
        say(f"simulator: {error.strerror or error}: {error.filename or ''}".rstrip(": "))
        return EXIT_FAILED
