"""A call that was prepared at the desk says so, also where no plan was written."""

from __future__ import annotations

import pytest

from simulator.call.wish import Wish
from simulator.domain.played import Plan
from simulator.settings import Settings
from simulator.tui.backstage import Backstage


@pytest.mark.parametrize(
    ("prepared", "plan", "kept"),
    [
        (("morning-board", "marion-teague"), None, Plan()),
        (("morning-board", "marion-teague"), Plan(reason="the rounds"), Plan(reason="the rounds")),
        (None, None, None),
    ],
)
def test_call_from_the_desk_has_a_plan_if_only_an_empty_one(
    settings: Settings, prepared: tuple[str, str] | None, plan: Plan | None, kept: Plan | None
) -> None:
    backstage = Backstage(settings, Wish())
    backstage.choose(Wish(plan=plan), prepared=prepared)
    assert backstage._wish.plan == kept
