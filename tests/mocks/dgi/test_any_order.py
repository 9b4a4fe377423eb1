"""Any order of pushes, changes, clock moves and reads, against a model that is a dictionary.

No read answers a record outside of its window, group or filter, none misses one inside; a push is stored whole or not at all.
"""

from __future__ import annotations

import copy
import uuid
from datetime import timedelta

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
from kontrak.mocks.dgi import ledger
from tests.mocks.dgi.client import CONTRACT, NOON, Dgi

PSP, INV = (CONTRACT.world[name][0] for name in ("prsp", "inv1"))
DEALERS = {1: ("99101", "99102"), 2: ("99201",)}
MODULES = st.sampled_from(["prsp", "inv1"])
KEYS = st.sampled_from(["K1", "K2", "K3"])
DEALER = st.sampled_from(["99101", "99102", "99201"])
SALES = st.sampled_from(["S1", "S2"])
DAY = 86400
STEPS = st.sampled_from([0, 1, 60, 3600, DAY, 6 * DAY, 16 * DAY])
AGO = st.sampled_from([0, 1, 60, 3600, DAY, 6 * DAY, 16 * DAY, 31 * DAY]) | st.integers(0, 40 * DAY)
LENGTHS = st.sampled_from([0, 1, 60, 3600, DAY, 7 * DAY])


class AnyOrder(RuleBasedStateMachine):
    """A world and what should be in it: module -> key -> (dealer, made, changed, sales person or amount)."""

    simulator: Simulator

    @initialize()
    def begin(self):
        self.dgi = Dgi(self.simulator, world=f"w{uuid.uuid4().hex}")
        self.clients = {number: self.dgi.as_group(number) for number in DEALERS}
        self.known = {"prsp": {}, "inv1": {}}
        self.orders = {}
        for dealer in (dealer for group in DEALERS.values() for dealer in group):
            body = {**CONTRACT.world["spk"][0], "idSpk": f"SPK-{dealer}", "dealerId": dealer, "idProspect": "P"}
            self.dgi.control.put_record(self.dgi.world, "dgi", "spk", body["idSpk"], body)

    @rule(by=STEPS)
    def advance(self, by):
        self.dgi.advance(f"PT{by}S")

    @rule(key=KEYS, dealer=DEALER, sales=SALES, back=st.integers(0, 5))
    def change(self, key, dealer, sales, back):
        """The living dealer makes or changes a prospect, now or a little while ago."""
        at = self.dgi.now - timedelta(seconds=back)
        body = {**PSP, "idProspect": key, "dealerId": dealer, "idSalesPeople": sales}
        self.dgi.in_turn(lambda turn: ledger.put(turn, "prsp", body, at=at))
        earlier = self.known["prsp"].get(key)
        if earlier is None or (earlier[0], earlier[3]) != (dealer, sales):
            self.known["prsp"][key] = (dealer, earlier[1] if earlier else at, at, sales)

    @rule(
        number=st.sampled_from(sorted(DEALERS)), key=KEYS, dealer=DEALER, amount=st.integers(0, 9),
        ago=st.sampled_from([0, 60, 31 * DAY]), length=STEPS, spoil=st.sampled_from([None, None, None, None, "caraBayar", "idCustomer", "createdTime", "idSPK"]),
    )  # fmt: skip
    def push(self, number, key, dealer, amount, ago, length, spoil):
        """A group pushes a receipt, right or wrong, for its own dealer or another one."""
        made = self.dgi.now - timedelta(seconds=ago)
        changed = made + timedelta(seconds=length)
        message = copy.deepcopy(
            {**INV, "idInvoice": key, "dealerId": dealer, "idSPK": f"SPK-{dealer}", "idCustomer": "P"}
        )
        message |= {"amount": amount, "createdTime": ledger.text(made), "modifiedTime": ledger.text(changed)}
        if spoil:
            message[spoil] = "31/02/2026 00:00:00" if spoil == "createdTime" else "?"
        earlier = self.known["inv1"].get(key)
        own = dealer in DEALERS[number] and (earlier is None or earlier[0] in DEALERS[number])
        answer = self.clients[number].post("inv1/add", message)
        assert (answer["status"], answer["data"]) == (int(own and not spoil), None)
        if answer["status"]:
            self.known["inv1"][key] = (dealer, made, changed, amount)

    @rule(
        number=st.sampled_from(sorted(DEALERS)), module=MODULES, ago=AGO, length=LENGTHS,
        dealer=st.none() | DEALER, sales=st.none() | SALES,
    )  # fmt: skip
    def read(self, number, module, ago, length, dealer, sales):
        """A group reads any window, with filters."""
        since = self.dgi.now - timedelta(seconds=ago)
        self.check(
            number, module, since, since + timedelta(seconds=length), dealer, sales if module == "prsp" else None
        )

    @rule(module=MODULES, key=KEYS, length=LENGTHS)
    def look(self, module, key, length):
        """Every group reads the windows that begin or end just when a record was made or changed."""
        for time in self.known[module].get(key, ())[1:3]:
            at, long = time.replace(microsecond=0), timedelta(seconds=length)
            for number in DEALERS:
                self.check(number, module, at, at + long)
                self.check(number, module, at - long, at, DEALERS[number][0])
                self.check(number, module, at, at, None, "S1" if module == "prsp" else None)

    def check(self, number, module, since, until, dealer=None, sales=None):
        message = {"fromTime": f"{since:%Y-%m-%d %H:%M:%S}", "toTime": f"{until:%Y-%m-%d %H:%M:%S}"}
        message |= {name: value for name, value in {"dealerId": dealer, "idSalesPeople": sales}.items() if value}
        answer = self.clients[number].post(f"{module}/read", message)
        if dealer and dealer not in DEALERS[number]:
            assert answer["status"] == 0
            return
        assert answer["status"] == 1, answer
        rows = [(row["idProspect" if module == "prsp" else "idInvoice"], row) for row in answer["data"]]
        assert {row["dealerId"] for _, row in rows} <= set(DEALERS[number])
        ours = [(name, row) for name, row in rows if name.startswith("K")]
        assert sorted(name for name, _ in ours) == self.expected(number, module, since, until, dealer, sales)
        for name, row in ours:
            owner, made, changed, value = self.known[module][name]
            times = (ledger.text(made), ledger.text(changed))
            assert (row["dealerId"], row["createdTime"], row["modifiedTime"]) == (owner, *times)
            assert row["idSalesPeople" if module == "prsp" else "amount"] == value

    def expected(self, number, module, since, until, dealer, sales):
        oldest = (self.dgi.now - timedelta(days=30)).replace(microsecond=0)
        return sorted(
            key
            for key, (owner, made, changed, value) in self.known[module].items()
            if owner in DEALERS[number]
            and (dealer is None or owner == dealer)
            and (sales is None or value == sales)
            and (since <= made <= until or since <= changed <= until)
            and max(made, changed) >= oldest
        )

    @precondition(lambda self: hasattr(self, "dgi"))
    @invariant()
    def nothing_broke(self):
        broken = self.dgi.control.journal(self.dgi.world, 1, None, "broken")
        assert broken["count"] == 0


def run(simulator, examples):
    machine = type("AnyOrderHere", (AnyOrder,), {"simulator": simulator})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            database=None,
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_any_order_on_sqlite(simulator):
    run(simulator, 30)


def test_any_order_on_a_server(database):
    if database.startswith("sqlite"):
        pytest.skip("told by the other test")
    simulator = Simulator([CONTRACT], Settings(database=database, still=NOON))
    try:
        run(simulator, 4)
    finally:
        simulator.close()


def worlds(seed):
    """What a fixed course of requests is answered in a new simulator."""
    simulator = Simulator([CONTRACT], Settings(still=NOON, seed=seed, variants={"dgi": "wahana"}))
    dgi = Dgi(simulator)
    answers = [dgi.post(f"{module}/read", {"fromTime": "2026-11-20 00:00:00"}) for module in ("prsp", "doch", "pkb")]
    answers.append(dgi.post("inv1/add", CONTRACT.operations["addInv1"].examples[0]))
    group = dgi.group
    simulator.close()
    return answers, group


def test_the_same_seed_and_requests_have_the_same_answers():
    assert worlds(3) == worlds(3)
    assert worlds(3)[1] != worlds(4)[1]
