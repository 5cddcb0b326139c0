"""Past calls for the screens that look back, and an app that shows one screen."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen

import simulator.tui.app
from simulator.domain.ledger import Ledger
from simulator.domain.persona import Persona
from simulator.domain.scorecard import Dimension
from simulator.journal import Journal, NewCall, TurnRecord
from simulator.prospect.advance import opening_state
from simulator.reports.past_calls import PastCall
from simulator.tui.app import PracticeApp
from simulator.tui.theme import DARK, LIGHT

FIRST_DAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class DailyClock:
    """Every look is a day after the one before."""

    def __init__(self) -> None:
        self.now = FIRST_DAY

    def __call__(self) -> datetime:
        self.now += timedelta(days=1)
        return self.now


class Shelf(App[None]):
    """Shows one screen above an empty one, with the themes and the measures of the real app."""

    CSS_PATH = Path(simulator.tui.app.__file__).with_name("app.tcss")
    HORIZONTAL_BREAKPOINTS = PracticeApp.HORIZONTAL_BREAKPOINTS
    VERTICAL_BREAKPOINTS = PracticeApp.VERTICAL_BREAKPOINTS

    def __init__(self, screen: Screen[None]) -> None:
        super().__init__()
        self.shown = screen
        self.wanted: list[object] = []

    def on_mount(self) -> None:
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self.theme = DARK.name
        self.push_screen(self.shown)

    def on_library_screen_call_again(self, message: object) -> None:
        self.wanted.append(message)


async def settle(pilot: Pilot[None]) -> None:
    """Wait until the screen has read and drawn."""
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    await pilot.pause()


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await settle(pilot)


def text_of(pilot: Pilot[None]) -> str:
    """The window as a person sees it, row by row."""
    height = pilot.app.size.height
    strips = pilot.app.screen._compositor.render_strips()[:height]
    return "\n".join("".join(segment.text for segment in line) for line in strips)


def past_call(day: int = 0, **values: object) -> PastCall:
    """A scored call so many days after the first."""
    total = values.pop("total", 50.0)
    probing = values.pop("probing", 40.0)
    scores = {} if probing is None else {Dimension.PROBING: probing}
    given: dict[str, object] = {
        "when": FIRST_DAY + timedelta(days=day),
        "persona": "Marion Teague",
        "total": total,
        "scores": scores,
        "told": 3,
        "layers": 12,
        "taken_up": 1,
        "dropped": 2,
    }
    return PastCall(**{**given, **values})  # type: ignore[arg-type]


def keep_call(
    journal: Journal,
    persona: Persona,
    ledger: Ledger | None = None,
    *,
    total: float | None = 50.0,
    scores: Mapping[str, float | None] | None = None,
    said: Mapping[int, str] | None = None,
    self_grade: str | None = None,
    scored: bool = True,
    retry_of: str | None = None,
) -> str:
    """Write a call of a few lines into the journal; the last state has that ledger."""
    call = journal.start_call(
        NewCall(
            scenario_id="morning-board",
            scenario_json="{}",
            persona_id=persona.id,
            persona_json=persona.model_dump_json(),
            voice="authored",
            reader="local",
            seed=1,
            retry_of=retry_of,
            retry_turn=3 if retry_of else None,
        )
    )
    opening = opening_state(persona)
    state = opening.model_copy(update={"ledger": ledger}) if ledger is not None else opening
    texts = {0: "Hello?", 1: "Hello, it's Sam.", 2: "Yes?", 3: "How are things?", 4: "Busy."} | dict(
        said or {}
    )
    journal.append_exchange(
        call,
        [
            TurnRecord(
                index=index,
                speaker="rep" if index % 2 else "prospect",
                text=text,
                start_s=index,
                end_s=index + 1,
                state_json=state.model_dump_json(),
            )
            for index, text in sorted(texts.items())
        ],
    )
    journal.end_call(call, "rep_hung_up", "rep")
    if scored:
        dimensions = {name: {"score": score} for name, score in (scores or {"probing": 40.0}).items()}
        journal.save_scorecard(call, json.dumps({"total": total, "dimensions": dimensions}))
    if self_grade is not None:
        journal.save_self_grade(call, self_grade)
    return call


def ledger_with(
    persona: Persona,
    *,
    layers: Mapping[str, Mapping[str, object]] | None = None,
    positions: Mapping[str, Mapping[str, object]] | None = None,
    cues: Mapping[str, Mapping[str, object]] | None = None,
) -> Ledger:
    """The ledger of a fresh call with some entries changed."""
    ledger = opening_state(persona).ledger
    changes = {"layers": layers or {}, "positions": positions or {}, "cues": cues or {}}
    return ledger.model_copy(
        update={
            kind: {
                key: entry.model_copy(update=dict(changed.get(key, {})))
                for key, entry in getattr(ledger, kind).items()
            }
            for kind, changed in changes.items()
        }
    )
