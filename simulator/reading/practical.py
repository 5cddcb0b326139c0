"""What a line asks about a next step: the practical questions that follow a yes, and asks for less than a meeting."""

from __future__ import annotations

import re

from simulator.domain.reading import LesserAsk, LineReading, Practical, QuestionForm, TimeNamed
from simulator.reading.acts_text import plain
from simulator.reading.asked_parts import parts_of

#: each with its phrases over the plain form; the first that is found counts
_QUESTIONS: tuple[tuple[Practical, re.Pattern[str]], ...] = tuple(
    (what, re.compile(pattern))
    for what, pattern in (
        (
            Practical.REMIND,
            r"\bremind(?:er|ers| you)?\b|\b(?:text|ring|call|email|message|confirm|drop you a line)\b[^|?]*"
            r"\b(?:the day before|the night before|beforehand|on the day|that morning|nearer the time|to confirm"
            r"|in advance)\b"
            r"|\bconfirm (?:it|that|this) (?:by|in|with)\b|\b(?:do|would|will) you (?:need|want"
            r"|like) (?:me to confirm|a (?:text|call|ring|nudge))\b",
        ),
        (
            Practical.BRING,
            r"\bwhat (?:should|shall|do|can|could|must|would|will) (?:i|we|you) (?:need to |have to |want me to "
            r"|like me to |want us to )?"
            r"(?:bring|prepare|have ready|get ready|put together|need from)\b|\banything (?:[a-z]+ ){0,5}(?:bring"
            r"|prepare|have ready|look at first|read first)\b"
            r"|\bwhat (?:do|would|will) you (?:want|like|need|hope) (?:to see|to look at|me to (?:show|bring"
            r"|cover|look)|to cover|from me|us to (?:show|bring))\b"
            r"|\bwhat do you need from (?:me|us)\b|\bwhat (?:would|do) you (?:most )?want out of it\b"
            r"|\bshould i prepare\b|\b(?:shall|should|do|must) i (?:need to |have to )?(?:bring|prepare)\b",
        ),
        (
            Practical.REACH,
            r"\b(?:email|mobile|phone number|direct line|contact details)\b[^|]*\?|\b(?:what is|which is|is there"
            r"|what would be|may i have|can i (?:have|get|take)|could i (?:have|get|take)|"
            r"could you (?:give|spell|text)|give me|let me have)\b[^|?]*\b(?:email|mobile|number|address to send"
            r"|contact)\b"
            r"|\b(?:where|who|what address) (?:do|shall|should|can) i (?:send|email|address|mail)\b"
            r"|\b(?:shall|should|can|could|may|do) i (?:just )?(?:email|write to|text|message) (?:her|him|them)\b"
            r"|\bsend (?:you )?(?:the|an|a|that|over an|over the)? ?(?:calendar |diary )?(?:invite|invitation)\b"
            r"|\b(?:the|an|calendar) invite\b|\bhow (?:do|can|shall|should|would) i (?:reach|contact"
            r"|get (?:hold of|in touch with)|find) (?:you|her|him|them)\b"
            r"|\b(?:best|right) (?:way|number|email|address) (?:to|for)\b|\b(?:can|could|would|will) you"
            r" (?:just )?(?:send|email|mail|text|drop|ping|message|give) (?:me )?[^|?]*\b(?:email|mail|me|it|over"
            r"|address|details|text)\b|\bis this (?:the )?(?:best"
            r"|right)? ?(?:your )?number\b|\bthis (?:the )?(?:best|right) number\b",
        ),
        (
            Practical.WHO,
            r"\bwho (?:else )?(?:is|will|would|are|does) (?:it )?(?:be |going to be )?(?:[a-z]+ )?(?:there|coming"
            r"|come|joining|join|attending|sitting|be with|with you|in the room|on it|at it|from your)\b"
            r"|\bwho else\b|\bwho (?:do|shall|should) i (?:ask for|report to)\b|\b(?:anyone|anybody|someone"
            r"|somebody) else\b"
            r"|\b(?:just|only) (?:you|the two of us|you and me|yourself)\b[^|]*\?|\bwill (?!you\b|i\b|we\b|it\b"
            r"|that\b)[a-z]+(?: [a-z]+)? (?:be there|be with|come|join|sit in)\b"
            r"|\bwill (?:you|it) be (?:on your own|alone|just)\b|\b(?:you|us) on your own\b",
        ),
        (
            Practical.HOW_LONG,
            r"\bhow long (?:have we|have i got|do we|do i (?:get|have)|will|would|shall|should|is it|is that"
            r"|is the|does it|does that|can you|can we|are we|for)\b(?! (?:have )?(?:you|they|he|she|it) been)"
            r"|\bhow (?:much time|many minutes) (?:have|do|will|can|would|are)\b|\b(?:is|will"
            r"|would) (?:half an hour|an hour|\w+ ?\w* minutes|that) (?:be )?(?:enough|all right|okay"
            r"|long enough)\b"
            r"|\bwhat time (?:do|will|would|does) (?:we|it|you|that) (?:finish|end|stop|need to|have to"
            r"|be done)\b|\bhow long for\b",
        ),
        (
            Practical.WHERE,
            r"\bwhere (?:do|shall|should|will|would|can|are|is|am|to|at|exactly|abouts?)\b(?! (?:you (?:keep|put"
            r"|get|buy|store|send|find|live)|your))"
            r"|\b(?:address|postcode|directions)\b|\b(?:in person|face to face|on site)\b|\b(?:on|by"
            r"|over) (?:the )?(?:phone|telephone|video|zoom|teams|a call)\b[^|]*\?"
            r"|\b(?:on|by|over) (?:the )?(?:zoom|teams|video)\b|\b(?:do|shall|should|will|can) (?:i|we) (?:come"
            r"|drive|pop|travel) (?:to|over|out|up|down|round|by)\b"
            r"|\bwhich (?:office|branch|building|site|door|entrance)\b|\b(?:park|parking)\b|\bhow do i (?:find"
            r"|get to)\b|\bat (?:yours|your place)\b",
        ),
        (
            Practical.WHEN,
            r"\b(?:what|which) (?:time|day|date|hour)\b|\bwhen (?:was|is|are|do|shall|will|did) (?:it|that|the|we"
            r"|i|you say)\b|\bwhich (?:is it|one is it|was it|is right)\b"
            r"|\bremind me (?:when|what)\b|\bwhat did we say\b",
        ),
    )
)  # fmt: skip
#: asked before anything is agreed, these are about a meeting all the same
_ABOUT_A_MEETING = re.compile(
    r"\b(?:email|mobile|contact details|invite|invitation|direct line|number (?:for|to reach))\b"
    r"|\bwhere (?:do|shall|should) (?:i|we) (?:come|meet)\b|\bwho (?:else )?(?:will|would) be there\b"
    r"|\bremind(?:er| you)\b"
)
#: "could we say Thursday?", "how about ten?" propose a time, and read none back
_PROPOSES = re.compile(
    r"\b(?:could|can|shall|should|would|might|may|how about|what about|let us|suit you|suits you|work for you"
    r"|works for you|be better|instead)\b"
    r"(?! (?:i check|i just check|i confirm|i read))"
)

_MAY = (
    r"(?:can|could|shall|may|might|should|would it be (?:all right|okay|fine|any use) if|is it (?:all right|okay"
    r"|fine) if|okay if|let|"
    r"want me to|would you like me to|do you want me to|would it help if|how about|what if|happy to|i will|i can"
    r"|i could|would you mind if|mind if|all right if|suppose)"
)
_SEND = re.compile(
    rf"\b{_MAY} (?:i |we |me |us |just |at least |perhaps |maybe |instead |simply )*"
    r"(?:send|sent|email|emailed|mail|mailed|post|posted|text|texted|drop|dropped|forward|leave|left|put"
    r"|pop)\b(?: (?:you|over|off|across|in|through))*"
    r"(?: [a-z0-9]+){0,6}? (?:brochure|leaflet|page|pages|sheet|details?|information|info|something|link|email"
    r"|literature|summary|video|"
    r"overview|case stud(?:y|ies)|proposal|quote|price list|prices|pdf|flyer|material|lines?|bits?|card|post"
    r"|it over|one over)\b"
)
_RING = re.compile(
    r"\b(?:ring|rang|call|called|phone|phoned|try|tried|telephone|catch|contact) (?:you )?(?:back|again|later"
    r"|another|some other|once more|in (?:a|an|two|three|six|the)|next|after|when|on|tomorrow|then)\b"
    r"|\b(?:ring|call|phone|try) you (?:a (?:ring|call) )?(?:in|next|after|when|again|back|on|tomorrow|later)\b"
    r"|\b(?:speak|talk|touch base|check in|follow up|catch up|get back to you"
    r"|get in touch)(?: with you)? (?:again |back )?(?:in|next|after|again|later|on|tomorrow|when)\b"
    r"|\bgive you (?:a|another) (?:ring|call|shout|buzz)\b"
)
_MEETS = re.compile(
    r"\b(?:show you|show|meet|meeting|demo|demonstration|come (?:over|by|round|out|in|and|to)|visit|sit down"
    r"|your own|minutes|half an hour|an hour"
    r"|diary|calendar|invite|walk you through|take you through|teams|zoom|appointment|look at|go through|session"
    r"|pop (?:in|over|round))\b"
)


def practical_questions(
    line: LineReading, time: TimeNamed | None
) -> tuple[Practical | None, Practical | None]:
    """What a line asks, or reads back, about a next step; and what else of it, where it asks twice."""
    first = practical_question(line, time)
    parts = parts_of(line)
    if not parts or first is Practical.CONFIRM:
        return first, None
    writes = bool(_EMAIL.search(plain(line.text)))
    found = (_asked(plain(part.text), writes=writes) for part in parts)
    asked = dict.fromkeys(what for what in found if what is not None)
    if first not in asked and asked and line.form is not QuestionForm.NONE:
        # "I'll write to confirm, which address is best?": what is asked, and not what is told
        first = next(iter(asked))
    both = list(asked)[:2]
    return (both[0], both[1]) if first in both and both[1:] else (first, None)


def practical_question(line: LineReading, time: TimeNamed | None) -> Practical | None:
    """What a line asks, or reads back, about a next step."""
    said = plain(line.text)
    found = _asked(said)
    asks = line.form not in {QuestionForm.NONE, QuestionForm.GREETING}
    if time is not None and found in {None, Practical.WHERE, Practical.WHO, Practical.HOW_LONG}:
        open_ended = line.form in {QuestionForm.OPEN, QuestionForm.WH_FACT, QuestionForm.REQUEST}
        if not open_ended and not _PROPOSES.search(said) and (found is None or not _leads(said)):
            return Practical.CONFIRM
    told = {Practical.REACH, Practical.EMAIL, Practical.REMIND, Practical.WHEN}
    return found if asks or found in told else None


def _asked(said: str, *, writes: bool = False) -> Practical | None:
    found = next((what for what, pattern in _QUESTIONS if pattern.search(said)), None)
    to_be_written_to = (
        found is Practical.REACH
        or (found is Practical.WHERE and "address" in said)
        or (found is Practical.REMIND and bool(_WHICH_ADDRESS.search(said)))
    )
    return Practical.EMAIL if to_be_written_to and (writes or _EMAIL.search(said)) else found


_WHICH_ADDRESS = re.compile(r"\b(?:which|what)(?: [a-z]+){0,4} (?:address|email|inbox)\b")
_EMAIL = re.compile(r"\b(?:email|emails|e mail|mail|inbox|invite|invitation)\b")


def _leads(said: str) -> bool:
    """Whether the line begins with its question: "will Beata be there on Tuesday" reads nothing back."""
    return bool(_ASKS_FIRST.match(said))


_ASKS_FIRST = re.compile(
    r"\| (?:(?:and|so|okay|great|right|thanks) )*(?:who|where|how|what|when|which|will|is|do|does|shall|can)\b"
)


def is_about_a_meeting(line: LineReading) -> bool:
    """Whether a practical question can only be about a meeting, also where none was agreed."""
    return bool(_ABOUT_A_MEETING.search(plain(line.text)))


def speaks_of_meeting(line: LineReading) -> bool:
    """Whether the line has words of a meeting in it: a demo, half an hour, the diary."""
    return bool(_MEETS.search(plain(line.text)))


def lesser_ask(line: LineReading) -> LesserAsk | None:
    """Something less than a meeting that a line asks for: to send something, to ring again some time."""
    said = plain(line.text)
    if _MEETS.search(said):
        return None
    sends, rings = (
        bool(_SEND.search(said)),
        bool(_RING.search(said)) and bool(re.search(rf"\b{_MAY}\b", said)),
    )
    if sends and rings:
        return LesserAsk.BOTH
    if sends:
        return LesserAsk.SEND
    return LesserAsk.RING if rings else None
