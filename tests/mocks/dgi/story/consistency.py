"""What must hold of the records of the story, whoever drove it and however the clock moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from kontrak.mocks.dgi import ledger

Body = Mapping[str, Any]
Told = Mapping[str, Mapping[str, Body]]
"""The records by module and key."""
MOVES = {
    ("prsp", "statusProspect"): {"1": "1345", "3": "345", "4": "4", "5": "5"},
    ("spk", "statusSPK"): {"1": "1234", "2": "234", "3": "3", "4": "4"},
    ("inv1", "status"): {"1": "14", "3": "34", "4": "4"},
    ("bast", "statusDeliveryDocument"): {"4": "4"},
    ("uinb", "statusShippingList"): {"1": "1"},
    ("pkb", "statusWorkOrder"): {"1": "12345", "2": "12345", "3": "12345", "4": "4", "5": "5"},
}
"""Where a status may go, in any number of steps."""


def is_ours(key: str) -> bool:
    """Whether a record is of the story: its number has the letter of a case begun by hand or by the plot."""
    return key[-5:-4] in "KS" and key[-4:].isdigit()


def told(records: Mapping[str, Sequence[Body]], keys: Mapping[str, str]) -> Told:
    """The records of the story among all."""
    return {
        module: {body[keys[module]]: body for body in bodies if is_ours(body[keys[module]])}
        for module, bodies in records.items()
    }


def problems(story: Told, now: datetime) -> list[str]:
    """Everything that is wrong, as texts."""
    kinds = (sales, papers, deliveries, workshop, hotline, inbound)
    checks = (times(story, now), *(kind(story) for kind in kinds))
    return [problem for check in checks for problem in check]


def moves(before: Told, after: Told) -> list[str]:
    """The statuses that went where they may not."""
    return [
        f"{module} {key}: {column} {was[column]} -> {after[module][key][column]}"
        for (module, column), allowed in MOVES.items()
        for key, was in before[module].items()
        if after[module][key][column] not in allowed[was[column]]
    ] + [
        f"doch {key} went back"
        for key, was in before["doch"].items()
        if after["doch"][key]["unit"][0]["statusFakturSTNK"] < was["unit"][0]["statusFakturSTNK"]
    ]


def times(story: Told, now: datetime) -> Iterator[str]:
    """Made before changed, and nothing in the future; a row lies within its record."""
    for module, bodies in story.items():
        for key, body in bodies.items():
            made, changed = (ledger.instant(body[name]) for name in ledger.TIMES)
            if not made <= changed <= now:
                yield f"{module} {key}: {made} {changed} {now}"
            rows = [row for value in body.values() if isinstance(value, list) for row in value]
            for row in rows:
                if not made <= ledger.instant(row["createdTime"]) <= ledger.instant(row["modifiedTime"]) <= changed:
                    yield f"{module} {key}: a row lies outside"


def sales(story: Told) -> Iterator[str]:
    """Order forms have their prospects, invoices and loans their order forms; a price is invoiced once."""
    for key, spk in story["spk"].items():
        prospect = story["prsp"].get(spk["idProspect"])
        if not prospect or prospect["dealerId"] != spk["dealerId"] or prospect["statusProspect"] != "4":
            yield f"spk {key}: no such prospect that deals"
        invoices = [each for each in story["inv1"].values() if each["idSPK"] == key]
        loan = next((each for each in story["lsng"].values() if each["idSPK"] == key), None)
        yield from invoiced(key, spk["unit"][0], {each["note"]: each for each in invoices}, loan)
    for module in ("inv1", "lsng"):
        for key, body in story[module].items():
            if story["spk"].get(body["idSPK"], {}).get("dealerId") != body["dealerId"]:
                yield f"{module} {key}: no such order form"


def invoiced(key: str, unit: Body, notes: Mapping[str, Body], loan: Body | None) -> Iterator[str]:
    amounts = {note: invoice["amount"] for note, invoice in notes.items()}
    if "Pelunasan" in amounts and sum(amounts.values()) != unit["hargaJual"] - unit["diskon"]:
        yield f"spk {key}: invoices {amounts} of {unit['hargaJual']} - {unit['diskon']}"
    if loan and "Uang muka" in amounts and loan["jumlahDP"] != amounts["Uang muka"] + unit["jumlahTandaJadi"]:
        yield f"spk {key}: the down payment is {loan['jumlahDP']}, not {amounts}"
    if loan and not loan["idPOFinanceCompany"]:
        yield f"lsng of {key}: no order of the finance company"
    if bool(loan) and unit["tipePembayaran"] != "2":
        yield f"spk {key}: cash, and a loan"
    if any(invoice["tipePembayaran"] == unit["tipePembayaran"] for invoice in notes.values()):
        yield f"spk {key}: the two lists of tipePembayaran are told apart"


def deliveries(story: Told) -> Iterator[str]:
    """What is delivered was ordered, paid, and came to the same dealer; each unit once."""
    arrived = {
        unit["noRangka"]: (body["dealerId"], unit)
        for body in story["uinb"].values()
        for unit in body["unit"]
        if unit["statusRFS"] == "1" and unit["kuantitasDiterima"] == 1
    }
    seen = set()
    for key, body in story["bast"].items():
        row = body["detail"][0]
        spk = story["spk"].get(row["idSPK"])
        if body["statusDeliveryDocument"] != "4" or not body["tanggalPengiriman"]:
            yield f"bast {key} is answered before it is delivered"
        if not spk or spk["dealerId"] != body["dealerId"] or spk["statusSPK"] != "3":
            yield f"bast {key}: no such complete order form"
        dealer, unit = arrived.get(row["noRangka"], ("", {}))
        if dealer != body["dealerId"] or row["noRangka"] in seen:
            yield f"bast {key}: the unit {row['noRangka']} is not of this dealer, or delivered twice"
        elif spk and unit["kodeTipeUnit"] != spk["unit"][0]["kodeTipeUnit"]:
            yield f"bast {key}: another type than ordered"
        seen.add(row["noRangka"])
        if any(each["status"] != "4" for each in story["inv1"].values() if each["idSPK"] == row["idSPK"]):
            yield f"bast {key}: not paid"


def papers(story: Told) -> Iterator[str]:
    """Papers are of a delivered unit, from the agent on, and hold what their status says."""
    delivered = {row["noSO"]: row for body in story["bast"].values() for row in body["detail"]}
    columns = [
        "tanggalPengajuanSTNKKeBiro", "nomorSTNK", "tanggalTerimaSTNKOlehKonsumen", "nomorBPKB",
        "tanggalTerimaBPKBOlehKonsumen", "platNomor",
    ]  # fmt: skip
    for key, body in story["doch"].items():
        unit = body["unit"][0]
        sold = delivered.get(key, {})
        if (sold.get("idSPK"), sold.get("noRangka")) != (body["idSPK"], unit["nomorRangka"]):
            yield f"doch {key}: no such delivery"
        status = int(unit["statusFakturSTNK"])
        filled = [bool(unit[name]) for name in columns]
        if status < 2 or filled != [status >= least for least in (2, 3, 4, 5, 6, 7)]:
            yield f"doch {key}: status {status} with {filled}"


def workshop(story: Told) -> Iterator[str]:
    """Totals of work orders, bills and sales add up; a bill has its work order."""
    for key, pkb in story["pkb"].items():
        services, parts = added(pkb["services"], "totalHargaServis"), added(pkb["parts"], "totalHargaParts")
        if pkb["totalBiayaService"] != services + parts:
            yield f"pkb {key}: total {pkb['totalBiayaService']} of {services} and {parts}"
        bill = story["inv2"].get(key)
        if bill and (bill["totalHargaNJB"], bill["totalHargaNSC"]) != (services, parts):
            yield f"inv2 {key}: {bill['totalHargaNJB']}, {bill['totalHargaNSC']} of {services}, {parts}"
        if bill and (pkb["statusWorkOrder"] != "4" or bill["dealerId"] != pkb["dealerId"]):
            yield f"inv2 {key}: bills a work order that is not finished"
    for key, sale in story["prsl"].items():
        if sale["totalHargaSO"] != added(sale["parts"], "totalHargaParts") - sale["discSO"] or not sale["parts"]:
            yield f"prsl {key}: total {sale['totalHargaSO']}"


def hotline(story: Told) -> Iterator[str]:
    """Hotline orders have their work orders, and are answered until their deposit is paid."""
    for key, order in story["unpaidhlo"].items():
        if story["pkb"].get(order["noWorkOrder"], {}).get("dealerId") != order["dealerId"]:
            yield f"unpaidhlo {key}: no such work order"
        if any(each["idHLODocument"] == key for each in story["dphlo"].values()):
            yield f"unpaidhlo {key}: answered although its deposit is paid"
    for key, body in story["dphlo"].items():
        row = body["parts"][0]
        if row["uangMuka"] + row["sisaBayar"] != row["totalHargaParts"] or body["noWorkOrder"] not in story["pkb"]:
            yield f"dphlo {key}: {row}"


def inbound(story: Told) -> Iterator[str]:
    """What comes was invoiced to the same dealer; invoices add up."""
    for key, body in story["uinb"].items():
        invoice = story["mdinvh1"].get(body["noInvoice"], {"unit": [], "dealerId": ""})
        frames = [{unit["noRangka"] for unit in each["unit"]} for each in (body, invoice)]
        if invoice["dealerId"] != body["dealerId"] or frames[0] != frames[1] or body["statusShippingList"] != "1":
            yield f"uinb {key}: not as invoiced"
    rows = {"mdinvh1": ("unit", "totalDiskonPerUnit"), "mdinvh3": ("parts", "totalDiskonPerPartsNumber")}
    for module, (name, discount) in rows.items():
        for key, body in story[module].items():
            whole = sum(row["kuantitas"] * row["hargaSatuanSebelumDiskon"] for row in body[name])
            net = whole - body[discount] - body["potonganPerInvoice"]
            if whole != body["totalHargaSebelumDiskon"] or net + body["totalPPN"] != body["totalHarga"]:
                yield f"{module} {key}: {body}"
    orders = {row["noPO"]: each for each in story["mdinvh3"].values() for row in each["parts"]}
    for key, body in story["pinb"].items():
        for row in body["po"]:
            if row["jenisOrder"] == "2" and orders.get(row["noPO"], {}).get("dealerId") != body["dealerId"]:
                yield f"pinb {key}: {row['noPO']} was not invoiced"


def added(rows: Sequence[Body], column: str) -> int:
    return sum(row[column] for row in rows)
