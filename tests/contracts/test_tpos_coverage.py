"""Every rule, flow and unclear place that was found in TPOS's document has its place in the contract.

The numbers are those of our analysis of the document: 83 rules (B), 46 flows between messages (R), 139 inconsistencies (C).
A class says how a rule is known: S stated, I implied, A assumed.
"""

from __future__ import annotations

import re

import pytest

from kontrak.contracts import Level, Role, load

TPOS = load("tpos")

# Rule -> class and the requirements that say it, without the system's name.
RULES = {
    1: "S API-019",
    2: "S FEED-ALL-001",
    3: "S FEED-ALL-002",
    4: "S FEED-ALL-003",
    5: "S FEED-ALL-004",
    6: "S API-001",
    7: "S API-016",
    8: "S API-001 API-003 API-005",
    9: "S API-017",
    10: "S API-018",
    11: "S AUTH-001 AUTH-005",
    12: "S AUTH-001",
    13: "S AUTH-004",
    14: "S AUTH-005 AUTH-006 AUTH-014",
    15: "S AUTH-012",
    16: "S AUTH-001 AUTH-002",
    17: "S AUTH-013",
    18: "S API-015 API-024 FEED-ALL-009",
    19: "S PO-401 API-001",
    20: "S PO-102",
    21: "S PO-103 PO-104",
    22: "S PO-004 PO-021 PO-022",
    23: "S PO-204",
    24: "S PO-105",
    25: "S PO-106 PO-609",
    26: "S PO-109 PO-309 PO-407",
    27: "S FEED-BOE-005",
    28: "S PO-608",
    29: "S PO-601",
    30: "S PO-602",
    31: "S PO-603",
    32: "S PO-604",
    33: "S PO-605",
    34: "S PO-606",
    35: "S PO-607",
    36: "S FEED-BOE-006",
    37: "S FEED-GRC-005",
    38: "S FEED-GRC-006",
    39: "S FEED-GRC-007",
    40: "S FEED-GRC-008",
    41: "S FEED-GRC-009",
    42: "S FEED-GRC-010",
    43: "S FEED-GRC-011",
    44: "S CLM-006 CLM-106 CLM-306",
    45: "S CLM-007 CLM-029 CLM-107 CLM-207 CLM-307 CLM-607",
    46: "S CLM-012 CLM-021 CLM-612",
    47: "S CLM-013 CLM-613",
    48: "S CLM-014 CLM-022 CLM-023 CLM-024 CLM-025 CLM-026 CLM-607 CLM-614",
    49: "S CLM-015 CLM-027 CLM-028 CLM-615",
    50: "S CLM-408",
    51: "S CLM-118 RPP-105 RPP-205 CID-803",
    52: "S CLM-701",
    53: "S CLM-702",
    54: "S FEED-PCJ-005 FEED-RPJ-005",
    55: "I CLM-105",
    56: "S RPP-601 RPP-602",
    57: "S RPP-008 RPP-108 RPP-308",
    58: "S RPP-006 RPP-105 RPP-106",
    59: "S RPP-701",
    60: "S PIQ-601",
    61: "S PIQ-602 PIQ-605 PIQ-606",
    62: "S PIQ-102",
    63: "S PIQ-302 PIQ-502",
    64: "S PIQ-803",
    65: "S PIQ-604",
    66: "S OSI-103 FEED-INV-006",
    67: "S OSI-601",
    68: "S PEN-601 BOD-601 ITS-601 POSS-601 OSD-601",
    69: "S ETD-601",
    70: "S ETD-602",
    71: "S ETD-603 FEED-ETD-005",
    72: "I ETD-604",
    73: "S CIQ-601",
    74: "S CIQ-602",
    75: "S CID-601",
    76: "S CID-602",
    77: "S CID-603",
    78: "S CID-604",
    79: "S FEED-INV-005",
    80: "S FEED-DAD-005",
    81: "S FEED-CAD-005",
    82: "S FEED-ALL-009 FEED-ALL-011",
    83: "S FEED-INV-006",
}

# Flow between messages -> class and its requirements; the number of a flow is that of its requirement.
FLOWS = {
    1: "I AUTH-011 FEED-ALL-010",
    2: "I FLOW-002",
    3: "A FLOW-003",
    4: "I FLOW-004",
    5: "I FLOW-005",
    6: "A FLOW-006",
    7: "S FLOW-007 FEED-BOE-005",
    8: "A FLOW-008",
    9: "S FLOW-009 FEED-ETD-005",
    10: "I FLOW-010",
    11: "I FLOW-011",
    12: "A FLOW-012 API-021 PO-404 CLM-404 RPP-404",
    13: "A FLOW-013",
    14: "A FLOW-014",
    15: "A FLOW-015",
    16: "A FLOW-016",
    17: "I FLOW-017",
    18: "A FLOW-018 PO-609",
    19: "I FLOW-019 FLOW-119",
    20: "I FLOW-020",
    21: "I FLOW-021",
    22: "I FLOW-022",
    23: "I FLOW-023",
    24: "A FLOW-024 CLM-406 RPP-603",
    25: "A FLOW-025 FEED-PCJ-006 FEED-RPJ-006",
    26: "A FLOW-026 CLM-407",
    27: "A FLOW-027",
    28: "A FLOW-028",
    29: "I FLOW-029",
    30: "I FLOW-030",
    31: "I FLOW-031",
    32: "A FLOW-032",
    33: "A FLOW-033",
    34: "A FLOW-034 FEED-INV-007",
    35: "A FLOW-035 FEED-INV-008",
    36: "A FLOW-036 FEED-DAD-006",
    37: "A FLOW-037 FEED-CAD-006",
    38: "A FLOW-038",
    39: "A FLOW-039 ETD-606",
    40: "S FLOW-040",
    41: "S FLOW-041 CLM-701",
    42: "S FLOW-042 RPP-601 RPP-602",
    43: "I FLOW-043 AUTH-008",
    44: "S FLOW-044 PIQ-602 PIQ-603",
    45: "A FLOW-045 API-022 API-023",
    46: "I FLOW-046 ETD-604",
}

# Inconsistencies of high and of medium severity; reading TPOS-R-nnn has the number of the inconsistency.
HIGH = [9, 10, 11, 12, 14, 22, 23, 24, 25, 26, 27, 33, 36, 37, 40, 43, 50, 51, 52, 60, 65, 68, 69, 70, 75, 76, 77, 79,
        83, 89, 91, 94, 102, 110, 117, 122, 123, 124, 131, 135]  # fmt: skip
MEDIUM = [4, 6, 13, 15, 17, 18, 19, 20, 28, 29, 30, 31, 32, 35, 38, 41, 42, 46, 47, 48, 53, 54, 55, 58, 61, 63, 64, 66,
          67, 71, 72, 73, 74, 78, 80, 81, 82, 85, 87, 92, 93, 95, 96, 97, 99, 101, 103, 105, 106, 107, 108, 109, 113,
          114, 115, 116, 119, 120, 125, 126, 127, 128, 129, 132, 133, 136, 138, 139]  # fmt: skip
LOW_BUT_FELT = [34, 44, 56, 57, 59, 84, 88, 98, 112, 121, 130]
OF_THE_FILE = (*range(140, 150), 190)
FOUND_WHILE_BUILDING = (*range(150, 155), *range(195, 198))

# What a table says of each of its columns needs no rule of its own.
COLUMN_RULES = re.compile(
    r"001 T\d+( request| response)?(, (rows? [\d, and]+(, (length|remarks?|type and remark))?|Mandatory|Nama Field"
    r"|Tipe Field, Panjang Field, Format))?|001 T1 row \d+"
)


def entries(table):
    """Number, class and requirement ids of each line of a table."""
    return [(number, line.split()[0], [f"TPOS-{id}" for id in line.split()[1:]]) for number, line in table.items()]


both = pytest.mark.parametrize("table", [RULES, FLOWS], ids=["rules", "flows"])


def test_no_rule_and_no_flow_is_missing():
    assert list(RULES) == list(range(1, 84))
    assert list(FLOWS) == list(range(1, 47))


@both
def test_every_rule_has_requirements_that_exist(table):
    for number, _kind, ids in entries(table):
        assert ids, number
        assert set(ids) <= set(TPOS.requirements), number


@both
def test_a_stated_rule_is_documented_and_no_other_is(table):
    for number, kind, ids in entries(table):
        levels = {TPOS.requirements[id].level for id in ids}
        assert (Level.DOCUMENTED in levels) == (kind == "S"), number


def test_every_flow_is_the_requirement_of_its_number():
    numbers = {number for number, _kind, ids in entries(FLOWS) if f"TPOS-FLOW-{number:03}" in ids}
    assert set(FLOWS) - numbers == {1}


def test_every_flow_requirement_is_a_flow():
    flows = {id for _number, _kind, ids in entries(FLOWS) for id in ids}
    assert {id for id in TPOS.requirements if id.startswith("TPOS-FLOW-")} <= flows


def test_what_is_documented_is_a_rule_or_what_a_table_says_of_its_columns():
    known = {id for table in (RULES, FLOWS) for _number, _kind, ids in entries(table) for id in ids}
    theirs = {Role.PROVIDER, Role.FEED}  # the tables are about what TAM answers and writes
    for requirement in TPOS.requirements.values():
        if requirement.level is Level.DOCUMENTED and requirement.id not in known and theirs & set(requirement.roles):
            assert COLUMN_RULES.fullmatch(requirement.source), requirement.id


def test_every_inconsistency_of_weight_has_its_reading():
    assert (len(HIGH), len(MEDIUM)) == (40, 68)
    assert {f"TPOS-R-{number:03}" for number in (*HIGH, *MEDIUM)} <= set(TPOS.readings)


def test_there_are_no_readings_besides():
    numbers = (*HIGH, *MEDIUM, *LOW_BUT_FELT, *OF_THE_FILE, *FOUND_WHILE_BUILDING)
    assert set(TPOS.readings) == {f"TPOS-R-{number:03}" for number in numbers}
    assert len(numbers) == len(set(numbers))


def test_the_readings_stand_in_the_order_of_their_numbers():
    assert list(TPOS.readings) == sorted(TPOS.readings)
