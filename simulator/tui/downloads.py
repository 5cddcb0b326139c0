"""Files for whoever sits at a browser: they have no data folder of their own to look into."""

from __future__ import annotations

import re
from io import StringIO
from typing import Any

from textual.app import App

#: as the house has it that serves the file
_NO_PART_OF_A_NAME = re.compile(r"[^A-Za-z0-9._-]+")


def hand_over(app: App[Any], text: str, name: str) -> str:
    """Give a text to a visitor as a download.

    Args:
        app: of a served run; a terminal has no way to take a file.
        text: as the file is to have it.
        name: of the file.
    Returns:
        the name that the browser is given: letters, digits, dots and hyphens.
    """
    name = _NO_PART_OF_A_NAME.sub("-", name).lstrip(".-")
    app.deliver_text(StringIO(text), save_filename=name, encoding="utf-8", mime_type="text/plain")
    return name
