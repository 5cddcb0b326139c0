"""Whom the rep has met: nothing that they did not find gets on the screen."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from textual.binding import Binding

from simulator.authoring.library import ContentLibrary
from simulator.domain.ledger import Ledger
from simulator.domain.persona import Persona
from simulator.errors import JournalError
from simulator.journal import Journal, NewCall
from simulator.tui.debrief_view import Paragraph
from simulator.tui.library_view import (
    EMPTY,
    LibraryView,
    NeedMet,
    PersonMet,
    PositionMet,
    library_view,
    load_library,
)
from simulator.tui.screens.help import HelpScreen
from simulator.tui.screens.library import LibraryScreen
from tests.conftest import PERSONA_IDS
from tests.tui.past import FIRST_DAY, DailyClock, Shelf, keep_call, ledger_with, press, settle, text_of


@pytest.fixture
def journal() -> Iterator[Journal]:
    with Journal.open(":memory:", clock=DailyClock()) as opened:
        yield opened


def person(name: str = "Marion Teague", **values: object) -> PersonMet:
    given: dict[str, object] = {
        "persona_id": name.lower().replace(" ", "-"),
        "name": name,
        "role": "operations manager",
        "company": "Saltmarsh Linen",
        "calls": 3,
        "last": FIRST_DAY,
        "best": 71.4,
        "needs": (
            NeedMet("the rounds", ("She redraws all rounds by hand.", "Nothing was written down."), 4),
            NeedMet("", (), 3),
        ),
        "positions": (
            PositionMet("They are all set.", "It does the invoices only."),
            PositionMet("There is no budget."),
        ),
        "cues": ("“I've been up since three.”",),
    }
    return PersonMet(**{**given, **values})  # type: ignore[arg-type]


def text(view: LibraryView) -> str:
    """Every word of a view."""
    found = [view.problem]
    for one in view.people:
        found += [one.persona_id, one.name, one.known]
        for section in one.sections:
            found.append(section.title)
            for block in section.blocks:
                cells = (
                    [block] if isinstance(block, Paragraph) else [cell for row in block.rows for cell in row]
                )
                found += ["".join(piece.text for piece in cell.pieces) for cell in cells]
    return "\n".join(found)


# the presenter


def test_person_has_what_was_found() -> None:
    shown = text(library_view([person()]))
    for words in (
        "2 of 7 told", "3 calls, the last on 2 Mar; best score 71 of 100.", "the rounds  2 of 4",
        "She redraws all rounds by hand.", "It does the invoices only.",
        "There is no budget.\nyou\nYou tested it, and it held for now.", "I've been up since three.",
        "○ A need that you have not come to  0 of 3",
    ):  # fmt: skip
        assert words in shown


def test_person_who_told_nothing_and_has_no_score_says_so() -> None:
    bare = person(needs=(NeedMet("", (), 4),), positions=(), cues=(), best=None, calls=1)
    shown = text(library_view([bare]))
    assert "told you nothing yet" in shown
    assert "1 call, the last on 2 Mar; no score yet." in shown


def test_rows_line_up_whatever_the_names_are() -> None:
    people = [person("Bo"), person("A name as long as no name on a telephone ever was"), person("山田 花子")]
    shown = library_view(people).people
    assert shown[1].name.endswith("…")
    assert len(shown[0].name) == len(shown[1].name) == len(shown[2].name) + 4


def test_words_of_others_are_safe_to_show() -> None:
    hostile = person(
        "\x1b[2J[bold]", persona_id="eve", cues=("\x07[red]",), needs=(NeedMet("[u]", ("\x1b]0;x",), 2),)
    )
    shown = text(library_view([hostile]))
    assert "\x1b" not in shown
    assert "\\x1b[2J[bold]" in shown
    assert "\\x07[red]" in shown


# from the journal, and what must never come from there


def some_ledger(persona: Persona, chance: random.Random) -> Ledger:
    """A ledger in which things were hinted at, stated, dropped; and some of them found."""

    def layer() -> dict[str, object]:
        return {
            "hinted_turn": chance.choice([None, 2]),
            "picked_up_turn": chance.choice([None, 3]),
            "revealed_turn": chance.choice([None, None, 4]),
            "asked_turns": chance.choice([(), (3,)]),
        }

    def position() -> dict[str, object]:
        return {
            "stated_turn": chance.choice([None, 2]),
            "accepted_turn": chance.choice([None, 3]),
            "tested_turn": chance.choice([None, 3]),
            "corrected_turn": chance.choice([None, None, 2, 4]),
        }

    def cue() -> dict[str, object]:
        return {
            "dropped_turn": chance.choice([None, 2]),
            "honoured_turn": chance.choice([None, 3]),
            "ignored_turn": chance.choice([None, 3]),
        }

    return ledger_with(
        persona,
        layers={one.id: layer() for one in persona.layers()},
        positions={one.id: position() for one in persona.positions},
        cues={one.id: cue() for one in persona.human.cues},
    )


def found_and_hidden(persona: Persona, ledgers: list[Ledger]) -> tuple[list[str], list[str]]:
    """What may stand in the view, and what must not."""
    card = persona.card
    may = [card.name, card.role, card.company]
    must_not: list[str] = []
    for need in persona.needs:
        told = False
        for layer in need.layers:
            is_told = any(ledger.layers[layer.id].is_open for ledger in ledgers)
            told = told or is_told
            (may if is_told else must_not).append(layer.fact)
            must_not += [line.say for line in (*layer.hint, *layer.guard)]
            if not is_told:
                must_not += [layer.id, layer.about, *layer.reflect, *(line.say for line in layer.reveal)]
        (may if told else must_not).append(need.label)
    for position in persona.positions:
        entries = [ledger.positions[position.id] for ledger in ledgers]
        is_right = any(one.is_open for one in entries)
        stated = any(
            one.stated_turn is not None
            and one.stated_turn != one.corrected_turn
            and (one.is_open or one.tested_turn)
            for one in entries
        )
        (may if is_right else must_not).append(position.truth)
        (may if stated else must_not).append(position.stated)
        must_not.append(position.about)
    for cue in persona.human.cues:
        honoured = any(ledger.cues[cue.id].honoured_turn is not None for ledger in ledgers)
        (may if honoured else must_not).extend([cue.label, *(line.say for line in cue.drop)])
    return [one for one in may if one], [one for one in must_not if one]


@pytest.mark.parametrize("name", PERSONA_IDS)
@pytest.mark.parametrize("seed", range(6))
def test_nothing_that_was_not_found_stands_in_the_view(
    journal: Journal, content: ContentLibrary, name: str, seed: int
) -> None:
    persona, chance = content.persona(name), random.Random(seed)  # noqa: S311 - no secret
    ledgers = [some_ledger(persona, chance) for _ in range(seed % 3)]
    said = {2: " ".join(line.say for layer in persona.layers() for line in layer.hint)}
    for ledger in ledgers:
        keep_call(journal, persona, ledger, said=said)
    keep_call(journal, persona, scored=False)
    shown = text(load_library(journal))
    may, must_not = found_and_hidden(persona, ledgers)
    for layer in persona.layers():
        if any(ledger.layers[layer.id].is_open for ledger in ledgers):
            assert layer.fact in shown
    # a label may be a common word that stands in a fact which was told
    for allowed in sorted(may, key=len, reverse=True):
        shown = shown.replace(allowed, "")
    for hidden in must_not:
        if hidden not in may:
            assert hidden not in shown, hidden


def test_fact_stands_in_the_words_in_which_it_was_told(journal: Journal, persona: Persona) -> None:
    need = persona.needs[0]
    layer = need.layers[0]
    opened = ledger_with(persona, layers={layer.id: {"revealed_turn": 2}})
    keep_call(journal, persona, opened)
    anew = layer.model_copy(update={"fact": "Something that the rep has never heard."})
    layers = (anew, *need.layers[1:])
    changed = persona.model_copy(
        update={"needs": (need.model_copy(update={"layers": layers}), *persona.needs[1:])}
    )
    keep_call(journal, changed)
    shown = text(load_library(journal))
    assert layer.fact in shown
    assert "never heard" not in shown


def test_fact_of_a_layer_that_is_gone_is_kept(journal: Journal, persona: Persona) -> None:
    need = persona.needs[0]
    layer = need.layers[-1]
    keep_call(journal, persona, ledger_with(persona, layers={layer.id: {"revealed_turn": 2}}))
    shorter = need.model_copy(update={"layers": need.layers[:-1]})
    changed = persona.model_copy(update={"needs": (shorter, *persona.needs[1:])})
    keep_call(journal, changed, ledger_with(changed))
    shown = text(load_library(journal))
    assert "Told before they were written anew" in shown
    assert layer.fact in shown


def test_findings_of_all_calls_come_together(journal: Journal, persona: Persona) -> None:
    need = persona.needs[0]
    for layer in need.layers[:2]:
        keep_call(journal, persona, ledger_with(persona, layers={layer.id: {"revealed_turn": 2}}), total=40.0)
    shown = text(load_library(journal))
    assert f"{need.label}  2 of {len(need.layers)}" in shown
    assert "2 calls" in shown


def test_honoured_cue_stands_in_the_words_in_which_it_fell(journal: Journal, persona: Persona) -> None:
    cue = persona.human.cues[0]
    fell = ledger_with(persona, cues={cue.id: {"dropped_turn": 2, "honoured_turn": 3}})
    keep_call(journal, persona, fell, said={2: f"Well. {cue.drop[1].say} Anyway."})
    shown = text(load_library(journal))
    assert f"“{cue.drop[1].say}”" in shown
    assert "Anyway" not in shown


@pytest.mark.parametrize(
    ("entry", "heard", "told"),
    [
        ({"stated_turn": 2, "corrected_turn": 4, "tested_turn": 3}, True, True),
        ({"stated_turn": 2, "tested_turn": 3}, True, True),
        ({"stated_turn": 2, "corrected_turn": 2, "tested_turn": 1}, False, False),
        ({"corrected_turn": 4, "tested_turn": 3}, False, False),
        ({"stated_turn": 2}, True, False),
        ({"stated_turn": 9, "tested_turn": 3}, False, False),
    ],
)
def test_what_they_said_at_first_is_there_only_where_they_said_it(
    journal: Journal, persona: Persona, entry: dict[str, object], heard: bool, told: bool
) -> None:
    position = persona.positions[0]
    words = position.state[1].say
    said = {2: f"Well. {words}"} if heard else {}
    keep_call(journal, persona, ledger_with(persona, positions={position.id: entry}), said=said)
    shown = text(load_library(journal))
    assert (f"“{words}”" in shown) == told
    assert position.stated not in shown


def test_retries_are_named_beside_the_calls_and_in_no_best(journal: Journal, persona: Persona) -> None:
    first = keep_call(journal, persona, total=40.0)
    layer = persona.needs[0].layers[0]
    told = ledger_with(persona, layers={layer.id: {"revealed_turn": 2}})
    for total in (75.0, 60.0):
        keep_call(journal, persona, told, total=total, retry_of=first)
    shown = text(load_library(journal))
    assert "1 call, beside 2 retries, the last on 3 Mar; best score 40 of 100." in shown
    assert layer.fact in shown, "what was told in a retry was told"


def test_last_called_comes_first_and_best_is_over_all_calls(
    journal: Journal, persona: Persona, content: ContentLibrary
) -> None:
    for total in (64.0, 40.0, None):
        keep_call(journal, persona, total=total)
    keep_call(journal, content.persona("gwen-ashdown"))
    view = load_library(journal)
    assert [one.persona_id for one in view.people] == ["gwen-ashdown", persona.id]
    assert "3 calls, the last on" in text(view)
    assert "best score 64 of 100." in text(view)


def test_open_call_is_told_apart_from_the_calls_that_were_made(journal: Journal, persona: Persona) -> None:
    kept = NewCall(
        scenario_id="morning-board", scenario_json="{}", persona_id=persona.id,
        persona_json=persona.model_dump_json(), voice="authored", reader="local", seed=1,
    )  # fmt: skip
    journal.start_call(kept)
    assert "No call has ended yet; one is open, begun on 3 Mar." in text(load_library(journal))
    keep_call(journal, persona, total=50.0)
    journal.start_call(kept)
    assert "1 call, the last on 4 Mar; best score 50 of 100. 2 more are open." in text(load_library(journal))


def test_call_that_cannot_be_read_is_told_and_hides_nothing_else(journal: Journal, persona: Persona) -> None:
    journal.save_scorecard(keep_call(journal, persona), "{")
    keep_call(journal, persona)
    view = load_library(journal)
    assert "One call is kept in a form" in view.problem
    assert "2 calls" in text(view)


# the screen


def crowd(count: int = 60) -> LibraryView:
    return library_view([person(f"Person {number}") for number in range(count)])


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (120, 36), (200, 60)])
async def test_screen_has_the_list_and_the_first_person(size: tuple[int, int]) -> None:
    app = Shelf(LibraryScreen(crowd))
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        seen = text_of(pilot)
        assert "Person 0   2 of 7 told  2 Mar" in seen
        assert "3 calls, the last on 2 Mar" in seen
        place = app.screen.query_one("#known")
        while place.scroll_offset.y < place.max_scroll_y:
            await press(pilot, "pagedown")
            seen += text_of(pilot)
        folded = " ".join(seen.split())
        for words in ("the rounds  2 of 4", "0 of 3", "held for now", "up since three"):
            assert " ".join(words.split()) in folded


async def test_arrows_choose_and_enter_calls_the_one_who_is_chosen() -> None:
    app = Shelf(LibraryScreen(crowd))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "down", "down", "enter")
        assert app.wanted == [LibraryScreen.CallAgain("person-2")]
        assert "Person 2  operations manager" in text_of(pilot)


async def test_click_shows_somebody_and_does_not_call() -> None:
    app = Shelf(LibraryScreen(crowd))
    async with app.run_test(size=(120, 36)) as pilot:
        await settle(pilot)
        await pilot.click("#people", offset=(4, 3))
        await settle(pilot)
        assert app.wanted == []
        assert "Person 3  operations manager" in text_of(pilot)


async def test_long_list_can_be_walked_to_its_end() -> None:
    app = Shelf(LibraryScreen(crowd))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "end", "enter")
        assert app.wanted == [LibraryScreen.CallAgain("person-59")]
        assert "Person 59" in text_of(pilot)


async def test_page_keys_scroll_what_is_known() -> None:
    app = Shelf(LibraryScreen(crowd))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "pagedown")
        assert app.screen.query_one("#known").scroll_offset.y > 0
        await press(pilot, "pageup")
        assert app.screen.query_one("#known").scroll_offset.y == 0


async def test_help_and_back() -> None:
    app = Shelf(LibraryScreen(crowd))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "f1")
        assert isinstance(app.screen, HelpScreen)
        await press(pilot, "escape", "escape")
        assert app.screen is not app.shown


async def test_new_rep_is_told_what_to_do_and_enter_does_nothing() -> None:
    app = Shelf(LibraryScreen(LibraryView))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "enter", "pagedown")
        assert EMPTY in " ".join(text_of(pilot).split())
        assert app.wanted == []


async def test_journal_that_is_broken_is_told_in_one_sentence() -> None:
    def load() -> LibraryView:
        raise JournalError("The journal is locked [x].", hint="Close the other program.")

    app = Shelf(LibraryScreen(load))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert "The journal is locked [x]. Close the other program." in text_of(pilot)
        assert "Reading the journal" not in text_of(pilot)


async def test_hostile_words_are_shown_as_text() -> None:
    hostile = person("[red]\x1b[31mEve", company="[/]", cues=("[link=x]",))
    app = Shelf(LibraryScreen(lambda: library_view([hostile])))
    async with app.run_test(size=(120, 36)) as pilot:
        await settle(pilot)
        seen = text_of(pilot)
        assert "[red]\\x1b[31mEve  operations manager, [/]" in seen
        assert "[link=x]" in seen


def test_every_binding_has_an_id_and_a_tooltip() -> None:
    for binding in LibraryScreen.BINDINGS:
        assert isinstance(binding, Binding)
        assert binding.id
        assert binding.tooltip
