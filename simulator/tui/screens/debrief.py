"""How the call went, and why."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
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
    holds_window,
    is_anything_hidden,
    section_in_view,
    sections_with_own_view,
    step,
)
from simulator.tui.downloads import hand_over
from simulator.tui.evidence_view import EvidenceView
from simulator.tui.mirror_view import SelfGrade
from simulator.tui.screens.ask import UncoverScreen
from simulator.tui.screens.debrief_keys import KEYS
from simulator.tui.screens.evidence import EvidenceScreen
from simulator.tui.screens.export import ExportScreen
from simulator.tui.screens.help import HelpScreen
from simulator.tui.widgets.debrief_parts import Block, DebriefBody, IndexEntry, Opens, SectionIndex
from simulator.tui.widgets.too_small import RoomyScreen
from simulator.tui.wording import NO_RETRY, NOTHING_COVERED
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
        served: the person sits at a browser, which takes what is exported, and has no command line.
        begun: when the call began, in the time zone of this machine; now else.
    """

    CSS_PATH = "debrief.tcss"
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = KEYS

    @dataclass
    class Again(Message):
        """The rep wants another call to the same prospect."""

        scenario_id: str
        persona_id: str

    @dataclass
    class Prepare(Message):
        """The rep wants to prepare another call to the same prospect."""

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
        begun: datetime | None = None,
    ) -> None:
        super().__init__()
        self._played, self._finished, self._keep, self._problem = played, finished, keep, problem
        self._grade, self._served, self._begun = grade, served, begun or datetime.now().astimezone()
        self._hidden = is_anything_hidden(played, finished)
        self._sections = self._told()
        self._place = 0
        self._says_for_now = False

    def _told(self) -> list[Section]:
        return sections_with_own_view(
            self._played, self._finished, self._grade, uncovered=not self._hidden, commands=not self._served
        )

    def content(self) -> ComposeResult:
        """The index, the sections, room for a word."""
        with Horizontal(id="page"):
            yield SectionIndex(_titles(self._sections))
            with DebriefBody(id="debrief"):
                yield from map(_section, self._sections)
        yield Static(visible(self._problem), id="note", markup=False)

    def on_mount(self) -> None:
        """The note takes room only when it says something."""
        self.note.display = bool(self._problem)
        self.index.mark(0)
        self.watch(self.body, "scroll_y", self._follow, init=False)

    # where the rep is

    def on_resize(self) -> None:
        """Other widths wrap other lines: the section that the rep is in comes back into sight."""
        self.call_after_refresh(self._stay)

    def _stay(self) -> None:
        box = list(self.query(".section"))[self._place]
        if not holds_window(self._span(box), self._window):
            self.body.scroll_to_widget(box, top=True, animate=False, force=True)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """The section follows what is selected."""
        self._move_on()
        boxes = list(self.query(".section"))
        found = next((place for place, box in enumerate(boxes) if box in event.widget.ancestors), None)
        if found is not None:
            self._go_to(found)

    def _follow(self) -> None:
        """The section follows what is scrolled to."""
        self._move_on()
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

    def action_prepare(self) -> None:
        """Prepare another call to the same prospect."""
        self.post_message(self.Prepare(self._played.scenario.id, self._played.persona.id))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is something to retry where the debrief names a line, and to uncover where something is covered."""
        return None if self._why_not(action) else True

    def _why_not(self, action: str) -> str:
        """Why a key does nothing now; empty where it does what it says."""
        if action == "retry" and self._finished.debrief.retry_turn is None:
            return NO_RETRY
        return NOTHING_COVERED if action == "uncover" and not self._hidden else ""

    def on_key(self, event: events.Key) -> None:
        """A key that is dimmed says why."""
        for one in self.BINDINGS:
            if (
                isinstance(one, Binding)
                and event.key in one.key.split(",")
                and (why := self._why_not(one.action))
            ):
                event.stop()
                self._tell(why)

    def action_retry(self) -> None:
        """Say that line anew."""
        self._retry_from(self._finished.debrief.retry_turn)

    @work(group="dialog", exclusive=True)
    async def action_uncover(self) -> None:
        """Ask, then tell all of it; for as long as this screen stands."""
        if not await self.app.push_screen_wait(UncoverScreen()):
            return
        at = self._sections[self._place].title
        self._hidden = False
        self._sections = self._told()
        self.set_focus(None)
        async with self.batch():
            await self.body.remove_children()
            await self.body.mount_all(map(_section, self._sections))
            await self.index.show(_titles(self._sections))
        self.refresh_bindings()
        place = next((number for number, one in enumerate(self._sections) if one.title == at), 0)
        self.index.mark(place)
        self.call_after_refresh(self._jump, place)

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

        export = export_of(form, self._played, self._text(), self._begun)
        if self._served:
            return f"Your browser saves it as {hand_over(self.app, export.text, export.name)}"
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
        """Say something until the rep moves on."""
        self._says_for_now = True
        self._say(text)

    def _move_on(self) -> None:
        """What was said of the last key is said no more; what went wrong with the score is."""
        if self._says_for_now:
            self._says_for_now = False
            self._say(self._problem)

    def _say(self, text: str) -> None:
        self.note.update(visible(text))
        self.note.display = bool(text)


def _titles(sections: Sequence[Section]) -> list[str]:
    return [one.short or one.title for one in sections]


def _section(section: Section) -> Vertical:
    title = Static(section.title, classes="title", markup=False)
    return Vertical(title, *map(_drawn, section.blocks), classes="section")


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
