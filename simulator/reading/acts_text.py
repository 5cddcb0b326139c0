"""One plain form of a spoken line, and rules over it.

People speak, and speech recognisers write, with and without capitals, full stops and apostrophes. The plain form takes
these differences away, so that a rule is written once:

    "Um, hi — I'm, like, calling from Turnout. Is this a bad time?"
    "| hi i am calling from turnout | is this a bad time ? |"

A bar stands at each end of a sentence; a question mark that was written stays, as a word of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from simulator.domain.reading import Act

_TRANSLATION = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "“": " ", "”": " ", '"': " ", "…": "."})
_TITLE_STOP = re.compile(r"\b(mr|mrs|ms|dr|prof|st)\.(?=\s)", re.IGNORECASE)
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
    "lets": "let us",
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

_TYPED_PAIRS = (("e mail", "email"), ("thank u", "thank you"), ("good bye", "goodbye"), ("half a min ", "half a minute "))


def plain(text: str) -> str:
    """The plain form of a line (see the module): lower case, contractions written out, disfluencies dropped."""
    text = _ASIDE.sub(" ", _TITLE_STOP.sub(r"\1", text.translate(_TRANSLATION)))
    words: list[str] = ["|"]
    for piece in _PIECE.findall(text.lower()):
        if piece[0] in ".!;:\n –—-":
            _end_sentence(words)
        elif piece == "?":
            if words[-1] not in "|?":
                words += ("?", "|")
        elif piece not in _DISFLUENCIES:
            for word in _expand(piece):
                if word != words[-1] or word in _MAY_REPEAT:
                    words.append(word)
    _end_sentence(words)
    return _join(words)


def _end_sentence(words: list[str]) -> None:
    if words[-1] != "|":
        words.append("|")


def _join(words: list[str]) -> str:
    for index in range(len(words) - 1):
        bare = _BARE.get(words[index])
        if bare is not None and words[index + 1] in bare[1] and (words[index] != "were" or words[index - 1] == "|"):
            words[index] = bare[0]
    joined = " ".join(words)
    for typed, meant in _TYPED_PAIRS:
        if typed in joined:
            joined = joined.replace(typed, meant)
    return joined


def _expand(piece: str) -> list[str]:
    whole = _EXPANSIONS.get(piece)
    if whole is not None:
        return whole.split()
    if "'" not in piece:
        return [piece]
    if piece.endswith("n't"):
        return [piece[:-3], "not"]
    head, _, tail = piece.rpartition("'")
    written_out = _TAILS.get("'" + tail)
    if written_out is not None:
        return [head, written_out]
    if tail == "s":
        return [head, "is"] if head in _IS_HEADS else [head, "s"]
    return [part for part in piece.split("'") if part]


# ------------------------------------------------------------------------------------------------ rules

_OPENERS = (
    "(?:(?:well|so|okay|and|but|oh|right|yeah|yes|no|now|look|listen|actually|honestly|then|because|hi|hello|hey|sorry"
    "|all right|fine|great|good|please|anyway|also|maybe|perhaps|if i may|just|thanks|thank you|i see|of course|sure"
    "|understood|fair enough|to be honest|by the way) ){0,3}"
)
_START = rf"\| {_OPENERS}"
_NEAR = r"(?: [^|? ]+){0,3} "
_FAR = r"(?: [^|? ]+){0,7} "


def compile_phrases(*phrases: str) -> re.Pattern[str]:
    """One pattern of several phrases over the plain form.

    Each phrase is a regular expression with three shorthands: a leading ``< `` is the beginning of a sentence (after words
    like "well" or "so"), `` ~ `` stands for up to three words, `` ~~ `` for up to seven, within the sentence.
    """
    written = []
    for phrase in phrases:
        body = phrase.replace(" ~~ ", _FAR).replace(" ~ ", _NEAR)
        written.append(_START + body[2:] if body.startswith("< ") else r"(?<!\S)" + body)
    return re.compile("(?:" + "|".join(f"(?:{body})" for body in written) + r")(?!\S)")


@dataclass(frozen=True, slots=True)
class Rule:
    """An act, and how it shows.

    `keys` are words of which one must be in the line, or the pattern is not tried: it saves nine tenths of the time.
    `unless` is blanked out of the line before `pattern` is looked for, so that an innocent phrase hides only itself.
    """

    act: Act
    keys: frozenset[str]
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None = None

    def holds(self, line: str, words: frozenset[str]) -> bool:
        """Whether the plain `line`, whose words are `words`, does this act."""
        if self.keys.isdisjoint(words):
            return False
        if self.unless is not None:
            line = self.unless.sub("_", line)
        return self.pattern.search(line) is not None


def rule(act: Act, keys: str, *phrases: str, unless: tuple[str, ...] = ()) -> Rule:
    """A rule from words and phrases as `compile_phrases` takes them."""
    return Rule(
        act, frozenset(keys.split()), compile_phrases(*phrases), compile_phrases(*unless) if unless else None
    )


DAY = (
    "(?:mon|tues|wednes|thurs|fri|satur|sun)days?|tomorrow|the day after tomorrow|(?:this|tomorrow) (?:morning|afternoon|evening)"
)
_NUMBER = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
HOUR = (
    rf"at (?:about |around )?(?:{_NUMBER}|\d{{1,2}}(?:[.:]\d\d)?(?:am|pm)?|noon|midday|lunchtime)|\d{{1,2}}(?:[.:]\d\d)? ?(?:am|pm)"
    rf"|(?:half|quarter|ten|five|twenty) (?:past|to) (?:{_NUMBER}|\d{{1,2}})|(?:{_NUMBER}|\d{{1,2}}) (?:o'clock|oclock|o clock)"
    rf"|(?:{_NUMBER}) (?:fifteen|thirty|forty five)|\d{{1,2}}[.:]\d\d|around (?:{_NUMBER})"
)
_ORDINAL = (
    "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|(?:thir|four|fif|six|seven|eigh|nine)teenth"
    r"|twentieth|twenty (?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|thirtieth|\d{1,2}(?:st|nd|rd|th)"
)
_MONTH = "january|february|march|april|may|june|july|august|september|october|november|december"
DATE = rf"the (?:{_ORDINAL})|\d{{1,2}}(?:st|nd|rd|th)|(?:{_MONTH}) (?:the )?(?:{_ORDINAL}|\d{{1,2}})|\d{{1,2}} (?:of )?(?:{_MONTH})"
WHEN = rf"(?:{DAY}|{HOUR}|{DATE})"
