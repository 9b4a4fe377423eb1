"""Sends requests to a target, over a socket or into a WSGI application, and bounds whatever it answers."""

from __future__ import annotations

import math
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from functools import cache
from http.cookiejar import DefaultCookiePolicy
from threading import Barrier
from types import TracebackType
from typing import Any, Self
from urllib.parse import unquote

import httpx

from kontrak.conformance.errors import Gone, Missing, OutOfTime, Trouble
from kontrak.conformance.exchange import Exchange, Incoming, Outgoing
from kontrak.conformance.pace import Pace
from kontrak.conformance.watchdog import Watchdog

LONGEST_ANSWER = 8 * 1024 * 1024
GATEWAY = {502: "bad gateway", 503: "service unavailable", 504: "gateway time-out"}
UNANSWERED = (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError)
SLOWEST_UPLINK = 100_000
TROUBLES_IN_A_ROW = 3
WAITS = 5

Watcher = Callable[[Exchange], None]


@cache
def _trust() -> ssl.SSLContext:
    """The authorities that are trusted by default; reading them takes longer than most requests."""
    return httpx.create_ssl_context()


class Client:
    """A bounded HTTP client: no redirects, no cookies, at most `timeout` seconds and 8 MiB for an answer.

    `app` is a WSGI application to call in process instead of a socket. `deadline` is the moment, on `clock`,
    after which nothing more is sent, and no answer is waited for; `rate` how many requests a second are sent at the most,
    0 for any number. A request that holds one of the `untouchable` texts is not sent. Each exchange is shown to the `watchers`.
    """

    def __init__(
        self,
        *,
        app: Any = None,
        timeout: float = 10.0,
        deadline: float | None = None,
        rate: float = 0.0,
        untouchable: tuple[str, ...] = (),
        verify: bool | str = True,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        transport = httpx.WSGITransport(app=app, raise_app_exceptions=False) if app else None
        trust = _trust() if verify is True else verify
        self._http = httpx.Client(transport=transport, timeout=timeout, follow_redirects=False, verify=trust)
        self._http.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=()))  # a cookie could stand for a key
        self._timeout, self._deadline, self._clock, self._sleep = timeout, deadline, clock, sleep
        self._app, self._verify, self._rate = app, verify, rate
        self._pace, self._untouchable = Pace(rate, clock), untouchable
        self._watchdog = None if app else Watchdog(self._cut_off)  # in process there is no connection to cut off
        self._unanswered = (Exception,) if app else UNANSWERED
        self._connection: Any = None
        self._troubles = 0
        self._is_patient = True
        self.watchers: list[Watcher] = []
        self.sent = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._watchdog is not None:
            self._watchdog.close()
        self._http.close()

    def send(self, request: Outgoing) -> Exchange:
        """Send one request; raises Trouble, Gone or OutOfTime where no answer can be judged.

        An answer of 429 is waited for as it asks, five times at most; after three troubles in a row it is Gone.
        """
        try:
            exchange = self._judgeable(request)
        except Trouble as trouble:
            self._troubles += 1
            if self._troubles < TROUBLES_IN_A_ROW:
                raise
            raise Gone(trouble.reason) from None
        self._troubles = 0
        self.seen(exchange)
        return exchange

    def send_together(self, requests: Sequence[Outgoing]) -> list[Exchange]:
        """Send some requests at the same time, each over a connection of its own; their exchanges, in that order.

        Raises Trouble or OutOfTime where one of them has no answer that can be judged.
        """
        start = Barrier(len(requests))
        with ExitStack() as stack:
            clients = [stack.enter_context(self._twin()) for _ in requests]
            pool = stack.enter_context(ThreadPoolExecutor(len(requests)))

            def send(client: Client, request: Outgoing) -> Exchange:
                start.wait()
                return client._judgeable(request)

            exchanges = list(pool.map(send, clients, requests))
        for exchange in exchanges:
            self.seen(exchange)
        return exchanges

    @contextmanager
    def taking_429(self) -> Iterator[None]:
        """Take an answer of 429 as it is meanwhile, instead of waiting: the limit itself is under test."""
        self._is_patient = False
        try:
            yield
        finally:
            self._is_patient = True

    def _twin(self) -> Client:
        """A client of the same target, with nobody who watches."""
        return Client(
            app=self._app,
            timeout=self._timeout,
            deadline=self._deadline,
            untouchable=self._untouchable,
            verify=self._verify,
            clock=self._clock,
            sleep=self._sleep,
        )

    def seen(self, exchange: Exchange) -> None:
        """Count an exchange and show it to the watchers; also for those that the engine's process made."""
        self.sent += 1
        for watcher in self.watchers:
            watcher(exchange)

    def remaining(self) -> float:
        """The seconds until the deadline; raises OutOfTime where none are left."""
        left = math.inf if self._deadline is None else self._deadline - self._clock()
        if left <= 0:
            raise OutOfTime("the time given with --max-time was spent")
        return left

    def extend(self, seconds: float) -> None:
        """Let the deadline be so much later: for what takes away what was made."""
        if self._deadline is not None:
            self._deadline += seconds

    def _judgeable(self, request: Outgoing) -> Exchange:
        for _ in range(WAITS):
            if ahead := self._pace.turn():
                self._wait(ahead)
            exchange = self._exchange(request)
            status = exchange.response.status
            if status in GATEWAY:
                raise Trouble(f"{GATEWAY[status]} ({status}) from {request.url}")
            if status != 429 or not self._is_patient:
                return exchange
            self._wait(min(_retry_after(exchange.response), self._timeout))
        raise Trouble(f"the target limits the rate: {WAITS} answers of 429 in a row")

    def _wait(self, seconds: float) -> None:
        """Wait, but not beyond the deadline."""
        self._sleep(min(seconds, self.remaining()))

    def _guard(self, request: Outgoing) -> None:
        """Raise Missing for a request that would touch what it must not."""
        if self._untouchable:
            sent = unquote(request.url) + request.body.decode("utf-8", "replace")
            for text in self._untouchable:
                if text in sent:
                    raise Missing(f"a request of this check would hold {text!r}, which kontrak.toml calls untouchable")

    def _exchange(self, request: Outgoing) -> Exchange:
        self._guard(request)
        allowed = min(self._timeout + len(request.body) / SLOWEST_UPLINK, self.remaining())
        started = self._clock()
        try:
            with self._watchdog.guard(allowed) if self._watchdog else nullcontext():
                response = self._answer(request, started + allowed, allowed)
        except self._unanswered as error:
            self.remaining()
            late = isinstance(error, httpx.TimeoutException) or self._clock() - started >= allowed
            what = f"no whole answer within {allowed:.3g} s" if late else f"{type(error).__name__}: {error}"
            raise Trouble(f"{what} ({request.method} {request.url})") from None
        return Exchange(request, response, self._clock() - started)

    def _answer(self, request: Outgoing, latest: float, allowed: float) -> Incoming:
        headers = [(name.encode(), value.encode("utf-8")) for name, value in request.headers.items()]
        body = bytearray()
        with self._http.stream(
            request.method,
            request.url,
            headers=headers,
            content=request.body or None,
            timeout=allowed,
            extensions={"trace": self._note_connection},
        ) as answer:
            for part in answer.iter_bytes():
                body += part
                if len(body) > LONGEST_ANSWER:
                    raise Trouble(f"the answer is longer than {LONGEST_ANSWER} bytes ({request.method} {request.url})")
                if self._clock() > latest:
                    raise httpx.ReadTimeout("the answer drips")
            return Incoming(answer.status_code, dict(answer.headers), bytes(body))

    def _note_connection(self, event: str, info: dict[str, Any]) -> None:
        if event.endswith(("connect_tcp.complete", "start_tls.complete")):
            self._connection = info["return_value"]

    def _cut_off(self) -> None:
        if self._connection is not None:
            with suppress(OSError):
                self._connection.get_extra_info("socket").shutdown(socket.SHUT_RDWR)


def _retry_after(response: Incoming) -> float:
    value = response.headers.get("retry-after", "")
    return float(value) if value.isascii() and value.isdigit() else 1.0
