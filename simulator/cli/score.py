"""``simulator score``: transcripts that you have, in batch, with a judge beside what is measured where you ask for one."""

from __future__ import annotations

import json
import os
import shutil
import sys
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.common import settings as load
from simulator.cli.diagnostics import EXIT_DONE, EXIT_LATER, EXIT_SOME_FAILED, say
from simulator.cli.score_batches import (
    BatchOptions,
    batch_engine,
    batch_options,
    cancel,
    check_options,
    discounted,
    rounds,
    told_handed_over,
)
from simulator.errors import Interrupted, UsageError

if TYPE_CHECKING:
    from simulator.batch.engines import Engine, JudgePlan, Plan
    from simulator.batch.intake import Reading
    from simulator.batch.prices import Prices
    from simulator.batch.runner import Result, Wish
    from simulator.settings import Settings

_PROFILES = ("cold_call", "discovery", "follow_up", "support", "internal")
#: what a call type is judged by where no rubric is named
_RUBRIC_OF = {"cold_call": "cold_call"}
_RUBRIC_ELSE = "discovery"
_CONCURRENCY = 32
#: nobody waits on the line: a judge may write for longer than a prospect, unless a limit was set
_JUDGE_TIMEOUT_S = 60.0


@dataclass(frozen=True, kw_only=True)
class _Options(BatchOptions):
    """What was typed."""

    paths: tuple[str, ...]
    out: Path
    profile: str
    rep: str | None
    roles: Path | None
    judge: str
    rubric: str | None
    runs: int
    repairs: int
    concurrency: int
    workers: int | None
    engine: str
    ray_address: str | None
    with_turns: bool
    parquet: bool
    dry_run: bool
    limit_cost: float | None
    limit_tokens: int | None
    price_in: float | None
    price_out: float | None
    price_cached: float | None
    as_json: bool


_PRICE = click.FloatRange(min=0)


@click.command()
@click.argument("paths", nargs=-1, required=True)
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, metavar="DIR", help="Folder for what comes out."
)
@click.option(
    "--profile",
    type=click.Choice(_PROFILES),
    default="cold_call",
    show_default=True,
    help="The type of call.",
)
@click.option("--rep", metavar="NAME", help="Who is the rep: their name or label in the transcripts.")
@click.option(
    "--roles", type=click.Path(path_type=Path), metavar="FILE", help="Who is who: a line `Label: rep` each."
)
@click.option(
    "--judge",
    type=click.Choice(["none", "endpoint"]),
    default="none",
    show_default=True,
    help="Who judges beside what is measured.",
)
@click.option("--rubric", metavar="ID|FILE", help="What is judged by; one that fits the type of call else.")
@click.option(
    "--runs", type=click.IntRange(1, 25), default=1, show_default=True, help="Judge each so many times."
)
@click.option(
    "--repairs",
    type=click.IntRange(0, 10),
    default=1,
    show_default=True,
    help="Ask so often again for an answer that cannot be used.",
)
@click.option(
    "--concurrency",
    type=click.IntRange(1, 1000),
    default=_CONCURRENCY,
    show_default=True,
    help="Requests at once, at most.",
)
@click.option(
    "--workers", type=click.IntRange(1, 256), help="Processes that measure; as many as there are cores else."
)
@click.option(
    "--engine",
    type=click.Choice(["local", "ray", "batch-api"]),
    default="local",
    show_default=True,
    help="Where it is scored.",
)
@click.option(
    "--ray-address",
    envvar="RAY_ADDRESS",
    metavar="ADDRESS",
    help="A Ray cluster that is there: host:port, or auto; else one is started here.",
)
@click.option("--turns", "with_turns", is_flag=True, help="What each line of the rep does, too.")
@click.option("--parquet", is_flag=True, help="The table as Parquet, too.")
@click.option("--dry-run", is_flag=True, help="Only say what there is to do, and what it would cost.")
@click.option(
    "--limit-cost", type=click.FloatRange(min=0, min_open=True), help="Stop cleanly at this cost of a run."
)
@click.option("--limit-tokens", type=click.IntRange(min=1), help="Stop cleanly at so many tokens of a run.")
@click.option("--price-in", type=_PRICE, help="Price of a million prompt tokens, in any currency.")
@click.option("--price-out", type=_PRICE, help="Price of a million completion tokens.")
@click.option("--price-cached", type=_PRICE, help="Price of a million prompt tokens from the cache.")
@batch_options
@click.option("--quiet", is_flag=True, help="No progress.")
@click.option("--json", "as_json", is_flag=True, help="How the run went, as JSON, on standard output.")
def score(**typed: Any) -> int:
    """Score transcripts: files, folders, patterns, archives, addresses, or - for standard input.

    Run again into the same folder goes on where it stopped.
    """
    given = _Options(**typed)
    settings = load()
    if "timeout_s" not in settings.origins:
        settings = replace(settings, timeout_s=_JUDGE_TIMEOUT_S)
    check_options(given, given.paths, engine=given.engine, judge=given.judge)
    plan, prices = _plan(given, settings), _prices(given, settings)
    if given.engine == "batch-api":
        prices = discounted(prices, given)
        if given.cancel:
            return cancel(given.out, settings)
    if given.dry_run:
        return _dry_run(given, plan, prices)
    from simulator.batch.runner import Wish  # noqa: PLC0415 - numpy, and not for --help

    wish = Wish(
        places=given.paths,
        out=given.out,
        plan=plan,
        prices=prices,
        parquet=given.parquet,
        settings=_told_settings(given),
    )
    if given.engine == "batch-api":
        by_batches = batch_engine(
            given,
            wish,
            settings,
            workers=given.workers or _cores(),
            limits=(given.limit_tokens, given.limit_cost),
        )
        return _close(given, rounds(by_batches, partial(_run, given, wish), given))
    engine, reading = _engine(given, plan, prices, settings)
    return _close(given, _run(given, wish, engine, reading))


def _run(given: _Options, wish: Wish, engine: Engine, reading: Reading | None = None) -> Result:
    from simulator.batch.progress import Progress  # noqa: PLC0415
    from simulator.batch.runner import Run  # noqa: PLC0415

    stream = None if given.quiet else sys.stderr

    def columns() -> int:
        return shutil.get_terminal_size().columns

    run = Run(
        wish,
        engine,
        make_progress=lambda stand: Progress(stream, stand, columns=columns),
        say=lambda words: None if given.quiet else say(words),
        reading=reading,
    )
    return run.go()


def _close(given: _Options, result: Result) -> int:
    """Tell how it went.

    Raises:
        EndpointError: why the endpoint took nothing.
        Interrupted: the person stopped it.
    """
    run = result.run
    if given.as_json:
        click.echo(json.dumps(run, indent=2))
    before = f" {run['scored_before']:,} were scored before." if run["scored_before"] else ""
    kinds = ", ".join(f"{count:,} {kind}" for kind, count in sorted(run["failures"].items()))
    failed = f"{run['failed']:,} failed ({kinds})" if kinds else "none failed"
    cost = "" if run["cost"] is None else f" Cost: {run['cost']:.4g}."
    aside = f" {run['put_aside']:,} other scores were moved to earlier/." if run["put_aside"] else ""
    if not given.quiet:
        say(
            f"{run['scored_now']:,} scored, {failed}, in {run['seconds']:.1f} s.{before}{cost}{aside} See {given.out}."
        )
        if later := told_handed_over(result):
            say(later)
    if result.error is not None:
        raise result.error
    if result.ended in {"interrupted", "stopped"}:
        raise Interrupted("Interrupted.", hint="Run the same again to go on.")
    if result.ended == "handed_over":
        return EXIT_LATER
    return EXIT_SOME_FAILED if result.failed else EXIT_DONE


def _plan(given: _Options, settings: Settings) -> Plan:
    from simulator.batch.engines import Plan  # noqa: PLC0415

    roles = None
    if given.roles is not None:
        from simulator.batch.roles_file import load_roles  # noqa: PLC0415

        roles = load_roles(given.roles)
    return Plan(
        profile=given.profile,
        rep=given.rep,
        roles=roles,
        with_turns=given.with_turns,
        judge=_judge_plan(given, settings) if given.judge == "endpoint" else None,
    )


def _judge_plan(given: _Options, settings: Settings) -> JudgePlan:
    if not settings.endpoint_configured:
        raise UsageError(
            "There is no endpoint to judge with.",
            hint="Set OPENAI_API_KEY, or OPENAI_BASE_URL for a server of your own; see simulator doctor.",
        )
    from simulator.authoring.library import ContentLibrary  # noqa: PLC0415 - YAML
    from simulator.authoring.rubrics import load_rubric, rubric_hash  # noqa: PLC0415
    from simulator.batch.engines import JudgePlan  # noqa: PLC0415
    from simulator.scoring.judge_prompt import PROMPT_VERSION  # noqa: PLC0415

    name = given.rubric or _RUBRIC_OF.get(given.profile, _RUBRIC_ELSE)
    is_file = given.rubric is not None and (Path(name).is_file() or Path(name).suffix in {".yaml", ".yml"})
    rubric = load_rubric(Path(name)) if is_file else ContentLibrary.of(settings).rubric(name)
    return JudgePlan(
        rubric=rubric,
        rubric_hash=rubric_hash(rubric),
        model=settings.model,
        prompt=PROMPT_VERSION,
        runs=given.runs,
        repairs=given.repairs,
    )


def _prices(given: _Options, settings: Settings) -> Prices | None:
    """Prices as typed, else as set; none where one of the two is missing: prices change, so none are shipped."""
    from simulator.batch.prices import Prices  # noqa: PLC0415

    prompt = settings.prompt_price if given.price_in is None else given.price_in
    completion = settings.completion_price if given.price_out is None else given.price_out
    if prompt is None or completion is None:
        if given.limit_cost is not None:
            raise UsageError(
                "A limit of the cost needs prices, and none are known.",
                hint="Give --price-in and --price-out, per million tokens; --limit-tokens needs none.",
            )
        return None
    cached = settings.cached_price if given.price_cached is None else given.price_cached
    return Prices(prompt, completion, cached)


def _engine(
    given: _Options, plan: Plan, prices: Prices | None, settings: Settings
) -> tuple[Engine, Reading | None]:
    """What scores, and what reads for it; None reads in this process."""
    if given.engine == "ray":
        return _ray_engine(given, plan, prices, settings)
    return _local_engine(given, plan, prices, settings), None


def _local_engine(given: _Options, plan: Plan, prices: Prices | None, settings: Settings) -> Engine:
    workers = given.workers or _cores()
    if plan.judge is None:
        from simulator.batch.engines.local import LocalEngine  # noqa: PLC0415

        return LocalEngine(plan, workers)
    from simulator.batch.engines.judged import JudgedEngine  # noqa: PLC0415 - asyncio
    from simulator.llm.openai_port import OpenAIPort  # noqa: PLC0415
    from simulator.llm.retry import NO_RETRY  # noqa: PLC0415

    return JudgedEngine(
        plan,
        OpenAIPort.from_settings(settings, retry=NO_RETRY),
        workers=workers,
        concurrency=given.concurrency,
        prices=prices,
        most_tokens=given.limit_tokens,
        most_cost=given.limit_cost,
    )


def _ray_engine(
    given: _Options, plan: Plan, prices: Prices | None, settings: Settings
) -> tuple[Engine, Reading]:
    from simulator.batch.engines.ray.cluster import Cluster  # noqa: PLC0415 - an extra
    from simulator.batch.engines.ray.measured import RayEngine  # noqa: PLC0415
    from simulator.batch.engines.ray.reading import RayReading  # noqa: PLC0415

    cluster = Cluster(given.ray_address, given.workers or _cores())
    reading = RayReading(cluster)
    if plan.judge is None:
        return RayEngine(plan, cluster), reading
    from simulator.batch.engines.ray.judged import RayJudgedEngine  # noqa: PLC0415 - asyncio
    from simulator.batch.engines.ray.judging import Endpoint  # noqa: PLC0415

    engine = RayJudgedEngine(
        plan,
        cluster,
        Endpoint.from_settings(settings),
        concurrency=given.concurrency,
        prices=prices,
        most_tokens=given.limit_tokens,
        most_cost=given.limit_cost,
    )
    return engine, reading


def _cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return os.cpu_count() or 1


def _told_settings(given: _Options) -> dict[str, Any]:
    return {
        "judge": given.judge,
        "concurrency": given.concurrency if given.judge == "endpoint" else None,
        "workers": given.workers or _cores(),
        "limit_cost": given.limit_cost,
        "limit_tokens": given.limit_tokens,
        "batch_discount": given.batch_discount if given.engine == "batch-api" else None,
    }


def _dry_run(given: _Options, plan: Plan, prices: Prices | None) -> int:
    from simulator.batch.estimate import estimate  # noqa: PLC0415 - numpy

    found = estimate(given.paths, given.out, plan, prices)
    if given.as_json:
        click.echo(json.dumps(found.record(), indent=2))
    before = f" {found.before:,} are scored already." if found.before else ""
    say(
        f"{found.transcripts:,} transcripts to score; {found.failures.total():,} cannot be read.{before} Nothing was written."
    )
    if plan.judge is not None:
        say(
            f"The judge would take about {found.prompt_tokens:,} prompt tokens ({found.cached_tokens:,} of them the same in "
            f"every request) and {found.completion_tokens:,} completion tokens, ± a third."
        )
        cost = (
            "No price is known: give --price-in and --price-out, per million tokens."
            if found.cost is None
            else f"That is a cost of about {found.cost:.4g} without the provider's cache."
        )
        say(cost)
    return EXIT_SOME_FAILED if found.failures else EXIT_DONE
