"""Flags stand beside the score, each with a quote that stands in its turn."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.authoring.library import ContentLibrary
from simulator.domain.reading import Act, SentenceReading
from simulator.domain.transcript import Transcript
from simulator.scoring.flags import flags
from simulator.scoring.rated import rate_transcript
from simulator.scoring.scorecards import score_call
from tests.scoring.builders import CLOSED, Talk, played, read

HELLO = read("Hello, it's Sam from Brackwater.", acts=[Act.GIVES_NAME, Act.GIVES_COMPANY])


def _kinds(talk: Talk) -> list[str]:
    found = flags(talk.turns)
    assert all(flag.quote and flag.quote in talk.turns[flag.turn].text for flag in found)
    return [flag.kind for flag in found]


def test_plain_talk_has_no_flag() -> None:
    assert _kinds(Talk().prospect("Yes?").rep("Hello").prospect("Well?").rep("How so")) == []


@pytest.mark.parametrize(
    ("act", "kind"),
    [
        (Act.FALSE_URGENCY, "false_urgency"),
        (Act.GUARANTEE, "guarantee"),
        (Act.PERSONAL_REMARK, "personal_remark"),
    ],
)
def test_statement_is_flagged(act: Act, kind: str) -> None:
    assert _kinds(Talk().prospect("Yes?").rep("Well then", acts=[act])) == [kind]


def test_quote_of_a_statement_is_the_sentence_that_makes_it() -> None:
    urgent = "This price is only good until Friday."
    opening = "We look after the planning for firms with vans. " * 4
    text = opening + urgent
    sentences = tuple(SentenceReading(text=one) for one in (*[opening[: opening.index(".") + 1]] * 4, urgent))
    talk = Talk().rep(text, acts=[Act.FALSE_URGENCY], sentences=sentences)
    assert flags(talk.turns)[0].quote == urgent


@pytest.mark.parametrize(
    ("acts", "question", "flagged"),
    [
        ([Act.HONOURS_REMOVAL], {}, False),
        ([Act.APOLOGY, Act.GOODBYE], {}, False),
        ([], {}, True),
        ([Act.APOLOGY], CLOSED, True),
        ([Act.APOLOGY, Act.PITCH], {}, True),
    ],
)
def test_removal_has_to_be_honoured_at_once(acts: list[Act], question: dict[str, Any], flagged: bool) -> None:
    talk = Talk().prospect("Take me off your list, please.").rep("Right", acts=acts, **question)
    assert ("removal_ignored" in _kinds(talk)) is flagged


def test_removal_in_a_transcript_from_elsewhere_is_found() -> None:
    turns = [
        {"speaker": "prospect", "text": "Please don't call here again."},
        {"speaker": "rep", "text": "But have you seen our new board yet?"},
    ]
    rated = rate_transcript(Transcript.model_validate({"id": "one", "turns": turns}))
    assert [flag.kind for flag in flags(rated)] == ["removal_ignored"]


def test_second_firm_no_is_flagged_only_where_it_goes_on() -> None:
    def talk(*acts: Act) -> Talk:
        first = Talk().prospect("Not interested.").rep("It is very good", acts=[Act.PITCH])
        return first.prospect("I said no.").rep("Well", acts=acts)

    assert _kinds(talk(Act.PITCH)) == ["second_no_ignored"]
    assert _kinds(talk(Act.GOODBYE)) == []


def test_identity_not_given_in_two_lines_is_flagged_in_a_played_call(content: ContentLibrary) -> None:
    silent = played(content, [read("Hello there."), read("Nice day.")])
    named = played(content, [HELLO, read("Nice day.")])
    assert [flag.kind for flag in score_call(silent).flags] == ["identity"]
    assert score_call(named).flags == ()


def test_forbidden_claim_is_flagged_with_quote_and_fact(content: ContentLibrary) -> None:
    claim = content.scenario("morning-board").offer.forbidden[0]
    line = read(claim.examples[0], forbidden_claims=(claim.id,))
    (flag,) = score_call(played(content, [HELLO, line])).flags
    assert flag.kind == "forbidden_claim"
    assert flag.quote == claim.examples[0]
    assert claim.why in flag.fact


def test_line_that_was_taken_back_is_not_flagged(content: ContentLibrary) -> None:
    pushed = read("Sign today or it is gone.", acts=[Act.PRESSURE, Act.FALSE_URGENCY])
    call = played(content, [HELLO, pushed, read("How do you plan?")], take_back=[1])
    assert any(turn.taken_back for turn in call.turns)
    assert score_call(call).flags == ()


def test_flags_leave_the_total_alone(content: ContentLibrary) -> None:
    claim = content.scenario("morning-board").offer.forbidden[0]
    call = played(content, [HELLO, read("Well."), read("So."), read("Right.")])
    card = score_call(call)
    flagged = call.model_copy(
        update={
            "turns": tuple(
                turn.model_copy(
                    update={"reading": turn.reading.model_copy(update={"forbidden_claims": (claim.id,)})}
                )
                if turn.reading is not None
                else turn
                for turn in call.turns
            )
        }
    )
    assert len(score_call(flagged).flags) == 4
    assert score_call(flagged).total == card.total
