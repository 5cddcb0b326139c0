"""Shipped content that was parsed and checked beforehand, since reading the YAML of one full persona takes over a second.

Beside this file lies one file for each shipped persona and scenario, and one for the lines that all prospects share:
``<name>.json.z``, a line with the stamp of the sources it was made from, then their model as JSON, compressed. The YAML
stays the one source. Whoever wants its model asks here first, with the stamp of what is in the source files now, and
parses them where there is no answer; so an author who changes a file works with the change at once.

The stamp says nothing about the program, on purpose: a file is made by the program that it is shipped with, what it gives
is validated against the models again, and ``tests/authoring/test_readymade.py`` says when the rules or the sources have
moved on. ``python scripts/parse_content.py`` then makes all of it anew.
"""

from __future__ import annotations

import hashlib
import zlib
from pathlib import Path

FOLDER = Path(__file__).parent
SUFFIX = ".json.z"
#: a change to how these files are made makes older ones strangers
_FORMAT = b"1"
_BREAK = b"\n"


def stamp(*sources: bytes) -> str:
    """What tells sources from any others; how their lines end does not matter, since git may change it."""
    digest = hashlib.sha256(_FORMAT)
    for source in sources:
        text = source.replace(b"\r\n", b"\n")
        digest.update(b"\0%d\0" % len(text) + text)
    return digest.hexdigest()


def stamp_of(name: str) -> str:
    """The stamp of the sources that something was made from; empty where there is nothing of that name."""
    return _read(name)[0]


def ready_made(name: str, of: str) -> bytes | None:
    """The JSON of that name, where it was made from the sources with that stamp.

    Args:
        name: of the file, without its ending; no path.
        of: see `stamp`.
    """
    made_from, packed = _read(name)
    if made_from != of:
        return None
    try:
        return zlib.decompress(packed)
    except zlib.error:  # a damaged file is as good as none
        return None


def packed(of: str, text: str) -> bytes:
    """What a file of this folder holds."""
    return of.encode("ascii") + _BREAK + zlib.compress(text.encode("utf-8"), 9)


def _read(name: str) -> tuple[str, bytes]:
    try:
        made_from, _, rest = (FOLDER / f"{name}{SUFFIX}").read_bytes().partition(_BREAK)
    except OSError:
        return "", b""
    return made_from.decode("ascii", "replace"), rest
