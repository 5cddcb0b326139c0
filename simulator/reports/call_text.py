"""A scorecard and a debrief as plain text: for `--plain`, for the demonstration, for a file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from simulator.domain.ledger import LayerState
from simulator.domain.played import PlayedCall
from simulator.domain.scorecard import Basis, DimensionScore, Scorecard
from simulator.domain.transcript import Speaker
from simulator.reports.columns import wrap
from simulator.scoring.debrief import Debrief, LayerOnMap, NeedOnMap

_WIDTH = 96
_NAMES = {
    "preparation": "Preparation", "time": "Time", "human_tone": "Human tone", "probing": "Probing",
    "listening": "Listening", "resilience": "Resilience", "accountability": "Accountability", "outcome": "Outcome",
}  # fmt: skip
_SIGNS = {
    LayerState.HIDDEN: "[ ]",
    LayerState.HINTED: "[~]",
    LayerState.REVEALED: "[x]",
    LayerState.CONFIRMED: "[X]",
    LayerState.ADDRESSED: "[*]",
}

ENDS = {
    "agreed": "They agreed to a next step.",
    "call_back": "They agreed to a call back.",
    "referred": "They passed you on to somebody whom it may suit.",
    "disqualified": "It does not fit, and you were the one who said so.",
    "refused": "They refused.",
    "hung_up_patience": "They hung up; their patience had run out.",
    "hung_up_pushed": "They hung up; they had been pushed.",
    "hung_up_rude": "They hung up; it had got rude.",
    "hung_up_odd": "They hung up; nothing sensible came any more.",
    "off_list": "They asked to be taken off the list, and you took them off.",
    "out_of_time": "The time for this call was up.",
    "rep_hung_up": "You hung up.",
    "line_dropped": "The line dropped.",
    "open": "The call is still open.",
}


#: the id of a call that the journal has; a demonstration is kept nowhere
_KEPT_ID = re.compile(r"c-[a-z0-9]+$")


def debrief_text(call: PlayedCall, card: Scorecard, debrief: Debrief) -> str:
    """The whole debrief, at most 96 columns wide."""
    blocks = (
        _head(call, card, debrief),
        _could_not_know(debrief),
        _map(debrief),
        _positions(debrief),
        _cues(debrief),
        _turns(debrief),
        _plan(debrief),
        _advice(call, debrief),
        _scorecard(card),
        _flags(card),
        _faults(debrief),
    )
    return "\n\n".join("\n".join(block) for block in map(list, blocks) if block) + "\n"


def conversation_text(call: PlayedCall) -> str:
    """The conversation with turn numbers; lines that were taken back are struck through in words."""
    rep, prospect = call.scenario.rep_name, call.persona.card.given_name
    lines: list[str] = []
    for turn in call.turns:
        who = rep if turn.speaker is Speaker.REP else prospect
        struck = " (taken back)" if turn.taken_back else ""
        lines.append(
            _wrap(f"{who}{struck}: {turn.text.strip() or '(silence)'}", f"{turn.index:>3}  ", "     ")
        )
    return "\n".join(lines) + "\n"


def _head(call: PlayedCall, card: Scorecard, debrief: Debrief) -> Iterator[str]:
    yield _wrap(f"{call.persona.card.name}, {call.persona.card.company}", "DEBRIEF: ", "         ")
    total = "not scored" if card.total is None else f"{card.total:.0f} of 100"
    yield _wrap(f"{ENDS[debrief.ended]} Score: {total}, all of it measured.")
    if debrief.fit:
        yield _wrap(debrief.fit, "Fit: ", "     ")


def _could_not_know(debrief: Debrief) -> Iterator[str]:
    if debrief.could_not_know:
        yield "WHAT YOU COULD NOT KNOW"
        yield _wrap(debrief.could_not_know, "  ", "  ")


def _map(debrief: Debrief) -> Iterator[str]:
    yield "WHAT WAS THERE"
    yield "  [ ] not reached  [~] hinted  [x] told  [X] given back and accepted  [*] in the next step"
    for need in debrief.needs:
        yield _wrap(f"{need.label}: {need.reached} of {len(need.layers)}", "  ", "  ")
        yield from _layers(need)


def _layers(need: NeedOnMap) -> Iterator[str]:
    for layer in need.layers:
        yield _wrap(layer.truth, f"    {_SIGNS[layer.state]} {layer.level:<8}", " " * 16)
        how = _how_it_went(layer)
        if how:
            yield _wrap(how, " " * 16, " " * 18)


def _how_it_went(layer: LayerOnMap) -> str:
    if layer.opened_turn is not None:
        return f"opened by turn {layer.opened_turn}: “{layer.opened_by}”"
    if layer.cue_missed:
        return f"its cue, turn {layer.cue_turn}, went by"
    if layer.asked_turns:
        turns = ", ".join(map(str, layer.asked_turns))
        return f"you came near it in turn {turns}; it was not told then"
    return ""


def _positions(debrief: Debrief) -> Iterator[str]:
    if not debrief.positions:
        return
    yield "WHAT THEY SAID, AND WHAT WAS TRUE"
    for position in debrief.positions:
        said = f"“{position.said}”" if position.said else "(they did not have to say it)"
        yield _wrap(said, "  Said: ", "        ")
        yield _wrap(position.truth, "  True: ", "        ")
        at = f" (turn {position.turn})" if position.turn is not None else ""
        yield _wrap(
            f"{position.outcome}{at}",
            "  You:  " if position.outcome.startswith("You") else "        ",
            " " * 8,
        )


def _cues(debrief: Debrief) -> Iterator[str]:
    if debrief.missed_cues:
        yield "WHAT WENT BY UNHEARD"
        for turn, quote in debrief.missed_cues:
            yield _wrap(f"turn {turn}: “{quote}”", "  ", "    ")


def _turns(debrief: Debrief) -> Iterator[str]:
    if not debrief.turns:
        return
    yield "TURNS THAT MATTERED"
    for turn in debrief.turns:
        said = f"“{turn.quote}”" if turn.quote else "(silence)"
        yield _wrap(f"turn {turn.turn}: {said}", "  ", "    ")
        yield _wrap(turn.did, "    ", "    ")
        if turn.better:
            yield _wrap(f"Better: “{turn.better}”", "    ", "    ")


def _plan(debrief: Debrief) -> Iterator[str]:
    plan = debrief.plan
    if plan is None:
        return
    yield "YOUR PLAN, AND WHAT BECAME OF IT"
    if plan.reason:
        yield _wrap(plan.reason, "  reason    ", " " * 12)
    for question, turn in plan.questions:
        after = f"asked in turn {turn}" if turn is not None else "not asked"
        yield _wrap(f"{question} ({after})", "  question  ", " " * 12)
    if plan.guess:
        yield _wrap(plan.guess, "  guess     ", " " * 12)


def _advice(call: PlayedCall, debrief: Debrief) -> Iterator[str]:
    yield _wrap(debrief.keep, "KEEP    ", " " * 8)
    yield _wrap(debrief.change, "CHANGE  ", " " * 8)
    if debrief.drill:
        yield _wrap(debrief.drill, "DRILL   ", " " * 8)
    if debrief.retry_turn is not None:
        kept = _KEPT_ID.match(call.call) is not None
        yield f"RETRY   from turn {debrief.retry_turn}" + (
            f": simulator calls retry {call.call}" if kept else "."
        )


def _scorecard(card: Scorecard) -> Iterator[str]:
    yield "SCORECARD"
    for name, one in card.dimensions.items():
        yield _wrap(one.note, f"  {_NAMES[name]:<15}{_figure(one):<14}", " " * 31)


def _figure(one: DimensionScore) -> str:
    if one.score is None or one.basis is Basis.NOT_OBSERVED:
        return "not observed"
    return f"{one.score:>3.0f} {one.basis}"


def _flags(card: Scorecard) -> Iterator[str]:
    if card.flags:
        yield "FLAGS (beside the score, not in it)"
        for flag in card.flags:
            yield _wrap(f"turn {flag.turn}: “{flag.quote}” {flag.fact}", "  ", "    ")


def _faults(debrief: Debrief) -> Iterator[str]:
    if debrief.not_understood:
        yield "NOT YOUR FAULT: lines that the prospect did not follow; they are outside the score"
        for turn, quote in debrief.not_understood:
            yield _wrap(f"turn {turn}: “{quote}”", "  ", "    ")


def _wrap(text: str, first: str = "", rest: str = "") -> str:
    return wrap(text, _WIDTH, first, rest)
