"""Work that goes wrong, in a module of its own so that a worker process can import it."""

from __future__ import annotations

import os
import signal

from simulator.batch.engines import Failed, Plan, Scored, Task
from simulator.batch.one_transcript import score_task


def kill_itself_on_desk_5(task: Task, plan: Plan) -> Scored | Failed:
    """Scores, but one transcript takes the whole process with it."""
    if b"Desk 5." in task.heard:
        os.kill(os.getpid(), signal.SIGKILL)
    return score_task(task, plan)
