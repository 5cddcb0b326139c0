"""What stands on the desk before a call, without a screen."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from simulator.authoring.library import ContentLibrary
from simulator.domain.persona import Persona
from simulator.domain.played import Plan
from simulator.domain.scenario import Scenario
from simulator.tui.desk_view import (
    Asked,
    DeskView,
    ask,
    desk_view,
    one_line,
    over_words,
    plan_of,
    rows,
    spent_s,
    spent_words,
)
from tests.tui.desk_stage import HOSTILE, changed, shipped_leads

# what stands on it


def test_desk_has_brief_goal_lead_offer_and_limits(
    view: DeskView, scenario: Scenario, persona: Persona
) -> None:
    lead = scenario.lead(persona.id)
    assert lead is not None
    parts = dict(view.parts)
    assert parts["Goal"] == scenario.goal.strip()
    assert parts["On the list"] == lead.note.strip()
    assert parts["Why now"] == lead.why_now.strip()
    assert parts["Dayboard"] == scenario.offer.in_one_line
    assert parts["The brief"] == scenario.brief.strip()
    assert parts["Price"] == scenario.offer.price
    assert "15:00" in parts["Time"]
    assert "5:00" in parts["Time"]
    assert all(fact in parts["Anybody may know"] for fact in persona.card.public)
    assert persona.card.place in parts["You call"]


def test_desk_tells_true_claims_from_forbidden_ones(view: DeskView, scenario: Scenario) -> None:
    parts = dict(view.parts)
    assert all(claim.text in parts["You may say"] for claim in scenario.offer.claims)
    for claim in scenario.offer.forbidden:
        assert claim.text in parts["You may not say"]
        assert claim.why in parts["You may not say"]
        assert claim.text not in parts["You may say"]


def test_persona_that_is_no_lead_has_a_desk_without_note(scenario: Scenario, persona: Persona) -> None:
    headings = dict(desk_view(changed(scenario, leads=()), persona).parts)
    assert "On the list" not in headings
    assert "Goal" in headings


def test_desk_has_what_the_campaign_found_and_what_it_found_on_this_prospect(
    view: DeskView, scenario: Scenario, persona: Persona
) -> None:
    wanted = [one.id for one in scenario.research if one.persona in {None, persona.id}]
    assert [one.id for one in view.lookups] == wanted
    assert len(wanted) < len(scenario.research)


def test_of_two_findings_by_one_name_the_first_counts_as_in_the_call(
    scenario: Scenario, persona: Persona
) -> None:
    first = scenario.research[0]
    twice = (first, first.model_copy(update={"persona": persona.id, "title": "Another"}))
    assert [one.title for one in desk_view(changed(scenario, research=twice), persona).lookups] == [
        first.title
    ]


def everything(view: DeskView) -> str:
    return repr(asdict(view)).lower()


def test_nothing_private_of_any_shipped_prospect_is_on_the_desk(content: ContentLibrary) -> None:
    for scenario, persona in shipped_leads(content):
        shown = everything(desk_view(scenario, persona))
        secrets = [layer.fact for layer in persona.layers()]
        secrets += [one.truth for one in persona.positions] + [one.stated for one in persona.positions]
        secrets += [persona.fit.why, persona.human.day, persona.human.worries_about, persona.card.voice]
        assert not [secret for secret in secrets if secret.lower() in shown]


def test_no_label_of_a_need_comes_from_the_persona(content: ContentLibrary) -> None:
    for scenario, persona in shipped_leads(content):
        plain = everything(desk_view(scenario, persona))
        marked = persona.model_copy(
            update={
                "needs": tuple(
                    need.model_copy(update={"label": f"secret {number}"})
                    for number, need in enumerate(persona.needs)
                )
            }
        )
        assert everything(desk_view(scenario, marked)) == plain


def test_desk_depends_on_nothing_of_the_persona_but_name_and_card(
    scenario: Scenario, persona: Persona, content: ContentLibrary
) -> None:
    other = content.persona("tomasz-bielak")
    mixed = other.model_copy(update={"id": persona.id, "card": persona.card})
    assert desk_view(scenario, mixed) == desk_view(scenario, persona)


def test_words_of_others_are_safe_to_show(scenario: Scenario, persona: Persona) -> None:
    card = persona.card.model_copy(update={"name": HOSTILE, "role": HOSTILE, "public": (HOSTILE,)})
    finding = scenario.research[0].model_copy(update={"title": HOSTILE, "finds": HOSTILE})
    hostile = changed(scenario, title=HOSTILE, brief=HOSTILE, goal=HOSTILE, research=(finding,))
    made = desk_view(hostile, persona.model_copy(update={"card": card}))
    assert "\x1b" not in "".join([made.who, made.role, made.title, *(text for _, text in made.parts)])
    assert made.lookups[0].title == made.lookups[0].finds == "\\x1b[2J[bold]here[/bold][/]"


# what is asked


def test_each_lookup_costs_once(view: DeskView) -> None:
    first, second = view.lookups[:2]
    once = ask(view, Asked(), first.id)
    assert spent_s(view, once) == first.cost_s
    assert ask(view, once, first.id) == once
    both = ask(view, once, second.id)
    assert both.ids == (first.id, second.id)
    assert spent_s(view, both) == first.cost_s + second.cost_s


def test_what_the_desk_does_not_have_is_not_asked(view: DeskView) -> None:
    assert ask(view, Asked(), "nothing-by-that-name") == Asked()


def test_finding_shows_only_when_it_was_asked_for(view: DeskView) -> None:
    before = rows(view, Asked())
    assert all(not row.finds for row in before)
    assert before[0].cost == "0:40"
    after = rows(view, ask(view, Asked(), view.lookups[0].id))
    assert (after[0].cost, after[0].finds) == ("asked", view.lookups[0].finds)
    assert after[1:] == before[1:]


def test_spent_time_is_told_in_minutes_and_seconds(
    view: DeskView, scenario: Scenario, persona: Persona
) -> None:
    assert spent_words(view, Asked()) == "0:00 of 5:00"
    asked = Asked(tuple(one.id for one in view.lookups))
    assert spent_words(view, asked) == "5:20 of 5:00, 0:20 over"
    assert over_words(view, asked) == "lowers the preparation score"
    assert over_words(view, Asked()) == ""


def test_lookup_that_goes_over_the_limit_says_so_before_it_is_asked(view: DeskView) -> None:
    all_but_one = Asked(tuple(one.id for one in view.lookups[:-1]))
    assert [row.warning for row in rows(view, all_but_one)][-1] == "takes you 0:20 over"
    assert not any(row.warning for row in rows(view, Asked()))
    assert not any(row.warning for row in rows(view, Asked(tuple(one.id for one in view.lookups))))


# what is planned


def test_plan_is_stripped_and_has_no_empty_question() -> None:
    assert plan_of("  the season is over ", [" How? ", "   ", "What then?"], "\t") == Plan(
        reason="the season is over", questions=("How?", "What then?"), guess=""
    )


@pytest.mark.parametrize("blank", ["", "   ", "\t\n"])
def test_plan_with_nothing_written_is_none(blank: str) -> None:
    assert plan_of(blank, [blank, blank, blank], blank) is None


def test_pasted_text_is_one_line_without_control_characters() -> None:
    assert one_line(" one\r\n two\t\x1b[2Jthree ") == "one two \\x1b[2Jthree"
