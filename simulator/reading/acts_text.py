"""One plain form of a spoken line, for rules to be written over.

People speak, and speech recognisers write, with and without capitals, full stops and apostrophes. The plain form takes
these differences away, so that a rule is written once:

    "Um, hi — I'm, like, calling from Turnout. Is this a bad time?"
    "| hi i am calling from turnout | is this a bad time ? |"

A bar stands at each end of a sentence; a question mark that was written stays, as a word of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from simulator.reading.line_keys import KEPT_LINES
from simulator.reading.memo import Memo

_TRANSLATION = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "“": " ", "”": " ", '"': " ", "…": "."})
_TITLE_STOP = re.compile(r"\b(mr|mrs|ms|dr|prof|st)\.(?=\s)", re.IGNORECASE)
_TITLES = ("mr.", "mrs.", "ms.", "dr.", "prof.", "st.")
_ASIDE = re.compile(r"(?<=,)\s*(?:like|you know|i mean|sort of|kind of)\s*,", re.IGNORECASE)
_PIECE = re.compile(
    r"[^\W\d_]+(?:'[^\W\d_]+)*'?|\d+(?:[.,:]\d+)*(?:st|nd|rd|th|am|pm|k)?|\?|[.!;:]+(?=\s|$)|\n|[£$€%]|\s[–—-]+\s"
)

# What is said when nothing is said yet. "eh", "mm" and "hm" carry meaning elsewhere and stay.
_DISFLUENCIES = frozenset("um umm uh uhh uhm er err erm ehm ah basically literally kinda sorta".split())
_MAY_REPEAT = frozenset("no bye ha knock wait blah very so yes yeah hello that had".split())

_EXPANSIONS: dict[str, str] = {
    "'em": "them",
    "can't": "can not",
    "cannot": "can not",
    "won't": "will not",
    "shan't": "will not",
    "ain't": "is not",
    "let's": "let us",
    "gonna": "going to",
    "wanna": "want to",
    "gotta": "got to",
    "lemme": "let me",
    "gimme": "give me",
    "dunno": "do not know",
    "u": "you",
    "ur": "your",
    "pls": "please",
    "plz": "please",
    "thx": "thanks",
    "thankyou": "thank you",
    "ok": "okay",
    "alright": "all right",
    "mins": "minutes",
    "min": "minute",
    "secs": "seconds",
    "mister": "mr",
    "goodmorning": "good morning",
    "apologize": "apologise",
    "apologizing": "apologising",
    "favorite": "favourite",
    "thnaks": "thanks",
    "thansk": "thanks",
    "helo": "hello",
    "hallo": "hello",
    "sory": "sorry",
    "sorrry": "sorry",
    "goodby": "goodbye",
    "tomorow": "tomorrow",
    "tommorow": "tomorrow",
    "tommorrow": "tomorrow",
    "wensday": "wednesday",
    "recieve": "receive",
    "garantee": "guarantee",
    "gaurantee": "guarantee",
    "guarentee": "guarantee",
    "definately": "definitely",
    "calender": "calendar",
    "adress": "address",
    "im": "i am",
    "ive": "i have",
    "its": "it is",
    "thats": "that is",
    "whats": "what is",
    "hows": "how is",
    "whos": "who is",
    "wheres": "where is",
    "theres": "there is",
    "heres": "here is",
    "youre": "you are",
    "youve": "you have",
    "youll": "you will",
    "youd": "you would",
    "weve": "we have",
    "theyre": "they are",
    "theyve": "they have",
    "dont": "do not",
    "doesnt": "does not",
    "didnt": "did not",
    "isnt": "is not",
    "arent": "are not",
    "wasnt": "was not",
    "werent": "were not",
    "cant": "can not",
    "couldnt": "could not",
    "shouldnt": "should not",
    "wouldnt": "would not",
    "havent": "have not",
    "hasnt": "has not",
    "wont": "will not",
    "mins'": "minutes",
}
_TAILS = {"'m": "am", "'re": "are", "'ve": "have", "'ll": "will", "'d": "would", "n't": "not"}
_IS_HEADS = frozenset("it that what who how where here there he she when why name".split())

# Words that are a contraction without its apostrophe only where a verb or the like comes next.
_BARE_WILL = frozenset(
    "be keep send call ring give take let leave make find get tell go do come put remove just try speak talk see have"
    " look check ask stop not drop pop never show explain pass phone email follow".split()
)
_BARE: dict[str, tuple[str, frozenset[str]]] = {
    "ill": ("i will", _BARE_WILL),
    "well": ("we will", _BARE_WILL - frozenset(("do", "just", "let", "look", "go", "come", "see"))),
    "id": ("i would", frozenset("like love rather say be suggest propose want".split())),
    "were": ("we are", frozenset("the a an not number based from with looking only".split())),
}

_HANGS_ON_NEXT = frozenset(("lets", *_BARE))
_BEFORE_LET_US = frozenset("| so and okay well then now right just but come look".split())

_TYPED_PAIRS = (
    ("e mail", "email"),
    ("thank u", "thank you"),
    ("good bye", "goodbye"),
    ("half a min ", "half a minute "),
)


def without_title_stops(text: str) -> str:
    """The text with the full stop of "Mr." and the like taken off, which ends no sentence."""
    if "." not in text:
        return text
    low = text.lower()
    may_hold = not low.isascii() or any(title in low for title in _TITLES)
    return _TITLE_STOP.sub(r"\1", text) if may_hold else text


@lru_cache(maxsize=KEPT_LINES)
def plain(text: str) -> str:
    """The plain form of a line (see the module): lower case, contractions written out, disfluencies dropped."""
    if '"' in text or "`" in text or not text.isascii():
        text = text.translate(_TRANSLATION)
    text = without_title_stops(text)
    if text.count(",") > 1:
        text = _ASIDE.sub(" ", text)
    words: list[str] = ["|"]
    for piece in _PIECE.findall(text.lower()):
        for word in _PARTS[piece]:
            if word == "|":
                _end_sentence(words)
            elif word == "?":
                if words[-1] not in "|?":
                    words += ("?", "|")
            elif word != words[-1] or word in _MAY_REPEAT:
                words.append(word)
    _end_sentence(words)
    return _join(words)


def _end_sentence(words: list[str]) -> None:
    if words[-1] != "|":
        words.append("|")


def _join(words: list[str]) -> str:
    for index in range(len(words) - 1) if not _HANGS_ON_NEXT.isdisjoint(words) else ():
        if words[index] == "lets" and words[index - 1] in _BEFORE_LET_US:
            words[index] = "let us"
        bare = _BARE.get(words[index])
        if (
            bare is not None
            and words[index + 1] in bare[1]
            and (words[index] != "were" or words[index - 1] == "|")
        ):
            words[index] = bare[0]
    joined = " ".join(words)
    for typed, meant in _TYPED_PAIRS:
        if typed in joined:
            joined = joined.replace(typed, meant)
    return joined


def _parts(piece: str) -> Sequence[str]:
    """The words that a piece stands for; a bar for the end of a sentence, nothing for a disfluency."""
    if piece[0] in ".!;:\n –—-":
        return ("|",)
    return () if piece in _DISFLUENCIES else _expand(piece)


_PARTS = Memo(_parts)


def _expand(piece: str) -> Sequence[str]:
    whole = _EXPANSIONS.get(piece)
    if whole is not None:
        return whole.split()
    if "'" not in piece:
        return (piece,)
    if piece.endswith("n't"):
        return [piece[:-3], "not"]
    head, _, tail = piece.rpartition("'")
    written_out = _TAILS.get("'" + tail)
    if written_out is not None:
        return [head, written_out]
    if tail == "s":
        return [head, "is"] if head in _IS_HEADS else [head, "s"]
    return [part for part in piece.split("'") if part]
