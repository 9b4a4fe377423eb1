"""The words of a main dealer: messages are put into the contract's words when they come, answers into his when they go.

What is different is data: the change of an operation in the world's variant, and readings that come down to the same. Between
the two ends everything in the simulator speaks as the contract does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kontrak.contracts import Violation
from kontrak.contracts.model import Json, Operation
from kontrak.contracts.variants import Apply, OperationChange
from kontrak.mocks.dgi import columns, failure, ledger
from kontrak.mocks.dgi.columns import Body
from kontrak.mocks.model import Answer, Call, Outcome, Refusal
from kontrak.mocks.partner import Partner
from kontrak.mocks.world import World

BLANK_KEYS = ("readPrsp", "readSpk", "readBast", "readInv1", "readLsng", "readDoch")
"""The reads whose example requests have a blank at the end of a key (DGI-R-04)."""
CAPITALS = ("amount", "status", "note")
"""The columns of a push that table cells begin with a capital (DGI-R-03)."""
SWAPPED = {"1": "2", "2": "1"}
FINISHED = ("statusWorkOrder", "4")
CLOSED = {"fifth": ("6",), "text": ("Closed",)}
"""The status beside which a closed work order has another one, by the candidate of DGI-R-16."""
CASH = {
    "addInv1": ("spk", "tipePembayaran"),
    "readInv1": ("spk", "tipePembayaran"),
    "readSpk": ("inv1", "unit.tipePembayaran"),
}
"""Operation -> the candidate of DGI-R-02 under which its codes of cash and credit change places, and their column."""


def normalise(call: Call) -> Json:
    """The message in the contract's words."""
    if not isinstance(call.message, dict):
        return call.message
    message: Body = call.message
    change = changed(call.partner, call.world, call.operation)
    instead, beside = _instead(call, change), _beside(call)
    meant: dict[str, str] = {name: beside.get(name, name) for name in message if name not in instead.values()}
    meant |= {name: new for name, new in instead.items() if name in message}
    # A name of the contract goes before another name of the same column.
    order = sorted(meant, key=lambda name: meant[name] == name)
    ours: Body = {meant[name]: message[name] for name in order}
    here = {path: {text: code for code, text in known.items()} for path, known in change.spellings.items()}
    return _codes_as_text(call, columns.recoded(columns.recoded(ours, here), _cash(call.world, call.operation)))


def speak(world: World, outcome: Outcome, answer: Answer) -> Answer:
    """An answer or a refusal in the main dealer's words."""
    partner = outcome.partner
    if partner is None or not isinstance(answer.body, dict):
        return answer
    operation = partner.contract.operations.get(outcome.operation or "")
    there, change = terms(partner, world), changed(partner, world, operation)
    if isinstance(outcome.said, Refusal):
        return failure.said(world, outcome.said, answer, there, change, operation)
    data = answer.body.get("data")
    if operation is None or not isinstance(data, list):
        return answer
    rows = [_row(world, there, change, operation, body) for body in data]
    return replace(answer, body={**answer.body, "data": rows})


def changed(partner: Partner, world: World, operation: Operation | None) -> OperationChange:
    """What the world's variant changes in an operation."""
    return terms(partner, world).operations.get(operation.id if operation else "", OperationChange())


def strange(call: Call) -> list[Violation]:
    """The members of a message that the contract does not know, where a reading refuses them (DGI-R-12)."""
    if call.judge.readings["DGI-R-12"] != "refused":
        return []
    change = changed(call.partner, call.world, call.operation)
    known = {*call.operation.request.get("properties", {}), *change.more_filters}
    wanted = f"one of {', '.join(sorted(known))}"
    found = [name for name in call.message if name not in known]
    return [Violation("DGI-API-018", "unknown", f"/{name}", call.message[name], wanted) for name in found]


def terms(partner: Partner, world: World) -> Apply:
    """What the world's variant changes; nothing where it plays none."""
    name = world.variants.get(partner.name)
    return partner.contract.variants[name].apply if name else Apply()


def _instead(call: Call, change: OperationChange) -> dict[str, str]:
    """Names of the main dealer with those of the contract, which mean nothing here."""
    readings, id = call.judge.readings, call.operation.id
    names = {here: name for name, here in {**change.filters, **change.renamed}.items()}
    if id == "readPrsl" and readings["DGI-R-11"] == "noSO":
        names["noSO"] = "noPO"
    if id == "sendLeads" and readings["DGI-R-45"] == "crm":
        names |= {"prospek": "prospects", "interaksi": "interactions"}
    if id in BLANK_KEYS and readings["DGI-R-04"] == "wire":
        names |= {f"{name} ": name for name in call.operation.request["properties"]}
    return names


def _beside(call: Call) -> dict[str, str]:
    """Other names that a column has beside that of the contract."""
    readings, names = call.judge.readings, {}
    if readings["DGI-R-04"] == "slip":
        names = {name: name.rstrip(" ") for name in call.message if name.endswith(" ")}
    if call.operation.id == "readPrsl" and readings["DGI-R-11"] == "both":
        names["noSO"] = "noPO"
    if call.operation.id == "addInv1" and readings["DGI-R-03"] == "tables":
        names |= {name.capitalize(): name for name in CAPITALS}
    return names


def _cash(world: World, operation: Operation) -> dict[str, dict[str, str]]:
    candidate, path = CASH.get(operation.id, ("", ""))
    return {path: SWAPPED} if candidate == world.readings["DGI-R-02"] else {}


def _codes_as_text(call: Call, body: Body) -> Body:
    """The body with codes that were sent as numbers as the texts they stand for (DGI-R-41)."""
    if call.judge.readings["DGI-R-41"] != "both":
        return body
    coded = {name for name, column in call.operation.request.get("properties", {}).items() if "x-code-list" in column}
    return {name: str(value) if name in coded and type(value) is int else value for name, value in body.items()}


def _row(world: World, there: Apply, change: OperationChange, operation: Operation, body: Body) -> Body:
    """A record in the main dealer's words."""
    # The first column of every module is its key.
    key = str(next(iter(body.values()), ""))
    row = columns.recoded(columns.recoded(body, _cash(world, operation)), change.spellings)
    closed = CLOSED.get(world.readings["DGI-R-16"], ()) if operation.id == "readPkb" else ()
    more = {**change.more_codes, **({FINISHED[0]: closed} if closed else {})}
    for path, values in {**more, **change.own_codes}.items():
        always = path in change.own_codes
        row = columns.at(row, path, lambda r, c, v=values, a=always: _drawn(world, key, r, c, v, always=a))  # type: ignore[misc]
    if there.main_dealer and "mainDealerId" in row:
        row = {**row, "mainDealerId": there.main_dealer}
    for path in change.extra:
        row = columns.at(row, path, lambda r, column: {**r, column: _extra(r, column)})
    row = columns.renamed(columns.without(row, change.missing), change.renamed)
    return _without_empty(row) if world.readings["DGI-R-14"] == "left-out" else row


def _drawn(world: World, key: str, row: Body, column: str, values: tuple[str, ...], *, always: bool) -> Body:
    """The row with a text whose code was not recorded: in every row, or in about every second one.

    Which record (`key`) has which text for which code is the seed's choice, the same whenever it is read.
    """
    if not always and column == FINISHED[0] and row.get(column) != FINISHED[1]:
        return row
    chance = world.random("dgi", column, key, str(row.get(column)))
    return {**row, column: chance.choice(values)} if always or chance.random() < 1 / 2 else row


def _extra(row: Body, column: str) -> Json:
    """The value of a column that the contract does not have: the day of the record in a day, else none."""
    return str(row.get(ledger.CREATED, ""))[:10] if column.startswith("tanggal") else ""


def _without_empty(value: Json) -> Json:
    if isinstance(value, list):
        return [_without_empty(item) for item in value]
    if not isinstance(value, Mapping):
        return value
    return {name: _without_empty(item) for name, item in value.items() if item not in ("", None, [])}
