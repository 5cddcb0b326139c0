"""The judge over the openai client against a real local server, in each of the ways an endpoint takes a form."""

from __future__ import annotations

import json

import pytest

from simulator.domain.judgement import VerdictState
from simulator.errors import EndpointBusy, EndpointRefused, EndpointUnreachable
from simulator.llm.dialect import is_closed
from simulator.scoring.judge import judge
from simulator.scoring.judge_prompt import static_part
from tests.llm.helpers import port_to
from tests.scoring.judging import RUBRIC, answer, call, of
from tests.servers.openai_server import OpenAIServer, raw, says, status


async def test_judge_over_an_endpoint_with_schemas_asks_for_a_strict_one() -> None:
    async with OpenAIServer(says(answer())) as server, port_to(server) as port:
        made = await judge(port, call(), RUBRIC, model="made-up")
    form = server.bodies[0]["response_format"]
    assert form["type"] == "json_schema"
    assert form["json_schema"]["strict"] is True
    assert is_closed(static_part(RUBRIC).schema)
    assert of(made, "impact").level == 2
    assert (made.prompt_tokens, made.cached_tokens) == (7, 2)


async def test_judge_over_an_endpoint_without_schemas_reads_json_with_talk_around_it() -> None:
    refused = {"response_format": "response_format is not supported"}
    talk = f"<think>Let me see.</think>Here you are:\n```json\n{answer()}\n```\nAnything else?"
    async with OpenAIServer(says(talk), refused=refused) as server, port_to(server) as port:
        made = await judge(port, call(), RUBRIC, model="made-up")
    assert {one.state for one in made.verdicts} == {VerdictState.COUNTED}
    assert (made.requests, made.troubles) == (1, ())
    last = server.bodies[-1]
    assert "response_format" not in last
    assert last["messages"][0]["content"] == static_part(RUBRIC).system.content


async def test_judge_asks_again_after_a_refusal_a_cut_and_a_broken_body() -> None:
    steps = (
        says("", refusal="I can't do that."),
        says(answer()[:200], finish="length"),
        raw(200, b"{"),
        says(answer()),
    )
    async with OpenAIServer(*steps) as server, port_to(server) as port:
        made = await judge(port, call(), RUBRIC, model="made-up", repairs=3)
    assert (made.requests, made.answered, len(made.troubles)) == (4, 1, 3)
    assert of(made, "impact").level == 2
    # what was of no use cost tokens all the same; the broken body told none
    assert made.prompt_tokens == 3 * 7
    assert "cut off" in server.bodies[2]["messages"][-1]["content"]


async def test_judge_requests_share_their_first_message_byte_for_byte() -> None:
    async with OpenAIServer(says(answer())) as server, port_to(server) as port:
        await judge(port, call(), RUBRIC, model="made-up")
        await judge(port, call(("rep", "Bye.")), RUBRIC, model="made-up", runs=2)
    firsts = {json.dumps(body["messages"][0]) for body in server.bodies}
    assert (len(server.bodies), len(firsts)) == (3, 1)


@pytest.mark.parametrize(
    ("step", "kind"),
    [
        (status(429, "Slow down."), EndpointBusy),
        (status(401, "Wrong key."), EndpointRefused),
        (status(500), EndpointUnreachable),
    ],
)
async def test_judge_over_a_failing_endpoint_raises_its_error(step: object, kind: type[Exception]) -> None:
    async with OpenAIServer(step) as server, port_to(server) as port:  # type: ignore[arg-type]  # a step of either kind
        with pytest.raises(kind):
            await judge(port, call(), RUBRIC, model="made-up")


async def test_judge_over_an_endpoint_that_names_its_window_goes_on_in_parts() -> None:
    window = static_part(RUBRIC).tokens + static_part(RUBRIC).answer_tokens + 1500
    refusal = status(
        400, f"This model's maximum context length is {window} tokens.", error_code="context_length_exceeded"
    )
    long = tuple(
        ("rep" if k % 2 else "prospect", f"Line {k} of a call that goes on and on.") for k in range(400)
    )
    nothing = json.dumps(
        {
            "criteria": {
                one.id: {"quotes": [], "reason": "No.", "level": "not_observed"} for one in RUBRIC.criteria
            },
            "rules": {},
        }
    )
    async with OpenAIServer(refusal, says(nothing)) as server, port_to(server) as port:
        made = await judge(port, call(said=long), RUBRIC, model="made-up")
    assert made.parts > 1
    assert {one.state for one in made.verdicts} == {VerdictState.NOT_OBSERVED}
