"""Before the call: the brief, the research desk, the plan."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import events, getters, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static

from simulator.errors import SimulatorError
from simulator.tui.desk_view import (
    PLAN_CHARACTERS,
    Asked,
    DeskView,
    Preparation,
    Preparations,
    ask,
    over_words,
    rows,
    spent_words,
    still_asked,
)
from simulator.tui.screens.help import HelpScreen
from simulator.tui.widgets.desk import (
    BriefReading,
    DeskHeader,
    LookupList,
    PanelTab,
    PlanForm,
    PlanInput,
)
from simulator.tui.widgets.too_small import RoomyScreen
from simulator.tui.wording import in_short

if TYPE_CHECKING:
    from simulator.domain.played import Plan

_PANELS = ("brief", "plan", "lookups")
_LAST_LINE = "That was the last line of the plan. F5 calls now."
_CUT_SHORT = f"A line of the plan has room for {PLAN_CHARACTERS} characters; the rest was left out."


class DeskScreen(RoomyScreen):
    """What a rep reads, asks and writes before they ring.

    From 110 columns on the brief stands beside the plan; below that, one panel at a time.

    Args:
        load: gives the desk; may take its time, and raise SimulatorError.
        preparations: what was done at the desks before; this one is taken up and kept there.
    """

    CSS_PATH = "desk.tcss"
    #: those of the app, and: from 32 rows on the plan and the research desk have room one above the other
    VERTICAL_BREAKPOINTS = [(0, "-no-height"), (16, "-high"), (32, "-tall")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", "Help", id="desk.help", tooltip="All keys."),
        Binding("f2", "panel('brief')", "Brief", id="desk.brief", tooltip="Read the brief."),
        Binding("f3", "panel('plan')", "Plan", id="desk.plan", tooltip="Write your plan for the call."),
        Binding(
            "f4",
            "panel('lookups')",
            "Desk",
            id="desk.lookups",
            tooltip="What the research desk has on them; Enter asks for it.",
        ),
        # not Ctrl+Enter: most terminals, and tmux with them, send a plain Enter for it
        Binding("f5", "ring", "Call now", id="desk.ring", tooltip="Call now, with the plan as it stands."),
        Binding("escape", "back", "Back", id="desk.back", tooltip="Go back without a call."),
        Binding("tab", "step(1)", "Next", id="desk.next", tooltip="To the next field.", show=False),
        Binding("shift+tab", "step(-1)", "Previous", id="desk.before", tooltip="To the previous field.", show=False),
        Binding("down", "line(1)", "Down", id="desk.down", tooltip="In the plan: to the next line.", show=False),
        Binding("up", "line(-1)", "Up", id="desk.up", tooltip="In the plan: to the line above.", show=False),
    ]  # fmt: skip

    @dataclass
    class Ring(Message):
        """The rep wants to call now.

        Attributes:
            plan: what they wrote; None where they wrote nothing.
            research: ids of what they asked the research desk for, in that order, each once.
            of: ids of the campaign and of the prospect.
        """

        plan: Plan | None
        research: tuple[str, ...]
        of: tuple[str, str]

    header = getters.query_one(DeskHeader)
    brief = getters.query_one(BriefReading)
    plan = getters.query_one(PlanForm)
    lookups = getters.query_one(LookupList)
    note = getters.query_one("#note", Static)

    def __init__(self, load: Callable[[], DeskView], preparations: Preparations | None = None) -> None:
        super().__init__()
        self._load = load
        self._preparations: Preparations = preparations if preparations is not None else {}
        self._view: DeskView | None = None
        self._asked = Asked()
        self._rung = False
        #: whether somebody wanted to call while the brief was on its way, and whether it is not to be had
        self._rings_when_there = self._failed = False

    def content(self) -> ComposeResult:
        """Header, names of the panels, the panels, a note, keys."""
        yield DeskHeader()
        with Horizontal(id="tabs"):
            yield PanelTab("Brief", "brief")
            yield PanelTab("Plan", "plan")
            yield PanelTab("Research desk", "lookups")
        with Horizontal(id="panels"):
            yield BriefReading(id="brief", classes="panel")
            with Vertical(id="work"):
                yield PlanForm(id="plan", classes="panel")
                yield LookupList(id="lookups", classes="panel")
        yield Static("", id="note", markup=False)

    def on_mount(self) -> None:
        """Get the brief as soon as the first picture stands."""
        self._tell("")
        self.action_panel("brief")
        self.call_after_refresh(self._get)

    def on_screen_resume(self) -> None:
        """Whoever comes back here may call again."""
        self._rung = False

    @work(group="step")
    async def _get(self) -> None:
        try:
            self._view = await asyncio.to_thread(self._load)
        except SimulatorError as error:
            self._failed = True
            self.refresh_bindings()
            self.brief.show_problem(f"{in_short(error)} Esc goes back, to choose somebody else.")
            return
        before = self._preparations.get(self._view.of, Preparation())
        self._asked = still_asked(self._view, before.asked)
        self.plan.take_up(before.lines)
        self._keep()  # with what was typed while the brief was on its way
        self._show_spent(self._view)
        self.brief.show(self._view)
        self.lookups.show(rows(self._view, self._asked))
        if self._rings_when_there:
            self.action_ring()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is nobody to call where there is no brief."""
        return None if action == "ring" and self._failed else True

    # which panel

    def action_panel(self, panel: str) -> None:
        """Show a panel, and go to its first field."""
        self._reveal(panel)
        stops = self._panel(panel).stops()
        self._focus(stops[0] if stops else None)

    def action_step(self, by: int) -> None:
        """To the next field or the one before, from panel to panel."""
        stops = [(panel, stop) for panel in _PANELS for stop in self._panel(panel).stops()]
        at = next((place for place, (_, stop) in enumerate(stops) if stop is self.focused), None)
        panel, stop = stops[0 if at is None else (at + by) % len(stops)]
        self._reveal(panel)
        self._focus(stop)

    def action_line(self, by: int) -> None:
        """To the line below or above, within the plan."""
        lines = self.plan.stops()
        if self.focused in lines:
            self._focus(lines[min(len(lines) - 1, max(0, lines.index(self.focused) + by))])

    @on(PanelTab.Chosen)
    def _tab_chosen(self, event: PanelTab.Chosen) -> None:
        self.action_panel(event.panel)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """In a window that becomes narrow, the panel in use is the one that stays."""
        for panel in _PANELS:
            if self._panel(panel) in event.widget.ancestors:
                self._reveal(panel)

    def _panel(self, panel: str) -> BriefReading | PlanForm | LookupList:
        panels: dict[str, BriefReading | PlanForm | LookupList] = {
            "brief": self.brief,
            "plan": self.plan,
            "lookups": self.lookups,
        }
        return panels[panel]

    def _reveal(self, panel: str) -> None:
        for one in _PANELS:
            self.set_class(one == panel, f"-at-{one}")

    def _focus(self, stop: Widget | None) -> None:
        # at once, before the panel that is left goes out of sight and takes its focus with it
        self.set_focus(stop)
        if stop is self.lookups.options:
            self.lookups.options.choose()
        if stop is not None:
            self.call_after_refresh(stop.scroll_visible, animate=False)

    # what the rep does

    @on(OptionList.OptionSelected, "#desk-lookups")
    def _ask(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if self._view is None or event.option_id is None:
            return
        self._asked = ask(self._view, self._asked, event.option_id)
        self._keep()
        self._show_spent(self._view)
        self.lookups.show_again(rows(self._view, self._asked))

    def _show_spent(self, view: DeskView) -> None:
        self.header.show(view, spent_words(view, self._asked), over_words(view, self._asked))

    @on(Input.Submitted)
    def _line_done(self, event: Input.Submitted) -> None:
        event.stop()
        if event.input is self.plan.stops()[-1]:
            self._tell(_LAST_LINE)
        else:
            self.action_step(1)

    @on(Input.Changed)
    def _line_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._tell("")
        self._keep()

    def _keep(self) -> Preparation:
        """Whoever leaves without a call finds what they did here when they come back."""
        now = Preparation(self.plan.written(), self._asked)
        if self._view is not None and not self._rung:
            self._preparations[self._view.of] = now
        return now

    @on(PlanInput.CutShort)
    def _cut_short(self) -> None:
        # after the change that the paste made, which would clear it
        self.call_after_refresh(self._tell, _CUT_SHORT)

    def action_ring(self) -> None:
        """Call now; a key that bounces calls once."""
        if self._view is None:
            self._rings_when_there = True
        if self._view is None or self._rung:
            return
        now = self._keep()
        self._rung = True
        self.post_message(self.Ring(now.plan(), now.asked.ids, self._view.of))

    def action_back(self) -> None:
        """Go back without a call."""
        self.app.pop_screen()

    def action_help(self) -> None:
        """All keys."""
        self.app.push_screen(HelpScreen(self.BINDINGS, commands=False))

    def tell(self, sentence: str) -> None:
        """Say why a call could not be made; what was written stays. Safe to show."""
        # after the screen has come back, and whatever that changes
        self.call_after_refresh(self._tell, sentence)

    def _tell(self, sentence: str) -> None:
        self.note.update(sentence)
        self.note.display = bool(sentence)
