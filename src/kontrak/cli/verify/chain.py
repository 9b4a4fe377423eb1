"""What a dealer does to the embedded mock, so that it has something to tell in every feed."""

from __future__ import annotations

from typing import Any

import httpx

from kontrak.conformance.config import Target
from kontrak.contracts import load

IN_STOCK, SCARCE = "9KT01A0001", "9KT01A0002"
PIECES, MISSING = 5, 3
OUTLET = "KTK000001"
SHIPPED = ("PO-KT-0901", "KT0901", "C00901", IN_STOCK)
"""A line that is shipped when a world begins."""


class Chain:
    """Moves the mock's clock, and on its way orders, claims, and plays TAM's part; one call is one day."""

    def __init__(self, target: Target) -> None:
        self.base_url, self.auth = target.base_url, target.auth
        self.examples = {
            name: dict(one.examples[0]) for name, one in load(target.partner).operations.items() if one.examples
        }
        self.steps = [self._order, self._claim, self._change, self._nothing]
        self.client = httpx.Client(base_url=target.base_url, timeout=30)

    def move(self, hours: int) -> None:
        """Do what is next, and let the clock go forward."""
        (self.steps.pop(0) if self.steps else self._nothing)()
        self._post("/_kontrak/clock", {"advance": f"PT{hours}H"}, {})

    def _order(self) -> None:
        """Orders of each type, with a shortage."""
        header = self.examples["createPurchaseOrder"] | {
            "outletCode": OUTLET,
            "tanggalPo": "20260105",
            "boTamFollow": 9,
        }
        items = [{"noMaterial": IN_STOCK, "qty": PIECES}, {"noMaterial": SCARCE, "qty": MISSING}]
        for kind in (1, 2, 3):
            order = {"noPo": f"PO-CHAIN-{kind}", "tipePo": kind, "items": items}
            self._send("/tpos/v1/purchase-orders", header | order)

    def _claim(self) -> None:
        """A claim and an RPP about what was shipped."""
        number, invoice, case, part = SHIPPED
        line = {
            "outletCode": OUTLET,
            "noPo": number,
            "noVendorInvoice": invoice,
            "noMaterial": part,
            "dealerRequest": "C",
        }
        claim = {"noPartsClaimDms": "CLM-CHAIN-1", "noCase": case}
        self._send("/tpos/v1/parts-claims", self.examples["createPartsClaim"] | line | claim)
        self._send("/tpos/v1/rpps", self.examples["createRpp"] | line | {"noRppDms": "RPP-CHAIN-1"})

    def _change(self) -> None:
        """A back order is expected later."""
        for kind in (1, 2):
            body = {"outletCode": OUTLET, "noPo": f"PO-CHAIN-{kind}", "noPart": SCARCE, "etd": "20260120 09:00"}
            self._post("/_kontrak/tpos/change-etd", body, {})

    def _nothing(self) -> None:
        """A day on which nothing is done."""

    def _send(self, path: str, body: dict[str, Any]) -> None:
        form = self.auth.form() if self.auth else {}
        token = self.client.post("/tpos/oauth/token", data=form).raise_for_status().json()["access_token"]
        self._post(path, body, {"Authorization": f"Bearer {token}"})

    def _post(self, path: str, body: dict[str, Any], headers: dict[str, str]) -> None:
        self.client.post(path, json=body, headers=headers).raise_for_status()
