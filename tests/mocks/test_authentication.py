"""The key decides first, and never shows up in the journal."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kontrak.mocks import Request

PATH = "/padi-umkm/1.2.0/padis"


def test_a_request_without_the_key_is_401(simulator: Any, transaksi: Any) -> None:
    body = json.dumps({"transaksi": transaksi}).encode()
    response = simulator.handle(Request("POST", PATH, body, {"content-type": "application/json"}))
    assert response.status == 401
    assert json.loads(response.body)["errors"][0]["requirement"] == "PADI-AUTH-001"


@pytest.mark.parametrize("key", ["", "x", "kontrak-padi-ke", "KONTRAK-PADI-KEY", "ü", "\udcff", "a,b"])
def test_a_wrong_key_is_401_and_changes_nothing(padi: Any, transaksi: Any, key: str) -> None:
    response = padi.raw(json.dumps({"transaksi": transaksi}).encode(), x_api_key=key)
    assert response.status == 401
    assert json.loads(response.body)["errors"][0]["requirement"] == "PADI-AUTH-002"
    assert padi.ids() == []


def test_the_key_is_masked_in_the_journal(http: Any, padi: Any, transaksi: Any) -> None:
    padi.report(transaksi, feedback="kontrak-padi-key")
    assert "kontrak-padi-key" not in http.get("/_kontrak/journal").text


def test_another_seed_has_another_key_and_the_old_one_is_unknown(http: Any, padi: Any, transaksi: Any) -> None:
    http.post("/_kontrak/reset", json={"seed": 7})
    key = http.get("/_kontrak/credentials").json["padi"]["x-api-key"]
    body = json.dumps({"transaksi": transaksi}).encode()
    assert key != "kontrak-padi-key"
    assert padi.raw(body).status == 401
    assert padi.raw(body, x_api_key=key).status == 200


def test_header_names_are_not_case_sensitive(http: Any, transaksi: Any) -> None:
    headers = {"X-Api-KEY": "kontrak-padi-key"}
    assert http.post(PATH, json={"transaksi": transaksi}, headers=headers).status_code == 200
