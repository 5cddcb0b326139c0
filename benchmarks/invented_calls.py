"""Invented calls for the benchmarks: the same seed and number give the same call, of any number of turns.

python -m benchmarks.invented_calls 1000 > calls.jsonl
"""

from __future__ import annotations

import json
import random
import sys
from typing import Any

_REP = (
    "Hello {name}, it's Sam from Brackwater. The reason I'm calling is how you plan the {thing}.",
    "How do you deal with the {thing} when the {who} is away?",
    "So the {thing} lands on your desk, and the {who} waits.",
    "What does it cost you when a {thing} goes wrong on a {day}?",
    "That sounds like a long {day}. Who else hears about it, the {who} or you?",
    "We help firms like yours with the {thing}, and most of them save a morning a week.",
    "You said that the {who} does it by hand. What happens with the {thing} after that?",
    "I understand. Would it be worth a look together, on {day} at two?",
    "Right, so it is not the {thing} itself, it is that nobody tells the {who}.",
    "Is the {thing} something that you have tried to change before?",
)
_PROSPECT = (
    "Harbour Ironworks, {name} speaking.",
    "We're all set with the {thing}, thanks.",
    "The {who} does that by hand, every {day}, and it takes as long as it takes.",
    "Well, last {day} the {thing} was wrong and somebody waited for their steel until four.",
    "I'm not sure that is any of your business, to be honest.",
    "It costs us a morning, and now and then a customer, if you ask the {who}.",
    "Yes. No. It depends on the {thing}, really.",
    "We had somebody in about the {thing} two years ago and it came to nothing.",
    "Send me something in writing and I'll see.",
    "The {who} would know. I only hear about it when the {thing} is late.",
)
_WORDS = {
    "name": ("Jill", "Anton", "Maeve", "Rufus"),
    "thing": ("delivery round", "rota", "stock count", "order book", "invoice run", "night shift"),
    "who": ("dispatcher", "foreman", "office", "driver", "bookkeeper"),
    "day": ("Monday", "Tuesday", "Thursday", "Friday"),
}


def invented_call(number: int, turns: int = 40, seed: int = 1) -> dict[str, Any]:
    """One call, as the program's own format has it."""
    luck = random.Random(seed * 1_000_003 + number)  # noqa: S311 - it guards nothing
    said, clock_s = [], 0.0
    for place in range(turns):
        lines = _PROSPECT if place % 2 == 0 else _REP
        text = luck.choice(lines).format(**{name: luck.choice(words) for name, words in _WORDS.items()})
        if luck.random() < 0.5:
            text += " " + luck.choice(lines).format(
                **{name: luck.choice(words) for name, words in _WORDS.items()}
            )
        end_s = clock_s + 0.4 * len(text.split())
        said.append(
            {
                "speaker": "prospect" if place % 2 == 0 else "rep",
                "text": text,
                "start": round(clock_s, 2),
                "end": round(end_s, 2),
            }
        )
        clock_s = end_s + 0.3
    return {"id": f"call-{number}", "rep": f"Rep {number % 7}", "turns": said}


if __name__ == "__main__":
    for index in range(int(sys.argv[1])):
        print(json.dumps(invented_call(index)))
