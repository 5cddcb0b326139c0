"""Rules over the plain form of a line, and the files that hold them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources

from simulator.domain.reading import Act

_DATA = "simulator.reading.data"

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
    rf"(?:the {_ORDINAL}|\d{{1,2}}(?:st|nd|rd|th)|{_MONTH} (?:the )?(?:{_ORDINAL}|\d{{1,2}})"
    rf"|\d{{1,2}} (?:of )?{_MONTH})"
)
WHEN = f"(?:{_DAY}|{_HOUR}|{_DATE})"


def expand_phrase(phrase: str, macros: dict[str, str] | None = None) -> str:
    """A phrase with its shorthands written out, but for the leading ``< ``; see `compile_phrases`."""
    for name, meaning in {"WHEN": WHEN, **(macros or {})}.items():
        phrase = phrase.replace(f"<{name}>", meaning)
    return phrase.replace(" ~~ ", _FAR).replace(" ~ ", _NEAR)


def compile_phrases(phrases: Iterable[str], macros: dict[str, str] | None = None) -> re.Pattern[str]:
    """One pattern of several phrases over the plain form.

    Each phrase is a regular expression with these shorthands: a leading ``< `` is the beginning of a sentence (after words
    like "well" or "so"), `` ~ `` stands for up to three words, `` ~~ `` for up to seven, within the sentence;
    ``<WHEN>`` is a day, an hour or a date, other names in angle brackets come from `macros`.
    """
    written = []
    for phrase in phrases:
        body = expand_phrase(phrase, macros)
        written.append(_START + body[2:] if body.startswith("< ") else r"(?<!\S)" + body)
    return re.compile("(?:" + "|".join(f"(?:{body})" for body in written) + r")(?!\S)")


@dataclass(frozen=True, slots=True)
class Rule:
    """An act, and how it shows.

    `keys` are words of which one is in any line that `pattern` matches (scripts/fill_act_keys.py), so most rules need not
    be tried; none means that it is always tried.
    `unless` is blanked out of the line before `pattern` is looked for, so that an innocent phrase hides only itself.
    """

    act: Act
    keys: frozenset[str]
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None

    def holds(self, line: str, words: frozenset[str]) -> bool:
        """Whether the plain `line`, whose words are `words`, does this act."""
        if (self.keys and self.keys.isdisjoint(words)) or self.pattern.search(line) is None:
            return False
        return self.unless is None or self.pattern.search(self.unless.sub("_", line)) is not None


@cache
def load_rules(*names: str) -> tuple[Rule, ...]:
    """The rules of the named files in the package's data."""
    rules: list[Rule] = []
    for name in names:
        content = tomllib.loads(resources.files(_DATA).joinpath(name).read_text(encoding="utf-8"))
        macros = content.get("macros", {})
        for entry in content["rule"]:
            unless = entry.get("unless")
            rules.append(
                Rule(
                    act=Act(entry["act"]),
                    keys=frozenset(entry["keys"].replace("*", "").split()),
                    pattern=compile_phrases(entry["phrases"], macros),
                    unless=compile_phrases(unless, macros) if unless else None,
                )
            )
    return tuple(rules)
