"""Files that are there whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from simulator.errors import WorkError


@contextlib.contextmanager
def put_in_place(path: Path) -> Iterator[Path]:
    """A file beside `path` to write into, which takes its place when all went well; else it is gone.

    Raises:
        WorkError: the folder cannot be written to.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
        os.close(handle)
        beside = Path(name)
        try:
            yield beside
            # a file of mkstemp is the owner's alone; this one is as any other that the owner makes
            beside.chmod(0o666 & ~_umask())
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise WorkError(f"{path} cannot be written: {error.strerror}.") from error


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
