"""A whole run in a few figures, made in one pass with bounded memory."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

from simulator.domain.judgement import Judgement, VerdictState
from simulator.domain.override import Override
from simulator.domain.scorecard import Basis, Dimension, Flag
from simulator.reports.batch_picks import Moments, Picks
from simulator.reports.batch_records import (
    FAILURES,
    SCORES,
    FailureLine,
    ScoreLine,
    failure_lines,
    score_lines,
)
from simulator.reports.overrides import overrides_of
from simulator.reports.tally import Tally
from simulator.scoring.profiles import PROFILES

_Key = TypeVar("_Key")
#: a batch of no more than this is told call by call
FEW = 20
#: reps, weeks and kinds that have figures of their own; the others are counted together
_MOST_REPS, _MOST_WEEKS, _MOST_KINDS = 1_000, 530, 60
_QUOTES_A_FLAG = 5
_STEERING_SHOWN = 12
_FAILURES_A_KIND = 4


@dataclass
class DimensionTally:
    """One dimension over a batch."""

    all: Tally = field(default_factory=Tally)
    by_basis: defaultdict[Basis, Tally] = field(default_factory=lambda: defaultdict(Tally))
    unseen: int = 0
    measured: Tally = field(default_factory=Tally)
    judged: Tally = field(default_factory=Tally)
    between: Tally = field(default_factory=Tally)
    judged_lower: int = 0

    def add_both(self, measured: float, judged: float) -> None:
        """Count what was measured and what was judged of the same call, and how far apart they are."""
        self.measured.add(measured)
        self.judged.add(judged)
        self.between.add(abs(measured - judged))
        self.judged_lower += judged < measured

    def add(self, score: float | None, basis: Basis) -> None:
        """Count a figure, or that there was none."""
        if score is None:
            self.unseen += 1
            return
        self.all.add(score)
        self.by_basis[basis].add(score)


@dataclass
class Group:
    """A rep's calls, or a week's."""

    calls: int = 0
    total: Tally = field(default_factory=Tally)
    dimensions: defaultdict[Dimension, Tally] = field(default_factory=lambda: defaultdict(Tally))

    def add(self, line: ScoreLine) -> None:
        """Count a call."""
        self.calls += 1
        if line.total is not None:
            self.total.add(line.total)
        for one in Dimension:
            if (score := line.figure(one)) is not None:
                self.dimensions[one].add(score)


@dataclass
class QuotedFlag:
    """A flag with its quote, where it came first, and in how many more flags the words are the same."""

    transcript: str
    rep: str | None
    flag: Flag
    again: int = 0


@dataclass
class FlagTally:
    """Flags of one kind."""

    many: int = 0
    transcripts: int = 0
    quotes: dict[str, QuotedFlag] = field(default_factory=dict)


@dataclass
class CriterionTally:
    """The verdicts on one criterion."""

    states: Counter[VerdictState] = field(default_factory=Counter)
    levels: Counter[int] = field(default_factory=Counter)
    repeated: int = 0
    agreed: int = 0


@dataclass
class JudgeTally:
    """What the judge did."""

    transcripts: int = 0
    parts: int = 0
    runs: int = 0
    answered: int = 0
    requests: int = 0
    prompt_tokens: int = 0
    cached_tokens: int = 0
    completion_tokens: int = 0
    rubrics: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)
    criteria: dict[str, CriterionTally] = field(default_factory=dict)
    steering: int = 0
    steering_shown: list[tuple[str, int, str, str]] = field(default_factory=list)
    troubles: Counter[str] = field(default_factory=Counter)

    def add(self, name: str, one: Judgement) -> None:
        """Count a judgement."""
        self.transcripts += 1
        self.parts += one.parts > 1
        self.runs += one.runs
        self.answered += one.answered
        self.requests += one.requests
        self.prompt_tokens += one.prompt_tokens
        self.cached_tokens += one.cached_tokens
        self.completion_tokens += one.completion_tokens
        _count(self.rubrics, (one.rubric, one.rubric_hash, one.model, one.prompt))
        for line in one.steering:
            self.steering += 1
            if len(self.steering_shown) < _STEERING_SHOWN:
                self.steering_shown.append((name, line.turn, line.quote, line.why))
        for trouble in one.troubles:
            _count(self.troubles, trouble[:200])
        for verdict in one.verdicts:
            if verdict.criterion not in self.criteria and len(self.criteria) >= _MOST_KINDS:
                continue
            criterion = self.criteria.setdefault(verdict.criterion, CriterionTally())
            criterion.states[verdict.state] += 1
            if verdict.level is not None:
                criterion.levels[verdict.level] += 1
            told = [level for level in verdict.levels if level is not None]
            if verdict.state is VerdictState.COUNTED and len(told) > 1:
                criterion.repeated += 1
                criterion.agreed += len(set(told)) == 1


@dataclass
class FailureTally:
    """Failures of one kind."""

    many: int = 0
    examples: list[FailureLine] = field(default_factory=list)


@dataclass
class MeasureTally:
    """A measure over a batch: values of a sample that is drawn by its number, so that memory stays bounded."""

    n: int = 0
    none: int = 0
    every: int = 1
    values: list[float] = field(default_factory=list)

    def add(self, value: float | None, most: int = 8_000) -> None:
        """Count a value; where there are many, every second is dropped, and then every second of what comes."""
        if value is None:
            self.none += 1
            return
        if self.n % self.every == 0:
            self.values.append(value)
        self.n += 1
        if len(self.values) > most:
            self.values, self.every = self.values[::2], self.every * 2


@dataclass
class Digest:
    """Everything that the report tells of a run."""

    scored: int = 0
    unreadable: int = 0
    total: Tally = field(default_factory=Tally)
    without_total: int = 0
    dimensions: dict[Dimension, DimensionTally] = field(
        default_factory=lambda: {one: DimensionTally() for one in Dimension}
    )
    reps: dict[str, Group] = field(default_factory=dict)
    calls_of_further_reps: int = 0
    calls_without_rep: int = 0
    weeks: dict[date, Group] = field(default_factory=dict)
    undated: int = 0
    further_weeks: int = 0
    flags: dict[str, FlagTally] = field(default_factory=dict)
    flagged: int = 0
    moments: Moments = field(default_factory=Moments)
    picks: Picks = field(default_factory=Picks)
    measures: dict[str, MeasureTally] = field(default_factory=dict)
    outside: Counter[str] = field(default_factory=Counter)
    judge: JudgeTally = field(default_factory=JudgeTally)
    made_by: Counter[tuple[str, str, str, str, str, int]] = field(default_factory=Counter)
    worked_out: int = 0
    first: list[int] = field(default_factory=list)
    failures: dict[str, FailureTally] = field(default_factory=dict)
    failed: int = 0
    overrides: dict[str, list[Override]] = field(default_factory=dict)
    overridden: dict[str, ScoreLine] = field(default_factory=dict)

    @property
    def few(self) -> bool:
        """Whether the batch is so small that each call is told."""
        return self.scored <= FEW

    def add(self, offset: int, line: ScoreLine) -> None:
        """Count a transcript whose line begins at this byte."""
        self.scored += 1
        if len(self.first) <= FEW:
            self.first.append(offset)
        if line.total is None:
            self.without_total += 1
        else:
            self.total.add(line.total)
        for dimension, tally in self.dimensions.items():
            score = line.dimensions.get(dimension)
            tally.add(score.score if score else None, score.basis if score else Basis.NOT_OBSERVED)
            if (both := line.both(dimension)) is not None:
                tally.add_both(*both)
        self._group(line)
        self._flags(line)
        self._measures(line)
        self.moments.add(line)
        self.picks.add(offset, line)
        if line.judgement is not None:
            self.judge.add(line.transcript, line.judgement)
        if line.transcript in self.overrides:
            self.overridden[line.transcript] = line
        if line.who is not None and line.who.get("by") == "worked_out":
            self.worked_out += 1
        made = line.provenance
        _count(
            self.made_by,
            (
                made.program,
                made.profile,
                made.rubric or "",
                made.model or "",
                made.prompt or "",
                made.judge_runs,
            ),
        )

    def _group(self, line: ScoreLine) -> None:
        if line.rep is None or not line.rep.strip():
            self.calls_without_rep += 1
        elif line.rep in self.reps or len(self.reps) < _MOST_REPS:
            self.reps.setdefault(line.rep, Group()).add(line)
        else:
            self.calls_of_further_reps += 1
        day = line.day
        if day is None:
            self.undated += 1
            return
        monday = date.fromordinal(max(1, day.toordinal() - day.weekday()))
        if monday in self.weeks or len(self.weeks) < _MOST_WEEKS:
            self.weeks.setdefault(monday, Group()).add(line)
        else:
            self.further_weeks += 1

    def _flags(self, line: ScoreLine) -> None:
        self.flagged += bool(line.flags)
        seen: set[str] = set()
        for flag in line.flags:
            if flag.kind not in self.flags and len(self.flags) >= _MOST_KINDS:
                continue
            tally = self.flags.setdefault(flag.kind, FlagTally())
            tally.many += 1
            if flag.quote in tally.quotes:
                tally.quotes[flag.quote].again += 1
            elif len(tally.quotes) < _QUOTES_A_FLAG:
                tally.quotes[flag.quote] = QuotedFlag(line.transcript, line.rep, flag)
            if flag.kind not in seen:
                seen.add(flag.kind)
                tally.transcripts += 1

    def _measures(self, line: ScoreLine) -> None:
        for name, value in line.measures.items():
            if name not in self.measures:
                if len(self.measures) >= _MOST_KINDS:
                    continue
                self.measures[name] = MeasureTally()
            self.measures[name].add(value)
        profile = PROFILES.get(line.provenance.profile)
        share, stretch = line.measures.get("talk_share"), line.measures.get("longest_monologue_s")
        if profile is not None and share is not None:
            self.outside["talk_share_below"] += share < profile.talk_share[0]
            self.outside["talk_share_above"] += share > profile.talk_share[1]
        if profile is not None and stretch is not None:
            self.outside["longest_monologue_s_above"] += stretch > profile.monologue_s[0]


def digest_of(folder: Path) -> Digest:
    """Everything that the report tells, from `scores.jsonl`, `failures.jsonl` and `overrides.jsonl`.

    Raises:
        WorkError: one of them cannot be read.
    """
    digest = Digest()
    for override in overrides_of(folder):
        digest.overrides.setdefault(override.transcript, []).append(override)
    for offset, line in score_lines(folder / SCORES):
        if line is None:
            digest.unreadable += 1
        else:
            digest.add(offset, line)
    for failure in failure_lines(folder / FAILURES):
        digest.failed += 1
        known = failure.kind in digest.failures or len(digest.failures) < _MOST_KINDS
        tally = digest.failures.setdefault(failure.kind if known else "unforeseen", FailureTally())
        tally.many += 1
        if len(tally.examples) < _FAILURES_A_KIND:
            tally.examples.append(failure)
    return digest


def weeks_between(first: date, last: date) -> int:
    """Whole weeks from one Monday to another."""
    return (last - first) // timedelta(weeks=1)


def _count(counts: Counter[_Key], key: _Key) -> None:
    """Count a key; new ones beyond a number are not told apart."""
    if key in counts or len(counts) < _MOST_KINDS:
        counts[key] += 1
