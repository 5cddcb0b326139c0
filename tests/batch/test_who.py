"""Who is the rep: what is said goes before what is worked out, and what is unclear is refused."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.who_is_the_rep import Talk, labelled_talks, own_talks, without_marks
from simulator.batch.failures import FailureKind, UnreadableError
from simulator.batch.heard import Heard, HeardLine
from simulator.batch.roles_file import load_roles
from simulator.batch.voices import RolesMap, is_generic, role_of
from simulator.batch.who import CONFIDENT, settle
from simulator.batch.who_evidence import Turn, weigh
from simulator.domain.transcript import Speaker, Transcript
from simulator.errors import ContentError

REP, PROSPECT = Speaker.REP, Speaker.PROSPECT
PITCH = "Hi, this is Kim calling from Brightwell. The reason for my call is that we help firms like yours."
ANSWER = "I'm not interested, my wife does that. Who is this?"


def heard(*lines: tuple[str | None, str], **kept: object) -> Heard:
    return Heard("c1", tuple(HeardLine(who, text) for who, text in lines), **kept)  # type: ignore[arg-type]


def settled(one: Heard, **given: object) -> Transcript:
    found = settle(one, name="file.txt", **given)  # type: ignore[arg-type]
    assert isinstance(found, Transcript), found
    return found


def refused(one: Heard, **given: object) -> UnreadableError:
    found = settle(one, name="file.txt", **given)  # type: ignore[arg-type]
    assert isinstance(found, UnreadableError), found
    return found


def by(one: Transcript) -> str:
    return str((one.model_extra or {})["who"]["by"])


def speakers(one: Transcript) -> list[Speaker]:
    return [turn.speaker for turn in one.turns]


TWO = heard(("Ann Berg", ANSWER), ("Bob", PITCH))


@pytest.mark.parametrize("name", ["Ann Berg", "ann  BERG", "berg", "Ann"])
def test_named_rep_is_the_rep_whatever_the_talk_says(name: str) -> None:
    found = settled(TWO, rep=name)
    assert speakers(found) == [REP, PROSPECT]
    assert found.rep == "Ann Berg"
    assert by(found) == "asked"


@pytest.mark.parametrize("name", ["Carla", "b", "", "  "])
def test_name_that_fits_no_voice_or_two_is_refused_with_the_labels(name: str) -> None:
    error = refused(TWO, rep=name)
    assert error.kind is FailureKind.REP_UNCLEAR
    assert "Ann Berg, Bob" in error.message
    assert error.hint


def test_exact_label_goes_before_others_that_hold_it() -> None:
    found = settled(heard(("Ann", "hello"), ("Ann Berg", "hello"), ("ANN BERG", "yes")), rep="Ann")
    assert speakers(found) == [REP, PROSPECT]


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("Agent", REP), ("AGENT", REP), ("agent_2", REP), ("Sales rep (Ann)", REP), ("Customer Service", REP), ("host", REP),
        ("Therapist", REP), ("CUSTOMER", PROSPECT), ("Client 1", PROSPECT), ("Prospect", PROSPECT), ("patient", PROSPECT),
        ("Ann", None), ("Speaker 1", None), ("Agent/Customer", None), ("assistant", None), ("user", None), ("", None),
    ],
)  # fmt: skip
def test_label_names_a_role(label: str, role: Speaker | None) -> None:
    assert role_of(label) is role


@pytest.mark.parametrize("label", ["Speaker 1", "spk_0", "A", "agent", "Unknown", "channel 2", "12"])
def test_generic_label_is_nobodys_name(label: str) -> None:
    assert is_generic(label)
    assert not is_generic("Ann")


def test_roles_of_the_file_settle_it() -> None:
    found = settled(heard(("Agent", ANSWER), ("Ann", PITCH), ("Agent", "Okay.")))
    assert speakers(found) == [REP, PROSPECT, REP]
    assert by(found) == "file"
    assert found.rep is None
    given = settled(heard(("x", ANSWER), ("y", PITCH), roles={"x": REP}))
    assert speakers(given) == [REP, PROSPECT]


def test_customer_alone_leaves_the_other_as_the_rep() -> None:
    found = settled(heard(("Customer", PITCH), ("Ann", ANSWER)))
    assert speakers(found) == [PROSPECT, REP]
    assert found.rep == "Ann"


def test_two_agents_are_both_rep() -> None:
    found = settled(heard(("Agent 1", "One moment."), ("Customer", "Okay."), ("Agent 2", "Hello.")))
    assert speakers(found) == [REP, PROSPECT, REP]


def test_map_goes_before_the_file() -> None:
    found = settled(heard(("Agent", PITCH), ("Customer", ANSWER)), roles={"agent": PROSPECT, "CUSTOMER": REP})
    assert speakers(found) == [PROSPECT, REP]
    assert by(found) == "map"


@pytest.mark.parametrize("key", ["c1", "file.txt", "file"])
def test_map_names_the_rep_of_one_transcript(key: str) -> None:
    found = settled(TWO, roles=RolesMap(transcripts={key: "ann"}))
    assert speakers(found) == [REP, PROSPECT]
    assert by(found) == "map"
    assert refused(TWO, roles=RolesMap(transcripts={key: "Zoe"})).kind is FailureKind.REP_UNCLEAR


def test_name_of_the_rep_in_the_file_settles_it() -> None:
    found = settled(heard(("Ann Berg", ANSWER), ("Bob", PITCH), rep="Ann Berg"))
    assert speakers(found) == [REP, PROSPECT]
    assert by(found) == "file"


def test_talk_settles_it_where_nothing_else_does() -> None:
    found = settled(heard(("Speaker 1", ANSWER), ("Speaker 2", PITCH)))
    assert speakers(found) == [PROSPECT, REP]
    who = (found.model_extra or {})["who"]
    assert who["by"] == "worked_out"
    assert CONFIDENT <= who["confidence"] <= 1
    assert who["voices"] == {"Speaker 1": "prospect", "Speaker 2": "rep"}
    assert who["because"]


def test_assistant_is_the_rep_unless_the_talk_says_otherwise() -> None:
    served = settled(heard(("user", "hi"), ("assistant", "Hello. What is your order number?")))
    assert speakers(served) == [PROSPECT, REP]
    assert by(served) == "file"
    practised = settled(
        heard(
            ("user", PITCH + " What do you use today? How does that work for you?"),
            ("assistant", ANSWER),
            (
                "user",
                "Would you like to see it? Does Tuesday work for you? Have you ever tried our platform?",
            ),
            ("assistant", "I don't know, I have to think about it. I'm busy. Send me an email."),
        )
    )
    assert speakers(practised) == [REP, PROSPECT] * 2
    assert by(practised) == "worked_out"


def test_unclear_talk_is_refused_with_the_way_to_say_it() -> None:
    error = refused(heard(("Speaker 1", "mhm"), ("Speaker 2", "right")))
    assert error.kind is FailureKind.REP_UNCLEAR
    assert "Speaker 1, Speaker 2" in error.message
    assert "--rep" in error.hint
    assert "--roles" in error.hint


def test_of_three_voices_one_is_the_rep() -> None:
    found = settled(heard(("A", PITCH), ("B", ANSWER), ("C", "I don't know, ask my boss.")))
    assert speakers(found) == [REP, PROSPECT, PROSPECT]


def test_no_labels_and_one_voice_are_told_apart() -> None:
    none = refused(heard((None, PITCH), (None, ANSWER)))
    assert none.kind is FailureKind.NO_SPEAKERS
    assert none.hint
    one = refused(heard(("A", PITCH), ("a ", ANSWER)))
    assert one.kind is FailureKind.ONE_SPEAKER
    assert refused(heard()).kind is FailureKind.NO_TURNS
    assert refused(heard(("Customer", PITCH))).kind is FailureKind.ONE_SPEAKER
    assert speakers(settled(heard(("A", PITCH)), rep="A")) == [REP]


def test_neighbouring_lines_become_one_turn_with_first_start_and_last_end() -> None:
    lines = (
        HeardLine("rep", "One  two,", 1.0, 2.0), HeardLine(None, "three.", 2.0, 3.5), HeardLine("prospect", "Four.", 4.0, None),
        HeardLine("Prospect", "Five.", float("nan"), float("inf")),
    )  # fmt: skip
    found = settled(Heard(None, lines, extra={"language": "en", "turns": 7, "call": 3, "who": "x"}))
    assert found.id == "file.txt"
    assert [(turn.text, turn.start, turn.end) for turn in found.turns] == [
        ("One  two, three.", 1.0, 3.5),
        ("Four. Five.", 4.0, None),
    ]
    assert (found.model_extra or {})["language"] == "en"
    assert found.call is None


_LABELS = st.one_of(
    st.none(),
    st.sampled_from(("Ann", "ann", "Bob", "agent", "user", "assistant", "Speaker 1", " ", "客户")),
    st.text(),
)
_TIMES = st.one_of(st.none(), st.floats())
_LINES = st.lists(st.builds(HeardLine, _LABELS, st.text(min_size=1), _TIMES, _TIMES), max_size=12)
_ROLES = st.dictionaries(st.sampled_from(("Ann", "BOB", "agent")), st.sampled_from(Speaker), max_size=2)
_EXTRA = st.dictionaries(
    st.one_of(st.text(), st.sampled_from(("id", "turns", "rep", "call", "who"))), st.integers(), max_size=3
)


@settings(max_examples=100)
@given(
    _LINES,
    st.one_of(st.none(), st.text()),
    st.one_of(st.none(), st.sampled_from(("ann", "Bob"))),
    _ROLES,
    _ROLES,
    _EXTRA,
)
def test_settling_never_raises_and_loses_no_word(
    lines: list[HeardLine],
    rep: str | None,
    asked: str | None,
    roles: dict[str, Speaker],
    mapped: dict[str, Speaker],
    extra: dict[str, object],
) -> None:
    one = Heard(None, tuple(lines), roles, rep, extra)
    found = settle(one, name="x", rep=asked, roles=mapped)
    if isinstance(found, UnreadableError):
        assert found.message
        return
    words = [word for line in lines for word in line.text.split()]
    assert " ".join(turn.text for turn in found.turns).split() == words
    rest = " ".join(turn.text for turn in found.turns)
    for line in lines:
        if line.text.strip():
            at = rest.find(line.text)
            assert at >= 0
            rest = rest[at + len(line.text) :]
    assert found.model_validate_json(found.model_dump_json(by_alias=True)).turns == found.turns
    assert {turn.speaker for turn in found.turns} >= {REP}


def _right(talks: list[Talk]) -> list[Talk]:
    return [one for one in talks if weigh(one.turns, 2)[0] > 0.5]


@pytest.mark.parametrize("kind", sorted({one.kind for one in own_talks()}))
def test_rep_is_found_in_every_kind_of_short_talk(kind: str) -> None:
    talks = [one for one in own_talks() if one.kind == kind]
    assert _right(talks) == talks
    bare = [without_marks(one) for one in talks]
    assert _right(bare) == bare


def test_outcome_does_not_depend_on_the_order_of_the_voices() -> None:
    for talk in own_talks():
        swapped = [Turn(1 - voice, text) for voice, text in talk.turns]
        assert weigh(swapped, 2) == pytest.approx(weigh(talk.turns, 2)[::-1])


def test_measured_talks_are_right_where_they_are_settled(labelled: Path) -> None:
    talks = labelled_talks(labelled / "annomi_dev.jsonl")
    shares = [weigh(one.turns, 2)[0] for one in talks]
    certain = [share for share in shares if max(share, 1 - share) >= CONFIDENT]
    assert len(certain) >= 0.9 * len(shares)
    assert sum(share > 0.5 for share in certain) >= 0.97 * len(certain)


@pytest.fixture
def labelled() -> Path:
    import os  # noqa: PLC0415 - only where the folder is asked for

    folder = Path(os.environ.get("SIMULATOR_DATA", "no such folder"))
    if not folder.is_dir():
        pytest.skip("SIMULATOR_DATA names no folder with labelled conversations")
    return folder


def test_forty_turns_take_about_a_millisecond() -> None:
    talk = [turn for one in own_talks() for turn in one.turns][:40]
    lines = tuple(HeardLine(str(voice), text) for voice, text in talk)
    fastest = min(_timed(lambda: settle(Heard("x", lines), name="x")) for _ in range(20))
    assert fastest < 0.005  # five times what it takes, for slow machines


def _timed(work: object) -> float:
    began = time.perf_counter()
    work()  # type: ignore[operator]  # a function
    return time.perf_counter() - began


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("roles.yaml", "Speaker 1: rep\nAnn: Prospect\ncall-17.vtt: Bob\n"),
        ("roles.yaml", "voices:\n  Speaker 1: rep\n  Ann: customer\ntranscripts:\n  call-17.vtt: Bob\n"),
        ("roles.json", '{"Speaker 1": "rep", "Ann": "prospect", "call-17.vtt": "Bob"}'),
        ("roles.csv", "voice,role\nSpeaker 1,rep\nAnn,prospect\ncall-17.vtt,Bob\n"),
        ("roles.csv", "\ufeffSpeaker 1;agent\n\nAnn;prospect\ncall-17.vtt;Bob\n"),
        ("roles.tsv", "Speaker 1\trep\nAnn\tprospect\ncall-17.vtt\tBob\n"),
    ],
)
def test_map_file_is_read_in_each_form(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    roles = load_roles(tmp_path / name)
    assert dict(roles.voices) == {"speaker 1": REP, "ann": PROSPECT}
    assert dict(roles.transcripts) == {"call-17.vtt": "Bob"}


@pytest.mark.parametrize(
    ("name", "text", "parts"),
    [
        (
            "r.yaml",
            "Speaker 1: repp\nAnn: prospct\n",
            ["r.yaml:1:12", 'Did you mean "rep"?', 'Did you mean "prospect"?'],
        ),
        ("r.yaml", "voice:\n  A: rep\n", ['Did you mean "voices"?']),
        ("r.yaml", "voices:\n  A: boss\n", ['"boss" is no role']),
        ("r.yaml", "A: 3\nB: [x]\n", ["r.yaml:1:4", "r.yaml:2:4"]),
        ("r.yaml", "- A\n", ["must hold lines like"]),
        ("r.json", '{"A": ', ["r.json"]),
        ("r.csv", "A,rep\nA,prospect\nB\n", ["r.csv:2:1", "two roles", "r.csv:3:1"]),
        ("r.csv", "", ["nothing is said"]),
        ("gone.csv", None, ["cannot be read"]),
        ("gone.yaml", None, ["no such file"]),
    ],
)
def test_map_file_with_problems_lists_them_all(
    tmp_path: Path, name: str, text: str | None, parts: list[str]
) -> None:
    if text is not None:
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_roles(tmp_path / name)
    for part in parts:
        assert part in str(caught.value)
