"""Files that were found and not opened yet: plain data, so that whoever opens them may be in another process.

A file comes out as itself or, where it is an archive, as what is in it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, BinaryIO

from simulator.batch.archives import open_plain, unpack, words
from simulator.batch.beside import listed_beside
from simulator.batch.failures import FailureKind, UnreadableError
from simulator.batch.heard import Source
from simulator.batch.packed import HEAD_BYTES, Limits, Packing, packing_of
from simulator.batch.spool import Spool, TooMuchError
from simulator.batch.stores import connect, open_file
from simulator.batch.trees import is_hidden
from simulator.errors import UsageError

_ENDING = re.compile(r"\.[A-Za-z0-9]{1,6}$")
#: endings of what no transcript is in
_MEDIA = frozenset(
    ".png .jpg .jpeg .gif .bmp .webp .svg .ico .tif .tiff .heic"
    " .mp3 .wav .m4a .ogg .oga .opus .flac .aac .wma .amr .gsm .mp2 .aif .aiff .au .vox"
    " .mp4 .mov .avi .mkv .webm .mpg .mpeg .m4v .3gp .wmv .flv".split()
)
#: endings of what a list of calls in the same folder may tell more of
_JSON = frozenset((".json", ".jsonl", ".ndjson"))
#: endings with which a file of a store is not looked into while it is listed: that would cost a request for each
_TEXT = frozenset(".json .jsonl .ndjson .txt .text .vtt .srt .csv .tsv .md".split())


@dataclass(frozen=True, slots=True)
class Found:
    """A file that was found.

    Args:
        path: where it lies: a path of this machine, or one within the store.
        name: what it goes by.
        label: stands before the names of what is in it, where it is the whole place and an archive.
        store_url: a URL of the store that it lies in; None on this machine. May hold a key: never shown.
        size: bytes; None where the listing does not tell.
        is_place: whether a person named this very file.
        store: the open store, where there is one; another process connects for itself.
    """

    path: str
    name: str
    label: str = ""
    store_url: str | None = field(default=None, repr=False)
    size: int | None = None
    is_place: bool = False
    store: Any = field(default=None, repr=False, compare=False)

    def portable(self) -> Found:
        """The same for another process."""
        return replace(self, store=None)


def opened(found: Found, limits: Limits, passed_over: Counter[str]) -> Iterator[Source | UnreadableError]:
    """The file, or what is in it; or the reason why it cannot be had.

    Args:
        limits: bounds on archives.
        passed_over: is counted up by files of archives that no transcript can be in.
    """
    try:
        if found.store_url is None:
            yield from _opened_here(found, limits, passed_over)
        else:
            yield from _opened_in_store(found, limits, passed_over)
    except (OSError, ValueError) as error:
        yield unreadable(found.name, error)


def _opened_here(
    found: Found, limits: Limits, passed_over: Counter[str]
) -> Iterator[Source | UnreadableError]:
    path = Path(found.path)

    def opener() -> BinaryIO:
        return path.open("rb")

    try:
        with opener() as file:
            head = file.read(HEAD_BYTES)
            size = file.seek(0, 2)
    except OSError as error:
        yield unreadable(found.name, error)
        return
    # of a file that a person named its neighbours were not meant
    is_json = not found.is_place and ending_of(found.path) in _JSON
    beside = partial(listed_beside, path.parent) if is_json else None
    yield from _file(found, Source(found.name, opener, size, beside), packing_of(head), limits, passed_over)


def _opened_in_store(
    found: Found, limits: Limits, passed_over: Counter[str]
) -> Iterator[Source | UnreadableError]:
    try:
        store = _store(found.store_url or "") if found.store is None else found.store
    except UsageError as error:  # a package that this machine has and that one has not
        yield UnreadableError(error.message, name=found.name, kind=FailureKind.UNREADABLE, hint=error.hint)
        return
    except OSError as error:
        yield unreadable(found.name, error)
        return

    def opener() -> BinaryIO:
        return open_file(store, found.path)

    if ending_of(found.path) in _TEXT:
        yield Source(found.name, lambda: open_plain(opener, limits), found.size)
        return
    try:
        with opener() as file:
            packing = packing_of(file.read(HEAD_BYTES))
        if packing is Packing.ZIP:  # read back and forth: from a copy, not by a request for each member
            with opener() as file:
                spool = Spool(file, most=limits.unpacked_bytes)
            yield from _file(found, Source(found.name, spool.open, spool.size), packing, limits, passed_over)
            return
    except OSError as error:
        yield unreadable(found.name, error)
        return
    yield from _file(found, Source(found.name, opener, found.size), packing, limits, passed_over)


@lru_cache(maxsize=8)
def _store(url: str) -> Any:
    """The store of a URL, once for a process."""
    return connect(url)[0]


def _file(
    found: Found, source: Source, packing: Packing, limits: Limits, passed_over: Counter[str]
) -> Iterator[Source | UnreadableError]:
    if found.is_place:
        yield from within(source, packing, found.label, limits, passed_over)
        return
    empty, before = True, passed_over.total()
    for one in _members(source, packing, source.name + "/", limits, passed_over):
        empty = False
        yield one
    if empty and passed_over.total() == before:
        yield UnreadableError("The archive is empty.", name=source.name, kind=FailureKind.EMPTY)


def within(
    source: Source, packing: Packing, label: str, limits: Limits, passed_over: Counter[str]
) -> Iterator[Source | UnreadableError]:
    """A file that a person named, or what is in it.

    Args:
        label: stands before the names of what is in it.
    """
    return _members(source, packing, f"{label}/" if label else "", limits, passed_over)


def _members(
    source: Source, packing: Packing, before: str, limits: Limits, passed_over: Counter[str]
) -> Iterator[Source | UnreadableError]:
    if packing is Packing.NONE:
        yield source
        return
    yield from unpack(
        source, packing, within=before, wanted=lambda path: wanted(path, passed_over), limits=limits
    )


def wanted(path: str, passed_over: Counter[str]) -> bool:
    """Whether a file of a folder or an archive is looked at, by its name; what is not is counted."""
    if any(is_hidden(part) for part in path.replace("\\", "/").split("/")):
        return False
    ending = ending_of(path)
    if ending in _MEDIA:
        passed_over[ending] += 1
        return False
    return True


def ending_of(path: str) -> str:
    """How a path ends, as ``.json``; empty where that says nothing."""
    found = _ENDING.search(path)
    return found[0].lower() if found else ""


def unreadable(name: str, error: OSError | ValueError) -> UnreadableError:
    """The failure of a file that cannot be read."""
    if isinstance(error, TooMuchError):
        return UnreadableError(f"It is too large: {words(error)}.", name=name, kind=FailureKind.TOO_LARGE)
    return UnreadableError(f"It cannot be read: {words(error)}.", name=name, kind=FailureKind.UNREADABLE)
