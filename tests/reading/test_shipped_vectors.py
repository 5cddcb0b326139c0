"""The shipped vectors cover the shipped content: nobody waits for them on a first call."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from simulator.authoring.library import ContentLibrary
from simulator.reading.encoder import load_encoder
from simulator.reading.matched_texts import matched_texts
from simulator.reading.shipped_vectors import shipped_vectors
from simulator.reading.vector_cache import VectorCache
from tests.conftest import PERSONA_IDS


@pytest.mark.parametrize("persona_id", PERSONA_IDS)
def test_shipped_vectors_cover_every_text_of_a_persona(persona_id: str, content: ContentLibrary) -> None:
    persona = content.persona(persona_id)
    cache, table = VectorCache(load_encoder()), shipped_vectors()
    for name in content.scenario_ids():
        scenario = content.scenario(name)
        if scenario.lead(persona_id) is None:
            continue
        missing = [text for text in matched_texts(persona, scenario) if table.get(cache.key(text)) is None]
        assert not missing, "run scripts/embed_content.py"


def test_shipped_vector_is_the_encoders_within_half_precision(content: ContentLibrary) -> None:
    persona = content.persona("marion-teague")
    texts = [layer.ask[0] for layer in persona.layers()]
    cache, table = VectorCache(load_encoder()), shipped_vectors()
    for text, vector in zip(texts, load_encoder().encode(texts), strict=True):
        shipped = table.get(cache.key(text))
        assert shipped is not None
        assert float(shipped @ vector) > 0.999


@pytest.mark.parametrize("kept", [0, 100, 40_000])
def test_damaged_vectors_count_as_none(kept: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from simulator.reading import shipped_vectors as module  # noqa: PLC0415 - to put another folder in its place

    whole = (files("simulator.reading") / "data" / "content_vectors.npz").read_bytes()
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "content_vectors.npz").write_bytes(whole[:kept])
    monkeypatch.setattr(module, "files", lambda package: tmp_path)
    assert len(shipped_vectors()) == 0
