"""A call that found nothing out is never good, however pleasant; one that found the right no is not held."""

from __future__ import annotations

import pytest

from simulator.authoring.library import ContentLibrary
from simulator.domain.ledger import LayerEntry, LayerState
from simulator.domain.played import Plan, PlayedCall
from simulator.domain.reading import Act, ReflectionKind
from simulator.domain.state import End, EndedBy, EndReason
from simulator.reports.call_text import debrief_text
from simulator.scoring.debrief import debrief
from simulator.scoring.scorecards import FOUND_NOTHING, score_call
from tests.scoring.builders import Line, played, read
from tests.scoring.test_from_ledger import BYE, HELLO, ask, skilled_lines

#: as warm as can be, and about nothing
FRIENDLY: list[Line] = [
    HELLO,
    *(
        read(
            f"So that is how it is with number {n}. That must be something.",
            acts=[Act.EMPATHY, Act.ACKNOWLEDGEMENT],
            reflection=ReflectionKind.COMPLEX,
            reflection_p=0.9,
            uptake=0.7,
        )
        for n in range(8)
    ),
    BYE,
]


def _friendly(content: ContentLibrary, persona: str = "marion-teague") -> PlayedCall:
    plan = Plan(reason="the rounds", questions=("How is it with number 3?",), guess="the rounds")
    call = played(content, FRIENDLY, persona=persona).model_copy(update={"plan": plan})
    assert not call.state.ledger.open_ids()
    return call


def test_friendly_call_that_found_nothing_is_held_and_says_so(content: ContentLibrary) -> None:
    call = _friendly(content)
    card = score_call(call)
    assert card.total is not None
    assert card.total <= FOUND_NOTHING < 50
    assert card.held
    assert card.held in " ".join(debrief_text(call, card, debrief(call, card)).split())


def test_one_layer_found_lifts_the_hold(content: ContentLibrary) -> None:
    call = _friendly(content)
    layer = next(iter(call.state.ledger.layers))
    entry = LayerEntry(state=LayerState.REVEALED, revealed_turn=4, asked_turns=(3,))
    ledger = call.state.ledger.model_copy(update={"layers": {**call.state.ledger.layers, layer: entry}})
    found = score_call(call.model_copy(update={"state": call.state.model_copy(update={"ledger": ledger})}))
    assert found.held == ""
    assert (found.total or 0.0) > (score_call(call).total or 0.0)


@pytest.mark.parametrize(("asked", "held"), [(("vans", "crew"), False), ((), True)])
def test_honest_no_is_held_only_where_nothing_was_asked(
    content: ContentLibrary, asked: tuple[str, ...], held: bool
) -> None:
    persona = content.persona("hollis-brandt")
    facts = [one.id for one in persona.facts][: len(asked)]
    lines = [*FRIENDLY[:-1], *(ask(f"fact:{one}", f"And what of the {one}?") for one in facts)]
    call = played(content, lines, persona="hollis-brandt")
    end = End(reason=EndReason.DISQUALIFIED, by=EndedBy.REP)
    facts_told = {one: 3 + 2 * place for place, one in enumerate(facts)}
    ledger = call.state.ledger.model_copy(update={"facts": facts_told})
    call = call.model_copy(
        update={"end": end, "state": call.state.model_copy(update={"ledger": ledger, "end": end})}
    )
    assert bool(score_call(call).held) is held


def test_good_call_is_not_held(content: ContentLibrary) -> None:
    card = score_call(played(content, skilled_lines(content.persona("marion-teague"))))
    assert card.held == ""
    assert (card.total or 0.0) > FOUND_NOTHING
