"""A wrong answer of the simulator itself is loud."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from typing import Any

from kontrak.mocks import create_app


def test_an_answer_that_breaks_the_contract_is_500_and_logged(
    contract: Any, simulate: Any, padi_in: Any, transaksi: Any, caplog: Any
) -> None:
    simulator = simulate(contract)
    partner = simulator.partners["padi"]
    partner.rules = replace(partner.rules, success={"status": "done"})
    with caplog.at_level(logging.ERROR):
        response = padi_in(simulator).raw(json.dumps({"transaksi": transaksi}).encode())
    assert response.status == 500
    assert "mistake of kontrak" in json.loads(response.body)["message"]
    assert "createTransaksi" in caplog.text


def test_a_database_that_fails_is_503_without_its_message(
    contract: Any, simulate: Any, transaksi: Any, caplog: Any
) -> None:
    simulator = simulate(contract)
    with simulator.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE kontrak_journal")
    http = create_app(simulator).test_client()
    headers = {"x-api-key": "kontrak-padi-key"}
    for response in (
        http.post("/padi-umkm/1.2.0/padis", json={"transaksi": transaksi}, headers=headers),
        http.get("/_kontrak/journal"),
    ):
        assert (response.status_code, response.content_type) == (503, "application/problem+json")
        assert "kontrak_journal" not in response.text
    assert "kontrak_journal" in caplog.text


def test_what_such_a_call_stored_is_taken_back(contract: Any, simulate: Any, padi_in: Any, transaksi: Any) -> None:
    simulator = simulate(contract)
    partner, client = simulator.partners["padi"], padi_in(simulator)
    partner.rules = replace(partner.rules, success={"status": "done"})
    client.report(transaksi)
    partner.rules = replace(partner.rules, success={"status": "success"})
    assert client.ids() == []
