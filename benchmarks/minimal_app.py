"""The least that a Textual program can be: a line of text and an input. What this costs, every program pays.

python -m benchmarks.minimal_app [--stream PER_S]
"""

from __future__ import annotations

import argparse
import asyncio
import time

from textual.app import App, ComposeResult
from textual.content import Content
from textual.widgets import Input, Static

_LINE = 1000


class MinimalApp(App[None]):
    """A line of text, and an input below it.

    Args:
        per_s: words that are added to the text each second; a new text begins after a thousand.
    """

    # the input stays in sight however long the text grows
    CSS = "Input { dock: bottom; }"

    def __init__(self, per_s: float = 0.0) -> None:
        super().__init__()
        self._per_s = per_s

    def compose(self) -> ComposeResult:
        """Both."""
        yield Static("Minimal")
        yield Input()

    def on_mount(self) -> None:
        """Begin to stream, where asked to."""
        if self._per_s:
            self.run_worker(self._stream())

    async def _stream(self) -> None:
        began, shown, text = time.perf_counter(), self.query_one(Static), ""
        index = 0
        while True:
            await asyncio.sleep(max(0.0, began + index / self._per_s - time.perf_counter()))
            text = "word " if index % _LINE == 0 else f"{text}word "
            shown.update(Content(text))
            index += 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--stream", type=float, default=0.0, metavar="PER_S")
    MinimalApp(parser.parse_args().stream).run()
