"""Keys spare searches, and must never hide what a search would find."""

from __future__ import annotations

import pytest

from simulator.domain.reading import Act
from simulator.reading import speech
from simulator.reading.acts import ACT_RULES
from simulator.reading.acts_rules import Phrase, RuleBook, rule_book
from simulator.reading.acts_text import plain
from simulator.reading.line_keys import ALWAYS, keys_of_line, may_hold, needs_of
from simulator.reading.sentence_cues import AT_START, PATTERNS, cues_of
from tests.reading.act_lines import labelled_lines

LINES = [line.text for line in labelled_lines("acts.txt")]


def test_keys_of_a_line_are_its_words_and_the_pairs_of_neighbours() -> None:
    assert keys_of_line("| so it is |") == {"|", "so", "it", "is", "|_so", "so_it", "it_is", "is_|"}
    assert keys_of_line("") == set()


def test_a_line_may_hold_a_pattern_where_every_set_of_keys_has_one_in_it() -> None:
    keys = keys_of_line("so it is")
    assert may_hold(keys, needs_of("so well | it_is"))
    assert not may_hold(keys, needs_of("so well | is_it"))
    assert may_hold(keys, needs_of(ALWAYS))


@pytest.mark.parametrize("names", [ACT_RULES, ("acts_oddities.toml",)])
def test_a_rule_book_finds_what_a_search_for_every_phrase_finds(names: tuple[str, ...]) -> None:
    book = rule_book(*names)
    for text in LINES:
        line = plain(text)
        assert book.acts_in(line) == _searched(book, line), line


def test_cues_are_those_that_a_search_for_every_cue_finds() -> None:
    for text in LINES:
        said = speech.plain(text)
        padded = f" {said}"
        searched = {
            f"cue:{name}"
            for name, pattern in PATTERNS.items()
            if (pattern.match(padded) if name in AT_START else pattern.search(padded))
        }
        assert set(cues_of(said)) == searched, said


def _searched(book: RuleBook, line: str) -> set[Act]:
    found: set[Act] = set()
    phrase: Phrase
    for phrase in book.phrases():
        if phrase.act not in found and phrase.is_in(f" {line}"):
            found.add(phrase.act)
    return found
