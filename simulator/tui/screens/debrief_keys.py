"""The keys of a debrief."""

from __future__ import annotations

from textual.binding import Binding, BindingType

KEYS: list[BindingType] = [
    Binding("f1", "help", "Help", id="debrief.help", tooltip="All keys."),
    Binding("r", "again", "Again", id="debrief.again", tooltip="Call the same prospect again, at once."),
    Binding(
        "p",
        "prepare",
        "Prepare",
        id="debrief.prepare",
        tooltip="Prepare another call to the same prospect: brief, research desk, plan.",
    ),
    Binding(
        "t",
        "retry",
        "Retry",
        id="debrief.retry",
        tooltip="A new call from the line that is best played again; from any other, open its turn first.",
    ),
    Binding(
        "u",
        "uncover",
        "Uncover",
        id="debrief.uncover",
        tooltip="Uncover what you did not reach; asks first.",
    ),
    Binding("e", "export", "Export", id="debrief.export", tooltip="The call as a file: text or transcript."),
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
