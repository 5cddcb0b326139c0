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
from simulator.reading.in_this_call import names_discount
from simulator.reading.line import read_line
from simulator.reading.stems import word_parts
from simulator.reading.topic_words import content_stems
from simulator.scoring.flag_quotes import quote_showing
from simulator.scoring.parts import quote_of
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
#: what goes on with a call that the other has ended
_GOES_ON = (Act.PITCH, Act.PRESSURE, Act.FALSE_URGENCY, Act.NEXT_STEP, Act.ARGUES)
#: one of these is in every line that asks to be taken off the list, and in every firm no
_REMOVAL_WORDS = frozenset("off remove stop quit list unsubscribe call ring phone".split())
_FIRM_WORDS = frozenset("interested thanks thank answer no want leave".split())
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
                yield Flag(kind=kind, turn=turn.index, quote=_quote(turn, act), fact=fact)


_NO_DISCOUNT = "May not be claimed: a discount. The price of this campaign has none."


def _claims(turns: Sequence[RatedTurn], scenario: Scenario | None) -> Iterator[Flag]:
    if scenario is None:
        return
    forbidden = {claim.id: claim for claim in scenario.offer.forbidden}
    for turn in turns:
        for claim_id in turn.reading.forbidden_claims if turn.reading is not None else ():
            claim = forbidden.get(claim_id)
            if claim_id == DISCOUNT:
                quote = quote_showing(turn.text, _sentences(line_of(turn)), names_discount)
                yield Flag(kind="forbidden_claim", turn=turn.index, quote=quote, fact=_NO_DISCOUNT)
            if claim is None:
                continue
            yield Flag(
                kind="forbidden_claim",
                turn=turn.index,
                quote=_claim_quote(turn, claim),
                fact=f"May not be claimed: {claim.text} {claim.why}",
            )


def _claim_quote(turn: RatedTurn, claim: ForbiddenClaim) -> str:
    """The words of a turn that come nearest to a claim."""
    sentences = _sentences(line_of(turn))
    nearest = max((_nearness(one, claim) for one in sentences), default=0.0)
    if not nearest:
        return quote_of(turn.text)
    return quote_showing(turn.text, sentences, lambda piece: _nearness(piece, claim) >= nearest)


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
            yield Flag(kind="removal_ignored", turn=after.index, quote=_quote(after, *_GOES_ON), fact=fact)


def _second_noes(turns: Sequence[RatedTurn]) -> Iterator[Flag]:
    """A pitch, a push or a request for a next step right after a second firm no, or a later one."""
    noes = 0
    for before, after in pairwise(turns):
        if before.speaker is not Speaker.PROSPECT or not _says_no_firmly(before):
            continue
        noes += 1
        goes_on = after.line is not None and after.line.does(*_GOES_ON)
        if noes >= _FIRM_NOES and goes_on:
            often = "twice" if noes == _FIRM_NOES else f"{noes} times"
            fact = f"They had said no {often}, and it went on."
            yield Flag(kind="second_no_ignored", turn=after.index, quote=_quote(after, *_GOES_ON), fact=fact)


def _asks_for_removal(turn: RatedTurn) -> bool:
    if turn.direction is not None:
        return Move.OFF_LIST in turn.direction.moves
    return not _REMOVAL_WORDS.isdisjoint(word_parts(turn.text)) and bool(_REMOVAL.search(turn.text))


def _says_no_firmly(turn: RatedTurn) -> bool:
    if turn.direction is not None:
        return bool(_FIRM_MOVES & set(turn.direction.moves))
    return not _FIRM_WORDS.isdisjoint(word_parts(turn.text)) and bool(_FIRM_NO.search(turn.text))


def _lets_it_be(line: LineReading) -> bool:
    """Whether a line honours a removal: says so, or only apologises, thanks, agrees or takes its leave."""
    goes_on = line.does(*_GOES_ON) or (
        line.question is not QuestionKind.NONE and line.form is not QuestionForm.GREETING
    )
    honours = line.does(Act.HONOURS_REMOVAL, Act.APOLOGY, Act.GOODBYE, Act.YES)
    return honours and not goes_on


def _quote(turn: RatedTurn, *acts: Act) -> str:
    """The words of a rep's turn that do one of these; where no rule sees them, the sentence that does as it is read alone."""
    sentences = _sentences(line_of(turn))
    if not any(not read_acts(one).isdisjoint(acts) for one in (*sentences, turn.text)):
        found = (one for one in sentences if read_line(one).does(*acts))
        return quote_showing(turn.text, [next(found, "")], bool)
    return quote_showing(turn.text, sentences, lambda piece: not read_acts(piece).isdisjoint(acts))


def _sentences(line: LineReading) -> list[str]:
    return [one.text for one in line.sentences]
