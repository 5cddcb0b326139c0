"""The authored voice: the persona's own lines, put together from a reaction, content and a tail.

The most specific line that fits wins; among equals one that was not said in this call, chosen by the seed. Nothing
is said twice while anything else is left.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from simulator.domain.direction import Direction, Step
from simulator.domain.lines import Line, Move
from simulator.domain.persona import Persona
from simulator.domain.reading import AnswerType, Aspect
from simulator.domain.state import CallState
from simulator.prospect.banks import Banks, Candidate
from simulator.prospect.fitting import brevity, fits, in_brief

_SLOT = re.compile(r"\{(first|second|name|company|last|self|self_given|firm|when|theirs|told)\}")
_WORDS = re.compile(r"\S+")


#: the place of the reaction before the content
REACTION_PLACE = -1


@dataclass(frozen=True)
class Piece:
    """One line in a spoken turn.

    Attributes:
        place: the direction's step that it says, from 0; −1 for the reaction before, one more than the last for the tail.
        key: of the line.
        words: how many it has.
    """

    place: int
    key: str
    words: int


@dataclass(frozen=True)
class Spoken:
    """What was said, with the keys of the lines that it was made of, and what each of them says."""

    text: str
    keys: tuple[str, ...]
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class Slots:
    """What the slots of a line are filled with.

    Attributes:
        rep_name: the rep's name as they gave it, or empty.
        rep_company: the firm that sells.
        last: what the prospect said last.
    """

    rep_name: str = ""
    rep_company: str = ""
    last: str = ""


def speak(banks: Banks, state: CallState, direction: Direction, slots: Slots, *, seed: int) -> Spoken:
    """Put a direction into authored words.

    Args:
        banks: the persona's lines.
        state: the state after the policy; its ``said`` holds what was spoken before.
        direction: what to do.
        slots: what to fill in.
        seed: decides among lines that fit equally well.
    """
    chooser = _Chooser(banks, state, direction, slots, seed)
    parts: list[str] = []
    pieces: list[Piece] = []

    def add(place: int, chosen: list[str]) -> None:
        parts.extend(chosen)
        pieces.extend(Piece(place, chooser.keys[-1], len(words.split())) for words in chosen)

    if direction.reaction is not None:
        add(REACTION_PLACE, chooser.pick(banks.reaction(direction.reaction), None))
    for place, step in enumerate(direction.steps):
        add(place, chooser.content(step))
    if (
        direction.tail is not None
        and len(_WORDS.findall(" ".join(parts))) <= banks.persona.card.turn_words[1]
    ):
        add(len(direction.steps), chooser.pick(banks.tail(direction.tail), None))
    return Spoken(_join(parts), tuple(chooser.keys), tuple(pieces))


def pick_up(banks: Banks, state: CallState, slots: Slots, *, seed: int) -> Spoken:
    """The words with which they answer the phone."""
    direction = Direction(steps=(Step(move=Move.PICK_UP),), mood=state.mood, stage=state.stage)
    return speak(banks, state, direction, slots, seed=seed)


class _Chooser:
    """Chooses lines for one turn."""

    def __init__(self, banks: Banks, state: CallState, direction: Direction, slots: Slots, seed: int) -> None:
        self._banks, self._state, self._direction = banks, state, direction
        self._slots, self._seed = slots, seed
        self._open = frozenset(state.ledger.open_ids())
        #: whose lines were said so far
        self._moves_said = {key.partition("#")[0].rpartition("/")[2] for key in state.said}
        self.keys: list[str] = []

    def content(self, step: Step) -> list[str]:
        """Words for a piece of content; where its lines are spent, for the nearest thing to it."""
        for move, topic in ((step.move, step.topic), *_STAND_INS.get(step.move, ())):
            chosen = self.pick(self._banks.content(move, topic), step, fresh_only=True)
            if chosen:
                return chosen
        return self.pick(self._banks.content(step.move, step.topic), step)

    def pick(
        self, candidates: Sequence[Candidate], step: Step | None, *, fresh_only: bool = False
    ) -> list[str]:
        """The best line of a bank as a list of one, or an empty list."""
        said = {key: index for index, key in enumerate(self._state.said)}
        fitting = [one for one in candidates if self._allowed(one.line, step, again=_used(candidates, said))]
        fresh = [one for one in fitting if one.key not in said and one.key not in self.keys]
        if fresh:
            best = max(self._rank(one, step) for one in fresh)
            pool = [one for one in fresh if self._rank(one, step) == best]
            if step is not None and step.brief:
                pool = [min(pool, key=lambda one: brevity(one.line.say, step.answer_type))]
            chosen = pool[self._draw(pool[0].key) % len(pool)]
        elif fresh_only or not fitting:
            return []
        else:
            reusable = [one for one in fitting if not one.line.once] or fitting
            chosen = min(reusable, key=lambda one: said.get(one.key, -1))
        self.keys.append(chosen.key)
        words = self._fill(chosen.line.say, step)
        cuts = step is not None and step.brief and step.move in _CUT_SHORT
        return [in_brief(words, step.answer_type) if cuts and step is not None else words]

    def _allowed(self, line: Line, step: Step | None, *, again: bool) -> bool:
        return (
            (not line.mood or self._direction.mood in line.mood)
            and (not line.stage or self._direction.stage in line.stage)
            and (line.again is None or line.again == again)
            and all(layer in self._open for layer in line.opened)
            and _suits(line, step)
            and ("{name}" not in line.say or bool(self._slots.rep_name))
            and ("{last}" not in line.say or bool(self._slots.last))
            and ("{when}" not in line.say or bool(self._banks.persona.arrangement.said))
            and ("{theirs}" not in line.say or bool(step is not None and step.theirs))
            and ("{told}" not in line.say or bool(step is not None and step.told))
            and (not line.after or any(move in self._moves_said for move in line.after))
        )

    def _rank(self, one: Candidate, step: Step | None) -> tuple[bool, bool, bool, bool, int]:
        """Answers the question, is the persona's own, comes near it, is on the side asked for, and how specific it is."""
        answers = step is None or fits(one.line, step.answer_type)
        on_side = step is not None and step.side in one.line.side and step.side in _SIDES_FIRST
        near = one.key in self._direction.nearest
        return answers, not one.key.startswith("shared/"), near, on_side, one.line.conditions

    def _draw(self, salt: str) -> int:
        text = f"{self._seed}/{self._state.exchanges}/{len(self._state.said)}/{salt}"
        return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=4).digest(), "big")

    def _fill(self, words: str, step: Step | None) -> str:
        first, second = step.options if step is not None and step.options else ("", "")
        persona = self._banks.persona
        values = _values(persona, self._slots, first, second)
        values["theirs"] = step.theirs if step is not None else ""
        values["told"] = step.told if step is not None else ""
        filled = _SLOT.sub(lambda match: values[match[1]], words)
        return filled[:1].upper() + filled[1:] if words.startswith("{theirs}") else filled


#: content of which a part will do; what is told for the first time, or agreed, is said whole, if in the shortest wording
_CUT_SHORT = frozenset({Move.FACT, Move.MORE, Move.WANT})
#: what stands in for a move whose lines are spent
_STAND_INS: Mapping[Move, tuple[tuple[Move, str | None], ...]] = {
    Move.SAID_ALREADY: ((Move.DODGE, None),),
    Move.DODGE: ((Move.NONCOMMITTAL, None),),
    Move.EVADE: ((Move.DODGE, None), (Move.NONCOMMITTAL, None)),
    Move.UNKNOWN: ((Move.DODGE, None), (Move.NONCOMMITTAL, None)),
    Move.NONCOMMITTAL: ((Move.DODGE, None),),
    Move.NOT_HEARD: ((Move.DODGE, None),),
    Move.CLARIFY: ((Move.NOT_HEARD, None),),
    Move.LISTENING: ((Move.THANKS, None),),
    Move.PITCH: ((Move.PRESSURE, None), (Move.LISTENING, None)),
    Move.PRESSURE: ((Move.PITCH, None),),
    Move.PRICE: ((Move.PITCH, None),),
    Move.ADVICE: ((Move.PITCH, None),),
    Move.ARGUMENT: ((Move.PRESSURE, None),),
    Move.EMPATHY: ((Move.THANKS, None), (Move.LISTENING, None)),
    Move.FEELING: ((Move.DODGE, None),),
    Move.SMALL_TALK: ((Move.LISTENING, None),),
    Move.OFF_TOPIC: ((Move.DODGE, None),),
    Move.JOKE: ((Move.LISTENING, None),),
    Move.COMPLIMENT: ((Move.THANKS, None), (Move.LISTENING, None)),
    Move.THANKS: ((Move.LISTENING, None),),
    Move.REFUSE_STEP: ((Move.BRUSH_OFF, None),),
    Move.WHAT_ABOUT: ((Move.IS_SALES_CALL, None), (Move.LISTENING, None)),
    Move.META: ((Move.DODGE, None),),
    Move.COMMAND: ((Move.DODGE, None),),
}


#: sides that say more of a question than its kind does
_SIDES_FIRST = frozenset({Aspect.WANT, Aspect.FEEL, Aspect.MORE, Aspect.COMPARE})
_CLOSED_TYPES = frozenset(
    {AnswerType.YES_NO, AnswerType.WHO, AnswerType.HOW_MANY, AnswerType.WHEN, AnswerType.WHICH}
)


def _suits(line: Line, step: Step | None) -> bool:
    """Whether the line's own conditions on what was asked are met: one of them is enough where it has both."""
    if step is None or not (line.asked or line.side):
        return True
    if step.answer_type in _CLOSED_TYPES and line.side == (Aspect.THEN,):
        return False  # "has that ever cost you a customer" wants a yes or a no
    return step.answer_type in line.asked or step.side in line.side


def _used(candidates: Sequence[Candidate], said: Mapping[str, int]) -> bool:
    return any(one.key in said for one in candidates)


def _values(persona: Persona, slots: Slots, first: str, second: str) -> dict[str, str]:
    return {
        "first": first,
        "second": second,
        "name": slots.rep_name,
        "company": slots.rep_company,
        "last": slots.last,
        "self": persona.card.name,
        "self_given": persona.card.given_name,
        "firm": persona.card.company,
        "when": persona.arrangement.said,
    }


def _join(parts: Sequence[str]) -> str:
    """One spoken turn: parts side by side, each beginning as a sentence does."""
    whole: list[str] = []
    for part in filter(None, (part.strip() for part in parts)):
        goes_on = bool(whole) and whole[-1].endswith((",", "–", "—"))
        whole.append(_lower_first(part) if goes_on else part)
    return " ".join(whole)


def _lower_first(words: str) -> str:
    keep = words[:2] in {"I ", "I'"} or words[:1].isdigit()
    return words if keep else words[:1].lower() + words[1:]
