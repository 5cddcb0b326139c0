"""What a sentence shows of its kind: names of features, found on plain text and on the line it answers.

The features are names ("first:you", "cue:sounds_like"), so that weights can be read and a change be seen in a diff.
They hold for text without punctuation and case: all but the question mark is found on `speech.plain`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from simulator.reading import sentence_words as words_of
from simulator.reading import speech
from simulator.reading.sentence_cues import cues_of

_FINAL_MARK: Final = re.compile(r"\?[\"'”’)\]]*\s*$")


@dataclass(frozen=True, slots=True)
class Context:
    """The line that a sentence answers, as far as features need it; worked out once a line."""

    words: tuple[str, ...]
    stems: frozenset[str]
    names: tuple[str, ...]

    @classmethod
    def of(cls, previous: str | None) -> Context:
        """The context that the prospect's last line gives; None or an empty line is no context."""
        words = tuple(w for w in speech.plain(previous or "").split() if w != ",")
        stems = content_stems(words)
        names: list[str] = []
        if not words:
            names.append("heard:none")
        elif len(words) <= 6 and words_of.BACKCHANNEL.issuperset(words):
            names.append("heard:receipt")
        elif len(words) <= 4:
            names.append("heard:short")
        elif len(words) > 25:
            names.append("heard:long")
        if not words_of.SELF.isdisjoint(words):
            names.append("heard:i")
        if _asks(previous or "", words):
            names.append("heard:asks")
        return cls(words, stems, tuple(names))


_ASKS: Final = re.compile(
    r"(?:tell me|"
    r"(?:what|how|why|where|when|who|which) (?:\w+ ){0,2}(?:do|does|did|is|are|was|would|can|will|should)|"
    r"(?:do|does|did|can|could|would|will|are|is|have) (?:you|they|it|we|i|there|that|she|he))(?= |$)"
)


def _asks(previous: str, words: tuple[str, ...]) -> bool:
    """Whether the last line asked for something: what follows is an answer then, and no reflection."""
    return "?" in previous or bool(_ASKS.match(" ".join(words[:8])))


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """A word without its commonest endings; rough, and the same for both sides of a comparison."""
    for ending in ("ing", "ed", "ies", "es", "s", "ly", "er"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    if len(word) > 3 and word[-1] == word[-2]:
        word = word[:-1]
    return word.rstrip("ey") if len(word) > 3 else word


def content_stems(words: Collection[str]) -> frozenset[str]:
    """Stems of the words that carry content."""
    return frozenset(stem(w) for w in words if w not in words_of.FUNCTION and w != ",")


def features_of(sentence: str, context: Context) -> list[str]:
    """Names of the features that a sentence shows, each once, sorted by name.

    Args:
        sentence: one sentence as it was said or typed; may lack punctuation and case.
        context: the line it answers.
    """
    return sorted(names_of(sentence, context))


def names_of(sentence: str, context: Context) -> set[str]:
    """The same in no particular order."""
    said = speech.plain(sentence)
    words = [w for w in said.split() if w != ","]
    names = {"bias"}
    if not words:
        return {"bias", "empty"}
    if _FINAL_MARK.search(sentence):
        names.add("mark:question")
    body = _without_lead(words)
    names.update(_openings(words, body))
    names.update([f"w:{w}" for w in words])
    names.update([f"b:{a}_{b}" for a, b in pairwise(words)])
    names.update([f"cue:{name}" for name in cues_of(said)])
    names.update(_counts(words))
    names.update(_against_context(words, body, context))
    return names


# "What I hear is that …", "what you need is …" ask nothing.
_CLEFT: Final = re.compile(
    r"what (?:im|i|ive|youre|you|youve|we|were|weve|he|she|they|it|comes|happens|matters)(?: (?!is |was )\w+){0,5} (?:is|was) "
)
_AFTER_SO_OF_DEGREE: Final = frozenset({"many", "much", "few", "little", "that", "far"})


def _without_lead(words: list[str]) -> list[str]:
    """The words after receipts and connectives ("okay so …"); all of them where nothing else is left."""
    begin = 0
    while begin < len(words) - 1 and words[begin] in words_of.LEAD:
        if words[begin] == "so" and words[begin + 1] in _AFTER_SO_OF_DEGREE:
            break
        begin += 1
    return words[begin:]


def _openings(words: list[str], body: list[str]) -> Iterator[str]:
    yield f"first:{body[0]}"
    yield "first2:" + "_".join(body[:2])
    if len(body) > 2:
        yield "first3:" + "_".join(body[:3])
    if len(body) < len(words):
        yield "lead"
        for word in words[: len(words) - len(body)]:
            yield f"lead:{word}"
    if body[0] == "your":
        yield "starts:your"
    elif body[0] in words_of.YOU:
        yield "starts:you"
        if body[0] == "youll" or (len(body) > 1 and body[1] in words_of.MODAL):
            yield "starts:you_modal"
    if body[0] in words_of.IT:
        yield "starts:it"
    if body[0] in words_of.SELF:
        yield "starts:i"
    if body[0] in words_of.IMPERATIVE:
        yield "starts:imperative"
    if _CLEFT.match(" ".join(body)):
        yield "starts:cleft"
    elif body[0] in words_of.QUESTION_START:
        yield "starts:question"


def _counts(words: list[str]) -> Iterator[str]:
    for name, lexicon, most in (
        ("you", words_of.YOU, 3),
        ("i", words_of.SELF, 2),
        ("we", words_of.WE, 1),
        ("they", words_of.THEY, 1),
        ("negation", words_of.NEGATION, 1),
        ("modal", words_of.MODAL, 1),
        ("number", words_of.NUMBER, 2),
        ("feeling", words_of.FEELING, 2),
        ("wanting", words_of.WANTING, 1),
    ):
        count = 0 if lexicon.isdisjoint(words) else len([w for w in words if w in lexicon])
        if count:
            for n in range(1, min(count, most) + 1):
                yield f"count:{name}:{n}"
        else:
            yield f"count:{name}:0"
    length = len(words)
    for bound in (2, 4, 7, 11, 16, 24, 36):
        if length <= bound:
            yield f"length:{bound}"


def _against_context(words: list[str], body: list[str], context: Context) -> Iterator[str]:
    yield from context.names
    stems = content_stems(words)
    common = stems & context.stems
    addresses = not words_of.YOU.isdisjoint(words)
    speaks_of_self = not words_of.SELF.isdisjoint(words)
    if common:
        yield "shared"
        if len(common) > 1:
            yield "shared:2"
        if len(common) > 2:
            yield "shared:3"
        if addresses:
            yield "shared&you"
        if not addresses and not speaks_of_self:
            yield "shared&neither"
        share = len(common) / len(stems)
        if share >= 0.5:
            yield "shared:half"
        if share >= 0.99:
            yield "shared:all"
            if len(body) <= 3 and len(common) == 1:
                yield "echo"
    else:
        yield "shared:0"
    if addresses and "heard:i" in context.names:
        yield "turned"
        if body[0] in words_of.YOU:
            yield "turned&starts"
    if addresses and not speaks_of_self:
        yield "you&not_i"
    if not addresses and not speaks_of_self and words[0] not in words_of.QUESTION_START:
        yield "neither"
        if not common:
            yield "neither&new"
            if "heard:receipt" not in context.names:
                yield "neither&new&answers"
            if len(stems) > 2:
                yield "neither&new:3"
        if not words_of.THEY.isdisjoint(body[:2]) and not common:
            yield "they&new"
    if speaks_of_self and not addresses:
        yield "i&not_you"
    if "heard:asks" in context.names and body[0] not in words_of.QUESTION_START:
        yield "answers"
    if (
        addresses
        and words_of.MODAL.isdisjoint(words)
        and words_of.WE.isdisjoint(words)
        and not speaks_of_self
    ):
        yield "you&plain"
    if addresses and not words_of.FEELING.isdisjoint(words):
        yield "you&feeling"
