"""Worlds are isolated, begin alike, and are named in the path."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from kontrak.contracts import load
from kontrak.mocks import Settings, Simulator, create_app
from kontrak.mocks.control import Control
from kontrak.mocks.store.schema import METADATA
from kontrak.mocks.world import WIB, split

PATH = "/padi-umkm/1.2.0/padis"
HEADERS = {"x-api-key": "kontrak-padi-key"}


def test_what_one_world_stores_another_does_not_see(padi_in: Any, simulator: Any, transaksi: Any) -> None:
    one, other = padi_in(simulator, "one"), padi_in(simulator, "other")
    assert one.report(transaksi)[0] == 200
    assert other.ids() == []
    assert other.report(transaksi)[0] == 200


def test_the_path_names_the_world(http: Any, transaksi: Any) -> None:
    http.post(f"/w/anna{PATH}", json={"transaksi": transaksi}, headers=HEADERS)
    assert http.get("/w/anna/_kontrak/records/padi/transaksi").json["count"] == 1
    assert http.get("/_kontrak/records/padi/transaksi").json["count"] == 0
    assert {"anna", "default"} <= {world["name"] for world in http.get("/_kontrak/worlds").json["worlds"]}


def test_a_reset_of_one_world_leaves_the_others(http: Any, padi_in: Any, simulator: Any, transaksi: Any) -> None:
    one, other = padi_in(simulator, "one"), padi_in(simulator, "other")
    one.report(transaksi)
    other.report(transaksi)
    assert http.post("/w/one/_kontrak/reset").status_code == 200
    assert (one.ids(), other.ids()) == ([], [transaksi["transaksi_id"]])
    assert http.get("/w/one/_kontrak/journal").json["count"] == 1


def test_readings_are_switched_in_one_world_only(http: Any, padi_in: Any, simulator: Any, transaksi: Any) -> None:
    assert http.put("/w/one/_kontrak/readings", json={"PADI-R-20": "append"}).status_code == 200
    one, other = padi_in(simulator, "one"), padi_in(simulator, "other")
    assert [one.report(transaksi)[0] for _ in range(2)] == [200, 200]
    assert [other.report(transaksi)[0] for _ in range(2)] == [200, 409]


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("/w/anna/x/y", ("anna", "/x/y")),
        ("/w/anna/", ("anna", "/")),
        ("/w/anna", ("default", "/w/anna")),
        ("/w//x", ("default", "/w//x")),
        ("/w/an na/x", ("default", "/w/an na/x")),
        (f"/w/{'a' * 65}/x", ("default", f"/w/{'a' * 65}/x")),
        ("/x", ("default", "/x")),
    ],
)
def test_a_path_without_a_well_formed_world_belongs_to_the_default_one(path: str, wanted: tuple[str, str]) -> None:
    assert split(path) == wanted


def test_a_malformed_world_is_no_known_path(http: Any) -> None:
    assert http.post(f"/w/a.b{PATH}", json={}, headers=HEADERS).status_code == 404
    assert http.get("/w/a.b/_kontrak/health").status_code == 404


def names(http: Any, query: str = "") -> list[str]:
    return [world["name"] for world in http.get(f"/_kontrak/worlds?{query}").json["worlds"]]


def test_worlds_are_listed_page_by_page_and_by_their_first_letters(http: Any) -> None:
    for name in ("a-1", "a-2", "A-3", "b"):
        http.get(f"/w/{name}/_kontrak/clock")
    first = http.get("/_kontrak/worlds?limit=2").json
    assert (first["count"], len(first["worlds"]), first["next"]) == (4, 2, first["worlds"][-1]["name"])
    assert sorted(names(http, "limit=2") + names(http, f"after={first['next']}")) == sorted(["A-3", "a-1", "a-2", "b"])
    assert names(http, "prefix=a-") == ["a-1", "a-2"]


@pytest.mark.parametrize("query", ["limit=0", "after=../x", "prefix=%25"])
def test_a_page_that_is_none_is_refused(http: Any, query: str) -> None:
    assert http.get(f"/_kontrak/worlds?{query}").status_code == 400


def test_a_deleted_world_leaves_nothing_and_begins_anew(
    simulator_on: Any, padi_in: Any, world: str, transaksi: Any
) -> None:
    http, client = create_app(simulator_on).test_client(), padi_in(simulator_on, world)
    http.post(f"/w/{world}/_kontrak/faults", json={"kind": "http", "calls": {"from": 9}})
    client.report(transaksi)
    assert http.delete(f"/_kontrak/worlds/{world}").json == {"deleted": world}
    assert http.delete(f"/_kontrak/worlds/{world}").status_code == 404
    with simulator_on.engine.connect() as connection:
        tables = [table for table in METADATA.tables.values() if "world" in table.c]
        assert [connection.scalar(select(func.count()).where(table.c.world == world)) for table in tables] == [0] * len(
            tables
        )
    assert client.ids() == []


def test_the_default_world_is_set_back_but_not_deleted(http: Any) -> None:
    assert http.delete("/_kontrak/worlds/default").status_code == 409


@pytest.mark.parametrize("name", ["..%2f..%2fetc", "a.b", "%2e%2e", "a%00b"])
def test_no_name_leads_out_of_its_world(http: Any, name: str) -> None:
    assert http.delete(f"/_kontrak/worlds/{name}").status_code == 404
    assert http.get(f"/w/{name}/_kontrak/clock").status_code == 404


def test_one_world_too_many_is_told_and_the_others_go_on(contract: Any, simulate: Any, padi_in: Any) -> None:
    simulator = simulate(contract, max_worlds=2)
    http = create_app(simulator).test_client()
    assert [padi_in(simulator, name).raw(b"{}").status for name in ("a", "b", "default")] == [400] * 3
    refused = padi_in(simulator, "c").raw(b"{}")
    assert (refused.status, b"--max-worlds" in refused.body) == (507, True)
    assert http.get("/w/c/_kontrak/clock").status_code == 507
    assert padi_in(simulator, "a").raw(b"{}").status == 400
    http.delete("/_kontrak/worlds/b")
    assert padi_in(simulator, "c").raw(b"{}").status == 400


def test_a_world_that_nobody_uses_expires_and_the_default_one_never(contract: Any, database: str, world: str) -> None:
    clock = [datetime(2026, 1, 5, 8, 0, tzinfo=WIB)]
    simulator = Simulator([contract], Settings(database=database, world_ttl=3600), clock=lambda: clock[0])
    control = Control(simulator)

    def known() -> list[str]:
        return [one["name"] for one in control.worlds(10, prefix=world)["worlds"]]

    for name in (f"{world}-1", f"{world}-2", "default"):
        control.clock(name)
    clock[0] += timedelta(minutes=50)
    control.clock(f"{world}-2")
    simulator.tick()
    assert known() == [f"{world}-1", f"{world}-2"]
    clock[0] += timedelta(minutes=30)
    simulator.tick()
    assert known() == [f"{world}-2"]
    clock[0] += timedelta(days=1)
    simulator.tick()
    assert known() == []
    assert control.worlds(10, prefix="default")["count"] == 1
    control.delete_world(f"{world}-1")
    simulator.close()


def test_what_time_brings_about_is_no_use_of_a_world(simulate: Any) -> None:
    clock = [datetime(2026, 1, 5, 8, 0, tzinfo=WIB)]
    simulator = Simulator([load("dgi")], Settings(world_ttl=3 * 86400), clock=lambda: clock[0])
    control = Control(simulator)
    control.clock("a")
    for _ in range(4):
        clock[0] += timedelta(days=1)
        simulator.tick()
    assert control.worlds(10)["worlds"] == []
    simulator.close()


def test_the_files_of_a_deleted_world_go_with_it(simulate: Any, tmp_path: Any) -> None:
    simulator = simulate(load("tpos"), outbox=str(tmp_path))
    control = Control(simulator)
    for name in ("a", "b"):
        control.clock(name)
        feed = simulator.partners["tpos"].contract.feeds["tpos.bo-etd"]
        row = {"outletCode": "KTK000001", "noPo": "PO-1", "noMaterial": "9KT01A0001", "etd": "20260107 06:00"}

        def send(connection: Any, name: str = name, feed: Any = feed, row: Any = row) -> None:
            simulator.feeds.publish(connection, simulator.open(connection, name), feed, [row], "append")

        simulator.transact(send)
    control.delete_world("a")
    left = {file.parent.name for file in tmp_path.rglob("tpos.bo-etd_*.txt")}
    assert left == {"b"}
