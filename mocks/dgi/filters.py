"""Filters of the reads: which records a filter selects, on their own columns, those of their rows, or of their neighbours."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from kontrak.contracts.model import Json
from kontrak.mocks.dgi import ledger
from kontrak.mocks.dgi.dialect import changed
from kontrak.mocks.dgi.shape import nested
from kontrak.mocks.model import Call

Body = Mapping[str, Json]
WINDOW = ("fromTime", "toTime", "dealerId")
SALES_ORDER = "noSO"
COLUMNS = {("prsl", "noPO"): SALES_ORDER}
"""Filters that are compared with a column of another name (DGI-R-11)."""


def given(call: Call) -> dict[str, str]:
    """The filters of a request beside the window and the dealer: those that the contract knows."""
    more = changed(call.partner, call.world, call.operation).more_filters
    known = [name for name in (*call.operation.request["properties"], *more) if name not in WINDOW]
    return {name: call.message[name] for name in known if isinstance(call.message.get(name), str)}


def apply(call: Call, module: str, found: Sequence[Body]) -> Sequence[Body]:
    """The records that the request's filters select; all filters must hold, or one of them (DGI-R-49)."""
    wanted = given(call)
    if not wanted:
        return found
    tests = [_test(call, module, name, value) for name, value in wanted.items()]
    combine = any if call.judge.readings["DGI-R-49"] == "any" else all
    selected = [body for body in found if combine(test(body) for test in tests)]
    if call.judge.readings["DGI-R-26"] == "rows":
        return [_only_rows(body, module, wanted) for body in selected]
    return selected


def _test(call: Call, module: str, name: str, value: str) -> Callable[[Body], bool]:
    neighbour = NEIGHBOURS.get((module, name))
    if neighbour is not None:
        column, values = neighbour(call, value)
        return lambda body: body.get(column) in values
    column = COLUMNS.get((module, name), name)
    return lambda body: _holds(body, column, value)


def _holds(body: Body, column: str, value: str) -> bool:
    """Whether a column has a value, in the record or in one of its rows."""
    if column in body:
        return str(body[column]) == value
    return any(str(row.get(column)) == value for _, rows in nested(body) for row in rows)


def _only_rows(body: Body, module: str, wanted: Mapping[str, str]) -> Body:
    """The record with those rows only that fit the filters on rows (DGI-R-26, rows)."""
    here = {COLUMNS.get((module, name), name): value for name, value in wanted.items()}
    return {**body, **{name: [row for row in rows if _fits(row, here)] for name, rows in nested(body)}}


def _fits(row: Body, wanted: Mapping[str, str]) -> bool:
    return all(str(row[name]) == value for name, value in wanted.items() if name in row)


def _orders_of_customer(call: Call, customer: str) -> tuple[str, Collection[str]]:
    """The order forms of a customer: by its deliveries, or as the prospect of the order form."""
    turn, dealers = call, call.caller.may
    delivered = (row for body in ledger.find(turn, "bast", dealers=dealers) for row in body.get("detail") or ())
    ordered = ledger.find(turn, "spk", dealers=dealers, where={"idProspect": customer})
    by_delivery = {row.get("idSPK") for row in delivered if row.get("idCustomer") == customer}
    return "idSPK", by_delivery | {body["idSpk"] for body in ordered}


def _invoice_of_shipping_list(call: Call, number: str) -> tuple[str, Collection[str]]:
    """The invoice of the shipment with a shipping list."""
    shipment = ledger.get(call, "uinb", number)
    is_ours = shipment and (call.caller.may is None or shipment.get("dealerId") in call.caller.may)
    return "noInvoice", {str(shipment.get("noInvoice"))} if shipment and is_ours else set()


NEIGHBOURS: Mapping[tuple[str, str], Callable[[Call, str], tuple[str, Collection[str]]]] = {
    ("doch", "idCustomer"): _orders_of_customer,
    ("lsng", "idCustomer"): _orders_of_customer,
    ("mdinvh1", "noShippingList"): _invoice_of_shipping_list,
}
"""Filters whose column the module's records do not have (open_points: they cannot be checked from answers)."""
