"""Batches that fail, end early, are cut or get lost: what is told, what is done again, and nothing paid twice."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from simulator.errors import EndpointError
from tests.batch.batching import batched, finish_all, paid_once
from tests.batch.running import ANSWER, VERDICTS, lines
from tests.servers.batch_server import BatchServer, answered, cut_content
from tests.servers.openai_server import raw, says, served, status

_KEY = "sk-a-key-that-nobody-may-see"
pytestmark = pytest.mark.usefixtures("quick")


def test_request_that_failed_is_tried_in_next_batches_and_is_a_failure_then(
    tmp_path: Path, many: Path
) -> None:
    out = tmp_path / "out"

    def answers(body: Mapping[str, Any]) -> tuple[int, object]:
        said = str(body["messages"])
        if "Desk 2." in said:
            return 500, {"error": {"message": "The server had an error.", "type": "server_error"}}
        if "Desk 4." in said:
            return 400, {"error": {"message": "It breaks a rule.", "code": "content_policy"}}
        return answered(body)

    with served(BatchServer()) as server:
        batched([many], out, server.base_url)
        for _ in range(2):
            server.finish(answers)
            assert batched([many], out, server.base_url).run["handed_over"] == 1
        server.finish(answers)
        done = batched([many], out, server.base_url)
        assert (done.ended, done.run["scored"]) == ("done", 4)
        failures = {
            one["transcript"]: (one["kind"], one["attempts"]) for one in lines(out / "failures.jsonl")
        }
        assert failures == {"call-2": ("endpoint_unreachable", 3), "call-4": ("endpoint_refused", 1)}
        # what failed is tried again by a new run, as ever
        assert batched([many], out, server.base_url).run["handed_over"] == 2
        finish_all(server, many, out)


@pytest.mark.parametrize("ended", ["expired", "cancelled"])
def test_batch_that_ended_early_is_collected_and_only_its_rest_handed_over(
    tmp_path: Path, many: Path, ended: str
) -> None:
    out, told = tmp_path / "out", []  # type: Path, list[str]
    with served(BatchServer()) as server:
        batched([many], out, server.base_url)
        server.finish(ended=ended, most=2)
        stand = batched([many], out, server.base_url, told=told)
        assert (stand.ended, stand.run["scored"], stand.run["handed_over"]) == ("handed_over", 3, 3)
        assert any("2 of 5 were answered, and only the rest is handed over again" in one for one in told)
        finish_all(server, many, out)


def test_batch_that_failed_is_told_with_its_reason_and_handed_over_again(tmp_path: Path, many: Path) -> None:
    out, told = tmp_path / "out", []  # type: Path, list[str]
    with served(BatchServer()) as server:
        batched([many], out, server.base_url)
        server.refuse("strange", "Something is strange.")
        assert batched([many], out, server.base_url, told=told).failed == 5
        assert any("Something is strange" in one for one in told)
        assert {one["kind"] for one in lines(out / "failures.jsonl")} == {"endpoint_refused"}
        assert batched([many], out, server.base_url).run["handed_over"] == 5
        finish_all(server, many, out)


def test_full_queue_is_filled_bit_by_bit(tmp_path: Path, many: Path) -> None:
    out = tmp_path / "out"
    with served(BatchServer()) as server:
        batched([many], out, server.base_url)
        server.refuse("token_limit_exceeded", "Enqueued token limit reached.")
        sizes = []
        while (stand := batched([many], out, server.base_url)).ended == "handed_over":
            (batch,) = server.open
            sizes.append(len(server.lines(batch)))
            server.finish()
        assert (stand.run["scored"], stand.failed) == (6, 0)
        assert sizes[0] == 2
        paid_once(server, 6)


def test_batch_refused_for_want_of_credit_stops_the_run(tmp_path: Path, many: Path) -> None:
    out = tmp_path / "out"
    with served(BatchServer()) as server:
        batched([many], out, server.base_url)
        server.refuse("billing_hard_limit_reached", "Billing hard limit has been reached.")
        stand = batched([many], out, server.base_url)
        assert stand.ended == "refused"
        assert "Billing hard limit" in str(stand.error)
        assert len(server.batches) == 1
        batched([many], out, server.base_url)
        server.finish()
        assert batched([many], out, server.base_url).run["scored"] == 6


@pytest.mark.parametrize("call", ["upload", "create", "list"])
def test_faults_while_handing_over_are_tried_again(tmp_path: Path, many: Path, call: str) -> None:
    out = tmp_path / "out"
    with served(BatchServer()) as server:
        server.first[call] = [
            status(429, retry_after="0"),
            status(500),
            raw(502, b"<html>", kind="text/html"),
        ]
        assert batched([many], out, server.base_url).ended == "handed_over"
        finish_all(server, many, out)


def test_batch_whose_making_was_not_heard_of_is_found_again(tmp_path: Path, many: Path) -> None:
    out = tmp_path / "out"
    with served(BatchServer()) as server:
        server.instead["create"] = [status(500)]
        assert batched([many], out, server.base_url).ended == "handed_over"
        assert (len(server.batches), server.calls["create"]) == (1, 1)


def test_upload_that_keeps_failing_is_told_and_gone_on_with_later(tmp_path: Path, many: Path) -> None:
    out = tmp_path / "out"
    with served(BatchServer()) as server:
        server.first["upload"] = [status(500)] * 5
        stand = batched([many], out, server.base_url)
        assert isinstance(stand.error, EndpointError)
        assert batched([many], out, server.base_url).ended == "handed_over"
        finish_all(server, many, out)


def test_download_that_is_cut_is_begun_again(tmp_path: Path, many: Path) -> None:
    out = tmp_path / "out"
    with served(BatchServer()) as server:
        batched([many], out, server.base_url)
        server.finish()
        data = server.files[server.batches["batch_1"]["output_file_id"]]
        # the second time nobody says how long it is, so that only its lines tell
        server.first["content"] = [
            cut_content(data),
            raw(200, data[: len(data) // 2]),
            raw(200, data[: data.index(b"\n") + 1]),
        ]
        assert batched([many], out, server.base_url).run["scored"] == 6
        assert server.calls["content"] == 4
        paid_once(server, 6)


def test_results_that_are_gone_are_asked_for_anew(tmp_path: Path, many: Path) -> None:
    out, told = tmp_path / "out", []  # type: Path, list[str]
    with served(BatchServer()) as server:
        batched([many], out, server.base_url)
        server.finish()
        del server.files[server.batches["batch_1"]["output_file_id"]]
        assert batched([many], out, server.base_url, told=told).run["handed_over"] == 5
        assert any("no longer has the results" in one for one in told)


def test_another_account_is_told_and_nothing_is_handed_over_twice(tmp_path: Path, many: Path) -> None:
    out = tmp_path / "out"
    with served(BatchServer()) as server:
        batched([many], out, server.base_url)
    with served(BatchServer()) as other:
        stand = batched([many], out, other.base_url)
        assert "does not know it" in str(stand.error)
        assert not other.batches


def test_results_of_others_and_broken_lines_do_no_harm(tmp_path: Path, many: Path) -> None:
    out = tmp_path / "out"
    with served(BatchServer()) as server:
        batched([many], out, server.base_url)
        server.finish()
        name = server.batches["batch_1"]["output_file_id"]
        first, *rest = server.files[name].splitlines(keepends=True)
        odd = [
            b"nonsense\n",
            b"[]\n",
            b'{"custom_id": 7}\n',
            first.replace(b'"custom_id": "', b'"custom_id": "x'),
            b"\xff\n",
        ]
        server.files[name] = b"".join([*odd, *rest])
        stand = batched([many], out, server.base_url)
        assert (stand.run["scored"], stand.run["handed_over"]) == (5, 1)


def test_key_that_is_refused_stops_before_anything_is_uploaded(tmp_path: Path, many: Path) -> None:
    with served(BatchServer(key=_KEY)) as server:
        stand = batched([many], tmp_path / "out", server.base_url, key="sk-wrong")
        assert (stand.ended, server.calls["upload"]) == ("refused", 0)
        assert "does not accept the key" in str(stand.error)


def test_ledger_that_was_torn_or_lost_a_line_break_goes_on(tmp_path: Path, many: Path) -> None:
    out = tmp_path / "out"
    with served(BatchServer()) as server:
        batched([many], out, server.base_url)
        ledger = out / "batch-api.jsonl"
        handed_over = ledger.read_bytes().splitlines(keepends=True)[-1]
        assert json.loads(handed_over)["event"] == "handed_over"
        # killed while it was noted
        ledger.write_bytes(ledger.read_bytes()[: -len(handed_over) // 2])
        assert batched([many], out, server.base_url).run["handed_over"] == 5
        assert len(server.batches) == 1
        finish_all(server, many, out)


def test_damaged_ledger_is_told_and_left_alone(tmp_path: Path, many: Path) -> None:
    out = tmp_path / "out"
    with served(BatchServer()) as server:
        batched([many], out, server.base_url)
        ledger = out / "batch-api.jsonl"
        ledger.write_bytes(b"{broken\n" + ledger.read_bytes())
        with pytest.raises(Exception, match="is damaged near line 1"):
            batched([many], out, server.base_url)
        assert len(server.batches) == 1


def test_endpoint_without_batches_is_told(tmp_path: Path, many: Path) -> None:
    with served(BatchServer()) as server:
        server.first["upload"] = [status(404)]
        assert "There are no batches at" in str(batched([many], tmp_path / "out", server.base_url).error)


def test_answer_at_once_that_fails_does_not_stop_the_batch(tmp_path: Path, many: Path) -> None:
    with served(BatchServer(status(500), says(ANSWER))) as server:
        assert batched([many], tmp_path / "out", server.base_url).run["handed_over"] == 6
        server.finish()
        done = batched([many], tmp_path / "out", server.base_url)
    assert done.run["judge"]["verdicts"] == {name: 6 * count for name, count in VERDICTS.items()}
