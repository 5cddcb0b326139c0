"""Bytes to text: which encoding a file has, and that it is text at all.

The evidence, in this order: a byte order mark; NUL bytes at every other place (UTF-16 without a mark);
valid UTF-8; UTF-8 with a few bytes that are not (they are read as Windows-1252, as when a tool pasted two
files together); letters and quotation marks of Windows-1252; at last the statistical guess of
charset-normalizer. Control characters, or the first bytes of a known container, make it no text.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from typing import BinaryIO, Final

from simulator.batch.failures import FailureKind
from simulator.batch.formats.refusals import TRANSCRIPT_LIMIT, empty, refused, too_large
from simulator.batch.heard import Source

#: how much is looked at to tell encoding and format
SAMPLE_BYTES: Final = 262_144

_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTAINERS: Final = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "an archive or an Office document",
    b"\x1f\x8b": "a compressed file",
    b"RIFF": "a sound file",
    b"ID3": "a sound file",
    b"OggS": "a sound file",
    b"fLaC": "a sound file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"\xd0\xcf\x11\xe0": "an old Office document",
    b"{\\rtf": "a Rich Text document",
    b"SQLite format": "a database",
    b"PAR1": "a Parquet table",
    b"BZh": "a compressed file",
    b"\x28\xb5\x2f\xfd": "a compressed file",
}
#: control characters but tab, line ends, form feed and escape
_CONTROLS: Final = bytes(set(range(32)) - {0, 9, 10, 11, 12, 13, 27})
_CONTROL_SHARE: Final = 0.02
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


class NotText(Exception):
    """The bytes are no text; the message says what they are, as far as that can be told."""


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are not UTF-8 are read as Windows-1252, the one encoding that such bytes nearly always are."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    raw = error.object[error.start : error.end]
    return raw.decode("cp1252", errors="replace"), error.end


codecs.register_error("simulator.windows", _as_windows)


def encoding_of(sample: bytes) -> tuple[str, int]:
    """The encoding of a file by its beginning.

    Args:
        sample: the first bytes of the file, not empty; may end within a character.
    Returns:
        The codec's name, and how many bytes of a byte order mark to leave out.
    Raises:
        NotText: these bytes are no text.
    """
    for start, what in _CONTAINERS.items():
        if sample.startswith(start):
            raise NotText(f"It is {what}, not text.")
    for mark, name in _MARKS:
        if sample.startswith(mark):
            if name != "utf-8" and len(sample) < SAMPLE_BYTES and len(sample) - len(mark) == 1:
                raise NotText("It is a byte order mark and half a character.")
            if name != "utf-8":
                _refuse_controls(sample[len(mark) :].decode(name, errors="ignore"))
            return name, len(mark)
    if sample.count(0) > len(sample) // 50:
        encoding = _without_mark(sample)
        _refuse_controls(sample.decode(encoding, errors="ignore"))
        return encoding, 0
    if len(sample.translate(None, _CONTROLS)) < len(sample) * (1 - _CONTROL_SHARE):
        raise NotText("It has control characters all over: it is not text.")
    return _eight_bits(sample), 0


def _refuse_controls(text: str) -> None:
    if sum(one < " " and one not in "\t\n\v\f\r\x1b\0" for one in text) > len(text) * _CONTROL_SHARE:
        raise NotText("It has control characters all over: it is not text.")


def _without_mark(sample: bytes) -> str:
    """UTF-16 by where its NUL bytes lie; text of which hardly a letter lies below U+0100 keeps its mark in
    practice."""
    half = len(sample) // 2
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if half and odd > 0.4 * half and even < 0.1 * half:
        return "utf-16-le"
    if half and even > 0.4 * half and odd < 0.1 * half:
        return "utf-16-be"
    raise NotText("It has NUL bytes all over: it is not text.")


def _eight_bits(sample: bytes) -> str:
    try:
        codecs.getincrementaldecoder("utf-8")("strict").decode(sample, False)
    except UnicodeDecodeError:
        pass
    else:
        return "utf-8"
    high = len(sample.translate(None, bytes(range(128))))
    strays = sample.decode("utf-8", errors="replace").count("\ufffd")
    if strays * 5 < high:
        return "utf-8"
    if _looks_western(sample):
        return "cp1252"
    from charset_normalizer import from_bytes  # noqa: PLC0415 - 30 ms that hardly a file needs

    best = from_bytes(sample[:65_536]).best()
    if best is None:
        raise NotText("It is text in no encoding that is known.")
    return best.encoding


def _looks_western(sample: bytes) -> bool:
    """Whether the bytes above 127 are letters within words of plain letters, or typographic marks, in
    Windows-1252."""
    text = sample.decode("cp1252", errors="replace")
    high = [one for one in text if one > "\x7f"]
    fitting = sum(one in "àáâãäåæçèéêëìíîïñòóôõöøùúûüßÄÖÜÉÈÀÇÑÅØÆœ–—‘’“”…•€£§°«»¿¡\xa0" for one in high)
    plain = sum("a" <= one.lower() <= "z" for one in text)
    return fitting >= 0.9 * len(high) and plain >= 2 * len(high)


def opened(source: Source) -> tuple[io.TextIOWrapper, str]:
    """The file as text from its beginning, line ends as ``\\n``, and a sample of it.

    Raises:
        OSError: it cannot be read.
        UnreadableError: it is empty, or no text.
    """
    file = source.open()
    try:
        sample = _fill(file, SAMPLE_BYTES)
        if not sample.strip():
            raise empty(source.name)
        try:
            encoding, mark = encoding_of(sample)
        except NotText as error:
            raise refused(str(error), source.name, FailureKind.NOT_TEXT) from error
    finally:
        file.close()
    errors = "simulator.windows" if encoding == "utf-8" else "replace"
    again = source.open()
    again.read(mark)
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    text = re.sub("\r\n?", "\n", decoder.decode(sample[mark:], len(sample) < SAMPLE_BYTES)).replace("\0", "")
    if not text.strip():
        again.close()
        raise empty(source.name)
    return io.TextIOWrapper(again, encoding=encoding, errors=errors), text


def whole(file: io.TextIOWrapper, name: str) -> str:
    """All of the text.

    Raises:
        UnreadableError: there is more of it than one transcript may have.
    """
    text = up_to(file, TRANSCRIPT_LIMIT + 1)
    if len(text) > TRANSCRIPT_LIMIT:
        raise too_large(name)
    return text.replace("\0", "")


def up_to(file: io.TextIOBase, size: int) -> str:
    """At most so many characters; in pieces, since a text file keeps as much as was last asked of it."""
    parts: list[str] = []
    while size > 0 and (part := file.read(min(size, 65_536))):
        parts.append(part)
        size -= len(part)
    return "".join(parts)


def lines(file: io.TextIOWrapper, name: str) -> Iterator[str]:
    """The lines without their ends.

    Raises:
        UnreadableError: a line is longer than one transcript may be.
    """
    while line := file.readline(TRANSCRIPT_LIMIT + 1):
        if len(line) > TRANSCRIPT_LIMIT:
            raise too_large(name)
        yield line.rstrip("\n").replace("\0", "")


def writable(text: str) -> str:
    """Text that every encoding can write: halves of a character, which JSON can hold, are marked as damaged."""
    return _SURROGATE.sub("\ufffd", text)


def tidy(text: str) -> str:
    """One line of speech: writable, white space as single spaces, without what cannot be printed."""
    flat = " ".join(text.split())
    if flat.isprintable():
        return flat  # nothing that cannot be written is printable
    return "".join(one for one in writable(flat) if one.isprintable() or one in "\u200d\u200c").strip()


def _fill(file: BinaryIO, size: int) -> bytes:
    """As many bytes as asked for, or all there are: one `read` of a pipe or a remote file may give fewer."""
    parts: list[bytes] = []
    while size > 0 and (part := file.read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
