"""Key bindings as the footer, the help and the palette list them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual.binding import Binding, BindingType

_SHOWN = {
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "escape": "Esc",
    "enter": "Enter",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "[": "[",
    "left_square_bracket": "[",
    "]": "]",
    "right_square_bracket": "]",
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


_PALETTE = 6


@dataclass(frozen=True)
class FooterKey:
    """A key as the footer would show it.

    Attributes:
        shown: as it is printed on a keyboard.
        does: in a word or two.
        action: without where it belongs to: ``help``, ``quit``.
        key: as the terminal calls it.
        can_be_used: now; else it is shown where there is room for it.
    """

    shown: str
    does: str
    action: str
    key: str
    can_be_used: bool = True

    @property
    def columns(self) -> int:
        """How wide it is."""
        return cell_len(self.shown) + 1 + cell_len(self.does)


def fitting(keys: Sequence[FooterKey], columns: int) -> tuple[list[FooterKey], int]:
    """Those of the keys that fit whole, in their order, and the gap between them; the rest are left to the help.

    Help comes first in line, then the way back or out of a call, then taking a line back, then the others as they are
    ordered, then leaving, then what cannot be used now, then the palette. The key for help stays even where nothing fits.
    Keys stand two columns apart, so that the mouse does not hit the one beside; no key but that for the palette gives way
    to this.
    """
    close, apart = _within(keys, columns, 1), _within(keys, columns, 2)
    if all(_rank(one) == _PALETTE for one in close[len(apart) :]):
        taken, gap = apart, 2
    else:
        taken, gap = close, 1
    return [one for one in keys if one in taken], gap


def _within(keys: Sequence[FooterKey], columns: int, gap: int) -> list[FooterKey]:
    """The keys that fit with that gap, the most important first."""
    taken: list[FooterKey] = []
    left = columns + gap  # there is no gap behind the last one
    for one in sorted(keys, key=_rank):
        left -= one.columns + gap
        if left < 0 and taken:
            break
        taken.append(one)
    return taken


def _rank(key: FooterKey) -> int:
    action = key.action.rpartition(".")[2].partition("(")[0]
    if action == "help":
        return 0
    if action == "command_palette":
        return _PALETTE
    if not key.can_be_used:
        return 5
    if action == "quit":
        return 4
    if action == "take_back":
        return 2  # it can be used until the next line
    is_way_out = action == "hang_up" or (key.key == "escape" and action != "skip")
    return 1 if is_way_out else 3
