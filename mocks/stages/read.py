"""From the bytes of a body to the message of one operation."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl

from kontrak.contracts import Operation
from kontrak.contracts.judge import shown
from kontrak.contracts.model import Json
from kontrak.mocks.model import Refusal, Request, Verdict
from kontrak.mocks.stages.route import Route
from kontrak.mocks.strict_json import NotJson, parse

FORM = "application/x-www-form-urlencoded"
MOST_FIELDS = 100
BODILESS = ("GET", "HEAD", "DELETE")


@dataclass(frozen=True, slots=True)
class Letter:
    """A message and the operation it is for."""

    operation: Operation
    message: Json


def read(route: Route, request: Request, max_body: int) -> Letter | Refusal:
    """The message of a request, or why there is none: size, content type, JSON and wrapper are checked."""
    partner = route.partner
    if len(request.body) > max_body:
        breach = partner.breach("large-body", None, f"at most {max_body} bytes")
        return Refusal(413, "The body is too large.", (breach,))
    if request.method in BODILESS and not request.body:
        return Letter(route.operations[0], {**request.query, **route.parameters})
    content_type = request.headers.get("content-type", "")
    if (media := route.operations[0].media) == FORM:
        return _form(route, request, content_type)
    if not is_json(content_type):
        title = f"The content type {content_type!r} is not JSON."
        breach = partner.breach("wrong-content-type", content_type, f"{media}, in UTF-8")
        return Refusal(415, title, (breach,))
    try:
        body = parse(request.body)
    except NotJson as error:
        breach = partner.breach(error.rule, None, "JSON (RFC 8259) in UTF-8")
        return Refusal(400, f"The body is not JSON: {error}.", (breach,))
    return _unwrap(route, body) if route.is_split else _merge(route, body)


def _form(route: Route, request: Request, content_type: str) -> Letter | Refusal:
    """A message of texts from a form; a field that stands twice has no meaning."""
    partner, operation = route.partner, route.operations[0]
    if content_type.partition(";")[0].strip().lower() != FORM:
        breach = partner.breach("wrong-content-type", content_type, FORM, operation=operation.id)
        return Refusal(415, f"The content type {content_type!r} is not that of a form.", (breach,))
    try:
        pairs = parse_qsl(request.body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict")
    except ValueError:
        breach = partner.breach("broken-json", None, f"{FORM}, in UTF-8", operation=operation.id)
        return Refusal(400, "The body is not a form.", (breach,))
    if len(message := dict(pairs)) < len(pairs):
        breach = partner.breach(
            "duplicate-member", [name for name, _ in pairs], "each field once", operation=operation.id
        )
        return Refusal(400, "A field stands twice.", (breach,))
    return Letter(operation, message)


def is_json(content_type: str) -> bool:
    """Whether a content type is JSON in UTF-8: `application/json` or `application/*+json`."""
    kind, *parameters = (part.strip().lower() for part in content_type.split(";"))
    if kind != "application/json" and not (kind.startswith("application/") and kind.endswith("+json")):
        return False
    charsets = [part.partition("=")[2].strip('" ') for part in parameters if part.startswith("charset")]
    return all(charset in ("utf-8", "utf8") for charset in charsets)


def _merge(route: Route, body: Json) -> Letter:
    if isinstance(body, dict) and route.parameters:
        body = body | route.parameters
    return Letter(route.operations[0], body)


def _unwrap(route: Route, body: Json) -> Letter | Refusal:
    members = {operation.member: operation for operation in route.operations}
    known = ", ".join(str(member) for member in members)
    if not isinstance(body, dict):
        breach = route.partner.breach("not-an-object", body, f"an object with one member of {known}")
        return Refusal(400, "The body is not an object.", (breach,))
    given = [name for name in body if name in members]
    if len(given) == 1 == len(body):
        operation = members[given[0]]
        return Letter(operation, body[given[0]])
    probe = "two-wrappers" if len(given) > 1 else "wrong-wrapper"
    names = list(body)
    title = f"The body has the members {shown(names)}." if names else "The body has no member."
    breach = route.partner.breach(probe, names, f"just one member of {known}")
    verdict = Verdict.REFUSED if given or not names else Verdict.UNMATCHED
    return Refusal(400, title, (breach,), verdict=verdict)
