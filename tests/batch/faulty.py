"""Work that goes wrong, in a module of its own so that a worker process can import it."""

from __future__ import annotations

import os
import pickle
import signal
from collections.abc import Iterator

from simulator.batch.engines import Failed, Plan, Scored, Task
from simulator.batch.engines.ray.judging import Judge, Judged
from simulator.batch.engines.ray.work import read_portion
from simulator.batch.one_transcript import score_task


def kill_itself_on_desk_5(task: Task, plan: Plan) -> Scored | Failed:
    """Scores, but one transcript takes the whole process with it."""
    if b"Desk 5." in task.heard:
        os.kill(os.getpid(), signal.SIGKILL)
    return score_task(task, plan)


def kill_itself_at_file_7(portion: bytes, settings: str) -> Iterator[bytes]:
    """Reads file after file, but one takes the whole process with it."""
    for number, found in pickle.loads(portion):  # noqa: S301 - the test's own
        if found.name == "7.jsonl":
            os.kill(os.getpid(), signal.SIGKILL)
        yield from read_portion(pickle.dumps([(number, found)]), settings)


class JudgeThatDesk5Kills(Judge):
    """Judges, but one transcript takes the whole process with it."""

    async def judge(self, task: Task) -> Judged:
        if b"Desk 5." in task.heard:
            os.kill(os.getpid(), signal.SIGKILL)
        return await super().judge(task)
