"""Every text that a call is matched by: what the shipped vectors have to cover."""

from __future__ import annotations

from simulator.domain.persona import Persona
from simulator.domain.scenario import Scenario
from simulator.reading import claims, offers, topic_features


def matched_texts(persona: Persona, scenario: Scenario) -> list[str]:
    """The texts of a persona and of a scenario's offer that rep lines are compared with."""
    return [
        *topic_features.texts_of(persona),
        *claims.texts_of(scenario.offer.forbidden),
        *offers.texts_of(scenario.offer, scenario.rep_lines),
    ]
