"""What is set and where it comes from, as rows: for ``simulator doctor`` and the settings screen. Never a key."""

from __future__ import annotations

from typing import NamedTuple

from simulator.settings import Settings, shown_database_url


class SettingRow(NamedTuple):
    """One setting: its name, its value as it may be shown, and where that comes from."""

    name: str
    value: str
    origin: str


def setting_rows(given: Settings) -> tuple[SettingRow, ...]:
    """The settings that a person would want to see, in the order in which they matter."""
    shown = (
        ("home", given.home),
        ("database_url", shown_database_url(given.database_url)),
        ("base_url", given.base_url or "the SDK's own"),
        ("model", given.model),
        ("voice", given.voice),
        ("reader", given.reader),
        ("timeout_s", given.timeout_s),
        ("pacing", given.pacing),
        ("mirror", given.mirror),
        ("theme", given.theme),
    )
    rows = [SettingRow(name, str(value), given.origins.get(name, "default")) for name, value in shown]
    key = "set" if given.api_key is not None else "not set"
    return (*rows, SettingRow("key", key, given.origins.get("api_key", "default")))
