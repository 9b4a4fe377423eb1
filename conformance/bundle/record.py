"""Writes down each exchange of a run, redacted before it reaches the disk."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from kontrak.conformance.exchange import Exchange
from kontrak.conformance.report.redact import Redactor

LONGEST_BODY = 32 * 1024
SUFFIX = ".exchanges.jsonl"


class Recorder:
    """Writes the exchanges of one run against one target into `folder`, a line for each.

    `name` tells the part from those of other workers; `redactor` gives what masks the secrets known by now; `clock`
    is the time since the epoch in seconds. `check` is the id of the check that is being carried out.
    """

    def __init__(
        self, folder: Path, name: str, redactor: Callable[[], Redactor], clock: Callable[[], float] = time.time
    ) -> None:
        self._file = (folder / f"{name}{SUFFIX}").open("x", encoding="utf-8")
        self._redactor, self._clock = redactor, clock
        self.check = "run"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def __call__(self, exchange: Exchange) -> None:
        """Write one exchange down."""
        clean, request, response = self._redactor(), exchange.request, exchange.response
        line = {
            "check": self.check,
            "started": datetime.fromtimestamp(self._clock() - exchange.seconds, UTC).isoformat(timespec="milliseconds"),
            "milliseconds": round(exchange.seconds * 1000, 3),
            "request": {
                "method": request.method,
                "url": clean.text(request.url),
                "headers": clean.headers(request.headers),
                **_body(clean, request.body),
            },
            "response": {
                "status": response.status,
                "headers": clean.headers(response.headers),
                **_body(clean, response.body),
            },
        }
        self._file.write(json.dumps(line) + "\n")


def recorded(folder: Path) -> Iterator[dict[str, Any]]:
    """Every exchange of the parts in that folder, part by part in the order of their names."""
    for part in sorted(folder.glob(f"*{SUFFIX}")):
        with part.open(encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def _body(clean: Redactor, body: bytes) -> dict[str, Any]:
    """A body as text; of a long one the beginning, with the checksum of the whole as it was sent."""
    text = clean.body(body[:LONGEST_BODY].decode("utf-8", "backslashreplace"))
    if len(body) <= LONGEST_BODY:
        return {"body": text, "size": len(body)}
    cut = f"the first {LONGEST_BODY} of {len(body)} bytes, sha256 {hashlib.sha256(body).hexdigest()}"
    return {"body": text, "size": len(body), "cut": cut}
