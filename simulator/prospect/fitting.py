"""Whether an authored line can be the answer to a question of a certain type."""

from __future__ import annotations

import re

from simulator.domain.lines import Line
from simulator.domain.reading import AnswerType

_NUMBER = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty"
    r"|seventy|eighty|ninety|hundreds?|thousands?|dozens?|half|couple|a few|none|most|several|only one|just (?:the )?one"
    r"|one (?:or two|in|a|of each)|about one|a quarter|a third)\b",
    re.IGNORECASE,
)
_SPAN = re.compile(
    r"\b(?:seconds?|minutes?|hours?|days?|weeks?|fortnight|months?|years?|decades?|half an hour|all (?:day|morning|night)"
    r"|since|always|as long as|a while|long|quick|till|until)\b",
    re.IGNORECASE,
)
_FREQUENCY = re.compile(
    r"\b(?:every|each|once|twice|times?|daily|weekly|monthly|always|never|often|seldom|rarely|now and then|sometimes|mostly"
    r"|most (?:days|weeks)|a (?:day|week|month|year|fortnight)|in (?:two|three|four|five|ten)|hardly|mondays?|fridays?|days)\b",
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
    sign = _SIGNS.get(answer_type)
    return sign is None or bool(sign.search(line.say))
