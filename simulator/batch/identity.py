"""By what a transcript is known again: its content and everything that its score depends on."""

from __future__ import annotations

import hashlib
import json

from simulator import __version__
from simulator.batch.engines import Plan

#: a key is the digest of the settings, then that of the content; both in hex
SETTINGS_DIGITS, CONTENT_DIGITS = 16, 32


def settings_key(plan: Plan) -> str:
    """The first part of every key of a run: another profile, rubric, model, … or program makes another one."""
    judge, roles = plan.judge, plan.roles
    parts = {
        "program": __version__,
        "profile": plan.profile,
        "rep": plan.rep,
        "roles": roles and [dict(roles.voices), dict(roles.transcripts)],
        "turns": plan.with_turns,
        "judge": judge and [judge.rubric_hash, judge.model, judge.prompt, judge.runs, judge.repairs],
    }
    return _digest(json.dumps(parts, sort_keys=True).encode("ascii"), size=SETTINGS_DIGITS // 2)


def content_key(source: str, heard: bytes) -> str:
    """The second part: the name of the file and the packed conversation."""
    name = source.encode("utf-8", "surrogatepass")
    return _digest(len(name).to_bytes(8, "big") + name + heard, size=CONTENT_DIGITS // 2)


def _digest(data: bytes, *, size: int) -> str:
    return hashlib.blake2b(data, digest_size=size).hexdigest()
