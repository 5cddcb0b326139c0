"""What a run would do and cost, without asking anybody."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from simulator.batch.engines import Failed, JudgePlan, Plan, Task
from simulator.batch.identity import settings_key
from simulator.batch.intake import Intake
from simulator.batch.interrupts import Interrupts
from simulator.batch.out_folder import SCORES
from simulator.batch.prices import Prices
from simulator.batch.resume import read_index
from simulator.batch.runner import check_places
from simulator.errors import WorkError

#: English as the usual tokenisers cut it
_CHARACTERS_PER_TOKEN = 4.0
#: the instructions around the rubric, the number and the speaker before each turn
_INSTRUCTIONS, _BEFORE_A_TURN = 3_000, 14
#: a level, a sentence and a quote or two
_TOKENS_A_CRITERION = 90


@dataclass
class Estimate:
    """What a run would do.

    Attributes:
        transcripts: that would be scored; who is the rep is settled only then, so some of them may fail.
        before: that are scored already.
        failures: that cannot be read, by kind.
        prompt_tokens, completion_tokens: what the judge would take, by the length of the texts; ± a third.
        cached_tokens: of the prompt, what is the same in every request: a provider's cache may have it.
        cost: None where nothing is judged, or no price is known. The cache is not counted on.
    """

    transcripts: int = 0
    before: int = 0
    failures: Counter[str] = field(default_factory=Counter)
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached_tokens: int = 0
    cost: float | None = None

    def record(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "dry_run": True,
            "transcripts": self.transcripts,
            "scored_before": self.before,
            "failed": self.failures.total(),
            "failures": dict(self.failures),
            "tokens": {
                "prompt": self.prompt_tokens,
                "cached": self.cached_tokens,
                "completion": self.completion_tokens,
            },
            "cost": self.cost,
        }


def estimate(places: tuple[str, ...], out: Path, plan: Plan, prices: Prices | None) -> Estimate:
    """Read everything once; nothing is written.

    Raises:
        UsageError: as a run would.
        WorkError: what is scored already cannot be read.
    """
    check_places(places, out)
    settings = settings_key(plan)
    try:
        done, _ = read_index(out / SCORES, settings)
    except OSError as error:
        raise WorkError(f"The folder {out} cannot be read: {error.strerror}.") from error
    found = Estimate()

    def fail(failed: Failed) -> None:
        found.failures[str(failed.kind)] += 1

    with Interrupts(lambda asked: None) as interrupts:
        intake = Intake(places, out, settings=settings, done=done, fail=fail, interrupts=interrupts)
        for task in intake:
            found.transcripts += 1
            if plan.judge is not None:
                _add(found, task, plan.judge)
        if interrupts.asked:
            raise KeyboardInterrupt
    found.before = intake.passed
    if prices is not None and plan.judge is not None:
        found.cost = round(prices.cost(found.prompt_tokens, 0, found.completion_tokens), 4)
    return found


def _add(found: Estimate, task: Task, judge: JudgePlan) -> None:
    lines = json.loads(task.heard)[1]
    said = sum(len(line[1]) + _BEFORE_A_TURN for line in lines)
    static = len(judge.rubric.model_dump_json()) + _INSTRUCTIONS
    first = found.transcripts == 1
    found.prompt_tokens += round(judge.runs * (static + said) / _CHARACTERS_PER_TOKEN)
    found.cached_tokens += round((judge.runs - first) * static / _CHARACTERS_PER_TOKEN)
    found.completion_tokens += judge.runs * _TOKENS_A_CRITERION * len(judge.rubric.criteria)
