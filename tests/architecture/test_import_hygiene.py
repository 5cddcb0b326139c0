"""What is not needed is not imported: the first word on the screen must not wait for it."""

from __future__ import annotations

import subprocess
import sys

import pytest

_PROBE = """
import sys
sys.argv = {argv!r}
from simulator.cli.main import run
try:
    run()
except SystemExit as leaving:
    code = leaving.code
heavy = [name for name in {heavy!r} if name in sys.modules]
print("CODE", code, "HEAVY", ",".join(heavy), file=sys.stderr)
"""


def _imported(argv: list[str], heavy: tuple[str, ...]) -> str:
    script = _PROBE.format(argv=["simulator", *argv], heavy=heavy)
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=60
    )
    return done.stderr.strip().splitlines()[-1]


@pytest.mark.parametrize(
    ("argv", "heavy"),
    [
        (
            ["--help"],
            ("openai", "textual", "numpy", "pydantic", "sqlalchemy", "ruamel.yaml", "simulator.reading"),
        ),
        (["call", "--help"], ("openai", "textual", "numpy", "sqlalchemy")),
        (["serve", "--help"], ("openai", "textual", "numpy", "sqlalchemy", "aiohttp", "textual_serve")),
        (["persona", "check"], ("openai", "textual", "numpy", "sqlalchemy")),
        (["persona", "list"], ("openai", "textual", "numpy", "sqlalchemy")),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_command_imports_nothing_that_it_does_not_need(argv: list[str], heavy: tuple[str, ...]) -> None:
    assert _imported(argv, heavy) == "CODE 0 HEAVY"


def test_scoring_without_a_judge_loads_nothing_of_the_endpoint_nor_textual(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("score")
    transcript = folder / "one.json"
    transcript.write_text('{"id": "one", "turns": [{"speaker": "rep", "text": "How do you plan your day?"}]}')
    argv = ["score", str(transcript), "--judge", "none", "--out", str(folder / "out")]
    assert _imported(argv, ("openai", "textual", "asyncio", "simulator.llm", "ray")) == "CODE 0 HEAVY"
