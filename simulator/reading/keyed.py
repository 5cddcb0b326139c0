"""Patterns over plain text that are searched for only in lines which hold one of their keys; see `line_keys`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from simulator.reading.line_keys import ALWAYS, keys_of_line, may_hold, needs_of, read_keys

_FILE = "question_keys.json"
_patterns: dict[str, str] = {}


class Keyed:
    """A pattern with the keys that scripts/fill_act_keys.py found for it.

    Args:
        name: under which the keys stand in the file; a pattern without keys there is always searched for.
        pattern: a regular expression over text in plain form.
    """

    __slots__ = ("_needs", "pattern")

    def __init__(self, name: str, pattern: str) -> None:
        _patterns[name] = pattern
        self.pattern = re.compile(pattern)
        self._needs = needs_of(read_keys(_FILE)["patterns"].get(name, ALWAYS))

    def search(self, said: str) -> re.Match[str] | None:
        """As `re.Pattern.search`; for a whole unit in plain form."""
        return self.pattern.search(said) if may_hold(keys_of_line(said), self._needs) else None

    def match(self, said: str) -> re.Match[str] | None:
        """As `re.Pattern.match`."""
        return self.pattern.match(said) if may_hold(keys_of_line(said), self._needs) else None

    def finditer(self, said: str) -> Iterator[re.Match[str]]:
        """As `re.Pattern.finditer`."""
        return self.pattern.finditer(said) if may_hold(keys_of_line(said), self._needs) else iter(())


def all_patterns() -> Mapping[str, str]:
    """Name → pattern of all that were made so far."""
    return _patterns
