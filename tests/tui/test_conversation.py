"""The conversation with more entries than anybody says."""

from __future__ import annotations

from textual import on
from textual.app import App, ComposeResult

from simulator.tui.shown import Entry, Kind
from simulator.tui.widgets.conversation import Conversation, MoreBelow
from simulator.tui.widgets.entry_view import EntryView


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
        assert str(app.query_one(EntryView).render()).split() == ["Marion", "Yes?"]


class WithWord(Bare):
    def compose(self) -> ComposeResult:
        yield Conversation()
        yield MoreBelow()

    @on(Conversation.Unseen)
    def _tell(self, event: Conversation.Unseen) -> None:
        self.query_one(MoreBelow).show(event.entries)


async def test_long_call_taken_up_again_makes_widgets_of_its_end_only() -> None:
    app = Bare()
    async with app.run_test(size=(80, 24)) as pilot:
        conversation = app.query_one(Conversation)
        for key in range(800):
            conversation.show(entry(key))
        await pilot.pause()
        assert [view.key for view in app.query(EntryView)] == list(range(740, 800))
        assert len(conversation.entries()) == 800


async def test_long_call_can_be_read_from_end_to_start_and_back() -> None:
    app = Bare()
    async with app.run_test(size=(80, 24)) as pilot:
        conversation = app.query_one(Conversation)
        for key in range(150):
            conversation.show(entry(key))
        await pilot.pause()
        for _ in range(3):
            conversation.scroll_home(animate=False)
            conversation.page_up()
            await pilot.pause()
        assert [view.key for view in app.query(EntryView)] == list(range(150))
        conversation.scroll_end(animate=False)
        await pilot.pause()
        assert conversation.is_vertical_scroll_end
        conversation.show(entry(150))
        await pilot.pause()
        assert conversation.is_vertical_scroll_end
        assert [view.key for view in app.query(EntryView)] == list(range(91, 151))


async def test_who_reads_further_up_is_told_what_came_below() -> None:
    app = WithWord()
    async with app.run_test(size=(80, 24)) as pilot:
        conversation, word = app.query_one(Conversation), app.query_one(MoreBelow)
        for key in range(40):
            conversation.show(entry(key))
        await pilot.pause()
        assert not word.display
        conversation.scroll_page_up(animate=False)
        await pilot.pause()
        at = conversation.scroll_y
        for key in (40, 41, 41, 42):
            conversation.show(entry(key))
        conversation.drop(42)
        await pilot.pause()
        assert str(word.render()) == "2 new lines – PgDn"
        assert conversation.scroll_y == at
        for _ in range(5):
            conversation.scroll_page_down(animate=False)
            await pilot.pause()
        assert not word.display
        assert conversation.is_vertical_scroll_end


async def test_odd_text_is_laid_out_within_its_column() -> None:
    texts = (
        "wide 日本語 " * 40,
        "👩\u200d👩\u200d👧 " * 40,
        "e\u0301" * 300,
        "עברית مرحبا " * 40,
        "x" * 2_000,
    )
    app = Bare()
    async with app.run_test(size=(60, 200)) as pilot:
        conversation = app.query_one(Conversation)
        for key, text in enumerate(texts):
            conversation.show(Entry(key, Kind.PROSPECT, "日本語の長い名前です", text))
        await pilot.pause()
        rows = app.screen._compositor.render_strips()
        assert {row.cell_length for row in rows} == {60}
        shown = "".join(segment.text for row in rows for segment in row)
        assert shown.count("x") == 2_000
        assert shown.count("本語 ") == 40


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
