"""What a stranger, a page of somebody else, and a visitor get at the door of a real house."""

from __future__ import annotations

import re
from collections.abc import Iterator
from http.cookies import SimpleCookie
from pathlib import Path

import aiohttp
import pytest

from simulator.tui.theme import DARK
from tests.serving.houses import Served, served, visitor

_PATHS = (
    "/",
    "/ws",
    "/static/js/textual.js",
    "/static/",
    "/static/page/room.css",
    "/download/abc",
    "/nowhere",
)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("house") / "home") as running:
        yield running


@pytest.mark.parametrize("path", [*_PATHS, "/?token=", "/?token=wrong", "/ws?token=wrong"])
async def test_stranger_gets_one_sentence_and_nothing_else(house: Served, path: str) -> None:
    async with visitor(house.base) as stranger, stranger.session.get(house.base + path) as answer:
        assert answer.status == 403
        assert answer.content_type == "text/plain"
        assert len((await answer.text()).splitlines()) == 1
        assert not stranger.cookie


async def test_token_works_at_the_front_door_only(house: Served) -> None:
    async with visitor(house.base) as stranger:
        for path in _PATHS[1:]:
            async with stranger.session.get(f"{house.base}{path}?token={house.token}") as answer:
                assert answer.status == 403


async def test_link_becomes_a_cookie_and_leaves_the_address(house: Served) -> None:
    async with (
        visitor(house.base) as guest,
        guest.session.get(house.link, allow_redirects=False) as answer,
    ):
        assert answer.status == 303
        assert answer.headers["Location"] == "/"
        (cookie,) = SimpleCookie(answer.headers["Set-Cookie"]).values()
        assert cookie["httponly"]
        assert cookie["samesite"] == "Strict"
        assert cookie["path"] == "/"
        assert house.token not in answer.headers["Set-Cookie"]
        assert re.fullmatch(r"[A-Za-z0-9_-]{43}\.[A-Za-z0-9_-]{43}", cookie.value)


async def test_every_answer_keeps_the_page_to_itself(house: Served) -> None:
    async with visitor(house.base) as guest:
        await guest.come_in(house.link)
        for path in ("/", "/static/js/textual.js", "/nowhere", "/download/abc"):
            async with guest.session.get(house.base + path) as answer:
                policy = answer.headers["Content-Security-Policy"]
                assert "default-src 'none'" in policy
                assert "script-src 'self';" in policy
                assert "frame-ancestors 'none'" in policy
                assert answer.headers["X-Content-Type-Options"] == "nosniff"
                assert answer.headers["Referrer-Policy"] == "no-referrer"
                assert "Python" not in answer.headers["Server"]
        async with guest.session.get(house.base + "/") as answer:
            assert answer.headers["Cache-Control"] == "no-store"


async def test_page_asks_no_other_machine_for_anything(house: Served) -> None:
    async with visitor(house.base) as guest:
        await guest.come_in(house.link)
        async with guest.session.get(house.base + "/") as answer:
            page = await answer.text()
        assert "//" not in page
        for path in re.findall(r'(?:src|href)="(/[^"]+)"', page):
            async with guest.session.get(house.base + path) as answer:
                assert answer.status == 200
        async with guest.session.get(house.base + "/static/page/room.css") as answer:
            style = await answer.text()
        assert "//" not in style
        for font in re.findall(r'url\("([^"]+)"\)', style):
            async with guest.session.get(house.base + font) as answer:
                assert answer.status == 200


@pytest.mark.parametrize(
    "path",
    [
        "/static/",
        "/static/js/",
        "/static/%2e%2e/server.py",
        "/static/js/../../server.py",
        "/static//etc/passwd",
    ],
)
async def test_no_other_file_can_be_had_and_no_folder_is_listed(house: Served, path: str) -> None:
    from yarl import URL  # noqa: PLC0415

    async with visitor(house.base) as guest:
        await guest.come_in(house.link)
        async with guest.session.get(URL(house.base + path, encoded=True)) as answer:
            assert answer.status == 404


@pytest.mark.parametrize(
    "origin", [None, "null", "http://evil.example", "http://localhost:1", "https://127.0.0.1"]
)
async def test_page_of_another_origin_cannot_open_a_room(house: Served, origin: str | None) -> None:
    async with visitor(house.base) as guest:
        await guest.come_in(house.link)
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await guest.session.ws_connect(f"{house.base}/ws", origin=origin)
        assert refused.value.status == 403
        assert not house.rooms()


async def test_name_that_leads_here_from_elsewhere_is_refused_even_with_the_token(house: Served) -> None:
    async with (
        visitor(house.base) as guest,
        guest.session.get(house.link, headers={"Host": "evil.example"}, allow_redirects=False) as answer,
    ):
        assert answer.status == 403
        assert "Set-Cookie" not in answer.headers


async def test_link_followed_on_another_site_is_followed_once_more_so_that_the_cookie_comes_along(
    house: Served,
) -> None:
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    async with visitor(house.base) as guest:
        async with guest.session.get(house.link, headers=headers, allow_redirects=False) as answer:
            assert answer.status == 200
            assert f'content="0; url=/?token={house.token}"' in await answer.text()
            assert not guest.cookie
        async with guest.session.get(house.base + "/", headers=headers) as answer:
            assert answer.status == 403
            assert 'content="0; url=/"' in await answer.text()
        hostile = {"token": '"><script>'}
        async with guest.session.get(house.base + "/", params=hostile, headers=headers) as answer:
            assert answer.status == 403
            assert "<script>" not in await answer.text()


async def test_link_and_cookie_are_good_at_the_next_start_until_there_is_a_new_link(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with served(home) as first:
        async with visitor(first.base) as guest:
            await guest.come_in(first.link)
            cookie = guest.cookie
            first.folder(cookie).mkdir(parents=True)
    with served(home) as second:
        assert second.token == first.token
        async with (
            visitor(second.base, {_cookie_name(second): cookie}) as guest,
            guest.session.get(second.base + "/") as answer,
        ):
            assert answer.status == 200
    with served(home, "--new-link") as third:
        assert third.token != first.token
        async with visitor(third.base, {_cookie_name(third): cookie}) as guest:
            for way in ("/", f"/?token={first.token}"):
                async with guest.session.get(third.base + way) as answer:
                    assert answer.status == 403
            await guest.come_in(third.link)
            assert guest.cookie != cookie
            assert third.folder(guest.cookie) == third.folder(cookie), "their calls are there"
    assert "".join(third.said).count(third.token) == 0


def _cookie_name(house: Served) -> str:
    return f"practice-room-{house.base.rpartition(':')[2]}"


def test_colours_of_the_page_are_those_of_the_room() -> None:
    from simulator.serving import house as place  # noqa: PLC0415

    style = (Path(place.__file__).parent / "page" / "room.css").read_text()
    assert f"--ground: {DARK.background};" in style
    assert f"--writing: {DARK.foreground};" in style
    assert f"--panel: {DARK.panel};" in style
    assert f"--quiet: {DARK.primary};" in style
