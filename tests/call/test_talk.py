"""What a caller meets in talk: several questions at once, absence, comparisons, what follows a yes, being cut off."""

from __future__ import annotations

import pytest

from simulator.call.session import Call
from simulator.domain.lines import Move
from simulator.domain.state import EndReason
from tests.call.calls import collect
from tests.call.test_next_step import _ASKS, Heard, _about, _moves, heard

__all__ = ["heard"]


@pytest.mark.parametrize(
    ("persona", "line", "first", "second"),
    [
        ("marion-teague", "How many vans do you run, and how many of you are there?", "fact:vans", "fact:people"),
        ("tomasz-bielak", "what area do you cover and who are your competitors", "fact:area", "fact:competitors"),
        ("hollis-brandt", "How many of you are there? And how long have you been there?", "fact:people", "fact:tenure"),
        ("gwen-ashdown", "where do you park, and how many of you are there", "fact:parking", "fact:staff"),
        ("tomasz-bielak", "How many people work there, when do you start, and who does the invoices?", "fact:people", ""),
    ],
)  # fmt: skip
async def test_two_plain_questions_are_both_answered_in_their_order(
    heard: Heard, persona: str, line: str, first: str, second: str
) -> None:
    (answer,) = await heard.say(persona, [line], trust=0.45, opened=False)
    assert answer.direction is not None
    topics = [step.topic for step in answer.direction.steps]
    assert len(topics) == 2, answer.text
    assert topics[0] == first or (not second and first in topics)
    assert not second or topics[1] == second


@pytest.mark.parametrize(
    ("persona", "line", "plain"),
    [
        ("marion-teague", "How do you plan the rounds? And who does the invoices?", "fact:invoices"),
        ("tomasz-bielak", "Who writes the quotes, and how many vans have you got?", "fact:vans"),
        ("gwen-ashdown", "what are the phones like first thing and how many of you are there", "fact:staff"),
    ],
)
async def test_hidden_thing_costs_beside_a_plain_one_what_it_costs_alone(
    heard: Heard, persona: str, line: str, plain: str
) -> None:
    (answer,) = await heard.say(persona, [line], trust=0.2, opened=False)
    assert plain in _about(answer), answer.text
    assert Move.REVEAL not in _moves(answer)


@pytest.mark.parametrize("persona", ["marion-teague", "tomasz-bielak", "gwen-ashdown", "hollis-brandt"])
@pytest.mark.parametrize("line", ["what happens if you're off sick", "who does it when your on holiday then"])
async def test_who_stands_in_is_answered(heard: Heard, persona: str, line: str) -> None:
    (answer,) = await heard.say(persona, [line], trust=0.4, opened=False)
    assert _moves(answer)[0] is Move.FACT, answer.text
    assert not {"fact:sickness", "fact:staff-holidays"} & _about(answer), answer.text


async def test_bare_comparison_is_of_what_was_told(heard: Heard) -> None:
    *_, answer = await heard.say(
        "gwen-ashdown", ["what are the phones like first thing", "is that better or worse than last year?"]
    )
    assert "phones.eight" in _about(answer) and "last year" in answer.text


async def test_wish_brings_no_other_confession(heard: Heard) -> None:
    turns = await heard.say(
        "marion-teague", ["how do you plan the rounds in the morning", *["what would you want instead"] * 4]
    )
    for turn in turns[1:]:
        assert not {Move.REVEAL, Move.HINT, Move.MORE} & set(_moves(turn)), turn.text


async def test_after_a_yes_they_stay_for_more_than_three_questions_and_say_before_they_go(
    heard: Heard,
) -> None:
    asks = [
        "how long have you been there", "how many vans have you got", "what area do you cover", "who are your competitors",
        "when's your busy time", "how many of you are there", "where do you park the vans", "who does the invoices",
        "do you have trackers", "do you like the work", "and your website, who does that",
    ]  # fmt: skip
    turns = await heard.say("marion-teague", [_ASKS, *asks[:5]])
    assert all(Move.GOODBYE not in _moves(turn) for turn in turns)
    whole = [_moves(turn) for turn in await heard.say("marion-teague", [_ASKS, *asks]) if turn.direction]
    gone = next(place for place, moves in enumerate(whole) if Move.GOODBYE in moves)
    assert any(Move.MUST_GO in moves for moves in whole[:gone])


@pytest.mark.parametrize(
    "line",
    [
        "Can I show you what that would look like?",
        "before I let you go, when could we look at this properly",
        "I know you have to go. Is it worth us meeting?",
        "what if I came by on Thursday morning",
        "when would be a good time to talk about this with you?",
    ],
)
async def test_proposal_at_the_last_minute_gets_the_appointment(heard: Heard, line: str) -> None:
    call = await _trusting(heard, patience=0.2)
    await collect(call.say(line))
    last = call.played().turns[-1]
    assert Move.AGREE in _moves(last) and call.state.agreed is EndReason.AGREED, last.text


async def test_nobody_says_no_to_what_was_never_proposed(heard: Heard) -> None:
    call = await _trusting(heard, patience=0.2)
    await collect(call.say("what colour are the vans"))
    assert Move.STOP_HERE not in _moves(call.played().turns[-1])


@pytest.mark.parametrize(
    "line",
    [
        "Honestly, I don't think it's for a firm your size. Who would it suit, that you know of?",
        "I won't sell you this, it doesn't fit you. Is there anybody you know who it might suit?",
        "Who else do you know who could use something like this?",
    ],
)
async def test_whom_it_would_suit_is_answered(heard: Heard, line: str) -> None:
    for persona in ("hollis-brandt", "tomasz-bielak"):
        (answer,) = await heard.say(persona, [line], trust=0.35)
        assert {Move.REFER, Move.NAME_NOBODY} & set(_moves(answer)), answer.text


async def test_cut_off_they_take_it_up_when_they_are_let(heard: Heard) -> None:
    call = await _trusting(heard, patience=9.0, opened=False)
    await collect(call.say("How do you plan the rounds in the morning?"))
    assert call.state.ledger.layers["rounds.redrawn"].is_open
    await collect(call.interrupt(" ".join(call.played().turns[-1].text.split()[:4])))
    await collect(call.say("how many vans have you got"))
    assert "fact:vans" in _about(call.played().turns[-1])
    assert not call.state.ledger.layers["rounds.redrawn"].is_open
    await collect(call.say("sorry, go on, you were saying"))
    assert call.state.ledger.layers["rounds.redrawn"].is_open
    await collect(call.say("go on"))
    again = call.played().turns[-1].direction
    assert again is not None and (Move.REVEAL, "rounds.redrawn") not in {
        (one.move, one.topic) for one in again.steps
    }


async def _trusting(heard: Heard, *, patience: float, opened: bool = True) -> Call:
    call = await heard.begin("marion-teague", trust=0.85, opened=opened)
    warned = {"patience": 4} if patience < 1 else {}
    call.stand_at(call.state.model_copy(update={"patience": patience, "warned": warned}))
    return call
