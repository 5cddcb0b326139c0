"""How lines come word by word."""

from __future__ import annotations

import asyncio

from simulator.call.events import Event, ProspectBegan, ProspectDelta, ProspectSpoke
from simulator.tui.pacing import Pacer

LINE = "Well. We do it on the board, every morning."


async def walked(pacer: Pacer, *events: Event) -> list[Event]:
    return [piece for event in events for piece in [one async for one in pacer.walk(event)]]


def text_of(events: list[Event]) -> str:
    return "".join(one.text for one in events if isinstance(one, ProspectDelta))


async def test_natural_pace_gives_words_with_waits() -> None:
    waits: list[float] = []

    async def wait(seconds: float) -> None:
        waits.append(seconds)

    pieces = await walked(
        Pacer(natural=True, wait=wait), ProspectBegan(turn=2), ProspectDelta(turn=2, text=LINE),
        ProspectSpoke(turn=2, text=LINE),
    )  # fmt: skip
    assert text_of(pieces) == LINE
    words = len(LINE.split())
    assert len(waits) == words  # a breath, then one between words
    assert 0.3 < waits[0] < 1.5
    assert waits[1] > waits[2]  # a rest after the sentence
    # three to four words a second faster than talk
    assert 5.6 <= 1 / waits[2] <= 6.6


async def test_longer_line_has_a_longer_breath_with_a_limit() -> None:
    waits: list[float] = []

    async def wait(seconds: float) -> None:
        waits.append(seconds)

    pacer = Pacer(natural=True, wait=wait)
    await walked(pacer, ProspectDelta(turn=0, text="Yes."))
    short = waits[0]
    waits.clear()
    await walked(pacer, ProspectDelta(turn=2, text="word " * 20))
    longer = waits[0]
    waits.clear()
    await walked(pacer, ProspectDelta(turn=4, text="word " * 500))
    assert short < longer < waits[0] <= 1.4


async def test_line_without_pieces_is_paced_too() -> None:
    async def wait(seconds: float) -> None:
        pass

    pieces = await walked(Pacer(natural=True, wait=wait), ProspectSpoke(turn=0, text=LINE))
    assert isinstance(pieces[0], ProspectBegan)
    assert text_of(pieces) == LINE
    assert isinstance(pieces[-1], ProspectSpoke)


async def test_instant_pace_passes_events_on() -> None:
    events = [ProspectBegan(turn=0), ProspectDelta(turn=0, text=LINE), ProspectSpoke(turn=0, text=LINE)]
    assert await walked(Pacer(natural=False), *events) == events


async def test_skip_says_the_rest_at_once_and_only_of_this_line() -> None:
    pacer = Pacer(natural=True)
    await walked(pacer, ProspectBegan(turn=0))
    pacer.skip()
    async with asyncio.timeout(0.3):  # the line alone would take over a second
        await walked(pacer, ProspectDelta(turn=0, text=LINE))
    await walked(pacer, ProspectBegan(turn=2))
    assert not pacer.skipping


async def test_line_that_is_cut_off_stops_at_the_word_and_its_end_is_swallowed() -> None:
    words = 0
    pacer: Pacer

    async def wait(seconds: float) -> None:
        nonlocal words
        words += 1
        if words == 3:
            pacer.hold()
            pacer.drop(2)

    pacer = Pacer(natural=True, wait=wait)
    pieces = await walked(
        pacer, ProspectBegan(turn=2), ProspectDelta(turn=2, text=LINE), ProspectSpoke(turn=2, text=LINE)
    )
    assert text_of(pieces) == "Well. We "
    assert pacer.shown(2) == "Well. We "
    assert pacer.shown(4) == ""
    assert not any(isinstance(one, ProspectSpoke) for one in pieces)


async def test_held_line_goes_on_when_asked_to_skip() -> None:
    pacer = Pacer(natural=True)
    await walked(pacer, ProspectBegan(turn=0))
    pacer.hold()
    walking = asyncio.create_task(walked(pacer, ProspectDelta(turn=0, text=LINE)))
    await asyncio.sleep(0)
    pacer.skip()
    assert text_of(await walking) == LINE
