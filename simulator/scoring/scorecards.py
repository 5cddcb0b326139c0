"""Scorecards: of a played call, from its ledger; of any transcript, from its turns. Code computes every total."""

from __future__ import annotations

from collections.abc import Mapping

from simulator import __version__
from simulator.domain.played import PlayedCall
from simulator.domain.scorecard import Dimension, DimensionScore, Provenance, Scorecard
from simulator.domain.transcript import Transcript
from simulator.scoring.flags import flags
from simulator.scoring.from_ledger import dimensions_of_call
from simulator.scoring.from_turns import dimensions_of_turns
from simulator.scoring.measures import measures
from simulator.scoring.outcome import ended_rightly_without_a_need
from simulator.scoring.profiles import PROFILES, Profile
from simulator.scoring.rated import RatedTurn, rate_played, rate_transcript

#: a total that rests on less of the weight than this would say more than is known
LEAST_WEIGHT = 0.4
#: the most that a call which found nothing out can come to; a novice who found a little comes to more
FOUND_NOTHING = 45.0


def score_call(call: PlayedCall) -> Scorecard:
    """The scorecard of a played call, ended or not; lines that were taken back or not understood are outside it."""
    turns = rate_played(call)
    profile = PROFILES[call.scenario.call_type]
    dimensions = dimensions_of_call(call)
    whole, held = _held(call, total(dimensions, {**profile.weights, **call.scenario.weights}))
    return Scorecard(
        transcript=call.call,
        total=whole,
        held=held,
        dimensions=dimensions,
        measures=measures(turns),
        flags=flags(turns, call.scenario),
        provenance=_provenance(profile),
    )


def score_transcript(transcript: Transcript, profile: Profile) -> tuple[Scorecard, tuple[RatedTurn, ...]]:
    """The measured scorecard of any transcript, and its rated turns."""
    turns = rate_transcript(transcript)
    dimensions = dimensions_of_turns(turns, profile)
    card = Scorecard(
        transcript=transcript.id,
        total=total(dimensions, profile.weights),
        dimensions=dimensions,
        measures=measures(turns),
        flags=flags(turns),
        provenance=_provenance(profile),
    )
    return card, turns


def total(dimensions: Mapping[Dimension, DimensionScore], weights: Mapping[Dimension, float]) -> float | None:
    """Weighted mean of what was observed, 0–100.

    None where nothing was observed, or so little that it carries less than two fifths of the weight.
    """
    seen = [
        (score.score, weights.get(dimension, 0.0))
        for dimension, score in dimensions.items()
        if score.score is not None
    ]
    observed = sum(weight for _, weight in seen)
    whole = sum(weights.get(dimension, 0.0) for dimension in Dimension)
    if observed <= 0 or observed < LEAST_WEIGHT * whole:
        return None
    return round(sum(score * weight for score, weight in seen) / observed, 1)


def _held(call: PlayedCall, mean: float | None) -> tuple[float | None, str]:
    """The total of a call that found nothing out is held below the middle, with the reason.

    Found out is a layer of a need, the truth behind what they said at first, or that the offer does not suit them where
    that was said on good grounds. Friendliness, a good opening and a short call are pleasant; they are no result.
    """
    ledger = call.state.ledger
    found = bool(ledger.open_ids())
    if mean is None or mean <= FOUND_NOTHING or found or ended_rightly_without_a_need(call):
        return mean, ""
    return FOUND_NOTHING, f"Nothing of what they need came out: such a call is held at {FOUND_NOTHING:.0f}."


def _provenance(profile: Profile) -> Provenance:
    return Provenance(program=__version__, profile=profile.name)
