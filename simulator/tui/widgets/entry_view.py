"""One entry of a conversation: who, and what."""

from __future__ import annotations

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from simulator.tui.shown import Entry, Kind

#: cells of the label, and of the gap between it and the words
_LABEL_CELLS, _GAP_CELLS = 10, 2
#: stands before every row of what nobody said aloud, so that it is not taken for speech
_BAR = "▌ "
_BARRED = frozenset({Kind.BUNGLE, Kind.COACH, Kind.DESK, Kind.NOTE, Kind.PROBLEM})


class EntryView(Widget):
    """The label with the words beside it. The label tells who it is without any colour.

    One widget and not a row of two, since a long call has dozens of them, and each is laid out with every line.
    """

    COMPONENT_CLASSES = {"entry--who", "entry--words", "entry--bar"}
    DEFAULT_CSS = """
    EntryView {
        height: auto;
        margin-bottom: 1;
        text-wrap: nowrap;
        & > .entry--who { text-style: bold; }
    }
    """

    def __init__(self, entry: Entry) -> None:
        super().__init__(classes=f"entry -{entry.kind}")
        self.key = entry.key
        self._entry = entry
        #: the rows of the words at the width that was asked for last
        self._rows: tuple[int, list[Content]] = (-1, [])

    def show(self, entry: Entry) -> None:
        """Take the entry's new form; everything is laid out anew only where it takes more rows or fewer."""
        width, before = self._rows
        self._entry, self._rows = entry, (-1, [])
        self.refresh(layout=width < 0 or len(self._wrapped(width)) != len(before))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Rows at that width."""
        return len(self._wrapped(width))

    def render(self) -> Content:
        """Label and first row; below it the others, under the words."""
        who = self.get_visual_style("entry--who")
        words = self.get_visual_style("entry--words")
        bar = (_BAR, self.get_visual_style("entry--bar")) if self._entry.kind in _BARRED else ""
        label = Content(self._entry.who).truncate(_LABEL_CELLS, ellipsis=True)
        lead: tuple[str | Content, ...] = (" " * (_LABEL_CELLS - label.cell_length), label.stylize(who))
        rows = []
        for row in self._wrapped(self.content_size.width):
            rows.append(Content.assemble(*lead, " " * _GAP_CELLS, bar, row.stylize_before(words)))
            lead = (" " * _LABEL_CELLS,)
        return Content("\n").join(rows)

    def _wrapped(self, width: int) -> list[Content]:
        if self._rows[0] != width:
            taken = _LABEL_CELLS + _GAP_CELLS + (len(_BAR) if self._entry.kind in _BARRED else 0)
            self._rows = width, _words(self._entry).wrap(max(1, width - taken))
        return self._rows[1]


def _words(entry: Entry) -> Content:
    if entry.struck:
        return Content.assemble((entry.text, "strike"), "  (taken back)")
    if entry.speaking and entry.kind is Kind.PROSPECT:
        return Content(f"{entry.text} …" if entry.text else "…")
    return Content(entry.text)
