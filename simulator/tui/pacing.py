"""How fast a prospect speaks on the screen: a short breath, then words; or everything at once."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

from simulator.call.events import Event, ProspectBegan, ProspectDelta, ProspectSpoke
from simulator.domain.played import CUT_OFF
from simulator.domain.speech_time import WORDS_PER_S

#: words a second faster than talk: reading along is easier than waiting
_FASTER_WORDS_PER_S = 3.4
_WORD_S = 1 / (WORDS_PER_S + _FASTER_WORDS_PER_S)
#: the breath before a line, in seconds: what is always there, what each word to come adds, and the longest
_BREATH_S, _BREATH_PER_WORD_S, _LONGEST_BREATH_S = 0.35, 0.03, 1.4
#: the rest after a sentence, in seconds
_REST_S = 0.25
_WORDS = re.compile(r"\s*\S+\s*")
_SENTENCE_END = re.compile(r"[.!?…][”’\"')]*\s*$")

Wait = Callable[[float], Coroutine[Any, Any, None]]


class Pacer:
    """Lets a prospect's lines come as they would be said.

    Args:
        natural: at the pace of talk; else everything at once.
        wait: waits for that many seconds; given by tests.
    """

    def __init__(self, *, natural: bool, wait: Wait | None = None) -> None:
        self.natural = natural
        self._wait = wait or asyncio.sleep
        self._skipped = asyncio.Event()
        self._spoken_turn: int | None = None
        self._shown: tuple[int, str] = (-1, "")
        self._going = asyncio.Event()
        self._going.set()
        self._dropped: int | None = None

    @property
    def skipping(self) -> bool:
        """Whether the rest of this line comes at once."""
        return self._skipped.is_set()

    def skip(self) -> None:
        """Say the rest of this line at once."""
        self._skipped.set()
        self._going.set()

    def shown(self, turn: int | None) -> str:
        """What has been shown of a line so far."""
        return self._shown[1] if self._shown[0] == turn else ""

    def hold(self) -> None:
        """Not a word more, until `drop` or `skip`."""
        self._going.clear()

    def drop(self, turn: int) -> None:
        """Show nothing more of this line: it was cut off."""
        self._dropped = turn
        self._skipped.set()
        self._going.set()

    def set_natural(self, natural: bool) -> None:
        """Go on at another pace; what is being said at this moment is said at once where that is wanted."""
        self._natural = natural
        if not natural:
            self.skip()

    async def walk(self, event: Event) -> AsyncIterator[Event]:
        """The event, in pieces where it is a line that is spoken whole."""
        if isinstance(event, ProspectBegan):
            self._skipped.clear()
        elif isinstance(event, ProspectDelta):
            if self.natural:
                async for piece in self._words(event.turn, event.text):
                    yield piece
                return
            self._show(event)
        elif isinstance(event, ProspectSpoke):
            if self.natural and self._spoken_turn != event.turn:
                # the pick-up comes without pieces
                self._skipped.clear()
                yield ProspectBegan(turn=event.turn)
                async for piece in self._words(event.turn, event.text):
                    yield piece
            if self._dropped == event.turn and CUT_OFF not in event.marks:
                return  # what was heard of it comes in its place
            self._shown = event.turn, event.text
        yield event

    async def _words(self, turn: int, text: str) -> AsyncIterator[Event]:
        words = _WORDS.findall(text)
        if self._spoken_turn != turn:
            self._spoken_turn = turn
            await self._wait_or_skip(min(_LONGEST_BREATH_S, _BREATH_S + _BREATH_PER_WORD_S * len(words)))
        for index, word in enumerate(words):
            await self._going.wait()
            if self._dropped == turn:
                return
            piece = ProspectDelta(turn=turn, text=word)
            self._show(piece)
            yield piece
            if index < len(words) - 1:
                await self._wait_or_skip(_WORD_S + (_REST_S if _SENTENCE_END.search(word) else 0.0))

    def _show(self, piece: ProspectDelta) -> None:
        self._shown = piece.turn, self.shown(piece.turn) + piece.text

    async def _wait_or_skip(self, seconds: float) -> None:
        if self._skipped.is_set():
            return
        ways = [asyncio.ensure_future(self._wait(seconds)), asyncio.ensure_future(self._skipped.wait())]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
