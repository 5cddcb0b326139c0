"""The turns that mattered are those that moved most, and the debrief says of nothing what is not sure."""

from __future__ import annotations

import pytest

from simulator.authoring.library import ContentLibrary
from simulator.domain.lines import Move
from simulator.domain.persona import Persona
from simulator.domain.played import PlayedCall
from simulator.domain.reading import Act, QuestionForm, QuestionKind, ReflectionKind
from simulator.domain.state import EndReason
from simulator.reports.call_text import debrief_text
from simulator.scoring.debrief import Debrief, debrief
from simulator.scoring.exchanges import exchanges_of
from simulator.scoring.moved import moved_by
from simulator.scoring.patience import patience_words
from simulator.scoring.scorecards import score_call
from simulator.scoring.staying import surely_left
from tests.scoring.builders import OPEN, Line, played, read, surface_of
from tests.scoring.test_from_ledger import BYE, HELLO, LISTENED, PUSH, ask, skilled_lines

FIT_NO = read("From what you say it isn't for you, and I won't waste your time.", acts=[Act.DISQUALIFY])


@pytest.fixture(scope="module")
def marion(content: ContentLibrary) -> Persona:
    return content.persona("marion-teague")


def _told(call: PlayedCall) -> Debrief:
    return debrief(call, score_call(call))


def _text(call: PlayedCall) -> str:
    return " ".join(debrief_text(call, score_call(call), _told(call)).split())


@pytest.mark.parametrize("length", [3, 6, 9, 13])
@pytest.mark.parametrize("push_at", [None, 2, 5])
def test_line_that_moved_most_is_among_them_and_says_what_it_moved(
    content: ContentLibrary, marion: Persona, length: int, push_at: int | None
) -> None:
    lines = skilled_lines(marion)[:length]
    if push_at is not None:
        lines = [*lines[:push_at], PUSH[0], *lines[push_at:]]
    call = played(content, lines)
    counted = [one for one in exchanges_of(call) if one.counts]
    far = {one.rep.index: moved_by(one, marion).far for one in counted}
    told = _told(call)
    top = max(far, key=lambda one: far[one])
    shown = {one.turn: one for one in told.turns}
    assert far[top] == max(far[turn] for turn in shown)
    for turn, one in shown.items():
        answer = next(x for x in counted if x.rep.index == turn)
        points = moved_by(answer, marion).trust
        assert (f"{points:+}" if points else "stayed where it was") in one.moved
    assert [one.turn for one in told.turns] == sorted(shown)


def test_push_that_cost_most_is_named_beside_what_was_won(content: ContentLibrary, marion: Persona) -> None:
    lines = skilled_lines(marion)[:9]
    call = played(content, [*lines[:5], PUSH[0], *lines[5:]])
    turns = _told(call).turns
    push = next(one for one in turns if one.quote == PUSH[0][0])
    assert push.did.startswith("You pushed")
    assert "patience" in push.moved
    assert any(one.trust_move > 0 for one in turns)


CLAIMS = [
    read("It plans your rounds all by itself.", acts=[Act.PITCH], forbidden_claims=("plans-itself",)),
    read("We cut fuel by a third.", acts=[Act.PITCH], forbidden_claims=("saves-fuel",)),
    read(
        "You can cancel whenever you like.",
        acts=[Act.PITCH, Act.NEXT_STEP],
        forbidden_claims=("cancel-any-time",),
    ),
    read("It works, guaranteed, you'll see.", acts=[Act.PITCH, Act.GUARANTEE]),
    read("The price goes up on Friday.", acts=[Act.PITCH, Act.FALSE_URGENCY]),
]


@pytest.mark.parametrize("claim", CLAIMS, ids=[one[0] for one in CLAIMS])
def test_false_claim_is_named_as_one_whatever_else_the_line_was(content: ContentLibrary, claim: Line) -> None:
    told = _told(played(content, [HELLO, claim, *LISTENED[:2], BYE]))
    did = next(one.did for one in told.turns if one.quote == claim[0])
    assert any(words in did for words in ("does not hold", "guarantee that nobody", "urgency that nothing"))


HONEST_PITCH = read("We have a board for the day's jobs.", acts=[Act.PITCH])


def test_plain_pitch_is_no_false_claim(content: ContentLibrary) -> None:
    told = _told(played(content, [HELLO, HONEST_PITCH, HONEST_PITCH, *LISTENED[:2], BYE]))
    assert not any("does not hold" in one.did for one in told.turns)


# what was told, and the next line


ELSEWHERE = ["How many vans have you got?", "Do you sell flowers?", "Which bank are you with?"]
STAYING = [
    "And then?",
    "How did that come about?",
    "What does it do to your morning?",
    "Why is that?",
    "So you carry it all yourself.",
]


def _after_telling(content: ContentLibrary, persona: Persona, text: str, **reading: object) -> bool:
    line = read(text, **{**OPEN, "uptake": 0.1, **reading})
    surface = surface_of(persona)
    call = played(content, [HELLO, ask(surface, "How do you plan the rounds?"), line, BYE])
    told, following = exchanges_of(call)[1:3]
    assert surface in told.opened
    return surely_left(told, following, persona.need_of(surface))


@pytest.mark.parametrize("text", ELSEWHERE)
def test_question_about_something_else_surely_left(
    content: ContentLibrary, marion: Persona, text: str
) -> None:
    assert _after_telling(content, marion, text)


@pytest.mark.parametrize("text", STAYING)
def test_question_that_points_back_is_never_said_to_have_left(
    content: ContentLibrary, marion: Persona, text: str
) -> None:
    assert not _after_telling(content, marion, text)


@pytest.mark.parametrize(
    "reading",
    [
        {"uptake": 0.6},
        {"reflection": ReflectionKind.SIMPLE},
        {"acts": [Act.EMPATHY]},
        {"acts": [Act.ACKNOWLEDGEMENT], "question": QuestionKind.NONE},
    ],
)
def test_line_that_takes_up_by_what_it_does_has_not_left(
    content: ContentLibrary, marion: Persona, reading: dict[str, object]
) -> None:
    assert not _after_telling(content, marion, "How many vans have you got?", **reading)


# positions


def _stated(content: ContentLibrary, persona: str, scenario: str, line: Line) -> PlayedCall:
    """A call in which a position was said in answer to the first line, and this is the next one."""
    call = played(content, [HELLO, line, BYE], persona=persona, scenario=scenario)
    name = next(iter(call.state.ledger.positions))
    entry = call.state.ledger.positions[name].model_copy(
        update={"stated_turn": 2, "tested_turn": None, "corrected_turn": None}
    )
    ledger = call.state.ledger.model_copy(update={"positions": {**call.state.ledger.positions, name: entry}})
    return call.model_copy(update={"state": call.state.model_copy(update={"ledger": ledger})})


def test_honest_no_to_one_whom_it_does_not_suit_takes_nobodys_word(content: ContentLibrary) -> None:
    told = _told(_stated(content, "hollis-brandt", "morning-board", FIT_NO))
    assert not any("took their word" in one.outcome for one in told.positions)
    assert not any("took their word" in one.did for one in told.turns)


@pytest.mark.parametrize(
    ("line", "took"),
    [
        (read("All right, thank you.", acts=[Act.THANKS]), True),
        (read("Yes, of course.", acts=[Act.YES]), True),
        (PUSH[0], False),
        (read("And the weather?", **OPEN), False),
        (HONEST_PITCH, False),
    ],
)
def test_took_their_word_is_said_of_a_line_that_took_it(
    content: ContentLibrary, line: Line, took: bool
) -> None:
    told = _told(_stated(content, "gwen-ashdown", "front-desk", line))
    assert ("took their word" in told.positions[0].outcome) is took


# what was obtained


@pytest.mark.parametrize(
    ("move", "what"),
    [
        (Move.REFER, "somebody else to ring"),
        (Move.AGREE, "a next step"),
        (Move.CALL_BACK, "a call back"),
        (Move.SEND_ACCEPTED, "leave to send something"),
        (Move.RING_AGAIN, "leave to ring again"),
    ],
)
def test_what_was_obtained_is_in_the_debrief_with_their_words(
    content: ContentLibrary, marion: Persona, move: Move, what: str
) -> None:
    call = played(content, [HELLO, read("Who is it for, then?", **OPEN), BYE])
    at = next(turn for turn in call.turns if turn.index == 4)
    assert at.direction is not None
    step = at.direction.steps[0].model_copy(update={"move": move, "topic": None})
    direction = at.direction.model_copy(update={"steps": (step,)})
    turns = tuple(
        one.model_copy(update={"direction": direction}) if one.index == 4 else one for one in call.turns
    )
    changed = call.model_copy(update={"turns": turns})
    assert f"You came away with {what} (turn 4): “{at.text}" in _text(changed)
    assert not _told(call).obtained


def test_call_that_ended_in_a_refusal_came_away_with_nothing(content: ContentLibrary) -> None:
    call = played(content, [HELLO, *PUSH])
    assert call.end is not None
    assert call.end.reason is EndReason.HUNG_UP_PUSHED
    assert _told(call).obtained == ()
    assert "You came away with" not in _text(call)


def test_every_false_claim_of_a_line_is_named(content: ContentLibrary) -> None:
    both = read("It plans itself, and you can cancel.", forbidden_claims=("plans-itself", "cancel-any-time"))
    told = _told(played(content, [HELLO, both, *LISTENED[:2], BYE]))
    did = next(one.did for one in told.turns if one.quote == both[0])
    assert "by itself" in did
    assert "at any time" in did


def test_mistake_is_never_called_ordinary_talk(content: ContentLibrary) -> None:
    call = played(content, [HELLO, CLAIMS[0], *LISTENED[:2], BYE])
    kinds = {one.what for one in _told(call).patience if 3 in one.turns}
    assert kinds == {"claims that do not hold"}


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (0.2, "half an ordinary line"),
        (0.5, "half an ordinary line"),
        (1.0, "an ordinary line"),
        (1.5, "1½ ordinary lines"),
        (2.0, "2 ordinary lines"),
        (3.4, "3½ ordinary lines"),
    ],
)
def test_patience_is_told_in_ordinary_lines(lines: float, words: str) -> None:
    assert patience_words(lines) == words


def test_question_off_a_sheet_is_not_said_to_have_gone_on_from_what_they_said(
    content: ContentLibrary,
) -> None:
    line = read("Do you use software?", question=QuestionKind.CLOSED, form=QuestionForm.YES_NO, uptake=0.5)
    told = _told(played(content, [HELLO, line, *LISTENED[:2], BYE]))
    assert not any("went on from" in one.did for one in told.turns if one.turn == 3)
