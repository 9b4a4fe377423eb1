"""One request and its answer, as values."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field

from kontrak.contracts.model import Json

NOT_JSON = object()


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
            words += ["-H", f"{name}: {value}"]
        if self.body:
            words += ["--data-raw", self.body.decode("utf-8", "backslashreplace")]
        return shlex.join(words)


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
