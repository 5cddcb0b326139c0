"""What a visitor's process is told: the settings of the house, a folder of its own, and nothing of other people."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import simulator
from simulator.settings import Settings

#: about the terminal of whoever runs the house, or about the house alone; OPENAI_BASE_URL comes back from the settings
_LEFT_OUT = frozenset(
    {"NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "ROWS", "OPENAI_BASE_URL", "XDG_CONFIG_HOME"}
)
#: a visitor has their own, or it is said anew for each
_NOT_PASSED_ON = frozenset({"api_key", "home", "database_url", "served"})
#: a matter of taste: what stands in the house's own file does not bind a visitor, what was set for this run does
_TASTE = frozenset({"pacing", "mirror"})


def visitor_environment(environ: Mapping[str, str], given: Settings, folder: Path) -> dict[str, str]:
    """The environment of a visitor's process.

    Args:
        environ: of the house.
        given: its settings; they are passed on one by one, since the visitor's process must not read its file.
        folder: the visitor's.
    """
    kept = {
        name: value
        for name, value in environ.items()
        if name not in _LEFT_OUT and not name.startswith(("SIMULATOR_", "TEXTUAL"))
    }
    own_package = str(Path(simulator.__file__).resolve().parents[1])
    path = [own_package, *filter(None, [environ.get("PYTHONPATH")])]
    return {
        **kept,
        **_passed_on(given),
        "SIMULATOR_HOME": str(folder),
        "SIMULATOR_SERVED": "yes",
        "XDG_CONFIG_HOME": str(folder / "config"),
        # the package that serves is the one that is served, from wherever it was started
        "PYTHONPATH": os.pathsep.join(path),
    }


def drawing_environment(width: int, height: int) -> dict[str, str]:
    """What makes Textual draw for a browser, in a window of that size."""
    return {
        "TEXTUAL_DRIVER": "textual.drivers.web_driver:WebDriver",
        "TEXTUAL_FPS": "60",
        "TEXTUAL_COLOR_SYSTEM": "truecolor",
        "TERM_PROGRAM": "textual",
        "COLUMNS": str(width),
        "ROWS": str(height),
    }


def _passed_on(given: Settings) -> dict[str, str]:
    found = {}
    for name, origin in given.origins.items():
        if name in _NOT_PASSED_ON or (name in _TASTE and origin == str(given.file)):
            continue
        variable = "OPENAI_BASE_URL" if name == "base_url" else f"SIMULATOR_{name.upper()}"
        value = getattr(given, name)
        found[variable] = os.pathsep.join(map(str, value)) if isinstance(value, tuple) else str(value)
    return found
