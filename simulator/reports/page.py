"""Pages: one self-contained file each, with nothing fetched and nothing run.

Jinja2 fills them in, since it escapes whatever it fills in unless it is told otherwise; here nothing is told so but the
pictures, which escape their own text. A page carries a policy that lets no script run and no address be fetched: should
anything slip through, it stays text.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from simulator.domain.text_safety import visible
from simulator.reports.files import put_in_place

_TEMPLATES = Path(__file__).parent / "templates"
#: no name and no quote takes more room than this
_LONGEST = 1_200


def write_page(path: Path, template: str, **values: Any) -> None:
    """Fill in a template and put the page in its place, whole or not at all.

    Raises:
        WorkError: it cannot be written.
    """
    page = _pages().get_template(template)
    with put_in_place(path) as beside, beside.open("w", encoding="utf-8") as file:
        file.writelines(page.generate(css=_style(), **values))


@cache
def _pages() -> Environment:
    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _style() -> Any:
    from markupsafe import Markup  # noqa: PLC0415 - beside its use: our own file, and the only thing not escaped

    return Markup((_TEMPLATES / "page.css").read_text(encoding="utf-8"))  # noqa: S704 - our own file


def _shown(value: object) -> object:
    """What is filled in, with control characters written out and no end that is too long."""
    if value is None:
        return ""
    if not isinstance(value, str) or hasattr(value, "__html__"):
        return value
    if len(value) > _LONGEST:
        return f"{visible(value[:_LONGEST])} … ({len(value) - _LONGEST:,} more characters)"
    return visible(value)
