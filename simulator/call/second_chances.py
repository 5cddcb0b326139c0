"""What helps a rep on the line: a line taken back, a whisper of the coach, a look-up at the research desk."""

from __future__ import annotations

from simulator.call.coach import whisper
from simulator.call.events import Event, Hinted, Researched, TakenBack
from simulator.call.lines import clean
from simulator.call.so_far import CallSoFar
from simulator.domain.direction import Understood
from simulator.domain.played import PlayedTurn, Research
from simulator.domain.state import BungleKind
from simulator.domain.transcript import Speaker
from simulator.errors import UsageError


def take_back(call: CallSoFar, lesson: str, action: str) -> list[Event]:
    """Take the last line back: the call stands where it stood before it.

    Raises:
        UsageError: nothing to take back, none left, a repeat of a kind that was taken back before, or no lesson.
    """
    lesson, action = clean(lesson), clean(action)
    rep_turn = call.last_of(Speaker.REP)
    if rep_turn is None:
        raise UsageError("There is no line to take back yet.")
    bungle = _covered_bungle(call, rep_turn, lesson, action)
    indexes = [turn.index for turn in call.turns if turn.index >= rep_turn.index]
    call.keeper.take_back(indexes, lesson, action, bungle)
    call.turns = [
        turn.model_copy(update={"taken_back": True, "lesson": lesson, "action": action})
        if turn.index in indexes
        else turn
        for turn in call.turns
    ]
    call.second_chances_used += 1
    call.taken_kinds.append(bungle)
    call.state, call.end = rep_turn.state, None
    back = TakenBack(
        turn=rep_turn.index, lesson=lesson, action=action, second_chances_left=call.second_chances_left
    )
    return [back, call.state_changed(Understood.YES)]


def hint(call: CallSoFar) -> Hinted:
    """The coach whispers what could be asked now.

    Raises:
        UsageError: none is left, or the call is over.
    """
    call.check_open()
    if call.hints_left <= 0:
        raise UsageError("The coach has no more hints for this call.")
    text = whisper(call.banks, call.state)
    turn = call.next_index
    call.keeper.hint(turn, text)
    call.hints.append(turn)
    return Hinted(turn=turn, text=text, hints_left=call.hints_left)


def research(call: CallSoFar, topic: str) -> Researched:
    """Ask the research desk; what it costs in preparation time is kept with the call.

    Raises:
        UsageError: the desk has nothing on that, or the call is over.
    """
    call.check_open()
    findings = [one for one in call.setup.scenario.research if one.persona in {None, call.setup.persona.id}]
    wanted = clean(topic).lower()
    found = next((one for one in findings if wanted in {one.id, one.title.lower()}), None)
    if found is None:
        known = ", ".join(one.id for one in findings) or "nothing"
        raise UsageError(f"The research desk has nothing under “{wanted}”.", hint=f"It has: {known}.")
    turn = call.next_index
    again = any(one.topic == found.id for one in call.research)
    cost_s = 0 if again else found.cost_s
    call.keeper.research(turn, found.id, cost_s)
    call.research.append(Research(turn=turn, topic=found.id, cost_s=cost_s))
    return Researched(turn=turn, topic=found.id, text=found.finds, cost_s=cost_s)


def _covered_bungle(call: CallSoFar, rep_turn: PlayedTurn, lesson: str, action: str) -> BungleKind:
    """The bungle that the line was, where a second chance covers it."""
    if call.second_chances_left <= 0:
        raise UsageError("No second chance is left in this call.")
    if not lesson or not action:
        raise UsageError(
            "A second chance costs a lesson and an action.",
            hint="/back WHAT WENT WRONG | WHAT YOU DO INSTEAD",
        )
    bungle = call.state.bungle
    if bungle is None or bungle.turn != rep_turn.index:
        raise UsageError("Your last line was no bungle; a second chance would be wasted on it.")
    if bungle.kind in call.taken_kinds:
        raise UsageError(
            "That is the same mistake again, and the same mistake twice is not covered.",
            hint="Go on from here.",
        )
    return bungle.kind
