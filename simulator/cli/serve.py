"""``simulator serve``: the practice room in a browser."""

from __future__ import annotations

import click

from simulator.cli.common import settings
from simulator.cli.diagnostics import EXIT_DONE, say
from simulator.errors import UsageError, WorkError


@click.command()
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Where to listen; this machine only else."
)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 is any free one."
)
@click.option(
    "--most-visitors",
    type=click.IntRange(1, 500),
    default=8,
    show_default=True,
    help="How many practise at once; each is a process.",
)
@click.option(
    "--public-url", help="The address that visitors use, where a proxy with TLS stands before the room."
)
@click.option(
    "--new-link", is_flag=True, help="Another link; the one before, and who came by it, is let in no more."
)
def serve(host: str, port: int, most_visitors: int, public_url: str | None, *, new_link: bool) -> int:
    """The practice room in a browser, for whoever has the link that is printed. Ctrl+C closes it.

    The link is the same at each start.

    Every visitor has a process and a journal of their own.
    """
    if not host.strip():
        raise UsageError("--host wants an address, such as 127.0.0.1.")
    given = settings()
    try:
        from simulator.serving.run import serve_rooms  # noqa: PLC0415 - aiohttp, and an extra
    except ModuleNotFoundError as error:
        if error.name is None or error.name.startswith("simulator"):
            raise
        raise WorkError(
            "Serving in a browser needs a part that is not installed.",
            hint="Install it with: pip install 'practice-room[serve]'",
        ) from error

    def opened(link: str) -> None:
        click.echo(link)
        say("Open this link in a browser; it stays the same. Ctrl+C closes the room for everybody.")

    serve_rooms(
        given,
        host=host.strip(),
        port=port,
        most=most_visitors,
        public_url=public_url,
        new_link=new_link,
        opened=opened,
        tell=lambda sentence: say(f"simulator: {sentence}"),
    )
    say("The room is closed.")
    return EXIT_DONE
