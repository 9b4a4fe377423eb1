"""The child process: runs the Schemathesis engine on a view and prints every exchange as one JSON line.

Each line of standard input is a job: `view`, `base_url`, `headers`, `seed`, `examples`, `timeout`, `rate` (requests a second, 0 for any number), `untouchable` (texts that no
request holds), `key` (path of the
member that must be new in every request, with its prefix) or null, `signature` (what every request is signed with) or null. The line {"done": true} ends its exchanges. Nothing
here judges: checks are off.
"""

from __future__ import annotations

import base64
import hashlib
import itertools
import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import redirect_stdout
from threading import Thread
from typing import Any

import schemathesis
from schemathesis.engine import from_schema
from schemathesis.engine.events import NonFatalError, ScenarioFinished

from kontrak.conformance.pace import Pace

Json = Any


def hardened(job: Json) -> Json:
    """The configuration under which the same seed gives the same requests.

    Measured with the pinned release: answers must not feed generation, and the order of operations must not adapt.
    Health checks are about the user's own strategies; here they would only make the engine give up at some seeds.
    """
    quiet = {"operation-ordering": "none", "extra-data-sources": {"responses": False}}
    return {
        "seed": job["seed"],
        "base-url": job["base_url"],
        "headers": job["headers"],
        "request-timeout": job["timeout"],
        "continue-on-failure": True,
        "suppress-health-check": ["all"],
        "cache": {"enabled": False},
        "generation": {"max-examples": job["examples"], "database": "none", "mode": "all", "no-shrink": True},
        "checks": {"enabled": False},
        "phases": {
            "examples": {"enabled": False},
            "coverage": {**quiet, "unexpected-methods": []},
            "fuzzing": {**quiet, "error-feedback": {"enabled": False}},
            "stateful": {"enabled": False},
        },
    }


SPARED = "KT"
"""What a generated message has where an untouchable text would stand."""


class Renewal:
    """What is put into every request of the job at hand: a new key, and a signature of this second."""

    def __init__(self) -> None:
        self.key: Json = None
        self.signature: Json = None
        self.numbers = itertools.count(1)
        self.pace, self.untouchable = Pace(0, time.monotonic), tuple[str, ...]()

    def begin(self, job: Json) -> None:
        """Work for another job."""
        self.key, self.signature, self.numbers = job["key"], job["signature"], itertools.count(1)
        self.pace, self.untouchable = Pace(job["rate"], time.monotonic), tuple(job["untouchable"])

    def watch(self) -> None:
        """Have Schemathesis show every request before it is sent."""

        @schemathesis.hook
        def before_call(context: Any, case: Any, kwargs: Any) -> None:  # noqa: ARG001 - the hook's signature
            time.sleep(self.pace.turn())
            if self.key:
                self._renew_key(case.body)
            if self.untouchable:
                case.body, case.query = self._spared(case.body), self._spared(case.query)
            if self.signature:
                case.headers = {**(case.headers or {}), **signed(self.signature)}

    def _spared(self, value: Json) -> Json:
        """A value with another text in place of each that must not be sent."""
        if isinstance(value, dict):
            return {key: self._spared(part) for key, part in value.items()}
        if isinstance(value, list):
            return [self._spared(part) for part in value]
        return SPARED if isinstance(value, str) and any(text in value for text in self.untouchable) else value

    def _renew_key(self, message: Json) -> None:
        """Let a message with a well-formed key carry a new one."""
        *path, name = self.key["path"]
        for token in path:
            message = message.get(token) if isinstance(message, dict) else None
        if isinstance(message, dict) and isinstance(message.get(name), str) and message[name].strip():
            longest = self.key["longest"]
            if longest is None or len(message[name]) <= longest:
                message[name] = f"{self.key['prefix']}-{next(self.numbers)}"


def signed(signature: Json) -> dict[str, str]:
    """The headers that say who sends a request now: the names of the three, key, secret, and how far the clock was moved."""
    now = str(int(time.time() + signature["moved"]))
    token = hashlib.sha256(f"{signature['key']}{signature['secret']}{now}".encode()).hexdigest()
    return dict(zip(signature["headers"], (signature["key"], token, now), strict=True))


def exchanges(job: Json) -> Iterator[Json]:
    """Every exchange of the run, and the engine's own errors as {"error": text}."""
    config = schemathesis.Config.from_dict(hardened(job))
    schema = schemathesis.openapi.from_dict(job["view"], config=config)
    for event in from_schema(schema).execute():
        if isinstance(event, NonFatalError):
            yield {"error": str(event.info.title) + ": " + str(event.value)}
        if isinstance(event, ScenarioFinished):
            for interaction in event.recorder.interactions.values():
                if interaction.response is not None:
                    yield _plain(interaction)


def _plain(interaction: Any) -> Json:
    request, response = interaction.request, interaction.response
    return {
        "method": request.method,
        "url": request.uri,
        "headers": {name: values[0] for name, values in request.headers.items()},
        "body": _encoded(request.body),
        "status": response.status_code,
        "answer_headers": {name: values[0] for name, values in response.headers.items()},
        "answer": _encoded(response.content),
        "seconds": response.elapsed,
    }


def _encoded(content: bytes | None) -> str:
    return base64.b64encode(content or b"").decode()


def leave_with_parent() -> None:
    """End this process soon after the one that started it, whatever that died of."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(1)

    Thread(target=watch, daemon=True).start()


def main() -> None:
    """Read jobs, print their exchanges."""
    leave_with_parent()
    lines, renewal = sys.stdout, Renewal()
    renewal.watch()
    with redirect_stdout(sys.stderr):  # whatever a library prints is no exchange
        for text in sys.stdin:
            job = json.loads(text)
            renewal.begin(job)
            for line in itertools.chain(exchanges(job), [{"done": True}]):
                lines.write(json.dumps(line) + "\n")
                lines.flush()


if __name__ == "__main__":
    main()
