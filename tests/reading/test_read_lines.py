"""Lines that are read together are read as each is alone, and what spares searches hides nothing."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.reading import keyed, question_rules, question_signs, spin  # noqa: F401 - the patterns are made here
from simulator.reading.keyed import Keyed
from simulator.reading.line import read_line, read_lines
from simulator.reading.line_keys import keys_of_line
from simulator.reading.memo import Memo
from simulator.reading.speech import plain
from tests.reading.act_lines import labelled_lines

TEXTS = [line.text for line in labelled_lines("acts.txt")]
_WORDS = st.sampled_from(
    "so you what how do did is it the that if could tell me more why when vans right isn't I'm he's & 5% $3 uh , . ? and"
    " wh- what what's said they're can't cost you know worried or".split()
)


def test_lines_read_together_are_read_as_each_is_alone() -> None:
    pairs = list(zip(TEXTS, [None, *TEXTS], strict=False))
    assert read_lines(pairs) == [read_line(text, previous) for text, previous in pairs]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=80), st.none() | st.text(max_size=80)), max_size=5))
def test_any_lines_read_together_are_read_as_each_is_alone(pairs: list[tuple[str, str | None]]) -> None:
    assert read_lines(pairs) == [read_line(text, previous) for text, previous in pairs]


def test_nothing_is_read_of_no_lines() -> None:
    assert read_lines([]) == []


@pytest.mark.parametrize("name", sorted(keyed.all_patterns()))
def test_a_keyed_pattern_finds_what_a_search_finds_on_every_line(name: str) -> None:
    pattern = Keyed(name, keyed.all_patterns()[name])
    for text in TEXTS:
        said = plain(text)
        assert _where(pattern.search(said)) == _where(pattern.pattern.search(said)), said
        assert _where(pattern.match(said)) == _where(pattern.pattern.match(said)), said


@settings(max_examples=300, deadline=None)
@given(st.lists(_WORDS, max_size=12))
def test_a_keyed_pattern_finds_what_a_search_finds_in_any_words(words: list[str]) -> None:
    said = plain(" ".join(words))
    for name, pattern in keyed.all_patterns().items():
        one = Keyed(name, pattern)
        assert _where(one.search(said)) == _where(one.pattern.search(said)), (name, said)


@settings(max_examples=300, deadline=None)
@given(st.lists(_WORDS, min_size=1, max_size=8))
def test_rules_that_are_left_out_for_a_first_word_match_nowhere(words: list[str]) -> None:
    said = plain(" ".join(words))
    word = said.split(" ", 1)[0]
    excluded, tried = question_rules.starting_with().get(word, ((), ()))
    for kept, rules in ((excluded, question_rules.EXCLUDED), (tried, question_rules.RULES)):
        matching = [rule for rule in rules if rule.pattern.match(said)]
        if word in question_rules.FIRST_WORDS:
            assert [rule for rule in matching if rule not in kept] == []
    if question_rules.LEAD.match(said):
        assert word in question_rules.LEAD_WORDS


def test_words_that_a_sign_joins_are_keys_of_their_own() -> None:
    assert {"r&d", "r", "d", "r_d", "of_r", "of_r&d"} <= keys_of_line("head of r&d")


def test_a_memory_of_words_works_each_out_once_and_does_not_grow_without_end() -> None:
    asked: list[str] = []

    def length(word: str) -> int:
        asked.append(word)
        return len(word)

    memory = Memo(length)
    assert [memory["vans"], memory["vans"]] == [4, 4]
    assert asked == ["vans"]
    for number in range(25_000):
        memory[str(number)]
    assert len(memory) <= 20_000


def _where(found: re.Match[str] | None) -> tuple[int, int] | None:
    return found.span() if found else None
