"""Opens the house, and keeps it open until somebody stops it."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import signal
import socket
from collections.abc import Callable
from contextlib import suppress

from aiohttp import web

from simulator.errors import WorkError
from simulator.serving.entrance import Addresses, is_everywhere, is_loopback, public_address
from simulator.serving.house import House
from simulator.serving.kept_token import kept_token
from simulator.settings import Settings

_STOPS = ("SIGINT", "SIGTERM", "SIGHUP")
#: for requests that are still answered when the house closes; rooms have their own patience
_SHUTDOWN_S = 2.0


def serve_rooms(
    given: Settings,
    *,
    host: str,
    port: int,
    most: int,
    public_url: str | None,
    new_link: bool = False,
    opened: Callable[[str], None],
    tell: Callable[[str], None],
) -> None:
    """Serve until SIGINT, SIGTERM or SIGHUP; every room is closed by then.

    Args:
        given: settings of the house.
        host: where to listen.
        port: 0 is any that is free.
        most: how many rooms there are at once.
        public_url: what visitors use, where something stands before the house.
        new_link: make another link than that of the last start, which is no good any more then.
        opened: takes the link, once it leads somewhere.
        tell: takes sentences for whoever runs the house.
    Raises:
        UsageError: the public address is none.
        WorkError: the address cannot be listened on, or the data folder not be read or written.
    """
    public = public_address(public_url) if public_url else None
    visitors = given.home / "visitors"
    try:
        visitors.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise WorkError(
            f"The folder {visitors} cannot be made: {error.strerror}.",
            hint="Set SIMULATOR_HOME to a folder that you may write to.",
        ) from error
    if not is_loopback(host):
        tell(_warning(host, public))
    _keep_quiet(tell)
    listening = _listen(host, port)
    addresses = Addresses(host, listening.getsockname()[1], public)
    token = kept_token(given.home, tell, new=new_link)
    house = House(given, addresses, most=most, environ=os.environ, tell=tell, token=token)
    asyncio.run(_serve(house, listening, opened))


async def _serve(house: House, listening: socket.socket, opened: Callable[[str], None]) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in _STOPS:
        if (number := getattr(signal, name, None)) is not None:
            with suppress(NotImplementedError):  # Windows has Ctrl+C only, as an exception
                loop.add_signal_handler(number, stopped.set)
    # no log of requests: their first line has the token in it
    runner = web.AppRunner(house.application(), access_log=None, shutdown_timeout=_SHUTDOWN_S)
    await runner.setup()
    try:
        await web.SockSite(runner, listening).start()
        opened(house.link)
        await stopped.wait()
    finally:
        await runner.cleanup()


def _listen(host: str, port: int) -> socket.socket:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, _, _, _, address = found[0]
        return socket.create_server((str(address[0]), port), family=family)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise WorkError(
                f"Port {port} is taken.", hint="Choose another with --port, or stop what uses it."
            ) from error
        reason = error.strerror or type(error).__name__
        raise WorkError(f"Nothing can listen on {host}, port {port}: {reason}.") from error


def _warning(host: str, public: str | None) -> str:
    if public is not None and public.startswith("https:"):
        return f"Listening on {host}: let only the proxy in that speaks for {public}, since the way here is not encrypted."
    where = " In the link, put this machine's name for 127.0.0.1." if is_everywhere(host) else ""
    return (
        f"Listening on {host}: whoever is on the network can reach the room, and read what is said and the link, since "
        f"nothing is encrypted; see docs/serving.md.{where}"
    )


class _Sentences(logging.Handler):
    """What aiohttp has to say, without the request that it says it about."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        super().__init__(logging.ERROR)
        self._tell = tell

    def emit(self, record: logging.LogRecord) -> None:
        """Name the kind of failure only: a request has cookies and the token in it."""
        kind = record.exc_info[0] if record.exc_info else None
        if kind is not None and not issubclass(kind, web.HTTPException):
            self._tell(f"A request could not be answered: {kind.__name__}.")


def _keep_quiet(tell: Callable[[str], None]) -> None:
    for name, handler in (("aiohttp", _Sentences(tell)), ("textual-serve", logging.NullHandler())):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [handler], False
