"""What is picked out of a batch as it passes: moments to read, and the transcripts worth a coach's hour.

Only the best few of each kind are held, with the byte at which their line begins, so that they can be read again.
"""

from __future__ import annotations

import heapq
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from simulator.domain.judgement import VerdictState
from simulator.domain.scorecard import Dimension
from simulator.reports.batch_records import ScoreLine
from simulator.reports.batch_words import speaks_against
from simulator.reports.debrief_words import NAMES
from simulator.reports.tally import quartiles
from simulator.scoring.profiles import PROFILES

#: kinds of moments and of reasons that are told apart; a rubric of more criteria is cut
_MOST_KINDS = 60
_MOMENTS_A_KIND = 3
_MOMENTS_SHOWN = 6
_PICKS_A_REASON = 3
#: transcripts that the unusual ones are looked for among, drawn by lot
SAMPLE = 5_000
#: a figure from which on a dimension is well, one below which it is not, and what a lever is raised to
_WELL, _POOR, _RAISED = 70.0, 30.0, 70.0


@dataclass(frozen=True, slots=True)
class Moment:
    """A line of the rep that stands for something good or bad."""

    transcript: str
    rep: str | None
    dimension: Dimension
    score: float
    turn: int
    quote: str
    why: str
    judged: bool


class Moments:
    """The best and the worst moments, of as many different kinds as there are."""

    def __init__(self) -> None:
        self._kept: dict[tuple[bool, str], list[tuple[float, int, Moment]]] = {}
        self._seen = 0

    def add(self, line: ScoreLine) -> None:
        """Look at everything that speaks for or against the rep."""
        for bad, kind, moment in _moments(line):
            key = (bad, kind)
            if key not in self._kept and len(self._kept) >= _MOST_KINDS:
                continue
            heap = self._kept.setdefault(key, [])
            if any(one.transcript == moment.transcript for _, _, one in heap):
                continue
            self._seen += 1
            worth = (100.0 - moment.score) if bad else moment.score
            entry = (worth, -self._seen, moment)  # of equals the earlier one
            if len(heap) < _MOMENTS_A_KIND:
                heapq.heappush(heap, entry)
            else:
                heapq.heappushpop(heap, entry)

    def shown(self, *, bad: bool) -> list[Moment]:
        """The moments to read: first one of each kind, the strongest kinds first, no line and no transcript twice
        as long as there are others."""
        kinds = [sorted(heap, reverse=True) for (side, _), heap in self._kept.items() if side is bad]
        kinds.sort(key=lambda heap: heap[0], reverse=True)
        found: list[Moment] = []
        for place in range(_MOMENTS_A_KIND):
            for heap in kinds:
                if place < len(heap) and not _is_there(heap[place][2], found):
                    found.append(heap[place][2])
        return found[:_MOMENTS_SHOWN]


def _is_there(moment: Moment, found: Sequence[Moment]) -> bool:
    return any(one.quote == moment.quote for one in found)


def _moments(line: ScoreLine) -> Iterator[tuple[bool, str, Moment]]:
    """What speaks for or against the rep where the dimension says the same: bad, its kind, the moment."""
    for dimension, score in line.dimensions.items():
        if score.score is None:
            continue
        for found in score.evidence:
            bad = speaks_against(found.why)
            if bad is None or (score.score >= _WELL if bad else score.score < _WELL):
                continue
            moment = Moment(
                line.transcript,
                line.rep,
                dimension,
                score.score,
                found.turn,
                found.quote,
                found.why,
                judged=False,
            )
            yield bad, f"{dimension}:{found.why[:80]}", moment
    for verdict in line.judgement.verdicts if line.judgement is not None else ():
        if verdict.state is not VerdictState.COUNTED or verdict.score is None or not verdict.evidence:
            continue
        if _POOR < verdict.score < _WELL:
            continue
        first = verdict.evidence[0]
        moment = Moment(
            line.transcript,
            line.rep,
            verdict.dimension,
            verdict.score,
            first.turn,
            first.quote,
            verdict.reason or first.why,
            judged=True,
        )
        yield verdict.score <= _POOR, f"judged:{verdict.criterion}", moment


@dataclass(frozen=True, slots=True)
class Pick:
    """A transcript worth a coach's hour, and why; `offset` is where its line begins."""

    offset: int
    transcript: str
    whys: tuple[str, ...]


@dataclass(slots=True)
class _Sampled:
    offset: int
    transcript: str
    scores: tuple[float | None, ...]


@dataclass
class Picks:
    """The few transcripts of each reason to look at one, held as the batch passes."""

    _kept: dict[str, list[tuple[float, int, str, str]]] = field(default_factory=dict)
    _sample: list[_Sampled] = field(default_factory=list)
    _seen: int = 0
    # a lottery that comes out the same each time: who runs the report twice sees the same page
    _lots: random.Random = field(default_factory=lambda: random.Random(20_260))  # noqa: S311

    def add(self, offset: int, line: ScoreLine) -> None:
        """Weigh a transcript against those that are held."""
        for reason, worth, why in _reasons(line):
            heap = self._kept.setdefault(reason, [])
            heapq.heappush(heap, (worth, -offset, line.transcript, why))
            if len(heap) > _PICKS_A_REASON:
                heapq.heappop(heap)
        self._draw(_Sampled(offset, line.transcript, tuple(line.figure(one) for one in Dimension)))

    def _draw(self, one: _Sampled) -> None:
        self._seen += 1
        if len(self._sample) < SAMPLE:
            self._sample.append(one)
        elif (place := self._lots.randrange(self._seen)) < SAMPLE:
            self._sample[place] = one

    def shown(self, most: int = 10) -> list[Pick]:
        """The picks, the best of each reason before the second of any; who is there for two reasons has both."""
        heaps = [sorted(heap, reverse=True) for heap in self._kept.values()]
        ranked = [
            (place, at, -entry[1], entry[2], entry[3])
            for at, heap in enumerate([*heaps, self._unusual()])
            for place, entry in enumerate(heap)
        ]
        whys: dict[int, list[str]] = {}
        names: dict[int, str] = {}
        for _, _, offset, name, why in sorted(ranked):
            if offset in whys or len(whys) < most:
                names[offset] = name
                whys.setdefault(offset, []).append(why)
        return [Pick(offset, names[offset], tuple(found)) for offset, found in whys.items()]

    def _unusual(self) -> list[tuple[float, int, str, str]]:
        """Those furthest from the middle of the sample in one dimension, in usual distances."""
        if len(self._sample) < 12:
            return []
        found: list[tuple[float, int, str, str]] = []
        for place, dimension in enumerate(Dimension):
            furthest: list[tuple[float, int, str, str]] = []
            seen = [value for one in self._sample if (value := one.scores[place]) is not None]
            middle = quartiles(seen)
            if middle is None or len(seen) < 12:
                continue
            # a quartile range is 1.35 standard deviations of a normal; a narrow one is not taken for a law
            usual = max((middle[2] - middle[0]) / 1.35, 8.0)
            for one in self._sample:
                value = one.scores[place]
                if value is not None and (distance := abs(value - middle[1]) / usual) >= 2.5:
                    why = f"Unusual: {NAMES[dimension].lower()} {value:.0f}, where the middle is {middle[1]:.0f}."
                    furthest.append((distance, -one.offset, one.transcript, why))
            found += heapq.nlargest(1, furthest)  # one of a dimension: two of a kind are nothing unusual
        return heapq.nlargest(_PICKS_A_REASON, found)


def _reasons(line: ScoreLine) -> Iterator[tuple[str, float, str]]:
    """Why this transcript may be worth an hour: a reason, how strongly, and in words."""
    if line.flags:
        kinds = len({flag.kind for flag in line.flags})
        yield "flags", kinds + len(line.flags) / 100, "Flagged: see what was said, and what came of it."
    lever = _lever(line)
    if lever is not None:
        dimension, gain = lever
        yield (
            "lever",
            gain,
            f"One lever: with {NAMES[dimension].lower()} at {_RAISED:.0f} instead of {line.figure(dimension):.0f} "
            f"the total would be {(line.total or 0.0) + gain:.0f} instead of {line.total or 0.0:.0f}. The rest is in order.",
        )
    tone, probing = line.figure(Dimension.HUMAN_TONE), line.figure(Dimension.PROBING)
    if tone is not None and probing is not None and tone >= _WELL and probing <= _POOR:
        yield (
            "tone",
            tone - probing,
            f"A good tone ({tone:.0f}) that asks for nothing: probing is {probing:.0f}.",
        )
    spread = _spread(line)
    if spread is not None:
        criterion, apart = spread
        yield (
            "spread",
            apart,
            f"The judge did not agree with itself on “{criterion}”: {apart:.0f} levels apart.",
        )
    if line.total is not None and not line.flags and line.total >= _WELL:
        yield "model", line.total, f"One to hear together: {line.total:.0f} in all, and no flag."


def _lever(line: ScoreLine) -> tuple[Dimension, float] | None:
    """The dimension that holds a call down which is otherwise in order, and what raising it would add to the total."""
    profile = PROFILES.get(line.provenance.profile)
    seen: Mapping[Dimension, float] = {
        one: score.score for one, score in line.dimensions.items() if score.score is not None
    }
    if profile is None or line.total is None or len(seen) < 3:
        return None
    whole = sum(profile.weights[one] for one in seen)
    if whole <= 0:
        return None
    dimension = max(seen, key=lambda one: profile.weights[one] * (_RAISED - seen[one]))
    weight = profile.weights[dimension]
    rest = whole - weight
    gain = weight * (_RAISED - seen[dimension]) / whole
    others = sum(profile.weights[one] * value for one, value in seen.items() if one is not dimension)
    in_order = rest > 0 and others / rest >= 60.0
    return (dimension, gain) if in_order and gain >= 6.0 else None


def _spread(line: ScoreLine) -> tuple[str, float] | None:
    """The criterion on which the runs of the judge lie furthest apart, at least two levels."""
    apart = [
        (max(levels) - min(levels), verdict.criterion)
        for verdict in (line.judgement.verdicts if line.judgement is not None else ())
        if len(levels := [one for one in verdict.levels if one is not None]) > 1
    ]
    widest = max(apart, default=(0, ""))
    return (widest[1], float(widest[0])) if widest[0] >= 2 else None
