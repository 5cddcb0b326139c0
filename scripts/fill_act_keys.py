"""Write the `keys` of every act rule: words of which one is in any line that the rule can match.

    python scripts/fill_act_keys.py [--check]

A rule's pattern is tried only on lines that hold one of its keys, which saves most of the time. A key that is missing
would silence a phrase, so they are worked out from the phrases, not kept by hand. Run it after every change of
simulator/reading/data/acts_*.toml; with --check it only says whether they are up to date.
"""

from __future__ import annotations

import argparse
import itertools
import re
import sys
import tomllib
from pathlib import Path
from re import _constants as codes  # type: ignore[attr-defined]  # the only reader of a pattern's structure
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from simulator.reading.acts_rules import expand_phrase
from simulator.reading.stems import rarity, stem

DATA = Path(__file__).resolve().parent.parent / "simulator" / "reading" / "data"
MOST_EXPANSIONS = 4000
ALWAYS = "*"

Item = frozenset[str] | None  # the strings that a piece of a pattern can be; None where there is no end of them


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


def required_words(phrase: str) -> frozenset[str]:
    """Words of which one is in every match of a phrase, the rarest choice of them; ``*`` where there is none."""
    nodes = list(parser.parse(phrase))
    while len(nodes) == 1 and nodes[0][0] is codes.SUBPATTERN:
        nodes = list(nodes[0][1][3])
    if len(nodes) == 1 and nodes[0][0] is codes.BRANCH:
        return frozenset().union(*(_required(list(option)) for option in nodes[0][1][1]))
    return _required(nodes)


def _required(nodes: list[Any]) -> frozenset[str]:
    items = [_strings(node) for node in nodes]
    best: tuple[float, frozenset[str]] | None = None
    for first, last in itertools.combinations(range(len(items) + 1), 2):
        strings = _product(items[first:last])
        if strings is None:
            continue
        words = _one_word_each(strings, first == 0, last == len(items))
        if words is None:
            continue
        cost = sum(1.02 - rarity(stem(word)) for word in words)
        if best is None or cost < best[0]:
            best = (cost, words)
    if best is None:
        branches = [node for node in nodes if node[0] is codes.SUBPATTERN]
        if len(nodes) == 1 and branches:
            return _required(list(branches[0][1][3]))
        return frozenset((ALWAYS,))
    return best[1]


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
    for words in sorted(options, key=len):
        if chosen.isdisjoint(words):
            chosen.add(max(words, key=lambda word: rarity(stem(word))))
    return frozenset(chosen)


def keys_of(entry: dict[str, Any], macros: dict[str, str]) -> str:
    words: set[str] = set()
    for phrase in entry["phrases"]:
        words |= required_words(expand_phrase(phrase.removeprefix("< "), macros))
    return ALWAYS if ALWAYS in words else " ".join(sorted(words))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--check", action="store_true")
    check = arguments.parse_args().check
    stale = False
    for path in sorted(DATA.glob("acts_*.toml")):
        text = path.read_text(encoding="utf-8")
        content = tomllib.loads(text)
        for entry in content["rule"]:
            keys = keys_of(entry, content.get("macros", {}))
            if keys == ALWAYS:
                for phrase in entry["phrases"]:
                    if ALWAYS in required_words(expand_phrase(phrase.removeprefix("< "), content.get("macros", {}))):
                        print(f"{path.name}: {entry['act']}: no word is sure: {phrase[:90]}")
            stale = stale or keys != entry.get("keys")
            text = re.sub(
                rf'(act = "{entry["act"]}"\n)(?:keys = "[^"]*"\n)?', lambda m, k=keys: f'{m.group(1)}keys = "{k}"\n', text, count=1
            )
        if not check:
            path.write_text(text, encoding="utf-8")
    if check and stale:
        sys.exit("the keys are out of date: run scripts/fill_act_keys.py")


if __name__ == "__main__":
    main()
