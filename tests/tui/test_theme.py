"""The colours: enough contrast in every theme, and nothing that colour alone tells."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest
from textual.color import Color
from textual.constants import DIM_FACTOR
from textual.theme import Theme

import simulator.tui.app
from simulator.settings import Settings
from simulator.settings_values import BY_NAME
from simulator.tui.theme import CONTRAST, DARK, LIGHT, THEMES

STYLES = sorted(Path(simulator.tui.app.__file__).parent.rglob("*.tcss"))
#: grounds on which text stands; a ground of another colour is used with the one text that the style names with it
GROUNDS = ("background", "surface", "panel")
INVERSE = {("background", "primary")}


def least(theme: Theme) -> float:
    """The least contrast of text."""
    return 7.0 if theme is CONTRAST else 4.5


def luminance(color: Color) -> float:
    """As WCAG 2.2 has it."""
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color.normalized
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(text: Color, ground: Color) -> float:
    """As WCAG 2.2 has it: 1 to 21."""
    bright, dark = sorted((luminance(text), luminance(ground)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def drawn(name: str, theme: Theme, ground: Color) -> Color:
    """A colour of the theme as it comes out on that ground."""
    value = theme.to_color_system().generate()[name]
    if value.startswith("auto"):
        return ground + ground.get_contrast_text(float(value.split()[1].rstrip("%")) / 100)
    return ground + Color.parse(value)


def used(what: str) -> set[str]:
    """Names of the theme's colours that the styles give to text or to grounds, without an alpha of their own."""
    found: set[str] = set()
    for style in STYLES:
        found |= set(re.findall(rf"(?<![\w-]){what}: \$([\w-]+)\s*;", style.read_text(encoding="utf-8")))
    return found


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_text_can_be_read_on_every_ground(theme: Theme) -> None:
    colors = theme.to_color_system().generate()
    texts = (used("color") - {"background"}) | {"foreground", "text-muted"}
    assert {"primary", "secondary", "warning", "error", "success"} <= texts
    for text, ground in {*product(texts, GROUNDS), *INVERSE}:
        behind = Color.parse(colors[ground])
        assert contrast(drawn(text, theme, behind), behind) >= least(theme), (text, ground)


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_quiet_text_can_be_read_on_the_grounds_it_stands_on(theme: Theme) -> None:
    colors = theme.to_color_system().generate()
    for ground in ("background", "surface"):
        behind = Color.parse(colors[ground])
        dimmed = behind.blend(Color.parse(colors["foreground"]), DIM_FACTOR)
        assert contrast(dimmed, behind) >= least(theme), ground


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_keys_in_the_footer_and_the_cursor_can_be_read(theme: Theme) -> None:
    colors = theme.to_color_system().generate()
    pairs = (
        ("footer-foreground", "footer-background"),
        ("footer-key-foreground", "footer-background"),
        ("footer-description-foreground", "footer-background"),
        ("block-cursor-foreground", "block-cursor-background"),
    )
    for text, ground in pairs:
        behind = Color.parse(colors[ground])
        assert contrast(drawn(text, theme, behind), behind) >= least(theme), (text, ground)


def test_styles_use_no_ground_that_was_not_looked_at() -> None:
    assert used("background") <= {*GROUNDS, "primary"}
    for style in STYLES:
        assert not re.search(r"#[0-9a-fA-F]{6}\b|rgb\(", style.read_text(encoding="utf-8")), style


def test_every_theme_that_can_be_set_is_there(settings: Settings) -> None:
    assert tuple(THEMES) == BY_NAME["theme"].choices
    assert (THEMES["dark"], THEMES["light"]) == (DARK, LIGHT)
    assert settings.theme in THEMES


def test_contrast_of_black_and_white_is_the_greatest() -> None:
    assert contrast(Color.parse("#000000"), Color.parse("#ffffff")) == pytest.approx(21)
    assert contrast(Color.parse("#777777"), Color.parse("#ffffff")) == pytest.approx(4.48, abs=0.01)
