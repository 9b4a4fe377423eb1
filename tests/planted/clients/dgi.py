"""A client of DGI: the backend of a dealer group, which reads every module and pushes three kinds of billing."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import httpx

from tests.planted.clients.wire import Wire

READS = ("prsp", "spk", "bast", "inv1", "lsng", "doch", "uinb", "pinb", "pkb", "inv2", "unpaidhlo", "dphlo", "prsl")
NEWER = ("mdinvh1", "mdinvh3")
SLOW = ("prsp/read", "spk/read", "bast/read")
SKIPPED = {
    "no-prospects": ("prsp",), "no-deliveries": ("bast",), "no-documents": ("doch",), "no-units": ("uinb",),
    "no-parts": ("pinb",), "no-hotline": ("unpaidhlo",), "no-sales": ("prsl",), "no-work-orders": ("pkb",),
}  # fmt: skip


class Dgi(Wire):
    """The client; key and secret are those of its dealer group."""

    key = secret = dealer = ""
    reached: dict[str, datetime]
    known: dict[str, list[dict[str, Any]]]
    signed: dict[str, str]

    def login(self, credentials: dict[str, Any]) -> None:
        """Take key and secret of the first group."""
        group = next(iter(credentials["dgi"]["groups"].values()))
        self.key, self.secret, self.dealer = group["key"], group["secret"], group["dealers"][0]
        self.reached, self.known, self.signed = {}, {}, {}

    def run(self) -> None:
        """Everything that it does."""
        if self.has("unknown-path"):
            self.post("customer/read", {})
        if self.has("array"):
            self.http.post("/dgi-api/v1.3/prsp/read", content="[]", headers=self.headers())
        modules = (*READS, *NEWER) if not self.other else tuple(reversed((*READS, *NEWER)))
        if self.has("push-first"):
            self.push_billing()
        for module in modules:
            if module not in SKIPPED.get(self.fault or "", ()):
                self.read(module)
        if not self.has("push-first"):
            self.push_billing()
        self.push_service()
        self.push_deposit()
        self.sleep(7200)
        for module in () if self.has("unread") else modules:
            if module not in SKIPPED.get(self.fault or "", ()):
                self.read(module)

    def read(self, module: str) -> None:
        """The records of a module since it was read last, or of the last days."""
        now = self.now()
        since = self.reached.get(module, now - timedelta(days=6))
        since -= timedelta(minutes=30 * self.other)
        if self.has("wide-window") and module == "spk":
            since = now - timedelta(days=9)
        if self.has("old-window") and module == "spk":
            since, now = now - timedelta(days=40), now - timedelta(days=36)
        if self.has("gap") and module in self.reached:
            since += timedelta(hours=1)
        message = {"fromTime": f"{since:%Y-%m-%d %H:%M:%S}", "toTime": f"{now:%Y-%m-%d %H:%M:%S}"}
        message |= {"dealerId": "99102"} if self.has("strange-order") and module == "spk" else {}
        message |= {"halaman": "1"} if self.has("strange-member") else {}
        found = self.post(f"{module}/read", message)
        self.reached[module] = now
        self.known.setdefault(module, []).extend((found or {}).get("data") or [])

    def push_billing(self) -> None:
        """Billing of a unit, for an order form that was read."""
        if self.has("no-billing"):
            return
        order = next((row for row in self.known.get("spk", []) if row["dealerId"] == self.dealer), {})
        message = {
            "idInvoice": "PLANT-INV-1", "idSPK": order.get("idSpk", "SPK-99101-2611-0001"),
            "idCustomer": order.get("idProspect", "PSP-99101-2611-0001"), "amount": 500000, "tipePembayaran": "1",
            "caraBayar": "1", "status": "3", "note": "Tanda jadi", **self.stamp(),
        }  # fmt: skip
        if self.has("unchanged"):
            for _ in range(2):
                self.post("inv1/add", message | {"caraBayar": "9"})
        self.post("inv1/add", message)
        if self.has("push-twice"):
            self.post("inv1/add", message)

    def push_service(self) -> None:
        """Billing of a work order that was read."""
        order = next(iter(self.known.get("pkb", [])), {"noWorkOrder": "WO-99101-2611-0001"})
        self.post(
            "inv2/add",
            {
                "noWorkOrder": order["noWorkOrder"], "noNJB": "PLANT-NJB-1", "tanggalNJB": f"{self.now():%d/%m/%Y}",
                "totalHargaNJB": 70000, "noNSC": "PLANT-NSC-1", "tanggalNSC": f"{self.now():%d/%m/%Y}", "totalHargaNSC": 0,
                "hondaIdSA": "H000000001", "hondaIdMekanik": "H000000002", **self.stamp(),
            },
        )  # fmt: skip

    def push_deposit(self) -> None:
        """The deposit of a hotline order that was read."""
        if self.has("no-deposit"):
            return
        order = next(iter(self.known.get("unpaidhlo", [])), {"idHLODocument": "HLO-99101-2611-0001"})
        message = {
            "noInvoiceUangJaminan": "PLANT-UJ-1", "idHLODocument": order["idHLODocument"],
            "tanggalPemesananHLO": f"{self.now():%d/%m/%Y}", "noWorkOrder": order.get("noWorkOrder", "WO-99101-2611-0001"),
            "idCustomer": order.get("noKTP", "0000000000000001"), **self.stamp(),
        }  # fmt: skip
        self.post("dphlo/add", message)

    def stamp(self) -> dict[str, str]:
        """Whose record it is, and when it was made."""
        return {"dealerId": self.dealer, "createdTime": f"{self.now():%d/%m/%Y %H:%M:%S}",
                "modifiedTime": f"{self.now():%d/%m/%Y %H:%M:%S}"}  # fmt: skip

    def post(self, operation: str, message: dict[str, Any]) -> Any:
        """The envelope that answers a message."""

        def attempt(number: int) -> httpx.Response:
            if operation in SLOW:
                self.sleep(3)
            is_new = number and self.has("new-key") and operation == "inv1/add"
            changed = {"idInvoice": f"PLANT-INV-R{number}"} if is_new else {}
            body = json.dumps(self.ordered(message | changed))
            return self.http.post(f"/dgi-api/v1.3/{operation}", content=body, headers=self.headers())

        return self.patient(attempt)

    def headers(self) -> dict[str, str]:
        """Key, time and token of a call, and what it takes."""
        if (
            self.has("signed-once")
            and self.signed
            and self.now().timestamp() - float(self.signed["X-Request-Time"]) < 9
        ):
            return self.signed
        time = str(int(self.now().timestamp()) - 60 * self.has("late-clock"))
        time += ".0" * self.has("fraction")
        secret = "another" if self.has("wrong-secret") else self.secret
        self.signed = {
            "DGI-API-Key": self.key, "X-Request-Time": time,
            "DGI-API-Token": sha256(f"{self.key}{secret}{time}".encode()).hexdigest(),
            "Content-Type": "application/json", "Accept": "*/*" if self.has("no-accept") else "application/json",
        }  # fmt: skip
        return self.signed
