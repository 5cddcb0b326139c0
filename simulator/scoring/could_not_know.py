"""One thing that was true and that the rep could not know: every call is worth that much."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.domain.played import PlayedCall
from simulator.domain.state import EndReason
from simulator.domain.transcript import Speaker
from simulator.reading.topic_words import content_stems

#: a thing is known already where this share of its content words was heard
_KNOWN = 0.34
#: fewer lines of the rep than this make a short call
_SHORT_CALL = 5
_COLD_ENDS = frozenset(
    {
        EndReason.HUNG_UP_PATIENCE, EndReason.HUNG_UP_PUSHED, EndReason.HUNG_UP_RUDE, EndReason.HUNG_UP_ODD,
        EndReason.REFUSED, EndReason.OFF_LIST,
    }
)  # fmt: skip
#: first words that lose their capital behind a colon
_LOWERED = frozenset("That The An A How Whether".split())


def could_not_know(call: PlayedCall) -> str:
    """Something about the person who was called that had not been said, in a sentence or two.

    After a call that was cold or short it is what the rep rang into; after another one what was on the prospect's mind
    or what they are proud of, whichever was told least. Only what the author wrote of the person is in it.
    """
    known = _heard(call)
    told = [(_share_known(text, known), place, said) for place, (text, said) in enumerate(_candidates(call))]
    fresh = next((said for share, _, said in told if share < _KNOWN), None)
    return fresh if fresh is not None else min(told)[2]


def _candidates(call: PlayedCall) -> Iterator[tuple[str, str]]:
    human, name = call.persona.human, call.persona.card.given_name
    day = (human.day, f"You could not know what you rang into. {_sentence(human.day)}")
    mind = (human.worries_about, f"What was on {name}'s mind all along: {_after_colon(human.worries_about)}")
    pride = (human.proud_of, f"What {name} is proud of: {_after_colon(human.proud_of)}")
    lines = sum(turn.speaker is Speaker.REP and bool(turn.text.strip()) for turn in call.standing())
    if (call.end is not None and call.end.reason in _COLD_ENDS) or lines < _SHORT_CALL:
        yield human.day, f"{day[1]} A voice that is short on such a day is not only about you."
        yield from (mind, pride)
    else:
        yield from (mind, pride, day)


def _sentence(text: str) -> str:
    text = " ".join(text.split())
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _after_colon(text: str) -> str:
    first, _, rest = _sentence(text).partition(" ")
    return f"{first.lower() if first in _LOWERED else first} {rest}"


def _heard(call: PlayedCall) -> frozenset[str]:
    return frozenset(
        stem
        for turn in call.standing()
        if turn.speaker is Speaker.PROSPECT
        for stem in content_stems(turn.text)
    )


def _share_known(text: str, known: frozenset[str]) -> float:
    stems = set(content_stems(text))
    return len(stems & known) / len(stems) if stems else 1.0
