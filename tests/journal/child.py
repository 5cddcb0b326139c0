"""Programs that the tests start beside themselves: ``python -m tests.journal.child WHAT PATH [CALL]``."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
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


def start_many(location: str) -> None:
    """Wait for the word, then start calls with contents that the other program writes at the same moment."""
    with Journal.open(location, busy_timeout_s=30) as journal:
        say("ready")
        sys.stdin.readline()
        for number in range(30):
            say(journal.start_call(replace(new_call(), persona_json=f"persona {number} " * 20_000)))


def upgrade_and_die(path: Path, at: str) -> None:
    """Bring an older journal up to date, and be killed before the statement of that number."""
    import signal  # noqa: PLC0415 -- beside the other

    from sqlalchemy import Engine, event  # noqa: PLC0415

    done = count()

    @event.listens_for(Engine, "before_cursor_execute")
    def executing(*_: object) -> None:
        if next(done) == int(at):
            os.kill(os.getpid(), signal.SIGKILL)

    Journal.open(path).close()
    say(next(done))


def upgrade_past_the_limit(path: Path) -> None:
    """Bring an older journal up to date where the system lets no file grow; then with room."""
    import resource  # noqa: PLC0415 -- not on every system
    import signal  # noqa: PLC0415 -- beside the other

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    unlimited = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, unlimited[1]))
    try:
        Journal.open(path).close()
    except JournalError as error:
        say(error)
    resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)
    with Journal.open(path) as journal:
        say(len(journal.calls()))


if __name__ == "__main__":
    what, where, *rest = sys.argv[1:]
    match what:
        case "play_many":
            play_many(Path(where))
        case "start_many":
            start_many(where)
        case "upgrade_and_die":
            upgrade_and_die(Path(where), rest[0])
        case "upgrade_past_the_limit":
            upgrade_past_the_limit(Path(where))
        case "play_until_killed":
            play_until_killed(Path(where), rest[0])
        case _:
            write_past_the_limit(Path(where), rest[0])
