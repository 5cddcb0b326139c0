"""The local reader: rules, a small sentence encoder and the author's own words. Always there, a few milliseconds."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from simulator.domain.persona import Persona
from simulator.domain.reading import (
    DISCOUNT,
    Act,
    CheckBack,
    LineReading,
    QuestionForm,
    QuestionKind,
    Reading,
    ReadingContext,
    ReflectionKind,
)
from simulator.domain.scenario import Scenario
from simulator.reading.acts_names import extract_given_name, name_before_firm, wrong_name
from simulator.reading.check_back import check_back
from simulator.reading.claims import ClaimFinder
from simulator.reading.encoder import load_encoder
from simulator.reading.in_this_call import offers_discount, settled
from simulator.reading.line import MOST_CHARACTERS, read_line
from simulator.reading.oddities import is_other_language
from simulator.reading.offers import OfferTalk
from simulator.reading.practical import lesser_ask, practical_questions
from simulator.reading.resolve import Resolved, resolve
from simulator.reading.second_opinion import second_opinion
from simulator.reading.spelling import Speller
from simulator.reading.stems import is_known
from simulator.reading.times import time_named
from simulator.reading.topic_features import texts_of
from simulator.reading.topic_words import STOP_WORDS, content_stems, tokens
from simulator.reading.topics import TopicIndex

_SAME_SHARE = 0.85
_INTERJECTIONS = frozenset(
    ["brilliant", "lovely", "perfect", "super", "smashing", "cheers", "magic", "champion"]
)
_CAPITALISED = re.compile(r"\b[A-Z][a-z]+")
_NUMBER = re.compile(r"\d+")
_NUMBER_WORDS = {
    word: str(value)
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty".split()
    )
}
_CLAIMS_NUMBER = re.compile(
    r"\byou(?:'ve| have|'re| are|r| run| got| operate| employ)?\b.{0,40}?", re.IGNORECASE
)


class LocalReader:
    """Reads lines of one call.

    Args:
        persona: whose topics the lines may touch.
        scenario: for talk about the offer, and for claims that are not allowed.
        cache_folder: where vectors of the persona's texts are kept between runs.
    """

    def __init__(self, persona: Persona, scenario: Scenario, cache_folder: Path | None = None) -> None:
        self._persona = persona
        self._index = TopicIndex(persona, cache_folder)
        self._claims = ClaimFinder(scenario.offer.forbidden, cache_folder)
        spoken = " ".join(
            (*(line.say for _, _, line in persona.all_lines()), *persona.card.public, scenario.brief)
        )
        self._names_around = {
            word.lower()
            for word in _CAPITALISED.findall(f"{spoken} {scenario.offer.company} {scenario.offer.name}")
        }
        names = "|".join(re.escape(name) for name in {persona.card.given_name, *persona.card.name.split()})
        self._asks_for_them = re.compile(
            r"\b(?:is (?:that|this|it)|am I (?:speaking|talking) (?:to|with)|would that be|speak (?:to|with)) "
            rf"(?:\w+ )?(?:{names})\b",
            re.IGNORECASE,
        )
        self._firm = scenario.offer.company
        self._prices = " ".join((scenario.offer.price, *(claim.text for claim in scenario.offer.claims)))
        self._offer = OfferTalk(scenario.offer, scenario.rep_lines, cache_folder)
        said_here = [*texts_of(persona), spoken, scenario.offer.name, scenario.offer.company]
        self._speller = Speller(said_here, load_encoder().whole_words)

    name = "local"

    async def read(self, text: str, context: ReadingContext) -> Reading:
        """What the line does in this call at this moment."""
        return self.read_now(text, context)

    async def aclose(self) -> None:
        """Nothing to let go of."""

    def read_now(self, text: str, context: ReadingContext) -> Reading:
        """The same, for callers without an event loop."""
        said = text[:MOST_CHARACTERS]
        # a language that is not theirs is no slip in this one
        repaired = said if is_other_language(said) else self._speller.repair(said)
        line = read_line(repaired, context.prospect_said or None)
        if line.does(Act.SILENCE, Act.GIBBERISH, Act.OTHER_LANGUAGE, Act.COMMAND):
            return Reading(line=line, attack=line.does(Act.COMMAND))
        opinion = second_opinion(line)
        line = opinion.line
        if (opinion.can_be_pitch or self._offer.names_it(line)) and self._offer.is_pitch(line):
            line = line.model_copy(update={"acts": line.acts | {Act.PITCH}})
        if self._asks_for_them.search(text):
            line = line.model_copy(update={"acts": line.acts | {Act.WHO_AM_I_TALKING_TO}})
        name = name_before_firm(text, self._firm) or extract_given_name(text)
        if name is not None and not line.does(Act.GIVES_NAME):
            line = line.model_copy(update={"acts": line.acts | {Act.GIVES_NAME}})
        line = settled(line, context, self._offer)
        found = resolve(self._index, line, context)
        summed_up = check_back(line, context.told, public=self._persona.card.public)
        if summed_up is not None:
            found = found.of_its_own(line.text, context)
        if opinion.asks_nothing:
            found = found.without_guesses(least_p=1.0)
        elif opinion.is_about_the_call:
            found = found.without_guesses()
        time = time_named(repaired)
        practical, practical_also = practical_questions(line, time)
        given_back = summed_up is None or (
            summed_up.verdict in {CheckBack.RIGHT, CheckBack.NEAR} and not summed_up.clashes
        )
        return Reading(
            line=line.model_copy(update={"text": text}),
            subjects=found.subjects,
            rivals=found.rivals,
            asks_business=found.asks_business,
            picked_up=found.picked_up,
            reflected=self._reflected(line, found, context) if given_back else (),
            misreflected=_makes_up(line, found, context),
            wrong_name=self._wrong_name(text, name),
            wrong_fact=self._wrong_fact(line, found),
            rep_name=name,
            forbidden_claims=self._forbidden(line, may_claim=opinion.may_claim or self._offer.names_it(line)),
            same_as_turn=_same_as(line, context),
            nearest=self._nearest_lines(line, found, context),
            practical=practical,
            practical_also=practical_also,
            lesser=lesser_ask(line),
            time=time,
            check_back=summed_up.verdict if summed_up is not None else None,
            as_told=summed_up.as_told if summed_up is not None else "",
        )

    def _forbidden(self, line: LineReading, *, may_claim: bool) -> tuple[str, ...]:
        """Claims that the campaign does not allow; a discount that nobody gave leave for is one in every campaign."""
        found = self._claims.find(line) if may_claim else ()
        return (*found, DISCOUNT) if offers_discount(line, self._prices) else found

    def _nearest_lines(self, line: LineReading, found: Resolved, context: ReadingContext) -> tuple[str, ...]:
        """The persona's lines nearest to what was asked, on what it is about and on what is being talked about."""
        if line.question is QuestionKind.NONE:
            return ()
        topics = dict.fromkeys(subject.topic for subject in found.subjects)
        if context.focus is not None:
            topics[context.focus] = None
        return self._index.nearest_lines(self._with_their_need(topics), line.text)

    def _with_their_need(self, topics: Iterable[str]) -> list[str]:
        """Topics, and with a layer all layers of its need: which of them answers is for the prospect to decide."""
        wanted: dict[str, None] = {}
        for topic in topics:
            layers = self._persona.need_of(topic).layers if ":" not in topic else ()
            wanted.update(dict.fromkeys([layer.id for layer in layers] or [topic]))
        return list(wanted)

    def _reflected(self, line: LineReading, found: Resolved, context: ReadingContext) -> tuple[str, ...]:
        """Open layers and positions that the line gives back: two words of theirs at least, or their sense."""
        if line.does(Act.PITCH, Act.PRESSURE, Act.SELF_TALK, Act.ADVICE) or not context.open_ids:
            return ()
        if line.does(Act.NEXT_STEP):
            return self._summed_up(line, context)
        gives_back = line.reflection is not ReflectionKind.NONE or line.reflection_p >= 0.4
        asks = line.question is not QuestionKind.NONE and line.form not in {
            QuestionForm.DECLARATIVE,
            QuestionForm.TAG,
        }
        if asks and line.reflection_p < 0.5:
            return self._reflected_before_asking(line, context)
        if not gives_back:
            return self._echoed(line.text, line.reflection_p, context)
        said = set(content_stems(line.text))
        subjects = {subject.topic for subject in found.subjects if subject.p >= 0.35}
        enough = 1 if line.reflection_p >= _CLEARLY_REFLECTS else 2
        given = [
            topic
            for topic in context.open_ids
            if topic in subjects or len(said & self._spoken_stems(topic)) >= enough
        ]
        if not given and context.focus in context.open_ids and _answers_it(line, said, context):
            given = [context.focus]
        return tuple(given[-2:])

    def _reflected_before_asking(self, line: LineReading, context: ReadingContext) -> tuple[str, ...]:
        """What a line gives back before it asks the next thing: "Every day from nothing. How did it come to that?"."""
        told = " ".join(one.text for one in line.sentences if one.form is QuestionForm.NONE)
        if not told:
            return ()
        alone = read_line(told, context.prospect_said or None)
        if context.focus not in context.open_ids:
            return self._echoed(told, alone.reflection_p, context)
        said = set(content_stems(told))
        heard = set(content_stems(context.prospect_said)) | self._spoken_stems(context.focus)
        sure = alone.reflection_p >= _REFLECTS_ALONE or (alone.reflection_p >= _MAY_REFLECT and said & heard)
        return (context.focus,) if sure else self._echoed(told, alone.reflection_p, context)

    def _summed_up(self, line: LineReading, context: ReadingContext) -> tuple[str, ...]:
        """What a line gives back before it comes to a next step."""
        readings = [read_line(one.text) for one in line.sentences if one.form is QuestionForm.NONE]
        told = [one for one in readings if not one.does(Act.NEXT_STEP, Act.PITCH)]
        given = (self._echoed(one.text, one.reflection_p, context) for one in told)
        return tuple(dict.fromkeys(topic for topics in given for topic in topics))

    def _echoed(self, told: str, reflection_p: float, context: ReadingContext) -> tuple[str, ...]:
        """Open layers of which a statement says so many words again that nothing else can be meant, whenever they were told.

        "Ninety-six thousand, gone because of three mornings": no cue word says that this is a reflection. One who speaks of
        themselves tells a story of their own.
        """
        if _OWN_STORY.search(told):
            return ()
        said = set(content_stems(told))
        enough = 2 if reflection_p >= _MAY_REFLECT else 3
        return tuple(one for one in context.open_ids if len(said & self._spoken_stems(one)) >= enough)[-2:]

    def _wrong_name(self, text: str, own: str | None) -> str | None:
        """A name that the line calls the prospect by and that is not theirs; a common word, or somebody of theirs, is none."""
        name = wrong_name(text, self._persona.card.name)
        if (
            name is None
            or name == own
            or name.lower() in _INTERJECTIONS
            or is_known(name.lower())
            or name.lower() in STOP_WORDS
            or self._speller.uses(name)
        ):
            return None  # "did you have the right van?" calls nobody anything
        return None if name.lower() in self._names_around else name

    def _spoken_stems(self, topic_id: str) -> frozenset[str]:
        topic = self._persona.topic(topic_id)
        lines = [line.say for bank in ("reveal", "more", "correct") for line in getattr(topic, bank, ())]
        return frozenset(content_stems(" ".join(lines)))

    def _wrong_fact(self, line: LineReading, found: Resolved) -> str | None:
        """A public fact that the line states with another number than the true one."""
        if line.question not in {QuestionKind.NONE, QuestionKind.CLOSED} or not _CLAIMS_NUMBER.search(
            line.text
        ):
            return None
        said = _numbers(line.text)
        for subject in found.subjects:
            if not said or not subject.topic.startswith("fact:") or subject.p < 0.45:
                continue
            if line.form not in {QuestionForm.NONE, QuestionForm.DECLARATIVE, QuestionForm.TAG}:
                continue
            true = _numbers(" ".join(self._persona.topic(subject.topic).mentions))
            if true and not (said & true):
                return subject.topic.removeprefix("fact:")
        return None


#: a sentence before a question gives back from here on; from the second on, if it has a word of what was told
_REFLECTS_ALONE, _MAY_REFLECT = 0.55, 0.3
#: somebody who speaks of themselves or of their firm
_OWN_STORY = re.compile(r"\b(?:I|we|our|us|my|me)\b", re.IGNORECASE)
#: a reflection this sure is of what it has one word of; any other needs two
_CLEARLY_REFLECTS = 0.6
#: a reflection this sure needs no word in common with what was just told
_SURE_REFLECTION = 0.75


def _makes_up(line: LineReading, found: Resolved, context: ReadingContext) -> bool:
    """Whether the line gives back what nobody said: a sure reflection while nothing was told and no cue is fresh."""
    if (
        line.reflection_p < _SURE_REFLECTION
        or line.question is not QuestionKind.NONE
        or len(context.rep_said) < 2
    ):
        return False
    if context.open_ids or context.hot or found.subjects or line.does(Act.EMPATHY, Act.ACKNOWLEDGEMENT):
        return False
    return not set(content_stems(line.text)) & set(content_stems(context.prospect_said))


def _answers_it(line: LineReading, said: set[str], context: ReadingContext) -> bool:
    """Whether a reflection right after something was told gives that back, if in words of its own."""
    return line.reflection_p >= _SURE_REFLECTION or bool(said & set(content_stems(context.prospect_said)))


def _numbers(text: str) -> frozenset[str]:
    found = set(_NUMBER.findall(text))
    found |= {
        _NUMBER_WORDS[word] for word in tokens(text) if word in _NUMBER_WORDS and word not in {"one", "zero"}
    }
    return frozenset(found)


def _same_as(line: LineReading, context: ReadingContext) -> int | None:
    """How many rep lines ago the same was asked."""
    said = tokens(line.text)
    if line.question is QuestionKind.NONE or line.form is QuestionForm.GREETING or len(said) < 3:
        return None
    for back, earlier in enumerate(reversed(context.rep_said), start=1):
        other = tokens(earlier)
        both, either = set(said) & set(other), set(said) | set(other)
        if earlier in context.unanswered:
            continue
        if len(other) >= 3 and len(both) / max(1, len(either)) >= _SAME_SHARE:
            return back
    return None
