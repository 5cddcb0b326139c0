"""The same scoring on a real Ray cluster of this machine: the same lines, whatever goes wrong on a node."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("ray", reason="Ray is not installed: pip install 'practice-room[ray]'.")

from simulator.batch.engines import Failed, Plan, Scored, Task
from simulator.batch.engines.ray.cluster import Cluster
from simulator.batch.engines.ray.judged import RayJudgedEngine
from simulator.batch.engines.ray.judging import Endpoint
from simulator.batch.engines.ray.measured import RayEngine
from simulator.batch.engines.ray.reading import RayReading
from simulator.batch.one_transcript import score_task
from simulator.batch.places import sources
from simulator.batch.progress import Progress
from simulator.batch.runner import Result, Run, Wish
from simulator.errors import UsageError
from simulator.secret import Secret
from tests.batch.faulty import JudgeThatDesk5Kills, kill_itself_at_file_7, kill_itself_on_desk_5
from tests.batch.running import (
    ANSWER,
    PLAN,
    SHORT,
    TURNS,
    calls,
    judged,
    judged_plan,
    lines,
    names,
    run,
    write,
)
from tests.servers.openai_server import in_thread, says, status

KEY = "sk-made-up-and-secret-0123456789"


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """A cluster of two processors, for all tests of the module."""
    first = Cluster(None, 2)
    first.join()
    yield Cluster(None, 2)  # one that only uses it
    first.leave()


def _on_ray(
    places: list[Path | str],
    out: Path,
    cluster: Cluster,
    engine: Any = None,
    plan: Plan = PLAN,
    reading: RayReading | None = None,
) -> Result:
    wish = Wish(places=tuple(map(str, places)), out=out, plan=plan)
    return Run(
        wish,
        engine or RayEngine(plan, cluster),
        make_progress=lambda stand: Progress(None, stand),
        say=lambda words: None,
        reading=reading or RayReading(cluster),
    ).go()


def _judging(cluster: Cluster, base_url: str, **limits: Any) -> RayJudgedEngine:
    endpoint = Endpoint("made-up", Secret(KEY), base_url, 20.0)
    return RayJudgedEngine(judged_plan(), cluster, endpoint, concurrency=4, **limits)


def _many_formats(folder: Path) -> Path:
    """Some 60 transcripts as they come, with failures and a recording among them."""
    write(folder / "many.jsonl", *calls(40), {"id": "none", "turns": []}, *calls(2))
    talk = [(turn["speaker"], turn["text"]) for turn in TURNS]
    for number in range(6):
        stamped = [(f"00:{at:02}:0{number}", who, text) for at, (who, text) in enumerate(talk)]
        (folder / f"a{number}.txt").write_text("".join(f"{who.title()}: {text}\n" for who, text in talk))
        (folder / f"b{number}.vtt").write_text(
            "WEBVTT\n\n" + "".join(f"{at}.000 --> {at}.900\n<v {who}>{text}\n\n" for at, who, text in stamped)
        )
        (folder / f"c{number}.srt").write_text(
            "".join(
                f"{i}\n{at},000 --> {at},900\n{who}: {text}\n\n"
                for i, (at, who, text) in enumerate(stamped, 1)
            )
        )
    with zipfile.ZipFile(folder / "old.zip", "w") as packed:
        for number, call in enumerate(calls(4, TURNS, first=90)):
            packed.writestr(f"week/{number}.json", json.dumps(call))
        packed.writestr("week/call.mp3", b"ID3")
    (folder / "empty.json").touch()
    (folder / "half.json").write_text('{"id": "half", "turns": [{"speaker": "rep"')
    (folder / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    (folder / "nobody.txt").write_text("Hello there.\nHow are you?\n")
    (folder / "gone.json").symlink_to(folder / "nowhere.json")
    return folder


def _sorted(path: Path) -> list[str]:
    return sorted(path.read_text(encoding="utf-8").splitlines())


def test_both_engines_write_the_same_lines(tmp_path: Path, cluster: Cluster) -> None:
    folder = _many_formats(tmp_path / "in")
    (tmp_path / "bare").mkdir()
    (tmp_path / "bare" / "one.mp3").touch()
    plan = Plan(profile="discovery", with_turns=True)
    places: list[Path] = [folder, tmp_path / "bare", folder / "old.zip"]
    local = run(places, tmp_path / "local", plan)
    there = _on_ray([*places], tmp_path / "ray", cluster, plan=plan)
    for name in ("scores.jsonl", "failures.jsonl"):
        assert _sorted(tmp_path / "local" / name) == _sorted(tmp_path / "ray" / name)
    assert there.run["scored"] == local.run["scored"] >= 60
    assert there.run["failures"] == local.run["failures"]
    assert there.failed >= 5
    assert there.run["engine"] == "ray"
    assert {path.name for path in (tmp_path / "ray").iterdir()} == {
        path.name for path in (tmp_path / "local").iterdir()
    }


def test_run_goes_on_from_one_engine_to_the_other(tmp_path: Path, cluster: Cluster) -> None:
    half, out = write(tmp_path / "in" / "a.jsonl", *calls(10), calls(1)[0]).parent, tmp_path / "out"
    run([half], out)
    write(tmp_path / "in" / "b.jsonl", *calls(10, first=10))
    whole = _on_ray([half], out, cluster)
    assert (whole.run["scored_before"], whole.run["scored_now"], whole.run["put_aside"]) == (11, 10, 0)
    again = run([half], out)
    assert (again.run["scored_before"], again.run["scored_now"]) == (21, 0)


def test_transcript_that_kills_its_process_is_found(tmp_path: Path, cluster: Cluster) -> None:
    many = write(tmp_path / "many.jsonl", *calls(20))
    result = _on_ray([many], tmp_path / "out", cluster, RayEngine(PLAN, cluster, kill_itself_on_desk_5))
    (failure,) = lines(tmp_path / "out" / "failures.jsonl")
    assert (failure["kind"], failure["path"]) == ("unforeseen", "many.jsonl")
    assert "WorkerDied" in failure["error"]
    assert names(tmp_path / "out" / "scores.jsonl") == sorted(
        one["id"] for one in calls(20) if one["id"] != "call-5"
    )
    assert result.ended == "done"


def test_file_that_kills_its_reader_is_found(tmp_path: Path, cluster: Cluster) -> None:
    for number in range(4, 8):
        write(tmp_path / "in" / f"{number}.jsonl", *calls(2, first=2 * number))
    reading = RayReading(cluster, kill_itself_at_file_7)
    _on_ray([tmp_path / "in"], tmp_path / "out", cluster, reading=reading)
    (failure,) = lines(tmp_path / "out" / "failures.jsonl")
    assert (failure["path"], failure["kind"]) == ("7.jsonl", "unforeseen")
    assert len(lines(tmp_path / "out" / "scores.jsonl")) == 6


def test_process_that_died_once_costs_nothing(tmp_path: Path, cluster: Cluster) -> None:
    many, mark = write(tmp_path / "many.jsonl", *calls(20)), tmp_path / "died"
    _on_ray([many], tmp_path / "out", cluster, RayEngine(PLAN, cluster, _DiesOnce(mark)))
    assert mark.exists()
    assert names(tmp_path / "out" / "scores.jsonl") == sorted(one["id"] for one in calls(20))


class _DiesOnce:
    """Work whose process dies at its first transcript, and only then."""

    def __init__(self, mark: Path) -> None:
        self._mark = mark

    def __call__(self, task: Task, plan: Plan) -> Scored | Failed:
        try:
            self._mark.touch(exist_ok=False)
        except FileExistsError:
            return score_task(task, plan)
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError


def test_judge_on_the_nodes_gives_the_scores_of_the_judge_here(tmp_path: Path, cluster: Cluster) -> None:
    many = write(tmp_path / "many.jsonl", *calls(12), {"id": "two", "turns": [SHORT[0], SHORT[0]]})
    with in_thread(says(ANSWER)) as server:
        here = judged([many], tmp_path / "local", server.base_url)
        there = _on_ray([many], tmp_path / "ray", cluster, _judging(cluster, server.base_url), judged_plan())
        assert len(server.chats) == 2 * here.run["requests"]
        keys = [chat.headers["authorization"] for chat in server.chats[here.run["requests"] :]]
    assert set(keys) == {f"Bearer {KEY}"}
    for name in ("scores.jsonl", "failures.jsonl"):
        assert _timeless(tmp_path / "local" / name) == _timeless(tmp_path / "ray" / name)
    for figure in ("tokens", "requests", "scored", "failures", "judge"):
        assert there.run[figure] == here.run[figure]


def test_transcript_that_kills_its_judge_is_found(tmp_path: Path, cluster: Cluster) -> None:
    many = write(tmp_path / "many.jsonl", *calls(8))
    with in_thread(says(ANSWER)) as server:
        engine = _judging(cluster, server.base_url, kind=JudgeThatDesk5Kills)
        _on_ray([many], tmp_path / "out", cluster, engine, judged_plan())
    (failure,) = lines(tmp_path / "out" / "failures.jsonl")
    assert (failure["kind"], "WorkerDied" in failure["error"]) == ("unforeseen", True)
    assert len(lines(tmp_path / "out" / "scores.jsonl")) == 7


def _timeless(path: Path) -> list[str]:
    """The lines of a file, without how long anything took."""

    def without(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: without(one) for name, one in value.items() if not name.endswith(("_ms", "_s"))}
        return [without(one) for one in value] if isinstance(value, list) else value

    return sorted(json.dumps(without(one)) for one in lines(path))


def test_limit_and_refusal_stop_the_nodes(tmp_path: Path, cluster: Cluster) -> None:
    many, out = write(tmp_path / "many.jsonl", *calls(12)), tmp_path / "out"
    with in_thread(says(ANSWER)) as server:
        result = _on_ray(
            [many], out, cluster, _judging(cluster, server.base_url, most_tokens=35), judged_plan()
        )
        assert len(server.chats) == 4  # 10 tokens each
    assert (result.ended, result.run["failures"]) == ("limit", {"limit": 8})
    with in_thread(status(401, f"Incorrect API key provided: {KEY}.")) as server:
        result = _on_ray([many], out, cluster, _judging(cluster, server.base_url), judged_plan())
    assert (result.ended, result.run["scored"], result.failed) == ("refused", 4, 0)
    assert "does not accept the key" in str(result.error)
    assert _holders_of(KEY, out) == []


def test_key_stands_in_nothing_that_ray_writes(cluster: Cluster) -> None:
    """After the judged runs of this module."""
    import ray  # noqa: PLC0415 - installed, as the module found out

    session = Path(ray._private.worker._global_node.get_session_dir_path())
    assert _holders_of(session.name, session) != []
    assert _holders_of(KEY, session) == []


def _holders_of(text: str, folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and text.encode() in path.read_bytes()]


def test_nodes_read_from_stores_too(tmp_path: Path, cluster: Cluster) -> None:
    write(tmp_path / "in" / "a.jsonl", *calls(3))
    url = f"local://{tmp_path / 'in'}"
    assert [one.name for one in sources([url], out=tmp_path / "out")] == ["a.jsonl"]
    _on_ray([url], tmp_path / "out", cluster)
    assert len(lines(tmp_path / "out" / "scores.jsonl")) == 3


def test_command_joins_a_cluster_that_is_there_and_leaves_it_running(
    tmp_path: Path, cluster: Cluster
) -> None:
    import ray  # noqa: PLC0415

    many, out = write(tmp_path / "many.jsonl", *calls(3000, TURNS)), tmp_path / "out"
    command = [sys.executable, "-m", "simulator", "score", str(many), "--out", str(out), "--engine", "ray"]
    address = ray.get_runtime_context().gcs_address
    with subprocess.Popen(
        [*command, "--ray-address", address], stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        scores = out / "scores.jsonl"
        while process.poll() is None and not (scores.exists() and scores.stat().st_size):
            os.sched_yield()
        os.killpg(process.pid, signal.SIGINT)
        _, told = process.communicate(timeout=60)
    assert process.returncode == 130, told
    record = json.loads((out / "run.json").read_text())
    assert record["ended"] == "interrupted"
    assert 0 < record["scored"] == len(lines(scores)) < 3000
    assert lines(out / "failures.jsonl") == []
    assert [line for line in told.splitlines() if "nterrupted" not in line and " scored" not in line] == []
    assert cluster.cpus() == 2


def test_address_of_a_client_is_refused() -> None:
    with pytest.raises(UsageError, match="cannot be used"):
        Cluster("ray://somewhere:10001", 1)
