"""Where the extra is not installed."""

from __future__ import annotations

import pytest

from simulator.batch.engines.ray import cluster
from simulator.errors import UsageError


def test_missing_extra_is_told_with_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "find_spec", lambda name: None)
    with pytest.raises(
        UsageError, match=r"Ray is not installed\. Install it: pip install 'practice-room\[ray\]'"
    ):
        cluster.Cluster(None, 1)
