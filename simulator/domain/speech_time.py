"""How long words take to say."""

from __future__ import annotations

#: words a second of ordinary telephone talk: about 155 a minute
WORDS_PER_S = 2.6
#: the pause between two turns, in seconds
PAUSE_S = 0.6
#: what a silence lasts, in seconds
SILENCE_S = 4.0


def seconds_of(text: str) -> float:
    """How long it takes to say a text, in seconds; nothing said is a silence."""
    words = len(text.split())
    return round(words / WORDS_PER_S, 2) if words else SILENCE_S
