"""The fifteen reads: the records of the caller's dealers that were made or changed in a window, and fit the filters."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from kontrak.contracts import Violation
from kontrak.contracts.model import Json
from kontrak.mocks.dgi import filters, ledger, zone
from kontrak.mocks.dgi.dialect import strange
from kontrak.mocks.dgi.shape import fitted, row_schema
from kontrak.mocks.dgi.window import Window, window
from kontrak.mocks.model import Answer, Call, Refusal

MODULES = (
    "prsp", "spk", "bast", "inv1", "lsng", "doch", "uinb", "mdinvh1", "pkb", "inv2", "unpaidhlo", "dphlo", "pinb", "prsl",
    "mdinvh3",
)  # fmt: skip


def read(call: Call) -> Answer | Refusal:
    """Answer a read whose message keeps its schema."""
    if unknown := tuple(strange(call)):
        return Refusal(400, "Invalid post data: a member is unknown.", unknown)
    dealers = _dealers(call)
    if isinstance(dealers, Refusal):
        return dealers
    span = window(call)
    if isinstance(span, Refusal):
        return span
    rows = _rows(call, span, dealers)
    if not rows and call.judge.readings["DGI-R-51"] == "failure":
        return Refusal(404, "Data tidak ditemukan.")
    data = None if not rows and call.judge.readings["DGI-R-18"] == "null" else rows
    return Answer(200, {"status": 1, "message": None, "data": data}, rows=len(rows))


def _rows(call: Call, span: Window, dealers: Collection[str]) -> list[dict[str, Json]]:
    module = str(call.collection and call.collection.name)
    found = ledger.find(call, module, since=span.since, until=span.until, fresh=span.fresh, dealers=dealers)
    schema = row_schema(call.partner.contract, module)
    readings = call.judge.readings
    return [zone.shown(fitted(body, schema), readings) for body in filters.apply(call, module, found)]


def _dealers(call: Call) -> Collection[str] | Refusal:
    """The dealers whose records are wanted; a dealer outside the group has none, or is refused (DGI-R-32)."""
    group, wanted = call.caller.may or frozenset(), call.message.get("dealerId")
    if wanted is None:
        return group
    if wanted not in group and call.judge.readings["DGI-R-32"] == "refused":
        breach = Violation("DGI-AUTH-018", "reference", "/dealerId", wanted, "a dealer of the group of the key")
        return Refusal(422, "Invalid post data: dealerId is not a dealer of this group.", (breach,))
    return group & {wanted}


def sees(call: Call, body: Mapping[str, Json]) -> bool:
    """Whether a record exists for the caller: nobody learns what other groups have."""
    return call.caller.may is None or body.get(ledger.DEALER) in call.caller.may
