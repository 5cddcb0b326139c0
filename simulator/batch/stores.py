"""Places that are URLs: whatever fsspec knows, with its many libraries' errors made one kind."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any, BinaryIO, TypeVar

from simulator.batch.trees import split_pattern
from simulator.errors import UsageError

T = TypeVar("T")

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*(?:::|://)")
_MAGIC = re.compile(r"[*?[]")
_WEB_MAGIC = re.compile(r"\*")  # "?" begins the query there
_SECRETS = re.compile(r"(?<=://)[^/@\s]*@|\?[^\s'\"]*")
#: package that fsspec needs for a scheme, where its name is not the scheme's
_PACKAGES = {
    "s3": "s3fs", "s3a": "s3fs", "gs": "gcsfs", "gcs": "gcsfs", "http": "aiohttp", "https": "aiohttp",
    "abfs": "adlfs", "abfss": "adlfs", "az": "adlfs", "sftp": "paramiko", "ssh": "paramiko", "smb": "smbprotocol",
}  # fmt: skip


def is_url(place: str) -> bool:
    """Whether a place is a URL and no path: a drive letter is a path."""
    return _URL.match(place) is not None


def shown(text: str) -> str:
    """A URL, or an error with one in it, without what may be a key: who logs in, and what stands behind ``?``."""
    return _SECRETS.sub("", text)


def connect(url: str) -> tuple[Any, str]:
    """The file system of a URL, and the path in it.

    Raises:
        UsageError: no such scheme, or its package is not installed.
        OSError: the store cannot be reached.
    """
    from fsspec.core import url_to_fs  # noqa: PLC0415 - a fifth of a second, and only for URLs

    scheme = url.split(":", 1)[0].lower()
    try:
        # a listing is used once; kept, it would hold the details of a million files
        store, path = url_to_fs(url, use_listings_cache=False)
    except ImportError as error:
        package = _PACKAGES.get(scheme, scheme)
        raise UsageError(
            f"Reading {scheme}:// needs a package that is not installed.",
            hint=f"Install it: pip install {package}",
        ) from error
    except ValueError as error:
        raise UsageError(
            f"{shown(url)} cannot be understood: {shown(str(error))}.",
            hint="Give a path, or a URL as s3://bucket/prefix/.",
        ) from error
    except Exception as error:  # see `guarded`
        raise _as_os_error(error) from error
    return store, str(path)


def split_url(url: str) -> tuple[Any, str, list[str]]:
    """The file system of a URL, the path in it, and the pattern that the path ends in, by parts.

    A file that is called like a pattern is a file.

    Raises:
        UsageError, OSError: see `connect`.
    """
    store, path = connect(url)
    on_web = _on_web(url)
    fixed, pattern = split_pattern(path.split("/"), _WEB_MAGIC if on_web else _MAGIC)
    if not pattern or _is_there(store, path):
        return store, path, []
    return store, "/".join(fixed) + ("/" if on_web else ""), pattern


def is_folder(store: Any, path: str, url: str) -> bool:
    """Whether a path is a folder; on the web one whose address ends in a slash is.

    Raises:
        OSError: it is not there, or the store cannot be reached.
    """
    if _on_web(url):
        return url.endswith("/")
    return bool(guarded(lambda: store.info(path)).get("type") == "directory")


def _on_web(url: str) -> bool:
    return url.lower().startswith(("http://", "https://"))


def _is_there(store: Any, path: str) -> bool:
    try:
        guarded(lambda: store.info(path))
    except OSError:
        return False
    return True


def guarded(work: Callable[[], T]) -> T:
    """The outcome of something asked of a store.

    Raises:
        OSError: whatever went wrong; each store's library has exceptions of its own.
    """
    try:
        return work()
    except Exception as error:
        raise _as_os_error(error) from error


def open_file(store: Any, path: str) -> BinaryIO:
    """Open a file of a store from its beginning; whatever goes wrong then or later is an `OSError`."""
    return io.BufferedReader(_Sheltered(guarded(lambda: store.open(path, "rb"))), 1 << 16)


class _Sheltered(io.RawIOBase):
    """A file of a store whose errors are all `OSError`s."""

    def __init__(self, file: Any) -> None:
        self._file, self._position = file, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # what the base really passes
        data = guarded(lambda: self._file.read(len(buffer)))
        buffer[: len(data)] = data
        self._position += len(data)
        return len(data)

    def seekable(self) -> bool:
        return bool(self._file.seekable())

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._position = int(guarded(lambda: self._file.seek(offset, whence)))
        return self._position

    def tell(self) -> int:
        return self._position

    def close(self) -> None:
        if not self.closed:
            guarded(self._file.close)
        super().close()


def _as_os_error(error: Exception) -> OSError:
    text = shown(
        (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
    )
    for kind in (FileNotFoundError, PermissionError, TimeoutError):
        if isinstance(error, kind):
            return kind(text)
    return OSError(text)
