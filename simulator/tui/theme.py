"""Two quiet themes, and one of high contrast; the palette offers others."""

from __future__ import annotations

from collections.abc import Mapping

from textual.theme import Theme

DARK = Theme(
    name="practice-dark",
    primary="#8fb8de",
    secondary="#c9b48a",
    accent="#8fb8de",
    warning="#e0a458",
    error="#e07a6b",
    success="#8fbf9a",
    foreground="#d8dce2",
    background="#14171c",
    surface="#1b1f26",
    panel="#232830",
    dark=True,
)
LIGHT = Theme(
    name="practice-light",
    primary="#2b5f8f",
    secondary="#7a5c1e",
    accent="#2b5f8f",
    warning="#8f5300",
    error="#a3352a",
    success="#2f6b42",
    foreground="#22262c",
    background="#fbfaf7",
    surface="#f3f1ec",
    panel="#e9e6df",
    dark=False,
)
CONTRAST = Theme(
    name="practice-contrast",
    primary="#ffff66",
    secondary="#66ffff",
    accent="#ffff66",
    warning="#ffc04d",
    error="#ff9f94",
    success="#7dff9a",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#1c1c1c",
    dark=True,
    variables={
        "text-muted": "#e0e0e0",
        "text-disabled": "#c0c0c0",
        "input-selection-background": "#ffff66 40%",
    },
)
#: by the name that the setting has for them
THEMES = {"dark": DARK, "light": LIGHT, "contrast": CONTRAST}


def page_colours(variables: Mapping[str, str]) -> dict[str, object]:
    """What the page around a room in a browser is told, by the names of its style.

    Args:
        variables: of the theme.
    """
    return {
        "type": "colours",
        "ground": variables["background"],
        "panel": variables["panel"],
        "writing": variables["foreground"],
        "quiet": variables["primary"],
    }
