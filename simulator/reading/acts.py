"""What else a rep's line does: greets, gives a name, pitches, presses, apologises, takes leave …

Rules, in data/acts_*.toml, over one plain form of the line, so that they hold with and without punctuation and capitals.
They lean to precision: an act that is wrongly seen makes a prospect answer what nobody said.
Acknowledgement, empathy, affirmation, summary and advice are read elsewhere.
"""

from __future__ import annotations

import re

from simulator.domain.reading import Act
from simulator.reading.acts_names import extract_company, extract_given_name
from simulator.reading.acts_rules import WHEN, compile_phrases, rule_book
from simulator.reading.acts_text import plain
from simulator.reading.line_keys import keys_of_line
from simulator.reading.oddities import odd_acts

ACT_RULES = ("acts_opening.toml", "acts_tone.toml", "acts_flow.toml")
_STANDS_ALONE = frozenset((Act.SILENCE, Act.OTHER_LANGUAGE, Act.GIBBERISH))

_OWN_OFFER = compile_phrases(("(?:our|we|solution|platform|saas|software)(?! [^|]*\\?)",))
_WHEN = compile_phrases((WHEN,))
_YES = compile_phrases(
    (
        r"\| (?:oh |well |but |and |ah )?(?:yes|yep|yup|yeah|aye|sure|certainly|absolutely|definitely"
        r"|of course|correct|indeed"
        r"|exactly|that is right|i do|i have|i am|we do|we are|we have|it is|it does|we can|we did|i did)"
        r"(?: (?:it|we|i|they|he|she|that|you) (?:is|do|does|are|am|have|can|did|will|would|has)| \|"
        r"|[^|?]*)?",
    )
)
_YES_HARD = compile_phrases(
    (r"\| (?:oh |well |but |and |ah )?(?:yes|yep|yup|certainly|absolutely|definitely)(?! (?:but|and no))",)
)
_NO = compile_phrases(
    (
        r"\| (?:oh |well |but |and |ah |sorry )?(?:no|nope|nah|not really|not at all|not yet|not"
        r" exactly|not quite|i am afraid not"
        r"|i do not(?! (?:know|mind|think|want|see))|i have not|we do not|we have not|it is not|it"
        r" does not|never|hardly|none)",
    )
)
_NO_ALONE = compile_phrases(
    (
        r"\| (?:no|nope|nah|not really|not at all|not yet)(?: (?:thanks|thank you|sir|i have not|it is"
        r" not))? \|",
    )
)
_NO_IDIOM = compile_phrases(
    (
        r"\| (?:oh |well |but |and )?(?:no (?:worries|problem|doubt|way|wonder|rush|pressure|matter"
        r"|need|more|one|hard feelings|offence"
        r"|kidding|joke|thanks to|strings|risk|obligation|contract|set|further|questions|idea|other)"
        r"|never mind|not at all)",
    )
)
#: words of which one is in every no
_NO_WORDS = frozenset("no nope nah not never hardly none".split())
_ASKED = re.compile(
    r"\?|(?:^|[.!,] ?)(?:so |and |but |well |okay )?(?:is|are|do|does|did|have|has|had|can|could|will"
    r"|would|was|were|am|may|shall|should)"
    r" (?:you|it|that|this|there|we|i|they|he|she|the|your)\b",
    re.IGNORECASE,
)


def read_acts(text: str, previous: str | None = None) -> frozenset[Act]:
    """The acts of a line that rules can find.

    Args:
        text: the rep's line, written or recognised from speech.
        previous: what the prospect said before it; a short yes or no is read against it.
    Returns:
        The acts, possibly none. Silence, gibberish and another language come alone.
    """
    line = plain(text)
    odd = odd_acts(text, line)
    if not odd.isdisjoint(_STANDS_ALONE):
        return odd
    acts = set(rule_book(*ACT_RULES).acts_in(line) | odd)
    acts |= _answers(line, previous)
    if extract_given_name(text, line) is not None:
        acts.add(Act.GIVES_NAME)
    if extract_company(text, line) is not None:
        acts.add(Act.GIVES_COMPANY)
    return frozenset(_settle(acts, line))


def _answers(line: str, previous: str | None) -> set[Act]:
    """A yes or no. Without a question before it, "yeah" is a sign of listening and "no" an opener."""
    may_be_no = not _NO_WORDS.isdisjoint(keys_of_line(line))
    asked = previous is not None and _ASKED.search(previous) is not None
    if may_be_no and (_NO.search(line) if previous is not None else _NO_ALONE.search(line)):
        if _NO_IDIOM.search(line) or (previous is not None and not asked):
            return set()
        return {Act.NO}
    if asked and _YES.search(line):
        return {Act.YES}
    if previous is None and _YES_HARD.search(line):
        return {Act.YES}
    return set()


def _settle(acts: set[Act], line: str) -> set[Act]:
    """What one act says about another."""
    if Act.NEXT_STEP in acts and _WHEN.search(line):
        acts.add(Act.NEXT_STEP_CONCRETE)
    if Act.RIGHT_PERSON in acts and Act.WHO_AM_I_TALKING_TO in acts:
        acts.discard(Act.WHO_AM_I_TALKING_TO)
    if Act.FLATTERY in acts:
        acts.discard(Act.COMPLIMENT)
    if Act.HONOURS_REMOVAL in acts:
        acts -= {Act.NEXT_STEP, Act.NEXT_STEP_CONCRETE, Act.PITCH}
    if Act.AGENDA in acts:
        acts -= {Act.NEXT_STEP, Act.NEXT_STEP_CONCRETE, Act.PITCH}
    if Act.JARGON in acts and _OWN_OFFER.search(line):
        acts.add(Act.PITCH)
    if Act.COMMAND in acts:
        acts -= {Act.PRICE, Act.PRESSURE, Act.NEXT_STEP}
    return acts
