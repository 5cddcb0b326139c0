"""What a debrief says of the score: the dimensions with what they rest on, and the flags beside them. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from simulator.domain.played import PlayedCall
from simulator.domain.scorecard import Dimension, Scorecard
from simulator.reports.blocks import Rows, behind, line, plain, quiet, strong
from simulator.reports.debrief_words import BASIS, NAMES, bar, basis_of, figure
from simulator.reports.quoted import quoted

if TYPE_CHECKING:
    from simulator.scoring.debrief import Debrief

_TURN = (8,)
_DIMENSION = (14, 3)


def scorecard_rows(
    call: PlayedCall,
    card: Scorecard,
    told: Debrief,
    own: Mapping[Dimension, float],
    there: frozenset[int],
) -> Iterator[Rows]:
    for name, one in card.dimensions.items():
        sign, in_file, word = BASIS[basis_of(one)]
        pieces = [
            plain(f"{bar(one.score)}  ", ""),
            plain(f"{sign:<2} {word}", f"{in_file}{word}"),
        ]
        if name in own:
            pieces.append(strong(f"   you said {own[name]:.0f}"))
        if one.note:
            pieces.append(quiet(f"\n{one.note}"))
        found = [(proof.turn, proof.why) for proof in one.evidence]
        if name is Dimension.ACCOUNTABILITY:
            found.extend(_mistakes(call, told))
        title = f"{NAMES[name]}, {'not observed' if one.score is None else f'{one.score:.0f} of 100'}"
        yield Rows(
            ((line(plain(NAMES[name])), line(strong(figure(one.score))), line(*pieces)),),
            _DIMENSION,
            behind=behind(title, found, there),
            close=True,
        )


def _mistakes(call: PlayedCall, told: Debrief) -> Iterator[tuple[int, str]]:
    """The bungles of a call, those that were taken back among them: accountability is about what became of them."""
    withdrawn = {one.turn: one.why for one in told.withdrawn}
    for turn in call.turns:
        if turn.taken_back and turn.lesson:
            yield turn.index, f"taken back: “{turn.lesson}”"
        bungle = turn.direction.bungle if turn.direction is not None else None
        if bungle is not None:
            why = withdrawn.get(bungle.turn) if not turn.taken_back else None
            yield bungle.turn, f"{bungle.why} It does not count, since {why}." if why else bungle.why


def flag_rows(call: PlayedCall, card: Scorecard, there: frozenset[int]) -> Iterator[Rows]:
    for flag in card.flags:
        yield Rows(
            (
                (
                    line(quiet(f"turn {flag.turn}")),
                    line(plain(f"{quoted(call, flag.turn, flag.quote)} "), strong(flag.fact)),
                ),
            ),
            _TURN,
            behind=behind("A flag", [(flag.turn, flag.fact)], there),
            close=True,
        )
