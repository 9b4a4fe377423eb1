"""What is no finding: the trails forgive what a right client may do, and say nothing where they know nothing."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest

from kontrak.conformance.consumer import Question, report, unread
from kontrak.conformance.verdict import Outcome, Verdict
from kontrak.contracts import ConfigurationError, UnknownPartner, load

BEGIN = datetime.fromisoformat("2026-11-20T08:00:00+07:00")
CONTRACTS = {name: load(name) for name in ("padi", "tpos")}
VENDOR = {"uid": "V-1", "nama_umkm": "CV Contoh", "kategori_usaha": "2"}


class Journal:
    """Entries of a journal, as the mock gives them."""

    def __init__(self, partner):
        self.contract, self.entries = CONTRACTS[partner], []

    def call(self, operation, message, answer=None, *, seconds=1, **changed):
        found = self.contract.operations[operation]
        number = len(self.entries) + 1
        last = datetime.fromisoformat(self.entries[-1]["at"]) if self.entries else BEGIN
        text = json.dumps(found.wrap(message))
        entry = {
            "id": number, "at": (last + timedelta(seconds=seconds)).isoformat(), "method": found.method, "path": found.path,
            "system": self.contract.name, "operation": operation, "status": 200, "verdict": "accepted", "violations": [],
            "request": text, "answer": json.dumps(answer or {"status": "success"}), "caller": "it", "headers": {},
            "answer_headers": {}, "fault": None, "marks": {"credential": "c1", "body": text},
        }  # fmt: skip
        self.entries.append(entry | changed)
        return self

    def results(self, **asked):
        found = report({self.contract.name: self.contract}, self.entries, Question(**asked))
        return {result.id: result for result in found.requirements}


@pytest.fixture
def padi():
    return Journal("padi")


@pytest.fixture
def tpos():
    return Journal("tpos")


def refused(rule, requirement, status=409):
    breach = {"pointer": "/umkm/uid", "rule": rule, "requirement": requirement, "got": '"V-1"', "wanted": "another"}
    return {"verdict": "refused", "status": status, "violations": [breach]}


LOST = {"verdict": "accepted", "fault": {"id": "f", "kind": "reset"}}


def test_a_retry_that_meets_its_own_record_is_no_duplicate(padi):
    padi.call("createUmkm", VENDOR, **LOST).call("createUmkm", VENDOR, **refused("duplicate-key", "PADI-UMK-009"))
    found = padi.results()
    assert found["PADI-CLIENT-009"].verdict is Outcome.PASS
    assert found["PADI-CLIENT-005"].verdict is Outcome.PASS


def test_the_same_refusal_without_a_lost_answer_is_one(padi):
    padi.call("createUmkm", VENDOR).call("createUmkm", VENDOR, **refused("duplicate-key", "PADI-UMK-009"))
    assert padi.results()["PADI-CLIENT-009"].verdict is Outcome.WARN


def test_who_looks_whether_a_lost_call_was_carried_out_need_not_repeat_it(padi):
    padi.call("createUmkm", VENDOR, **LOST).call("listUmkm", {"size": 9, "page": 1}, {"data": [VENDOR], "count": 1})
    assert padi.results()["PADI-CLIENT-005"].verdict is Outcome.PASS


def test_who_looks_and_does_not_find_it_has_to_repeat_it(padi):
    padi.call("createUmkm", VENDOR, **LOST).call("listUmkm", {"size": 9, "page": 1}, {"data": [], "count": 0})
    assert padi.results()["PADI-CLIENT-005"].verdict is Outcome.WARN


def test_a_deleted_vendor_may_be_registered_anew(padi):
    padi.call("createUmkm", VENDOR).call("deleteUmkm", {"uid": ["V-1"]}).call("createUmkm", VENDOR)
    assert padi.results()["PADI-CLIENT-009"].verdict is Outcome.PASS


def test_while_the_clock_stands_no_waiting_is_judged(padi):
    padi.call("createUmkm", VENDOR, status=503, answer_headers={"Retry-After": "30"}, verdict="fault")
    padi.call("createUmkm", VENDOR, seconds=0)
    assert padi.results()["PADI-CLIENT-007"].verdict is Outcome.NOT_TESTED


def test_an_answer_of_a_fault_in_the_partners_words_is_not_the_clients(padi):
    padi.call("createUmkm", VENDOR, **refused("fault", "PADI-UMK-002", 422) | {"verdict": "fault"})
    assert "PADI-UMK-002" not in {id for id, one in padi.results().items() if one.verdict is Outcome.FAIL}


def test_a_value_that_the_sources_leave_open_is_not_held_against_a_client(padi):
    message = {"transaksi_id": "T-1", "kategori_project": "10"}
    breach = {
        "pointer": "/transaksi/kategori_project",
        "rule": "enum",
        "requirement": "PADI-TRX-105",
        "got": "10",
        "wanted": "9",
    }
    padi.call("createTransaksi", message, verdict="refused", status=400, violations=[breach])
    assert padi.results().get("PADI-TRX-105") is None or padi.results()["PADI-TRX-105"].verdict is Outcome.PASS


def test_an_expired_token_that_is_refused_once_is_how_a_client_learns_of_it(tpos):
    message = {"outletCode": "KTK000001", "noParts": ["9KT01A0001"]}
    gone = {"pointer": "", "rule": "wrong-credential", "requirement": "TPOS-AUTH-002", "got": None, "wanted": "a token"}
    tpos.call("inquireParts", message).call(
        "inquireParts", message, verdict="refused", status=401, violations=[gone], caller=""
    )
    found = tpos.results()
    assert found["TPOS-CLIENT-005"].verdict is Outcome.PASS
    assert found["TPOS-CLIENT-006"].verdict is Outcome.PASS


def test_a_message_that_cannot_be_read_breaks_nothing_here(padi):
    padi.call("createUmkm", VENDOR, request="{not json", answer='{"cut')
    assert padi.results()["PADI-CLIENT-002"].verdict is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize("scenarios", [(), ("reporting",)])
def test_an_empty_journal_is_inconclusive_whatever_was_asked(scenarios):
    found = report(CONTRACTS, [], Question(scenarios=scenarios, base_url="http://mock/w/x"))
    assert found.verdict is Verdict.INCONCLUSIVE
    assert "point the client at http://mock/w/x" in found.requirements[0].reason


def test_a_journal_that_cannot_be_read_is_inconclusive():
    found = unread(CONTRACTS, "no answer", Question(partners=("padi",)))
    assert found.verdict is Verdict.INCONCLUSIVE
    assert {result.verdict for result in found.requirements} == {Outcome.ERROR}


def test_only_partners_that_were_called_are_judged(padi):
    padi.call("createUmkm", VENDOR)
    assert {result.system for result in report(CONTRACTS, padi.entries, Question()).requirements} == {"PADI"}


def test_a_path_that_nobody_knows_is_told_to_the_nearest_partner(padi):
    padi.call("createUmkm", VENDOR)
    padi.call("createUmkm", VENDOR, path="/padi-umkm/9/padis", system=None, verdict="unmatched")
    padi.entries[-1]["operation"] = None
    found = {one.id: one.verdict for one in report(CONTRACTS, padi.entries, Question()).requirements}
    assert found["PADI-CLIENT-001"] is Outcome.FAIL


def test_what_is_asked_wrongly_is_told():
    with pytest.raises(UnknownPartner):
        report(CONTRACTS, [], Question(partners=("padl",)))
    with pytest.raises(ConfigurationError, match=r"no scenario reports; known: .*reporting"):
        report(CONTRACTS, [], Question(scenarios=("reports",)))
    with pytest.raises(ConfigurationError, match="--only: not judged on this client: PADI-TRX-999"):
        report(CONTRACTS, [], Question(only=("PADI-TRX-999",)))


def test_personal_data_and_credentials_are_not_in_the_report(padi):
    secret = {"no_rekening": "99887766", "npwp": "11223344"}
    padi.call("createUmkm", VENDOR | secret, **refused("enum", "PADI-UMK-002", 400), headers={"x-api-key": "***"})
    text = json.dumps(report({"padi": padi.contract}, padi.entries, Question()).to_json())
    assert "PADI-UMK-002" in text
    assert "99887766" not in text
    assert "11223344" not in text
