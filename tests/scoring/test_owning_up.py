"""Taking a mistake back is never worth less than letting it stand."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.authoring.library import ContentLibrary
from simulator.domain.persona import Persona
from simulator.domain.played import PlayedCall
from simulator.domain.reading import Act
from simulator.domain.scorecard import Dimension
from simulator.scoring.exchanges import exchanges_of
from simulator.scoring.scorecards import score_call
from tests.prospect.readings import any_reading
from tests.scoring.builders import OPEN, Line, played, read
from tests.scoring.test_from_ledger import BYE, CLOSE, LISTENED, PUSH, skilled_lines

_ROUNDED = 0.11
RUDE = read("Are you always this slow?", acts=[Act.RUDE])
PITCH = read("Our board does all of that and more, and everybody loves it.", acts=[Act.PITCH])
SORRY = read("I'm sorry, that was pushy of me.", acts=[Act.APOLOGY])
EXCUSE = read("Well, I've had a long day.", acts=[Act.EXCUSE])
INSTEAD = read("How does that go for you?", **OPEN)


@pytest.fixture(scope="module")
def marion(content: ContentLibrary) -> Persona:
    return content.persona("marion-teague")


def _owned(call: PlayedCall, turn: int) -> PlayedCall:
    """The call with one bungle and its answer taken back, all else as it was."""
    kind = next(one.bungle.kind for one in exchanges_of(call) if one.rep.index == turn and one.bungle)
    turns = tuple(
        one.model_copy(update={"taken_back": True, "lesson": "I pushed.", "action": "I ask."})
        if one.index in {turn, turn + 1}
        else one
        for one in call.turns
    )
    used = {"second_chances_used": call.second_chances_used + 1, "taken_kinds": (*call.taken_kinds, kind)}
    return call.model_copy(update={"turns": turns, **used})


@pytest.mark.parametrize("persona", ["marion-teague", "hollis-brandt"])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_taking_back_what_stood_never_lowers_accountability(
    content: ContentLibrary, persona: str, data: st.DataObject
) -> None:
    bad = st.sampled_from([PUSH[0][1], RUDE[1], PITCH[1], CLOSE[1], SORRY[1], EXCUSE[1]])
    readings = data.draw(st.lists(bad | any_reading(content.persona(persona)), min_size=1, max_size=12))
    lines = [(f"Line {n}, and what of it?", one) for n, one in enumerate(readings)]
    call = played(content, lines, persona=persona)
    standing = [one.rep.index for one in exchanges_of(call) if one.bungle is not None]
    for turn in standing:
        before = score_call(call).dimensions[Dimension.ACCOUNTABILITY].score
        call = _owned(call, turn)
        after = score_call(call).dimensions[Dimension.ACCOUNTABILITY].score
        assert before is not None and after is not None
        assert after >= before - _ROUNDED


@pytest.mark.parametrize(
    ("bungle", "place"),
    [(PUSH[0], 1), (PUSH[0], 3), (PUSH[0], 6), (RUDE, 1), (RUDE, 6), (PITCH, 1), (PITCH, 3), (CLOSE, 1)],
)
@pytest.mark.parametrize("following", [SORRY, EXCUSE, INSTEAD, LISTENED[0]])
def test_call_that_took_a_line_back_scores_no_less_than_the_same_one_that_let_it_stand(
    content: ContentLibrary, marion: Persona, bungle: Line, following: Line, place: int
) -> None:
    good = skilled_lines(marion)[:9]
    stood = played(content, [*good[:place], bungle, following, *good[place:], BYE])
    owned = played(content, [*good[:place], bungle, INSTEAD, *good[place:], BYE], take_back=[place])
    assert any(one.bungle is not None for one in exchanges_of(stood))
    left, back = score_call(stood), score_call(owned)
    a, b = (one.dimensions[Dimension.ACCOUNTABILITY].score for one in (left, back))
    assert a is not None and b is not None
    assert b > a
    assert left.total is not None and back.total is not None
    assert back.total >= left.total


def test_fewer_mistakes_taken_back_are_worth_more(content: ContentLibrary, marion: Persona) -> None:
    good = skilled_lines(marion)[:8]
    once = played(content, [*good[:2], PUSH[0], *good[2:]], take_back=[2])
    twice = played(content, [*good[:2], PUSH[0], RUDE, *good[2:]], take_back=[2, 3])
    one, two = (score_call(call).dimensions[Dimension.ACCOUNTABILITY].score or 0.0 for call in (once, twice))
    assert one > two > 80.0
