"""What does not belong on a sales call: noise, other languages, orders to the program, talk about the program, silence.

All of it is found by rules and small tables; a line that is none of it costs a few tens of microseconds.
"""

from __future__ import annotations

import json
import math
import re
import tomllib
from functools import cache
from importlib import resources

from simulator.domain.reading import Act
from simulator.reading.acts_rules import rule_book
from simulator.reading.acts_text import plain
from simulator.reading.memo import Memo
from simulator.reading.stems import is_known, tokens

_RULES = ("acts_oddities.toml",)
_SILENT = re.compile(
    r"\W*(?:[(\[*<]\s*(?:long |short )?(?:silence|silent|pause|says nothing|no answer|no response"
    r"|inaudible)\s*[)\]*>])?\W*",
    re.IGNORECASE,
)

# Marks of a message format that no speaker says aloud.
_MARKUP_SIGN = re.compile(r"[<\[:`#{]")  # each mark below has one of these; hardly a line does
_MARKUP = re.compile(
    r"</?\s*(?:system|assistant|user|instructions?|prompt|s|tool|im_start|im_end)\s*>|<\|[^"
    r"|>]{2,20}\|>|\[/?\s*(?:INST|SYS|SYSTEM)\s*\]"
    r"|[\"']role[\"']\s*:|[\"'](?:content|system|trust|instructions?)[\"']\s*:|```"
    r"|^\s*#{2,}\s*(?:system|instruction)|\bSYSTEM\s*:|\b(?:assistant|prospect)\s*:\s*\S"
    r"|\{\{.{0,80}\}\}|\{%.{0,80}%\}",
    re.IGNORECASE | re.MULTILINE,
)


def is_silence(text: str) -> bool:
    """Whether nothing was said: an empty line, dots, or a note such as "(silence)"."""
    return _SILENT.fullmatch(text) is not None


def is_command(text: str, line: str | None = None) -> bool:
    """Whether a line tries to command the program: to change its instructions, print them, or speak in its format."""
    return _has_markup(text) or Act.COMMAND in odd_acts(text, line)


def _has_markup(text: str) -> bool:
    return _MARKUP_SIGN.search(text) is not None and _MARKUP.search(text) is not None


def is_meta(text: str, line: str | None = None) -> bool:
    """Whether a line is about the program itself: "are you a robot?"."""
    return Act.META in odd_acts(text, line)


def odd_acts(text: str, line: str | None = None) -> frozenset[Act]:
    """The odd acts of a line; `line` is its plain form where the caller has it already.

    Silence, gibberish and another language stand alone: nothing else can be read from such a line.
    """
    if is_silence(text):
        return frozenset((Act.SILENCE,))
    if _has_markup(text):
        return frozenset((Act.COMMAND,))
    line = plain(text) if line is None else line
    if is_other_language(text):
        return frozenset((Act.OTHER_LANGUAGE,))
    acts = set(rule_book(*_RULES).acts_in(line))
    if Act.OFF_TOPIC in acts and not _BUSINESS.isdisjoint(line.split()):
        acts.discard(Act.OFF_TOPIC)
    if not acts and is_gibberish(text):
        acts.add(Act.GIBBERISH)
    return frozenset(acts)


# ------------------------------------------------------------------------------------------------ off topic

# Rain is small talk; rain and drivers are business.
_BUSINESS = frozenset(
    "driver drivers delivery deliveries deliver delivering depot depots van vans truck trucks lorry"
    " lorries fleet order orders"
    " customer customers client clients staff team teams business company companies firm sales sell"
    " selling stock supplier"
    " suppliers supply warehouse shift shifts rota plan planning planner route routes load loads"
    " loading unloading harvest crop"
    " crops site sites builders roof roofs project projects contract contracts contracting demand"
    " season seasonal bookings booking"
    " guests visitors tables terrace footfall turnover revenue costs cost energy heating production"
    " plant machine machines"
    " machinery equipment workload schedule schedules scheduling logistics goods products product"
    " shop shops store stores tickets"
    " catering event events affect affects affected hit hits impact impacts delay delays delayed"
    " cancel cancelled cancellations"
    " complaints absence absences sick manager office work working job jobs fans budget budgets"
    " council tender tenders market"
    " export exports import imports tax taxes tariff tariffs regulation regulations law grant grants"
    " invoice invoices service".split()
)

# ------------------------------------------------------------------------------------------------ other languages


@cache
def _function_words() -> tuple[frozenset[str], ...]:
    """The common words of each language that is known, one set each."""
    raw = tomllib.loads(
        resources.files("simulator.reading.data").joinpath("function_words.toml").read_text("utf-8")
    )
    return tuple(frozenset(words.split()) for words in raw.values())


_ENGLISH = frozenset(
    "the a an and of to in is are was you your i we it that this for on with not do does have has be"
    " as at by from or but what how"
    " who when where why so if my our they he she his her their there here would could can will about"
    " me us any some no yes all"
    " just like up out get got one more very been did had were which then than because them say said"
    " please thanks thank hello"
    " hi good morning sir okay well right sorry".split()
)
_SPOKEN_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_LETTER = re.compile(r"[^\W\d_]")


def is_other_language(text: str) -> bool:
    """Whether a line is in another language than English; a borrowed word or a name is not.

    By function words of fifteen European and other languages in Latin script, or by a script that is not Latin.
    """
    if not text.isascii():
        letters = _LETTER.findall(text)
        foreign = sum(1 for letter in letters if letter > "\u024f" and not "\u1e00" <= letter <= "\u1eff")
        if foreign * 2 > len(letters):
            return True
    words = _SPOKEN_WORD.findall(text.lower())
    english = len([word for word in words if word in _ENGLISH])
    if english * 3 > len(words):
        return False
    # One-letter words and words that English has too prove little.
    telling = {word for word in words if len(word) > 1} - _ENGLISH
    best = max(len(telling & own_words) for own_words in _function_words())
    if best == 0:
        return False
    known = sum(1 for word in words if is_known(word))
    if best >= 3:
        return english < best and known * 3 < len(words) * 2
    if best == 2:
        return english == 0 and known * 2 <= len(words)
    return len(words) == 1 and known == 0


# ------------------------------------------------------------------------------------------------ gibberish

_KEYBOARD_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "yxcvbnm", "azertyuiop")
_KEYBOARD_RUNS = frozenset(
    run
    for row in _KEYBOARD_ROWS
    for line in (row, row[::-1])
    for size in (3, 4)
    for start in range(len(line) - size + 1)
    for run in (line[start : start + size],)
)
_SAME_LETTER = re.compile(r"([a-z])\1{3,}")
_NO_VOWEL = re.compile(r"[^aeiouy]+")
_CONSONANTS = re.compile(r"[^aeiouy]{5,}")
_BABBLE = re.compile(r"(?:(?:blah|bla|la|da|na|dum|ga|goo|bloop|blub)\s*){3,}", re.IGNORECASE)
_BABBLE_STARTS, _MARK = frozenset("bldng"), re.compile(r"[^\w\s]")
_ENGLISH_RUNS = frozenset(
    "ert rty tyu wer ere ewq ion poi oiu uio ghj dsa was saw rew tre pot las asd opo".split()
)


@cache
def _pair_surprise() -> dict[str, float]:
    """Surprise of a letter after another in English words, in nats; see scripts/train_tone_heads.py."""
    raw = json.loads(
        resources.files("simulator.reading.data").joinpath("letter_pairs.json").read_text("utf-8")
    )
    return {pair: float(value) for pair, value in raw["surprise"].items()}


def _oddness(word: str) -> float:
    """How unlike a word a string is: 0 for a word or name, 1 for a mash of keys; between, for what could be either."""
    if is_known(word) or not word.isascii() or not word.isalpha():
        return 0.0
    if len(word) < 3:
        return 0.4
    if _SAME_LETTER.search(word) or (len(word) >= 5 and _CONSONANTS.search(word)):
        return 1.0
    runs = sum(1 for start in range(len(word) - 2) if word[start : start + 3] in _KEYBOARD_RUNS)
    if (runs and len(word) <= 4 and word not in _ENGLISH_RUNS) or (runs >= 2 and runs * 2 >= len(word) - 2):
        return 1.0
    if _NO_VOWEL.fullmatch(word):
        return 0.8
    table = _pair_surprise()
    padded = f" {word} "
    surprise = sum(table.get(padded[i : i + 2], 9.0) for i in range(len(padded) - 1)) / (len(padded) - 1)
    return 1.0 / (1.0 + math.exp(-3.0 * (surprise - 4.3)))


_ODDNESS = Memo(_oddness)
_ODD_ENOUGH = 0.75
_ABBREVIATION = re.compile(r"\b[A-Z]{2,5}s?\b")


def is_gibberish(text: str) -> bool:
    """Whether a line is a mash of keys or babble; short names, abbreviations and typos are not."""
    words = tokens(text)
    if words and words[0][0] in _BABBLE_STARTS and _BABBLE.fullmatch(_MARK.sub(" ", text).strip() + " "):
        return True
    if not words or len([word for word in words if word in _ENGLISH]) * 5 > len(words) * 2:
        return False
    # An abbreviation is written in capitals; a mash of keys hardly ever is.
    if max(map(_ODDNESS.__getitem__, words)) < _ODD_ENOUGH:
        return False
    capitals = set(_ABBREVIATION.findall(text))
    scores = [0.0 if word.upper() in capitals else _ODDNESS[word] for word in words]
    strongest = max(scores)
    if len(words) == 1:
        return strongest >= 0.9 and len(words[0]) > 4
    return strongest >= _ODD_ENOUGH and sum(scores) / len(scores) >= (0.5 if strongest == 1.0 else 0.6)
