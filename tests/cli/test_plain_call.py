"""A call by plain lines, as a person at a pipe has it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.running import simulator

GOOD_LINES = """Hello Marion, it's Sam from Brackwater.
I'm ringing because we help firms with vans, and I wanted to ask how you plan yours.
When you say you're all set, what does that look like?
How do you plan the rounds?
So every morning it starts from nothing.
/hint
How did it come to that?
Thanks for your time, Marion. Goodbye.
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that the tests of this module share, so that vectors are made once."""
    return tmp_path_factory.mktemp("home")


def test_plain_call_prints_only_the_prospect_and_the_debrief_to_standard_output(home: Path) -> None:
    done = simulator(["call", "--plain", "--seed", "3"], home=home, say=GOOD_LINES)
    assert done.code == 0, done.err
    conversation, _, debrief = done.out.partition("\nDEBRIEF")
    lines = conversation.strip().splitlines()
    assert len(lines) == 8
    assert all(line.startswith("Marion: ") for line in lines)
    assert "WHAT WAS THERE" in debrief
    assert "[coach]" in done.err
    assert "Traceback" not in done.err


def test_json_call_prints_events_with_the_documented_keys(home: Path) -> None:
    done = simulator(["call", "--json", "--seed", "3"], home=home, say=GOOD_LINES)
    assert done.code == 0, done.err
    events = [json.loads(line) for line in done.out.splitlines()]
    names = [event["event"] for event in events]
    assert names[0] == "started"
    assert names[1] == "prospect"
    assert names[-2:] == ["ended", "scored"]
    for event in events:
        assert isinstance(event["turn"], int)
        if event["event"] in {"prospect", "rep"}:
            assert isinstance(event["text"], str)
        if event["event"] == "state":
            assert 0 <= event["trust"] <= 1
            assert isinstance(event["opened"], list)
    ended = events[names.index("ended")]
    assert {"reason", "by"} <= set(ended)
    assert {"scorecard", "ledger"} <= set(events[-1])


def test_same_seed_and_lines_give_the_same_call(home: Path) -> None:
    runs = [simulator(["call", "--plain", "--seed", "5"], home=home, say=GOOD_LINES).out for _ in range(2)]
    # but for the id that the journal gave each, which the line on retrying names
    first, second = (re.sub(r"\bc-[a-z0-9]+\b", "ID", out) for out in runs)
    assert first == second


def test_end_of_input_hangs_up(home: Path) -> None:
    done = simulator(["call", "--json"], home=home, say="Hello Marion, it's Sam from Brackwater.\n")
    assert done.code == 0
    ended = next(event for event in map(json.loads, done.out.splitlines()) if event["event"] == "ended")
    assert (ended["reason"], ended["by"]) == ("rep_hung_up", "rep")


def test_take_back_needs_a_bungle_and_says_so(home: Path) -> None:
    done = simulator(["call", "--plain"], home=home, say="Hello Marion.\n/back nothing | nothing\n/hangup\n")
    assert done.code == 0
    assert "no bungle" in done.err


def test_take_back_of_a_push_restores_the_state(home: Path) -> None:
    said = (
        "Hello Marion, it's Sam from Brackwater.\n"
        "I need an answer from you today, this price is gone tomorrow.\n"
        "/back I pushed | I ask instead\n"
        "/hangup\n"
    )
    events = [
        json.loads(line)
        for line in simulator(["call", "--json", "--seed", "1"], home=home, say=said).out.splitlines()
    ]
    names = [event["event"] for event in events]
    assert "bungle" in names
    back = names.index("taken_back")
    states = [event for event in events if event["event"] == "state"]
    first, pushed, restored = states[:3]
    assert pushed["trust"] < first["trust"]
    assert restored["trust"] == first["trust"]
    assert restored["patience"] == first["patience"]
    assert events[back]["second_chances_left"] == 1


def test_take_back_says_again_what_is_to_be_answered(home: Path) -> None:
    said = (
        "Hello Marion, it's Sam from Brackwater.\n"
        "I need an answer from you today, this price is gone tomorrow.\n"
        "/back I pushed | I ask instead\n"
        "/hangup\n"
    )

    out = simulator(["call", "--plain", "--seed", "1"], home=home, say=said).out

    spoken = [line for line in out.split("DEBRIEF")[0].splitlines() if line.startswith("Marion: ")]
    assert len(spoken) == 4
    assert spoken[3] == spoken[1] != spoken[2]


BAD_INPUT = {
    "binary": (b"\x00\xff\xfe\x80binary\x00\x01\x02\xff\n/hangup\n", "binary"),
    "a line of 100,000 characters": (b"so " * 33_334 + b"\n/hangup\n", "one breath"),
    "an empty line": (b"\n/hangup\n", "silence"),
    "an unknown command": (b"/hagnup\n/hangup\n", "Did you mean /hangup"),
    "an unknown research topic": (b"/research the moon\n/hangup\n", "has nothing under"),
    "a second chance without its price": (b"/back\n/hangup\n", "no line to take back"),
}


@pytest.mark.parametrize("case", BAD_INPUT, ids=str)
def test_bad_input_gets_one_sentence_and_the_call_goes_on(case: str, home: Path) -> None:
    said, sentence = BAD_INPUT[case]
    done = simulator(["call", "--plain"], home=home, say=said)
    assert done.code == 0, done.err
    assert sentence in done.err
    assert "Traceback" not in done.err
    assert "DEBRIEF" in done.out


def test_control_characters_of_the_rep_never_reach_the_terminal(home: Path) -> None:
    done = simulator(["calls", "list"], home=home)
    assert done.code == 0
    said = "Hello \x1b[31mMarion\x1b[0m \x07 [bold]it's Sam[/bold]\n/hangup\n"
    done = simulator(["call", "--plain"], home=home, say=said)
    assert "\x1b" not in done.out + done.err
    assert "\x07" not in done.out + done.err


WRONG_USAGE = {
    "an unknown scenario": (["call", "morning-bord", "--plain"], 2, 'Did you mean "morning-board"?'),
    "an unknown persona": (["call", "--persona", "marion", "--plain"], 2, "marion-teague"),
    "an unknown command": (["cal"], 2, 'Did you mean "call"?'),
    "an unknown option": (["call", "--plian"], 2, "--plain"),
    "an unknown call": (["calls", "show", "c-nope"], 2, "no call"),
    "a voice that is not set up": (["call", "--voice", "endpoint", "--plain"], 2, "OPENAI_"),
    "no terminal to talk in": (["call"], 2, "--plain"),
}


@pytest.mark.parametrize("case", WRONG_USAGE, ids=str)
def test_wrong_usage_gets_one_sentence_and_exit_code_2(case: str, home: Path) -> None:
    args, code, sentence = WRONG_USAGE[case]
    done = simulator(args, home=home)
    assert done.code == code
    assert sentence in done.err
    assert "Traceback" not in done.err
    assert done.out == ""


def test_wrong_setting_is_named_with_a_suggestion(home: Path) -> None:
    done = simulator(["call", "--plain"], home=home, env={"SIMULATOR_MODLE": "x"})
    assert done.code == 2
    assert "SIMULATOR_MODEL" in done.err


def test_data_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = simulator(["call", "--plain"], home=tmp_path / "file" / "home")
    assert done.code == 1
    assert "Traceback" not in done.err
    assert "SIMULATOR_HOME" in done.err
