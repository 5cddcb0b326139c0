"""The order that the score has to keep: a skilled rep well above a novice, a novice well above a pushy one."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest

from simulator.call.making import choose, make_reader
from simulator.call.rehearsal import simulated_call
from simulator.call.simulated_rep import Skill
from simulator.call.wish import Wish
from simulator.domain.scorecard import Dimension, Scorecard
from simulator.scoring.scorecards import score_call
from simulator.settings import Settings
from tests.conftest import PERSONA_IDS

SEED = 1


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that the calls of this module share, with the vectors of the personas in it."""
    return tmp_path_factory.mktemp("home")


@lru_cache(maxsize=8)
def _cards(home: Path, persona: str) -> dict[Skill, Scorecard]:
    settings = Settings(home=home)
    scenario, called = choose(settings, Wish(persona=persona))
    reader = make_reader(settings, called, scenario)
    return {skill: score_call(simulated_call(called, scenario, reader, skill, SEED)) for skill in Skill}


def _total(card: Scorecard) -> float:
    assert card.total is not None
    return card.total


@pytest.mark.parametrize("persona", PERSONA_IDS)
def test_total_ranks_simulated_reps_by_skill(home: Path, persona: str) -> None:
    cards = _cards(home, persona)
    skilled, novice, pushy = (_total(cards[skill]) for skill in (Skill.SKILLED, Skill.NOVICE, Skill.PUSHY))
    assert skilled >= 65.0
    assert pushy <= 30.0
    assert skilled - 15 > novice > pushy + 10


@pytest.mark.parametrize("persona", PERSONA_IDS)
@pytest.mark.parametrize(
    "name", [Dimension.PREPARATION, Dimension.TIME, Dimension.HUMAN_TONE, Dimension.PROBING]
)
def test_no_dimension_puts_the_pushy_rep_above_the_skilled_one(
    home: Path, persona: str, name: Dimension
) -> None:
    cards = _cards(home, persona)
    skilled, pushy = cards[Skill.SKILLED].dimensions[name].score, cards[Skill.PUSHY].dimensions[name].score
    assert skilled is not None
    assert pushy is None or pushy < skilled
