"""Leads: handed over, taken in, their status; and the invented booking service."""

from __future__ import annotations

import copy
import json

import pytest

LEADS, INTAKE, STATUS = "/uat-crm/v1.0/prospect", "/mdms/v1/Lead", "/mdms/v1/Status"
IDS = {LEADS: "sendLeads", INTAKE: "addLeads", STATUS: "addLeadStatus"}


@pytest.fixture
def example(dgi):
    operations = dgi.simulator.partners["dgi"].contract.operations
    return lambda path: copy.deepcopy(operations[IDS[path]].examples[0])


@pytest.fixture
def send(dgi):
    def send(path, message, headers=None):
        response = dgi.raw(path, json.dumps(message).encode(), headers)
        assert response.status == 200
        return json.loads(response.body)

    return send


@pytest.fixture
def leads(dgi):
    return lambda: dgi.control.view(dgi.world, "dgi", "leads", {})


@pytest.mark.parametrize("path", IDS)
def test_the_examples_are_taken_and_kept(send, example, path, leads):
    assert send(path, example(path))["status"] == 1
    assert sum(len(kept) for kept in leads().values()) == 1


def test_at_intake_each_lead_is_judged_alone(send, example, leads):
    good = example(INTAKE)["leads"][0]
    wrong = [{**good, "noHP": "0" * 16}, {**good, "nama": " "}, {**good, "assignedDealer": "99201"}, 7, {}]
    answer = send(INTAKE, {"leads": [good, *wrong]})
    assert (answer["status"], answer["data"]["result"]) == (1, {"leads": "partial_accept"})
    assert [lead["accpted"] for lead in answer["data"]["leads"]] == ["Y", "N", "N", "N", "N", "N"]
    assert all(lead["errorMessage"] for lead in answer["data"]["leads"][1:])
    assert leads()["lead"] == [good]


@pytest.mark.parametrize(("number", "result"), [(0, "full_accept"), (1, "full_reject")])
def test_intake_sums_up(send, example, number, result):
    good = example(INTAKE)["leads"][0]
    answer = send(INTAKE, {"leads": [[good], [{}]][number]})
    assert answer["data"]["result"]["leads"] == result


def test_a_wrong_lead_may_refuse_the_whole_message(dgi, send, example, leads):
    dgi.switch({"DGI-R-57": "whole"})
    message = {"leads": [*example(INTAKE)["leads"], {}]}
    assert (send(INTAKE, message)["status"], leads()["lead"]) == (0, [])


@pytest.mark.parametrize("message", [{}, {"leads": None}, {"leads": []}, {"leads": {}}, [], "x", None])
def test_an_intake_without_leads_is_refused(send, message):
    assert send(INTAKE, message)["status"] == 0


def test_batches_are_numbered(send, example):
    assert [send(INTAKE, example(INTAKE))["data"]["batchID"] for _ in range(2)] == ["BATCH-0001", "BATCH-0002"]


@pytest.mark.parametrize("path", [LEADS, STATUS])
def test_another_groups_dealer_is_refused(send, example, path, leads):
    message = example(path)
    for holder in [message, *message.get("prospects", ())]:
        if "assignedDealer" in holder:
            holder["assignedDealer"] = "99201"
    assert send(path, message)["status"] == 0
    assert leads() == {"lead": [], "lead status": []}


@pytest.mark.parametrize("changed", [{"stageId": "6"}, {"idProspek": None, "idSPK": None}, {"assignedDealer": ""}])
def test_a_status_that_breaks_its_rules_is_refused(send, example, changed):
    message = {name: value for name, value in {**example(STATUS), **changed}.items() if value is not None}
    assert send(STATUS, message)["status"] == 0


def crm_headers(dgi):
    return {name.replace("dgi-", "crm-"): value for name, value in dgi.headers().items()}


@pytest.mark.parametrize(("reading", "dgi_named", "crm_named"), [("dgi", 1, 0), ("crm", 0, 1)])
def test_the_headers_have_the_names_of_the_reading(dgi, send, example, reading, dgi_named, crm_named):
    dgi.switch({"DGI-R-45": reading})
    assert send(STATUS, example(STATUS))["status"] == dgi_named
    assert send(STATUS, example(STATUS), crm_headers(dgi))["status"] == crm_named
    assert len(dgi.read("prsp")) == 2


def test_sinsen_takes_its_own_headers_and_lists_and_times_ahead_and_answers_texts(dgi, send, example):
    dgi.control.set_variant(dgi.world, {"dgi": "sinsen"})
    message = {
        {"prospects": "prospek", "interactions": "interaksi"}[name]: rows for name, rows in example(LEADS).items()
    }
    assert send(LEADS, message, crm_headers(dgi))["status"] == 1
    assert send(LEADS, example(LEADS), crm_headers(dgi))["status"] == 0
    ahead = {name.replace("dgi-", "crm-"): value for name, value in dgi.headers(int(dgi.now.timestamp()) + 99).items()}
    assert send(STATUS, example(STATUS), ahead)["status"] == 1
    assert isinstance(send(STATUS, {}, ahead)["message"], list)
    assert (
        dgi.post("prsp/read", {"fromTime": "2026-11-20 00:00:00"}, **dgi.headers(int(dgi.now.timestamp()) + 99))[
            "status"
        ]
        == 0
    )


BOOKING = {"noBooking": "B1", "noPolisi": "KT1001AA", "dealerId": "99101", "statusBooking": "1"}


def test_a_booking_is_read_in_its_window_by_its_filters(dgi):
    assert "key" in dgi.control.put_record(dgi.world, "dgi", "booking", "B1", BOOKING)
    assert [row["noBooking"] for row in dgi.read("booking", noBooking="B1", noPolisi="KT1001AA")] == ["B1"]
    assert dgi.read("booking", noBooking="B2") == []
    assert dgi.as_group(2).read("booking") == []


def test_there_may_be_no_booking_service(dgi):
    dgi.switch({"DGI-R-46": "none"})
    assert dgi.post("booking/read", {"fromTime": "2026-11-20 00:00:00"})["status"] == 0
