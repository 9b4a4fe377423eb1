"""The log of activity, and the limit of requests."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from kontrak.mocks import Request, create_app

WINDOW = {"fromTime": "2026-11-20 00:00:00"}


@pytest.fixture
def log(dgi):
    def log(**query):
        return dgi.control.view(dgi.world, "dgi", "activity", {name: str(value) for name, value in query.items()})

    return log


def test_a_success_is_logged_with_all_that_ahm_asks_for(dgi, log):
    body = json.dumps(WINDOW).encode()
    request = Request("POST", "/dgi-api/v1.3/prsp/read", body, dgi.headers(), {}, dgi.world, client="192.0.2.7")
    dgi.simulator.handle(request)
    assert log()["activity"][0] == {
        "endpoint": "/dgi-api/v1.3/prsp/read",
        "postData": body.decode(),
        "ip": "192.0.2.7",
        "dealerGroup": "GRUP-CONTOH-1",
        "requestTime": "2026-11-20T12:00:00+07:00",
        "responseTime": "2026-11-20T12:00:00+07:00",
        "httpCode": 200,
        "status": 1,
        "message": None,
        "dataCount": 2,
    }


def test_a_refusal_is_logged_with_its_message_and_without_a_count(dgi, log):
    answer = dgi.post("prsp/read", {})
    line = log()["activity"][0]
    assert (line["status"], line["message"], line["dataCount"]) == (0, answer["message"], None)


def test_a_refused_credential_is_logged_under_no_group(dgi, log):
    dgi.post("prsp/read", WINDOW, dgi_api_token="x")
    line = log()["activity"][0]
    assert (line["dealerGroup"], line["endpoint"], line["status"]) == ("", "/dgi-api/v1.3/prsp/read", 0)


def test_a_message_that_was_too_long_to_keep_is_shown_as_far_as_it_was_kept(dgi, log):
    rows = [{"idJob": 7, "partsNumber": 7, "hargaParts": "x" * 60} for _ in range(9)]
    example = dgi.simulator.partners["dgi"].contract.operations["addInv2"].examples[0]
    dgi.post("inv2/add", {**example, "nsc": rows})
    assert log()["activity"][0]["message"]


def test_the_newest_comes_first_and_an_operation_can_be_chosen(dgi, log):
    for module in ("prsp", "spk", "prsp"):
        dgi.read(module)
    assert [line["endpoint"].split("/")[3] for line in log(limit=2)["activity"]] == ["prsp", "spk"]
    assert log(operation="readPrsp")["count"] == 2


@pytest.mark.parametrize("limit", ["0", "1001", "x", "", "-1", "1" * 9])
def test_a_limit_that_is_no_number_of_lines_is_refused(log, limit):
    assert log(limit=limit).status == 400


def test_the_address_of_a_client_over_http_is_in_the_log(dgi_on):
    dgi = dgi_on()
    http = create_app(dgi.simulator).test_client()
    http.post(
        "/dgi-api/v1.3/prsp/read", json=WINDOW, headers=dgi.headers(), environ_overrides={"REMOTE_ADDR": "192.0.2.9"}
    )
    assert http.get("/_kontrak/dgi/activity").json["activity"][0]["ip"] == "192.0.2.9"


def test_a_running_clock_tells_when_the_answer_was_ready(dgi, log):
    dgi.control.set_clock(dgi.world, {"now": "real"})
    dgi.read("prsp")
    from datetime import datetime

    times = [datetime.fromisoformat(log()["activity"][0][name]) for name in ("requestTime", "responseTime")]
    assert timedelta() <= times[1] - times[0] < timedelta(minutes=5)


def test_the_limit_counts_each_group_and_day_by_itself(dgi_on):
    dgi = dgi_on(limits={"dgi": 2})
    answers = [dgi.post("prsp/read", WINDOW) for _ in range(3)]
    assert [answer["status"] for answer in answers] == [1, 1, 0]
    assert "DGI-AUTH-024" in answers[2]["message"]["message2"]
    assert dgi.as_group(2).post("prsp/read", WINDOW)["status"] == 1
    dgi.advance("P1D")
    assert dgi.post("prsp/read", WINDOW)["status"] == 1


def test_a_request_with_a_wrong_token_does_not_count(dgi_on):
    dgi = dgi_on(limits={"dgi": 1})
    dgi.post("prsp/read", WINDOW, dgi_api_token="x")
    assert dgi.post("prsp/read", WINDOW)["status"] == 1


def test_over_the_limit_may_be_http_429(dgi_on):
    dgi = dgi_on(limits={"dgi": 1}, readings={"DGI-R-37": "429"})
    body = json.dumps(WINDOW).encode()
    assert [dgi.raw("/dgi-api/v1.3/prsp/read", body).status for _ in range(2)] == [200, 429]


def test_a_token_may_count_once_only(dgi):
    dgi.switch({"DGI-R-40": "once"})
    headers = dgi.headers()
    assert [dgi.post("prsp/read", WINDOW, **headers)["status"] for _ in range(2)] == [1, 0]
