"""How politely a line is put, learned from requests whose politeness five people judged.

Words, runs of letters and the politeness strategies of Danescu-Niculescu-Mizil et al., "A computational approach to
politeness with application to social factors" (2013): gratitude, deference, hedges, a "please" at the start or inside,
indirect and direct questions, first and second person, factuality. Weights: scripts/train_tone_heads.py.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import cache, lru_cache

from simulator.reading.line_keys import KEPT_LINES
from simulator.reading.memo import Memo
from simulator.reading.tone_features import HashedLines, Head, load_head

_PIECE = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|[.!?…]+|\d[\d.,]*|:-?\)|;-?\)|<url>|https?|[\"“]|\n")
_QUOTES = str.maketrans({"’": "'", "‘": "'"})

# Each strategy: single words, words at the start of a sentence (^), pairs of neighbours (two words).
STRATEGIES: dict[str, str] = {
    "gratitude": "thanks thank thx cheers appreciate appreciated grateful thankyou",
    "gratitude_first": "^thanks ^thank",
    "deference": "great good nice excellent interesting cool awesome wonderful fantastic superb brilliant amazing lovely",
    "deference_first": "^great ^nice ^good ^excellent ^interesting ^cool ^awesome ^well",
    "positive": "glad happy best better fine useful perfect enjoy enjoyed beautiful pleased kind helpful love loved like hope"
    " welcome congratulations congrats clear correct works solved",
    "negative": "bad wrong terrible awful problem problems fail failed worse worst poor broken error errors useless annoying"
    " lazy ignorant vandalism pov biased warning block blocked delete deleted revert reverted false lie"
    " lying pointless waste absurd"
    " unacceptable ugly weird complain hate dispute",
    "swearing": "hell damn shit crap stupid idiot nonsense ridiculous silly rude dumb wtf fuck fucking bullshit",
    "greeting": "^hi ^hello ^hey ^hiya ^greetings ^dear",
    "apology": "sorry apologise apologize apologies excuse forgive pardon",
    "please": "please plz pls",
    "please_first": "^please",
    "direct_question": "^what ^who ^how ^where ^when ^which",
    "why_first": "^why",
    "direct_start": "^so ^then ^and ^but ^or",
    "could_would_you": "could_you would_you",
    "can_will_you": "can_you will_you",
    "asks_first": "^can ^could ^would ^will ^may",
    "could_i": "could_i could_we can_i can_we may_i may_we might_i",
    "mind": "you_mind mind_if you_don't",
    "would_be": "would_be could_be would_it might_be that_would",
    "would_like": "i'd would_like would_love would_appreciate",
    "i_first": "^i ^i'm ^i've ^i'd ^i'll ^my",
    "we": "we our us let's we're we've",
    "i": "i my me i'm i've i'd i'll mine",
    "you": "you your u ur you're you've you'd yours",
    "you_first": "^you ^your ^you're ^you've",
    "factuality": "really actually honestly obviously clearly surely fact point just simply literally",
    "hedges": "maybe perhaps possibly probably likely seems seem appears think thought guess suppose suggest might may somewhat"
    " rather quite apparently assume believe feel usually generally",
    "wonder": "wonder wondering wondered curious",
    "any_help": "help any_ideas any_idea any_chance any_help any_suggestions any_advice any_thoughts suggestions"
    " advice comments",
    "ease": "hope hoping forward whenever feel_free no_rush take_a have_a look convenience chance",
    "do_you": "do_you don't_you have_you haven't_you did_you didn't_you are_you",
    "think_of_you": "you_think you_know you_even you_really you_mean you_want",
    "negation": "don't not didn't isn't aren't won't can't cannot no never nothing doesn't",
    "must": "must need should ought have_to need_to supposed",
    "order": "stop explain show provide post fix check define prove learn give_me tell_me",
    "order_first": "^stop ^explain ^show ^provide ^post ^give ^tell ^try ^read ^look ^check ^use ^see ^do ^don't ^please",
    "what_about": "what_about how_about why_not what_if so_what",
    "is_there": "is_there are_there anyone possible",
    "your_work": "your_code your_question your_example your_data your_query your_problem your_post your_error"
    " your_exact your_table",
    "the_thing": "the_code the_exact the_full the_actual the_whole the_same the_error",
    "address": "mate dude sir friend folks guys buddy man",
    "because": "because since due reason",
    "if": "if if_you",
    "also": "also still already again ever even else",
}
_COUNTED = ("question_marks", "doubled_marks", "exclamations", "dots", "links", "smiles", "quotes")
_SHAPES = (
    "length",
    "very_short",
    "share_i",
    "share_you",
    "share_positive",
    "share_negative",
    "variety",
    "word_length",
    "asks_last",
    "thanks_and_asks",
    "thanks_and_could",
    "capitals",
    "sentences",
    "numbers",
)
CUE_NAMES: tuple[str, ...] = (*STRATEGIES, *_COUNTED, *_SHAPES)

_INDEX = {name: position for position, name in enumerate(CUE_NAMES)}
_LOOKUP: dict[str, tuple[int, ...]] = {}
for _name, _words in STRATEGIES.items():
    for _word in _words.split():
        _LOOKUP[_word] = (*_LOOKUP.get(_word, ()), _INDEX[_name])
_PAIR_ENDS = frozenset(word.rsplit("_", 1)[1] for word in _LOOKUP if "_" in word)
_LINK = frozenset(("http", "https"))
_GRATITUDE, _I, _YOU = _INDEX["gratitude"], _INDEX["i"], _INDEX["you"]
_POSITIVE, _DEFERENCE, _NEGATIVE = _INDEX["positive"], _INDEX["deference"], _INDEX["negative"]
_COULD_WOULD_YOU = _INDEX["could_would_you"]
_QUESTION_MARKS, _DOUBLED_MARKS = _INDEX["question_marks"], _INDEX["doubled_marks"]
_LARGEST_COUNT = 3.0


_CAPITALS = re.compile(r"\b[A-Z]{3,}\b")
_STARTS_ANEW = frozenset(".!?…\n")
#: for each word the cues that it counts for anywhere, and those that it counts for at the start of a sentence
_ANYWHERE = {word: found for word, found in _LOOKUP.items() if "_" not in word and word[0] != "^"}
_AT_START = {word[1:]: found for word, found in _LOOKUP.items() if word[0] == "^"}
_PAIRS = {tuple(pair.split("_")): found for pair, found in _LOOKUP.items() if "_" in pair}
_TELLING = _ANYWHERE.keys() | _AT_START.keys() | _PAIR_ENDS
_IS_WORD = Memo(lambda piece: piece[0].isalpha() and piece not in _LINK)
_WORD_CUES = len(STRATEGIES) + len(_COUNTED)


@lru_cache(maxsize=KEPT_LINES)
def politeness_cues(text: str) -> tuple[float, ...]:
    """The strategies of a line, in the order of `CUE_NAMES`: damped counts, shares and logarithms, none below zero."""
    values = [0.0] * _WORD_CUES
    said = text.lower()
    pieces = _PIECE.findall(said if said.isascii() else text.translate(_QUOTES).lower())
    words: list[str] = []
    before = ""
    starts = True
    sentences = 0
    for piece in pieces:
        if _IS_WORD[piece]:
            words.append(piece)
            if piece in _TELLING:
                found = _ANYWHERE.get(piece, ())
                if starts:
                    found += _AT_START.get(piece, ())
                elif piece in _PAIR_ENDS:
                    found += _PAIRS.get((before, piece), ())
                for index in found:
                    values[index] += 1.0
            before, starts = piece, False
        else:
            _count_mark(piece, values)
            if piece[0] in _STARTS_ANEW:
                sentences += not starts
                before, starts = "", True
    values = [_LARGEST_COUNT if value > _LARGEST_COUNT else value for value in values]
    shapes = _shapes(values, words, pieces, text)
    return (*values, *shapes, math.log(1.0 + sentences + (not starts)), _numbers(pieces))


def _count_mark(piece: str, values: list[float]) -> None:
    if "?" in piece:
        values[_QUESTION_MARKS] += 1.0
        values[_DOUBLED_MARKS] += len(piece) > 1
    elif "!" in piece:
        values[_INDEX["exclamations"]] += 1.0
        values[_DOUBLED_MARKS] += len(piece) > 1
    elif piece[0] in ".…":
        values[_INDEX["dots"]] += len(piece) > 1
    elif piece[0] in "<h":
        values[_INDEX["links"]] += 1.0
    elif piece[0] in ":;":
        values[_INDEX["smiles"]] += 1.0
    elif piece[0] in '"“':
        values[_INDEX["quotes"]] += 1.0


def _shapes(values: list[float], words: list[str], pieces: list[str], text: str) -> tuple[float, ...]:
    """What is counted over the whole line, in the order of `_SHAPES` but for the last two."""
    count = len(words) + 1
    thanks = values[_GRATITUDE] > 0
    return (
        math.log(count),
        float(count < 7),
        10.0 * values[_I] / count,
        10.0 * values[_YOU] / count,
        10.0 * (values[_POSITIVE] + values[_DEFERENCE]) / count,
        10.0 * values[_NEGATIVE] / count,
        len(set(words)) / count,
        sum(map(len, words)) / count,
        float(bool(pieces) and "?" in pieces[-1]),
        float(thanks and values[_QUESTION_MARKS] > 0),
        float(thanks and values[_COULD_WOULD_YOU] > 0),
        0.0 if text.islower() else min(_LARGEST_COUNT, float(len(_CAPITALS.findall(text)))),
    )


def _numbers(pieces: list[str]) -> float:
    return min(_LARGEST_COUNT, float(sum([piece[0].isdigit() for piece in pieces])))


@cache
def _head() -> tuple[Head, dict[str, float]]:
    return load_head("politeness_head.json")


def politeness(text: str) -> float:
    """How politely a line is put, −1 (rude) to 1 (very polite); 0 for an ordinary request, and for an empty line.

    The head's score is in standard deviations of people's judgements; tanh brings it into the range.
    """
    return politeness_of([text], HashedLines.of_words([text]))[0]


def politeness_of(texts: Sequence[str], words: HashedLines) -> list[float]:
    """The `politeness` of several lines, whose words are hashed already; at least one."""
    head, scale = _head()
    scores = head.scores(words, [politeness_cues(text) for text in texts], HashedLines.of_letters(texts))
    return [
        math.tanh(scale["gain"] * score) if text.strip() else 0.0
        for text, score in zip(texts, scores, strict=True)
    ]
