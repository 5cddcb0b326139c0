"""Commands that are typed."""

from __future__ import annotations

import pytest

from simulator.call.commands import USAGE, Command, Name, command_of
from simulator.errors import UsageError


@pytest.mark.parametrize("name", list(Name))
def test_every_command_is_known_and_explained(name: Name) -> None:
    assert command_of(f"/{name}") == Command(name)
    assert USAGE[name].typed.startswith(f"/{name}")
    assert USAGE[name].does


def test_command_keeps_what_stands_behind_it() -> None:
    assert command_of("/back I pushed | ask first") == Command(Name.BACK, "I pushed | ask first")


def test_price_of_a_second_chance_is_two_answers() -> None:
    assert Command(Name.BACK, "I pushed | ask first").lesson_and_action == ("I pushed", "ask first")
    assert Command(Name.BACK, "I pushed").lesson_and_action == ("I pushed", "")


def test_command_that_does_not_work_here_is_unknown() -> None:
    with pytest.raises(UsageError, match="no command"):
        command_of("/brief", [name for name in Name if name is not Name.BRIEF])


@pytest.mark.parametrize("line", ["Hello.", "", "and/or", " 1/2"])
def test_other_lines_are_something_to_say(line: str) -> None:
    assert command_of(line) is None


@pytest.mark.parametrize(
    ("line", "meant"), [("/hnt", "/hint"), ("/hang", "/hangup"), ("/researhc web", "/research")]
)
def test_mistyped_command_is_refused_with_a_suggestion(line: str, meant: str) -> None:
    with pytest.raises(UsageError) as caught:
        command_of(line)
    assert meant in caught.value.hint


@pytest.mark.parametrize("line", ["/", "/{0}", "/xyzzy"])
def test_unknown_command_is_refused(line: str) -> None:
    with pytest.raises(UsageError, match="not said"):
        command_of(line)
