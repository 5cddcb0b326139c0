"""Lists of calls that lie in the same folder as the transcripts that they tell of."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from itertools import islice
from pathlib import Path

from simulator.batch.formats.call_list import ListedCall, listed_calls
from simulator.batch.trees import is_hidden

#: of a larger folder only so many files are looked into, by their beginning
_MOST_FILES = 2_000
_HEAD_BYTES = 1 << 16
_MOST_BYTES = 20_000_000
_MARKS = (b'"calls"', b'"parties"')


def listed_beside(folder: Path) -> Mapping[str, ListedCall]:
    """What lists of calls in a folder of this machine tell, by the ids of the calls; empty where there is none.

    It is looked for once for a process and a folder as it is. A file that cannot be read is passed over: it is told of
    when it is read itself.
    """
    try:
        return _listed(str(folder), folder.stat().st_mtime_ns)
    except OSError:
        return {}


@lru_cache(maxsize=8)
def _listed(folder: str, changed_ns: int) -> Mapping[str, ListedCall]:
    files = (path for path in Path(folder).iterdir() if path.suffix == ".json" and not is_hidden(path.name))
    found: dict[str, ListedCall] = {}
    for path in sorted(islice(files, _MOST_FILES)):
        try:
            with path.open("rb") as file:
                head = file.read(_HEAD_BYTES)
                if not all(mark in head for mark in _MARKS) or path.stat().st_size > _MOST_BYTES:
                    continue
                found.update(listed_calls(json.loads(head + file.read(_MOST_BYTES))))
        except (OSError, ValueError, RecursionError):
            continue
    return found
