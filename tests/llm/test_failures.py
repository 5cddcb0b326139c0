"""Classification is pure: exceptions in, errors of the tree out."""

from __future__ import annotations

import pytest

from simulator.errors import EndpointBusy, EndpointError, EndpointTimeout, EndpointUnreachable
from simulator.llm.failures import Addressee, classify, from_error_body, retry_after_s, unfinished


def test_classify_of_its_own_error_returns_it() -> None:
    error = EndpointTimeout("Late.")
    assert classify(error) is error


def test_classify_twice_gives_the_same_sentence() -> None:
    exception = TimeoutError()
    assert str(classify(exception)) == str(classify(exception))
    assert isinstance(classify(exception), EndpointTimeout)


def test_classify_names_the_address_and_not_more_than_it_is_told() -> None:
    assert classify(TimeoutError(), Addressee("http://h/v1")).message == (
        "The endpoint at http://h/v1 did not answer in time."
    )
    assert classify(TimeoutError()).message == "The endpoint did not answer in time."


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "2"}, 2.0),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after": "-3"}, 0.0),
        ({"retry-after": "inf"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after-ms": "250", "retry-after": "9"}, 0.25),
        ({"retry-after": "Mon, 02 Nov 2026 10:00:07 GMT", "date": "Mon, 02 Nov 2026 10:00:00 GMT"}, 7.0),
        ({"retry-after": "Mon, 02 Nov 2026 09:00:00 GMT", "date": "Mon, 02 Nov 2026 10:00:00 GMT"}, 0.0),
        ({"retry-after": "Mon, 02 Nov 2026 10:00:07 GMT"}, None),
    ],
)
def test_retry_after_in_each_form_is_read_in_seconds(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after_s(headers) == seconds


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ({"message": "Rate limit reached"}, EndpointBusy),
        ({"message": "x", "code": 429}, EndpointBusy),
        ({"message": "x", "type": "overloaded_error"}, EndpointBusy),
        ({"message": "GPU lost"}, EndpointUnreachable),
        ("words", EndpointUnreachable),
        (None, EndpointUnreachable),
        ([1], EndpointUnreachable),
    ],
)
def test_from_error_body_of_any_shape_is_an_error(body: object, kind: type[EndpointError]) -> None:
    assert type(from_error_body(body)) is kind


def test_quote_of_hostile_words_is_one_short_printable_line() -> None:
    quoted = Addressee(secrets=("hunter2",)).quote("a\n\x1b[31mred\x07 hunter2 " + "x" * 500)
    assert quoted.startswith("a [31mred *** xxx")
    assert quoted.isprintable()
    assert len(quoted) == 200


@pytest.mark.parametrize(
    ("reason", "refused", "empty", "words"),
    [
        ("stop", False, False, None),
        ("", False, False, None),
        ("stop", False, True, "empty"),
        ("length", False, False, "length limit"),
        ("length", False, True, "length limit"),
        ("content_filter", False, False, "declined"),
        ("stop", True, True, "declined"),
    ],
)
def test_unfinished_tells_each_end_apart(reason: str, refused: bool, empty: bool, words: str | None) -> None:
    error = unfinished(reason, refused=refused, empty=empty)
    assert (error is None) if words is None else (error is not None and words in error.message)
