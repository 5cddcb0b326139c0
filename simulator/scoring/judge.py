"""A judge's verdicts on a transcript: asked for, held against the words that were said, and made one.

One request for each part of the transcript and each run. What cannot be used is asked for again, once unless told
otherwise, with what was wrong; what is of no use even then is left out and says so. No verdict counts without a quote
that stands in its turn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from simulator.domain.judgement import Judgement, VerdictState
from simulator.domain.rubric import Rubric
from simulator.domain.scorecard import Flag
from simulator.domain.transcript import Transcript
from simulator.errors import EndpointMalformed, EndpointRefused
from simulator.llm.port import ChatPort, NotYet, Usage
from simulator.scoring.judge_answer import Answers, Finding, one_line, take
from simulator.scoring.judge_merge import merged_flags, merged_parts, merged_runs
from simulator.scoring.judge_parts import parts_of, window_told
from simulator.scoring.judge_prompt import (
    PROMPT_VERSION,
    Part,
    Static,
    estimate,
    question,
    shown_lines,
    static_part,
    tokens_of,
)
from simulator.scoring.quotes import Said
from simulator.scoring.steering import reported, steering_lines

__all__ = ["PROMPT_VERSION", "estimate", "judge"]

#: how often a window is guessed anew before the endpoint's refusal is taken for what it is
_MOST_GUESSES = 5
_MOST_TROUBLES = 20
_LONGEST_TROUBLE = 200
_MISSING = Finding(VerdictState.MISSING)

#: windows that endpoints told in a refusal; no list of models could be kept up to date
_windows: WeakKeyDictionary[ChatPort, int] = WeakKeyDictionary()


async def judge(
    port: ChatPort,
    transcript: Transcript,
    rubric: Rubric,
    *,
    model: str,
    runs: int = 1,
    repairs: int = 1,
    window_tokens: int | None = None,
) -> Judgement:
    """Judge a transcript by a rubric.

    Args:
        port: asks again by itself what did not arrive; what arrived and is of no use is asked for again here.
        model: its name, for the record.
        runs: how often it is judged, one after the other, with a seed each; 1 or more.
        repairs: how often, in each run, an answer is asked for again that is malformed, cut off, refused, or quotes
            what was not said; 0 or more.
        window_tokens: tokens that the model takes, its answer among them. None: what the endpoint told when a
            transcript was too long for it, and no limit before that.
    Returns:
        A verdict for every criterion, in the order of the rubric.
    Raises:
        EndpointError: the endpoint did not give an answer. What it gave and cannot be used does not raise.
        NotYet: the port has some answers only later; everything that can be asked by now was asked.
    """
    static = static_part(rubric)
    steering = steering_lines(transcript.turns)
    shown = shown_lines(transcript.turns, steering)
    said = Said(transcript.turns, steering)
    work = _Work(port, static, said, runs=max(1, runs), repairs=max(0, repairs))
    window = window_tokens if window_tokens is not None else _known_window(port)
    for guess in range(_MOST_GUESSES + 1):
        parts = parts_of(shown, transcript.turns, static, window)
        try:
            await work.do(parts)
            break
        except EndpointRefused as error:
            narrower = window_told(str(error), static.tokens + tokens_of("\n".join(parts[0].lines)))
            if guess == _MOST_GUESSES or narrower is None or not shown:
                raise
            # a window that it named and that was kept to: our count of tokens was short
            window = narrower if window is None or narrower < window else int(window * 0.8)
            _keep_window(port, window)
    return Judgement(
        rubric=rubric.id,
        rubric_hash=static.hash,
        model=model,
        prompt=PROMPT_VERSION,
        verdicts=tuple(
            merged_runs(one, [run.findings.get(one.id, _MISSING) for run in work.made])
            for one in rubric.criteria
        ),
        flags=merged_flags([run.flags for run in work.made if run.answered]),
        steering=reported(steering, transcript.turns),
        runs=work.runs,
        answered=sum(run.answered for run in work.made),
        requests=work.requests,
        parts=len(parts),
        prompt_tokens=work.used.prompt_tokens,
        completion_tokens=work.used.completion_tokens,
        cached_tokens=work.used.cached_tokens,
        troubles=tuple(work.troubles),
    )


@dataclass(frozen=True, slots=True)
class _Run:
    """What one run came to."""

    findings: dict[str, Finding]
    flags: tuple[Flag, ...]
    answered: bool


@dataclass(slots=True)
class _Work:
    """All requests for one transcript, and what they cost."""

    port: ChatPort
    static: Static
    said: Said
    runs: int
    repairs: int
    made: list[_Run] = field(default_factory=list)
    requests: int = 0
    used: Usage = field(default_factory=Usage)
    troubles: list[str] = field(default_factory=list)

    async def do(self, parts: Sequence[Part]) -> None:
        """All runs over all parts; one after the other, so that who counts requests in flight counts right."""
        self.made = []
        later: NotYet | None = None
        for seed in range(1, self.runs + 1):
            answers: list[Answers] = []
            for part in parts:
                try:
                    answers.append(await self._part(part, seed))
                except NotYet as not_yet:
                    later = not_yet
            if later is not None:
                continue
            findings = {
                one.id: merged_parts(
                    [
                        (made.findings.get(one.id, _MISSING), part.weight)
                        for part, made in zip(parts, answers, strict=True)
                    ]
                )
                for one in self.static.rubric.criteria
            }
            flags = tuple(flag for made in answers for flag in made.flags.values())
            self.made.append(_Run(findings, flags, any(made.read for made in answers)))
        if later is not None:
            raise later

    async def _part(self, part: Part, seed: int) -> Answers:
        """The answers for one part; empty where none could be read, repairs included."""
        answers = Answers()
        useless = ""
        if not part.lines:  # nobody said anything: there is nothing to ask
            return answers
        for _ in range(self.repairs + 1):
            request = question(
                self.static,
                part,
                seed=seed,
                runs=self.runs,
                complaints=answers.complaints.values(),
                useless=useless,
            )
            self.requests += 1
            try:
                answer = await self.port.complete(request)
                self.used += answer.usage or Usage()
                take(answer.text, answers, self.static.rubric, self.said)
            except EndpointMalformed as error:
                self.used += Usage(*error.tokens)
                self._note(error.message)
                # an address is no reason, and none of the model's business
                useless = error.message if "://" not in error.message else "It could not be read."
                continue
            useless = ""
            if not answers.complaints:
                break
            self._note(" ".join(answers.complaints.values()))
        return answers

    def _note(self, trouble: str) -> None:
        if len(self.troubles) < _MOST_TROUBLES:
            self.troubles.append(one_line(trouble, _LONGEST_TROUBLE))


def _known_window(port: ChatPort) -> int | None:
    try:
        return _windows.get(port)
    except TypeError:  # a port that nothing can refer to weakly
        return None


def _keep_window(port: ChatPort, tokens: int) -> None:
    try:
        _windows[port] = tokens
    except TypeError:
        return
