"""Reading YAML: what is refused, where, and in which words."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.authoring import yaml_source
from simulator.authoring.yaml_source import Mark, parse_source, read_source

HERE = Path("x.yaml")


def test_parse_source_of_nested_data_knows_every_place() -> None:
    source, problems = parse_source("a: 1\nb:\n  - say: x\n    mood: [cold, warm]\n", HERE)
    assert not problems
    assert source is not None
    assert source.data == {"a": 1, "b": [{"say": "x", "mood": ["cold", "warm"]}]}
    assert source.mark(("a",)) == Mark(1, 4)
    assert source.mark(("b", 0)) == Mark(3, 5)
    assert source.mark(("b", 0, "mood", 1)) == Mark(4, 18)
    assert source.mark(("b", 0, "mood"), of_key=True) == Mark(4, 5)
    assert source.mark(("b", 0, "stage")) == Mark(3, 5), (
        "what is missing is told at the thing it is missing in"
    )


def test_parse_source_of_plain_scalars_reads_yaml_1_2() -> None:
    text = "a: No\nb: yes\nc: ~\nd: 012\ne: 0x1f\nf: 1.5\ng: 2024-01-01\nh: 12:30\n"
    source, problems = parse_source(text, HERE)
    assert not problems
    assert source is not None
    assert source.data == {
        "a": "No", "b": "yes", "c": None, "d": 12, "e": 31, "f": 1.5, "g": "2024-01-01", "h": "12:30",
    }  # fmt: skip


def test_parse_source_of_folded_text_keeps_no_marks_of_the_fold() -> None:
    source, problems = parse_source("a: >-\n  one two\n  three\n", HERE)
    assert not problems
    assert source is not None
    assert source.data == {"a": "one two three"}


@pytest.mark.parametrize(
    ("text", "line", "column", "part"),
    [
        ("a: [1\nb: 2", 1, 4, "not closed"),
        ('a: "never\nb: 2\n', 1, 4, "never closed"),
        ("a: b: c\n", 1, 5, "put the whole text in quotes"),
        ("a:\n\t- x\n", 2, 1, "tab"),
        ("a:\n  - x\n - y\n", 3, 2, "indentation"),
        ("a: 'it's'\n", 1, 8, "apostrophe is written twice"),
        ("a: @x\n", 1, 4, "put the text in quotes"),
        ("a: *x\n", 1, 4, "begins with *"),
        ("---\na: 1\n---\nb: 2\n", 3, 1, "second document"),
        ('a: "\\q"\n', 1, 6, "backslash"),
        ("a: - b\n", 1, 4, "dash on a line of its own"),
        ("%YAML 1.1\n---\na: yes\n", 1, 1, "%"),
        ("a: 1\nb: \x01\n", 2, 4, "control character"),
        ("[" * 200, 1, 25, "too deeply"),
    ],
)
def test_parse_source_of_broken_syntax_tells_place_and_remedy(
    text: str, line: int, column: int, part: str
) -> None:
    source, problems = parse_source(text, HERE)
    assert source is None
    assert [(one.line, one.column) for one in problems] == [(line, column)]
    assert part in problems[0].message


@pytest.mark.parametrize(
    ("text", "line", "column", "part"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, 1, "already there in line 1"),
        ("a:\n  yes: 1\n", 2, 3, "true or false"),
        ("a:\n  - Off: 1\n", 2, 5, "true or false"),
        ("a: 1\n12: 2\n", 2, 1, "must be a word"),
        ("a: 1\n[b]: 2\n", 2, 1, "must be a word"),
        ("a: &x {b: 1}\nc:\n  <<: *x\n", 3, 3, "merging"),
        ("a: !python/object x\n", 1, 4, "tag"),
        ("a: .nan\n", 1, 4, "no number"),
        ("a: !!int foo\n", 1, 4, "no number"),
        ('a: "\\x1b[31m"\n', 1, 4, "U+001B"),
        ('a: "\\u202e"\n', 1, 4, "U+202E"),
        ('a: "\\ud800"\n', 1, 4, "half of a character"),
    ],
)
def test_parse_source_of_refused_content_goes_on_after_the_problem(
    text: str, line: int, column: int, part: str
) -> None:
    source, problems = parse_source(text + "last: 1\n", HERE)
    assert source is not None
    assert source.data["last"] == 1
    assert [(one.line, one.column) for one in problems] == [(line, column)]
    assert part in problems[0].message


def test_parse_source_of_quoted_boolean_word_takes_it_as_a_key() -> None:
    source, problems = parse_source("'yes': 1\n", HERE)
    assert not problems
    assert source is not None
    assert source.data == {"yes": 1}


def test_parse_source_of_alias_bomb_stops_with_one_problem() -> None:
    levels = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    levels += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    source, problems = parse_source("\n".join(levels), HERE)
    assert source is not None
    assert len(problems) == 1
    assert "references" in problems[0].message
    assert len(source.values) <= yaml_source.MAX_VALUES


def test_parse_source_of_alias_that_holds_itself_stops_with_one_problem() -> None:
    _, problems = parse_source("a: &a [*a]\n", HERE)
    assert [one.line for one in problems] == [1]


def test_parse_source_of_repeated_long_text_stops_at_its_bound() -> None:
    text = f"a: &a {'x' * 100_000}\nb: [{', '.join(['*a'] * 100)}]\n"
    _, problems = parse_source(text, HERE)
    assert len(problems) == 1


@pytest.mark.parametrize(
    ("raw", "part"),
    [
        (b"", "empty"),
        (b"  \n# a remark only\n", "empty"),
        (b"a: \xff\xfe\n", "not UTF-8 (line 1)"),
        (b"a: 1\x00\n", "not a text file"),
        (b"a: " + b"x" * yaml_source.MAX_BYTES, "larger than 2 MB"),
    ],
)
def test_read_source_of_unusable_file_says_so_in_one_sentence(tmp_path: Path, raw: bytes, part: str) -> None:
    file = tmp_path / "x.yaml"
    file.write_bytes(raw)
    source, problems = read_source(file)
    assert source is None
    assert len(problems) == 1
    assert part in problems[0].message
    assert str(problems[0]).startswith(f"{file}: ")


def test_read_source_of_missing_file_or_folder_says_so(tmp_path: Path) -> None:
    assert "no such file" in read_source(tmp_path / "none.yaml")[1][0].message
    assert "folder" in read_source(tmp_path)[1][0].message


def test_read_source_with_byte_order_mark_reads_the_file(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_bytes(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n")
    source, problems = read_source(file)
    assert not problems
    assert source is not None
    assert source.data == {"a": 1, "b": 2}
