"""What is told while a run goes."""

from __future__ import annotations

import io

import pytest

from simulator.batch.progress import Progress, Standing, spell


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class _Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_pipe_gets_a_line_every_so_often() -> None:
    clock, stream = _Clock(), io.StringIO()
    progress = Progress(stream, lambda: Standing(scored=1200, failed=3), clock=clock)
    for _ in range(250):
        clock.now += 0.1
        progress.tick()
    progress.clear()
    first, second = stream.getvalue().splitlines()
    assert first.startswith("1,200 scored · 3 failed · 119.1/s")
    assert "\x1b" not in stream.getvalue()
    assert second != first


def test_terminal_has_one_live_line_that_fits_and_can_be_wiped() -> None:
    clock, stream = _Clock(), _Terminal()
    progress = Progress(stream, lambda: Standing(1, 2, concurrency=8), clock=clock, columns=lambda: 20)
    for _ in range(3):
        clock.now += 1.0
        progress.tick()
    progress.clear()
    assert "\n" not in stream.getvalue()
    shown = stream.getvalue().split("\r\x1b[K")
    assert len(shown) == 5
    assert max(map(len, shown)) < 20
    assert shown[-1] == ""


def test_nothing_is_told_or_even_asked_when_quiet() -> None:
    progress = Progress(None, lambda: pytest.fail("asked"))
    progress.tick()
    progress.clear()


def test_judged_run_tells_tokens_cost_and_requests_at_once() -> None:
    progress = Progress(io.StringIO(), lambda: Standing(0, 0), clock=_Clock())
    line = progress.line(Standing(1, 0, tokens=1234, cost=0.5, concurrency=16), now=101.0)
    assert line == "1 scored · 0 failed · 1.0/s · 1,234 tokens · cost 0.5 · 16 at once"


def test_time_left_is_told_where_the_size_is_known() -> None:
    progress = Progress(io.StringIO(), lambda: Standing(0, 0), clock=_Clock())
    assert "left" not in progress.line(Standing(1, 0), now=200.0)
    assert progress.line(Standing(10, 0, share=0.25), now=200.0).endswith("25% · 5 min left")


def test_time_left_is_not_shortened_by_what_was_passed_over() -> None:
    progress = Progress(io.StringIO(), lambda: Standing(0, 0), clock=_Clock())
    progress.line(Standing(1, 0, passed=500, share=0.5), now=101.0)
    assert progress.line(Standing(10, 0, passed=500, share=0.6), now=111.0).endswith("60% · 40 s left")


@pytest.mark.parametrize(("seconds", "words"), [(5, "5 s"), (90, "2 min"), (7200, "2.0 h")])
def test_span_is_spelt(seconds: float, words: str) -> None:
    assert spell(seconds) == words
