"""Whatever a model answers: nothing raises, and nothing counts without words that were said."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.domain.judgement import Judgement, VerdictState
from simulator.domain.transcript import Transcript
from simulator.errors import EndpointMalformed
from simulator.scoring.joined import joined
from simulator.scoring.judge import judge
from simulator.scoring.profiles import PROFILES
from simulator.scoring.quotes import plain
from simulator.scoring.scorecards import score_transcript
from tests.scoring.judging import RUBRIC, SAID, ScriptedPort, call

_ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
_WORDS = st.sampled_from([text for _, text in SAID])
_PIECE = st.builds(
    lambda text, a, b: text[min(a, b) : max(a, b)], _WORDS, st.integers(0, 60), st.integers(0, 60)
)
_QUOTE = st.fixed_dictionaries(
    {
        "turn": st.integers(-1, 9) | st.sampled_from(["3", "[4]", 2.0, None, True, "9" * 5000]),
        "quote": _PIECE | _WORDS | _ANY,
    }
)
_LEVEL: st.SearchStrategy[Any] = st.sampled_from(
    ["0", "1", "2", "not_observed", "3", 1, 2.0, None, "level 1", True, [], {}, float("nan"), -1]
)
_ENTRY = st.fixed_dictionaries(
    {"quotes": st.lists(_QUOTE, max_size=3) | _QUOTE | _ANY, "reason": st.text() | _ANY, "level": _LEVEL}
)
_RULE = st.fixed_dictionaries(
    {"quotes": st.lists(_QUOTE, max_size=2), "reason": st.text(), "broken": st.booleans() | _ANY}
)
_ANSWER = st.fixed_dictionaries(
    {
        "criteria": st.dictionaries(st.sampled_from([one.id for one in RUBRIC.criteria]), _ENTRY | _ANY)
        | st.lists(_ENTRY, max_size=2)
        | _ANY
    },
    optional={
        "rules": st.dictionaries(st.sampled_from([one.id for one in RUBRIC.rules]), _RULE | _ANY) | _ANY
    },
)
_TEXT = (
    (_ANSWER | _ANY).map(json.dumps)
    | st.text(max_size=80)
    | st.just("[" * 100_000)
    | st.just('{"a":' * 5_000)
)
_REPLY: st.SearchStrategy[Any] = _TEXT | st.just(
    EndpointMalformed("The answer was cut off at its length limit.")
)


def _holds_what_was_said(made: Judgement, transcript: Transcript) -> None:
    for one in made.verdicts:
        assert (one.state is VerdictState.COUNTED) == bool(one.evidence) == (one.level is not None)
        for piece in one.evidence:
            assert piece.quote in transcript.turns[piece.turn].text
            assert plain(piece.quote)
            assert piece.why
    for flag in made.flags:
        assert flag.quote in transcript.turns[flag.turn].text
        assert transcript.turns[flag.turn].speaker == "rep"


@settings(max_examples=100, deadline=None)
@given(st.lists(_REPLY, min_size=1, max_size=4), st.integers(1, 3), st.integers(0, 2))
async def test_judgement_of_any_answer_counts_nothing_without_words_that_were_said(
    replies: list[Any], runs: int, repairs: int
) -> None:
    transcript = call()
    port = ScriptedPort(*replies)
    made = await judge(port, transcript, RUBRIC, model="m", runs=runs, repairs=repairs)
    assert [one.criterion for one in made.verdicts] == [one.id for one in RUBRIC.criteria]
    assert runs <= made.requests <= runs * (repairs + 1)
    assert 0 <= made.answered <= runs
    _holds_what_was_said(made, transcript)
    made.model_dump_json().encode("utf-8")
    measured, _ = score_transcript(transcript, PROFILES["cold_call"])
    whole = joined(measured, made, RUBRIC, PROFILES["cold_call"])
    assert whole.total is None or 0 <= whole.total <= 100


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=60), min_size=1, max_size=8), st.data())
async def test_judgement_of_any_call_holds_its_own_words(texts: list[str], data: st.DataObject) -> None:
    said = tuple(("rep" if place % 2 == 0 else "prospect", text) for place, text in enumerate(texts))
    transcript = call(said=said)
    turn = data.draw(st.integers(0, len(texts) - 1))
    entry = {"quotes": [{"turn": turn, "quote": texts[turn]}], "reason": "So.", "level": "1"}
    port = ScriptedPort(json.dumps({"criteria": {one.id: entry for one in RUBRIC.criteria}, "rules": {}}))
    made = await judge(
        port, transcript, RUBRIC, model="m", window_tokens=data.draw(st.none() | st.just(4_000))
    )
    _holds_what_was_said(made, transcript)
