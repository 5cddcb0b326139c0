"""Whether a quote stands in its turn."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.domain.transcript import Speaker, Turn
from simulator.scoring.quotes import Said, Stands, plain

REP, PROSPECT = Speaker.REP, Speaker.PROSPECT


def said(*texts: str) -> Said:
    return Said([Turn(speaker=REP if k % 2 == 0 else PROSPECT, text=text) for k, text in enumerate(texts)])


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Well, I'd say three or four.", "I'd say three or four."),
        ("Well, I'd say three or four.", "I’d say three or four"),
        ("Well, I'd say three or four.", '"I\'d say  three OR four…"'),
        ("well i'd say three or four", "Well, I'd say three — or four!"),
        ("It is a follow-up call", "a follow up call"),
        ("We lose 20 % of it", "lose 20 % of it"),
        ("Two\n lines of\u00a0talk", "two lines of talk"),
        ("The cafe\u0301 around the corner", "the café around the corner"),
        ("Die Straße ist lang", "die STRASSE ist lang"),
        ("zero\u200bwidth talk here", "zerowidth talk here"),
        ("「我们星期二再谈」她说", "我们星期二再谈"),
        ("ok.", "OK"),
        ("«Ça marche», dit-elle.", "ça marche, dit-elle"),
    ],
)
def test_find_of_quote_that_was_tidied_up_gives_the_words_of_the_turn(text: str, quote: str) -> None:
    found = said(text).find(0, quote)
    assert isinstance(found, Stands)
    assert found.quote in text
    assert plain(found.quote) == plain(quote)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("We start at nine every day", "art at nine every"),  # not whole words
        ("We lose 20 % of it", "We lose 30 % of it"),
        ("It costs £50 a month", "It costs $50 a month"),
        ("It is not for us at all", "It is for us at all"),  # a word left out
        ("It is, well, really not for us", "It is … not for us"),  # something left out in the middle
        ("I will call you back", "I will call you back tomorrow"),
        ("I price every frame by hand", "e"),
        ("I price every frame by hand", "by"),
        ("Anything", "…"),
        ("Anything", "   "),
        ("Anything", "\u200b\u200b"),
    ],
)
def test_find_of_quote_that_was_not_said_tells_why(text: str, quote: str) -> None:
    assert isinstance(said(text).find(0, quote), str)


@pytest.mark.parametrize("turn", [None, -1, 3, 10**9])
def test_find_in_a_turn_that_there_is_not_tells_so(turn: int | None) -> None:
    assert "turn" in str(said("We plan it by hand", "Oh", "Yes").find(turn, "We plan it by hand"))


def test_find_of_quote_from_the_turn_beside_is_put_right_if_it_stands_nowhere_else() -> None:
    here = said("Hello", "We plan the round by hand", "I see, by hand then")
    assert here.find(2, "plan the round by hand") == Stands(1, "plan the round by hand")
    assert here.find(0, "plan the round by hand") == Stands(1, "plan the round by hand")


def test_find_of_quote_from_further_off_or_from_two_turns_is_not_put_right() -> None:
    here = said("Hello", "We plan the round by hand", "I see", "No", "We plan the round by hand")
    assert isinstance(here.find(2, "plan the round by hand"), str)
    far = said("We plan the round by hand", "Oh", "I see")
    assert isinstance(far.find(2, "plan the round by hand"), str)
    short = said("by hand", "Oh")
    assert isinstance(short.find(1, "by hand"), str)


@given(st.lists(st.text(max_size=60), min_size=1, max_size=5), st.integers(-2, 6), st.text(max_size=40))
def test_find_never_raises_and_gives_only_what_stands(texts: list[str], turn: int, quote: str) -> None:
    found = said(*texts).find(turn, quote)
    if isinstance(found, Stands):
        assert found.quote in texts[found.turn]
        assert plain(quote) in plain(texts[found.turn])
        assert abs(found.turn - turn) <= 1


@given(st.text(min_size=1, max_size=80), st.data())
def test_find_of_a_run_of_whole_words_finds_it(text: str, data: st.DataObject) -> None:
    words = text.split()
    if not words:
        return
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    quote = " ".join(words[start:end])
    if len(plain(quote).encode()) >= 6:
        assert isinstance(said(text).find(0, quote), Stands)
