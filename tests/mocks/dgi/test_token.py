"""Who is let in: key, token and time, each refused in the envelope."""

from __future__ import annotations

from hashlib import sha256

import pytest

from kontrak.mocks import Request

WINDOW = {"fromTime": "2026-11-20 00:00:00"}


def refused(answer):
    assert (answer["status"], answer["data"]) == (0, None)
    return answer["message"]["message2"].rpartition("[")[2].rstrip("]")


def signed(dgi, text: str, **more):
    group = dgi.group
    return {"dgi_api_token": sha256(text.format(**group).encode()).hexdigest(), **more}


def test_the_invented_example_of_the_contract_is_let_in(dgi_on):
    from datetime import UTC, datetime

    dgi = dgi_on(still=datetime.fromtimestamp(1795132800, UTC))
    token = "9acf3a6a85d75674ac1628a80c2093ea691b4972093d101551c5eb1c69b8aad6"
    assert (dgi.group["key"], dgi.group["secret"]) == ("kontrak-dgi-key", "kontrak-dgi-secret")
    headers = {"dgi_api_token": token, "x_request_time": "1795132800"}
    assert dgi.post("prsp/read", {"fromTime": f"{dgi.now:%Y-%m-%d} 00:00:00"}, **headers)["status"] == 1


@pytest.mark.parametrize(
    ("header", "value", "requirement"),
    [
        ("dgi_api_key", "", "DGI-AUTH-001"),
        ("dgi_api_key", "kontrak-dgi-key,kontrak-dgi-key", "DGI-AUTH-002"),
        ("dgi_api_key", "\xff\xfe", "DGI-AUTH-002"),
        ("dgi_api_key", "\ud800", "DGI-AUTH-002"),
        ("dgi_api_token", "", "DGI-AUTH-003"),
        ("dgi_api_token", "0" * 64, "DGI-AUTH-004"),
        ("dgi_api_token", "\u0660", "DGI-AUTH-004"),
        ("x_request_time", "", "DGI-AUTH-006"),
        ("x_request_time", "1795132800.0", "DGI-AUTH-007"),
        ("x_request_time", "-1", "DGI-AUTH-007"),
        ("x_request_time", "20 Nov 2026", "DGI-AUTH-007"),
        ("x_request_time", "\u0661\u0662", "DGI-AUTH-007"),
        ("x_request_time", "\xb2", "DGI-AUTH-007"),
        ("x_request_time", "1795132800,1795132800", "DGI-AUTH-007"),
        ("x_request_time", "9" * 5000, "DGI-AUTH-007"),
        ("x_request_time", "9" * 18, "DGI-AUTH-009"),
        ("x_request_time", "1795132800000", "DGI-AUTH-009"),
        ("x_request_time", "0", "DGI-AUTH-008"),
    ],
)
def test_a_bad_header_is_refused_by_its_rule(dgi, header, value, requirement):
    assert refused(dgi.post("prsp/read", WINDOW, **{header: value})) == requirement


@pytest.mark.parametrize("missing", ["dgi-api-key", "dgi-api-token", "x-request-time"])
def test_a_missing_header_is_refused(dgi, missing):
    headers = {name: value for name, value in dgi.headers().items() if name != missing}
    response = dgi.simulator.handle(Request("POST", "/dgi-api/v1.3/prsp/read", b"{}", headers))
    assert response.status == 200
    assert b'"status":0' in response.body


@pytest.mark.parametrize(("late", "status"), [(-11, 0), (-10, 1), (10, 1), (11, 0)])
def test_the_clock_may_differ_by_ten_seconds_either_way(dgi, late, status):
    headers = dgi.headers(int(dgi.now.timestamp()) - late)
    assert dgi.post("prsp/read", WINDOW, **headers)["status"] == status


def test_a_time_ahead_passes_where_only_the_past_is_checked(dgi):
    dgi.switch({"DGI-R-30": "past"})
    ahead, old = (dgi.headers(int(dgi.now.timestamp()) + by) for by in (3600, -11))
    assert dgi.post("prsp/read", WINDOW, **ahead)["status"] == 1
    assert dgi.post("prsp/read", WINDOW, **old)["status"] == 0


@pytest.mark.parametrize(("reading", "text"), [("plain", "{key}{secret}"), ("colon", "{key}:{secret}:")])
def test_the_parts_of_the_token_are_joined_as_the_reading_says(dgi, reading, text):
    dgi.switch({"DGI-R-31": reading})
    time = dgi.headers()["x-request-time"]
    assert dgi.post("prsp/read", WINDOW, **signed(dgi, text + time))["status"] == 1
    other = {"plain": "{key}:{secret}:", "colon": "{key}{secret}"}[reading]
    assert refused(dgi.post("prsp/read", WINDOW, **signed(dgi, other + time))) == "DGI-AUTH-004"


def test_a_token_of_another_groups_secret_or_of_another_time_is_refused(dgi, dgi_on):
    second = dgi.as_group(2)
    assert refused(dgi.post("prsp/read", WINDOW, dgi_api_token=second.headers()["dgi-api-token"])) == "DGI-AUTH-004"
    early = dgi.headers(int(dgi.now.timestamp()) - 1)["dgi-api-token"]
    assert refused(dgi.post("prsp/read", WINDOW, dgi_api_token=early)) == "DGI-AUTH-004"


def test_a_token_in_capitals_is_another_one(dgi):
    token = dgi.headers()["dgi-api-token"].upper()
    assert refused(dgi.post("prsp/read", WINDOW, dgi_api_token=token)) == "DGI-AUTH-004"


def test_a_token_is_good_for_several_requests_of_its_time(dgi):
    assert [dgi.post("prsp/read", WINDOW, **dgi.headers())["status"] for _ in range(2)] == [1, 1]


def test_the_credentials_of_a_seed_are_its_own(dgi, dgi_on):
    other = dgi_on(seed=7)
    assert other.group["secret"] != dgi.group["secret"]
    assert other.read("prsp")
    assert other.group == dgi_on(seed=7).group


def test_a_group_that_the_control_interface_adds_has_credentials_of_its_own(dgi):
    dgi.control.put_record(dgi.world, "dgi", "dealer", "99401", {"dealerId": "99401", "groupId": "BARU"})
    headers = {**dgi.headers(), "dgi-api-key": "kontrak-dgi-key-baru"}
    time = headers["x-request-time"]
    headers["dgi-api-token"] = sha256(f"kontrak-dgi-key-barukontrak-dgi-secret-baru{time}".encode()).hexdigest()
    assert dgi.post("prsp/read", WINDOW, **headers) == {"status": 1, "message": None, "data": []}


def test_no_journal_shows_a_secret(dgi):
    dgi.post("prsp/read", {**WINDOW, "x": dgi.group["secret"], "y": dgi.as_group(2).group["secret"]})
    kept = dgi.control.journal(dgi.world, 1, None, None)["entries"][0]["request"]
    assert "kontrak-dgi" not in kept
    assert kept.count("***") == 2
