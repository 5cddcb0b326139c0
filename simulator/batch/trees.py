"""Folders, here and in object stores, walked in alphabetical order with one folder's names in memory at a time."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from fnmatch import translate
from pathlib import Path
from typing import Any, NamedTuple, Protocol

_MAGIC = re.compile(r"[*?[]")
#: what systems and programs leave in folders beside the files of a person
_LEFTOVERS = frozenset(("__MACOSX", "thumbs.db", "Thumbs.db", "desktop.ini", "Desktop.ini"))


class Kind(Enum):
    """What a name in a folder stands for."""

    FILE = auto()
    FOLDER = auto()
    SPECIAL = auto()  # a pipe, a socket, a device: reading it could wait for ever
    BROKEN = auto()  # a link that leads nowhere


class Entry(NamedTuple):
    """A name in a folder; `size` in bytes where the listing tells it."""

    name: str
    kind: Kind
    size: int | None = None


class Tree(Protocol):
    """A place that has folders."""

    def entries(self, folder: str) -> list[Entry]:
        """What is in a folder, in any order, without what is hidden.

        Raises:
            OSError: it cannot be listed.
        """
        ...

    def join(self, folder: str, name: str) -> str:
        """The path of a name in a folder."""
        ...


@dataclass(frozen=True, slots=True)
class Met:
    """Something met on a walk.

    Args:
        parts: the names from the root to it.
        path: where it lies.
        entry: what it is; None where a folder could not be listed, for the reason in `error`.
    """

    parts: tuple[str, ...]
    path: str
    entry: Entry | None
    error: OSError | None = None


def is_hidden(name: str) -> bool:
    """Whether a name is one that nobody means: hidden, a lock file of an office program, a system's leftover."""
    return name.startswith((".", "~$")) or name in _LEFTOVERS


class Pattern:
    """A glob over the parts of a path, followed a part at a time; ``**`` stands for any number of folders.

    A folder that matches stands for everything below it. A state is the places in the pattern where a path may be.
    """

    def __init__(self, parts: Sequence[str]) -> None:
        self._parts = [part for i, part in enumerate(parts) if part != "**" or parts[i - 1 : i] != ["**"]]
        self._fits = [None if part == "**" else re.compile(translate(part)) for part in self._parts]

    @property
    def start(self) -> frozenset[int]:
        """The state at the root; for a pattern without parts everything matches."""
        return self._closed({0})

    def after(self, state: frozenset[int], name: str) -> frozenset[int]:
        """The state below a name; empty where nothing below it can match."""
        if self.matches(state):
            return state
        following: set[int] = set()
        for at in state:
            pattern = self._fits[at]
            if pattern is None:
                following.add(at)
            elif pattern.match(name):
                following.add(at + 1)
        return self._closed(following)

    def matches(self, state: frozenset[int]) -> bool:
        """Whether a path that led to this state is meant."""
        return len(self._parts) in state

    def _closed(self, state: set[int]) -> frozenset[int]:
        return frozenset(state | {at + 1 for at in state if at < len(self._parts) and self._fits[at] is None})


def split_pattern(parts: Sequence[str], magic: re.Pattern[str] = _MAGIC) -> tuple[list[str], list[str]]:
    """The parts of a path before the first that is a pattern, and the rest."""
    for index, part in enumerate(parts):
        if magic.search(part):
            return list(parts[:index]), list(parts[index:])
    return list(parts), []


def walk(tree: Tree, root: str, pattern: Pattern) -> Iterator[Met]:
    """Every file below a folder that the pattern means, in alphabetical order, folder by folder."""
    stack: list[tuple[tuple[str, ...], str, frozenset[int], list[Entry]]] = []

    def enter(parts: tuple[str, ...], folder: str, state: frozenset[int]) -> OSError | None:
        try:
            entries = tree.entries(folder)
        except OSError as error:
            return error
        entries.sort(key=lambda entry: entry.name, reverse=True)
        stack.append((parts, folder, state, entries))
        return None

    refused = enter((), root, pattern.start)
    if refused is not None:
        yield Met((), root, None, refused)
    while stack:
        parts, folder, state, entries = stack[-1]
        if not entries:
            stack.pop()
            continue
        entry = entries.pop()  # what has been gone through is let go
        here, path = (*parts, entry.name), tree.join(folder, entry.name)
        below = pattern.after(state, entry.name)
        if entry.kind is not Kind.FOLDER:
            if pattern.matches(below):
                yield Met(here, path, entry)
        elif below:
            refused = enter(here, path, below)
            if refused is not None:
                yield Met(here, path, None, refused)


class LocalTree:
    """Folders of this machine.

    A linked folder is followed where it leads out of everything walked so far: then no link can lead in a circle, and
    nothing is read twice.

    Args:
        root: where the walk begins.
        out: a folder that is left out.
    """

    def __init__(self, root: str, out: Path) -> None:
        self._walked = [os.path.realpath(root)]
        self._out = os.path.realpath(out)

    def entries(self, folder: str) -> list[Entry]:
        """See `Tree`."""
        with os.scandir(folder) as found:
            return [
                Entry(one.name, kind)
                for one in found
                if not is_hidden(one.name) and (kind := self._kind(one)) is not None
            ]

    def join(self, folder: str, name: str) -> str:
        """See `Tree`."""
        return os.path.join(folder, name)  # noqa: PTH118 - names that are not UTF-8, and a million of them

    def _kind(self, entry: os.DirEntry[str]) -> Kind | None:
        """None for a folder that is not gone into."""
        try:
            if entry.is_file():
                return Kind.FILE if self._is_outside(entry) else None
            is_folder = entry.is_dir()
        except OSError:  # a link to itself, or to where one may not look
            return Kind.BROKEN
        if not is_folder:
            return Kind.BROKEN if entry.is_symlink() else Kind.SPECIAL
        if not self._is_outside(entry):
            return None
        if entry.is_symlink():
            real = os.path.realpath(entry.path)
            if any(_is_within(real, one) or _is_within(one, real) for one in self._walked):
                return None
            self._walked.append(real)
        return Kind.FOLDER

    def _is_outside(self, entry: os.DirEntry[str]) -> bool:
        """Whether it lies outside the output folder."""
        if not entry.is_symlink() and entry.is_file():
            return True  # its folder is not the output folder, or it would not be listed
        return not _is_within(os.path.realpath(entry.path), self._out)


class StoreTree:
    """Folders of an fsspec file system (or what it shows as such)."""

    def __init__(self, store: Any, guarded: Callable[[Callable[[], Any]], Any]) -> None:
        self._store, self._guarded = store, guarded

    def entries(self, folder: str) -> list[Entry]:
        """See `Tree`; the store's own details are let go at once."""
        listed = self._guarded(lambda: self._store.ls(folder, detail=True))
        found = []
        for one in listed:
            path = str(one["name"]).rstrip("/")
            name = path.rsplit("/", 1)[-1]
            # a store lists the empty object that marks a folder as a file in it; a web server its links for sorting
            if path == folder.rstrip("/") or is_hidden(name) or not name or name.startswith("?"):
                continue
            kind = Kind.FOLDER if one.get("type") == "directory" else Kind.FILE
            found.append(Entry(name, kind, one.get("size")))
        return found

    def join(self, folder: str, name: str) -> str:
        """See `Tree`."""
        return f"{folder.rstrip('/')}/{name}"


def _is_within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)
