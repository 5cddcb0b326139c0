"""Rules over the plain form of a line, and the files that hold them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from simulator.domain.reading import Act
from simulator.reading.line_keys import KEPT_LINES, Needs, Possible, keys_of_line, needs_of, read_keys

_DATA = "simulator.reading.data"

_OPENERS = (
    "(?:(?:well|so|okay|and|but|oh|right|yeah|yes|no|now|look|listen|actually|honestly|then|because|hi|hello|hey|sorry"
    "|all right|fine|great|good|please|anyway|also|maybe|perhaps|if i may|just|thanks|thank you|i see|of course|sure"
    "|understood|fair enough|to be honest|by the way) ){0,3}"
)
_START = rf"\| {_OPENERS}"
_NO_WORD_BEFORE = r"(?<!\S)"
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


def compile_phrase(
    phrase: str, macros: dict[str, str] | None = None, *, before: str = _NO_WORD_BEFORE
) -> str:
    """The regular expression over the plain form that a phrase of a rule stands for.

    A phrase is a regular expression with these shorthands: a leading ``< `` is the beginning of a sentence (after words
    like "well" or "so"), `` ~ `` stands for up to three words, `` ~~ `` for up to seven, within the sentence;
    ``<WHEN>`` is a day, an hour or a date, other names in angle brackets come from `macros`.

    Args:
        before: what has to stand before the phrase. A blank is the quickest to search for; the line needs one at its
            front then.
    """
    body = expand_phrase(phrase, macros)
    return (_START + body[2:] if body.startswith("< ") else before + "(?:" + body + ")") + r"(?!\S)"


def compile_phrases(phrases: Iterable[str], macros: dict[str, str] | None = None) -> re.Pattern[str]:
    """One pattern that finds any of several phrases; see `compile_phrase`."""
    return re.compile("|".join(compile_phrase(phrase, macros) for phrase in phrases))


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way in which an act shows.

    `source` and `unless` are regular expressions over the plain form with a blank before it; they are compiled when they
    are first needed, as most calls need few of them. What `unless` finds is blanked out of the line before the phrase is
    looked for, so that an innocent wording hides only itself.
    """

    act: Act
    source: str
    unless: str | None

    def is_in(self, padded: str) -> bool:
        """Whether a plain line, with a blank before it, holds this phrase."""
        pattern = _compiled(self.source)
        if pattern.search(padded) is None:
            return False
        return self.unless is None or pattern.search(_compiled(self.unless).sub("_", padded)) is not None


@cache
def _compiled(source: str) -> re.Pattern[str]:
    return re.compile(source)


class RuleBook:
    """The rules of some files, looked up by words and pairs of which one is in every line that a phrase can match."""

    def __init__(self, names: Iterable[str]) -> None:
        keys = read_keys("act_keys.json")
        self._phrases: list[Phrase] = []
        needs: list[Needs] = []
        for name in names:
            content = tomllib.loads(_read(name))
            for entry in content["rule"]:
                self._phrases += _phrases_of(entry, content.get("macros", {}))
                needs += map(needs_of, keys[name][entry["act"]])
        self._possible = Possible(needs)
        #: the acts that a plain line does
        self.acts_in = lru_cache(maxsize=KEPT_LINES)(self._search)

    def phrases(self) -> list[Phrase]:
        """Every phrase of the files."""
        return self._phrases

    def _search(self, line: str) -> frozenset[Act]:
        padded = f" {line}"
        found: set[Act] = set()
        for place in self._possible.at(keys_of_line(line)):
            phrase = self._phrases[place]
            if phrase.act not in found and phrase.is_in(padded):
                found.add(phrase.act)
        return frozenset(found)


def _phrases_of(entry: dict[str, Any], macros: dict[str, str]) -> list[Phrase]:
    unless = "|".join(compile_phrase(phrase, macros) for phrase in entry.get("unless", ())) or None
    act = Act(entry["act"])
    return [Phrase(act, compile_phrase(written, macros, before=" "), unless) for written in entry["phrases"]]


def _read(name: str) -> str:
    return resources.files(_DATA).joinpath(name).read_text(encoding="utf-8")


@cache
def rule_book(*names: str) -> RuleBook:
    """The rules of the named files in the package's data, read once."""
    return RuleBook(names)
