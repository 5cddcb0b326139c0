"""What stands beside the score and is never averaged into it; each flag with its quote."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from simulator.domain.lines import Move
from simulator.domain.reading import Act
from simulator.domain.scenario import Scenario
from simulator.domain.scorecard import Flag
from simulator.domain.transcript import Speaker
from simulator.scoring.parts import quote_of
from simulator.scoring.rated import RatedTurn, line_of

#: the rep's turns within which it has to be said who calls and for whom
_TURNS_TO_SAY_WHO = 2


def flags(turns: Sequence[RatedTurn], scenario: Scenario | None = None) -> tuple[Flag, ...]:
    """All flags of a conversation, in order.

    Args:
        turns: rated turns; every rep turn is looked at, understood or not.
        scenario: for claims that it does not allow; None for a transcript from elsewhere.
    """
    found = [
        *_not_said_who(turns, scenario),
        *_statements(turns),
        *_claims(turns, scenario),
        *_removals(turns),
    ]
    return tuple(sorted(found, key=lambda flag: flag.turn))


def _not_said_who(turns: Sequence[RatedTurn], scenario: Scenario | None) -> Iterator[Flag]:
    """Only for calls that are known to be cold ones: in a transcript from elsewhere the two may know each other."""
    rep = [turn for turn in turns if turn.speaker is Speaker.REP and turn.line is not None]
    if scenario is None or len(rep) < _TURNS_TO_SAY_WHO:
        return
    early = rep[:_TURNS_TO_SAY_WHO]
    firm = scenario.offer.company.lower()
    named = any(line_of(turn).does(Act.GIVES_NAME) for turn in early)
    for_whom = any(line_of(turn).does(Act.GIVES_COMPANY) or firm in turn.text.lower() for turn in early)
    if not (named and for_whom):
        missing = (
            "who is calling and for whom"
            if not named and not for_whom
            else "who is calling"
            if not named
            else "for whom"
        )
        yield _flag("identity", early[-1], f"It was not said {missing} in the first two turns.")


_KINDS = (
    (Act.FALSE_URGENCY, "false_urgency", "An urgency that nothing stands behind."),
    (Act.GUARANTEE, "guarantee", "A guarantee that nobody can give."),
    (Act.PERSONAL_REMARK, "personal_remark", "A remark about a person's origin, age, sex, faith or health."),
)


def _statements(turns: Sequence[RatedTurn]) -> Iterator[Flag]:
    for turn in turns:
        if turn.line is None:
            continue
        for act, kind, fact in _KINDS:
            if turn.line.does(act):
                yield _flag(kind, turn, fact)


def _claims(turns: Sequence[RatedTurn], scenario: Scenario | None) -> Iterator[Flag]:
    if scenario is None:
        return
    facts = {claim.id: claim.why for claim in scenario.offer.forbidden}
    for turn in turns:
        for claim in turn.reading.forbidden_claims if turn.reading is not None else ():
            yield _flag("forbidden_claim", turn, facts.get(claim, "The scenario does not allow this claim."))


def _removals(turns: Sequence[RatedTurn]) -> Iterator[Flag]:
    """A request to be taken off the list that was not honoured in the next line."""
    for before, after in zip(turns, turns[1:], strict=False):
        if before.direction is None or Move.OFF_LIST not in before.direction.moves or after.line is None:
            continue
        if not after.line.does(Act.HONOURS_REMOVAL, Act.APOLOGY, Act.GOODBYE):
            yield _flag(
                "removal_ignored",
                after,
                "They asked to be taken off the list, and it was not honoured at once.",
            )


def _flag(kind: str, turn: RatedTurn, fact: str) -> Flag:
    return Flag(kind=kind, turn=turn.index, quote=quote_of(turn.text), fact=fact)
