"""What a person can set, read once at the start and passed on from there.

The environment comes first, then ``simulator.toml`` (in the working folder, else in the user's configuration
folder), then the defaults. Every problem is told at once, with the place that it stands in.
"""

from __future__ import annotations

import difflib
import math
import os
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import platformdirs
from pydantic import BaseModel, ConfigDict, Field, SecretStr

from simulator.errors import SettingsError

SETTINGS_FILE = "simulator.toml"
APP_NAME = "practice-room"
API_KEY_VARIABLE = "OPENAI_API_KEY"
#: variables with the program's prefix that are not settings: SIMULATOR_DATA is read by the benchmarks
NOT_SETTINGS = frozenset({"SIMULATOR_DATA"})

_PREFIX = "SIMULATOR_"
_NAMES_OF_THE_KEY = frozenset({"api_key", "openai_api_key", "apikey", "key", "openai_key"})
_LONGEST_WAIT_S = 3600.0


def default_home() -> Path:
    """The data folder where none is set; it need not exist."""
    return platformdirs.user_data_path(APP_NAME, appauthor=False)


def default_config_dir() -> Path:
    """The folder of the settings file that holds for all working folders; it need not exist."""
    return platformdirs.user_config_path(APP_NAME, appauthor=False)


def _default_database_url(values: dict[str, Any]) -> str:
    return f"sqlite:///{(values['home'] / 'journal.sqlite3').as_posix()}"


class Settings(BaseModel):
    """Everything that can be set; nothing changes after the start.

    ``repr`` shows neither the key nor the password of the database.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    #: the endpoint's key; only ever from the environment
    api_key: SecretStr | None = None
    #: the endpoint's address with its ``/v1``; None is OpenAI's own
    base_url: str | None = None
    model: str = "gpt-4.1-mini"
    #: limit for one whole answer of the endpoint, in seconds
    timeout_s: float = 20.0
    #: limit for the first word of a streamed answer, in seconds
    first_token_timeout_s: float = 8.0
    #: prices per million tokens in any currency, for the cost of a batch; None leaves the cost open
    prompt_price: float | None = None
    completion_price: float | None = None
    #: the data folder
    home: Path = Field(default_factory=default_home)
    database_url: str = Field(default_factory=_default_database_url)
    #: extra folders, the later ones first in line where an id is taken twice
    personas: tuple[Path, ...] = ()
    scenarios: tuple[Path, ...] = ()
    #: "auto" is the endpoint where one is set, the authored lines elsewhere
    voice: Literal["auto", "authored", "endpoint", "local"] = "auto"
    reader: Literal["local", "model"] = "local"
    #: a GGUF file for the local voice
    local_model: Path | None = None
    #: whether authored lines come at the pace of speech or at once
    pacing: Literal["natural", "instant"] = "natural"
    #: whether the rep is asked for grades of their own before the debrief
    mirror: Literal["ask", "skip"] = "ask"
    #: whether somebody else sits before the screen, in a browser: they may not say where the key goes
    served: bool = False
    #: the settings file that was read; None where there was none
    file: Path | None = None
    #: where each value comes from that is not a default, by name
    origins: Mapping[str, str] = Field(default_factory=dict, repr=False)

    @property
    def endpoint_configured(self) -> bool:
        """Whether there is an endpoint to ask: a key, or the address of a server that may need none."""
        return self.api_key is not None or self.base_url is not None

    @property
    def chosen_voice(self) -> Literal["authored", "endpoint", "local"]:
        """The voice that a call gets where none is asked for."""
        if self.voice != "auto":
            return self.voice
        return "endpoint" if self.endpoint_configured else "authored"

    def __repr_args__(self) -> Any:
        for name, value in super().__repr_args__():
            yield name, shown_database_url(value) if name == "database_url" else value


def shown_database_url(url: str) -> str:
    """A database's address as it may be shown: without a password and without a query."""
    scheme, separator, rest = url.partition("://")
    if not separator:
        return "***"
    who, at, where = rest.rpartition("@")
    user, colon, _ = who.partition(":")
    where = where.partition("?")[0]
    return f"{scheme}://{user}{':***' if colon else ''}{at}{where}"


def load_settings(env: Mapping[str, str], cwd: Path, config_dir: Path | None = None) -> Settings:
    """Read the settings.

    Args:
        env: the environment variables.
        cwd: the working folder; relative paths in variables start here, those in a file at the file's folder.
        config_dir: the folder of the general settings file; None is the user's own.
    Raises:
        SettingsError: unknown keys, wrong types and values, a file that cannot be read; all of them at once.
    """
    found = _Found()
    path = _settings_file(cwd, config_dir if config_dir is not None else default_config_dir())
    if path is not None:
        _take_file(path, found)
    _take_environment(env, cwd, found)
    if path is not None and path.parent == cwd:
        _refuse_a_strange_address(path, found)
    if found.problems:
        # A name or a value may hold anything; one problem stays one line.
        lines = [" ".join(problem.replace("?.", "?").split()) for problem in found.problems]
        raise SettingsError(lines[0] if len(lines) == 1 else "\n".join(["Some settings are wrong:", *lines]))
    return Settings(**found.values, file=path, origins=found.origins)


class _ValueProblemError(Exception):
    """What is wrong with one value: the end of a sentence that begins with its place."""


@dataclass(frozen=True, slots=True)
class _Reader:
    """How one key is read.

    Args:
        name: as in the file and in `Settings`.
        variable: as in the environment.
        read: the value from what stands there and the folder that relative paths start from.
    """

    name: str
    variable: str
    read: Callable[[object, Path], object]


def _read_text(raw: object, folder: Path) -> str:
    if not isinstance(raw, str) or not raw.strip() or not raw.strip().isprintable():
        raise _ValueProblemError("wants one line of text")
    return raw.strip()


def _read_number(raw: object) -> float:
    if isinstance(raw, str):
        try:
            raw = float(raw)
        except ValueError:
            raise _ValueProblemError(f"wants a number, not {_shown(raw)}") from None
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not math.isfinite(raw):
        raise _ValueProblemError(f"wants a number, not {_shown(raw)}")
    return float(raw)


def _read_seconds(raw: object, folder: Path) -> float:
    value = _read_number(raw)
    if not 0 < value <= _LONGEST_WAIT_S:
        raise _ValueProblemError(f"wants seconds, more than 0 and at most {_LONGEST_WAIT_S:g}, not {value:g}")
    return value


def _read_price(raw: object, folder: Path) -> float:
    value = _read_number(raw)
    if value < 0:
        raise _ValueProblemError(f"wants a price of 0 or more per million tokens, not {value:g}")
    return value


def _one_of(*choices: str) -> Callable[[object, Path], str]:
    def read(raw: object, folder: Path) -> str:
        value = raw.strip() if isinstance(raw, str) else raw
        if value not in choices:
            close = difflib.get_close_matches(value.lower(), choices, n=1) if isinstance(value, str) else []
            meant = f"; did you mean {close[0]}?" if close else ""
            raise _ValueProblemError(f"wants one of {', '.join(choices)}, not {_shown(raw)}{meant}")
        return str(value)

    return read


def _read_address(raw: object, folder: Path) -> str:
    address = _read_text(raw, folder)
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise _ValueProblemError("is not an address") from None
    if "@" in parts.netloc:
        # Not shown: it holds a password.
        raise _ValueProblemError(f"has a name or password in it; the key goes into {API_KEY_VARIABLE}")
    if parts.scheme not in {"http", "https"} or not host:
        meant = f"; did you mean http://{address}?" if "://" not in address else ""
        raise _ValueProblemError(
            f"wants an address that begins with http:// or https://, not {_shown(address)}{meant}"
        )
    if parts.path.rstrip("/").endswith("/chat/completions"):
        meant = address.rstrip("/").removesuffix("/chat/completions")
        raise _ValueProblemError(f"wants the address up to its /v1; did you mean {meant}?")
    return address


def _read_database_url(raw: object, folder: Path) -> str:
    url = _read_text(raw, folder)
    scheme, separator, _ = url.partition("://")
    if scheme == "postgres":
        raise _ValueProblemError("wants postgresql:// at its front, not postgres://")
    if not separator or not scheme.startswith(("sqlite", "postgresql")):
        raise _ValueProblemError("wants an address such as sqlite:///calls.sqlite3 or postgresql://host/name")
    return url


def _read_path(raw: object, folder: Path) -> Path:
    try:
        return folder / Path(_read_text(raw, folder)).expanduser()
    except RuntimeError:
        raise _ValueProblemError("names the home folder of a person who is not known here") from None


def _read_home(raw: object, folder: Path) -> Path:
    path = _read_path(raw, folder)
    if path.exists() and not path.is_dir():
        raise _ValueProblemError(f"names a file where a folder is wanted: {path}")
    return path


def _read_file(raw: object, folder: Path) -> Path:
    path = _read_path(raw, folder)
    if not path.is_file():
        raise _ValueProblemError(f"names a file that is not there: {path}")
    return path


def _read_yes_no(raw: object, folder: Path) -> bool:
    if isinstance(raw, bool):
        return raw
    return _one_of("yes", "no")(raw, folder) == "yes"


def _read_folders(raw: object, folder: Path) -> tuple[Path, ...]:
    if isinstance(raw, str):
        raw = [part for part in raw.split(os.pathsep) if part.strip()]
    if not isinstance(raw, list):
        raise _ValueProblemError(f"wants a folder or a list of folders, not {_shown(raw)}")
    paths = tuple(_read_path(part, folder) for part in raw)
    for path in paths:
        if not path.is_dir():
            raise _ValueProblemError(f"names a folder that is not there: {path}")
    return paths


def _read_api_key(raw: object, folder: Path) -> SecretStr:
    key = str(raw).strip()
    if not key.isascii() or not key.isprintable() or " " in key:
        # Not shown, not even in part.
        raise _ValueProblemError(
            "holds characters that no key has, such as a blank, a line break or a typographic quote"
        )
    return SecretStr(key)


def _shown(raw: object) -> str:
    kinds = {bool: "true or false", list: "a list", dict: "a table"}
    return kinds.get(type(raw)) or repr(raw if len(str(raw)) <= 60 else str(raw)[:59] + "…")


def _reader(name: str, read: Callable[[object, Path], object]) -> _Reader:
    return _Reader(name, _PREFIX + name.upper(), read)


_READERS = (
    _Reader("base_url", "OPENAI_BASE_URL", _read_address),
    _reader("model", _read_text),
    _reader("timeout_s", _read_seconds),
    _reader("first_token_timeout_s", _read_seconds),
    _reader("prompt_price", _read_price),
    _reader("completion_price", _read_price),
    _reader("home", _read_home),
    _reader("database_url", _read_database_url),
    _reader("personas", _read_folders),
    _reader("scenarios", _read_folders),
    _reader("voice", _one_of("auto", "authored", "endpoint", "local")),
    _reader("reader", _one_of("local", "model")),
    _reader("local_model", _read_file),
    _reader("pacing", _one_of("natural", "instant")),
    _reader("mirror", _one_of("ask", "skip")),
    _reader("served", _read_yes_no),
)
_BY_NAME = {reader.name: reader for reader in _READERS}
_BY_VARIABLE = {reader.variable: reader for reader in _READERS}
_API_KEY = _Reader("api_key", API_KEY_VARIABLE, _read_api_key)


@dataclass
class _Found:
    """What was read so far."""

    values: dict[str, Any] = field(default_factory=dict)
    origins: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def take(self, reader: _Reader, raw: object, folder: Path, *, where: str, origin: str) -> None:
        try:
            self.values[reader.name] = reader.read(raw, folder)
            self.origins[reader.name] = origin
        except _ValueProblemError as exc:
            self.problems.append(f"{where} {exc}.")


def _settings_file(cwd: Path, config_dir: Path) -> Path | None:
    return next((path for path in (cwd / SETTINGS_FILE, config_dir / SETTINGS_FILE) if path.exists()), None)


def _take_file(path: Path, found: _Found) -> None:
    try:
        # Some editors put a byte order mark in front, which TOML does not allow.
        table = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as exc:
        found.problems.append(f"{path}: cannot be read ({exc.strerror or type(exc).__name__}).")
        return
    except UnicodeDecodeError:
        found.problems.append(f"{path}: is not UTF-8 text.")
        return
    except tomllib.TOMLDecodeError as exc:
        found.problems.append(f"{path}: is not TOML: {exc}.")
        return
    for name, raw in table.items():
        if _plain(name) in _NAMES_OF_THE_KEY:
            found.problems.append(
                f"{path}: the key {name!r} does not belong in a file, since files are copied, shared and "
                f"committed; set the environment variable {API_KEY_VARIABLE}."
            )
        elif name in _BY_NAME:
            found.take(_BY_NAME[name], raw, path.parent, where=f"{path}: {name}", origin=str(path))
        else:
            found.problems.append(f"{path}: unknown key {name!r}{_suggestion(_plain(name), _BY_NAME)}.")


def _take_environment(env: Mapping[str, str], cwd: Path, found: _Found) -> None:
    for variable in sorted(env):
        reader = _API_KEY if variable == API_KEY_VARIABLE else _BY_VARIABLE.get(variable)
        if reader is not None:
            if env[variable].strip():
                found.take(reader, env[variable], cwd, where=variable, origin=variable)
        elif variable.startswith(_PREFIX) and variable not in NOT_SETTINGS:
            if _plain(variable) in _NAMES_OF_THE_KEY:
                found.problems.append(f"{variable} is not a setting; did you mean {API_KEY_VARIABLE}?")
            else:
                found.problems.append(f"{variable} is not a setting{_suggestion(variable, _BY_VARIABLE)}.")


def _refuse_a_strange_address(path: Path, found: _Found) -> None:
    """A folder that somebody else made may not say where the key goes: only a server on this machine, or none."""
    address = found.values.get("base_url")
    if address is None or "api_key" not in found.values or found.origins.get("base_url") != str(path):
        return
    host = urlsplit(address).hostname or ""
    if host != "localhost" and not host.startswith("127.") and host != "::1":
        found.problems.append(
            f"{path}: base_url would send the key in {API_KEY_VARIABLE} to {host}; if you mean that, set the address in "
            f"the environment too, as {_BY_NAME['base_url'].variable}."
        )


def _plain(name: str) -> str:
    """A key as it would be written in the file, for comparing."""
    return name.lower().replace("-", "_").removeprefix(_PREFIX.lower())


def _suggestion(name: str, known: Iterable[str]) -> str:
    names = sorted(known)
    close = [name] if name in names else difflib.get_close_matches(name, names, n=1)
    return f"; did you mean {close[0]}?" if close else f"; there are {', '.join(names)}"
