"""Whether a guess at what was on somebody's mind came near it; an unsure case says nothing."""

from __future__ import annotations

import pytest

from simulator.authoring.library import ContentLibrary
from simulator.domain.played import Plan
from simulator.reports.call_text import debrief_text
from simulator.scoring.debrief import debrief
from simulator.scoring.guess import NO_FIT, NOT_NEAR, how_near
from simulator.scoring.scorecards import score_call
from tests.scoring.builders import played
from tests.scoring.test_from_ledger import HELLO

ROUNDS = "The rounds get redrawn every morning on a whiteboard and it wears her out"


@pytest.mark.parametrize(
    ("persona", "guess", "said"),
    [
        ("marion-teague", ROUNDS, "near: the rounds"),
        ("marion-teague", "Linen goes out and does not come back, nobody counts it", "near: the linen"),
        ("gwen-ashdown", "The phone keeps ringing and nobody picks it up", "near: the phones"),
        (
            "marion-teague",
            "she is the system herself, carries it all in her head",
            "near: the system we've got",
        ),
        ("marion-teague", "there is no system, only her", "near: the system we've got"),
        ("marion-teague", "she could sign for it without asking the owner", "near: who signs for it"),
        ("marion-teague", "Philip is a mean boss", ""),
        ("marion-teague", "the machines are old", ""),
        ("marion-teague", "They want a new website", NOT_NEAR),
        ("marion-teague", "<b>football</b>", NOT_NEAR),
        ("marion-teague", "Their canteen food is bad", NOT_NEAR),
        ("marion-teague", "The price is too high", ""),
        ("marion-teague", "", ""),
        ("marion-teague", "I don't know", ""),
        ("marion-teague", "time", ""),
    ],
)
def test_guess_is_said_to_be_near_or_not_near_only_where_that_is_sure(
    content: ContentLibrary, persona: str, guess: str, said: str
) -> None:
    assert how_near(guess, content.persona(persona)) == said


FITS_WHEN = "The firm sends out ten or more vans or crews a day, and what they are to do changes after they have left."


@pytest.mark.parametrize(
    "guess",
    [
        "too small for us",
        "No need",
        "he doesn't need it",
        "probably not a fit, three vans only",
        "They're too tiny for a board",
        "not enough vans to make it worth it",
        "It won't suit him",
        "nothing here for us, wrong size of firm",
        "i dont think theyre big enough",
        "Not right for him, I think",
        "I'd say the firm is far too small",
        "only three vans",
        "they have no need of our board",
        "not a customer",
    ],
)
def test_guess_that_it_does_not_suit_them_is_right_where_it_does_not(
    content: ContentLibrary, guess: str
) -> None:
    assert how_near(guess, content.persona("hollis-brandt"), FITS_WHEN) == NO_FIT
    assert how_near(guess, content.persona("marion-teague"), FITS_WHEN) != NO_FIT


@pytest.mark.parametrize(
    "guess",
    [
        "they need more staff",
        "the warehouse is too small",
        "too few drivers",
        "his van is too old",
        "needs someone to take over",
        "small jobs eat the day",
        "no time for paperwork",
        "they need a bigger yard",
        "not enough lads who can lift",
        "the price is too high",
        "the yard isn't big enough",
        "his lads aren't big enough",
        "no need to say more: his back",
        "the rooms are too small for a grand",
        "doesn't need sleep, he needs a partner",
    ],
)
def test_guess_at_something_small_or_needed_is_no_guess_that_it_does_not_suit(
    content: ContentLibrary, guess: str
) -> None:
    assert how_near(guess, content.persona("hollis-brandt"), FITS_WHEN) != NO_FIT


def test_debrief_says_whether_the_guess_came_near(content: ContentLibrary) -> None:
    call = played(content, [HELLO]).model_copy(update={"plan": Plan(guess=ROUNDS)})
    told = debrief(call, score_call(call))
    assert told.plan is not None
    assert told.plan.guess_near == "near: the rounds"
    assert "near: the rounds" in " ".join(debrief_text(call, score_call(call), told).split())
