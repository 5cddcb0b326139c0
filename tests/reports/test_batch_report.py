"""The page of a run: complete without a network or a script, honest on what it leaves out, and data stays data."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from simulator.batch.failures import FailureKind
from simulator.domain.override import Override
from simulator.domain.scorecard import Dimension
from simulator.errors import UnknownNameError, WorkError
from simulator.reports import batch_words
from simulator.reports.batch_digest import digest_of
from simulator.reports.batch_records import run_of
from simulator.reports.batch_report import write_report
from simulator.reports.overrides import add_override, overrides_of
from tests.reports.sample_runs import record, write_run

ROOT = Path(batch_words.__file__).parents[1]
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'&{{7*7}}{% raw %}\u202e\x1b[31m"


class _Page(HTMLParser):
    """Tags and attributes of a page, its headings, and whether every tag is closed."""

    VOID = frozenset({"meta", "br", "link", "img", "input", "hr"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def _page(folder: Path, records: list[dict[str, Any]], failures: int = 0, **run: Any) -> _Page:
    write_report(folder, write_run(folder, records, failures, **run))
    return _Page((folder / "report.html").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> _Page:
    """A batch of many calls, judged, with failures."""
    folder = tmp_path_factory.mktemp("big")
    records = [record(number, judged=True) for number in range(120)]
    records[5]["rep"] = records[6]["rep"] = "Zed Two"
    return _page(folder, records, 9, cost=4.82, currency="USD")


def test_page_stands_alone_and_is_well_formed(big: _Page) -> None:
    assert big.open == []
    assert not {"script", "link", "img", "iframe", "object"} & {tag for tag, _ in big.tags}
    for _, attributes in big.tags:
        assert not any(name.startswith("on") for name in attributes)
        assert not str(attributes.get("href", "#")).startswith(("http", "//", "javascript:"))
        assert "src" not in attributes
    ids = [attributes["id"] for _, attributes in big.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    links = {str(attributes["href"])[1:] for tag, attributes in big.tags if tag == "a"}
    assert links <= set(ids)


def test_page_can_be_read_without_seeing_it(big: _Page) -> None:
    pictures = [
        attributes for tag, attributes in big.tags if tag == "svg" and "aria-hidden" not in attributes
    ]
    assert pictures
    assert all(one["role"] == "img" and one["aria-labelledby"] for one in pictures)
    assert sum(tag == "title" for tag, _ in big.tags) == len(pictures) + 1
    tables = sum(tag == "table" for tag, _ in big.tags)
    assert sum(tag == "caption" for tag, _ in big.tags) >= tables - 1
    assert sum(tag == "h1" for tag, _ in big.tags) == 1


def test_sections_come_in_the_order_in_which_they_are_wanted(big: _Page) -> None:
    found = [attributes["id"] for tag, attributes in big.tags if tag == "section"]
    assert found == (
        "summary flags distribution reps weeks moments hour measures judge failures cost provenance".split()
    )


def test_reps_are_not_ranked_and_few_calls_are_too_few_to_say(big: _Page) -> None:
    names = re.findall(r"(Ana Ferro|Bo Lindqvist|Cai Morgan|Eli Okafor|Zed Two) (\d+)", big.text)
    assert [name for name, _ in names] == sorted(name for name, _ in names)
    assert re.search(r"Zed Two 2 .{0,80}too few to say", big.text)


def test_page_tells_cost_cache_and_failures_with_what_to_do(big: _Page) -> None:
    assert "4.82 USD" in big.text
    assert "72 % from the provider's cache" in big.text
    assert "Export with speaker labels" in big.text
    assert "9 transcripts could not be scored" in big.text


def test_every_kind_of_failure_has_words_and_what_to_do() -> None:
    assert set(batch_words.FAILURES) == set(FailureKind)


def test_words_that_speak_against_a_rep_are_those_of_the_scorer() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "scoring").glob("*.py"))
    for words in (*batch_words.AGAINST, *batch_words.NEUTRAL):
        assert f'"{words}' in source, words


def test_what_a_transcript_or_a_file_says_stays_text(tmp_path: Path) -> None:
    one = record(2, judged=True, transcript=HOSTILE, rep=HOSTILE, source=HOSTILE)
    one["flags"] = [{"kind": HOSTILE, "turn": 1, "quote": HOSTILE, "fact": HOSTILE}]
    for dimension in one["dimensions"].values():
        dimension["note"] = HOSTILE
        dimension["evidence"] = [{"turn": 1, "quote": HOSTILE, "why": f"unasked advice {HOSTILE}"}]
    for verdict in one["judgement"]["verdicts"]:
        verdict["reason"] = verdict["criterion"] = HOSTILE
    one["judgement"]["steering"] = [{"turn": 1, "quote": HOSTILE, "why": HOSTILE}]
    one["judgement"]["troubles"] = [HOSTILE]
    one["judgement"]["model"] = one["provenance"]["model"] = HOSTILE
    for records in ([one], [one, record(3)], [one, *(record(number, rep=HOSTILE) for number in range(25))]):
        page = _page(tmp_path, records, currency=HOSTILE, cost=1.0, engine=HOSTILE)
        assert not {"script", "img"} & {tag for tag, _ in page.tags}
        assert page.open == []
        text = (tmp_path / "report.html").read_text(encoding="utf-8")
        assert "<script>alert" not in text
        assert "{{7*7}}" in text  # not worked out, but shown
        assert "\u202e" not in text
        assert "\x1b" not in text


def test_not_observed_is_a_dash_and_never_a_zero(tmp_path: Path) -> None:
    one = record(1)
    one["total"] = None
    for dimension in one["dimensions"].values():
        dimension.update(score=None, basis="not_observed", evidence=[])
    page = _page(tmp_path, [one])
    assert "not observed" in page.text
    assert not re.search(r"(Probing|Time|Listening) 0 ", page.text)


@pytest.mark.parametrize(
    ("records", "failures", "words"),
    [(0, 0, "Nothing was scored."), (0, 3, "3 transcripts could not be"), (1, 0, "1 call")],
)
def test_hardly_anything_makes_a_page_too(tmp_path: Path, records: int, failures: int, words: str) -> None:
    assert words in _page(tmp_path, [record(number) for number in range(records)], failures).text


def test_pair_is_laid_side_by_side_and_the_difference_is_said_at_once(tmp_path: Path) -> None:
    records = sorted((record(number) for number in range(30)), key=lambda one: one["total"])
    page = _page(tmp_path, [records[-1], records[0]])
    summary = page.text.split("Flags stand")[0]
    assert f"“{records[-1]['transcript']}”" in summary
    assert "is ahead of" in summary
    assert "What sets them apart" in page.text
    for one in (records[0], records[-1]):
        for dimension in one["dimensions"].values():
            for found in dimension["evidence"]:
                assert " ".join(found["quote"].split()) in page.text


def test_measured_and_judged_can_be_told_apart_over_all_calls_and_in_each(tmp_path: Path) -> None:
    judged = record(2, judged=True)
    page = _page(tmp_path, [judged, record(3)])
    made = judged["provenance"]
    both = [name for name in made["judged"] if name in made["measured"]]
    assert both
    for name in both:
        assert f"measured {made['measured'][name]:.0f}, judged {made['judged'][name]:.0f}" in page.text
    assert "Measured and judged apart" in page.text
    assert "Measured and judged apart" not in _page(tmp_path / "none", [record(2), record(3)]).text


def test_small_batch_has_a_card_for_each_call(tmp_path: Path) -> None:
    page = _page(tmp_path, [record(number) for number in range(20)])
    assert sum(tag == "article" for tag, _ in page.tags) == 20
    page = _page(tmp_path, [record(number) for number in range(21)])
    assert 0 < sum(tag == "article" for tag, _ in page.tags) <= 10


def test_page_does_not_grow_with_the_batch(tmp_path: Path) -> None:
    sizes = []
    lines = [json.dumps(record(number, judged=True)) + "\n" for number in range(60)]
    for many in (4, 16):
        folder = tmp_path / str(many)
        write_run(folder, [])
        with (folder / "scores.jsonl").open("w", encoding="utf-8") as file:
            for turn in range(many):
                file.writelines(line.replace('"calls/', f'"calls/{turn}/', 1) for line in lines)
        write_report(folder, run_of(folder))
        sizes.append((folder / "report.html").stat().st_size)
        assert digest_of(folder).scored == 60 * many
    assert sizes[1] < 1.1 * sizes[0] < 600_000


def test_override_stands_beside_the_figure_and_changes_nothing_of_it(tmp_path: Path) -> None:
    records = [record(number) for number in range(3)]
    write_run(tmp_path, records)
    before = (tmp_path / "scores.jsonl").read_bytes()
    name = records[1]["transcript"]
    for score, minute in ((20.0, 1), (35.0, 2)):
        when = datetime(2026, 11, 2, 9, minute, tzinfo=UTC)
        one = Override(
            transcript=name,
            dimension=Dimension.PROBING,
            score=score,
            by="Ina",
            when=when,
            why="They were led.",
        )
        assert add_override(tmp_path, one) == records[1]["dimensions"]["probing"]["score"]
    assert (tmp_path / "scores.jsonl").read_bytes() == before
    assert len((tmp_path / "overrides.jsonl").read_text().splitlines()) == 2
    assert [one.score for one in overrides_of(tmp_path)] == [35.0]
    write_report(tmp_path, {})
    page = _Page((tmp_path / "report.html").read_text(encoding="utf-8"))
    assert "35 says Ina on 2026-11-02: They were led." in page.text
    assert "Second opinions" in page.text


def test_override_of_an_unknown_transcript_is_refused_with_the_nearest(tmp_path: Path) -> None:
    records = [record(1)]
    write_run(tmp_path, records)
    name = records[0]["transcript"]
    one = Override(
        transcript=name + "x", dimension="total", score=1.0, by="I", when=datetime.now(UTC), why="w"
    )
    with pytest.raises(UnknownNameError, match=re.escape(f'Did you mean "{name}"?')):
        add_override(tmp_path, one)
    assert not (tmp_path / "overrides.jsonl").exists()


def test_broken_line_of_overrides_is_said_with_its_place(tmp_path: Path) -> None:
    write_run(tmp_path, [record(1)])
    (tmp_path / "overrides.jsonl").write_text('{"transcript": "x"}\n', encoding="utf-8")
    with pytest.raises(WorkError, match=r"overrides\.jsonl:1"):
        write_report(tmp_path, {})
