"""The conversation with more entries than anybody says."""

from __future__ import annotations

from textual.app import App, ComposeResult

from simulator.tui.shown import Entry, Kind
from simulator.tui.widgets.conversation import Conversation, EntryView


class Bare(App[None]):
    def compose(self) -> ComposeResult:
        yield Conversation()


def entry(key: int) -> Entry:
    return Entry(key, Kind.REP, "You", f"line {key}")


async def test_long_conversation_holds_a_window_of_widgets_and_brings_the_rest_on_scrolling() -> None:
    app = Bare()
    async with app.run_test(size=(80, 24)) as pilot:
        conversation = app.query_one(Conversation)
        for key in range(100):
            conversation.show(entry(key))
        await pilot.pause()
        assert len(app.query(EntryView)) == 60
        assert len(conversation.entries()) == 100
        assert conversation.is_vertical_scroll_end
        for _ in range(3):
            conversation.scroll_home(animate=False)
            await pilot.pause()
        assert len(app.query(EntryView)) == 100
        views = [view.key for view in app.query(EntryView)]
        assert views == sorted(views)


async def test_new_entry_does_not_move_somebody_who_reads_further_up() -> None:
    app = Bare()
    async with app.run_test(size=(80, 24)) as pilot:
        conversation = app.query_one(Conversation)
        for key in range(40):
            conversation.show(entry(key))
        await pilot.pause()
        conversation.scroll_page_up(animate=False)
        await pilot.pause()
        before = conversation.scroll_y
        conversation.show(entry(40))
        await pilot.pause()
        assert conversation.scroll_y == before


async def test_changed_entry_shows_its_new_words_even_before_it_stood_there() -> None:
    app = Bare()
    async with app.run_test(size=(80, 24)) as pilot:
        conversation = app.query_one(Conversation)
        conversation.show(Entry(0, Kind.PROSPECT, "Marion", "", speaking=True))
        conversation.show(Entry(0, Kind.PROSPECT, "Marion", "Yes?"))
        await pilot.pause()
        shown = [str(part.render()) for part in app.query_one(EntryView).query("Static")]
        assert shown == ["Marion", "Yes?"]


async def test_dropped_entry_is_gone() -> None:
    app = Bare()
    async with app.run_test(size=(80, 24)) as pilot:
        conversation = app.query_one(Conversation)
        conversation.show(entry(0))
        conversation.show(entry(1))
        await pilot.pause()
        conversation.drop(0)
        await pilot.pause()
        assert [view.key for view in app.query(EntryView)] == [1]
        assert [one.key for one in conversation.entries()] == [1]
