"""Rubrics: what is refused, in which words, and that the hash goes by the content alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.authoring.library import ContentLibrary, shipped_folder
from simulator.authoring.problems import Problem, Severity
from simulator.authoring.rubrics import check_rubric, load_rubric, rubric_hash, rubric_text
from simulator.authoring.starter import new_rubric_text
from simulator.domain.scorecard import Dimension
from simulator.errors import ContentError, UnknownNameError, UsageError
from tests.authoring.helpers import Mistake, changed, only, place_of

NAME = "visits"
SHIPPED = ("cold_call", "discovery", "objection_handling")


def problems_of(folder: Path, text: str, name: str = NAME) -> list[Problem]:
    file = folder / f"{name}.yaml"
    file.write_text(text, encoding="utf-8")
    _, problems = check_rubric(file)
    return [one for one in problems if one.severity is not Severity.NOTE]


def test_starter_rubric_has_no_problems(tmp_path: Path) -> None:
    assert problems_of(tmp_path, new_rubric_text(NAME)) == []


@pytest.mark.parametrize("name", ["", "A", "two-words", "über", "../x", "x\n", "1st"])
def test_starter_rubric_with_impossible_id_is_refused(name: str) -> None:
    with pytest.raises(UsageError):
        new_rubric_text(name)


MISTAKES = {
    "unknown key": Mistake("not_observed: The", "not_observd: The", "not_observd", "not known", "not_observed"),
    "dimension": Mistake("dimension: probing", "dimension: probbing", "probbing", "not one of", "probing"),
    "id of another file": Mistake("id: visits", "id: visit", "visit #", "must be the name of the file"),
    "form of an id": Mistake("id: what_it", "id: What-it", "What-it", "small letters, digits and _"),
    "doubled criterion": Mistake(
        "id: what_it_leads_to", "id: reason_for_the_call", "reason_for_the_call\n    dimension: pro", "another criterion"
    ),
    "levels that fall": Mistake("score: 60", "score: 100", "100\n        behaviour: The rep gives a reason that would", ""),
    "score beyond 100": Mistake("score: 50", "score: 500", "500", "the most is 100"),
    "level said twice": Mistake(
        "The rep says themselves what it must cost.",
        "The rep goes straight to what they sell.",
        "The rep goes straight to what they sell.\n      - score: 100",
        "the same as the level in line",
    ),
    "empty question": Mistake(
        "question: Once a difficulty is on the table, does the rep ask what it leads to?",
        'question: " "',
        '" "',
        "is empty",
    ),
    "weight of nothing": Mistake("weight: 2", "weight: 0", "0 #", "the least is 0"),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES)
def test_mistake_in_rubric_is_told_with_its_place_and_a_suggestion(tmp_path: Path, mistake: Mistake) -> None:
    text = changed(new_rubric_text(NAME), mistake.old, mistake.new)
    errors = [one for one in problems_of(tmp_path, text) if one.severity is Severity.ERROR]
    told = next(
        one for one in errors if (one.line, one.column) == place_of(text, mistake.at) or mistake.part == ""
    )
    assert mistake.part in told.message
    assert told.suggestion == mistake.suggestion


def test_all_mistakes_of_a_rubric_are_told_at_once(tmp_path: Path) -> None:
    text = new_rubric_text(NAME)
    for old, new in (
        ("weight: 2", "wieght: 2"),
        ("dimension: probing", "dimension: prob"),
        ("score: 60", "score: x"),
    ):
        text = changed(text, old, new)
    (tmp_path / f"{NAME}.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as told:
        load_rubric(tmp_path / f"{NAME}.yaml")
    assert str(told.value).count("visits.yaml:") == 3
    assert 'Did you mean "weight"?' in str(told.value)


@pytest.mark.parametrize(
    "word", ["Good rapport with the prospect.", "The opening is excellent.", "Handles it professionally."]
)
def test_level_that_grades_instead_of_describing_is_warned_of(tmp_path: Path, word: str) -> None:
    text = changed(new_rubric_text(NAME), "The rep says themselves what it must cost.", word)
    assert "is a grade" in only(problems_of(tmp_path, text)).message


def test_grading_word_that_the_rep_says_is_no_grade(tmp_path: Path) -> None:
    text = changed(
        new_rubric_text(NAME),
        "The rep says themselves what it must cost.",
        "'The rep says \"great\" and goes on.'",
    )
    assert problems_of(tmp_path, text) == []


def test_rubric_hash_of_other_comments_order_of_keys_and_numbers_is_the_same(tmp_path: Path) -> None:
    text = new_rubric_text(NAME)
    other = "\n".join(line.split(" #")[0] for line in text.splitlines() if not line.strip().startswith("#"))
    other = changed(other, "version: 1\n", "")
    other = changed(other, "score: 60", "score: 60.0") + "\nversion: 1\n"
    for folder, content in (("a", text), ("b", other)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / f"{NAME}.yaml").write_text(content, encoding="utf-8")
    one, two = (load_rubric(tmp_path / folder / f"{NAME}.yaml") for folder in "ab")
    assert rubric_hash(one) == rubric_hash(two)
    assert len(rubric_hash(one)) == 16


@pytest.mark.parametrize(
    ("old", "new"),
    [("weight: 2", "weight: 3"), ("what they sell", "what they do"), ("version: 1", "version: 2")],
)
def test_rubric_hash_of_other_content_is_another(tmp_path: Path, old: str, new: str) -> None:
    file = tmp_path / f"{NAME}.yaml"
    file.write_text(new_rubric_text(NAME), encoding="utf-8")
    before = rubric_hash(load_rubric(file))
    file.write_text(changed(new_rubric_text(NAME), old, new), encoding="utf-8")
    assert rubric_hash(load_rubric(file)) != before


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_rubric_passes_every_check_and_has_the_size_that_a_judge_answers_with_care(name: str) -> None:
    rubric, problems = check_rubric(shipped_folder("rubric") / f"{name}.yaml")
    assert [one for one in problems if one.severity is not Severity.NOTE] == []
    assert rubric is not None
    assert 8 <= len(rubric.criteria) <= 12
    assert 3 <= len(rubric.rules) <= 5
    for criterion in rubric.criteria:
        assert 3 <= len(criterion.levels) <= 4, criterion.id
        assert (criterion.levels[0].score, criterion.levels[-1].score) == (0, 100)
        assert len(criterion.question) <= 160, criterion.id


def test_shipped_rubrics_ask_about_every_dimension() -> None:
    library = ContentLibrary()
    assert set(SHIPPED) <= set(library.rubric_ids())
    for name in ("cold_call", "discovery"):
        assert {one.dimension for one in library.rubric(name).criteria} == set(Dimension)


def test_library_with_mistyped_rubric_suggests_the_one_that_was_meant() -> None:
    with pytest.raises(UnknownNameError, match='Did you mean "discovery"'):
        ContentLibrary().rubric("discovry")


def test_library_finds_rubrics_in_a_coachs_own_folder_and_refuses_doubled_ids(tmp_path: Path) -> None:
    (tmp_path / f"{NAME}.yaml").write_text(new_rubric_text(NAME), encoding="utf-8")
    library = ContentLibrary(extra_rubric_folders=[tmp_path])
    assert library.rubric_ids()[0] == NAME
    assert library.rubric(NAME).title
    (tmp_path / "discovery.yaml").write_text(new_rubric_text("discovery"), encoding="utf-8")
    with pytest.raises(ContentError, match="there is another rubric"):
        library.rubric("discovery")
    assert any(not one.usable for one in library.check_rubrics())


def test_rubric_text_names_every_question_level_and_rule() -> None:
    rubric = ContentLibrary().rubric("cold_call")
    text = " ".join(rubric_text(rubric).split())
    for criterion in rubric.criteria:
        assert all(" ".join(level.behaviour.split()) in text for level in criterion.levels)
    assert all(" ".join(rule.question.split()) in text for rule in rubric.rules)
