"""The words of a line that say what it is about: light stems, without the words that say nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

_WORD = re.compile(r"[a-z][a-z']*[a-z]|\d+")

#: words that carry no subject: function words, courtesies, and what questions are made of
STOP_WORDS = frozenset(
    """a about actually after again all almost already also always am an and another any anyone anything are aren't
    around as ask asked at away back basically be because been before being best better big bit both but by bye call
    called calling came can can't cannot come comes could couldn't course did didn't different do does doesn't doing
    don't done each easy either else end enough even ever every everyone everything exactly far feel feeling few find
    fine first for found from gave get gets getting give given go goes going gone gonna good got great guess had hadn't
    happen happened happening happens hard has hasn't have haven't having he he's hear heard hello help her here hey hi
    him his hold hope how how's i i'd i'll i'm i've idea if important in indeed interested interesting into is isn't it
    it's its just keep kind knew know let let's like likely little long look looking lot lots love made main make makes
    making many matter may maybe me mean might mind mine minute moment more morning most mostly much must my name need
    needs never next nice no nobody none nor not nothing now of off often oh ok okay old on once one ones only onto or
    other our out over own part particular people per perhaps person place please point possible pretty probably
    problem put question quick quite rather really reason right said same saw say saying says see seem seems seen sense
    she she's should show side since so some somebody someone something sometimes somewhere soon sorry sort sound
    sounds speak start started still stop stuff such suppose sure take taken takes taking talk talking tell than thank
    thanks that that's the their them then there there's these they they're thing things think this those thought
    through time times to today together told too took tough towards tried true try trying two under understand until
    up upon us use used using usually very want wanted wants was wasn't way ways we we're we've well went were weren't
    what what's whatever when where whether which while who who's whole whom whose why will wish with without won't
    wonder wondering word words work worked working works worth would wouldn't yeah year yes yet you you'd you'll
    you're you've your yours yourself um uh er erm whats thats hows wheres whos dont doesnt isnt cant wont im ive youre
    theyre its got wanna dunno currently moment mate anyway aspect typical typically normally generally ever roughly""".split()
)

_IRREGULAR = {
    "driven": "drive", "drove": "drive", "driving": "drive", "driver": "drive", "drivers": "drive", "paid": "pay",
    "lost": "lose", "losing": "lose", "loss": "lose", "losses": "lose", "bought": "buy", "sold": "sell", "left": "leave",
    "leaving": "leave", "kept": "keep", "ran": "run", "running": "run", "written": "write", "wrote": "write",
    "writing": "write", "built": "build", "taught": "teach", "children": "child", "kids": "kid", "men": "man",
    "women": "woman", "wives": "wife", "knives": "knife", "lives": "live", "slept": "sleep", "slip": "slip",
    "quotation": "quote", "quotations": "quote", "staffing": "staff", "planning": "plan", "planned": "plan",
    "planner": "plan", "phoned": "phone", "phoning": "phone", "rang": "ring", "rung": "ring", "broke": "break",
    "broken": "break", "grew": "grow", "grown": "grow", "chose": "choose", "chosen": "choose", "met": "meet",
    "spent": "spend", "sent": "send", "mice": "mouse", "feet": "foot", "teeth": "tooth", "hired": "hire",
    "hiring": "hire", "retired": "retire", "retiring": "retire", "retirement": "retire", "missed": "miss",
    "missing": "miss", "scheduling": "schedule", "scheduled": "schedule",
}  # fmt: skip


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """A light stem: plural, -ing, -ed, -er and -ly off, doubled consonants single; never shorter than three letters."""
    word = word.replace("'s", "").replace("'", "")
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    for ending, rest in (
        ("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("xes", "x"), ("ments", ""), ("ment", ""),
        ("ations", "ate"), ("ation", "ate"), ("ings", ""), ("ing", ""), ("edly", ""), ("ied", "y"), ("ed", ""),
        ("ers", "er"), ("er", "er"), ("ly", ""), ("ss", "ss"), ("us", "us"), ("is", "is"), ("s", ""),
    ):  # fmt: skip
        if ending == "s" and word.endswith("ss"):
            break
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: len(word) - len(ending)] + rest
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] in "bdgklmnprt":
        word = word[:-1]
    return word.removesuffix("e") if len(word) > 3 else word


def tokens(text: str) -> list[str]:
    """Lower-case words of a text, apostrophes kept, in order."""
    return _WORD.findall(text.lower().replace("’", "'"))


def content_stems(text: str) -> list[str]:
    """Stems of the words that say what a text is about, in order, with repeats."""
    return [stem(token) for token in tokens(text) if token not in STOP_WORDS and not token.isdigit()]


def stem_set(texts: Iterable[str]) -> frozenset[str]:
    """Content stems of several texts together."""
    return frozenset(one for text in texts for one in content_stems(text))
