"""Whether an authored line can be the answer to a question of a certain type."""

from __future__ import annotations

import re

from simulator.domain.lines import Line
from simulator.domain.reading import AnswerType

_NUMBER = re.compile(
    r"\d|\b(one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty"
    r"|seventy|eighty|ninety|hundred|thousand|dozen|half|couple|few|none|most|both|every|all|no|any|several)\b",
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
    AnswerType.HOW_LONG: _TIME,
    AnswerType.HOW_OFTEN: _TIME,
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
