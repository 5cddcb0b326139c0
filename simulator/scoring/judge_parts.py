"""A transcript cut into overlapping parts, each short enough for the model's window."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from simulator.domain.transcript import Speaker, Turn
from simulator.errors import EndpointRefused
from simulator.scoring.judge_prompt import BYTES_PER_TOKEN, Part, Static

#: share of a part that stands in the part before too, so that an exchange is whole in one of them
OVERLAP = 0.15
#: fewer tokens than this hold no exchange that could be judged
_LEAST_ROOM = 250
#: tokens of a request that are neither rubric nor turns nor answer: heading, marks, a complaint or two
_AROUND = 150

_ABOUT_LENGTH = re.compile(
    r"context.?(?:length|window|size)|maximum context|prompt is too long|too many tokens|exceeds? the (?:model|limit|max)",
    re.IGNORECASE,
)
_WINDOW = re.compile(
    r"(?:context[ _-]?(?:length|window|size)|maximum)[^0-9]{0,40}([0-9]{3,8})(?![0-9])", re.IGNORECASE
)


def parts_of(
    shown: Sequence[tuple[int, str]], turns: Sequence[Turn], static: Static, window_tokens: int | None
) -> tuple[Part, ...]:
    """The parts in the order of the call; one where it fits, or where no window is known.

    Args:
        shown: turns as a judge reads them, with their numbers.
        turns: all turns of the transcript.
        window_tokens: tokens that the model takes, its answer among them.
    Raises:
        EndpointRefused: the rubric alone takes up the window.
    """
    pieces = [
        (index, line, len(line.encode("utf-8", "replace")) / BYTES_PER_TOKEN + 1) for index, line in shown
    ]
    if window_tokens is None:
        return (_part(pieces, turns),)
    room = room_in(static, window_tokens)
    if sum(size for _, _, size in pieces) <= room:
        return (_part(pieces, turns, room + static.answer_tokens),)
    if room < _LEAST_ROOM:
        raise EndpointRefused(
            f"The rubric and its answer take about {static.tokens + static.answer_tokens} tokens, and the model's "
            f"window holds {window_tokens}.",
            hint="Use a shorter rubric, or a model with a longer window.",
        )
    found = _cut(_no_longer_than(pieces, room), room)
    made = [_part(part, turns, room + static.answer_tokens) for part in found]
    return tuple(replace(part, number=number, of=len(made)) for number, part in enumerate(made, start=1))


def room_in(static: Static, window_tokens: int) -> float:
    """Tokens of a window that are left for turns."""
    return window_tokens - static.tokens - static.answer_tokens - _AROUND


def window_told(message: str, asked_tokens: float) -> int | None:
    """The window that a refusal speaks of; a half of what was asked where it names no figure.

    Returns:
        None where the refusal is about something else.
    """
    if not _ABOUT_LENGTH.search(message):
        return None
    named = _WINDOW.search(message)
    return int(named[1]) if named else int(asked_tokens / 2)


_Piece = tuple[int, str, float]


def _no_longer_than(pieces: Sequence[_Piece], room: float) -> list[_Piece]:
    """The pieces, with a turn that is longer than half a part cut between words."""
    most = room / 2
    found: list[_Piece] = []
    for index, line, size in pieces:
        if size <= most:
            found.append((index, line, size))
            continue
        label = line[: line.index(":")]
        characters = max(40, int(len(line) * (most - 20) / size))
        rest, goes_on = line, ""
        while rest:
            cut = rest.rfind(" ", characters // 2, characters) if len(rest) > characters else len(rest)
            cut = cut if cut > 0 else characters
            text = goes_on + rest[:cut]
            found.append((index, text, len(text.encode("utf-8", "replace")) / BYTES_PER_TOKEN + 1))
            rest, goes_on = rest[cut:].lstrip(), f"{label} (goes on): "
    return found


def _cut(pieces: Sequence[_Piece], room: float) -> list[Sequence[_Piece]]:
    found: list[Sequence[_Piece]] = []
    start = 0
    while start < len(pieces):
        end, size = start, 0.0
        while end < len(pieces) and size + pieces[end][2] <= room:
            size += pieces[end][2]
            end += 1
        end = max(end, start + 1)
        found.append(pieces[start:end])
        if end == len(pieces):
            break
        back, size = end, 0.0
        while back - 1 > start and size + pieces[back - 1][2] <= OVERLAP * room:
            back -= 1
            size += pieces[back][2]
        start = back
    return found


def _part(pieces: Sequence[_Piece], turns: Sequence[Turn], room: float | None = None) -> Part:
    """A part of these pieces; ``room`` is what they and the answer may take together, in tokens."""
    numbers = [index for index, _, _ in pieces]
    reps = sum(turns[index].speaker is Speaker.REP for index in dict.fromkeys(numbers))
    return Part(
        lines=tuple(line for _, line, _ in pieces),
        first=numbers[0] if numbers else 0,
        last=numbers[-1] if numbers else 0,
        weight=max(1, reps),
        longest_answer=None if room is None else int(room - sum(size for _, _, size in pieces)),
    )
