"""What happens when many report at once, on every kind of database."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from kontrak.mocks.control import Control

MANY = 50


def report_at_once(client: Any, transaksi: Any) -> Counter[int]:
    with ThreadPoolExecutor(MANY) as pool:
        return Counter(pool.map(lambda n: client.report(transaksi, feedback=str(n))[0], range(MANY)))


def test_fifty_parallel_reports_of_one_id_in_a_new_world_give_one_success(
    simulator_on: Any, padi_in: Any, world: str, transaksi: Any
) -> None:
    client = padi_in(simulator_on, world)
    assert report_at_once(client, transaksi) == {200: 1, 409: MANY - 1}
    assert client.ids() == [transaksi["transaksi_id"]]
    assert Control(simulator_on).journal(world, 1, "createTransaksi", None)["count"] == MANY


@pytest.mark.parametrize(("candidate", "kept"), [("append", MANY), ("upsert", 1)])
def test_fifty_parallel_reports_keep_what_the_reading_says(
    simulator_on: Any, padi_in: Any, world: str, transaksi: Any, candidate: str, kept: int
) -> None:
    Control(simulator_on).set_readings(world, {"PADI-R-20": candidate})
    client = padi_in(simulator_on, world)
    assert report_at_once(client, transaksi) == {200: MANY}
    assert len(client.ids()) == kept


def test_two_simulators_on_one_database_are_one(
    contract: Any, simulate: Any, database: str, padi_in: Any, world: str, transaksi: Any
) -> None:
    simulators = [simulate(contract, database=database) for _ in range(2)]
    clients = [padi_in(simulator, world) for simulator in simulators]
    with ThreadPoolExecutor(20) as pool:
        found = Counter(pool.map(lambda n: clients[n % 2].report(transaksi)[0], range(20)))
    assert found == {200: 1, 409: 19}
