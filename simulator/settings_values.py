"""How each setting is read: one rule for a value, whether it stands in a file, in a variable or on the screen."""

from __future__ import annotations

import difflib
import math
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from simulator.secret import Secret

API_KEY_VARIABLE = "OPENAI_API_KEY"
PREFIX = "SIMULATOR_"

_LONGEST_WAIT_S = 3600.0


class ValueProblemError(Exception):
    """What is wrong with one value: the end of a sentence that begins with its place."""


@dataclass(frozen=True)
class ValueReader:
    """How one key is read.

    Args:
        name: as in the file and in `Settings`.
        variable: as in the environment.
        read: the value from what stands there and the folder that relative paths start from.
        choices: the values that there are; empty where there are too many to name.
        from_file: whether it may stand in a file.
    """

    name: str
    variable: str
    read: Callable[[object, Path], object]
    choices: tuple[str, ...] = ()
    from_file: bool = True


def _read_text(raw: object, folder: Path) -> str:
    if not isinstance(raw, str) or not raw.strip() or not raw.strip().isprintable():
        raise ValueProblemError("wants one line of text")
    return raw.strip()


def _read_number(raw: object) -> float:
    if isinstance(raw, str):
        try:
            raw = float(raw)
        except ValueError:
            raise ValueProblemError(f"wants a number, not {_shown(raw)}") from None
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not math.isfinite(raw):
        raise ValueProblemError(f"wants a number, not {_shown(raw)}")
    return float(raw)


def _read_seconds(raw: object, folder: Path) -> float:
    value = _read_number(raw)
    if not 0 < value <= _LONGEST_WAIT_S:
        raise ValueProblemError(f"wants seconds, more than 0 and at most {_LONGEST_WAIT_S:g}, not {value:g}")
    return value


def _read_price(raw: object, folder: Path) -> float:
    value = _read_number(raw)
    if value < 0:
        raise ValueProblemError(f"wants a price of 0 or more per million tokens, not {value:g}")
    return value


def _one_of(*choices: str) -> Callable[[object, Path], str]:
    def read(raw: object, folder: Path) -> str:
        value = raw.strip() if isinstance(raw, str) else raw
        if value not in choices:
            close = difflib.get_close_matches(value.lower(), choices, n=1) if isinstance(value, str) else []
            meant = f"; did you mean {close[0]}?" if close else ""
            raise ValueProblemError(f"wants one of {', '.join(choices)}, not {_shown(raw)}{meant}")
        return str(value)

    return read


def _read_address(raw: object, folder: Path) -> str:
    address = _read_text(raw, folder)
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise ValueProblemError("is not an address") from None
    if "@" in parts.netloc:
        # Not shown: it holds a password.
        raise ValueProblemError(f"has a name or password in it; the key goes into {API_KEY_VARIABLE}")
    if parts.scheme not in {"http", "https"} or not host:
        meant = f"; did you mean http://{address}?" if "://" not in address else ""
        raise ValueProblemError(
            f"wants an address that begins with http:// or https://, not {_shown(address)}{meant}"
        )
    if parts.path.rstrip("/").endswith("/chat/completions"):
        meant = address.rstrip("/").removesuffix("/chat/completions")
        raise ValueProblemError(f"wants the address up to its /v1; did you mean {meant}?")
    return address


def _read_database_url(raw: object, folder: Path) -> str:
    url = _read_text(raw, folder)
    scheme, separator, _ = url.partition("://")
    if scheme == "postgres":
        raise ValueProblemError("wants postgresql:// at its front, not postgres://")
    if not separator or not scheme.startswith(("sqlite", "postgresql")):
        raise ValueProblemError("wants an address such as sqlite:///calls.sqlite3 or postgresql://host/name")
    return url


def _read_path(raw: object, folder: Path) -> Path:
    try:
        return folder / Path(_read_text(raw, folder)).expanduser()
    except RuntimeError:
        raise ValueProblemError("names the home folder of a person who is not known here") from None


def _read_home(raw: object, folder: Path) -> Path:
    path = _read_path(raw, folder)
    if path.exists() and not path.is_dir():
        raise ValueProblemError(f"names a file where a folder is wanted: {path}")
    return path


def _read_file(raw: object, folder: Path) -> Path:
    path = _read_path(raw, folder)
    if not path.is_file():
        raise ValueProblemError(f"names a file that is not there: {path}")
    return path


def _read_yes_no(raw: object, folder: Path) -> bool:
    if isinstance(raw, bool):
        return raw
    return _one_of("yes", "no")(raw, folder) == "yes"


def _read_folders(raw: object, folder: Path) -> tuple[Path, ...]:
    if isinstance(raw, str):
        raw = [part for part in raw.split(os.pathsep) if part.strip()]
    if not isinstance(raw, list):
        raise ValueProblemError(f"wants a folder or a list of folders, not {_shown(raw)}")
    paths = tuple(_read_path(part, folder) for part in raw)
    for path in paths:
        if not path.is_dir():
            raise ValueProblemError(f"names a folder that is not there: {path}")
    return paths


def _read_api_key(raw: object, folder: Path) -> Secret:
    key = str(raw).strip()
    if not key.isascii() or not key.isprintable() or " " in key:
        # Not shown, not even in part.
        raise ValueProblemError(
            "holds characters that no key has, such as a blank, a line break or a typographic quote"
        )
    return Secret(key)


def _shown(raw: object) -> str:
    kinds = {bool: "true or false", list: "a list", dict: "a table"}
    return kinds.get(type(raw)) or repr(raw if len(str(raw)) <= 60 else str(raw)[:59] + "…")


def _reader(name: str, read: Callable[[object, Path], object], *, from_file: bool = True) -> ValueReader:
    return ValueReader(name, PREFIX + name.upper(), read, from_file=from_file)


def _choice(name: str, *choices: str) -> ValueReader:
    return ValueReader(name, PREFIX + name.upper(), _one_of(*choices), choices)


READERS = (
    ValueReader("base_url", "OPENAI_BASE_URL", _read_address),
    _reader("model", _read_text),
    _reader("timeout_s", _read_seconds),
    _reader("first_token_timeout_s", _read_seconds),
    _reader("prompt_price", _read_price),
    _reader("completion_price", _read_price),
    _reader("cached_price", _read_price),
    _reader("home", _read_home),
    _reader("database_url", _read_database_url),
    _reader("personas", _read_folders),
    _reader("scenarios", _read_folders),
    _reader("rubrics", _read_folders),
    _choice("voice", "auto", "authored", "endpoint", "local"),
    _choice("reader", "local", "model"),
    _reader("local_model", _read_file),
    _choice("pacing", "natural", "instant"),
    _choice("mirror", "ask", "skip"),
    _choice("theme", "dark", "light", "contrast"),
    # who sits before the screen is for the one who starts the program to say, not for a file
    _reader("served", _read_yes_no, from_file=False),
)
BY_NAME = {reader.name: reader for reader in READERS}
BY_VARIABLE = {reader.variable: reader for reader in READERS}
API_KEY = ValueReader("api_key", API_KEY_VARIABLE, _read_api_key)
