"""What a debrief praises: never what the end of the call gives the lie to."""

from __future__ import annotations

import pytest

from simulator.authoring.library import ContentLibrary
from simulator.domain.scorecard import Basis, Dimension, DimensionScore
from simulator.domain.state import End, EndedBy, EndReason
from simulator.scoring.advice import KEEPS
from simulator.scoring.exchanges import exchanges_of
from simulator.scoring.keep_and_change import keep
from simulator.scoring.scorecards import score_call
from tests.scoring.builders import played
from tests.scoring.test_from_ledger import skilled_lines

#: words that claim what the other did
_CLAIMS = ("they went on", "noticed", "as long as they needed")
_THROWN_OUT = (EndReason.HUNG_UP_PUSHED, EndReason.HUNG_UP_RUDE, EndReason.HUNG_UP_ODD)


def test_nothing_that_is_praised_claims_an_outcome() -> None:
    assert not any(claim in sentence for sentence in KEEPS.values() for claim in _CLAIMS)


@pytest.mark.parametrize("reason", [*_THROWN_OUT, EndReason.HUNG_UP_PATIENCE])
@pytest.mark.parametrize("best", [one for one in Dimension if one is not Dimension.OUTCOME])
def test_praise_does_not_contradict_being_hung_up_on(
    content: ContentLibrary, reason: EndReason, best: Dimension
) -> None:
    call = played(content, skilled_lines(content.persona("marion-teague"))[:8])
    ended = call.model_copy(update={"end": End(reason=reason, by=EndedBy.PROSPECT)})
    low, high = (DimensionScore(score=one, basis=Basis.MEASURED) for one in (10.0, 100.0))
    card = score_call(ended)
    card = card.model_copy(update={"dimensions": {one: high if one is best else low for one in Dimension}})
    said = keep(ended, card, exchanges_of(ended))
    if reason in _THROWN_OUT:
        untrue = (Dimension.TIME, Dimension.HUMAN_TONE, Dimension.RESILIENCE, Dimension.ACCOUNTABILITY)
        assert said not in {KEEPS[one] for one in untrue}
        assert "had to be mended" not in said
    else:
        assert said != KEEPS[Dimension.TIME]
