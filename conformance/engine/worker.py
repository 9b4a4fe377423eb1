"""The child process: runs the Schemathesis engine on a view and prints every exchange as one JSON line.

Standard input holds one job: `view`, `base_url`, `headers`, `seed`, `examples`, `timeout`, and `key` (path of the
member that must be new in every request, with its prefix), or null. Nothing here judges: checks are off.
"""

from __future__ import annotations

import base64
import itertools
import json
import sys
from collections.abc import Iterator
from contextlib import redirect_stdout
from typing import Any

import schemathesis
from schemathesis.engine import from_schema
from schemathesis.engine.events import NonFatalError, ScenarioFinished

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


def renew_key(job: Json) -> None:
    """Let every generated message with a well-formed key carry a new one."""
    if not job["key"]:
        return
    numbers = itertools.count(1)
    *path, name = job["key"]["path"]

    @schemathesis.hook
    def before_call(context: Any, case: Any, kwargs: Any) -> None:  # noqa: ARG001 - the hook's signature
        message = case.body
        for token in path:
            message = message.get(token) if isinstance(message, dict) else None
        if isinstance(message, dict) and isinstance(message.get(name), str) and message[name].strip():
            longest = job["key"]["longest"]
            if longest is None or len(message[name]) <= longest:
                message[name] = f"{job['key']['prefix']}-{next(numbers)}"


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


def main() -> None:
    """Read the job, print the exchanges."""
    job = json.load(sys.stdin)
    renew_key(job)
    lines = sys.stdout
    with redirect_stdout(sys.stderr):  # whatever a library prints is no exchange
        for line in exchanges(job):
            lines.write(json.dumps(line) + "\n")
            lines.flush()


if __name__ == "__main__":
    main()
