"""Worlds are isolated, begin alike, and are named in the path."""

from __future__ import annotations

from typing import Any

import pytest

from kontrak.mocks.world import split

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
