"""Files for whoever sits at a browser: they have no data folder of their own to look into."""

from __future__ import annotations

import re
from collections import Counter
from io import StringIO
from typing import Any
from weakref import WeakKeyDictionary

from textual.app import App

#: as the house has it that serves the file
_NO_PART_OF_A_NAME = re.compile(r"[^A-Za-z0-9._-]+")
#: how often each name was given; a browser that gets one twice makes up another, and nobody could say which
_GIVEN: WeakKeyDictionary[App[Any], Counter[str]] = WeakKeyDictionary()


def hand_over(app: App[Any], text: str, name: str) -> str:
    """Give a text to a visitor as a download.

    Args:
        app: of a served run; a terminal has no way to take a file.
        text: as the file is to have it.
        name: of the file.
    Returns:
        the name that the browser is given: letters, digits, dots and hyphens; another one each time.
    """
    name = _NO_PART_OF_A_NAME.sub("-", name).lstrip(".-")
    given = _GIVEN.setdefault(app, Counter())
    given[name] += 1
    if given[name] > 1:
        stem, dot, suffix = name.rpartition(".")
        name = f"{stem}-{given[name]}{dot}{suffix}"
    app.deliver_text(StringIO(text), save_filename=name, encoding="utf-8", mime_type="text/plain")
    return name
