"""No rule of DGI is lost: each one that the sources state, in our words, leads to its requirements; each row to its own."""

import re

import pytest

from kontrak.contracts import Level, Role

READS = {
    "PRSP": "readPrsp",
    "SPK": "readSpk",
    "BAST": "readBast",
    "INV1": "readInv1",
    "LSNG": "readLsng",
    "DOCH": "readDoch",
    "UINB": "readUinb",
    "MDINVH1": "readMdinvh1",
    "PKB": "readPkb",
    "INV2": "readInv2",
    "UNPAIDHLO": "readUnpaidhlo",
    "DPHLO": "readDphlo",
    "PINB": "readPinb",
    "PRSL": "readPrsl",
    "MDINVH3": "readMdinvh3",
}
ADDS = {"INV1": "addInv1", "INV2": "addInv2", "DPHLO": "addDphlo"}
WINDOW = {"fromTime", "toTime", "dealerId"}

RULES = {
    # protocol
    "path with the mandatory system name, version, module and operation": ["API-001", "API-022", "MD-001"],
    "HTTPS only": ["API-002"],
    "a host for each main dealer, another for the sandbox, with other credentials": ["API-025", "AUTH-023", "MD-001"],
    "versions 1.0 and 1.2 stay for a while": ["API-023"],
    "POST with a raw JSON body, no form encoding": ["API-001", "API-003", "API-004", "API-005", "API-006"],
    "JSON in Content-Type, Accept and the answer": ["API-006", "API-024", "API-027"],
    "names of headers in any case": ["AUTH-013"],
    "the key": ["AUTH-001", "AUTH-002"],
    "the time of the request in whole Unix seconds": ["AUTH-006", "AUTH-007"],
    "the token: SHA-256 in lower-case hex over key, secret and time, nothing between": ["AUTH-003", "AUTH-004", "AUTH-005"],
    "a token belongs to its time and its key": ["AUTH-011", "AUTH-012", "AUTH-014"],
    "ten seconds of tolerance, both ways": ["AUTH-008", "AUTH-009", "AUTH-010"],
    "the tolerance can be set by the main dealer": ["AUTH-029"],
    "a window of seven days": ["WIN-006", "WIN-007"],
    "records of the last thirty days": ["WIN-008", "WIN-016"],
    "made or changed in the window": ["WIN-009", "WIN-010", "WIN-011", "RD-003"],
    "fromTime is mandatory, toTime ends with the request": ["WIN-001", "WIN-003", "WIN-005"],
    "the form of the times of a window": ["WIN-002", "WIN-004"],
    "the ends of a window": ["WIN-012", "WIN-013", "WIN-015"],
    "optional filters": ["RD-001", "RD-002"],
    "a limit of requests": ["AUTH-024", "AUTH-028"],
    "no pages": ["API-021"],
    "a key sees the dealers of its group, all or one, and no others": ["AUTH-015", "AUTH-016", "AUTH-017", "AUTH-018"],
    "one key for H1 and H23": ["AUTH-019"],
    "dealer codes of AHM": ["AUTH-020"],
    "only listed groups push, all read": ["AUTH-021", "AUTH-022"],
    "one time zone on both sides": ["WIN-014"],
    "deletions are announced, for good or with a flag": ["RD-004", "RD-005", "RD-013"],
    "the reader stores by key, traced to main dealer and times": ["RD-006", "RD-008", "RD-015"],
    # envelope and errors
    "status, message and data in every answer": ["API-007"],
    "status is the number 0 or 1, message an object or null": ["API-008", "API-009"],
    "a read answers a list": ["API-010"],
    "no match is a success": ["API-011"],
    "a refusal is status 0 with an object and no data, under HTTP 200": [
        "API-012", "API-013", "API-014", "API-015", "API-028",
    ],
    "a push answers a confirmation and no data": ["ADD-010", "ADD-011"],
    "four classes of failures": ["API-026"],
    "forms of failures seen elsewhere": ["MD-005"],
    "the log of activity": ["AUTH-027"],
    # history
    "1.2: an amount of tax in place of a code": ["SPK-023"],
    "1.2: receivers of BPKB and STNK apart": ["DOCH-021"],
    "1.2: no customer among the filters of leasing": ["LSNG-021"],
    "1.2: dealer and time of change everywhere, ids for coded values": ["RD-015", "RD-010"],
    "1.3: work orders in every status": ["PKB-020", "PKB-021"],
    # reads
    "which prospects, order forms, deliveries": ["PRSP-020", "PRSP-021", "SPK-020", "BAST-020"],
    "which billings": ["INV1-021", "INV1-023", "INV1-024"],
    "lengths of one name that differ from module to module": [
        "PRSP-022", "SPK-024", "UINB-021", "PKB-022", "PKB-023", "INV2-021", "UNPAIDHLO-022", "DPHLO-022", "PRSL-021",
    ],
    "credit applications with their order": ["LSNG-020"],
    "documents from the agent on": ["DOCH-020"],
    "units received": ["UINB-020"],
    "invoices of the main dealer": ["MDINVH1-020", "MDINVH1-021", "MDINVH3-020", "MDINVH3-021"],
    "both notes of the workshop": ["INV2-020"],
    "draft hotline orders and their deposits": ["UNPAIDHLO-020", "UNPAIDHLO-021", "DPHLO-020", "DPHLO-021"],
    "parts received and sold": ["PINB-020", "PRSL-020"],
    "days and times in answers": ["RD-009", "RD-007"],
    "names as in the examples": ["RD-012", "SPK-021"],
    # pushes
    "a push is checked for type, mandatory columns, length and master data": ["ADD-003", "ADD-004"],
    "and for uniqueness": ["ADD-014"],
    "refused as a whole": ["ADD-001"],
    "a known key is updated": ["ADD-002", "ADD-007"],
    "what was pushed is read": ["ADD-005", "ADD-006"],
    "no push for or over another group": ["ADD-008", "ADD-009"],
    # codes and identifiers
    "two numberings of the payment type": ["SPK-022", "INV1-022"],
    "identifiers follow no pattern": ["ADD-013", "RD-016"],
    # contradictions that are rules of their own
    "blanks in the keys of examples": ["RD-014"],
    "an example over the limit of seven days": ["INV1-020"],
    "unknown members are ignored": ["API-018"],
    # main dealers and additions
    "main dealers differ as their files say": ["MD-002"],
    "calls in the other direction": ["MD-004"],
    "the slide's rows and their operations": ["MD-003"],
    "the CDDB file": [*(f"CDDB-00{number}" for number in range(1, 9))],
    "leads and their status": [*(f"CRM-00{number}" for number in range(1, 10)), "CRM-010"],
    "the booking service": ["BOOK-001", "BOOK-002", "BOOK-003", "BOOK-004"],
    # what no source says and every server should do
    "robust against anything": ["API-016", "API-017", "API-019", "API-020", "API-029"],
    "what comes at once is taken as if one came after the other": ["ADD-015", "ADD-016"],
    "nothing is changed by reading or by a refusal, nothing secret is told": [
        "RD-011", "ADD-012", "AUTH-025", "AUTH-026",
    ],
}  # fmt: skip

CONTRADICTIONS = [f"DGI-R-{number:02}" for number in range(1, 14)]
UNKNOWN = {
    "the empty result": "DGI-R-18",
    "the ends of a window": "DGI-R-19",
    "absent values in answers": "DGI-R-14",
    "a dealer of another group": "DGI-R-32",
    "over the limit of requests": "DGI-R-37",
    "over the longest window": "DGI-R-22",
    "older than thirty days": "DGI-R-21",
    "the flag of a soft deletion": "DGI-R-38",
    "the closed work order": "DGI-R-16",
    "the list of occupations": "DGI-R-17",
    "the workbook that maps codes": "DGI-R-15",
    "the workbook on errors": "DGI-R-39",
    "CDDB as an interface": "DGI-R-53",
    "Booking Service as an interface": "DGI-R-46",
    "CDN and INDAKO": "DGI-R-54",
    "the path v2": "DGI-R-56",
}
OPEN_POINTS = {
    1: ["DGI-R-35"],
    2: ["DGI-R-19"],
    3: ["DGI-R-20"],
    4: ["DGI-R-21"],
    5: ["DGI-R-24"],
    6: ["DGI-R-25"],
    7: ["DGI-R-26"],
    8: ["DGI-R-27", "DGI-R-05"],
    9: ["DGI-R-14"],
    10: ["DGI-R-28"],
    11: ["DGI-R-29"],
    12: ["DGI-R-30"],
}
OF_A_TABLE = re.compile(rf"DGI-({'|'.join(READS)})-(00[1-9]|01[0-2]|[1-5][0-9]{{2}})")


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_of_the_sources_has_its_requirements(rule, dgi):
    assert [id for id in RULES[rule] if f"DGI-{id}" not in dgi.requirements] == []


def test_every_requirement_comes_from_a_rule_or_from_a_table(dgi):
    ruled = {f"DGI-{id}" for ids in RULES.values() for id in ids}
    assert [
        id for id in dgi.in_role(Role.PROVIDER).requirements if id not in ruled and not OF_A_TABLE.fullmatch(id)
    ] == []


@pytest.mark.parametrize("module", READS)
def test_a_read_has_the_requirements_of_its_table(module, dgi):
    data = dgi.operations[READS[module]].answer["properties"]["data"]["items"]["properties"]
    nested = [name for name, node in data.items() if "items" in node]
    keyed = any(node.get("x-key") for node in data.values())
    wanted = {"001": True, "002": keyed, "003": True, "004": True, "008": bool(nested), "009": keyed, "011": True}
    assert {number: f"DGI-{module}-{number}" in dgi.requirements for number in wanted} == wanted


@pytest.mark.parametrize("module", READS)
def test_each_filter_of_a_read_is_said_to_narrow_the_answer(module, dgi):
    texts = [dgi.requirements.get(f"DGI-{module}-{number}") for number in ("010", "012")]
    said = " ".join(entry.text for entry in texts if entry)
    filters = set(dgi.operations[READS[module]].request["properties"]) - WINDOW
    assert {name for name in filters if name in said} == filters


@pytest.mark.parametrize("module", READS)
def test_each_read_is_tested_with_values_of_its_filters_that_match_nothing(module, dgi):
    requirement = dgi.requirements[f"DGI-{module}-011"]
    filters = set(dgi.operations[READS[module]].request["properties"]) - WINDOW
    assert (requirement.test.probe, requirement.test.operation) == ("no-match", READS[module])
    assert {name for name in filters if name in requirement.text} == filters


@pytest.mark.parametrize("module", ADDS)
def test_each_row_of_a_push_has_its_requirement_with_its_column(module, dgi):
    request = dgi.operations[ADDS[module]].request
    for name, node in request["properties"].items():
        if "row" in node["x-source"]:
            entry = dgi.requirements[f"DGI-{module}-{100 + node['x-source']['row']}"]
            assert name in entry.text
            assert not entry.test.refuse or entry.test.refuse == {name: ("$absent", None)}
            assert bool(entry.test.refuse) == (name in request["required"])


@pytest.mark.parametrize("module", ADDS)
def test_each_rule_of_a_column_of_a_push_is_that_of_its_row(module, dgi):
    for name, node in dgi.operations[ADDS[module]].request["properties"].items():
        if "row" in node["x-source"]:
            numbers = {int(id[-3:]) % 100 for id in node["x-requirements"].values() if id.startswith(f"DGI-{module}-")}
            assert numbers == {node["x-source"]["row"]}, name


def test_a_documented_requirement_names_a_document_of_the_partner_and_an_observed_one_the_implementations(dgi):
    first = {Level.DOCUMENTED: {"v1.3", "000"}, Level.OBSERVED: {"implementations"}}
    wrong = [
        entry.id
        for entry in dgi.requirements.values()
        if entry.level in first and re.split(r"[ ,;]", entry.source)[0] not in first[entry.level]
    ]
    assert wrong == []


def test_the_booking_service_is_assumed_everywhere_and_asks_for_nothing(dgi):
    assert [e.id for e in dgi.requirements.values() if e.id.startswith("DGI-BOOK") and e.level != Level.ASSUMED] == []
    assert [e.id for e in dgi.requirements.values() if e.id.startswith("DGI-BOOK") and e.keyword != "MAY"] == []


def test_a_page_is_never_beyond_the_document(dgi):
    pages = [int(page) for e in dgi.requirements.values() for page in re.findall(r"p\. (?:\d+-)?(\d+)", e.source)]
    assert max(pages) == 98


def test_the_contradictions_of_the_document_are_the_first_readings_in_their_order(dgi):
    assert list(dgi.readings)[:13] == CONTRADICTIONS


@pytest.mark.parametrize("what", UNKNOWN)
def test_what_is_unknown_is_a_reading(what, dgi):
    assert UNKNOWN[what] in dgi.readings


@pytest.mark.parametrize("number", OPEN_POINTS)
def test_an_open_point_is_a_reading(number, dgi):
    assert set(OPEN_POINTS[number]) <= set(dgi.readings)


def test_the_chosen_candidate_of_a_reading_waives_nothing(dgi):
    assert [r.id for r in dgi.readings.values() if r.candidate(r.chosen).waives] == []


def test_a_reading_that_waives_can_be_switched(dgi):
    waiving = [r for r in dgi.readings.values() if any(candidate.waives for candidate in r.candidates)]
    assert [reading.id for reading in waiving if not reading.switch] == []


def test_every_reading_is_named_by_a_requirement_a_column_or_an_addition(dgi):
    named = {entry.reading for entry in dgi.requirements.values()} | {record.reading for record in dgi.records.values()}
    texts = "".join(file.read_text("utf-8") for file in dgi.folder.rglob("*.json"))
    assert [id for id in dgi.readings if id not in named and f'"{id}"' not in texts] == []
