"""The work of `batch_peers` as one would write it with another program; run by that program's own interpreter.

    python -m benchmarks.peer_judging inspect_ai|deepeval WORK.json

The file names the requests (bodies as our judge sends them, one a line), the address, how many at once, the seconds
that one answer may take, and a folder to write to. The last line of standard output is `{"judged": N, "failed": N}`.
No connection leaves this machine.
"""

# ruff: noqa: PLC0415 - each interpreter has only one of them

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

_HERE = ("127.", "::1", "localhost")
_KEY, _MODEL = "no-key", "stub-1"
#: what is asked again after an answer that cannot be used, as ours does
_REPAIRS = 1


def only_here(event: str, given: tuple[Any, ...]) -> None:
    """Refuse every connection that leaves this machine: neither telemetry nor a look for updates is measured."""
    if event == "socket.getaddrinfo" and not str(given[0]).startswith(_HERE):
        raise ConnectionRefusedError(f"not in a benchmark: {given[0]}")
    if event == "socket.connect" and isinstance(given[1], tuple) and not str(given[1][0]).startswith(_HERE):
        raise ConnectionRefusedError(f"not in a benchmark: {given[1]}")


def main() -> None:
    """Do the work with the program that is named."""
    sys.addaudithook(only_here)
    work = json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
    folder = Path(work["folder"])
    folder.mkdir(parents=True, exist_ok=True)
    os.chdir(folder)  # both leave files where they run
    with Path(work["requests"]).open(encoding="utf-8") as lines:
        requests = [json.loads(line) for line in lines]
    judged = {"inspect_ai": _inspect_ai, "deepeval": _deepeval}[sys.argv[1]](work, requests)
    print(json.dumps({"judged": judged, "failed": len(requests) - judged}))


def _inspect_ai(work: dict[str, Any], requests: list[dict[str, Any]]) -> int:
    """One sample for each request, sent as it is; a scorer that reads the answer, and an error where it cannot."""
    import inspect_ai
    from inspect_ai.dataset import MemoryDataset, Sample
    from inspect_ai.model import ChatMessageSystem, ChatMessageUser, GenerateConfig, get_model
    from inspect_ai.scorer import Score, mean, scorer
    from inspect_ai.solver import generate

    kinds = {"system": ChatMessageSystem, "developer": ChatMessageSystem, "user": ChatMessageUser}

    def sample(number: int, body: dict[str, Any]) -> Any:
        told = [kinds[one["role"]](content=one["content"]) for one in body["messages"]]
        return Sample(input=told, id=number)

    wanted = set(requests[0]["response_format"]["json_schema"]["schema"]["required"])

    @scorer(metrics=[mean()])
    def answered() -> Any:
        async def score(state: Any, target: Any) -> Any:
            answer = json.loads(state.output.completion)
            if set(answer) != wanted:
                raise ValueError("not what was asked for")
            return Score(value=1, answer=state.output.completion)

        return score

    config = GenerateConfig(
        max_connections=work["at_once"],
        attempt_timeout=work["timeout_s"],
        extra_body={"response_format": requests[0]["response_format"]},
    )
    model = get_model(
        f"openai-api/stub/{_MODEL}", base_url=work["address"], api_key=_KEY, config=config, memoize=False
    )
    task = inspect_ai.Task(
        dataset=MemoryDataset([sample(*one) for one in enumerate(requests)]),
        solver=generate(),
        scorer=answered(),
    )
    (log,) = inspect_ai.eval(
        task,
        model=model,
        display="none",
        log_dir="logs",
        max_samples=work["at_once"],
        fail_on_error=False,
        retry_on_error=_REPAIRS,
    )
    return sum(one.error is None and bool(one.scores) for one in log.samples or ())


def _deepeval(work: dict[str, Any], requests: list[dict[str, Any]]) -> int:
    """G-Eval with the steps given, so that a test case is one request; the rubric and the transcript are ours."""
    from deepeval import evaluate
    from deepeval.evaluate import AsyncConfig, CacheConfig, DisplayConfig, ErrorConfig
    from deepeval.metrics import GEval
    from deepeval.models import LocalModel
    from deepeval.test_case import LLMTestCase, SingleTurnParams

    def text(body: dict[str, Any], *, last: bool) -> str:
        parts = body["messages"][-1:] if last else body["messages"][:-1]
        return "\n\n".join(one["content"] for one in parts)

    metric = GEval(
        name="rubric",
        evaluation_steps=[text(requests[0], last=False)],
        evaluation_params=[SingleTurnParams.ACTUAL_OUTPUT],
        model=LocalModel(model=_MODEL, base_url=work["address"], api_key=_KEY),
        threshold=0.0,
        async_mode=True,
    )
    found = evaluate(
        [LLMTestCase(input="call", actual_output=text(body, last=True)) for body in requests],
        [metric],
        async_config=AsyncConfig(run_async=True, max_concurrent=work["at_once"], throttle_value=0),
        display_config=DisplayConfig(show_indicator=False, print_results=False, inspect_after_run=False),
        cache_config=CacheConfig(write_cache=False, use_cache=False),
        error_config=ErrorConfig(ignore_errors=True),
    )
    told = [one.metrics_data or [] for one in found.test_results]
    return sum(
        bool(one) and all(data.error is None and data.score is not None for data in one) for one in told
    )


if __name__ == "__main__":
    main()
