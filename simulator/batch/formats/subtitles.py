"""WebVTT and SRT: from Teams, Zoom, Meet, YouTube, podcasts and diarising tools.

The evidence is a line ``time --> time`` (and the word WEBVTT, which some tools leave out). webvtt-py reads
the cues; what it would leave out is mended before: SRT's commas, times without thousandths, a missing
header, an arrow in what somebody said.

Who speaks stands in a voice tag (``<v Ann>``), before a colon or in brackets at the beginning of a cue or
of a line of it, after ``>>``, or nowhere. Whether a word before a colon is a name is decided over the whole
file (`labels`). A cue without a name goes on with the last one where names stand in the text, as in
captions that are cut by length. A name may also stand alone on the first line of a cue. Where there are none at all,
dashes may tell two voices apart (`dashes`).
"""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from simulator.batch.formats.dashes import alternating, has_dashes
from simulator.batch.formats.decoding import tidy
from simulator.batch.formats.labels import could_be_name, known, roles_of, spoken, voices
from simulator.batch.formats.records import said
from simulator.batch.formats.times import CLOCK, clock, settled
from simulator.batch.heard import Heard, HeardLine

_TIMING: Final = re.compile(rf"^\s*(-?{CLOCK})\s*--?>\s*(-?{CLOCK})(?P<settings>.*)$")
_VOICE: Final = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+([^>]*)>", re.IGNORECASE)
_TAG: Final = re.compile(r"</?(?:[a-zA-Z][^<>\n]{0,200}|[\d:.]+)?>|\{\\[^{}]{0,80}\}")
_PREFIX: Final = re.compile(
    r"^\s*(?:>>+\s*|[-–—]\s+)?(?:\[(?P<square>[^\[\]]{1,48})\]\s*:?|\((?P<round>[^()]{1,48})\)\s*:|(?P<plain>[^:\[\]<>]{1,48}?)\s*:)(?=\s|$)\s*"
)
_CHANGE: Final = re.compile(r"^\s*>>+\s*")
_BLOCK: Final = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|$)")
_SOUND: Final = re.compile(r"^[\[(♪][^\])]*[\])♪]?$")
#: lines that are handed to the reader at once, so that a long file is never all there as cues
_CHUNK_LINES: Final = 20_000


@dataclass(slots=True)
class _Cue:
    start: float | None
    end: float | None
    lines: list[str]
    voiced: bool
    label: str | None = None


def looks_like_subtitles(sample: str) -> bool:
    """Whether a file that begins so has cues."""
    head = sample.lstrip("\ufeff \t\n")
    if head.startswith("WEBVTT"):
        return True
    return any(_TIMING.match(line[:200]) for line in sample.splitlines()[:200] if "->" in line[:200])


def format_of(sample: str) -> str:
    """``webvtt`` or ``srt``."""
    if sample.lstrip("\ufeff \t\n").startswith("WEBVTT"):
        return "webvtt"
    timing = next((line for line in sample.splitlines() if "->" in line), "")
    return "srt" if "," in timing else "webvtt"


def conversation(lines: Iterable[str], format_name: str) -> Heard:
    """What is said in a file of cues; without lines where nobody says anything."""
    cues = _by_name_line(_by_identifier(_unrolled(list(_cues(lines)))))
    untagged = [cue for cue in cues if not cue.voiced]
    candidates = [pair for cue in untagged for pair in _candidates(cue)]
    first = next((label for cue in untagged[:1] for label, _ in _candidates(cue)), "")
    names = voices(candidates, lines=len(untagged), sparse=could_be_name(first))
    extra: dict[str, object] = {"format": format_name}
    if not names and len(untagged) == len(cues) and not any(_CHANGE.match(cue.lines[0]) for cue in cues):
        cues = _by_dashes(cues, extra)
    heard = settled(list(_spoken(cues, names)))
    return Heard(None, heard, roles_of(line.who for line in heard), extra=extra)


def _cues(lines: Iterable[str]) -> Iterator[_Cue]:
    from webvtt import WebVTT  # noqa: PLC0415 - only for who has such files

    for chunk in _chunks(lines):
        for caption in WebVTT.from_string("WEBVTT\n\n" + "\n".join(chunk) + "\n").captions:
            raw = [line for line in caption.raw_text.split("\n") if line.strip()]
            if raw:
                start, end = clock(caption.start), clock(caption.end)
                voiced = any(_VOICE.search(line[:500]) for line in raw)
                yield _told(raw, start, end) or _Cue(start, end, raw, voiced, caption.identifier)


def _told(raw: Sequence[str], start: float | None, end: float | None) -> _Cue | None:
    """A cue of Teams' that is a JSON object with voice and words."""
    if not raw[0].lstrip().startswith("{"):
        return None
    try:
        value = json.loads("\n".join(raw))
    except (ValueError, RecursionError):
        return None
    one = said(value) if isinstance(value, dict) else None
    if one is None or not one.text:
        return None
    voice = f"<v {html.escape(one.who)}>" if one.who else ""
    return _Cue(start, end, [voice + html.escape(one.text)], bool(voice))


def _by_identifier(cues: list[_Cue]) -> list[_Cue]:
    """Cues whose identifiers are names, in quotation marks as Webex has them or bare, with those as voices."""
    labels = [_identified(cue.label) for cue in cues]
    told = [(label, _bare(cue.lines[0])) for label, cue in zip(labels, cues, strict=True) if label]
    if any(cue.voiced for cue in cues) or len(told) <= 0.5 * len(cues):
        return cues
    names = voices(told, lines=len(cues), timed=True)
    return [
        _Cue(cue.start, cue.end, [f"<v {html.escape(label)}>{cue.lines[0]}", *cue.lines[1:]], True)
        if label in names
        else cue
        for label, cue in zip(labels, cues, strict=True)
    ]


def _by_name_line(cues: list[_Cue]) -> list[_Cue]:
    """Cues whose first line is a name and nothing else, with those as voices.

    A caption that is broken into lines may begin with a short one: so nearly all cues of several lines have to, with
    the same few names again and again, and none of them a word that people say.
    """
    told = [cue for cue in cues if not cue.voiced and len(cue.lines) > 1 and _heads(_bare(cue.lines[0]))]
    counts = Counter(_bare(cue.lines[0]) for cue in told)
    names = {name for name, count in counts.items() if count > 1}
    several = sum(len(cue.lines) > 1 for cue in cues)
    held = sum(counts[name] for name in names)
    if len(names) < 2 or held < 0.9 * several or held < 0.5 * len(cues) or len(counts) > 0.5 * len(told):
        return cues
    return [
        _Cue(
            cue.start,
            cue.end,
            [f"<v {html.escape(_bare(cue.lines[0]))}>{cue.lines[1]}", *cue.lines[2:]],
            True,
        )
        if len(cue.lines) > 1 and _bare(cue.lines[0]) in counts
        else cue
        for cue in cues
    ]


def _heads(line: str) -> bool:
    return could_be_name(line) and not spoken(line) and (line[:1].isupper() or known(line))


def _by_dashes(cues: list[_Cue], extra: dict[str, object]) -> list[_Cue]:
    """Cues with the voices that dashes tell apart; what was found stands in ``extra``."""
    blocks = [
        [line for line in map(_bare, cue.lines) if line and not _SOUND.match(line)] or [""] for cue in cues
    ]
    said = [block for block in blocks if block != [""]]
    if not has_dashes(said):
        return cues
    found = alternating(said)
    extra["told_apart"] = {"by": "dashes", "confidence": found.confidence if found is not None else 0.0}
    if found is None:
        return cues
    parts = iter(found.blocks)
    return [
        _Cue(
            cue.start,
            cue.end,
            [f"<v {label}>{html.escape(words)}" for label, words in next(parts)],
            True,
        )
        for cue, block in zip(cues, blocks, strict=True)
        if block != [""]
    ]


def _identified(identifier: str | None) -> str:
    quoted = re.fullmatch(r'\d+ "([^"]{1,48})".*', identifier or "")
    name = quoted.group(1) if quoted else (identifier or "").strip()
    return name if could_be_name(name) and (quoted or not any(one.isdigit() for one in name)) else ""


def _chunks(lines: Iterable[str]) -> Iterator[list[str]]:
    """The file's lines, mended, in parts that begin with a cue.

    A blank line within what somebody says is left out, since the reader would drop what follows it: a line after a blank one is
    a cue's number or name only where the times stand right below it.
    """
    chunk: list[str] = []
    held: list[str] = []  # a line after a blank one: name of the next cue, or more of the last one
    gap = True
    for line in _without_header(lines):
        timing = _TIMING.match(line[:300]) if "->" in line[:300] else None
        if timing:
            if not held and chunk and chunk[-1].strip().isdecimal():
                held = [chunk.pop()]
            if len(chunk) > _CHUNK_LINES:
                yield chunk
                chunk = []
            start, end = (max(clock(one) or 0.0, 0.0) for one in timing.groups()[:2])
            chunk += ["", *held, f"{_stamp(start)} --> {_stamp(end)}"]
            held, gap = [], False
        elif not line.strip():
            chunk += held
            held, gap = [], True
        elif gap and _BLOCK.match(line):
            chunk += ["", line]
            gap = False
        elif gap:
            held, gap = [line.replace("-->", "--&gt;")], False
        else:
            chunk += [*held, line.replace("-->", "--&gt;")]
            held = []
    if chunk := chunk + held:
        yield chunk


def _without_header(lines: Iterable[str]) -> Iterator[str]:
    header = True
    for line in lines:
        header = header and (not line.strip() or line.lstrip("\ufeff ").startswith("WEBVTT"))
        if not header:
            yield line


def _stamp(seconds: float) -> str:
    whole, millis = divmod(round(seconds * 1000), 1000)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}.{millis:03}"


def _unrolled(cues: list[_Cue]) -> list[_Cue]:
    """Cues without what rolls: YouTube shows a line as it grows, and again above the next one.

    A cue's line is left out where it stood in the cue before, if the cues follow one another closely, and
    the file does so all over: a person who says “Yes.” twice is not rolled.
    """
    plain = [[_bare(line) for line in cue.lines] for cue in cues]
    follows = [
        at > 0 and (cues[at].start or 0.0) - (cues[at - 1].end or 0.0) < 0.1 and plain[at][0] in plain[at - 1]
        for at in range(len(cues))
    ]
    if len(cues) < 3 or sum(follows) < 0.4 * len(cues):
        return cues
    kept = []
    for at, cue in enumerate(cues):
        lines = list(zip(cue.lines, plain[at], strict=True))
        if follows[at]:
            shown = plain[at - 1]
            overlap = next(
                size
                for size in range(min(len(lines), len(shown)), -1, -1)
                if shown[len(shown) - size :] == plain[at][:size]
            )
            lines = lines[overlap:] if overlap else [one for one in lines if one[1] not in shown]
        fresh = [line for line, bare in lines if bare]
        if fresh:
            kept.append(_Cue(cue.start, cue.end, fresh, cue.voiced, cue.label))
    return kept


def _bare(line: str) -> str:
    return tidy(html.unescape(_TAG.sub("", line)))


def _candidates(cue: _Cue) -> Iterator[tuple[str, str]]:
    for line in cue.lines:
        found = _PREFIX.match(_TAG.sub("", line[:500])[:120])
        if found:
            yield _name(found), _bare(line)[found.end() :]


def _name(found: re.Match[str]) -> str:
    return tidy(html.unescape(next(one for one in found.groups() if one is not None)))


def _spoken(cues: Iterable[_Cue], names: frozenset[str]) -> Iterator[HeardLine]:
    who: str | None = None
    for cue in cues:
        parts: list[tuple[str | None, list[str]]] = []
        for voice, text in _voiced(cue) if cue.voiced else _prefixed(cue, names):
            begins = cue.voiced or voice is not None
            who = (voice or None) if begins else who
            if parts and (not begins or parts[-1][0] == who):
                parts[-1][1].append(text)
            else:
                parts.append((who, [text]))
        for speaker, texts in parts:
            words = tidy(" ".join(texts))
            if words and (speaker or not _SOUND.match(words)):
                yield HeardLine(speaker, words, cue.start, cue.end)


def _voiced(cue: _Cue) -> Iterator[tuple[str | None, str]]:
    """Voice and words of each voice tag; what stands before the first tag has no voice."""
    parts = _VOICE.split("\n".join(cue.lines))
    yield None, _bare(parts[0])
    for voice, text in zip(parts[1::2], parts[2::2], strict=True):
        yield tidy(html.unescape(voice)) or None, _bare(text)


def _prefixed(cue: _Cue, names: frozenset[str]) -> Iterator[tuple[str | None, str]]:
    """Words of each line and the voice that begins with it: None where the last one goes on, empty where a
    nameless one begins."""
    for line in cue.lines:
        plain = _TAG.sub("", line)
        found = _PREFIX.match(plain[:120])
        if found and _name(found) in names:
            yield _name(found), html.unescape(plain[found.end() :])
        elif _CHANGE.match(plain):
            yield "", html.unescape(_CHANGE.sub("", plain))
        else:
            yield None, html.unescape(plain)
