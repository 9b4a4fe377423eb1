"""Who may use the control interface: whoever shares the machine, or whoever has the token.

Without a token it answers only requests that name this machine (a page that had its own name point here, DNS
rebinding, names itself), and never changes anything for the page of another site (the header Origin).
"""

from __future__ import annotations

import binascii
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from hmac import compare_digest
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from kontrak.mocks.control import refused
from kontrak.mocks.model import Refusal

READING = ("GET", "HEAD", "OPTIONS")
PUBLIC = ("/_kontrak/health", "/_kontrak/ca.pem", "/_kontrak/docs")
"""What holds no secret and no state needs no token: health checks and browsers do not send one."""
CHALLENGE = {"www-authenticate": 'Basic realm="kontrak control", charset="UTF-8"'}
WANTED = "Authorization: Bearer TOKEN, or HTTP Basic with TOKEN as the password"


@dataclass(frozen=True, slots=True)
class Guard:
    """The rules of one server: whether control is on at all, its token, and the name under which it listens."""

    is_on: bool = True
    token: str | None = None
    host: str = "localhost"

    def refuses(self, environ: Mapping[str, Any], path: str) -> Refusal | None:
        """Why a request to `path` (without its world) of the control interface is refused, if it is."""
        if not self.is_on:
            return refused(404, "The control interface is off (--no-control).")
        asked = str(environ.get("HTTP_HOST", ""))
        origin = environ.get("HTTP_ORIGIN")
        if environ["REQUEST_METHOD"] not in READING and origin is not None and urlsplit(origin).netloc != asked:
            return refused(403, "Pages of other sites change nothing here.", origin, f"the origin {asked}, or none")
        if self.token is None:
            return None if not asked or self._is_ours(asked) else self._strange(asked)
        if any(path == one or path.startswith(f"{one}/") for one in PUBLIC) or self._is_proved(environ):
            return None
        refusal = refused(401, "The control interface asks for its token.", None, WANTED)
        return Refusal(refusal.status, refusal.title, refusal.violations, CHALLENGE)

    def _is_ours(self, asked: str) -> bool:
        """Whether a Host header names this machine; an address cannot be pointed elsewhere, a name can."""
        name = _name(asked)
        return name in ("localhost", self.host.lower()) or name.endswith(".localhost") or _is_address(name)

    def _strange(self, asked: str) -> Refusal:
        wanted = f"localhost, an IP address, or {self.host}; or start with --control-token"
        return refused(403, "This host name is not ours.", asked, wanted)

    def _is_proved(self, environ: Mapping[str, Any]) -> bool:
        scheme, _, text = str(environ.get("HTTP_AUTHORIZATION", "")).strip().partition(" ")
        given = _password(text) if scheme.lower() == "basic" else text.strip() if scheme.lower() == "bearer" else ""
        return compare_digest(given.encode("utf-8", "replace"), (self.token or "").encode())


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches that address."""
    return _name(host) == "localhost" or (_is_address(host) and ip_address(host.strip("[]")).is_loopback)


def _name(host: str) -> str:
    """The name or address in a Host header, without its port."""
    host = host.strip().lower()
    if host.startswith("["):
        return host[1:].partition("]")[0]
    # An IPv6 address without brackets has more than one colon, and no port.
    return host.partition(":")[0] if host.count(":") == 1 else host


def _is_address(text: str) -> bool:
    try:
        ip_address(text.strip("[]"))
    except ValueError:
        return False
    return True


def _password(text: str) -> str:
    try:
        return b64decode(text, validate=True).decode().partition(":")[2]
    except (binascii.Error, ValueError):
        return ""
