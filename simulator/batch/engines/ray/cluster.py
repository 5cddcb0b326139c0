"""The cluster that a run works on: one that is there, or one of this machine for the time of the run."""

from __future__ import annotations

import logging
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec

from simulator import __version__
from simulator.batch.engines.ray.work import version_there
from simulator.errors import UsageError, WorkError

#: object store of a cluster of this machine; what is read and not scored yet is in it
_STORE_BYTES = 512 << 20
_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_ELSEWHERE_HINT = "Every node needs this program, in this version, with the extra ray."


class Cluster:
    """A Ray cluster; nothing is connected before `join`.

    Args:
        address: of one that is there, as ``host:port`` or ``auto``; None starts one on this machine.
        workers: processes of one that is started, 1 or more.
    Raises:
        UsageError: Ray is not installed, or the address is one that cannot be used.
    """

    def __init__(self, address: str | None, workers: int) -> None:
        if address is not None and address.startswith("ray://"):
            raise UsageError(
                "Ray's client addresses (ray://) cannot be used.",
                hint="Run this on a node of the cluster, with --ray-address auto.",
            )
        if any(find_spec(name) is None for name in ("ray", "pyarrow", "pandas")):
            raise UsageError(
                "Ray is not installed.",
                hint="Install it: pip install 'practice-room[ray]', here and on every node.",
            )
        self._address, self._workers = address, workers
        self._ours = False

    def join(self) -> None:
        """Connect, or start; harmless when that is done. Call it from the main thread.

        Raises:
            WorkError: the cluster cannot be reached or started, or its nodes have not this program.
        """
        # before Ray is imported: nothing is told to its makers, and nothing is drawn
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
        os.environ.setdefault("RAY_DATA_LOG_LEVEL", "CRITICAL")
        os.environ.setdefault("RAY_DATA_DISABLE_PROGRESS_BARS", "1")
        os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
        import ray  # noqa: PLC0415 - seconds, and an extra

        if not ray.is_initialized():
            with _own_signals():
                self._init()
            self._ours = True
            if self._address is not None:
                self._check_nodes()
        _be_quiet()

    def cpus(self) -> int:
        """Processors that it has now, 1 or more; a cluster may grow."""
        import ray  # noqa: PLC0415

        return max(1, int(ray.cluster_resources().get("CPU", 1)))

    def leave(self) -> None:
        """Disconnect, and stop what `join` started; what runs there is given up. Harmless when that is done."""
        if self._ours:
            import ray  # noqa: PLC0415

            self._ours = False
            ray.shutdown()

    def _init(self) -> None:
        import ray  # noqa: PLC0415

        local = {"num_cpus": self._workers, "include_dashboard": False, "object_store_memory": _STORE_BYTES}
        try:
            ray.init(
                address=self._address or "local",
                log_to_driver=False,
                logging_level=logging.ERROR,
                **({} if self._address else local),
            )
        except (ConnectionError, OSError, RuntimeError, ValueError) as error:
            what = (
                f"The Ray cluster at {self._address} cannot be reached"
                if self._address
                else "Ray cannot be started"
            )
            raise WorkError(
                f"{what}: {type(error).__name__}.", hint="See its logs below /tmp/ray."
            ) from error

    def _check_nodes(self) -> None:
        import ray  # noqa: PLC0415

        try:
            there = ray.get(ray.remote(version_there).options(num_cpus=0).remote())
        except ray.exceptions.RayError as error:
            self.leave()
            raise WorkError(
                "The nodes of the cluster do not have this program.", hint=_ELSEWHERE_HINT
            ) from error
        check_version(there)


def check_version(there: str) -> None:
    """See that a node has this very program: another would score otherwise under the same name.

    Raises:
        WorkError: it has not.
    """
    if there != __version__:
        raise WorkError(
            f"A node of the cluster has version {there} of this program, and this is {__version__}.",
            hint=_ELSEWHERE_HINT,
        )


def _be_quiet() -> None:
    for name in ("ray", "ray.data"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


@contextmanager
def _own_signals() -> Iterator[None]:
    """Ray sets handlers of its own; what a person asks is heard by the run."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = [(number, signal.getsignal(number)) for number in _SIGNALS]
    try:
        yield
    finally:
        for number, handler in before:
            signal.signal(number, handler)
