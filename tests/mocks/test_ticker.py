"""The ticker: time goes on without requests, also after something went wrong."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from kontrak.contracts import load
from kontrak.mocks import Request, Settings, Simulator
from kontrak.mocks.adapters.ticker import Ticker
from kontrak.mocks.control import Control
from kontrak.mocks.store.engine import transaction
from kontrak.mocks.world import WIB


class Ticked:
    """Counts ticks in place of a simulator, and fails in some of them."""

    def __init__(self, failing: Any = ()) -> None:
        self.count, self.failing, self.enough = 0, failing, threading.Event()

    def tick(self) -> None:
        self.count += 1
        if self.count >= 5:
            self.enough.set()
        if self.count in self.failing:
            raise ValueError("broken world")


def test_it_ticks_until_it_is_stopped() -> None:
    ticked = Ticked()
    ticker = Ticker(ticked, 0.001).start()  # type: ignore[arg-type]
    assert ticked.enough.wait(10)
    ticker.stop()
    counted = ticked.count
    assert not threading.Event().wait(0.02)
    assert ticked.count == counted


def test_it_goes_on_after_an_error_and_tells_of_it_once(caplog: pytest.LogCaptureFixture) -> None:
    ticked = Ticked(failing=(1, 2, 3))
    ticker = Ticker(ticked, 0.001).start()  # type: ignore[arg-type]
    assert ticked.enough.wait(10)
    ticker.stop()
    assert [record.message for record in caplog.records] == ["the clocks stand still: broken world"]


class Clock:
    """A time of day that a test moves."""

    def __init__(self) -> None:
        self.now = datetime(2026, 1, 5, 8, tzinfo=WIB)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def ordered(simulator: Simulator, world: str) -> None:
    """A world with an order that is processed after five minutes."""
    form = b"grant_type=client_credentials&client_id=kontrak-dms-1&client_secret=kontrak-rahasia-1"
    headers = {"content-type": "application/x-www-form-urlencoded"}
    answer = simulator.handle(Request("POST", "/tpos/oauth/token", form, headers, {}, world))
    token = json.loads(answer.body)["access_token"]
    order = simulator.partners["tpos"].contract.operations["createPurchaseOrder"].examples[0] | {"tipePo": 1}
    headers = {"content-type": "application/json", "authorization": f"Bearer {token}"}
    sent = Request("POST", "/tpos/v1/purchase-orders", json.dumps(order).encode(), headers, {}, world)
    assert simulator.handle(sent).status == 200


def overdue(simulator: Simulator) -> set[str]:
    return set(transaction(simulator.engine, simulator.worlds.overdue))


def test_only_worlds_with_something_due_are_visited(clock: Clock, database: str, world: str) -> None:
    simulator = Simulator([load("tpos")], Settings(database=database), clock)
    early, late, still, moved = (f"{world}{n}" for n in range(4))
    control = Control(simulator)
    for name in (early, late, still, moved):
        ordered(simulator, name)
        if name == early:
            clock.now += timedelta(minutes=4)
    control.set_clock(still, {"now": clock.now.isoformat()})
    ours = {early, late, still, moved}
    assert overdue(simulator) & ours == set()
    clock.now += timedelta(minutes=2)
    assert overdue(simulator) & ours == {early}
    control.set_clock(moved, {"advance": -3600})
    clock.now += timedelta(minutes=4)
    assert overdue(simulator) & ours == {early, late}
    simulator.tick()
    assert overdue(simulator) & ours == set()
    simulator.close()


def test_many_tick_one_database_and_each_thing_happens_once(clock: Clock, database: str, world: str) -> None:
    simulators = [Simulator([load("tpos")], Settings(database=database), clock) for _ in range(3)]
    ordered(simulators[0], world)
    clock.now += timedelta(days=3)
    with ThreadPoolExecutor(3) as pool:
        for done in [pool.submit(simulator.tick) for simulator in simulators]:
            done.result()
    table = simulators[0].feeds.staging.table(world, "tpos.goods-receipt")
    with simulators[0].engine.begin() as connection:
        rows = connection.execute(select(table).where(table.c.kontrak_world == world)).mappings().all()
    keys = [(row["no_po"], row["no_case"], row["no_material"]) for row in rows]
    assert len(keys) == len(set(keys)) > 0
    for simulator in simulators:
        simulator.close()


def test_a_world_that_cannot_go_on_does_not_stop_the_others(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    simulator = Simulator([load("tpos")], Settings(), clock)
    for name in ("a", "b", "c"):
        ordered(simulator, name)
    clock.now += timedelta(minutes=6)
    open_ = simulator.open

    def open_but_a(connection: Any, name: str, **how: Any) -> Any:
        if name == "a":
            raise ValueError("broken world")
        return open_(connection, name, **how)

    monkeypatch.setattr(simulator, "open", open_but_a)
    with pytest.raises(ValueError, match="broken world"):
        simulator.tick()
    assert overdue(simulator) == {"a"}
    simulator.close()
