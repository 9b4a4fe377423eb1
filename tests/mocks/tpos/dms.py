"""A dealer's system in a few lines: a client of one world of a simulator in process, and the batches it was sent."""

from __future__ import annotations

import copy
import json
from functools import cache
from typing import Any
from urllib.parse import urlencode

from kontrak.contracts import Contract, load
from kontrak.mocks import Request, Simulator
from kontrak.mocks.control import Control
from kontrak.mocks.model import Refusal

OURS, SECOND, FOREIGN = "KTK000001", "KTK000002", "CTH000001"
REPLACED, STOPPED, MISCOUNTED, EMPTY, PLENTY = "replaced", "stopped", "miscounted", "empty", "plenty"


@cache
def contract() -> Contract:
    return load("tpos")


@cache
def told() -> frozenset[str]:
    """The dealer's numbers of the claims and RPPs with which a world begins."""
    world = contract().world
    claims = {row["noPartsClaimDms"] for row in world["parts_claims"]}
    return frozenset(claims | {row["noRppDms"] for row in world["rpps"]})


def example(operation: str, number: int = 0) -> dict[str, Any]:
    return copy.deepcopy(dict(contract().operations[operation].examples[number]))


def workbook() -> str:
    return example("createRpp")["cancelReport"]


class Dms:
    """Sends messages for an outlet, logging in where that is asked; `control` plays TAM's part."""

    def __init__(self, simulator: Simulator, world: str = "default", outlet: str = OURS) -> None:
        self.simulator, self.world, self.outlet, self.control = simulator, world, outlet, Control(simulator)
        self._token = "none"

    def send(self, operation: str, message: Any, *, again: bool = True) -> tuple[int, Any]:
        found = contract().operations[operation]
        body = message if isinstance(message, bytes) else json.dumps(message).encode()
        headers = {"content-type": "application/json", "authorization": f"Bearer {self._token}"}
        response = self.simulator.handle(Request(found.method, found.path, body, headers, {}, self.world))
        if response.status == 401 and again:
            self._log_in()
            return self.send(operation, message, again=False)
        return response.status, json.loads(response.body)

    def ask(self, operation: str, **message: Any) -> Any:
        """The data of an inquiry that must succeed."""
        status, body = self.send(operation, {"outletCode": self.outlet, **message})
        assert status == 200, body
        return body["data"]

    def order(self, number: str, items: dict[str, int], **changed: Any) -> tuple[int, Any]:
        return self.send("createPurchaseOrder", self.purchase_order(number, items, **changed))

    def purchase_order(self, number: str, items: dict[str, int], **changed: Any) -> dict[str, Any]:
        lines = [{"noMaterial": part, "qty": qty} for part, qty in items.items()]
        header = {"outletCode": self.outlet, "tipePo": 1, "referensiPo": 4, "franchise": "A", "boTamFollow": 9}
        return {**header, "noPo": number, "tanggalPo": self.today(), "items": lines, **changed}

    def status(self, number: str, kind: int = 1) -> list[dict[str, Any]]:
        return self.ask("inquireOrderStatus", noPo=number, tipeOrder=kind)

    def detail(self, name: str, number: str) -> list[dict[str, Any]]:
        return self.ask(f"inquire{name}", noPo=number)

    def etd(self, number: str, part: str, kind: int = 1, first: str = "20200101", last: str = "20991231") -> Any:
        days = {"etdDateFrom": first, "etdDateTo": last}
        return self.ask("inquireEtd", noPo=number, noPart=part, tipeOrder=kind, **days)

    def claims(self, kind: int = 1, asked: int = 1, **filters: Any) -> list[dict[str, Any]]:
        """The claims or RPPs that were made since the world began."""
        found = self.ask("inquireClaims", tipeClaim=kind, tipeInquiry=asked, **filters)
        return [row for row in found if row["noDokumenDms"] not in told()]

    def coming(self) -> list[dict[str, Any]]:
        """What the clock will bring about, but for the judgement of what was claimed before the world began."""
        agenda = self.control.view(self.world, "tpos", "agenda", {})["agenda"]
        return [one for one in agenda if one.get("document", "").rpartition("/")[2] not in told()]

    def claim_detail(self, number: str) -> dict[str, Any]:
        return self.ask("inquireClaimDetail", noDokumenTam=number)

    def act(self, name: str, **body: Any) -> Any:
        """What TAM does; its refusal is given as it is."""
        return self.control.act(self.world, "tpos", name, body)

    def acted(self, name: str, **body: Any) -> Any:
        done = self.act(name, **body)
        assert not isinstance(done, Refusal), done
        return done

    def wait(self, span: str) -> None:
        moved = self.control.set_clock(self.world, {"advance": span})
        assert not isinstance(moved, Refusal), moved

    def set_clock(self, instant: str) -> None:
        self.control.set_clock(self.world, {"now": instant})

    def now(self) -> str:
        return self.control.clock(self.world)["now"]

    def today(self) -> str:
        return self.now()[:10].replace("-", "")

    def part(self, trait: str, number: int = 0) -> str:
        """The number of an invented part that has a trait and no other."""
        return _parts(self.simulator, self.simulator.settings.seed)[trait][number]["number"]

    def shipped(self, number: str) -> list[dict[str, Any]]:
        """What left by truck of an order, as far as the status details tell."""
        return [row for row in self.detail("IssueToShip", number) if row["invoiceNoVendorInvoice"]]

    def _log_in(self) -> None:
        known = self.control.credentials(self.world)["tpos"]
        client = next((one for one in known["clients"] if self.outlet in one["outlets"]), known["clients"][0])
        form = {"grant_type": "client_credentials"} | {name: client[name] for name in ("client_id", "client_secret")}
        headers = {"content-type": "application/x-www-form-urlencoded"}
        request = Request("POST", "/tpos/oauth/token", urlencode(form).encode(), headers, {}, self.world)
        self._token = json.loads(self.simulator.handle(request).body)["access_token"]


@cache
def _parts(simulator: Simulator, seed: int) -> dict[str, list[dict[str, Any]]]:
    """Some of the invented parts by trait, as they are in a new world."""
    found: dict[str, list[dict[str, Any]]] = {}
    listing = Control(simulator).view(f"parts-{seed}", "tpos", "parts", {"limit": "1000"})["parts"]
    newer = {part["new"] for part in listing}
    for part in listing:
        traits = [REPLACED] * bool(part["new"]) + [STOPPED] * part["stopped"] + [MISCOUNTED] * part["miscounted"]
        if part["dealer"]:
            traits.append(part["dealer"])
        if not traits and part["number"] not in newer:
            traits.append(EMPTY if not part["stock"] else PLENTY if part["stock"] >= 20 else "few")
        if len(traits) == 1:
            found.setdefault(traits[0], []).append(part)
    return found


def claim(dms: Dms, number: str, shipped: dict[str, Any], code: str = "Sht", qty: int = 1, **changed: Any) -> Any:
    """A parts claim about a shipped line (a row of the goods receipt, or of issue to ship)."""
    pieces, part = shipped["qty"], shipped["part"]
    own = {"U": "qtyMinus", "Sht": "qtyMinus", "Ex": "qtyPlus", "P/N": "qtyOth", "MKT": "qtyOth", "OTH": "qtyOth"}
    column = own.get(code, "qtyNg")
    received = pieces - (qty if column == "qtyMinus" else 0) + (qty if column == "qtyPlus" else 0)
    return {
        "outletCode": dms.outlet, "noPo": shipped["noPo"], "noVendorInvoice": shipped["invoice"],
        "noCase": shipped["case"], "kodeClaim": code, "attachment": workbook(), "notes": f"Klaim {number}",
        "bap": workbook() if code in ("S2", "S3") else None, "noMaterial": part, "qtyInvoice": pieces,
        "qtyReceived": received, column: qty, "hargaNetDealer": shipped["net"],
        "totalHargaNetDealer": shipped["net"] * qty, "dealerRequest": "C", "noPartsClaimDms": number, **changed,
    }  # fmt: skip


def rpp(dms: Dms, number: str, shipped: dict[str, Any], qty: int = 1, **changed: Any) -> Any:
    """An RPP about a shipped line."""
    return {
        "outletCode": dms.outlet, "noPo": shipped["noPo"], "noVendorInvoice": shipped["invoice"],
        "tanggalTerimaGr": dms.today(), "dealerRequest": "C", "kodeClaim": "P1", "notes": f"RPP {number}",
        "cancelReport": workbook(), "noMaterial": shipped["part"], "qtyRpp": qty, "noRppDms": number, **changed,
    }  # fmt: skip


def line(dms: Dms, number: str, which: int = 0) -> dict[str, Any]:
    """A shipped line of an order, with what a claim about it says."""
    row = [one for one in dms.shipped(number) if one["invoiceQty"]][which]
    info = next(one for one in dms.detail("PossInfo", number) if one["noPart"] == row["noPart"])
    named = {"noPo": number, "invoice": row["invoiceNoVendorInvoice"], "case": row["packNoCase"]}
    return {**named, "part": row["processNoPart"], "qty": row["invoiceQty"], "net": int(info["harga"])}
