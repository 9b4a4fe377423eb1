"""What a fault does to a connection of granian: wait, break off, reset."""

from __future__ import annotations

import asyncio
import os
import socket
import stat
import struct
from collections.abc import AsyncIterator, Awaitable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

from kontrak.mocks.model import Wire

DESCRIPTORS = Path("/dev/fd")
AT_ONCE = struct.pack("ii", 1, 0)
"""SO_LINGER of no time: who closes the connection resets it."""
PATIENCE = 5.0


class Scope(Protocol):
    """What granian says of a request."""

    method: str
    path: str
    query_string: str
    scheme: str
    http_version: str
    server: str
    client: str
    headers: Any


class Transport(Protocol):
    """An answer that is sent piece by piece."""

    def send_bytes(self, piece: bytes) -> Awaitable[None]:
        """Send a piece."""


class Exchange(Protocol):
    """The two directions of a request, as granian gives them."""

    def __call__(self) -> Awaitable[bytes]:
        """The whole body."""

    def __aiter__(self) -> AsyncIterator[bytes]:
        """The pieces of the body."""

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        """Answer."""

    def response_stream(self, status: int, headers: list[tuple[str, str]]) -> Transport:
        """Begin an answer that comes in pieces."""

    def client_disconnect(self) -> Awaitable[None]:
        """Wait until the client is gone."""


Said = tuple[int, list[tuple[str, str]], bytes]


async def travel(scope: Scope, exchange: Exchange, wire: Wire, said: Said) -> None:
    """Send an answer as the fault has it, without holding up any other."""
    status, headers, body = said
    await asyncio.sleep(wire.delay)
    if wire.is_reset and reset(scope.client):
        # granian sees the end of the connection and closes it; an answer now would be sent before that.
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(exchange.client_disconnect(), PATIENCE)
    elif wire.is_reset or wire.sent is not None:
        # The answer promises its whole length: where less follows, granian ends the connection.
        transport = exchange.response_stream(status, headers)
        await transport.send_bytes(body[: 0 if wire.is_reset else wire.sent])
    else:
        exchange.response_bytes(status, headers, body)


def reset(client: str) -> bool:
    """Let the connection with a client (`address:port`) be reset as soon as it is closed, and be closed now.

    RSGI has no word for that, so the socket is looked up among the descriptors of the process; whether it was found.
    """
    host, _, port = client.rpartition(":")
    for found in _sockets():
        with found, suppress(OSError):
            if found.getpeername()[:2] == (host.strip("[]"), int(port)):
                found.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
                found.shutdown(socket.SHUT_RD)
                return True
    return False


def _sockets() -> Iterator[socket.socket]:
    """The open sockets of this process, each under a descriptor of its own."""
    for entry in DESCRIPTORS.iterdir():
        with suppress(OSError):
            number = int(entry.name)
            if stat.S_ISSOCK(os.fstat(number).st_mode):
                yield socket.socket(fileno=os.dup(number))
