"""The rows of the inquiries, as the document's tables have them."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.planted.tpos.claims import RPP, Document
from tests.planted.tpos.clock import day, minute
from tests.planted.tpos.orders import INVOICED_AFTER, PACKED_AFTER, Line, Order, generations
from tests.planted.tpos.rules import Broken, Message
from tests.planted.tpos.stock import PARTS, Part

_SAILING = timedelta(days=1, hours=4)
_NOTE = 100


def of_part(outlet: str, part: Part) -> Message:
    """A row of T9."""
    return {
        "outletCode": outlet,
        "noPart": part.number,
        "namaPart": part.name,
        "substitusiCdNew": None,
        "substitusiPnoNew": None,
        "substitusiCdOld": None,
        "substitusiPnoOld": None,
        "onHand": part.on_hand,
        "hargaRetail": part.retail,
        "measurementH": 10,
        "measurementW": 20,
        "measurementL": 30,
        "specialCd": None,
        "stopPenjualan": None,
    }


def of_status(order: Order, line: Line, now: datetime, broken: Broken) -> Message:
    """A row of T10."""
    done = now >= order.processed
    parts = line.split
    short = order.backorder(line, broken)
    again = order.kind == 3 and now >= order.processed + timedelta(hours=36)
    issued = parts.issued if done and not (again and broken("processes-type-3-every-night")) else 0
    return {
        "outletCode": order.outlet,
        "noPo": order.number,
        "tanggalPo": order.date,
        "tamRef": order.reference,
        "noPart": line.part,
        "processNoPart": line.part,
        "qtyPo": line.qty,
        "processQty": line.qty - parts.rejected if done else 0,
        "reject": parts.rejected if done else 0,
        "pendingBoQtyPending": parts.pending if done else 0,
        "pendingBoQtyBo": short if done else 0,
        "issueToShippingQtyIssue": issued,
        "issueToShippingQtyPack": issued if now >= order.processed + PACKED_AFTER else 0,
        "issueToShippingQtyInvoice": issued if now >= order.processed + INVOICED_AFTER else 0,
        "issueToShippingQtyCancel": parts.short - short if done else 0,
        "issueToShippingQtyDenial": 0,
    }


def of_pending(order: Order, line: Line) -> Message:
    """A row of T11."""
    return _line(order, line) | {
        "pendingBoTanggalAlokasi": day(order.processed),
        "pendingBoQtyPending": line.split.pending,
    }


def of_backorder(order: Order, line: Line, broken: Broken) -> Message:
    """A row of T12, whose part is called otherwise."""
    row = _line(order, line)
    row["noParts"] = row.pop("noPart")
    return row | {
        "backOrderTanggalBo": day(order.processed),
        "backOrderQtyBo": order.backorder(line, broken),
    }


def of_issue(order: Order, line: Line, now: datetime, broken: Broken) -> Message:
    """A row of T13."""
    packed = now >= order.processed + PACKED_AFTER and line.split.issued > 0
    invoiced = now >= order.processed + INVOICED_AFTER and line.split.issued > 0
    early = broken("packs-before-it-allocates")
    return _line(order, line) | {
        "issueTanggalAlokasi": day(order.processed),
        "issueQty": line.split.issued,
        "packNoCase": line.case if packed else None,
        "packTanggalPack": day(order.processed + (-PACKED_AFTER if early else PACKED_AFTER)) if packed else None,
        "packQty": line.split.issued if packed else None,
        "invoiceNoVendorInvoice": line.invoice if invoiced else None,
        "invoiceTanggalInvoice": day(order.processed + INVOICED_AFTER) if invoiced else None,
        "invoiceQty": line.split.issued if invoiced else None,
        "cancelDenialQtyCancel": line.split.short - order.backorder(line, broken),
        "cancelDenialQtyDenial": 0,
    }


def of_poss(order: Order, line: Line) -> Message:
    """A row of T14."""
    return _line(order, line) | {
        "tamReffNo": order.reference,
        "qtyPo": line.qty,
        "qtyProcess": line.qty - line.split.rejected,
        "kodeRa": "01",
        "tanggalAlokasi": day(order.processed),
        "harga": PARTS[line.part].net,
    }


def of_etd(order: Order, line: Line, now: datetime, broken: Broken) -> Message:
    """A row of T16: the first, the previous and the latest expectation, as far as there are any."""
    known = list(generations(order, line, now, broken))
    pieces = order.backorder(line, broken)
    original = known[:1] if not broken("moves-the-original-etd") else known[-1:]
    previous = known[-2:-1] if not broken("never-shows-the-previous-etd") else []
    if previous and broken("shows-the-latest-etd-as-previous"):
        previous = known[-1:]
    told = now >= order.processed or broken("shows-etd-at-once")
    owed = line.split.issued if broken("calls-everything-a-back-order") and not pieces else pieces
    return {
        "outletCode": order.outlet,
        "noPo": order.number,
        "tanggalPo": order.date,
        "noPart": line.part,
        "boTanggalBo": day(order.processed) if owed and told else None,
        "boQtyBo": owed if owed and told else None,
        **_expectation("original", original, pieces or line.split.issued, broken),
        **_expectation("sebelumnya", previous, pieces or line.split.issued, broken),
        **_expectation("terakhir", known[-1:], pieces or line.split.issued, broken),
        "satuan": "PCS",
        "alasan": "Kapal terlambat" if len(known) > 1 else None,
    }


def _expectation(name: str, etd: list[datetime], pieces: int, broken: Broken) -> Message:
    first = name == "original" and broken("first-arrives-before-departure")
    sailing = -_SAILING if broken("arrives-before-departure") or first else _SAILING
    return {
        f"{name}Etd": minute(etd[0]) if etd else None,
        f"{name}Eta": minute(etd[0] + sailing) if etd else None,
        f"{name}QtyIssue": pieces if etd else None,
    }


def of_claim(document: Document, now: datetime, broken: Broken) -> Message:
    """A row of T17."""
    sent, judged = document.sent, now >= document.judged_at(broken)
    days = (document.judged_at(broken) - document.at).days + broken("counts-lead-time-wrong")
    return {
        "outletCode": sent["outletCode"],
        "tanggalClaim": day(document.at),
        "noDokumenTam": document.number_at(now, broken) if judged else None,
        "noDokumenDms": document.own_number,
        "noPo": sent["noPo"],
        "noVendorInvoice": sent["noVendorInvoice"],
        "noPart": sent["noMaterial"],
        "namaPart": PARTS[sent["noMaterial"]].name,
        "tanggalPenilaianSpv": day(document.supervised_at()) if now >= document.supervised_at() else None,
        "tamJudgement": "01" if judged else None,
        "tanggalPenilaianTam": day(document.judged_at(broken)) if judged else None,
        "leadTime": days if judged else None,
    }


def of_document(document: Document, now: datetime, broken: Broken) -> Message:
    """The one object of T18."""
    sent, judged = document.sent, now >= document.judged_at(broken)
    price = sent.get("hargaNetDealer", PARTS[sent["noMaterial"]].net)
    total = price * document.quantity * (2 if broken("doubles-the-total") else 1)
    supervised = now >= document.supervised_at()
    return {
        "outletCode": sent["outletCode"],
        "tipeClaim": document.kind,
        "noPo": sent["noPo"],
        "noVendorInvoice": sent["noVendorInvoice"],
        "kodeClaim": sent["kodeClaim"],
        "dealerRequest": sent["dealerRequest"],
        "tanggalKlaim": day(document.at),
        "noDokumenTam": _number(document, now, broken) if judged else None,
        "deliveryDate": day(document.at - timedelta(days=1)),
        "tanggalGr": _receipt(document, broken),
        "noPart": sent["noMaterial"],
        "namaPart": PARTS[sent["noMaterial"]].name,
        "qtyClaim": document.quantity + broken("claims-one-more"),
        "hargaNetDealer": price,
        "totalHargaNetDealer": total,
        "claimAmount": total if judged else None,
        "dealerNote": "Catatan lain" if broken("forgets-the-note") else sent["notes"][:_NOTE],
        **_files(sent, broken),
        "tamNote": "Disetujui" if judged else None,
        "supervisorJudgeCode": 1 if supervised else None,
        "supervisorJudgeDate": day(document.supervised_at()) if supervised else None,
        "tamJudgement": ("02" if broken("judges-otherwise-in-detail") else "01") if judged else None,
        "tanggalPenilaianTam": day(document.judged_at(broken)) if judged else None,
    }


def _number(document: Document, now: datetime, broken: Broken) -> str:
    number = document.number_at(now, broken)
    return f"X{number[1:]}" if broken("numbers-otherwise-in-detail") else number


def _receipt(document: Document, broken: Broken) -> str | None:
    if document.kind != RPP:
        return None
    return day(document.at) if broken("forgets-the-receipt") else str(document.sent["tanggalTerimaGr"])


def _files(sent: Message, broken: Broken) -> Message:
    names = ("attachment", "bap", "cancelReport")
    return {name: None if broken("forgets-the-files") else sent.get(name) or None for name in names}


def _line(order: Order, line: Line) -> Message:
    return {
        "outletCode": order.outlet,
        "noPo": order.number,
        "tanggalPo": order.date,
        "noPart": line.part,
        "processNoPart": line.part,
    }
