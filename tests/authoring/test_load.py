"""From a file to a persona: each wrong value in its place, all of them at once."""

from __future__ import annotations

import contextlib
import copy
import dataclasses
import json
import string
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from simulator.authoring.dump import persona_yaml
from simulator.authoring.explain import explain
from simulator.authoring.lint import lint_persona, lint_scenario
from simulator.authoring.load import load_persona, load_scenario
from simulator.authoring.problems import Loc, errors_of
from simulator.authoring.yaml_source import parse_source
from simulator.domain.lines import Line, Mood, Move, Stage
from simulator.domain.persona import Persona
from simulator.domain.reading import AnswerType
from simulator.domain.scenario import Scenario
from simulator.errors import ContentError
from tests.authoring.helpers import (
    PERSONA,
    Mistake,
    changed,
    good_persona,
    good_scenario,
    only,
    persona_problems,
    place_of,
)


def test_load_persona_of_good_file_gives_the_person(tmp_path: Path) -> None:
    file = tmp_path / f"{PERSONA}.yaml"
    file.write_text(good_persona(), encoding="utf-8")
    persona = load_persona(file)
    assert persona.card.given_name == "Ines"
    assert [layer.id for layer in persona.layers()][:2] == ["quotes.late", "quotes.book"]
    warm = [line for line in persona.lines[Move.GOODBYE] if line.mood]
    assert warm[0].mood == (Mood.WARM,)


@pytest.mark.parametrize(
    "mistake",
    [
        Mistake("  given_name: Ines", "  given_nam: Ines", "card.given_nam", "not known here", "given_name"),
        Mistake(
            "  preset: guarded", "  preset: gaurded", "temper.preset", '"gaurded" is not one of', "guarded"
        ),
        Mistake(
            "  preset: guarded",
            "  patience_turns: 2.5\n  preset: guarded",
            "temper.patience_turns",
            "whole number",
        ),
        Mistake("  preset: guarded", '  trust: "0.3"\n  preset: guarded', "temper.trust", "must be a number"),
        Mistake("  preset: guarded", "  trust: 3\n  preset: guarded", "temper.trust", "the most is 1"),
        Mistake("  suits: true", "  suits: yes", "fit.suits", "must be true or false"),
        Mistake("  turn_words: [3, 25]", "  turn_words: [3]", "card.turn_words[1]", "missing"),
        Mistake(
            "    level: surface", "    level: surfac", "needs[0].layers[0].level", "not one of", "surface"
        ),
        Mistake("        hint: #", "        hnt: #", "needs[0].layers[0].hnt", "not known here", "hint"),
        Mistake("  pitch:\n", "  pich:\n", "lines.pich", "not known here", "pitch"),
        Mistake(
            "      mood: [cold, guarded]",
            "      mood: [cold, gruarded]",
            "lines.pitch[1].mood[1]",
            "not one of",
            "guarded",
        ),
        Mistake("      mood: [cold, guarded]", "      mood: cold", "lines.pitch[1].mood", "must be a list"),
        Mistake("      again: true", "      again: often", "lines.pressure[2].again", "true or false"),
        Mistake("    - Pellow Frames.\n", "    - 12\n", "lines.pick_up[0]", 'put it in quotes: "12"'),
        Mistake("    - Pellow Frames.\n", "    - Hello: frames\n", "lines.pick_up[0]", "in quotes"),
        Mistake("    - Pellow Frames.\n", "    - Well now then: frames\n", "lines.pick_up[0]", "in quotes"),
        Mistake(
            "    - Pellow Frames.\n", "    - sey: Frames.\n", "lines.pick_up[0].sey", "not known here", "say"
        ),
        Mistake("    - Pellow Frames.\n", "    -\n", "lines.pick_up[0]", "is empty"),
        Mistake(
            "    mentions: [three days, a third]",
            "    mentions: three days",
            "needs[0].layers[0].mentions",
            "must be a list",
        ),
        Mistake(
            "  worries_about: That people stop asking for real framing.",
            "  worries_about: x",
            "human.worries_about",
            "at least 5 characters",
        ),
        Mistake("id: veil", "id: The Veil", "human.cues[0].id", "small letters"),
        Mistake("version: 1", "version: 2", "version", "2 is not one of 1"),
    ],
)
def test_persona_with_one_wrong_value_names_it_in_its_place(tmp_path: Path, mistake: Mistake) -> None:
    text = changed(good_persona(), mistake.old, mistake.new)
    found = {one.where: one for one in errors_of(persona_problems(tmp_path, text))}
    assert mistake.at in found, found
    problem = found[mistake.at]
    assert mistake.part in problem.message
    assert problem.suggestion == mistake.suggestion
    first_line = place_of(good_persona(), mistake.old)[0]
    assert first_line <= problem.line <= first_line + mistake.new.count("\n") + 1
    for jargon in ("pydantic", "tuple", "Input should", "validat", "str type", "dict"):
        assert jargon not in str(problem)


def test_persona_with_unknown_key_points_at_the_key(tmp_path: Path) -> None:
    text = changed(good_persona(), "  sector: Picture framing", "  sectr: Picture framing")
    unknown = next(one for one in persona_problems(tmp_path, text) if one.where == "card.sectr")
    assert (unknown.line, unknown.column) == place_of(text, "sectr:")
    assert str(unknown) == (
        f"{tmp_path / PERSONA}.yaml:{unknown.line}:3: card.sectr: "
        '"sectr" is not known here. Did you mean "sector"?'
    )


def test_persona_with_missing_key_says_what_it_is_for(tmp_path: Path) -> None:
    text = changed(
        good_persona(), "  proud_of: A frame for a torn wedding veil that took her nine evenings.\n", ""
    )
    problem = only(errors_of(persona_problems(tmp_path, text)))
    assert problem.where == "human.proud_of"
    assert problem.message.startswith("is missing")


def test_persona_with_need_without_id_tells_its_layers_too(tmp_path: Path) -> None:
    text = changed(good_persona(), "  - id: pick-ups\n    label", "  - label")
    text = changed(text, "        level: impact", "        level: impakt")
    wheres = {one.where for one in errors_of(persona_problems(tmp_path, text))}
    assert {"needs[1].id", "needs[1].layers[1].level"} <= wheres


def test_load_persona_with_many_mistakes_lists_all_at_once(tmp_path: Path) -> None:
    text = good_persona()
    text = changed(text, "  given_name: Ines", "  given_nam: Ines")
    text = changed(text, "  preset: guarded", "  preset: gaurded\n  yes: 1")
    text = changed(text, "Which now, {first} or {second}?", "Which now, {frist} or {second}?")
    text = changed(text, "after: [quotes.late] #", "after: [quotes.lat] #")
    file = tmp_path / f"{PERSONA}.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_persona(file)
    said = str(caught.value)
    for part in ("given_nam", "gaurded", '"yes"', "{frist}", "quotes.lat", '"quotes.late"'):
        assert part in said
    numbers = [int(line.split(":")[1]) for line in said.splitlines() if line.startswith(str(file))]
    assert numbers == sorted(numbers)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize("text", ["just a text\n", "- a\n- b\n", "12\n"])
def test_persona_that_is_no_mapping_is_one_problem(tmp_path: Path, text: str) -> None:
    problem = only(persona_problems(tmp_path, text))
    assert (problem.line, problem.column) == (1, 1)
    assert "keys with their values" in problem.message


def test_load_scenario_of_good_file_gives_the_campaign(tmp_path: Path) -> None:
    file = tmp_path / "counter-quotes.yaml"
    file.write_text(good_scenario(), encoding="utf-8")
    assert load_scenario(file).leads[0].persona == PERSONA


_SAYABLE = st.text(
    alphabet=st.one_of(
        st.sampled_from(
            string.printable.replace("\x0b", "").replace("\x0c", "").replace("\r", "") + "#:-'\"{}…é’"
        ),
        st.characters(exclude_categories=("Cs", "Cc", "Cf", "Cn", "Co")),
    ),
    min_size=1,
    max_size=80,
)
_LINE = st.builds(
    Line,
    say=_SAYABLE,
    mood=st.lists(st.sampled_from(Mood), max_size=2).map(tuple),
    stage=st.lists(st.sampled_from(Stage), max_size=1).map(tuple),
    asked=st.lists(st.sampled_from(AnswerType), max_size=1).map(tuple),
    opened=st.lists(st.sampled_from(["quotes.late", "quotes.book"]), max_size=1).map(tuple),
    again=st.sampled_from([None, True, False]),
    once=st.booleans(),
)
_LINES = st.lists(_LINE, min_size=2, max_size=4).map(tuple)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    words=st.lists(_SAYABLE, min_size=3, max_size=5).map(tuple),
    say=_LINES,
    general=st.dictionaries(st.sampled_from([Move.PITCH, Move.AGREE, Move.SILENCE]), _LINES),
    trust=st.one_of(st.none(), st.floats(0, 1)),
)
def test_persona_written_as_yaml_and_read_again_is_the_same(
    words: tuple[str, ...], say: tuple[Line, ...], general: dict[Move, tuple[Line, ...]], trust: float | None
) -> None:
    start = _starter()
    fact = start.facts[0].model_copy(update={"words": words, "say": say})
    temper = start.temper.model_copy(update={"trust": trust})
    persona = start.model_copy(update={"facts": (fact, *start.facts[1:]), "lines": general, "temper": temper})
    source, problems = parse_source(persona_yaml(persona), Path("x.yaml"))
    assert not problems
    assert source is not None
    assert Persona.model_validate_json(json.dumps(source.data)) == persona


_JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    _SAYABLE,
    st.lists(st.one_of(_SAYABLE, st.integers()), max_size=2),
    st.dictionaries(_SAYABLE, st.one_of(_SAYABLE, st.none()), max_size=2),
)


@settings(max_examples=40, deadline=None)
@given(data=st.data())
@pytest.mark.parametrize("kind", ["persona", "scenario"])
def test_file_with_anything_in_any_place_is_told_in_problems(kind: str, data: st.DataObject) -> None:
    source, _ = parse_source(good_persona() if kind == "persona" else good_scenario(), Path("x.yaml"))
    assert source is not None
    places = [loc for loc in source.values if loc]
    broken = copy.deepcopy(source.data)
    for loc in data.draw(st.lists(st.sampled_from(places), min_size=1, max_size=4)):
        _put(broken, loc, data.draw(_JUNK))
    altered = dataclasses.replace(source, data=broken)
    problems = lint_persona(altered) if kind == "persona" else lint_scenario(altered, {PERSONA: _starter()})
    model = Persona if kind == "persona" else Scenario
    try:
        model.model_validate_json(json.dumps(broken))
    except ValidationError as error:
        problems += explain(error, model, altered)
        assert problems
    for problem in problems:
        assert problem.message
        assert "Input should" not in str(problem)


def _put(data: Any, loc: Loc, value: object) -> None:
    """Put a value where a way leads; nothing where an earlier change has cut the way off."""
    for step in loc[:-1]:
        try:
            data = data[step]
        except (LookupError, TypeError):
            return
    with contextlib.suppress(LookupError, TypeError):
        data[loc[-1]] = value


@cache
def _starter() -> Persona:
    source, _ = parse_source(good_persona(), Path("x.yaml"))
    assert source is not None
    return Persona.model_validate_json(json.dumps(source.data))
