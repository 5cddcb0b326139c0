"""Archives and packed files, found by their first bytes, read member by member and within bounds.

Names of members are labels: nothing is ever written where they say. What would climb out of a folder is refused all the
same, since nobody packs a transcript so. One level is opened: an archive in an archive is not, a single packed
file (``calls.json.gz``) in one is.
"""

from __future__ import annotations

import io
import re
import stat
import struct
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from typing import IO, BinaryIO

from simulator.batch.careful_tar import CarefulTar
from simulator.batch.failures import FailureKind, UnreadableError
from simulator.batch.heard import Source
from simulator.batch.packed import (
    DAMAGED,
    HEAD_BYTES,
    SINGLE,
    Limits,
    Packing,
    Plain,
    check_ratio,
    is_tar,
    packing_of,
)
from simulator.batch.spool import Spool, TooMuchError, human_bytes
from simulator.domain.text_safety import visible

_LONGEST_LABEL = 400
_DOCUMENT_ENDING = re.compile(r"\.(?:docx|xlsx|pptx|odt|ods|odp|pages|numbers|epub|jar)$", re.IGNORECASE)
_PACKED_ENDING = re.compile(r"\.(?:gz|gzip|bz2|xz)$", re.IGNORECASE)
#: a zip that holds one of these is a document of an office program, or a program, and no archive of files
_DOCUMENT_MEMBERS = frozenset(("[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF"))
_UNPACK_IT = "Unpack it and give the folder."


def label_of(name: str) -> str:
    """A name from a file system or an archive as a label: it can be printed and written, whatever was in it."""
    whole = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    label = visible(whole).replace("\n", "\\x0a").replace("\t", "\\x09")
    return label if len(label) <= _LONGEST_LABEL else label[: _LONGEST_LABEL - 1] + "…"


def climbs_out(name: str) -> bool:
    """Whether a member's name leads out of the folder it would be unpacked into, on any system."""
    parts = name.replace("\\", "/").split("/")
    return parts[0] == "" or ".." in parts or bool(re.match("[A-Za-z]:", name)) or "\x00" in name


def unpack(
    source: Source,
    packing: Packing,
    *,
    within: str,
    wanted: Callable[[str], bool] = lambda _name: True,
    limits: Limits,
) -> Iterator[Source | UnreadableError]:
    """The files of an archive, or the one file that is packed; one at a time.

    Args:
        source: the archive.
        packing: how it is packed; not `NONE`.
        within: stands before the name of each member: the archive's own name and ``/``, or nothing.
        wanted: whether a member of that name is looked at.
        limits: bounds; beyond one, one error of the kind `TOO_LARGE` is the last thing that comes.
    """
    reader = _Unpacking(source, within, wanted, limits)
    try:
        yield from reader.read(packing)
    except TooMuchError as error:
        yield _failure(
            source.name,
            FailureKind.TOO_LARGE,
            f"Unpacked it is too large: {error}.",
            "Split it, or unpack it yourself.",
        )
    except (EOFError, tarfile.ReadError) as error:
        yield _failure(source.name, FailureKind.CUT_OFF, f"The archive is cut off: {words(error)}.")
    except DAMAGED as error:
        yield _failure(source.name, FailureKind.UNREADABLE, f"The archive cannot be read: {words(error)}.")


def open_plain(source: Callable[[], BinaryIO], limits: Limits) -> BinaryIO:
    """Open a file; where it is packed by itself, what is in it (object stores hold ``.json`` that is gzip).

    Raises:
        OSError: it cannot be opened, or what is packed in it is damaged or beyond the bounds.
    """
    raw = source()
    packing = packing_of(raw.read(HEAD_BYTES))
    raw.close()
    if packing not in SINGLE:
        return source()
    try:
        with source() as raw:
            return Spool(io.BufferedReader(Plain(raw, packing, limits)), most=limits.member_bytes).open()
    except DAMAGED as error:
        raise error if isinstance(error, OSError) else OSError(words(error)) from error


def _failure(name: str, kind: FailureKind, message: str, hint: str = "") -> UnreadableError:
    return UnreadableError(message, name=name, kind=kind, hint=hint)


def _document(name: str) -> UnreadableError:
    message = "It is a document of an office program, or a program, and no text."
    return _failure(name, FailureKind.NOT_TEXT, message, "Save it as plain text.")


def words(error: BaseException) -> str:
    """What an error says, as part of a sentence."""
    text = (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
    return label_of(text).rstrip(".")[:200]


class _Unpacking:
    """One archive while it is read."""

    def __init__(self, source: Source, within: str, wanted: Callable[[str], bool], limits: Limits) -> None:
        self._source, self._within, self._wanted, self._limits = source, within, wanted, limits
        self._members = 0
        self._bytes = 0

    def read(self, packing: Packing) -> Iterator[Source | UnreadableError]:
        name = self._source.name
        if packing is Packing.OTHER:
            yield _failure(
                name, FailureKind.UNREADABLE, "This kind of archive is not opened here.", _UNPACK_IT
            )
            return
        with self._source.open() as raw:
            if packing is Packing.ZIP:
                yield from self._zip(raw)
                return
            plain = io.BufferedReader(Plain(raw, packing, self._limits), 1 << 16)
            if packing is Packing.TAR or is_tar(plain.peek(HEAD_BYTES)):
                yield from self._tar(plain)
                return
            data = Spool(plain, most=self._limits.member_bytes)
            yield Source(_PACKED_ENDING.sub("", name), data.open, data.size)

    def _tar(self, plain: IO[bytes]) -> Iterator[Source | UnreadableError]:
        # "r|" never goes back, so that a packed stream is unpacked once
        with CarefulTar.open(fileobj=plain, mode="r|") as tar:
            while (member := tar.next()) is not None:
                tar.members.clear()  # of a million members that went by none is kept
                self._count_member()
                if member.isdir():
                    continue
                if climbs_out(member.name):
                    yield self._unsafe(member.name)
                elif not member.isreg():
                    what = "a link" if member.issym() or member.islnk() else "a device or a pipe"
                    yield self._unsafe(member.name, f"It is {what} in an archive, and is not followed.")
                elif self._wanted(member.name):
                    data = tar.extractfile(member)
                    if data is not None:
                        yield from self._member(member.name, data)
            whole = tar.came_to_its_end
        if not whole:
            raise EOFError("its last part is missing")

    def _zip(self, raw: BinaryIO) -> Iterator[Source | UnreadableError]:
        size = raw.seek(0, io.SEEK_END)
        table = _table_bytes(raw, size)
        if table is None:
            raise EOFError("its table of contents, which stands last, is missing")
        if table > self._limits.directory_bytes:
            raise TooMuchError("its table of contents alone is beyond the bound")
        with zipfile.ZipFile(raw) as archive:
            infos = archive.infolist()
            if any(one.filename in _DOCUMENT_MEMBERS for one in infos):
                yield _document(self._source.name)
                return
            self._check_declared(infos, size)
            files = [one for one in infos if not one.is_dir()]
            if files and all(one.flag_bits & 1 for one in files):
                yield self._locked(self._source.name)
                return
            for one in files:
                yield from self._zip_member(archive, one)

    def _zip_member(
        self, archive: zipfile.ZipFile, one: zipfile.ZipInfo
    ) -> Iterator[Source | UnreadableError]:
        self._count_member()
        if climbs_out(one.orig_filename) or climbs_out(one.filename):
            yield self._unsafe(one.filename)
        elif stat.S_ISLNK(one.external_attr >> 16):
            yield self._unsafe(one.filename, "It is a link in an archive, and is not followed.")
        elif one.flag_bits & 1:
            yield self._locked(self._name_of(one.filename))
        elif self._wanted(one.filename):
            try:
                with archive.open(one) as data:
                    yield from self._member(one.filename, data)
            except TooMuchError:
                raise
            except DAMAGED as error:  # the other members may be whole
                message = f"The file is damaged in its archive: {words(error)}."
                yield _failure(self._name_of(one.filename), FailureKind.UNREADABLE, message)

    def _member(self, name: str, data: IO[bytes]) -> Iterator[Source | UnreadableError]:
        """One file; where it is packed itself, what is in it."""
        left = self._limits.unpacked_bytes - self._bytes
        spool = Spool(data, most=min(self._limits.member_bytes, left))
        self._bytes += spool.size
        source = Source(self._name_of(name), spool.open, spool.size)
        packing = packing_of(spool.read_at(0, HEAD_BYTES))
        if packing is Packing.NONE:
            yield source
        elif packing in SINGLE and not _holds_tar(spool, packing, self._limits):
            yield from unpack(source, packing, within="", limits=self._limits)
        elif packing is Packing.ZIP and _DOCUMENT_ENDING.search(name):
            yield _document(source.name)
        else:
            yield _failure(
                source.name, FailureKind.UNREADABLE, "An archive within an archive is not opened.", _UNPACK_IT
            )

    def _check_declared(self, infos: list[zipfile.ZipInfo], size: int) -> None:
        declared = sum(one.file_size for one in infos)
        if declared > self._limits.unpacked_bytes:
            raise TooMuchError(f"{human_bytes(declared)} in all")
        check_ratio(declared, size, self._limits)

    def _count_member(self) -> None:
        self._members += 1
        if self._members > self._limits.members:
            raise TooMuchError(f"more than {self._limits.members:,} files")

    def _unsafe(self, name: str, message: str = "Its name leads out of the archive.") -> UnreadableError:
        return _failure(self._name_of(name), FailureKind.UNSAFE_PATH, message, "Pack the file itself.")

    def _locked(self, name: str) -> UnreadableError:
        hint = "Unpack it with its password and give the folder."
        return _failure(name, FailureKind.UNREADABLE, "It is encrypted.", hint)

    def _name_of(self, member: str) -> str:
        return self._within + label_of(member.replace("\\", "/"))


def _holds_tar(spool: Spool, packing: Packing, limits: Limits) -> bool:
    try:
        with spool.open() as raw:
            return is_tar(Plain(raw, packing, limits).read(HEAD_BYTES) or b"")
    except DAMAGED:
        return False  # it is told when it is read


def _table_bytes(raw: BinaryIO, size: int) -> int | None:
    """Bytes of a zip's table of contents, as its last record says; None where there is no such record."""
    raw.seek(max(0, size - (1 << 16) - 100))
    tail = raw.read()
    raw.seek(0)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22:
        return None
    table: int = struct.unpack_from("<L", tail, at + 12)[0]
    large = tail.rfind(b"PK\x06\x06", 0, at)
    if table == 0xFFFFFFFF and large >= 0 and len(tail) >= large + 48:
        table = struct.unpack_from("<Q", tail, large + 40)[0]
    return table
