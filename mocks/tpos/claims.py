"""Parts claims (T5): about pieces of one shipped line, with the quantity that the claim code asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kontrak.contracts import Violation
from kontrak.contracts.model import Json
from kontrak.mocks.model import Answer, Call, Refusal
from kontrak.mocks.store import worlds
from kontrak.mocks.tpos import breaches, judgement, money, shipments, shipped, workbook
from kontrak.mocks.tpos.breaches import breach, is_given, whole
from kontrak.mocks.tpos.documents import CLAIM, Document
from kontrak.mocks.tpos.shipments import Shipment

NAMED = {"invoice": "noVendorInvoice", "case": "noCase", "material": "noMaterial"}
NOT_SHIPPED, QUANTITIES, TOTAL = "TPOS-FLOW-019", "TPOS-CLM-406", "TPOS-FLOW-026"
OWN = {
    "qtyMinus": ("U", "Sht"),
    "qtyPlus": ("Ex",),
    "qtyNg": ("P1", "P2", "P3", "S1", "S2", "S3"),
    "qtyOth": ("P/N", "MKT", "OTH"),
}
GIVEN = {"qtyMinus": "TPOS-CLM-012", "qtyPlus": "TPOS-CLM-013", "qtyNg": "TPOS-CLM-014", "qtyOth": "TPOS-CLM-015"}
SURPLUS = "Ex"
SEVEN_DIGITS = 9_999_999


def column_of(code: Json) -> str | None:
    """The quantity that a claim code asks for."""
    return next((column for column, codes in OWN.items() if code in codes), None)


def check(call: Call) -> list[Violation]:
    """The breaches of a claim beside those of its schema."""
    worlds.lock(call.connection, call.world.name)
    message = call.message
    found = [*_by_readings(call, message), *_files(message)]
    shipment, wrong = shipped.named(call, NAMED, NOT_SHIPPED)
    found += wrong
    if shipment and not wrong:
        found += [*_quantities(call, message, shipment), *_prices(message, shipment)]
    return breaches.unwaived(call, found)


def create(call: Call) -> Answer | Refusal:
    """Take a claim in; its judgement is left to the clock."""
    return judgement.take_in(call, CLAIM, document, _count)


def _by_readings(call: Call, message: Mapping[str, Json]) -> list[Violation]:
    """What only some readings ask for."""
    readings, found = call.judge.readings, []
    if readings["TPOS-R-068"] == "always" and not is_given(message.get("bap")):
        found.append(breach("TPOS-CLM-007", "required", "/bap", None, "a value"))
    if readings["TPOS-R-069"] == "all":
        found += [
            breach(id, "required", f"/{name}", None, "a value")
            for name, id in GIVEN.items()
            if message.get(name) is None
        ]
    price = message.get("hargaNetDealer")
    if readings["TPOS-R-072"] == "seven" and (money.exact(price) or 0) > SEVEN_DIGITS:
        found.append(breach("TPOS-CLM-316", "maximum", "/hargaNetDealer", price, "seven digits"))
    return found + shipped.number(call, CLAIM, "TPOS-CLM-319")


def _files(message: Mapping[str, Json]) -> list[Violation]:
    return [
        breach(
            requirement, "workbook", f"/{name}", message[name], f"an Excel workbook (xlsx) of at most 1 MB: {problem}"
        )
        for name, requirement in (("attachment", "TPOS-CLM-106"), ("bap", "TPOS-CLM-107"))
        if isinstance(message.get(name), str) and message[name] and (problem := workbook.problem(message[name]))
    ]


def _quantities(call: Call, message: Mapping[str, Json], shipment: Shipment) -> list[Violation]:
    """The quantities against the shipped line (R-24)."""
    given = {name: whole(message.get(name)) or 0 for name in OWN}
    own, found = column_of(message.get("kodeClaim")), []
    received = (
        shipment.pieces
        - (given["qtyMinus"] if own == "qtyMinus" else 0)
        + (given["qtyPlus"] if own == "qtyPlus" else 0)
    )
    if whole(message.get("qtyInvoice")) != shipment.pieces:
        wanted = f"{shipment.pieces}, the shipped pieces"
        found.append(breach("TPOS-FLOW-024", "reference", "/qtyInvoice", message.get("qtyInvoice"), wanted))
    if whole(message.get("qtyReceived")) != received:
        wanted = f"{received}: invoiced, less what is missing, plus what is too much"
        found.append(breach(QUANTITIES, "sum", "/qtyReceived", message.get("qtyReceived"), wanted))
    if given["qtyNg"] + given["qtyOth"] > max(received, 0):
        pointer = "/qtyOth" if own == "qtyOth" else "/qtyNg"
        found.append(breach(QUANTITIES, "sum", pointer, message.get(pointer[1:]), f"at most the {received} received"))
    if own and own != "qtyPlus" and given[own] > (left := _left(call, shipment, own)):
        found.append(
            breach(QUANTITIES, "sum", f"/{own}", message.get(own), f"at most the {left} that no claim names yet")
        )
    return found


def _left(call: Call, shipment: Shipment, column: str) -> int:
    """The pieces that can still be claimed; what the known claim of this number takes is free if it is to be replaced."""
    if not shipment.is_counted:
        return shipment.pieces
    known = shipped.known(call, CLAIM)
    is_same = known is not None and known.shipment == shipment.key
    own = known.pieces if known and is_same and known.code != SURPLUS else 0
    left = shipment.pieces - shipment.claimed + own
    # What was returned by an RPP had arrived: it cannot be missing.
    missing = known.pieces if known and is_same and column_of(known.code) == "qtyMinus" else 0
    return min(left, shipment.received - shipment.returned + missing) if column == "qtyMinus" else left


def _prices(message: Mapping[str, Json], shipment: Shipment) -> list[Violation]:
    """The price is that of the shipped line, the total that of the claimed pieces (R-26, TPOS-R-074)."""
    price, total = message.get("hargaNetDealer"), message.get("totalHargaNetDealer")
    pieces = whole(message.get(column_of(message.get("kodeClaim")) or "")) or 0
    found = []
    if money.exact(price) not in (None, shipment.net):
        wanted = f"{shipment.net}, the net price of the shipped line"
        found.append(breach("TPOS-CLM-407", "reference", "/hargaNetDealer", price, wanted))
    if money.exact(total) not in (None, shipment.net * pieces):
        wanted = f"{shipment.net * pieces}, the net price of the claimed pieces"
        found.append(breach(TOTAL, "sum", "/totalHargaNetDealer", total, wanted))
    if shipment.net * pieces > money.MOST:
        found.append(
            breach("TPOS-CLM-317", "maximum", "/totalHargaNetDealer", total, "eleven digits; claim fewer pieces")
        )
    return found


def document(call: Call, key: str) -> Document:
    """The document that a message makes."""
    message = call.message
    shipment, _ = shipped.named(call, NAMED, NOT_SHIPPED)
    own = column_of(message["kodeClaim"])
    return replace(
        shipped.document(call, CLAIM, key, shipment),
        pieces=whole(message[own]) or 0 if own else 0,
        warnings=tuple(_warnings(message, own)),
    )


def _warnings(message: Mapping[str, Json], own: str | None) -> list[str]:
    """What is taken in all the same (TPOS-R-069, TPOS-R-071)."""
    others = [name for name in OWN if name != own and whole(message.get(name))]
    found = [f"{name} does not belong to the claim code {message['kodeClaim']}." for name in others]
    if message["dealerRequest"] == "N" and message["kodeClaim"] != SURPLUS:
        found.append("Dealer request N belongs to the claim code Ex.")
    return found


def _count(call: Call, document: Document, sign: int) -> None:
    """Count a claim's pieces with its shipped line, or take them back."""
    shipment = shipments.load(call, document.shipment)
    if not shipment or not shipment.is_counted:
        return
    pieces, own = sign * document.pieces, column_of(document.code)
    changed = replace(
        shipment,
        missing=shipment.missing + (pieces if own == "qtyMinus" else 0),
        surplus=shipment.surplus + (pieces if own == "qtyPlus" else 0),
        claimed=shipment.claimed + (pieces if own != "qtyPlus" else 0),
    )
    shipments.keep(call, changed)
