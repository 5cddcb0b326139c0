"""What the prospect put to the rep and got nothing back for: questions unanswered, no name, question upon question.

Each is a part of nought that is there only where it happened, so that it can take away and never give: that nobody
asked anything is no merit of the rep's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from simulator.domain.lines import Move, Tail
from simulator.domain.reading import Act, QuestionForm, QuestionKind, Via
from simulator.domain.scorecard import Evidence
from simulator.domain.transcript import Speaker
from simulator.scoring.exchanges import Exchange
from simulator.scoring.listening import takes_up
from simulator.scoring.measures import asks
from simulator.scoring.parts import Part, evidence, quote_of
from simulator.scoring.rated import RatedTurn, line_of

#: what is taken from human tone, each time and at most; set by hand
_UNANSWERED, _UNANSWERED_MOST = 0.1, 0.3
_BUNGLE, _BUNGLES_MOST = 0.09, 0.36
_ONE_MORE_CLOSED, _CLOSED_MOST = 0.04, 0.24
_NAMELESS = 0.12
#: closed questions in a row that nobody minds
_CLOSED_IN_A_ROW = 3
#: who calls has to be said within so many lines
_LINES_TO_SAY_WHO = 4
#: fewer words than this answer nothing
_AN_ANSWER = 2
_ASKS_WHO = frozenset({Move.WHO_IS_THIS})
#: answers to "who is this", whatever else the line does
_SAYS_WHO = (Act.GIVES_NAME, Act.GIVES_COMPANY)
#: a closed question with one of these is a courtesy or a proposal, and none of a row
_KINDER = (Act.NEXT_STEP, Act.PERMISSION, Act.WHO_AM_I_TALKING_TO, Act.EMPATHY, Act.DISQUALIFY)
_STATES = frozenset({QuestionForm.NONE, QuestionForm.TAG})


@dataclass(frozen=True)
class Met:
    """What the rep left lying.

    Attributes:
        unanswered: the rep's lines that came after a question of the prospect and did not answer it.
        asked: how often the prospect asked something and the rep had a line left.
        closed_in_row: the longest row of closed questions, and its last line; a line of three counts three.
        nameless: whether neither a name nor a firm was given in the first lines.
    """

    unanswered: tuple[RatedTurn, ...]
    asked: int
    closed_in_row: int
    row_ends: RatedTurn | None
    nameless: bool


def how_met(turns: Sequence[RatedTurn], firm: str) -> Met:
    """What the rep of a played call did with what was put to them.

    Args:
        turns: rated turns of the call, in order.
        firm: the rep's firm, as the scenario names it.
    """
    put = [(before, after) for before, after in pairwise(turns) if _puts_a_question(before, after)]
    longest, ends = _longest_row(turns)
    return Met(
        unanswered=tuple(after for before, after in put if not _answers(before, after)),
        asked=len(put),
        closed_in_row=longest,
        row_ends=ends,
        nameless=_nameless(turns, firm),
    )


def parts_of(met: Met, standing: Sequence[Exchange]) -> Iterator[Part]:
    """What it takes from human tone: nothing where nothing was left lying.

    Args:
        standing: exchanges whose bungle stands.
    """
    if met.unanswered:
        weight = min(_UNANSWERED_MOST, _UNANSWERED * len(met.unanswered))
        yield Part(
            0.0, weight, evidence(met.unanswered, "they had asked you something, and it got no answer")
        )
    if standing:
        said = tuple(
            Evidence(turn=one.rep.index, quote=quote_of(one.rep.text), why=one.bungle.why)
            for one in standing[:3]
            if one.bungle is not None
        )
        yield Part(0.0, min(_BUNGLES_MOST, _BUNGLE * len(standing)), said)
    over = met.closed_in_row - _CLOSED_IN_A_ROW
    if over > 0 and met.row_ends is not None:
        words = evidence([met.row_ends], f"the last of {met.closed_in_row} closed questions in a row")
        yield Part(0.0, min(_CLOSED_MOST, _ONE_MORE_CLOSED * over), words)
    if met.nameless:
        yield Part(0.0, _NAMELESS)


def sentence_of(met: Met) -> str:
    """What was left lying, for the scorecard; empty where nothing was."""
    left = []
    if met.unanswered:
        times = len(met.unanswered)
        left.append(
            "1 question of theirs got no answer"
            if times == 1
            else f"{times} of their questions got no answer"
        )
    if met.closed_in_row > _CLOSED_IN_A_ROW:
        left.append(f"{met.closed_in_row} closed questions came in a row")
    if met.nameless:
        left.append("they were not told who you are")
    said = "; ".join(left)
    return f"{said[0].upper()}{said[1:]}." if said else ""


def _puts_a_question(before: RatedTurn, after: RatedTurn) -> bool:
    """Whether the prospect asked the rep something, and the rep had a line that was followed."""
    if before.speaker is not Speaker.PROSPECT or after.line is None or before.cut_off or not after.counts:
        return False
    direction = before.direction
    if direction is None or direction.end is not None:
        return False
    asked = {Move.WHO_IS_THIS, Move.WHAT_ABOUT, Move.IS_SALES_CALL, Move.HOW_GOT_NUMBER, Move.CLARIFY}
    return (
        not asked.isdisjoint(direction.moves)
        or direction.tail in {Tail.ASK_REASON, Tail.ASK_BACK}
        or before.text.rstrip(" \"'”’)").endswith("?")
    )


def _answers(before: RatedTurn, after: RatedTurn) -> bool:
    """Whether a line says anything to what it was asked: tells who is calling, or says something and not only asks."""
    line = line_of(after)
    moves = before.direction.moves if before.direction is not None else ()
    if not _ASKS_WHO.isdisjoint(moves):
        named = after.reading is not None and after.reading.rep_name is not None
        return named or line.does(*_SAYS_WHO)
    if line.does(
        *_SAYS_WHO, Act.REASON_FOR_CALL, Act.YES, Act.NO, Act.GOODBYE, Act.APOLOGY, Act.REPEAT_PLEASE, Act.DISQUALIFY,
        Act.HONOURS_REMOVAL,
    ):  # fmt: skip
        return True
    if after.reading is not None and any(one.via is Via.CHOICE for one in after.reading.subjects):
        return True
    if not line.sentences:
        return not asks(after)
    told = [one for one in line.sentences if one.form in _STATES]
    return any(len(one.text.split()) >= _AN_ANSWER for one in told)


def _longest_row(turns: Sequence[RatedTurn]) -> tuple[int, RatedTurn | None]:
    """The longest row of closed questions that take up nothing, counted by questions, and the line that it ends with."""
    longest, ends, run = 0, None, 0
    for turn in turns:
        if turn.line is None or not turn.counts:
            continue
        line = turn.line
        bare = (
            line.question is QuestionKind.CLOSED
            and asks(turn)
            and not line.does(*_KINDER)
            and not takes_up(turn)
        )
        run = run + max(1, line.questions) if bare else 0
        if run > longest:
            longest, ends = run, turn
    return longest, ends


def _nameless(turns: Sequence[RatedTurn], firm: str) -> bool:
    rep = [turn for turn in turns if turn.line is not None]
    early = rep[:_LINES_TO_SAY_WHO]
    said = any(
        line_of(turn).does(*_SAYS_WHO)
        or firm.lower() in turn.text.lower()
        or (turn.reading is not None and turn.reading.rep_name is not None)
        for turn in early
    )
    return len(rep) >= _LINES_TO_SAY_WHO and not said
