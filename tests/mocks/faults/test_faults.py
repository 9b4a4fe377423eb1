"""A fault strikes the calls that it names, in its world, and nothing that was acknowledged is lost."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from kontrak.mocks import create_app
from kontrak.mocks.control import Control
from kontrak.mocks.stages.fault import arrives

NOW = {"now": "2026-01-05T08:00:00+07:00"}


@pytest.fixture
def control(simulator: Any) -> Control:
    return Control(simulator)


def statuses(padi: Any, calls: int, **page: Any) -> list[int]:
    return [
        padi.raw(json.dumps({"get_transaksi": {"size": 5, "page": 1}}).encode(), **page).status for _ in range(calls)
    ]


def test_without_a_window_it_strikes_the_next_call_only(control: Control, padi: Any) -> None:
    control.set_faults("default", {"kind": "http", "operation": "listTransaksi"})
    assert statuses(padi, 3) == [503, 200, 200]


def test_it_strikes_the_next_n_calls(control: Control, padi: Any) -> None:
    control.set_faults("default", {"kind": "http", "status": 429, "next": 2})
    assert statuses(padi, 4) == [429, 429, 200, 200]


def test_it_strikes_calls_k_to_m(control: Control, padi: Any) -> None:
    control.set_faults("default", {"kind": "http", "calls": {"from": 2, "to": 3}})
    assert statuses(padi, 5) == [200, 503, 503, 200, 200]


def test_it_strikes_within_a_window_of_the_worlds_clock(control: Control, padi: Any) -> None:
    control.set_clock("default", NOW)
    window = {"from": "2026-01-05T08:05:00+07:00", "to": "2026-01-05T03:10:00+02:00"}
    control.set_faults("default", {"kind": "http", "clock": window})
    found = statuses(padi, 1)
    for _ in range(2):
        control.set_clock("default", {"advance": "PT5M"})
        found += statuses(padi, 2)
    assert found == [200, 503, 503, 200, 200]


def test_it_counts_the_calls_of_its_operation_only(control: Control, padi: Any, transaksi: Any) -> None:
    control.set_faults("default", {"kind": "http", "operation": "createTransaksi"})
    assert statuses(padi, 2) == [200, 200]
    assert padi.raw(json.dumps({"transaksi": transaksi}).encode()).status == 503


def test_where_two_strike_one_call_the_first_one_set_does_and_each_counts(control: Control, padi: Any) -> None:
    both = [{"kind": "http", "status": 502}, {"kind": "http", "status": 504, "calls": {"from": 1, "to": 2}}]
    control.set_faults("default", both)
    assert statuses(padi, 3) == [502, 504, 200]


def test_a_call_with_wrong_credentials_is_told_so_and_not_counted(control: Control, padi: Any) -> None:
    control.set_faults("default", {"kind": "http"})
    assert statuses(padi, 1, x_api_key="wrong") == [401]
    assert padi.raw(b"", path="/nowhere").status == 404
    assert statuses(padi, 2) == [503, 200]


def test_two_worlds_never_share_faults(control: Control, padi_in: Any, simulator: Any) -> None:
    one, other = padi_in(simulator, "one"), padi_in(simulator, "other")
    control.set_faults("one", {"kind": "http", "next": 2})
    assert (statuses(other, 1), statuses(one, 1), statuses(other, 1), statuses(one, 2)) == (
        [200],
        [503],
        [200],
        [503, 200],
    )


def test_a_reset_of_the_world_clears_them(control: Control, padi: Any) -> None:
    control.set_faults("default", {"kind": "http", "next": 5})
    control.reset("default", None)
    assert control.faults("default")["faults"] == []
    assert statuses(padi, 1) == [200]


def test_they_are_listed_with_what_they_counted_and_deleted_one_by_one(control: Control, padi: Any) -> None:
    control.set_faults(
        "default", [{"id": "a", "kind": "http", "next": 1}, {"id": "b", "kind": "malformed", "calls": {"from": 3}}]
    )
    statuses(padi, 2)
    states = [(one["id"], one["state"], one["counted"], one["struck"]) for one in control.faults("default")["faults"]]
    assert states == [("a", "spent", 2, 1), ("b", "active", 2, 0)]
    assert control.delete_faults("default", "a") == {"deleted": 1}
    assert control.delete_faults("default", "a").status == 404
    assert control.delete_faults("default") == {"deleted": 1}


def test_one_that_is_set_again_counts_from_the_start(control: Control, padi: Any) -> None:
    fault = {"id": "a", "kind": "http"}
    control.set_faults("default", fault)
    statuses(padi, 2)
    control.set_faults("default", fault)
    assert statuses(padi, 2) == [503, 200]


def test_a_reset_after_the_decision_keeps_the_decision(control: Control, padi: Any, transaksi: Any) -> None:
    control.set_faults("default", {"kind": "reset", "operation": "createTransaksi"})
    response = padi.raw(json.dumps({"transaksi": transaksi}).encode())
    assert (response.wire.is_reset, arrives(response)) == (True, b"")
    entry = control.journal("default", 1)["entries"][0]
    assert (entry["status"], entry["answer"], entry["verdict"]) == (0, "", "accepted")
    assert padi.ids() == [transaksi["transaksi_id"]]


@pytest.mark.parametrize("kind", ["reset", "http"])
def test_one_that_acts_before_keeps_nothing(control: Control, padi: Any, transaksi: Any, kind: str) -> None:
    control.set_faults("default", {"kind": kind, "when": "before", "operation": "createTransaksi"})
    padi.raw(json.dumps({"transaksi": transaksi}).encode())
    assert padi.ids() == []
    assert padi.report(transaksi)[0] == 200


def test_a_gateway_that_gives_up_after_the_decision_keeps_it(control: Control, padi: Any, transaksi: Any) -> None:
    control.set_faults("default", {"kind": "http", "status": 504, "when": "after", "operation": "createTransaksi"})
    assert padi.raw(json.dumps({"transaksi": transaksi}).encode()).status == 504
    assert padi.ids() == [transaksi["transaksi_id"]]


def test_a_refusal_reads_as_the_partner_says_it(control: Control, padi: Any, transaksi: Any) -> None:
    fault = {"kind": "refuse", "status": 409, "message": "Maaf", "requirement": "PADI-TRX-001"}
    control.set_faults("default", fault)
    status, body = padi.report(transaksi)
    assert (status, body["status"], body["message"]) == (409, "error", "Maaf")
    assert body["errors"][0]["requirement"] == "PADI-TRX-001"
    assert padi.ids() == []


def test_a_malformed_answer_is_no_json_and_a_truncated_one_shorter(control: Control, padi: Any) -> None:
    body = b'{"get_transaksi": {"size": 5, "page": 1}}'
    control.set_faults("default", [{"kind": "malformed"}, {"kind": "truncate", "calls": {"from": 2, "to": 2}}])
    with pytest.raises(ValueError, match="Expecting"):
        json.loads(padi.raw(body).body)
    whole = padi.raw(body)
    assert 0 < len(arrives(whole)) < len(whole.body)


def test_retry_after_is_told(control: Control, padi: Any) -> None:
    control.set_faults("default", {"kind": "http", "status": 503, "retryAfter": 7})
    assert padi.raw(b"{}").headers["retry-after"] == "7"


def test_another_content_type_leaves_the_body(control: Control, padi: Any) -> None:
    control.set_faults("default", {"kind": "content-type"})
    response = padi.raw(b'{"get_transaksi": {"size": 5, "page": 1}}')
    assert response.headers["content-type"].startswith("text/html")
    assert json.loads(response.body)["status"] == "success"


def test_the_journal_names_the_fault_and_says_nothing_against_the_client(control: Control, padi: Any) -> None:
    control.set_faults("default", [{"id": "busy", "kind": "refuse", "requirement": "PADI-TRX-001"}])
    statuses(padi, 1)
    entry = control.journal("default", 1)["entries"][0]
    assert (entry["fault"], entry["verdict"], entry["violations"]) == ({"id": "busy", "kind": "refuse"}, "fault", [])


def test_an_answer_that_is_lost_after_the_decision_keeps_its_verdict(
    control: Control, padi: Any, transaksi: Any
) -> None:
    control.set_faults("default", {"kind": "truncate", "next": 2})
    padi.raw(json.dumps({"transaksi": transaksi}).encode())
    padi.raw(b"{}")
    refused, accepted = control.journal("default", 2)["entries"]
    assert (accepted["verdict"], refused["verdict"]) == ("accepted", "refused")
    assert accepted["fault"]["kind"] == refused["fault"]["kind"] == "truncate"


def test_a_header_asks_for_one_call_only_and_is_no_part_of_it(control: Control, padi: Any) -> None:
    assert statuses(padi, 1, x_kontrak_fault="http; status=502; retryAfter=3") == [502]
    entry = control.journal("default", 1)["entries"][0]
    assert (entry["fault"], "x-kontrak-fault" in entry["headers"]) == ({"id": "header", "kind": "http"}, False)
    assert statuses(padi, 1) == [200]


@pytest.mark.parametrize(
    "header", ["", "nonsense", "delay", "delay; seconds=0", "http; status=99", "refuse; x=1", "late-batch"]
)
def test_a_header_that_is_no_fault_is_told_and_not_held_against_the_client(
    control: Control, padi: Any, header: str
) -> None:
    assert statuses(padi, 1, x_kontrak_fault=header) == [400]
    assert control.journal("default", 1)["entries"][0]["verdict"] == "fault"


def test_a_header_does_nothing_where_it_is_not_allowed(contract: Any, simulate: Any, padi_in: Any) -> None:
    padi = padi_in(simulate(contract, fault_header=False))
    assert statuses(padi, 1, x_kontrak_fault="http") == [200]


def test_two_workers_and_a_restart_count_the_same_calls(
    contract: Any, simulate: Any, database: str, world: str, padi_in: Any
) -> None:
    first, second = simulate(contract, database=database), simulate(contract, database=database)
    Control(first).set_faults(world, {"kind": "http", "calls": {"from": 2, "to": 3}})
    found = statuses(padi_in(second, world), 1) + statuses(padi_in(first, world), 1)
    first.close()
    third = simulate(contract, database=database)
    assert found + statuses(padi_in(third, world), 2) == [200, 503, 503, 200]


def test_parallel_calls_of_two_workers_are_each_counted_once(
    contract: Any, simulate: Any, database: str, world: str, padi_in: Any
) -> None:
    workers = [padi_in(simulate(contract, database=database), world) for _ in range(2)]
    Control(workers[0].simulator).set_faults(world, {"kind": "http", "next": 5})
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda number: statuses(workers[number % 2], 1), range(16)))
    assert sorted(found) == [[200]] * 11 + [[503]] * 5


def test_a_file_sets_them_once_for_each_world(contract: Any, simulate: Any, tmp_path: Any, padi_in: Any) -> None:
    file, url = tmp_path / "faults.yaml", f"sqlite:///{tmp_path}/k.db"
    file.write_text("faults:\n- {kind: http, next: 2}\n- {world: one, kind: http, status: 500}\n")
    simulator = simulate(contract, database=url, faults=str(file))
    assert statuses(padi_in(simulator), 1) == [503]
    again = simulate(contract, database=url, faults=str(file))
    assert (statuses(padi_in(again), 2), statuses(padi_in(again, "one"), 2)) == ([503, 200], [500, 200])


def test_a_reset_is_an_exception_in_process(simulator: Any, control: Control) -> None:
    control.set_faults("default", {"kind": "reset"})
    client = create_app(simulator).test_client()
    with pytest.raises(ConnectionResetError):
        client.post("/padi-umkm/1.2.0/padis", json={}, headers={"x-api-key": "kontrak-padi-key"})
