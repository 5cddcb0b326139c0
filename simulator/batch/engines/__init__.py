"""Where transcripts are scored: one small Protocol, and the plain data that goes in and out.

An engine is given tasks and gives back outcomes. Everything that scoring depends on is in the `Plan`, which can be
pickled: the same task under the same plan gives the same measured score in this process, in another, on another machine.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from simulator.batch.failures import FailureKind
from simulator.batch.voices import RolesMap
from simulator.domain.rubric import Rubric
from simulator.errors import EndpointError


@dataclass(frozen=True, slots=True)
class JudgePlan:
    """What a judgement depends on.

    Args:
        rubric_hash: of the rubric's content.
        model: the model's name at the endpoint.
        prompt: version of the wording.
        runs: how often each transcript is judged, 1 or more.
        repairs: how often an unusable answer is asked for again, 0 or more.
    """

    rubric: Rubric
    rubric_hash: str
    model: str
    prompt: str
    runs: int = 1
    repairs: int = 1


@dataclass(frozen=True, slots=True)
class Plan:
    """What a score depends on, beside the transcript.

    Args:
        profile: name of the call type.
        rep: label or name of the rep that was asked for; None leaves it to the file.
        roles: who is who, as the map file says; None where none was given.
        with_turns: whether each line of the rep is told too.
        judge: None measures only.
    """

    profile: str
    rep: str | None = None
    roles: RolesMap | None = None
    with_turns: bool = False
    judge: JudgePlan | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """One transcript to score.

    Args:
        source: the name of the file that it is in.
        name: what it goes by where it has no id of its own.
        heard: the conversation, packed.
        key: hex, what resume goes by.
    """

    source: str
    name: str
    heard: bytes
    key: str


@dataclass(frozen=True, slots=True)
class Scored:
    """A transcript that was scored.

    Args:
        line: its line of `scores.jsonl`, with the line break.
        verdicts: how many verdicts of the judge are in which state.
    """

    line: bytes
    verdicts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Failed:
    """A transcript that was not scored, and why.

    Args:
        transcript: its id, or its place in the file.
        path: the name of the file that it is in.
        attempts: how often it was tried, 1 or more; 0 where it was not begun.
        nobody_there: whether no connection to the endpoint could be made.
    """

    transcript: str
    path: str
    error: str
    kind: FailureKind
    attempts: int = 1
    nobody_there: bool = False

    def record(self) -> dict[str, Any]:
        """Its line of `failures.jsonl`."""
        return {
            "transcript": self.transcript,
            "path": self.path,
            "error": self.error,
            "kind": str(self.kind),
            "attempts": self.attempts,
        }


Outcome = Scored | Failed


def left_out(transcript: str, source: str, limit: str) -> Failed:
    """A transcript that was not begun since the limit of the run was reached.

    Args:
        limit: which one, as "5,000 tokens".
    """
    message = f"The limit of {limit} was reached before it. Run again to go on."
    return Failed(transcript, source, message, FailureKind.LIMIT, attempts=0)


def not_asked(transcript: str, source: str) -> Failed:
    """A transcript that was not begun since nobody was there at the endpoint."""
    message = "The endpoint could not be reached for those before it, and was not asked. Run again to go on."
    return Failed(transcript, source, message, FailureKind.ENDPOINT_UNREACHABLE, attempts=0)


@dataclass
class EngineFigures:
    """What an engine can tell of its work; all zero where it asks no endpoint.

    Attributes:
        in_flight: transcripts that are begun and not done.
        prompt_tokens, cached_tokens, completion_tokens: as the endpoint counted them, of useless answers too.
        requests: sent to the endpoint, those that were asked again among them.
        concurrency: requests at once that are allowed now; None where there are none.
        course: how that went: seconds since the start, and the requests at once from there on.
        waiting: transcripts whose requests were handed over, to be judged by a later run.
    """

    in_flight: int = 0
    prompt_tokens: int = 0
    cached_tokens: int = 0
    completion_tokens: int = 0
    requests: int = 0
    concurrency: int | None = None
    course: list[tuple[float, int]] = field(default_factory=list)
    waiting: int = 0


class Engine(Protocol):
    """Scores tasks, in any order, holding a bounded number of them."""

    name: str

    @property
    def limit_reached(self) -> str:
        """The limit of the run that was reached, in words; empty until then. What is still to come is left out."""
        ...

    @property
    def gave_up(self) -> EndpointError | None:
        """Why nothing more is asked of the endpoint; None as long as it is. What is still to come is left out."""
        ...

    def outcomes(self, tasks: Iterator[Task]) -> Iterator[Outcome | None]:
        """An outcome for each task that was taken; None now and then while nothing is ready.

        It takes a task only when it can soon begin it. When the tasks end, what is in flight is finished first.

        Raises:
            EndpointError: the endpoint will take no request at all.
            WorkError: the work cannot be done.
        """
        ...

    def figures(self) -> EngineFigures:
        """How it stands."""
        ...

    def wind_down(self) -> None:
        """Begin nothing more; what is begun is finished. Called from a signal's handler."""
        ...

    def close(self) -> None:
        """Stop at once: what is in flight is given up. Harmless when nothing is."""
        ...
