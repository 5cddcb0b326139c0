"""Questions on who does their work while they are not there: "what happens if you're off sick", whoever else may be ill."""

from __future__ import annotations

import re

from simulator.reading.acts_text import plain

#: them, in words that are often mistyped ("your not in"); who asks after "they" or "somebody" means others
_THEY = (
    r"(?:(?:you|u) (?:are|were|would be|had to be|get|got|go|went|have|had|take|took|break|broke|fell|fall|come|came) "
    r"|(?:your|ur|youre|you re) (?=not\b|off\b|ill\b|sick\b|away\b|on\b|poorly\b)"
    r"|you(?=(?:(?:'|’)re| off| away| ill| gone)\b) ?)"
)
_GONE = (
    r"(?:(?:a|the|your|some|ever|really|suddenly|taken|been|just|on|down|with|have|having|one|two|three|four|for|few) ){0,3}?"
    r"(?:ill|sick|poorly|unwell|away|gone|abroad|laid up|in hospital|in bed|out of (?:action|the office|it)|flu|holidays?|leave"
    r"|knocked down|hit by a bus|under a bus|run over|(?:a|your) (?:leg|arm|back|neck)"
    r"|(?:day|days|week|weeks|fortnight|month|time|morning|afternoon) off"
    r"|off(?! (?:the|to|on|at|doing|out|with (?!flu|the flu)))"
    r"|not (?:there|in|here|around|about|well|available|able to))\b"
)
_WHILE = r"\b(?:when|whenever|if|while|whilst|once|say|suppose|supposing|imagine|in case|should|days|with|and|because)\b"
_ABSENT = re.compile(rf"{_WHILE}(?: [a-z']+){{0,2}}? {_THEY}{_GONE}")
#: what is asked about it: who does it, what becomes of it
_COVER = re.compile(
    r"\b(?:who|whos|what (?:happens|happened|would happen|becomes|would become|then|about|goes|do they|would they)"
    r"|how (?:does|do|would|is|will|are|did)|does (?:it|everything|the|anybody|anyone|somebody|someone)|do (?:they|things)"
    r"|is there|would (?:it|anybody|anyone|everything|they|somebody)|can (?:it|anybody|anyone|they|somebody)|could"
    r"|covers?|covering|stands? in|takes? over|fills? in|steps? in|runs?|manages?|copes?|grinds?|stops?)\b"
)
#: asked without any absence in it
_IN_THEIR_PLACE = re.compile(
    r"\b(?:anyone|anybody|someone|somebody|who|they|nobody|no one)(?: else)?(?: (?:here|there))?(?: (?:who|that))?"
    r" (?:can|could|would|is able to|to) (?:do (?:what you do|your job|your work)|stand in for you|take over from you"
    r"|fill in for you|cover for you|step into your shoes)\b|\bcould it run without you\b"
)
#: their own holidays and illnesses, and no cover in it
_OF_THEMSELVES = re.compile(
    r"\b(?:when (?:were|are|did|do|was|have) you|how often (?:are|were|do) you|where (?:do|did|are) you"
    r"|do you (?:ring|call|phone|check|worry|think|miss|get|like|mind|still|answer|ever)|are you|how do you (?:feel|get))\b"
)


def asks_who_stands_in(text: str) -> bool:
    """Whether a question is about who does their work, or what becomes of it, while they are ill, off or away."""
    said = plain(text).replace("|", " ").replace("?", " ")
    said = " ".join(said.split())
    if _IN_THEIR_PLACE.search(said):
        return True
    return bool(_ABSENT.search(f"and {said}") and _COVER.search(said)) and not _OF_THEMSELVES.search(said)
