"""Creating, listing and deleting, on every kind of database."""

from __future__ import annotations

from typing import Any

import pytest

from kontrak.mocks.control import Control


@pytest.fixture
def client(simulator_on: Any, padi_in: Any, world: str) -> Any:
    return padi_in(simulator_on, world)


def switch(client: Any, candidate: str) -> None:
    Control(client.simulator).set_readings(client.world, {"PADI-R-20": candidate})


def feedback(client: Any) -> list[str]:
    return [row["feedback"] for row in client.send("get_transaksi", {"size": 10, "page": 1})[1]["data"]]


def test_a_second_report_is_409_and_names_its_requirement(client: Any, transaksi: Any) -> None:
    assert client.report(transaksi)[0] == 200
    status, body = client.report(transaksi, feedback="second")
    assert (status, body["errors"][0]["requirement"], body["errors"][0]["field"]) == (
        409,
        "PADI-TRX-409",
        "transaksi_id",
    )
    assert feedback(client) == [transaksi["feedback"]]


def test_a_second_vendor_is_409_with_the_requirement_of_vendors(client: Any, umkm: Any) -> None:
    assert client.send("umkm", umkm)[0] == 200
    status, body = client.send("umkm", umkm)
    assert (status, body["errors"][0]["requirement"]) == (409, "PADI-UMK-010")


def test_upsert_replaces_the_record_in_its_place(client: Any, transaksi: Any) -> None:
    switch(client, "upsert")
    client.report(transaksi, feedback="first")
    client.report(transaksi, transaksi_id="other", feedback="other")
    assert client.report(transaksi, feedback="second")[0] == 200
    assert feedback(client) == ["second", "other"]


def test_append_keeps_both(client: Any, transaksi: Any) -> None:
    switch(client, "append")
    assert [client.report(transaksi, feedback=str(n))[0] for n in range(3)] == [200] * 3
    assert feedback(client) == ["0", "1", "2"]


def test_what_was_appended_is_a_duplicate_once_duplicates_are_rejected(client: Any, transaksi: Any) -> None:
    switch(client, "append")
    client.report(transaksi)
    client.report(transaksi)
    switch(client, "reject")
    assert client.report(transaksi)[0] == 409


def test_a_deleted_id_can_be_reported_again_even_after_appending(client: Any, transaksi: Any) -> None:
    switch(client, "append")
    client.report(transaksi)
    client.report(transaksi)
    client.send("delete_transaksi", {"transaksi_id": [transaksi["transaksi_id"]]})
    assert client.ids() == []
    switch(client, "reject")
    assert client.report(transaksi)[0] == 200


@pytest.mark.parametrize("other", ["ABC", "abc ", " abc", "ábc"])
def test_keys_are_compared_to_the_letter(client: Any, transaksi: Any, other: str) -> None:
    assert client.report(transaksi, transaksi_id="abc")[0] == 200
    assert client.report(transaksi, transaksi_id=other)[0] == 200
    client.send("delete_transaksi", {"transaksi_id": ["abc"]})
    assert client.ids() == [other]


def test_pages_hold_every_row_once_in_order_of_creation(client: Any, transaksi: Any) -> None:
    wanted = [f"t{number}" for number in (3, 1, 2, 5, 4)]
    for name in wanted:
        client.report(transaksi, transaksi_id=name)
    assert [client.ids(2, page) for page in (1, 2, 3, 4)] == [wanted[:2], wanted[2:4], wanted[4:], []]


def test_a_list_says_how_many_there_are_in_all_and_who_stored_a_row_when(client: Any, transaksi: Any) -> None:
    client.report(transaksi)
    client.report(transaksi, transaksi_id="2")
    _, body = client.send("get_transaksi", {"size": 1, "page": 1})
    assert (body["status"], body["count"], len(body["data"])) == ("success", 2, 1)
    assert {"timestamp", "user"} <= set(body["data"][0])
    assert transaksi.items() <= body["data"][0].items()


def test_delete_takes_several_ids_and_minds_no_unknown_ones(client: Any, transaksi: Any) -> None:
    for name in "abc":
        client.report(transaksi, transaksi_id=name)
    status, body = client.send("delete_transaksi", {"transaksi_id": ["a", "c", "unknown", "a"]})
    assert (status, body["status"], client.ids()) == (200, "success", ["b"])


def test_a_thousand_ids_can_be_deleted_at_once(client: Any, transaksi: Any) -> None:
    client.report(transaksi)
    ids = [f"x{number}" for number in range(1500)] + [transaksi["transaksi_id"]]
    assert client.send("delete_transaksi", {"transaksi_id": ids})[0] == 200
    assert client.ids() == []


def test_a_created_vendor_can_be_named_at_once_and_a_deleted_one_no_more(
    client: Any, transaksi: Any, umkm: Any
) -> None:
    client.send("umkm", umkm)
    named = {"uid_umkm": umkm["uid"], "nama_umkm": umkm["nama_umkm"], "kategori_umkm": umkm["kategori_usaha"]}
    assert client.report(transaksi, **named)[0] == 200
    client.send("delete_umkm", {"uid": [umkm["uid"]]})
    status, body = client.report(transaksi, **named, transaksi_id="later")
    assert (status, body["errors"][0]["requirement"]) == (422, "PADI-TRX-209")
