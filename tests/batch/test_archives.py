"""Archives: what is in them comes out, whatever they are called; what is hostile in them does not."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import random
import stat
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.batch.archives import climbs_out
from simulator.batch.failures import FailureKind, UnreadableError
from simulator.batch.heard import Source
from simulator.batch.packed import Limits
from simulator.batch.places import sources

FILES = {"a.txt": b"Ann: hello", "march/b.json": b"{}", "c.mp3": b"ID3", "__MACOSX/._a.txt": b"x"}


def read(place: Path, limits: Limits | None = None) -> dict[str, object]:
    found: dict[str, object] = {}
    for one in sources([str(place)], out=Path("/nowhere"), limits=limits or Limits()):
        if isinstance(one, Source):
            with one.open() as file:
                found[one.name] = file.read()
        else:
            found[one.name] = one.kind
    return found


def noise(seed: int, count: int) -> bytes:
    """Bytes that cannot be packed."""
    return random.Random(seed).randbytes(count)  # noqa: S311 - no secret


def zipped(files: dict[str, bytes]) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return raw.getvalue()


def tarred(files: dict[str, bytes], mode: str = "w") -> bytes:
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode=mode) as archive:  # type: ignore[call-overload]  # the mode is a parameter
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return raw.getvalue()


@pytest.mark.parametrize("ending", ["", ".zip", ".dat"])
@pytest.mark.parametrize(
    "pack",
    [
        zipped,
        tarred,
        lambda files: tarred(files, "w:gz"),
        lambda files: tarred(files, "w:bz2"),
        lambda files: tarred(files, "w:xz"),
    ],
    ids=["zip", "tar", "tar.gz", "tar.bz2", "tar.xz"],
)
def test_archive_is_read_whatever_it_is_called(
    tmp_path: Path, pack: Callable[[dict[str, bytes]], bytes], ending: str
) -> None:
    place = tmp_path / f"calls{ending}"
    place.write_bytes(pack(FILES))
    assert read(place) == {"a.txt": b"Ann: hello", "march/b.json": b"{}"}
    inside = {f"calls{ending}/{name}": data for name, data in read(place).items()}
    assert read(tmp_path) == inside


@pytest.mark.parametrize(
    ("pack", "ending"), [(gzip.compress, ".gz"), (bz2.compress, ".bz2"), (lzma.compress, ".xz")]
)
def test_packed_file_goes_by_its_name_without_the_ending(
    tmp_path: Path, pack: Callable[[bytes], bytes], ending: str
) -> None:
    place = tmp_path / f"call.json{ending}"
    place.write_bytes(pack(b"{}") + pack(b" "))
    assert read(place) == {"call.json": b"{} "}


def test_packed_file_in_an_archive_is_opened_and_an_archive_in_it_is_not(tmp_path: Path) -> None:
    inner = {"one.txt": b"x"}
    place = tmp_path / "calls.zip"
    place.write_bytes(
        zipped(
            {
                "a.json.gz": gzip.compress(b"{}"),
                "inner.zip": zipped(inner),
                "inner.tgz": tarred(inner, "w:gz"),
                "notes.docx": zipped({"[Content_Types].xml": b"<x/>"}),
            }
        )
    )
    assert read(place) == {
        "a.json": b"{}",
        "inner.zip": FailureKind.UNREADABLE,
        "inner.tgz": FailureKind.UNREADABLE,
        "notes.docx": FailureKind.NOT_TEXT,
    }


def test_office_document_is_no_archive(tmp_path: Path) -> None:
    (tmp_path / "call.docx").write_bytes(
        zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"})
    )
    assert read(tmp_path) == {"call.docx": FailureKind.NOT_TEXT}


@pytest.mark.parametrize(
    "name", ["../x.txt", "a/../../x.txt", "/etc/x.txt", "C:\\x.txt", "c:x.txt", "..\\x.txt", "\\x.txt"]
)
@pytest.mark.parametrize("pack", [zipped, tarred])
def test_name_that_climbs_out_is_refused_and_the_rest_is_read(
    tmp_path: Path, name: str, pack: Callable[[dict[str, bytes]], bytes]
) -> None:
    place = tmp_path / "calls"
    place.write_bytes(pack({name: b"x", "good.txt": b"y"}))
    found = read(place)
    assert found.pop("good.txt") == b"y"
    assert list(found.values()) == [FailureKind.UNSAFE_PATH]
    assert climbs_out(name)


def test_folders_written_with_backslashes_are_folders(tmp_path: Path) -> None:
    place = tmp_path / "calls.zip"
    place.write_bytes(zipped({"march\\a.txt": b"x"}))
    assert read(place) == {"march/a.txt": b"x"}


def test_links_and_devices_in_a_tar_are_refused(tmp_path: Path) -> None:
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w") as archive:
        for name, kind in (
            ("s", tarfile.SYMTYPE),
            ("h", tarfile.LNKTYPE),
            ("d", tarfile.CHRTYPE),
            ("p", tarfile.FIFOTYPE),
        ):
            member = tarfile.TarInfo(name)
            member.type, member.linkname = kind, "/etc/passwd"
            archive.addfile(member)
    place = tmp_path / "calls.tar"
    place.write_bytes(raw.getvalue())
    assert read(place) == dict.fromkeys("shdp", FailureKind.UNSAFE_PATH)


def test_link_in_a_zip_is_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("s")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    place = tmp_path / "calls.zip"
    with zipfile.ZipFile(place, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert read(place) == {"s": FailureKind.UNSAFE_PATH}


def test_encrypted_zip_is_one_failure_with_a_hint(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": b"x", "b.txt": b"y"}))
    for start, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        begin = 0
        while (begin := data.find(start, begin)) >= 0:
            data[begin + at] |= 1
            begin += 4
    place = tmp_path / "calls.zip"
    place.write_bytes(data)
    (one,) = sources([str(place)], out=tmp_path / "out")
    assert isinstance(one, UnreadableError)
    assert one.kind is FailureKind.UNREADABLE
    assert "password" in one.hint


SMALL = Limits(members=3, member_bytes=100_000, unpacked_bytes=200_000, ratio=50, ratio_from_bytes=50_000)


@pytest.mark.parametrize(
    "data",
    [
        zipped({"a.txt": b"\x00" * 90_000}),
        zipped({f"{n}.txt": noise(n, 90_000) for n in range(3)}),
        zipped({f"{n}.txt": b"x" for n in range(9)}),
        tarred({f"{n}.txt": b"x" for n in range(9)}),
        tarred({"a.txt": b"\x00" * 90_000}, "w:gz"),
        tarred({"a.txt": b"\x00" * 90_000}, "w:xz"),
        tarred({"a.txt": noise(1, 150_000)}),
        gzip.compress(b"\x00" * 500_000),
        bz2.compress(b"\x00" * 500_000),
        lzma.compress(b"\x00" * 500_000),
        zipped({"a.gz": gzip.compress(b"\x00" * 500_000)}),
    ],
    ids="zip-ratio zip-total zip-members tar-members tgz-ratio txz-ratio tar-member gz bz2 xz gz-in-zip".split(),
)
def test_bomb_is_too_large_and_the_run_goes_on(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a-bomb").write_bytes(data)
    (tmp_path / "b.txt").write_text("x")
    kinds = list(read(tmp_path, SMALL).values())
    assert kinds.count(FailureKind.TOO_LARGE) == 1
    assert kinds[-1] == b"x"


def test_tar_whose_header_claims_gigabytes_is_too_large(tmp_path: Path) -> None:
    header = tarfile.TarInfo("x")
    header.type, header.size = tarfile.XHDTYPE, 6 << 30
    (tmp_path / "a.tar").write_bytes(header.tobuf() + b"\x00" * 4096)
    assert read(tmp_path / "a.tar") == {"a.tar": FailureKind.TOO_LARGE}


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
def test_cut_off_tar_gives_what_is_whole_and_says_that_it_is_cut_off(tmp_path: Path, mode: str) -> None:
    whole = tarred({f"{n}.txt": noise(n, 30_000) for n in range(4)}, mode)
    place = tmp_path / "calls.tar"
    place.write_bytes(whole[: len(whole) // 2])
    found = read(place)
    assert found["calls.tar"] is FailureKind.CUT_OFF


def test_tar_that_is_damaged_in_its_middle_does_not_end_without_a_word(tmp_path: Path) -> None:
    whole = bytearray(tarred({f"{n}.txt": b"x" * 600 for n in range(4)}))
    whole[2 * 1536 : 2 * 1536 + 300] = b"y" * 300  # the third header
    (tmp_path / "calls.tar").write_bytes(whole)
    assert FailureKind.CUT_OFF in read(tmp_path / "calls.tar").values()


def test_cut_off_zip_says_so(tmp_path: Path) -> None:
    (tmp_path / "calls.zip").write_bytes(zipped(FILES)[:60])
    assert read(tmp_path / "calls.zip") == {"calls.zip": FailureKind.CUT_OFF}


def test_one_damaged_member_does_not_cost_the_others(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": noise(0, 500), "b.txt": b"whole"}))
    data[100] ^= 0xFF
    (tmp_path / "calls.zip").write_bytes(data)
    assert read(tmp_path / "calls.zip") == {"a.txt": FailureKind.UNREADABLE, "b.txt": b"whole"}


def test_archive_of_another_kind_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "calls.7z").write_bytes(b"7z\xbc\xaf\x27\x1c" + b"\x00" * 50)
    (one,) = sources([str(tmp_path)], out=tmp_path / "out")
    assert isinstance(one, UnreadableError)
    assert one.hint


def test_empty_archive_is_empty(tmp_path: Path) -> None:
    (tmp_path / "calls.zip").write_bytes(zipped({}))
    assert read(tmp_path / "calls.zip") == {str(tmp_path / "calls.zip"): FailureKind.EMPTY}
    assert read(tmp_path) == {"calls.zip": FailureKind.EMPTY}


_PACKED = st.sampled_from(
    [
        zipped(FILES),
        tarred(FILES),
        tarred(FILES, "w:gz"),
        tarred(FILES, "w:bz2"),
        tarred(FILES, "w:xz"),
        gzip.compress(b"x" * 99),
    ]
)


@settings(max_examples=150, deadline=None)
@given(
    _PACKED,
    st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 255)), max_size=6),
    st.integers(1, 12_000),
)
def test_damaged_archive_never_stops_the_run(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, changes: list[tuple[int, int]], length: int
) -> None:
    damaged = bytearray(data[:length])
    for at, value in changes:
        damaged[at % len(damaged)] = value
    place = tmp_path_factory.getbasetemp() / f"damaged-{os.getpid()}"
    place.write_bytes(damaged)
    assert read(place, SMALL)
