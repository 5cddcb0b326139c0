"""Scoring one transcript: a function of the task and the plan alone, wherever it runs."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePath
from typing import Any

from simulator.batch.engines import Failed, Plan, Scored, Task
from simulator.batch.failures import FailureKind, UnreadableError
from simulator.batch.packing import dumped, unpack
from simulator.batch.who import settle
from simulator.domain.judgement import Judgement
from simulator.domain.reading import Act
from simulator.domain.scorecard import Scorecard
from simulator.domain.transcript import Transcript
from simulator.scoring.profiles import PROFILES
from simulator.scoring.rated import RatedTurn
from simulator.scoring.scorecards import score_transcript


@dataclass(frozen=True, slots=True)
class Measured:
    """A transcript that is measured, before it is judged.

    Args:
        turns: what each line of the rep does; None where that was not asked for.
    """

    task: Task
    transcript: Transcript
    card: Scorecard
    turns: list[dict[str, Any]] | None


def score_task(task: Task, plan: Plan) -> Scored | Failed:
    """The line of scores of a transcript that is measured only. Never raises."""
    measured = measure_task(task, plan)
    return measured if isinstance(measured, Failed) else line_of(measured)


def measure_task(task: Task, plan: Plan) -> Measured | Failed:
    """Who is the rep, and everything that can be computed. Never raises."""
    try:
        settled = settle(unpack(task.heard), name=task.name, rep=plan.rep, roles=plan.roles)
        if isinstance(settled, UnreadableError):
            return Failed(settled.name, task.source, str(settled), settled.kind)
        if not any(turn.text.strip() for turn in settled.turns):
            return Failed(settled.id, task.source, "Nobody says anything in it.", FailureKind.NO_TURNS)
        card, turns = score_transcript(settled, PROFILES[plan.profile])
        told = [turn_record(turn) for turn in turns if turn.line is not None] if plan.with_turns else None
        return Measured(task, settled, card, told)
    except Exception as error:  # noqa: BLE001 - a mistake of ours in one transcript must not end the run
        return unforeseen(task.name, task.source, error)


def line_of(
    measured: Measured, card: Scorecard | None = None, judgement: Judgement | None = None
) -> Scored | Failed:
    """The line of scores of a transcript.

    Args:
        card: measured and judged; None where nothing was judged.
    """
    task = measured.task
    try:
        record = _record(measured, card or measured.card, judgement)
        return Scored(dumped(record), _states(judgement))
    except Exception as error:  # noqa: BLE001 - as above
        return unforeseen(task.name, task.source, error)


def unforeseen(transcript: str, source: str, error: BaseException) -> Failed:
    """A mistake of the program, told by its class and its place; its words may hold what the transcript says."""
    trace, where = error.__traceback__, ""
    while trace is not None:
        where = f" in {PurePath(trace.tb_frame.f_code.co_filename).name}, line {trace.tb_lineno}"
        trace = trace.tb_next
    message = f"The program made a mistake: {type(error).__name__}{where}."
    return Failed(transcript, source, message, FailureKind.UNFORESEEN)


def _record(measured: Measured, card: Scorecard, judgement: Judgement | None) -> dict[str, Any]:
    """A line of `scores.jsonl`; the key comes last, where it is found without parsing the line."""
    transcript = measured.transcript
    extra = transcript.model_extra or {}
    record = card.model_dump(mode="json")
    record["rep"] = transcript.rep
    record["started"] = _started(extra)
    record["source"] = measured.task.source
    record["turn_count"] = len(transcript.turns)
    record["seconds"] = _seconds(transcript)
    record["who"] = extra.get("who")
    record["judgement"] = judgement.model_dump(mode="json") if judgement is not None else None
    if measured.turns is not None:
        record["turns"] = measured.turns
    record["key"] = measured.task.key
    return record


def _started(extra: Mapping[str, object]) -> str | None:
    """The day or moment of the call where the file tells one that can be read, in ISO's form."""
    for name in ("started", "date"):
        told = extra.get(name)
        if isinstance(told, datetime | date):
            return told.isoformat()
        if isinstance(told, str):
            try:
                datetime.fromisoformat(told)
            except ValueError:
                continue
            return told
    return None


def _seconds(transcript: Transcript) -> float | None:
    """When the last word was spoken, in seconds from the start; None where there are no times."""
    times = [time for turn in transcript.turns for time in (turn.start, turn.end) if time is not None]
    last = max(times, default=math.inf)
    return round(last, 3) if math.isfinite(last) else None


def _states(judgement: Judgement | None) -> Mapping[str, int]:
    states: dict[str, int] = {}
    for verdict in _verdicts(judgement):
        states[verdict] = states.get(verdict, 0) + 1
    return states


def _verdicts(judgement: Judgement | None) -> Iterable[str]:
    return (str(verdict.state) for verdict in judgement.verdicts) if judgement is not None else ()


def turn_record(turn: RatedTurn) -> dict[str, Any]:
    """What `--turns` adds for a line of the rep."""
    line = turn.line
    assert line is not None  # noqa: S101 - only rep turns come here
    return {
        "index": turn.index,
        "question": line.question,
        "spin": line.spin,
        "reflection": line.reflection,
        "uptake": round(line.uptake, 4),
        "pressure": round(line.pressure, 4),
        "politeness": round(line.politeness, 4),
        "acknowledges": line.does(Act.ACKNOWLEDGEMENT, Act.EMPATHY),
    }
