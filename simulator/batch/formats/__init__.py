"""Transcripts of whatever format a dialler or a transcription service exports, as conversations with lines.

What a file is, its content decides; the name only tips the balance between JSON and JSONL. In this order:

1. nothing in it, or no text (`decoding`);
2. a first character ``{`` or ``[``: JSON or JSONL (`json_files`, `conversations`), unless a name in
   brackets stands there (a chat);
3. ``WEBVTT``, or lines ``time --> time``: subtitles (`subtitles`);
4. a header with columns for words and voice, or rows with a column of names: a table (`tables`);
5. lines that open with names, judged together: text (`plain`).

What fits none is refused with what can be read. Prose, logs, letters and forms are refused: `labels` says
by which evidence.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Final

from simulator.batch.failures import FailureKind, UnreadableError
from simulator.batch.formats import json_files, plain, subtitles, tables
from simulator.batch.formats.conversations import told_by
from simulator.batch.formats.decoding import opened, whole
from simulator.batch.formats.refusals import no_turns, refused, unknown
from simulator.batch.heard import Heard, Source

_JSON_START: Final = re.compile(r'[\s\ufeff]*(?:\{\s*(?:["}]|$)|\[\s*(?:[\[{"\]\d-]|null|true|false|$))')
#: a bracket that holds a name or a time begins a line of a chat
_CHAT_START: Final = re.compile(r"\s*\[\s*(?:[A-Za-z][^\"\[\]{}]*|-?\d{1,4}[:./-][^\[\]{}\"]*)\]")


def read(source: Source) -> Iterator[Heard | UnreadableError]:
    """Every conversation of a file, and the reason for each that cannot be read; at least one of either.

    Args:
        source: where it lies.
    Returns: Conversations in the order of the file, as soon as each is read. Nothing that a file holds
    raises; an id is there where the file has one, or where the file has several conversations (then it is
    its place: ``name:line``).
    """
    found = False
    try:
        for one in _conversations(source):
            found = True
            yield _told_beside(one, source)
    except UnreadableError as error:
        found = True
        yield error
    except (OSError, EOFError) as error:
        found = True
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        yield refused(f"The file cannot be read: {reason}.", source.name, FailureKind.UNREADABLE)
    if not found:
        yield unknown("Nothing in it is a conversation.", source.name)


def _conversations(source: Source) -> Iterator[Heard | UnreadableError]:
    file, sample = opened(source)
    with file:
        start = sample.lstrip("\ufeff \t\n\f\v")
        if _JSON_START.match(start[:200]) and not _CHAT_START.match(start[:200]):
            yield from _json(file, source, sample)
        elif start[:1] in {"{", "["} and json_files.is_json_lines(sample, source.name):
            yield from json_files.read_lines(file, source.name)
        elif start.startswith("{") and not _CHAT_START.match(start[:200]):
            yield refused("It is not JSON, though it begins like it.", source.name, FailureKind.NOT_JSON)
        elif subtitles.looks_like_subtitles(sample):
            yield _subtitles(file, source, sample)
        elif (layout := tables.layout_of(sample)) is not None:
            yield from tables.read(file, layout, source.name)
        else:
            yield _text(file, source, sample)


def _told_beside(one: Heard | UnreadableError, source: Source) -> Heard | UnreadableError:
    """A conversation of which a list in the same folder tells more; as it is where it says itself who is who."""
    if isinstance(one, UnreadableError) or source.beside is None or one.id is None or one.roles or one.rep:
        return one
    listed = source.beside().get(one.id)
    if listed is None or not any(line.who in listed.parties for line in one.lines):
        return one
    return told_by(one, listed)


def _json(file: io.TextIOWrapper, source: Source, sample: str) -> Iterator[Heard | UnreadableError]:
    if json_files.is_json_lines(sample, source.name):
        yield from json_files.read_lines(file, source.name)
    else:
        yield from json_files.read_document(file, lambda: opened(source)[0], source.name)


def _subtitles(file: io.TextIOWrapper, source: Source, sample: str) -> Heard | UnreadableError:
    # the bound is on the text, and cues are read as they come
    found = subtitles.conversation(iter(whole(file, source.name).split("\n")), subtitles.format_of(sample))
    return found if found.lines else no_turns(source.name)


def _text(file: io.TextIOWrapper, source: Source, sample: str) -> Heard | UnreadableError:
    # prose of any size is told by its beginning; a conversation begins within it
    if len(sample) > 100_000 and plain.conversation(sample.split("\n")) is None:
        return unknown("It is text, but no transcript of a conversation.", source.name)
    whole_text = whole(file, source.name)
    found = plain.conversation(whole_text.split("\n"))
    return (
        found
        if found is not None
        else unknown("It is text, but no transcript of a conversation.", source.name)
    )
