"""The guide for coaches: its examples work, and what it says of the program is so."""

from __future__ import annotations

import json
import re
from pathlib import Path

from simulator.authoring.outline import Outline
from simulator.authoring.rules_leaks import leak_rules
from simulator.authoring.rules_lines import FEWEST_LINES, REQUIRED_MOVES, SLOTS
from simulator.authoring.yaml_source import parse_source
from simulator.domain.persona import Layer, PositionKind, SmallAnswer
from simulator.domain.temper import TemperName
from simulator.prospect.tempers import DEPTH_TRUST

GUIDE = (Path(__file__).parents[2] / "docs" / "authoring.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)


def test_guide_example_of_a_layer_is_a_good_layer() -> None:
    layer = next(block for block in BLOCKS if block.startswith("- id:"))
    indented = "".join(f"      {line}\n" for line in layer.splitlines())
    source, problems = parse_source(f"needs:\n  - id: bread\n    layers:\n{indented}", Path("guide.yaml"))
    assert not problems
    assert source is not None
    Layer.model_validate_json(json.dumps(source.at(("needs", 0, "layers", 0))))
    assert list(leak_rules(Outline(source))) == []


def test_guide_example_of_a_small_answer_is_one() -> None:
    block = next(block for block in BLOCKS if block.startswith("answers:"))
    source, problems = parse_source(block, Path("guide.yaml"))
    assert source is not None and not problems
    SmallAnswer.model_validate_json(json.dumps(source.at(("answers", 0))))


def test_guide_examples_are_all_readable() -> None:
    assert len(BLOCKS) >= 2
    for block in BLOCKS:
        assert parse_source(block, Path("guide.yaml"))[1] == []


def test_guide_names_what_the_program_knows() -> None:
    names = {*REQUIRED_MOVES, *TemperName, *PositionKind, *(f"{{{slot}}}" for slot in SLOTS)}
    assert [name for name in names if f"`{name}`" not in GUIDE] == []
    assert f"asks for {FEWEST_LINES} lines" in GUIDE
    for trust in DEPTH_TRUST.values():
        assert f"{trust:.2f}".lstrip("0") in GUIDE
