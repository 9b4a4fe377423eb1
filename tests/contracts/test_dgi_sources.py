"""Traceability of DGI: each row of the transcribed tables is a column of the contract, and each column is a row."""

import csv
import json
import re

import pytest

from kontrak.contracts.load import HERE

DGI = HERE / "dgi"
OPEN_LENGTHS = {"email", "fakturPajak"}
TYPES = {
    "Varchar": {"string"},
    "LoV": {"string"},
    "LoV / Varchar": {"string"},
    "Date": {"string"},
    "Date time": {"string"},
    "Time": {"string"},
    "Number": {"number"},
    "Float": {"number"},
    "INT": {"integer"},
    "Decimal": {"string", "number"},
}
BEYOND = {
    ("inv1/add request", "amount"): {"string"},  # DGI-R-07
    ("inv1/read data", "amount"): {"string"},
    ("pkb/read data", "totalFRT"): {"number"},  # DGI-R-28
    ("pkb/read data", "waktuPekerjaan"): {"number"},
}


def transcribed():
    """(table, row) -> the printed cells."""
    rows = {}
    for file in sorted((DGI / "sources").glob("*-*.csv")):
        module, operation = file.stem.split("-")
        for row in csv.DictReader(file.read_text(encoding="utf-8").splitlines()):
            rows[f"{module}/{operation} {row['part']}", int(row["row"])] = row
    return rows


def walk(node):
    """Every column of a schema with its name and whether its parent requires it; those of conditions too."""
    for name, child in node.get("properties", {}).items():
        yield name, child, name in node.get("required", ())
        yield from walk(child)
        yield from walk(child.get("items", {}))
    for branch in node.get("allOf", ()):
        yield from walk(branch.get("then", {}))


def columns(folder):
    """Every column of the schemas of a folder, with the name of its file."""
    for file in sorted(folder.glob("*.json")):
        for name, node, required in walk(json.loads(file.read_text(encoding="utf-8"))):
            yield file.stem, name, node, required


ROWS = transcribed()
COLUMNS = list(columns(DGI / "schemas"))
PLACES: dict = {}
for entry in COLUMNS:
    where = entry[2].get("x-source", {})
    if "row" in where and where["table"] != "envelope":
        PLACES.setdefault((where["table"], where["row"]), []).append(entry)
TABLES = sorted({table for table, _row in ROWS})
each_table = pytest.mark.parametrize("table", TABLES)


def rows_of(table):
    """The place, the printed cells, the name, the node and the mandatory mark in the contract of each row of a table."""
    for place in (place for place in ROWS if place[0] == table):
        yield place, ROWS[place], *PLACES[place][0][1:]


def test_the_transcription_has_542_rows_of_18_operations():
    assert len(ROWS) == 542
    assert len({table.split()[0] for table, _row in ROWS}) == 18


def test_the_rows_of_each_table_count_from_1_without_a_gap():
    tables = {table for table, _row in ROWS}
    counted = {table: [row for name, row in ROWS if name == table] for table in tables}
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in counted.values())


def test_every_place_in_a_schema_is_a_row_and_every_row_is_one_column():
    assert set(PLACES) == set(ROWS)
    assert {place for place, found in PLACES.items() if len(found) > 1} == set()


@each_table
def test_a_row_stands_in_the_schema_of_its_operation_under_its_name(table):
    part = "-answer" if table.split()[1].startswith("data") else ""
    for place, row, name, _node, _required in rows_of(table):
        assert (PLACES[place][0][0], name) == (table.split()[0].replace("/", "-") + part, row["field"])


@each_table
def test_a_row_has_its_place_as_source_and_nothing_else(table):
    for place, _row, _name, node, _required in rows_of(table):
        assert node["x-source"] == {"document": "v1.3", "table": table, "row": place[1]}
        assert node["x-level"] == "documented", place


@each_table
def test_a_row_has_its_type_length_and_format_as_printed(table):
    for place, row, _name, node, _required in rows_of(table):
        length = f"({row['length']})" if row["length"] else ""
        assert node.get("x-format", "") == f"{row['type']}{length} {row['format']}".strip(), place


@each_table
def test_a_row_has_the_json_types_of_its_type(table):
    for place, row, name, node, _required in rows_of(table):
        types = set(node["type"] if isinstance(node["type"], list) else [node["type"]])
        wanted = TYPES.get(row["type"], set()) | BEYOND.get((table, name), set())
        absent = {"null", "string"} if "data" in table else set()
        assert not row["type"] or wanted <= types <= wanted | absent, place


@each_table
def test_a_text_has_its_printed_length_and_where_it_has_none_a_reading_says_so(table):
    for place, row, name, node, _required in rows_of(table):
        if name in OPEN_LENGTHS:
            assert (node.get("maxLength"), node["x-reading"]) == (None, "DGI-R-05"), place
        elif row["length"] and "Varchar" in row["type"]:
            assert node["maxLength"] == int(row["length"]), place
        else:
            assert "maxLength" not in node or table.split()[0].endswith("/add"), "lengths of pushes: DGI-R-34"


@each_table
def test_a_number_has_no_more_digits_than_printed(table):
    for place, row, _name, node, _required in rows_of(table):
        if row["type"] in ("Number", "INT", "Float", "Decimal") and row["length"]:
            assert node["maximum"] == 10 ** int(row["length"]) - 1, place


@each_table
def test_a_row_is_a_key_where_it_is_marked_so(table):
    for place, row, _name, node, _required in rows_of(table):
        assert node.get("x-key", False) == (row["primary_key"] == "PK"), place


@each_table
def test_a_row_of_a_request_is_mandatory_where_it_is_marked_so(table):
    for place, row, _name, _node, required in rows_of(table):
        assert "data" in table or required == (row["mandatory"] == "M"), place


@each_table
def test_a_date_is_judged_by_its_printed_format(table):
    samples = {
        "DD/MM/YYYY": "20/11/2026",
        "DD/MM/YYYY HH:MM:SS": "20/11/2026 09:15:00",
        "YYYY-MM-DD HH:MM:SS": "2026-11-20 09:15:00",
    }
    for place, row, _name, node, _required in rows_of(table):
        if row["format"]:
            matching = {form for form, sample in samples.items() if re.search(node["pattern"], sample)}
            also = {"DD/MM/YYYY"} if node.get("x-reading") == "DGI-R-08" else set()
            assert row["format"] in matching <= {row["format"]} | also, place


@each_table
def test_the_reading_that_a_remark_names_is_that_of_the_column(table):
    for place, row, _name, node, _required in rows_of(table):
        if table.split()[0].endswith("/read"):
            assert set(re.findall(r"DGI-R-[0-9]+", row["remark"])) <= {node.get("x-reading")}, place


def test_what_no_row_has_is_the_envelope_or_the_name_of_nested_rows():
    nested = {table for table, _row in ROWS if "." in table}
    for file, name, node, _required in COLUMNS:
        source = node.get("x-source", {})
        if "row" in source and source["table"] != "envelope":
            continue
        known = {*nested, "envelope", "push, success message"}
        constraint = not {"title", "x-level"} & node.keys()
        assert constraint or source.get("table") in known or node.get("x-level") == "assumed", (file, name)


def test_nested_rows_stand_under_the_name_of_their_table():
    for _file, name, node, _required in COLUMNS:
        table = node.get("x-source", {}).get("table", "")
        if "." in table and "row" not in node["x-source"]:
            assert table.rpartition(".")[2] == name


def test_the_columns_of_an_answer_stand_in_the_order_of_their_table():
    for file in sorted((DGI / "schemas").glob("*-read-answer.json")):
        rows = json.loads(file.read_text(encoding="utf-8"))["properties"]["data"]["items"]["properties"]
        numbers = [node["x-source"]["row"] for node in rows.values() if "row" in node["x-source"]]
        assert numbers == list(range(1, len(numbers) + 1)), file.stem


def test_no_column_of_an_addition_claims_the_document():
    for file, name, node, _required in columns(DGI / "additions" / "schemas"):
        if {"title", "x-level"} & node.keys():
            invented = file.startswith("booking")
            assert node["x-level"] in (["assumed"] if invented else ["observed", "assumed"]), (file, name)
            assert node["x-source"]["document"] in (["kontrak"] if invented else ["implementations", "kontrak"])


def slide(block):
    text = (DGI / "sources" / "slide.csv").read_text(encoding="utf-8")
    return [row for row in csv.DictReader(text.splitlines()) if row["block"] == block]


def test_each_row_of_the_slide_is_a_row_of_the_mapping_with_its_transaction(dgi):
    printed = [(int(row["row"]), row["group"], row["text"], row["odm"]) for row in slide("AHM version")]
    assert [(row.row, row.group, row.slide, row.odm) for row in dgi.mapping.rows] == printed


def test_each_addition_of_the_slide_is_a_row_of_the_mapping_with_what_serves_it(dgi):
    printed = [(int(row["row"]), row["group"], row["text"], row["odm"]) for row in slide("MD additional")]
    assert [(row.row, row.group, row.slide, row.odm) for row in dgi.mapping.additions] == printed
    assert {row.addition for row in dgi.mapping.additions} == {*dgi.additions, *dgi.records}


def test_each_main_dealer_of_the_slide_is_a_variant(dgi):
    assert {row["text"] for row in slide("main dealers")} == {variant.title for variant in dgi.variants.values()}


def test_each_abbreviation_of_the_slide_has_its_meaning(dgi):
    for row in slide("abbreviation"):
        assert row["text"].lower() in dgi.mapping.abbreviations[row["odm"]].meaning.lower()


def test_the_counts_of_the_slide_are_those_of_its_rows(dgi):
    printed = {row["group"]: int(row["text"].split()[0]) for row in slide("heading")}
    assert dgi.mapping.counts == printed == {"H1": 7, "H23": 4}
    groups = ["H1" if row.group == "H1" else "H23" for row in dgi.mapping.rows]
    assert {group: groups.count(group) for group in groups} == printed


def test_every_operation_of_the_document_has_a_row_of_the_mapping(dgi):
    own = [operation for operation in dgi.operations.values() if operation.addition is None]
    assert all(dgi.mapping.serving(operation.path.partition("v1.3/")[2]) for operation in own)
    assert len(own) == 18


def test_every_code_list_is_that_of_the_columns_that_name_it(dgi):
    named = {node["x-code-list"] for _file, _name, node, _required in COLUMNS if "x-code-list" in node}
    beside = {
        node["x-code-list"] for *_, node, _required in columns(DGI / "additions" / "schemas") if "x-code-list" in node
    }
    assert named | beside == set(dgi.codes)


CODES = {
    "sumberProspect": [*(f"{number:04}" for number in range(1, 13)), "9999"],
    "taggingProspect": ["Yes", "No"],
    "metodeFollowUp": ["1", "2", "3", "4"],
    "testRidePreference": ["1", "0"],
    "statusFollowUpProspecting": ["1", "2"],
    "statusProspect": ["1", "2", "3", "4", "5"],
    "statusSPK": ["1", "2", "3", "4"],
    "caraBayar": ["1", "2"],
    "status-inv1": ["1", "2", "3", "4"],
    "statusDeliveryDocument": ["1", "2", "3", "4"],
    "statusFakturSTNK": ["1", "2", "3", "4", "5", "6", "7", "8"],
    "jenisIdPenerima": ["1", "2", "3", "4"],
    "statusShippingList": ["1", "0"],
    "statusRFS": ["1", "0"],
    "informasiBensin": ["1", "2", "3", "4"],
    "tipeComingCustomer": ["1", "2", "3"],
    "hubunganDenganPemilik": ["1", "2", "3", "4", "5", "6", "0"],
    "asalUnitEntry": ["SVAH", "SVHC", "SVPS", "SVJD", "SVGC", "SVPA", "SVER", "PEOT", "PEIN", "RM", "AE01", "AE02",
                      "AE03", "NP"],
    "jenisPIT": ["1", "2", "3", "4"],
    "setUpPembayaran": ["1", "2", "3", "4", "5", "6", "99"],
    "konfirmasiPekerjaanTambahan": ["1", "0"],
    "statusWorkOrder": ["1", "2", "3", "4", "5"],
    "flagNumbering": ["0", "1"],
    "vehicleOffRoad": ["0", "1"],
    "jobReturn": ["0", "1"],
    "jenisOrder": ["1", "2", "3", "4"],
}  # fmt: skip


@pytest.mark.parametrize("name", CODES)
def test_a_code_list_has_the_codes_of_the_document(name, dgi):
    assert list(dgi.codes[name].codes) == CODES[name]


def test_the_two_lists_of_the_payment_type_are_the_reverse_of_each_other(dgi):
    assert dgi.codes["tipePembayaran-spk"].codes == {"1": "Cash", "2": "Credit"}
    assert dgi.codes["tipePembayaran-inv1"].codes == {"1": "Credit", "2": "Cash"}
