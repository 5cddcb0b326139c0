"""Lines that were once misheard: summaries, honest words, introductions, a sorry before a question, numbers."""

from __future__ import annotations

import pytest

from simulator.domain.lines import Move
from simulator.domain.state import BungleKind
from tests.call.test_next_step import Heard, _moves, heard

__all__ = ["heard"]

_ASKED = ["how do you plan the day", "who keeps the calendar"]


@pytest.mark.parametrize(
    "summary",
    [
        "Lorraine keeps the calendar, but what's waiting stands nowhere. Is that right?",
        "so the calendar shows where everybody is and not what waits. have i got that right",
        "So there's a calendar, Lorraine looks after it, and whatever is waiting isn't on it. Is that fair?",
        "Let me check: Lorraine keeps a calendar with a colour for each engineer. Have I understood you?",
    ],
)
async def test_summary_of_what_they_told_is_confirmed(heard: Heard, summary: str) -> None:
    *_, answer = await heard.say("tomasz-bielak", [*_ASKED, summary], trust=0.45, opened=False)
    assert _moves(answer)[0] in {Move.CONFIRM, Move.ACCEPT}, answer.text
    assert answer.direction is not None and answer.direction.bungle is None


@pytest.mark.parametrize(
    "summary",
    [
        "so you've thirty engineers, have i got that right",
    ],
)
async def test_summary_that_is_wrong_is_put_right(heard: Heard, summary: str) -> None:
    *_, answer = await heard.say("tomasz-bielak", [*_ASKED, summary], trust=0.45, opened=False)
    assert _moves(answer)[0] is Move.MISREAD, answer.text


@pytest.mark.parametrize(
    "summary",
    [
        "So the calendar shows what's waiting. Is that right?",
        "So your best man wants to leave you, is that right?",
        "So it all costs you sleep. Am I right?",
    ],
)
async def test_summary_of_what_they_never_told_is_not_confirmed(heard: Heard, summary: str) -> None:
    *_, answer = await heard.say("tomasz-bielak", [*_ASKED, summary], trust=0.45, opened=False)
    assert not {Move.CONFIRM, Move.ACCEPT, Move.REVEAL} & set(_moves(answer)), answer.text


@pytest.mark.parametrize(
    "line",
    [
        "Three vans, booked two weeks ahead: honestly, our board is for ten or more that change after they've left. "
        "I don't think it suits you and I won't sell it to you.",
        "It's not for a firm your size.",
        "It doesn't suit a place like yours, and I'd rather say so.",
    ],
)
async def test_honest_no_is_no_pitch(heard: Heard, line: str) -> None:
    (answer,) = await heard.say("hollis-brandt", [line], trust=0.5)
    assert _moves(answer)[0] is Move.DISQUALIFIED, answer.text
    assert answer.direction is not None and answer.direction.bungle is None


async def test_what_they_never_told_is_not_so_though_it_is_said_to_be(heard: Heard) -> None:
    *_, answer = await heard.say(
        "gwen-ashdown",
        ["how do you plan the day", "you told me the vets answer it, is that so"],
        trust=0.5,
        opened=False,
    )
    assert _moves(answer) == (Move.NOT_TOLD,), answer.text


async def test_what_is_near_is_answered_in_their_own_words(heard: Heard) -> None:
    summary = "So the calendar shows what's waiting. Is that right?"
    *_, answer = await heard.say("tomasz-bielak", [*_ASKED, summary], trust=0.45, opened=False)
    assert _moves(answer) == (Move.AS_TOLD,), answer.text
    assert "It doesn't show what's waiting." in answer.text


async def test_their_own_word_asked_about_is_no_remark_on_them(heard: Heard) -> None:
    line = "You said I'm a young man with old vans. How d'you mean, old?"
    (answer,) = await heard.say("hollis-brandt", [line], trust=0.5)
    assert answer.direction is not None and answer.direction.bungle is None


@pytest.mark.parametrize(
    "line", ["Would you like to save time every day?", "would you like fewer calls in the morning"]
)
async def test_question_about_a_benefit_asks_for_no_meeting(heard: Heard, line: str) -> None:
    (answer,) = await heard.say("marion-teague", [line], trust=0.4, opened=False)
    assert answer.direction is not None and answer.direction.bungle is None
    assert not {Move.REFUSE_STEP, Move.AGREE} & set(_moves(answer))


async def test_questions_to_learn_something_are_no_interrogation(heard: Heard) -> None:
    lines = [
        "How many vans have you?",
        "Who drives them?",
        "Is it you or the office that plans?",
        "When do they leave?",
    ]
    answers = await heard.say("marion-teague", lines, trust=0.4, opened=False)
    assert all(one.direction is not None and one.direction.bungle is None for one in answers)


async def test_third_question_for_a_yes_or_a_no_is_interrogation(heard: Heard) -> None:
    lines = ["Do you have your own vans?", "Do you use any software?", "Do you get complaints?"]
    answers = await heard.say("marion-teague", lines, trust=0.4, opened=False)
    assert answers[-1].direction is not None and answers[-1].direction.bungle is not None
    assert answers[-1].direction.bungle.kind is BungleKind.INTERROGATION


@pytest.mark.parametrize(
    ("persona", "reason"),
    [
        (
            "gwen-ashdown",
            "When your two girls at the desk can't get to a ringing phone, our people pick it up in your name.",
        ),
        ("marion-teague", "a board for firms with vans, eighteen pounds a van"),
        ("tomasz-bielak", "It's one screen with the whole day's jobs on it."),
    ],
)
async def test_offer_in_other_words_is_the_reason_for_the_call(
    heard: Heard, persona: str, reason: str
) -> None:
    _, answer = await heard.say(persona, ["Hello, it's Sam from Brackwater.", reason], trust=None)
    assert answer.state is not None and answer.state.reason_given
    assert answer.direction is not None and answer.direction.bungle is None


@pytest.mark.parametrize(
    "line",
    [
        "Good morning. Sam, Brackwater.",
        "Hi it's sam from brackwater",
        "Sam here, Brackwater.",
        "morning sam brackwater here",
    ],
)
async def test_name_before_the_firm_is_the_reps(heard: Heard, line: str) -> None:
    (answer,) = await heard.say("gwen-ashdown", [line], trust=None)
    assert answer.state is not None and answer.state.rep_name == "Sam"
    assert answer.direction is not None and answer.direction.bungle is None


@pytest.mark.parametrize(
    ("line", "move"),
    [
        ("Sam here, Brackwater. Have you two minutes?", Move.GO_AHEAD),
        ("hello its sam from brackwater have you got a minute", Move.GO_AHEAD),
        ("Good morning, Sam from Brackwater. Is now a bad moment?", Move.BAD_TIME),
        ("Is that Mr Brandt? It's Sam from Brackwater. Is that okay?", Move.GO_AHEAD),
    ],
)
async def test_asked_for_leave_they_give_it_with_their_first_words(
    heard: Heard, line: str, move: Move
) -> None:
    (answer,) = await heard.say("hollis-brandt", [line], trust=None)
    assert move in _moves(answer), answer.text


@pytest.mark.parametrize(
    "line", ["sorry — is that somebody you know, Marion?", "Sorry, it's Sam. Do you use software?"]
)
async def test_sorry_before_a_question_does_not_swallow_it(heard: Heard, line: str) -> None:
    (answer,) = await heard.say("marion-teague", [line], trust=0.4, opened=False)
    assert not {Move.APOLOGY, Move.META} & set(_moves(answer)), answer.text


async def test_number_of_all_is_no_answer_to_how_many_are_missed(heard: Heard) -> None:
    line = "Do you know how many calls nobody gets to in a week?"
    (answer,) = await heard.say("gwen-ashdown", [line], trust=0.4, opened=False)
    assert "hundred and ninety" not in answer.text


async def test_fair_question_that_they_get_round_costs_no_patience(heard: Heard) -> None:
    line = "When was the last time something did change on the day?"
    (answer,) = await heard.say("tomasz-bielak", [line], trust=0.4, opened=False)
    assert _moves(answer)[0] is Move.EVADE
    first = 11.0
    assert answer.state is not None and answer.state.patience >= first


async def test_question_that_was_evaded_may_be_asked_again(heard: Heard) -> None:
    line = "When was the last time something did change on the day?"
    _, answer = await heard.say("tomasz-bielak", [line, line], trust=0.4, opened=False)
    assert Move.SAID_ALREADY not in _moves(answer)
    assert answer.direction is not None and answer.direction.bungle is None


@pytest.mark.parametrize(
    "seed_line", ["Shall I put you down for a demo tomorrow? It's eighteen pounds a van."]
)
async def test_nobody_says_that_they_said_no_before_they_did(heard: Heard, seed_line: str) -> None:
    (answer,) = await heard.say("tomasz-bielak", [seed_line], trust=0.2, opened=False)
    assert "I've said no" not in answer.text
