"""Runs over transcripts within the test's process, with calls that are worth scoring."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from simulator.authoring.library import ContentLibrary
from simulator.authoring.rubrics import rubric_hash
from simulator.batch.engines import Engine, JudgePlan, Plan
from simulator.batch.engines.judged import JudgedEngine
from simulator.batch.engines.local import LocalEngine
from simulator.batch.prices import Prices
from simulator.batch.progress import Progress
from simulator.batch.runner import Result, Run, Wish
from simulator.llm.openai_port import OpenAIPort
from simulator.llm.retry import NO_RETRY
from simulator.scoring.judge_prompt import PROMPT_VERSION
from simulator.secret import Secret
from simulator.settings import Settings

TURNS = [
    {"speaker": "prospect", "text": "Harbour Ironworks, Jill speaking."},
    {
        "speaker": "rep",
        "text": "Hello Jill, it's Sam from Brackwater. The reason for my call is your delivery rounds.",
    },
    {"speaker": "prospect", "text": "We're all set, thanks. We plan them by hand every morning."},
    {"speaker": "rep", "text": "By hand, every morning. What happens when a driver is ill?"},
    {"speaker": "prospect", "text": "Then somebody waits for their steel, and I hear about it."},
    {"speaker": "rep", "text": "So it lands on your desk. What does that cost you on a bad day?"},
    {"speaker": "prospect", "text": "A morning, and sometimes a customer."},
    {"speaker": "rep", "text": "Could we look at one of those mornings together, Thursday at two?"},
    {"speaker": "prospect", "text": "Yes, Thursday works."},
]
#: short, for tests that need many: a few milliseconds each
SHORT = [{"speaker": "prospect", "text": "Hello?"}, {"speaker": "rep", "text": "Hello, how are you?"}]
PLAN = Plan(profile="cold_call")
RUBRIC = ContentLibrary.of(Settings(home=Path())).rubric("cold_call")
#: a judge's whole answer to a short call: one level with its quote, nothing else observed
_UNSEEN = {"quotes": [], "reason": "It did not come up.", "level": "not_observed"}
_SEEN = {"quotes": [{"turn": 1, "quote": SHORT[1]["text"]}], "reason": "No name is said.", "level": "0"}
ANSWER = json.dumps(
    {
        "criteria": {one.id: _SEEN if one.id == "opening" else _UNSEEN for one in RUBRIC.criteria},
        "rules": {rule.id: {"quotes": [], "reason": "", "broken": False} for rule in RUBRIC.rules},
    }
)
#: the states of its verdicts
VERDICTS = {"counted": 1, "not_observed": len(RUBRIC.criteria) - 1}


def write(path: Path, *transcripts: dict[str, Any]) -> Path:
    """A file with a transcript a line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(one) + "\n" for one in transcripts), encoding="utf-8")
    return path


def calls(count: int, turns: list[dict[str, Any]] = SHORT, first: int = 0) -> list[dict[str, Any]]:
    """Transcripts that differ in what is said."""
    return [
        {
            "id": f"call-{number}",
            "turns": [{**turns[0], "text": f"{turns[0]['text']} Desk {number}."}, *turns[1:]],
        }
        for number in range(first, first + count)
    ]


def lines(path: Path) -> list[dict[str, Any]]:
    """The records of a file; none where there is no such file."""
    return (
        [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []
    )


def names(path: Path) -> list[str]:
    """The transcripts that a file has lines of, in alphabetical order."""
    return sorted(one["transcript"] for one in lines(path))


def run(
    places: list[Path],
    out: Path,
    plan: Plan = PLAN,
    *,
    workers: int = 1,
    engine: Engine | None = None,
    prices: Prices | None = None,
) -> Result:
    """One run, without a word."""
    wish = Wish(places=tuple(str(one) for one in places), out=out, plan=plan, prices=prices)
    engine = engine or LocalEngine(plan, workers)
    return Run(wish, engine, make_progress=lambda stand: Progress(None, stand), say=lambda words: None).go()


def judged_plan(model: str = "made-up") -> Plan:
    """A plan with the judge of a shipped rubric."""
    judge = JudgePlan(RUBRIC, rubric_hash(RUBRIC), model, PROMPT_VERSION)
    return Plan(profile="cold_call", judge=judge)


def judged(
    places: list[Path],
    out: Path,
    base_url: str,
    *,
    key: str | None = None,
    timeout_s: float = 20.0,
    concurrency: int = 8,
    prices: Prices | None = None,
    most_tokens: int | None = None,
    most_cost: float | None = None,
) -> Result:
    """One run with a judge at this address."""
    plan = judged_plan()
    port = OpenAIPort(
        model="made-up",
        key=Secret(key) if key is not None else None,
        base_url=base_url,
        timeout_s=timeout_s,
        retry=NO_RETRY,
    )
    engine = JudgedEngine(
        plan,
        port,
        workers=1,
        concurrency=concurrency,
        prices=prices,
        most_tokens=most_tokens,
        most_cost=most_cost,
    )
    return run(places, out, plan, engine=engine, prices=prices)
