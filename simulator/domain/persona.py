"""The authored person whom a rep calls."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Literal, NoReturn

from pydantic import Field, model_validator

from simulator.domain.arrangement import Arrangement
from simulator.domain.base import Share, Strict
from simulator.domain.lines import Line, Lines, Move, Reaction, Tail
from simulator.domain.reading import QuestionKind
from simulator.domain.stock import StockKind
from simulator.domain.temper import Temper

Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{1,40}$")]


class Level(StrEnum):
    """How deep a layer lies."""

    SURFACE = "surface"
    CAUSE = "cause"
    IMPACT = "impact"
    STAKE = "stake"


#: the levels from the surface down
LEVELS: tuple[Level, ...] = (Level.SURFACE, Level.CAUSE, Level.IMPACT, Level.STAKE)


class Topic(Strict):
    """Something that can be talked about, and how a listener knows it.

    Attributes:
        about: one sentence in plain nouns that says what it is about.
        ask: plain questions that mean it, each from another side; four at least, a dozen is better.
        words: the nouns and verbs that people use for it, eight to fifteen, colloquial ones too.
        ignore: words that may fall without meaning it.
        mentions: names and numbers that only someone who knows the content would say.
    """

    about: str = Field(min_length=8, max_length=300)
    ask: tuple[str, ...] = Field(min_length=2, max_length=40)
    words: tuple[str, ...] = Field(min_length=3, max_length=30)
    ignore: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()


class Opening(Strict):
    """What it takes for a layer or a true position to come out.

    Attributes:
        trust: trust needed, 0–1; left out, the temper's figure for the level.
        kinds: question kinds that reach it without a surcharge; a question of another kind needs .08 more trust.
        after: layers that must be open first, beside the layer above it in the same need.
    """

    trust: Share | None = None
    kinds: tuple[QuestionKind, ...] = (QuestionKind.OPEN,)
    after: tuple[str, ...] = ()


class Layer(Topic):
    """One layer of a need.

    Attributes:
        id: its name within the persona, ``need.layer``; written as the part after the dot.
        fact: the truth in one or two sentences, third person; the ground truth of the probing score.
        hint: lines that drop the cue for it: concrete, dated, unfinished; never the fact itself.
        guard: lines that are true but shallow, for a rep who asks before it is open.
        reveal: lines that say it.
        more: lines that go on about it once it is open.
        accept: lines for a rep who gave it back rightly.
        reflect: how a skilled rep would give it back; the demonstration and the debrief use them.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)?$")
    level: Level
    fact: str = Field(min_length=10, max_length=400)
    opens: Opening = Opening()
    hint: Lines = Field(min_length=1)
    guard: Lines = Field(min_length=1)
    reveal: Lines = Field(min_length=1)
    more: Lines = Field(min_length=1)
    accept: Lines = Field(min_length=1)
    reflect: tuple[str, ...] = ()


class Need(Strict):
    """A need that the prospect does not put on the table, from its surface down.

    Attributes:
        label: how the prospect would name the subject in "do you mean … or …?": "the rota".
        want: lines on what better would look like, once the surface is open.
    """

    id: Slug
    label: str = Field(min_length=3, max_length=40)
    layers: tuple[Layer, ...] = Field(min_length=2, max_length=4)
    want: Lines = ()

    @model_validator(mode="after")
    def _qualify_layer_ids(self) -> Need:
        """Write ``need.layer`` for each layer that the author named by its second part only."""
        if all("." in layer.id for layer in self.layers):
            return self
        layers = tuple(
            layer if "." in layer.id else layer.model_copy(update={"id": f"{self.id}.{layer.id}"})
            for layer in self.layers
        )
        return self.model_copy(update={"layers": layers})


class PositionKind(StrEnum):
    """Why a stated position is not the truth, or that it is."""

    REFLEX_NO = "reflex_no"
    POLITE_YES = "polite_yes"
    SMOKESCREEN = "smokescreen"
    MISTAKEN_BELIEF = "mistaken_belief"
    HONEST = "honest"


class Position(Topic):
    """What the prospect says, and what is true.

    Attributes:
        stated: what they say, in one sentence, third person.
        truth: what is true, in one sentence, third person.
        state: lines that say the stated position.
        tested: lines when the rep asks behind it and it is not open yet: they hold it, less firmly.
        correct: lines in which the true position comes out.
        more: lines that go on after that.
    """

    id: Slug
    kind: PositionKind
    label: str = Field(min_length=3, max_length=40)
    stated: str = Field(min_length=5, max_length=300)
    truth: str = Field(min_length=5, max_length=400)
    opens: Opening = Opening()
    state: Lines = Field(min_length=2)
    tested: Lines = Field(min_length=2)
    correct: Lines = Field(min_length=1)
    more: Lines = ()


class Fact(Topic):
    """Something that is no secret: a fair question gets a straight answer.

    Attributes:
        stock: what kind of common question it answers (``tenure``, ``hours``, ``parking`` …): the wordings that everybody
            uses for it come with the program. See `simulator.reading.stock`.
        say: lines that stand as an answer to an open, a closed and a wh-question alike.
        more: lines for a second question on it.
    """

    id: Slug
    label: str = Field(default="", max_length=40)
    stock: StockKind | None = None
    say: Lines = Field(min_length=2)
    more: Lines = ()


class HumanCue(Topic):
    """Something of the person that a listening rep can pick up.

    Attributes:
        drop: lines in which they let it fall, as a whole answer or behind one.
        honoured: lines when the rep takes it up.
        more: lines when the rep stays with it.
        trust: trust gained when it is honoured the first time.
    """

    id: Slug
    label: str = Field(default="", max_length=40)
    drop: Lines = Field(min_length=2)
    honoured: Lines = Field(min_length=2)
    more: Lines = Field(min_length=1)
    trust: Share = 0.06


class SmallAnswer(Strict):
    """What they say to one question from the side: which is the worst, whose idea was it, has it ever.

    Topics answer what anybody asks; small answers what somebody curious asks in the tenth minute. They are no secret, and
    need not be asked twice: what lies deeper stays with the needs. `Persona.answer` knows each as ``answer:3``, by its place.

    Attributes:
        ask: the question in two wordings or more; no other question is answered by this.
        say: lines that answer just that.
        more: lines when the rep asks on.
        under: the topic that it belongs to, where there is one.
    """

    ask: tuple[str, ...] = Field(min_length=2, max_length=12)
    say: Lines = Field(min_length=1)
    more: Lines = ()
    under: str = Field(default="", max_length=60)


class Human(Strict):
    """The person behind the role."""

    day: str = Field(min_length=10, max_length=600)
    proud_of: str = Field(min_length=5, max_length=400)
    worries_about: str = Field(min_length=5, max_length=400)
    dislikes_on_the_phone: str = Field(min_length=5, max_length=400)
    cues: tuple[HumanCue, ...] = Field(min_length=2)


class Card(Strict):
    """What anybody may know, and how they sound.

    Attributes:
        public: what a rep can find out before the call.
        voice: how they talk: rhythm, words that they like, words that they would never use.
        turn_words: words of a usual turn, from and to.
    """

    name: str = Field(min_length=3, max_length=60)
    given_name: str = Field(min_length=1, max_length=30)
    role: str
    company: str
    sector: str
    place: str
    language: Literal["en"] = "en"
    public: tuple[str, ...] = Field(min_length=3)
    voice: str = Field(min_length=20, max_length=800)
    turn_words: tuple[int, int] = (3, 30)


class RightEnd(StrEnum):
    """The end of a call that serves both sides."""

    MEETING = "meeting"
    CALL_BACK = "call_back"
    REFERRAL = "referral"
    POLITE_END = "polite_end"


class Fit(Strict):
    """Whether the offer suits them, and what a good call comes to.

    Attributes:
        suits: whether the offer would really serve them.
        why: the reason, one or two sentences, third person.
        right_end: the end that a good call reaches.
        trust: trust that it takes to agree to a next step.
        after: layers or positions of which at least one must be open before they agree.
        terms: on what terms they agree, as the prospect would put it: day, length, who is there.
        insight: what an upheld explanation passes on about the lead (for those whom it does not suit).
    """

    suits: bool
    why: str = Field(min_length=10, max_length=400)
    right_end: RightEnd
    trust: Share = 0.5
    after: tuple[str, ...] = ()
    terms: str = Field(min_length=5, max_length=200)
    insight: str = ""


class Persona(Strict):
    """A whole authored person. Private from `human` down, but for `facts`, until the call earns it.

    Attributes:
        asked: more wordings than `Topic.ask` by topic id, and under ``none`` questions that no topic answers; authors
            keep them in ``<id>.asked.txt`` beside the persona.
    """

    version: Literal[1]
    id: Slug
    card: Card
    human: Human
    positions: tuple[Position, ...] = Field(min_length=1)
    needs: tuple[Need, ...] = Field(min_length=3)
    facts: tuple[Fact, ...] = Field(min_length=12)
    answers: tuple[SmallAnswer, ...] = ()
    temper: Temper
    fit: Fit
    arrangement: Arrangement = Arrangement()
    lines: dict[Move, Lines]
    reactions: dict[Reaction, Lines]
    tails: dict[Tail, Lines]
    asked: dict[str, tuple[str, ...]] = {}

    def layers(self) -> Iterator[Layer]:
        """All layers, need by need, from the surface down."""
        for need in self.needs:
            yield from need.layers

    def layer(self, layer_id: str) -> Layer:
        """The layer of that id.

        Raises:
            KeyError: there is none.
        """
        return next((one for one in self.layers() if one.id == layer_id), None) or _missing(layer_id)

    def need_of(self, layer_id: str) -> Need:
        """The need that a layer belongs to."""
        name = layer_id.split(".", 1)[0]
        return next((one for one in self.needs if one.id == name), None) or _missing(layer_id)

    def topic(self, topic_id: str) -> Layer | Fact | Position | HumanCue:
        """What a topic id stands for: ``need.layer``, ``fact:id``, ``position:id`` or ``human:id``."""
        if ":" not in topic_id:
            return self.layer(topic_id)
        kind, _, name = topic_id.partition(":")
        pools: dict[str, tuple[Fact | Position | HumanCue, ...]] = {
            "fact": self.facts,
            "position": self.positions,
            "human": self.human.cues,
        }
        return next((one for one in pools.get(kind, ()) if one.id == name), None) or _missing(topic_id)

    def answer(self, answer_id: str) -> SmallAnswer:
        """The small answer that ``answer:place`` stands for."""
        kind, _, place = answer_id.partition(":")
        known = kind == "answer" and place.isdecimal() and int(place) < len(self.answers)
        return self.answers[int(place)] if known else _missing(answer_id)

    def topics(self) -> Iterator[tuple[str, Layer | Fact | Position | HumanCue]]:
        """Every topic with its id; small answers are none."""
        yield from ((layer.id, layer) for layer in self.layers())
        yield from ((f"fact:{fact.id}", fact) for fact in self.facts)
        yield from ((f"position:{position.id}", position) for position in self.positions)
        yield from ((f"human:{cue.id}", cue) for cue in self.human.cues)

    def all_lines(self) -> Iterator[tuple[str, int, Line]]:
        """Every authored line with the name of its bank and its place in it."""
        for topic_id, topic in self.topics():
            for bank in ("hint", "guard", "reveal", "more", "accept", "say", "state", "tested", "correct",
                         "drop", "honoured"):  # fmt: skip
                for index, line in enumerate(getattr(topic, bank, ())):
                    yield f"{topic_id}/{bank}", index, line
        for place, answer in enumerate(self.answers):
            for bank, lines in (("say", answer.say), ("more", answer.more)):
                for index, line in enumerate(lines):
                    yield f"answer:{place}/{bank}", index, line
        for need in self.needs:
            for index, line in enumerate(need.want):
                yield f"{need.id}/want", index, line
        for place, (bank, line) in enumerate(self.arrangement.banks()):
            yield bank, place, line
        for group in (self.lines, self.reactions, self.tails):
            for name, lines in group.items():
                for index, line in enumerate(lines):
                    yield str(name), index, line


def _missing(name: str) -> NoReturn:
    raise KeyError(name)
