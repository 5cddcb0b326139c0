"""The day and the hour that a line names: "Thursday at seven", "half past five", "the 14th", "5.15"."""

from __future__ import annotations

import re

from simulator.domain.reading import TimeNamed
from simulator.reading.acts_text import plain

_NUMBERS = {
    word: value
    for value, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve".split(), start=1
    )
} | {"noon": 12, "midday": 12}
_MINUTES = {
    "fifteen": 15,
    "thirty": 30,
    "forty five": 45,
    "quarter": 15,
    "half": 30,
    "ten": 10,
    "five": 5,
    "twenty": 20,
}
_HOURS = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_HOUR = rf"(?P<hour>{_HOURS}|\d{{1,2}}|noon|midday)"
#: twelve hours: a day has two of each hour, and people do not say which
_HALF_A_DAY = 12 * 60
_WEEKDAY = re.compile(r"\b(mon|tues|wednes|thurs|fri|satur|sun)days?\b")
_SHORT_DAY = re.compile(
    r"\b(?:(?:on|this|next|for|say|so) )?(?P<day>tues?|weds|thurs?)\b|\b(?:on|next|for|say) (mon|wed|fri|sat|sun)\b"
)
_WHOLE_DAY = {
    "mon": "monday", "tue": "tuesday", "wed": "wednesday", "thu": "thursday", "fri": "friday", "sat": "saturday",
    "sun": "sunday",
}  # fmt: skip
_OTHER_DAY = re.compile(
    r"\b(the day after tomorrow|tomorrow|today|tonight|this (?:morning|afternoon|evening)"
    r"|the \d{1,2}(?:st|nd|rd|th)|\d{1,2}(?:st|nd|rd|th)"
    r"|the (?:first|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|\w+teenth|twentieth)"
    r"(?= (?:at|of|if|then|suit|work|be)\b| [|?]|$))"
)
#: "ten minutes", "five vans", "at two branches" name no hour
_NO_HOUR = (
    r"(?! (?:minutes?|hours?|days?|weeks?|months?|years?|percent|per|pounds?|quid|vans?|people|branches|sites|of"
    r"|or so|and a half"
    r"|times?|jobs?|calls?|rounds?|crews?|lines?|hundred|thousand|things?|questions?|desks?|points?)\b)"
)
_TIMES = (
    re.compile(rf"\b(?P<part>half|(?:a )?quarter|ten|five|twenty) (?P<side>past|to) {_HOUR}\b"),
    re.compile(rf"\b(?P<part>half) {_HOUR}\b{_NO_HOUR}"),
    re.compile(rf"\b{_HOUR} (?P<part>fifteen|thirty|forty five)\b(?! minutes)"),
    re.compile(r"\b(?P<hour>\d{1,2})[.:](?P<digits>[0-5]\d)(?: ?[ap]m)?\b"),
    re.compile(r"\b(?P<hour>\d{1,2}) ?[ap]m\b"),
    re.compile(rf"\b{_HOUR} o ?'?clock\b"),
    re.compile(rf"\b(?:at|around|about|by|say|for) (?:about |around )?{_HOUR}\b{_NO_HOUR}"),
    re.compile(rf"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day {_HOUR}\b{_NO_HOUR}"),
)


def time_named(text: str) -> TimeNamed | None:
    """The days and hours that a line names, or None.

    Args:
        text: a line as it was said or typed.
    """
    line = plain(text)
    days: dict[str, None] = {}
    for found in _WEEKDAY.finditer(line):
        days[f"{found[1]}day"] = None
    for found in _SHORT_DAY.finditer(line):
        days[_WHOLE_DAY[(found[1] or found[2])[:3]]] = None
    for found in _OTHER_DAY.finditer(line):
        days[found[1]] = None
    hours = _hours(line)
    if not days and not hours:
        return None
    minutes = tuple(dict.fromkeys(minute for minute, _ in hours))
    return TimeNamed(days=tuple(days), minutes=minutes, words=_words(list(days), [said for _, said in hours]))


def clock_minutes(hour: str) -> int | None:
    """The minutes after twelve o'clock of an hour on the clock of 24, "17:15"; None for an empty one."""
    if not hour:
        return None
    whole, _, part = hour.partition(":")
    return (60 * int(whole) + int(part)) % _HALF_A_DAY


def _hours(line: str) -> list[tuple[int, str]]:
    """Each hour that a plain line names, with its words; a stretch that one pattern has read is not read again."""
    found: list[tuple[int, int, str]] = []
    for pattern in _TIMES:
        for match in pattern.finditer(line):
            minute = _minute(match.groupdict())
            if minute is not None:
                found.append((match.start(), minute, _said(match[0])))
                line = line[: match.start()] + "_" * len(match[0]) + line[match.end() :]
    return [(minute, said) for _, minute, said in sorted(found)]


def _minute(parts: dict[str, str | None]) -> int | None:
    said = parts["hour"] or ""
    hour = _NUMBERS.get(said) or (int(said) if said.isdecimal() else None)
    if hour is None or hour > 24:
        return None
    minute = int(parts.get("digits") or 0)
    part = (parts.get("part") or "").removeprefix("a ")
    if part:
        minute = _MINUTES[part] if parts.get("side") != "to" else -_MINUTES[part]
    return (60 * hour + minute) % _HALF_A_DAY


def _said(words: str) -> str:
    return re.sub(r"^(?:at|around|about|by|say|for|\w+day) (?:about |around )?", "", words)


def _words(days: list[str], hours: list[str]) -> str:
    """How somebody would take the time up: "Thursday at seven"; empty where more than one was offered."""
    if len(days) > 1 or len(hours) > 1:
        return ""
    day = days[0] if days else ""
    if day.endswith("day") and " " not in day and day != "today":
        day = day.capitalize()
    return " at ".join(part for part in (day, hours[0] if hours else "") if part)
