"""Vectors of texts that come again, kept on disk: each is made once."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np

from simulator.reading.encoder import WIDTH, Floats
from simulator.reading.shipped_vectors import shipped_vectors


class TextEncoder(Protocol):
    """What a `VectorCache` needs of an encoder."""

    @property
    def identity(self) -> str:
        """Differs wherever two encoders may give different vectors."""

    def encode(self, texts: Sequence[str]) -> Floats:
        """One vector a text, [n, 384]."""


class VectorCache:
    """Vectors of texts that come again, such as a persona's: each is made once and kept on disk.

    For the texts of content files. What a person says in a call should go to the encoder itself, so that
    no trace of it stays in the file.

    Processes may share a folder: each writes a whole new file and puts it in place at once. Where two write
    in the same moment the later one stands, and what it lacks is made again when it is needed. A file that
    cannot be read or has been damaged counts as absent, and a folder that cannot be written is no error.

    Args:
        encoder: makes the vectors that are not there yet.
        folder: where the file is kept, made when needed; None keeps the vectors in memory only.
        ships: whether vectors that came with the package may be used.
    """

    FILE_NAME = "sentence-vectors.bin"
    MOST_KEPT = 8192  # vectors, the last used; 13 MB

    _MAGIC = b"practice-room vectors 1\n"
    _RECORD = np.dtype([("key", "u1", (32,)), ("vector", "<f4", (WIDTH,))])

    def __init__(self, encoder: TextEncoder, folder: Path | None = None, *, ships: bool = True) -> None:
        self._encoder = encoder
        self._ships = ships
        self._path = None if folder is None else folder / self.FILE_NAME
        self._kept: dict[bytes, Floats] | None = None  # least recently used first; None before the first look
        self._lock = threading.Lock()

    def vectors(self, texts: Sequence[str]) -> Floats:
        """The vectors of some texts, as `Encoder.encode` gives them, [n, 384]."""
        keys = [self._key(text) for text in texts]
        with self._lock:
            if self._kept is None:
                self._kept = self._read()
            shipped = shipped_vectors() if self._ships else None
            found = np.zeros((len(texts), WIDTH), dtype=np.float32)
            missing: dict[bytes, str] = {}
            own: list[tuple[int, bytes]] = []
            for row, (key, text) in enumerate(zip(keys, texts, strict=True)):
                vector = shipped.get(key) if shipped is not None and key not in self._kept else None
                if vector is not None:
                    found[row] = vector
                    continue
                own.append((row, key))
                if key not in self._kept:
                    missing[key] = text
            if missing:
                made = self._encoder.encode(list(missing.values()))
                self._kept.update(zip(missing, made, strict=True))
            for row, key in own:
                found[row] = self._kept[key] = self._kept.pop(key)
            if missing:
                self._kept = self._save(self._kept)
        return found

    def key(self, text: str) -> bytes:
        """What a text is kept under."""
        return self._key(text)

    def _key(self, text: str) -> bytes:
        # A lone surrogate is no UTF-8, and yet a string may hold one.
        content = self._encoder.identity.encode() + b"\0" + text.encode("utf-8", "surrogatepass")
        return hashlib.sha256(content).digest()

    def _read(self) -> dict[bytes, Floats]:
        """What the file holds: magic, SHA-256 of the records, records. Nothing where any of it is wrong."""
        if self._path is None:
            return {}
        try:
            content = self._path.read_bytes()
        except OSError:
            return {}
        start = len(self._MAGIC) + 32
        checksum, body = content[len(self._MAGIC) : start], content[start:]
        whole = content.startswith(self._MAGIC) and len(body) % self._RECORD.itemsize == 0
        if not whole or hashlib.sha256(body).digest() != checksum:
            return {}
        records = np.frombuffer(body, dtype=self._RECORD)
        return {record["key"].tobytes(): record["vector"].astype(np.float32) for record in records}

    def _save(self, kept: dict[bytes, Floats]) -> dict[bytes, Floats]:
        """Write what is kept and what other processes have written meanwhile; the last used of it all."""
        others = {key: vector for key, vector in self._read().items() if key not in kept}
        kept = dict(list({**others, **kept}.items())[-self.MOST_KEPT :])
        if self._path is None:
            return kept
        records = np.zeros(len(kept), dtype=self._RECORD)
        records["key"] = np.frombuffer(b"".join(kept), dtype=np.uint8).reshape(-1, 32)
        records["vector"] = list(kept.values())
        body = records.tobytes()
        # A cache that cannot be written costs a second at the next start; it must not cost the call.
        with contextlib.suppress(OSError):
            _replace(self._path, self._MAGIC + hashlib.sha256(body).digest() + body)
        return kept


def _replace(path: Path, content: bytes) -> None:
    """Put a file in place whole: a reader sees the old one or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
