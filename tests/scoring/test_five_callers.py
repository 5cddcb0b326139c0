"""Five kinds of caller, played through the real reader: what the score has to say of them against each other."""

from __future__ import annotations

import asyncio
from functools import lru_cache
from pathlib import Path

import pytest

from simulator.call.making import choose, make_reader
from simulator.call.record import MemoryKeeper
from simulator.call.session import Call, CallSetup
from simulator.call.wish import Wish
from simulator.domain.played import PlayedCall
from simulator.domain.scorecard import Dimension
from simulator.prospect.voice import AuthoredVoice
from simulator.scoring.advice import KEEPS
from simulator.scoring.debrief import debrief
from simulator.scoring.scorecards import score_call
from simulator.settings import Settings
from tests.call.calls import collect

CALLERS = {
    "robot": (
        "Hello, I have some questions.",
        "Do you have a delivery operation?",
        "Is the number of vehicles more than ten?",
        "Do you plan the routes yourself?",
        "Is the planning done on paper?",
        "Does it take more than one hour a day?",
        "Do you have drivers who call in sick?",
        "Is the software older than five years?",
        "Do you use a spreadsheet?",
        "Are you satisfied with the current process?",
        "Do your customers complain?",
        "Is there a budget for this?",
    ),
    "charmer": (
        "Hiya, it's Sam from Brackwater, how lovely to hear a voice! How's your day going?",
        "Ha, I love that. You sound like such a fun person to work with. I'm ringing about vans.",
        "Brilliant. That's just brilliant. I bet everyone there adores you. What a lovely place it is too.",
        "Thanks so much, you're a star. Anyway, we do a board for the day's jobs, it's ever so nice to use.",
        "Ha ha, I had a bun this morning and thought of you. Great weather isn't it?",
        "You're wonderful. Would you like a little chat with my colleague on Tuesday?",
        "Oh bless you. Well, what else is new in your world?",
        "Ha, brilliant! You've made my day.",
    ),
    "clumsy listener": (
        "Hello, Sam from Brackwater. I'm ringing because we have a board for the day's jobs. Not sure yet if it's any use.",
        "um so how do you, how does it work in the morning with the vans then?",
        "so you do it by hand and it's, er, all in your head kind of?",
        "right, that sounds like a lot. what happens when a driver rings in sick?",
        "so it's you on the phone at five then. sorry, i'm not putting this well. how is that for you?",
        "so it lands on you every time. how did it come to be like that?",
        "it sounds like you'd be hard to replace there. what would you want to be different?",
        "ok. i think it might help to show you your own week on it. would thursday at two be all right?",
    ),
    "polite pusher": (
        "Good morning, this is Sam from Brackwater, thank you so much for taking my call. We have a wonderful board.",
        "I completely understand. With respect, our board saves time, and I would love to show you on Tuesday at ten.",
        "I appreciate that. May I kindly ask for just fifteen minutes of your time this week? The offer ends on Friday.",
        "Thank you for sharing that. I really do think you would be making a mistake not to look. Shall we say Tuesday?",
        "I hear you, thank you. Other firms in your area have already signed. Can I put you down for Wednesday?",
        "Of course. One last thing, please, you can't afford to wait. When works for you?",
    ),
    "quiet expert": (
        "Sam from Brackwater. I ring firms about how the day's jobs get to the vans. May I ask one thing?",
        "How do the rounds get planned today?",
        "So it's all in one person's head. How did that come about?",
        "What happens on a morning when somebody is ill?",
        "So it ends up with you. What comes of that?",
        "And what is that like for you?",
        "So it's you, every time, and nobody behind you. What would have to be different?",
        "Then let me show you one thing with your own week on it: Tuesday at ten, half an hour?",
        "Thank you. Goodbye.",
    ),
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@lru_cache(maxsize=16)
def _call(home: Path, caller: str) -> PlayedCall:
    settings = Settings(home=home)
    scenario, persona = choose(settings, Wish(persona="marion-teague"))
    reader = make_reader(settings, persona, scenario)

    async def play() -> PlayedCall:
        call = Call(CallSetup(persona, scenario, reader, AuthoredVoice(), seed=3), MemoryKeeper())
        await collect(call.open())
        for line in CALLERS[caller]:
            if not call.is_over:
                await collect(call.say(line))
        if not call.is_over:
            await collect(call.hang_up())
        return call.played()

    return asyncio.run(play())


def _total(home: Path, caller: str) -> float:
    total = score_call(_call(home, caller)).total
    assert total is not None
    return total


def _tone(home: Path, caller: str) -> float:
    score = score_call(_call(home, caller)).dimensions[Dimension.HUMAN_TONE].score
    assert score is not None
    return score


def test_totals_rank_callers_as_a_coach_would(home: Path) -> None:
    listener, expert, charmer, robot, pusher = (
        _total(home, one) for one in ("clumsy listener", "quiet expert", "charmer", "robot", "polite pusher")
    )
    assert min(listener, expert) > charmer + 15
    assert charmer > robot > pusher
    assert robot < 40
    assert pusher < 25


def test_human_tone_ranks_callers_as_a_coach_would(home: Path) -> None:
    listener, expert, charmer, robot, pusher = (
        _tone(home, one) for one in ("clumsy listener", "quiet expert", "charmer", "robot", "polite pusher")
    )
    assert min(listener, expert) > charmer + 15
    assert charmer > robot
    assert robot > pusher + 10
    assert robot < 45


@pytest.mark.parametrize("caller", ["robot", "polite pusher"])
def test_nothing_of_how_they_spoke_is_praised_where_it_was_bad(home: Path, caller: str) -> None:
    call = _call(home, caller)
    said = debrief(call, score_call(call)).keep
    untrue = (Dimension.HUMAN_TONE, Dimension.LISTENING, Dimension.PROBING, Dimension.TIME)
    assert said not in {KEEPS[one] for one in untrue}


def test_scorecard_of_a_robot_names_what_was_left_lying(home: Path) -> None:
    note = score_call(_call(home, "robot")).dimensions[Dimension.HUMAN_TONE].note
    assert "closed questions came in a row" in note
    assert "not told who you are" in note


def test_time_of_a_call_that_reached_nothing_is_not_high(home: Path) -> None:
    call = _call(home, "polite pusher")
    assert not any(one.is_open for one in call.state.ledger.layers.values())
    score = score_call(call).dimensions[Dimension.TIME].score
    assert score is not None
    assert score <= 40


def test_flattery_is_shown_as_no_meeting_of_a_person(home: Path) -> None:
    shown = score_call(_call(home, "charmer")).dimensions[Dimension.HUMAN_TONE].evidence
    assert not [one for one in shown if one.why == "meets them as a person" and "adores you" in one.quote]
