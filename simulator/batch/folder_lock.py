"""One run at a time into a folder: a lock of the system's, which a process that is killed lets go of."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from simulator.errors import WorkError

LOCK = ".lock"


class FolderLock:
    """A folder that no other run may write into, from now until `release`.

    The file stays where it is: whoever removed it while another waits for it would let both in.

    Raises:
        WorkError: another run holds it.
        OSError: the folder cannot be written to.
    """

    def __init__(self, folder: Path) -> None:
        self._file = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            _lock(self._file)
        except OSError:
            os.close(self._file)
            raise WorkError(
                f"Another run is writing into {folder}.",
                hint="Wait until it is done, stop it, or give another folder with --out.",
            ) from None

    def release(self) -> None:
        """Let go of it; harmless the second time."""
        file, self._file = self._file, -1
        if file >= 0:
            os.close(file)


if sys.platform == "win32":
    import msvcrt

    def _lock(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
