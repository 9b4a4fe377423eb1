"""Between granian and a WSGI application: bodies are awaited, so that a client that stalls holds up nobody.

A WSGI worker reads a body in the thread that serves everyone; more threads only raise the number of clients
it takes to stop it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from io import BytesIO
from typing import TYPE_CHECKING, Any

from kontrak.mocks.adapters.body import DRAINED
from kontrak.mocks.adapters.flask_app import WIRE
from kontrak.mocks.adapters.wire import Exchange, Scope, travel
from kontrak.mocks.model import Wire

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


class Bridge:
    """A WSGI application as an RSGI one; of a body too large it passes one byte more than the limit on."""

    def __init__(self, application: WSGIApplication, max_body: int) -> None:
        self._application, self._max_body = application, max_body

    async def __rsgi__(self, scope: Scope, exchange: Exchange) -> None:
        """Serve one request."""
        try:
            body = await self._read(exchange, scope.headers.get("content-length") or "")
        except RuntimeError:
            # The client left before it had sent its body; granian has no narrower name for that.
            return
        said: list[Any] = []

        def start_response(status: str, headers: list[tuple[str, str]], _error: Any = None) -> Any:
            said[:] = [int(status[:3]), headers]

        wires: list[Wire] = []
        pieces = self._application(environ(scope, body) | {WIRE: wires}, start_response)
        answer = b"".join(pieces)
        if wires:
            await travel(scope, exchange, wires[0], (said[0], said[1], answer))
        else:
            exchange.response_bytes(said[0], said[1], answer)

    async def _read(self, exchange: Exchange, length: str) -> bytes:
        """The body, as far as wanted; raises RuntimeError if the client left in the middle of it."""
        if length.isdigit() and int(length) <= self._max_body:
            body = await exchange()
            if len(body) < int(length):
                raise RuntimeError(length)
            return body
        pieces, size = [], 0
        async for piece in exchange:
            if size <= self._max_body:
                pieces.append(piece)
            size += len(piece)
            if size > DRAINED:
                break
        return b"".join(pieces)[: self._max_body + 1]


def environ(scope: Scope, body: bytes) -> dict[str, Any]:
    """The request as WSGI (PEP 3333) wants it."""
    host, _, port = scope.server.rpartition(":")
    found = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": host,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": BytesIO(body),
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    found.update(_headers(scope.headers.items()))
    found["CONTENT_LENGTH"] = str(len(body))
    return found


def _headers(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in headers:
        key = name.upper().replace("-", "_")
        key = key if key == "CONTENT_TYPE" else f"HTTP_{key}"
        found[key] = f"{found[key]},{value}" if key in found else value
    return found
