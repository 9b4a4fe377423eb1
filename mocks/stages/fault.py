"""What goes wrong on purpose: found once a request's route and sender are known, and done to what is said.

A request that the partner does not know, or whose credentials are wrong, meets no fault and is not counted: the
client's own mistake is told first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from http import HTTPStatus

from kontrak.contracts import Violation
from kontrak.contracts.model import Json
from kontrak.mocks.faults import Fault, Kind, Wrong, header, parse
from kontrak.mocks.model import Outcome, Refusal, Request, Response, Turn, Verdict, Wire
from kontrak.mocks.partner import Partner
from kontrak.mocks.store import faults as store

REFUSED = 422
UNAVAILABLE = 503
PHRASES = {one.value: one.phrase for one in HTTPStatus}
Given = Mapping[str, Json]
OTHER_TYPE = "text/html; charset=utf-8"


def find(turn: Turn, operation: str | None, asked: str | None, partners: Mapping[str, Partner]) -> Fault | Wrong | None:
    """The fault that strikes this call: the one `asked` for in its header, or else one that its world has."""
    if asked is not None:
        found = parse({"partner": turn.partner.name, **header.read(asked)}, partners, "header")
        return _for_one_call(found)
    if not turn.world.faults:
        return None
    return store.take(turn.connection, turn.world.name, turn.partner.name, operation, turn.world.now)


def _for_one_call(found: Fault | Wrong) -> Fault | Wrong:
    if isinstance(found, Fault) and found.is_of_batches:
        wanted = "a fault of calls; those of batches are set at /_kontrak/faults"
        return Wrong((Violation(None, "enum", "/kind", found.kind.value, wanted),))
    return found


def refused(wrong: Wrong) -> Refusal:
    """The refusal of a header that describes no fault."""
    return Refusal(400, f"The header {header.NAME} describes no fault.", wrong.violations)


def instead(fault: Fault, turn: Turn, request: Request) -> Refusal | None:
    """What is said in the partner's place by a fault that acts before the call is carried out."""
    if not fault.is_before:
        return None
    if fault.kind == Kind.STALE_TOKEN and turn.partner.rules.stale:
        return replace(turn.partner.rules.stale(turn, request), verdict=Verdict.FAULT)
    given = fault.given
    requirement, title = given.get("requirement"), given.get("message", "The partner refuses this call (a fault).")
    breaches = (Violation(requirement, "fault", "", None, title),) if requirement else ()
    return Refusal(given.get("status", REFUSED), title, breaches, verdict=Verdict.FAULT)


def spoil(outcome: Outcome, response: Response) -> Response:
    """The response as the outcome's fault leaves it."""
    if outcome.fault is None or outcome.fault.kind not in SPOILERS:
        return response
    return SPOILERS[outcome.fault.kind](outcome.fault.given, response)


def _delay(given: Given, response: Response) -> Response:
    return replace(response, wire=Wire(delay=given["seconds"]))


def _reset(_given: Given, response: Response) -> Response:
    return replace(response, wire=Wire(is_reset=True))


def _truncate(given: Given, response: Response) -> Response:
    # All bytes of a short body would be no fault.
    most = max(len(response.body) - 1, 0)
    return replace(response, wire=Wire(sent=min(given.get("bytes", len(response.body) // 2), most)))


def _malformed(_given: Given, response: Response) -> Response:
    return replace(response, body=response.body[:-1] + b",")


def _content_type(given: Given, response: Response) -> Response:
    return replace(response, headers={**response.headers, "content-type": given.get("contentType", OTHER_TYPE)})


def _before_the_partner(given: Given, _response: Response) -> Response:
    """The page of what stands before the partner."""
    status = given.get("status", UNAVAILABLE)
    title = f"{status} {PHRASES.get(status, 'Error')}"
    page = f"<html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>\n"
    wait = {"retry-after": str(given["retryAfter"])} if "retryAfter" in given else {}
    return Response(status, page.encode(), {"content-type": "text/html", **wait})


SPOILERS: Mapping[Kind, Callable[[Given, Response], Response]] = {
    Kind.HTTP: _before_the_partner,
    Kind.DELAY: _delay,
    Kind.RESET: _reset,
    Kind.TRUNCATE: _truncate,
    Kind.MALFORMED: _malformed,
    Kind.CONTENT_TYPE: _content_type,
}


def arrives(response: Response) -> bytes:
    """The bytes of the body that reach the client."""
    wire = response.wire or Wire()
    return b"" if wire.is_reset else response.body[: wire.sent]
