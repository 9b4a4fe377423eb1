"""What the planted clients have in common: HTTP, a clock, patience, and the one thing that they do wrong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import httpx

PASSING = (429, 500, 502, 503, 504)
ATTEMPTS = 4
PAUSE = 5


class Wire:
    """A client with at most one `fault`; the `other` one makes every free choice another way.

    `now` tells the time and `sleep` lets seconds pass: tests have a clock of their own.
    """

    def __init__(
        self,
        http: httpx.Client,
        now: Callable[[], datetime],
        sleep: Callable[[float], None],
        fault: str | None = None,
        *,
        other: bool = False,
    ) -> None:
        self.http, self.now, self.sleep, self.fault, self.other = http, now, sleep, fault, other

    def login(self, credentials: dict[str, Any]) -> None:
        """Take what the partner gave it to sign in with: `credentials` by partner, as the mock tells them."""
        raise NotImplementedError

    def run(self) -> None:
        """Do everything that it does."""
        raise NotImplementedError

    def has(self, fault: str) -> bool:
        """Whether that is what it does wrong."""
        return self.fault == fault

    def ordered(self, message: dict[str, Any]) -> dict[str, Any]:
        """The message, its members in the other order if it is the other client."""
        return dict(reversed(message.items())) if self.other else message

    def patient(self, send: Callable[[int], httpx.Response]) -> Any:
        """The JSON of an answer, the call made again while it fails for a passing reason; `send` is told which attempt it is."""
        for attempt in range(ATTEMPTS):
            answer = send(attempt)
            body = self.whole(answer)
            if answer.status_code not in PASSING and body is not None:
                return body
            if self.has("gives-up"):
                return None
            wait = float(answer.headers.get("retry-after", PAUSE))
            self.sleep(1 if self.has("too-soon") else wait + 10 * self.other)
        return None

    @staticmethod
    def whole(answer: httpx.Response) -> Any:
        """The answer's JSON, None where it is not whole."""
        try:
            return answer.json()
        except ValueError:
            return None
