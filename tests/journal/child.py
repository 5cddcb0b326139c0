"""Programs that the tests start beside themselves: ``python -m tests.journal.child WHAT PATH [CALL]``."""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path

from simulator.errors import JournalError
from simulator.journal import Journal
from tests.journal.conftest import new_call, rep_turn


def say(what: object) -> None:
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


def play_until_killed(path: Path, call_id: str) -> None:
    """Append turns for ever, and say each one's place once it is written."""
    with Journal.open(path) as journal:
        for index in count():
            journal.append_exchange(call_id, [rep_turn(index)])
            say(index)


def play_many(path: Path) -> None:
    """Wait for the word, then open (perhaps make) the journal and play five calls at full speed."""
    import simulator.journal.upgrade  # noqa: F401, PLC0415 -- so that all programs begin at the same moment

    say("ready")
    sys.stdin.readline()
    with Journal.open(path, busy_timeout_s=30) as journal:
        for _ in range(5):
            call_id = journal.start_call(new_call())
            for index in range(10):
                journal.append_exchange(call_id, [rep_turn(index)])
            journal.end_call(call_id, "agreed", "rep")
            say(call_id)


def write_past_the_limit(path: Path, call_id: str) -> None:
    """Append until the system lets the file grow no more; then get room, and write the same again."""
    import resource  # noqa: PLC0415 -- not on every system
    import signal  # noqa: PLC0415 -- beside the other

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    unlimited = resource.getrlimit(resource.RLIMIT_FSIZE)
    with Journal.open(path) as journal:
        resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, unlimited[1]))
        for index in count():
            turn = rep_turn(index, "x" * 5000)
            try:
                journal.append_exchange(call_id, [turn])
            except JournalError as error:
                say(error.message)
                resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)
                journal.append_exchange(call_id, [turn])
                say(index)
                return


if __name__ == "__main__":
    what, path, *rest = sys.argv[1:]
    if what == "play_many":
        play_many(Path(path))
    else:
        {"play_until_killed": play_until_killed, "write_past_the_limit": write_past_the_limit}[what](
            Path(path), rest[0]
        )
