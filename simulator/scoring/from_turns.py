"""The dimensions of any conversation, from its turns alone."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.domain.reading import Act, ReflectionKind, SpinKind
from simulator.domain.scorecard import Dimension, DimensionScore
from simulator.domain.transcript import Speaker
from simulator.scoring.accountability import accountability_of_turns
from simulator.scoring.measures import asks, longest_stretch, reason_stated_s, talk_share
from simulator.scoring.outcome import outcome_of_turns
from simulator.scoring.parts import Part, clamp, combine, evidence, falling, rising
from simulator.scoring.profiles import Profile
from simulator.scoring.rated import RatedTurn, line_of, rep_turns
from simulator.scoring.resilience import resilience
from simulator.scoring.session_tone import ToneParts, TurnMeasures, listening_value, tone_parts, tone_value

#: fewer rep turns than this say little
_ENOUGH_TURNS = 4
#: the opening of a call, in rep turns
_OPENING_TURNS = 4
#: call types in which it shows whether somebody prepared
_PREPARED = frozenset({"cold_call", "discovery", "follow_up"})
#: seconds into the call at which the reason for it is early, and at which it is too late
_REASON_EARLY_S, _REASON_LATE_S = 20.0, 120.0
#: pushing, arguing or rude lines out of all, that take the whole part away
_PUSH_RATE = 0.15
#: a question of this uptake goes on from what was just said
FOLLOWS_ON = 0.45
#: questions in one line from which on they are stacked
_STACK = 3


def dimensions_of_turns(turns: Sequence[RatedTurn], profile: Profile) -> dict[Dimension, DimensionScore]:
    """All eight dimensions; what the conversation gave no occasion for is not observed."""
    return {
        Dimension.PREPARATION: preparation(turns, profile),
        Dimension.TIME: time(turns, profile),
        Dimension.HUMAN_TONE: human_tone(turns),
        Dimension.PROBING: probing(turns),
        Dimension.LISTENING: listening(turns),
        Dimension.RESILIENCE: resilience(turns),
        Dimension.ACCOUNTABILITY: accountability_of_turns(turns),
        Dimension.OUTCOME: outcome_of_turns(turns),
    }


def preparation(turns: Sequence[RatedTurn], profile: Profile) -> DimensionScore:
    """The reason for the call stated early, by someone who says who they are; an agenda counts for it."""
    if profile.name not in _PREPARED or not rep_turns(turns):
        return DimensionScore(note="Preparation does not show in this kind of call.")
    early = rep_turns(turns)[:_OPENING_TURNS]
    reasons = [turn for turn in rep_turns(turns) if line_of(turn).does(Act.REASON_FOR_CALL)]
    at_s = reason_stated_s(turns)
    named = [turn for turn in early if line_of(turn).does(Act.GIVES_NAME, Act.GIVES_COMPANY)]
    agenda = [turn for turn in early if line_of(turn).does(Act.AGENDA)]
    reason = falling(at_s, _REASON_EARLY_S, _REASON_LATE_S) if at_s is not None else 0.0
    return combine(
        [
            Part(reason, 0.6, evidence(reasons, "says why they call", most=1)),
            Part(1.0 if named else 0.0, 0.3, evidence(named, "says who is calling", most=1)),
            Part(1.0 if agenda else None, 0.1, evidence(agenda, "says what the call is to be", most=1)),
        ]
    )


def time(turns: Sequence[RatedTurn], profile: Profile) -> DimensionScore:
    """Talk share, longest monologue, and no close before anything was asked."""
    closes = [turn for turn in rep_turns(turns) if line_of(turn).does(Act.NEXT_STEP)]
    first = closes[0].index if closes else 0
    asked_before = any(asks(turn) for turn in rep_turns(turns) if turn.index < first)
    why = "asks for a next step" if asked_before else "closes before asking anything"
    return combine(
        [
            balance_part(turns, profile),
            stretch_part(turns, profile),
            Part((1.0 if asked_before else 0.0) if closes else None, 0.2, evidence(closes, why, most=1)),
        ]
    )


def balance_part(turns: Sequence[RatedTurn], profile: Profile) -> Part:
    """Talk share within the band of the profile; not observed in a short call, or where one side is not on record."""
    spoken = talk_share(turns)
    both = {turn.speaker for turn in turns if turn.words}
    if spoken is None or len(both) < len(Speaker) or len(rep_turns(turns)) < _ENOUGH_TURNS:
        return Part(None, 0.5)
    low, high = profile.talk_share
    value = clamp(1 - max(low - spoken, spoken - high, 0.0) / profile.slack)
    longest = sorted(rep_turns(turns), key=lambda turn: -turn.words)
    words = evidence(longest, "a long turn of the rep", most=1) if spoken > high else ()
    return Part(value, 0.5, words)


def stretch_part(turns: Sequence[RatedTurn], profile: Profile) -> Part:
    """The longest stretch of the rep; not observed in a short call that had no long one."""
    found = longest_stretch(turns)
    if found is None:
        return Part(None, 0.3)
    stretch_s, began = found
    good_s, bad_s = profile.monologue_s
    if stretch_s <= good_s and len(rep_turns(turns)) < _ENOUGH_TURNS:
        return Part(None, 0.3)
    why = f"the longest stretch begins here: {stretch_s:.0f} s"
    return Part(falling(stretch_s, good_s, bad_s), 0.3, evidence([began], why))


def human_tone(turns: Sequence[RatedTurn]) -> DimensionScore:
    """Warmth without pressure and without unasked advice; how the rep answers what was said."""
    rep = rep_turns(turns)
    if not rep:
        return combine([])
    pushes = [
        turn for turn in rep if line_of(turn).does(Act.PRESSURE, Act.FALSE_URGENCY, Act.RUDE, Act.ARGUES)
    ]
    meets = (turn for turn in rep if line_of(turn).does(Act.EMPATHY, Act.AFFIRMATION))
    warm = [turn for turn in meets if not line_of(turn).does(Act.FLATTERY)]
    advice = [turn for turn in rep if line_of(turn).does(Act.ADVICE)]
    tone = tone_of(turns)
    calm = falling(len(pushes) / len(rep), 0.0, _PUSH_RATE) if pushes or len(rep) >= _ENOUGH_TURNS else None
    words = (*evidence(warm, "meets them as a person"), *evidence(advice, "unasked advice", most=2))
    return combine(
        [
            Part(tone_value(tone) if tone is not None else None, 0.7, words),
            Part(calm, 0.3, evidence(pushes, "pushes or argues")),
        ]
    )


def probing(turns: Sequence[RatedTurn]) -> DimensionScore:
    """Questions that go on from what was said, problem and implication questions; not stacked, not leading.

    Open and closed questions are counted elsewhere and not scored: they separate good calls from bad ones in no study.
    How many are asked counts as a floor only: who asks nothing probes nothing.
    """
    rep = rep_turns(turns)
    asked = [turn for turn in rep if asks(turn)]
    if len(rep) < _ENOUGH_TURNS:
        return combine([])
    if not asked:
        return combine([Part(0.0, 1.0)], note="Nothing was asked.")
    deep = [
        turn
        for turn in asked
        if line_of(turn).spin in {SpinKind.PROBLEM, SpinKind.IMPLICATION, SpinKind.NEED_PAYOFF}
    ]
    following = [turn for turn in asked if line_of(turn).uptake >= FOLLOWS_ON]
    stacked = [turn for turn in asked if line_of(turn).questions >= _STACK or line_of(turn).leading]
    return combine(
        [
            Part(rising(len(asked) / len(rep), 0.0, 0.2), 0.15),
            Part(
                rising(len(deep) / len(asked), 0.0, 0.35),
                0.35,
                evidence(deep, "asks for a problem or what follows from it"),
            ),
            Part(
                rising(len(following) / len(asked), 0.1, 0.6),
                0.25,
                evidence(following, "takes up what was just said"),
            ),
            Part(rising(longest_line_of_questions(asked), 1, 3), 0.15),
            Part(
                falling(len(stacked) / len(asked), 0.0, 0.4),
                0.1,
                evidence(stacked, "stacks or leads", most=2),
            ),
        ],
        note=f"Questions: {len(asked)}, of which {len(following)} go on from what was said.",
    )


def longest_line_of_questions(asked: Sequence[RatedTurn]) -> int:
    """How many questions in a row each go on from the answer before: the first one, and those that follow it."""
    longest = run = 0
    for turn in asked:
        run = run + 1 if run and line_of(turn).uptake >= FOLLOWS_ON else 1
        longest = max(longest, run)
    return longest


def listening(turns: Sequence[RatedTurn]) -> DimensionScore:
    """What is given back in other words, less what is advised unasked."""
    rep = rep_turns(turns)
    if len(rep) < _ENOUGH_TURNS:
        return combine([])
    mirrored = [turn for turn in rep if line_of(turn).reflection is not ReflectionKind.NONE]
    tone = tone_of(turns)
    value = listening_value(tone) if tone is not None else None
    return combine([Part(value, 1.0, evidence(mirrored, "gives back what was said", most=5))])


def tone_of(turns: Sequence[RatedTurn]) -> ToneParts | None:
    """The measures of the whole session behind human tone and listening; None where too little was said."""
    lines = ((turn.words, line_of(turn)) for turn in rep_turns(turns))
    return tone_parts(
        [TurnMeasures(words, line.reflection_p, line.advice_p, line.telling_p) for words, line in lines]
    )
