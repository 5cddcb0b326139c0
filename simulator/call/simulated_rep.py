"""Simulated reps of graded skill: for the demonstration, and to rehearse a persona before anybody meets it.

They play through the same reader and the same policy as everybody else. The skilled one is a rep who has prepared well
and listens: what it asks comes from the author's example questions, and from what the prospect has just let drop.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar

from simulator.call.session import Call
from simulator.domain.lines import Move
from simulator.domain.persona import Level, Persona
from simulator.domain.scenario import Scenario
from simulator.domain.state import CallState

#: the prospect is about to leave, in exchanges of patience
_LAST_EXCHANGES = 2.6
#: layers of one need that a skilled rep wants to know before asking for anything
_ENOUGH_LAYERS = 3


#: a simulated call that is not over by then is hung up
_MOST_LINES = 40


class Skill(StrEnum):
    """How good the simulated rep is."""

    SKILLED = "skilled"
    NOVICE = "novice"
    PUSHY = "pushy"


@dataclass
class SimulatedRep:
    """Says the next line of a rep.

    Args:
        persona: who is called; used for the author's example questions only.
        scenario: the campaign, with what reps say in it.
        skill: how good.
    """

    persona: Persona
    scenario: Scenario
    skill: Skill
    _said: set[str] = field(default_factory=set)
    _turn: int = 0

    def next_line(self, state: CallState) -> str | None:
        """The next line; None to hang up."""
        self._turn += 1
        styles: Mapping[Skill, Callable[[CallState], str | None]] = {
            Skill.SKILLED: self._skilled,
            Skill.NOVICE: self._novice,
            Skill.PUSHY: self._pushy,
        }
        line = styles[self.skill](state)
        if line is not None:
            self._said.add(line)
        return line

    def _skilled(self, state: CallState) -> str | None:
        name, firm = self.persona.card.given_name, self.scenario.offer.company
        if self._turn == 1:
            return (
                f"Hello {name}, it's {self.scenario.rep_name} from {firm}. {self.scenario.rep_lines.reason}"
            )
        if state.agreed is not None:
            return f"Thank you, {name}. I'll send you that in two lines today. Goodbye."
        choices = (
            self._after_not_heard,
            self._give_back,
            self._take_up_cue,
            self._test_position,
            self._close,
            self._go_deeper,
            self._open_need,
        )
        for choice in choices:
            line = choice(state)
            if line is not None and line not in self._said:
                return line
        return f"Thanks for your time, {name}. Goodbye." if self._turn > 3 else None

    def _novice(self, state: CallState) -> str | None:
        lines = self.scenario.rep_lines
        if self._turn == 1:
            return (
                f"Hi, is that {self.persona.card.name}? This is {self.scenario.rep_name} from "
                f"{self.scenario.offer.company}, how are you today?"
            )
        script = (
            lines.pitches[0], lines.closed[0], lines.closed[1], self.persona.needs[0].layers[0].ask[0], lines.closed[2],
            lines.next_step[0], lines.closed[3], self.persona.facts[0].ask[0], "Okay. So can I send you an e-mail about it?",
        )  # fmt: skip
        step = self._turn - 2
        return script[step] if step < len(script) else "Okay, well, thanks anyway. Bye."

    def _pushy(self, state: CallState) -> str | None:
        lines = self.scenario.rep_lines
        if self._turn == 1:
            return f"Hi {self.persona.card.given_name}, {self.scenario.rep_name} here, I'll be quick. {lines.pitches[0]}"
        script = (lines.pushes[0], lines.pitches[1], *lines.pushes[1:])
        step = self._turn - 2
        return script[step] if step < len(script) else "Fine. Your loss."

    def _after_not_heard(self, state: CallState) -> str | None:
        if state.last_moves[:1] == (Move.CLARIFY,) and state.choice is not None:
            return "The first one."
        return None

    def _give_back(self, state: CallState) -> str | None:
        """A layer that was just told is given back before anything else is asked."""
        topic = state.focus
        if topic is None or topic not in state.ledger.layers or state.hot.get(topic):
            return None
        entry = state.ledger.layers[topic]
        if entry.revealed_turn != state.turn + 1 or entry.confirmed_turn is not None:
            return None
        reflections = self.persona.layer(topic).reflect
        return next((line for line in reflections if line not in self._said), None)

    def _take_up_cue(self, state: CallState) -> str | None:
        for topic, exchange in sorted(state.hot.items(), key=lambda item: -item[1]):
            if exchange < state.exchanges - 1 or topic.startswith("position:"):
                continue
            asks = self.persona.topic(topic).ask
            if not self._said & set(asks):  # once is listening, twice is nagging
                return asks[0]
        return None

    def _test_position(self, state: CallState) -> str | None:
        for position in self.persona.positions:
            entry = state.ledger.positions[position.id]
            if entry.stated_turn is not None and entry.tested_turn is None:
                return next((one for one in position.ask if one not in self._said), None)
        return None

    def _close(self, state: CallState) -> str | None:
        told = sum(entry.is_open for entry in state.ledger.layers.values())
        ready = told >= _ENOUGH_LAYERS + 1 or (told >= 1 and state.patience <= _LAST_EXCHANGES)
        if not ready:
            return None
        lines = self.scenario.rep_lines
        offered = lines.next_step if self.persona.fit.suits else lines.honest
        return next((one for one in offered if one not in self._said), None)

    _DEEPER: ClassVar = {
        Level.SURFACE: ("How did it come to that?", "Why is it like that?"),
        Level.CAUSE: ("What comes of that on a bad day?", "What does that lead to?"),
        Level.IMPACT: ("What has that been like for you?", "How is that for you, yourself?"),
        Level.STAKE: ("What would it be worth to you if that were different?",),
    }

    def _go_deeper(self, state: CallState) -> str | None:
        """What comes next below the layer that is being talked about."""
        if state.focus is None or state.focus not in state.ledger.layers:
            return None
        need = self.persona.need_of(state.focus)
        opened = [layer for layer in need.layers if state.ledger.layers[layer.id].is_open]
        if not opened or len(opened) == len(need.layers):
            return None
        following = need.layers[len(opened)]
        asks = (*self._DEEPER[opened[-1].level], *following.ask)
        return next((one for one in asks if one not in self._said), None)

    def _open_need(self, state: CallState) -> str | None:
        for need in self.persona.needs:
            surface = need.layers[0]
            if not state.ledger.layers[surface.id].is_open:
                line = next((one for one in surface.ask if one not in self._said), None)
                if line is not None:
                    return line
        return None


async def play_out(call: Call, rep: SimulatedRep) -> None:
    """A whole call of a simulated rep, from the ring to its end."""
    async for _ in call.open():
        pass
    for _ in range(_MOST_LINES):
        line = None if call.is_over else rep.next_line(call.state)
        if line is None:
            break
        async for _ in call.say(line):
            pass
    if not call.is_over:
        async for _ in call.hang_up():
            pass
