"""How a rep puts something for a yes: "let me play that back: …, have I got that right?" What is stated, what frames it."""

from __future__ import annotations

import re

from simulator.reading.acts_text import plain
from simulator.reading.topic_words import content_stems

#: behind what is stated: asks whether it is so
_BEHIND = re.compile(
    r"(?:\b(?:is|was|would|does) (?:that|this|it) (?:be |sound |about |more or less |roughly |all |a |just |how you see it"
    r"|the )*(?:right|correct|fair|so|it|accurate|true|summary|size of it|about the size of it)"
    r"(?: to say| enough| then| comment| about right)?\b(?! (?:long|far|much|many|bad|busy|hard|late|early))"
    r"|\b(?:is|was) (?:that|this|it) how (?:it|things|that) (?:is|was|goes|went|works|worked|stands?|looks?)\b"
    r"|\b(?:have|did|do|am|if) i (?:got|get|have|understand|understood|heard?|read|caught|catch|put|following|follow)"
    r" (?:that|this|it|you|all that)(?: [a-z]+){0,3}(?= ?\? \|$)"
    r"|\bgot (?:that|it) right\b|\b(?:am|are|was) i (?:right|close|near|correct|on the right lines|hearing (?:you|that))\b"
    r"|\b(?:did|have) i (?:miss|missed|leave|left) (?:anything|something)(?: out)?\b"
    r"|\b(?:you|did you) (?:said|say)\b(?= ?\? \|$)|\bthat right\b(?= ?\? \|$)"
    r"|(?<!all )\b(?:right|correct|yes|yeah|yep|no|fair|innit|true)\b ?(?=\? \|$))"
)
#: before what is stated, or in it: says that it is only given back
_BEFORE = re.compile(
    r"\b(?:let me|can i|if i may|could i) (?:just )?(?:play|read|say|check|run|give|see if|repeat|put)"
    r"(?: (?:that|this|it))?(?: (?:back|through|again|together))?(?: to you)?(?: i (?:have )?(?:got|understood|heard)"
    r" (?:that|this|it|you)(?: right)?)?\b"
    r"|\bcorrect me if i am wrong\b(?: but\b)?|\bstop me if i am wrong\b(?: but\b)?"
    r"|\bam i right(?: in)?(?: thinking| saying| to think| to say| understanding)?(?: that)?\b"
    r"|\bif i (?:have )?(?:understand|understood|hear|heard|follow|got|get|read)(?: (?:you|it|that|this))?"
    r"(?: right| rightly| correctly)?\b"
    r"|\bin other words\b|\bin short\b|\bin a nutshell\b|\bwhat (?:i am|i'm) hearing is\b(?: that\b)?"
    r"|\bwhat you are (?:saying|telling me) is\b(?: that\b)?|\bso basically\b"
    r"|\byou(?: have)? (?:said|told me|mentioned|were saying|are saying|reckon)\b(?: that\b)?"
    r"|\b(?:it |that )?(?:sounds|seems|looks) (?:to me )?(?:like|as if|as though)\b"
    r"|\bsounds like\b|\bhang on\b|\boh i see\b|\bi see\b"
    r"|^(?:(?:so|and|well|okay|right|then|yeah|yes|oh|ah|sorry|all right|no|now|but)\b ?)+"
)
#: said of what they told, in so many words: "you told me …", "like you said"
_ATTRIBUTES = re.compile(
    r"\b(?:you(?: have)? (?:just )?(?:said|told me|mentioned)|you were (?:saying|telling me)|(?:like|as) you (?:said|say)"
    r"|you (?:say|said)(?= ?\?? ?\|))\b"
)
#: "how many vans have you, did I get that right" asks something else first
_ASKS_FIRST = re.compile(
    r"\| (?:(?:so|and|well|okay|right|sorry) )*(?:how|what|who|where|when|which|why|do|does|did|can|could|will"
    r"|would|are|have|has)\b(?! (?:i (?:got|have|understood|heard)|i just|you (?:are|were) (?:saying|telling))\b)"
)
_CLAUSE = re.compile(
    r"[,;:.!?]+|\s[–—-]+\s|(?<!hundred )(?<!thousand )\band\b"
    r"|\b(?:but|while|whereas|though|although|because|cos|which|so|yet)\b",
    re.IGNORECASE,
)
#: a clause of so many words says something, though none of them is weighty
_FEWEST_WORDS = 4


def asks_whether_so(text: str) -> bool:
    """Whether a line ends by asking for a yes to what it said, and asks nothing before that."""
    last = plain(text).strip("| ").split("|")[-1].strip(" ?")
    return bool(_BEHIND.search(f"{last} ? |")) or _frames_whole(text)


def asks_something_first(text: str) -> bool:
    """Whether a line begins with a question of its own."""
    return bool(_ASKS_FIRST.match(plain(text)))


def says_they_told(text: str) -> bool:
    """Whether a line says that the other has told it: "you told me the vets answer it"."""
    return bool(_ATTRIBUTES.search(plain(text)))


def clauses_of(text: str) -> list[str]:
    """What a summary states, clause by clause in plain form, without the words that put it for a yes."""
    stated = []
    for clause in _CLAUSE.split(_unframed(text)):
        said = " ".join(clause.replace("|", " ").replace("?", " ").split())
        if content_stems(said) or len(said.split()) >= _FEWEST_WORDS:
            stated.append(said)
    return stated


def _frames_whole(text: str) -> bool:
    """ "Correct me if I'm wrong, you'd sooner wait": the frame stands in front, and nothing is asked behind."""
    return bool(
        re.match(
            r"\| (?:so |and |well |okay |right )*(?:correct me if i am wrong|stop me if i am wrong|am i right (?:in|that)"
            r"|have i got this right|if i (?:have )?(?:heard|understood|got) (?:you|it|that)(?: right| rightly| correctly))\b",
            plain(text),
        )
    )


def _unframed(text: str) -> str:
    """The plain form with its sentences kept apart by full stops, and without frames; commas are kept for the clauses."""
    parts = []
    for sentence in re.split(r"(?<=[.!?:;,])\s+|\s[–—-]+\s", text):
        said = plain(sentence).strip("| ?")
        said = _BEHIND.sub(" ", f"{said} ? |").strip("| ?")
        while (shorter := _BEFORE.sub(" ", said).strip()) != said:
            said = shorter
        if said:
            parts.append(said)
    return " , ".join(parts)
