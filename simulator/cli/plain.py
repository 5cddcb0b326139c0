"""A call by plain lines: usable by a screen reader, by a pipe, and by a program that reads events.

Standard output has the conversation, or the events; everything else goes to standard error. A line that begins with a
slash is a command. End of input hangs up.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from typing import BinaryIO

from simulator.call.commands import USAGE, Command, Name, command_of
from simulator.call.events import (
    Bungled,
    Ended,
    Event,
    Hinted,
    Noticed,
    ProspectBegan,
    ProspectDelta,
    ProspectSpoke,
    Researched,
    Started,
    TakenBack,
)
from simulator.call.finishing import finish_call
from simulator.call.lines import MOST_CHARACTERS
from simulator.call.session import Call
from simulator.cli.diagnostics import say, wrapped
from simulator.domain.text_safety import visible
from simulator.domain.transcript import Speaker
from simulator.errors import UsageError
from simulator.reports.call_text import ENDS
from simulator.reports.debrief_words import more_room

#: bytes of a line that are looked at; what is longer is refused, and never held in memory whole
_MOST_BYTES = 8 * MOST_CHARACTERS

#: the commands that work here; the brief stands above the conversation anyway
_KNOWN = tuple(name for name in Name if name is not Name.BRIEF)
_HELP_COLUMNS = 33


def _help() -> str:
    """The commands, as the screen lists them."""
    lines = []
    for usage in (USAGE[name] for name in _KNOWN):
        typed = f"  {usage.typed}"
        if len(typed) < _HELP_COLUMNS:
            lines.append(f"{typed:<{_HELP_COLUMNS + 2}}{usage.does}")
        else:
            lines += [typed, " " * (_HELP_COLUMNS + 2) + usage.does]
    return "\n".join(("Commands:", *lines, "Anything else is what you say. An empty line is a silence."))


class PlainCall:
    """Plays one call by lines.

    Args:
        call: the call, new or taken up again.
        as_json: print events instead of the conversation.
        source: where the rep's lines come from, in bytes.
    """

    def __init__(self, call: Call, *, as_json: bool = False, source: BinaryIO | None = None) -> None:
        self._call, self._as_json = call, as_json
        self._source = source or sys.stdin.buffer
        self._silences = 0

    async def run(self) -> None:
        """The whole call, and its debrief."""
        try:
            await self._show(self._call.open())
            if not self._as_json:
                self._brief()
            while not self._call.is_over:
                line = await asyncio.to_thread(self._next_line)
                if line is None:
                    await self._show(self._call.hang_up())
                else:
                    await self._take(line)
            self._finish()
        finally:
            await self._call.aclose()

    def _next_line(self) -> str | None:
        """One line of input; None at its end. What is no text is made visible as such."""
        if not self._as_json and sys.stdin.isatty():
            sys.stderr.write("> ")
            sys.stderr.flush()
        raw = self._source.readline(_MOST_BYTES)
        if not raw:
            return None
        if not raw.endswith(b"\n") and len(raw) >= _MOST_BYTES:
            length = len(raw)
            while (more := self._source.readline(1 << 16)) and not more.endswith(b"\n"):
                length += len(more)
            length += len(more)
            say(
                f"That line has about {length:,} characters; nobody says that in one breath. "
                f"Say it in pieces of at most {MOST_CHARACTERS:,}."
            )
            return self._next_line()
        text = raw.decode("utf-8", errors="replace").rstrip("\r\n")
        if text.count("\ufffd") > len(text) / 4 or "\x00" in text:
            say("That was no text but binary data; it was not said. Type what you would say, or /help.")
            return self._next_line()
        return text

    async def _take(self, line: str) -> None:
        try:
            command = command_of(line, _KNOWN)
            if command is not None:
                await self._command(command)
                return
            if not line.strip():
                self._silences += 1
                if self._silences == 1:
                    say("You said nothing; they hear a silence. /help lists what you can do.")
            await self._show(self._call.say(line))
        except UsageError as error:
            say(str(error))

    async def _command(self, command: Command) -> None:
        match command.name:
            case Name.HELP:
                say(_help())
            case Name.HINT:
                await self._show(self._call.hint())
            case Name.RESEARCH:
                await self._research(command.rest)
            case Name.BACK:
                await self._show(self._call.take_back(*command.lesson_and_action))
            case Name.SILENCE:
                await self._show(self._call.say(""))
            case Name.HANG_UP:
                await self._show(self._call.hang_up())

    async def _research(self, topic: str) -> None:
        if topic:
            await self._show(self._call.research(topic))
            return
        findings = [
            one
            for one in self._call.setup.scenario.research
            if one.persona in {None, self._call.setup.persona.id}
        ]
        listed = "\n".join(f"  /research {one.id:<16} {one.title} ({one.cost_s} s)" for one in findings)
        say(
            f"The research desk has:\n{listed}"
            if findings
            else "The research desk has nothing on this campaign."
        )

    async def _show(self, events: AsyncIterator[Event]) -> None:
        async for event in events:
            if self._as_json:
                self._print_json(event)
            else:
                self._print_plain(event)

    def _print_json(self, event: Event) -> None:
        if not isinstance(event, (ProspectBegan, ProspectDelta)):
            print(json.dumps(event.to_json(), ensure_ascii=False), flush=True)

    def _print_plain(self, event: Event) -> None:
        match event:
            case ProspectSpoke(text=text):
                self._print_spoken(text)
            case Bungled(why=why, can_take_back=True, second_chances_left=left):
                chances = "one second chance" if left == 1 else f"{left} second chances"
                say(f"[bungle] {why} You have {chances}: /back WHAT WENT WRONG | WHAT YOU DO INSTEAD")
            case Bungled(why=why):
                say(f"[bungle] {why}")
            case TakenBack(second_chances_left=left):
                say(f"[taken back] The call stands where it stood before. Second chances left: {left}.")
                self._print_spoken(self._last_said())
            case Hinted(text=text, hints_left=left):
                say(f"[coach] {text} ({left} left)")
            case Researched(text=text, cost_s=cost_s):
                say(f"[research, {cost_s} s] {text}")
            case Noticed(text=text):
                say(f"[notice] {text}")
            case Ended(reason=reason):
                say(f"[end] {ENDS[reason]}")
            case Started(resumed=True, prospect=prospect):
                say(f"[resumed] {self._goes_on(prospect)}")
            case _:
                pass

    def _goes_on(self, prospect: str) -> str:
        """What is said of a call that is taken up, and of a new try that begins now."""
        played = self._call.played()
        if played.retried is None or played.retried.turn != len(played.turns):
            return f"The call with {prospect} goes on."
        room = more_room(played.patience_given, played.retried.more_s)
        return f"A new try with {prospect} from turn {played.retried.turn}. {room}".rstrip()

    def _print_spoken(self, text: str) -> None:
        spoken = f"{self._call.setup.persona.card.given_name}: {visible(text)}"
        print(wrapped(spoken, sys.stdout), flush=True)

    def _last_said(self) -> str:
        """What the prospect said last, of what stands: the line that is to be answered now."""
        return next(
            turn.text for turn in reversed(self._call.played().standing()) if turn.speaker is Speaker.PROSPECT
        )

    def _brief(self) -> None:
        setup = self._call.setup
        lead = setup.scenario.lead(setup.persona.id)
        say(
            f"[call {self._call.call_id}] You are {setup.scenario.rep_name} of {setup.scenario.offer.company}. "
            f"Goal: {setup.scenario.goal}"
            + (
                f"\n[lead] {setup.persona.card.name}, {setup.persona.card.role}, {setup.persona.card.company}. {lead.note}"
                if lead
                else ""
            )
            + "\n/help lists the commands; what you type is what you say."
        )

    def _finish(self) -> None:
        finished = finish_call(self._call.played(), self._call.keeper)
        if self._as_json:
            self._print_json(finished.event)
        else:
            print()
            print(visible(finished.text), flush=True)
