"""The probe's report: for each thing that can be wrong, which check says so and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.llm.dialect import SchemaMode
from simulator.llm.openai_port import OpenAIPort
from simulator.llm.probe import CheckState, ProbeReport, probe, probe_settings
from simulator.settings import Settings, load_settings
from tests.llm.helpers import KEY, port_to
from tests.servers.openai_server import OpenAIServer, Step, hang, says, status

COLOUR = says('{"colour": "red"}')


def states(report: ProbeReport) -> dict[str, str]:
    return {check.name: str(check.state) for check in report.checks}


def hint(report: ProbeReport, name: str) -> str:
    return next(check.hint for check in report.checks if check.name == name)


async def test_probe_of_a_good_endpoint_is_ok_throughout() -> None:
    async with OpenAIServer(says("Good", " morning."), COLOUR) as server, port_to(server) as port:
        report = await probe(port)
    assert set(states(report).values()) == {"ok"}
    assert report.ok
    assert report.first_token_ms is not None and report.first_token_ms > 0
    assert report.schema_mode is SchemaMode.JSON_SCHEMA
    assert report.models == ("made-up",)
    assert len(server.requests) == 3


async def test_probe_with_a_wrong_key_fails_at_the_key_and_goes_no_further() -> None:
    async with OpenAIServer(key="sk-another") as server, port_to(server) as port:
        report = await probe(port)
    found = states(report)
    assert (found.pop("reachable"), found.pop("key")) == ("ok", "failed")
    assert set(found.values()) == {"skipped"}
    assert "OPENAI_API_KEY" in hint(report, "key")
    assert server.chats == []


async def test_probe_with_a_wrong_model_suggests_one_that_is_listed() -> None:
    gone = status(404, "The model does not exist", error_code="model_not_found")
    async with (
        OpenAIServer(gone, models=("small-1", "large-2")) as server,
        port_to(server, model="smal-1") as port,
    ):
        report = await probe(port)
    assert states(report)["model"] == "failed"
    assert states(report)["key"] == "ok"
    assert "did you mean small-1?" in hint(report, "model")
    async with OpenAIServer(gone, models=("a", "b")) as server, port_to(server, model="gpt") as port:
        assert "one that there is: a, b." in hint(await probe(port), "model")


async def test_probe_of_a_server_that_lists_no_models_still_tries_to_chat() -> None:
    async with OpenAIServer(says("Yes."), COLOUR, models=None) as server, port_to(server) as port:
        report = await probe(port)
    assert report.ok
    assert report.models == ()


async def test_probe_of_an_address_without_v1_says_where_it_should_end() -> None:
    async with OpenAIServer() as server, port_to(server.base_url.removesuffix("/v1") + "/other") as port:
        report = await probe(port)
    assert states(report)["streaming"] == "ok"  # the server takes any address that ends in the right way
    async with OpenAIServer(status(404, "nothing here"), models=None) as server, port_to(server) as port:
        report = await probe(port)
    assert states(report)["streaming"] == "failed"
    assert "/v1" in hint(report, "streaming")


async def test_probe_with_nobody_there_fails_at_the_address_alone() -> None:
    async with OpenAIServer() as server:
        address = server.base_url
    async with port_to(address) as port:
        report = await probe(port)
    found = states(report)
    assert found.pop("reachable") == "failed"
    assert set(found.values()) == {"skipped"}
    assert "running?" in hint(report, "reachable")


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (status(429, "slow", retry_after="9"), "slow down"),
        (says(""), "empty"),
        (says("Wel", finish="length"), "length limit"),
        (status(500, "Boom"), "status 500"),
    ],
)
async def test_probe_with_no_streamed_answer_fails_there_with_a_hint(step: Step, words: str) -> None:
    async with OpenAIServer(step) as server, port_to(server) as port:
        report = await probe(port)
    check = next(check for check in report.checks if check.name == "streaming")
    assert check.state is CheckState.FAILED
    assert words in check.message
    assert check.hint
    assert not report.ok


async def test_probe_of_a_model_that_hangs_fails_for_time() -> None:
    async with OpenAIServer(hang()) as server, port_to(server, first_token_timeout_s=0.2) as port:
        report = await probe(port)
    assert states(report)["streaming"] == "failed"
    assert states(report)["reachable"] == "ok"


async def test_probe_of_a_slow_model_warns() -> None:
    ticks = iter((0.0, 4.0))
    async with OpenAIServer(says("Yes."), COLOUR) as server, port_to(server) as port:
        report = await probe(port, clock=lambda: next(ticks))
    assert states(report)["streaming"] == "warning"
    assert report.first_token_ms == 4000
    assert report.ok


async def test_probe_of_an_endpoint_of_another_dialect_warns_and_names_it() -> None:
    refused = {"response_format": "'response_format' is unknown", "seed": "'seed' is unknown"}
    async with OpenAIServer(says("Yes."), COLOUR, refused=refused) as server, port_to(server) as port:
        report = await probe(port)
    assert states(report)["JSON answers"] == "warning"
    assert states(report)["parameters"] == "warning"
    assert report.schema_mode is SchemaMode.IN_WORDS
    assert "seed" in next(check.message for check in report.checks if check.name == "parameters")


@pytest.mark.parametrize("answer", ["Red, I think.", '{"color": 3}'])
async def test_probe_of_a_model_that_cannot_do_json_fails_there_alone(answer: str) -> None:
    async with OpenAIServer(says("Yes."), says(answer)) as server, port_to(server) as port:
        report = await probe(port)
    assert [name for name, state in states(report).items() if state == "failed"] == ["JSON answers"]
    assert report.schema_mode is None


async def test_probe_settings_without_an_endpoint_sends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a port was made")

    monkeypatch.setattr(OpenAIPort, "from_settings", refuse)
    report = await probe_settings(Settings(home=Path("home")))
    assert not report.configured
    assert "authored" in report.checks[0].message


async def test_probe_settings_tries_what_is_set(tmp_path: Path) -> None:
    async with OpenAIServer(says("Yes."), COLOUR, key=KEY) as server:
        env = {"OPENAI_API_KEY": KEY, "OPENAI_BASE_URL": server.base_url, "SIMULATOR_MODEL": "made-up"}
        report = await probe_settings(load_settings(env, tmp_path, tmp_path))
    assert report.ok
    assert report.address == server.base_url
