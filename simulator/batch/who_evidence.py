"""Which voice is the rep, from the talk alone: a small logistic over what each voice says.

The rep is the one whose work is scored: who rings to sell or to serve, who answers a service line, who leads a talk by
asking. A voice's score is a weighted sum of ten plain signs; the share of each voice is the softmax of the scores, which
for two voices is a logistic of their difference. So the outcome cannot depend on how voices are called, and signs that
both show cancel out.

Phrases are looked for in one plain form (lower case, no apostrophes, no marks but ``?``), so that they hold with and
without punctuation. The weights were fitted by scripts/train_who.py on PersuasionForGood (Apache-2.0) and on the
conversations in tests/batch; benchmarks/who_is_the_rep.py prints how often they are right, on counselling talks too,
which had no part in them.
"""

from __future__ import annotations

import itertools
import math
import operator
import re
from collections.abc import Sequence
from typing import NamedTuple

#: turns looked at; who somebody is shows long before
MOST_TURNS = 120
_MOST_CHARACTERS = 600  # of one turn
#: one character for one, so that it is quick: the question mark is set apart before
_PLAIN = str.maketrans(dict.fromkeys('.,;:!"()[]{}<>/\\|*_~-#&+=%\n\t\r', " "))
_APOSTROPHES = re.compile("[’‘`´]")
_TYPOGRAPHIC = re.compile("[“”„…–—]")


class Turn(NamedTuple):
    """What one voice said without another between; `voice` is its number, from 0."""

    voice: int
    text: str


class Verdict(NamedTuple):
    """Who most likely is the rep.

    `share` is the chance that `voice` is, 0 to 1; `because` names the signs that spoke most for it, strongest first.
    """

    voice: int
    share: float
    because: tuple[str, ...]


_INTRODUCES = (
    "calling from", "ringing from", "phoning from", "im calling", "i am calling", "im ringing", "on behalf of",
    "i represent", "here from", "my name is", "my names", "im with", "i work for", "i work with", "im working for",
    "calling you", "ringing you", "put me through", "could i speak", "can i speak", "am i speaking", "is that mr",
    "is that mrs", "looking for the", "trying to reach",
)  # fmt: skip
_REASON = (
    "reason for my call", "reason im calling", "reason for calling", "calling to see", "calling because",
    "calling to follow", "following up", "follow up on", "wanted to follow", "checking in", "reaching out", "reach out",
    "i wanted to talk", "i wanted to ask", "i wondered", "i was wondering", "i wanted to see", "wanted to see if",
    "calling as promised", "i saw that", "i noticed that", "ill be brief", "before we dive", "walk me through",
    "id like to talk", "sales call", "out of the blue", "have a moment", "do you have a minute", "thirty seconds",
    "half a minute", "is this a good time", "bad time",
)  # fmt: skip
_SERVES = (
    "how can i help", "how may i help", "thank you for calling", "thanks for calling", "help you with", "can i help",
    "let me check", "let me see", "let me have a look", "let me just", "let me look", "ill look into", "look into that",
    "your account", "account number", "order number", "your order", "confirm your", "for security", "bear with me",
    "thank you for holding", "thanks for holding", "anything else", "ive reset", "ive sent", "ill send you", "ill book",
    "youre welcome", "my pleasure", "customer service", "help desk", "sorry to hear", "apologise for", "apologize for",
    "you should receive", "can i take your", "may i have your", "can i have your", "can i get your", "i can see",
    "in the system", "refund", "what can i do for you", "take your time", "well send", "well get you", "happy to help",
)  # fmt: skip
_PITCHES = (
    "we help", "we work with", "we offer", "we provide", "we have a", "we supply", "we specialise", "we specialize",
    "our customers", "our clients", "our product", "our service", "our platform", "our software", "our company",
    "our team", "a customer of ours", "companies like", "people like you", "teams we", "free trial", "special offer",
    "discount", "you would save", "save you", "save money", "have you heard of", "have you ever", "are you aware",
    "are you familiar", "did you know", "would you like", "would you be willing", "would you consider", "you can donate",
    "would you be interested", "guarantee", "free of charge", "we could send", "we built", "we integrate",
    "your donation", "you could make", "our charity",
)  # fmt: skip
_CLOSES = (
    "does that work", "would that work", "would it be worth", "work for you", "suit you", "suits you", "next step",
    "next steps", "send you an invite", "calendar", "shall we", "shall i", "shall i ring", "how about", "set up a",
    "book a", "schedule a", "put together", "does that sound", "would it help", "would you be up for", "may i call",
    "can i call you back", "when would", "what would you need", "are you ready", "sign up", "sign by", "twenty minutes",
    "fifteen minutes", "ill give you a call", "lets try", "ill be in touch", "go ahead", "would tuesday", "would thursday",
)  # fmt: skip
_HEARS = (
    "sounds like", "it sounds", "sounds as if", "so what youre saying", "youre saying", "i hear", "i understand",
    "that makes sense", "makes sense", "i appreciate", "that must", "must be", "must have been", "so you", "so its",
    "so if", "you feel", "youre feeling", "youve been", "you mentioned", "you said", "you told", "thats great",
    "thats helpful", "thanks for sharing", "thank you for telling", "fair enough", "of course", "im hearing", "wonderful",
    "good for you", "it seems like", "on a scale", "i see",
)  # fmt: skip
_ASKS = (
    "how do you", "what do you", "do you", "are you", "have you", "did you", "would you", "could you", "can you", "how many",
    "how much", "how long", "how often", "tell me", "what would", "what made", "what happens", "what happened", "who else",
    "when was", "how does", "how did", "why do you", "what have you", "who is", "how would", "what kind", "what are your",
    "what are you", "how are you", "may i ask", "can i ask", "could i ask", "what about", "what makes", "what else",
)  # fmt: skip
_RESISTS = (
    "not interested", "we already have", "already have a", "already use", "send me an email", "send me some", "who is this",
    "whos this", "whos calling", "who is calling", "what is this about", "whats this about", "whats it about",
    "what do you want", "get this number", "get my number", "take me off", "dont call me", "no thanks", "im busy", "im at work",
    "in a meeting", "call me back", "too expensive", "cant afford", "think about it", "talk to my", "my boss", "my husband",
    "my wife", "i dont want", "i dont know", "i guess", "i suppose", "maybe", "to be honest", "i dont think", "i havent",
    "how much does it", "how much is it", "what does it cost", "i just switched", "i have to go", "got to go", "regarding",
    "ive never", "i never", "speaking", "is it legit", "how do i know", "i would have to",
)  # fmt: skip
_TROUBLED = (
    "my order", "my account", "my bill", "my invoice", "my internet", "my card", "my password", "my subscription", "my booking",
    "doesnt work", "isnt working", "not working", "hasnt worked", "wont", "cant log", "never arrived", "didnt turn up",
    "i need to cancel", "i want to cancel", "i have a question", "i need", "i ordered", "i bought", "i booked", "our problem",
    "my problem", "i was charged", "broken", "i was told", "i cant", "ive been", "we lost", "it hurts", "my doctor", "my kids",
    "my mom", "my parents", "my friends", "i feel", "i felt", "i like", "i want to", "i know i", "ive tried", "i tried",
    "i think i", "im trying", "i used to", "my life", "my job", "my team",
)  # fmt: skip

#: the signs, in the order of `signs_of`, and their weights; see the module for where they come from
SIGNS = (
    "says who is calling", "says why they call", "serves", "pitches", "proposes a step", "takes up what was said", "asks",
    "objects or defers", "tells of trouble of their own", "answers", "speaks of you rather than I", "opens", "only picks up",
)  # fmt: skip
WEIGHTS = (0.72, 2.05, 2.34, 3.32, 1.13, 0.79, 0.65, -1.74, -0.17, -0.43, 3.53, 0.11, -0.78)

_YOU = ("you", "your", "youre", "youve", "youd", "youll", "yours", "yourself")
_ME = ("i", "my", "me", "im", "ive", "id", "ill", "mine", "myself")
_GROUPS = (_INTRODUCES, _REASON, _SERVES, _PITCHES, _CLOSES, _HEARS, _RESISTS, _TROUBLED, _ASKS, _YOU, _ME)
_ASKED, _SAID_YOU, _SAID_ME, _MARKED = 8, 9, 10, 11
_COUNTS = 12
_ANSWERS = frozenset((
    "yes", "yeah", "yep", "no", "nope", "not", "okay", "sure", "well", "i", "im", "my", "we", "mm", "uh", "because",
))  # fmt: skip
_NAMED = re.compile(
    r"\b(?:this is|its|it is|im|i am|hi|hello|my names?(?: is)?) \w+(?: \w+)? (?:from|with|at|calling|here)\b"
)
_INTRODUCED_WITHIN = 3  # turns of a voice
_GREETED = 4  # words with which somebody does no more than pick up the telephone


def _index() -> tuple[dict[str, int], dict[tuple[str, str], list[tuple[int, list[str]]]]]:
    """Phrases by their first words: a text is gone through once, however many phrases there are."""
    single: dict[str, int] = {"?": _MARKED}
    longer: dict[tuple[str, str], list[tuple[int, list[str]]]] = {}
    for group, phrases in enumerate(_GROUPS):
        for phrase in phrases:
            first, *rest = phrase.split()
            if rest:
                longer.setdefault((first, rest[0]), []).append((group, rest[1:]))
            else:
                single[first] = group
    return single, longer


_SINGLE, _LONGER = _index()


def words_of(text: str) -> list[str]:
    """The form in which phrases are looked for: lower case, no apostrophes, no marks but ``?``, a word of its own."""
    said = text[:_MOST_CHARACTERS].lower().replace("'", "").replace("?", " ? ")
    if not said.isascii():
        said = _TYPOGRAPHIC.sub(" ", _APOSTROPHES.sub("", said))
    return said.translate(_PLAIN).split()


class _Heard:
    """What was counted of one voice."""

    def __init__(self) -> None:
        self.turns = self.answers = 0
        self.counts = [0] * _COUNTS
        self.first: list[list[str]] = []

    def hear(self, words: list[str], asked: bool) -> bool:
        """Count one turn, said after a question or not.

        Returns:
            Whether it asks something itself.
        """
        self.turns += 1
        if len(self.first) < _INTRODUCED_WITHIN:
            self.first.append(words)
        if asked and words and words[0] in _ANSWERS:
            self.answers += 1
        counts = self.counts
        before = counts[_ASKED] + counts[_MARKED]
        for word in words:
            if word in _SINGLE:
                counts[_SINGLE[word]] += 1
        for at, pair in enumerate(itertools.pairwise(words)):
            if pair in _LONGER:
                for group, rest in _LONGER[pair]:
                    if not rest or words[at + 2 : at + 2 + len(rest)] == rest:
                        counts[group] += 1
        return counts[_ASKED] + counts[_MARKED] > before


def signs_of(turns: Sequence[Turn], voices: int) -> list[list[float]]:
    """How far each voice shows each of `SIGNS`, 0 to about 1.5, in their order.

    Args:
        turns: oldest first, neighbours of different voices.
        voices: how many there are.
    """
    heard = [_Heard() for _ in range(voices)]
    asked = False
    for voice, text in turns[:MOST_TURNS]:
        asked = heard[voice].hear(words_of(text), asked)
    begins = turns[0].voice if turns else -1
    return [_signs(one, begins == voice) for voice, one in enumerate(heard)]


def _signs(one: _Heard, begins: bool) -> list[float]:
    if not one.turns:
        return [0.0] * len(SIGNS)
    counts = one.counts
    shown = [_saturated(count, one.turns) for count in counts[:_ASKED]]
    introduced = any(_NAMED.search(" ".join(words)) for words in one.first)
    shown[0] = min(1.5, shown[0] + introduced)
    you, me = counts[_SAID_YOU], counts[_SAID_ME]
    picks_up = begins and len(one.first[0]) <= _GREETED
    return [
        *shown[:6],
        min(1.5, max(counts[_MARKED], counts[_ASKED]) / one.turns),
        *shown[6:],
        one.answers / one.turns,
        (you - me) / (you + me + 4.0),
        float(begins and not picks_up),
        float(picks_up),
    ]


def _saturated(count: int, turns: int) -> float:
    """A count as 0 to 1: the first says most, and in a long talk one says less."""
    return 1.0 - math.exp(-count * 6.0 / (5.0 + turns))


def weigh(turns: Sequence[Turn], voices: int, prior: Sequence[float] | None = None) -> list[float]:
    """The chance of each voice to be the rep; they add up to 1.

    Args:
        prior: log-odds that something else speaks for a voice; 0 where nothing does.
    """
    return _softmax(_scores(signs_of(turns, voices), prior))


def work_out(turns: Sequence[Turn], voices: int, prior: Sequence[float] | None = None) -> Verdict:
    """The voice that most likely is the rep, and why; see `weigh`."""
    signs = signs_of(turns, voices)
    scores = _scores(signs, prior)
    best = max(range(voices), key=scores.__getitem__)
    others = [
        sum(row[at] for v, row in enumerate(signs) if v != best) / max(1, voices - 1)
        for at in range(len(SIGNS))
    ]
    spoke = [
        (w * (mine - theirs), name)
        for w, mine, theirs, name in zip(WEIGHTS, signs[best], others, SIGNS, strict=True)
    ]
    because = tuple(name for weight, name in sorted(spoke, reverse=True)[:3] if weight > 0)
    return Verdict(best, _softmax(scores)[best], because)


def _scores(signs: Sequence[Sequence[float]], prior: Sequence[float] | None) -> list[float]:
    scores = [sum(map(operator.mul, WEIGHTS, row)) for row in signs]
    return scores if prior is None else list(map(operator.add, scores, prior))


def _softmax(scores: Sequence[float]) -> list[float]:
    highest = max(scores)
    parts = [math.exp(score - highest) for score in scores]
    return [part / sum(parts) for part in parts]
