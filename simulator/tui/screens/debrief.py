"""How the call went, and why."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events, getters, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from simulator.domain.played import PlayedCall
from simulator.domain.text_safety import visible
from simulator.errors import SimulatorError
from simulator.tui.debrief_view import (
    Curve,
    Paragraph,
    Rows,
    Section,
    Select,
    Span,
    section_in_view,
    sections_with_own_view,
    step,
)
from simulator.tui.downloads import hand_over
from simulator.tui.evidence_view import EvidenceView
from simulator.tui.mirror_view import SelfGrade
from simulator.tui.screens.evidence import EvidenceScreen
from simulator.tui.screens.export import ExportScreen
from simulator.tui.screens.help import HelpScreen
from simulator.tui.widgets.debrief_parts import Block, DebriefBody, IndexEntry, Opens, SectionIndex
from simulator.tui.widgets.too_small import RoomyScreen
from simulator.tui.work_groups import LOADING

if TYPE_CHECKING:
    from simulator.call.finishing import Finished
    from simulator.reports.export import Export, Form


class DebriefScreen(RoomyScreen):
    """The debrief of a call: its sections, and from whatever rests on turns the way to those turns.

    Args:
        played: the call.
        finished: its score and debrief.
        keep: writes what was exported; gives its path.
        problem: something to know first, such as that the score could not be kept.
        grade: the rep's own grades.
        served: the person sits at a browser, which takes what is exported.
    """

    CSS_PATH = "debrief.tcss"
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", "Help", id="debrief.help", tooltip="All keys."),
        Binding("r", "again", "Again", id="debrief.again", tooltip="Call the same prospect again."),
        Binding(
            "t",
            "retry",
            "Retry",
            id="debrief.retry",
            tooltip="A new call from the line that is best played again.",
        ),
        Binding(
            "e", "export", "Export", id="debrief.export", tooltip="The call as a file: text or transcript."
        ),
        Binding(
            "h",
            "app.home",
            "Home",
            id="debrief.home",
            tooltip="All campaigns and prospects, and how you are doing.",
        ),
        Binding("c,escape", "close", "Talk", id="debrief.close", tooltip="Back to what was said."),
        Binding(
            "[",
            "section(-1)",
            "Section",
            id="debrief.section_back",
            tooltip="The section before.",
            show=False,
        ),
        Binding("]", "section(1)", "Section", id="debrief.section_on", tooltip="The next section."),
        Binding(
            "down,j",
            "step(1)",
            "Down",
            id="debrief.down",
            tooltip="Select what is next below; Enter opens the turns behind it.",
            show=False,
        ),
        Binding("up,k", "step(-1)", "Up", id="debrief.up", tooltip="Select what is next above.", show=False),
        Binding("pagedown,space", "page(1)", "Later", id="debrief.later", tooltip="A page on.", show=False),
        Binding("pageup", "page(-1)", "Earlier", id="debrief.earlier", tooltip="A page back.", show=False),
        Binding("home", "edge(-1)", "Top", id="debrief.top", tooltip="To the top.", show=False),
        Binding("end", "edge(1)", "End", id="debrief.end", tooltip="To the end.", show=False),
        Binding(
            "q,ctrl+q",
            "app.quit",
            "Leave",
            id="debrief.leave",
            tooltip="Leave the practice room.",
            priority=True,
        ),
    ]

    @dataclass
    class Again(Message):
        """The rep wants another call to the same prospect."""

        scenario_id: str
        persona_id: str

    @dataclass
    class Retry(Message):
        """The rep wants to say that line anew, in a new call that stands where this one stood."""

        call_id: str
        turn: int

    body = getters.query_one("#debrief", DebriefBody)
    index = getters.query_one(SectionIndex)
    note = getters.query_one("#note", Static)

    def __init__(
        self,
        played: PlayedCall,
        finished: Finished,
        keep: Callable[[Export], Path],
        *,
        problem: str = "",
        grade: SelfGrade | None = None,
        served: bool = False,
    ) -> None:
        super().__init__()
        self._played, self._finished, self._keep, self._problem = played, finished, keep, problem
        self._grade, self._served = grade, served
        self._sections = sections_with_own_view(played, finished, grade)
        self._place = 0

    def content(self) -> ComposeResult:
        """The index, the sections, room for a word."""
        with Horizontal(id="page"):
            yield SectionIndex([one.short or one.title for one in self._sections])
            with DebriefBody(id="debrief"):
                for section in self._sections:
                    yield from _section(section)
        yield Static(visible(self._problem), id="note", markup=False)

    def on_mount(self) -> None:
        """The note takes room only when it says something."""
        self.note.display = bool(self._problem)
        self.index.mark(0)
        self.watch(self.body, "scroll_y", self._follow, init=False)

    # where the rep is

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """The section follows what is selected."""
        boxes = list(self.query(".section"))
        found = next((place for place, box in enumerate(boxes) if box in event.widget.ancestors), None)
        if found is not None:
            self._go_to(found)

    def _follow(self) -> None:
        """The section follows what is scrolled to."""
        self._find_place()

    def _in_sight(self, one: Opens) -> bool:
        return self._mark(one).meets(self._window)

    @property
    def _window(self) -> Span:
        """The lines of the whole debrief that are shown."""
        top = round(self.body.scroll_y)
        return Span(top, top + self.body.size.height)

    def _span(self, widget: Widget) -> Span:
        """The lines of the whole debrief that a widget takes, wherever it was scrolled to: nothing waits for a picture."""
        within = (one for one in widget.ancestors_with_self if self.body in one.ancestors)
        top = sum(one.virtual_region.y for one in within if isinstance(one, Widget))
        return Span(top, top + widget.virtual_region.height)

    def _mark(self, one: Opens) -> Span:
        """The line with the sign of what can be opened: where that is out of sight, nobody sees that it is selected."""
        top = self._span(one).top
        return Span(top, top + 1)

    def _find_place(self) -> None:
        if isinstance(self.focused, Opens) and not self._in_sight(self.focused):
            self.set_focus(None)  # nobody opens what they cannot see
        spans = [self._span(box) for box in self.query(".section")]
        self._go_to(section_in_view(spans, self._place, self._window))

    def _go_to(self, place: int) -> None:
        if place != self._place:
            self._place = place
            self.index.mark(place)

    def action_section(self, by: int) -> None:
        """The next section, or the one before."""
        self._jump(min(len(self._sections) - 1, max(0, self._place + by)))

    @on(IndexEntry.Chosen)
    def _chosen(self, message: IndexEntry.Chosen) -> None:
        self._jump(message.place)

    def _jump(self, place: int) -> None:
        """To the top of a section; the first thing in it that can be opened is selected."""
        box = list(self.query(".section"))[place]
        self._go_to(place)
        self.set_focus(next(iter(box.query(Opens)), None), scroll_visible=False)
        self.body.scroll_to_widget(box, top=True, animate=False, force=True)

    def action_step(self, direction: int) -> None:
        """Select what is next, or scroll there."""
        items = list(self.query(Opens))
        current = items.index(self.focused) if isinstance(self.focused, Opens) else None
        match step([self._mark(one) for one in items], current, self._window, direction):
            case Select(index):
                self.set_focus(items[index])
            case rolled:
                self.body.scroll_relative(y=rolled.lines, animate=False)

    def action_page(self, direction: int) -> None:
        """A page on or back."""
        self.body.scroll_relative(y=direction * max(1, self.body.size.height - 2), animate=False)

    def action_edge(self, direction: int) -> None:
        """To the top or the end."""
        if direction < 0:
            self.body.scroll_home(animate=False)
        else:
            self.body.scroll_end(animate=False)

    # what can be done

    @on(Opens.Opened)
    def _open(self, message: Opens.Opened) -> None:
        if not self._in_sight(message.opens):
            return  # the window has just been made smaller, say
        view = EvidenceView(self._played, message.behind)
        self.app.push_screen(EvidenceScreen(view), self._retry_from)

    def _retry_from(self, turn: int | None) -> None:
        if turn is not None:
            self.post_message(self.Retry(self._played.call, turn))

    def action_help(self) -> None:
        """All keys."""
        self.app.push_screen(HelpScreen([*self.BINDINGS, *Opens.BINDINGS], commands=False))

    def action_again(self) -> None:
        """Call the same prospect again."""
        self.post_message(self.Again(self._played.scenario.id, self._played.persona.id))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is something to retry where the debrief names a line."""
        return None if action == "retry" and self._finished.debrief.retry_turn is None else True

    def action_retry(self) -> None:
        """Say that line anew."""
        self._retry_from(self._finished.debrief.retry_turn)

    def action_export(self) -> None:
        """Ask in what form, then write it."""
        self.app.push_screen(ExportScreen(served=self._served), self._exported)

    def _exported(self, form: Form | None) -> None:
        if form is not None:
            self._export(form)

    @work(group=LOADING)
    async def _export(self, form: Form) -> None:
        try:
            self._tell(await self._delivered(form))
        except SimulatorError as error:
            self._tell(f"Not exported. {error}")

    async def _delivered(self, form: Form) -> str:
        """Where the file is now."""
        from simulator.reports.export import export_of  # noqa: PLC0415 - only when something is exported

        export = export_of(form, self._played, self._text())
        if self._served:
            hand_over(self.app, export.text, export.name)
            return f"Your browser saves it as {export.name}"
        path = await asyncio.to_thread(self._keep, export)
        return f"Saved to {path}"

    def _text(self) -> str:
        """The debrief as it stands here, in plain lines."""
        from simulator.reports.call_text import sections_text  # noqa: PLC0415 - only when something is exported

        return sections_text(self._sections)

    def action_close(self) -> None:
        """Back to the conversation."""
        self.app.pop_screen()

    def _tell(self, text: str) -> None:
        self.note.update(visible(text))
        self.note.display = True


def _section(section: Section) -> ComposeResult:
    with Vertical(classes="section"):
        yield Static(section.title, classes="title", markup=False)
        for block in section.blocks:
            yield _drawn(block)


def _drawn(block: Paragraph | Rows) -> Widget:
    match block:
        case Curve():
            from simulator.tui.widgets.trust_curve import TrustCurve  # noqa: PLC0415 - plotext, only in a debrief

            return TrustCurve(block)
        case Rows(behind=behind) if behind is not None:
            return Opens(block, behind)
        case Rows():
            return Block(block, close=block.close)
        case _:
            return Block(block, close=False)
