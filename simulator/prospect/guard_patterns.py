"""What no prospect says on the telephone, as patterns for the guard."""

from __future__ import annotations

import re
from functools import lru_cache


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


#: who models say is speaking, before their line
SPEAKERS = frozenset({"prospect", "you", "me", "assistant", "answer", "reply", "response", "customer"})
#: another speaker's turn in the same answer
OTHER_SPEAKER = re.compile(r"\n\s*[*_]*(?:rep|caller|user|salesperson|seller|agent)[*_]*\s*:", re.IGNORECASE)
STRONG = re.compile(r"(\*\*|__)(?P<words>[^*_]+)\1")
EMPHASIS = re.compile(r"(?<!\w)([*_])(?P<words>[^*_\n]+)\1(?!\w)")
#: something done, not said
ACTION = re.compile(
    r"^(?:\w+ly )?(?:sigh|laugh|paus|chuckl|groan|snort|shrug|cough|clear|smil|frown|hesitat|grin|mutter|"
    r"hang|roll|glanc|look|exhal|inhal|tak|long|short|silen|beat|phone|line|background|with|"
    r"softly|dryly|quietly|annoyed|irritated|amused|sarcastic)\w*",
    re.IGNORECASE,
)
MARKUP = re.compile(
    r"[\[\](){}<>*#`|~]|^\s*[-•]\s|^\s*\d+[.)]\s|https?://|[\U0001F300-\U0001FAFF☀-➿]"
    r"|^\w[\w ]{0,30}:\s+[\"“]"
)

OUT_OF_THE_ROLE = _any(
    r"\ba\.?i\b\.?",
    r"\b(?:large )?language model",
    r"\bchat ?(?:bot|gpt)",
    r"\b(?:openai|llm|gpt-?\d)",
    r"\b(?:system|my|the|your|this) prompts?\b",
    r"\bprompts\b",
    r"\b(?:my|the|these|those|your) (?:instructions?|guidelines|programming|training data)\b",
    r"\binstructed (?:to|not to)\b",
    r"\bsystem message",
    r"\b(?:virtual|digital|helpful|ai) assistant",
    r"\bi(?:'m| am) (?:just |only )?(?:an?|your) (?:assistant|program|bot|robot|machine|simulation)\b",
    r"\brole ?-?play",
    r"\b(?:in|out of|break(?:ing)?|stay in) character\b",
    r"\bsimulat(?:ed|ion|or)\b",
    r"\bas an? (?:fictional|simulated)\b",
    r"\bthe note (?:says|tells|gives)\b",
    r"\bi (?:can't|cannot|can not|am unable to|'m unable to) (?:assist|comply|fulfil|help with that)",
    r"\bi (?:can't|cannot) (?:provide|share) (?:that|this|any) (?:information|details)",
)

REVERSED_ROLE = _any(
    r"\bhow (?:can|may|could|might) (?:i|we) (?:help|assist|be of)",
    r"\b(?:can|may) i (?:help|assist) you with\b",
    r"\banything else i can (?:help|do for you)",
    r"\b(?:happy|glad|here) to (?:help|assist)\b",
    r"\bfeel free to\b",
    r"\blet me know if (?:you|there)\b.{0,30}\b(?:need|questions?|help)",
    r"\bour (?:product|platform|software|solution|app|dashboard|offer|offering|demo|trial)\b",
    r"\bour customers (?:save|love|see)\b",
    r"\bwe (?:offer|provide|speciali[sz]e in) (?:an? |the )?(?:solution|platform|software|tool|service that)",
    r"\bi(?:'m| am) (?:calling|ringing|phoning) (?:from|about|to|because|you)\b",
    r"\bthe reason (?:for my|i'm|i am) call",
    r"\bwould you like to (?:schedule|book|hear|learn|arrange|set up|see (?:a|how))\b",
    r"\bwould you be (?:open|interested|willing) (?:to|in)\b",
    r"\bwhat (?:challenges|pain points|problems) (?:are|do) you (?:facing|have|currently)",
    r"\bi(?:'d| would) (?:love|like) to (?:show|tell|walk) you\b",
    r"\bthank(?:s| you) for (?:reaching out|your interest|contacting)",
)


@lru_cache(maxsize=32)
def selling(company: str, offer: str, rep_name: str) -> re.Pattern[str]:
    """What only the caller would say: the firm, the offer and the name as their own.

    Args:
        company, offer: of the scenario.
        rep_name: as the rep gave it, or empty.
    """
    firm, product = re.escape(company), re.escape(offer)
    patterns = [
        rf"\b(?:we|us|here|i work) (?:at|from|for) {firm}\b",
        rf"\bfrom {firm} here\b",
        rf"\b(?:our|my) {product}\b",
        rf"\b{product} (?:(?:can|could|will|would) \w+|lets|helps|gives|shows|makes|saves) (?:you|your)\b",
    ]
    if rep_name:
        patterns.append(rf"\b(?:my name(?:'s| is)|this is|i'm|i am) {re.escape(rep_name)}\b")
    return _any(*patterns)


_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|next week"
_HOUR = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2})(?: o'clock)?"
_WHEN = rf"(?:(?:on |at |for |by )?(?:{_DAY}|then|noon|{_HOUR})\b)"
_FINE = r"(?:works|suits|is fine|is good|would work|sounds good|would be fine)"
#: a yes to a next step
AGREEMENT = _any(
    r"\b(?:let's|(?:we|i) can|(?:we|i) could|i'll|(?:happy|glad) to) "
    r"(?:meet|do a (?:call|demo)|have a (?:call|meeting|chat)|book|schedule|arrange|set (?:it|that) up|"
    r"find (?:a|the) time|make (?:the )?time|fit you in|see a demo|take a (?:call|meeting))",
    rf"\b(?:put|stick|pop|get|pencil) (?:it|me|that|this|you|something) (?:in|down)\b.{{0,20}}"
    rf"\b(?:diary|calendar|{_WHEN})",
    rf"\b(?:see|speak to|talk to|meet) you (?:{_WHEN}|soon|there)",
    rf"\b{_WHEN}.{{0,12}}\b{_FINE}",
    r"\bthat (?:works|suits me)\b",
    rf"\b(?:{_DAY})\b,? (?:at|about|around|gone|after) {_HOUR}\b",
    r"\bi'll be there\b",
    r"\bbook (?:me|it|that|us) in\b",
    r"\bsend (?:me |over |through |us )*(?:the|a|an) (?:calendar )?invit",
    rf"\b(?:ring|call|phone|try) (?:me|us|again|back)(?: back| again)? {_WHEN}",
    r"\b(?:you can|let's) (?:come (?:in|over|by)|pop in)\b",
    r"\bit's a (?:deal|date)\b",
    r"\b(?:sign (?:me|us) up|count (?:me|us) in)\b",
)
#: a yes at the front
YES = re.compile(
    r"^\W*(?:yes|yeah|yep|sure|okay|ok|all right|alright|fine|go on,? then|of course|deal|why not)\b", re.I
)
NEGATION = re.compile(
    r"n't\b|\b(?:not|no|never|nothing|nobody|hardly|unless|if|why would|before)\b", re.IGNORECASE
)
SENTENCE_END = re.compile(r"(?<=[.!?…;])\s+")

GOODBYE = _any(
    r"\b(?:good)?bye\b",
    r"\bhave a (?:good|nice|great|lovely|pleasant) (?:day|afternoon|morning|evening|one|rest|weekend)",
    r"\bi(?:'m| am) (?:going to hang|hanging|putting the (?:tele)?phone down|ending (?:this|the) call)",
    r"\bi(?:'ll| will) (?:hang up|put the (?:tele)?phone down|let you go)(?: now)?[.!]",
    r"\b(?:speak|talk) (?:to you )?soon\b",
    r"\b(?:this|the|our) (?:call|conversation) is over\b",
    r"\bthank(?:s| you) for (?:calling|ringing|the call)\b",
    r"\bi(?:'ve| have)? (?:really )?(?:got to|must|have to|need to) (?:go|run|dash|leave) now\b",
)

WEEKDAY = re.compile(rf"\b(?:{_DAY.partition('|tomorrow')[0]})\b", re.IGNORECASE)
#: a capital inside a sentence, where a name would stand
NAME_INSIDE = re.compile(r"(?<=[a-z,;’'] )[A-Z][a-zA-Z]+(?:['’][a-z]+)?")
_NOT_NAMES = """
i i'm i've i'd i'll ok okay god lord christ heaven mr mrs ms miss sir madam english british christmas easter
january february march april may june july august september october november december monday tuesday
wednesday thursday friday saturday sunday tv uk hr it vat
"""
#: words with a capital that name nobody here
NOT_NAMES = frozenset(_NOT_NAMES.split())
