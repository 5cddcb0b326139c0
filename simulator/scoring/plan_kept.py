"""What became of the questions that a rep planned.

A planned question is often two in one, and is never asked word for word. So each part of it that asks is held against
each sentence of a line that asks, by its words and by its meaning; asked is the whole where one part was.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from simulator.domain.played import Plan, PlayedCall
from simulator.domain.reading import QuestionKind
from simulator.domain.transcript import Speaker
from simulator.reading.topic_words import STOP_WORDS, content_stems, stem, tokens
from simulator.scoring.asked_for import FIRM, Wanted, are_neighbours, clash, wanted_by
from simulator.scoring.meaning import cosines

#: share of the content words of a part, where it has two or more of them
_ENOUGH = 0.5
#: share of all its words by weight, from which on it was said nearly word for word
_WORD_FOR_WORD = 0.75
#: what a word weighs: one of the subject, one of the question, one that is in every sentence
_SUBJECT, _OTHER, _COMMON = 1.0, 0.5, 0.1
#: cosine from which on two questions mean the same, by what they want, with a word of the subject in common and without:
#: shared words bring two questions near that differ, so they have to be nearer still. Set on eighty pairs
#: (tests/scoring/pairs), and on each of their questions against all the others
_LEAST: dict[Wanted | None, tuple[float, float]] = {
    Wanted.COUNT: (0.63, 0.75), Wanted.COST: (0.63, 0.72), Wanted.SPAN: (0.63, 0.66), Wanted.OFTEN: (0.63, 0.66),
    Wanted.TIME: (0.66, 0.52), Wanted.PERSON: (0.6, 0.51), Wanted.CAUSE: (0.58, 0.47), Wanted.FEELING: (0.62, 0.57),
    Wanted.PLACE: (0.63, 0.57), Wanted.THEN: (0.65, 0.56), None: (0.66, 0.57),
}  # fmt: skip
#: one wants a firm thing and the other does not; one of them what then, or how they feel; both in each other's words
_OTHER_WANT, _SOFTER_WANT, _NEIGHBOUR = 0.72, 0.67, 0.62
#: a bare yes or no is no answer to more than that
_BARE = 0.74
#: one of them names no subject: "why did she leave", "why did it come out again"
_WITHOUT_SUBJECT = 0.57
#: no cosine comes to this
_NEVER = 2.0
_COMMON_WORDS = frozenset(
    "a an the it its is are was were be been do does did have has had you your to of in on at for with that this and".split()
)
_ENDS = re.compile(r"(?<=[.?!;])\s+|\s*[,;:–—]\s*|\s+-\s+")
_SENTENCE = re.compile(r"(?<=[.?!])\s+")
_AND_FIRST = re.compile(r"^(?:and|or|but)\b\s*", re.IGNORECASE)
_AND = re.compile(r"\b(?:and|or|but)\b", re.IGNORECASE)
_ASKS = re.compile(
    r"^(?:(?:and|or|but|so|then|well)\b[\s,]*)*(?:what|why|how|who|whom|whose|when|where|which|do|does|did|is|are|was|were"
    r"|have|has|had|can|could|will|would|should|tell me|talk me|walk me)(?:\b|')",
    re.IGNORECASE,
)
_GREETS = re.compile(r"^(?:and |so )?how (?:are|'?re) (?:you|things)\b", re.IGNORECASE)


def parts_that_ask(question: str) -> tuple[str, ...]:
    """The parts of a question, each of which asks; the whole where it cannot be told apart."""
    pieces: list[str] = []
    for clause in _ENDS.split(question.replace("’", "'")):
        for piece in _halves(_AND_FIRST.sub("", clause.strip())):
            if _ASKS.match(piece) or not pieces:
                pieces.append(piece)
            else:  # what does not ask by itself belongs to what stands before it
                pieces[-1] = f"{pieces[-1]}, {piece}"
    return tuple(piece for piece in pieces if piece.strip(" ?.!"))


def _sentences_that_ask(line: str) -> list[str]:
    """The sentences of a line that ask, whole and in their parts; all of them where none shows that it asks."""
    sentences = [one.strip() for one in _SENTENCE.split(line.replace("’", "'")) if one.strip()]
    asking = [one for one in sentences if "?" in one or any(map(_ASKS.match, parts_that_ask(one)))]
    said = [
        piece
        for one in asking or sentences
        for piece in (one, *(part for part in parts_that_ask(one) if _ASKS.match(part)))
    ]
    return [one for one in dict.fromkeys(said) if not _GREETS.match(one)]


def _halves(clause: str) -> list[str]:
    """A clause cut at an "and" where both halves ask."""
    for joint in _AND.finditer(clause):
        before, after = clause[: joint.start()].strip(), clause[joint.end() :].strip()
        if _ASKS.match(before) and _ASKS.match(after):
            return [before, *_halves(after)]
    return [clause] if clause else []


def turns_asked(planned: Sequence[str], asked: Sequence[tuple[int, str]]) -> tuple[int | None, ...]:
    """For each planned question the first turn that asked it in some form; None where none did, or it says nothing.

    Args:
        planned: the questions of the plan.
        asked: turn and words of each line that asks.
    """
    said = [(turn, _sentences_that_ask(text)) for turn, text in asked]
    found = []
    for question in planned:
        parts = parts_that_ask(question)
        by_words = (
            turn for turn, pieces in said if any(_same_words(part, one) for part in parts for one in pieces)
        )
        turn = next(by_words, None)
        found.append(_first_that_means_it(parts, said) if turn is None else turn)
    return tuple(found)


def questions_asked(plan: Plan, call: PlayedCall) -> tuple[int | None, ...]:
    """The same for the questions of a plan, among the lines of a call that ask something and stand."""
    asked = [
        (turn.index, turn.text)
        for turn in call.standing()
        if turn.speaker is Speaker.REP
        and turn.reading is not None
        and (turn.reading.line.question is not QuestionKind.NONE or _reads_as_a_question(turn.text))
    ]
    return turns_asked(plan.questions, asked)


def _reads_as_a_question(text: str) -> bool:
    """Whether a line asks by its first words, where the reader took it for none: "and who picks up the phone your end"."""
    return any(_ASKS.match(one.strip()) for one in _SENTENCE.split(text.replace("’", "'")))


def _same_words(part: str, said: str) -> bool:
    """Whether a part was said, by its words alone, and wants the same."""
    planned, asked = wanted_by(part), wanted_by(said)
    bare = Wanted.WHETHER in asked and Wanted.WHETHER not in planned
    if clash(planned, asked) or (bare and planned & FIRM and not asked & FIRM):
        return False
    stems, others = set(content_stems(part)), set(content_stems(said))
    if (
        not bare
        and len(stems) > 1
        and len(stems & others) > 1
        and len(stems & others) >= _ENOUGH * len(stems)
    ):
        return True
    weights, heard = _weights(part), _weights(said)
    whole = sum(weights.values())
    shared = sum(weight for word, weight in weights.items() if word in heard)
    return stems <= others and whole > _OTHER and shared >= _WORD_FOR_WORD * whole


def _weights(text: str) -> dict[str, float]:
    """The stems of all words of a text with what each weighs."""
    return {
        stem(word): _COMMON if word in _COMMON_WORDS else _OTHER if word in STOP_WORDS else _SUBJECT
        for word in tokens(text)
    }


def _first_that_means_it(parts: Sequence[str], said: Sequence[tuple[int, Sequence[str]]]) -> int | None:
    """The first turn with a sentence that means one of the parts."""
    pieces = [(turn, piece) for turn, some in said for piece in some]
    near = cosines(parts, [piece for _, piece in pieces])
    if near is None:
        return None
    for place, (turn, piece) in enumerate(pieces):
        if any(near[at, place] >= _least(part, piece) for at, part in enumerate(parts)):
            return turn
    return None


def _least(part: str, said: str) -> float:
    """The cosine from which on two questions mean the same, by what they want and what their words have in common."""
    planned, asked = wanted_by(part), wanted_by(said)
    if clash(planned, asked):
        return _NEVER
    stems, others = set(content_stems(part)), set(content_stems(said))
    if not stems or not others:
        return max(_WITHOUT_SUBJECT, _by_wants(planned, asked, shared=False))
    return _by_wants(planned, asked, shared=bool(stems & others))


def _by_wants(planned: frozenset[Wanted], asked: frozenset[Wanted], *, shared: bool) -> float:
    both = [one for one in _LEAST if one in planned & asked]
    if any(one in FIRM for one in both):
        return _by_words(both[0], shared=shared)
    if are_neighbours(planned, asked):
        return _NEIGHBOUR
    if (planned | asked) & FIRM:
        return _OTHER_WANT
    if Wanted.WHETHER in asked and Wanted.WHETHER not in planned:
        return _BARE
    if both:
        return _by_words(both[0], shared=shared)
    if (planned ^ asked) & {Wanted.THEN, Wanted.FEELING}:
        return _SOFTER_WANT
    return _by_words(None, shared=shared)


def _by_words(wanted: Wanted | None, *, shared: bool) -> float:
    with_a_word, without = _LEAST[wanted]
    return with_a_word if shared else without
