"""Where transcripts lie: files, folders, globs, archives, standard input and object stores, as one stream of files.

In a folder, a glob or an archive pictures, sound and films are passed over (a dialler exports the recording beside the
transcript) and counted by their ending; what is hidden, and the folder of results, is passed over without a word.
Everything else comes out, as a file or as the reason why not.
"""

from __future__ import annotations

import stat
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from simulator.batch.archives import label_of, words
from simulator.batch.failures import FailureKind, UnreadableError
from simulator.batch.found import Found, opened, unreadable, wanted, within
from simulator.batch.heard import Source
from simulator.batch.packed import HEAD_BYTES, Limits, packing_of
from simulator.batch.spool import Spool
from simulator.batch.stores import guarded, is_folder, is_url, shown, split_url
from simulator.batch.trees import (
    Entry,
    Kind,
    LocalTree,
    Met,
    Pattern,
    StoreTree,
    Tree,
    split_pattern,
    walk,
)
from simulator.errors import UsageError

STANDARD_INPUT = "-"
_SPECIAL = "special file"
_NO_LIMITS = Limits()


def check(places: Sequence[str], *, out: Path | None = None) -> None:
    """See that each place is there, before anything starts; a store is asked once for each.

    Raises:
        UsageError: none is named; one does not exist, cannot be understood, needs a package, or is the folder of results.
    """
    if not places:
        raise UsageError("No transcripts are named.", hint="Give files, folders or - for standard input.")
    if list(places).count(STANDARD_INPUT) > 1:
        raise UsageError("Standard input (-) can be read only once.")
    for place in dict.fromkeys(places):
        if place == STANDARD_INPUT:
            if sys.stdin is None or sys.stdin.isatty():
                raise UsageError(
                    "Nothing is piped into standard input.", hint="Pipe a transcript into it, or name a file."
                )
        elif is_url(place) and not place.startswith("file://"):
            _check_url(place)
        else:
            _check_path(place, out)


def sources(
    places: Sequence[str],
    *,
    out: Path,
    limits: Limits = _NO_LIMITS,
    passed_over: Counter[str] | None = None,
) -> Iterator[Source | UnreadableError]:
    """Every file of the places, or the reason why it cannot be had; one at a time, folders in alphabetical order.

    Args:
        places: as on the command line; one that is named twice counts once.
        out: the folder of results; what lies in it is left out.
        limits: bounds on archives and on standard input.
        passed_over: is counted up: files by their ending (``.mp3``), other things by what they are.
    """
    counted: Counter[str] = Counter() if passed_over is None else passed_over
    for place, ones in by_place(places, out=out, limits=limits, passed_over=counted):
        before, empty = counted.total(), True
        for one in ones:
            for source in opened(one, limits, counted) if isinstance(one, Found) else (one,):
                empty = False
                yield source
        if empty:
            yield nothing_in(place, counted.total() - before)


def by_place(
    places: Sequence[str], *, out: Path, limits: Limits = _NO_LIMITS, passed_over: Counter[str]
) -> Iterator[tuple[str, Iterator[Found | Source | UnreadableError]]]:
    """Each place with what is found there before a file is opened; see `sources`, which opens them.

    A `Source` among them can be read by this process alone: standard input, a pipe.
    """
    distinct = list(dict.fromkeys(places))
    for place, label in zip(distinct, _labels(distinct), strict=True):
        yield place, _sheltered(_Place(place, label, out, limits, passed_over))


def nothing_in(place: str, skipped: int) -> UnreadableError:
    """The failure of a place where no transcript is.

    Args:
        skipped: files there that were passed over.
    """
    message = (
        f"There is no transcript in it; {skipped} other files were passed over."
        if skipped
        else "There is nothing in it."
    )
    return UnreadableError(message, name=_name(place), kind=FailureKind.EMPTY)


def _sheltered(place: _Place) -> Iterator[Found | Source | UnreadableError]:
    try:
        yield from place.found()
    except UsageError as error:  # for whoever did not `check`
        yield UnreadableError(
            error.message, name=_name(place.place), kind=FailureKind.UNREADABLE, hint=error.hint
        )
    except (OSError, ValueError) as error:
        yield unreadable(_name(place.place), error)


class _Place:
    """One place while it is gone through.

    Args:
        label: stands before the names; empty where they need nothing before them.
    """

    def __init__(self, place: str, label: str, out: Path, limits: Limits, passed_over: Counter[str]) -> None:
        self.place, self._label, self._out = place, label, out
        self._limits, self._passed_over = limits, passed_over

    def found(self) -> Iterator[Found | Source | UnreadableError]:
        if self.place == STANDARD_INPUT:
            yield from self._stream(sys.stdin.buffer, "stdin")
        elif is_url(self.place) and not self.place.startswith("file://"):
            yield from self._store()
        else:
            yield from self._local(_path_of(self.place))

    def _local(self, place: str) -> Iterator[Found | Source | UnreadableError]:
        root, pattern = _split_local(place)
        path = Path(root)
        if _lies_in(path, self._out):
            return
        if path.is_dir():
            tree = LocalTree(root, self._out)
            for met in walk(tree, root, Pattern(pattern)):
                yield from self._met(met)
            return
        mode = path.stat().st_mode
        name = self._label or label_of(path.name)
        if stat.S_ISREG(mode):
            yield self._file(str(path), name, is_place=True)
        else:  # a pipe, as the shell's <(…) gives one: it can be read once
            with path.open("rb") as stream:
                yield from self._stream(stream, name)

    def _store(self) -> Iterator[Found | Source | UnreadableError]:
        store, root, pattern = split_url(self.place)
        if not pattern and not is_folder(store, root, self.place):
            size = guarded(lambda: store.info(root)).get("size")
            name = self._label or label_of(shown(root).rsplit("/", 1)[-1])
            yield self._file(root, name, store=store, size=size, is_place=True)
            return
        tree: Tree = StoreTree(store, guarded)
        for met in walk(tree, root, Pattern(pattern)):
            yield from self._met(met, store)

    def _stream(self, stream: BinaryIO, name: str) -> Iterator[Source | UnreadableError]:
        try:
            spool = Spool(stream, most=self._limits.unpacked_bytes)
        except OSError as error:
            yield unreadable(name, error)
            return
        if spool.size == 0:
            yield UnreadableError("Nothing came in.", name=name, kind=FailureKind.EMPTY)
            return
        source = Source(name, spool.open, spool.size)
        packing = packing_of(spool.read_at(0, HEAD_BYTES))
        yield from within(source, packing, self._label, self._limits, self._passed_over)

    def _met(self, met: Met, store: Any = None) -> Iterator[Found | Source | UnreadableError]:
        """What a walk met."""
        below = "/".join(label_of(part) for part in met.parts)
        name = "/".join(part for part in (self._label, below) if part) or _name(self.place)
        match met.entry:
            case None:
                yield unreadable(name, met.error or OSError("it cannot be listed"))
            case Entry(kind=Kind.SPECIAL):
                self._passed_over[_SPECIAL] += 1
            case Entry(kind=Kind.BROKEN):
                yield UnreadableError(
                    "It is a link that leads nowhere.", name=name, kind=FailureKind.UNREADABLE
                )
            case Entry(name=file_name, size=size):
                if not wanted(file_name, self._passed_over):
                    return
                yield self._file(met.path, name, store=store, size=size)

    def _file(
        self, path: str, name: str, *, store: Any = None, size: int | None = None, is_place: bool = False
    ) -> Found:
        address = None if store is None else self.place
        return Found(path, name, self._label, address, size, is_place, store)


def _check_path(place: str, out: Path | None) -> None:
    hint = "Give files, folders, a glob in quotes, or - for standard input."
    try:
        root, pattern = _split_local(_path_of(place))
        path = Path(root)
        there = path.exists()
        if there and pattern:
            matches = walk(LocalTree(root, out or Path(root) / "\x7f"), root, Pattern(pattern))
            there = next(matches, None) is not None
    except PermissionError:
        return  # it is there; that it cannot be read is told with the rest
    except (OSError, ValueError) as error:
        raise UsageError(f"{label_of(place)} cannot be looked for: {words(error)}.", hint=hint) from error
    if not there:
        raise UsageError(f"There is no {label_of(place)}.", hint=hint)
    if out is not None and _lies_in(path, out):
        raise UsageError(
            f"{label_of(place)} lies in the folder of results, {out}.",
            hint="Choose another folder with --out.",
        )


def _check_url(place: str) -> None:
    try:
        store, root, pattern = split_url(place)
        if pattern:
            first = next(walk(StoreTree(store, guarded), root, Pattern(pattern)), None)
            if first is None or isinstance(first.error, FileNotFoundError):
                raise FileNotFoundError(place)
        else:
            guarded(lambda: store.info(root))
    except FileNotFoundError as error:
        message = f"There is nothing at {shown(place)}, or it cannot be reached."
        raise UsageError(message, hint="See that the address is right and that you may read it.") from error
    except OSError:
        return  # a connection that may be there again in a moment: told with the rest


def _split_local(place: str) -> tuple[str, list[str]]:
    """The folder (or file) that a place begins in, and its pattern; a file that is called like a pattern is a file."""
    path = Path(place)
    if path.exists():
        return str(path), []
    fixed, pattern = split_pattern(path.parts)
    return str(Path(*fixed)), pattern


def _labels(places: Sequence[str]) -> list[str]:
    """What stands before the names of each place, so that two places never share one: nothing where there is one place."""
    if len(places) == 1:
        return [""]
    roots = [_root_parts(place) for place in places]
    last = Counter(root[-1] for root in roots)
    return [root[-1] if last[root[-1]] == 1 else "/".join(root) for root in roots]


def _root_parts(place: str) -> list[str]:
    if place == STANDARD_INPUT:
        return [_name(place)]
    path = shown(place).split("://", 1)[-1].replace("\\", "/")
    fixed = split_pattern(path.split("/"))[0] if not Path(path).exists() else path.split("/")
    return [label_of(part) for part in fixed if part not in ("", ".", "..")] or ["here"]


def _name(place: str) -> str:
    """A place as a label."""
    if place == STANDARD_INPUT:
        return "stdin"
    return label_of(shown(place) if is_url(place) else place)


def _path_of(place: str) -> str:
    return place.removeprefix("file://")


def _lies_in(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())
