"""Everything that goes to standard error, and what a failure exits with.

0 done; 1 the work could not be done; 2 wrong usage or a file with problems; 3 done, but some transcripts could not be
scored; 75 some of it is answered later: run the same again (the system's own code for "try again later"); 130 interrupted.
"""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from collections.abc import Callable
from typing import TextIO

from simulator.domain.text_safety import visible
from simulator.errors import SimulatorError

#: narrower than this no line is broken further
_FEWEST_COLUMNS = 20
EXIT_DONE, EXIT_FAILED, EXIT_USAGE, EXIT_SOME_FAILED, EXIT_LATER, EXIT_INTERRUPTED = 0, 1, 2, 3, 75, 130


def say(message: str) -> None:
    """One line for the person, on standard error."""
    sys.stderr.write(wrapped(visible(message), sys.stderr) + "\n")


def wrapped(text: str, stream: TextIO) -> str:
    """The text with its lines broken between words, where they go to a terminal; a pipe or a file gets them whole."""
    if not stream.isatty():
        return text
    columns = max(_FEWEST_COLUMNS, shutil.get_terminal_size().columns)
    return "\n".join(
        textwrap.fill(line, columns, break_long_words=False, break_on_hyphens=False, drop_whitespace=True)
        if len(line) > columns
        else line
        for line in text.split("\n")
    )


def report(work: Callable[[], int]) -> int:
    """Run the work; turn what goes wrong into one sentence and the exit code.

    A failure that nobody thought of keeps its traceback: it is a fault of the program, and hiding it would not mend it.
    """
    try:
        return work()
    except SimulatorError as error:
        say(f"simulator: {error}")
        return error.exit_code
    except KeyboardInterrupt:
        say("simulator: interrupted.")
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        # whoever read our output has gone; nothing is wrong, and nothing more can be said
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_DONE
    except OSError as error:
        say(f"simulator: {error.strerror or error}: {error.filename or ''}".rstrip(": "))
        return EXIT_FAILED
