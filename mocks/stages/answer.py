"""The form of answers: filled from the contract's schema, or listing what was wrong; written as bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from kontrak.contracts import Violation
from kontrak.contracts.model import Json
from kontrak.mocks.model import Answer, Call, Outcome, Refusal, Response
from kontrak.mocks.world import World

MOST = 1000
ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
EMPTY: Mapping[str, Json] = {
    "string": "", "integer": 0, "number": 0, "boolean": True, "array": [], "object": {}, "null": None
}  # fmt: skip


def fill(call: Call, known: Json) -> Answer:
    """A success: the partner's own members, and those that the schema names, known or by default."""
    schema = call.operation.answer
    own = call.partner.rules.success or {}
    given = known if isinstance(known, Mapping) else {}
    properties = schema.get("properties", {})
    members = {name: given[name] for name in properties if name in given}
    for name in schema.get("required", ()):
        if name not in members and name not in own:
            members[name] = _default(properties.get(name, {}))
    return Answer(200, {**own, **members})


def _default(schema: Mapping[str, Any]) -> Json:
    if "const" in schema:
        return schema["const"]
    for source in ("examples", "enum"):
        if schema.get(source):
            return schema[source][0]
    kind = schema.get("type", "object")
    return schema.get("default", EMPTY[kind if isinstance(kind, str) else kind[0]])


def problem(refusal: Refusal) -> Answer:
    """A problem document (RFC 9457) that lists every violation."""
    body = {
        "type": "about:blank",
        "title": refusal.title,
        "status": refusal.status,
        "violations": [described(violation) for violation in refusal.violations[:MOST]],
    }
    return Answer(refusal.status, body, "application/problem+json")


def described(violation: Violation) -> dict[str, Json]:
    """A violation as JSON."""
    return {
        "pointer": violation.pointer,
        "rule": violation.rule,
        "requirement": violation.requirement,
        "got": violation.seen,
        "wanted": violation.wanted,
    }


def render(outcome: Outcome, world: World | None = None) -> Response:
    """The bytes of what is said; a refusal in the partner's own form, or as a problem document.

    In a world it is said as the partner says it there.
    """
    said, headers = outcome.said, {}
    if isinstance(said, Refusal):
        headers = dict(said.headers)
        own = outcome.partner.rules.refuse if outcome.partner else None
        said = own(said, outcome.operation) if own else problem(said)
    if world and outcome.partner and outcome.partner.rules.speak:
        said = outcome.partner.rules.speak(world, outcome, said)
    headers = {"content-type": said.content_type, **said.headers, **headers}
    # A lone surrogate, which UTF-8 has no bytes for, becomes the escape that JSON has for it.
    return Response(said.status, ENCODER.encode(said.body).encode(errors="backslashreplace"), headers)
