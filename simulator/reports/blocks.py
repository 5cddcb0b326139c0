"""Paragraphs, tables and curves of plain text: what a screen draws and a file has as lines. Safe to show as they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from simulator.domain.text_safety import visible


class Style(StrEnum):
    """How a piece of text stands out; never by colour alone."""

    PLAIN = "plain"
    STRONG = "strong"
    QUIET = "quiet"


@dataclass(frozen=True)
class Piece:
    """Some text in one style; safe to show.

    Attributes:
        plain: what stands in its place in a file of plain lines; None for the same.
    """

    text: str
    style: Style = Style.PLAIN
    plain: str | None = None


@dataclass(frozen=True)
class Paragraph:
    """Pieces in a row."""

    pieces: tuple[Piece, ...]

    @property
    def plain(self) -> str:
        """The paragraph as it stands in a file."""
        return "".join(one.text if one.plain is None else one.plain for one in self.pieces)


@dataclass(frozen=True)
class Pointer:
    """A turn that speaks for something, and what it shows."""

    turn: int
    why: str


@dataclass(frozen=True)
class Behind:
    """The turns that something rests on, oldest first, each turn once; never none."""

    title: str
    turns: tuple[Pointer, ...]


@dataclass(frozen=True)
class Rows:
    """A table: a cell is a paragraph. Without headings it is there for alignment only.

    Attributes:
        widths: least columns of text for each column but the last, so that tables below each other line up.
        behind: the turns that it rests on, to be opened; None where there are none.
        close: what follows belongs to it, and stands right below.
    """

    rows: tuple[tuple[Paragraph, ...], ...]
    widths: tuple[int, ...]
    headings: tuple[str, ...] = ()
    behind: Behind | None = None
    close: bool = False


@dataclass(frozen=True)
class Curve(Paragraph):
    """A value over the turns; what it shows stands in words beside it, so as a paragraph it is empty.

    Attributes:
        points: turn and value, 0–100.
        marks: sign, turn and value of the points that are marked.
    """

    pieces: tuple[Piece, ...] = ()
    points: tuple[tuple[int, int], ...] = ()
    marks: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True)
class Section:
    """A heading with what stands below it.

    Attributes:
        short: the heading where there is little room.
    """

    title: str
    blocks: tuple[Paragraph | Rows, ...]
    short: str = ""


def line(*pieces: Piece) -> Paragraph:
    """A paragraph of these pieces."""
    return Paragraph(pieces)


def plain(text: str, in_file: str | None = None) -> Piece:
    """Text as it is; `in_file` in its place where a screen's signs cannot be shown."""
    return Piece(visible(text), plain=in_file)


def strong(text: str) -> Piece:
    """Text that stands out."""
    return Piece(visible(text), Style.STRONG)


def quiet(text: str) -> Piece:
    """Text that stands back."""
    return Piece(visible(text), Style.QUIET)


def behind(title: str, found: Iterable[tuple[int | None, str]], there: frozenset[int]) -> Behind | None:
    """The turns behind something; one that comes up twice has both reasons.

    Args:
        found: turns, and what each shows; a turn that is None or not in the call is passed over.
        there: the turns of the call.
    """
    whys: dict[int, list[str]] = {}
    for turn, why in found:
        if turn is not None and turn in there:
            reasons = whys.setdefault(turn, [])
            if why not in reasons:
                reasons.append(why)
    if not whys:
        return None
    turns = tuple(Pointer(turn, visible("; ".join(filter(None, whys[turn])))) for turn in sorted(whys))
    return Behind(visible(title), turns)
