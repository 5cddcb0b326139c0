"""Rules on the lines: enough of them, none twice, nothing in them that cannot be said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from simulator.authoring.outline import SITUATIONS, LineAt, Outline, entries_at
from simulator.authoring.problems import Loc, Problem, Severity, closest
from simulator.authoring.words import normalised, words_of
from simulator.domain.lines import TOPIC_MOVES, Move, Reaction, Tail
from simulator.domain.reading import Practical

#: lines under which a persona repeats itself within one call
FEWEST_LINES = 90

#: how many lines of each general move make a persona that does not repeat itself; any other move: two
USUAL_LINES: Mapping[Move, int] = MappingProxyType(
    {
        Move.PICK_UP: 3, Move.WHO_IS_THIS: 3, Move.WHAT_ABOUT: 3, Move.GO_AHEAD: 3, Move.BAD_TIME: 3,
        Move.HOW_ARE_YOU: 3, Move.REASON_HEARD: 4, Move.CLARIFY: 3, Move.NOT_HEARD: 5, Move.SAID_ALREADY: 3,
        Move.UNKNOWN: 4, Move.DODGE: 5, Move.NONCOMMITTAL: 6, Move.OFF_TOPIC: 3, Move.SILENCE: 4,
        Move.HOLD_ON: 1, Move.MISREAD: 3, Move.SMALL_TALK: 3, Move.COMPLIMENT: 3, Move.JOKE: 3,
        Move.EMPATHY: 4, Move.APOLOGY: 3, Move.FEELING: 3, Move.LISTENING: 4, Move.PITCH: 5, Move.PRICE: 3,
        Move.PRESSURE: 6, Move.ARGUMENT: 3, Move.RUDENESS: 3, Move.ADVICE: 3, Move.CLAIM_DOUBTED: 3,
        Move.REFUSE_STEP: 6, Move.HALF_AGREE: 3, Move.AGREE: 3, Move.BRUSH_OFF: 3, Move.OFF_LIST: 1,
        Move.OFF_LIST_HONOURED: 1, Move.WARN_PATIENCE: 3, Move.WARN_PUSHED: 3, Move.HANG_UP_PUSHED: 3,
        Move.GOODBYE: 4,
    }
)  # fmt: skip

#: moves that each person needs own words for; shared lines are enough for all others
REQUIRED_MOVES = frozenset(
    {
        Move.PICK_UP, Move.RIGHT_PERSON, Move.PITCH, Move.PRESSURE, Move.REFUSE_STEP, Move.HALF_AGREE,
        Move.AGREE, Move.BRUSH_OFF, Move.GOODBYE,
    }
)  # fmt: skip

_USUAL_OF_BANK = {
    ("layer", "hint"): 2, ("layer", "guard"): 3, ("layer", "reveal"): 2, ("layer", "more"): 3,
    ("layer", "accept"): 2, ("need", "want"): 2, ("position", "state"): 3, ("position", "tested"): 3,
    ("position", "correct"): 2,
    ("position", "more"): 2, ("human", "drop"): 2, ("human", "honoured"): 2, ("human", "more"): 2,
    ("fact", "say"): 2, ("fact", "more"): 1,
}  # fmt: skip
_USUAL_REACTIONS, _USUAL_TAILS = 4, 3

#: what may stand in braces in any line, and what only in lines of one move
SLOTS = frozenset({"name", "company", "self", "self_given", "firm"})
SLOTS_OF_MOVE: Mapping[Move, frozenset[str]] = MappingProxyType(
    {
        Move.CLARIFY: frozenset({"first", "second"}),
        Move.REPEAT: frozenset({"last"}),
        Move.AS_TOLD: frozenset({"told"}),
    }
)
#: and in the lines of an arrangement
_SLOTS_OF_ARRANGEMENT = frozenset({"when", "theirs"})
_BRACES = re.compile(r"\{([^{}]*)\}|[{}]")
_AND = re.compile(r"^\W*and\b", re.IGNORECASE)


def line_rules(outline: Outline) -> Iterator[Problem]:
    """All rules of this module."""
    yield from _enough(outline)
    yield from _moves(outline)
    yield from _conditions(outline)
    yield from _twice(outline)
    for owner, bank, _, lines in outline.banks():
        for line in lines:
            yield from _wording(outline, owner, bank, line)
    yield from _amounts(outline)
    yield from _arrangement(outline)


def _arrangement(outline: Outline) -> Iterator[Problem]:
    """The day of an arrangement stands in each line that agrees to it, or two days are agreed in one call."""
    day = outline.source.at(("arrangement", "day"))
    if not isinstance(day, str):
        return
    agreeing = (("lines", str(Move.AGREE)), ("arrangement", str(Practical.OTHER_TIME)))
    for owner, bank, _, lines in outline.banks():
        if (owner, bank) not in agreeing:
            continue
        for line in lines:
            if day.lower() not in line.say.lower() and "{when}" not in line.say:
                message = (
                    f"agrees to a meeting and does not name {day.capitalize()}, the day under arrangement"
                )
                yield outline.problem(line.loc, message)
    if outline.source.at(("arrangement", "said")) is None:
        yield outline.problem(
            ("arrangement", "day"),
            'there is no "said": how this person says day and hour ("Tuesday at a quarter past five"), for the shared lines',
            severity=Severity.WARNING,
        )


def _enough(outline: Outline) -> Iterator[Problem]:
    count = sum(len(lines) for _, _, _, lines in outline.banks())
    if count < FEWEST_LINES:
        message = (
            f"there are {count} lines in the whole file; with fewer than {FEWEST_LINES} they soon repeat"
        )
        yield outline.problem(("lines",), message, of_key=True)


def _moves(outline: Outline) -> Iterator[Problem]:
    group = outline.source.at(("lines",))
    if not isinstance(group, dict):
        return
    for move in sorted(TOPIC_MOVES):
        if move in group:
            owner = "under the layer, position, fact, need or cue that they belong to"
            yield outline.problem(("lines", str(move)), f'lines for "{move}" stand {owner}', of_key=True)
    for move in Move:
        if move in REQUIRED_MOVES and not group.get(move):
            yield outline.problem(
                ("lines", str(move)), "is missing; this person needs words of their own for it"
            )


def _conditions(outline: Outline) -> Iterator[Problem]:
    """Banks whose lines are all tied to a condition, so that at times there is nothing to say."""
    for owner, bank, loc, lines in outline.banks():
        covered = frozenset[tuple[str, str, bool]]().union(*(line.covers for line in lines))
        if not lines or covered == SITUATIONS or bank == "more":
            continue
        needed = owner == "lines" and bank in REQUIRED_MOVES
        yield outline.problem(
            loc,
            "every line here has a condition; keep at least one that can be said at any time",
            severity=Severity.ERROR if needed else Severity.WARNING,
            of_key=True,
        )


def _twice(outline: Outline) -> Iterator[Problem]:
    everywhere: dict[str, Loc] = {}
    for _, _, _, lines in outline.banks():
        here: dict[str, Loc] = {}
        for line in lines:
            key = normalised(line.say)
            if key in here:
                number = outline.source.mark(here[key]).line
                yield outline.problem(line.loc, f"the same line is in line {number} already")
            elif key in everywhere and len(words_of(line.say)) >= 4:
                number = outline.source.mark(everywhere[key]).line
                yield outline.problem(
                    line.loc, f"the same line is in line {number} already", severity=Severity.WARNING
                )
            here.setdefault(key, line.loc)
            everywhere.setdefault(key, line.loc)


def _wording(outline: Outline, owner: str, bank: str, line: LineAt) -> Iterator[Problem]:
    if line.say and not line.say.strip():
        yield outline.problem(line.loc, "the line says nothing")
    if owner != "tails" and _AND.match(line.say):
        message = 'a line that begins with "And" comes out of the blue when nothing was said before it'
        yield outline.problem(line.loc, message, severity=Severity.WARNING)
    own = frozenset[str]()
    if owner == "arrangement":
        own = _SLOTS_OF_ARRANGEMENT
    elif owner == "lines" and bank in tuple(Move):
        own = SLOTS_OF_MOVE.get(Move(bank), frozenset())
    found = set()
    for match in _BRACES.finditer(line.say):
        slot = match[1]
        if slot is None:
            yield outline.problem(line.loc, "there is a brace without its other half")
        elif slot in SLOTS or slot in own:
            found.add(slot)
        else:
            yield _wrong_slot(outline, line, slot, own)
    missing = sorted(own - found) if bank == Move.CLARIFY and owner == "lines" else []
    if missing:
        both = " and ".join(f"{{{slot}}}" for slot in missing)
        yield outline.problem(line.loc, f"a line that asks which of two was meant needs {both}")


def _wrong_slot(outline: Outline, line: LineAt, slot: str, own: frozenset[str]) -> Problem:
    for move, slots in SLOTS_OF_MOVE.items():
        if slot in slots:
            return outline.problem(line.loc, f"{{{slot}}} is filled in only under lines.{move}")
    known = SLOTS | own
    suggestion = closest(slot, known)
    message = f"nothing fills in {{{slot[:30]}}}"
    if not suggestion:
        message += "; known are " + ", ".join(f"{{{one}}}" for one in sorted(known))
    return outline.problem(line.loc, message, suggestion=f"{{{suggestion}}}" if suggestion else "")


def _amounts(outline: Outline) -> Iterator[Problem]:
    """A note for each place with fewer lines than a full persona has; one for all general moves together."""
    banks = {loc: (owner, bank, lines) for owner, bank, loc, lines in outline.banks()}
    short: dict[Loc, list[str]] = {}
    for loc, (owner, bank, lines) in banks.items():
        usual = _USUAL_OF_BANK.get((owner, bank))
        if usual is not None and len(lines) < usual:
            short.setdefault(loc[:-1], []).append(f"{bank} {len(lines)} of {usual}")
    for loc, parts in short.items():
        yield outline.problem(
            loc, f"fewer lines than a full persona has: {', '.join(parts)}", severity=Severity.NOTE
        )
    yield from _amount_of_group(
        outline, "lines", {m: USUAL_LINES.get(m, 2) for m in Move if m not in TOPIC_MOVES}
    )
    yield from _amount_of_group(outline, "reactions", dict.fromkeys(Reaction, _USUAL_REACTIONS))
    yield from _amount_of_group(outline, "tails", dict.fromkeys(Tail, _USUAL_TAILS))
    if len(entries_at(outline.source, ("human", "cues"))) < 3:
        yield outline.problem(("human", "cues"), "three cues are usual", severity=Severity.NOTE)


def _amount_of_group(
    outline: Outline, group: str, usual: Mapping[Move, int] | Mapping[Reaction, int] | Mapping[Tail, int]
) -> Iterator[Problem]:
    value = outline.source.at((group,))
    if not isinstance(value, dict):
        return
    short = []
    for name, number in usual.items():
        lines = value.get(str(name))
        count = len(lines) if isinstance(lines, list) else 0
        if count < number:
            short.append(f"{name} {count} of {number}")
    if short:
        message = f"shared lines fill in where these run out: {', '.join(short)}"
        yield outline.problem((group,), message, severity=Severity.NOTE, of_key=True)
