"""The sentence encoder: word pieces, vectors, and the cache of vectors."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from simulator.errors import WorkError
from simulator.reading import encoder as encoder_module
from simulator.reading.encoder import (
    MAX_PIECES,
    VOCABULARY_FILE,
    WEIGHTS_FILE,
    WIDTH,
    Encoder,
    Floats,
    load_encoder,
)
from simulator.reading.vector_cache import VectorCache
from simulator.reading.wordpiece import LONGEST_TEXT, LONGEST_WORD, WordPiece, words

VOCABULARY = (
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "van",
    "##s",
    "are",
    "late",
    ",",
    "re",
    "##late",
    "cafe",
    "'",
)


def pieces(text: str, limit: int = 32) -> list[str]:
    """What a small vocabulary makes of a text, its two marks left out."""
    ids = WordPiece(VOCABULARY).ids(text, limit)
    assert (ids[0], ids[-1]) == (2, 3)
    return [VOCABULARY[number] for number in ids[1:-1]]


class FakeEncoder:
    """Gives vectors by the length of a text and records what it was asked."""

    def __init__(self, identity: str = "fake") -> None:
        self.identity = identity
        self.asked: list[list[str]] = []

    def encode(self, texts: Sequence[str]) -> Floats:
        self.asked.append(list(texts))
        vectors = np.zeros((len(texts), WIDTH), dtype=np.float32)
        for row, text in enumerate(texts):
            vectors[row, len(text)] = 1
        return vectors


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder()


# --- words and word pieces ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Who pays?", ["who", "pays", "?"]),
        ("It's 20%-ish…", ["it", "'", "s", "20", "%", "-", "ish", "…"]),
        ("Zoë’s CAFÉ", ["zoe", "’", "s", "cafe"]),
        ("Zoe\u0308", ["zoe"]),
        ("a$b+c", ["a", "$", "b", "+", "c"]),
        ("£5", ["£5"]),
        ("ok你好ok", ["ok", "你", "好", "ok"]),
        ("soft\u00adhyphen\u200b and\tnul\x00", ["softhyphen", "and", "nul"]),
        ("non\u00a0breaking\u2028lines\n", ["non", "breaking", "lines"]),
        ("\ufffd \ud800", []),
        ("", []),
    ],
)
def test_words_of_a_text_are_split_and_folded(text: str, expected: list[str]) -> None:
    assert list(words(text)) == expected


def test_pieces_of_a_known_word_take_the_longest_match() -> None:
    assert pieces("Vans, relate") == ["van", "##s", ",", "re", "##late"]


def test_pieces_of_a_word_with_an_unknown_part_are_one_unknown() -> None:
    assert pieces("vanx late") == ["[UNK]", "late"]


def test_pieces_of_a_mark_written_out_are_text_and_not_the_mark() -> None:
    assert "[SEP]" not in pieces("[SEP]")


def test_pieces_of_an_overlong_word_are_one_unknown() -> None:
    vocabulary = (*VOCABULARY, "s")
    assert len(WordPiece(vocabulary).ids("s" * LONGEST_WORD, 200)) == LONGEST_WORD + 2
    assert WordPiece(vocabulary).ids("s" * (LONGEST_WORD + 1), 200) == [2, 1, 3]


def test_pieces_beyond_the_limit_are_left_out() -> None:
    assert pieces("vans are late", limit=5) == ["van", "##s", "are"]
    assert pieces("vans are late", limit=2) == []


def test_pieces_of_a_huge_text_equal_those_of_its_beginning() -> None:
    assert pieces(" " * LONGEST_TEXT + "van, late " * 20_000) == pieces("van, late " * 20)
    assert pieces("x" * 100_000) == ["[UNK]"]


def test_wordpiece_without_its_marks_is_refused() -> None:
    with pytest.raises(KeyError):
        WordPiece(["van", "[CLS]"])


def test_packaged_vocabulary_gives_the_numbers_of_uncased_bert() -> None:
    vocabulary = (Path(encoder_module.__file__).parent / "data" / VOCABULARY_FILE).read_text(encoding="utf-8")
    wordpiece = WordPiece(vocabulary.splitlines())
    assert wordpiece.ids("Photocopiers", 16) == [101, 6302, 3597, 14756, 2869, 102]
    assert wordpiece.ids("👍 OK", 16) == [101, 100, 7929, 102]


# --- vectors -----------------------------------------------------------------------------------------------


def test_encode_no_texts_gives_no_rows(encoder: Encoder) -> None:
    assert encoder.encode([]).shape == (0, WIDTH)


@pytest.mark.parametrize(
    "text",
    ["", " \n\t", "\x00\ud800", "x" * 100_000, "late again, " * 9_000, "👍" * 50],
    ids=["empty", "blank", "nothing visible", "one huge word", "many words", "unknown signs"],
)
def test_encode_an_odd_text_gives_a_vector_of_length_one(encoder: Encoder, text: str) -> None:
    vector = encoder.encode([text])
    assert vector.shape == (1, WIDTH)
    assert vector.dtype == np.float32
    assert np.linalg.norm(vector[0]) == pytest.approx(1, abs=1e-5)


def test_encode_twice_gives_the_same_bytes(encoder: Encoder) -> None:
    texts = ["Who signs the cheque?", "", "It is the weekends that get to me."]
    assert encoder.encode(texts).tobytes() == encoder.encode(texts).tobytes()


def test_encode_a_batch_equals_one_by_one(encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Several batches, texts of one length and of many, in no order."""
    monkeypatch.setattr(encoder_module, "TOKENS_AT_ONCE", 64)
    texts = [f"{'the yard was shut ' * (number % 5)}and {number} vans stood idle" for number in range(14)]
    alone = np.concatenate([encoder.encode([text]) for text in texts])
    assert np.abs(encoder.encode(texts) - alone).max() <= 1e-5


def test_encode_reads_no_further_than_its_limit(encoder: Encoder) -> None:
    beginning = "late " * (MAX_PIECES - 2)
    first, second, third = encoder.encode([beginning + "vans", beginning + "invoices", "vans " + beginning])
    assert np.array_equal(first, second)
    assert not np.allclose(first, third, atol=1e-3)


def test_encode_gives_the_similarities_of_the_tuned_weights(encoder: Encoder) -> None:
    """Expected: the tuned float32 weights, in double precision with exact GELU."""
    vectors = encoder.encode(
        [
            "The lorry broke down again on Tuesday.",
            "On Tuesday the truck stopped working once more.",
            "She sings in a choir.",
        ]
    )
    found = [vectors[0] @ vectors[1], vectors[0] @ vectors[2], vectors[1] @ vectors[2]]
    assert found == pytest.approx([0.7009, 0.1867, 0.2090], abs=0.004)


def test_encode_similar_lines_are_nearer_than_dissimilar_ones(encoder: Encoder) -> None:
    pairs = [
        ("How many vans are on the road?", "What size is your fleet?"),
        ("Who signs off on a purchase?", "Who makes the final decision about buying?"),
        ("Is it hard to find staff?", "Do you struggle to recruit people?"),
        ("What does the downtime cost you?", "How much money do you lose when it stands still?"),
    ]
    cosines = (
        encoder.encode([first for first, _ in pairs]) @ encoder.encode([second for _, second in pairs]).T
    )
    others = cosines[~np.eye(len(pairs), dtype=bool)]
    assert cosines.diagonal().min() > others.max()


def test_encoder_with_another_vocabulary_is_refused() -> None:
    arrays: dict[str, NDArray[Any]] = {
        "words.int8": np.zeros((3, WIDTH), np.int8),
        "words.scale": np.ones((3, 1), np.float32),
    }
    with pytest.raises(ValueError, match="13 word pieces for 3 embeddings"):
        Encoder(arrays, VOCABULARY)


@pytest.mark.parametrize("content", [None, b"", b"PK\x03\x04 cut off", b"\x93NUMPY"])
def test_load_encoder_with_broken_weights_says_what_to_do(
    content: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / VOCABULARY_FILE).write_text("[UNK]\n[CLS]\n[SEP]\n")
    if content is not None:
        (data / WEIGHTS_FILE).write_bytes(content)
    monkeypatch.setattr("simulator.reading.encoder.resources.files", lambda _package: tmp_path)
    with pytest.raises(WorkError, match="missing or broken"):
        load_encoder.__wrapped__()


# --- the cache ---------------------------------------------------------------------------------------------


def test_vector_cache_in_memory_encodes_each_text_once() -> None:
    fake = FakeEncoder()
    cache = VectorCache(fake)
    vectors = cache.vectors(["aa", "b", "aa"])
    assert fake.asked == [["aa", "b"]]
    assert vectors.argmax(axis=1).tolist() == [2, 1, 2]
    assert cache.vectors(["b", "ccc"]).argmax(axis=1).tolist() == [1, 3]
    assert fake.asked[1:] == [["ccc"]]


def test_vector_cache_of_no_texts_asks_and_writes_nothing(tmp_path: Path) -> None:
    fake = FakeEncoder()
    assert VectorCache(fake, tmp_path / "new").vectors([]).shape == (0, WIDTH)
    assert fake.asked == []
    assert list(tmp_path.iterdir()) == []


def test_vector_cache_answer_that_is_changed_leaves_the_cache_alone() -> None:
    cache = VectorCache(FakeEncoder())
    cache.vectors(["aa"])[:] = 7
    assert cache.vectors(["aa"]).max() == 1


def test_vector_cache_round_trip_gives_the_same_bytes(encoder: Encoder, tmp_path: Path) -> None:
    texts = ["Who signs the cheque?", "", "lone \ud800 surrogate"]
    made = VectorCache(encoder, tmp_path / "made when needed").vectors(texts)
    fake = FakeEncoder(encoder.identity)
    read = VectorCache(fake, tmp_path / "made when needed").vectors(texts)
    assert fake.asked == []
    assert read.tobytes() == made.tobytes() == encoder.encode(texts).tobytes()


def test_vector_cache_of_other_weights_is_not_used(tmp_path: Path) -> None:
    VectorCache(FakeEncoder("old"), tmp_path).vectors(["aa"])
    fake = FakeEncoder("new")
    VectorCache(fake, tmp_path).vectors(["aa"])
    assert fake.asked == [["aa"]]


def test_vector_cache_of_two_writers_keeps_the_texts_of_both(tmp_path: Path) -> None:
    first, second = VectorCache(FakeEncoder(), tmp_path), VectorCache(FakeEncoder(), tmp_path)
    first.vectors([])
    second.vectors([])  # both have looked before either writes
    first.vectors(["aa"])
    second.vectors(["b"])
    fake = FakeEncoder()
    VectorCache(fake, tmp_path).vectors(["aa", "b"])
    assert fake.asked == []


def test_vector_cache_written_by_processes_at_once_stays_readable(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path\n"
        "from simulator.reading.vector_cache import VectorCache\n"
        "from tests.reading.test_encoder import FakeEncoder\n"
        "cache = VectorCache(FakeEncoder(), Path(sys.argv[1]))\n"
        "for n in range(40): cache.vectors([sys.argv[2] * (n + 1)])\n"
    )
    writers = [subprocess.Popen([sys.executable, "-c", script, str(tmp_path), letter]) for letter in "ab"]
    assert [writer.wait(timeout=60) for writer in writers] == [0, 0]
    assert [path.name for path in tmp_path.iterdir()] == [VectorCache.FILE_NAME]
    fake = FakeEncoder()
    texts = [letter * (n + 1) for letter in "ab" for n in range(40)]
    VectorCache(fake, tmp_path).vectors(texts)
    missing = [text for asked in fake.asked for text in asked]
    assert len(missing) <= 40, "the last writer's own forty are there, whatever it took from the other"


@pytest.mark.parametrize("damage", ["empty", "cut", "flipped", "foreign", "folder"])
def test_vector_cache_with_a_damaged_file_makes_it_anew(damage: str, tmp_path: Path) -> None:
    VectorCache(FakeEncoder(), tmp_path).vectors(["aa", "b"])
    path = tmp_path / VectorCache.FILE_NAME
    content = path.read_bytes()
    if damage == "folder":
        path.unlink()
        path.mkdir()
    else:
        flipped = content[:-9] + bytes([content[-9] ^ 1]) + content[-8:]
        path.write_bytes(
            {"empty": b"", "cut": content[:-1], "flipped": flipped, "foreign": b"PK" * 999}[damage]
        )
    fake = FakeEncoder()
    assert VectorCache(fake, tmp_path).vectors(["aa", "b"]).argmax(axis=1).tolist() == [2, 1]
    assert fake.asked == [["aa", "b"]]
    if damage != "folder":
        assert path.read_bytes() == content
    assert [entry.name for entry in tmp_path.iterdir()] == [VectorCache.FILE_NAME]


def test_vector_cache_in_a_folder_that_cannot_be_made_works_in_memory(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    fake = FakeEncoder()
    cache = VectorCache(fake, tmp_path / "file" / "folder")
    assert cache.vectors(["aa"]).argmax() == cache.vectors(["aa"]).argmax() == 2
    assert fake.asked == [["aa"]]


def test_vector_cache_that_cannot_put_its_file_in_place_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_source: Path, _target: Path) -> Path:
        raise PermissionError("held open by another program")

    monkeypatch.setattr(Path, "replace", refuse)
    assert VectorCache(FakeEncoder(), tmp_path).vectors(["aa"]).argmax() == 2
    assert list(tmp_path.iterdir()) == []


def test_vector_cache_that_is_full_drops_what_was_not_used_for_longest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(VectorCache, "MOST_KEPT", 2)
    cache = VectorCache(FakeEncoder(), tmp_path)
    cache.vectors(["a", "bb"])
    cache.vectors(["a"])
    assert cache.vectors(["ccc"]).argmax() == 3
    fake = FakeEncoder()
    again = VectorCache(fake, tmp_path)
    again.vectors(["a", "ccc"])
    assert fake.asked == []
    assert again.vectors(["a", "bb", "ccc", "dddd"]).argmax(axis=1).tolist() == [1, 2, 3, 4]
