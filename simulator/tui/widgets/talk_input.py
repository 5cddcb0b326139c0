"""Where the rep types what they say."""

from __future__ import annotations

from textual import events
from textual.message import Message
from textual.widgets import Input

from simulator.call.lines import MOST_CHARACTERS


class TalkInput(Input):
    """One line; what is pasted over several lines becomes one."""

    class TooMuchPasted(Message):
        """More was pasted than anybody says in one breath; nothing of it was taken."""

        def __init__(self, characters: int) -> None:
            super().__init__()
            self.characters = characters

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        if len(event.text) + len(self.value) > MOST_CHARACTERS:
            self.post_message(self.TooMuchPasted(len(event.text)))
            return
        self.insert_text_at_cursor(" ".join(event.text.split()))

    def give_back(self, text: str) -> None:
        """Put a line back that was not said, before whatever was typed meanwhile; who is typing goes on where they are."""
        if not self.value:
            self.value = text
            self.cursor_position = len(text)
            return
        at = len(text) + 1 + self.cursor_position
        self.value = f"{text} {self.value}"
        self.cursor_position = at
