"""Sends requests to a target, over a socket or into a WSGI application, and bounds whatever it answers."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

import httpx

from kontrak.conformance.errors import Gone, OutOfTime, Trouble
from kontrak.conformance.exchange import Exchange, Incoming, Outgoing

LONGEST_ANSWER = 8 * 1024 * 1024
GATEWAY = {502: "bad gateway", 503: "service unavailable", 504: "gateway time-out"}
FAILURES_IN_A_ROW = 3
WAITS = 5

Watcher = Callable[[Exchange], None]


class Client:
    """A bounded HTTP client: no redirects, at most `timeout` seconds and 8 MiB for an answer.

    `app` is a WSGI application to call in process instead of a socket. `deadline` is the moment, on `clock`,
    after which nothing more is sent. Each exchange is shown to the `watchers`.
    """

    def __init__(
        self,
        *,
        app: Any = None,
        timeout: float = 10.0,
        deadline: float | None = None,
        verify: bool | str = True,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        transport = httpx.WSGITransport(app=app, raise_app_exceptions=False) if app else None
        self._http = httpx.Client(transport=transport, timeout=timeout, follow_redirects=False, verify=verify)
        self._timeout, self._deadline, self._clock, self._sleep = timeout, deadline, clock, sleep
        self._failures = 0
        self.watchers: list[Watcher] = []
        self.sent = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def send(self, request: Outgoing) -> Exchange:
        """Send one request; raises Trouble, Gone or OutOfTime where no answer can be judged.

        An answer of 429 is waited for as it asks, five times at most.
        """
        for _ in range(WAITS):
            exchange = self._exchange(request)
            if exchange.response.status != 429:
                break
            self._sleep(min(_retry_after(exchange.response), self._timeout))
        else:
            raise Trouble(f"the target limits the rate: {WAITS} answers of 429 in a row")
        if exchange.response.status in GATEWAY:
            raise Trouble(f"{GATEWAY[exchange.response.status]} ({exchange.response.status}) from {request.url}")
        for watcher in self.watchers:
            watcher(exchange)
        return exchange

    def _exchange(self, request: Outgoing) -> Exchange:
        if self._deadline is not None and self._clock() >= self._deadline:
            raise OutOfTime("the time given with --max-time was spent")
        started = self._clock()
        try:
            response = self._answer(request, started)
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            raise self._failed(request, error) from None
        self._failures = 0
        self.sent += 1
        return Exchange(request, response, self._clock() - started)

    def _answer(self, request: Outgoing, started: float) -> Incoming:
        content = request.body or None
        headers = [(name.encode(), value.encode("utf-8")) for name, value in request.headers.items()]
        with self._http.stream(request.method, request.url, headers=headers, content=content) as answer:
            body = bytearray()
            for part in answer.iter_bytes():
                body += part
                if len(body) > LONGEST_ANSWER:
                    raise Trouble(f"the answer is longer than {LONGEST_ANSWER} bytes")
                if self._clock() - started > self._timeout:
                    raise Trouble(f"the answer was not complete within {self._timeout:g} s")
            return Incoming(answer.status_code, dict(answer.headers), bytes(body))

    def _failed(self, request: Outgoing, error: Exception) -> Trouble:
        self._failures += 1
        reason = f"{type(error).__name__}: {error} ({request.method} {request.url})"
        return Gone(reason) if self._failures >= FAILURES_IN_A_ROW else Trouble(reason)


def _retry_after(response: Incoming) -> float:
    value = response.headers.get("retry-after", "1")
    return float(value) if value.isdigit() else 1.0
