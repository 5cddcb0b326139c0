"""Two quiet themes; the palette offers others."""

from __future__ import annotations

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
    warning="#9a5a00",
    error="#a3352a",
    success="#2f6b42",
    foreground="#22262c",
    background="#fbfaf7",
    surface="#f3f1ec",
    panel="#e9e6df",
    dark=False,
)
