"""What the call screen shows: takes the events of a call, gives changes. Knows no widget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from simulator.call.events import (
    Bungled,
    CutOff,
    Ended,
    Event,
    Hinted,
    Noticed,
    ProspectBegan,
    ProspectDelta,
    ProspectSpoke,
    RepSpoke,
    Researched,
    Started,
    StateChanged,
    TakenBack,
)
from simulator.domain.persona import Persona
from simulator.domain.played import PlayedCall
from simulator.domain.scenario import Difficulty, Scenario
from simulator.domain.speech_time import PAUSE_S, seconds_of
from simulator.domain.text_safety import visible
from simulator.domain.transcript import Speaker
from simulator.errors import SimulatorError
from simulator.tui.phase import Phase
from simulator.tui.shown import (
    Change,
    Entry,
    EntryGone,
    EntryShown,
    Kind,
    LineReturned,
    Status,
    StatusShown,
)
from simulator.tui.wording import (
    NO_CHANCE_LEFT,
    NO_CHANCES,
    NOTHING_TO_TAKE_BACK,
    OFFER_GONE,
    SILENCE,
    TOO_LATE_TO_TAKE_BACK,
    first_silence,
    looked_up,
    no_cover,
    offer,
    taken_back,
)
from simulator.tui.wording import hints_left as so_many_hints

#: from this trust on they end a call as friends when they have no more time, as `simulator.prospect.endings` has it
_FRIENDS = 0.4
_LABELS = {
    Kind.REP: "You",
    Kind.MURMUR: "You",
    Kind.BUNGLE: "Bungle",
    Kind.COACH: "Coach",
    Kind.DESK: "Desk",
    Kind.NOTE: "Note",
    Kind.PROBLEM: "Problem",
    Kind.END: "End",
}


class CallPresenter:
    """Turns events into changes of the screen.

    Args:
        scenario, persona: for names, limits and what the difficulty shows.
        full_patience: the patience that the call began with, in exchanges.
        hints_left, chances_left, phase: where a call that is taken up again stands.
    """

    def __init__(
        self,
        scenario: Scenario,
        persona: Persona,
        full_patience: float,
        *,
        hints_left: int | None = None,
        chances_left: int | None = None,
        phase: Phase = Phase.RINGING,
    ) -> None:
        self._prospect = visible(persona.card.given_name)
        self._shows_patience = scenario.difficulty is not Difficulty.EXAM
        self._full_patience = max(full_patience, 0.1)
        self._entries: dict[int, Entry] = {}
        self._pending: int | None = None
        self._speaking: int | None = None
        self._offer: tuple[int, str] | None = None
        self._offer_is_gone = False
        self._silence_told = False
        self._talked_before_s = 0.0
        self.status = Status(
            phase=phase,
            talked_s=0.0,
            clock_s=scenario.clock_s,
            chances_left=scenario.second_chances if chances_left is None else chances_left,
            chances=scenario.second_chances,
            hints_left=scenario.hints if hints_left is None else hints_left,
            patience=1.0 if self._shows_patience else None,
        )

    def entries(self) -> tuple[Entry, ...]:
        """The conversation as it stands."""
        return tuple(self._entries.values())

    def bungled_line(self) -> tuple[str, str]:
        """The rep's last line that stands, and what was wrong with it; empty where it was no bungle."""
        said = [one.text for one in self._entries.values() if one.kind is Kind.REP and not one.struck]
        return (said[-1] if said else ""), (self._offer[1] if self._offer else "")

    def why_no_take_back(self) -> str:
        """Why the last line cannot be taken back; empty where it can."""
        if self.status.can_take_back:
            return ""
        if self.status.phase is Phase.OVER:
            return TOO_LATE_TO_TAKE_BACK
        if not self.status.chances_left:
            return NO_CHANCE_LEFT if self.status.chances else NO_CHANCES
        return OFFER_GONE if self._offer_is_gone else NOTHING_TO_TAKE_BACK

    def take(self, event: Event) -> list[Change]:
        """The changes that an event makes."""
        match event:
            case Started():
                return [self._set(chances_left=event.second_chances)]
            case RepSpoke():
                return self._rep_spoke(event)
            case ProspectBegan():
                return self._prospect_began(event.turn)
            case ProspectDelta():
                return self._prospect_delta(event)
            case ProspectSpoke():
                return self._prospect_spoke(event)
            case CutOff():
                return self._cut_off(event)
            case StateChanged():
                return self._state_changed(event)
            case Bungled():
                return self._bungled(event)
            case TakenBack():
                return self._taken_back(event)
            case Hinted(text=text, hints_left=left):
                return [self._add(Kind.COACH, f"{text} ({so_many_hints(left)})"), self._set(hints_left=left)]
            case Researched(text=text, cost_s=cost_s):
                return [self._add(Kind.DESK, f"{text} ({cost_s} s)" if cost_s else text)]
            case Noticed(text=text):
                return [self._add(Kind.NOTE, text)]
            case Ended():
                return self._ended(event)
            case _:
                return []

    def rep_says(self, text: str) -> list[Change]:
        """The rep pressed Enter; the line is on its way to the journal."""
        changes: list[Change] = []
        if not text.strip() and not self._silence_told:
            self._silence_told = True
            changes.append(self._add(Kind.NOTE, first_silence(self._prospect)))
        changes.append(self._add(Kind.REP, text or SILENCE, speaking=True))
        self._pending = max(self._entries)
        return changes

    def looked_up(self, titles: Sequence[str]) -> list[Change]:
        """What the desk was asked for before the call; the findings are at hand elsewhere."""
        return [self._add(Kind.DESK, looked_up(titles))]

    def murmured(self, text: str) -> list[Change]:
        """A listener's word while the prospect goes on; no line of the call."""
        return [self._add(Kind.MURMUR, text)]

    def failed(self, error: SimulatorError, *, line: str = "", what_next: str = "") -> list[Change]:
        """Something was refused or could not be kept; a line that was not said goes back to the input."""
        changes: list[Change] = []
        for key in (self._pending, self._speaking):
            if key is not None:
                del self._entries[key]
                changes.append(EntryGone(key))
        self._pending = self._speaking = None
        sentence = " ".join(part for part in (str(error), what_next) if part)
        changes.append(self._add(Kind.PROBLEM, sentence))
        changes.append(self._set(prospect_speaks=False))
        if line:
            changes.append(LineReturned(line))
        return changes

    def refused(self, error: SimulatorError, line: str = "") -> list[Change]:
        """Something was refused before it reached the call; what is being said goes on.

        A sentence that stands at the end of the conversation already is not said again.
        """
        last = self._entries[max(self._entries)] if self._entries else None
        if last is not None and last.kind is Kind.PROBLEM and last.text == visible(str(error)) and not line:
            return []
        return [self._add(Kind.PROBLEM, str(error)), *(self.returned(line) if line else ())]

    def returned(self, line: str) -> list[Change]:
        """A line goes back to the input without a word."""
        return [LineReturned(line)]

    def earlier(self, played: PlayedCall) -> list[Change]:
        """The conversation of a call that is taken up again."""
        changes: list[Change] = []
        for turn in played.turns:
            kind = Kind.REP if turn.speaker is Speaker.REP else Kind.PROSPECT
            changes.append(self._add(kind, turn.text or SILENCE, turn=turn.index, struck=turn.taken_back))
        if played.turns and played.end is None:
            changes.append(self._add(Kind.NOTE, f"The call with {self._prospect} goes on."))
        standing = played.standing()
        self._talked_before_s = standing[-1].end_s if standing else 0.0
        changes.append(
            self._set(
                phase=Phase.ON_THE_LINE if played.turns else Phase.RINGING,
                talked_s=self._talked_before_s,
                patience=self._share(played.state.patience),
                is_friendly=self._shows_patience and played.state.trust >= _FRIENDS,
            )
        )
        if played.end is not None:
            changes += self._ended(
                Ended(turn=max(0, len(played.turns) - 1), reason=played.end.reason, by=played.end.by)
            )
        return changes

    def _rep_spoke(self, event: RepSpoke) -> list[Change]:
        self._offer_is_gone = self._offer is not None
        changes = self._withdraw_offer()
        text = event.text or SILENCE
        if self._pending is None:
            changes.append(self._add(Kind.REP, text, turn=event.turn))
        else:
            changes.append(self._change(self._pending, text=visible(text), turn=event.turn, speaking=False))
            self._pending = None
        self._talked_before_s += PAUSE_S + seconds_of(event.text)
        changes.append(self._set(talked_s=self._talked_before_s, can_take_back=False))
        return changes

    def _prospect_began(self, turn: int) -> list[Change]:
        if self._speaking is not None:
            return []
        shown = self._add(Kind.PROSPECT, "", turn=turn, speaking=True)
        self._speaking = max(self._entries)
        return [shown, self._set(phase=Phase.ON_THE_LINE, prospect_speaks=True)]

    def _prospect_delta(self, event: ProspectDelta) -> list[Change]:
        changes = self._prospect_began(event.turn)
        assert self._speaking is not None  # noqa: S101 - made in the line above
        text = self._entries[self._speaking].text + visible(event.text)
        changes.append(self._change(self._speaking, text=text))
        pause_s = PAUSE_S if event.turn else 0.0
        changes.append(self._set(talked_s=self._talked_before_s + pause_s + seconds_of(text)))
        return changes

    def _prospect_spoke(self, event: ProspectSpoke) -> list[Change]:
        changes = self._prospect_began(event.turn)
        assert self._speaking is not None  # noqa: S101 - made in the line above
        changes.append(
            self._change(self._speaking, text=visible(event.text), turn=event.turn, speaking=False)
        )
        self._speaking = None
        self._talked_before_s += (PAUSE_S if event.turn else 0.0) + seconds_of(event.text)
        changes.append(self._set(talked_s=self._talked_before_s, prospect_speaks=False))
        return changes

    def _cut_off(self, event: CutOff) -> list[Change]:
        key = next((one.key for one in self._entries.values() if one.turn == event.turn), None)
        changes: list[Change] = []
        if key is None:
            changes.append(self._add(Kind.PROSPECT, event.text, turn=event.turn))
        else:
            changes.append(self._change(key, text=visible(event.text), speaking=False))
        self._speaking = None
        changes.append(self._set(prospect_speaks=False))
        return changes

    def _state_changed(self, event: StateChanged) -> list[Change]:
        self._talked_before_s = event.elapsed_s
        return [
            self._set(
                talked_s=event.elapsed_s,
                patience=self._share(event.patience),
                is_friendly=self._shows_patience and event.trust >= _FRIENDS,
            )
        ]

    def _bungled(self, event: Bungled) -> list[Change]:
        if event.can_take_back:
            shown = self._add(Kind.BUNGLE, f"{event.why} {offer(event.second_chances_left)}")
            self._offer = max(self._entries), event.why
        else:
            shown = self._add(Kind.BUNGLE, f"{event.why} {no_cover(event.second_chances_left)}")
        return [shown, self._set(can_take_back=event.can_take_back)]

    def _taken_back(self, event: TakenBack) -> list[Change]:
        changes = self._withdraw_offer()
        changes += [
            self._change(entry.key, struck=True)
            for entry in self.entries()
            if entry.turn is not None and entry.turn >= event.turn and not entry.struck
        ]
        changes.append(self._add(Kind.NOTE, taken_back(event.lesson, event.action)))
        changes.append(self._set(chances_left=event.second_chances_left, can_take_back=False))
        return changes

    def _ended(self, event: Ended) -> list[Change]:
        from simulator.reports.call_text import ENDS  # noqa: PLC0415 - loads the scoring; never before the first paint

        changes = self._withdraw_offer()
        changes.append(self._add(Kind.END, ENDS[event.reason]))
        changes.append(self._set(phase=Phase.OVER, patience=None, can_take_back=False, prospect_speaks=False))
        return changes

    def _withdraw_offer(self) -> list[Change]:
        """An offer that can no longer be taken up does not go on standing there."""
        if self._offer is None:
            return []
        (key, why), self._offer = self._offer, None
        return [self._change(key, text=visible(why))]

    def _share(self, patience: float) -> float | None:
        return min(1.0, max(0.0, patience / self._full_patience)) if self._shows_patience else None

    def _add(
        self,
        kind: Kind,
        text: str,
        *,
        turn: int | None = None,
        speaking: bool = False,
        struck: bool = False,
    ) -> EntryShown:
        key = max(self._entries, default=-1) + 1
        label = self._prospect if kind is Kind.PROSPECT else _LABELS[kind]
        self._entries[key] = Entry(key, kind, label, visible(text), turn, speaking, struck)
        return EntryShown(self._entries[key])

    def _change(self, key: int, **changed: object) -> EntryShown:
        self._entries[key] = replace(self._entries[key], **changed)  # type: ignore[arg-type]
        return EntryShown(self._entries[key])

    def _set(self, **changed: object) -> StatusShown:
        self.status = replace(self.status, **changed)  # type: ignore[arg-type]
        return StatusShown(self.status)
