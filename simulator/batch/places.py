"""Where transcripts lie: files, folders, globs, archives, standard input and object stores, as one stream of files.

In a folder, a glob or an archive pictures, sound and films are passed over (a dialler exports the recording beside the
transcript) and counted by their ending; what is hidden, and the folder of results, is passed over without a word.
Everything else comes out, as a file or as the reason why not.
"""

from __future__ import annotations

import re
import stat
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from simulator.batch.archives import (
    HEAD_BYTES,
    Limits,
    Packing,
    label_of,
    open_plain,
    packing_of,
    unpack,
    words,
)
from simulator.batch.failures import FailureKind, UnreadableError
from simulator.batch.heard import Source
from simulator.batch.spool import Spool, TooMuchError
from simulator.batch.stores import guarded, is_folder, is_url, open_file, shown, split_url
from simulator.batch.trees import (
    Entry,
    Kind,
    LocalTree,
    Met,
    Pattern,
    StoreTree,
    Tree,
    is_hidden,
    split_pattern,
    walk,
)
from simulator.errors import UsageError

STANDARD_INPUT = "-"
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,6}$")
#: endings of what no transcript is in
_MEDIA = frozenset(
    ".png .jpg .jpeg .gif .bmp .webp .svg .ico .tif .tiff .heic"
    " .mp3 .wav .m4a .ogg .oga .opus .flac .aac .wma .amr .gsm .mp2 .aif .aiff .au .vox"
    " .mp4 .mov .avi .mkv .webm .mpg .mpeg .m4v .3gp .wmv .flv".split()
)
#: endings with which a file of a store is not looked into while it is listed: that would cost a request for each
_TEXT = frozenset(".json .jsonl .ndjson .txt .text .vtt .srt .csv .tsv .md".split())
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
    distinct = list(dict.fromkeys(places))
    for place, label in zip(distinct, _labels(distinct), strict=True):
        before = counted.total()
        found = False
        try:
            for one in _Place(place, label, out, limits, counted).sources():
                found = True
                yield one
        except UsageError as error:  # for whoever did not `check`
            found = True
            yield UnreadableError(
                error.message, name=_name(place), kind=FailureKind.UNREADABLE, hint=error.hint
            )
        except (OSError, ValueError) as error:
            found = True
            yield _unreadable(_name(place), error)
        if not found:
            skipped = counted.total() - before
            message = (
                f"There is no transcript in it; {skipped} other files were passed over."
                if skipped
                else "There is nothing in it."
            )
            yield UnreadableError(message, name=_name(place), kind=FailureKind.EMPTY)


class _Place:
    """One place while it is gone through.

    Args:
        label: stands before the names; empty where they need nothing before them.
    """

    def __init__(self, place: str, label: str, out: Path, limits: Limits, passed_over: Counter[str]) -> None:
        self._place, self._label, self._out = place, label, out
        self._limits, self._passed_over = limits, passed_over

    def sources(self) -> Iterator[Source | UnreadableError]:
        if self._place == STANDARD_INPUT:
            yield from self._stream(sys.stdin.buffer, "stdin")
        elif is_url(self._place) and not self._place.startswith("file://"):
            yield from self._store()
        else:
            yield from self._local(_path_of(self._place))

    def _local(self, place: str) -> Iterator[Source | UnreadableError]:
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
            yield from self._local_file(path, name, is_place=True)
        else:  # a pipe, as the shell's <(…) gives one: it can be read once
            with path.open("rb") as stream:
                yield from self._stream(stream, name)

    def _local_file(self, path: Path, name: str, *, is_place: bool) -> Iterator[Source | UnreadableError]:
        def opened() -> BinaryIO:
            return path.open("rb")

        try:
            with opened() as file:
                head = file.read(HEAD_BYTES)
                size = file.seek(0, 2)
        except OSError as error:
            yield _unreadable(name, error)
            return
        yield from self._file(Source(name, opened, size), packing_of(head), is_place=is_place)

    def _store(self) -> Iterator[Source | UnreadableError]:
        store, root, pattern = split_url(self._place)
        if not pattern and not is_folder(store, root, self._place):
            size = guarded(lambda: store.info(root)).get("size")
            yield from self._store_file(
                store, root, self._label or label_of(shown(root).rsplit("/", 1)[-1]), size, is_place=True
            )
            return
        tree: Tree = StoreTree(store, guarded)
        for met in walk(tree, root, Pattern(pattern)):
            yield from self._met(met, store)

    def _store_file(
        self, store: Any, path: str, name: str, size: int | None, *, is_place: bool
    ) -> Iterator[Source | UnreadableError]:
        def opened() -> BinaryIO:
            return open_file(store, path)

        if _ending(path) in _TEXT:
            yield Source(name, lambda: open_plain(opened, self._limits), size)
            return
        try:
            with opened() as file:
                packing = packing_of(file.read(HEAD_BYTES))
            if packing is Packing.ZIP:  # read back and forth: from a copy, not by a request for each member
                with opened() as file:
                    spool = Spool(file, most=self._limits.unpacked_bytes)
                yield from self._file(Source(name, spool.open, spool.size), packing, is_place=is_place)
                return
        except OSError as error:
            yield _unreadable(name, error)
            return
        yield from self._file(Source(name, opened, size), packing, is_place=is_place)

    def _stream(self, stream: BinaryIO, name: str) -> Iterator[Source | UnreadableError]:
        try:
            spool = Spool(stream, most=self._limits.unpacked_bytes)
        except OSError as error:
            yield _unreadable(name, error)
            return
        if spool.size == 0:
            yield UnreadableError("Nothing came in.", name=name, kind=FailureKind.EMPTY)
            return
        head = spool.read_at(0, HEAD_BYTES)
        yield from self._file(Source(name, spool.open, spool.size), packing_of(head), is_place=True)

    def _met(self, met: Met, store: Any = None) -> Iterator[Source | UnreadableError]:
        """What a walk met."""
        below = "/".join(label_of(part) for part in met.parts)
        name = "/".join(part for part in (self._label, below) if part) or _name(self._place)
        match met.entry:
            case None:
                yield _unreadable(name, met.error or OSError("it cannot be listed"))
            case Entry(kind=Kind.SPECIAL):
                self._passed_over[_SPECIAL] += 1
            case Entry(kind=Kind.BROKEN):
                yield UnreadableError(
                    "It is a link that leads nowhere.", name=name, kind=FailureKind.UNREADABLE
                )
            case Entry(name=file_name, size=size):
                if not self._wanted(file_name):
                    return
                if store is None:
                    yield from self._local_file(Path(met.path), name, is_place=False)
                else:
                    yield from self._store_file(store, met.path, name, size, is_place=False)

    def _file(
        self, source: Source, packing: Packing, *, is_place: bool
    ) -> Iterator[Source | UnreadableError]:
        """A file, or what is in it."""
        if packing is Packing.NONE:
            yield source
            return
        within = source.name + "/"
        if is_place:
            within = f"{self._label}/" if self._label else ""
        empty = True
        before = self._passed_over.total()
        for one in unpack(source, packing, within=within, wanted=self._wanted, limits=self._limits):
            empty = False
            yield one
        if empty and not is_place and self._passed_over.total() == before:
            yield UnreadableError("The archive is empty.", name=source.name, kind=FailureKind.EMPTY)

    def _wanted(self, path: str) -> bool:
        """Whether a file of a folder or an archive is looked at, by its name; what is not is counted."""
        if any(is_hidden(part) for part in path.replace("\\", "/").split("/")):
            return False
        ending = _ending(path)
        if ending in _MEDIA:
            self._passed_over[ending] += 1
            return False
        return True


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


def _ending(path: str) -> str:
    found = _ENDING.search(path)
    return found[0].lower() if found else ""


def _lies_in(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())


def _unreadable(name: str, error: OSError | ValueError) -> UnreadableError:
    if isinstance(error, TooMuchError):
        return UnreadableError(f"It is too large: {words(error)}.", name=name, kind=FailureKind.TOO_LARGE)
    return UnreadableError(f"It cannot be read: {words(error)}.", name=name, kind=FailureKind.UNREADABLE)
