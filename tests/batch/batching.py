"""Runs that hand over to batches, within the test's process."""

from __future__ import annotations

import functools
import ssl
from dataclasses import replace
from pathlib import Path

import pytest

from simulator.batch import runner
from simulator.batch.engines import Plan
from simulator.batch.engines.batch_api import BatchApiEngine
from simulator.batch.later.desk import Bounds
from simulator.batch.prices import Prices
from simulator.batch.runner import Result
from simulator.llm.batch_port import OpenAIBatches
from simulator.llm.openai_port import OpenAIPort
from simulator.llm.retry import BATCH, NO_RETRY
from simulator.secret import Secret
from tests.batch.running import judged_plan, run
from tests.servers.batch_server import BatchServer

_context = functools.cache(ssl.create_default_context)


def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without what takes longer than everything else here: the page, and reading all certificates for each client."""
    monkeypatch.setattr(runner, "write_report", lambda folder, run: None)
    monkeypatch.setattr(ssl, "create_default_context", _context)


async def _at_once(seconds: float) -> None:
    """Nobody waits in a test."""


def port_to(base_url: str, key: str | None = None) -> OpenAIBatches:
    """A port that asks again without waiting."""
    port = OpenAIPort(
        model="made-up", key=Secret(key) if key is not None else None, base_url=base_url, retry=NO_RETRY
    )
    return OpenAIBatches(port, retry=BATCH, sleep=_at_once)


def batch_plan(*, runs: int = 1, repairs: int = 1) -> Plan:
    """A plan with a judge."""
    plan = judged_plan()
    assert plan.judge is not None
    return replace(plan, judge=replace(plan.judge, runs=runs, repairs=repairs))


def batched(
    places: list[Path],
    out: Path,
    base_url: str,
    *,
    plan: Plan | None = None,
    bounds: Bounds | None = None,
    key: str | None = None,
    told: list[str] | None = None,
    prices: Prices | None = None,
) -> Result:
    """One run that hands over and collects."""
    plan = plan or batch_plan()
    engine = BatchApiEngine(
        plan,
        port_to(base_url, key),
        out,
        workers=1,
        bounds=bounds,
        say=(told if told is not None else []).append,
    )
    return run(places, out, plan, engine=engine, prices=prices)


def finish_all(server: BatchServer, many: Path, out: Path, count: int = 6) -> None:
    """Let what is open be answered and collect it: then every call is scored, and every request was paid once."""
    server.finish()
    assert batched([many], out, server.base_url).run["scored"] == count
    paid_once(server, count)


def paid_once(server: BatchServer, count: int) -> None:
    """Every request was paid once, and there were as many, the one that was asked at once among them."""
    assert set(server.paid.values()) <= {1}
    assert len(server.paid) + len(server.chats) == count
