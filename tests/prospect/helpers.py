"""A small made-up prospect, and requests to voices about her."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Sequence
from functools import lru_cache
from typing import Any

from simulator.domain.direction import AllowedFact, Direction, Step
from simulator.domain.ledger import LayerEntry, LayerState
from simulator.domain.lines import Mood, Move, Reaction, Stage, Tail
from simulator.domain.persona import Persona
from simulator.domain.scenario import Scenario
from simulator.domain.state import End
from simulator.domain.transcript import Speaker
from simulator.llm.port import ChatAnswer, ChatRequest
from simulator.prospect.advance import opening_state
from simulator.prospect.authored import Slots
from simulator.prospect.banks import Banks, SharedLines
from simulator.prospect.voice import Said, VoiceRequest

ABOUT = {
    "about": "What it is about in plain nouns.",
    "ask": ["How does that go?", "What about it?"],
    "words": ["alpha", "beta", "gamma"],
}
CARD = {
    "name": "Odile Varga",
    "given_name": "Odile",
    "role": "head baker",
    "company": "Crumbline",
    "sector": "bakery",
    "place": "Leeds",
    "public": ["Crumbline bakes for 40 cafés.", "Odile Varga runs the night shift.", "There are 9 ovens."],
    "voice": "Short and plain, with a dry joke now and then. Never says solution.",
    "turn_words": [3, 24],
}
OVENS_FACT = "Oven seven burns every third tray, and Mirko has hidden it from the owner since spring."
OVENS_CAUSE = "The thermostat was taken out by an electrician called Ludlow and never put back in."
TRUTH = "The maintenance contract lapsed in February and nobody has told the insurer about it."


def _layer(name: str, level: str, fact: str, mentions: list[str], **lines: list[str]) -> dict[str, Any]:
    banks = {
        "hint": [f"You should smell it in here by five, mind ({name})."],
        "guard": ["It bakes. Most nights it bakes."],
        "reveal": [fact.replace("Oven", "It's oven", 1)],
        "more": ["We eat the burnt ones ourselves."],
        "accept": ["That's the size of it."],
    }
    return {"id": name, "level": level, "fact": fact, "mentions": mentions, **ABOUT, **banks, **lines}


def _need(name: str, label: str) -> dict[str, Any]:
    layers = [
        _layer("one", "surface", f"The {name} are counted twice by hand on paper.", [f"{name}-ledger"]),
        _layer("two", "cause", f"Nobody was ever shown how the {name} should go.", [f"{name}-course"]),
    ]
    return {"id": name, "label": label, "layers": layers}


def _fact(number: int) -> dict[str, Any]:
    return {"id": f"plain-{number}", **ABOUT, "say": ["We have a yard for that.", "There's a yard."]}


@lru_cache(maxsize=1)
def baker() -> Persona:
    """A prospect with everything that a persona has to have, and little of it."""
    ovens = {
        "id": "ovens",
        "label": "the ovens",
        "layers": [
            _layer(
                "seven",
                "surface",
                OVENS_FACT,
                ["Mirko", "oven seven"],
                hint=["Ask anybody here about the third tray."],
                reveal=["It's oven seven. It burns every third tray, and Mirko has hidden it since spring."],
            ),
            _layer(
                "ludlow",
                "cause",
                OVENS_CAUSE,
                ["Ludlow", "thermostat"],
                reveal=["An electrician, Ludlow, took the thermostat out. It never went back in."],
            ),
        ],
    }
    position = {
        "id": "contract",
        "kind": "reflex_no",
        "label": "the service contract",
        "stated": "They have a service contract for the ovens and are covered.",
        "truth": TRUTH,
        **ABOUT,
        "mentions": ["February", "insurer"],
        "state": ["We're covered, we've a contract.", "There's a contract for that."],
        "tested": ["It covers what it covers.", "A man comes."],
        "correct": ["It lapsed in February, and the insurer doesn't know."],
    }
    cue = {
        "id": "choir",
        "label": "the choir",
        **ABOUT,
        "drop": ["I've choir tonight.", "I sing on Tuesdays."],
        "honoured": ["Alto. Loud.", "Second row."],
        "more": ["We're doing the Requiem."],
    }
    flour = {
        "id": "flour",
        "label": "the flour",
        **ABOUT,
        "say": ["Eighteen tonnes a month, from Thirsk.", "It's eighteen tonnes, all from Thirsk."],
    }
    made = {
        "version": 1,
        "id": "odile-varga",
        "card": CARD,
        "human": {
            "day": "The mixer stopped at two in the morning and has not started since.",
            "proud_of": "The sourdough is her grandmother's.",
            "worries_about": "That the night shift leaves for the factory.",
            "dislikes_on_the_phone": "Music on hold.",
            "cues": [cue, {**cue, "id": "cat", "label": "the cat"}],
        },
        "positions": [position],
        "needs": [ovens, _need("sacks", "the sacks"), _need("rotas", "the rotas")],
        "facts": [flour, *(_fact(number) for number in range(12))],
        "temper": {"preset": "guarded"},
        "fit": {
            "suits": True,
            "why": "Somebody has to see the trays before the cafés do.",
            "right_end": "meeting",
            "terms": "Wednesday at six in the morning, with the owner there.",
        },
        "lines": {
            "agree": ["Wednesday, six in the morning. The owner comes too."],
            "refuse_step": ["It's early for that."],
            "goodbye": ["Right. Goodbye."],
            "listening": ["I'm here."],
            "clarify": ["Do you mean {first}, or {second}?"],
            "warn_pushed": ["Push once more and I hang up."],
            "repeat": ["I said: {last}"],
            "meta": ["If I were a robot I'd have Sundays."],
            "pick_up": ["Crumbline, Odile."],
        },
        "reactions": {"heard": ["Mm."]},
        "tails": {"clock": ["I've dough waiting."]},
    }
    return Persona.model_validate_json(json.dumps(made))


@lru_cache(maxsize=1)
def campaign() -> Scenario:
    """The campaign that the caller rings for."""
    made = {
        "version": 1,
        "id": "trays",
        "title": "Trays",
        "trains": "Asking before telling.",
        "campaign": "Bakeries that lose trays in the night.",
        "brief": "Ask them how the night goes. " * 5,
        "goal": "Half an hour on their own night.",
        "offer": {
            "name": "Traywatch",
            "company": "Ovenlight",
            "in_one_line": "A camera that looks at trays.",
            "claims": [{"text": "It looks at trays."}] * 3,
            "forbidden": [
                {"id": "one", "text": "It bakes.", "examples": ["It bakes bread.", "It does the baking."],
                 "why": "It is a camera."},
                {"id": "two", "text": "Free of cost.", "examples": ["It's free.", "No cost."],
                 "why": "It is not."},
            ],
            "price": "£9 an oven",
            "words": ["traywatch", "camera", "software", "ovenlight"],
            "fits_when": "They bake at night.",
        },
        "rep_lines": {
            "reason": "I'm calling about trays that burn in the night.",
            "next_step": ["Half an hour on Wednesday?", "Shall we look at your night?"],
            "honest": ["This is not for you."],
            "pitches": ["It looks at trays."] * 3,
            "pushes": ["Only today."] * 4,
            "closed": ["Do you burn trays?"] * 4,
        },
        "leads": [{"persona": "odile-varga", "note": "A bakery.", "why_now": "They are hiring."}],
        "clock_s": 600,
    }  # fmt: skip
    return Scenario.model_validate_json(json.dumps(made))


def banks() -> Banks:
    """Her lines, with nothing behind them."""
    return Banks(baker(), SharedLines(lines={}))


def rep(text: str) -> Said:
    """A line of the caller."""
    return Said(Speaker.REP, text)


def prospect(text: str) -> Said:
    """A line of hers."""
    return Said(Speaker.PROSPECT, text)


ASKED = (prospect("Crumbline, Odile."), rep("Morning, how do the nights go at your place?"))


def asked(
    *steps: Step,
    history: Sequence[Said] = ASKED,
    opened: Sequence[str] = (),
    new: Sequence[str] = (),
    reaction: Reaction | None = None,
    tail: Tail | None = None,
    mood: Mood = Mood.OPEN,
    end: End | None = None,
    rep_name: str = "",
    **state: object,
) -> VoiceRequest:
    """What a voice gets.

    Args:
        opened: topics that were spoken before.
        new: topics that open with this line.
    """
    persona = baker()
    allowed = tuple(_allowed(persona, topic) for topic in (*opened, *new))
    now = opening_state(persona)
    layers = {
        topic: LayerEntry(state=LayerState.REVEALED, revealed_turn=1)
        for topic in (*opened, *new)
        if ":" not in topic
    }
    ledger = now.ledger.model_copy(update={"layers": {**now.ledger.layers, **layers}})
    last = next((said.text for said in reversed(history) if said.speaker is Speaker.PROSPECT), "")
    return VoiceRequest(
        banks=banks(),
        scenario=campaign(),
        state=now.model_copy(update={"ledger": ledger, **state}),
        direction=Direction(
            reaction=reaction,
            steps=steps or (Step(move=Move.LISTENING),),
            tail=tail,
            mood=mood,
            stage=Stage.MIDDLE,
            facts=allowed,
            new_facts=tuple(_allowed(persona, topic) for topic in new),
            end=end,
        ),
        history=tuple(history),
        slots=Slots(rep_name=rep_name, rep_company="Ovenlight", last=last),
        seed=1,
    )


def _allowed(persona: Persona, topic: str) -> AllowedFact:
    if topic.startswith("position:"):
        return AllowedFact(topic=topic, text=TRUTH)
    return AllowedFact(topic=topic, text=persona.layer(topic).fact)


class ScriptedPort:
    """A `ChatPort` that plays answers and errors, one to each request, the last one again and again."""

    def __init__(self, *script: str | Exception) -> None:
        self.script = list(script) or ["I'm here."]
        self.requests: list[ChatRequest] = []
        self.closed = False

    async def stream(self, request: ChatRequest) -> AsyncGenerator[str, None]:
        """The next answer in two pieces."""
        text = self._next(request)
        half = len(text) // 2
        for piece in (text[:half], text[half:]):
            if piece:
                yield piece

    async def complete(self, request: ChatRequest) -> ChatAnswer:
        """The next answer."""
        return ChatAnswer(self._next(request), "stop", None, 1.0)

    async def aclose(self) -> None:
        """Remember that it was closed."""
        self.closed = True

    def _next(self, request: ChatRequest) -> str:
        self.requests.append(request)
        step = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        if isinstance(step, Exception):
            raise step
        return step
