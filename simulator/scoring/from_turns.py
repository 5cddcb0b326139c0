"""The dimensions of any conversation, from its turns alone."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.domain.reading import Act, ReflectionKind, SpinKind
from simulator.domain.scorecard import Dimension, DimensionScore
from simulator.domain.transcript import Speaker
from simulator.scoring.measures import asks, longest_monologue_s, reason_stated_s, talk_share
from simulator.scoring.parts import Part, clamp, combine, evidence, falling, rising, share
from simulator.scoring.profiles import Profile
from simulator.scoring.rated import RatedTurn, line_of, rep_turns
from simulator.scoring.resilience import resilience
from simulator.scoring.session_tone import TurnMeasures, listening_value, tone_parts, tone_value

#: fewer rep turns than this say little
_ENOUGH_TURNS = 4
#: the opening of a call, in rep turns
_OPENING_TURNS = 4


def dimensions_of_turns(turns: Sequence[RatedTurn], profile: Profile) -> dict[Dimension, DimensionScore]:
    """All eight dimensions; what the conversation gave no occasion for is not observed."""
    return {
        Dimension.PREPARATION: preparation(turns, profile),
        Dimension.TIME: time(turns, profile),
        Dimension.HUMAN_TONE: human_tone(turns),
        Dimension.PROBING: probing(turns),
        Dimension.LISTENING: listening(turns),
        Dimension.RESILIENCE: resilience(turns),
        Dimension.ACCOUNTABILITY: accountability(turns),
        Dimension.OUTCOME: outcome(turns),
    }


def preparation(turns: Sequence[RatedTurn], profile: Profile) -> DimensionScore:
    """The reason for the call stated early, by someone who says who they are; an agenda counts for it."""
    if profile.name not in {"cold_call", "discovery", "follow_up"} or not rep_turns(turns):
        return DimensionScore(note="Preparation does not show in this kind of call.")
    early = rep_turns(turns)[:_OPENING_TURNS]
    reasons = [turn for turn in rep_turns(turns) if line_of(turn).does(Act.REASON_FOR_CALL)]
    at_s = reason_stated_s(turns)
    named = [turn for turn in early if line_of(turn).does(Act.GIVES_NAME, Act.GIVES_COMPANY)]
    agenda = [turn for turn in early if line_of(turn).does(Act.AGENDA)]
    return combine(
        [
            Part(
                falling(at_s, 20, 120) if at_s is not None else 0.0,
                0.6,
                evidence(reasons, "says why they call", most=1),
            ),
            Part(1.0 if named else 0.0, 0.3, evidence(named, "says who is calling", most=1)),
            Part(1.0 if agenda else None, 0.1, evidence(agenda, "says what the call is to be", most=1)),
        ]
    )


def time(turns: Sequence[RatedTurn], profile: Profile) -> DimensionScore:
    """Talk share, longest monologue, and no close before any need was asked about."""
    spoken = talk_share(turns)
    stretch_s = longest_monologue_s(turns)
    low, high = profile.talk_share
    longest = sorted(rep_turns(turns), key=lambda turn: turn.start_s - turn.end_s)
    closes = [turn for turn in rep_turns(turns) if line_of(turn).does(Act.NEXT_STEP)]
    asked_before = any(asks(turn) for turn in rep_turns(turns) if closes and turn.index < closes[0].index)
    balance = None
    if spoken is not None and len(rep_turns(turns)) >= _ENOUGH_TURNS:
        balance = clamp(1 - max(low - spoken, spoken - high, 0.0) / profile.slack)
    good_s, bad_s = profile.monologue_s
    return combine(
        [
            Part(
                balance,
                0.5,
                evidence(longest, "a long turn of the rep", most=1)
                if balance is not None and balance < 0.7
                else (),
            ),
            Part(
                falling(stretch_s, good_s, bad_s) if stretch_s is not None else None,
                0.3,
                evidence(longest, "the longest stretch without a pause for them", most=1),
            ),
            Part(
                (1.0 if asked_before else 0.0) if closes else None,
                0.2,
                evidence(
                    closes,
                    "asks for a next step" if asked_before else "closes before asking anything",
                    most=1,
                ),
            ),
        ]
    )


def human_tone(turns: Sequence[RatedTurn]) -> DimensionScore:
    """Warmth without pressure and without unasked advice; how the rep answers what was said."""
    rep = rep_turns(turns)
    if not rep:
        return combine([])
    pushes = [
        turn for turn in rep if line_of(turn).does(Act.PRESSURE, Act.FALSE_URGENCY, Act.RUDE, Act.ARGUES)
    ]
    warm = [turn for turn in rep if line_of(turn).does(Act.EMPATHY, Act.AFFIRMATION)]
    advice = [turn for turn in rep if line_of(turn).does(Act.ADVICE)]
    rate = len(pushes) / len(rep)
    return combine(
        [
            Part(
                _tone(turns),
                0.7,
                (*evidence(warm, "meets them as a person"), *evidence(advice, "unasked advice", most=2)),
            ),
            Part(falling(rate, 0.0, 0.15), 0.3, evidence(pushes, "pushes or argues")),
        ]
    )


def probing(turns: Sequence[RatedTurn]) -> DimensionScore:
    """Questions that go on from what was said, problem and implication questions; not stacked, not leading.

    Open and closed questions are counted elsewhere and not scored: they separate good calls from bad ones in no study.
    """
    rep = rep_turns(turns)
    asked = [turn for turn in rep if asks(turn)]
    if len(rep) < _ENOUGH_TURNS:
        return combine([])
    deep = [
        turn
        for turn in asked
        if line_of(turn).spin in {SpinKind.PROBLEM, SpinKind.IMPLICATION, SpinKind.NEED_PAYOFF}
    ]
    following = [turn for turn in asked if line_of(turn).uptake >= 0.45]
    stacked = [turn for turn in asked if line_of(turn).questions >= 3 or line_of(turn).leading]
    return combine(
        [
            Part(rising(len(asked) / len(rep), 0.05, 0.35), 0.25, ()),
            Part(
                rising(len(deep) / len(asked), 0.0, 0.35) if asked else 0.0,
                0.35,
                evidence(deep, "asks for a problem or what follows from it"),
            ),
            Part(
                rising(len(following) / len(asked), 0.1, 0.6) if asked else None,
                0.3,
                evidence(following, "takes up what was just said"),
            ),
            Part(
                falling(len(stacked) / len(asked), 0.0, 0.4) if asked else None,
                0.1,
                evidence(stacked, "stacks or leads", most=2),
            ),
        ]
    )


def listening(turns: Sequence[RatedTurn]) -> DimensionScore:
    """Reflections, and how many for each question; what is given back in other words."""
    rep = rep_turns(turns)
    if len(rep) < _ENOUGH_TURNS:
        return combine([])
    mirrored = [turn for turn in rep if line_of(turn).reflection is not ReflectionKind.NONE]
    return combine([Part(_listening(turns), 1.0, evidence(mirrored, "gives back what was said", most=5))])


def _tone(turns: Sequence[RatedTurn]) -> float | None:
    parts = tone_parts(_measured(turns))
    return None if parts is None else tone_value(parts)


def _listening(turns: Sequence[RatedTurn]) -> float | None:
    parts = tone_parts(_measured(turns))
    return None if parts is None else listening_value(parts)


def _measured(turns: Sequence[RatedTurn]) -> list[TurnMeasures]:
    lines = ((turn.words, line_of(turn)) for turn in rep_turns(turns))
    return [TurnMeasures(words, line.reflection_p, line.advice_p, line.telling_p) for words, line in lines]


def accountability(turns: Sequence[RatedTurn]) -> DimensionScore:
    """Owning an error, without blaming others for it."""
    rep = rep_turns(turns)
    owned = [turn for turn in rep if line_of(turn).does(Act.APOLOGY)]
    blamed = [turn for turn in rep if line_of(turn).does(Act.EXCUSE, Act.BLAME)]
    both = len(owned) + len(blamed)
    return combine(
        [
            Part(
                share(len(owned), both),
                1.0,
                (*evidence(owned, "owns it"), *evidence(blamed, "excuses or blames")),
            )
        ],
        note="" if both else "No error came up.",
    )


def outcome(turns: Sequence[RatedTurn]) -> DimensionScore:
    """A next step with a day and an hour that was not refused, or an honest end."""
    steps = [turn for turn in rep_turns(turns) if line_of(turn).does(Act.NEXT_STEP)]
    honest = [turn for turn in rep_turns(turns) if line_of(turn).does(Act.DISQUALIFY, Act.HONOURS_REMOVAL)]
    if not steps and not honest:
        return DimensionScore(note="No next step came up.")
    concrete = [turn for turn in steps if line_of(turn).does(Act.NEXT_STEP_CONCRETE)]
    value = 0.8 if concrete else 0.5 if steps else 0.7
    after = [
        turn for turn in turns if steps and turn.index > steps[-1].index and turn.speaker is Speaker.PROSPECT
    ]
    if after and _refuses(after[0].text):
        value = 0.2
    return combine(
        [Part(value, 1.0, evidence(concrete or steps or honest, "the next step, or an honest end"))]
    )


def _refuses(text: str) -> bool:
    words = text.lower()
    return words.startswith(("no", "not ", "i don't", "we don't")) or "not interested" in words
