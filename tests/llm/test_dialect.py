"""What refusals teach, and what they do not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from simulator.llm.dialect import Dialect, Refusal, SchemaMode, is_closed
from simulator.llm.port import ChatRequest, Message
from tests.llm.helpers import ASK, ASK_JSON, SCHEMA

FULL = replace(ASK, max_tokens=9, temperature=0.5, stop=("\n",), seed=1)


def test_body_without_options_holds_messages_only() -> None:
    assert set(Dialect().body(ASK)) == {"messages"}


def test_body_of_text_that_is_no_unicode_can_be_sent() -> None:
    body = Dialect().body(ChatRequest((Message("user", "caf\udce9 é"),)))
    assert body["messages"] == [{"role": "user", "content": "caf? é"}]


def test_body_of_the_same_request_is_the_same() -> None:
    assert Dialect().body(FULL) == Dialect().body(FULL)


@pytest.mark.parametrize(
    ("text", "parameter", "left_out"),
    [
        ("Unsupported parameter", "temperature", "temperature"),
        ("Unsupported value: 'temperature' does not support 0.5", None, "temperature"),
        ("[{'type': 'extra_forbidden', 'loc': ['body', 'seed'], 'msg': 'Extra inputs'}]", None, "seed"),
        ("Unrecognized request argument supplied: seed", None, "seed"),
        ("stop is not supported by this model", None, "stop"),
    ],
)
def test_learn_from_a_refusal_that_names_a_parameter_leaves_it_out(
    text: str, parameter: str | None, left_out: str
) -> None:
    dialect = Dialect()
    body = dialect.body(FULL)
    assert dialect.learn(body, Refusal(400, text, parameter))
    assert set(body) - set(dialect.body(FULL)) == {left_out}


@pytest.mark.parametrize(
    "refusal",
    [
        Refusal(400, "The messages are wrong", "messages"),
        Refusal(400, "Please stop sending this."),
        Refusal(401, "Unsupported parameter: 'seed'"),
        Refusal(500, "Unsupported parameter: 'seed'"),
        Refusal(400, "'max_tokens' is too large: the maximum context length is 9"),
        Refusal(400, "max_tokens", code="context_length_exceeded"),
        Refusal(400, ""),
        Refusal(400, "'logprobs' is not supported"),
    ],
)
def test_learn_from_any_other_refusal_changes_nothing(refusal: Refusal) -> None:
    dialect = Dialect()
    body = dialect.body(FULL)
    assert not dialect.learn(body, refusal)
    assert dialect.body(FULL) == body
    assert dialect.not_taken == ()


def test_learn_always_ends_since_each_lesson_takes_something_away() -> None:
    dialect = Dialect()
    request = replace(FULL, schema=SCHEMA)
    refusal = Refusal(
        400,
        "not supported: 'response_format' 'max_tokens' 'max_completion_tokens' 'temperature' 'seed' 'stop' "
        "system role not supported",
    )
    lessons = 0
    while dialect.learn(dialect.body(request), refusal):
        lessons += 1
    assert lessons == 8
    assert set(dialect.body(request)) == {"messages"}


def test_learn_twice_from_requests_sent_together_is_the_same_as_once() -> None:
    dialect = Dialect()
    body, refusal = dialect.body(FULL), Refusal(400, "'max_completion_tokens' unknown")
    assert dialect.learn(body, refusal)
    assert dialect.learn(body, refusal)
    assert dialect.body(FULL)["max_tokens"] == 9


def test_learn_that_the_system_role_is_not_taken_gives_its_words_to_the_user() -> None:
    dialect = Dialect()
    request = ChatRequest(
        (
            Message("system", "Card."),
            Message("user", "Hello."),
            Message("assistant", "Yes?"),
            Message("user", "Busy?"),
            Message("system", "Be short."),
        )
    )
    assert dialect.learn(dialect.body(request), Refusal(400, "System role not supported"))
    assert dialect.body(request)["messages"] == [
        {"role": "user", "content": "Card.\n\nHello."},
        {"role": "assistant", "content": "Yes?"},
        {"role": "user", "content": "Busy?\n\nBe short."},
    ]
    assert dialect.not_taken == ("system role",)


def test_learn_about_a_schema_goes_down_one_step_at_a_time() -> None:
    dialect = Dialect()
    seen = [dialect.schema_mode]
    for text in ("json_schema is not supported", "'response_format.type' must be 'text'"):
        assert dialect.learn(dialect.body(ASK_JSON), Refusal(400, text))
        seen.append(dialect.schema_mode)
    assert seen == list(SchemaMode)
    assert not dialect.learn(dialect.body(ASK_JSON), Refusal(400, "response_format"))


@pytest.mark.parametrize(
    ("schema", "closed"),
    [
        (SCHEMA, True),
        ({**SCHEMA, "additionalProperties": True}, False),
        ({**SCHEMA, "required": []}, False),
        ({"type": "object"}, False),
        ({**SCHEMA, "$defs": {"Inner": {"type": "object", "properties": {"a": {}}}}}, False),
        ({**SCHEMA, "properties": {"score": {"anyOf": [SCHEMA, {"type": "null"}]}}}, True),
        ({}, True),
    ],
)
def test_is_closed_tells_what_strict_mode_takes(schema: object, closed: bool) -> None:
    assert is_closed(schema) is closed
