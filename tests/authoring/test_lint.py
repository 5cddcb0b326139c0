"""What a file can get wrong beyond its form: each rule finds its mistake in its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.authoring.problems import Severity, errors_of
from simulator.authoring.rules_lines import REQUIRED_MOVES, USUAL_LINES
from simulator.domain.lines import TOPIC_MOVES
from tests.authoring.helpers import Mistake, changed, good_persona, only, persona_problems, place_of

FIRST_LATE_HINT = "A lady rang on Saturday, quite sharp, where her price had got to."


def test_good_persona_has_no_errors_and_no_warnings(tmp_path: Path) -> None:
    assert persona_problems(tmp_path, good_persona()) == []


@pytest.mark.parametrize(
    "mistake",
    [
        # what opens what
        Mistake(
            "after: [quotes.late] #",
            "after: [quotes.lte] #",
            "quotes.lte",
            "no layer or position",
            "quotes.late",
        ),
        Mistake(
            "after: [quotes.late] #", "after: [late] #", "late] #", "no layer or position", "quotes.late"
        ),
        Mistake(
            "after: [quotes.late] #",
            "after: [all-fine] #",
            "all-fine] #",
            "no layer or position",
            "position:all-fine",
        ),
        Mistake(
            "after: [quotes.late, pick-ups.shelf]",
            "after: [quotes.late, pick-ups.shelv]",
            "pick-ups.shelv",
            "no layer or position",
            "pick-ups.shelf",
        ),
        Mistake(
            "    - Bye then.\n",
            "    - {say: Bye then., opened: [quotes.boook]}\n",
            "quotes.boook",
            "no layer or position",
            "quotes.book",
        ),
        Mistake(
            "    kind: reflex_no\n",
            "    kind: honest\n    opens: {after: [position:all-fine]}\n",
            "position:all-fine]",
            "honest",
        ),
        # trust
        Mistake(
            "        opens:\n          after:",
            "        opens:\n          trust: 0.95\n          after:",
            "0.95",
            "cannot be reached",
        ),
        Mistake("  right_end: meeting\n", "  right_end: meeting\n  trust: 0.9\n", "0.9", "cannot be reached"),
        Mistake(
            "  preset: guarded\n",
            "  preset: guarded\n  moves_trust: {reflectoin: 0.1}\n",
            "reflectoin",
            "no behaviour",
            "reflection",
        ),
        # ids and order
        Mistake("      - id: book\n", "      - id: late\n", "late\n        level: cause", "another layer"),
        Mistake("  - id: help\n", "  - id: quotes\n", "quotes\n    label: the second", "another need"),
        Mistake("  - id: staff\n", "  - id: trade\n", "trade\n    label: who works", "another fact"),
        Mistake(
            "    - id: late-glass\n",
            "    - id: veil\n",
            "veil\n      label: the delivery",
            "another human cue",
        ),
        Mistake("      - id: book\n", "      - id: help.book\n", "help.book", "must begin with", "book"),
        Mistake(
            "        level: cause\n", "        level: surface\n", "surface\n        about: Why", "each once"
        ),
        Mistake(
            "        level: surface\n",
            "        level: stake\n",
            "stake\n        about: Quotes",
            "is its surface",
        ),
        # questions
        Mistake("- How has your morning been?", "- What was the wedding veil job?", "", "the same question"),
        Mistake("- How has your morning been?", "- HOW many people work there", "", "the same question"),
        # lines
        Mistake("    - Pellow Frames, Ines.", "    - Pellow frames!", "Pellow frames!", "the same line"),
        Mistake(
            "Which now, {first} or {second}?",
            "Which now, {frist} or {second}?",
            "Which now, {fr",
            "{frist}",
            "{first}",
        ),
        Mistake(
            "Which now, {first} or {second}?",
            "Which one now, this or that?",
            "Which one now",
            "{first} and {second}",
        ),
        Mistake("    - Bye then.", "    - Bye then, {nmae}.", "Bye then, {", "{nmae}", "{name}"),
        Mistake("    - Bye then.", "    - Bye then, {weather}.", "Bye then, {", "known are"),
        Mistake("    - Bye then.", "    - Bye then, name}.", "Bye then, n", "other half"),
        Mistake("    - Bye then.", "    - Bye then, {first}.", "Bye then, {", "only under lines.clarify"),
        Mistake("    - Bye then.", "    - Bye then, {last}.", "Bye then, {", "only under lines.repeat"),
        Mistake("lines:\n", "lines:\n  hint: [Go on.]\n", "hint: [Go on.]", "stand under the layer"),
        Mistake("  half_agree:\n", "  price:\n", "", "words of their own"),
        # secrets
        Mistake(FIRST_LATE_HINT, "They wait three days, some of them.", "They wait three", '"three days"'),
        Mistake(
            FIRST_LATE_HINT, "There's my father's old way of doing it.", "There's my father", "quotes.book"
        ),
        Mistake(
            FIRST_LATE_HINT, "It went out days after the visit on average, mind.", "It went out", "it shares"
        ),
        Mistake(
            "    - We're fine, thanks. We've always managed.",
            "    - If somebody took the price book off me tonight I'd smile.",
            "If somebody took the price book off me tonight I'd s",
            "later",
        ),
    ],
)
def test_persona_with_one_mistake_is_told_where_and_what(tmp_path: Path, mistake: Mistake) -> None:
    text = changed(good_persona(), mistake.old, mistake.new)
    found = [one for one in persona_problems(tmp_path, text) if mistake.part in one.message]
    assert found, "\n".join(str(one) for one in persona_problems(tmp_path, text))
    assert found[0].suggestion == mistake.suggestion
    if mistake.at:
        assert (found[0].line, found[0].column) == place_of(text, mistake.at)


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ("    - Bye then.", "    - And off you go.", 'begins with "And"'),
        ("    - Right, bye now.", "    - Lovely, three days then, bye.", "anybody may hear this"),
        ("      - Ten minutes at the kerb", "      - Forty of us at the kerb", "anybody may hear this"),
        ("    - The web page has opening", "    - She paid for the glass late, twice this spring. Opening",
         "anybody may hear this"),
        ("    words: [framing, pictures,", "    words: [glass, crate, suppliers,", None),
    ],
)  # fmt: skip
def test_persona_with_something_doubtful_gets_a_warning_and_can_be_used(
    tmp_path: Path, old: str, new: str, part: str | None
) -> None:
    problems = persona_problems(tmp_path, changed(good_persona(), old, new))
    assert not errors_of(problems)
    if part is not None:
        assert any(part in one.message for one in problems)
        assert {one.severity for one in problems} == {Severity.WARNING}
        assert ": warning: " in str(problems[0])


def test_secret_in_several_free_lines_is_one_warning_with_all_places(tmp_path: Path) -> None:
    text = changed(good_persona(), "    - Right, bye now.", "    - Three days then, bye.")
    text = changed(text, "    - Bye then.", "    - Bye, in three days.")
    problem = only(persona_problems(tmp_path, text))
    assert (problem.line, problem.column) == place_of(text, "Three days then")
    assert f"the same in line {problem.line + 1}" in problem.message


def test_tail_may_begin_with_and_since_it_follows_something(tmp_path: Path) -> None:
    text = changed(good_persona(), "What is it you're after?", "And what is it you're after?")
    assert persona_problems(tmp_path, text) == []


def test_line_that_waits_for_its_secret_gets_no_warning(tmp_path: Path) -> None:
    text = changed(
        good_persona(),
        "    - Right, bye now.",
        "    - {say: Three days then., opened: [quotes.late]}\n    - Bye.",
    )
    assert persona_problems(tmp_path, text) == []


def test_word_in_three_topics_is_named_with_all_of_them(tmp_path: Path) -> None:
    text = changed(good_persona(), "words: [framing,", "words: [ledgers, framing,")
    text = changed(text, "words: [staff,", "words: [ledger, staff,")
    problem = only(persona_problems(tmp_path, text))
    assert problem.severity is Severity.WARNING
    for topic in ("quotes.book", "fact:trade", "fact:staff"):
        assert topic in problem.message


def test_layers_that_wait_for_each_other_are_all_named(tmp_path: Path) -> None:
    text = changed(
        good_persona(), "        mentions: [three days, a third]\n",
        "        mentions: [three days, a third]\n        opens: {after: [pick-ups.calls]}\n",
    )  # fmt: skip
    problems = [one for one in persona_problems(tmp_path, text) if "can never open" in one.message]
    assert {one.message.split('"')[1] for one in problems} == {"quotes.late", "quotes.book", "pick-ups.calls"}
    assert not [one for one in problems if one.severity is not Severity.ERROR]


def test_move_with_conditional_lines_only_is_an_error_where_nobody_else_can_say_it(tmp_path: Path) -> None:
    text = good_persona()
    for line in ("    - Right, bye now.\n", "    - Bye then.\n"):
        text = changed(text, line, "")
    problem = only(persona_problems(tmp_path, text))
    assert problem.severity is Severity.ERROR
    assert problem.where == "lines.goodbye"
    assert (problem.line, problem.column) == place_of(text, "goodbye:")


def test_move_whose_conditions_cover_every_situation_is_fine(tmp_path: Path) -> None:
    text = changed(good_persona(), "    - Right, bye now.\n    - Bye then.\n",
                   "    - {say: Bye now., mood: [cold, guarded, open]}\n")  # fmt: skip
    assert persona_problems(tmp_path, text) == []


def test_shared_move_with_conditional_lines_only_is_a_warning(tmp_path: Path) -> None:
    text = changed(good_persona(), "lines:\n", "lines:\n  silence:\n    - {say: Hello?, again: false}\n")
    assert only(persona_problems(tmp_path, text)).severity is Severity.WARNING
    text = changed(text, "again: false}\n", "again: false}\n    - {say: Still there?, again: true}\n")
    assert persona_problems(tmp_path, text) == []


def test_persona_whose_id_is_not_its_file_name_is_an_error(tmp_path: Path) -> None:
    problem = only(persona_problems(tmp_path, good_persona(), name="someone-else"))
    assert problem.where == "id"
    assert '"someone-else"' in problem.message


def test_persona_with_few_lines_says_how_many(tmp_path: Path) -> None:
    text = "\n".join(
        line for line in good_persona().splitlines() if not line.startswith(("          - ", "      - "))
    )
    problems = persona_problems(tmp_path, text)
    assert any("lines in the whole file" in one.message for one in problems)


def test_usual_lines_are_those_of_general_moves() -> None:
    assert not TOPIC_MOVES & set(USUAL_LINES)
    assert not TOPIC_MOVES & REQUIRED_MOVES
