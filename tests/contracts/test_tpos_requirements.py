"""The requirements and readings of TPOS hang together, and their own cases are judged as they say."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kontrak.conformance import generate
from kontrak.conformance.messages import Messages
from kontrak.contracts import Judge, Level, Role, load
from kontrak.contracts.schema import nodes, variants

TPOS = load("tpos")
JUDGE = Judge(TPOS)
REQUIREMENTS = [entry for entry in TPOS.requirements.values() if entry.roles != (Role.CONSUMER,)]
WEB = [operation for operation in TPOS.operations.values() if operation.secured]
CASES = {
    kind: [
        pytest.param(requirement, column, id=f"{requirement.id}-{column}")
        for requirement in REQUIREMENTS
        for column in getattr(requirement.test, kind)
    ]
    for kind in ("accept", "refuse")
}
SITES = [
    pytest.param(operation, site, id=f"{operation.id}-{site.column}-{site.rule}-{site.requirement}")
    for operation in TPOS.operations.values()
    if TPOS.collection_created_by(operation.id)
    for site in generate.sites(operation)
    if TPOS.requirements[site.requirement].test.not_tested is None
]
each_reading = pytest.mark.parametrize("reading", TPOS.readings.values(), ids=lambda reading: reading.id)
quick = settings(max_examples=20, deadline=None, database=None, derandomize=True)


def violations(messages, operation, message):
    return JUDGE.request(operation, message) + JUDGE.references(operation, message, messages.lookup)


def judged(requirement, column, kind):
    """Each value put into each example: the value, and the breaches before and after."""
    messages = Messages(TPOS, TPOS.world, "KT", seed=0)
    operation = TPOS.operations[requirement.test.operation]
    for example in messages.examples(operation):
        good = example | dict(requirement.test.given)
        for value in getattr(requirement.test, kind)[column]:
            changed = messages.changed(operation, good, column, value)
            yield value, violations(messages, operation, good), violations(messages, operation, changed)


# What a file holds is seen by whoever opens it, not by a schema; the planted servers show that the suite tells them.
OF_FILES = {"TPOS-CLM-306", "TPOS-CLM-307", "TPOS-CLM-414", "TPOS-CLM-415", "TPOS-RPP-308", "TPOS-RPP-414"}


@pytest.mark.parametrize(
    ("requirement", "column"), [case for case in CASES["refuse"] if case.values[0].id not in OF_FILES]
)
def test_a_refused_case_breaks_its_own_requirement_alone_beside_a_good_twin(requirement, column):
    for value, good, changed in judged(requirement, column, "refuse"):
        assert good == [], value
        assert [(found.requirement, found.silent) for found in changed] == [(requirement.id, False)], value
        assert changed[0].pointer.split("/")[1] == column


@pytest.mark.parametrize(("requirement", "column"), CASES["accept"])
def test_an_accepted_case_breaks_nothing(requirement, column):
    for value, _good, changed in judged(requirement, column, "accept"):
        assert changed == [], value


# An outlet of another length breaks another rule as well: it is a directed case.
DIRECTED = {"TPOS-AUTH-010", *OF_FILES}


@pytest.mark.parametrize(("operation", "site"), SITES)
def test_a_rule_broken_by_generation_is_told_apart_from_every_other(operation, site):
    messages = Messages(TPOS, TPOS.world, "KT", seed=0)
    pool = list(messages.examples(operation))
    told = []

    @quick
    @given(generate.broken(operation, messages, pool, site))
    def search(message):
        found = violations(messages, operation, message)
        if len(found) == 1 and not found[0].silent and found[0].requirement == site.requirement:
            told.append(message)

    search()
    assert told or site.requirement in DIRECTED


@pytest.mark.parametrize("operation", WEB, ids=lambda operation: operation.id)
def test_generated_good_messages_break_nothing(operation):
    messages = Messages(TPOS, TPOS.world, "KT", seed=0)

    @quick
    @given(generate.good(operation, messages))
    def search(message):
        assert violations(messages, operation, message) == []

    search()


def test_good_messages_are_generated_for_every_claim_code_and_every_origin():
    claim, order = TPOS.operations["createPartsClaim"].request, TPOS.operations["createPurchaseOrder"].request
    codes = {code for variant in variants(claim) for code in variant["properties"]["kodeClaim"]["enum"]}
    origins = {code for variant in variants(order) for code in variant["properties"]["referensiPo"]["enum"]}
    assert codes == set(TPOS.codes["kode_claim"].codes)
    assert origins == {1, 2, 3}


MATRIX = {
    "qtyMinus": {"U", "Sht"},
    "qtyPlus": {"Ex"},
    "qtyNg": {"P1", "P2", "P3", "S1", "S2", "S3"},
    "qtyOth": {"P/N", "MKT", "OTH"},
    "bap": {"S2", "S3"},
}


@pytest.mark.parametrize("column", MATRIX)
@pytest.mark.parametrize("code", sorted(TPOS.codes["kode_claim"].codes))
def test_a_claim_code_asks_for_its_quantity_and_its_record_and_for_no_other(code, column):
    operation = TPOS.operations["createPartsClaim"]
    claim = operation.examples[0] | dict.fromkeys(set(MATRIX) - {"bap"}, 1) | {"kodeClaim": code}
    without = {name: value for name, value in claim.items() if name != column}
    assert bool(JUDGE.request(operation, without)) == (code in MATRIX[column])


@pytest.mark.parametrize("code", [1, 2, 3, 4])
def test_an_order_needs_its_number_unless_it_comes_from_nothing(code):
    operation = TPOS.operations["createPurchaseOrder"]
    order = {name: value for name, value in operation.examples[0].items() if name != "noTransaksi"}
    assert bool(JUDGE.request(operation, order | {"referensiPo": code})) == (code != 4)


RULES = ("type", "enum", "const", "pattern", "format", "maxLength", "minLength", "minimum", "maximum", "minItems",
         "maxItems")  # fmt: skip
SCHEMAS = [TPOS.refusal, *(schema for op in TPOS.operations.values() for schema in (op.request, op.answer))]


def columns(schema):
    """Every column in a schema or in a condition of it, with whether it is required there."""
    for node in nodes(schema):
        for name, column in node.get("properties", {}).items():
            yield name, column, name in node.get("required", ())


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda schema: schema["title"])
def test_every_rule_of_every_column_names_its_requirement(schema):
    tests = [node["if"] for node in nodes(schema) if "if" in node]
    conditions = {id(column) for test in tests for _name, column, _required in columns(test)}
    for name, column, required in columns(schema):
        if id(column) not in conditions:
            known = set(column.get("x-requirements", {}))
            wanted = {rule for rule in RULES if rule in column} | ({"required", "null"} if required else set())
            assert wanted <= known, (name, wanted - known)


@pytest.mark.parametrize("operation", WEB, ids=lambda operation: operation.id)
def test_the_judge_names_a_requirement_for_whatever_is_wrong(operation):
    names = sorted(operation.request["properties"])
    odd = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
    odd = odd | st.lists(odd, max_size=2) | st.dictionaries(st.sampled_from(names), odd, max_size=2)

    @quick
    @given(odd | st.dictionaries(st.sampled_from(names), odd))
    def search(message):
        assert all(found.requirement in TPOS.requirements for found in JUDGE.request(operation, message))

    search()


def test_the_ids_are_unique_and_well_formed():
    text = (TPOS.folder / "requirements.yaml").read_text(encoding="utf-8")
    ids = re.findall(r"^- id: (\S+)$", text, re.MULTILINE)
    area = r"API|AUTH|PO|CLM|RPP|PIQ|OSI|OSD|PEN|BOD|ITS|POSS|ETD|CIQ|CID|FLOW"
    feed = r"FEED-(ALL|BOE|GRC|PCJ|RPJ|ETD|INV|DAD|CAD)"
    assert len(ids) == len(set(ids)) == len(REQUIREMENTS)
    assert [id for id in ids if not re.fullmatch(rf"TPOS-({area}|{feed})-\d{{3}}", id)] == []


def test_documented_is_a_must_and_assumed_is_not():
    for requirement in REQUIREMENTS:
        documented = requirement.level is Level.DOCUMENTED
        assert (requirement.keyword in ("MUST", "MUST NOT")) == documented, requirement.id


def test_only_the_document_itself_makes_a_requirement_documented():
    for requirement in REQUIREMENTS:
        first = requirement.source.replace(",", " ").split()[0]
        assert first in ("001", "history") or requirement.level is Level.ASSUMED, requirement.id


def test_each_requirement_is_tested_in_one_way_or_says_why_not():
    for requirement in REQUIREMENTS:
        test = requirement.test
        ways = [
            *(test.accept or test.refuse, test.probe or test.watch, test.property),
            *(test.course, test.trail, test.not_tested),
        ]
        assert len([way for way in ways if way]) == 1, requirement.id


# Documented, and yet not so under another candidate: the document contradicts itself there, or says whom it obliges badly.
ARGUABLE = {
    "TPOS-AUTH-001", "TPOS-AUTH-002", "TPOS-AUTH-004", "TPOS-AUTH-005", "TPOS-AUTH-013", "TPOS-AUTH-014",
    "TPOS-PO-109", "TPOS-RPP-602", "TPOS-FLOW-042", "TPOS-PIQ-102",
    "TPOS-OSI-004", "TPOS-ETD-004", "TPOS-ETD-005", "TPOS-ETD-006", "TPOS-ETD-007",
}  # fmt: skip


def test_what_a_reading_waives_is_assumed_or_arguable():
    waived = {id for reading in TPOS.readings.values() for each in reading.candidates for id in each.waives}
    assert {id for id in waived if TPOS.requirements[id].level is Level.DOCUMENTED} == ARGUABLE


@each_reading
def test_a_reading_waives_nothing_under_its_choice(reading):
    assert reading.candidate(reading.chosen).waives == ()


@each_reading
def test_a_reading_that_waives_can_be_switched(reading):
    assert reading.switch or not any(each.waives for each in reading.candidates)


@each_reading
def test_a_reading_has_two_candidates_and_says_where_and_why(reading):
    assert len(reading.candidates) >= 2
    assert reading.where.startswith("001")
    assert reading.question
    assert reading.why


def test_every_reading_that_can_be_switched_is_named_elsewhere_in_the_contract():
    files = [file for file in TPOS.folder.rglob("*") if file.suffix in (".yaml", ".json")]
    text = "".join(file.read_text("utf-8") for file in files if file.name != "readings.yaml")
    assert [id for id, reading in TPOS.readings.items() if reading.switch and id not in text] == []
