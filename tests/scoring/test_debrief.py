"""What a debrief says of calls that are known."""

from __future__ import annotations

import pytest

from simulator.authoring.library import ContentLibrary
from simulator.domain.persona import Persona
from simulator.domain.played import PlayedCall
from simulator.domain.reading import Act, LineReading, Reading
from simulator.reports.call_text import ENDS, debrief_text
from simulator.reports.columns import columns_of, wrap
from simulator.scoring.debrief import Debrief, debrief
from simulator.scoring.scorecards import score_call
from tests.conftest import PERSONA_IDS
from tests.scoring.builders import OPEN, played, read, surface_of
from tests.scoring.test_from_ledger import BYE, CLOSE, HELLO, LOST, PUSH, ask, give_back, skilled_lines

SILENCE = ("", Reading(line=LineReading(text="", acts=frozenset({Act.SILENCE}))))


@pytest.fixture(scope="module")
def marion(content: ContentLibrary) -> Persona:
    return content.persona("marion-teague")


def _told(call: PlayedCall) -> Debrief:
    return debrief(call, score_call(call))


@pytest.mark.parametrize("persona", PERSONA_IDS)
@pytest.mark.parametrize("lines", [[], [SILENCE] * 3, [SILENCE] * 8, [HELLO], [HELLO, *PUSH]])
def test_hopeless_call_still_tells_one_true_thing(
    content: ContentLibrary, persona: str, lines: list[tuple[str, Reading]]
) -> None:
    scenario = "front-desk" if persona == "gwen-ashdown" else "morning-board"
    call = played(content, lines, persona=persona, scenario=scenario)
    told = _told(call)
    day = " ".join(call.persona.human.day.split())
    assert day.rstrip(".") in told.could_not_know
    assert told.keep and told.change and told.drill
    assert "WHAT YOU COULD NOT KNOW" in debrief_text(call, score_call(call), told)


def test_call_without_a_line_has_no_turn_to_retry_from(content: ContentLibrary) -> None:
    told = _told(played(content, []))
    assert told.retry_turn is None
    assert told.turns == ()
    assert told.keep.startswith("You made the call.")


def test_missed_cue_is_named_with_its_words_and_a_way_to_take_it_up(
    content: ContentLibrary, marion: Persona
) -> None:
    call = _with_missed_cue(content, marion)
    told = _told(call)
    (turn, quote), *_ = told.missed_cues
    named = next(one for one in told.turns if quote in one.did)
    assert f"turn {turn}" in named.did
    assert "behind it" in named.did.lower()
    assert named.better
    assert told.retry_turn in {one.turn for one in told.turns if one.better}
    assert f"turn {turn}" in told.change


def test_missed_cue_stands_once_in_the_list_of_what_went_by(content: ContentLibrary, marion: Persona) -> None:
    call = _with_missed_cue(content, marion)
    told = _told(call)
    text = " ".join(debrief_text(call, score_call(call), told).split())
    assert text.count(told.missed_cues[0][1]) == 3  # in the list, on the map, and where it mattered


def _with_missed_cue(content: ContentLibrary, persona: Persona) -> PlayedCall:
    surface = surface_of(persona)
    lines = [
        HELLO,
        ask(surface, "How do you plan?"),
        give_back(surface, "So it starts from nothing each day."),
        read("Mm, yes.", acts=[Act.ACKNOWLEDGEMENT]),
        *(read(f"Something else altogether, {n}.", acts=[Act.SELF_TALK]) for n in range(3)),
    ]
    call = played(content, lines)
    assert any(one.hinted_turn is not None for one in call.state.ledger.layers.values())
    return call


def test_cue_that_was_followed_by_lost_lines_only_did_not_go_by(
    content: ContentLibrary, marion: Persona
) -> None:
    call = _with_missed_cue(content, marion)
    turn = _told(call).missed_cues[0][0]
    marked = call.model_copy(
        update={
            "turns": tuple(
                one.model_copy(update={"marks": ("not_understood",)})
                if one.direction is not None and one.index > turn
                else one
                for one in call.turns
            )
        }
    )
    assert _told(marked).missed_cues == ()


def test_line_that_was_not_followed_is_listed_and_nothing_more_is_said_of_it(content: ContentLibrary) -> None:
    call = played(content, [HELLO, LOST, BYE])
    told = _told(call)
    assert [quote for _, quote in told.not_understood] == [LOST[0]]
    assert "NOT YOUR FAULT" in debrief_text(call, score_call(call), told)


def test_layer_that_was_asked_for_is_not_called_unasked(content: ContentLibrary, marion: Persona) -> None:
    stake = marion.needs[0].layers[-1].id
    call = played(content, [HELLO, ask(stake, "What does it do to you?"), BYE])
    text = debrief_text(call, score_call(call), _told(call))
    assert "never" not in text.split("WHAT THEY SAID")[0].split("WHAT WAS THERE")[1].splitlines()[1]
    asked = [one for one in call.state.ledger.layers.values() if one.asked_turns and not one.is_open]
    assert ("you came near it in turn" in text) is bool(asked)


def test_polite_yes_is_told_as_what_it_was(content: ContentLibrary) -> None:
    told = _told(played(content, [HELLO, CLOSE, BYE], persona="gwen-ashdown", scenario="front-desk"))
    assert "yes" in told.change
    assert told.positions[0].said
    assert "did not ask what stood behind it" in told.positions[0].outcome


def test_three_turns_are_a_mix_of_what_to_keep_and_what_to_mend(
    content: ContentLibrary, marion: Persona
) -> None:
    call = played(content, [*skilled_lines(marion)[:7], *PUSH[:1], read("How so?", **OPEN)])
    better = [bool(one.better) for one in _told(call).turns]
    assert set(better) == {True, False}


def test_praise_is_true_of_the_call(content: ContentLibrary) -> None:
    pushed = _told(played(content, [HELLO, *PUSH]))
    assert "did not go wrong twice" not in pushed.keep
    assert "noticed" not in pushed.keep


@pytest.mark.parametrize(
    "name", ["漢字" * 60, "e\u0301" * 150, "🚐 " * 90, "a" * 300, "\u202eabc " * 40, "  "]
)
def test_text_of_any_script_stays_within_its_columns(content: ContentLibrary, name: str) -> None:
    call = played(content, [read(name), read(f"{name} again?", **OPEN)])
    card = score_call(call)
    note = {key: one.model_copy(update={"note": name}) for key, one in card.dimensions.items()}
    wide = card.model_copy(update={"dimensions": note})
    text = debrief_text(call, wide, debrief(call, card))
    assert max(map(columns_of, text.splitlines())) <= 96


def test_note_of_a_dimension_is_told_whole(content: ContentLibrary) -> None:
    call = played(content, [HELLO, read("Well.")])
    card = score_call(call)
    words = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    noted = {key: one.model_copy(update={"note": words}) for key, one in card.dimensions.items()}
    text = debrief_text(call, card.model_copy(update={"dimensions": noted}), debrief(call, card))
    assert " ".join(text.split()).count(words) == len(noted)


def test_wrap_keeps_every_word_and_takes_none_apart_that_fits() -> None:
    words = "A cue is there to be taken up, and forty-three calls before nine are one."
    for width in range(20, 80, 7):
        lines = wrap(words, width, "  ", "    ").splitlines()
        assert " ".join(" ".join(lines).split()) == words
        assert max(map(len, lines)) <= width


def test_every_end_has_its_sentence() -> None:
    from simulator.domain.state import EndReason  # noqa: PLC0415 - for this check only

    assert set(ENDS) == {*map(str, EndReason), "open"}
