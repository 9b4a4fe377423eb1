from __future__ import annotations

import pytest

from kontrak.conformance.client import Client
from kontrak.conformance.envelopes import contracted
from kontrak.conformance.exchange import Exchange, Incoming, Outgoing
from kontrak.conformance.session import Answer, Session
from tests.planted.kill import contract, serving

ROW = {"noPo": "PO-1"}


@pytest.fixture
def tpos():
    with serving(partner="tpos") as target, Client(app=target.app) as client:
        yield Session(contract("tpos"), target, client, seed=1, mark="KT")


@pytest.mark.parametrize(
    ("operation", "body", "wanted"),
    [
        ("inquirePendingDetail", [ROW], {"data": [ROW]}),
        ("inquirePendingDetail", {"rows": [ROW], "total": 1}, {"data": [ROW]}),
        ("inquirePendingDetail", {"data": None}, {"data": None}),
        ("inquirePendingDetail", {"a": [], "b": []}, {"a": [], "b": []}),
        ("inquireClaimDetail", ROW, {"data": ROW}),
        ("inquireClaimDetail", {"claim": ROW}, {"data": ROW}),
        ("inquireClaimDetail", [ROW], [ROW]),
        ("createPurchaseOrder", [ROW], [ROW]),
        ("inquirePendingDetail", None, None),
    ],
)
def test_content_in_another_envelope_is_read_as_the_contract_has_it(operation, body, wanted):
    assert contracted(contract("tpos").operations[operation], body) == wanted


def test_an_empty_2xx_accepts_where_no_body_could_refuse(tpos):
    assert tpos.read(Incoming(201)) is Answer.ACCEPTED
    assert tpos.read(Incoming(400)) is Answer.REFUSED
    assert tpos.read(Incoming(200, {}, b"<h1>Masuk</h1>")) is Answer.REFUSED


def exchanged(tpos, operation, answer):
    message = tpos.messages.good(contract("tpos").operations[operation])
    url = tpos.target.base_url + contract("tpos").operations[operation].path
    body = str(message).replace("'", '"').encode()
    return Exchange(Outgoing("POST", url, {}, body), Incoming(200, {}, answer))


def test_an_empty_list_is_no_evidence_on_the_rules_of_its_rows(tpos):
    operation = contract("tpos").operations["inquirePendingDetail"]
    about, violations = tpos.judged_answer(operation, exchanged(tpos, operation.id, b'{"data": []}'))
    assert "TPOS-API-010" in about
    assert "TPOS-PEN-801" not in about
    assert violations == []


def test_rows_in_another_envelope_break_the_rule_of_the_envelope_and_are_judged(tpos):
    operation = contract("tpos").operations["inquirePendingDetail"]
    about, violations = tpos.judged_answer(operation, exchanged(tpos, operation.id, b'[{"no": 1}]'))
    assert {violation.requirement for violation in violations} == {"TPOS-API-010", "TPOS-PEN-801"}
    assert "TPOS-PEN-801" in about


def test_a_body_that_is_no_json_carries_no_message(tpos):
    operation = contract("tpos").operations["inquirePendingDetail"]
    assert tpos.message_of(operation, Outgoing("POST", "http://planted.example", {}, b"{} {}")) is None
