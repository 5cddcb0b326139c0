"""Content that is read once for all visitors, since reading it takes seconds that each of them would wait."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from simulator.serving.environment import visitor_environment
from simulator.serving.room import COMMAND
from simulator.settings import Settings

_FOLDER, _KEPT = "cache", "*.persona.json"


class PreparedContent:
    """Reads all content in a process of its own while the first visitor is on the way, and gives each a copy.

    Visitors get copies, not the folder: what one of them does to it touches nobody else. Whatever goes wrong here, a
    room reads the content for itself.

    Args:
        given: settings of the house; what was read is kept in its data folder.
        environ: of the process that runs it.
    """

    def __init__(self, given: Settings, environ: Mapping[str, str]) -> None:
        self._home = given.home
        self._environment = visitor_environment(environ, given, given.home)
        del self._environment["SIMULATOR_SERVED"]
        self._reading: asyncio.Task[None] | None = None

    def begin(self) -> None:
        """Start to read."""
        self._reading = asyncio.create_task(self._read())

    async def give(self, folder: Path) -> None:
        """Put a copy of what was read into a visitor's folder, once it is read."""
        if self._reading is not None:
            await asyncio.shield(self._reading)
        await asyncio.to_thread(_copy, self._home / _FOLDER, folder / _FOLDER)

    async def stop(self) -> None:
        """Read no further."""
        if self._reading is not None:
            self._reading.cancel()
            await asyncio.gather(self._reading, return_exceptions=True)

    async def _read(self) -> None:
        with suppress(OSError):
            process = await asyncio.create_subprocess_exec(
                *COMMAND,
                "persona",
                "list",
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.DEVNULL,
                cwd=self._home / "visitors",
                env=self._environment,
                start_new_session=True,
            )
            try:
                await process.wait()
            finally:
                if process.returncode is None:
                    process.kill()
                    await process.wait()


def _copy(source: Path, target: Path) -> None:
    with suppress(OSError):
        target.mkdir(parents=True, exist_ok=True)
        for file in source.glob(_KEPT):
            if not (target / file.name).exists():
                # under its name only when it is whole
                part = target / f"{file.name}.part"
                shutil.copyfile(file, part)
                part.replace(target / file.name)
