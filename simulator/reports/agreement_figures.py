"""Scores held against people's grades: agreement for each dimension, and what to read where they part."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from simulator.domain.override import GRADED, Grade, Graded
from simulator.domain.scorecard import Evidence
from simulator.reports.batch_records import ScoreLine, score_lines
from simulator.scoring.agreement import Agreement, agreement, agreement_among, confusion

_WORST = 5


@dataclass(frozen=True)
class Disagreement:
    """A transcript on which the machine and people (their mean) part, with what the machine saw."""

    transcript: str
    computed: float
    people: float
    graders: tuple[str, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class DimensionAgreement:
    """One dimension, or the total.

    Attributes:
        machine: the machine against people, person by person; its `bias` is above 0 where the machine grades higher.
        people: people among themselves, where several graded the same transcript: what can be asked for at most.
        confusion: how often the machine gave a level (row) where people gave one (column).
        only_machine: graded as "no occasion" by people, and scored.
        only_people: graded, and not observed by the machine.
        worst: the furthest apart first.
    """

    name: Graded
    machine: Agreement
    people: Agreement | None
    confusion: tuple[tuple[int, ...], ...]
    only_machine: int
    only_people: int
    worst: tuple[Disagreement, ...]


@dataclass(frozen=True)
class Comparison:
    """All dimensions that people graded.

    Attributes:
        transcripts: graded ones that were scored.
        graders: who graded, in order of name.
        strangers: graded transcripts that are not among the scores.
        overrides: how many of the grades are corrections of what the machine had said.
    """

    dimensions: tuple[DimensionAgreement, ...]
    transcripts: int
    graders: tuple[str, ...]
    strangers: tuple[str, ...]
    overrides: int

    def record(self) -> dict[str, Any]:
        """The same as plain values, for JSON."""
        plain: dict[str, Any] = TypeAdapter(Comparison).dump_python(self, mode="json")
        return plain


def compare(scores: Path, grades: Iterable[Grade], overrides: Sequence[Grade] = ()) -> Comparison:
    """Hold the scores of a run against grades. Only what was graded is held in memory.

    Args:
        scores: `scores.jsonl`.
        overrides: grades that were given in sight of the machine's figure; a grader's own independent grade of the
            same transcript goes before.
    Raises:
        WorkError: the scores cannot be read.
    """
    given: dict[tuple[str, Graded], dict[str, float | None]] = {}
    for one in (*overrides, *grades):
        given.setdefault((one.transcript, one.dimension), {})[one.grader] = one.score
    wanted = {transcript for transcript, _ in given}
    found = {
        line.transcript: line
        for _, line in score_lines(scores)
        if line is not None and line.transcript in wanted
    }
    graders = sorted({who for people in given.values() for who in people})
    told = (_dimension(name, given, found) for name in GRADED)
    return Comparison(
        dimensions=tuple(one for one in told if one is not None),
        transcripts=len(found),
        graders=tuple(graders),
        strangers=tuple(sorted(wanted - set(found))),
        overrides=len(overrides),
    )


def _dimension(
    name: Graded, given: dict[tuple[str, Graded], dict[str, float | None]], found: dict[str, ScoreLine]
) -> DimensionAgreement | None:
    apart: list[Disagreement] = []
    among: list[list[float]] = []
    both: list[list[float]] = []
    only_machine = only_people = 0
    graded = False
    for (transcript, dimension), people in given.items():
        line = found.get(transcript)
        if dimension != name or line is None:
            continue
        graded = True
        seen = {who: score for who, score in people.items() if score is not None}
        among.append(list(seen.values()))
        computed = line.total if name == "total" else line.figure(name)
        if computed is not None and seen:
            both.append(list(seen.values()))
            mean = sum(seen.values()) / len(seen)
            apart.append(Disagreement(transcript, computed, mean, tuple(sorted(seen)), _evidence(line, name)))
        only_machine += computed is not None and not seen
        only_people += computed is None and bool(seen)
    if not graded:
        return None
    machine = agreement([one.computed for one in apart], both)
    pairs = [(one.computed, grade) for one, people in zip(apart, both, strict=True) for grade in people]
    apart.sort(key=lambda one: (-abs(one.computed - one.people), one.transcript))
    return DimensionAgreement(
        name=name,
        machine=machine,
        people=agreement_among(among) if any(len(one) > 1 for one in among) else None,
        confusion=tuple(
            tuple(row) for row in confusion([one for one, _ in pairs], [one for _, one in pairs])
        ),
        only_machine=only_machine,
        only_people=only_people,
        worst=tuple(one for one in apart if one.computed != one.people)[:_WORST],
    )


def _evidence(line: ScoreLine, name: Graded) -> tuple[Evidence, ...]:
    if name == "total":
        return ()
    score = line.dimensions.get(name)
    return score.evidence if score is not None else ()
