"""Whom the rep has met, and what they found out so far. What they did not find never gets in here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from simulator.domain.text_safety import visible
from simulator.reports.columns import columns_of
from simulator.tui.debrief_view import Paragraph, Piece, Rows, Section, Style

if TYPE_CHECKING:
    from simulator.domain.ledger import Ledger, PositionEntry
    from simulator.domain.persona import Persona, Position
    from simulator.journal.reader import JournalReader
    from simulator.journal.records import CallSummary

EMPTY = "You have met nobody yet. Call somebody, and whatever they tell you is kept here."
_LABEL_WIDTHS = (7,)
_UNFOUND = "A need that you have not come to"
#: columns of a name in the list
_NAME_COLUMNS = 22
_FOUND_NOTHING = "They have told you nothing yet that goes deeper than a first answer."


@dataclass(frozen=True)
class NeedMet:
    """A need as far as it is known.

    Attributes:
        label: empty while nothing of it was told.
        told: what was told, from the surface down.
        layers: how many there are.
    """

    label: str
    told: tuple[str, ...]
    layers: int


@dataclass(frozen=True)
class PositionMet:
    """A stated position that the rep tested.

    Attributes:
        stated: what they said at first; empty where they never had to say it.
        truth: what came out; empty while they hold to what they said.
    """

    stated: str
    truth: str = ""


@dataclass(frozen=True, kw_only=True)
class PersonMet:
    """A persona as the rep knows them after all calls.

    Attributes:
        earlier: what they told before they were written anew, where nothing stands in its place.
        cues: what they let fall and the rep took up.
        calls: that have ended; retries are beside them, and in nothing else that is counted here.
        still_open: calls that have not.
        last: the start of the last call, of those that have ended where there are any, in the time zone of this
            machine.
        best: the best total, 0–100; None without a score.
    """

    persona_id: str
    name: str
    role: str = ""
    company: str = ""
    calls: int
    retries: int = 0
    still_open: int = 0
    last: datetime
    best: float | None = None
    needs: tuple[NeedMet, ...] = ()
    earlier: tuple[str, ...] = ()
    positions: tuple[PositionMet, ...] = ()
    cues: tuple[str, ...] = ()


@dataclass(frozen=True)
class PersonShown:
    """A row of the list, and what stands beside it; safe to show.

    Attributes:
        name, known: columns of the row, as wide as those of the others.
    """

    persona_id: str
    name: str
    known: str
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class LibraryView:
    """Everybody whom the rep has met, the last call first.

    Attributes:
        problem: what could not be read; empty when all could.
    """

    people: tuple[PersonShown, ...] = ()
    problem: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether the rep has met nobody."""
        return not self.people


def load_library(journal: JournalReader) -> LibraryView:
    """Everybody in the journal. Blocks for as long as it reads: for a thread.

    Raises:
        JournalError: the journal cannot be read.
    """
    calls: dict[str, list[CallSummary]] = {}
    for one in journal.calls(None):
        calls.setdefault(one.persona_id, []).append(one)
    met: list[PersonMet] = []
    unreadable = 0
    for of_one in calls.values():
        person, lost = _met(journal, of_one)
        met += [person]
        unreadable += lost
    return library_view(met, unreadable)


def library_view(met: Sequence[PersonMet], unreadable: int = 0) -> LibraryView:
    """The view of the people met, in the order given."""
    problem = ""
    if unreadable:
        calls = "One call is" if unreadable == 1 else f"{unreadable} calls are"
        problem = f"{calls} kept in a form that cannot be read; what was told there is left out here."
    return LibraryView(tuple(_rows(met)), problem)


# what was found, from the journal


class Findings:
    """What the calls with one persona brought out, gathered call by call, the newest first.

    Each finding stands in the words of the persona as it was played when it was told: a coach may have written anew
    since what the rep has not heard.
    """

    def __init__(self) -> None:
        self._facts: dict[str, str] = {}
        self._labels: dict[str, str] = {}
        self._right: dict[str, PositionMet] = {}
        self._tested: dict[str, PositionMet] = {}
        self._cues: dict[str, str] = {}

    def has_all(self, ledger: Ledger) -> bool:
        """Whether a call with that ledger brought out nothing more."""
        return (
            all(key in self._facts for key, one in ledger.layers.items() if one.is_open)
            and all(key in self._right for key, one in ledger.positions.items() if one.is_open)
            and all(
                key in self._tested or key in self._right
                for key, one in ledger.positions.items()
                if one.tested_turn is not None and one.stated_turn is not None
            )
            and all(key in self._cues for key, one in ledger.cues.items() if one.honoured_turn is not None)
        )

    def add(self, persona: Persona, ledger: Ledger, said: dict[int, str]) -> None:
        """Add what one call brought out.

        Args:
            persona: as played in it.
            said: what the prospect said, by turn.
        """
        for need in persona.needs:
            for layer in need.layers:
                entry = ledger.layers.get(layer.id)
                if entry is not None and entry.is_open:
                    self._facts.setdefault(layer.id, layer.fact)
                    self._labels.setdefault(need.id, need.label)
        for position in persona.positions:
            held = ledger.positions.get(position.id)
            if held is None:
                continue
            stated = _said_at_first(position, held, said)
            if held.is_open:
                self._right.setdefault(position.id, PositionMet(stated, position.truth))
            elif held.tested_turn is not None and stated:
                self._tested.setdefault(position.id, PositionMet(stated))
        for cue in persona.human.cues:
            fell = ledger.cues.get(cue.id)
            if fell is not None and fell.honoured_turn is not None and cue.id not in self._cues:
                heard = said.get(fell.dropped_turn, "") if fell.dropped_turn is not None else ""
                words = next((line.say for line in cue.drop if line.say in heard), "")
                self._cues[cue.id] = f"“{words}”" if words else cue.label or "Something of their own"

    def needs(self, persona: Persona) -> tuple[NeedMet, ...]:
        """The needs of a persona as far as they are known; those that are known come first."""
        needs = []
        for need in persona.needs:
            told = tuple(self._facts[layer.id] for layer in need.layers if layer.id in self._facts)
            needs.append(NeedMet(self._labels[need.id] if told else "", told, len(need.layers)))
        return tuple(sorted(needs, key=lambda one: not one.told))

    def earlier(self, persona: Persona) -> tuple[str, ...]:
        """What was told by a layer that the persona has no longer."""
        there = {layer.id for layer in persona.layers()}
        return tuple(fact for layer_id, fact in self._facts.items() if layer_id not in there)

    def positions(self) -> tuple[PositionMet, ...]:
        """The positions that came right, then those that were tested."""
        held = (one for key, one in self._tested.items() if key not in self._right)
        return (*self._right.values(), *held)

    def cues(self) -> tuple[str, ...]:
        """What was taken up."""
        return tuple(self._cues.values())


def _said_at_first(position: Position, held: PositionEntry, said: dict[int, str]) -> str:
    """What they said of it in that call, in their words where the author wrote them; nothing where they never said it.

    Of somebody who began with the truth the ledger has one turn for both.
    """
    if held.stated_turn is None or held.stated_turn == held.corrected_turn:
        return ""
    heard = said.get(held.stated_turn, "")
    words = next((line.say for line in position.state if line.say in heard), "")
    return f"“{words}”" if words else position.stated if heard else ""


def _met(journal: JournalReader, calls: Sequence[CallSummary]) -> tuple[PersonMet, int]:
    """One persona over all calls, the newest first; and how many of the calls could not be read."""
    from simulator.domain.persona import Persona  # noqa: PLC0415 - after the first paint
    from simulator.reports.past_calls import ledger_after, scores_of  # noqa: PLC0415 - the same

    findings, newest, totals, lost = Findings(), None, [], 0
    for one in calls:
        try:
            turns = journal.turns(one.id)
            ledger = ledger_after(turns)
            if one.scorecard_json is not None and one.retry_of is None:
                totals.append(scores_of(one.scorecard_json)[0])
            if newest is None or not findings.has_all(ledger):
                persona = journal.content(one.persona_hash, Persona.model_validate_json)
                newest = newest or persona
                findings.add(
                    persona, ledger, {turn.index: turn.text for turn in turns if turn.speaker == "prospect"}
                )
        except ValueError:  # what was kept is not what this program keeps
            lost += 1
    own = [one for one in calls if one.retry_of is None]
    ended = [one for one in own if one.status == "ended"]
    card = newest.card if newest is not None else None
    return PersonMet(
        persona_id=calls[0].persona_id,
        name=card.name if card else calls[0].persona_id,
        role=card.role if card else "",
        company=card.company if card else "",
        calls=len(ended),
        retries=len(calls) - len(own),
        still_open=len(own) - len(ended),
        last=(ended or own or calls)[0].started_at.astimezone(),
        best=max((total for total in totals if total is not None), default=None),
        needs=findings.needs(newest) if newest is not None else (),
        earlier=findings.earlier(newest) if newest is not None else (),
        positions=findings.positions(),
        cues=findings.cues(),
    ), lost


# what is shown of it


def _rows(met: Sequence[PersonMet]) -> Iterator[PersonShown]:
    year = met[0].last.year if met else 0
    names = [_cut(visible(person.name)) for person in met]
    depths = [_told(person) for person in met]
    days = [_day(person.last, year) for person in met]
    widths = [max(map(columns_of, texts), default=0) for texts in (names, depths, days)]
    for person, name, depth, day in zip(met, names, depths, days, strict=True):
        yield PersonShown(
            persona_id=person.persona_id,
            name=name + " " * (widths[0] - columns_of(name)),
            known=f"{depth:>{widths[1]}}  {day:>{widths[2]}}",
            sections=_sections(person, year),
        )


def _cut(name: str) -> str:
    """A name on one line, not too long for a row."""
    line = " ".join(name.split())
    if columns_of(line) <= _NAME_COLUMNS:
        return line
    while columns_of(line) >= _NAME_COLUMNS:
        line = line[:-1]
    return line.rstrip() + "…"


def _sections(person: PersonMet, year: int) -> tuple[Section, ...]:
    sections = (
        Section("", tuple(_who(person, year))),
        Section("Needs", tuple(_needs(person))),
        Section("What they said, and what you made of it", tuple(_positions(person.positions))),
        Section("What they let fall, and you took up", tuple(_lines(person.cues))),
        Section("Told before they were written anew", tuple(_lines(person.earlier))),
    )
    return tuple(section for section in sections if section.blocks)


def _who(person: PersonMet, year: int) -> Iterator[Paragraph]:
    title = ", ".join(part for part in (person.role, person.company) if part)
    yield _line(_piece(person.name, Style.STRONG), _piece(f"  {title}" if title else ""))
    yield _line(_piece(_how_often(person, _day(person.last, year)), Style.QUIET))


def _needs(person: PersonMet) -> Iterator[Paragraph | Rows]:
    if person.needs and not any(need.told for need in person.needs):
        yield _line(_piece(_FOUND_NOTHING))
    for need in person.needs:
        known = f"  {len(need.told)} of {need.layers}"
        if need.told:
            sign = "●" if len(need.told) == need.layers else "◑"
            yield _line(_piece(f"{sign} "), _piece(need.label, Style.STRONG), _piece(known, Style.QUIET))
            yield from _lines(need.told)
        else:
            yield _line(_piece(f"○ {_UNFOUND}"), _piece(known, Style.QUIET))


def _positions(positions: Iterable[PositionMet]) -> Iterator[Rows]:
    rows: list[tuple[Paragraph, ...]] = []
    for one in positions:
        if rows:
            rows.append((_quiet(""), _line()))
        if one.stated:
            rows.append((_quiet("said"), _line(_piece(one.stated))))
        if one.truth:
            rows.append((_quiet("true"), _line(_piece(one.truth, Style.STRONG))))
        else:
            rows.append((_quiet("you"), _line(_piece("You tested it, and it held for now."))))
    if rows:
        yield Rows(tuple(rows), _LABEL_WIDTHS)


def _lines(texts: Sequence[str]) -> Iterator[Rows]:
    if texts:
        yield Rows(tuple((_quiet("  –"), _line(_piece(text))) for text in texts), (3,))


def _told(person: PersonMet) -> str:
    known, layers = sum(len(need.told) for need in person.needs), sum(need.layers for need in person.needs)
    return f"{known} of {layers} told" if layers else ""


def _how_often(person: PersonMet, day: str) -> str:
    """The calls that were made; one that is still open is not yet among them."""
    if not person.calls:
        return f"No call has ended yet; {_counted(person.still_open, 'is', 'are')} open, begun on {day}."
    best = "no score yet" if person.best is None else f"best score {person.best:.0f} of 100"
    still = (
        f" {_counted(person.still_open, 'more is', 'more are').capitalize()} open."
        if person.still_open
        else ""
    )
    calls = "1 call" if person.calls == 1 else f"{person.calls} calls"
    retries = "1 retry" if person.retries == 1 else f"{person.retries} retries"
    beside = f", beside {retries}" if person.retries else ""
    return f"{calls}{beside}, the last on {day}; {best}.{still}"


def _counted(count: int, one: str, many: str) -> str:
    return f"one {one}" if count == 1 else f"{count} {many}"


def _day(when: datetime, year: int) -> str:
    return f"{when.day} {when:%b}" if when.year == year else f"{when.day} {when:%b %Y}"


def _line(*pieces: Piece) -> Paragraph:
    return Paragraph(pieces)


def _quiet(text: str) -> Paragraph:
    return _line(_piece(text, Style.QUIET))


def _piece(text: str, style: Style = Style.PLAIN) -> Piece:
    return Piece(visible(text), style)
