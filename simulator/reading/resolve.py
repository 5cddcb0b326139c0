"""What a line is about, in context.

Order of trust: a clear subject of its own; a cue that the prospect has just let drop; for a pronoun or a fragment,
what is being talked about; else nothing, and two rivals where it is one of two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from simulator.domain.reading import (
    Act,
    Aspect,
    LineReading,
    QuestionKind,
    ReadingContext,
    Subject,
    Via,
)
from simulator.reading.absence import asks_who_stands_in
from simulator.reading.asked_parts import COURTESY, MOST_PARTS, Part, parts_of
from simulator.reading.question_aspects import only_compares
from simulator.reading.topic_words import content_stems, stem_set, tokens
from simulator.reading.topics import TopicIndex, TopicScores

#: enough to be the subject
SUBJECT_P = 0.2
#: enough to lead away from what a pronoun points to
LEAVE_P = 0.4
#: enough, without any context, to be about something else than the fresh cue
OWN_P = 0.45
#: enough for a fresh cue to be taken as picked up
CUE_P = 0.15
#: enough to be the question of a small answer, and with a fresh cue in the air
ANSWER_P, ANSWER_PAST_CUE_P = 0.6, 0.8
#: from this cosine on a question stands word for word among those on a topic; so much less is another one
WORD_FOR_WORD, WORD_BESIDE = 0.98, 0.02
#: and enough where a rule knows what is asked; so sure is the rule itself
ANSWER_PAST_ALL_P, STANDS_IN_P = 0.97, 0.9
#: a line that names a topic by this much of its own words does not point back
NAMED = 0.5
#: a rival has to be this likely, and the first no more than this
RIVAL_P, CLEAR_P = 0.34, 0.5

#: what the context adds to the logit of a topic
_HOT, _FOCUS_NEED, _FOCUS = 1.3, 0.7, 0.4
_CUE_WORD = 0.9

#: a question of so few words, with one that carries content at most, goes on about what was said
_SHORT_WORDS = 6
#: what is said around a lone question counts this much beside it, by the number of weighty words in the question itself
_WHOLE_SHARES = (0.9, 0.8, 0.6, 0.35)

_POINTING = frozenset(
    "it that this they them he she him her his hers their theirs there those these one ones so then".split()
)


@dataclass(frozen=True)
class Resolved:
    """What a line is about: subjects in the order to answer, rivals, cues taken up."""

    subjects: tuple[Subject, ...]
    rivals: tuple[str, str] | None
    picked_up: tuple[str, ...]
    asks_business: bool

    def without_guesses(self, least_p: float = 0.9) -> Resolved:
        """The same for a line that asks about nothing of theirs: what it takes up is left, and what it names this surely."""
        sure = tuple(one for one in self.subjects if one.p >= least_p or one.via is not Via.DIRECT)
        return Resolved(sure, None, self.picked_up, asks_business=False)

    def of_its_own(self, text: str, context: ReadingContext) -> Resolved:
        """The same for a summary: it says what it is about, and points back to nothing that it does not name."""
        said = set(content_stems(text))
        named = {topic for topic, words in context.hot if said & stem_set([words])}
        kept = tuple(one for one in self.subjects if one.via is Via.DIRECT or one.topic in named)
        picked = tuple(topic for topic in self.picked_up if topic in named)
        return Resolved(kept, self.rivals, picked, asks_business=False)


def resolve(index: TopicIndex, line: LineReading, context: ReadingContext) -> Resolved:
    """Find the subjects of a line.

    Args:
        index: the persona's topics.
        line: what the line does.
        context: what was said, what is fresh, what is open.
    """
    parts = parts_of(line)
    scored = _scored(index, line, parts)
    found: list[Subject] = []
    rivals: tuple[str, str] | None = None
    business = False
    for place, (part, scores) in enumerate(zip(parts, scored, strict=True)):
        if part.goes_on and found:
            # "how many vans are there, and who looks after them?": "them" is what was asked for first
            context = context.model_copy(update={"focus": found[-1].topic})
        chances = scores.with_context(_bonus(index, part, context))
        subject = _subject(index, part, line, chances, scores, context)
        if part.form not in COURTESY and (subject is None or subject.via is Via.DIRECT):
            rivals = _rivals(chances) or rivals
        if subject is not None:
            usual = subject.topic.startswith("answer:") or index.is_usual(subject.topic, part.text)
            found.append(subject.model_copy(update={"usual": usual, "place": place}))
        elif part.form not in COURTESY:
            business = business or _is_business(part, scores)
    picked = tuple(dict.fromkeys(_picked_up(index, line, parts, scored, found, context)))
    return Resolved(_ordered(found), rivals, picked, business)


def _scored(index: TopicIndex, line: LineReading, parts: Sequence[Part]) -> list[TopicScores]:
    """Scores of the parts; a lone question is read together with what was said before it: "Puppy evenings! Who does those?"."""
    scored = index.score([part.text for part in parts])
    if len(parts) != 1 or parts[0].text.strip() == line.text.strip():
        return scored
    whole = index.score([line.text])[0]
    part = scored[0]
    weighty = len(content_stems(parts[0].text))
    share = _WHOLE_SHARES[min(weighty, len(_WHOLE_SHARES) - 1)]
    return [
        TopicScores(
            part.ids,
            (1 - share) * part.logits + share * whole.logits,
            (1 - share) * part.none + share * whole.none,
            part.words,
            part.nearest,
        )
    ]


def _bonus(index: TopicIndex, part: Part, context: ReadingContext) -> dict[str, float]:
    bonus: dict[str, float] = {}
    said = set(content_stems(part.text))
    for topic, words in context.hot:
        bonus[topic] = bonus.get(topic, 0.0) + _HOT + _CUE_WORD * len(said & stem_set([words]))
    if context.focus is not None:
        need = _need(context.focus)
        for topic in index.ids:
            if topic == context.focus:
                bonus[topic] = bonus.get(topic, 0.0) + _FOCUS
            if need is not None and _need(topic) == need:
                bonus[topic] = bonus.get(topic, 0.0) + _FOCUS_NEED
    return bonus


def _subject(
    index: TopicIndex,
    part: Part,
    line: LineReading,
    chances: dict[str, float],
    scores: TopicScores,
    context: ReadingContext,
) -> Subject | None:
    chosen = _answer_to_choice(index, part, chances, context)
    if chosen is not None:
        return _made(chosen, 0.7, Via.CHOICE, part)
    best, p = _best(chances)
    points = _points_back(part, scores)
    cue = _cue_meant(part, scores, context, points=points)
    if context.focus is not None and cue is None and _stays_with_it(part, context, points=points):
        return _made(context.focus, 0.55, Via.FOCUS, part)
    small = _small_answer(index, part, scores)
    if index.stands_in is not None and part.form not in COURTESY and asks_who_stands_in(part.text):
        # by sense alone it is as near to a colleague who is ill; only a question of just these words is nearer
        sure = small is not None and small.p >= ANSWER_PAST_ALL_P
        return small if sure else _made(index.stands_in, STANDS_IN_P, Via.DIRECT, part)
    if small is not None and small.p >= (ANSWER_P if cue is None and not points else ANSWER_PAST_CUE_P):
        return small
    if cue is not None:
        own, own_p = _best(scores.p)
        rivalled = (
            (_need(own) or own) != (_need(cue) or cue)
            and own_p >= OWN_P
            and own_p > 2 * scores.p.get(cue, 0.0)
        )
        if not rivalled and (part.form not in COURTESY or chances.get(cue, 0.0) >= SUBJECT_P):
            return _made(cue, max(0.6, chances.get(cue, 0.0)), Via.CUE, part)
    wishes = part.aspect is Aspect.WANT and context.focus is not None and _need(context.focus) is not None
    leaves = p >= (LEAVE_P if content_stems(part.text) else 1.0)
    if (points or wishes) and context.focus is not None and not leaves and part.form not in COURTESY:
        return _made(context.focus, 0.55, Via.FOCUS, part)
    if p >= SUBJECT_P:
        return _made(best, p, Via.DIRECT, part)
    return None


def _stays_with_it(part: Part, context: ReadingContext, *, points: bool) -> bool:
    """Whether a question can only be about what was just said: a bare comparison, or a wish that points back."""
    if part.form in COURTESY:
        return False
    wishes = part.aspect is Aspect.WANT and points
    of_a_need = bool(context.open_ids) or (context.focus is not None and _need(context.focus) is not None)
    return (part.aspect is Aspect.COMPARE and only_compares(part.text)) or (wishes and of_a_need)


def _small_answer(index: TopicIndex, part: Part, scores: TopicScores) -> Subject | None:
    """The small answer that a question of its own words is for; pronouns and fragments ask on, and have none."""
    if part.form in COURTESY or not content_stems(part.text):
        return None
    near = index.small_answer(part.text)
    if near is not None and scores.nearest >= WORD_FOR_WORD and near.cosine < scores.nearest - WORD_BESIDE:
        return None  # the author has just this question on a topic: one word beside it is another question
    return _made(near.id, near.chance(scores.nearest), Via.DIRECT, part) if near is not None else None


def _cue_meant(part: Part, scores: TopicScores, context: ReadingContext, *, points: bool) -> str | None:
    """The fresh cue that the part takes up: the one that it names or comes near to, or the last thing that was said."""
    said = set(content_stems(part.text))
    plain = scores.p
    best, best_strength = None, 0.0
    for topic, words in context.hot:
        shared = len(said & stem_set([words]))
        near = max(
            (plain.get(one, 0.0) for one in plain if (_need(one) or one) == (_need(topic) or topic)),
            default=0.0,
        )
        strength = near + 0.3 * shared
        if strength >= CUE_P and strength > best_strength:
            best, best_strength = topic, strength
    if best is not None:
        return best
    fresh = {topic for topic, _ in context.hot}
    return context.focus if points and context.focus in fresh else None


def _points_back(part: Part, scores: TopicScores) -> bool:
    """Whether the part leans on what was said before: a pronoun, or a fragment with no subject of its own."""
    words = tokens(part.text)
    content = content_stems(part.text)
    if _OF_THEM.search(part.text):
        return False
    if not content:
        return len(words) <= 14
    if len(content) <= 1 and len(words) <= _SHORT_WORDS and part.form not in COURTESY:
        return float(scores.words.max(initial=0.0)) < NAMED or bool(_POINTING & set(words))
    if part.form in COURTESY or float(scores.words.max(initial=0.0)) >= NAMED:
        return False
    points = bool(_POINTING & set(words))
    goes_on = part.aspect in {Aspect.WHY, Aspect.THEN, Aspect.FEEL, Aspect.MORE}
    return (points and len(content) <= 2) or (len(content) <= 1 and len(words) <= 6 and goes_on)


#: "how many of you are there", "how long have you been there": of the listener and the firm, whatever was talked about
_OF_THEM = re.compile(
    r"\b(?:(?:many|few|all|some|any|both) of you"
    r"|you(?:'ve| have| all| yourself)*(?: personally)? (?:been|worked?) (?:there|here|with them)"
    r"|been (?:there|here) (?:yourself|long))\b",
    re.IGNORECASE,
)


def _answer_to_choice(
    index: TopicIndex, part: Part, chances: dict[str, float], context: ReadingContext
) -> str | None:
    """Which of the two that the prospect named the rep means."""
    if context.choice is None:
        return None
    words, said = set(tokens(part.text)), set(content_stems(part.text))
    if words & {"first", "former"}:
        return context.choice[0]
    if words & {"second", "latter", "other"}:
        return context.choice[1]
    if words & {"both", "either"}:
        return context.choice[0]
    overlap = [len(said & index.stems_of(topic)) + chances.get(topic, 0.0) for topic in context.choice]
    if max(overlap) < RIVAL_P or overlap[0] == overlap[1]:
        return None
    return context.choice[overlap.index(max(overlap))]


def _picked_up(
    index: TopicIndex,
    line: LineReading,
    parts: Sequence[Part],
    scored: Sequence[TopicScores],
    found: Sequence[Subject],
    context: ReadingContext,
) -> Iterable[str]:
    if line.does(Act.PITCH, Act.PRESSURE):
        return
    subjects = {subject.topic for subject in found}
    for topic, words in context.hot:
        cue_words = stem_set([words])
        for part, scores in zip(parts, scored, strict=True):
            said = set(content_stems(part.text))
            near = scores.with_context({topic: _HOT}).get(topic, 0.0)
            asks_same_need = any(_need(one) == _need(topic) for one in subjects if _need(one) is not None)
            if (
                topic in subjects
                or (said & cue_words and near >= CUE_P)
                or near >= SUBJECT_P
                or asks_same_need
            ):
                yield topic
                break


def _rivals(chances: dict[str, float]) -> tuple[str, str] | None:
    ranked = sorted(chances.items(), key=lambda item: -item[1])
    seen: dict[str, float] = {}
    for topic, p in ranked:
        seen.setdefault(_need(topic) or topic, p)
    tops = [next(topic for topic, _ in ranked if (_need(topic) or topic) == key) for key in list(seen)[:2]]
    if any(topic.startswith("fact:") for topic in tops):
        return None  # no secret in either: they answer the likelier one, as anybody would
    if len(tops) == 2 and chances[tops[1]] >= RIVAL_P and chances[tops[0]] <= CLEAR_P:
        return tops[0], tops[1]
    return None


def _is_business(part: Part, scores: TopicScores) -> bool:
    """Whether a question that no subject was found for asks something sensible."""
    return bool(content_stems(part.text)) and max(scores.p.values(), default=0.0) >= 0.05


def _ordered(found: Sequence[Subject]) -> tuple[Subject, ...]:
    """The surest question first, the last one favoured; the same topic only once."""
    ranked = sorted(
        enumerate(found),
        key=lambda item: -(item[1].p + 0.1 * item[0] + 0.2 * (item[1].question is not QuestionKind.NONE)),
    )
    unique: dict[str, Subject] = {}
    for _, subject in ranked:
        unique.setdefault(subject.topic, subject)
    return tuple(unique.values())[:MOST_PARTS]


def _best(chances: dict[str, float]) -> tuple[str, float]:
    """The likeliest topic; layers of one need stand together against the rest."""
    needs: dict[str, float] = {}
    for topic, p in chances.items():
        needs[_need(topic) or topic] = needs.get(_need(topic) or topic, 0.0) + p
    key = max(needs, key=lambda one: needs[one])
    best = max((topic for topic in chances if (_need(topic) or topic) == key), key=lambda one: chances[one])
    return best, needs[key]


def _made(topic: str, p: float, via: Via, part: Part) -> Subject:
    return Subject(
        topic=topic,
        p=min(1.0, p),
        via=via,
        aspect=part.aspect,
        answer_type=part.answer_type,
        question=part.kind,
    )


def _need(topic: str) -> str | None:
    return None if ":" in topic else topic.split(".", 1)[0]
