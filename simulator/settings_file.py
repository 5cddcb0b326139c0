"""Keeps one changed setting in the settings file: the rest of the file stays as a person wrote it."""

from __future__ import annotations

import os
import re
import tempfile
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from simulator.settings import Settings, changed

#: where a value is said to come from that stands in no file
THIS_RUN = "until you leave"
_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a change.

    Args:
        settings: with the change.
        not_saved: why it holds for this run only, one sentence; empty where it was saved.
    """

    settings: Settings
    not_saved: str = ""


def keep(settings: Settings, name: str, raw: str) -> Kept:
    """Change one setting, and write it to the settings file. Blocks: for a thread.

    Args:
        settings, name, raw: as `changed` has them.
    Raises:
        SettingsError: as `changed`; nothing is written then.
    """
    path = settings.file_to_change
    after = changed(settings, name, raw, origin=str(path))
    if settings.served:
        # the file is the host's; what a visitor likes is theirs until they leave
        return Kept(changed(settings, name, raw, origin=THIS_RUN))
    try:
        _write(path, name, getattr(after, name) if name in after.origins else None)
    except OSError as error:
        why = f"{path} cannot be written ({error.strerror or type(error).__name__})"
    except ValueError:
        why = f"{path} is no settings file any more"
    else:
        return Kept(replace(after, file=path if path.exists() else settings.file))
    return Kept(changed(settings, name, raw, origin=THIS_RUN), f"{why}; this holds until you leave.")


def _write(path: Path, name: str, value: str | float | None) -> None:
    """Put one value into the file, or take it out; whoever reads meanwhile sees the old file or the new one.

    Raises:
        OSError: it cannot be read or written.
        ValueError: what stands in it is not TOML.
    """
    import tomlkit  # noqa: PLC0415 - when something is changed, not before the first paint

    before = path.read_bytes().decode("utf-8") if path.exists() else ""
    mark = _BOM if before.startswith(_BOM) else ""
    document = tomlkit.parse(before.removeprefix(_BOM))
    if value is None:
        if name not in document:
            return
        del document[name]
    else:
        document[name] = int(value) if isinstance(value, float) and value.is_integer() else value
    text = mark + tomlkit.dumps(document)
    if "\r\n" in before:
        text = re.sub(r"(?<!\r)\n", "\r\n", text)
    _replace(path, text)


def _replace(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    target = path.resolve()  # a link stays a link
    handle, name = tempfile.mkstemp(prefix=".simulator-", suffix=".toml", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            Path(name).chmod(target.stat().st_mode & 0o777)
        Path(name).replace(target)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
