"""``simulator score --engine batch-api``: its options, its rounds, and what it says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from simulator.cli.diagnostics import EXIT_DONE, say
from simulator.errors import Interrupted, UsageError

if TYPE_CHECKING:
    from simulator.batch.engines.batch_api import BatchApiEngine
    from simulator.batch.prices import Prices
    from simulator.batch.runner import Result, Wish
    from simulator.llm.batches import BatchPort
    from simulator.settings import Settings

F = TypeVar("F", bound=Callable[..., Any])
NAME = "batch-api"
_MOST_REQUESTS, _MOST_MB = 50_000, 200.0
_MEGABYTE = 1_000_000

_OPTIONS = (
    click.option("--wait", is_flag=True, help="Batch API: wait for the answers, and score as they come."),
    click.option("--cancel", is_flag=True, help="Batch API: cancel what is handed over from this folder."),
    click.option(
        "--batch-discount",
        type=click.FloatRange(0, 1),
        default=0.5,
        show_default=True,
        help="Batch API: its price, as a share of the price given.",
    ),
    click.option(
        "--batch-requests",
        type=click.IntRange(1, _MOST_REQUESTS),
        default=_MOST_REQUESTS,
        show_default=True,
        help="Batch API: requests in one batch, at most.",
    ),
    click.option(
        "--batch-mb",
        type=click.FloatRange(0, _MOST_MB, min_open=True),
        default=_MOST_MB,
        show_default=True,
        help="Batch API: megabytes of one batch, at most.",
    ),
)


@dataclass(frozen=True, kw_only=True)
class BatchOptions:
    """What was typed, as far as it is about batches."""

    wait: bool
    cancel: bool
    batch_discount: float
    batch_requests: int
    batch_mb: float
    quiet: bool


def batch_options(command: F) -> F:
    """The options as a decorator."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def check_options(typed: BatchOptions, paths: tuple[str, ...], *, engine: str, judge: str) -> None:
    """See that the options go together.

    Raises:
        UsageError: they do not.
    """
    if engine != NAME:
        if typed.wait or typed.cancel:
            raise UsageError("--wait and --cancel are about batches.", hint=f"Give --engine {NAME} too.")
        return
    if judge != "endpoint":
        raise UsageError(
            "Nothing is asked of a model, so there is nothing to hand over.", hint="Give --judge endpoint."
        )
    if typed.wait and "-" in paths:
        raise UsageError(
            "Standard input can be read only once, and --wait reads the transcripts again when they are answered.",
            hint="Give files, or leave --wait out and pipe the same in again later.",
        )


def discounted(prices: Prices | None, typed: BatchOptions) -> Prices | None:
    """What a batch's tokens cost."""
    if prices is None:
        return None
    share = typed.batch_discount
    cached = None if prices.cached is None else prices.cached * share
    return replace(prices, prompt=prices.prompt * share, completion=prices.completion * share, cached=cached)


def batch_engine(
    typed: BatchOptions,
    wish: Wish,
    settings: Settings,
    *,
    workers: int,
    limits: tuple[int | None, float | None],
) -> BatchApiEngine:
    """The engine for the first round.

    Args:
        limits: of the run, in tokens and as a cost.
    """
    from simulator.batch.engines.batch_api import BatchApiEngine  # noqa: PLC0415 - asyncio
    from simulator.batch.later.desk import Bounds  # noqa: PLC0415

    tokens, cost = limits
    bounds = Bounds(
        requests=typed.batch_requests,
        size=int(typed.batch_mb * _MEGABYTE),
        tokens=tokens,
        cost=cost,
        prices=wish.prices,
    )
    return BatchApiEngine(
        wish.plan, _port(settings), wish.out, workers=workers, bounds=bounds, say=_sayer(typed)
    )


def rounds(engine: BatchApiEngine, run: Callable[[BatchApiEngine], Result], typed: BatchOptions) -> Result:
    """Run, and where the person waits, again and again until everything is answered.

    Raises:
        Interrupted: the person no longer waits.
        EndpointError: the provider does not tell how the batches stand.
    """
    from simulator.batch.later.waiting import wait  # noqa: PLC0415

    result = run(engine)
    while typed.wait and result.ended == "handed_over" and engine.open:
        try:
            wait(
                engine.port,
                engine.open,
                first_will_do=engine.held_back,
                say=_sayer(typed),
            )
        except KeyboardInterrupt:
            raise Interrupted(
                "No longer waiting; the batches go on.",
                hint="Run the same again to collect, or with --cancel to stop them.",
            ) from None
        engine = engine.next_round()
        result = run(engine)
    return result


def told_handed_over(result: Result) -> str:
    """What waits, in a sentence; empty where nothing does."""
    count = int(result.run["handed_over"])
    if not count or result.ended != "handed_over":
        return ""
    return f"{count:,} are handed over and not answered yet: run the same command again to collect, within a day or so."


def cancel(out: Path, settings: Settings) -> int:
    """Cancel what is handed over from a folder.

    Raises:
        WorkError: another run holds the folder, or the provider cannot be asked.
    """
    import asyncio  # noqa: PLC0415

    from simulator.batch.folder_lock import FolderLock  # noqa: PLC0415
    from simulator.batch.later.collecting import Tally  # noqa: PLC0415
    from simulator.batch.later.desk import Bounds, Desk  # noqa: PLC0415
    from simulator.batch.later.ledger import LEDGER  # noqa: PLC0415

    if not (out / LEDGER).exists():
        raise UsageError(f"Nothing was handed over from {out}.")
    lock = FolderLock(out)
    port = _port(settings)

    async def work() -> int:
        desk = Desk(out, port, Bounds(), Tally(), say=say)
        try:
            return await desk.cancel()
        finally:
            desk.close()
            await port.aclose()

    try:
        count = asyncio.run(work())
    finally:
        lock.release()
    batches = {0: "No batch is open", 1: "One batch is being cancelled"}.get(
        count, f"{count:,} batches are being cancelled"
    )
    more = " What is answered by then is paid; run the same without --cancel to collect it." if count else ""
    say(f"{batches}.{more}")
    return EXIT_DONE


def _sayer(typed: BatchOptions) -> Callable[[str], None]:
    return (lambda words: None) if typed.quiet else say


def _port(settings: Settings) -> BatchPort:
    from simulator.llm.batch_port import OpenAIBatches  # noqa: PLC0415
    from simulator.llm.openai_port import OpenAIPort  # noqa: PLC0415
    from simulator.llm.retry import NO_RETRY  # noqa: PLC0415

    return OpenAIBatches(OpenAIPort.from_settings(settings, retry=NO_RETRY))
