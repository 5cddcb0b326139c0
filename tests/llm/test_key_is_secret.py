"""The key is in the header of a request and nowhere else: no error, no repr, no log record, no report."""

from __future__ import annotations

import json
import logging
import traceback

import pytest

from simulator.errors import EndpointError
from simulator.llm.openai_port import OpenAIPort
from simulator.llm.probe import probe
from simulator.llm.retry import RetryPolicy
from simulator.secret import Secret
from tests.llm.helpers import ASK, KEY, port_to
from tests.servers.openai_server import OpenAIServer, Step, chunk, events, raw, says, status

ECHO = f"You sent {KEY}, Bearer {KEY} and sk-proj-abcdefghijklmnop."
SECRETS = (KEY, "sk-proj-abcdefghijklmnop")


@pytest.mark.parametrize(
    "step",
    [
        *(status(code, ECHO, error_code=ECHO) for code in (400, 401, 402, 403, 404, 409, 422, 429, 500, 503)),
        raw(500, ECHO.encode(), kind="text/plain"),
        raw(400, json.dumps({"detail": [{"msg": ECHO}]}).encode()),
        raw(200, ECHO.encode()),
        raw(200, json.dumps({"error": {"message": ECHO}}).encode()),
        events({"error": {"message": ECHO}}),
        events(ECHO),
        events(chunk({"refusal": ECHO})),
    ],
)
async def test_key_repeated_by_the_endpoint_is_in_no_error_and_no_log(
    step: Step, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    shown: list[str] = []
    policy = RetryPolicy(attempts=2, malformed=True)
    async with OpenAIServer(step) as server, port_to(server, retry=policy) as port:
        for ask in (port.complete(ASK), anext(port.stream(ASK))):
            try:
                await ask
            except EndpointError as error:
                shown += [
                    str(error),
                    error.hint,
                    repr(error),
                    repr(error.args),
                    *traceback.format_exception(error),
                ]
        report = await probe(port)
        shown += [repr(report), repr(port), str(port), repr(port.dialect)]
    shown += [record.getMessage() + repr(record.args) for record in caplog.records]
    assert KEY in server.chats[0].headers["authorization"]
    assert shown
    for text in shown:
        for secret in SECRETS:
            assert secret not in text


@pytest.mark.parametrize("key", ["sk-line\nbreak-0123456789", "sk-“quoted”-0123456789"])
async def test_key_that_cannot_be_sent_is_not_in_the_error(key: str) -> None:
    async with OpenAIServer(says("Hello.")) as server, port_to(server, key=key) as port:
        with pytest.raises(EndpointError) as caught:
            await port.complete(ASK)
    assert "0123456789" not in "".join(traceback.format_exception(caught.value))
    assert "OPENAI_API_KEY" in str(caught.value)
    assert server.requests == []


def test_repr_of_a_port_with_a_password_in_its_address_hides_both() -> None:
    port = OpenAIPort(model="m", key=Secret(KEY), base_url="http://user:word@host/v1?token=abc")
    assert repr(port) == "OpenAIPort(model='m', address='http://host/v1')"
