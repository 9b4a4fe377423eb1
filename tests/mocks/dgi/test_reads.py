"""What reads answer: the group's records, narrowed by dealer and filters, whole and in the form of the contract."""

from __future__ import annotations

import pytest

from kontrak.mocks.dgi import ledger, reads
from tests.mocks.dgi.client import CONTRACT

KEYS = {name: one.key for name, one in CONTRACT.collections.items()}
FIRST = ["PSP-99101-2611-0001", "PSP-99102-2611-0002"]


def keys(rows, module="prsp"):
    return [row[KEYS[module]] for row in rows]


@pytest.mark.parametrize("module", reads.MODULES)
def test_every_module_answers_the_contracts_records_of_the_day(dgi, module):
    wanted = [body for body in CONTRACT.world[module] if body["dealerId"] in dgi.group["dealers"]]
    assert dgi.read(module) == wanted


@pytest.mark.parametrize("day", ["2027-03-01T11:00:00+07:00", "2025-02-27T09:30:00+07:00"])
def test_the_contracts_records_lie_on_the_last_possible_day_in_their_order(dgi_on, day):
    from datetime import datetime, timedelta

    dgi = dgi_on(still=datetime.fromisoformat(day))
    last = dgi.now if dgi.now.hour >= 11 else dgi.now - timedelta(days=1)
    row = dgi.read("prsp", 26)[0]
    assert [row[name] for name in ledger.TIMES] == [f"{last:%d/%m/%Y} 09:15:00", f"{last:%d/%m/%Y} 10:45:00"]
    assert row["tanggalProspect"] == f"{last:%d/%m/%Y}"


def test_without_a_dealer_all_dealers_of_the_group_are_answered_and_no_other(dgi):
    assert keys(dgi.read("prsp")) == FIRST
    assert {row["dealerId"] for row in dgi.as_group(2).read("prsp")} == {"99201"}
    assert dgi.as_group(3).read("prsp") == []


def test_a_dealer_narrows(dgi):
    assert keys(dgi.read("prsp", dealerId="99102")) == FIRST[1:]


@pytest.mark.parametrize("dealer", ["99201", "12345", ""])
def test_a_dealer_outside_the_group_is_refused_and_whether_it_exists_stays_unknown(dgi, dealer):
    answers = [dgi.post("prsp/read", {"fromTime": "2026-11-20 00:00:00", "dealerId": one}) for one in (dealer, "?")]
    assert {answer["status"] for answer in answers} == {0}
    assert str(answers[0]["message"]).replace(f'"{dealer}"', "") == str(answers[1]["message"]).replace('"?"', "")


@pytest.mark.parametrize("dealer", ["99201", "12345"])
def test_a_dealer_outside_the_group_may_have_no_records_instead(dgi, dealer):
    dgi.switch({"DGI-R-32": "empty"})
    assert dgi.read("prsp", dealerId=dealer) == []


@pytest.mark.parametrize(
    ("module", "name", "value", "other"),
    [
        ("prsp", "idProspect", FIRST[0], "x"),
        ("prsp", "idSalesPeople", "S-0001", "x"),
        ("spk", "idProspect", FIRST[0], "x"),
        ("spk", "idSalesPeople", "S-0001", "x"),
        ("bast", "deliveryDocumentId", "DO-99101-2611-0001", "x"),
        ("bast", "idSPK", "SPK-99101-2611-0001", "x"),
        ("bast", "idCustomer", "CUS-99101-0001", "x"),
        ("inv1", "idSPK", "SPK-99101-2611-0001", "x"),
        ("inv1", "idCustomer", FIRST[0], "x"),
        ("lsng", "idSPK", "SPK-99101-2611-0001", "x"),
        ("doch", "idSPK", "SPK-99101-2611-0001", "x"),
        ("doch", "idCustomer", "CUS-99101-0001", "x"),
        ("doch", "idCustomer", FIRST[0], FIRST[1]),
        ("uinb", "poId", "PO-99101-2611-0001", "x"),
        ("uinb", "noShippingList", "SL-KT-99101-2611-0001", "x"),
        ("mdinvh1", "poId", "PO-99101-2611-0001", "x"),
        ("mdinvh1", "noShippingList", "SL-KT-99101-2611-0001", "x"),
        ("pkb", "noWorkOrder", "WO-99101-2611-0001", "x"),
        ("inv2", "noWorkOrder", "WO-99101-2611-0001", "WO-99102-2611-0002"),
        ("unpaidhlo", "noWorkOrder", "WO-99101-2611-0001", "x"),
        ("unpaidhlo", "idHLODocument", "HLO-99101-2611-0001", "x"),
        ("dphlo", "noWorkOrder", "WO-99101-2611-0001", "x"),
        ("dphlo", "idHLODocument", "HLO-99101-2610-0009", "x"),
        ("pinb", "noPO", "POP-99101-2611-0001", "x"),
        ("prsl", "noPO", "SOP-99101-2611-0001", "POP-99101-2611-0001"),
        ("mdinvh3", "noPO", "POP-99101-2611-0001", "x"),
    ],
)
def test_a_filter_of_its_module_selects_the_records_that_fit(dgi, module, name, value, other):
    chosen = keys(dgi.read(module, **{name: value}), module)
    assert chosen
    assert set(chosen).isdisjoint(keys(dgi.read(module, **{name: other}), module))


def test_a_filter_of_another_module_is_ignored(dgi):
    assert dgi.read("lsng", idProspect="x", idSalesPeople="x") == dgi.read("lsng") != []


def test_unknown_members_may_be_refused(dgi):
    dgi.switch({"DGI-R-12": "refused"})
    assert dgi.post("lsng/read", {"fromTime": "2026-11-20 00:00:00", "idProspect": "x"})["status"] == 0
    assert len(dgi.read("lsng", idSPK="SPK-99101-2611-0001")) == 1


@pytest.mark.parametrize(("reading", "number"), [("all", 0), ("any", 2)])
def test_several_filters_all_hold_or_one_of_them(dgi, reading, number):
    dgi.switch({"DGI-R-49": reading})
    assert len(dgi.read("prsp", idProspect=FIRST[0], idSalesPeople="S-0002")) == number


@pytest.mark.parametrize(("reading", "rows"), [("records", 2), ("rows", 1)])
def test_a_filter_on_rows_selects_whole_records_or_those_rows(dgi, reading, rows):
    dgi.switch({"DGI-R-26": reading})
    body = dgi.read("pinb")[0]
    more = {**body, "po": [body["po"][0], {**body["po"][0], "noPO": "ANOTHER"}]}
    dgi.in_turn(lambda turn: ledger.put(turn, "pinb", more))
    assert len(dgi.read("pinb", noPO="ANOTHER")[0]["po"]) == rows


@pytest.mark.parametrize(("reading", "data"), [("list", []), ("null", None)])
def test_no_match_is_a_success_without_rows(dgi, reading, data):
    dgi.switch({"DGI-R-18": reading})
    answer = dgi.post("prsp/read", {"fromTime": "2026-11-20 00:00:00", "idProspect": "x"})
    assert answer == {"status": 1, "message": None, "data": data}


@pytest.mark.parametrize(
    ("reading", "names"),
    [("noPO", {"noPO"}), ("noSO", {"noSO"}), ("both", {"noPO", "noSO"})],
)
def test_the_filter_of_parts_sales_has_the_name_of_the_reading(dgi, reading, names):
    dgi.switch({"DGI-R-11": reading})
    assert {name for name in ("noPO", "noSO") if dgi.read("prsl", **{name: "x"}) == []} == names


def test_a_blank_after_a_key_is_a_slip_or_belongs_to_the_key(dgi):
    blank, plain = {"idProspect ": "x"}, {"idProspect": "x"}
    assert [dgi.read("prsp", **one) for one in (blank, plain)] == [[], []]
    dgi.switch({"DGI-R-04": "wire"})
    assert dgi.post("prsp/read", {"fromTime ": "2026-11-20 00:00:00", **blank})["data"] == []
    assert len(dgi.post("prsp/read", {"fromTime ": "2026-11-20 00:00:00", **plain})["data"]) == 2


@pytest.mark.parametrize(("reading", "is_there"), [("empty", True), ("left-out", False)])
def test_a_column_without_a_value_is_empty_or_left_out(dgi, reading, is_there):
    dgi.switch({"DGI-R-14": reading})
    body = {"idProspect": "P", "dealerId": "99101"}
    dgi.in_turn(lambda turn: ledger.put(turn, "prsp", body))
    row = dgi.read("prsp", idProspect="P")[0]
    assert ("alamat" in row, "unit" in row) == (is_there, is_there)


@pytest.mark.parametrize(("reading", "spk", "inv1"), [("two", "2", "1"), ("spk", "2", "2"), ("inv1", "1", "1")])
def test_cash_and_credit_change_places_as_the_reading_says(dgi, reading, spk, inv1):
    dgi.switch({"DGI-R-02": reading})
    assert (dgi.read("spk")[0]["unit"][0]["tipePembayaran"], dgi.read("inv1")[0]["tipePembayaran"]) == (spk, inv1)


def test_a_record_of_the_control_interface_is_answered_and_completed(dgi):
    put = dgi.control.put_record
    assert put(dgi.world, "dgi", "prsp", "P", {"idProspect": "P", "dealerId": "99101"}) == {
        "key": "P",
        "replaced": False,
    }
    assert keys(dgi.read("prsp")) == [*FIRST, "P"]
    assert put(dgi.world, "dgi", "prsp", "P", {"idProspect": "P", "dealerId": "99101"})["replaced"] is True


@pytest.mark.parametrize("wrong", [{"statusProspect": "9"}, {"createdTime": "31/02/2026 00:00:00"}, {"unit": "x"}])
def test_a_record_that_no_read_could_answer_is_not_stored(dgi, wrong):
    body = {"idProspect": "P", "dealerId": "99101", **wrong}
    assert dgi.control.put_record(dgi.world, "dgi", "prsp", "P", body).status == 400
    assert keys(dgi.read("prsp")) == FIRST


def test_all_records_come_in_one_answer(dgi):
    body = dgi.read("prsp")[0]

    def fill(turn):
        for number in range(300):
            ledger.put(turn, "prsp", {**body, "idProspect": f"P{number}"})

    dgi.in_turn(fill)
    assert len(dgi.read("prsp")) == 302
