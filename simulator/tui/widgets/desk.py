"""The parts of the desk: who is called, the brief, the plan, the look-ups."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static
from textual.widgets.option_list import Option

from simulator.tui.desk_view import PLAN_CHARACTERS, PLAN_QUESTIONS, DeskView, LookupRow, one_line
from simulator.tui.widgets.brief import headed
from simulator.tui.widgets.choice_list import ChoiceList
from simulator.tui.widgets.line_input import LineInput

_WAITING = "Getting the brief…"
_NOTHING = "The desk has nothing on this prospect. The brief is all there is; F5 calls."
_ASKING = "Enter, or a click on the chosen row, asks: for preparation time, once."
_PLACEHOLDERS = ("How do you …", "What happens when …", "Tell me about …")


class DeskHeader(Vertical):
    """Name, role and firm; what was spent on look-ups; the limit of the call."""

    def compose(self) -> ComposeResult:
        """Two rows."""
        with Horizontal(classes="row"):
            yield Static("Before the call", id="desk-who", markup=False)
            yield Static("", id="desk-spent", markup=False)
        with Horizontal(classes="row"):
            yield Static("", id="desk-title", markup=False)
            yield Static("", id="desk-clock", markup=False)

    def show(self, view: DeskView, spent: str, over: str = "") -> None:
        """Who is called, what was spent so far, and what it costs to have gone over the limit."""
        self.query_one("#desk-who", Static).update(Content.assemble((view.who, "bold"), f"  {view.role}"))
        self.query_one("#desk-title", Static).update(Content(view.title))
        self.query_one("#desk-spent", Static).update(Content(f"preparation {spent}"))
        self.query_one("#desk-clock", Static).update(
            Content("   ".join(filter(None, (over, f"call {view.clock}"))))
        )


class PanelTab(Static):
    """The name of a panel, to click on where only one panel has room.

    Args:
        panel: id of the panel.
    """

    class Chosen(Message):
        """A panel is wanted."""

        def __init__(self, panel: str) -> None:
            super().__init__()
            self.panel = panel

    def __init__(self, name: str, panel: str) -> None:
        super().__init__(name, id=f"tab-{panel}", classes="tab", markup=False)
        self._panel = panel

    def on_click(self, event: events.Click) -> None:
        """Ask for the panel."""
        event.stop()
        self.post_message(self.Chosen(self._panel))


class BriefReading(Vertical):
    """The whole brief, to scroll through."""

    def compose(self) -> ComposeResult:
        """One text; it is filled when the content is there."""
        yield Static("The brief", classes="heading", markup=False)
        with VerticalScroll(id="desk-brief"):
            yield Static(_WAITING, id="desk-brief-text", markup=False)

    def show(self, view: DeskView) -> None:
        """Fill it."""
        self.query_one("#desk-brief-text", Static).update(headed(view.parts))

    def show_problem(self, sentence: str) -> None:
        """Say why there is no brief; safe to show."""
        self.query_one("#desk-brief-text", Static).update(Content(sentence))

    def stops(self) -> list[Widget]:
        """What can have the focus, in order."""
        return [self.query_one("#desk-brief")]


class PlanInput(LineInput):
    """One line of the plan; what is pasted over several lines becomes one."""

    class CutShort(Message):
        """More was pasted than a line of the plan has room for; the rest was left out."""

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        pasted, taken = one_line(event.text), len(self.selected_text)
        room = PLAN_CHARACTERS - len(self.value) + taken
        self.replace(pasted[:room], *self.selection)
        if len(pasted) > room:
            self.post_message(self.CutShort())


class PlanForm(Vertical):
    """What the rep means to do: a reason, three questions, a guess."""

    def compose(self) -> ComposeResult:
        """Five lines with their names above them."""
        yield Static("Your plan", classes="heading", markup=False)
        with VerticalScroll(id="desk-plan", can_focus=False):
            yield Static("Reason for the call", classes="label", markup=False)
            yield _line("plan-reason", "Why you ring them, and why now.")
            yield Static("Three questions", classes="label", markup=False)
            for number, placeholder in enumerate(_PLACEHOLDERS[:PLAN_QUESTIONS], 1):
                yield _line(f"plan-question-{number}", placeholder)
            yield Static("What they may need and not say", classes="label", markup=False)
            yield _line("plan-guess", "Your guess; it may be wrong.")

    def written(self) -> tuple[str, ...]:
        """Reason, questions and guess as they stand; nothing where nothing was written."""
        lines = tuple(field.value for field in self.query(PlanInput))
        return lines if any(lines) else ()

    def take_up(self, lines: Sequence[str]) -> None:
        """Put back what was written here earlier; what was typed since stays."""
        for field, line in zip(self.query(PlanInput), lines, strict=False):
            if not field.value:
                field.put(line)

    def stops(self) -> list[Widget]:
        """What can have the focus, in order."""
        return list(self.query(PlanInput))


class LookupOptions(ChoiceList):
    """What the desk has; what it found stands under the chosen row alone, so that the others stay in sight."""

    def __init__(self, rows: Sequence[LookupRow] = (), *, id: str | None = None) -> None:  # noqa: A002 - as Textual has it
        super().__init__(id=id, markup=False)
        self._rows: tuple[LookupRow, ...] = ()
        self._drawn: list[tuple[LookupRow, bool]] = []
        self.show(rows)

    def show(self, rows: Sequence[LookupRow]) -> None:
        """These rows; those that are there already are drawn anew where they changed."""
        self._rows = tuple(rows)
        if self.option_count != len(rows):
            self._drawn = [(one, False) for one in rows]
            self.set_options([Option(drawn_lookup(one), id=one.id) for one in rows])
        self._draw()

    def watch_highlighted(self, highlighted: int | None) -> None:
        """Another row has its finding under it."""
        super().watch_highlighted(highlighted)
        self._draw()

    def _draw(self) -> None:
        for place, row in enumerate(self._rows):
            now = row, place == self.highlighted
            if self._drawn[place] != now:
                self._drawn[place] = now
                self.replace_option_prompt_at_index(place, drawn_lookup(row, finds=now[1]))
        if self.is_attached:
            self.call_after_refresh(self.scroll_to_highlight)

    def choose(self) -> None:
        """Have a row chosen; not before somebody comes here, so that a first click only chooses."""
        if self.highlighted is None and self.option_count:
            self.highlighted = 0

    def action_page_up(self) -> None:
        """What stands above."""
        self.scroll_page_up(animate=False)

    def action_page_down(self) -> None:
        """What stands below."""
        self.scroll_page_down(animate=False)


class LookupList(Vertical):
    """What the research desk has, and what it found."""

    def compose(self) -> ComposeResult:
        """A list; it is filled when the content is there."""
        yield Static("The research desk", classes="heading", markup=False)
        yield Static("", id="desk-how", markup=False)
        yield LookupOptions(id="desk-lookups")

    def show(self, rows: Sequence[LookupRow]) -> None:
        """Fill it for the first time."""
        self.query_one("#desk-how", Static).update(_ASKING if rows else _NOTHING)
        self.options.show(rows)
        if self.options.has_focus:
            self.options.choose()

    def show_again(self, rows: Sequence[LookupRow]) -> None:
        """Show them anew: what one of them took is missing for the others."""
        self.options.show(rows)

    @property
    def options(self) -> LookupOptions:
        """The list itself."""
        return self.query_one("#desk-lookups", LookupOptions)

    def stops(self) -> list[Widget]:
        """What can have the focus, in order."""
        return [self.options] if self.options.option_count else []


def _line(field_id: str, placeholder: str) -> PlanInput:
    return PlanInput(id=field_id, max_length=PLAN_CHARACTERS, placeholder=placeholder, select_on_focus=False)


def drawn_lookup(row: LookupRow, *, finds: bool = False) -> Table:
    """A row of the research desk: what it costs, its title, what it takes over the limit, and what was found.

    Args:
        finds: whether what was found stands under it.
    """
    table = Table.grid(padding=(0, 2, 0, 0), expand=True)
    table.add_column(width=5, justify="right")
    table.add_column(ratio=1)
    warning = (f"  {row.warning}", "not bold italic") if row.warning else ""
    table.add_row(Text(row.cost), Text.assemble(row.title, warning))
    if finds and row.finds:
        table.add_row(Text(), Text(row.finds, style="not bold"))  # bold is the title that the cursor is on
    return table
