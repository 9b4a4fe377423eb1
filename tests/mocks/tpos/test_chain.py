"""Any course of orders, days, claims and TAM's doings: every rule between TPOS's messages holds at every moment."""

from __future__ import annotations

import uuid
from collections import Counter
from datetime import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from kontrak.mocks import Settings, Simulator
from kontrak.mocks.model import Refusal
from kontrak.mocks.tpos import feeds
from tests.mocks.tpos import invariants
from tests.mocks.tpos.conftest import MONDAY
from tests.mocks.tpos.dms import (
    EMPTY,
    FOREIGN,
    MISCOUNTED,
    PLENTY,
    REPLACED,
    SECOND,
    STOPPED,
    Dms,
    claim,
    contract,
    rpp,
)

TRAITS = (PLENTY, EMPTY, EMPTY, REPLACED, MISCOUNTED, STOPPED)
UNKNOWN = "9KT99X9999"
SPANS = ("PT5M", "PT1H", "PT4H", "PT10H", "P1D", "P1D", "P3D", "P7D")
CODES = ("U", "Sht", "Ex", "P1", "S2", "OTH")
EXAMPLES = frozenset(row["noPo"] for row in contract().world["shipments"])
MOST_ORDERS, MOST_DOCUMENTS = 4, 6
COURSE = {
    "deadline": None,
    "database": None,
    "derandomize": True,
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
}


class Chain(RuleBasedStateMachine):
    """One outlet's dealings with TPOS, beside what it remembers of them; it has none from before the world began."""

    simulator: Simulator
    published: list[Any]

    @initialize()
    def begin(self) -> None:
        self.published.clear()
        self.dms = Dms(self.simulator, f"c{uuid.uuid4().hex}", SECOND)
        self.parts = [self.dms.part(trait, TRAITS[:n].count(trait)) for n, trait in enumerate(TRAITS)]
        self.orders: dict[str, Any] = {}
        self.received: dict[str, datetime] = {}
        self.documents: dict[str, Any] = {}
        self._order({self.parts[0]: 20, self.parts[1]: 5}, kind=1, follow=9)
        self.dms.wait("P1DT7H")

    @precondition(lambda self: len(self.orders) < MOST_ORDERS)
    @rule(data=st.data(), kind=st.sampled_from((1, 1, 2, 3)), follow=st.sampled_from((9, 9, 1)))
    def order(self, data: st.DataObject, kind: int, follow: int) -> None:
        items = data.draw(
            st.dictionaries(st.sampled_from([*self.parts, UNKNOWN]), st.integers(1, 30), min_size=1, max_size=3)
        )
        self._order(items, kind, follow)

    def _order(self, items: dict[str, int], kind: int, follow: int) -> None:
        number = f"P-{len(self.orders)}"
        message = self.dms.purchase_order(number, items, tipePo=kind, boTamFollow=follow)
        status, acknowledged = self.dms.send("createPurchaseOrder", message)
        assert (status, acknowledged["noPo"]) == (200, number)
        assert len(acknowledged["warnings"]) == len({UNKNOWN, self.parts[-1]} & set(items))
        self.orders[number], self.received[number] = message, datetime.fromisoformat(self.dms.now())
        self.is_looked_at = False

    @precondition(lambda self: self.orders)
    @rule(data=st.data())
    def send_an_order_again_and_another_under_its_number(self, data: st.DataObject) -> None:
        message = data.draw(st.sampled_from(list(self.orders.values())))
        assert self.dms.send("createPurchaseOrder", message)[0] == 200
        other = {**message, "items": [*message["items"], {"noMaterial": self.parts[0], "qty": 1}]}
        assert self.dms.send("createPurchaseOrder", other)[0] == 409
        assert self.dms.status(message["noPo"], message["tipePo"] % 3 + 1) == []

    @rule()
    def ask_as_another_dealer(self) -> None:
        other = Dms(self.simulator, self.dms.world, FOREIGN)
        assert [row for number in self.orders for row in other.status(number, self.orders[number]["tipePo"])] == []
        assert other.claims() == other.claims(2) == []

    @rule(span=st.sampled_from(SPANS))
    def wait(self, span: str) -> None:
        self.dms.wait(span)
        self.is_looked_at = False

    @rule(data=st.data(), qty=st.integers(1, 40))
    def replenish(self, data: st.DataObject, qty: int) -> None:
        self.dms.acted("replenish", noPart=data.draw(st.sampled_from(self.parts)), qty=qty)
        self.is_looked_at = False

    @precondition(lambda self: self.orders)
    @rule(data=st.data(), name=st.sampled_from(("cancel", "deny")), qty=st.integers(1, 10))
    def cancel_or_deny(self, data: st.DataObject, name: str, qty: int) -> None:
        number, part = self._line(data)
        before = self._row(number, part)
        done = self.dms.act(name, outletCode=self.dms.outlet, noPo=number, noPart=part, qty=qty)
        after = self._row(number, part)
        columns = "issueToShippingQtyCancel", "issueToShippingQtyDenial"
        changed = [after[column] - before[column] for column in columns]
        if isinstance(done, Refusal):
            assert done.status == 409
            assert changed == [0, 0]
        else:
            assert changed == ([qty, 0] if name == "cancel" else [0, qty])
        self.is_looked_at = False

    @precondition(lambda self: self.orders)
    @rule(data=st.data(), days=st.integers(1, 20))
    def change_an_etd(self, data: st.DataObject, days: int) -> None:
        number, part = self._line(data)
        day = datetime.fromisoformat(self.dms.now()).toordinal() + days
        etd = f"{datetime.fromordinal(day):%Y%m%d} 09:30"
        had = self._row(number, part)["pendingBoQtyBo"]
        done = self.dms.act("change-etd", outletCode=self.dms.outlet, noPo=number, noPart=part, etd=etd)
        assert (isinstance(done, Refusal) and done.status == 409) == (not had)
        self.is_looked_at = False

    @precondition(lambda self: self._shipped() and len(self.documents) < MOST_DOCUMENTS)
    @rule(data=st.data(), code=st.sampled_from(CODES), qty=st.integers(1, 12), request=st.sampled_from("CCD"))
    def claim(self, data: st.DataObject, code: str, qty: int, request: str) -> None:
        shipped = data.draw(st.sampled_from(self._shipped()))
        message = claim(self.dms, f"K-{len(self.documents)}", shipped, code, qty, dealerRequest=request)
        is_missing = code in ("U", "Sht")
        claimed, returned, arrived = self._known(shipped)
        fits = code == "Ex" or (claimed + qty <= shipped["qty"] and (not is_missing or returned + qty <= arrived))
        status, body = self.dms.send("createPartsClaim", message)
        assert status == 200 if fits else status in (400, 422), body
        self._remember(1, "noPartsClaimDms", message, fits)
        lost = {**claim(self.dms, "K-X", shipped), "noCase": "X", "noMaterial": "9KT10X0200"}
        status, body = self.dms.send("createPartsClaim", lost)
        assert (status, {one["pointer"] for one in body["violations"]}) == (422, {"/noCase", "/noMaterial"})

    @precondition(lambda self: self._shipped() and len(self.documents) < MOST_DOCUMENTS)
    @rule(data=st.data(), qty=st.integers(1, 12))
    def rpp(self, data: st.DataObject, qty: int) -> None:
        shipped = data.draw(st.sampled_from(self._shipped()))
        _, returned, arrived = self._known(shipped)
        message = rpp(self.dms, f"R-{len(self.documents)}", shipped, qty)
        status, body = self.dms.send("createRpp", message)
        assert status == (200 if returned + qty <= arrived else 422), body
        self._remember(2, "noRppDms", message, status == 200)

    @precondition(lambda self: self.documents)
    @rule(data=st.data(), forced=st.booleans())
    def judge(self, data: st.DataObject, forced: bool) -> None:
        number, (kind, message, _) = data.draw(st.sampled_from(sorted(self.documents.items(), key=lambda one: one[0])))
        was = next(row["noDokumenTam"] for row in self.dms.claims(kind, noDokumenDms=number))
        verdict = {"tamJudgement": "02", "qty": 1} if forced else {}
        done = self.dms.act("judge", outletCode=self.dms.outlet, noDokumenDms=number, tipeClaim=kind, **verdict)
        assert isinstance(done, Refusal) == bool(was)
        column = "createPartsClaim" if kind == 1 else "createRpp"
        assert self.dms.send(column, message)[0] == 200
        assert self.dms.send(column, {**message, "notes": "Lain"})[0] in (409, 422)
        self.is_looked_at = False

    @invariant()
    def every_rule_holds(self) -> None:
        if self.is_looked_at:
            return
        self.is_looked_at = True
        own = [
            (at, layout, row)
            for world, at, layout, row in self.published
            if world == self.dms.world and row["outletCode"] == self.dms.outlet
        ]
        now = datetime.fromisoformat(self.dms.now())
        seen = invariants.Seen(self.dms.outlet, now, self.orders, self.received, self.documents, own)
        invariants.check(invariants.look(self.dms, seen))

    def _shipped(self) -> list[Any]:
        """The lines that arrived, with what a claim says of them."""
        nets = {part: self._part(part)["net"] for part in self._delivered()}
        return [
            {
                "noPo": row["noPo"],
                "invoice": row["noVendorInvoice"],
                "case": row["noCase"],
                "part": row["noMaterial"],
                "qty": row["qtyShipment"],
                "net": nets[row["noMaterial"]],
            }
            for world, _, layout, row in self.published
            if world == self.dms.world and layout == "tpos.goods-receipt" and row["noPo"] not in EXAMPLES
        ]

    def _delivered(self) -> set[str]:
        rows = (row for world, _, layout, row in self.published if layout == "tpos.goods-receipt")
        return {row["noMaterial"] for row in rows if row["noPo"] not in EXAMPLES}

    def _part(self, number: str) -> Any:
        index = int(number[7:]) - 1 + (int(number[3:5]) - 10) * 200
        found = self.dms.control.view(self.dms.world, "tpos", "parts", {"start": str(index), "limit": "1"})
        return found["parts"][0]

    def _known(self, shipped: Any) -> tuple[int, int, int]:
        """What is claimed and returned of a shipped line so far, and how much of it arrived."""
        sums: Counter[str] = Counter()
        for _kind, message, _ in self.documents.values():
            if (message["noVendorInvoice"], message["noMaterial"]) == (shipped["invoice"], shipped["part"]):
                for name in ("qtyMinus", "qtyPlus", "qtyNg", "qtyOth", "qtyRpp"):
                    sums[name] += message.get(name) or 0
        claimed = sums["qtyMinus"] + sums["qtyNg"] + sums["qtyOth"]
        return claimed, sums["qtyRpp"], shipped["qty"] - sums["qtyMinus"] + sums["qtyPlus"]

    def _remember(self, kind: int, column: str, message: Any, is_taken: bool) -> None:
        if is_taken:
            self.documents[message[column]] = (kind, message, datetime.fromisoformat(self.dms.now()))
            self.is_looked_at = False

    def _line(self, data: st.DataObject) -> tuple[str, str]:
        number = data.draw(st.sampled_from(sorted(self.orders)))
        return number, data.draw(st.sampled_from([item["noMaterial"] for item in self.orders[number]["items"]]))

    def _row(self, number: str, part: str) -> Any:
        return next(row for row in self.dms.status(number, self.orders[number]["tipePo"]) if row["noPart"] == part)


def play(simulator: Simulator, monkeypatch: pytest.MonkeyPatch, examples: int, steps: int) -> None:
    published: list[Any] = []
    publish = feeds.publish

    def collect(turn: Any, layout: str, rows: Any) -> None:
        published.extend((turn.world.name, turn.world.now, layout, dict(row)) for row in rows)
        publish(turn, layout, list(rows))

    monkeypatch.setattr(feeds, "publish", collect)
    machine = type("Chain", (Chain,), {"simulator": simulator, "published": published})
    run_state_machine_as_test(machine, settings=settings(max_examples=examples, stateful_step_count=steps, **COURSE))


def test_every_rule_holds_in_any_course_of_events(tpos: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    play(tpos, monkeypatch, examples=12, steps=30)


def test_every_rule_holds_on_every_kind_of_database(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    simulator = Simulator([contract()], Settings(database=database, still=MONDAY))
    try:
        play(simulator, monkeypatch, examples=2, steps=25)
    finally:
        simulator.close()
