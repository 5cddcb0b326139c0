"""Places: what is found, in which order, under which name, and what is refused."""

from __future__ import annotations

import io
import os
import re
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import fsspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.batch.failures import FailureKind, UnreadableError
from simulator.batch.heard import Source
from simulator.batch.packed import Limits
from simulator.batch.places import check, sources
from simulator.batch.stores import shown
from simulator.batch.trees import Pattern
from simulator.errors import UsageError


def read(
    *places: object, out: Path | None = None, passed_over: Counter[str] | None = None
) -> dict[str, object]:
    """Name to content, or to the kind of failure."""
    found: dict[str, object] = {}
    for one in sources(
        [str(place) for place in places], out=out or Path("/nowhere/out"), passed_over=passed_over
    ):
        assert one.name not in found
        if isinstance(one, Source):
            with one.open() as file:
                found[one.name] = file.read()
            with one.open() as again:
                assert again.read() == found[one.name]
            assert one.size in (None, len(found[one.name]))  # type: ignore[arg-type]  # bytes, read above
        else:
            found[one.name] = one.kind
    return found


@pytest.fixture
def calls(tmp_path: Path) -> Path:
    folder = tmp_path / "calls"
    for name in ("b.txt", "a.txt", "march/2.vtt", "march/1.vtt", "C.json", ".hidden", ".git/x.txt"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)
    return folder


def test_folder_gives_its_files_in_alphabetical_order_without_hidden_ones(calls: Path) -> None:
    assert list(read(calls)) == ["C.json", "a.txt", "b.txt", "march/1.vtt", "march/2.vtt"]


def test_file_goes_by_its_name(calls: Path) -> None:
    assert read(calls / "march" / "1.vtt") == {"1.vtt": b"march/1.vtt"}


def test_output_folder_is_skipped(calls: Path) -> None:
    out = calls / "out"
    out.mkdir()
    (out / "scores.jsonl").write_text("{}")
    (calls / "link.jsonl").symlink_to(out / "scores.jsonl")
    (calls / "linked").symlink_to(out)
    assert list(read(calls, out=out)) == ["C.json", "a.txt", "b.txt", "march/1.vtt", "march/2.vtt"]
    assert read(out / "scores.jsonl", out=out) == {str(out / "scores.jsonl"): FailureKind.EMPTY}


def test_links_in_a_circle_are_harmless_and_links_elsewhere_are_followed_once(calls: Path) -> None:
    (calls / "march" / "up").symlink_to(calls)
    (calls / "itself").symlink_to(calls / "itself")
    (calls / "lost").symlink_to(calls / "no such")
    other = calls.parent / "other"
    other.mkdir()
    (other / "o.txt").write_text("o")
    (other / "back").symlink_to(calls)
    (calls / "x1").symlink_to(other)
    (calls / "x2").symlink_to(other)
    found = read(calls)
    assert found.pop("itself") == found.pop("lost") == FailureKind.UNREADABLE
    assert [name for name in found if name.startswith("x")] in (["x1/o.txt"], ["x2/o.txt"])
    assert len(found) == 6


def test_recordings_and_pictures_are_passed_over_and_counted(calls: Path) -> None:
    for name in ("1.mp3", "2.MP3", "logo.png", ".DS_Store"):
        (calls / name).write_bytes(b"\x00")
    passed: Counter[str] = Counter()
    assert len(read(calls, passed_over=passed)) == 5
    assert passed == {".mp3": 2, ".png": 1}


def test_recording_that_is_named_itself_is_not_passed_over(calls: Path) -> None:
    (calls / "1.mp3").write_bytes(b"ID3")
    assert read(calls / "1.mp3") == {"1.mp3": b"ID3"}


def test_folder_of_recordings_only_says_so(tmp_path: Path) -> None:
    (tmp_path / "1.wav").write_bytes(b"RIFF")
    (one,) = sources([str(tmp_path)], out=tmp_path / "out")
    assert isinstance(one, UnreadableError)
    assert one.kind is FailureKind.EMPTY
    assert "1 other" in one.message


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("*.txt", ["a.txt", "b.txt"]),
        ("**/*.vtt", ["march/1.vtt", "march/2.vtt"]),
        ("**", ["C.json", "a.txt", "b.txt", "march/1.vtt", "march/2.vtt"]),
        ("m*", ["march/1.vtt", "march/2.vtt"]),
        ("*/[2-9].*", ["march/2.vtt"]),
        ("?.txt", ["a.txt", "b.txt"]),
    ],
)
def test_glob_gives_what_it_matches_in_order(calls: Path, pattern: str, names: list[str]) -> None:
    assert list(read(calls / pattern)) == names


def test_file_named_like_a_pattern_is_itself(tmp_path: Path) -> None:
    (tmp_path / "call[1].txt").write_text("x")
    (tmp_path / "call1.txt").write_text("y")
    assert read(tmp_path / "call[1].txt") == {"call[1].txt": b"x"}


def test_two_places_never_share_a_name(calls: Path, tmp_path: Path) -> None:
    for where in ("x/calls", "y/calls"):
        (tmp_path / where).mkdir(parents=True)
        (tmp_path / where / "1.txt").write_text(where)
    found = read(tmp_path / "x/calls", tmp_path / "y/calls", calls / "a.txt", calls / "a.txt")
    assert sorted(found.values(), key=str) == [b"a.txt", b"x/calls", b"y/calls"]
    assert any(name.endswith("x/calls/1.txt") for name in found)


def test_names_that_are_not_utf8_or_steer_a_terminal_become_labels(tmp_path: Path) -> None:
    (tmp_path / "a\x1b[2J\n.txt").write_text("x")
    Path(os.fsdecode(os.fsencode(str(tmp_path)) + b"/caf\xe9.txt")).write_text("y")
    names = list(read(tmp_path))
    assert names == ["a\\x1b[2J\\x0a.txt", "caf\ufffd.txt"]
    for name in names:
        name.encode("utf-8")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with names are a Unix thing")
def test_pipe_in_a_folder_does_not_stop_the_run(calls: Path) -> None:
    os.mkfifo(calls / "pipe")
    passed: Counter[str] = Counter()
    assert len(read(calls, passed_over=passed)) == 5
    assert passed == {"special file": 1}


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="no /dev/fd")
def test_pipe_of_the_shell_is_read_like_standard_input() -> None:
    reading, writing = os.pipe()
    os.write(writing, b'{"turns": []}')
    os.close(writing)
    try:
        assert read(f"/dev/fd/{reading}") == {str(reading): b'{"turns": []}'}
    finally:
        os.close(reading)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="rights work otherwise")
def test_what_may_not_be_read_is_told_and_the_rest_goes_on(
    calls: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if os.geteuid() == 0:  # root may read everything, so the refusal has to be made
        real_scandir, real_open = os.scandir, Path.open

        def scandir(path: str) -> object:
            if str(path).endswith("march"):
                raise PermissionError(13, "Permission denied")
            return real_scandir(path)

        def opened(path: Path, *args: object) -> object:
            if path.name == "a.txt":
                raise PermissionError(13, "Permission denied")
            return real_open(path, *args)  # type: ignore[call-overload]  # passed through

        monkeypatch.setattr(os, "scandir", scandir)
        monkeypatch.setattr(Path, "open", opened)
    else:
        (calls / "march").chmod(0)
        (calls / "a.txt").chmod(0)
    found = read(calls)
    assert found["march"] == found["a.txt"] == FailureKind.UNREADABLE
    assert found["b.txt"] == b"b.txt"


def test_standard_input_can_be_opened_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"Ann: hello")))
    check(["-"])
    assert read("-") == {"stdin": b"Ann: hello"}


def test_standard_input_beyond_the_bound_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"x" * 2000)))
    (one,) = sources(["-"], out=Path("/nowhere"), limits=Limits(unpacked_bytes=1000))
    assert isinstance(one, UnreadableError)
    assert one.kind is FailureKind.TOO_LARGE


@pytest.mark.parametrize(
    ("places", "part"),
    [
        ([], "No transcripts"),
        (["-", "-"], "only once"),
        (["no such place"], "There is no no such place"),
        (["no/such/*.txt"], "There is no"),
        (["/dev/null/x"], "There is no"),
        (["s3://bucket/prefix/"], "needs a package"),
        (["nonsense://x"], "cannot be understood"),
        (["memory://no-such/thing.txt"], "nothing at"),
        (["memory://no-such/*.txt"], "nothing at"),
    ],
)
def test_check_refuses_what_is_not_there(places: list[str], part: str) -> None:
    with pytest.raises(UsageError) as caught:
        check(places)
    assert part in caught.value.message


def test_check_names_the_package_that_is_missing() -> None:
    with pytest.raises(UsageError) as caught:
        check(["s3://bucket/prefix/"])
    assert "pip install s3fs" in caught.value.hint


def test_check_refuses_the_output_folder_as_a_place(calls: Path) -> None:
    check([str(calls), str(calls / "*.txt")], out=calls / "out")
    with pytest.raises(UsageError, match="folder of results"):
        check([str(calls)], out=calls)


def test_unchecked_place_that_is_not_there_is_a_failure_and_the_next_is_read(calls: Path) -> None:
    found = read("no such place", calls / "a.txt", "s3://bucket/x")
    assert list(found.values()) == [FailureKind.UNREADABLE, b"a.txt", FailureKind.UNREADABLE]


def test_big_folder_is_streamed(tmp_path: Path) -> None:
    for number in range(300):
        (tmp_path / f"{number:03}.txt").write_text("x")
    stream = sources([str(tmp_path)], out=tmp_path / "out")
    assert next(stream).name == "000.txt"
    (tmp_path / "150.txt").unlink()  # looked at only when its turn comes
    kinds = {one.name: one.kind for one in stream if isinstance(one, UnreadableError)}
    assert kinds == {"150.txt": FailureKind.UNREADABLE}


@pytest.fixture
def store() -> Iterator[fsspec.AbstractFileSystem]:
    memory = fsspec.filesystem("memory")
    for name in ("/bucket/b.txt", "/bucket/a.json", "/bucket/march/1.vtt", "/bucket/march/1.mp3"):
        memory.pipe(name, name.encode())
    yield memory
    memory.rm("/bucket", recursive=True)


@pytest.mark.parametrize(
    ("place", "names"),
    [
        ("memory://bucket", ["a.json", "b.txt", "march/1.vtt"]),
        ("memory://bucket/march/", ["1.vtt"]),
        ("memory://bucket/*.txt", ["b.txt"]),
        ("memory://bucket/**/*.vtt", ["march/1.vtt"]),
        ("memory://bucket/a.json", ["a.json"]),
    ],
)
@pytest.mark.usefixtures("store")
def test_store_is_walked_as_a_folder_is(place: str, names: list[str]) -> None:
    check([place])
    assert list(read(place)) == names


def test_file_url_is_a_path(calls: Path) -> None:
    check([f"file://{calls}"])
    assert len(read(f"file://{calls}")) == 5


def test_store_that_breaks_while_it_is_read_gives_an_os_error(
    store: fsspec.AbstractFileSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    class StrangeError(Exception):
        """As each store's library has its own."""

    (one,) = sources(["memory://bucket/a.json"], out=Path("/nowhere"))
    assert isinstance(one, Source)

    def broken(*_args: object, **_kwargs: object) -> object:
        raise StrangeError("the line was cut: https://me:secret@host/x?signature=abc")

    monkeypatch.setattr(type(store), "_open", broken)
    with pytest.raises(OSError, match="the line was cut") as caught:
        one.open()
    assert "secret" not in str(caught.value)
    assert "abc" not in str(caught.value)


def test_keys_in_a_url_are_not_shown() -> None:
    assert shown("ftp://me:secret@host/a b") == "ftp://host/a b"
    assert shown("https://host/x.txt?X-Signature=abc") == "https://host/x.txt"


@pytest.fixture
def web(calls: Path) -> Iterator[str]:
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_args: object) -> None:
            """Nothing on the terminal."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(calls)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_web_address_is_read(web: str) -> None:
    pytest.importorskip("aiohttp")
    check([f"{web}/a.txt?token=abc"])
    assert read(f"{web}/a.txt?token=abc") == {"a.txt": b"a.txt"}
    assert list(read(f"{web}/march/")) == ["1.vtt", "2.vtt"]
    assert list(read(f"{web}/*.txt")) == ["a.txt", "b.txt"]


def test_web_address_that_is_not_there_is_refused_before_the_start(web: str) -> None:
    pytest.importorskip("aiohttp")
    with pytest.raises(UsageError, match="nothing at"):
        check([f"{web}/no-such.txt"])


def test_nobody_listens_is_a_failure_of_that_place(web: str) -> None:
    pytest.importorskip("aiohttp")
    gone = web.rsplit(":", 1)[0] + ":9/a.zip"
    assert read(gone) == {gone: FailureKind.UNREADABLE}


_PARTS = st.lists(st.sampled_from(("a", "b", "ab", "*", "**", "?", "a*")), max_size=5)
_NAMES = st.lists(st.sampled_from(("a", "b", "ab", "abc")), min_size=1, max_size=5)


@given(_PARTS, _NAMES)
def test_pattern_is_decided_alike_a_part_at_a_time_and_as_a_whole(
    pattern: list[str], names: list[str]
) -> None:
    def fits(pattern: list[str], names: list[str]) -> bool:
        """Plain definition: the pattern fits the names, or the folders that lead to them."""
        if not pattern:
            return True
        if pattern[0] == "**":
            return any(fits(pattern[1:], names[at:]) for at in range(len(names) + 1))
        whole = {"*": ".*", "?": ".", "a*": "a.*"}.get(pattern[0], pattern[0])
        return bool(names) and bool(re.fullmatch(whole, names[0])) and fits(pattern[1:], names[1:])

    tried = Pattern(pattern)
    state = tried.start
    for name in names:
        state = tried.after(state, name)
    assert tried.matches(state) == fits(pattern, names)
