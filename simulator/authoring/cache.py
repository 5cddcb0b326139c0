"""Parsed personas kept on disk, since reading YAML with places takes about a second for a full persona.

The cache is a convenience: whatever goes wrong with it, the file is read as if there were none.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from functools import cache
from pathlib import Path

from pydantic import ValidationError

import simulator
from simulator.domain.persona import Persona

#: a file that is read faster than this is not worth keeping
WORTH_KEEPING_S = 0.15
#: files kept; the oldest go first
MOST_FILES = 200
#: in the data folder; whatever can be made again is kept there
CACHE_FOLDER = "cache"
_SUFFIX = ".persona.json"


class PersonaCache:
    """Checked personas by the content of their files.

    Args:
        folder: where they are kept; made when it is first needed.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, raw: bytes) -> Persona | None:
        """The persona that this very program found in that content before; None where it did not."""
        try:
            text = self._place(raw).read_bytes()
            return Persona.model_validate_json(text)
        except (OSError, ValidationError):
            return None

    def put(self, raw: bytes, persona: Persona) -> None:
        """Keep a persona that passed every check."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._folder, suffix=".part")
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(persona.model_dump_json())
            Path(name).replace(self._place(raw))
            self._prune()
        except OSError:
            return

    def _place(self, raw: bytes) -> Path:
        digest = hashlib.sha256(_program().encode() + b"\0" + raw).hexdigest()
        return self._folder / f"{digest[:40]}{_SUFFIX}"

    def _prune(self) -> None:
        kept = sorted(self._folder.glob(f"*{_SUFFIX}"), key=lambda file: file.stat().st_mtime, reverse=True)
        for file in kept[MOST_FILES:]:
            file.unlink(missing_ok=True)


@cache
def _program() -> str:
    """The version and the code that reads and checks; a change of either makes the cache start anew."""
    package = Path(simulator.__file__).parent
    digest = hashlib.sha256(getattr(simulator, "__version__", "").encode())
    files = [*package.glob("domain/*.py"), *package.glob("authoring/*.py")]
    for file in sorted((*files, package / "prospect" / "tempers.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()
