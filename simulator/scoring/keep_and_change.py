"""The one thing to keep, the one to change and the one to practise: each only where it is true of this call."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from simulator.domain.ledger import How
from simulator.domain.played import PlayedCall
from simulator.domain.reading import Act, QuestionForm, QuestionKind
from simulator.domain.scorecard import Dimension, Scorecard
from simulator.domain.state import EndReason
from simulator.scoring.advice import CHANGES, DRILLS, KEEPS, PROBING_DRILLS
from simulator.scoring.cues import Cue, missed_cues, untested
from simulator.scoring.exchanges import Exchange
from simulator.scoring.listening import takes_up
from simulator.scoring.measures import answering, asks
from simulator.scoring.met import Met, how_met
from simulator.scoring.outcome import said_yes_and_meant_nothing
from simulator.scoring.profiles import PROFILES
from simulator.scoring.rated import rate_played
from simulator.scoring.staying import surely_left

#: ends at which some praise would sound like mockery
_THROWN_OUT = frozenset({EndReason.HUNG_UP_PUSHED, EndReason.HUNG_UP_RUDE, EndReason.HUNG_UP_ODD})
_UNTRUE_AT = {
    Dimension.TIME: frozenset({*_THROWN_OUT, EndReason.HUNG_UP_PATIENCE}),
    Dimension.HUMAN_TONE: _THROWN_OUT,
    Dimension.RESILIENCE: _THROWN_OUT,
    Dimension.ACCOUNTABILITY: _THROWN_OUT,
}
#: a dimension from this score on is worth being told to keep
_WORTH_KEEPING = 65.0
#: where the middle of calls lies, by calls of the simulated novice with every shipped prospect: what is to be kept is
#: what stands out from it, and not what is high in any call
_MIDDLE = {
    Dimension.PREPARATION: 60.0, Dimension.TIME: 50.0, Dimension.HUMAN_TONE: 65.0, Dimension.PROBING: 20.0,
    Dimension.LISTENING: 40.0, Dimension.RESILIENCE: 75.0, Dimension.ACCOUNTABILITY: 95.0,
}  # fmt: skip
#: probing is seldom high: from here on it is worth keeping
_WORTH_KEEPING_OF_PROBING = 45.0
#: how far trust has to have risen, and which share of the answers to have taken up what was said, to be praised for it
_TRUST_ROSE, _TAKES_UP = 0.1, 0.4
#: questions that have to go on from what was said, out of those that follow an answer
_GOES_ON = 0.5
#: reflections that make it a habit
_GIVES_BACK = 2
#: a dimension from this score on needs no work
_NEEDS_NO_WORK = 85.0
#: fewer lines than this make a call that was over before it began
_A_FEW_LINES = 4
#: a call of so many lines without a bungle shows care; a shorter one shows little
_A_WHOLE_CALL = 8
#: so many questions in one line are a heap; so often in a call, and in this share of its lines, they are a habit
_A_HEAP, _OFTEN, _OFTEN_SHARE = 2, 3, 0.35
#: from this share on, closed questions are what a call was made of
_MOSTLY = 0.7
#: what asks for no answer about them
_COURTESIES = (Act.PERMISSION, Act.NEXT_STEP, Act.REFERRAL, Act.WHO_AM_I_TALKING_TO)
#: the opening, in lines of the rep
_OPENING = 4


def keep(call: PlayedCall, card: Scorecard, exchanges: Sequence[Exchange]) -> str:
    """One thing that was good."""
    spoken = [one for one in exchanges if one.rep.text.strip()]
    bungled = any(one.shown is not None for one in exchanges) or any(turn.taken_back for turn in call.turns)
    if len(spoken) >= _A_FEW_LINES:
        for dimension in _best_first(card):
            if call.end is not None and call.end.reason in _UNTRUE_AT.get(dimension, ()):
                continue
            if _may_be_praised(dimension, call, card, exchanges):
                return KEEPS[dimension]
    layers = call.state.ledger.layers
    asked_for = (layer for layer in call.persona.layers() if layers[layer.id].how is How.ELICITED)
    told = next(asked_for, None)
    if told is not None:
        label = call.persona.need_of(told.id).label
        return f"You asked, and they told you something true ({label}). Keep asking."
    if len(spoken) >= _A_WHOLE_CALL and not bungled:
        return "No line of yours had to be mended, in a whole call. Keep that care."
    if spoken and not bungled and not _left_lying(call).unanswered:
        return "You stayed civil from the first word to the last. Keep that."
    return "You made the call. That is the part that most people put off."


def _best_first(card: Scorecard) -> list[Dimension]:
    """Dimensions that are worth keeping, what stands out most first; the outcome is nobody's habit."""
    good = [
        (_MIDDLE[name] - one.score, place, name)
        for place, (name, one) in enumerate(card.dimensions.items())
        if one.score is not None
        and name is not Dimension.OUTCOME
        and one.score >= (_WORTH_KEEPING_OF_PROBING if name is Dimension.PROBING else _WORTH_KEEPING)
        and one.score > _MIDDLE[name]
    ]
    return [name for _, _, name in sorted(good)]


def _may_be_praised(
    dimension: Dimension, call: PlayedCall, card: Scorecard, exchanges: Sequence[Exchange]
) -> bool:
    """Whether the sentence on a dimension says what happened."""
    if dimension is Dimension.PREPARATION:
        return _said_who_and_why(exchanges)
    if dimension is Dimension.TIME:
        spoke_over = bool(card.measures.get("interruptions"))
        brought = any(one.opened for one in exchanges)
        return brought and not spoke_over and not _talked_too_much(call, card)
    if dimension is Dimension.ACCOUNTABILITY:
        kinds = [one.bungle.kind for one in exchanges if one.bungle is not None]
        return len(kinds) == len(set(kinds))
    if dimension is Dimension.LISTENING:
        given = any(entry.confirmed_turn is not None for entry in call.state.ledger.layers.values())
        return given or (card.measures.get("reflections") or 0) >= _GIVES_BACK
    if dimension is Dimension.HUMAN_TONE:
        return _took_them_up(call, exchanges)
    if dimension is Dimension.PROBING:
        return _went_on_from_answers(call)
    return dimension in KEEPS


def _took_them_up(call: PlayedCall, exchanges: Sequence[Exchange]) -> bool:
    """Whether trust rose, much of what was said was taken up, and nothing that was put to the rep was left lying."""
    met = _left_lying(call)
    rose = call.state.trust - call.standing()[0].state.trust >= _TRUST_ROSE
    answers = answering(rate_played(call, exchanges))
    takes = sum(map(takes_up, answers))
    bungles = sum(one.bungle is not None for one in exchanges)
    return (
        rose
        and takes >= _TAKES_UP * len(answers)
        and not met.unanswered
        and not met.nameless
        and bungles <= 1
    )


def _went_on_from_answers(call: PlayedCall) -> bool:
    asked = [turn for turn in answering(rate_played(call)) if asks(turn)]
    return bool(asked) and sum(map(takes_up, asked)) >= _GOES_ON * len(asked)


def _left_lying(call: PlayedCall) -> Met:
    return how_met(rate_played(call), call.scenario.offer.company)


def _said_who_and_why(exchanges: Sequence[Exchange]) -> bool:
    early = [one.reading.line for one in exchanges[:_OPENING]]
    named = any(line.does(Act.GIVES_NAME, Act.GIVES_COMPANY) for line in early)
    return named and any(line.does(Act.REASON_FOR_CALL) for line in early)


def _talked_too_much(call: PlayedCall, card: Scorecard) -> bool:
    spoken = card.measures.get("talk_share")
    return spoken is not None and spoken > PROFILES[call.scenario.call_type].talk_share[1]


_CHANGES_BY_END = {
    EndReason.HUNG_UP_PUSHED: (
        "The first no is about your last line, not about the meeting. Stop there, say that you heard it, and ask "
        "one question."
    ),
    EndReason.HUNG_UP_RUDE: (
        "When it stings, breathe out before you speak. A call that ends civilly can be made again."
    ),
    EndReason.HUNG_UP_ODD: "Say one plain sentence at a time: who you are, why you ring, and one question.",
}


def change(call: PlayedCall, card: Scorecard, exchanges: Sequence[Exchange], missed: Sequence[Cue]) -> str:
    """One thing to change: how it ended beats a missed cue beats an untested position beats the weakest dimension."""
    if not any(one.rep.text.strip() for one in exchanges):
        return "Have your first sentence ready before you dial: who you are, for whom, and why you ring."
    if call.end is not None and call.end.reason in _CHANGES_BY_END:
        return _CHANGES_BY_END[call.end.reason]
    if missed:
        turn = max(missed, key=lambda cue: (cue.depth, -cue.turn)).turn
        return f"When something is let drop as in turn {turn}, stay there: say its last words back, and wait."
    if said_yes_and_meant_nothing(call):
        return "A yes that comes at once is a way to be left alone. Ask what happens to it once you have rung off."
    for position, turn in untested(call, exchanges):
        said = f"What they said in turn {turn} ({position.label}) was the first thing that came to mind."
        return f"{said} Ask once what stands behind it."
    worst = weakest(call, card)
    if worst is not None:
        return _change_of(worst, call, card, exchanges)
    if len(exchanges) < _A_FEW_LINES:
        return "Stay on the line a little longer next time."
    return "Where they told you most, go one question deeper: ask how it is for them."


def _change_of(dimension: Dimension, call: PlayedCall, card: Scorecard, exchanges: Sequence[Exchange]) -> str:
    if dimension is Dimension.PREPARATION and any(one.reading.wrong_fact for one in exchanges):
        return "Read the brief once more before you dial: what stands in it need not be got wrong."
    if dimension is Dimension.PREPARATION and _said_who_and_why(exchanges):
        return "Write three questions down before you dial, and one guess at what is behind it all. Look one thing up first."
    if dimension is Dimension.PROBING:
        return _change_of_probing(call, exchanges)
    if dimension is Dimension.TIME and not _talked_too_much(call, card):
        return "Spend fewer of their minutes on what anybody may know; ask sooner for what lies behind it."
    return CHANGES[dimension]


def _change_of_probing(call: PlayedCall, exchanges: Sequence[Exchange]) -> str:
    """What to change about asking: questions in a heap, else the answer that was not followed up, else how deep it went."""
    spoken = [one for one in exchanges if one.rep.text.strip()]
    heaped = _heaps(spoken)
    if heaped:
        return f"Ask one question and let it stand: {heaped} of your {len(spoken)} lines held two or more."
    closed, asked = _closed_of(spoken)
    if asked >= _A_FEW_LINES and closed >= _MOSTLY * asked:
        some = f"all {asked} of your" if closed == asked else f"{closed} of your {asked}"
        return f"Begin with how or what: {some} questions could be answered in a word or two."
    left = _left_behind(call, exchanges)
    if left is not None:
        turn, label = left
        told = f"In turn {turn} they told you something ({label}), and your next question was about something else."
        return f"{told} Ask what comes of it first."
    return CHANGES[Dimension.PROBING]


def _closed_of(spoken: Sequence[Exchange]) -> tuple[int, int]:
    """How many of the questions were closed, and how many questions there were; courtesies are none."""
    lines = [one.reading.line for one in spoken if one.reading.line.form is not QuestionForm.GREETING]
    asked = [line for line in lines if line.question is not QuestionKind.NONE and not line.does(*_COURTESIES)]
    return sum(line.question is QuestionKind.CLOSED for line in asked), len(asked)


def _heaps(spoken: Sequence[Exchange]) -> int:
    """How many lines held several questions, where that was a habit; else 0."""
    heaped = sum(one.reading.line.questions >= _A_HEAP for one in spoken)
    return heaped if heaped >= _OFTEN and heaped >= _OFTEN_SHARE * len(spoken) else 0


def _left_behind(call: PlayedCall, exchanges: Sequence[Exchange]) -> tuple[int, str] | None:
    """The first answer that opened a layer and that the next question surely left: its turn, and the need's label."""
    for this, following in pairwise(exchanges):
        layers = [topic for topic in this.opened if ":" not in topic]
        if not layers or this.answer is None or not following.counts:
            continue
        need = call.persona.need_of(layers[-1])
        asks_on = following.reading.line.question is not QuestionKind.NONE
        if asks_on and surely_left(this, following, need):
            return this.answer.index, need.label
    return None


def weakest(call: PlayedCall, card: Scorecard) -> Dimension | None:
    """The dimension in which most of the total is to be won; None where none needs work."""
    weights = {**PROFILES[call.scenario.call_type].weights, **call.scenario.weights}
    losses = [
        ((100 - one.score) * weights.get(name, 0.0), -place, name)
        for place, (name, one) in enumerate(card.dimensions.items())
        if one.score is not None and one.score < _NEEDS_NO_WORK and name is not Dimension.OUTCOME
    ]
    return max(losses)[2] if losses else None


def drill(call: PlayedCall, card: Scorecard, exchanges: Sequence[Exchange]) -> str:
    """What to practise."""
    if not any(one.rep.text.strip() for one in exchanges):
        return DRILLS[Dimension.PREPARATION]
    if call.end is not None and call.end.reason is EndReason.HUNG_UP_PUSHED:
        return DRILLS[Dimension.HUMAN_TONE]
    worst = weakest(call, card)
    if worst is None or worst is Dimension.PROBING:
        return _drill_of_probing(call, exchanges)
    return DRILLS[worst]


def _drill_of_probing(call: PlayedCall, exchanges: Sequence[Exchange]) -> str:
    """What to practise about asking, by what stood in the way of it in this call."""
    spoken = [one for one in exchanges if one.rep.text.strip()]
    closed, asked = _closed_of(spoken)
    if _heaps(spoken):
        return PROBING_DRILLS["heaped"]
    if missed_cues(call, exchanges):
        return PROBING_DRILLS["missed_cue"]
    if asked >= _A_FEW_LINES and closed >= _MOSTLY * asked:
        return PROBING_DRILLS["closed"]
    if any(True for _ in untested(call, exchanges)):
        return PROBING_DRILLS["untested"]
    if _left_behind(call, exchanges) is not None or not any(one.opened for one in exchanges):
        return DRILLS[Dimension.PROBING]
    return PROBING_DRILLS["deeper"]
