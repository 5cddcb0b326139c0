"""Dashes at the beginning of lines, where nobody is named: they mark that the voice changes, not whose it is.

    - Hello?
    - Hi, this is Sam from Brackwater.

What can be known: within a cue the two lines are two people's. From one cue to the next nothing says who goes on,
unless each thing that is said bears a dash: then each dash is a change, and of two people the voices alternate. So
files are read in which (nearly) every line that opens a cue bears one; subtitles that leave the dash out where one
person speaks alone are not, since that line may be either's. That it is two people is assumed, and the confidence says
how far the file bears it out: lines that plainly go on with the one before, though a dash stands between, speak against
it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from simulator.batch.formats.labels import spoken

_DASH: Final = re.compile(r"\s*[-–—](?![-–—\d])\s*(?=\S)")
_END: Final = re.compile(r"[.?!…][\"'”’)\]]*$")
_GOES_ON: Final = re.compile(r"(?:[,;:–—-]|\.\.\.|…)[\"'”’]?$")
VOICES: Final = ("Voice 1", "Voice 2")
#: where nothing speaks against it; two people were assumed
_BEST: Final = 0.9
#: below it the voices are not told apart
CONFIDENT: Final = 0.75
#: share of cues that may go on without a dash, with the voice before
_UNDASHED: Final = 0.1
_FEWEST: Final = 4
#: in a text there has to be talk too: lists bear dashes as well
_FEWEST_IN_TEXT: Final = 8
_QUESTIONS: Final = 0.15
_TALK: Final = 0.4


@dataclass(frozen=True, slots=True)
class Dashed:
    """Lines told apart by dashes.

    Attributes:
        confidence: 0–1, that they alternate between two people.
        blocks: for each block of lines the things said in it, as a label and words.
    """

    confidence: float
    blocks: tuple[tuple[tuple[str, str], ...], ...]


def has_dashes(blocks: Sequence[Sequence[str]]) -> bool:
    """Whether dashes mark changes of voice: blocks with two of them, or half of the blocks with one."""
    opened = [[_DASH.match(line) is not None for line in block] for block in blocks]
    twice, once = sum(sum(one) > 1 for one in opened), sum(any(one) for one in opened)
    return once >= 2 and (twice >= 2 or once >= 0.5 * len(blocks))


def alternating(blocks: Sequence[Sequence[str]], *, text: bool = False) -> Dashed | None:
    """The voices of a file without names, where its dashes tell them apart; None where they do not.

    Args:
        blocks: the lines of each cue or paragraph, bare of markup; none is empty.
        text: whether it is a text without times, which may be a list of anything.
    """
    dashed = [bool(_DASH.match(block[0])) for block in blocks]
    if not dashed or not dashed[0] or dashed.count(False) > _UNDASHED * len(dashed):
        return None
    voice, found, flat = 1, [], list[str]()
    for block in blocks:
        parts: list[tuple[str, str]] = []
        for line in block:
            mark = _DASH.match(line)
            if mark is not None:
                voice = 1 - voice
                flat.append(line[mark.end() :])
            else:
                flat[-1] = f"{flat[-1]} {line}"
            words = line[mark.end() :] if mark is not None else line
            parts.append((VOICES[voice], words))
        found.append(tuple(parts))
    if len(flat) < (_FEWEST_IN_TEXT if text else _FEWEST) or (text and not _is_talk(flat)):
        return None
    confidence = round(max(0.0, _BEST - 2 * _go_on(flat)), 2)
    return Dashed(confidence, tuple(found)) if confidence >= CONFIDENT else None


def _go_on(said: Sequence[str]) -> float:
    """Share of the changes at which the talk plainly goes on: no end before it, or no beginning after it.

    Where most lines have neither full stops nor capitals, nothing bears it out, and all of them are taken for such.
    """
    ends = sum(bool(_END.search(one)) for one in said) >= 0.7 * len(said)
    starts = sum(one[:1].isupper() for one in said) >= 0.7 * len(said)
    if not ends and not starts:
        return 1.0
    on = sum(
        (ends and (_GOES_ON.search(before) is not None or not _END.search(before)))
        or (starts and (after[:1].islower() or after.startswith(("...", "…"))))
        for before, after in pairwise(said)
    )
    return on / (len(said) - 1)


def _is_talk(said: Sequence[str]) -> bool:
    asked = sum(one.rstrip().endswith("?") for one in said)
    return asked >= _QUESTIONS * len(said) and sum(map(spoken, said)) >= _TALK * len(said)
