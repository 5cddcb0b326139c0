"""Whether a line gives back what was heard, and what else its sentences do.

Each sentence is classed by the sentence head; the line's figures are put together from its sentences. A word that
is only echoed, and a reflection that serves as a run-up to a pitch or to pressure, count for less.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple

from simulator.domain.reading import ReflectionKind
from simulator.reading import sentence_words as words_of
from simulator.reading import speech
from simulator.reading.sentence_features import Context, content_stems, shown_in
from simulator.reading.sentence_head import CLASSES, COMPLEX, SIMPLE, classify
from simulator.reading.sentences import split


class SentenceClass(StrEnum):
    """What one sentence does, as the sentence head tells it apart."""

    REFLECTION = "reflection"
    ACKNOWLEDGEMENT = "acknowledgement"
    EMPATHY = "empathy"
    AFFIRMATION = "affirmation"
    ADVICE = "advice"
    INFORMATION = "information"
    LOGISTICS = "logistics"
    PITCH = "pitch"
    PRESSURE = "pressure"
    QUESTION_OPEN = "question_open"
    QUESTION_CLOSED = "question_closed"
    OTHER = "other"


# Where a line is called a reflection: as low as it can be while few pitches pass for one.
REFLECTION_THRESHOLD: Final = 0.30
# A sentence is called empathic or affirming where that is likelier than everything else together.
FLAG_THRESHOLD: Final = 0.5
# The line is as reflective as its best sentence, less so where the others are something else.
_BEST_SHARE: Final = 0.7
_ECHO_FACTOR: Final = 0.4
_LONGEST_ECHO_WORDS: Final = 8  # receipts around it included
_SPEAKERS: Final = words_of.YOU | words_of.IT | words_of.THEY | words_of.SELF
_NO_CONTENT: Final = words_of.LEAD | {","}
# "You feel it's dear, others felt the same until they saw …": agreeing as a run-up within one sentence.
_FELT_FOUND_FACTOR: Final = 0.3
_FELT_FOUND: Final = re.compile(
    r"\b(?:others?|many|most|customers?|clients?|people)\b.{0,40}\b(?:felt|found|find|thought|until|once) "
)
#: one of these is in every line that has it
_FELT_WORDS: Final = ("other", "many", "most", "customer", "client", "people")
# How much of a reflection is lost where another sentence of the line surely pitches or presses.
_RUN_UP_LOSS: Final = 0.7
# In bare text the consequence of what was told is a unit of its own: "… at any time | so there's no risk for you".
_FOLLOWS_FROM: Final = re.compile(r"(?:so|because|and then|then) (?=[a-z' ]+$)")
_SUMMARY_REFLECTIONS: Final = 3
_SUMMARY_WORDS: Final = 30

_COLUMN: Final = {name: i for i, name in enumerate(CLASSES)}
_SIMPLE: Final = _COLUMN[SIMPLE]
_COMPLEX: Final = _COLUMN[COMPLEX]
_ADVICE, _EMPATHY, _AFFIRMATION, _PITCH, _PRESSURE = (
    _COLUMN[name] for name in ("advice", "empathy", "affirmation", "pitch", "pressure")
)
_TELLS: Final = [_COLUMN[c] for c in ("advice", "information", "pitch", "pressure")]
_PLAIN_CLASSES: Final = tuple(
    (c, _COLUMN[c.value]) for c in SentenceClass if c is not SentenceClass.REFLECTION
)

# A short list does better than a broad pattern. Answers ("yes", "absolutely") acknowledge only where nothing was
# asked.
_RECEIPT: Final = re.compile(
    r"(?:oh |ah |well |and )?(?:"
    r"m+[- ]?h+m+|mhm|uh[- ]?huh|mm+|hm+|aha|okay|ok|all ?right|i see|"
    r"right(?! (?:now|to|at|after|before|away))|"
    r"got (?:it|that|you)|gotcha|i (?:hear|understand|get|appreciate)(?: (?:you|that|it|what you.re saying))?(?=[,.!]|$| but)|"
    r"understood|fair (?:enough|point)|(?:that |it )?makes (?:perfect |total )?sense|no (?:problem|worries)|of course|sure|"
    r"i know what you mean|good point|that.s (?:fair|fine|true|right|clear|all right)|point taken|noted"
    r")\b"
)
_ANSWER: Final = re.compile(
    r"(?:yes|yeah|yep|yup|no|nope|exactly|absolutely|definitely|true|correct|indeed)\b"
)
_ASKING_RECEIPT: Final = re.compile(r"(?:okay|ok|right|all ?right|sure|mm+|hm+)\?$")
_SUMS_UP: Final = re.compile(
    r"(?:^|(?<= ))(?:let me (?:just )?(?:see if|check|make sure|put together|play (?:that|it) back|try to sum|"
    r"summari[sz]e|recap|sum up)|to (?:sum up|recap|summari[sz]e)|heres what ive|what ive heard so far|"
    r"so far (?:ive|you)|if ive (?:got|understood) (?:this|that|it|you)?|so weve talked about|all in all)(?= |$)"
)


class ReflectionReading(NamedTuple):
    """What a line gives back.

    Attributes:
        kind: none, simple (much as it was said) or complex (adds a meaning or a feeling). People agree little on the
            last two: never a headline.
        p: how surely the line reflects, 0–1; `kind` is none below `REFLECTION_THRESHOLD`.
        advice_p: how surely it gives advice, 0–1; good as a rate over a call, weak for a single line.
        telling_p: how surely it tells rather than listens (advises, explains, pitches or presses), 0–1.
        probabilities: per sentence the probability of each of `CLASSES`, summing to 1.
        acknowledges: begins a sentence with a receipt ("I see", "fair enough").
        empathises: a sentence feels with the other.
        affirms: a sentence praises a strength, an effort or a step.
        summary: gives back several things at once.
    """

    kind: ReflectionKind = ReflectionKind.NONE
    p: float = 0.0
    advice_p: float = 0.0
    telling_p: float = 0.0
    probabilities: tuple[Sequence[float], ...] = ()
    acknowledges: bool = False
    empathises: bool = False
    affirms: bool = False
    summary: bool = False

    @property
    def classes(self) -> tuple[Mapping[SentenceClass, float], ...]:
        """Per sentence the probability of each class, summing to 1."""
        return tuple(_by_class(row) for row in self.probabilities)


_NOTHING: Final = ReflectionReading()


def read_reflections(
    text: str, previous: str | None, sentences: Sequence[str] | None = None
) -> ReflectionReading:
    """What a line gives back of the line that it answers.

    Args:
        text: the rep's line; may lack punctuation and case.
        previous: the prospect's last line; None where there is none.
        sentences: the line's sentences where they are known already.
    """
    return _read_units([text], [previous], [split(text) if sentences is None else sentences])[0]


def reflections_of(texts: Sequence[str], previous: Sequence[str | None]) -> list[ReflectionReading]:
    """What each of several lines gives back of the line before it."""
    return _read_units(texts, previous, [split(text) for text in texts])


def _read_units(
    texts: Sequence[str], previous: Sequence[str | None], units: Sequence[Sequence[str]]
) -> list[ReflectionReading]:
    contexts = [Context.of(before) for before in previous]
    rows: list[list[float]] = classify(
        [shown_in(unit, context) for one, context in zip(units, contexts, strict=True) for unit in one]
    ).tolist()
    found: list[ReflectionReading] = []
    begin = 0
    for text, one, context in zip(texts, units, contexts, strict=True):
        end = begin + len(one)
        found.append(_read(text, one, rows[begin:end], context) if one else _NOTHING)
        begin = end
    return found


def _read(text: str, units: Sequence[str], rows: list[list[float]], context: Context) -> ReflectionReading:
    """What a line with something in it gives back; `rows` are the chances of its sentences over `CLASSES`."""
    telling = [sum([row[i] for i in _TELLS]) for row in rows]
    reflective = _reflective(units, rows, telling)
    p = _of_line(reflective)
    kind = ReflectionKind.NONE
    if p >= REFLECTION_THRESHOLD:
        best = rows[reflective.index(max(reflective))]
        kind = ReflectionKind.COMPLEX if best[_COMPLEX] > best[_SIMPLE] else ReflectionKind.SIMPLE
    return ReflectionReading(
        kind=kind,
        p=p,
        advice_p=_of_line([row[_ADVICE] for row in rows]),
        telling_p=_of_line(telling),
        probabilities=tuple(rows),
        acknowledges=acknowledges(units, was_asked=context.was_asked),
        empathises=max([row[_EMPATHY] for row in rows]) >= FLAG_THRESHOLD,
        affirms=max([row[_AFFIRMATION] for row in rows]) >= FLAG_THRESHOLD,
        summary=_is_summary(text, reflective, p),
    )


def acknowledges(sentences: Sequence[str], *, was_asked: bool = False) -> bool:
    """Whether a sentence begins with a receipt.

    Args:
        was_asked: the last line was a question, so that "yes" is its answer.
    """
    for sentence in sentences:
        said = sentence.lower().replace("’", "'").strip(" -–—\"'")
        if _ASKING_RECEIPT.fullmatch(said):
            continue
        if _RECEIPT.match(said) or (not was_asked and _ANSWER.match(said)):
            return True
    return False


def _reflective(units: Sequence[str], rows: list[list[float]], telling: list[float]) -> list[float]:
    """Per sentence how surely it reflects, less where it echoes or its line sells."""
    reflective = [row[_SIMPLE] + row[_COMPLEX] for row in rows]
    sells = [row[_PITCH] + row[_PRESSURE] for row in rows]
    for i, unit in enumerate(units):
        if _is_echo(unit):
            reflective[i] *= _ECHO_FACTOR
        low = unit.lower()
        if any(word in low for word in _FELT_WORDS) and _FELT_FOUND.search(low):
            reflective[i] *= _FELT_FOUND_FACTOR
        if i or len(units) > 1:
            reflective[i] *= 1 - _RUN_UP_LOSS * max(sells[:i] + sells[i + 1 :])
        if i and _FOLLOWS_FROM.match(unit):
            reflective[i] *= 1 - telling[i - 1]
    return reflective


def _of_line(values: list[float]) -> float:
    return _BEST_SHARE * max(values) + (1 - _BEST_SHARE) * sum(values) / len(values)


def _is_echo(sentence: str) -> bool:
    """Whether a sentence is at most one word of content among receipts: "okay, a van, I see"."""
    if len(sentence.split()) > _LONGEST_ECHO_WORDS:
        return False
    said = speech.plain(sentence).replace("i see", "").split()
    words = [w for w in said if w not in _NO_CONTENT]
    return len(words) <= 3 and _SPEAKERS.isdisjoint(words) and len(content_stems(words)) <= 1


def _by_class(row: Sequence[float]) -> Mapping[SentenceClass, float]:
    found = {SentenceClass.REFLECTION: row[_SIMPLE] + row[_COMPLEX]}
    found.update((c, row[i]) for c, i in _PLAIN_CLASSES)
    return MappingProxyType(found)


def _is_summary(text: str, reflective: list[float], p: float) -> bool:
    if p < REFLECTION_THRESHOLD:
        return False
    if _SUMS_UP.search(speech.plain(text)):
        return True
    several = len([one for one in reflective if one >= FLAG_THRESHOLD]) >= _SUMMARY_REFLECTIONS
    return several and len(text.split()) >= _SUMMARY_WORDS
