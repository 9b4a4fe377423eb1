"""How a failure is said: the form of `message`, the HTTP status, or the words of what stands before the server."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace

from kontrak.contracts.model import Json, Operation
from kontrak.contracts.variants import Apply, OperationChange
from kontrak.mocks.model import Answer, Refusal
from kontrak.mocks.world import World

BEFORE_THE_SERVER = (401, 403, 405, 413, 415, 429)


def said(
    world: World, refusal: Refusal, answer: Answer, terms: Apply, change: OperationChange, operation: Operation | None
) -> Answer:
    """A refusal in the envelope, as the world's variant and readings say it."""
    readings = world.readings
    if readings["DGI-R-55"] != "envelope" and refusal.status in BEFORE_THE_SERVER:
        status, body = _gateway(readings["DGI-R-55"], refusal)
        return replace(answer, status=status, body=body)
    addition = terms.additions.get(operation.addition or "") if operation else None
    form = change.refused_message or (addition.message if addition else None) or terms.message or readings["DGI-R-39"]
    body = {**answer.body, "message": message(form, answer.body["message"])}
    return replace(answer, status=change.refused_status or _status(readings, refusal, operation), body=body)


def message(form: str, numbered: Mapping[str, str]) -> Json:
    """The texts of a refusal in one of the forms that were seen (DGI-R-39)."""
    texts = list(numbered.values())
    match form:
        case "text":
            return texts[0]
        case "array":
            return texts
        case "confirmation":
            return {"confirmation": texts[0]}
        case "json-text":
            return json.dumps(numbered, ensure_ascii=False)
        case _:
            return dict(numbered)


def _status(readings: Mapping[str, str], refusal: Refusal, operation: Operation | None) -> int:
    """HTTP 200, unless a reading says otherwise (DGI-R-37, 43, 48)."""
    is_push = operation is not None and operation.id.startswith("add") and operation.addition is None
    if refusal.status == 429 and readings["DGI-R-37"] == "429":
        return 429
    if refusal.status == 403 and readings["DGI-R-43"] == "403":
        return 403
    return 400 if is_push and readings["DGI-R-48"] == "400" else 200


def _gateway(form: str, refusal: Refusal) -> tuple[int, Json]:
    """The forms of failure that one client of several main dealers is coded for (DGI-R-55)."""
    match form:
        case "problem":
            return 400, {"status": 400, "title": refusal.title, "errors": [v.wanted for v in refusal.violations]}
        case "gateway":
            return 403, {"http_status_code": 403, "message": refusal.title}
        case _:
            return 401, {"error": "invalid_client", "error_description": refusal.title}
