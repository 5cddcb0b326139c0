"""More wordings beside a persona: read, checked with file and line, and part of the persona."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.authoring.asked import asked_path, read_asked
from simulator.authoring.check import check_paths
from simulator.authoring.library import ContentLibrary
from simulator.authoring.starter import new_persona_text
from tests.conftest import PERSONA_IDS

TOPICS = ("rounds.roy", "fact:vans")


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "somebody.asked.txt"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_read_asked_gathers_wordings_by_topic_and_leaves_remarks_out(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "# remark\nfact:vans | how many vans\n\nfact:vans | the fleet, how big\nnone | any biscuits\n",
    )

    found, problems = read_asked(path, TOPICS)

    assert found == {"fact:vans": ("how many vans", "the fleet, how big"), "none": ("any biscuits",)}
    assert problems == []


def test_read_asked_without_a_file_finds_nothing(tmp_path: Path) -> None:
    assert read_asked(tmp_path / "nobody.asked.txt", TOPICS) == ({}, [])


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("how many vans", 'is not "topic | the words"'),
        ("fact:vans |   ", 'is not "topic | the words"'),
        ("fact:van | how many", 'there is no topic "fact:van"'),
        ("fact:vans | \x1b[31mred", "has characters that cannot be shown"),
        ("fact:vans | " + "x" * 301, "is longer than 300 characters"),
    ],
)
def test_read_asked_names_the_line_of_each_problem(tmp_path: Path, row: str, message: str) -> None:
    path = written(tmp_path, f"fact:vans | fine\n{row}\n")

    found, problems = read_asked(path, TOPICS)

    assert found == {"fact:vans": ("fine",)}
    assert [(one.path, one.line) for one in problems] == [(path, 2)]
    assert message in problems[0].message


def test_read_asked_suggests_the_topic_that_was_meant(tmp_path: Path) -> None:
    _, problems = read_asked(written(tmp_path, "fact:van | how many\n"), TOPICS)

    assert problems[0].suggestion == "fact:vans"


def test_read_asked_of_no_text_is_one_problem(tmp_path: Path) -> None:
    found, problems = read_asked(written(tmp_path, b"fact:vans | \xff\xfe\n"), TOPICS)

    assert found == {}
    assert [one.message for one in problems] == ["is not UTF-8 text"]


def test_persona_with_a_broken_file_beside_it_is_refused_with_that_files_name(
    tmp_path: Path,
) -> None:
    path = tmp_path / "somebody-else.yaml"
    path.write_text(new_persona_text("somebody-else"), encoding="utf-8")
    asked_path(path).write_text("fact:nothing | how many\n", encoding="utf-8")

    (checked,) = check_paths([path])

    assert not checked.usable
    assert "somebody-else.asked.txt" in {one.path.name for one in checked.problems}


def test_change_beside_a_persona_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "somebody-else.yaml"
    path.write_text(new_persona_text("somebody-else"), encoding="utf-8")
    own = ContentLibrary([tmp_path], cache_folder=tmp_path / "cache")
    assert own.persona("somebody-else").asked == {}
    fact = f"fact:{own.persona('somebody-else').facts[0].id}"

    asked_path(path).write_text(f"{fact} | how big is the fleet\n", encoding="utf-8")

    assert own.persona("somebody-else").asked == {fact: ("how big is the fleet",)}


@pytest.mark.parametrize("persona_id", PERSONA_IDS)
def test_shipped_personas_have_many_wordings_for_every_topic(
    persona_id: str, content: ContentLibrary
) -> None:
    persona = content.persona(persona_id)

    few = [topic_id for topic_id, _ in persona.topics() if len(persona.asked.get(topic_id, ())) < 28]

    assert not few
