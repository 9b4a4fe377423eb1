"""The processes driven by hand, step by step, and what is said to bad input."""

from __future__ import annotations

import pytest

from kontrak.mocks import create_app
from kontrak.mocks.model import Refusal
from tests.mocks.dgi.client import CONTRACT
from tests.mocks.dgi.story.consistency import problems, told
from tests.mocks.dgi.story.test_story_time import KEYS, records


@pytest.fixture
def act(dgi):
    """Does an action that succeeds."""

    def act(name, **body):
        answer = dgi.control.act(dgi.world, "dgi", name, body)
        assert isinstance(answer, dict), answer
        return answer

    return act


@pytest.fixture
def refused(dgi):
    """The status and the first breach of an action that does not."""

    def refused(name, body):
        before = records(dgi)
        answer = dgi.control.act(dgi.world, "dgi", name, body)
        assert isinstance(answer, Refusal), answer
        assert records(dgi) == before
        breach = answer.violations[0]
        return answer.status, breach.pointer, breach.wanted

    return refused


def begin(act, process, dealer="99101", **given):
    return act("start", process=process, dealerId=dealer, **({"with": given} if given else {}))


def go(act, case, *steps, **given):
    for step in steps:
        case = act("step", process=case["process"], key=case["key"], step=step, **({"with": given} if given else {}))
    return case


def to_end(act, case):
    while case["usual"]:
        case = act("step", process=case["process"], key=case["key"])
    return case


def delivered(act, **order):
    to_end(act, begin(act, "inbound-unit"))
    case = go(act, begin(act, "dealing"), "follow-up")
    case = go(act, case, "order", **order)
    return to_end(act, case)


@pytest.mark.parametrize("payment", ["cash", "credit"])
def test_a_sale_goes_from_the_prospect_to_the_delivery(dgi, act, payment):
    case = delivered(act, payment=payment, hargaJual=20_000_000, diskon=100_000)
    assert case["state"] == "delivered"
    (spk,) = [body for body in dgi.read("spk") if body["idSpk"] == case["records"]["spk"]["key"]]
    assert (spk["statusSPK"], spk["unit"][0]["hargaJual"]) == ("3", 20_000_000)
    invoices = dgi.read("inv1", idSPK=spk["idSpk"])
    assert sum(invoice["amount"] for invoice in invoices) == 19_900_000
    assert len(dgi.read("lsng", idSPK=spk["idSpk"])) == (payment == "credit")
    assert len(dgi.read("bast", idSPK=spk["idSpk"])) == 1
    assert problems(told(records(dgi), KEYS), dgi.now) == []


def test_every_process_can_be_driven_to_its_end(dgi, act):
    delivered(act)
    for process in ("document-handling", "inbound-part", "part-sales"):
        assert to_end(act, begin(act, process))["next"] == []
    work = begin(act, "work-order")
    assert to_end(act, begin(act, "hotline-order"))["state"] == "received"
    assert to_end(act, work)["state"] == "billed"
    assert problems(told(records(dgi), KEYS), dgi.now) == []


def test_a_read_tells_each_step_in_the_window_of_its_moment(dgi, act):
    case = begin(act, "dealing")
    dgi.advance("PT2H")
    assert [body for body in dgi.read("prsp", hours=1) if body["idProspect"] == case["key"]] == []
    go(act, case, "follow-up")
    (body,) = [body for body in dgi.read("prsp", hours=1) if body["idProspect"] == case["key"]]
    assert (body["statusProspect"], body["createdTime"], body["modifiedTime"]) == (
        "3", "20/11/2026 12:00:00", "20/11/2026 14:00:00",
    )  # fmt: skip


def test_a_delivery_is_answered_only_once_it_is_delivered(dgi, act):
    to_end(act, begin(act, "inbound-unit"))
    case = begin(act, "dealing", kodeTipeUnit="AB1")
    case = go(act, case, "order", payment="cash")
    case = go(act, case, "booking-fee", "settlement", "payment", "outgoing-shipment", "delivery-note")
    assert case["records"]["bast"]["isDraft"]
    assert dgi.read("bast", deliveryDocumentId=case["records"]["bast"]["key"]) == []
    case = go(act, case, "back-to-dealer", "delivery-note", "deliver")
    (body,) = dgi.read("bast", deliveryDocumentId=case["records"]["bast"]["key"])
    assert body["statusDeliveryDocument"] == "4"


def test_papers_are_answered_from_the_agent_on(dgi, act):
    delivered(act)
    case = begin(act, "document-handling")
    seen = []
    while case["usual"]:
        case = act("step", process=case["process"], key=case["key"])
        found = [body for body in dgi.read("doch") if body["idSO"] == case["key"]]
        seen += [body["unit"][0]["statusFakturSTNK"] for body in found]
    assert seen == list("2345678")


def test_a_pushed_deposit_ends_the_waiting_and_is_the_storys_own(dgi, act):
    work = begin(act, "work-order")
    case = begin(act, "hotline-order", noWorkOrder=work["key"])
    (order,) = dgi.read("unpaidhlo", idHLODocument=case["key"])
    same = {name: order[name] for name in ("idHLODocument", "tanggalPemesananHLO", "noWorkOrder", "dealerId")}
    time = {"createdTime": order["createdTime"], "modifiedTime": order["createdTime"]}
    push = {**same, **time, "noInvoiceUangJaminan": "UJ-PUSHED-1", "idCustomer": order["noKTP"]}
    assert dgi.post("dphlo/add", push)["status"] == 1
    assert dgi.read("unpaidhlo", idHLODocument=case["key"]) == []
    assert dgi.post("dphlo/add", push)["status"] == 1
    go(act, case, "deposit")
    assert [body["noInvoiceUangJaminan"] for body in dgi.read("dphlo", idHLODocument=case["key"])] == ["UJ-PUSHED-1"]


def test_a_pushed_bill_is_not_billed_over(dgi, act):
    work = go(act, begin(act, "work-order"), "add-service", "finish", "close")
    bill = CONTRACT.operations["addInv2"].examples[0]
    pushed = {**bill, "noWorkOrder": work["key"], "noNJB": "NJB-PUSHED-1"}
    assert dgi.post("inv2/add", pushed)["status"] == 1
    go(act, work, "bill")
    assert dgi.in_turn(lambda turn: _get(turn, "inv2", work["key"]))["noNJB"] == "NJB-PUSHED-1"


def _get(turn, module, key):
    from kontrak.mocks.dgi import ledger

    return ledger.get(turn, module, key)


def test_what_is_given_stands_in_the_records(dgi, act):
    case = begin(act, "dealing", namaLengkap="Contoh Tertentu", sumberProspect="0007")
    (body,) = [body for body in dgi.read("prsp") if body["idProspect"] == case["key"]]
    assert (body["namaLengkap"], body["sumberProspect"]) == ("Contoh Tertentu", "0007")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (None, (400, "", "object")),
        ([], (400, "", "object")),
        ({}, (400, "/process", "a value")),
        ({"process": "dealing"}, (400, "/dealerId", "a value")),
        ({"process": 3, "dealerId": "99101"}, (400, "/process", "string")),
        ({"process": "deling", "dealerId": "99101"}, (404, "/process", f"one of {', '.join(CONTRACT.processes)}")),
        ({"process": "dealing", "dealerId": "1"}, (404, "/dealerId", "one of 99101, 99102, 99201, 99301, 99401")),
        ({"process": "dealing", "dealerId": "99101", "x": 1}, (400, "/x", "one of process, dealerId, with")),
        ({"process": "dealing", "dealerId": "99101", "with": 1}, (400, "/with", "object")),
        ({"process": "dealing", "dealerId": "99101", "with": {"noKontak": 1}}, (400, "/with/noKontak", "string")),
        (
            {"process": "dealing", "dealerId": "99101", "with": {"namaLengkap": "x" * 101}},
            (400, "/with/namaLengkap", "at most 100 characters"),
        ),
        (
            {"process": "part-sales", "dealerId": "99101", "with": {"partsNumber": "X"}},
            (409, "/with/partsNumber", "one of KT-00001-AAA-000, KT-00002-AAB-000, KT-00003-AAC-000, KT-00004-AAD-000"),
        ),
    ],
)
def test_a_start_that_is_none_is_refused_with_what_was_wanted(refused, body, expected):
    assert refused("start", body) == expected


def test_a_code_that_is_none_is_refused_with_the_codes_and_nothing_is_written(refused):
    body = {"process": "dealing", "dealerId": "99101", "with": {"sumberProspect": "x"}}
    status, pointer, wanted = refused("start", body)
    assert (status, pointer) == (400, "/prsp/sumberProspect")
    assert wanted.startswith('one of ["0001"')


def test_a_step_out_of_turn_is_refused_with_those_that_are_allowed(act, refused):
    case = begin(act, "dealing")
    step = {"process": "dealing", "key": case["key"]}
    assert refused("step", {**step, "step": "deliver"}) == (409, "/step", "one of: follow-up, not-deal, order")
    assert refused("step", {**step, "step": "x"})[0] == 404
    assert refused("step", {**step, "step": 5})[0] == 400
    assert refused("step", {"process": "work-order", "key": case["key"]})[:2] == (404, "/key")
    assert refused("step", {**step, "with": {"payment": "barter"}})[1] == "/with/payment"
    go(act, case, "not-deal")
    assert refused("step", step) == (409, "/step", "one of: none: the case has ended as lost")


def test_a_unit_that_is_not_in_stock_cannot_go_out(act, refused):
    case = go(act, begin(act, "dealing", dealer="99201"), "order", payment="cash")
    case = go(act, case, "booking-fee", "settlement", "payment")
    step = {"process": "dealing", "key": case["key"], "step": "outgoing-shipment"}
    assert refused("step", step)[:2] == (409, "/with/noRangka")


def test_a_unit_goes_out_once(act, refused):
    to_end(act, begin(act, "inbound-unit", jumlahUnit=1))
    first, second = (go(act, begin(act, "dealing"), "order", payment="cash") for _ in range(2))
    steps = ("booking-fee", "settlement", "payment")
    go(act, go(act, first, *steps), "outgoing-shipment")
    go(act, second, *steps)
    assert refused("step", {"process": "dealing", "key": second["key"], "step": "outgoing-shipment"})[0] == 409


def test_what_needs_a_record_of_the_dealer_says_so(refused):
    for process in ("document-handling", "hotline-order"):
        status, _pointer, wanted = refused("start", {"process": process, "dealerId": "99301"})
        assert (status, bool(wanted)) == (409, True)


def test_a_step_before_the_latest_one_of_its_case_is_refused(dgi, act, refused):
    dgi.advance("PT1H")
    case = begin(act, "dealing")
    dgi.control.set_clock(dgi.world, {"now": "2026-11-20T12:30:00+07:00"})
    assert refused("step", {"process": "dealing", "key": case["key"]})[0] == 409


def test_a_record_that_is_gone_stops_its_case_only(dgi, act, refused):
    case = begin(act, "dealing")
    dgi.control.delete_record(dgi.world, "dgi", "prsp", case["key"])
    assert refused("step", {"process": "dealing", "key": case["key"]})[0] == 409


def test_a_dealer_whose_code_fits_no_column_cannot_start(dgi, refused):
    dgi.control.put_record(dgi.world, "dgi", "dealer", "D" * 90, {"dealerId": "D" * 90, "groupId": "X"})
    status, _pointer, wanted = refused("start", {"process": "dealing", "dealerId": "D" * 90})
    assert (status, wanted[:7]) == (400, "at most")


def test_a_work_order_gains_no_more_rows_than_it_may(act, refused):
    case = begin(act, "work-order")
    for _ in range(20):
        case = go(act, case, "add-part", partsNumber="KT-00003-AAC-000", kuantitas=1)
    assert "add-part" not in case["next"]


@pytest.mark.parametrize("body", [None, {}, {"mode": "x"}, {"mode": "still", "x": 1}, []])
def test_a_mode_that_is_none_is_refused(refused, body):
    assert refused("story", body)[0] == 400


def test_the_list_of_processes_shows_steps_and_where_cases_stand(dgi, act):
    case = begin(act, "dealing")
    shown = dgi.control.view(dgi.world, "dgi", "processes", {"process": "dealing"})
    assert list(shown["processes"]) == ["dealing"]
    assert [step["step"] for step in shown["processes"]["dealing"]["steps"]][:2] == ["prospect", "follow-up"]
    assert shown["cases"] == [case]
    assert dgi.control.view(dgi.world, "dgi", "processes", {"process": "x"}).status == 404
    assert dgi.control.view(dgi.world, "dgi", "processes", {"limit": "0"}).status == 400


def test_a_case_is_driven_over_http(dgi):
    client = create_app(dgi.simulator).test_client()
    path = f"/w/{dgi.world}/_kontrak/dgi"
    case = client.post(f"{path}/start", json={"process": "part-sales", "dealerId": "99101"}).get_json()
    step = client.post(f"{path}/step", json={"process": "part-sales", "key": case["key"], "step": "close-sale"})
    assert (step.status_code, step.get_json()["state"]) == (200, "closed")
    problem = client.post(f"{path}/step", json={"process": "part-sales", "key": case["key"]})
    assert (problem.status_code, problem.get_json()["title"][-20:]) == (409, "it cannot go on now.")
