"""What the PADI contract's data cannot say: how readings change a message, and the form of its answers."""

from __future__ import annotations

from collections.abc import Mapping

from kontrak.contracts import Collection, Violation
from kontrak.contracts.model import Json
from kontrak.mocks.model import Answer, Call, Refusal
from kontrak.mocks.partner import Rules
from kontrak.mocks.stages.answer import MOST
from kontrak.mocks.store.records import Record

USER = "kontrak"
DEPTH_OF_COLUMN = 2


def normalise(call: Call) -> Json:
    """The message as PADI-R-02 (spelling of the invoice date) and PADI-R-24 (long texts) read it."""
    message, readings = call.message, call.judge.readings
    if not isinstance(message, dict):
        return message
    if readings["PADI-R-02"] == "alias" and "tannggal_invoice" not in message and "tanggal_invoice" in message:
        message = {"tannggal_invoice" if name == "tanggal_invoice" else name: v for name, v in message.items()}
    if readings["PADI-R-24"] == "cut":
        message = {name: _cut(value, call.operation.request, name) for name, value in message.items()}
    return message


def _cut(value: Json, schema: Mapping[str, Json], name: str) -> Json:
    longest = schema.get("properties", {}).get(name, {}).get("maxLength")
    return value[:longest] if isinstance(value, str) and longest else value


def row(record: Record, collection: Collection) -> Json:
    """A listed record, with the members that the server adds."""
    added = {"timestamp": f"{record.at:%Y-%m-%d %H:%M:%S}", "user": USER}
    return {**record.body, **{name: added[name] for name in collection.members}}


def refuse(refusal: Refusal, _operation: str | None) -> Answer:
    """A refusal as PADI says it, with every breach in `errors`."""
    errors = [_error(violation) for violation in refusal.violations[:MOST]]
    return Answer(refusal.status, {"status": "error", "message": refusal.title, "errors": errors})


def _error(violation: Violation) -> dict[str, Json]:
    depth = violation.pointer.count("/")
    return {
        "field": violation.column if depth <= DEPTH_OF_COLUMN else violation.pointer,
        "rule": violation.rule,
        "requirement": violation.requirement,
        "detail": f"got {violation.seen}, wanted {violation.wanted}",
    }


RULES = Rules(normalise=normalise, row=row, refuse=refuse, success={"status": "success", "message": "ok"})
