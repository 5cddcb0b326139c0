"""What follows from a yes, as it is heard: the rep's lines go in, and what the prospect says comes out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from simulator.authoring.library import ContentLibrary
from simulator.call.record import MemoryKeeper
from simulator.call.session import Call, CallSetup
from simulator.domain.ledger import How, LayerState
from simulator.domain.lines import Move
from simulator.domain.played import PlayedTurn
from simulator.domain.state import BungleKind, EndReason
from simulator.prospect.voice import AuthoredVoice
from simulator.reading.local import LocalReader

_SCENARIOS = {
    "marion-teague": "morning-board", "tomasz-bielak": "morning-board", "hollis-brandt": "morning-board",
    "gwen-ashdown": "front-desk",
}  # fmt: skip
_OPEN = {
    "tomasz-bielak": ("quotes.written", "quotes.pipe"),
    "marion-teague": ("rounds.redrawn", "rounds.roy"),
    "gwen-ashdown": ("phones.eight", "phones.admits", "phones.admiral"),
    "hollis-brandt": (),
}
_ASKS = "Could we take twenty-five minutes to look at your own week?"


class Heard:
    """Plays lines to one prospect."""

    def __init__(self, content: ContentLibrary, vectors: Path) -> None:
        self._content, self._vectors = content, vectors
        self._readers: dict[str, LocalReader] = {}

    async def begin(self, persona_id: str, *, trust: float | None = 0.65, opened: bool = True) -> Call:
        """A call that was picked up; with a trust, it is well under way."""
        persona, scenario = self._content.persona(persona_id), self._content.scenario(_SCENARIOS[persona_id])
        if persona_id not in self._readers:
            self._readers[persona_id] = LocalReader(persona, scenario, self._vectors)
        call = Call(
            CallSetup(persona, scenario, self._readers[persona_id], AuthoredVoice(), seed=3), MemoryKeeper()
        )
        async for _ in call.open():
            pass
        if trust is not None:
            ledger = call.state.ledger
            told = {"state": LayerState.REVEALED, "how": How.ELICITED, "revealed_turn": 2}
            layers = {
                name: entry.model_copy(update=told) if opened and name in _OPEN[persona_id] else entry
                for name, entry in ledger.layers.items()
            }
            update = {"trust": trust, "reason_given": True, "exchanges": 6}
            call.stand_at(
                call.state.model_copy(
                    update=update | {"ledger": ledger.model_copy(update={"layers": layers})}
                )
            )
        return call

    async def say(
        self, persona_id: str, lines: Sequence[str], *, trust: float | None = 0.65, opened: bool = True
    ) -> list[PlayedTurn]:
        """The prospect's turns, the pick-up left out; nothing is said after the end."""
        call = await self.begin(persona_id, trust=trust, opened=opened)
        for line in lines:
            if call.is_over:
                break
            async for _ in call.say(line):
                pass
        return call.played().turns[2::2]  # type: ignore[return-value]


@pytest.fixture(scope="module")
def heard(request: pytest.FixtureRequest) -> Heard:
    return Heard(request.getfixturevalue("content"), request.getfixturevalue("vectors"))


def _moves(turn: PlayedTurn) -> tuple[Move, ...]:
    assert turn.direction is not None
    return turn.direction.moves


def _about(turn: PlayedTurn) -> set[str]:
    assert turn.direction is not None
    return {step.topic or "" for step in turn.direction.steps}


@pytest.mark.parametrize(
    ("persona", "asks", "theirs", "own"),
    [
        (
            "tomasz-bielak",
            "Could we say Thursday at seven, to look at one week?",
            "Thursday at seven",
            "Tuesday",
        ),
        ("tomasz-bielak", "how about monday morning at ten for half an hour", "Monday at ten", "Tuesday"),
        ("marion-teague", "Shall we put Friday in the diary, to look at your week?", "Friday", "Thursday"),
        (
            "marion-teague",
            "Would Thursday at half past four suit, with your own week?",
            "half past four",
            "two",
        ),
        ("gwen-ashdown", "Can we do half an hour with the partners on Monday?", "Monday", "Wednesday"),
    ],
)
async def test_another_time_than_theirs_is_named_before_they_agree(
    heard: Heard, persona: str, asks: str, theirs: str, own: str
) -> None:
    (answer,) = await heard.say(persona, [asks])
    assert Move.AGREE in _moves(answer)
    assert theirs in answer.text and own in answer.text


@pytest.mark.parametrize(
    ("persona", "asks"),
    [
        ("tomasz-bielak", "Could we take twenty-five minutes on Tuesday at a quarter past five?"),
        ("tomasz-bielak", "tuesday at 5.15 then, to look at one week?"),
        ("marion-teague", "Could we look at your own week on Thursday?"),
        ("marion-teague", _ASKS),
        ("tomasz-bielak", "Could we look at one week of yours, next week some time?"),
    ],
)
async def test_their_own_time_or_none_is_agreed_without_more(heard: Heard, persona: str, asks: str) -> None:
    (answer,) = await heard.say(persona, [asks])
    assert _moves(answer)[0] is Move.AGREE
    assert "arrangement:other_time" not in _about(answer)


@pytest.mark.parametrize(
    ("asks", "what"),
    [
        ("What's your e-mail, Tomasz?", "email"),
        ("whats the best email or number for the invite", "email"),
        ("I'll send you an e-mail then, what's your address for it?", "email"),
        ("i'll drop you an email to confirm, which address is best", "email"),
        ("Can I e-mail you the details?", "email"),
        ("Could you send me an e-mail with that?", "email"),
        ("What's the best number for you?", "reach"),
        ("what's your address there", "where"),
        ("Who else will be there?", "who"),
        ("will it be just you", "who"),
        ("How long have we got?", "how_long"),
        ("Where do I come to?", "where"),
        ("is that on the phone or in person", "where"),
        ("Shall I send a reminder?", "remind"),
        ("What should I bring?", "bring"),
        ("So Tuesday at a quarter past five, at your yard?", "confirm"),
        ("tuesday quarter past five then, have i got that right", "confirm"),
        ("So Thursday at seven it is?", "put_right"),
        ("I said Thursday at seven, you said Tuesday at a quarter past five. Which is it?", "when"),
    ],
)
async def test_practical_question_after_a_yes_is_answered(heard: Heard, asks: str, what: str) -> None:
    _, answer = await heard.say("tomasz-bielak", [_ASKS, asks])
    assert f"arrangement:{what}" in _about(answer), answer.text


@pytest.mark.parametrize("persona", ["marion-teague", "gwen-ashdown"])
@pytest.mark.parametrize(
    "asks", ["Who else will be there?", "Where do I come to?", "What's the best number for you?"]
)
async def test_practical_question_is_answered_by_each_of_them(heard: Heard, persona: str, asks: str) -> None:
    _, answer = await heard.say(persona, [_ASKS, asks])
    assert Move.ARRANGE in _moves(answer), answer.text


async def test_practical_questions_keep_an_agreed_call_open(heard: Heard) -> None:
    asks = [
        "Who else will be there?",
        "How long have we got?",
        "Shall I send a reminder?",
    ]
    answers = await heard.say("tomasz-bielak", [_ASKS, *asks])
    assert all(Move.ARRANGE in _moves(one) for one in answers[1:])


@pytest.mark.parametrize(
    "asks", ["What time do the engineers start?", "Where do the engineers get their parts?"]
)
async def test_question_about_their_work_after_a_yes_stays_one(heard: Heard, asks: str) -> None:
    _, answer = await heard.say("tomasz-bielak", [_ASKS, asks])
    assert Move.ARRANGE not in _moves(answer), answer.text


@pytest.mark.parametrize("asks", ["whats the best email for the invite", "who else will be there"])
async def test_practical_question_before_a_yes_is_put_off(heard: Heard, asks: str) -> None:
    (answer,) = await heard.say("tomasz-bielak", [asks], trust=0.45, opened=False)
    assert _moves(answer)[0] is Move.NOT_ARRANGED


@pytest.mark.parametrize(
    "asks",
    [
        "Could I send one page, and ring you in a fortnight?",
        "can i email you a summary",
        "Would it help if I sent you a leaflet?",
        "May I ring you again in a month or so?",
        "shall i drop a page in the post",
    ],
)
async def test_less_than_a_meeting_is_no_meeting(heard: Heard, asks: str) -> None:
    (answer,) = await heard.say("tomasz-bielak", [asks])
    assert not {Move.AGREE, Move.HALF_AGREE} & set(_moves(answer)), answer.text
    assert {Move.SEND_ACCEPTED, Move.RING_AGAIN} & set(_moves(answer)), answer.text
    assert answer.state is not None and answer.state.agreed is None
    assert answer.state.count("vague_step") == 1


async def test_another_call_on_a_day_counts_as_a_follow_up(heard: Heard) -> None:
    (answer,) = await heard.say("tomasz-bielak", ["Could I ring you again on Monday at ten?"])
    assert answer.state is not None and answer.state.agreed is EndReason.CALL_BACK


@pytest.mark.parametrize("persona", ["tomasz-bielak", "marion-teague"])
async def test_brochure_before_anything_is_on_the_table_is_declined(heard: Heard, persona: str) -> None:
    (answer,) = await heard.say(persona, ["Can I send you a brochure?"], trust=0.4, opened=False)
    assert _moves(answer) == (Move.SEND_REFUSED,)


async def test_invented_discount_is_a_claim_that_is_not_allowed(heard: Heard) -> None:
    (answer,) = await heard.say("tomasz-bielak", ["I can take ten percent off the price for you."])
    assert answer.direction is not None and answer.direction.bungle is not None
    assert answer.direction.bungle.kind is BungleKind.FORBIDDEN_CLAIM


async def test_meeting_asked_for_after_it_was_let_go_is_declined(heard: Heard) -> None:
    lines = [
        "It doesn't suit a firm of your size, and I won't sell it to you.",
        "Could we meet on Monday anyway?",
    ]
    first, second = await heard.say("hollis-brandt", lines, trust=0.5)
    assert _moves(first)[0] is Move.DISQUALIFIED
    assert _moves(second)[0] is Move.REFUSE_STEP
