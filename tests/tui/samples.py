"""A finished call that never changes, for pictures and for the debrief's own tests."""

from __future__ import annotations

from simulator.call.events import Scored
from simulator.call.finishing import Finished
from simulator.domain.ledger import LayerState
from simulator.domain.persona import Persona
from simulator.domain.played import PlayedCall, PlayedTurn
from simulator.domain.scenario import Finding, Scenario
from simulator.domain.scorecard import Basis, Dimension, DimensionScore, Flag, Provenance, Scorecard
from simulator.domain.state import End, EndedBy, EndReason
from simulator.domain.transcript import Speaker
from simulator.prospect.advance import opening_state
from simulator.scoring.debrief import Debrief, LayerOnMap, NeedOnMap, TurnThatMattered
from simulator.scoring.said_and_true import PositionOnMap

#: what must never reach a terminal or be taken for markup
HOSTILE = "\x1b[2J[bold]there[/bold]"

_LEAD = {
    "persona": "marion-teague",
    "note": "Saltmarsh Linen. 20 vans. Bought list.",
    "why_now": "They advertise for drivers.",
}


def fixed_persona(persona: Persona) -> Persona:
    """The persona with a card that no author changes."""
    card = persona.card.model_copy(
        update={
            "name": "Marion Teague",
            "given_name": "Marion",
            "role": "operations manager",
            "company": "Saltmarsh Linen",
        }
    )
    return persona.model_copy(update={"card": card})


def fixed_scenario(scenario: Scenario) -> Scenario:
    """The scenario with the words that a picture shows."""
    offer = scenario.offer.model_copy(
        update={
            "name": "Dayboard",
            "company": "Brackwater",
            "in_one_line": "A live board for firms with vans.",
        }
    )
    return scenario.model_copy(
        update={
            "title": "The morning board",
            "goal": "Twenty-five minutes with their own week on the board: a day and an hour.",
            "offer": offer,
            "leads": (scenario.leads[0].model_copy(update=_LEAD),),
            "research": (
                Finding(id="web", title="Their web site", finds="They wash for hotels.", cost_s=40),
                Finding(id="paper", title="The local paper", finds="Nothing lately.", cost_s=60),
            ),
            "rep_name": "Sam",
            "clock_s": 900,
            "second_chances": 2,
            "hints": 2,
        }
    )


def played_call(persona: Persona, scenario: Scenario) -> PlayedCall:
    """A call that is over, in which the first stated position came right; its turns do not matter here."""
    state = opening_state(persona)
    first = persona.positions[0].id
    came_right = state.ledger.positions[first].model_copy(update={"stated_turn": 2, "corrected_turn": 4})
    ledger = state.ledger.model_copy(update={"positions": {**state.ledger.positions, first: came_right}})
    return PlayedCall(
        call="c-test22",
        persona=fixed_persona(persona),
        scenario=fixed_scenario(scenario),
        turns=(),
        state=state.model_copy(update={"ledger": ledger}),
        end=End(reason=EndReason.AGREED, by=EndedBy.REP),
    )


def finished(persona: Persona, scenario: Scenario) -> Finished:
    """A debrief with something in every section."""
    card = Scorecard(
        transcript="c-test22",
        total=71.0,
        dimensions={
            Dimension.PROBING: DimensionScore(
                score=58.0, basis=Basis.MEASURED, note="3 of 4 layers of one need."
            ),
            Dimension.LISTENING: DimensionScore(score=80.0, basis=Basis.BOTH, note="2 of 3 given back."),
            Dimension.RESILIENCE: DimensionScore(note="Nobody objected to anything."),
        },
        flags=(
            Flag(
                kind="forbidden_claim", turn=9, quote="It plans itself.", fact="It plans nothing by itself."
            ),
        ),
        provenance=Provenance(program="0", profile="cold_call"),
    )
    told = Debrief(
        ended="agreed",
        needs=(
            NeedOnMap(
                need="rounds",
                label="the rounds",
                layers=(
                    LayerOnMap(
                        layer="rounds.hand",
                        level="surface",
                        truth="She redraws all twelve rounds by hand.",
                        state=LayerState.ADDRESSED,
                        opened_by="How do you plan the rounds?",
                        opened_turn=3,
                    ),
                    LayerOnMap(
                        layer="rounds.roy",
                        level="cause",
                        truth="What the old planner knew was never written down.",
                        state=LayerState.CONFIRMED,
                        opened_by="Has it always been so?",
                        opened_turn=5,
                    ),
                    LayerOnMap(
                        layer="rounds.hotel",
                        level="impact",
                        truth="A hotel gave notice after three late mornings.",
                        state=LayerState.HINTED,
                        cue="We've had one or two remarks.",
                        cue_turn=6,
                        cue_missed=True,
                    ),
                    LayerOnMap(
                        layer="rounds.home",
                        level="stake",
                        truth="She gets up at a quarter past three.",
                        state=LayerState.HIDDEN,
                        asked_turns=(9,),
                    ),
                ),
            ),
        ),
        positions=(
            PositionOnMap(
                stated=persona.positions[0].stated,
                said="We're all set here.",
                truth="There is a system for the invoices only.",
                outcome="You asked behind it, and it came right.",
                turn=2,
            ),
        ),
        missed_cues=((6, "We've had one or two remarks."),),
        honoured_cues=(),
        turns=(
            TurnThatMattered(
                turn=7,
                quote="We have a tool for that.",
                did="It came too early.",
                better="What comes of it on a bad day?",
                trust_move=-0.05,
            ),
        ),
        keep="You left room.",
        change="When they said “We've had one or two remarks.” (turn 6), stay there.",
        drill="Ask three questions in a row on one answer.",
        retry_turn=7,
        not_understood=((11, "How's the what's-it?"),),
        could_not_know="She had been up since a quarter past three.",
        fit="What she lacks is one board that everybody sees.",
    )
    ledger = opening_state(persona).ledger
    return Finished(Scored(turn=12, scorecard=card, ledger=ledger), told, "DEBRIEF as text\n")


def long_call(persona: Persona, scenario: Scenario, turns: int = 200, *taken_back: int) -> PlayedCall:
    """A call of many turns, the rep's at the odd ones."""
    state = opening_state(persona)
    made = tuple(
        PlayedTurn(
            index=index,
            speaker=Speaker.REP if index % 2 else Speaker.PROSPECT,
            text=f"Line {index}. {HOSTILE}",
            start_s=index,
            end_s=index + 1,
            state=state,
            taken_back=index in taken_back,
        )
        for index in range(turns)
    )
    return played_call(persona, scenario).model_copy(update={"turns": made})
