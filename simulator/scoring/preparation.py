"""Preparation of a played call: who and why said early, what was looked up, what was planned, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.domain.played import Plan, PlayedCall
from simulator.domain.reading import Act
from simulator.domain.scorecard import DimensionScore
from simulator.reading.topic_words import content_stems
from simulator.scoring.measures import asks
from simulator.scoring.parts import Part, clamp, combine, evidence, share
from simulator.scoring.plan_kept import turns_asked
from simulator.scoring.preparation_limit import over_the_limit
from simulator.scoring.rated import RatedTurn, line_of
from simulator.scoring.seen import Seen

#: the opening, in lines of the rep: who calls, and why
_NAMED_WITHIN, _REASON_WITHIN = 2, 4
#: what a written plan is made of: a question weighs most, since it alone can be used
_REASON, _QUESTION, _GUESS = 0.25, 0.5, 0.25
#: look-ups before the call that are enough; the desk seldom has more on one prospect that is worth the minutes
_LOOK_UPS = 2
#: a good opening shows that somebody knew what they wanted, and not that they prepared: without a plan it comes to this
OPENING_ALONE = 85.0
_NO_PLAN = "No plan was written."
_NO_DESK = "No plan was written: the call began without the desk, so this is how it was opened, and no more."
#: the reader is this sure that a question is about a fact
_SURE_OF_FACT = 0.6


def preparation(seen: Seen) -> DimensionScore:
    """Who and why said early, things looked up, a plan written and used, nothing asked that the brief told.

    Who rang without the desk had no place for a plan: plan and look-ups are not observed then, and what is left, the
    opening, is no whole preparation.
    """
    # what a line says of the caller is said, whether or not the rest of it was followed
    said = [turn for turn in seen.turns if turn.line is not None]
    if not any(turn.words for turn in said):
        return combine([])
    reason = [turn for turn in said[:_REASON_WITHIN] if line_of(turn).does(Act.REASON_FOR_CALL)]
    early = said[:_NAMED_WITHIN]
    firm = seen.call.scenario.offer.company.lower()
    named = [turn for turn in early if line_of(turn).does(Act.GIVES_NAME)]
    for_whom = [turn for turn in early if line_of(turn).does(Act.GIVES_COMPANY) or firm in turn.text.lower()]
    who = (bool(named) + bool(for_whom)) / 2
    wrong = [
        turn
        for turn in seen.rep
        if turn.reading is not None and (turn.reading.wrong_name or turn.reading.wrong_fact)
    ]
    facts = [turn for turn in seen.rep if _asks_for_a_fact(turn)]
    known = [turn for turn in facts if _stands_in_the_brief(seen.call, turn)]
    news = share(len(facts) - len(known), len(facts))
    over, too_long = over_the_limit(seen.call)
    said_early = _what_was_missing(
        reason=bool(reason), name=bool(named), firm=bool(for_whom), wrong=bool(wrong)
    )
    score = combine(
        [
            Part(1.0 if reason else 0.0, 0.35, evidence(reason, "says why they call", most=1)),
            Part(who, 0.2, evidence(named or for_whom, "says who is calling", most=1)),
            *_desk_parts(seen),
            Part(news, 0.1, evidence(known, "the brief had told it")),
            Part(0.0 if wrong else None, 0.2, evidence(wrong, "a name or a fact is wrong")),
            over,
        ],
        note=" ".join(filter(None, (said_early, _no_plan(seen), too_long))),
    )
    if seen.call.plan is None and score.score is not None and score.score > OPENING_ALONE:
        return score.model_copy(update={"score": OPENING_ALONE})
    return score


def _no_plan(seen: Seen) -> str:
    plan = seen.call.plan
    if plan is None:
        return _NO_DESK
    return "" if plan.is_written else _NO_PLAN


def _what_was_missing(*, reason: bool, name: bool, firm: bool, wrong: bool) -> str:
    """What of a prepared opening was not there, in words; empty where all of it was."""
    left = [
        word
        for there, word in ((reason, "why you call"), (name, "your name"), (firm, "for whom"))
        if not there
    ]
    missing = f"Not said early on: {', '.join(left)}." if left else ""
    return " ".join(filter(None, (missing, "A name or a fact was wrong." if wrong else "")))


def _asks_for_a_fact(turn: RatedTurn) -> bool:
    return turn.reading is not None and asks(turn) and bool(_facts_of(turn))


def _facts_of(turn: RatedTurn) -> list[str]:
    subjects = turn.reading.subjects if turn.reading is not None else ()
    return [one.topic for one in subjects if one.topic.startswith("fact:") and one.p >= _SURE_OF_FACT]


def _stands_in_the_brief(call: PlayedCall, turn: RatedTurn) -> bool:
    """Whether the turn asks for a fact whose answer stands in the brief, in the lead or on the public card."""
    lead = call.scenario.lead(call.persona.id)
    known = " ".join((*call.persona.card.public, lead.note if lead else "", call.scenario.brief)).lower()
    for topic in _facts_of(turn):
        mentions = call.persona.topic(topic).mentions
        if mentions and all(mention.lower() in known for mention in mentions):
            return True
    return False


def _desk_parts(seen: Seen) -> Iterator[Part]:
    """What was looked up, what was planned, and what of it was asked; nothing for a call that began without the desk."""
    call = seen.call
    if call.plan is None:
        return
    yield _research_part(call)
    plan = call.plan
    written = _REASON * bool(plan.reason) + _QUESTION * bool(_planned(plan)) + _GUESS * bool(plan.guess)
    yield Part(written, 0.15)
    yield _used_part(seen, _planned(plan))


def _research_part(call: PlayedCall) -> Part:
    """Whether anything was looked up before the call; not observed where the desk has nothing on this prospect."""
    there = [one for one in call.scenario.research if one.persona in {None, call.persona.id}]
    done = {one.topic for one in call.research if one.turn == 0}
    return Part(min(1.0, len(done) / min(_LOOK_UPS, len(there))) if there else None, 0.1)


def _planned(plan: Plan) -> list[str]:
    return [one for one in plan.questions if content_stems(one)]


def _used_part(seen: Seen, planned: list[str]) -> Part:
    """Share of the planned questions that were asked in some form; not observed where none was planned."""
    asked = [turn for turn in seen.turns if turn.line is not None and asks(turn)]
    turns = turns_asked(planned, [(turn.index, turn.text) for turn in asked])
    hits = sum(turn is not None for turn in turns)
    used = [turn for turn in asked if turn.index in turns]
    value = share(hits, len(planned))
    return Part(None if value is None else clamp(value), 0.2, evidence(used, "asks what was planned"))
