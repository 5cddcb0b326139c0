"""Who is let in, and which addresses are ours."""

from __future__ import annotations

import secrets

import pytest

from simulator.errors import UsageError
from simulator.serving.entrance import Addresses, Entrance, is_visitor_id, public_address, visitor_id


def _entrance(*was_here: str) -> Entrance:
    return Entrance(was_here=set(was_here).__contains__)


def test_token_is_new_each_time_and_in_no_repr() -> None:
    one, other = _entrance(), _entrance()
    assert one.token != other.token
    assert len(one.token) >= 43
    assert one.token not in repr(one)


@pytest.mark.parametrize("wrong", ["", "x", "é" * 43, "\ud800", "A" * 43, "A" * 100_000])
def test_wrong_token_opens_nothing(wrong: str) -> None:
    entrance = _entrance()
    assert not entrance.opens(wrong)
    assert entrance.opens(entrance.token)


def test_cookie_is_not_the_token_and_its_folder_is_not_the_cookie() -> None:
    entrance = _entrance()
    cookie = entrance.admit(None)
    who = entrance.visitor(cookie)
    assert who is not None
    assert cookie != entrance.token
    assert who not in cookie
    assert is_visitor_id(who)


def test_cookie_of_nobody_is_not_taken_over() -> None:
    entrance, planted = _entrance(), secrets.token_urlsafe(32)
    assert entrance.visitor(planted) is None
    assert entrance.admit(planted) != planted


def test_cookie_is_good_in_the_next_run_where_the_link_is() -> None:
    first = _entrance()
    cookie = first.admit(None)
    again = Entrance(was_here=set[str]().__contains__, token=first.token)
    assert again.visitor(cookie) == visitor_id(cookie)
    assert again.admit(cookie) == cookie


def test_cookie_of_another_link_needs_the_new_one_and_stands_for_the_same_visitor() -> None:
    earlier = _entrance().admit(None)
    entrance = _entrance(visitor_id(earlier))
    assert entrance.visitor(earlier) is None
    cookie = entrance.admit(earlier)
    assert cookie != earlier
    assert entrance.visitor(cookie) == visitor_id(earlier)


def test_cookie_from_before_they_were_signed_needs_the_link() -> None:
    earlier = secrets.token_urlsafe(32)
    entrance = _entrance(visitor_id(earlier))
    assert entrance.visitor(earlier) is None
    assert entrance.visitor(entrance.admit(earlier)) == visitor_id(earlier)


def test_cookie_with_the_signature_of_another_is_nobody() -> None:
    entrance = _entrance()
    one, other = (entrance.admit(None).partition(".") for _ in range(2))
    assert entrance.visitor(f"{one[0]}.{other[2]}") is None
    assert entrance.visitor(f"{one[0]}.{'A' * 43}") is None
    assert entrance.visitor(f"{one[0]}.") is None


@pytest.mark.parametrize(
    "strange",
    ["../../etc/passwd", "a/b", "", "x" * 42, "x" * 44, "x" * 42 + "\n", "%2e%2e", f"{'x' * 43}.{'y' * 44}"],
)
def test_strange_cookie_is_nobody(strange: str) -> None:
    asked: list[str] = []

    def was_here(who: str) -> bool:
        asked.append(who)
        return True

    entrance = Entrance(was_here=was_here)
    assert entrance.visitor(strange) is None
    assert entrance.admit(strange) != strange
    assert not asked


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8000", "localhost:8000", "localhost:9000", "[::1]:8000", "127.0.0.1"]
)
def test_house_on_loopback_answers_to_names_of_this_machine(host: str) -> None:
    assert Addresses("127.0.0.1", 8000).answers_to(host)


@pytest.mark.parametrize(
    "host", ["evil.example:8000", "127.0.0.1.evil.example", "", "a b", "x;y", "x'y", "192.168.0.5:8000"]
)
def test_house_on_loopback_answers_to_no_other_name(host: str) -> None:
    assert not Addresses("127.0.0.1", 8000).answers_to(host)


def test_house_behind_a_proxy_is_reached_by_its_public_name_only_from_its_own_page() -> None:
    house = Addresses("127.0.0.1", 8000, "https://room.example")
    assert house.answers_to("room.example")
    assert house.is_own("https://room.example", "127.0.0.1:8000")
    assert not house.is_own("http://room.example", "room.example")
    assert not house.is_own("http://127.0.0.1:8000", "127.0.0.1:8000")
    assert house.secure
    assert house.cookie_name.startswith("__Host-")


@pytest.mark.parametrize(
    "origin", ["", "null", "http://evil.example", "http://127.0.0.1:9000", "https://127.0.0.1:8000"]
)
def test_page_of_another_origin_is_not_ours(origin: str) -> None:
    house = Addresses("127.0.0.1", 8000)
    assert not house.is_own(origin, "127.0.0.1:8000")
    assert house.is_own("http://127.0.0.1:8000", "127.0.0.1:8000")


def test_link_has_a_host_that_a_browser_can_open() -> None:
    assert Addresses("0.0.0.0", 1, None).base == "http://127.0.0.1:1"  # noqa: S104 - nothing listens
    assert Addresses("::1", 1, None).base == "http://[::1]:1"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://Room.example/", "https://room.example"),
        ("https://room.example:443", "https://room.example"),
        ("http://room.example:8080", "http://room.example:8080"),
    ],
)
def test_public_address_is_kept_as_browsers_write_it(given: str, kept: str) -> None:
    assert public_address(given) == kept


@pytest.mark.parametrize(
    "given",
    [
        "room.example",
        "ftp://room.example",
        "https://room.example/path",
        "https://a@b",
        "https://",
        "http://[x",
    ],
)
def test_public_address_that_is_none_is_refused(given: str) -> None:
    with pytest.raises(UsageError):
        public_address(given)
