"""The check of a model's line before anybody sees it.

Pure rules over one line: what a prospect would not say, what may not be said yet, and what had to be said and
was not. A refusal carries advice for a second try. The advice never names what the line gave away, since that
would tell the model what it is not to know.

Whatever was said on this call, by either side, and whatever stands on the public card may be said again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from simulator.domain.lines import Move
from simulator.domain.persona import Layer, Position
from simulator.domain.transcript import Speaker
from simulator.prospect import guard_patterns as patterns
from simulator.prospect.authored import Spoken
from simulator.prospect.voice import VoiceRequest, authored_line
from simulator.reading.figures import figures
from simulator.reading.topic_words import STOP_WORDS, content_stems, stem_set, tokens


class Reason(StrEnum):
    """Why a line is not let through."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    MARKUP = "markup"
    OUT_OF_THE_ROLE = "out_of_the_role"  # talks of models, prompts, instructions
    REVERSED_ROLE = "reversed_role"  # sells, helps, or speaks as the caller
    REPEATED = "repeated"
    TOLD_TOO_MUCH = "told_too_much"
    INVENTED = "invented"
    AGREED = "agreed"
    ENDED = "ended"
    LEFT_OUT = "left_out"


_ADVICE = {
    Reason.EMPTY: "it held no spoken words.",
    Reason.TOO_LONG: "it was too long for one turn on the telephone. Say half of it.",
    Reason.MARKUP: "it held more than spoken words. No actions, brackets, lists or names in front.",
    Reason.OUT_OF_THE_ROLE: "it did not sound like a person on the telephone.",
    Reason.REVERSED_ROLE: "it spoke as the one who sells or helps. You are the one who was called.",
    Reason.REPEATED: "it repeated the last line. Put it in other words.",
    Reason.TOLD_TOO_MUCH: "it went beyond the note. Say what the note gives you, and nothing else.",
    Reason.INVENTED: "it held a name, number or day that the note does not give you. Leave it out.",
    Reason.AGREED: "it agreed to a next step, and the note does not.",
    Reason.ENDED: "it ended the call, and the note does not.",
    Reason.LEFT_OUT: "it left out what the note gives you to say.",
}

#: a turn may be so many times the longest usual one, and never more words than this
_LONGEST_TIMES, _LONGEST_WORDS = 2.5, 90
_SAME_SHARE = 0.9
#: so many words in a row that stand in a secret give it away
_TELLING_RUN = 5
#: or so many of its words, and this share of them
_TELLING_STEMS, _TELLING_SHARE = 4, 0.6
#: share of a new fact, or of the words given, that has to be in the line
_NEW_SHARE, _GIST_SHARE = 0.35, 0.25

#: moves that may agree to a next step
_AGREEING = frozenset(
    {
        Move.AGREE,
        Move.HALF_AGREE,
        Move.CALL_BACK,
        Move.REFER,
        Move.AGREED_ALREADY,
        Move.ARRANGE,
        Move.SEND_ACCEPTED,
        Move.RING_AGAIN,
    }
)
#: moves that turn a next step down
_DECLINING = frozenset(
    {Move.REFUSE_STEP, Move.BRUSH_OFF, Move.OFF_LIST, Move.SEND_REFUSED, Move.NOT_ARRANGED}
)
#: moves that fail where their words are not in the line: a cue that nobody heard cannot be picked up
_CONVEYING = frozenset(
    {
        Move.HINT, Move.REVEAL, Move.CORRECT, Move.FACT, Move.STATE, Move.DROP, Move.HONOURED, Move.WANT,
        Move.MORE, Move.AGREE, Move.HALF_AGREE, Move.CALL_BACK, Move.REFER, Move.ARRANGE, Move.OFF_LIST,
        Move.WARN_PATIENCE, Move.MUST_GO,
        Move.WARN_PUSHED, Move.WARN_ODD,
    }
)  # fmt: skip


@dataclass(frozen=True)
class Refusal:
    """Why a line is not let through.

    Attributes:
        detail: the words that decided it; for tests and diagnosis, never for the model.
    """

    reason: Reason
    detail: str = ""

    @property
    def advice(self) -> str:
        """What is told to the model for its second try; general, whatever the detail."""
        return _ADVICE[self.reason]


def tidy(line: str, names: Iterable[str] = ()) -> str:
    """A line without harmless trimmings: a name in front, quotation marks, emphasis, a second speaker.

    Args:
        line: what the model wrote.
        names: the prospect's names and role, which models put in front of their line.
    """
    words = patterns.OTHER_SPEAKER.split(line.strip(), maxsplit=1)[0]
    words = " ".join(words.split())
    for _ in range(2):  # a name in front of the quotation marks, or behind the first of them
        words = _without_name(_without_quotes(words), names)
    words = patterns.STRONG.sub(r"\g<words>", words)
    return patterns.EMPHASIS.sub(_plain_emphasis, words).strip()


def check(line: str, request: VoiceRequest, gist: Spoken | None = None) -> Refusal | None:
    """Whether a line may be spoken.

    Args:
        line: a line that went through `tidy`.
        request: what the voice got.
        gist: the authored words for it, where the caller has them already.
    Returns:
        None where it may.
    """
    view = _View(line, request, gist if gist is not None else authored_line(request))
    return next(_refusals(view), None)


def _refusals(view: _View) -> Iterator[Refusal]:
    """All that speaks against a line, the plainest first."""
    for rule in (
        _form,
        _role,
        _repeats,
        _tells_secret,
        _invents,
        _agrees_or_ends,
        _leaves_out,
    ):
        yield from rule(view)


class _View:
    """A line with what it is held against."""

    def __init__(self, line: str, request: VoiceRequest, gist: Spoken) -> None:
        self.line, self.request, self.gist = line, request, gist
        self.persona, self.direction = request.banks.persona, request.direction
        self.moves = frozenset(self.direction.moves)

    @cached_property
    def words(self) -> list[str]:
        return _words(self.line)

    @cached_property
    def stems(self) -> frozenset[str]:
        return frozenset(content_stems(self.line))

    @cached_property
    def known(self) -> tuple[str, ...]:
        """Texts that may be said: public, told, said by either side, or to be said now."""
        card, request = self.persona.card, self.request
        told = [fact.text for fact in (*self.direction.facts, *self.direction.new_facts)]
        spoken = [said.text for said in request.history]
        stated = [position.stated for position in self.persona.positions]
        who = [card.name, card.given_name, card.role, card.company, card.sector, card.place, card.voice]
        slots = [request.slots.rep_name, request.slots.rep_company]
        options = [" ".join(step.options) for step in self.direction.steps if step.options]
        return (self.gist.text, *told, *spoken, *card.public, *stated, *who, *slots, *options)

    @cached_property
    def known_words(self) -> frozenset[str]:
        return frozenset(word for text in self.known for word in _words(text))

    @cached_property
    def secrets(self) -> list[Layer | Position]:
        """Layers and true positions that are not open."""
        opened = {fact.topic for fact in (*self.direction.facts, *self.direction.new_facts)}
        opened |= set(self.request.state.ledger.open_ids())
        layers = [layer for layer in self.persona.layers() if layer.id not in opened]
        positions = [one for one in self.persona.positions if f"position:{one.id}" not in opened]
        return [*layers, *positions]

    def last_of(self, speaker: Speaker) -> str:
        return next((said.text for said in reversed(self.request.history) if said.speaker is speaker), "")


def _form(view: _View) -> Iterator[Refusal]:
    if not view.words:
        yield Refusal(Reason.EMPTY)
    count = len(view.line.split())
    usual = view.persona.card.turn_words[1]
    longest = max(min(_LONGEST_WORDS, _LONGEST_TIMES * usual), len(view.gist.text.split()) + 5)
    if count > longest:
        yield Refusal(Reason.TOO_LONG, f"{count} words")
    yield from _found(view, patterns.MARKUP, Reason.MARKUP)


def _role(view: _View) -> Iterator[Refusal]:
    yield from _found(view, patterns.OUT_OF_THE_ROLE, Reason.OUT_OF_THE_ROLE)
    yield from _found(view, patterns.REVERSED_ROLE, Reason.REVERSED_ROLE)
    offer = view.request.scenario.offer
    sells = patterns.selling(offer.company, offer.name, view.request.slots.rep_name)
    yield from _found(view, sells, Reason.REVERSED_ROLE)
    heard = view.last_of(Speaker.REP)
    if len(view.words) >= 4 and _alike(view.words, _words(heard)) >= _SAME_SHARE:
        yield Refusal(Reason.REVERSED_ROLE, heard)


def _repeats(view: _View) -> Iterator[Refusal]:
    last = _words(view.last_of(Speaker.PROSPECT))
    if Move.REPEAT in view.moves or _alike(_words(view.gist.text), last) >= _SAME_SHARE:
        return
    if last and _alike(view.words, last) >= _SAME_SHARE:
        yield Refusal(Reason.REPEATED)


def _tells_secret(view: _View) -> Iterator[Refusal]:
    known = " | ".join(" ".join(_words(text)) for text in view.known)
    said = " ".join(view.words)
    known_stems = stem_set(view.known)
    for secret in view.secrets:
        for mention in secret.mentions:
            named = " ".join(_words(mention))
            if named and _holds(said, named) and not _holds(known, named):
                yield Refusal(Reason.TOLD_TOO_MUCH, mention)
        for text in _texts_of(secret):
            run = next((run for run in _runs(text) if _holds(said, run) and not _holds(known, run)), None)
            if run is not None:
                yield Refusal(Reason.TOLD_TOO_MUCH, run)
            own = frozenset(content_stems(text)) - known_stems
            shared = own & view.stems
            if len(shared) >= _TELLING_STEMS and len(shared) >= _TELLING_SHARE * len(own):
                yield Refusal(Reason.TOLD_TOO_MUCH, " ".join(sorted(shared)))


def _invents(view: _View) -> Iterator[Refusal]:
    """Numbers, days and names that come from nowhere."""
    known = frozenset(number for text in view.known for number in figures(text))
    for number in sorted(figures(view.line)):
        # ninety-six for 96,000, and the other way about
        if not {number, number * 1000, number / 1000} & known:
            yield Refusal(Reason.INVENTED, f"{number:g}")
    for match in patterns.WEEKDAY.finditer(view.line):
        if match[0].lower() not in view.known_words:
            yield Refusal(Reason.INVENTED, match[0])
    for match in patterns.NAME_INSIDE.finditer(view.line):
        name = _words(match[0])
        if name and name[0] not in view.known_words and name[0] not in patterns.NOT_NAMES:
            yield Refusal(Reason.INVENTED, match[0])


def _agrees_or_ends(view: _View) -> Iterator[Refusal]:
    settled = view.request.state.agreed is not None
    if not settled and not view.moves & _AGREEING and not _agreeing(view.gist.text):
        agreed = _agreeing(view.line)
        if view.moves & _DECLINING and not patterns.YES.search(view.gist.text):
            yes = patterns.YES.search(view.line)
            agreed = agreed or (yes[0] if yes is not None else "")
        if agreed:
            yield Refusal(Reason.AGREED, agreed)
    if view.direction.end is None:
        yield from _found(view, patterns.GOODBYE, Reason.ENDED)
    elif view.line.rstrip().endswith("?") and not view.gist.text.rstrip().endswith("?"):
        yield Refusal(Reason.LEFT_OUT, "a question at the end of the call")


def _leaves_out(view: _View) -> Iterator[Refusal]:
    said = " ".join(view.words)
    for fact in view.direction.new_facts:
        mentions = view.persona.topic(fact.topic).mentions
        named = any(_holds(said, " ".join(_words(mention))) for mention in mentions)
        if not named and max(_share(view, fact.text), _share(view, view.gist.text)) < _NEW_SHARE:
            yield Refusal(Reason.LEFT_OUT, fact.text)
    if view.moves & _CONVEYING and _share(view, view.gist.text) < _GIST_SHARE:
        yield Refusal(Reason.LEFT_OUT, view.gist.text)
    for step in view.direction.steps:
        for option in step.options or ():
            if _share(view, option) < 1.0:
                yield Refusal(Reason.LEFT_OUT, option)


def _found(view: _View, pattern: re.Pattern[str], reason: Reason) -> Iterator[Refusal]:
    """What a pattern finds in the line and would not in the authored words."""
    match = pattern.search(view.line)
    if match is not None and not pattern.search(view.gist.text):
        yield Refusal(reason, match[0])


def _agreeing(text: str) -> str:
    """The words that agree to a next step; empty where none do, or the sentence says no."""
    for sentence in patterns.SENTENCE_END.split(text):
        match = patterns.AGREEMENT.search(sentence)
        if match is not None and not patterns.NEGATION.search(sentence):
            return match[0]
    return ""


def _share(view: _View, text: str) -> float:
    """Share of a text's content words that are in the line, 0–1; 1 where it has none to speak of."""
    wanted = frozenset(content_stems(text))
    if not wanted:
        return 1.0
    return len(wanted & view.stems) / len(wanted)


def _alike(words: list[str], others: list[str]) -> float:
    """How alike two lines are, 0–1: words of the one that are in the other, against the longer of both."""
    if not words or not others:
        return 0.0
    left = list(others)
    both = 0
    for word in words:
        if word in left:
            left.remove(word)
            both += 1
    return both / max(len(words), len(others))


def _texts_of(secret: Layer | Position) -> list[str]:
    if isinstance(secret, Position):
        return [secret.truth, *(line.say for line in secret.correct)]
    return [secret.fact, *(line.say for bank in (secret.reveal, secret.accept) for line in bank)]


def _runs(text: str) -> Iterator[str]:
    """Runs of words that say something: at least two of them carry a subject."""
    words = _words(text)
    for start in range(len(words) - _TELLING_RUN + 1):
        run = words[start : start + _TELLING_RUN]
        if sum(word not in STOP_WORDS for word in run) >= 2:
            yield " ".join(run)


def _words(text: str) -> list[str]:
    """The words of a text in small letters, ``Carol's`` as ``carol``."""
    return [word.removesuffix("'s") for word in tokens(text)]


def _holds(said: str, phrase: str) -> bool:
    return f" {phrase} " in f" {said} "


def _without_quotes(words: str) -> str:
    for first, last in ('""', "“”", "''", "‘’", "«»"):
        inner = words[1:-1]
        if len(words) > 1 and words[0] == first and words[-1] == last and first not in inner:
            return inner.strip()
    return words


def _without_name(words: str, names: Iterable[str]) -> str:
    known = {name.casefold() for name in names} | patterns.SPEAKERS
    head, colon, rest = words.partition(":")
    if not colon or head.strip("*_ ").casefold() not in known:
        return words
    marks = head[: len(head) - len(head.lstrip("*_"))]
    return rest.removeprefix(marks).strip()


def _plain_emphasis(match: re.Match[str]) -> str:
    """Emphasis off a word; an action between stars stays, to be refused."""
    return match[0] if patterns.ACTION.search(match["words"]) else match["words"]
