"""The parts of the first screen: its list, and how a row, an entry in words and the weeks are drawn."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Table
from rich.text import Text
from textual.widgets.option_list import Option

from simulator.tui.home_view import Chart, Entry, Group, LeadEntry, OpenEntry, Told
from simulator.tui.widgets.choice_list import ChoiceList

#: a name takes no more columns of a row than this
_NAME_COLUMNS = 24
#: from this width of a row on there is room for the number of calls
_BROAD = 82
_ROOM_FOR_THIS_WEEK = 70


class EntryList(ChoiceList):
    """Campaigns with their leads, and open calls."""

    def __init__(self) -> None:
        super().__init__(id="entries", markup=False)
        self._by_id: dict[str, Entry] = {}

    @property
    def chosen(self) -> Entry | None:
        """The entry under the cursor."""
        option = self.highlighted_option
        return self._by_id.get(option.id or "") if option is not None else None

    def show(self, groups: Sequence[Group], *, gaps: bool) -> None:
        """Fill the list; the chosen entry stays chosen, where it is still there.

        Args:
            gaps: whether an empty row parts the groups.
        """
        before = self.highlighted_option
        self._by_id = {_id_of(entry): entry for group in groups for entry in group.entries}
        entries = self._by_id.values()
        names = max((len(entry.name) for entry in entries), default=0)
        known = [entry for entry in entries if isinstance(entry, LeadEntry)]
        ended = max((len(entry.ended) for entry in known), default=0)
        options: list[Option] = []
        for group in groups:
            options.append(Option(_heading(group, gap=gaps and bool(options)), disabled=True))
            options += [Option(_Row(entry, names, ended), id=_id_of(entry)) for entry in group.entries]
        self.set_options(options)
        wanted = (
            before.id if before is not None and before.id in self._by_id else next(iter(self._by_id), None)
        )
        if wanted is not None:
            self.highlighted = self.get_option_index(wanted)

    def watch_highlighted(self, highlighted: int | None) -> None:
        """Bring the title of the first group into sight with its first entry."""
        super().watch_highlighted(highlighted)
        if highlighted == 1:
            self.scroll_home(animate=False)


class _Row:
    """One row of the list; rows of the same `names` line up.

    Args:
        names: columns of the longest name.
        ended: columns of the longest word for how a call ended; 0 where no call has, so that a firm's name has the room.
    """

    def __init__(self, entry: Entry, names: int, ended: int) -> None:
        self._entry, self._names, self._ended = entry, min(names, _NAME_COLUMNS), ended

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The columns that there is room for."""
        entry = self._entry
        table = Table.grid(padding=(0, 2, 0, 0), expand=True)
        table.add_column(width=self._names + 2, no_wrap=True, overflow="ellipsis")
        table.add_column(ratio=1, no_wrap=True, overflow="ellipsis")
        cells = [Text(f"  {entry.name}"), Text(entry.who)]
        if isinstance(entry, LeadEntry) and self._ended:
            table.add_column(width=3, no_wrap=True, justify="right")
            table.add_column(width=self._ended, no_wrap=True, overflow="ellipsis")
            cells += [Text(entry.score), Text(entry.ended)]
            if options.max_width >= _BROAD:
                table.add_column(width=9, no_wrap=True)
                cells.append(Text(entry.calls))
        elif isinstance(entry, OpenEntry):
            table.add_column(no_wrap=True, justify="right")
            cells.append(Text(entry.beside))
        table.add_row(*cells)
        yield table


def drawn_about(about: Sequence[Told]) -> Table:
    """An entry in words: headings at the left, what they say beside them."""
    name, *rest = about
    table = Table.grid(padding=(0, 2, 0, 0), expand=True)
    table.add_column(no_wrap=True, width=max((len(one.heading) for one in rest), default=0))
    table.add_column(ratio=1)
    for one in rest:
        table.add_row(Text(one.heading, "dim"), Text(one.text))
    whole = Table.grid(expand=True)
    whole.add_row(Text.assemble((name.heading, "bold"), f"  {name.text}" if name.text else ""))
    whole.add_row(table)
    return whole


class WeeksChart:
    """Bars with their figures beside them, week after week; this week is the last.

    Args:
        charts: the rows.
    """

    def __init__(self, charts: Sequence[Chart]) -> None:
        self._charts = charts

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The figures, and where there is room which of them is this week's."""
        table = Table.grid(padding=(0, 2, 0, 0))
        for chart in self._charts:
            figures = "".join(f"{figure:>4}" for figure in chart.figures)
            cells = [Text(chart.name, "dim"), Text(chart.bars), Text(figures)]
            if options.max_width >= _ROOM_FOR_THIS_WEEK:
                cells.append(Text("this week" if chart is self._charts[0] else "", "dim"))
            table.add_row(*cells)
        yield table


def _heading(group: Group, *, gap: bool) -> Text:
    heading = Text.assemble("\n" if gap else "", group.title)
    if group.note:
        heading.append(f"  {group.note}", "not bold")
    heading.no_wrap, heading.overflow = True, "ellipsis"
    return heading


def _id_of(entry: Entry) -> str:
    if isinstance(entry, OpenEntry):
        return f"call {entry.call_id}"
    return f"lead {entry.scenario_id} {entry.persona_id}"
