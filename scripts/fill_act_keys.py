"""Write the keys of the act rules: for each phrase, words of which one is in any line that the phrase can match.

    python scripts/fill_act_keys.py [--check]

A phrase is tried only on lines that hold one of its keys, which saves most of the time. A key that is missing would
silence a phrase, so they are worked out from the phrases, not kept by hand. Run it after every change of
simulator/reading/data/acts_*.toml; with --check it only says whether act_keys.json is up to date.
"""

from __future__ import annotations

import argparse
import itertools
import json
import re
import sys
import tomllib
from pathlib import Path
from re import _constants as codes  # type: ignore[attr-defined]  # the only reader of a pattern's structure
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from simulator.reading.acts_rules import ALWAYS, expand_phrase
from simulator.reading.stems import rarity, stem

DATA = Path(__file__).resolve().parent.parent / "simulator" / "reading" / "data"
MOST_EXPANSIONS = 4000
MOST_SETS = 3

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
    """Sets of words, each of which has one in every match of a phrase; the most telling set first, none where none is sure."""
    nodes = _unwrapped(list(parser.parse(phrase)))
    if len(nodes) == 1 and nodes[0][0] is codes.BRANCH:
        return _of_options(nodes[0][1][1])
    return _required(nodes)


def _unwrapped(nodes: list[Any]) -> list[Any]:
    while len(nodes) == 1 and nodes[0][0] is codes.SUBPATTERN:
        nodes = list(nodes[0][1][3])
    return nodes


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
        words = None if strings is None else _one_word_each(strings, first == 0, last == len(items))
        if words is None and last == first + 1 and _stands_free(nodes, first):
            inner = _required(_unwrapped([nodes[first]])) if nodes[first][0] is codes.SUBPATTERN else []
            words = inner[0] if inner else None
        if words:
            candidates.append((sum(_share_of_lines(word) for word in words), words, first, last))
    chosen: list[tuple[frozenset[str], int, int]] = []
    for _, words, first, last in sorted(
        candidates, key=lambda candidate: (candidate[0], candidate[2], candidate[3])
    ):
        if len(chosen) < MOST_SETS and all(
            last <= other_first or first >= other_last for _, other_first, other_last in chosen
        ):
            chosen.append((words, first, last))
    return [words for words, _, _ in chosen]


def _share_of_lines(word: str) -> float:
    """Roughly how many everyday lines hold a word; see `simulator.reading.stems.rarity`."""
    return 8000.0 ** -rarity(stem(word))


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


def _one_word_each(strings: frozenset[str], at_start: bool, at_end: bool) -> frozenset[str] | None:
    chosen: set[str] = set()
    options: list[list[str]] = []
    for string in strings:
        parts = string.split(" ")
        whole = parts[(0 if at_start else 1) : (len(parts) if at_end else len(parts) - 1)]
        words = [part for part in whole if re.fullmatch(r"[^\W_]+|[£€$%]", part)]
        if not words:
            return None
        options.append(words)
    for words in sorted(options, key=lambda words: (len(words), words)):
        if chosen.isdisjoint(words):
            chosen.add(max(words, key=lambda word: (rarity(stem(word)), word)))
    return frozenset(chosen)


def keys_of(phrase: str, macros: dict[str, str]) -> str:
    """The sets of words of a phrase as they are written: words set apart by spaces, sets by a bar."""
    sets = required_words(expand_phrase(phrase.removeprefix("< "), macros))
    return " | ".join(" ".join(sorted(words)) for words in sets) or ALWAYS


def all_keys() -> dict[str, dict[str, list[str]]]:
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


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--check", action="store_true")
    target = DATA / "act_keys.json"
    keys = all_keys()
    if arguments.parse_args().check:
        if json.loads(target.read_text(encoding="utf-8")) != keys:
            sys.exit("the keys are out of date: run scripts/fill_act_keys.py")
        return
    target.write_text(json.dumps(keys, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    for name, acts in keys.items():
        unsure = {act: found.count(ALWAYS) for act, found in acts.items() if ALWAYS in found}
        print(f"{name}: {sum(map(len, acts.values()))} phrases; always tried: {unsure}")


if __name__ == "__main__":
    main()
