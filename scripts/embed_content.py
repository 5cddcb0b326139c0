"""Embeds every text that the shipped personas and scenarios are matched by, so that nobody waits for it on a first call.

    python scripts/embed_content.py

Writes simulator/reading/data/content_vectors.npz. Run it after a change to a persona, a scenario, or the stock questions;
a test says when it is needed.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from simulator.authoring.library import ContentLibrary
from simulator.reading.encoder import load_encoder
from simulator.reading.matched_texts import matched_texts
from simulator.reading.shipped_vectors import compact, short_key
from simulator.reading.vector_cache import VectorCache

_OUT = Path(__file__).parents[1] / "simulator" / "reading" / "data" / "content_vectors.npz"


def main() -> None:
    """Embed and write."""
    content = ContentLibrary()
    texts: dict[str, None] = {}
    for name in content.scenario_ids():
        scenario = content.scenario(name)
        for lead in scenario.leads:
            texts.update(dict.fromkeys(matched_texts(content.persona(lead.persona), scenario)))
    encoder = load_encoder()
    cache = VectorCache(encoder)
    listed = list(texts)
    keys = np.array([short_key(cache.key(text)) for text in listed], dtype=np.uint64)
    vectors = np.concatenate([encoder.encode(listed[at : at + 256]) for at in range(0, len(listed), 256)])
    order = np.argsort(keys)
    rows, scales = compact(vectors[order])
    np.savez(_OUT, keys=keys[order], vectors=rows, scales=scales)
    print(f"{len(listed)} texts, {_OUT.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
