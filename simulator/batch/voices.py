"""What the label of a voice says on its role, and what a person's map file says."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from simulator.domain.transcript import Speaker

_WORD = re.compile(r"[^\W\d_]+")
#: titles that hold a word of the other side, looked at first
_REP_TITLES = (
    "customer service",
    "customer support",
    "customer success",
    "customer care",
    "client success",
    "client service",
)
_REP_WORDS = frozenset(
    "rep reps representative agent salesperson salesman saleswoman sales seller sdr bdr advisor adviser consultant host"
    " operator interviewer therapist counsellor counselor coach moderator telemarketer closer persuader employee staff"
    " csr support helpdesk recruiter fundraiser".split()
)
_PROSPECT_WORDS = frozenset(
    "prospect customer client lead buyer patient guest interviewee consumer callee shopper persuadee subscriber"
    " respondent candidate".split()
)
#: In a log of a chat program the assistant is most often the agent of the firm and the user its customer; when
#: somebody practised on a model that played the prospect, it is the other way round. So it speaks for a voice, and
#: the talk can say otherwise. The figure is in log-odds: 3 is about 95 %.
_BY_CUSTOM = {"assistant": 3.0, "bot": 3.0, "ai": 3.0, "model": 3.0, "user": 0.0, "human": 0.0}
#: On a service line the caller is the customer, on a sales call the rep.
_CALLER = frozenset(("caller", "calling"))
_CALLER_ODDS = -1.5
_GENERIC = frozenset(
    "speaker spk participant person voice unknown channel ch left right track user human assistant bot ai model caller"
    " callee unidentified internal external system me you them other main".split()
)


def folded(label: str) -> str:
    """A label as labels are compared: without regard to capitals and spacing."""
    return " ".join(label.split()).casefold()


def role_of(label: str) -> Speaker | None:
    """The role that a label names ("Agent 2", "CUSTOMER", "Sales rep (Ann)"), or None where it is a name or both."""
    plain = folded(label).replace("_", " ").replace("-", " ")
    if any(title in plain for title in _REP_TITLES):
        return Speaker.REP
    words = set(_WORD.findall(plain))
    rep, prospect = not words.isdisjoint(_REP_WORDS), not words.isdisjoint(_PROSPECT_WORDS)
    if rep == prospect:
        return None
    return Speaker.REP if rep else Speaker.PROSPECT


def is_custom(label: str) -> bool:
    """Whether a label is a role by custom only: assistant and user."""
    return folded(label) in _BY_CUSTOM


def prior_odds(labels: Sequence[str]) -> list[float]:
    """Log-odds that each label gives its voice to be the rep; 0 for a plain name."""
    odds = []
    for label in labels:
        plain = folded(label)
        odds.append(_BY_CUSTOM.get(plain, _CALLER_ODDS if plain in _CALLER else 0.0))
    return odds


def is_generic(label: str) -> bool:
    """Whether a label is nobody's name: a role, a channel, a number."""
    words = _WORD.findall(folded(label).replace("_", " "))
    return all(len(word) == 1 or word in _GENERIC for word in words) or role_of(label) is not None


@dataclass(frozen=True)
class RolesMap:
    """Who is who, as a person wrote it down.

    Args:
        voices: label -> role, for every transcript.
        transcripts: name of a transcript -> label of its rep.
    """

    voices: Mapping[str, Speaker] = field(default_factory=dict)
    transcripts: Mapping[str, str] = field(default_factory=dict)

    def rep_of(self, *names: str | None) -> str | None:
        """The label of the rep of a transcript, by any of its names: its id, its place, its file with or without ending."""
        for name in names:
            if name is None:
                continue
            last = name.replace("\\", "/").rsplit("/", 1)[-1]
            for known in (name, last, last.rsplit(".", 1)[0]):
                if known in self.transcripts:
                    return self.transcripts[known]
        return None
