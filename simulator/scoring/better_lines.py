"""What a good rep could have said at a moment of the call: questions that were in reach, and words to give back.

They come from the author's example questions and reflections, as far as those give nothing away: a line that names
what nobody had said by then would have the rep know what could not be known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from simulator.domain.persona import Layer, Level, Persona, Position
from simulator.domain.played import PlayedCall
from simulator.domain.state import BungleKind
from simulator.reading.figures import figures
from simulator.reading.topic_words import content_stems
from simulator.scoring.advice import ALWAYS_FAIR, DEEPER_QUESTIONS, better_for_bungle
from simulator.scoring.exchanges import Exchange

#: so many content words of a closed layer, unheard so far, tell what it is
_TELLING_WORDS = 2
#: the end of a cue that can be said back in one breath
_SAID_BACK_CHARACTERS = 70
_WORDS = re.compile(r"[^\W\d_][\w'’-]*")
_SENTENCE = re.compile(r"[^.!?…]+")
#: what a capital letter says nothing about
_NO_NAMES = frozenset("I I'm I've I'd I'll".split())
#: marks that open somebody's words
_QUOTES = frozenset("\"'“‘")


@dataclass(frozen=True)
class _Heard:
    """What could be known at a moment, in the forms in which it is asked for; lower case."""

    text: str
    words: frozenset[str]
    figures: frozenset[float]
    stems: frozenset[str]


class BetterLines:
    """Finds lines for one call.

    Args:
        call: the call.
    """

    def __init__(self, call: PlayedCall) -> None:
        self._call = call
        self._heard: dict[int, _Heard] = {}

    def questions(self, exchange: Exchange) -> Iterator[str]:
        """Questions that were in reach at that moment and had not been asked, the best first; never none."""
        related = list(self.related(exchange))
        yield from related
        said = self._said_by_rep(exchange)
        fair = [one for one in ALWAYS_FAIR if one.casefold() not in said and one not in related]
        yield from fair
        if not related and not fair:
            yield ALWAYS_FAIR[0]

    def related(self, exchange: Exchange) -> Iterator[str]:
        """Those of them that have to do with what was being talked about; may be none."""
        said = self._said_by_rep(exchange)
        for question in dict.fromkeys(self._candidates(exchange)):
            if question.casefold() not in said:
                yield question

    def instead_of_bungle(self, exchange: Exchange, kind: BungleKind) -> tuple[str, ...]:
        """What to say instead of a bungle of that kind, in several wordings."""
        first = exchange.rep.index
        questions = list(self.questions(exchange))[:3]
        # the wording turns with the turn number; two turns on it is another one
        return tuple(better_for_bungle(kind, first + 2 * turn, one) for one in questions for turn in range(3))

    def for_cue(self, exchange: Exchange, topic: str, cue: str) -> tuple[str, ...]:
        """What takes up a cue: its last words said back, and a question that it invites."""
        asks = [*self._safe_asks(exchange, topic)][:2]
        tail = _last_words(cue)
        opening = f"You said ‘{tail}’. " if tail else "Hold on, what you said just now. "
        return tuple(opening + ask for ask in (*asks, "Tell me about that.", "What was that?"))

    def for_position(self, exchange: Exchange, position: Position) -> tuple[str, ...]:
        """What asks behind a stated position."""
        asks = tuple(self._safe_asks(exchange, f"position:{position.id}"))
        return (*asks, "When you say that, what is behind it?")

    def giving_back(self, exchange: Exchange, layer: Layer, told: str) -> tuple[str, ...]:
        """What gives back a layer that was just told: the author's words where they say no more, else the last ones."""
        safe = tuple(line for line in layer.reflect if not self.tells(line, exchange, asks=False))
        tail = _last_words(told)
        said_back = (f"‘{tail}’, you said. That stays with me.", f"‘{tail}’. Have I understood that right?")
        return (*safe, *(said_back if tail else ()), "Let me see whether I have understood that.")

    def tells(self, text: str, exchange: Exchange, *, asks: bool = True) -> bool:
        """Whether a line would show the rep to know what nobody had said by then.

        Args:
            text: the line.
            exchange: the moment; what came before it is known.
            asks: the line is a question of the author's; a word of the thing that it asks for may stand in it.
        """
        heard = self._heard_before(exchange)
        if figures(text) - heard.figures:
            return True
        if any(name.casefold() not in heard.words for name in _WORDS.findall(text) if name in self._names):
            return True
        low = text.casefold()
        fresh = set(content_stems(text)) - heard.stems
        for layer in self._closed(exchange):
            for mention in layer.mentions:
                word = mention.casefold()
                if _holds(low, word) and not _holds(heard.text, word):
                    return True
            if (layer.level is not Level.SURFACE or not asks) and len(
                fresh & set(content_stems(layer.fact))
            ) >= _TELLING_WORDS:
                return True
        return False

    def _candidates(self, exchange: Exchange) -> Iterator[str]:
        state = exchange.rep.state
        persona, ledger = self._call.persona, state.ledger
        for topic in sorted(state.hot, key=lambda one: -state.hot[one]):
            yield from self._safe_asks(exchange, topic)
        if state.focus in ledger.layers:
            yield from self._deeper(exchange, state.focus)
        for position in persona.positions:
            entry = ledger.positions[position.id]
            if entry.stated_turn is not None and entry.tested_turn is None and not entry.is_open:
                yield from self._safe_asks(exchange, f"position:{position.id}")
        for need in persona.needs:
            surface = ledger.layers[need.layers[0].id]
            if surface.is_open:
                yield from self._deeper(exchange, need.layers[0].id)

    def _deeper(self, exchange: Exchange, layer_id: str) -> Iterator[str]:
        """Questions for the first layer of the need that was not told yet, once its surface was."""
        layers = exchange.rep.state.ledger.layers
        need = self._call.persona.need_of(layer_id)
        following = next((layer for layer in need.layers if not layers[layer.id].is_open), None)
        if following is None or following is need.layers[0]:
            return
        yield from self._safe_asks(exchange, following.id)
        yield from DEEPER_QUESTIONS[following.level]

    def _safe_asks(self, exchange: Exchange, topic: str) -> Iterator[str]:
        """The author's questions on a topic, in words that had all been heard.

        A question ("who will take over from you?") shows what lies there by being asked: it needs that they had
        touched on it. Those that are written as people type are for the reader, and not to be read.
        """
        if not self._touched(exchange, topic):
            return
        heard = self._heard_before(exchange).stems
        for ask in self._call.persona.topic(topic).ask:
            written = ask[:1].isupper() and ask.endswith("?")
            if written and set(content_stems(ask)) <= heard and not self.tells(ask, exchange):
                yield ask

    def _touched(self, exchange: Exchange, topic: str) -> bool:
        """Whether they had let a topic drop, or said what they say of it at first, by then."""
        ledger = exchange.rep.state.ledger
        kind, _, name = topic.partition(":")
        if kind == "position":
            return ledger.positions[name].stated_turn is not None
        if kind == "human":
            return ledger.cues[name].dropped_turn is not None
        return topic in ledger.layers and ledger.layers[topic].hinted_turn is not None

    def _said_by_rep(self, exchange: Exchange) -> set[str]:
        turns = self._call.standing()
        return {turn.text.casefold() for turn in turns if turn.index <= exchange.rep.index}

    def _heard_before(self, exchange: Exchange) -> _Heard:
        """All that the rep could know: the list, the brief, what was looked up, and what was said before this line."""
        index = exchange.rep.index
        if index not in self._heard:
            said = (turn.text for turn in self._call.standing() if turn.index < index)
            text = " ".join((self._public, *self._looked_up(index), *said))
            self._heard[index] = _Heard(
                text=text.casefold(),
                words=frozenset(word.casefold() for word in _WORDS.findall(text)),
                figures=figures(text),
                stems=frozenset(content_stems(text)),
            )
        return self._heard[index]

    def _looked_up(self, before: int) -> Iterator[str]:
        """What the research desk had found by a turn; only what was asked for is known."""
        done = {one.topic for one in self._call.research if one.turn <= before}
        persona = self._call.persona.id
        for found in self._call.scenario.research:
            if found.id in done and found.persona in {None, persona}:
                yield found.finds

    def _closed(self, exchange: Exchange) -> Iterator[Layer]:
        layers = exchange.rep.state.ledger.layers
        return (layer for layer in self._call.persona.layers() if not layers[layer.id].is_open)

    @cached_property
    def _public(self) -> str:
        persona, scenario = self._call.persona, self._call.scenario
        card, lead = persona.card, scenario.lead(persona.id)
        list_says = (lead.note, lead.why_now) if lead is not None else ()
        return " ".join(
            (
                card.name,
                card.role,
                card.company,
                card.sector,
                card.place,
                *card.public,
                scenario.campaign,
                scenario.brief,
                scenario.offer.in_one_line,
                *(claim.text for claim in scenario.offer.claims),
                *list_says,
            )
        )

    @cached_property
    def _names(self) -> frozenset[str]:
        """Words that the persona's file writes with a capital in the middle of a sentence."""
        return frozenset(_names_in(_texts(self._call.persona)))


def _texts(persona: Persona) -> Iterator[str]:
    human = persona.human
    yield from (human.day, human.proud_of, human.worries_about)
    yield from (text for position in persona.positions for text in (position.stated, position.truth))
    yield from (layer.fact for layer in persona.layers())
    yield from (line.say for _, _, line in persona.all_lines())


def _names_in(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        for sentence in _SENTENCE.findall(text):
            for match in list(_WORDS.finditer(sentence))[1:]:
                word = match[0]
                begins = sentence[match.start() - 1] in _QUOTES  # somebody's words within what is said
                if word[0].isupper() and word not in _NO_NAMES and not begins:
                    yield word.removesuffix("'s").removesuffix("’s")


def _last_words(text: str) -> str:
    """The last sentence of what was said, without its mark; empty where it is too long to be said back."""
    ends = [one.strip() for one in _SENTENCE.findall(text) if len(one.split()) > 1]
    return ends[-1] if ends and len(ends[-1]) <= _SAID_BACK_CHARACTERS else ""


def _holds(text: str, words: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text) is not None
