"""The simulator as routes of respx: httpx clients, sync and async, get its answers in their own process.

A route bears the id of its operation, so that a test can count and look at calls:

    with contract_router(simulator, "https://tpos.example") as router:
        ...
        assert router["createPurchaseOrder"].call_count == 1

What no operation is for, at the same address, is answered as the server answers it (the route `unknown`); a request to
anywhere else fails with the message of respx.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from urllib.parse import parse_qsl, unquote

import httpx
import respx
from respx.patterns import Match, Pattern

from kontrak.contracts import ConfigurationError, Operation
from kontrak.mocks.model import DEFAULT_WORLD, Refusal, Request, Wire
from kontrak.mocks.pipeline import Simulator
from kontrak.mocks.stages import route

UNKNOWN = "unknown"
FRAMING = frozenset({"content-length", "transfer-encoding", "connection"})


@dataclass(frozen=True, slots=True)
class Address:
    """Where the simulator seems to be: `url` is the client's base URL, `name` the world that answers."""

    url: httpx.URL
    name: str

    def path(self, asked: httpx.URL) -> str | None:
        """The path of a request below the base URL; None where it goes elsewhere."""
        if (asked.scheme, asked.host, asked.port) != (self.url.scheme, self.url.host, self.url.port):
            return None
        raw, base = asked.raw_path.partition(b"?")[0].decode("ascii"), self.url.path.rstrip("/")
        return unquote(raw.removeprefix(base)) if raw.startswith(f"{base}/") else None


class Asks(Pattern):
    """Whether a request is for one operation, given by its id; None stands for the whole address."""

    key = "kontrak_asks"

    def __init__(self, simulator: Simulator, address: Address, operation: str | None) -> None:
        self._simulator, self._address = simulator, address
        super().__init__((address, operation))

    def match(self, request: httpx.Request) -> Match:
        """Compare address, method, path, and the member that tells operations of one path apart."""
        path = self._address.path(request.url)
        wanted = self.value[1]
        if path is None or wanted is None:
            return Match(path is not None)
        found = route.match(self._simulator.routes, Request(request.method, path))
        return Match(not isinstance(found, Refusal) and _named(found.operations, request) == wanted)


def contract_router(
    simulator: Simulator, base_url: str, *, name: str = DEFAULT_WORLD, using: str = "httpcore"
) -> respx.MockRouter:
    """A router with a route for each operation of the simulator's partners, not yet started.

    `base_url` is what the client is configured with, `name` the world that answers; `using` names the mocker of respx
    (`httpcore2` for httpx2, see `kontrak.mocks.adapters.httpx2`). Raises ConfigurationError for a URL that is none.
    """
    address = Address(_checked(base_url), name)
    router = respx.MockRouter(assert_all_called=False, assert_all_mocked=True, using=using)
    answer = Answers(simulator, address, import_module(using))
    for partner in simulator.partners.values():
        for id in partner.contract.operations:
            router.route(Asks(simulator, address, id), name=id).mock(side_effect=answer)
    router.route(Asks(simulator, address, None), name=UNKNOWN).mock(side_effect=answer)
    return router


@dataclass(frozen=True, slots=True)
class Answers:
    """The side effect of every route: hands a request to the simulator and its answer to the client.

    `transport` is httpcore, or what stands in its place: its errors are those that the client turns into its own.
    """

    simulator: Simulator
    address: Address
    transport: ModuleType

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer one request as the server does; raises the transport's error where a fault has struck the connection."""
        got = self.simulator.handle(self._asked(request))
        if got.wire is not None:
            self._strike(got.wire, len(got.body), request)
        headers = [(key, value) for key, value in got.headers.items() if key.lower() not in FRAMING]
        return httpx.Response(got.status, headers=headers, content=got.body)

    def _strike(self, wire: Wire, length: int, request: httpx.Request) -> None:
        """Nobody sleeps here: an answer later than the client waits for is a time-out at once, any other is there at once."""
        patience = (request.extensions.get("timeout") or {}).get("read")
        if patience is not None and wire.delay >= patience:
            raise self.transport.ReadTimeout(f"no answer within {patience:g} s: it takes {wire.delay:g} s")
        if wire.is_reset:
            raise self.transport.ReadError("the connection was reset")
        if wire.sent is not None:
            raise self.transport.RemoteProtocolError(
                f"peer closed connection without sending complete message body (received {wire.sent} bytes, expected {length})"
            )

    def _asked(self, request: httpx.Request) -> Request:
        path = self.address.path(request.url) or "/"
        return Request(
            method=request.method,
            path=path,
            body=request.content,
            headers={key.lower(): value for key, value in request.headers.items() if key.lower() not in FRAMING},
            query=dict(parse_qsl(request.url.query.decode("ascii"), keep_blank_values=True, errors="replace")),
            world=self.address.name,
        )


def _checked(base_url: str) -> httpx.URL:
    try:
        url = httpx.URL(base_url)
    except (httpx.InvalidURL, TypeError) as error:
        raise ConfigurationError(f"{base_url!r} is no URL: {error}; write for example https://tpos.example") from None
    if url.scheme not in ("http", "https") or not url.host:
        raise ConfigurationError(f"{base_url!r} is no http or https URL; write for example https://tpos.example")
    return url


def _named(operations: Iterable[Operation], request: httpx.Request) -> str | None:
    """The operation among those of one path: the only one, or that of the body's member."""
    known = {operation.member: operation.id for operation in operations}
    if None in known:
        return known[None]
    try:
        body = json.loads(request.content)
    except (ValueError, RecursionError):
        return None
    return next((known[member] for member in body if member in known), None) if isinstance(body, dict) else None
