"""Whoever runs a benchmark or a script finds that what it takes from the program is there."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2]
_TOOLS = sorted([*(_ROOT / "benchmarks").rglob("*.py"), *(_ROOT / "scripts").rglob("*.py")])


@pytest.mark.parametrize("tool", _TOOLS, ids=lambda path: str(path.relative_to(_ROOT)))
def test_what_a_tool_takes_from_the_program_is_there(tool: Path) -> None:
    for node in ast.walk(ast.parse(tool.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "simulator":
            module = importlib.import_module(node.module or "")
            missing = [one.name for one in node.names if not _has(module.__name__, one.name)]
            assert not missing, f"{tool.name}, line {node.lineno}: {node.module} has no {', '.join(missing)}"


def _has(module: str, name: str) -> bool:
    if hasattr(importlib.import_module(module), name):
        return True
    try:
        importlib.import_module(f"{module}.{name}")
    except ModuleNotFoundError:
        return False
    return True
