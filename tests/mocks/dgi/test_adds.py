"""Pushes: stored under their key or refused as a whole, and never across groups."""

from __future__ import annotations

import copy

import pytest

EXAMPLES = {"inv1": "addInv1", "inv2": "addInv2", "dphlo": "addDphlo"}
PARENTS = {"inv1": ("idSPK", "SPK"), "inv2": ("noWorkOrder", "WO"), "dphlo": ("idHLODocument", "HLO")}


@pytest.fixture
def example(dgi):
    operations = dgi.simulator.partners["dgi"].contract.operations
    return lambda module, **changed: copy.deepcopy(operations[EXAMPLES[module]].examples[0]) | changed


def refused(answer):
    assert (answer["status"], answer["data"]) == (0, None)
    return [text.rpartition("[")[2].rstrip("]") for name, text in answer["message"].items() if name != "message1"]


@pytest.mark.parametrize("module", EXAMPLES)
def test_a_push_is_confirmed_and_answered_by_the_read_as_it_was_sent(dgi, example, module):
    sent = example(module, createdTime="20/11/2026 11:00:00", modifiedTime="20/11/2026 11:30:00")
    answer = dgi.post(f"{module}/add", sent)
    assert (answer["status"], answer["data"], list(answer["message"])) == (1, None, ["confirmation"])
    assert dgi.read(module) == [sent]


@pytest.mark.parametrize("module", EXAMPLES)
def test_a_push_under_a_known_key_replaces_the_record(dgi, example, module):
    first = dgi.read(module)
    assert [dgi.post(f"{module}/add", example(module))["status"] for _ in range(2)] == [1, 1]
    assert len(dgi.read(module)) == len(first)


def test_a_new_key_makes_a_new_record(dgi, example):
    assert dgi.post("inv1/add", example("inv1", idInvoice="900001-26-11-00001"))["status"] == 1
    assert [row["idInvoice"] for row in dgi.read("inv1")] == ["TJ-99101-2611-0001", "900001-26-11-00001"]


def test_times_that_are_missing_are_the_worlds_and_an_update_keeps_the_first_one(dgi, example):
    message = example("inv1", idInvoice="I")
    del message["createdTime"], message["modifiedTime"]
    dgi.post("inv1/add", message)
    dgi.advance("PT1H")
    dgi.post("inv1/add", message)
    row = dgi.read("inv1", idSPK=message["idSPK"])[-1]
    assert (row["createdTime"], row["modifiedTime"]) == ("20/11/2026 12:00:00", "20/11/2026 13:00:00")


def test_the_times_of_inv1_may_be_mandatory(dgi, example):
    dgi.switch({"DGI-R-24": "mandatory"})
    message = example("inv1")
    del message["createdTime"]
    assert dgi.post("inv1/add", message)["status"] == 0
    assert dgi.post("inv1/add", example("inv1"))["status"] == 1


@pytest.mark.parametrize(
    ("module", "changed", "requirement"),
    [
        ("inv1", {"amount": True}, "DGI-INV1-204"),
        ("inv1", {"idInvoice": "X" * 31}, "DGI-INV1-301"),
        ("inv1", {"caraBayar": "3"}, "DGI-INV1-506"),
        ("inv1", {"idSPK": "TIDAK-ADA"}, "DGI-INV1-401"),
        ("inv1", {"idCustomer": "PSP-99102-2611-0002"}, "DGI-INV1-402"),
        ("inv1", {"dealerId": "99102"}, "DGI-INV1-403"),
        ("inv1", {"createdTime": "31/02/2026 10:00:00"}, "DGI-INV1-210"),
        ("inv1", {"createdTime": "01/01/0000 10:00:00"}, "DGI-INV1-210"),
        ("inv2", {"noWorkOrder": "TIDAK-ADA"}, "DGI-INV2-401"),
        ("inv2", {"tanggalNJB": "30/02/2026"}, "DGI-INV2-203"),
        ("inv2", {"njb": [{"idJob": "X" * 11}]}, "DGI-INV2-321"),
        ("inv2", {"nsc": [{"createdTime": "30/02/2026 10:00:00"}]}, "DGI-INV2-222"),
        ("dphlo", {"idHLODocument": "TIDAK-ADA"}, "DGI-DPHLO-401"),
        ("dphlo", {"noWorkOrder": "WO-99102-2611-0002"}, "DGI-DPHLO-402"),
    ],
)
def test_one_breach_refuses_the_whole_push(dgi, example, module, changed, requirement):
    before = dgi.read(module)
    assert requirement in refused(dgi.post(f"{module}/add", example(module, **changed)))
    assert dgi.read(module) == before


@pytest.mark.parametrize("module", EXAMPLES)
def test_another_groups_master_data_are_unknown(dgi, example, module):
    column, prefix = PARENTS[module]
    other = dgi.as_group(2)
    answer = other.post(f"{module}/add", example(module, dealerId="99201"))
    unknown = other.post(f"{module}/add", example(module, dealerId="99201", **{column: "TIDAK-ADA"}))
    assert (answer["status"], unknown["status"]) == (0, 0)
    assert str(answer).replace(f"{prefix}-99101-2611-0001", "?") == str(unknown).replace("TIDAK-ADA", "?")


def test_a_dealer_of_another_group_cannot_be_pushed_for(dgi, example):
    other = dgi.as_group(2)
    dgi.switch({"DGI-R-35": "keys"})
    before = other.read("inv1")
    assert refused(dgi.post("inv1/add", example("inv1", idInvoice="NEW", dealerId="99201"))) == ["DGI-ADD-008"]
    assert other.read("inv1") == before


def test_another_groups_record_cannot_be_overwritten(dgi, example):
    body = dgi.read("spk")[0]
    other = dgi.as_group(2)
    theirs = {**body, "idSpk": "SPK-99201", "dealerId": "99201"}
    dgi.control.put_record(dgi.world, "dgi", "spk", "SPK-99201", theirs)
    message = example("inv1", idSPK="SPK-99201", dealerId="99201", amount=1)
    assert refused(other.post("inv1/add", message)) == ["DGI-ADD-009"]
    assert dgi.read("inv1")[0]["amount"] == 500000
    assert other.post("inv1/add", {**message, "idInvoice": "OURS"})["status"] == 1


def test_a_group_without_the_right_reads_and_does_not_push(dgi, example):
    third = dgi.as_group(3)
    spk = {**dgi.read("spk")[0], "idSpk": "SPK-99301", "dealerId": "99301"}
    dgi.control.put_record(dgi.world, "dgi", "spk", "SPK-99301", spk)
    message = example("inv1", idInvoice="I", idSPK="SPK-99301", dealerId="99301")
    assert refused(third.post("inv1/add", message)) == ["DGI-AUTH-021"]
    assert [row["idSpk"] for row in third.read("spk")] == ["SPK-99301"]


@pytest.mark.parametrize(("reading", "status", "number"), [("upsert", 1, 1), ("reject", 0, 1), ("append", 1, 2)])
def test_a_known_key_is_replaced_refused_or_kept_beside(dgi, example, reading, status, number):
    dgi.switch({"DGI-R-33": reading})
    assert dgi.post("inv1/add", example("inv1", amount=7))["status"] == status
    assert len(dgi.read("inv1")) == number


@pytest.mark.parametrize(("reading", "good", "bad"), [("number", 5, "5"), ("text", "5", 5)])
def test_amount_may_have_to_be_a_number_or_a_text(dgi, example, reading, good, bad):
    dgi.switch({"DGI-R-07": reading})
    assert dgi.post("inv1/add", example("inv1", amount=good))["status"] == 1
    assert refused(dgi.post("inv1/add", example("inv1", amount=bad))) == ["DGI-INV1-204"]


def test_percentages_may_have_to_be_texts_with_a_comma(dgi, example):
    dgi.switch({"DGI-R-06": "text"})
    assert dgi.post("inv2/add", example("inv2"))["status"] == 1
    assert dgi.post("inv2/add", example("inv2", njb=[{"discServicePercentage": 0.5}]))["status"] == 0


def test_what_is_longer_than_the_read_has_room_for_is_cut_there(dgi, example):
    dgi.switch({"DGI-R-34": "none", "DGI-R-35": "keys"})
    assert dgi.post("inv1/add", example("inv1", note="x" * 500))["status"] == 1
    assert dgi.read("inv1")[0]["note"] == "x" * 200


def test_numbers_for_codes_are_taken_where_the_reading_says_so(dgi, example):
    assert dgi.post("inv1/add", example("inv1", status=4))["status"] == 0
    dgi.switch({"DGI-R-41": "both"})
    assert dgi.post("inv1/add", example("inv1", status=4))["status"] == 1
    assert dgi.read("inv1")[0]["status"] == "4"


def test_a_push_in_utc_is_read_back_as_it_was_sent(dgi, example):
    dgi.switch({"DGI-R-20": "utc"})
    sent = example("inv1", createdTime="20/11/2026 04:00:00", modifiedTime="20/11/2026 04:30:00")
    dgi.post("inv1/add", sent)
    answer = dgi.post("inv1/read", {"fromTime": "2026-11-20 03:59:00", "toTime": "2026-11-20 04:31:00"})
    assert answer["data"] == [sent]
