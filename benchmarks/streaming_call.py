"""The call screen with a voice that shows a model's words as they come: the most that the screen can be asked for.

    python -m benchmarks.streaming_call CALL

The endpoint voice shows a line once the guard has let it through, so in the product no word comes late enough to be
watched. Here the words go to the screen one by one, with the same client, session, conductor and widgets.
"""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.call.wish import Wish
from simulator.prospect.voice import OnDelta, VoiceLine, VoiceRequest
from simulator.settings import load_settings
from simulator.tui.app import PracticeApp
from simulator.tui.backstage import Backstage

if TYPE_CHECKING:
    from simulator.call.session import Call
    from simulator.llm.openai_port import OpenAIPort

_KEPT_WORDS = 12


class UnguardedVoice:
    """A `Voice` that says whatever the model says, at once; for measuring alone."""

    name = "endpoint"

    def __init__(self, port: OpenAIPort) -> None:
        self._port = port

    async def say(self, request: VoiceRequest, on_delta: OnDelta) -> VoiceLine:
        """Make one line; see `Voice.say`."""
        from simulator.llm.port import ChatRequest, Message, open_stream  # noqa: PLC0415 - not before the paint

        text = ""
        asked = ChatRequest((Message("user", request.history[-1].text),), 2000, 0.0)
        async with open_stream(self._port, asked) as pieces:
            async for piece in pieces:
                text += piece
                await on_delta(piece)
        # kept as a short line: a thousand words would take six minutes off the clock of the call
        return VoiceLine(" ".join(text.split()[:_KEPT_WORDS]))

    async def aclose(self) -> None:
        """Close the connections."""
        await self._port.aclose()


class StreamingBackstage(Backstage):
    """Gives the call with that voice."""

    def ring(self) -> Call:
        """The call, ready to be opened."""
        from simulator.llm.openai_port import OpenAIPort  # noqa: PLC0415 - after the first paint

        call = super().ring()
        call.setup = replace(call.setup, voice=UnguardedVoice(OpenAIPort.from_settings(self.settings)))
        return call


def main() -> int:
    """Take up the call that is named, until somebody leaves."""
    settings = load_settings(os.environ, Path.cwd())
    backstage = StreamingBackstage(settings, Wish(), resumed=sys.argv[1])
    try:
        PracticeApp(backstage).run()
    finally:
        backstage.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
