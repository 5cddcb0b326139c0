"""The quote of a flag holds the words that it is about, wherever in a long turn they stand."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.authoring.library import ContentLibrary
from simulator.domain.reading import DISCOUNT
from simulator.domain.transcript import Transcript
from simulator.scoring.flag_quotes import quote_showing
from simulator.scoring.flags import flags
from simulator.scoring.parts import QUOTE_CHARACTERS, quote_of
from simulator.scoring.rated import rate_transcript
from simulator.scoring.scorecards import score_call
from tests.scoring.builders import played, read

#: as speech recognition writes it: no end of a sentence anywhere
RAMBLE = (
    "so what we do for most of the yards around here is that we come in on a monday and look at how the rounds are put "
    "together and who rings whom and where the lorries stand and then we write that down for you on one page "
)


def _only(rep: str, before: str = "Yes?") -> tuple[str, str]:
    turns = [{"speaker": "prospect", "text": before}, {"speaker": "rep", "text": rep}]
    (flag,) = flags(rate_transcript(Transcript.model_validate({"id": "one", "turns": turns})))
    return flag.kind, flag.quote


@pytest.mark.parametrize("before", ["", RAMBLE, RAMBLE * 4])
@pytest.mark.parametrize("after", ["", f" {RAMBLE}"])
@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("i guarantee that you will save money", "guarantee"),
        ("this offer ends today so decide now", "false_urgency"),
    ],
)
def test_quote_of_a_long_sentence_holds_the_words_it_is_flagged_for(
    before: str, after: str, words: str, kind: str
) -> None:
    text = f"{before}{words}{after}"
    found, quote = _only(text)
    assert found == kind
    assert quote in text
    assert {"guarantee": "guarantee", "false_urgency": "today"}[kind] in quote
    assert len(quote) <= QUOTE_CHARACTERS


def test_quote_of_what_goes_on_after_a_removal_is_the_words_that_go_on() -> None:
    text = f"Right, I hear you. {RAMBLE.strip()}. So can we meet on Thursday at two?"
    kind, quote = _only(text, "Take me off your list.")
    assert kind == "removal_ignored"
    assert "Thursday" in quote


def test_quote_of_a_discount_holds_it(content: ContentLibrary) -> None:
    line = read(f"{RAMBLE}and i could knock twenty off the bill", forbidden_claims=(DISCOUNT,))
    found = [one for one in score_call(played(content, [line])).flags if one.kind == "forbidden_claim"]
    assert "off the bill" in found[0].quote


@settings(max_examples=60)
@given(
    st.lists(st.text("abc\u0301é \n", min_size=1, max_size=30), max_size=30),
    st.lists(st.text("abc\u0301é \n", min_size=1, max_size=30), max_size=30),
)
def test_quote_is_always_a_piece_of_the_turn_with_the_words_in_it(
    before: list[str], after: list[str]
) -> None:
    text = " ".join([*before, "KEY WORDS", *after])
    quote = quote_showing(text, [], lambda piece: "KEY WORDS" in piece)
    assert quote in text
    assert "KEY WORDS" in quote
    assert len(quote) <= QUOTE_CHARACTERS


def test_words_that_do_it_only_together_stand_whole_in_the_quote() -> None:
    text = f"well FIRST {RAMBLE}LAST and so on"
    quote = quote_showing(text, [text], lambda piece: "FIRST" in piece and "LAST" in piece)
    assert quote == f"FIRST {RAMBLE}LAST"


def test_turn_in_which_nothing_does_it_alone_is_quoted_from_its_beginning() -> None:
    assert quote_showing(RAMBLE, ["not in it"], lambda piece: False) == quote_of(RAMBLE)
