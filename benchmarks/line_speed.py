"""How many transcripts and lines are measured a second on one core: ``python -m benchmarks.line_speed``.

The conversations are invented: a seeded generator strings together words and phrases of the telephone, so that no line
comes twice and nothing has to be at hand. Processor time is counted, not the clock on the wall, since other programs take
their share of the machine; the best of several rounds stands.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import random
import time

from simulator.domain.transcript import Speaker, Transcript, Turn
from simulator.scoring.profiles import PROFILES
from simulator.scoring.scorecards import score_transcript

_TURNS = 40
_TRANSCRIPTS = 60
_ROUNDS = 5
_SEED = 20

_OPENINGS = (
    "Okay,", "So", "Right.", "I see.", "Well,", "Mm-hmm.", "And", "But", "Yeah,", "Um,", "No,", "Thanks for that.", "",
)  # fmt: skip
_REP = (
    "how do you {do} the {thing} {when}",
    "what happens to the {thing} when {who} is away",
    "it sounds like the {thing} has been hard on {who}",
    "we {do} the {thing} for firms like yours, and they save a day a week",
    "have you thought about a new way to {do} the {thing}",
    "could we sit down {when} and look at the {thing} together",
    "you told me that {who} used to {do} the {thing}, and now it all lands on you",
    "I'm calling from Fernhill about the {thing}, is this a bad time",
    "who else would want to {do} it",
    "you really should {do} the {thing} before it is too late",
)
_PROSPECT = (
    "{who} and I {do} the {thing} {when}, and it's never finished",
    "we've always had somebody to {do} the {thing}",
    "I don't know, it depends on {who}",
    "not really, the {thing} is fine as it is",
    "well, {when} we lost two of them, so the {thing} had to wait",
    "we're not interested, we've got a {thing} already",
)
_WORDS = {
    "do": ("plan", "check", "order", "send out", "count", "write down", "put right", "hand over"),
    "thing": ("rounds", "stock list", "rota", "invoices", "van bookings", "late orders", "wage sheets", "returns"),
    "when": ("in the morning", "on Thursday", "at the end of the month", "last week", "every now and then", "today"),
    "who": ("my brother", "the driver", "our bookkeeper", "the new girl", "somebody at the depot", "the foreman"),
}  # fmt: skip


def transcripts(count: int, seed: int) -> list[Transcript]:
    """Invented conversations of 40 turns, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - nothing is to be kept secret
    return [
        Transcript(id=f"invented-{number}", turns=tuple(_turn(chance, place) for place in range(_TURNS)))
        for number in range(count)
    ]


def _turn(chance: random.Random, place: int) -> Turn:
    is_rep = place % 2 == 0
    sentences = [_sentence(chance, _REP if is_rep else _PROSPECT) for _ in range(chance.choice((1, 1, 2, 3)))]
    return Turn(speaker=Speaker.REP if is_rep else Speaker.PROSPECT, text=" ".join(sentences))


def _sentence(chance: random.Random, patterns: tuple[str, ...]) -> str:
    said = chance.choice(patterns).format(**{name: chance.choice(words) for name, words in _WORDS.items()})
    return f"{chance.choice(_OPENINGS)} {said}{chance.choice('.?.,')}".strip()


def main() -> None:
    """Score fresh conversations in each round, and print the best round's rates."""
    profile = PROFILES["cold_call"]
    best = 0.0
    for round_number in range(_ROUNDS + 1):  # the first one loads and compiles
        invented = transcripts(_TRANSCRIPTS, _SEED + round_number)
        began = time.process_time()
        for transcript in invented:
            score_transcript(transcript, profile)
        taken_s = time.process_time() - began
        if round_number:
            best = max(best, _TRANSCRIPTS / taken_s)
    print(
        f"{best:.0f} transcripts of {_TURNS} turns a second, {best * _TURNS / 2:.0f} lines of the rep, on one core"
    )


if __name__ == "__main__":
    main()
