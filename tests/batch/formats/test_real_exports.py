"""Exports of real tools, where a folder with them is named; they are no part of the project."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from simulator.batch.failures import UnreadableError
from simulator.batch.formats import read
from simulator.batch.heard import Heard, Source

_FOLDER = Path(os.environ.get("SIMULATOR_DATA", "/nowhere")) / "formats"
_WANTED = {
    "assemblyai_utterances.json": (1, 1),
    "aws_transcribe_speaker_labels.json": (2, 8),
    "comments.vtt": (2, 5),
    "deepgram_diarized_utterances.json": (3, 22),
    "podcast_segments.json": (2, 2),
    "podcast_speaker_prefix.srt": (3, 222),
    "podcast_voice_tags.vtt": (2, 7),
    "whisper_timestamped.json": (0, 4),
    "zoom_chat_style_brackets.txt": (2, 12),
}


@pytest.mark.skipif(not _FOLDER.is_dir(), reason="SIMULATOR_DATA names no folder with exports")
@pytest.mark.parametrize("name", _WANTED)
def test_export_has_the_voices_and_lines_that_it_shows(name: str) -> None:
    (found,) = read(Source("renamed", lambda: (_FOLDER / name).open("rb")))
    assert not isinstance(found, UnreadableError), str(found)
    assert isinstance(found, Heard)
    voices = {line.who for line in found.lines} - {None}
    assert (len(voices), len(found.lines)) == _WANTED[name]
    assert all(line.start is not None for line in found.lines)
