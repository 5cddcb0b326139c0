"""What a debrief says of the plan that a rep wrote before the call. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from simulator.reports.blocks import Rows, behind, line, plain, quiet, strong
from simulator.reports.covering import A_NEED

if TYPE_CHECKING:
    from simulator.scoring.debrief import Debrief, PlanKept


def plan_rows(told: Debrief, there: frozenset[int], hidden: str) -> Iterator[Rows]:
    if told.plan is not None:
        needs = ", ".join(need.label for need in told.needs if need.label != A_NEED)
        was = f"They told you of: {needs}." if hidden else f"It was: {needs}."
        yield from _close(_plan_rows(told.plan, was if needs else "", there))


def _plan_rows(plan: PlanKept, was: str, there: frozenset[int]) -> Iterator[Rows]:
    width = (8,)
    if plan.reason:
        yield Rows(((line(quiet("reason")), line(plain(plan.reason))),), width)
    for question, turn in plan.questions:
        after = f"asked in turn {turn}" if turn is not None else "not asked"
        yield Rows(
            ((line(quiet("question")), line(plain(question), strong(f"  {after}"))),),
            width,
            behind=behind("A question of your plan", [(turn, f"asked “{question}”")], there),
        )
    if plan.guess:
        near = (strong(f"  {plan.guess_near}"),) if plan.guess_near else ()
        really = (quiet(f"  {was}"),) if was else ()
        yield Rows(((line(quiet("guess")), line(plain(plan.guess), *near, *really)),), width)


def _close(rows: Iterable[Rows]) -> Iterator[Rows]:
    for one in rows:
        yield Rows(one.rows, one.widths, behind=one.behind, close=True)
