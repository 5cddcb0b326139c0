"""The web application: the page, the websocket to a visitor's room, and what visitors are handed."""

from __future__ import annotations

import asyncio
import json
import re
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path

import textual_serve
from aiohttp import WSCloseCode, WSMsgType, web
from textual_serve.download_manager import DownloadManager

from simulator.serving.entrance import Addresses, Entrance, is_visitor_id
from simulator.serving.environment import visitor_environment
from simulator.serving.room import COMMAND, Room
from simulator.settings import Settings

_PAGE = Path(__file__).parent / "page"
_THEIRS = Path(textual_serve.__file__).parent / "static"
#: every file that can be had, by its address; there is no way from an address to any other file
_STATIC = {
    "page/room.css": _PAGE / "room.css",
    "page/room.js": _PAGE / "room.js",
    "js/textual.js": _THEIRS / "js" / "textual.js",
    "css/xterm.css": _THEIRS / "css" / "xterm.css",
    "fonts/RobotoMono-VariableFont_wght.ttf": _THEIRS / "fonts" / "RobotoMono-VariableFont_wght.ttf",
}
_YEAR_S = 365 * 24 * 3600
_LARGEST_MESSAGE = 256 * 1024
_TRY_AGAIN_LATER = 1013
#: how long a browser may take to agree to the end of its websocket
_CLOSES_WITHIN_S = 2.0

NOT_INVITED = (
    "This room is opened by its link: ask whoever started it for the link, or look where it was started."
)
STRANGE_ADDRESS = "There is no practice room at this address; use the link as it was given."
NOT_FROM_HERE = "Only the room's own page can open a room."
NOTHING_THERE = "There is nothing to be had here; it can be fetched once, by whom it was made for."
#: at most 123 bytes each: they travel in the frame that closes the websocket
FULL = "Everybody's place is taken just now. Try again in a while."
ELSEWHERE = "The room was opened in another window. Reload to go on in this one."
CLOSED = (
    "The room was closed. An open call is kept: reload once the room is open again; you may need a new link."
)
BROKEN = "The room could not be opened. Tell whoever runs it."

_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class House:
    """Lets visitors in, and gives each a room.

    Args:
        given: settings of the house.
        addresses: what it is called from outside.
        most: how many rooms there are at once.
        environ: of the process that runs it.
        tell: takes a sentence for whoever runs it.
        token: of the link; a new one else.
        command: what is run in a room.
    """

    def __init__(
        self,
        given: Settings,
        addresses: Addresses,
        *,
        most: int,
        environ: Mapping[str, str],
        tell: Callable[[str], None],
        token: str | None = None,
        command: Sequence[str] = COMMAND,
    ) -> None:
        self.addresses = addresses
        self._given, self._most, self._environ, self._command = given, most, environ, command
        self._tell_plainly = tell
        self._visitors = given.home / "visitors"
        self._entrance = Entrance(lambda who: self.folder(who).is_dir(), token or secrets.token_urlsafe(32))
        self._rooms: dict[str, Room] = {}
        self._moving: dict[str, asyncio.Lock] = {}
        self._downloads = DownloadManager()

    @property
    def link(self) -> str:
        """What lets a person in."""
        return f"{self.addresses.base}/?token={self._entrance.token}"

    def folder(self, visitor: str) -> Path:
        """Where a visitor's journal is; ids of another form never become a path."""
        if not is_visitor_id(visitor):
            raise ValueError("not the id of a visitor")
        return self._visitors / visitor

    def application(self) -> web.Application:
        """The web application; one for each house."""
        app = web.Application(middlewares=[self._guard])
        app.add_routes(
            [
                web.get("/", self._page),
                web.get("/ws", self._visit),
                web.get("/static/{name:.+}", self._static),
                web.get("/download/{key}", self._download),
            ]
        )
        app.on_response_prepare.append(self._add_headers)
        app.on_shutdown.append(self._close_rooms)
        return app

    # at the door

    @web.middleware
    async def _guard(self, request: web.Request, handler: _Handler) -> web.StreamResponse:
        if not self.addresses.answers_to(request.host):
            return _refused(STRANGE_ADDRESS)
        token = request.query.get("token")
        if request.path == "/" and token is not None and self._entrance.opens(token):
            return self._come_in(request)
        if self._who(request) is None:
            return _once_more(request, 403) if _comes_from_elsewhere(request) else _refused(NOT_INVITED)
        return await handler(request)

    def _who(self, request: web.Request) -> str | None:
        return self._entrance.visitor(request.cookies.get(self.addresses.cookie_name))

    def _come_in(self, request: web.Request) -> web.Response:
        """Turn the token into a cookie, and lead on to an address without it."""
        if _comes_from_elsewhere(request):
            return _once_more(request, 200)
        cookie = self._entrance.admit(request.cookies.get(self.addresses.cookie_name))
        response = web.Response(status=303, headers={"Location": "/"})
        response.set_cookie(
            self.addresses.cookie_name,
            cookie,
            max_age=_YEAR_S,
            path="/",
            httponly=True,
            samesite="Strict",
            secure=self.addresses.secure,
        )
        return response

    async def _add_headers(self, request: web.Request, response: web.StreamResponse) -> None:
        here = request.host if self.addresses.answers_to(request.host) else ""
        ways = f"'self' {'wss' if self.addresses.secure else 'ws'}://{here}" if here else "'self'"
        response.headers["Content-Security-Policy"] = (
            # xterm.js lays its rows out with styles that it makes as it goes; scripts are files of ours only
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; "
            f"img-src 'self' data:; connect-src {ways}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        )
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["X-Frame-Options"] = "DENY"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        response.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), clipboard-read=()"
        response.headers["Server"] = "practice-room"
        response.headers.setdefault("Cache-Control", "no-store")

    # inside

    async def _page(self, request: web.Request) -> web.StreamResponse:
        if request.query_string:
            return web.Response(status=303, headers={"Location": "/"})
        return web.FileResponse(_PAGE / "room.html")

    async def _static(self, request: web.Request) -> web.StreamResponse:
        path = _STATIC.get(request.match_info["name"])
        if path is None:
            return web.Response(status=404, text="There is no such file.\n")
        return web.FileResponse(path, headers={"Cache-Control": "private, no-cache"})

    async def _download(self, request: web.Request) -> web.StreamResponse:
        """What a room hands to its visitor, and to nobody else; always as a file, never as a page."""
        key = request.match_info["key"]
        try:
            meant = await self._downloads.get_download_metadata(key)
        except KeyError:
            return web.Response(status=404, text=NOTHING_THERE + "\n")
        room = meant.app_service
        if not isinstance(room, Room) or room.visitor != self._who(request):
            return web.Response(status=404, text=NOTHING_THERE + "\n")
        name = re.sub(r"[^A-Za-z0-9._-]+", "-", meant.file_name).lstrip(".-") or "practice-room.txt"
        plain = meant.mime_type.startswith("text/")
        response = web.StreamResponse(
            headers={
                "Content-Type": "text/plain; charset=utf-8" if plain else "application/octet-stream",
                "Content-Disposition": f'attachment; filename="{name}"',
            }
        )
        await response.prepare(request)
        async for chunk in self._downloads.download(key):
            await response.write(chunk)
        await response.write_eof()
        return response

    async def _visit(self, request: web.Request) -> web.StreamResponse:
        """A window of a visitor: its room lasts as long as its websocket."""
        visitor = self._who(request)
        if visitor is None or not self.addresses.is_own(request.headers.get("Origin", ""), request.host):
            return _refused(NOT_FROM_HERE)
        websocket = web.WebSocketResponse(
            timeout=_CLOSES_WITHIN_S, heartbeat=15, max_msg_size=_LARGEST_MESSAGE
        )
        await websocket.prepare(request)
        room = await self._open_room(visitor, request, websocket)
        if room is None:
            return websocket
        try:
            async for message in websocket:
                if message.type is WSMsgType.TEXT and not await _heed(message.data, websocket, room):
                    break
        finally:
            await asyncio.shield(self._leave(room))
        return websocket

    async def _open_room(
        self, visitor: str, request: web.Request, websocket: web.WebSocketResponse
    ) -> Room | None:
        async with self._moving.setdefault(visitor, asyncio.Lock()):
            if visitor in self._rooms:
                # One journal, one process: whoever reloads, or opens a second window, goes on in the newest.
                await self._rooms[visitor].dismiss(ELSEWHERE)
                self._rooms.pop(visitor, None)
            if len(self._rooms) >= self._most:
                await websocket.close(code=_TRY_AGAIN_LATER, message=FULL.encode())
                return None
            folder = self.folder(visitor)
            room = self._rooms[visitor] = Room(
                visitor,
                folder,
                websocket,
                environment=visitor_environment(self._environ, self._given, folder),
                downloads=self._downloads,
                tell=self._tell,
                command=self._command,
            )
            try:
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
                await room.start(_number(request, "width", 80), _number(request, "height", 24))
            except OSError as error:
                self._tell(f"A visitor's room could not be opened: {error.strerror or type(error).__name__}.")
                self._rooms.pop(visitor, None)
                await websocket.close(message=BROKEN.encode())
                return None
            return room

    async def _leave(self, room: Room) -> None:
        await room.stop()
        if self._rooms.get(room.visitor) is room:
            del self._rooms[room.visitor]

    async def _close_rooms(self, app: web.Application) -> None:
        await asyncio.gather(
            *(room.dismiss(CLOSED, WSCloseCode.GOING_AWAY) for room in tuple(self._rooms.values()))
        )

    def _tell(self, sentence: str) -> None:
        key = self._given.api_key
        self._tell_plainly(sentence.replace(key.reveal(), "***") if key is not None else sentence)


async def _heed(text: str, websocket: web.WebSocketResponse, room: Room) -> bool:
    """Do what the page asks for.

    Returns:
        whether that was something that our page can ask for; else somebody else is talking.
    """
    try:
        match json.loads(text):
            case ["stdin", str(data)]:
                await room.send_bytes(data.encode("utf-8", "replace"))
            case ["resize", {"width": int(width), "height": int(height)}]:
                await room.set_terminal_size(width, height)
            case ["ping", str(data)]:
                await websocket.send_json(["pong", data])
            case ["blur"]:
                await room.blur()
            case ["focus"]:
                await room.focus()
            case _:
                return False
    except (ValueError, RecursionError):
        return False
    return True


def _number(request: web.Request, name: str, default: int) -> int:
    text = request.query.get(name, "")
    return int(text) if re.fullmatch(r"[0-9]{1,4}", text) else default


def _refused(sentence: str) -> web.Response:
    return web.Response(status=403, text=sentence + "\n")


def _comes_from_elsewhere(request: web.Request) -> bool:
    """Whether a link on a page of another site was followed to the front door: the browser keeps our cookie back then."""
    return (
        request.path == "/"
        and request.headers.get("Sec-Fetch-Site") in {"cross-site", "same-site"}
        and request.headers.get("Sec-Fetch-Mode") == "navigate"
        and request.headers.get("Sec-Fetch-Dest") == "document"
    )


def _once_more(request: web.Request, status: int) -> web.Response:
    """A page that asks for the same address again, this time from a page of ours, so that the cookie comes along."""
    token = request.query.get("token", "")
    again = f"/?token={token}" if re.fullmatch(r"[A-Za-z0-9_-]+", token) else "/"
    refresh = f'<meta http-equiv="refresh" content="0; url={again}">'
    text = f"<!doctype html>{refresh}<title>Practice room</title><p>{NOT_INVITED}</p>"
    return web.Response(status=status, text=text, content_type="text/html")
