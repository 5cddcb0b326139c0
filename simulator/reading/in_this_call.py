"""What a line does in the light of what was said in this call, where the line alone says something else.

"You said I'm a young man" quotes; "would you like to save time" proposes no meeting; a summary that is put for a yes pitches
nothing; and whatever is said of the offer to somebody who asked what the call is about is the reason for it.
"""

from __future__ import annotations

import re

from simulator.domain.reading import (
    Act,
    LineReading,
    QuestionForm,
    QuestionKind,
    ReadingContext,
)
from simulator.reading.acts import read_acts
from simulator.reading.acts_text import plain
from simulator.reading.check_back import is_check_back
from simulator.reading.offers import OfferTalk
from simulator.reading.practical import lesser_ask, speaks_of_meeting
from simulator.reading.times import time_named
from simulator.reading.topic_words import content_stems

_QUOTES = re.compile(
    r"\byou (?:just |also |did )?(?:said|say|told me|mentioned|called|were saying|put it)\b|\b(?:as you (?:said"
    r"|put it)|your (?:own )?words?)\b"
)
_BENEFIT = re.compile(
    r"\| (?:so |and |well |but )?(?:would you|do you|would not you|wouldn t you|how would you|would it"
    r"|would not it|who would not) (?:not |all )?"
    r"(?:like|want|love|enjoy|prefer|be (?:nice|good|great|useful|lovely|handy|interested)|not be)\b"
)
#: what a prospect says who wants to know what the call is about
_WANTS_REASON = re.compile(
    r"\bwhat(?:'s| is|s)? (?:it|this|that|the call) (?:all )?(?:about|for|concerning|to do with)\b|\bwhat(?:'s"
    r"| is) it you\b|\bwhat (?:does it|is it that you|do you) (?:concern|want|need|need from)\b"
    r"|\b(?:calling|ringing|phoning|rang|call|ring)(?: me| us| here)? (?:for|about)\b|\bwhat are you (?:ringing"
    r"|calling|phoning|after|selling)\b|\bwhy are you (?:ringing|calling)\b"
    r"|\bwhat you(?:'re| are) (?:after|calling|ringing|selling)\b|\bsales call\b|\bto sell\b"
    r"|\bselling (?:something|me)\b|\bwhat (?:can|could) i do for you\b|\bhow can i help\b|\bwhat did you want\b"
    r"|\bwhat(?:'s| is) (?:it )?to do with\b|\bwhat it(?:'s| is| concerns)? ?(?:about|concerns?)?\b"
    r"|\bwhat this is\b|\bwhat (?:this|it) is for\b|\bgot to sell\b",
    re.IGNORECASE,
)
_OF_THEIR_FIRM = re.compile(
    r"\b(?:we|our (?:people|firm|company|team)) "
    r"(?:do|make|sell|look after|run|pick|answer|take|build|have|are|help|offer|provide|supply|show|put)\b"
    r"|\b(?:i|we) (?:sell|ring|am ringing|am calling|are ringing|work for|call|am from|am with) "
)
#: lines of a rep after which a call is no longer young
_YOUNG = 2
#: shorter, a line gives no reason
_FEWEST_WORDS = 4
#: said in one breath, what is sold is the reason, and no pitch
_ONE_BREATH_WORDS = 45
_IS_THAT_OKAY = re.compile(
    r"\bis (?:that|this|it) (?:okay|all right|fine|cool)(?: (?:with|by|for) you)? ?(?:\?|\|)"
)
_ASKS_AFTER_MACHINES = re.compile(
    r"\b(?:are you|is this|is it (?:a|an|you|just)|am i|you sound|you a|talking to|speaking (?:to|with)|real"
    r"|human|person)\b"
)
_AMOUNT = (
    r"(?:\d+|two|three|five|ten|fifteen|twenty|thirty|fifty|a (?:bit|tenner|fiver|hundred|few|third"
    r"|quarter|little)|something|some"
    r"|half)(?: hundred)?(?: ?(?:%|per ?cent|percent|pounds?|quid))?"
)
_DISCOUNT = re.compile(
    rf"\b(?:knock|take|get|give|do|have)(?: you)? (?:another |an extra |about |up to )?{_AMOUNT} off\b"
    r"|\boff the (?:price|bill|first|total|rate)\b"
    r"|\b(?:\d+|five|ten|fifteen|twenty|thirty|half) ?(?:%|per ?cent|percent|pounds|quid) (?:off|discount)\b"
    r"|\bspecial (?:price|rate|offer)\b|\b(?:first|one|two|three) months? (?:is |are )?free\b|\bdiscount\b|\bhalf price\b"
)


def settled(line: LineReading, context: ReadingContext, offer: OfferTalk) -> LineReading:
    """The line as it is meant in this call.

    Args:
        line: as it was read alone.
        context: what was said before it.
        offer: what is sold.
    """
    said = plain(line.text)
    acts = set(line.acts)
    if Act.PERSONAL_REMARK in acts and _quotes_them(said, line, context):
        acts.discard(Act.PERSONAL_REMARK)
    if Act.META in acts and Act.META not in read_acts(line.text) and not _ASKS_AFTER_MACHINES.search(said):
        acts.discard(Act.META)  # "do you use software?" is about their work
    if Act.NEXT_STEP in acts and _is_benefit_question(said, line):
        acts.discard(Act.NEXT_STEP)
    if lesser_ask(line) is not None:
        acts.add(Act.NEXT_STEP)
    if not context.rep_said and _IS_THAT_OKAY.search(said):
        acts.add(Act.PERMISSION)
    if is_check_back(line) and not offer.names_it(line):
        acts -= {Act.PITCH, Act.SELF_TALK, Act.NEXT_STEP, Act.ADVICE, Act.HOLD_ON, Act.AGENDA}
        acts.add(Act.SUMMARY)
    line = line.model_copy(update={"acts": frozenset(acts)})
    if _gives_reason(line, said, context, offer):
        line = _as_reason(line)
    return line


def offers_discount(line: LineReading, price: str) -> bool:
    """Whether the line takes something off a price that the campaign gives no leave to lower."""
    return names_discount(line.text) and not names_discount(price)


def names_discount(text: str) -> bool:
    """Whether words take something off a price."""
    return bool(_DISCOUNT.search(plain(text)))


def _quotes_them(said: str, line: LineReading, context: ReadingContext) -> bool:
    """Whether what sounds like a remark on the person is their own word, asked about."""
    if not _QUOTES.search(said):
        return False
    if line.question is not QuestionKind.NONE:
        return True  # asked about, and not remarked on
    told = {stem for text in context.told for stem in content_stems(text)}
    return bool(set(content_stems(_QUOTES.sub(" ", line.text.lower()))) & told)


def _is_benefit_question(said: str, line: LineReading) -> bool:
    """ "Would you like to save time every day?": a question with one answer, and no meeting in it."""
    proposes = (
        Act.NEXT_STEP in read_acts(line.text) or speaks_of_meeting(line) or lesser_ask(line) is not None
    )
    return bool(_BENEFIT.search(said)) and not proposes and time_named(line.text) is None


def _gives_reason(line: LineReading, said: str, context: ReadingContext, offer: OfferTalk) -> bool:
    """Whether somebody who was asked what the call is about says what is sold, in whatever words."""
    if line.does(Act.REASON_FOR_CALL, Act.NEXT_STEP, Act.PRESSURE):
        return False
    asked = bool(_WANTS_REASON.search(context.prospect_said))
    # who says unasked what their firm does gives a reason too, while the call is young; more than that is a pitch
    at_once = (
        len(context.rep_said) <= _YOUNG and bool(_OF_THEIR_FIRM.search(said)) and not line.does(Act.PITCH)
    )
    if not asked and not at_once:
        return False
    stated = [one.text for one in line.sentences if one.form in {QuestionForm.NONE, QuestionForm.DECLARATIVE}]
    words = " ".join(stated)
    if len(words.split()) < _FEWEST_WORDS or (line.form is QuestionForm.DECLARATIVE and "?" in line.text):
        return False
    return line.does(Act.PITCH) or offer.is_near(words)


def _as_reason(line: LineReading) -> LineReading:
    acts = set(line.acts) | {Act.REASON_FOR_CALL}
    if len(line.text.split()) <= _ONE_BREATH_WORDS:
        acts -= {Act.PITCH, Act.PRICE, Act.SELF_TALK}
    update: dict[str, object] = {"acts": frozenset(acts)}
    if line.form is QuestionForm.DECLARATIVE and "?" not in line.text:
        sentences = tuple(
            one.model_copy(update={"form": QuestionForm.NONE})
            if one.form is QuestionForm.DECLARATIVE
            else one
            for one in line.sentences
        )
        update |= {
            "form": QuestionForm.NONE,
            "question": QuestionKind.NONE,
            "sentences": sentences,
            "questions": 0,
        }
    return line.model_copy(update=update)
