"""Plain text: “Name: what was said”, Otter's and Zoom's headings with a time, chat exports, tab-separated
lines.

A line is a heading where it has a name and a time and nothing else (``Ann Lee  0:12``, ``[Ann Lee]
11:02:09``, ``00:00:12 Speaker 1``): what was said stands in the lines below it. It opens a turn where a
name, with a time before, behind or in it or without one, is followed by a colon, or stands in brackets. Any
other line goes on with the turn before; what stands above the first turn is no part of the conversation.

Where nobody is named, dashes may tell two voices apart (`dashes`).

Neither decides by itself. Which words are names is judged over the whole file (`labels.voices`), so that
prose with “Note: …”, a log, a letter's head or a form is no conversation. A form of line that the file uses
all over decides what is a heading: times in the text do not make one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from simulator.batch.formats.dashes import alternating, has_dashes
from simulator.batch.formats.decoding import tidy
from simulator.batch.formats.labels import could_be_name, known, nobody, roles_of, voices
from simulator.batch.formats.times import CLOCK, clock, settled
from simulator.batch.heard import Heard, HeardLine

#: how much of a line can be name and time
_HEAD: Final = 160
_DATE: Final = r"(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4},?[ T]+)"
_RANGE: Final = rf"{_DATE}?-?{CLOCK}(?:\s*(?:--?>|[-–—]|to|,)\s*-?{CLOCK})?"
_STAMP: Final = rf"(?:[\[(<]\s*{_RANGE}\s*[\])>]|{_RANGE})"
_NAME: Final = r"#[^\W\d_]{1,16} ?\d{0,3}#|[^\W\d_][^:\t\n\[\]<>]{0,46}?|spk_\d{1,3}|SPEAKER_\d{1,3}"
_TO: Final = r"(?:\s+(?:to|an|à)\s+[^:\t]{1,40}?(?:\s*\((?:direct message|privately)\))?)?"

#: forms of a line, by what they are called; each has a name, may have a time, and may have words behind
_FORMS: Final = {
    "bracket": re.compile(
        rf"(?:(?P<t>{_STAMP})[\s–-]*)?\[(?P<name>[^\[\]\n]{{1,48}})\]\s*:?\s*(?P<t2>{_STAMP})?\s*(?:[:–—-]\s|\s|$)"
    ),
    "chat": re.compile(rf"(?P<t>{_STAMP})\s*(?:From\s+)(?P<name>{_NAME}){_TO}\s*:(?=\s|$)"),
    "angle": re.compile(rf"(?:(?P<t>{_STAMP})\s*)?<(?P<name>[^<>\n]{{1,48}})>\s"),
    "tabs": re.compile(
        rf"(?:(?P<t>{_STAMP})\s*\t\s*)?(?P<name>{_NAME}):?\s*\t\s*(?:(?P<t2>{_STAMP})\s*\t\s*)?(?=\S)"
    ),
    "heading": re.compile(rf"(?P<name>{_NAME}),?\s*(?:[|•·–—-]\s*)?(?P<t>{_STAMP})\s*:?\s*$"),
    "above": re.compile(rf"(?P<t>{_STAMP})\s*(?:[|•·–—-]\s*)?(?P<name>{_NAME})\s*:?\s*$"),
    "colon": re.compile(
        rf"(?:(?P<t>{_STAMP})\s*(?:[|–—-]\s*)?)?(?P<name>{_NAME})\s*(?P<t2>{_STAMP})?\s*:(?=\s|$)\s*(?P<t3>[\[(]\s*{_RANGE}\s*[\])])?"
    ),
    # without a space behind the colon, or with a dash: for words that only speakers go by
    "tight": re.compile(r"(?P<name>[A-Za-z][\w ]{1,30}?)(?::(?=[^\s:/\\])|\s+[–—-]\s+)"),
}
_LONE: Final = re.compile(rf"\s*{_STAMP}\s*$")
_LEADING: Final = re.compile(rf"\s*(?P<t>{_STAMP})[\s|–—-]*(?=\S)")
_MARKUP: Final = re.compile(r"^\s*(?:>\s+|[-*•]\s+|#{1,6}\s+|\d{1,5}[.)]?\s+(?=[^\W\d_]))?(?:\*\*|__)?")
_TOOL_WORDS: Final = re.compile(
    r"transcribed by https?://\S+|©.*|\[?(?:end of (?:recording|transcript)|recording (?:started|stopped))\]?",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Open:
    """A line that opens a turn, or none of that where ``form`` is empty."""

    form: str
    name: str
    at: float | None
    until: float | None
    text: str


def conversation(text_lines: Iterable[str]) -> Heard | None:
    """What is said in a text; None where it is no conversation."""
    lines = [one for one in (line.strip("\ufeff\f\v ") for line in text_lines) if one.strip()]
    opened = [_opens(line) for line in lines]
    _below(lines, opened)
    names = _names(opened, lines)
    if not names:
        return _dashed(lines)
    forms = {one.form for one in opened if one and one.name in names}
    turns = sum(one is not None and one.name in names for one in opened)
    said = list(_turns(lines, opened, names, forms))
    if len(said) * 2 < turns:
        return None  # names and times with nothing said between them: a timetable, a list of who was there
    said_by = roles_of(line.who for line in said)
    return Heard(None, settled(said), said_by, extra={"format": "text"})


def _dashed(lines: Sequence[str]) -> Heard | None:
    """A talk without names whose every line begins with a dash; a heading may stand above it."""
    begins = next((at for at, line in enumerate(lines[:4]) if has_dashes([[line], [line]])), None)
    found = alternating([[line] for line in lines[begins:]], text=True) if begins is not None else None
    if found is None:
        return None
    said = [HeardLine(label, tidy(words)) for block in found.blocks for label, words in block]
    told = {"by": "dashes", "confidence": found.confidence}
    return Heard(None, tuple(one for one in said if one.text), extra={"format": "text", "told_apart": told})


def _opens(line: str) -> _Open | None:
    head = _MARKUP.sub("", line[:_HEAD]).replace("**", "").replace("__", "")
    cut = len(line[:_HEAD]) < len(line)
    for form, pattern in _FORMS.items():
        found = pattern.match(head)
        if found is None or (cut and form in {"heading", "above"}):
            continue
        groups = found.groupdict()
        name = tidy(groups["name"]).strip("-–, ")
        if not could_be_name(name) and not nobody(name):
            continue
        if form == "tight" and not known(name):
            continue
        if form == "heading" and " " not in name and not name[0].isupper() and not known(name):
            continue
        at, until = _times(next((groups[key] for key in ("t", "t2", "t3") if groups.get(key)), None))
        return _Open(form, name, at, until, head[found.end() :] + line[_HEAD:])
    return None


def _below(lines: Sequence[str], opened: list[_Open | None]) -> None:
    """Names alone on a line with a time alone below: one heading in two lines. Changes ``opened``."""
    for at in range(len(lines) - 1):
        one, following = opened[at], lines[at + 1]
        name = tidy(lines[at][:60]).rstrip(":")
        if one is None and len(lines[at]) <= 60 and _LONE.match(following[:_HEAD]) and could_be_name(name):
            start, until = _times(following)
            opened[at] = _Open("two lines", name, start, until, "")
        elif one is None and len(lines[at]) <= 40 and known(name) and (" " in name or len(name) > 3):
            opened[at] = _Open("alone", name, None, None, "")


def _names(opened: Sequence[_Open | None], lines: Sequence[str]) -> frozenset[str]:
    """The names of voices: times and brackets about the names are evidence of their own, unless the names are a
    log's."""
    found = [one for one in opened if one]
    said = [
        (one.name, one.text or (lines[at + 1] if at + 1 < len(lines) else ""))
        for at, one in enumerate(opened)
        if one
    ]
    marked = [one for one in found if one.at is not None or one.form in {"angle", "bracket"}]
    if marked and sum(nobody(one.name) for one in marked) > 0.2 * len(marked):
        return frozenset()
    return voices(said, lines=len(lines), timed=len(marked) >= max(2, 0.5 * len(found)))


def _turns(
    lines: Sequence[str], opened: Sequence[_Open | None], names: frozenset[str], forms: set[str]
) -> Iterator[HeardLine]:
    current: _Open | None = None
    words: list[str] = []
    for line, one in zip(lines, opened, strict=True):
        if one is not None and one.name in names and one.form in forms:
            yield from _said(current, words)
            current, words = one, [one.text]
        elif current is not None and not _TOOL_WORDS.fullmatch(line.strip()[:200]):
            if _LONE.match(line[:_HEAD]) and len(line) <= _HEAD:
                if current.at is None:
                    current.at, current.until = _times(line)
            else:
                words.append(line)
    yield from _said(current, words)


def _said(opened: _Open | None, words: Sequence[str]) -> Iterator[HeardLine]:
    text = tidy(" ".join(words))
    if opened is not None and text:
        yield HeardLine(opened.name, text, opened.at, opened.until)


def _times(stamp: str | None) -> tuple[float | None, float | None]:
    if not stamp:
        return None, None
    bare = re.sub(_DATE, "", stamp)
    found = [clock(one) for one in re.findall(rf"-?(?<!\d){CLOCK}", bare)]
    if bare != stamp and bare.count(":") == 1 and not re.search("[AaPp][.]?[Mm]", bare):
        found = [None if one is None else one * 60 for one in found]  # with a date, 10:02 is a time of day
    return (found[0] if found else None), (found[1] if len(found) > 1 else None)
