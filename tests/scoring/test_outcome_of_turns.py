"""How a next step was answered in a transcript from elsewhere."""

from __future__ import annotations

import pytest

from simulator.domain.reading import Act
from simulator.scoring.outcome import how_answered, outcome_of_turns
from tests.scoring.builders import Talk

CONCRETE = [Act.NEXT_STEP, Act.NEXT_STEP_CONCRETE]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Yes, Thursday works.", "accepted"),
        ("No problem, see you then.", "accepted"),
        ("Now is fine for me, that works.", "accepted"),
        ("No.", "refused"),
        ("No, not this year.", "refused"),
        ("I'm not interested.", "refused"),
        ("Sounds lovely, send me an e-mail.", "put_off"),
        ("Let me think about it.", "put_off"),
        ("Nobody has asked me that before.", "open"),
        ("", "open"),
    ],
)
def test_answer_to_a_next_step_is_read_by_its_sense(text: str, expected: str) -> None:
    assert how_answered(text) == expected


def test_outcome_without_a_next_step_is_not_observed() -> None:
    assert outcome_of_turns(Talk().prospect("Yes").rep("Hello").turns).score is None


def test_outcome_accepted_beats_open_beats_put_off_beats_refused() -> None:
    answers = ("Yes, that works.", "Hm, the vans are in.", "Send me an e-mail.", "No.")
    scores = [outcome_of_turns(_closed(answer, CONCRETE).turns).score or 0.0 for answer in answers]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == len(scores)
    assert scores[0] == 100.0


def test_outcome_day_and_hour_count() -> None:
    vague = outcome_of_turns(_closed("Yes, sure.", [Act.NEXT_STEP]).turns).score or 0.0
    assert vague < (outcome_of_turns(_closed("Yes, sure.", CONCRETE).turns).score or 0.0)


def test_outcome_polite_yes_that_asks_for_an_e_mail_is_not_agreement() -> None:
    assert (
        outcome_of_turns(_closed("Sounds great, put it in an e-mail.", CONCRETE).turns).score or 0.0
    ) <= 30.0


def test_outcome_honest_end_counts_even_after_a_next_step() -> None:
    talk = _closed("Hm.", CONCRETE).rep("Then it is not for you.", acts=[Act.DISQUALIFY])
    assert outcome_of_turns(talk.turns).score == 70.0


def _closed(answer: str, acts: list[Act]) -> Talk:
    return Talk().prospect("Yes?").rep("Thursday at two?", acts=acts).prospect(answer)
