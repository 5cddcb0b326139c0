"""Write the keys of the act rules: for each phrase, words or pairs of which one is in any line that the phrase can match.

    python scripts/fill_act_keys.py [--check]

A phrase is tried only on lines that hold one of its keys, which saves most of the time. Two words that stand side by side
("so_much") are a key too: each is in every other line, the two together are in few. A key that is missing would silence a
phrase, so they are worked out from the phrases, not kept by hand. Run it after every change of
simulator/reading/data/acts_*.toml; with --check it only says whether act_keys.json is up to date.
"""

from __future__ import annotations

import argparse
import itertools
import json
import re
import sys
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from re import _constants as codes  # type: ignore[attr-defined]  # the only reader of a pattern's structure
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from simulator.reading import keyed as question_keyed
from simulator.reading import question_aspects, question_rules, question_signs, spin  # noqa: F401 - their patterns
from simulator.reading.acts_rules import expand_phrase
from simulator.reading.line_keys import ALWAYS, PAIR
from simulator.reading.sentence_cues import AT_START, PHRASES
from simulator.reading.stems import rarity, stem

DATA = Path(__file__).resolve().parent.parent / "simulator" / "reading" / "data"
MOST_EXPANSIONS = 4000
MOST_SETS = 3
#: the rarer word of a pair stands in so many more lines than the pair does
PAIR_SHARE = 0.2

_BOUNDARY = (codes.AT, codes.AT_BOUNDARY)
Item = (
    frozenset[str] | None
)  # the strings that a piece of a pattern can be; None where there is no end of them


def _strings(node: Any) -> Item:
    """Every string that one node of a parsed pattern can match."""
    code, value = node
    if code is codes.LITERAL:
        return frozenset((chr(value),))
    if code is codes.SUBPATTERN:
        return _product([_strings(child) for child in value[3]])
    if code is codes.BRANCH:
        options = [_product([_strings(child) for child in option]) for option in value[1]]
        return None if any(option is None for option in options) else frozenset().union(*options)  # type: ignore[arg-type]
    if code is codes.MAX_REPEAT and value[0:2] == (0, 1):
        inner = _product([_strings(child) for child in value[2]])
        return None if inner is None else inner | {""}
    if code in (codes.ASSERT_NOT, codes.ASSERT, codes.AT):
        return frozenset(("",))
    if code is codes.IN and all(kind is codes.LITERAL for kind, _ in value):
        return frozenset(chr(letter) for _, letter in value)
    return None


def _product(items: list[Item]) -> Item:
    strings = frozenset(("",))
    for item in items:
        if item is None or len(strings) * len(item) > MOST_EXPANSIONS:
            return None
        strings = frozenset(left + right for left in strings for right in item)
    return strings


def required_words(phrase: str) -> list[frozenset[str]]:
    """Sets of words and pairs, each with one in every match of a phrase; the most telling first, none where none is sure."""
    nodes = _without_edges(_unwrapped(list(parser.parse(phrase))))
    if len(nodes) == 1 and nodes[0][0] is codes.BRANCH:
        return _of_options(nodes[0][1][1])
    return _required(nodes)


def _unwrapped(nodes: list[Any]) -> list[Any]:
    while len(nodes) == 1 and nodes[0][0] is codes.SUBPATTERN:
        nodes = list(nodes[0][1][3])
    return nodes


def _without_edges(nodes: list[Any]) -> list[Any]:
    """The nodes without what only says that words begin and end there: most patterns stand between two boundaries."""
    edges = (codes.AT, codes.ASSERT, codes.ASSERT_NOT)
    while nodes and nodes[0] == _BOUNDARY:
        nodes = nodes[1:]
    while nodes and nodes[-1][0] in edges and _ends_at(nodes[-1]):
        nodes = nodes[:-1]
    return _unwrapped(nodes)


def _ends_at(node: Any) -> bool:
    """Whether a zero-width node stands only behind a whole word: a boundary, or a look for a blank or the end."""
    return bool(node == _BOUNDARY or node in _BEHIND_A_WORD)


def _of_options(options: list[Any]) -> list[frozenset[str]]:
    each = [_required(_unwrapped(list(option))) for option in options]
    return [frozenset().union(*(found[0] for found in each))] if all(each) else []


def _required(nodes: list[Any]) -> list[frozenset[str]]:
    if len(nodes) == 1 and nodes[0][0] is codes.BRANCH:
        return _of_options(nodes[0][1][1])
    items = [_strings(node) for node in nodes]
    candidates: list[tuple[float, frozenset[str], int, int]] = []
    for first, last in itertools.combinations(range(len(items) + 1), 2):
        strings = _product(items[first:last])
        words = (
            None
            if strings is None
            else _one_each(strings, _starts_a_word(nodes, first), _ends_a_word(nodes, last))
        )
        if words is None and last == first + 1 and _stands_free(nodes, first):
            inner = _required(_unwrapped([nodes[first]])) if nodes[first][0] is codes.SUBPATTERN else []
            words = inner[0] if inner else None
        if words:
            candidates.append((_shares(words), words, first, last))
    chosen: list[tuple[frozenset[str], int, int]] = []
    for _, words, first, last in sorted(
        candidates, key=lambda candidate: (candidate[0], candidate[2], candidate[3])
    ):
        if len(chosen) < MOST_SETS and all(
            last <= other_first or first >= other_last for _, other_first, other_last in chosen
        ):
            chosen.append((words, first, last))
    return [words for words, _, _ in chosen]


def _shares(keys: frozenset[str]) -> float:
    in_order = sorted(keys)  # the sum of floats must not hang on the order of a set
    return sum(map(_share_of_lines, in_order))


@cache
def _share_of_lines(key: str) -> float:
    """Roughly how many everyday lines hold a word or a pair; see `simulator.reading.stems.rarity`."""
    words = key.split(PAIR)
    rarest = max(rarity(stem(word)) for word in words)
    return float(8000.0**-rarest * (PAIR_SHARE if len(words) > 1 else 1.0))


def _stands_free(nodes: list[Any], index: int) -> bool:
    """Whether a node has a space, or the end of the pattern, at both sides."""
    space = (codes.LITERAL, ord(" "))
    before = index == 0 or nodes[index - 1] == space
    return before and (
        index + 1 == len(nodes) or nodes[index + 1] == space or _starts_with_space(nodes[index + 1])
    )


def _starts_with_space(node: Any) -> bool:
    """Whether an optional group begins with a space wherever it is there at all."""
    if node[0] is not codes.MAX_REPEAT:
        return False
    inner = _unwrapped(list(node[1][2]))
    return bool(inner) and inner[0] == (codes.LITERAL, ord(" "))


def _starts_a_word(nodes: list[Any], index: int) -> bool:
    """Whether what stands from a node on begins a word, whatever the optional nodes before it match."""
    for node in reversed(nodes[:index]):
        if node in ((codes.LITERAL, ord(" ")), _BOUNDARY):
            return True
        if node[0] not in (codes.ASSERT_NOT, codes.ASSERT, codes.AT) and not _ends_with_space([node]):
            return False
        if node[0] is codes.MAX_REPEAT and node[1][0] > 0:
            return True
    return True


def _ends_with_space(nodes: list[Any]) -> bool:
    """Whether nodes end with a space wherever they match anything at all."""
    nodes = _unwrapped(nodes)
    if not nodes:
        return False
    code, value = nodes[-1]
    if code is codes.BRANCH:
        return all(_ends_with_space(list(option)) for option in value[1])
    if code is codes.MAX_REPEAT and (len(nodes) == 1 or value[0] > 0):
        return _ends_with_space(list(value[2]))
    if code is codes.SUBPATTERN:
        return _ends_with_space(list(value[3]))
    return bool((code, value) == (codes.LITERAL, ord(" ")))


def _ends_a_word(nodes: list[Any], index: int) -> bool:
    """Whether what stands before a node ends a word, whatever the optional nodes from there on match."""
    for node in nodes[index:]:
        if node in ((codes.LITERAL, ord(" ")), _BOUNDARY) or _is_mark(node):
            return True
        if node[0] not in (codes.ASSERT_NOT, codes.ASSERT, codes.AT) and not _starts_with_space(node):
            return False
        if node[0] is codes.MAX_REPEAT and node[1][0] > 0:
            return True
    return True


def _is_mark(node: Any) -> bool:
    """Whether a node is a bar or a question mark: in a plain line they stand alone."""
    code, value = node
    letters = (
        [value] if code is codes.LITERAL else [letter for _, letter in value] if code is codes.IN else []
    )
    return bool(letters) and all(letter in (ord("|"), ord("?")) for letter in letters)


def _one_each(strings: frozenset[str], at_start: bool, at_end: bool) -> frozenset[str] | None:
    """Words or pairs of which each of the strings holds one, of the two whichever stand in fewer lines."""
    words: list[list[str]] = []
    pairs: list[list[str]] = []
    for string in strings:
        parts = string.split(" ")
        whole = parts[(0 if at_start else 1) : (len(parts) if at_end else len(parts) - 1)]
        words.append([part for part in whole if _is_word(part)])
        side_by_side = [
            left + PAIR + right
            for left, right in itertools.pairwise(whole)
            if _is_word(left) and _is_word(right)
        ]
        pairs.append([*side_by_side, *words[-1]])
    if not all(words):
        return None
    return min(_chosen(words), _chosen(pairs), key=_shares)


@cache
def _is_word(part: str) -> bool:
    return re.fullmatch(r"[^\W_]+|[£€$%]", part) is not None


def _chosen(options: list[list[str]]) -> frozenset[str]:
    """One key of each list, the one in fewest lines where none of the list is chosen already."""
    chosen: set[str] = set()
    for keys in sorted(options, key=lambda keys: (len(keys), keys)):
        if chosen.isdisjoint(keys):
            chosen.add(min(keys, key=lambda key: (_share_of_lines(key), key)))
    return frozenset(chosen)


#: the look for a blank or the end behind a word
_BEHIND_A_WORD = [next(iter(parser.parse("(?= |$)")))]


def may_begin(pattern: str, word: str) -> bool:
    """Whether a pattern can match where a word stands, whatever comes behind it; rather yes than no."""
    return bool(_reached(list(parser.parse(pattern)), f"{word} ", {0}))


def _reached(nodes: Iterable[Any], text: str, places: set[int]) -> set[int]:
    """Where in a text a match of some nodes can end; beyond its end everything matches."""
    for node in nodes:
        places = {after for place in places for after in _after(node, text, place)}
    return places


def _after(node: Any, text: str, place: int) -> set[int]:
    code, value = node
    if place >= len(text) or code in (codes.AT, codes.ASSERT, codes.ASSERT_NOT):
        return {place}
    if code is codes.LITERAL:
        return {place + 1} if text[place] == chr(value) else set()
    if code is codes.IN and all(kind is codes.LITERAL for kind, _ in value):
        return {place + 1} if ord(text[place]) in {letter for _, letter in value} else set()
    if code is codes.IN and value == [(codes.CATEGORY, codes.CATEGORY_WORD)]:
        return {place + 1} if text[place] != " " else set()
    if code is codes.SUBPATTERN:
        return _reached(value[3], text, {place})
    if code is codes.BRANCH:
        return {after for option in value[1] for after in _reached(option, text, {place})}
    if code in (codes.MAX_REPEAT, codes.MIN_REPEAT):
        found = _reached(value[2], text, {place})
        while not (more := _reached(value[2], text, found)) <= found:
            found |= more
        return found | ({place} if value[0] == 0 else set())
    return {place + 1}


def keys_of(phrase: str, macros: dict[str, str]) -> str:
    """The sets of keys of a phrase as they are written."""
    return _written(required_words(expand_phrase(phrase.removeprefix("< "), macros)))


def _written(sets: list[frozenset[str]]) -> str:
    """Keys set apart by spaces, sets by a bar."""
    return " | ".join(" ".join(sorted(words)) for words in sets) or ALWAYS


def act_keys() -> dict[str, dict[str, list[str]]]:
    """File name → act → the keys of each of its phrases, in order."""
    keys: dict[str, dict[str, list[str]]] = {}
    for path in sorted(DATA.glob("acts_*.toml")):
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        macros = content.get("macros", {})
        keys[path.name] = {
            entry["act"]: [keys_of(phrase, macros) for phrase in entry["phrases"]]
            for entry in content["rule"]
        }
    return keys


def cue_keys() -> dict[str, dict[str, str]]:
    """What the cues are for → cue → the keys of all its phrases together."""
    pressure = tomllib.loads((DATA / "pressure_cues.toml").read_text(encoding="utf-8"))
    sentence = {name: phrases for name, phrases in PHRASES.items() if name not in AT_START}
    return {
        reader: {
            name: _written(required_words("|".join(f"(?:{phrase})" for phrase in phrases)))
            for name, phrases in cues.items()
        }
        for reader, cues in (("pressure", pressure), ("sentence", sentence))
    }


def question_keys() -> dict[str, Any]:
    """The keys of the patterns that are searched for in questions, and which rules can match from each first word on."""
    first = sorted(question_rules.FIRST_WORDS)
    lead = question_rules.LEAD.pattern
    return {
        "patterns": {
            name: _written(required_words(pattern))
            for name, pattern in sorted(question_keyed.all_patterns().items())
        },
        "lead": " ".join(word for word in sorted(set(re.findall("[a-z]+", lead))) if may_begin(lead, word)),
        "rules": {
            word: [
                [place for place, rule in enumerate(rules) if may_begin(rule.pattern.pattern, word)]
                for rules in (question_rules.EXCLUDED, question_rules.RULES)
            ]
            for word in first
        },
    }


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--check", action="store_true")
    keys = {"act_keys.json": act_keys(), "cue_keys.json": cue_keys(), "question_keys.json": question_keys()}
    if arguments.parse_args().check:
        stored = {name: json.loads((DATA / name).read_text(encoding="utf-8")) for name in keys}
        if stored != keys:
            sys.exit("the keys are out of date: run scripts/fill_act_keys.py")
        return
    for name, content in keys.items():
        (DATA / name).write_text(json.dumps(content, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    for name, acts in keys["act_keys.json"].items():
        unsure = {act: found.count(ALWAYS) for act, found in acts.items() if ALWAYS in found}
        print(f"{name}: {sum(map(len, acts.values()))} phrases; always tried: {unsure}")
    for name, cues in {**keys["cue_keys.json"], "questions": keys["question_keys.json"]["patterns"]}.items():
        print(
            f"{name}: {len(cues)} cues; always tried: {[cue for cue, told in cues.items() if told == ALWAYS]}"
        )


if __name__ == "__main__":
    main()
