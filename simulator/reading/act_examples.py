"""Acts by example: where the rules have no phrase for a line, the nearest of some nine hundred labelled lines decides.

The rules in `acts` are exact and know what they were told. Here a line takes the acts of its nearest neighbour by
meaning, if that is near enough; a third of the neighbours do nothing, so that an ordinary question stays one.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from simulator.domain.reading import Act, LineReading
from simulator.reading.encoder import VectorCache, load_encoder
from simulator.reading.line_vectors import line_vectors

#: cosine from which a neighbour's acts count; for acts that end or sour a call when wrongly found; and for a line that
#: is already known to be about the prospect's own matters
_NEAR, _NEAR_GRAVE, _NEAR_ABOUT_THEM = 0.6, 0.75, 0.72
_GRAVE = frozenset(
    {
        Act.GOODBYE, Act.PRESSURE, Act.FALSE_URGENCY, Act.RUDE, Act.ARGUES, Act.DISQUALIFY, Act.HONOURS_REMOVAL,
        Act.FLATTERY, Act.OFF_TOPIC,
    }
)  # fmt: skip
#: a line longer than this is read sentence by sentence
_LONG_WORDS = 18


class ActFinder:
    """Finds acts of a line by its nearest labelled neighbours.

    Args:
        cache_folder: where the vectors of the labelled lines are kept between runs.
    """

    def __init__(self, cache_folder: Path | None = None) -> None:
        self._acts = tuple(act_lines().values())
        self._vectors = VectorCache(load_encoder(), cache_folder).vectors(list(act_lines()))

    def find(self, line: LineReading, *, about_them: bool) -> frozenset[Act]:
        """Acts that the neighbours of a line have; what the rules found is not in it.

        Args:
            line: as the rules read it.
            about_them: whether a subject of the prospect's was found for it.
        """
        if line.does(Act.REASON_FOR_CALL, Act.GREETING):
            return frozenset()  # the rules know openings; what is near to one is another one
        texts = (
            [line.text]
            if len(line.text.split()) <= _LONG_WORDS
            else [one.text for one in line.sentences][-4:]
        )
        texts = [text for text in texts if len(text.split()) >= 3]
        if not texts:
            return frozenset()
        found: set[Act] = set()
        cosines = line_vectors(texts) @ self._vectors.T
        for row in cosines:
            nearest = int(row.argmax())
            for act in self._acts[nearest]:
                usual = _NEAR_ABOUT_THEM if about_them else _NEAR
                if row[nearest] >= (_NEAR_GRAVE if act in _GRAVE else usual):
                    found.add(act)
        return frozenset(found - line.acts)


@lru_cache(maxsize=1)
def act_lines() -> Mapping[str, frozenset[Act]]:
    """The labelled lines."""
    text = (files("simulator.reading") / "data" / "act_lines.txt").read_text(encoding="utf-8")
    found: dict[str, frozenset[Act]] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        said, _, acts = line.rpartition("=>")
        found[said.strip()] = frozenset(Act(act) for act in acts.split())
    return found
