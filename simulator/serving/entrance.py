"""Who may come in: the link's token, the cookies that it is turned into, and the addresses that the house goes by."""

from __future__ import annotations

import base64
import hashlib
import hmac
import ipaddress
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from simulator.errors import UsageError

#: what `secrets.token_urlsafe(32)` gives, signed; nothing else is looked up. Older versions did not sign
_COOKIE = re.compile(r"([A-Za-z0-9_-]{43})(?:\.([A-Za-z0-9_-]{43}))?")
_VISITOR = re.compile(r"[0-9a-f]{32}")
_HOST = re.compile(r"[A-Za-z0-9.\-]{1,253}(:\d{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](:\d{1,5})?")


def visitor_id(cookie: str) -> str:
    """Whose cookie that is: the name of a folder; the same whatever link the visitor came by.

    A hash, so that nobody who can list the folders gets a cookie out of them, and no name of a folder comes from outside.
    """
    return hashlib.sha256(b"visitor " + cookie.partition(".")[0].encode()).hexdigest()[:32]


def is_visitor_id(text: str) -> bool:
    """Whether that can be the name of a visitor's folder."""
    return _VISITOR.fullmatch(text) is not None


@dataclass
class Entrance:
    """Lets in who has the link, and knows them by their cookie from then on, for as long as the link is good.

    A cookie is a secret of the visitor's, signed with the token: nothing has to be kept of it, it is good in the next run
    too if the link is, and with another link all cookies are useless.

    Args:
        was_here: whether a visitor of that id has been here before, by whatever link.
        token: of the link.
    """

    was_here: Callable[[str], bool]
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)

    def opens(self, token: str) -> bool:
        """Whether that is the link's token; takes as long for any wrong one."""
        return secrets.compare_digest(token.encode(errors="replace"), self.token.encode())

    def admit(self, cookie: str | None) -> str:
        """A cookie for somebody who came by the link: their own, signed anew if need be, or a new one.

        A cookie that nobody was given is not taken over, whoever put it into the browser.
        """
        if self.visitor(cookie) is not None:
            return cookie or ""
        parts = _COOKIE.fullmatch(cookie or "")
        known = parts is not None and self.was_here(visitor_id(parts[1]))
        return self._signed(parts[1] if parts is not None and known else secrets.token_urlsafe(32))

    def visitor(self, cookie: str | None) -> str | None:
        """The visitor's id; None for somebody who did not come by this link."""
        parts = _COOKIE.fullmatch(cookie or "")
        if parts is None or not secrets.compare_digest(self._signed(parts[1]), parts[0]):
            return None
        return visitor_id(parts[1])

    def _signed(self, secret: str) -> str:
        signature = hmac.digest(self.token.encode(), b"visitor " + secret.encode(), "sha256")
        return f"{secret}.{base64.urlsafe_b64encode(signature).decode().rstrip('=')}"


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach what listens there."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_everywhere(host: str) -> bool:
    """Whether that is every address of this machine."""
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return host == ""


@dataclass(frozen=True)
class Addresses:
    """What the house is called from outside.

    Args:
        host: where it listens.
        port: the one that it got.
        public: the address that visitors use where something stands before the house, such as ``https://room.example``.
    """

    host: str
    port: int
    public: str | None = None

    @property
    def base(self) -> str:
        """The address of the front door, without a slash at its end."""
        if self.public:
            return self.public
        host = "127.0.0.1" if is_everywhere(self.host) else self.host
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"

    @property
    def secure(self) -> bool:
        """Whether visitors come by TLS."""
        return self.base.startswith("https:")

    @property
    def cookie_name(self) -> str:
        """Cookies do not keep ports apart, so the name does; by TLS the browser vouches for where it is from."""
        return "__Host-practice-room" if self.secure else f"practice-room-{self.port}"

    def answers_to(self, host: str) -> bool:
        """Whether a request for that host is for this house.

        On loopback a page from elsewhere could come by a name of its own that leads here, so only the names of this
        machine count; further out any name may be ours.
        """
        if not _HOST.fullmatch(host):
            return False
        if self.public and host == urlsplit(self.public).netloc:
            return True
        name = urlsplit(f"//{host}").hostname or ""
        return is_loopback(name) if is_loopback(self.host) else True

    def is_own(self, origin: str, host: str) -> bool:
        """Whether a page of that origin is a page of this house, which it reached as `host`."""
        return origin == self.public if self.public else origin == f"http://{host}"


def public_address(url: str) -> str:
    """A public address as it is compared: scheme and host, and the port where it is not the usual one.

    Raises:
        UsageError: it is not such an address.
    """
    try:
        parts = urlsplit(url)
        usual = {"http": 80, "https": 443}[parts.scheme]
        port, name = parts.port, parts.hostname
    except (ValueError, KeyError):
        name, usual, port, parts = None, 0, None, urlsplit("")
    netloc = parts.netloc.lower()
    if not name or parts.path.strip("/") or parts.query or parts.fragment or not _HOST.fullmatch(netloc):
        raise UsageError(
            "--public-url wants the address that visitors use, such as https://room.example, without a path."
        )
    return f"{parts.scheme}://{netloc.removesuffix(f':{port}') if port == usual else netloc}"
