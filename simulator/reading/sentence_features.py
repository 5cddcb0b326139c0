"""What a sentence shows of its kind: names of features, found on plain text and on the line it answers.

The features are names ("first:you", "cue:sounds_like"), so that weights can be read and a change be seen in a diff.
They hold for text without punctuation and case: all but the question mark is found on `speech.plain`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from simulator.reading import sentence_words as words_of
from simulator.reading import speech
from simulator.reading.memo import Memo
from simulator.reading.sentence_cues import cues_of

_FINAL_MARK: Final = re.compile(r"\?[\"'”’)\]]*\s*$")


@dataclass(frozen=True, slots=True)
class Context:
    """The line that a sentence answers, as far as features need it; worked out once a line."""

    words: tuple[str, ...]
    stems: frozenset[str]
    names: tuple[str, ...]

    @property
    def was_asked(self) -> bool:
        """Whether the line asked for something."""
        return "heard:asks" in self.names

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


def stem(word: str) -> str:
    """A word without its commonest endings; rough, and the same for both sides of a comparison."""
    for ending in ("ing", "ed", "ies", "es", "s", "ly", "er"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    if len(word) > 3 and word[-1] == word[-2]:
        word = word[:-1]
    return word.rstrip("ey") if len(word) > 3 else word


#: the stem of each word that carries content
_CONTENT_STEM: Final = Memo[str | None](
    lambda word: None if word == "," or word in words_of.FUNCTION else stem(word)
)


def content_stems(words: Iterable[str]) -> frozenset[str]:
    """Stems of the words that carry content."""
    return frozenset([found for word in words if (found := _CONTENT_STEM[word]) is not None])


class Shown(NamedTuple):
    """What a sentence shows.

    Attributes:
        words: its words, each once.
        pairs: each two neighbours, once.
        names: names of all other features, each once.
    """

    words: Collection[str]
    pairs: Collection[tuple[str, str]]
    names: Sequence[str]


def features_of(sentence: str, context: Context) -> list[str]:
    """Names of the features that a sentence shows, each once, sorted by name.

    Args:
        sentence: one sentence as it was said or typed; may lack punctuation and case.
        context: the line it answers.
    """
    shown = shown_in(sentence, context)
    return sorted(
        [*shown.names, *(f"w:{word}" for word in shown.words), *(f"b:{a}_{b}" for a, b in shown.pairs)]
    )


def shown_in(sentence: str, context: Context) -> Shown:
    """The same without a name for each word and each pair; in an order that is the same in every run."""
    said = speech.plain(sentence)
    words = said.split()
    if "," in words:
        words = [w for w in words if w != ","]
    if not words:
        return Shown((), (), ("bias", "empty"))
    names = ["bias"]
    if "?" in sentence and _FINAL_MARK.search(sentence):
        names.append("mark:question")
    body = _without_lead(words)
    names += _openings(words, body)
    names += cues_of(said)
    counted = sum([_COUNTS[w] for w in words if w in _COUNTS])
    names += _count_names(counted)
    names += _LENGTHS[min(len(words), len(_LENGTHS) - 1)]
    names += _against_context(words, body, context, counted)
    return Shown(dict.fromkeys(words), dict.fromkeys(pairwise(words)), names)


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


def _openings(words: list[str], body: list[str]) -> list[str]:
    first = body[0]
    names = [f"first:{first}", "first2:" + "_".join(body[:2])]
    if len(body) > 2:
        names.append("first3:" + "_".join(body[:3]))
    if len(body) < len(words):
        names.append("lead")
        names += dict.fromkeys([f"lead:{word}" for word in words[: len(words) - len(body)]])
    names += _FIRST[first]
    if (
        first in words_of.YOU
        and len(body) > 1
        and first not in ("your", "youll")
        and body[1] in words_of.MODAL
    ):
        names.append("starts:you_modal")
    if first == "what" and _CLEFT.match(" ".join(body)):
        names.append("starts:cleft")
    elif first in words_of.QUESTION_START:
        names.append("starts:question")
    return names


def _starts(first: str) -> tuple[str, ...]:
    """What a sentence that begins with a word shows by it."""
    if first == "your":
        address = ["starts:your"]
    elif first == "youll":
        address = ["starts:you", "starts:you_modal"]
    else:
        address = ["starts:you"] if first in words_of.YOU else []
    kinds = (("it", words_of.IT), ("i", words_of.SELF), ("imperative", words_of.IMPERATIVE))
    return (*address, *(f"starts:{name}" for name, lexicon in kinds if first in lexicon))


_FIRST: Final = Memo(_starts)


#: what is counted, its words, and up to how many
_COUNTED: Final = (
    ("you", words_of.YOU, 3),
    ("i", words_of.SELF, 2),
    ("we", words_of.WE, 1),
    ("they", words_of.THEY, 1),
    ("negation", words_of.NEGATION, 1),
    ("modal", words_of.MODAL, 1),
    ("number", words_of.NUMBER, 2),
    ("feeling", words_of.FEELING, 2),
    ("wanting", words_of.WANTING, 1),
)
# All counts are kept in one number, each in its own bits: a sentence is counted with one sum over its words.
_BITS: Final = 12
_ONE: Final = {name: 1 << (_BITS * place) for place, (name, _, _) in enumerate(_COUNTED)}
_COUNTS: Final[dict[str, int]] = {}
for _name, _lexicon, _ in _COUNTED:
    for _word in _lexicon:
        _COUNTS[_word] = _COUNTS.get(_word, 0) + _ONE[_name]
_ANY_YOU, _ANY_I, _ANY_WE, _ANY_MODAL, _ANY_FEELING = (
    _ONE[name] * ((1 << _BITS) - 1) for name in ("you", "i", "we", "modal", "feeling")
)
_BOUNDS: Final = (2, 4, 7, 11, 16, 24, 36)
_LENGTHS: Final = [
    tuple(f"length:{bound}" for bound in _BOUNDS if length <= bound) for length in range(_BOUNDS[-1] + 2)
]


@lru_cache(maxsize=4096)
def _count_names(counted: int) -> tuple[str, ...]:
    """Names of the counts that are kept in one number."""
    names: list[str] = []
    for place, (name, _, most) in enumerate(_COUNTED):
        count = (counted >> (_BITS * place)) & ((1 << _BITS) - 1)
        names += [f"count:{name}:{n}" for n in range(1, min(count, most) + 1)] or [f"count:{name}:0"]
    return tuple(names)


def _against_context(words: list[str], body: list[str], context: Context, counted: int) -> list[str]:
    addresses = bool(counted & _ANY_YOU)
    speaks_of_self = bool(counted & _ANY_I)
    names = list(context.names)
    stems = content_stems(words)
    common = stems & context.stems
    if common:
        names += _shared(
            len(common), len(stems), len(body), addresses=addresses, either=addresses or speaks_of_self
        )
    else:
        names.append("shared:0")
    if addresses and "heard:i" in context.names:
        names.append("turned")
        if body[0] in words_of.YOU:
            names.append("turned&starts")
    if addresses and not speaks_of_self:
        names.append("you&not_i")
    if not addresses and not speaks_of_self and words[0] not in words_of.QUESTION_START:
        names.append("neither")
        if not common:
            names.append("neither&new")
            if "heard:receipt" not in context.names:
                names.append("neither&new&answers")
            if len(stems) > 2:
                names.append("neither&new:3")
        if not common and not words_of.THEY.isdisjoint(body[:2]):
            names.append("they&new")
    if speaks_of_self and not addresses:
        names.append("i&not_you")
    if body[0] not in words_of.QUESTION_START and context.was_asked:
        names.append("answers")
    if addresses and not counted & (_ANY_MODAL | _ANY_WE | _ANY_I):
        names.append("you&plain")
    if addresses and counted & _ANY_FEELING:
        names.append("you&feeling")
    return names


def _shared(common: int, stems: int, body: int, *, addresses: bool, either: bool) -> list[str]:
    """What is shown by a sentence that shares some of its stems with the line it answers."""
    names = ["shared", "shared:2", "shared:3"][: min(common, 3)]
    if addresses:
        names.append("shared&you")
    if not either:
        names.append("shared&neither")
    share = common / stems
    if share >= 0.5:
        names.append("shared:half")
    if share >= 0.99:
        names.append("shared:all")
        if body <= 3 and common == 1:
            names.append("echo")
    return names
