"""A client of TPOS: a dealer's system that orders, follows its back order, claims what was missing, and reads back."""

from __future__ import annotations

import json
from base64 import b64encode
from io import BytesIO
from typing import Any

import httpx
from openpyxl import Workbook

from tests.planted.clients.wire import Wire

OUTLET, PO = "KTK000001", "PLANT-PO-1"
IN_STOCK, SCARCE = "9KT01A0001", "9KT01A0002"
MINUTES, DAY = 600, 30 * 3600


class Tpos(Wire):
    """The client; it asks TAM Passport for tokens as the client of a dealer."""

    client: dict[str, str]
    token = ""

    def login(self, credentials: dict[str, Any]) -> None:
        """Take the name and the secret."""
        known = credentials["tpos"]["clients"][0]
        self.client = {name: known[name] for name in ("client_id", "client_secret")}

    def run(self) -> None:
        """Everything that it does."""
        self.sign_in()
        if self.has("unknown-path"):
            self.ask("stock-inquiry", {})
        if self.has("array"):
            self.send("parts-inquiry", [])
        if not self.has("no-look"):
            self.ask("parts-inquiry", {"noParts": [IN_STOCK, SCARCE]})
        if self.has("status-first"):
            self.status()
        if not self.has("no-order"):
            self.order()
        self.sleep(MINUTES)
        self.follow()
        self.sleep(DAY)
        self.after_shipment()

    def sign_in(self) -> None:
        """The first token."""
        if self.has("wrong-secret"):
            wrong = {"grant_type": "client_credentials", **self.client, "client_secret": "x"}
            self.http.post("/tpos/oauth/token", data=wrong)
        if self.has("no-token"):
            self.http.post("/tpos/v1/parts-inquiry", json={"outletCode": OUTLET, "noParts": [IN_STOCK]})
        if self.has("foreign-token"):
            self.token = "never-given"
        else:
            self.ask_token()

    def follow(self) -> None:
        """What became of the order."""
        if not self.has("no-status") and not self.has("details-alone"):
            self.status()
        if not self.has("no-back-order"):
            self.back_order()

    def order(self) -> None:
        """An order of a part in stock and of a scarce one."""
        message = {
            "tipePo": 1, "referensiPo": 4, "franchise": "A", "boTamFollow": 9, "noPo": PO, "tanggalPo": f"{self.now():%Y%m%d}",
            "items": [{"noMaterial": IN_STOCK, "qty": 5}, {"noMaterial": SCARCE, "qty": 3}],
        }  # fmt: skip
        message |= {"catatan": "segera"} if self.has("strange-member") else {}
        message |= {"franchise": "B"} if self.has("franchise") else {}
        if self.has("unchanged"):
            for _ in range(2):
                self.ask("purchase-orders", message | {"boTamFollow": 5})
        self.ask("purchase-orders", message)
        if self.has("order-twice"):
            self.ask("purchase-orders", message)

    def status(self) -> None:
        """How the order stands."""
        for _ in range(1 + self.other):
            self.ask("order-status-inquiry", {"noPo": PO, "tipeOrder": 1})

    def back_order(self) -> None:
        """The parts on back order, and when they will come."""
        found = self.ask("order-status-inquiry/bo-detail", {"noPo": PO}) or {}
        part = next((row["noParts"] for row in found.get("data", [])), SCARCE)
        if self.has("no-etd"):
            return
        part = "9KT02B0001" if self.has("other-part") else part
        days = {"etdDateFrom": f"{self.now():%Y%m%d}", "etdDateTo": f"{self.now().replace(day=28):%Y%m%d}"}
        self.ask("etd-inquiry", {"noPo": PO, "tipeOrder": 1, "noPart": part, **days})

    def after_shipment(self) -> None:
        """A claim and an RPP about what was shipped, and what became of them."""
        if self.other:
            self.ask_token()
        shipped = (self.ask("order-status-inquiry/issue-to-ship", {"noPo": PO}) or {}).get("data") or []
        prices = (self.ask("order-status-inquiry/poss-info", {"noPo": PO}) or {}).get("data") or []
        line = next((row for row in shipped if row["invoiceNoVendorInvoice"]), None)
        price = next((int(row["harga"]) for row in prices if row["noPart"] == IN_STOCK), 0)
        if line is None:
            return
        about = {"noPo": PO, "noVendorInvoice": line["invoiceNoVendorInvoice"], "noMaterial": IN_STOCK}
        claims = [self.claim] if self.has("no-rpp") else [self.rpp] if self.has("no-claim") else [self.claim, self.rpp]
        for submit in reversed(claims) if self.other else claims:
            submit(about, line, price)

    def claim(self, about: dict[str, Any], line: dict[str, Any], price: int) -> None:
        """One piece was missing in the case."""
        message = about | {
            "noCase": line["packNoCase"], "kodeClaim": "Sht", "attachment": workbook(), "bap": None, "notes": "Kurang satu",
            "qtyInvoice": line["invoiceQty"], "qtyReceived": line["invoiceQty"] - 1, "qtyMinus": 1, "hargaNetDealer": price,
            "totalHargaNetDealer": price, "dealerRequest": "C", "noPartsClaimDms": "PLANT-CLM-1",
        }  # fmt: skip
        self.ask("parts-claims", message)
        if not self.has("claim-unread"):
            narrowed = {} if self.other else {"noDokumenDms": "PLANT-CLM-1"}
            self.ask("claim-inquiry", {"tipeClaim": 1, "tipeInquiry": 1, **narrowed})

    def rpp(self, about: dict[str, Any], _line: dict[str, Any], _price: int) -> None:
        """One piece is not good."""
        message = about | {
            "tanggalTerimaGr": f"{self.now():%Y%m%d}", "dealerRequest": "C", "kodeClaim": "P1", "notes": "Rusak",
            "cancelReport": workbook(), "qtyRpp": 1, "noRppDms": "PLANT-RPP-1",
        }  # fmt: skip
        self.ask("rpps", message)
        self.ask("claim-inquiry", {"tipeClaim": 2, "tipeInquiry": 1, "noDokumenDms": "PLANT-RPP-1"})

    def ask(self, path: str, message: dict[str, Any]) -> Any:
        """The answer to a message for the outlet; a call with a token that has expired is made again with a new one."""
        if self.has("token-per-call"):
            self.ask_token()
        return self.send(path, {"outletCode": OUTLET, **message})

    def send(self, path: str, message: Any) -> Any:
        """The answer to a message, made again while it fails."""

        def attempt(number: int) -> httpx.Response:
            is_new = number and self.has("new-number") and isinstance(message, dict) and path == "purchase-orders"
            changed = message | {"noPo": f"PLANT-PO-R{number}"} if is_new else message
            body = json.dumps(self.ordered(changed) if isinstance(changed, dict) else changed)
            answer = self.call(path, body)
            if answer.status_code == 401:
                if self.has("old-token"):
                    self.call(path, body)
                self.ask_token()
                answer = self.call(path, body)
            return answer

        return self.patient(attempt)

    def call(self, path: str, body: str) -> httpx.Response:
        """One call with the token at hand."""
        headers = {"content-type": "application/json", "authorization": f"Bearer {self.token}"}
        return self.http.post(f"/tpos/v1/{path}", content=body, headers=headers)

    def ask_token(self) -> None:
        """A token of TAM Passport."""
        answer = self.http.post("/tpos/oauth/token", data={"grant_type": "client_credentials", **self.client})
        self.token = answer.json()["access_token"]


def workbook() -> str:
    """An Excel workbook in Base64."""
    file = BytesIO()
    Workbook().save(file)
    return b64encode(file.getvalue()).decode()
