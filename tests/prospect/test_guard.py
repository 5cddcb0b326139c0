"""The guard: what it lets through, and each reason for which it does not."""

from __future__ import annotations

import pytest

from simulator.domain.direction import Step
from simulator.domain.lines import Move
from simulator.domain.state import End, EndedBy, EndReason
from simulator.prospect.guard import Reason, check, tidy
from simulator.prospect.voice import VoiceRequest, authored_line
from simulator.reading.figures import figures
from tests.prospect.helpers import ASKED, asked, baker, prospect, rep

NAMES = ("Odile Varga", "Odile", "head baker")
LISTENING = asked()
HINT = asked(Step(move=Move.HINT, topic="ovens.seven"))
REVEAL = asked(Step(move=Move.REVEAL, topic="ovens.seven"), new=["ovens.seven"])
FLOUR = asked(Step(move=Move.FACT, topic="fact:flour"))
AGREE = asked(Step(move=Move.AGREE))
REFUSE = asked(Step(move=Move.REFUSE_STEP))
BYE = asked(Step(move=Move.GOODBYE), end=End(reason=EndReason.REFUSED, by=EndedBy.REP))


def reason(line: str, request: VoiceRequest = LISTENING) -> Reason | None:
    refusal = check(tidy(line, NAMES), request)
    return refusal.reason if refusal is not None else None


@pytest.mark.parametrize(
    ("line", "request_"),
    [
        ("I'm here. Go on.", LISTENING),
        ("They go. Most nights they go.", LISTENING),
        ("You'd want to ask anybody here about the third tray.", HINT),
        ("Oven seven. Every third tray, burnt, and Mirko's kept it quiet since spring.", REVEAL),
        ("From Thirsk, eighteen tonnes of it a month.", FLOUR),
        ("18 tonnes a month. Thirsk.", FLOUR),
        ("Wednesday then, six in the morning, and the owner sits in.", AGREE),
        ("No, it's a bit early for that.", REFUSE),
        ("I'm not putting that in the diary tomorrow.", REFUSE),
        ("Right you are. Goodbye, then.", BYE),
        ("We've 9 ovens and 40 cafés, that's no secret.", LISTENING),
        ("Give me two minutes, would you.", LISTENING),
    ],
)
def test_check_of_what_she_could_say_lets_it_through(line: str, request_: VoiceRequest) -> None:
    refusal = check(tidy(line, NAMES), request_)
    assert refusal is None, refusal


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("", Reason.EMPTY),
        ("…", Reason.EMPTY),
        ("well " * 61, Reason.TOO_LONG),
        ("*sighs* Go on.", Reason.MARKUP),
        ("(laughs) Go on.", Reason.MARKUP),
        ("[pause] Go on.", Reason.MARKUP),
        ("- The ovens\n- The sacks", Reason.MARKUP),
        ("As an AI, I can't say.", Reason.OUT_OF_THE_ROLE),
        ("I'm a language model.", Reason.OUT_OF_THE_ROLE),
        ("My instructions are to stay quiet.", Reason.OUT_OF_THE_ROLE),
        ("The system prompt says no.", Reason.OUT_OF_THE_ROLE),
        ("Hello! How can I help you today?", Reason.REVERSED_ROLE),
        ("Our product would save you trays.", Reason.REVERSED_ROLE),
        ("We at Ovenlight look at trays.", Reason.REVERSED_ROLE),
        ("Traywatch can help you with that.", Reason.REVERSED_ROLE),
        ("Let me know if you have any questions.", Reason.REVERSED_ROLE),
        ("Morning, how do the nights go at your place?", Reason.REVERSED_ROLE),
        ("It's Mirko who'd know.", Reason.TOLD_TOO_MUCH),
        ("It's oven seven, really.", Reason.TOLD_TOO_MUCH),
        ("The insurer has no idea.", Reason.TOLD_TOO_MUCH),
        ("Somebody has hidden it from the owner.", Reason.TOLD_TOO_MUCH),
        ("It burns every third tray we put in.", Reason.TOLD_TOO_MUCH),
        ("We lose 300 loaves a night.", Reason.INVENTED),
        ("We lose three hundred loaves a night.", Reason.INVENTED),
        ("Ring the office on Friday if you like, I won't be in.", Reason.INVENTED),
        ("That'd be for Gregory to say.", Reason.INVENTED),
        ("Sure, we can meet and have a look.", Reason.AGREED),
        ("All right, put it in the diary.", Reason.AGREED),
        ("Tomorrow works.", Reason.AGREED),
        ("I'll be there.", Reason.AGREED),
        ("I've to see to the dough. Goodbye.", Reason.ENDED),
        ("Thanks for calling. Have a nice day.", Reason.ENDED),
        ("Crumbline, Odile!", Reason.REPEATED),
    ],
)
def test_check_of_what_she_would_not_say_refuses_it(line: str, expected: Reason) -> None:
    assert reason(line) is expected


@pytest.mark.parametrize(
    ("line", "request_"),
    [
        ("We've all got our troubles, haven't we.", HINT),
        ("There's a problem with some of the equipment.", REVEAL),
        ("We get it from a mill up north.", FLOUR),
        ("Yes, let's do that.", AGREE),
        ("What was your name again?", BYE),
        ("Which one is it you mean?", asked(Step(move=Move.CLARIFY, options=("the ovens", "the sacks")))),
        ("Mind yourself.", asked(Step(move=Move.WARN_PUSHED))),
    ],
)
def test_check_of_a_line_without_its_content_refuses_it(line: str, request_: VoiceRequest) -> None:
    assert reason(line, request_) is Reason.LEFT_OUT


@pytest.mark.parametrize(
    ("line", "request_"),
    [
        ("Thursday at six, with the owner.", AGREE),
        ("Wednesday at ten in the morning, the owner comes.", AGREE),
        ("Eighty tonnes a month, from Thirsk.", FLOUR),
    ],
)
def test_check_of_other_terms_or_figures_refuses_them(line: str, request_: VoiceRequest) -> None:
    assert reason(line, request_) is Reason.INVENTED


def test_check_of_a_yes_where_she_declines_refuses_it() -> None:
    offered = asked(Step(move=Move.REFUSE_STEP), history=(*ASKED[:1], rep("Shall we say Wednesday at six?")))
    assert reason("Go on, then.", offered) is Reason.AGREED
    assert reason("Wednesday at six it is.", offered) is Reason.AGREED
    assert reason("Not Wednesday at six. Not any day.", offered) is None


def test_check_of_a_name_that_was_spoken_lets_it_through() -> None:
    heard = asked(history=(*ASKED[:1], rep("Is it Mirko that I should ask about the 300 trays?")))
    assert reason("Mirko? Why Mirko? And what 300 trays?", heard) is None


def test_check_of_a_secret_that_was_opened_lets_it_through() -> None:
    assert reason("It's oven seven, and Mirko.", asked(opened=["ovens.seven"])) is None


def test_check_of_the_authored_words_lets_all_of_them_through() -> None:
    persona = baker()
    for move, topic, new in (
        (Move.HINT, "ovens.seven", []),
        (Move.REVEAL, "ovens.seven", ["ovens.seven"]),
        (Move.CORRECT, "position:contract", ["position:contract"]),
        (Move.STATE, "position:contract", []),
        (Move.DROP, "human:choir", []),
        (Move.META, None, []),
        (Move.WARN_PUSHED, None, []),
    ):
        request = asked(Step(move=move, topic=topic), new=new)
        gist = authored_line(request)
        assert check(tidy(gist.text, NAMES), request, gist) is None, (move, persona.id)


def test_check_of_a_repeat_that_was_asked_for_lets_it_through() -> None:
    request = asked(Step(move=Move.REPEAT), history=(prospect("I bake bread."), rep("Sorry?")))
    assert reason("I bake bread.", request) is None


def test_check_of_the_callers_name_as_hers_refuses_it() -> None:
    assert reason("Hello, this is Sam.", asked(rep_name="Sam")) is Reason.REVERSED_ROLE
    assert (
        reason("So you're Sam, then.", asked(rep_name="Sam", history=(*ASKED[:1], rep("I'm Sam.")))) is None
    )


def test_advice_of_a_refusal_never_names_the_secret() -> None:
    refusal = check("It's Mirko who'd know.", LISTENING)
    assert refusal is not None
    assert refusal.detail == "Mirko"
    assert "Mirko" not in refusal.advice


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Odile: Go on.", "Go on."),
        ("**Odile Varga:** Go on.", "Go on."),
        ('"Go on, then."', "Go on, then."),
        ("“Go on, then.”", "Go on, then."),
        ('Odile: "Go on."', "Go on."),
        ("It's *really* not **that** bad.", "It's really not that bad."),
        ("Go on.\nRep: So how many?\nOdile: Many.", "Go on."),
        ("  Go\n on. ", "Go on."),
        ("I said: go on.", "I said: go on."),
        ('He said "go on" and "stop"', 'He said "go on" and "stop"'),
        ("*sighs* Go on.", "*sighs* Go on."),
    ],
)
def test_tidy_takes_harmless_trimmings_off(written: str, spoken: str) -> None:
    assert tidy(written, NAMES) == spoken


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ninety-six thousand", {96_000}),
        ("96,000 or £96k", {96_000}),
        ("three hundred and sixty, mind", {360}),
        ("from four till five", {4, 5}),
        ("thirty-one years, one van, no one", {31}),
        ("since 1961, with 14 vans", {1961, 14}),
        ("forty, fifty", {40, 50}),
        ("two minutes, 24/7, a hundred per cent", set()),
        ("one hundred and one", {101}),
        ("2.5 million", {2_500_000}),
        ("96 thousand", {96_000}),
    ],
)
def test_figures_are_found_by_value(text: str, expected: set[float]) -> None:
    assert figures(text) == expected
