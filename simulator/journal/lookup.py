"""Finding a call by its id or the beginning of it, and making new ids."""

from __future__ import annotations

import difflib
import re
import secrets
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, load_only

from simulator.errors import UnknownNameError
from simulator.journal.tables import CallRow

_LETTERS = "23456789abcdefghjkmnpqrstvwxyz"  # nothing that is mistaken for another when read aloud or copied
_ID_LENGTH = 6  # 700 million ids
_PREFIX = "c-"
_ID_TEXT = re.compile(r"[0-9a-z-]{1,40}")
_RECENT = 2000  # calls among which a mistyped id is looked for
_SHOWN = 3


def new_call_id() -> str:
    """A short id that is easy to say, such as ``c-7f3k2m``; safe in file names and addresses."""
    return _PREFIX + "".join(secrets.choice(_LETTERS) for _ in range(_ID_LENGTH))


def held_call(session: Session, call_id: str) -> CallRow:
    """The call of exactly that id, kept from other writers until the transaction ends.

    Raises:
        UnknownNameError: there is none.
    """
    light = load_only(CallRow.status)  # not the persona and the scenario, at every turn
    row = session.scalar(select(CallRow).where(CallRow.id == call_id).options(light).with_for_update())
    if row is None:
        raise _unknown(session, call_id)
    return row


def found_id(session: Session, given: str) -> str:
    """The id that a person means: whole, or its beginning where only one call begins so; ``c-`` may be left
    out.

    Raises:
        UnknownNameError: no call, or more than one; the hint names the nearest.
    """
    wanted = given.strip().lower()
    if not _ID_TEXT.fullmatch(wanted):
        raise _unknown(session, given)
    if session.scalar(select(CallRow.id).where(CallRow.id == wanted)) is not None:
        return wanted
    begin = wanted if wanted.startswith(_PREFIX) else _PREFIX + wanted
    newest_first = select(CallRow.id).order_by(CallRow.started_at.desc(), CallRow.id)
    matches = session.scalars(
        newest_first.where(CallRow.id.startswith(begin, autoescape=True)).limit(_SHOWN + 1)
    ).all()
    if len(matches) == 1:
        return matches[0]
    if matches:
        raise UnknownNameError(
            f"More than one call begins with {wanted}.",
            hint=f"Give more of the id: {_listed(matches[:_SHOWN])}{' …' if len(matches) > _SHOWN else ''}.",
        )
    raise _unknown(session, given)


def _unknown(session: Session, given: str) -> UnknownNameError:
    ids = session.scalars(select(CallRow.id).order_by(CallRow.started_at.desc()).limit(_RECENT)).all()
    near = difflib.get_close_matches(given.strip().lower(), ids, n=_SHOWN, cutoff=0.7)
    if near:
        hint = f"Did you mean {_listed(near)}?"
    elif ids:
        hint = f"The latest call is {ids[0]}."
    else:
        hint = "There are no calls in the journal yet."
    return UnknownNameError(f"There is no call {_shown(given)} in the journal.", hint=hint)


def _shown(given: str, width: int = 40) -> str:
    """What was typed, short and in characters that any terminal takes."""
    plain = "".join(char if char.isprintable() else "?" for char in given[:width])
    return f"“{plain}{'…' if len(given) > width else ''}”"


def _listed(ids: Sequence[str]) -> str:
    return ids[0] if len(ids) == 1 else f"{', '.join(ids[:-1])} or {ids[-1]}"
