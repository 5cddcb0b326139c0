"""Reasoning and fences come off; what is no JSON object is malformed."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.errors import EndpointMalformed
from simulator.llm.answers import LeadFilter, json_object, without_reasoning

JSON = '{"score": 4, "why": "``` and } inside"}'


@pytest.mark.parametrize(
    "text",
    [
        JSON,
        f"  {JSON}\n",
        f"```json\n{JSON}\n```",
        f"```\n{JSON}```",
        f"```{JSON}",
        f"Sure!\n```JSON\n{JSON}\n```\nAnything else?",
        f"The result is {JSON}. Good?",
        f"<think>Is it {{4}}?</think>\n{JSON}",
    ],
)
def test_json_object_with_things_around_it_is_found(text: str) -> None:
    assert json.loads(json_object(text)) == json.loads(JSON)


@pytest.mark.parametrize(
    "text",
    ["", "no", "[1]", "} {", '{"a": 1', "{'a': 1}", "```json\n```", "4", "[" * 100_000, '{"a":' * 100_000],
)
def test_json_object_where_there_is_none_is_malformed(text: str) -> None:
    with pytest.raises(EndpointMalformed):
        json_object(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Hello.", "Hello."),
        ("  \n Hello.", "Hello."),
        ("<think>a</think> Hello.", "Hello."),
        ("<think>a</think>\n<think>b</think>Hello.", "Hello."),
        ("<think>a", ""),
        ("<thi", "<thi"),
        ("I <think> so.", "I <think> so."),
        ("", ""),
    ],
)
def test_without_reasoning_keeps_only_the_answer(text: str, shown: str) -> None:
    assert without_reasoning(text) == shown


@given(
    st.lists(st.sampled_from(["<", "think>", "</think>", "<think>", "a", " ", "\n", "</thi", "nk>"])),
    st.data(),
)
def test_lead_filter_in_any_pieces_shows_what_the_whole_text_shows(
    parts: list[str], data: st.DataObject
) -> None:
    text = "".join(parts)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)))))
    lead = LeadFilter()
    shown = "".join(lead.feed(text[a:b]) for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True))
    assert shown + lead.flush() == without_reasoning(text)
