"""What a call on the screen is played with, once there is a call: conductor, dialogs, what comes after.

The call screen imports this module on a thread, after its first picture stands: these parts bring the engine's models
with them, which take as long to load as Textual itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from textual.app import App

from simulator.call.session import Call
from simulator.prospect.advance import opening_state
from simulator.tui.backstage import Backstage
from simulator.tui.call_view import Who, who
from simulator.tui.conductor import Conductor
from simulator.tui.phase import Phase
from simulator.tui.presenter import CallPresenter
from simulator.tui.retried import RetriedCallPresenter
from simulator.tui.screens.after_call import AfterCall
from simulator.tui.screens.call_dialogs import CallDialogs
from simulator.tui.shown import Change, Status


@dataclass(frozen=True)
class CallParts:
    """One call on the screen.

    Attributes:
        who: who is on the line, for the header.
        status: of the call as it begins.
    """

    conductor: Conductor
    dialogs: CallDialogs
    after: AfterCall
    who: Who
    status: Status

    @property
    def has_hints(self) -> bool:
        """Whether the campaign has any; an exam has none."""
        return self.conductor.call.setup.scenario.hints > 0


def call_parts(call: Call, backstage: Backstage, app: App[int], show: Callable[[Change], None]) -> CallParts:
    """The parts of a call that is ready to be opened; ``show`` gets each change of the screen."""
    setup = call.setup
    retry = call.played().retried is not None
    presenter = (RetriedCallPresenter if retry else CallPresenter)(
        setup.scenario,
        setup.persona,
        opening_state(setup.persona).patience,
        hints_left=call.hints_left,
        chances_left=call.second_chances_left,
        phase=Phase.ON_THE_LINE if call.played().turns else Phase.RINGING,
    )
    conductor = Conductor(call, presenter, backstage.pacer(setup.voice.name), show)
    return CallParts(
        conductor,
        CallDialogs(app, conductor),
        AfterCall(backstage, conductor),
        who(setup.scenario, setup.persona, retry=retry),
        presenter.status,
    )
