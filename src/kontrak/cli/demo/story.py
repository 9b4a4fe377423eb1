"""The steps of the tour, each of which has to give what it should before the next begins."""

from __future__ import annotations

from collections.abc import Callable

from kontrak.cli.demo.tour import Tour

OUTLET, PO, CLAIM = "KTK000001", "PO-DEMO-1", "CLM-DEMO-1"
IN_STOCK, SCARCE = "9KT01A0001", "9KT01A0002"
PIECES, MISSING, SHORT = 5, 3, 1
ORDER = {"outletCode": OUTLET, "noPo": PO}
DAY = "20260105"


def login(tour: Tour) -> None:
    """A token of TAM Passport."""
    body = tour.login()
    tour.expect("token_type", body["token_type"], "bearer")
    tour.expect("expires_in", body["expires_in"], 86399)


def look(tour: Tour) -> None:
    """One part is in stock, the other is not."""
    rows = tour.post("parts-inquiry", {"outletCode": OUTLET, "noParts": [IN_STOCK, SCARCE]})["data"]
    stock = [row["onHand"] for row in rows]
    tour.expect("onHand", stock, ["Available", "Not Available"])


def order(tour: Tour) -> None:
    """An order of both parts; sent twice it is one order."""
    items = [{"noMaterial": IN_STOCK, "qty": PIECES}, {"noMaterial": SCARCE, "qty": MISSING}]
    body = {**ORDER, "tipePo": 1, "referensiPo": 2, "noTransaksi": "WO202601050001", "franchise": "A", "boTamFollow": 9}
    body |= {"tanggalPo": DAY, "items": items}
    for _ in range(2):
        tour.expect("noPo", tour.post("purchase-orders", body)["noPo"], PO)
    refused = tour.refused("purchase-orders", body | {"items": items[:1]}, 409)
    tour.expect("status of the other order", refused["status"], 409)


def back_order(tour: Tour) -> None:
    """After some minutes the order is processed; what is not there waits."""
    tour.wait("PT10M")
    rows = tour.post("order-status-inquiry", {**ORDER, "tipeOrder": 1})["data"]
    issued = {row["noPart"]: (row["issueToShippingQtyIssue"], row["pendingBoQtyBo"]) for row in rows}
    tour.expect("issued and on back order", issued, {IN_STOCK: (PIECES, 0), SCARCE: (0, MISSING)})
    [detail] = tour.post("order-status-inquiry/bo-detail", ORDER)["data"]
    tour.expect("backOrderQtyBo", detail["backOrderQtyBo"], MISSING)


def expectation(tour: Tour) -> None:
    """The ETD of the back order, by SQL, by file, and the same by HTTP."""
    told = tour.row("bo-etd", noPo=PO)
    wanted = {**ORDER, "tipeOrder": 1, "noPart": SCARCE, "etdDateFrom": DAY, "etdDateTo": "20260131"}
    [asked] = tour.post("etd-inquiry", wanted)["data"]
    tour.expect("ETD", asked["terakhirEtd"], told["etd"])
    tour.expect("files", tour.files("bo-etd"), ["tpos.bo-etd_202601050805.txt"])


def shipment(tour: Tour) -> None:
    """The truck leaves; the packing list says what is in which case."""
    tour.wait("P1DT6H")
    tour.found["shipment"] = shipped = tour.row("goods-receipt", noPo=PO)
    tour.expect("what was shipped", (shipped["noMaterial"], shipped["qtyShipment"]), (IN_STOCK, PIECES))
    [row] = tour.post("order-status-inquiry/issue-to-ship", ORDER)["data"]
    tour.expect("invoice", row["invoiceNoVendorInvoice"], shipped["noVendorInvoice"])


def claim(tour: Tour) -> None:
    """One piece was missing in the case."""
    example, shipped = tour.example("createPartsClaim"), tour.found["shipment"]
    where = {name: shipped[name] for name in ("noVendorInvoice", "noCase", "noMaterial")}
    body = example | ORDER | where | {"noPartsClaimDms": CLAIM, "kodeClaim": "Sht", "notes": "Kurang satu"}
    body |= {"qtyInvoice": PIECES, "qtyReceived": PIECES - SHORT, "qtyMinus": SHORT}
    tour.expect("noPartsClaimDms", tour.post("parts-claims", body)["noPartsClaimDms"], CLAIM)
    tour.found["claim"] = body


def judgement(tour: Tour) -> None:
    """After seven days TAM has judged; before, nothing is known."""
    asked = {"outletCode": OUTLET, "tipeClaim": 1, "tipeInquiry": 1, "noDokumenDms": CLAIM}
    [before] = tour.post("claim-inquiry", asked)["data"]
    tour.expect("judgement before H+7", before["tamJudgement"], None)
    tour.wait("P7D")
    [after] = tour.post("claim-inquiry", asked)["data"]
    judged = tour.row("parts-claim-judgement", noPartsClaimTam=after["noDokumenTam"])
    tour.expect("judgement", int(after["tamJudgement"]), int(judged["tamJudgement"]))
    tour.expect("judged pieces", judged["qtyTamJudgement"], SHORT)


def invoice(tour: Tour) -> None:
    """The invoice of the shipment, with its arithmetic."""
    number = tour.found["shipment"]["noVendorInvoice"]
    tour.found["invoice"] = row = tour.row("invoice", proformaInvoiceNo=number)
    price = row["retailPrice"] * (100 - row["discount"]) // 100
    tour.expect("netAmount", row["netAmount"], price * row["deliveredQty"])
    tour.expect("deliveredQty", row["deliveredQty"], PIECES)


def debit(tour: Tour) -> None:
    """The debit advice collects the invoice."""
    bill, number = tour.found["invoice"], tour.found["shipment"]["noVendorInvoice"]
    tour.found["debit"] = row = tour.row("debit-advice", daNo=bill["daNo"], invoiceNo=number)
    tour.expect("netAmount", row["netAmount"], bill["netAmount"])
    tour.expect("grossAmount", row["grossAmount"], bill["retailPrice"] * bill["deliveredQty"])


def credit(tour: Tour) -> None:
    """The credit advice gives the missing piece back."""
    tour.wait("P1D")
    number = tour.found["shipment"]["noVendorInvoice"]
    row = tour.row("credit-advice", invoiceNo=number)
    tour.expect("netAmount", row["netAmount"], tour.found["claim"]["hargaNetDealer"] * SHORT)
    tour.expect("daNo", row["daNo"], tour.found["debit"]["daNo"])


def arrival(tour: Tour) -> None:
    """The scarce part came in; nothing is on back order any more."""
    rows = tour.post("order-status-inquiry", {**ORDER, "tipeOrder": 1})["data"]
    issued = {row["noPart"]: (row["issueToShippingQtyIssue"], row["pendingBoQtyBo"]) for row in rows}
    tour.expect("issued and on back order", issued, {IN_STOCK: (PIECES, 0), SCARCE: (MISSING, 0)})


STORY: tuple[tuple[str, Callable[[Tour], None]], ...] = (
    ("login", login),
    ("look", look),
    ("order", order),
    ("back_order", back_order),
    ("expectation", expectation),
    ("shipment", shipment),
    ("claim", claim),
    ("judgement", judgement),
    ("invoice", invoice),
    ("debit", debit),
    ("credit", credit),
    ("arrival", arrival),
)
