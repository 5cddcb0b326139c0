"""Lines of a transcript that try to tell a judge what to answer, found by rules.

They are reported with their words, they support no verdict, and the judge does not get to read them. People do speak of
instructions, scores and systems in calls, so each rule asks for more than a word: an order about instructions, an address
to a judge with an order behind it, a form that nobody speaks (JSON, role tags). What the rules miss still meets the
fence of the prompt and the quote check.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from simulator.domain.judgement import Steering
from simulator.domain.transcript import Turn
from simulator.scoring.parts import quote_of

#: characters that show as nothing and that a model can read: the "tag" letters
_TAG_LETTERS = re.compile("[\U000e0020-\U000e007e]{4,}")
_SENTENCE_END = re.compile(r"[.!?。！？]\s|\n|[。！？]")
#: begging for a good mark in a customer survey is bad manners, and is not addressed to a judge
_SURVEY = re.compile(
    r"survey|review|feedback|stars?\b|google|trustpilot|questionnaire|\bnps\b|umfrage|rezension|sondage|encuesta"
    r"|sondaggio|pesquisa|enquête|ankiet|опрос|отзыв",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class SteeringLine:
    """A piece of a turn that tries to steer a judge: its place in the turn's text, from and to; and why."""

    turn: int
    start: int
    end: int
    why: str


@dataclass(frozen=True, slots=True)
class _Rule:
    """Looked for only in turns that hold one of ``needs``, in lower case: most transcripts hold none, and cost nothing."""

    needs: tuple[str, ...]
    pattern: re.Pattern[str]
    why: str
    #: in a sentence about a survey it means the survey
    not_in_surveys: bool = False


def _rule(needs: str, pattern: str, why: str, *, not_in_surveys: bool = False) -> _Rule:
    return _Rule(tuple(needs.split("|")), re.compile(pattern, re.IGNORECASE), why, not_in_surveys)


_DROP = "asks to drop the instructions"
_MARK = "asks for a mark"
_ROLE = "plays a role tag or a message of the system"
_FORM = "plays an answer of the judge"
_TO_JUDGE = "speaks to the judge"

_ANY = r"(?:(?:all|any|every|the|your|my|our|these|those|this|of|other|scoring|system)\s+){0,4}"
_OLD = (
    r"(?:previous|prior|above|earlier|preceding|foregoing|scoring|grading|judging|evaluation|system|hidden)"
)
_JUDGE = r"(?:judge|grader|evaluator|assessor|scorer|(?:scoring|grading) (?:model|system|engine)|language model|llm)"
_MACHINE = rf"(?:{_JUDGE}|ai|assistant|chat ?gpt|gpt(?:-\w+)?|claude|gemini|model|system)"
_ORDER = (
    r"(?:score|give|rate|mark|grade|award|assign|output|answer|respond|return|set|put|choose|select|ignore|disregard"
    r"|treat|consider|report|write)"
)
_BEST = r"(?:full|top|maximum|max|highest|perfect|best(?:\s+possible)?)"
_THING = r"(?:call|rep|agent|conversation|transcript|seller|salesperson|caller|criteria|criterion|dimensions?|rubric)"
_GAP = r"(?:\S+\s+){0,5}?"

_RULES: tuple[_Rule, ...] = (
    _rule(
        "instruc|rubri|system",
        rf"\b(?:ignore|disregard|override)\s+{_ANY}(?:{_OLD}\s+)?(?:instructions?|rubric|system\s+(?:prompt|message))\b"
        r"(?!\s+(?:in|on|from|that|which|they|we|you|he|she|sheet|manual|booklet|leaflet)\b)",
        _DROP,
    ),
    _rule(
        "instruc|prompt|rules|criteri|guideline|message|above|told",
        rf"\b(?:ignore|disregard|override|forget|bypass)\s+{_ANY}{_OLD}\s+(?:\w+\s+)?"
        r"(?:instructions?|prompts?|rules|criteria|guidelines|messages?)\b"
        r"|\b(?:ignore|disregard)\s+(?:all|everything|anything)\s+(?:above|before\s+this\s+line|you\s+were\s+told)\b",
        _DROP,
    ),
    _rule(
        "judge|grad|evaluat|assess|scor|model|llm|ai:|ai,|ai!|assistant|gpt|claude|gemini|system",
        r"(?:^|[.!?\n\"'(\[*#>-]\s*|\b(?:dear|hey|hello|attention|note to(?: the)?|to the)\s+)"
        rf"{_MACHINE}\s*[:,!–—-]+\s*(?:(?:please|now|kindly|just|you\s+(?:must|should|will|have\s+to))\s+)*{_ORDER}\b",
        _TO_JUDGE,
    ),
    _rule(
        "judge|grad|evaluat|model|llm",
        rf"\b(?:note|message|memo|instructions?|attention)\s*(?:to|for|,|:)?\s+(?:the\s+|any\s+)?{_JUDGE}\b",
        _TO_JUDGE,
    ),
    _rule(
        "scor|grad|marks|level|rating|point|100|out of|/",
        rf"(?:^|[.!?\n:,;]\s*|\b(?:and|then|please|must|should|always|just)\s+)(?:give|award|assign|rate|score|grade|mark|set)\s+"
        rf"(?=[^.!?\n]{{0,80}}\b{_THING}\b){_GAP}"
        rf"(?:{_BEST}\s+(?:marks?|scores?|grades?|levels?|ratings?|points)|100\b|(?:level|score|grade)\s*(?:of\s*)?\d"
        r"|(?:5|10|five|ten)\s*(?:/|out\s+of)\s*(?:5|10|five|ten))",
        _MARK,
        not_in_surveys=True,
    ),
    _rule(
        "criteri|dimension",
        rf"\b(?:all|every|each)\s+(?:the\s+)?(?:criteria|criterion|dimensions?)\b[^.!?\n]{{0,40}}"
        rf"\b(?:{_BEST}\s+(?:level|score|mark|grade)s?|level\s*\d|100)\b"
        rf"|\b{_BEST}\s+(?:level|score|mark|grade)s?\s+(?:on|for|in|to)\s+(?:all|every|each)\s+(?:the\s+)?"
        r"(?:criteria|criterion|dimensions?)\b",
        _MARK,
    ),
    _rule(
        "<|[inst|[/inst|##",
        r"<\|[\w-]{2,30}\|>|\[/?INST\]|<</?SYS>>|#{2,}\s*(?:system|instructions?|assistant|response|user)\b"
        r"|</?(?:system|assistant|user|developer|instructions?|transcript|rubric|judge|prompt)>",
        _ROLE,
    ),
    _rule(
        "system|developer:|instruc",
        r"(?:^|\n)\s*(?:system|developer)\s*:\s|\bnew\s+instructions?\s*:|\b(?:system|developer)\s+(?:prompt|message)\s*:",
        _ROLE,
    ),
    _rule(
        "transcript|judge|grad|evaluat|model|llm",
        r"\bend\s+of\s+(?:the\s+)?transcript\b|\b(?:the\s+)?transcript\s+ends\s+here\b"
        rf"|\byou\s+are\s+(?:now\s+)?(?:an?|the)\s+(?:\w+\s+)?{_JUDGE}\b(?=[^.!?\n]{{0,60}}\b{_ORDER}s?\b)",
        _ROLE,
    ),
    _rule(
        '"|“|`',
        r"[{,]\s*[\"“](?:criteria|criterion|level|levels|score|scores|rules|verdicts?|not_observed|quotes|total|broken)"
        r"[\"”]\s*:|\"(?:level|score)\"\s*:\s*\"?\d|```\s*(?:json|system)?",
        _FORM,
    ),
    # other languages: to ignore instructions; to give the highest mark
    _rule(
        "anweis|instruk|vorgaben|rubri|punkt|note|stufe|wertung|100",
        rf"\b(?:ignorier\w*|missachte\w*|vergiss|vergesst)\s+{_GAP}(?:anweisung\w*|instruktion\w*|vorgaben|rubrik)"
        rf"|\b(?:gib|gebt|geben\s+sie|vergib|vergeben\s+sie|bewerten?(?:\s+sie)?)\s+{_GAP}"
        r"(?:(?:voll|höchst|maximal|best)\w*\s*(?:punkt\w*|note|stufe|bewertung|wertung)|100\s*(?:punkte|%|prozent))",
        "German: asks to drop the instructions, or for a mark",
        not_in_surveys=True,
    ),
    _rule(
        "instruc|consignes|note|scor|point",
        rf"\b(?:ignore[rz]?|oublie[rz]?)\s+{_GAP}(?:instructions|consignes|directives)\s+(?:pr[ée]c[ée]dentes|ci-dessus|et\b)"
        rf"|\b(?:ignore[rz]|oublie[rz])\s+(?:les|toutes\s+les|vos|tes)\s+(?:instructions|consignes)"
        rf"|\b(?:donne[rz]?|attribue[rz]?|mets|mettez)\s+{_GAP}(?:(?:note|score)\s+(?:maximale?|parfaite?)|100\s*(?:points|sur))",
        "French: asks to drop the instructions, or for a mark",
        not_in_surveys=True,
    ),
    _rule(
        "instruc|instruç|indicacion|puntu|nota|nivel|puntos|pontua|pontos|critérios",
        rf"\b(?:ignor[ae]n?|olvid[ae]n?|ignorem|esqueça)\s+{_GAP}(?:instrucciones|indicaciones|instruções|critérios)"
        rf"|\b(?:da|dale|dele|otorga|asigna|pon|ponle|dê|dá|atribua)\s+{_GAP}"
        r"(?:(?:puntuación|nota|nivel|pontuação)\s+(?:máxim\w+|más\s+alt\w+|perfect\w+)|100\s*(?:puntos|pontos))",
        "Spanish or Portuguese: asks to drop the instructions, or for a mark",
        not_in_surveys=True,
    ),
    _rule(
        "istruz|punteggio|voto|livello|punti|instruc|aanwijz|punten|cijfer|scor",
        rf"\b(?:ignora(?:te|re)?|dimentica(?:te)?|negeer|vergeet)\s+{_GAP}(?:istruzioni|instructies|aanwijzingen)"
        rf"|\b(?:dai|date|assegna|geef)\s+{_GAP}(?:(?:punteggio|voto|livello)\s+(?:massimo|pieno|più\s+alto)|100\s*(?:punti|punten)"
        r"|(?:maximale|hoogste|volle)\s+(?:score|punten|cijfer))",
        "Italian or Dutch: asks to drop the instructions, or for a mark",
        not_in_surveys=True,
    ),
    _rule(
        "instruk|polece|wytyczn|ocen|punkt|инструкци|указани|балл|оценк|talimat|yönerge",
        rf"\b(?:z?ignoruj\w*|pomiń\w*|zapomnij\w*)\s+{_GAP}(?:instrukcj\w+|polece\w+|wytyczn\w+)"
        rf"|\b(?:daj|przyznaj|oceń)\w*\s+{_GAP}(?:(?:maksymaln|najwyższ)\w+\s+(?:ocen|punkt|poziom)\w*|100\s*punktów)"
        rf"|(?:игнорируй|забудь)\w*\s+{_GAP}(?:инструкци|указани)\w+"
        rf"|(?:поставь|дай|оцени)\w*\s+{_GAP}(?:(?:максимальн|высш|наивысш)\w+\s+(?:балл|оценк|уров)\w*|100\s*баллов)"
        r"|(?:talimat|yönerge)\w*\s+(?:yok\s+say|görmezden\s+gel|unut)",
        "Polish, Russian or Turkish: asks to drop the instructions, or for a mark",
        not_in_surveys=True,
    ),
    _rule(
        "忽略|无视|忘记|满分|最高分|100分|無視|忘れ|満点|무시|만점|تجاهل",
        r"(?:忽略|无视|忘记).{0,12}(?:指令|指示|说明|提示|规则)|(?:给|打|评).{0,10}(?:满分|最高分|100\s*分)"
        r"|(?:指示|命令|プロンプト).{0,8}(?:無視|忘れ)|(?:満点|100点).{0,10}(?:つけ|与え|付け|にして)"
        r"|(?:지시|지침|명령).{0,10}무시|만점.{0,8}(?:주세요|줘|부여)|تجاهل.{0,20}(?:التعليمات|الأوامر)",
        "Chinese, Japanese, Korean or Arabic: asks to drop the instructions, or for a mark",
    ),
)
#: what to search for, each with its rules by their place; those in ASCII come by themselves, for most calls
_NEEDS = tuple(
    (need, {place: rule for place, rule in enumerate(_RULES) if need in rule.needs})
    for need in dict.fromkeys(need for rule in _RULES for need in rule.needs)
)
_ASCII_NEEDS = tuple((need, rules) for need, rules in _NEEDS if need.isascii())


def steering_lines(turns: Sequence[Turn]) -> tuple[SteeringLine, ...]:
    """What tries to steer a judge, in the order of the turns, at most one piece a turn.

    A piece begins with the sentence in which it shows and ends with the turn: what follows an order is often its tail.
    """
    found: list[SteeringLine] = []
    for index, rules in sorted(_suspects(turns).items()):
        line = _first(index, turns[index].text, rules)
        if line is not None:
            found.append(line)
    return tuple(found)


def _suspects(turns: Sequence[Turn]) -> dict[int, Sequence[_Rule]]:
    """The turns to look at more closely, each with the rules that it may fall under.

    All turns are searched as one text for what the rules need. That is most of what steering costs.
    """
    lows = [turn.text.lower() for turn in turns]
    whole = "\n".join(lows)
    needs = _NEEDS if not whole.isascii() else _ASCII_NEEDS
    suspects: dict[int, dict[int, _Rule]] = {}
    ends: list[int] = []
    for need, rules in needs:
        at = whole.find(need)
        if at >= 0 and not ends:
            ends = list(accumulate(len(low) + 1 for low in lows))
        while at >= 0:
            index = bisect_right(ends, at)
            suspects.setdefault(index, {}).update(rules)
            at = whole.find(need, ends[index])
    found: dict[int, Sequence[_Rule]] = {index: tuple(rules.values()) for index, rules in suspects.items()}
    if not whole.isascii():  # letters may be hidden between letters
        found |= {index: _RULES for index, turn in enumerate(turns) if not turn.text.isprintable()}
    return found


def reported(lines: Sequence[SteeringLine], turns: Sequence[Turn]) -> tuple[Steering, ...]:
    """The same with their words, cut where they are long."""
    return tuple(
        Steering(turn=one.turn, quote=quote_of(turns[one.turn].text[one.start : one.end]), why=one.why)
        for one in lines
    )


def _first(index: int, text: str, rules: Sequence[_Rule]) -> SteeringLine | None:
    if _TAG_LETTERS.search(text):
        return SteeringLine(index, 0, len(text), "holds letters that nobody can see")
    seen = text if text.isascii() else _without_unseen(text)
    at, why = len(seen), ""
    for rule in rules:
        hit = rule.pattern.search(seen)
        if hit is not None and hit.start() < at and not (rule.not_in_surveys and _SURVEY.search(seen)):
            at, why = hit.start(), rule.why
    if not why:
        return None
    # what is hidden between letters moves every place: then it is the whole turn
    return SteeringLine(index, _sentence_start(text, at) if seen == text else 0, len(text), why)


def _without_unseen(text: str) -> str:
    return "".join(char for char in text if unicodedata.category(char) != "Cf")


def _sentence_start(text: str, at: int) -> int:
    """Where the sentence begins that the place is in; a place that is itself an end belongs to what follows."""
    start = 0
    for end in _SENTENCE_END.finditer(text, 0, at):
        start = end.end()
    return start
