"""The dimensions of a simulated call: the ledger is the ground truth, the turns add what it cannot know."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.domain.ledger import How, LayerEntry, LayerState
from simulator.domain.persona import LEVELS, RightEnd
from simulator.domain.played import PlayedCall
from simulator.domain.reading import Act, SpinKind
from simulator.domain.scorecard import Basis, Dimension, DimensionScore, Evidence
from simulator.domain.state import EndReason
from simulator.domain.transcript import Speaker
from simulator.reading.topic_words import content_stems
from simulator.scoring.from_turns import dimensions_of_turns
from simulator.scoring.measures import asks
from simulator.scoring.parts import Part, clamp, combine, evidence, falling, quote_of, rising, share
from simulator.scoring.profiles import PROFILES, Profile
from simulator.scoring.rated import RatedTurn, line_of, rate_played, rep_turns

#: what an elicited layer is worth by its level: depth counts, not the number of layers
_DEPTH_WORTH = dict(zip(LEVELS, (1.0, 2.0, 3.0, 4.0), strict=True))
#: a cue counts as picked up within this many turns of the transcript (two exchanges)
_CUE_TURNS = 4


def dimensions_of_call(call: PlayedCall) -> dict[Dimension, DimensionScore]:
    """All eight dimensions of a played call."""
    turns = rate_played(call)
    profile = PROFILES[call.scenario.call_type]
    plain = dimensions_of_turns(turns, profile)
    return {
        Dimension.PREPARATION: preparation(call, turns),
        Dimension.TIME: time(call, turns, plain[Dimension.TIME], profile),
        Dimension.HUMAN_TONE: human_tone(call, turns, plain[Dimension.HUMAN_TONE]),
        Dimension.PROBING: probing(call, turns),
        Dimension.LISTENING: listening(call, turns, plain[Dimension.LISTENING]),
        Dimension.RESILIENCE: plain[Dimension.RESILIENCE],
        Dimension.ACCOUNTABILITY: accountability(call),
        Dimension.OUTCOME: outcome(call),
    }


def preparation(call: PlayedCall, turns: Sequence[RatedTurn]) -> DimensionScore:
    """Who and why said early, planned questions asked, nothing asked that the brief told, no wrong names or facts."""
    rep = rep_turns(turns)
    if not rep:
        return combine([])
    reason = [turn for turn in rep[:4] if line_of(turn).does(Act.REASON_FOR_CALL)]
    named = [turn for turn in rep[:2] if line_of(turn).does(Act.GIVES_NAME, Act.GIVES_COMPANY)]
    wrong = [
        turn
        for turn in rep
        if turn.reading is not None and (turn.reading.wrong_name or turn.reading.wrong_fact)
    ]
    known = [turn for turn in rep if _asks_what_the_brief_says(call, turn)]
    used = _planned_questions_asked(call, rep)
    return combine(
        [
            Part(1.0 if reason else 0.0, 0.35, evidence(reason, "says why they call", most=1)),
            Part(1.0 if named else 0.0, 0.2, evidence(named, "says who is calling", most=1)),
            Part(used, 0.25),
            Part(
                falling(len(known), 0, 3) if len(rep) >= 4 else None,
                0.1,
                evidence(known, "the brief had told it"),
            ),
            Part(0.0 if wrong else None, 0.2, evidence(wrong, "a name or a fact is wrong")),
        ]
    )


def time(
    call: PlayedCall, turns: Sequence[RatedTurn], plain: DimensionScore, profile: Profile
) -> DimensionScore:
    """Talk share and monologues of the profile, and the prospect's exchanges spent for each layer reached."""
    exchanges = len(rep_turns(turns))
    opened = sum(entry.is_open for entry in call.state.ledger.layers.values())
    if exchanges < 2:
        return combine([])
    per_layer = exchanges / opened if opened else None
    early = [turn for turn in rep_turns(turns) if turn.direction is None and _closes_early(call, turn)]
    pace = falling(per_layer, 2.5, 9.0) if per_layer is not None else (0.0 if exchanges >= 6 else None)
    return combine(
        [
            Part(plain.score / 100 if plain.score is not None else None, 0.5, plain.evidence),
            Part(pace, 0.4),
            Part(0.0 if early else None, 0.2, evidence(early, "closes before any need is on the table")),
        ],
        note=f"{exchanges} exchanges for {opened} layers; profile {profile.name}.",
    )


def human_tone(call: PlayedCall, turns: Sequence[RatedTurn], plain: DimensionScore) -> DimensionScore:
    """Where trust went, human cues honoured, and the tone of the lines."""
    if len(rep_turns(turns)) < 2:
        return combine([])
    start = call.standing()[0].state.trust
    gained = call.state.trust - start
    cues = call.state.ledger.cues.values()
    dropped = [cue for cue in cues if cue.dropped_turn is not None]
    honoured = [cue for cue in dropped if cue.honoured_turn is not None]
    by_index = {turn.index: turn for turn in turns}
    heard = [by_index[cue.honoured_turn] for cue in honoured if cue.honoured_turn in by_index]
    return combine(
        [
            Part(rising(gained, -0.15, 0.3), 0.45, ()),
            Part(share(len(honoured), len(dropped)), 0.2, evidence(heard, "takes up something of theirs")),
            Part(plain.score / 100 if plain.score is not None else None, 0.35, plain.evidence),
        ],
        note=f"Trust went from {start:.2f} to {call.state.trust:.2f}.",
    )


def probing(call: PlayedCall, turns: Sequence[RatedTurn]) -> DimensionScore:
    """Depth reached in the needs, positions tested, beliefs put right, cues taken up."""
    ledger, persona = call.state.ledger, call.persona
    if len(rep_turns(turns)) < 2:
        return combine([])
    worths = [
        (
            sum(_DEPTH_WORTH[layer.level] for layer in need.layers if _elicited(ledger.layers[layer.id])),
            sum(_DEPTH_WORTH[layer.level] for layer in need.layers),
        )
        for need in persona.needs
    ]
    deepest = max(got / whole for got, whole in worths)
    breadth = sum(got for got, _ in worths) / sum(whole for _, whole in worths)
    stated = [one for one in ledger.positions.values() if one.stated_turn is not None]
    tested = [one for one in stated if one.tested_turn is not None or one.is_open]
    hinted = [entry for entry in ledger.layers.values() if entry.hinted_turn is not None]
    caught = [entry for entry in hinted if _picked_up_in_time(entry)]
    asked = [turn for turn in rep_turns(turns) if asks(turn)]
    deep = [turn for turn in asked if line_of(turn).spin is SpinKind.IMPLICATION]
    return combine(
        [
            Part(deepest, 0.4, _opened_by(call, turns)),
            Part(rising(breadth, 0.0, 0.7), 0.2),
            Part(
                share(len(tested), len(stated)),
                0.2,
                _turns_at(turns, [one.tested_turn for one in tested], "asks behind what was said"),
            ),
            Part(
                share(len(caught), len(hinted)),
                0.15,
                _turns_at(turns, [entry.picked_up_turn for entry in caught], "takes up a cue"),
            ),
            Part(
                rising(len(deep), 0, 2) if asked else 0.0,
                0.05,
                evidence(deep, "asks what follows from it", most=1),
            ),
        ],
        note=f"{sum(_elicited(entry) for entry in ledger.layers.values())} of {len(ledger.layers)} layers elicited.",
    )


def listening(call: PlayedCall, turns: Sequence[RatedTurn], plain: DimensionScore) -> DimensionScore:
    """Layers given back and accepted, out of those that were told; and reflections over the whole call."""
    entries = call.state.ledger.layers.values()
    told = [entry for entry in entries if entry.is_open]
    confirmed = [entry for entry in told if entry.reached(LayerState.CONFIRMED)]
    return combine(
        [
            Part(
                share(len(confirmed), len(told)),
                0.6,
                _turns_at(
                    turns, [entry.confirmed_turn for entry in confirmed], "gives it back, and it is accepted"
                ),
            ),
            Part(plain.score / 100 if plain.score is not None else None, 0.4, plain.evidence),
        ],
        note=f"{len(confirmed)} of {len(told)} layers given back."
        if told
        else "Nothing was told that could be given back.",
    )


def accountability(call: PlayedCall) -> DimensionScore:
    """Bungles repeated or not, lessons of second chances kept or not; unused chances count for the rep."""
    kinds = [
        turn.direction.bungle for turn in call.turns if turn.direction is not None and turn.direction.bungle
    ]
    standing = [
        turn.direction.bungle
        for turn in call.standing()
        if turn.direction is not None and turn.direction.bungle
    ]
    if not kinds:
        return DimensionScore(note="No bungle came up.")
    repeats = [
        bungle
        for place, bungle in enumerate(standing)
        if bungle.kind in {one.kind for one in standing[:place]}
    ]
    broken = [
        bungle
        for bungle in standing
        if bungle.kind in call.taken_kinds and _after_lesson(call, bungle.turn, bungle.kind)
    ]
    text = {turn.index: turn.text for turn in call.turns}
    allowed = max(1, call.scenario.second_chances)
    return combine(
        [
            Part(falling(len(repeats), 0, 3), 0.5, _bungles(repeats, text, "the same mistake again")),
            Part(
                (0.0 if broken else 1.0) if call.taken_kinds else None,
                0.3,
                _bungles(broken, text, "the lesson was not kept"),
            ),
            Part(1 - call.second_chances_used / allowed, 0.1),
            Part(falling(len(standing), 0, 6), 0.2, _bungles(standing, text, "a bungle that stood")),
        ]
    )


_WHEN_IT_SUITS = {
    EndReason.AGREED: 1.0, EndReason.CALL_BACK: 0.6, EndReason.REFERRED: 0.5, EndReason.OUT_OF_TIME: 0.2,
    EndReason.REP_HUNG_UP: 0.2, EndReason.REFUSED: 0.2, EndReason.DISQUALIFIED: 0.1, EndReason.OFF_LIST: 0.15,
    EndReason.HUNG_UP_PATIENCE: 0.1,
}  # fmt: skip
_WHEN_IT_DOES_NOT = {
    EndReason.DISQUALIFIED: 1.0, EndReason.REFERRED: 1.0, EndReason.REP_HUNG_UP: 0.4, EndReason.REFUSED: 0.3,
    EndReason.OUT_OF_TIME: 0.2, EndReason.AGREED: 0.1, EndReason.CALL_BACK: 0.2, EndReason.OFF_LIST: 0.3,
    EndReason.HUNG_UP_PATIENCE: 0.15,
}  # fmt: skip


def outcome(call: PlayedCall) -> DimensionScore:
    """The right end for this persona's fit."""
    if call.end is None or len(call.standing()) < 3:
        return DimensionScore(note="The call has not ended.")
    fit = call.persona.fit
    table = _WHEN_IT_SUITS if fit.suits else _WHEN_IT_DOES_NOT
    value = table.get(call.end.reason, 0.0)
    if fit.suits and fit.right_end is not RightEnd.MEETING and call.end.reason is EndReason.CALL_BACK:
        value = 1.0
    last = call.standing()[-1]
    words = (Evidence(turn=last.index, quote=quote_of(last.text), why="how it ended"),)
    return DimensionScore(
        score=round(100 * value, 1),
        basis=Basis.MEASURED,
        evidence=words,
        note=("The offer suits them. " if fit.suits else "The offer does not suit them. ") + fit.why,
    )


def _elicited(entry: LayerEntry) -> bool:
    return entry.is_open and entry.how is How.ELICITED


def _picked_up_in_time(entry: LayerEntry) -> bool:
    return (
        entry.hinted_turn is not None
        and entry.picked_up_turn is not None
        and 0 <= entry.picked_up_turn - entry.hinted_turn <= _CUE_TURNS
    )


def _opened_by(call: PlayedCall, turns: Sequence[RatedTurn]) -> tuple[Evidence, ...]:
    """The rep's lines that opened a layer, the deepest first."""
    opened = [
        (LEVELS.index(layer.level), call.state.ledger.layers[layer.id].revealed_turn)
        for layer in call.persona.layers()
        if call.state.ledger.layers[layer.id].is_open
    ]
    ranked = [turn - 1 for _, turn in sorted(opened, key=lambda one: -one[0]) if turn is not None]
    return _turns_at(turns, ranked, "opened a layer")


def _turns_at(turns: Sequence[RatedTurn], indexes: Sequence[int | None], why: str) -> tuple[Evidence, ...]:
    by_index = {turn.index: turn for turn in turns if turn.speaker is Speaker.REP}
    return evidence([by_index[index] for index in indexes if index is not None and index in by_index], why)


def _bungles(bungles: Sequence[object], text: dict[int, str], why: str) -> tuple[Evidence, ...]:
    turns = [getattr(bungle, "turn") for bungle in bungles]  # noqa: B009
    return tuple(Evidence(turn=turn, quote=quote_of(text.get(turn, "")), why=why) for turn in turns[:3])


def _after_lesson(call: PlayedCall, turn: int, kind: object) -> bool:
    taken = [
        one.index for one in call.turns if one.taken_back and one.direction is not None
        and one.direction.bungle is not None and one.direction.bungle.kind == kind
    ]  # fmt: skip
    return bool(taken) and turn > min(taken)


def _closes_early(call: PlayedCall, turn: RatedTurn) -> bool:
    answers = {one.index: one.direction for one in call.standing() if one.direction is not None}
    direction = answers.get(turn.index + 1)
    return direction is not None and direction.bungle is not None and direction.bungle.kind == "early_close"


def _asks_what_the_brief_says(call: PlayedCall, turn: RatedTurn) -> bool:
    """Whether the turn asks for a fact whose answer stands in the brief or on the public card."""
    if turn.reading is None or not asks(turn):
        return False
    lead = call.scenario.lead(call.persona.id)
    known = " ".join((*call.persona.card.public, lead.note if lead else "", call.scenario.brief)).lower()
    for subject in turn.reading.subjects:
        if subject.topic.startswith("fact:") and subject.p >= 0.6:
            mentions = call.persona.topic(subject.topic).mentions
            if mentions and all(mention.lower() in known for mention in mentions):
                return True
    return False


def _planned_questions_asked(call: PlayedCall, rep: Sequence[RatedTurn]) -> float | None:
    """Share of the planned questions that were asked in some form; None without a plan."""
    if call.plan is None or not call.plan.questions:
        return None
    asked = [set(content_stems(turn.text)) for turn in rep if asks(turn)]
    used = 0
    for question in call.plan.questions:
        stems = set(content_stems(question))
        used += bool(stems) and any(len(stems & said) / len(stems) >= 0.5 for said in asked)
    return clamp(used / len(call.plan.questions))
