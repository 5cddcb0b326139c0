"""The voice of a chat model: it says in its own words what the authored voice would have said.

A line is shown once the guard has let it through, so nobody sees half of one that is then taken back. A
line that fails is asked for once more; after that, and whenever the model fails, the authored line is
spoken. The call goes on in any case.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from simulator.errors import EndpointError, EndpointRefused, UsageError
from simulator.llm.port import ChatPort, open_stream
from simulator.prospect.authored import Spoken
from simulator.prospect.guard import Refusal, check, tidy
from simulator.prospect.prompt import chat_request
from simulator.prospect.voice import OnDelta, VoiceLine, VoiceRequest, authored_line

if TYPE_CHECKING:
    from simulator.settings import Settings

#: a line that failed the guard is asked for this often in all
_TRIES = 2
#: no turn on the telephone is longer, in characters; what goes on is not worth waiting for
_MOST_CHARACTERS = 1_200
#: after this many failures in a row the model is left alone for as many lines, so that nobody waits on each
_FAILURES_BEFORE_REST, _REST_LINES = 2, 2
_PIECES = re.compile(r"\S+\s*")

VOICE_FELL_BACK, GUARD_REPLACED, GUARD_RETRIED = "voice_fell_back", "guard_replaced", "guard_retried"


class EndpointVoice:
    """A `Voice` over a chat model; make one for each call.

    Args:
        port: the model.
        name: how the voice is called in the journal.

    Attributes:
        asked: lines that the model was asked for.
        retried: lines that passed the guard at the second try.
        replaced: lines that did not, and were spoken as authored.
        fell_back: lines that were spoken as authored since the model failed or was not asked.
    """

    def __init__(self, port: ChatPort, *, name: str = "endpoint") -> None:
        self.name = name
        self.asked = self.retried = self.replaced = self.fell_back = 0
        self._port = port
        self._refused = False
        self._failures = 0
        self._rest = 0

    async def say(self, request: VoiceRequest, on_delta: OnDelta) -> VoiceLine:
        """Make one line; see `Voice.say`."""
        gist = authored_line(request)
        line = await self._make(request, gist)
        for piece in _PIECES.findall(line.text):
            await on_delta(piece)
        return line

    async def aclose(self) -> None:
        """Close the connections."""
        await self._port.aclose()

    async def _make(self, request: VoiceRequest, gist: Spoken) -> VoiceLine:
        if self._refused:
            return self._authored(gist)
        if self._rest:
            self._rest -= 1
            return self._authored(gist)
        self.asked += 1
        try:
            line = await self._ask(request, gist)
        except EndpointError as error:
            return self._authored(gist, self._note_failure(error))
        notice = "The model is back and speaks for the prospect again." if self._failures else ""
        self._failures = 0
        return replace(line, notice=notice)

    async def _ask(self, request: VoiceRequest, gist: Spoken) -> VoiceLine:
        """The model's line, or the authored one where the guard lets none through.

        The keys are those of the authored lines that it put in its own words: they count as said.
        """
        card = request.banks.persona.card
        names = (card.name, card.given_name, card.role)
        refusal: Refusal | None = None
        for attempt in range(_TRIES):
            advice = refusal.advice if refusal is not None else ""
            line = tidy(await self._collect(request, gist, advice), names)
            refusal = check(line, request, gist)
            if refusal is None:
                self.retried += attempt > 0
                return VoiceLine(line, gist.keys, (GUARD_RETRIED,) if attempt else ())
        self.replaced += 1
        return VoiceLine(gist.text, gist.keys, (GUARD_REPLACED,), pieces=gist.pieces)

    async def _collect(self, request: VoiceRequest, gist: Spoken, advice: str) -> str:
        text = ""
        async with open_stream(self._port, chat_request(request, gist, advice=advice)) as pieces:
            async for piece in pieces:
                text += piece
                if len(text) > _MOST_CHARACTERS:
                    break
        return text

    def _authored(self, gist: Spoken, notice: str = "") -> VoiceLine:
        self.fell_back += 1
        return VoiceLine(gist.text, gist.keys, (VOICE_FELL_BACK,), notice, gist.pieces)

    def _note_failure(self, error: EndpointError) -> str:
        """Take note of a failure; what the rep is told of it, the first time."""
        self._failures += 1
        if isinstance(error, EndpointRefused):
            self._refused = True
            return f"{error.message} The prospect speaks authored lines for the rest of this call."
        if self._failures >= _FAILURES_BEFORE_REST:
            self._rest = _REST_LINES
        if self._failures > 1:
            return ""
        return f"{error.message} The prospect speaks authored lines until the model is back."


def endpoint_voice(settings: Settings) -> EndpointVoice:
    """The voice of the endpoint that is set.

    Raises:
        UsageError: none is.
    """
    if not settings.endpoint_configured:
        raise UsageError(
            "No endpoint is set for the endpoint voice.",
            hint="Set OPENAI_API_KEY, or OPENAI_BASE_URL for a server of your own.",
        )
    from simulator.llm.openai_port import OpenAIPort  # noqa: PLC0415 - not for callers with a port of their own

    return EndpointVoice(OpenAIPort.from_settings(settings))


def local_voice(settings: Settings) -> EndpointVoice:
    """The voice of the model file that is set, run in this process.

    Raises:
        UsageError: none is, it is not there, or the extra is not installed.
    """
    from simulator.llm.local_port import LocalPort  # noqa: PLC0415

    return EndpointVoice(LocalPort.from_settings(settings), name="local")
