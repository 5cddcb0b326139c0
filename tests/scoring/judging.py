"""What the tests of the judge share: a call, a small rubric, answers, and a port that plays a script."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any

from simulator.domain.judgement import Judgement, Verdict
from simulator.domain.rubric import Criterion, Level, Rubric, Rule
from simulator.domain.scorecard import Dimension
from simulator.domain.transcript import Speaker, Transcript, Turn
from simulator.llm.port import ChatAnswer, ChatRequest, Usage

SAID = (
    ("rep", "Good morning, Dana Pell from Tallypoint. I saw that you open on Saturdays now."),
    ("prospect", "Yes, since May. It's been mad, to be honest."),
    ("rep", "Mad in what way?"),
    ("prospect", "I price every frame by hand, and people walk out while I do it."),
    ("rep", "So they're gone before you have a figure. What does that come to on a Saturday?"),
    ("prospect", "Three or four, I'd say. Nobody has asked me that before."),
    ("rep", "Would it help if we looked at it on Tuesday at ten, with your own prices?"),
    ("prospect", "Tuesday at ten is fine."),
)


def call(*more: tuple[str, str], said: tuple[tuple[str, str], ...] = SAID) -> Transcript:
    """A short call, with further turns after it."""
    turns = tuple(Turn(speaker=Speaker(who), text=text) for who, text in (*said, *more))
    return Transcript(id="a-call", turns=turns)


def _criterion(name: str, dimension: Dimension, weight: float = 1.0) -> Criterion:
    levels = tuple(Level(score=score, behaviour=f"{name} as at {score:g}") for score in (0.0, 40.0, 100.0))
    return Criterion(
        id=name,
        dimension=dimension,
        question=f"How is {name}?",
        levels=levels,
        not_observed="It was over.",
        weight=weight,
    )


RUBRIC = Rubric(
    id="small",
    version=1,
    title="Small",
    about="For tests.",
    criteria=(
        _criterion("opening", Dimension.PREPARATION),
        _criterion("impact", Dimension.PROBING, 3.0),
        _criterion("follows", Dimension.PROBING),
        _criterion("ending", Dimension.OUTCOME),
    ),
    rules=(
        Rule(
            id="false_urgency",
            question="Is there a false urgency?",
            fact="An urgency that nothing stands behind.",
        ),
        Rule(id="removal_ignored", question="Is a removal ignored?", fact="It was not honoured."),
    ),
)
#: a quote that stands, for each criterion
QUOTES: Mapping[str, tuple[int, str]] = {
    "opening": (0, "I saw that you open on Saturdays now"),
    "impact": (4, "What does that come to on a Saturday?"),
    "follows": (2, "Mad in what way?"),
    "ending": (7, "Tuesday at ten is fine."),
}
GOOD = {name: (2, *quote) for name, quote in QUOTES.items()}


def verdict(
    level: object, turn: object = 0, quote: object = "", reason: str = "It was so."
) -> dict[str, Any]:
    """What a judge answers to one criterion."""
    return {
        "quotes": [{"turn": turn, "quote": quote}] if quote else [],
        "reason": reason,
        "level": str(level),
    }


def unseen() -> dict[str, Any]:
    return verdict("not_observed")


def answer(broken: Mapping[str, tuple[int, str]] | None = None, **changed: object) -> str:
    """A judge's whole answer: top levels with quotes that stand, but for what is changed.

    Args:
        broken: rules, each with a turn and a quote.
        changed: by criterion: level, turn and quote; a whole entry; or None to leave it out.
    """
    criteria: dict[str, Any] = {}
    for name, given in {**GOOD, **changed}.items():
        if given is not None:
            criteria[name] = verdict(*given) if isinstance(given, tuple) else given
    rules = {
        rule.id: {"quotes": [], "reason": "", "broken": False}
        if rule.id not in (broken or {})
        else {
            "quotes": [{"turn": (broken or {})[rule.id][0], "quote": (broken or {})[rule.id][1]}],
            "reason": "It is.",
            "broken": True,
        }
        for rule in RUBRIC.rules
    }
    return json.dumps({"criteria": criteria, "rules": rules})


Reply = str | Exception | Callable[[ChatRequest], str]


class ScriptedPort:
    """A `ChatPort` that plays a script; the last reply stays. It keeps every request."""

    def __init__(self, *replies: Reply) -> None:
        self.replies = replies
        self.requests: list[ChatRequest] = []

    async def complete(self, request: ChatRequest) -> ChatAnswer:
        reply = self.replies[min(len(self.requests), len(self.replies) - 1)]
        self.requests.append(request)
        if isinstance(reply, Exception):
            raise reply
        text = reply if isinstance(reply, str) else reply(request)
        return ChatAnswer(text, "stop", Usage(100, 10, 60), 1.0)

    async def stream(self, request: ChatRequest) -> AsyncIterator[str]:
        raise NotImplementedError
        yield ""

    async def aclose(self) -> None:
        """Nothing is open."""


def asked(request: ChatRequest) -> str:
    """The user's message of a request."""
    return request.messages[-1].content


def of(judgement: Judgement, name: str) -> Verdict:
    """The verdict on a criterion."""
    return next(one for one in judgement.verdicts if one.criterion == name)
