"""Times as files have them, to seconds from the beginning of the call.

Nothing that a file says of times is a reason to refuse it: a time that cannot be is left out (negative, not
a number, days into the call, an end before its start, far behind what was already said), and the words
stay. What is decided for a whole conversation at once, since one time alone does not tell:

* **Unit** of whole numbers without one: milliseconds where seconds would mean hardly a word a minute and
  milliseconds mean speech.
* **Time of day**: where the first time is an hour or more, or a date, times count from that first one.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from simulator.batch.heard import HeardLine

#: a clock as people and tools write it: 0:12, 00:00:12.500, 1:02:03,5, 10:02 AM
CLOCK: Final = r"\d{1,3}:[0-5]?\d(?::[0-5]?\d)?(?:[.,]\d{1,9})?(?:\s?[AaPp]\.?[Mm]\b\.?)?"
#: seconds beyond which a time from the beginning is a mistake
LONGEST_CALL_S: Final = 172_800.0
#: seconds from which a first time is taken for a time of day
_CLOCK_FROM_S: Final = 3_600.0
#: two voices overlap; one that comes more than this many seconds behind what was said has a wrong time
_OVERLAP_S: Final = 60.0

_CLOCK: Final = re.compile(r"(-)?(\d{1,3}):(\d{1,2})(?::(\d{1,2}))?(?:[.,](\d{1,9}))?\s*([AaPp])?")
_WORDS: Final = re.compile(
    r"(?:(\d+(?:\.\d+)?)\s*h(?:ou)?r?s?)?[\s,]*(?:(\d+(?:\.\d+)?)\s*m(?:in(?:ute)?s?)?)?[\s,]*(?:(\d+(?:\.\d+)?)\s*s(?:ec(?:ond)?s?)?)?",
    re.IGNORECASE,
)
_ISO_LENGTH: Final = re.compile(r"PT(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?")
_PACE_LOW, _PACE_HIGH = 0.1, 20.0


def clock(text: str) -> float | None:
    """Seconds of ``0:12``, ``00:01:02.500``, ``10:02 PM``; None where it is no clock."""
    found = _CLOCK.match(text.strip())
    if found is None:
        return None
    minus, first, second, third, part, half = found.groups()
    if third is None and half is None:
        value = int(first) * 60.0 + int(second)
    else:
        hours = int(first)
        if half is not None:
            hours = hours % 12 + (12 if half.lower() == "p" else 0)
        value = hours * 3600.0 + int(second) * 60 + int(third or 0)
    value += float(f"0.{part}") if part else 0.0
    return -value if minus else value


def time_of(value: object) -> float | None:
    """A time in the unit it is written in: seconds where it says so, a bare number as it is.

    Knows numbers, clocks, ``1.5s``, ``1500ms``, ``1 h 2 min``, ``PT1M2.5S``, ISO dates with a time (seconds
    since 1970) and ``{"seconds": "1", "nanos": 5}``. None for anything else, and for what is not a finite
    number.
    """
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return _finite(value)
    if isinstance(value, dict):
        whole, part = time_of(value.get("seconds", 0)), time_of(value.get("nanos", 0))
        return None if whole is None or part is None else whole + part / 1e9
    return _written(value.strip()[:60]) if isinstance(value, str) else None


def _written(text: str) -> float | None:
    if not text:
        return None
    try:
        return _finite(float(text))
    except ValueError:
        pass
    if text.lower().endswith("ms"):
        number = time_of(text[:-2].strip())
        return None if number is None else number / 1000
    if (at := moment(text)) is not None:
        return at.timestamp()
    if re.fullmatch(f"-?{CLOCK}", text):
        return clock(text)
    for pattern in (_ISO_LENGTH, _WORDS):
        if (found := pattern.fullmatch(text)) and any(found.groups()):
            hours, minutes, seconds = (float(one or 0) for one in found.groups())
            return _finite(hours * 3600 + minutes * 60 + seconds)
    return None


def moment(text: str) -> datetime | None:
    """A date with a time, or a date alone, as ISO 8601 writes it; UTC where it names no zone."""
    text = text.strip()
    if not re.match(r"\d{4}-\d\d-\d\d", text):
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def trusted(value: object) -> float | None:
    """A time of the program's own format: seconds, as it stands; None where it cannot be one."""
    number = time_of(value)
    return number if number is not None and 0 <= number <= LONGEST_CALL_S else None


def settled(lines: Sequence[HeardLine], *, units_known: bool = True) -> tuple[HeardLine, ...]:
    """Lines with times that can be: see the module's beginning.

    Args:
        lines: of one conversation, in the order of the file; times in any unit, also impossible ones.
        units_known: whether times are known to be in seconds.
    Returns: The same lines in the same order, unless each voice stands in one block with times of its own
    (a channel after the other): then by time. Times are in seconds, 0 or more, or None.
    """
    scale = 1.0 if units_known else _scale(lines)
    first = next((line.start for line in lines if _possible(line.start)), None)
    base = first if first is not None and first * scale >= _CLOCK_FROM_S else 0.0
    timed = [
        replace(line, start=_placed(line.start, base, scale), end=_placed(line.end, base, scale))
        if line.start is not None or line.end is not None
        else line
        for line in lines
    ]
    if _channel_by_channel(timed):
        timed.sort(key=lambda line: line.start or 0.0)
    return tuple(_forward(timed))


def _scale(lines: Sequence[HeardLine]) -> float:
    known = [one for line in lines for one in (line.start, line.end) if one is not None and _possible(one)]
    if not known or any(one != int(one) for one in known):
        return 1.0
    span = max(known) - min(known)
    words = sum(line.text.count(" ") + 1 for line in lines)
    if span <= 0:
        return 1.0
    seconds, millis = words / span, words / span * 1000
    if seconds < _PACE_LOW and millis <= _PACE_HIGH:
        return 0.001
    return 1e-6 if seconds * 1e6 <= _PACE_HIGH and seconds * 1e3 < _PACE_LOW else 1.0


def _possible(value: float | None) -> bool:
    return value is not None and math.isfinite(value) and value >= 0


def _placed(value: float | None, base: float, scale: float) -> float | None:
    if value is None or not math.isfinite(value):
        return None
    seconds = round((value - base) * scale, 3)
    if base and seconds < -LONGEST_CALL_S / 4:
        seconds += 86_400.0  # a call past midnight
    return seconds if 0 <= seconds <= LONGEST_CALL_S else None


def _channel_by_channel(lines: Sequence[HeardLine]) -> bool:
    """Whether every voice stands in one block, and the second begins before the first ends."""
    blocks: list[str | None] = []
    for line in lines:
        if line.start is None or line.who is None:
            return False
        if not blocks or blocks[-1] != line.who:
            blocks.append(line.who)
    if not 1 < len(blocks) == len(set(blocks)) or len(lines) < 2 * len(blocks):
        return False
    starts = [line.start or 0.0 for line in lines]
    turn = next(at for at, line in enumerate(lines) if line.who != lines[0].who)
    return min(starts[turn:]) < max(starts[:turn]) and starts[turn] < starts[turn - 1]


def _forward(lines: Sequence[HeardLine]) -> list[HeardLine]:
    latest, out = 0.0, []
    for line in lines:
        start, end = line.start, line.end
        if start is not None:
            if start < latest - _OVERLAP_S:
                start = end = None
            else:
                latest = max(latest, start)
        if end is not None and (start is None or end < start):
            end = None
        out.append(line if (start, end) == (line.start, line.end) else replace(line, start=start, end=end))
    return out


def _finite(value: float) -> float | None:
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None
