"""The coach's whisper: what could be asked now, never what is hidden."""

from __future__ import annotations

from simulator.domain.state import CallState
from simulator.prospect.banks import Banks


def whisper(banks: Banks, state: CallState) -> str:
    """One sentence of help from what was heard so far.

    A cue that is fresh comes first, then a position that was taken at face value, then what has been opened and not
    given back, and last the plain advice of the trade. Nothing that the prospect has not said is in it.
    """
    persona = banks.persona
    said = set(state.said)
    for topic, _ in sorted(state.hot.items(), key=lambda item: -item[1]):
        bank = {"human": "drop", "position": "state"}.get(
            topic.partition(":")[0] if ":" in topic else "", "hint"
        )
        for index, line in enumerate(getattr(persona.topic(topic), bank)):
            if f"{topic}/{bank}#{index}" in said:
                return f"They said “{line.say}” Stay with that, and ask an open question about it."
    for position in persona.positions:
        entry = state.ledger.positions[position.id]
        if entry.stated_turn is not None and entry.tested_turn is None:
            return f"You took “{position.stated.rstrip('.')}” as it came. Ask what stands behind it."
    given_back = [
        layer
        for layer, entry in state.ledger.layers.items()
        if entry.is_open and entry.confirmed_turn is None
    ]
    if given_back:
        return (
            "They have told you something real. Give it back in your own words before you ask the next thing."
        )
    if not state.reason_given:
        return "They do not know yet why you call. Say it in one sentence, then ask."
    if state.trust < 0.3:
        return "They are on their guard. No more about the offer; ask about their day, or how they do it now."
    return "Ask how they do it today, and what they would rather not have to do. Then be quiet."
