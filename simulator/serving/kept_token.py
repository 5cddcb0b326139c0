"""The link's token between two starts: a file of the data folder that nobody else can read."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path

from simulator.errors import WorkError

#: in the data folder of the house
NAME = "room-token"
#: what `secrets.token_urlsafe(32)` gives
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_POSIX = os.name == "posix"


def kept_token(home: Path, tell: Callable[[str], None], *, new: bool = False) -> str:
    """The token of the last start, or another one, which is kept.

    Args:
        home: the data folder; it is there.
        tell: takes a sentence where a token that was there is not used.
        new: make another one whatever is there.
    Raises:
        WorkError: it can be neither read nor written.
    """
    path = home / NAME
    try:
        token, why_not = (None, "") if new else _read(path)
        if why_not:
            tell(f"{path} {why_not}, so there is a new link, and the old one opens nothing any more.")
        return token or _write(path, secrets.token_urlsafe(32), instead=new or bool(why_not))
    except OSError as error:
        raise WorkError(
            f"The link cannot be kept in {path}: {error.strerror or type(error).__name__}.",
            hint="Look at that file, or set SIMULATOR_HOME to a folder that you may write to.",
        ) from error


def _read(path: Path) -> tuple[str | None, str]:
    """The token, or None and why what is there cannot be used; nothing is wrong where there is no file."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    except FileNotFoundError:
        return None, ""
    except OSError:
        if path.is_symlink():
            return None, "led elsewhere"
        raise
    with os.fdopen(handle, "rb") as file:
        found = os.fstat(file.fileno())
        if _POSIX and (found.st_mode & _OTHERS or found.st_uid != os.getuid()):
            return None, "could be read by others"
        token = file.read(64).decode("ascii", "replace").strip()
    return (token, "") if _TOKEN.fullmatch(token) else (None, "held no token")


def _write(path: Path, token: str, *, instead: bool) -> str:
    """Keep a token; of two that start at the same time both use the one that was there first."""
    handle, beside = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)  # 0600, and ours alone
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(f"{token}\n")
        if instead:
            Path(beside).replace(path)
            return token
        try:
            os.link(beside, path)
        except FileExistsError:
            return _read(path)[0] or token
        except OSError:  # a file system without links
            Path(beside).replace(path)
        return token
    finally:
        with contextlib.suppress(FileNotFoundError):
            Path(beside).unlink()
