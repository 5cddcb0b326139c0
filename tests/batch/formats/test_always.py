"""What holds for every file: nothing raises, something comes of it, and what comes is whole."""

from __future__ import annotations

import json
import math

from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.batch.failures import UnreadableError
from simulator.batch.heard import Heard
from tests.batch.formats.reading import outcomes

_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(["0:12", "1.5s", "Agent", "Agent: hi\nBo: no"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                "turns text speaker start end words results channels alternatives items messages role content "
                "sentences transcript speaker_labels segments utterances parties id type callTranscripts duration nBest".split()
            )
            | st.text(max_size=4),
            inner,
            max_size=5,
        )
    ),
    max_leaves=25,
)
_PIECES = st.lists(
    st.sampled_from(
        [
            *(
                "WEBVTT",
                "\n",
                "\n\n",
                "\r",
                "00:01.000 --> 00:02.000",
                "Ida: ",
                "[Per] ",
                "0:12",
                "11:02:09",
                "<v Ida>",
                "</v>",
            ),
            *(
                "\t",
                ",",
                '"',
                "speaker,text\n",
                "hello ",
                "Agent",
                ":",
                "{",
                "}",
                "[",
                "]",
                '{"text": "a", "speaker": 1}',
                "\0",
            ),
            *("\0", "\f", "\ufeff", "-->", "Note: ", "é", "1\n", ">> ", "**", "INFO ", "call_id,"),
        ]
    )
    | st.text(max_size=5),
    max_size=40,
).map("".join)


def _holds(content: bytes, name: str) -> None:
    found = outcomes(content, name)
    assert found
    for one in found:
        if isinstance(one, UnreadableError):
            assert one.message
            assert one.name
            continue
        assert one.lines
        for line in one.lines:
            assert line.text.strip()
            assert line.who is None or line.who.strip()
            line.text.encode()
            for time in (line.start, line.end):
                assert time is None or (math.isfinite(time) and time >= 0)
        assert set(one.roles) <= {line.who for line in one.lines} | {"rep", "prospect"}
        assert not {"id", "turns", "rep"} & one.extra.keys()


_NAMES = st.sampled_from(["a", "a.json", "a.jsonl", "a.vtt", "a.csv", "a.txt"])


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200), _NAMES)
def test_any_bytes_come_to_something(content: bytes, name: str) -> None:
    _holds(content, name)


@settings(max_examples=120, deadline=None)
@given(_PIECES, _NAMES, st.sampled_from(["utf-8", "utf-16"]))
def test_any_pieces_of_formats_come_to_something(text: str, name: str, encoding: str) -> None:
    _holds(text.encode(encoding, "replace"), name)


@settings(max_examples=120, deadline=None)
@given(_JSON, st.integers(0, 30))
def test_any_json_comes_to_something_whole_or_torn(value: object, missing: int) -> None:
    raw = json.dumps(value).encode()
    _holds(raw, "a.json")
    _holds(raw[: max(len(raw) - missing, 0)], "a.json")
    _holds(raw + b"\n" + raw[: max(len(raw) - missing, 0)], "a.jsonl")


_TURNS = st.lists(
    st.fixed_dictionaries(
        {
            "speaker": st.sampled_from(["rep", "prospect"]),
            "text": st.text(min_size=1).filter(lambda text: bool(text.strip())),
        },
        optional={"start": st.floats(0, 86_400), "end": st.floats(0, 86_400), "marks": st.lists(st.text())},
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=80, deadline=None)
@given(
    _TURNS,
    st.text(min_size=1).filter(lambda text: bool(text.strip())),
    st.dictionaries(st.sampled_from(["persona", "note", "team"]), st.text()),
    st.booleans(),
)
def test_own_format_comes_back_as_it_was(
    turns: list[dict[str, object]], call: str, more: dict[str, object], indented: bool
) -> None:
    value = {"id": call, "turns": turns, **more}
    (found,) = outcomes(json.dumps(value, indent=2 if indented else None))
    assert isinstance(found, Heard)
    assert found.id == call
    assert found.extra == more
    again = [
        {
            "speaker": line.who,
            "text": line.text,
            **{key: time for key, time in (("start", line.start), ("end", line.end)) if time is not None},
            **line.extra,
        }
        for line in found.lines
    ]
    assert again == turns
