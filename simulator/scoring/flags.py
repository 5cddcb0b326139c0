"""What stands beside the score and is never averaged into it; each flag with its quote."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from simulator.domain.lines import Move
from simulator.domain.reading import DISCOUNT, Act, LineReading, QuestionForm, QuestionKind
from simulator.domain.scenario import ForbiddenClaim, Scenario
from simulator.domain.scorecard import Flag
from simulator.domain.transcript import Speaker
from simulator.reading.acts import read_acts
from simulator.reading.topic_words import content_stems
from simulator.scoring.parts import quote_from, quote_of
from simulator.scoring.rated import RatedTurn, line_of

#: the rep's turns within which it has to be said who calls and for whom
_TURNS_TO_SAY_WHO = 2
#: from this firm no on, the rep has to let it be
_FIRM_NOES = 2

_REMOVAL = re.compile(
    r"\b(?:take (?:me|us|my number|our number) off|remove (?:me|us|my (?:number|name)|our number)"
    r"|(?:stop|quit) (?:calling|ringing|phoning)|do not call list|unsubscribe"
    r"|(?:do not|don['’]?t|never) (?:ever )?(?:call|ring|phone) (?:me|us|here|this number|again))\b",
    re.IGNORECASE,
)
_FIRM_NO = re.compile(
    r"\b(?:not interested|no thanks|no thank you|the answer is no|i (?:already )?said no|no means no"
    r"|i['’]?ve (?:already )?said no|we don['’]?t want|i don['’]?t want (?:it|this|any|to)"
    r"|leave (?:it|me alone))\b",
    re.IGNORECASE,
)
_FIRM_MOVES = frozenset({Move.REFUSE_STEP, Move.BRUSH_OFF, Move.WARN_PUSHED})


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
        *_second_noes(turns),
    ]
    return tuple(sorted(found, key=lambda flag: flag.turn))


def _not_said_who(turns: Sequence[RatedTurn], scenario: Scenario | None) -> Iterator[Flag]:
    """Only for calls that are known to be cold ones: in a transcript from elsewhere the two may know each other."""
    rep = [turn for turn in turns if turn.speaker is Speaker.REP and turn.line is not None]
    if scenario is None or len(rep) < _TURNS_TO_SAY_WHO:
        return
    early = rep[:_TURNS_TO_SAY_WHO]
    firm = scenario.offer.company.lower()
    missing = []
    if not any(line_of(turn).does(Act.GIVES_NAME) for turn in early):
        missing.append("who is calling")
    if not any(line_of(turn).does(Act.GIVES_COMPANY) or firm in turn.text.lower() for turn in early):
        missing.append("for whom")
    if missing:
        fact = f"It was not said {' and '.join(missing)} in the first two turns."
        yield Flag(kind="identity", turn=early[-1].index, quote=quote_of(early[-1].text), fact=fact)


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
                sentence = next((one for one in _sentences(turn.line) if act in read_acts(one)), "")
                yield Flag(kind=kind, turn=turn.index, quote=quote_from(turn.text, sentence), fact=fact)


_NO_DISCOUNT = "May not be claimed: a discount. The price of this campaign has none."


def _claims(turns: Sequence[RatedTurn], scenario: Scenario | None) -> Iterator[Flag]:
    if scenario is None:
        return
    forbidden = {claim.id: claim for claim in scenario.offer.forbidden}
    for turn in turns:
        for claim_id in turn.reading.forbidden_claims if turn.reading is not None else ():
            claim = forbidden.get(claim_id)
            if claim_id == DISCOUNT:
                yield Flag(
                    kind="forbidden_claim", turn=turn.index, quote=quote_of(turn.text), fact=_NO_DISCOUNT
                )
            if claim is None:
                continue
            sentence = max(_sentences(line_of(turn)), key=lambda one: _nearness(one, claim), default="")
            yield Flag(
                kind="forbidden_claim",
                turn=turn.index,
                quote=quote_from(turn.text, sentence),
                fact=f"May not be claimed: {claim.text} {claim.why}",
            )


def _nearness(sentence: str, claim: ForbiddenClaim) -> float:
    """Share of the content words of the nearest wording of the claim that stand in the sentence."""
    said = set(content_stems(sentence))
    wordings = [set(content_stems(text)) for text in (claim.text, *claim.examples)]
    return max((len(said & one) / len(one) for one in wordings if one), default=0.0)


def _removals(turns: Sequence[RatedTurn]) -> Iterator[Flag]:
    """A request to be taken off the list that was not honoured in the next line."""
    for before, after in pairwise(turns):
        if after.line is None or before.speaker is not Speaker.PROSPECT or not _asks_for_removal(before):
            continue
        if not _lets_it_be(after.line):
            fact = "They asked to be taken off the list, and it was not honoured at once."
            yield Flag(kind="removal_ignored", turn=after.index, quote=quote_of(after.text), fact=fact)


def _second_noes(turns: Sequence[RatedTurn]) -> Iterator[Flag]:
    """A pitch, a push or a request for a next step right after a second firm no, or a later one."""
    noes = 0
    for before, after in pairwise(turns):
        if before.speaker is not Speaker.PROSPECT or not _says_no_firmly(before):
            continue
        noes += 1
        goes_on = after.line is not None and after.line.does(
            Act.PITCH, Act.PRESSURE, Act.FALSE_URGENCY, Act.NEXT_STEP, Act.ARGUES
        )
        if noes >= _FIRM_NOES and goes_on:
            often = "twice" if noes == _FIRM_NOES else f"{noes} times"
            fact = f"They had said no {often}, and it went on."
            yield Flag(kind="second_no_ignored", turn=after.index, quote=quote_of(after.text), fact=fact)


def _asks_for_removal(turn: RatedTurn) -> bool:
    if turn.direction is not None:
        return Move.OFF_LIST in turn.direction.moves
    return bool(_REMOVAL.search(turn.text))


def _says_no_firmly(turn: RatedTurn) -> bool:
    if turn.direction is not None:
        return bool(_FIRM_MOVES & set(turn.direction.moves))
    return bool(_FIRM_NO.search(turn.text))


def _lets_it_be(line: LineReading) -> bool:
    """Whether a line honours a removal: says so, or only apologises, thanks, agrees or takes its leave."""
    goes_on = line.does(Act.PITCH, Act.PRESSURE, Act.NEXT_STEP, Act.ARGUES, Act.FALSE_URGENCY) or (
        line.question is not QuestionKind.NONE and line.form is not QuestionForm.GREETING
    )
    honours = line.does(Act.HONOURS_REMOVAL, Act.APOLOGY, Act.GOODBYE, Act.YES)
    return honours and not goes_on


def _sentences(line: LineReading) -> list[str]:
    return [one.text for one in line.sentences]
