"""Whether an authored line can be the answer to a question of a certain type."""

from __future__ import annotations

import re
from collections.abc import Sequence

from simulator.domain.lines import Line
from simulator.domain.reading import AnswerType

_NUMBER = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty"
    r"|seventy|eighty|ninety|hundreds?|thousands?|dozens?|half|couple|a few|none|most|several|only one"
    r"|just (?:the )?one"
    r"|one (?:or two|in|a|of each)|about one|a quarter|a third)\b",
    re.IGNORECASE,
)
_SPAN = re.compile(
    r"\b(?:seconds?|minutes?|hours?|days?|weeks?|fortnight|months?|years?|decades?|half an hour|all (?:day"
    r"|morning|night)"
    r"|since|always|as long as|a while|long|quick|till|until)\b",
    re.IGNORECASE,
)
_FREQUENCY = re.compile(
    r"\b(?:every|each|once|twice|times?|daily|weekly|monthly|always|never|often|seldom|rarely|now and then"
    r"|sometimes|mostly"
    r"|most (?:days|weeks)|a (?:day|week|month|year|fortnight)|in (?:two|three|four|five|ten)|hardly|mondays?"
    r"|fridays?|days)\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\d|\b(o'clock|morning|noon|afternoon|evening|night|today|yesterday|tomorrow|day|days|week|weeks|weekend|month"
    r"|months|year|years|spring|summer|autumn|winter|season|january|february|march|april|may|june|july|august"
    r"|september|october|november|december|(mon|tues|wednes|thurs|fri|satur|sun)days?|christmas|easter|always|never"
    r"|since|ago|before|after|when|last|early|late|hour|hours|minute|minutes|now|five|six|four)\b",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"\bI\b|\b(?:it's|it is|it was|only|just|by|to|with|and|is|was) me\b|\bmyself\b|\b(?:nobody|no one|everyone"
    r"|everybody|someone|he|she|mother|father|dad|mum|wife|husband|son|daughter|brother|sister|cousin|boss|owner"
    r"|partners?|drivers?|lads?|girls?|office|staff|vets?|nurses?|engineers?|accountant)\b|(?<=[a-z,] )[A-Z][a-z]+"
)
_PLACE = re.compile(
    r"\b(in|at|on|by|near|from|between|along|round|behind|next|up|down|outside|inside)\b", re.IGNORECASE
)

_SIGNS = {
    AnswerType.HOW_MANY: _NUMBER,
    AnswerType.HOW_MUCH: _NUMBER,
    AnswerType.HOW_LONG: _SPAN,
    AnswerType.HOW_OFTEN: _FREQUENCY,
    AnswerType.WHEN: _TIME,
    AnswerType.WHO: _PERSON,
    AnswerType.WHERE: _PLACE,
}


def fits(line: Line, answer_type: AnswerType) -> bool:
    """Whether the line can answer a question that wants ``answer_type`` back.

    The author's own ``asked`` decides where it is given; else a sign of the type has to be in the words: a number for
    how many, a person for who, a time for when. Every line can answer the types that have no sign.
    """
    if line.asked:
        return answer_type in line.asked
    return answers(line.say, answer_type)


def answers(words: str, answer_type: AnswerType) -> bool:
    """Whether the words have a sign of what a question of that type wants back; every word has one of a type without."""
    sign = _SIGNS.get(answer_type)
    return sign is None or bool(sign.search(words))


_SENTENCES = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
#: shorter than this, a first sentence only leads up to the answer: "No. It's …", "I do."
_FEWEST_WORDS = 3


def in_brief(words: str, answer_type: AnswerType) -> str:
    """As few sentences from the front of a line as still answer a question of that type."""
    sentences = _SENTENCES.split(words)
    for last in range(1, len(sentences)):
        front = " ".join(sentences[:last])
        if len(front.split()) >= _FEWEST_WORDS and answers(front, answer_type):
            return front
    return words


def brevity(words: str, answer_type: AnswerType) -> tuple[bool, int]:
    """For comparing lines: the shorter in brief the less, but what cannot stand by itself ("Three of them.") the most."""
    length = len(in_brief(words, answer_type).split())
    return length <= _FEWEST_WORDS, length


#: types of question that a number answers
COUNTED = frozenset({AnswerType.HOW_MANY, AnswerType.HOW_MUCH, AnswerType.HOW_OFTEN})
#: what is left undone, or goes wrong: its number is another than that of all
_LEFT_OUT = re.compile(
    r"\b(?:nobody|no one|none of|never|not|cannot|can't|without|miss(?:ed|es|ing)?|los[et]s?|losing|unanswered"
    r"|unpaid|unsold|give up|gives up|gave up"
    r"|hang up|hung up|abandon(?:ed)?|fail(?:s|ed)?|drop(?:ped)? off|turn(?:ed)? away|go(?:es)? wrong|went wrong"
    r"|cancel(?:led)?|complain(?:ed|ts?)?|too late)\b"
    r"|n['’]t\b",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"\b(?:(?:a|an|per|each|every|in a|in an|in the|one) (hour|day|morning|week|month|year)|(dai|week|month"
    r"|year)ly)\b",
    re.IGNORECASE,
)
_ANY_UNIT = re.compile(
    r"\b(?:hour|day|morning|week|month|year|night|monday|friday|weekend|winter|summer)s?\b", re.IGNORECASE
)


def counts_that(question: str, asked_by: Sequence[str], says: Sequence[str]) -> bool:
    """Whether a number that a topic has is the one that a question wants.

    Args:
        question: the rep's line.
        asked_by: the wordings by which the topic is asked for.
        says: what can be said on it.
    Returns:
        False where the question is about what is missed, lost or left undone, and the topic is not; or where it is about
        another stretch of time than the topic, and what is said names none.
    """
    wordings = " | ".join(asked_by)
    if _LEFT_OUT.search(_POLITE_NOT.sub(" ", question)) and not _LEFT_OUT.search(
        f"{wordings} | {' | '.join(says)}"
    ):
        return False
    wanted, usual = _units(question), _units(wordings)
    if not wanted or not usual or wanted & usual:
        return True
    return all(_ANY_UNIT.search(line) for line in says)


#: "if you don't mind me asking" leaves nothing out
_POLITE_NOT = re.compile(
    r"\b(?:if|hope|do|would) you (?:don't|do not|wouldn't) mind\b|\bwhy not\b|\bcan't you\b|\bisn't it\b"
    r"|\b(?:don't|aren't|haven't|isn't|doesn't) (?:you|they|it)\b",
    re.IGNORECASE,
)


def _units(text: str) -> frozenset[str]:
    return frozenset(
        {"dai": "day", "morning": "day"}.get(found.lower(), found.lower())
        for pair in _UNIT.findall(text)
        for found in pair
        if found
    )
