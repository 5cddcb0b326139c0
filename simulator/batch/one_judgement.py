"""Judging one transcript that is measured: a function of it, the plan and what the endpoint answers, wherever it runs."""

from __future__ import annotations

from simulator.batch.engines import Failed, Plan, Scored
from simulator.batch.failures import FailureKind
from simulator.batch.one_transcript import Measured, line_of, unforeseen
from simulator.errors import (
    EndpointBusy,
    EndpointError,
    EndpointMalformed,
    EndpointRefused,
    EndpointTimeout,
    EndpointUnreachable,
)
from simulator.llm.failures import EndpointClosed, NoConnection
from simulator.llm.port import ChatPort, NotYet
from simulator.scoring.joined import joined
from simulator.scoring.judge import judge
from simulator.scoring.profiles import PROFILES

_KINDS = (
    (EndpointTimeout, FailureKind.ENDPOINT_TIMEOUT),
    (EndpointBusy, FailureKind.ENDPOINT_BUSY),
    (EndpointMalformed, FailureKind.ENDPOINT_MALFORMED),
    (EndpointRefused, FailureKind.ENDPOINT_REFUSED),
    (EndpointUnreachable, FailureKind.ENDPOINT_UNREACHABLE),
)


async def judge_measured(port: ChatPort, one: Measured, plan: Plan) -> Scored | Failed:
    """The line of a transcript.

    Args:
        plan: one with a judge.
    Raises:
        EndpointClosed: the endpoint will take none.
        NotYet: the port has some answers only later.
    """
    asked = plan.judge
    assert asked is not None  # noqa: S101 - else nobody comes here
    try:
        judgement = await judge(
            port,
            one.transcript,
            asked.rubric,
            model=asked.model,
            runs=asked.runs,
            repairs=asked.repairs,
        )
        card = joined(one.card, judgement, asked.rubric, PROFILES[plan.profile])
    except (EndpointClosed, NotYet):
        raise
    except EndpointError as error:
        return Failed(
            one.transcript.id,
            one.task.source,
            str(error),
            kind_of(error),
            attempts=error.attempts,
            nobody_there=isinstance(error, NoConnection),
        )
    except Exception as error:  # noqa: BLE001 - a mistake of ours in one transcript must not end the run
        return unforeseen(one.transcript.id, one.task.source, error)
    return line_of(one, card, judgement)


def kind_of(error: EndpointError) -> FailureKind:
    """The kind of failure that an error of the endpoint is."""
    return next((kind for type_, kind in _KINDS if isinstance(error, type_)), FailureKind.UNFORESEEN)
