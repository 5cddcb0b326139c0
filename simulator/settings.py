"""What a person can set, read once at the start and passed on from there.

The environment comes first, then ``simulator.toml`` (in the working folder, else in the user's configuration
folder), then the defaults. Every problem is told at once, with the place that it stands in.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import platformdirs

from simulator.errors import SettingsError
from simulator.secret import Secret
from simulator.settings_values import (
    API_KEY,
    API_KEY_VARIABLE,
    BY_NAME,
    BY_VARIABLE,
    PREFIX,
    ValueProblemError,
    ValueReader,
)

__all__ = ["API_KEY_VARIABLE", "Settings", "changed", "default_of", "load_settings", "shown_database_url"]

SETTINGS_FILE = "simulator.toml"
APP_NAME = "practice-room"
#: variables with the program's prefix that are not settings: SIMULATOR_DATA is read by the benchmarks
NOT_SETTINGS = frozenset({"SIMULATOR_DATA"})

#: what can be changed while the program runs, in the order in which a person would look for it
CHANGEABLE = ("theme", "pacing", "mirror", "voice", "reader", "base_url", "model", "timeout_s")
#: of those what a visitor may change, who must not say where the host's key goes or what it is spent on
FOR_VISITORS = ("theme", "pacing", "mirror")

_NAMES_OF_THE_KEY = frozenset({"api_key", "openai_api_key", "apikey", "key", "openai_key"})
_OF_THE_HOUSE = ("base_url", "home", "database_url", "personas", "scenarios", "rubrics", "local_model")


def default_home() -> Path:
    """The data folder where none is set; it need not exist."""
    return platformdirs.user_data_path(APP_NAME, appauthor=False)


def default_config_dir() -> Path:
    """The folder of the settings file that holds for all working folders; it need not exist."""
    return platformdirs.user_config_path(APP_NAME, appauthor=False)


# A plain dataclass and no pydantic model: the readers check every value, and whoever opens the practice room would wait
# for pydantic before the first picture.
@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything that can be set. It never changes itself; `changed` makes another.

    ``repr`` shows neither the key nor the address of the database, which may hold a password.
    """

    #: the endpoint's key; only ever from the environment
    api_key: Secret | None = None
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
    #: of prompt tokens that the provider had in its cache; None takes them for any others
    cached_price: float | None = None
    #: the data folder
    home: Path = field(default_factory=default_home)
    #: an SQLAlchemy address; empty is a file in the data folder
    database_url: str = field(default="", repr=False)
    #: extra folders; an id that is taken twice is refused, with both places
    personas: tuple[Path, ...] = ()
    scenarios: tuple[Path, ...] = ()
    rubrics: tuple[Path, ...] = ()
    #: "auto" is the endpoint where one is set, the authored lines elsewhere
    voice: Literal["auto", "authored", "endpoint", "local"] = "auto"
    reader: Literal["local", "model"] = "local"
    #: a GGUF file for the local voice
    local_model: Path | None = None
    #: whether authored lines come at the pace of speech or at once
    pacing: Literal["natural", "instant"] = "natural"
    #: whether the rep is asked for grades of their own before the debrief
    mirror: Literal["ask", "skip"] = "ask"
    #: the colours of the screen
    theme: Literal["dark", "light", "contrast"] = "dark"
    #: whether somebody else sits before the screen, in a browser: they may not say where the key goes
    served: bool = False
    #: the settings file that was read; None where there was none
    file: Path | None = None
    #: the folder of the person's own settings file; a file anywhere else may have been made by somebody else
    config_dir: Path = field(default_factory=default_config_dir, repr=False)
    #: where each value comes from that is not a default, by name
    origins: Mapping[str, str] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        if not self.database_url:
            address = f"sqlite:///{(self.home / 'journal.sqlite3').as_posix()}"
            object.__setattr__(self, "database_url", address)

    @property
    def file_to_change(self) -> Path:
        """The settings file that a change is written to; it need not exist."""
        return self.file or self.config_dir / SETTINGS_FILE

    def variable_of(self, name: str) -> str:
        """The variable that a value comes from; empty where it comes from elsewhere."""
        variable = BY_NAME[name].variable
        return variable if self.origins.get(name) == variable else ""

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
    config_dir = config_dir if config_dir is not None else default_config_dir()
    path = _settings_file(cwd, config_dir)
    if path is not None:
        _take_file(path, found)
    _take_environment(env, cwd, found)
    if path is not None and found.origins.get("base_url") == str(path):
        _refuse_a_strange_address(path, config_dir, found)
    if path is not None and found.values.get("served"):
        _refuse_what_is_of_the_house(path, found)
    if found.problems:
        # A name or a value may hold anything; one problem stays one line.
        lines = [" ".join(problem.replace("?.", "?").split()) for problem in found.problems]
        raise SettingsError(lines[0] if len(lines) == 1 else "\n".join(["Some settings are wrong:", *lines]))
    return Settings(**found.values, file=path, config_dir=config_dir, origins=found.origins)


def default_of(name: str) -> object:
    """The value of a changeable setting where nothing is set."""
    return getattr(Settings, name)


def changed(settings: Settings, name: str, raw: str, *, origin: str) -> Settings:
    """The settings with one value changed, by the rules that hold for the file.

    Args:
        name: one of `CHANGEABLE`.
        raw: as a person typed it; empty is the default.
        origin: where the value is said to come from, unless it is the default again.
    Raises:
        SettingsError: it cannot have that value, or cannot be changed here; one sentence.
    """
    if name not in CHANGEABLE or (settings.served and name not in FOR_VISITORS):
        raise SettingsError(f"{name} is not for you to change here.")
    if variable := settings.variable_of(name):
        raise SettingsError(f"{name} is set by {variable} in the environment, and cannot be changed here.")
    origins = {one: where for one, where in settings.origins.items() if one != name}
    if not raw.strip():
        value = default_of(name)
        return _with(settings, {name: value, "origins": origins})
    try:
        value = BY_NAME[name].read(raw, settings.config_dir)
    except ValueProblemError as exc:
        raise SettingsError(" ".join(f"{name} {exc}.".replace("?.", "?").split())) from None
    path = settings.file_to_change
    if name == "base_url" and settings.api_key is not None:
        host = _strange_host(str(value), path, settings.config_dir)
        if host:
            raise SettingsError(f"{path} would send {_KEY_TO.format(host=host)}.")
    return _with(settings, {name: value, "origins": {**origins, name: origin}})


def _with(settings: Settings, values: dict[str, Any]) -> Settings:
    return replace(settings, **values)


@dataclass
class _Found:
    """What was read so far."""

    values: dict[str, Any] = field(default_factory=dict)
    origins: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def take(self, reader: ValueReader, raw: object, folder: Path, *, where: str, origin: str) -> None:
        try:
            self.values[reader.name] = reader.read(raw, folder)
            self.origins[reader.name] = origin
        except ValueProblemError as exc:
            self.problems.append(f"{where} {exc}.")


_IN_FILES = tuple(name for name, reader in BY_NAME.items() if reader.from_file)


def _settings_file(cwd: Path, config_dir: Path) -> Path | None:
    return next((path for path in (cwd / SETTINGS_FILE, config_dir / SETTINGS_FILE) if path.exists()), None)


def _take_file(path: Path, found: _Found) -> None:
    import tomllib  # noqa: PLC0415 - most people have no file, and would wait for it before the first picture

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
        elif name in BY_NAME and not BY_NAME[name].from_file:
            found.problems.append(
                f"{path}: {name} does not belong in a file; only {BY_NAME[name].variable} sets it."
            )
        elif name in BY_NAME:
            found.take(BY_NAME[name], raw, path.parent, where=f"{path}: {name}", origin=str(path))
        else:
            found.problems.append(f"{path}: unknown key {name!r}{_suggestion(_plain(name), _IN_FILES)}.")


def _take_environment(env: Mapping[str, str], cwd: Path, found: _Found) -> None:
    for variable in sorted(env):
        reader = API_KEY if variable == API_KEY_VARIABLE else BY_VARIABLE.get(variable)
        if reader is not None:
            if env[variable].strip():
                found.take(reader, env[variable], cwd, where=variable, origin=variable)
        elif variable.startswith(PREFIX) and variable not in NOT_SETTINGS:
            if _plain(variable) in _NAMES_OF_THE_KEY:
                found.problems.append(f"{variable} is not a setting; did you mean {API_KEY_VARIABLE}?")
            else:
                found.problems.append(f"{variable} is not a setting{_suggestion(variable, BY_VARIABLE)}.")


_KEY_TO = (
    f"the key in {API_KEY_VARIABLE} to {{host}}; if you mean that, set the address in the environment too, "
    f"as {BY_NAME['base_url'].variable}"
)


def _refuse_a_strange_address(path: Path, config_dir: Path, found: _Found) -> None:
    address = found.values.get("base_url")
    if (
        address is not None
        and "api_key" in found.values
        and (host := _strange_host(address, path, config_dir))
    ):
        found.problems.append(f"{path}: base_url would send {_KEY_TO.format(host=host)}.")


def _strange_host(address: str, path: Path, config_dir: Path) -> str:
    """The machine that a file may not send the key to; empty where it may.

    A folder that somebody else made may not say where the key goes: only a server on this machine, or none.
    """
    host = urlsplit(address).hostname or ""
    own = path.parent == config_dir
    return "" if own or host == "localhost" or host.startswith("127.") or host == "::1" else host


def _refuse_what_is_of_the_house(path: Path, found: _Found) -> None:
    """A visitor's own file may not say where the house's key goes, nor which of its files are read."""
    names = [name for name in _OF_THE_HOUSE if found.origins.get(name) == str(path)]
    found.problems += [f"{path}: {name} is for whoever runs the practice room to set." for name in names]


def _plain(name: str) -> str:
    """A key as it would be written in the file, for comparing."""
    return name.lower().replace("-", "_").removeprefix(PREFIX.lower())


def _suggestion(name: str, known: Iterable[str]) -> str:
    names = sorted(known)
    close = [name] if name in names else difflib.get_close_matches(name, names, n=1)
    return f"; did you mean {close[0]}?" if close else f"; there are {', '.join(names)}"
