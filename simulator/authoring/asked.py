"""More wordings for a persona's topics: the file ``<id>.asked.txt`` beside the persona.

One wording a line, ``topic | the words``, with the ids that the persona uses (``need.layer``, ``fact:id`` …). A dozen
wordings stand in the persona, where an author reads them; the many more that it takes to know a question by any of its
shapes stand here. Lines under ``none`` are sensible questions that no topic answers. ``#`` begins a remark.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from simulator.authoring.problems import Problem, closest

#: stands for "no topic answers this"
NONE_ID = "none"
_MOST_CHARACTERS = 300
_MOST_BYTES = 2_000_000


def asked_path(persona_path: Path) -> Path:
    """The file with more wordings that belongs to a persona's file; it need not be there."""
    return persona_path.with_name(f"{persona_path.stem}.asked.txt")


def read_asked(path: Path, topic_ids: Collection[str]) -> tuple[dict[str, tuple[str, ...]], list[Problem]]:
    """The wordings of a file by topic id, and all that is wrong with it; nothing of either where there is no file.

    Args:
        path: see `asked_path`.
        topic_ids: the topics that the persona has.
    """
    if not path.is_file():
        return {}, []
    try:
        raw = path.read_bytes()
        text = raw.decode("utf-8-sig")
    except OSError as error:
        return {}, [Problem(path, 0, 0, "", f"cannot be read: {error.strerror or error}")]
    except UnicodeDecodeError:
        return {}, [Problem(path, 0, 0, "", "is not UTF-8 text")]
    if len(raw) > _MOST_BYTES:
        return {}, [Problem(path, 0, 0, "", f"is larger than {_MOST_BYTES // 1_000_000} MB")]
    found: dict[str, dict[str, None]] = {}
    problems: list[Problem] = []
    known = {*topic_ids, NONE_ID}
    for number, row in enumerate(text.splitlines(), start=1):
        if not row.strip() or row.lstrip().startswith("#"):
            continue
        topic, bar, words = (part.strip() for part in row.partition("|"))
        if not bar or not words:
            problems.append(Problem(path, number, 1, "", 'is not "topic | the words"'))
        elif topic not in known:
            near = closest(topic, known) or ""
            problems.append(Problem(path, number, 1, "", f'there is no topic "{topic}"', near))
        elif not words.isprintable():
            problems.append(Problem(path, number, 1, "", "has characters that cannot be shown"))
        elif len(words) > _MOST_CHARACTERS:
            problems.append(Problem(path, number, 1, "", f"is longer than {_MOST_CHARACTERS} characters"))
        else:
            found.setdefault(topic, {})[words] = None
    return {topic: tuple(wordings) for topic, wordings in found.items()}, problems
