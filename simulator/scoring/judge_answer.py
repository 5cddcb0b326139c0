"""What a judge answered, held against the rubric and the transcript. Nothing that a model can write raises here."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from simulator.domain.judgement import VerdictState
from simulator.domain.rubric import Criterion, Rubric
from simulator.domain.scorecard import Evidence, Flag
from simulator.errors import EndpointMalformed
from simulator.llm.answers import json_object
from simulator.scoring.judge_prompt import NOT_OBSERVED
from simulator.scoring.parts import quote_of
from simulator.scoring.quotes import Said, Stands

#: quotes that are looked at and kept; a judge is asked for two
_MOST_QUOTES = 6
_KEPT_QUOTES = 3
_LONGEST_REASON = 300
#: of a wrong quote, as it is shown to the judge again
_SHOWN = 100
_LEVEL = re.compile(r"(?:level\s*)?([0-9])", re.IGNORECASE)
_NUMBER = re.compile(r"(?:turn\s*)?\[?([0-9]{1,7})\]?", re.IGNORECASE)
_WITHOUT_OCCASION = frozenset({NOT_OBSERVED, "notobserved", "na", "n/a", "none", "null", ""})


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer to one criterion in one part of one run.

    Attributes:
        level: place in the criterion's levels; only where it counts.
    """

    state: VerdictState
    level: int | None = None
    reason: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclass(slots=True)
class Answers:
    """What is settled of one part in one run, and what is still to be asked for.

    Attributes:
        findings: by criterion; a criterion that is missing was not answered.
        flags: rules that were broken, by rule.
        complaints: what was wrong with the latest answer, by criterion or rule, each a sentence for the judge.
        read: whether any answer could be read at all.
    """

    findings: dict[str, Finding] = field(default_factory=dict)
    flags: dict[str, Flag] = field(default_factory=dict)
    complaints: dict[str, str] = field(default_factory=dict)
    read: bool = False


def take(text: str, answers: Answers, rubric: Rubric, said: Said) -> None:
    """Settle what an answer settles; what cannot be used becomes a complaint.

    Args:
        text: the answer as it came.
        answers: changed in place. Where it has complaints, only those points are looked at.
    Raises:
        EndpointMalformed: the answer is no JSON object with criteria in it.
    """
    given = _object(text)
    criteria = _by_id(given.get("criteria"), "criterion")
    if not criteria:
        raise EndpointMalformed("The answer holds no criteria.", hint="Ask again, or use another model.")
    rules = _by_id(given.get("rules"), "rule")
    asked = set(answers.complaints)
    answers.complaints = {}
    answers.read = True
    for criterion in rubric.criteria:
        if not asked or criterion.id in asked:
            _criterion(criterion, criteria.get(criterion.id), answers, said)
    for rule in rubric.rules:
        entry = rules.get(rule.id)
        if (not asked or rule.id in asked) and entry is not None and entry.get("broken") is True:
            _rule(rule.id, rule.fact, entry, answers, said)


def one_line(text: str, longest: int) -> str:
    """A model's words as one line that can be shown and written: no control characters, no halves of characters."""
    line = " ".join(text[: 4 * longest].split())
    if not line.isprintable():
        line = "".join(char for char in line if char.isprintable())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def _criterion(
    criterion: Criterion, entry: Mapping[str, object] | None, answers: Answers, said: Said
) -> None:
    level = _level(entry.get("level"), len(criterion.levels)) if entry is not None else None
    if entry is None or level is None:
        answers.findings.setdefault(criterion.id, Finding(VerdictState.MISSING))
        most = len(criterion.levels) - 1
        answers.complaints[criterion.id] = (
            f'{criterion.id}: there was no level; it is "0" to "{most}", or "{NOT_OBSERVED}".'
        )
        return
    reason = _reason(entry)
    if level < 0:
        answers.findings[criterion.id] = Finding(VerdictState.NOT_OBSERVED, reason=reason)
        return
    found, wrong = _quotes(entry, said)
    if wrong or not found:
        answers.findings[criterion.id] = Finding(VerdictState.UNSUPPORTED, reason=reason)
        answers.complaints[criterion.id] = f"{criterion.id}: {'; '.join(wrong) or 'there was no quote'}."
        return
    why = reason or one_line(criterion.levels[level].behaviour, _LONGEST_REASON)
    evidence = tuple(Evidence(turn=one.turn, quote=quote_of(one.quote), why=why) for one in found)
    answers.findings[criterion.id] = Finding(VerdictState.COUNTED, level, reason, evidence)


def _rule(rule_id: str, fact: str, entry: Mapping[str, object], answers: Answers, said: Said) -> None:
    found, wrong = _quotes(entry, said)
    spoken = next((one for one in found if said.is_rep(one.turn)), None)
    if wrong or spoken is None:
        answers.complaints[rule_id] = f"{rule_id}: {'; '.join(wrong) or 'there was no quote of the rep'}."
        return
    answers.flags[rule_id] = Flag(kind=rule_id, turn=spoken.turn, quote=quote_of(spoken.quote), fact=fact)


def _quotes(entry: Mapping[str, object], said: Said) -> tuple[list[Stands], list[str]]:
    """The quotes that stand where they are said to, and what is wrong with the others."""
    given = entry.get("quotes", entry.get("quote"))
    pieces = given if isinstance(given, list) else [given]
    found: list[Stands] = []
    wrong: list[str] = []
    for piece in pieces[:_MOST_QUOTES]:
        turn, quote = (piece.get("turn"), piece.get("quote")) if isinstance(piece, dict) else (None, piece)
        if not isinstance(quote, str) or not quote.strip():
            continue
        stands = said.find(_turn(turn), quote)
        if isinstance(stands, str):
            wrong.append(f'the quote "{one_line(quote, _SHOWN)}" {stands}')
        elif stands not in found:
            found.append(stands)
    return found[:_KEPT_QUOTES], wrong


def _object(text: str) -> dict[str, object]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        try:
            value = json.loads(json_object(text))
        except (ValueError, RecursionError):
            value = None
    if not isinstance(value, dict):
        raise EndpointMalformed("The answer is not the JSON object that was asked for.")
    return value


def _by_id(value: object, key: str) -> dict[str, Mapping[str, object]]:
    """Answers by what they answer to; models without a schema make a list of them at times."""
    if isinstance(value, dict):
        return {name: one for name, one in value.items() if isinstance(one, dict)}
    return dict(_listed(value, key)) if isinstance(value, list) else {}


def _listed(value: list[object], key: str) -> Iterator[tuple[str, Mapping[str, object]]]:
    for one in value:
        if isinstance(one, dict):
            name = one.get(key, one.get("id"))
            if isinstance(name, str):
                yield name, one


def _level(value: object, count: int) -> int | None:
    """The place of a level; -1 for no occasion; None where it is none."""
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return int(value) if value in range(count) else None
    if value is not None and not isinstance(value, str):
        return None
    word = "" if value is None else value.strip().strip('"').lower().replace(" ", "_").replace("-", "_")
    if word in _WITHOUT_OCCASION:
        return -1
    match = _LEVEL.fullmatch(word.replace("_", " "))
    return int(match[1]) if match and int(match[1]) < count else None


def _turn(value: object) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() else None
    match = _NUMBER.fullmatch(value.strip()) if isinstance(value, str) else None
    return int(match[1]) if match else None


def _reason(entry: Mapping[str, object]) -> str:
    reason = entry.get("reason")
    return one_line(reason, _LONGEST_REASON) if isinstance(reason, str) else ""
