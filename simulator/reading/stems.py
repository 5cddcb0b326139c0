"""Words, their stems, and how rare they are in everyday English.

Shared by whatever compares two lines: how far one takes up the other, which topic a line touches.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import resources

from simulator.reading.line_keys import KEPT_LINES
from simulator.reading.memo import Memo

_WORD_OR_MARK = re.compile(r"[^\W_]+(?:'[^\W\d_]+)?|[?!]")
_MARKS = frozenset("?!")
_VOWEL = re.compile(r"[aeiouy]")
_SHORT_WITH_E = re.compile(r"[^aeiouy]*[aeiouy][^aeiouy]e")
_SHORT_WITHOUT_E = re.compile(r"[^aeiouy]*[aeiouy][^aeiouywx]")
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "`": "'"})

# Forms that no suffix rule reaches, of verbs and nouns that are common on the telephone.
_IRREGULAR: dict[str, str] = {}
for _base, _forms in {
    "be": "am is are was were been being",
    "have": "has had having",
    "do": "does did done doing",
    "go": "goes went gone going",
    "say": "says said",
    "get": "got gotten getting",
    "make": "made making",
    "take": "took taken taking",
    "come": "came coming",
    "see": "saw seen",
    "know": "knew known",
    "think": "thought",
    "tell": "told",
    "give": "gave given giving",
    "find": "found",
    "keep": "kept",
    "leave": "left leaving",
    "lose": "lost losing",
    "pay": "paid",
    "run": "ran running",
    "sell": "sold",
    "buy": "bought",
    "send": "sent",
    "spend": "spent",
    "bring": "brought",
    "speak": "spoke spoken",
    "write": "wrote written writing",
    "drive": "drove driven driving",
    "choose": "chose chosen choosing",
    "break": "broke broken",
    "ring": "rang rung",
    "meet": "met",
    "mean": "meant",
    "feel": "felt",
    "build": "built",
    "cut": "cutting",
    "grow": "grew grown",
    "begin": "began begun beginning",
    "hear": "heard",
    "hold": "held",
    "stand": "stood",
    "understand": "understood",
    "teach": "taught",
    "catch": "caught",
    "fall": "fell fallen",
    "wear": "wore worn",
    "win": "won winning",
    "man": "men",
    "woman": "women",
    "child": "children",
    "person": "people",
    "foot": "feet",
    "life": "lives",
    "lorry": "lorries",
    "company": "companies",
    "die": "died dying dies",
    "lie": "lying lied lies",
    "use": "used using uses",
}.items():
    for _form in _forms.split():
        _IRREGULAR[_form] = _base

_KEEP = frozenset(
    "this his its was has does us yes as is thus plus bus gas always perhaps news series business process address access"
    " during morning evening something anything nothing everything thing king ring spring string wedding building ceiling"
    " need speed feed seed bed red hundred indeed".split()
)


def tokens(text: str) -> list[str]:
    """The words of a text in lower case, in order; numbers count, punctuation does not, "don't" is one word."""
    return list(_words(text))


@lru_cache(maxsize=KEPT_LINES)
def _words(text: str) -> tuple[str, ...]:
    marked = marked_words(text)
    return marked if _MARKS.isdisjoint(marked) else tuple([word for word in marked if word not in _MARKS])


@lru_cache(maxsize=KEPT_LINES)
def marked_words(text: str) -> tuple[str, ...]:
    """The same words with the question marks and exclamation marks between them."""
    said = text.lower()
    return tuple(
        _WORD_OR_MARK.findall(said if said.isascii() and "`" not in said else said.translate(_APOSTROPHES))
    )


def first_word(text: str) -> str:
    """The first of a text's words, what stands before an apostrophe of it; empty where there is none."""
    found = _words(text)
    return found[0].partition("'")[0] if found else ""


@lru_cache(maxsize=KEPT_LINES)
def word_parts(text: str) -> frozenset[str]:
    """The words of a text, and what stands before and after an apostrophe in them."""
    words = _words(text)
    if text.isascii() and "'" not in text and "`" not in text:
        return frozenset(words)
    return frozenset([part for word in words for part in (word, *word.split("'"))])


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """The stem of one lower-case word: plural, -ed, -ing and -ly taken off, irregular forms mapped.

    A light stemmer: it must bring "drivers" to "driver" and "planning" to "plan", and leave "planet" alone. Meant for
    comparing words, not for reading.
    """
    word = word.removesuffix("'s").replace("'", "")
    irregular = _IRREGULAR.get(word)
    if irregular is not None:
        return irregular
    if len(word) <= 3 or word in _KEEP:
        return word
    return _strip_suffix(_strip_plural(word))


def _strip_plural(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _strip_suffix(word: str) -> str:
    if word in _KEEP:
        return word
    for suffix in ("ing", "ed"):
        head = word.removesuffix(suffix)
        if head is not word and head != word and len(head) >= 3 and _VOWEL.search(head):
            return _mend(head)
    if word.endswith("ied") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("ly") and len(word) > 5:
        head = word[:-2]
        return head[:-1] + "y" if head.endswith("i") else head.removesuffix("e")
    return word if len(word) <= 4 or _SHORT_WITH_E.fullmatch(word) else word.removesuffix("e")


def _mend(head: str) -> str:
    """Bring back what was doubled or dropped before -ing and -ed: "plann" is "plan", "tim" is "time"."""
    if head.endswith("i") and len(head) > 2:
        return head[:-1] + "y"
    if len(head) > 3 and head[-1] == head[-2] and head[-1] not in "lsz":
        return head[:-1]
    return head + "e" if _SHORT_WITHOUT_E.fullmatch(head) else head


def stems(text: str) -> list[str]:
    """The stems of a text's words, in order."""
    return list(_stems(text))


_STEMS = Memo(stem)


@lru_cache(maxsize=KEPT_LINES)
def _stems(text: str) -> tuple[str, ...]:
    return tuple([_STEMS[word] for word in _words(text)])


@cache
def _table() -> Mapping[str, float]:
    raw = json.loads(
        resources.files("simulator.reading.data").joinpath("stem_rarity.json").read_text("utf-8")
    )
    return {word: float(value) for value, words in raw["rarity"].items() for word in words.split()}


def rarity(stemmed: str) -> float:
    """How rare a stem is in everyday English, 0 (in every line) to 1 (in hardly any, or unknown).

    The inverse document frequency log(N / n) over the lines that scripts/train_tone_heads.py counts, divided by its
    largest value and rounded to two digits.
    """
    return _table().get(stemmed, 1.0)


def is_known(word: str) -> bool:
    """Whether a word, or its stem, is among the everyday words of the rarity table."""
    return stem(word.lower()) in _table()
