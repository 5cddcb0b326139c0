"""How politely a line is put, learned from requests whose politeness five people judged.

Words, runs of letters and the politeness strategies of Danescu-Niculescu-Mizil et al., "A computational approach to
politeness with application to social factors" (2013): gratitude, deference, hedges, a "please" at the start or inside,
indirect and direct questions, first and second person, factuality. Weights: scripts/train_tone_heads.py.
"""

from __future__ import annotations

import math
import re
from functools import cache, lru_cache

from simulator.reading.tone_features import Head, letter_hashes, load_head, word_hashes

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
_LARGEST_COUNT = 3.0


@lru_cache(maxsize=64)
def politeness_cues(text: str) -> tuple[float, ...]:
    """The strategies of a line, in the order of `CUE_NAMES`: damped counts, shares and logarithms, none below zero."""
    values = [0.0] * len(CUE_NAMES)
    pieces = _PIECE.findall(text.translate(_QUOTES).lower())
    words: list[str] = []
    before = ""
    starts = True
    sentences = 0
    for piece in pieces:
        if piece[0].isalpha() and piece not in _LINK:
            found = _LOOKUP.get(piece, ())
            if starts:
                found += _LOOKUP.get("^" + piece, ())
            elif piece in _PAIR_ENDS:
                found += _LOOKUP.get(f"{before}_{piece}", ())
            for index in found:
                values[index] += 1.0
            words.append(piece)
            before, starts = piece, False
        else:
            _count_mark(piece, values)
            if piece[0] in ".!?…\n":
                sentences += not starts
                before, starts = "", True
    values = [_LARGEST_COUNT if value > _LARGEST_COUNT else value for value in values]
    _add_shapes(values, words, pieces, text, sentences + (not starts))
    return tuple(values)


def _count_mark(piece: str, values: list[float]) -> None:
    if "?" in piece:
        values[_INDEX["question_marks"]] += 1.0
        values[_INDEX["doubled_marks"]] += len(piece) > 1
    elif "!" in piece:
        values[_INDEX["exclamations"]] += 1.0
        values[_INDEX["doubled_marks"]] += len(piece) > 1
    elif len(piece) > 1 and piece[0] in ".…":
        values[_INDEX["dots"]] += 1.0
    elif piece[0] in "<h":
        values[_INDEX["links"]] += 1.0
    elif piece[0] in ":;":
        values[_INDEX["smiles"]] += 1.0
    elif piece[0] in '"“':
        values[_INDEX["quotes"]] += 1.0


def _add_shapes(values: list[float], words: list[str], pieces: list[str], text: str, sentences: int) -> None:
    count = len(words) + 1
    shapes = {
        "length": math.log(count),
        "very_short": float(count < 7),
        "share_i": 10.0 * values[_INDEX["i"]] / count,
        "share_you": 10.0 * values[_INDEX["you"]] / count,
        "share_positive": 10.0 * (values[_INDEX["positive"]] + values[_INDEX["deference"]]) / count,
        "share_negative": 10.0 * values[_INDEX["negative"]] / count,
        "variety": len(set(words)) / count,
        "word_length": sum(map(len, words)) / count,
        "asks_last": float(bool(pieces) and "?" in pieces[-1]),
        "thanks_and_asks": float(values[_INDEX["gratitude"]] > 0 and values[_INDEX["question_marks"]] > 0),
        "thanks_and_could": float(values[_INDEX["gratitude"]] > 0 and values[_INDEX["could_would_you"]] > 0),
        "capitals": min(_LARGEST_COUNT, float(len(re.findall(r"\b[A-Z]{3,}\b", text)))),
        "sentences": math.log(1.0 + sentences),
        "numbers": min(_LARGEST_COUNT, float(sum(1 for piece in pieces if piece[0].isdigit()))),
    }
    for name, value in shapes.items():
        values[_INDEX[name]] = value


@cache
def _head() -> tuple[Head, dict[str, float]]:
    return load_head("politeness_head.json")


@lru_cache(maxsize=64)
def politeness(text: str) -> float:
    """How politely a line is put, −1 (rude) to 1 (very polite); 0 for an ordinary request, and for an empty line.

    The head's score is in standard deviations of people's judgements; tanh brings it into the range.
    """
    if not text.strip():
        return 0.0
    head, scale = _head()
    raw = head.score(word_hashes(text), letter_hashes(text), politeness_cues(text))
    return math.tanh(scale["gain"] * raw)
