"""Key bindings as the help and the palette list them."""

from __future__ import annotations

from collections.abc import Iterable

from textual.binding import Binding, BindingType

_SHOWN = {
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "escape": "Esc",
    "enter": "Enter",
}


def listed(bindings: Iterable[BindingType]) -> list[tuple[str, str]]:
    """Keys as they are printed on a keyboard, and what they do; one row for each action."""
    keys: dict[str, list[str]] = {}
    does: dict[str, str] = {}
    for binding in bindings:
        assert isinstance(binding, Binding)  # noqa: S101 - a test holds every screen to it
        if any(shown_key(binding.key) in taken for taken in keys.values()):
            continue  # a screen says better than the app what a key does there
        keys.setdefault(binding.action, []).extend(shown_key(key) for key in binding.key.split(","))
        does.setdefault(binding.action, binding.tooltip)
    return [(" or ".join(pressed), does[action]) for action, pressed in keys.items()]


def shown_key(key: str) -> str:
    """A key as it is printed on a keyboard: ``f10`` is F10, ``ctrl+q`` is Ctrl+Q."""
    if key in _SHOWN:
        return _SHOWN[key]
    return "+".join(part.capitalize() if len(part) > 1 else part.upper() for part in key.split("+"))
