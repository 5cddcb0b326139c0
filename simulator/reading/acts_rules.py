"""Rules over the plain form of a line, and the files that hold them."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from simulator.domain.reading import Act

_DATA = "simulator.reading.data"

ALWAYS = "*"  # in place of keys: no word is sure to be there

_OPENERS = (
    "(?:(?:well|so|okay|and|but|oh|right|yeah|yes|no|now|look|listen|actually|honestly|then|because|hi|hello|hey|sorry"
    "|all right|fine|great|good|please|anyway|also|maybe|perhaps|if i may|just|thanks|thank you|i see|of course|sure"
    "|understood|fair enough|to be honest|by the way) ){0,3}"
)
_START = rf"\| {_OPENERS}"
_NEAR = r"(?: [^|? ]+){0,3} "
_FAR = r"(?: [^|? ]+){0,7} "

_DAY = (
    "(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|tomorrow|the day after tomorrow"
    "|(?:this|tomorrow) (?:morning|afternoon|evening))"
)
_NUMBER = "(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_HOUR = (
    rf"(?:at (?:about |around )?(?:{_NUMBER}|\d{{1,2}}(?:[.:]\d\d)?(?:am|pm)?|noon|midday|lunchtime)"
    rf"|\d{{1,2}}(?:[.:]\d\d)? ?(?:am|pm)|\d{{1,2}}[.:]\d\d|around {_NUMBER}|{_NUMBER} (?:fifteen|thirty|forty five)"
    rf"|(?:half|quarter|ten|five|twenty) (?:past|to) (?:{_NUMBER}|\d{{1,2}})|(?:{_NUMBER}|\d{{1,2}}) o ?'?clock)"
)
_ORDINAL = (
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth"
    r"|(?:thir|four|fif|six|seven|eigh|nine)teenth|twentieth|thirtieth|\d{1,2}(?:st|nd|rd|th)"
    r"|(?:twenty|thirty) (?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth))"
)
_MONTH = "(?:january|february|march|april|may|june|july|august|september|october|november|december)"
_DATE = (
    rf"(?:the {_ORDINAL}(?= (?:at|of|in|around|about|or|then|and|would|any|is|nine|ten|two|three|half)\b| [|?]|$)"
    rf"|\d{{1,2}}(?:st|nd|rd|th)|{_MONTH} (?:the )?(?:{_ORDINAL}|\d{{1,2}})"
    rf"|\d{{1,2}} (?:of )?{_MONTH})"
)
WHEN = f"(?:{_DAY}|{_HOUR}|{_DATE})"


def expand_phrase(phrase: str, macros: dict[str, str] | None = None) -> str:
    """A phrase with its shorthands written out, but for the leading ``< ``; see `compile_phrases`."""
    for name, meaning in {"WHEN": WHEN, **(macros or {})}.items():
        phrase = phrase.replace(f"<{name}>", meaning)
    return phrase.replace(" ~~ ", _FAR).replace(" ~ ", _NEAR)


def compile_phrase(phrase: str, macros: dict[str, str] | None = None) -> str:
    """The regular expression over the plain form that a phrase of a rule stands for.

    A phrase is a regular expression with these shorthands: a leading ``< `` is the beginning of a sentence (after words
    like "well" or "so"), `` ~ `` stands for up to three words, `` ~~ `` for up to seven, within the sentence;
    ``<WHEN>`` is a day, an hour or a date, other names in angle brackets come from `macros`.
    """
    body = expand_phrase(phrase, macros)
    return (_START + body[2:] if body.startswith("< ") else r"(?<!\S)(?:" + body + ")") + r"(?!\S)"


def compile_phrases(phrases: Iterable[str], macros: dict[str, str] | None = None) -> re.Pattern[str]:
    """One pattern that finds any of several phrases; see `compile_phrase`."""
    return re.compile("|".join(compile_phrase(phrase, macros) for phrase in phrases))


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way in which an act shows.

    `source` and `unless` are regular expressions over the plain form; they are compiled when they are first needed, as
    most calls need few of them. What `unless` finds is blanked out of the line before the phrase is looked for, so that an
    innocent wording hides only itself. Each of `needs` has a word in every line that holds the phrase: a quick look
    spares most searches.
    """

    act: Act
    source: str
    unless: str | None
    needs: tuple[frozenset[str], ...] = ()

    def is_in(self, line: str) -> bool:
        """Whether the plain `line` holds this phrase."""
        pattern = _compiled(self.source)
        if pattern.search(line) is None:
            return False
        return self.unless is None or pattern.search(_compiled(self.unless).sub("_", line)) is not None


@cache
def _compiled(source: str) -> re.Pattern[str]:
    return re.compile(source)


class RuleBook:
    """The rules of some files, filed under words of which one is in every line that a phrase can match."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_word: dict[str, list[Phrase]] = {}
        self._always: list[Phrase] = []
        self._latest: tuple[str, frozenset[Act]] = ("", frozenset())
        keys = json.loads(_read("act_keys.json"))
        for name in names:
            content = tomllib.loads(_read(name))
            for entry in content["rule"]:
                self._file(entry, keys[name][entry["act"]], content.get("macros", {}))

    def _file(self, entry: dict[str, Any], keys: list[str], macros: dict[str, str]) -> None:
        unless = "|".join(compile_phrase(phrase, macros) for phrase in entry.get("unless", ())) or None
        for written, words in zip(entry["phrases"], keys, strict=True):
            sets = () if words == ALWAYS else tuple(frozenset(part.split()) for part in words.split(" | "))
            phrase = Phrase(Act(entry["act"]), compile_phrase(written, macros), unless, sets[1:])
            if not sets:
                self._always.append(phrase)
            for word in sets[0] if sets else ():
                self._by_word.setdefault(word, []).append(phrase)

    def acts_in(self, line: str) -> frozenset[Act]:
        """The acts that a plain line does; the latest answer is kept, since several readers ask for the same line."""
        if self._latest[0] != line:
            self._latest = (line, frozenset(self._search(line)))
        return self._latest[1]

    def _search(self, line: str) -> set[Act]:
        words = frozenset(line.split())
        found: set[Act] = set()
        tried: set[int] = set()
        for phrases in [self._by_word[word] for word in words if word in self._by_word] + [self._always]:
            for phrase in phrases:
                if phrase.act in found or id(phrase) in tried:
                    continue
                tried.add(id(phrase))
                if not any(need.isdisjoint(words) for need in phrase.needs) and phrase.is_in(line):
                    found.add(phrase.act)
        return found


def _read(name: str) -> str:
    return resources.files(_DATA).joinpath(name).read_text(encoding="utf-8")


@cache
def rule_book(*names: str) -> RuleBook:
    """The rules of the named files in the package's data, read once."""
    return RuleBook(names)
