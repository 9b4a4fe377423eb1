"""The requirements and readings hang together, and their own cases are judged as they say."""

from __future__ import annotations

import re

import pytest

from kontrak.conformance.messages import Messages
from kontrak.contracts import Level, Role, load
from kontrak.contracts.schema import nodes, references

PADI = load("padi")
REQUIREMENTS = list(PADI.in_role(Role.PROVIDER).requirements.values())
each_requirement = pytest.mark.parametrize("requirement", REQUIREMENTS, ids=lambda requirement: requirement.id)
each_reading = pytest.mark.parametrize("reading", PADI.readings.values(), ids=lambda reading: reading.id)
SCHEMAS = [PADI.refusal] + [
    schema for operation in PADI.operations.values() for schema in (operation.request, operation.answer)
]


def cases(kind):
    """One parameter for each column that a requirement has cases of a kind for."""
    return pytest.mark.parametrize(
        ("requirement", "column"),
        [
            pytest.param(requirement, column, id=f"{requirement.id}-{column}")
            for requirement in REQUIREMENTS
            for column in getattr(requirement.test, kind)
        ],
    )


@pytest.fixture
def judged(judge):
    """Each case of a column put into each example: the value, and the violations before and after."""
    messages = Messages(PADI, PADI.world, "KT", seed=0)

    def violations(operation, message):
        return judge.request(operation, message) + judge.references(operation, message, messages.lookup)

    def each(requirement, column, kind):
        operation = PADI.operations[requirement.test.operation]
        for example in operation.examples:
            good = operation.unwrap(example) | dict(requirement.test.given)
            for value in getattr(requirement.test, kind)[column]:
                changed = messages.changed(operation, good, column, value)
                yield value, violations(operation, good), violations(operation, changed)

    return each


@cases("refuse")
def test_a_refused_case_stands_beside_a_good_twin(requirement, column, judged):
    assert [good for _value, good, _changed in judged(requirement, column, "refuse") if good] == []


@cases("refuse")
def test_a_refused_case_breaks_exactly_its_column(requirement, column, judged):
    for value, _good, changed in judged(requirement, column, "refuse"):
        assert [violation.pointer.split("/")[2] for violation in changed] == [column], value


@cases("refuse")
def test_a_refused_case_breaks_its_own_requirement(requirement, column, judged):
    # Ids that clients' lists lack are outside the document's 27 values too: the document's rule is the one broken.
    wanted = "PADI-TRX-105" if requirement.id == "PADI-CODE-001" else requirement.id
    for value, _good, changed in judged(requirement, column, "refuse"):
        assert [violation.requirement for violation in changed] == [wanted], value


@cases("refuse")
def test_no_refused_case_lies_where_the_sources_are_silent(requirement, column, judged):
    # The ids of list 1 come from clients, so another id is open by the document alone; see PADI-R-18.
    if requirement.id != "PADI-CODE-001":
        for value, _good, changed in judged(requirement, column, "refuse"):
            assert [violation.silent for violation in changed] == [False], value


@cases("accept")
def test_an_accepted_case_breaks_nothing(requirement, column, judged):
    for value, _good, changed in judged(requirement, column, "accept"):
        assert changed == [], value


def test_the_ids_are_unique_and_well_formed():
    ids = re.findall(r"^- id: (\S+)$", (PADI.folder / "requirements.yaml").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(ids) == len(set(ids)) == len(REQUIREMENTS)
    assert all(re.fullmatch(r"PADI-(API|AUTH|TRX|CODE|LST|DEL|UMK)-\d{3}", id) for id in ids)


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda schema: schema["title"])
def test_each_requirement_named_in_a_schema_exists(schema):
    named = {id for node in nodes(schema) for id in node.get("x-requirements", {}).values()}
    named |= {entry.requirement for entry in references(schema)}
    assert named <= {*PADI.requirements}


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda schema: schema["title"])
def test_each_reading_named_in_a_schema_exists(schema):
    named = {node["x-reading"] for node in nodes(schema) if "x-reading" in node}
    assert named <= {*PADI.readings}


@each_requirement
def test_each_reading_named_by_a_requirement_exists(requirement):
    assert requirement.reading is None or requirement.reading in PADI.readings


@each_requirement
def test_each_source_names_a_document_of_the_contract_or_a_standard(requirement):
    first = re.match(r"[\w-]+", requirement.source)[0]
    assert first in PADI.documents or re.match(r"RFC \d{4} \d|OWASP API\d+:\d{4}", requirement.source)


@each_requirement
def test_the_level_is_one_that_the_source_can_carry(requirement):
    first = re.match(r"[\w-]+", requirement.source)[0]
    highest = {"002": Level.DOCUMENTED, "clients": Level.OBSERVED}.get(first, Level.ASSUMED)
    levels = list(Level)
    assert levels.index(requirement.level) >= levels.index(highest)


@each_requirement
def test_a_rule_about_an_invalid_cell_of_the_table_is_documented(requirement):
    row_of_the_table = re.fullmatch(r"002 API Transaksi, row (\d+)", requirement.source)
    if row_of_the_table and row_of_the_table[1] != "18":
        assert requirement.level is Level.DOCUMENTED or requirement.id in {"PADI-TRX-123", "PADI-UMK-009"}


@each_requirement
def test_a_documented_rule_is_a_must(requirement):
    assert requirement.level is not Level.DOCUMENTED or requirement.keyword == "MUST"


@each_requirement
def test_each_operation_and_collection_named_in_a_test_exists(requirement):
    assert requirement.test.operation is None or requirement.test.operation in PADI.operations
    assert requirement.test.collection is None or requirement.test.collection in PADI.collections


@each_requirement
def test_each_column_named_in_a_test_exists_in_its_operation(requirement):
    test = requirement.test
    named = {*test.accept, *test.refuse, *test.given}
    if named and requirement.id != "PADI-API-013":
        assert named <= {*PADI.operations[test.operation].request["properties"]}


def test_the_one_case_with_an_unknown_column_is_the_one_about_unknown_columns():
    assert "x-catatan" in PADI.requirements["PADI-API-013"].test.accept


@each_requirement
def test_each_requirement_is_tested_in_one_way_or_says_why_not(requirement):
    test = requirement.test
    ways = [test.accept or test.refuse, test.probe or test.watch, test.property, test.not_tested]
    assert len([way for way in ways if way]) == 1


@pytest.mark.parametrize("id", [f"PADI-R-{number:02}" for number in range(1, 26)])
def test_each_unclear_place_of_the_document_has_a_reading_with_a_choice(id):
    reading = PADI.readings[id]
    assert len(reading.candidates) >= 2
    assert reading.chosen in [candidate.name for candidate in reading.candidates]


def test_there_are_no_other_readings():
    assert len(PADI.readings) == 25


@each_reading
def test_each_reading_waives_only_what_exists_and_nothing_under_the_choice(reading):
    assert {id for candidate in reading.candidates for id in candidate.waives} <= {*PADI.requirements}
    assert reading.candidate(reading.chosen).waives == ()


@each_reading
def test_what_a_reading_waives_is_assumed_and_names_that_reading(reading):
    for id in {id for candidate in reading.candidates for id in candidate.waives}:
        assert PADI.requirements[id].level is Level.ASSUMED
        assert PADI.requirements[id].reading in {reading.id, None}


def test_the_readings_that_can_be_switched_are_those_that_change_something():
    waiving = {id for id, reading in PADI.readings.items() if any(each.waives for each in reading.candidates)}
    used_by_rules = {"PADI-R-02", "PADI-R-20"}
    assert {id for id, reading in PADI.readings.items() if reading.switch} == waiving | used_by_rules
