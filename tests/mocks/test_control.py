"""Steering the simulator, and what it says to wrong steering."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from kontrak.mocks import create_app


def test_health_names_the_systems(http: Any) -> None:
    found = http.get("/_kontrak/health").json
    assert (found["status"], found["systems"]) == ("ok", ["padi"])


def test_credentials_are_stable(http: Any) -> None:
    assert http.get("/_kontrak/credentials").json == {"padi": {"x-api-key": "kontrak-padi-key"}}


def test_the_clock_is_stopped_and_advanced(http: Any, padi: Any, transaksi: Any) -> None:
    http.post("/_kontrak/clock", json={"now": "2026-01-05T08:00:00+07:00"})
    assert http.post("/_kontrak/clock", json={"advance": "PT24H"}).json["now"] == "2026-01-06T08:00:00+07:00"
    assert http.post("/_kontrak/clock", json={"advance": 60}).json["now"] == "2026-01-06T08:01:00+07:00"
    padi.report(transaksi)
    row = padi.send("get_transaksi", {"size": 1, "page": 1})[1]["data"][0]
    assert row["timestamp"] == "2026-01-06 08:01:00"


def test_a_running_clock_can_be_advanced_and_set_back_to_the_time_of_day(http: Any) -> None:
    before = http.get("/_kontrak/clock").json
    after = http.post("/_kontrak/clock", json={"advance": "P7D"}).json
    assert (before["mode"], after["mode"]) == ("running", "running")
    assert after["now"][:10] > before["now"][:10]
    assert http.post("/_kontrak/clock", json={"now": "real"}).json["now"][:10] == before["now"][:10]


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        "PT24H",
        {"advance": "tomorrow"},
        {"advance": "P"},
        {"advance": "PT"},
        {"advance": True},
        {"advance": None},
        {"advance": 1e300},
        {"advance": "P9999999D"},
        {"now": "yesterday"},
        {"now": 5},
        {"now": "2026-01-05", "advance": 1},
        {"later": 1},
    ],
)
def test_a_clock_cannot_be_set_by_nonsense(http: Any, body: Any) -> None:
    response = http.post("/_kontrak/clock", json=body)
    assert (response.status_code, response.content_type) == (400, "application/problem+json")
    assert "advance" in response.json["violations"][0]["wanted"]


def test_unknown_readings_are_refused_with_those_there_are(http: Any) -> None:
    unknown = http.put("/_kontrak/readings", json={"PADI-R-99": "x"})
    assert (unknown.status_code, "PADI-R-20" in unknown.json["title"]) == (422, True)
    candidate = http.put("/_kontrak/readings", json={"PADI-R-20": "x"})
    assert (candidate.status_code, "upsert" in candidate.json["title"]) == (422, True)
    assert http.put("/_kontrak/readings", json={"PADI-R-01": "total_cycle_time"}).status_code == 422


def test_readings_are_listed_with_their_candidates(http: Any) -> None:
    found = http.get("/_kontrak/readings").json["PADI-R-20"]
    assert (found["chosen"], set(found["candidates"])) == ("reject", {"reject", "upsert", "append"})


def test_master_data_can_be_added_changed_and_deleted(http: Any, padi: Any, transaksi: Any) -> None:
    url = "/_kontrak/records/padi/satker/A%2F1 x"
    assert http.put(url, json={"id_satker": "A/1 x"}).json == {"key": "A/1 x", "replaced": False}
    assert padi.report(transaksi, id_satker="A/1 x")[0] == 200
    assert http.delete(url).json == {"deleted": 1}
    assert http.delete(url).status_code == 404
    assert padi.report(transaksi, transaksi_id="b", id_satker="A/1 x")[0] == 422


def test_a_vendor_can_be_renamed(http: Any, padi: Any, transaksi: Any) -> None:
    body = {"uid": transaksi["uid_umkm"], "nama_umkm": "New", "kategori_usaha": transaksi["kategori_umkm"]}
    assert http.put(f"/_kontrak/records/padi/umkm/{body['uid']}", json=body).json["replaced"] is True
    assert padi.report(transaksi)[0] == 422
    assert padi.report(transaksi, nama_umkm="New")[0] == 200


@pytest.mark.parametrize(
    "body",
    [
        [],
        "x",
        None,
        {},
        {"uid": "other"},
        {"uid": "k"},
        {"uid": "k", "nama_umkm": True, "kategori_usaha": "1"},
    ],
)
def test_a_record_that_does_not_fit_is_refused(http: Any, body: Any) -> None:
    assert http.put("/_kontrak/records/padi/umkm/k", json=body).status_code == 400


@pytest.mark.parametrize("path", ["padi/nothing", "nobody/umkm"])
def test_unknown_collections_are_404_with_the_known_ones(http: Any, path: str) -> None:
    response = http.get(f"/_kontrak/records/{path}")
    assert (response.status_code, "padi/umkm" in response.json["title"]) == (404, True)


@pytest.mark.parametrize(
    "url",
    ["journal?limit=0", "journal?limit=x", "journal?limit=99999999999999999999", "journal?verdict=good",
     "records/padi/umkm?limit=-1", "records/padi/umkm?start=x"],
)  # fmt: skip
def test_bad_parameters_are_400(http: Any, url: str) -> None:
    assert http.get(f"/_kontrak/{url}").status_code == 400


@pytest.mark.parametrize("data", [b"{", b"\xff", b'{"a":1,"a":2}', b"[" * 100_000])
@pytest.mark.parametrize(
    ("method", "url"),
    [("POST", "clock"), ("PUT", "readings"), ("PUT", "records/padi/umkm/k"), ("POST", "reset")],
)
def test_broken_json_is_400(http: Any, method: str, url: str, data: bytes) -> None:
    response = http.open(f"/_kontrak/{url}", method=method, data=data)
    assert (response.status_code, response.content_type) == (400, "application/problem+json")


def test_a_query_that_is_not_escaped_is_read(http: Any) -> None:
    answer = http.get("/_kontrak/journal", environ_overrides={"QUERY_STRING": "limit=1/\xe9"})
    assert answer.status_code == 400


def test_a_control_body_too_large_is_413(http: Any) -> None:
    assert http.post("/_kontrak/clock", data=b" " * 5_000_000).status_code == 413


@pytest.mark.parametrize("body", [{"seed": "x"}, {"seed": True}, {"seed": 2**70}, [1]])
def test_a_seed_is_a_whole_number(http: Any, body: Any) -> None:
    assert http.post("/_kontrak/reset", json=body).status_code == 400


def test_an_unknown_control_path_is_404_and_a_wrong_method_405(http: Any) -> None:
    assert http.get("/_kontrak/nothing").status_code == 404
    wrong = http.get("/_kontrak/reset")
    assert (wrong.status_code, "POST" in wrong.headers["allow"]) == (405, True)
    assert wrong.content_type == "application/problem+json"


def test_the_journal_tells_newest_first_what_was_asked_and_answered(http: Any, padi: Any, transaksi: Any) -> None:
    padi.report(transaksi)
    padi.report(transaksi, tkdn=None)
    newest, oldest = http.get("/_kontrak/journal").json["entries"]
    assert (oldest["verdict"], oldest["operation"], oldest["system"]) == (
        "accepted",
        "createTransaksi",
        "padi",
    )
    assert (newest["verdict"], newest["violations"][0]["requirement"]) == ("refused", "PADI-TRX-023")
    assert transaksi["transaksi_id"] in oldest["request"]
    assert "success" in oldest["answer"]
    assert http.get("/_kontrak/journal?verdict=refused&operation=createTransaksi&limit=1").json["count"] == 1


def test_a_long_body_is_cut_in_the_journal(http: Any, padi: Any, transaksi: Any) -> None:
    padi.report(transaksi, deskripsi_project="x" * 100_000)
    assert len(http.get("/_kontrak/journal").json["entries"][0]["request"]) < 5000


def test_old_entries_are_forgotten(contract: Any, simulate: Any, padi_in: Any) -> None:
    simulator = simulate(contract, kept_entries=100)
    client = padi_in(simulator)
    for _ in range(1000):
        client.raw(b"")
    assert create_app(simulator).test_client().get("/_kontrak/journal").json["count"] == 100


def test_the_same_seed_clock_and_requests_give_the_same_answers(
    contract: Any, simulate: Any, padi_in: Any, transaksi: Any
) -> None:
    def played() -> list[Any]:
        simulator = simulate(contract, seed=5, still=datetime(2026, 1, 5, tzinfo=UTC))
        key = create_app(simulator).test_client().get("/_kontrak/credentials").json["padi"]["x-api-key"]
        client = padi_in(simulator)
        body = b'{"get_transaksi": {"size": 5, "page": 1}}'
        return [key, client.raw(body, x_api_key=key).body, client.report(transaksi)]

    assert played() == played()
