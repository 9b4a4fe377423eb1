"""Scenarios hang together: what one names is there, and a mistake is told with its line."""

from __future__ import annotations

import pytest

from kontrak.contracts import ContractError, Level, Role, load, load_all
from kontrak.contracts.scenario import Wanted, values

CONTRACTS = load_all()
WITH_SCENARIOS = [name for name, contract in CONTRACTS.items() if contract.scenarios]
MISTAKES = [
    ("call: createUmkm,", "call: makeUmkm,", "no operation makeUmkm; name one of openapi.yaml"),
    ("begins: report", "begins: reports", "no step reports; name one of vendor, report, check"),
    ("sent: {vendor: uid}", "sent: {vendor: uidd}", "no column uidd in createUmkm"),
    ("after: [vendor]", "after: [check]", "report comes after check, no earlier step"),
    ("requirement: PADI-CLIENT-101", "requirement: PADI-CLIENT-999", "no requirement PADI-CLIENT-999"),
    ("after: [vendor]", "after: [vendor], takes: [price]", "no step before report gets price"),
    ("after: [vendor]", "after: [vendor], when: {price: {above: 1}}", "nothing gives price"),
    ("- {step: check,", "- {step: report,", "the step report stands twice"),
]


def test_every_partner_has_scenarios():
    assert WITH_SCENARIOS == ["dgi", "padi", "tpos"]


@pytest.mark.parametrize("partner", WITH_SCENARIOS)
def test_every_scenario_has_a_requirement_of_its_own_on_clients(partner):
    contract = CONTRACTS[partner]
    own = [scenario.requirement for scenario in contract.scenarios.values()]
    assert len(set(own)) == len(own)
    assert set(own) <= set(contract.in_role(Role.CONSUMER).requirements)


@pytest.mark.parametrize("partner", WITH_SCENARIOS)
def test_a_documented_rule_on_clients_names_a_document(partner):
    known = CONTRACTS[partner].in_role(Role.CONSUMER).requirements.values()
    firsts = {entry.source.split(" ")[0].rstrip(",") for entry in known if entry.level is Level.DOCUMENTED}
    assert firsts <= set(CONTRACTS[partner].documents) - {"kontrak"}


@pytest.mark.parametrize(("old", "new", "told"), MISTAKES, ids=[told for _, _, told in MISTAKES])
def test_a_mistake_is_told_with_file_and_line(copy, old, new, told):
    copy.replace("scenarios.yaml", old, new)
    with pytest.raises(ContractError) as error:
        load(copy.folder)
    assert told in str(error.value)
    assert error.value.line is not None


def test_a_path_leads_through_lists():
    body = {"data": [{"noPo": "A", "unit": [{"type": "1"}, {"type": "2"}]}, {"noPo": None}, "odd"]}
    assert values(body, "data/noPo") == ["A"]
    assert values(body, "data/unit/type") == ["1", "2"]
    assert values(["x"], "data") == []


@pytest.mark.parametrize(
    ("wanted", "value", "holds"),
    [
        (Wanted(values=("2",)), "2", True),
        (Wanted(values=("2",)), "1", False),
        (Wanted(above=0), 1, True),
        (Wanted(above=0), 0, False),
        (Wanted(above=0), "many", False),
    ],
)
def test_a_condition_on_a_fact(wanted, value, holds):
    assert wanted.holds(value) is holds
