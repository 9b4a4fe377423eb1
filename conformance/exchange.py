"""One request and its answer, as values."""

from __future__ import annotations

import json
import shlex
import string
from collections.abc import Mapping
from dataclasses import dataclass, field

from kontrak.contracts.model import Json

NOT_JSON = object()
PLAIN = frozenset(string.ascii_letters + string.digits + " :,.[]{}_-")


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A request as it is sent: `url` is absolute, `body` the bytes."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    def curl(self) -> str:
        """The command line that sends the same request."""
        words = ["curl", "-sS", "-X", self.method, self.url]
        for name, value in self.headers.items():
            words += ["-H", f"{name}: {value}" if value else f"{name};"]  # curl drops a header that ends in a colon
        if not self.body:
            return shlex.join(words)
        if "content-type" not in map(str.lower, self.headers):
            words += ["-H", "Content-Type:"]
        try:
            return shlex.join([*words, "--data-raw", self.body.decode("utf-8")])
        except UnicodeDecodeError:
            return f"{shlex.join(words)} --data-binary \"$(printf '{_octal(self.body)}')\""


def _octal(body: bytes) -> str:
    """Bytes that are no text, for the `printf` of any shell."""
    return "".join(chr(byte) if chr(byte) in PLAIN else f"\\{byte:03o}" for byte in body)


@dataclass(frozen=True, slots=True)
class Incoming:
    """An answer as it came: `body` is bounded by the client."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def text(self) -> str:
        """The body as text, whatever its bytes."""
        return self.body.decode("utf-8", "backslashreplace")

    def json(self) -> Json:
        """The body as a JSON value, or NOT_JSON."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return NOT_JSON


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request, its answer, and the seconds between them."""

    request: Outgoing
    response: Incoming
    seconds: float = 0.0
