"""Vectors of what was just said: each text of a line is encoded once, whoever asks for it. In memory only."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from simulator.reading.encoder import load_encoder

Floats = NDArray[np.float32]

#: texts that are remembered: what a line has, and what they said in this call, a line or two a turn
_MOST_KEPT = 192
_kept: OrderedDict[str, Floats] = OrderedDict()
_lock = threading.Lock()


def line_vectors(texts: Sequence[str]) -> Floats:
    """The vectors of some texts of a line, [n, 384]; nothing of them reaches the disk."""
    with _lock:
        missing = [text for text in dict.fromkeys(texts) if text not in _kept]
        if missing:
            _kept.update(zip(missing, load_encoder().encode(missing), strict=True))
        found = np.stack([_kept[text] for text in texts]) if texts else np.zeros((0, 384), dtype=np.float32)
        while len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
    return found
