"""Spoken text made plain: fillers, restarts and stutters removed, contractions in one spelling.

Rules on questions work on this form, so that a careful transcript, bare recogniser output and hasty typing
look alike: lower case, no apostrophes ("what's" and "whats" are both ``whats``), commas and dashes as a
lone ``,`` between the words.
"""

from __future__ import annotations

import re
from functools import lru_cache

from simulator.reading.memo import Memo
from simulator.reading.question_words import word_set

# Transcribers' notes ("[laughs]", "<noise>"), never something that was said.
_NOTE = re.compile(r"\[[a-z_ ]*[\d: ]*\]|<[^<>]*>|\((?:laughs?|laughing|noise|inaudible|pause|crosstalk)\)")
# Marks of annotated transcripts: "{F uh, }" for a filler, "[ I, + I ]" for a restart.
_ANNOTATION = re.compile(r"\{[a-z] ")
_RECEIPT = re.compile(r"\b(?:uh|um|mm|mmm|mhm|aha)[ -]+(?:huh|hmm?|hum)\b")  # a yes, no filler
_NOD = re.compile(r"(?:^|[ ,]+)(?:do |if )?(?:you )?(?:know|see) what i(?: mean|m saying|m talking about)$")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"'})
# "do n't", "it 's", "don t": splitters and removers of punctuation leave the ending on its own.
_SPLIT_ENDING = re.compile(
    r" (?<=\w )(?:'(?=(?:s|t|re|ve|ll|d|m)\b)|(?=n't\b)|(?=(?:t|re|ve|ll|m|s)(?: |$)))"
)
_ENDINGS = word_set("t re ve ll m s")
_STUTTER = re.compile(r"\b(\w+)-+(?=\1)")  # "wh-what", "so-so"
_PAUSE_MARK = re.compile(r'[-,;:"()…—–]')
_PAUSE = re.compile(r'-{2,}|[,;:"()…—–]|-(?=\s|$)|(?<=\s)-')
_STOP = re.compile(r"[.?!]+(?=\s|$)")
_LEFT_OVER = re.compile(r"[^\w ,%&$£€]+")

_FILLERS = word_set("uh um er erm uhm ehm hm hmm hmmm mm mmm mhm mmhmm mmm-hmm ah oh ooh aha")
# How people type in a hurry, and how recognisers write what was said.
_SPELLINGS = {
    "u": "you",
    "ya": "you",
    "ur": "your",
    "r": "are",
    "wot": "what",
    "wat": "what",
    "hw": "how",
    "thru": "through",
    "ok": "okay",
    "alright": "all right",
    "wanna": "want to",
    "gonna": "going to",
    "gotta": "got to",
    "dunno": "dont know",
    "cuz": "because",
    "cause": "because",
    "coz": "because",
    "yall": "you",
    "aint": "isnt",
    "whaddya": "what do you",
    "dya": "do you",
    "dyou": "do you",
    "didja": "did you",
}
# "you know" is a filler unless these stand before ("do you know") or after it ("you know what it costs").
_KNOW_BEFORE = word_set(
    "do dont did didnt would wouldnt if as that what how when because since than should might must can "
    "could will let"
)
_KNOW_AFTER = word_set(
    "what how who whats hows when where why which if whether that about anything anyone any of the"
)
_ASKING = word_set("what how why where who when whats hows")
_INVERTED = word_set(
    "do does did are is was were would could can have has will should about made makes kind sort else "
    "some other your the that going you"
)
_LONGEST_RESTART_WORDS = 4
_RESTART_REACH = _LONGEST_RESTART_WORDS + 1  # a pause may stand between
# "wh what", "th that": what is left of a stutter where hyphens were taken out.
_LONGEST_FRAGMENT = 3
_SHORT_WORDS = word_set(
    "a i an as am at be by do go he if in is it me my no of on or so the to up us we you are can did "
    "had has her him his how its may not now off one our out say see she too two was way who why yes "
    "any all and but for got get"
)


@lru_cache(maxsize=2048)  # several readers look at the same sentence
def plain(text: str) -> str:
    """The line as words parted by blanks, with a lone ``,`` for each pause; empty where nothing was said."""
    said = text.lower()
    if "`" in said or not said.isascii():
        said = said.translate(_QUOTES)
    if "{" in said:
        said = _ANNOTATION.sub(" ", said)
    # Most of what follows is in few lines: a look for a letter is much quicker than a search.
    if "[" in said or "<" in said or "(" in said:
        said = _NOTE.sub(" ", said)
    if "hu" in said or "hm" in said:
        said = _RECEIPT.sub("yeah", said)
    if "-" in said:
        said = _STUTTER.sub("", said)
    if _PAUSE_MARK.search(said):
        said = _PAUSE.sub(" , ", said)
    said = _without_stops(said)
    if " '" in said or " n't" in said or not _ENDINGS.isdisjoint(said.split()):
        said = _SPLIT_ENDING.sub("", said)
    said = said.replace("'", "")
    if not said.replace(" ", "").replace(",", "").isalnum():
        said = _LEFT_OVER.sub(" ", said)
    words = said.split()
    said = " ".join(_without_restarts(_without_fillers(words)))
    return _NOD.sub("", said) if "what i" in said else said


def _without_stops(said: str) -> str:
    """The text without the marks that end a sentence; nearly always there is one, at the end."""
    said = said.rstrip().rstrip(".?!")
    return _STOP.sub(" ", said) if "." in said or "?" in said or "!" in said else said


# All that may be more or less than itself; any other word of some length is kept as it is.
_LOOKED_AT = _FILLERS | _SPELLINGS.keys() | {"you", ","}


def _may_go(word: str) -> bool:
    """Whether a word may be less than itself, or written otherwise; nearly none may."""
    return word in _LOOKED_AT or (len(word) <= _LONGEST_FRAGMENT and word not in _SHORT_WORDS)


_MAY_GO = Memo(_may_go)


def _without_fillers(words: list[str]) -> list[str]:
    kept: list[str] = []
    i = 0
    count = len(words)
    while i < count:
        word = words[i]
        if not _MAY_GO[word] or (word == "you" and (i + 1 == count or words[i + 1] != "know")):
            kept.append(word)  # nearly every word
            i += 1
            continue
        following = words[i + 1] if i + 1 < count else ""
        size = 1
        if word in _FILLERS or (word == "you" and following == "know" and _is_filler_know(words, i)):
            size = 1 if word in _FILLERS else 2
            after = words[i + size] if i + size < count else ""
            if kept and kept[-1] == after == ",":
                kept.pop()  # "would you , uh , change": both pauses belong to the filler
                size += 1
            elif kept and after in _ASKING and i + size + 1 < count and words[i + size + 1] in _INVERTED:
                # "… that um what are you": where nothing else is written, the filler is the pause
                kept.append(",")
        elif _is_fragment(word, following):
            pass
        elif word != "," or (kept and kept[-1] != ","):
            kept.extend(_SPELLINGS[word].split() if word in _SPELLINGS else (word,))
        i += size
    while kept and kept[-1] == ",":
        kept.pop()
    return kept


def _is_fragment(word: str, following: str) -> bool:
    """Whether a word is only the beginning of the next one: "wh what"."""
    return len(word) <= _LONGEST_FRAGMENT and word not in _SHORT_WORDS and following.startswith(word)


def _is_filler_know(words: list[str], i: int) -> bool:
    """Whether "you know" at `i` is only a breath."""
    before = words[i - 1] if i else ""
    after = words[i + 2] if i + 2 < len(words) else ""
    return before not in _KNOW_BEFORE and after not in _KNOW_AFTER


def _without_restarts(words: list[str]) -> list[str]:
    """Words said twice in a row, alone or up to four together ("do you , do you have"), are kept once."""
    again = _said_again(words)
    if not again:
        return words
    kept: list[str] = []
    for word in words:
        kept.append(word)
        if word not in again or word not in kept[-1 - _RESTART_REACH : -1]:
            continue
        for size in range(min(_LONGEST_RESTART_WORDS, len(kept) // 2), 0, -1):
            end = len(kept) - size - (1 if kept[-size - 1] == "," else 0)
            if end >= size and kept[end - 1] == word and kept[end - size : end] == kept[-size:]:
                del kept[end:]
                break
    return kept


def _said_again(words: list[str]) -> set[str]:
    """The words that are said more than once; none where none comes again so soon that it may be a restart."""
    last: dict[str, int] = {}
    again: set[str] = set()
    is_soon = False
    for place, word in enumerate(words):
        if word in last and word != ",":
            again.add(word)
            is_soon = is_soon or place - last[word] <= _RESTART_REACH
        last[word] = place
    return again if is_soon else set()
