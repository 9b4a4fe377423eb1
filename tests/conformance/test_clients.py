"""The planted clients: each fault is failed by its own requirement, and clean clients pass without a finding."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kontrak.conformance.verdict import Outcome, Verdict
from tests.planted.clients.faults import FAULTS
from tests.planted.clients.kill import CLIENTS, client_kill, judged, without_client_fault

DOCS = Path(__file__).parents[2] / "docs"
CLIENT_FOLDER = Path(__file__).parents[1] / "planted" / "clients"
LINE = re.compile(r"\| ([A-Z]+-\S+-\d+) \| \w+ \| (.+) \| (.+) \|")
each_partner = pytest.mark.parametrize("partner", FAULTS)
BESIDE = 3


@pytest.mark.parametrize(
    "fault",
    [fault for faults in FAULTS.values() for fault in faults],
    ids=lambda fault: f"{fault.partner}-{fault.name}-{fault.requirement}",
)
def test_a_faulty_client_is_failed_by_its_own_requirement_and_few_others(fault):
    found = client_kill(fault)
    assert fault.requirement in found.failed
    assert len(found.beside) <= BESIDE, found.beside


@each_partner
@pytest.mark.parametrize("other", [False, True], ids=["one", "other"])
def test_a_clean_client_has_no_finding_in_the_strictest_profile(partner, other):
    report = judged(partner, other=other)
    assert report.verdict is Verdict.CONFORMANT
    assert {result.verdict for result in report.requirements} <= {Outcome.PASS, Outcome.NOT_TESTED}


@each_partner
def test_every_testable_requirement_on_clients_has_a_fault(partner):
    assert without_client_fault(partner) == []


def test_the_written_table_lists_exactly_these_faults_and_no_survivor():
    text = (DOCS / "kill-table-clients.md").read_text(encoding="utf-8")
    written = [(line[1], line[2]) for line in LINE.finditer(text)]
    assert written == [(fault.requirement, fault.text) for faults in FAULTS.values() for fault in faults]
    assert "survived" not in text


@pytest.mark.parametrize("name", ["wire", *CLIENTS])
def test_the_clients_know_nothing_of_kontrak(name):
    assert "kontrak." not in (CLIENT_FOLDER / f"{name}.py").read_text(encoding="utf-8").replace("kontrak is", "")


def test_without_a_scenario_only_what_was_begun_is_judged_for_completeness():
    results = {result.id: result for result in judged("padi", "no-report", scenario=[]).requirements}
    assert results["PADI-CLIENT-101"].verdict is Outcome.NOT_APPLICABLE


def test_a_scenario_that_was_asked_for_fails_in_every_profile():
    report = judged("padi", "no-report", scenario=["reporting"], profile=["documented"])
    results = {result.id: result for result in report.requirements}
    assert report.verdict is Verdict.NONCONFORMANT
    assert results["PADI-CLIENT-101"].level == "documented"


def test_an_assumed_rule_only_warns_in_the_default_profile():
    report = judged("padi", "report-twice", scenario=[], profile=["observed"])
    assert report.verdict is Verdict.CONFORMANT
    assert [result.id for result in report.requirements if result.verdict is Outcome.WARN] == ["PADI-CLIENT-009"]
