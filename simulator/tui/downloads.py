"""Files for whoever sits at a browser: they have no data folder of their own to look into."""

from __future__ import annotations

from io import StringIO
from typing import Any

from textual.app import App


def hand_over(app: App[Any], text: str, name: str) -> None:
    """Give a text to a visitor as a download.

    Args:
        app: of a served run; a terminal has no way to take a file.
        text: as the file is to have it.
        name: of the file; letters, digits, dots and hyphens.
    """
    app.deliver_text(StringIO(text), save_filename=name, encoding="utf-8", mime_type="text/plain")
