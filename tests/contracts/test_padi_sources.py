"""Traceability: the document's table and the contract say the same, in both directions."""

from __future__ import annotations

import csv
import re

import pytest

from kontrak.contracts import Level
from kontrak.contracts.load import HERE

DOCUMENTED = "API Transaksi"
with (HERE / "padi/sources/api-transaksi.csv").open(encoding="utf-8", newline="") as source:
    ROWS = list(csv.DictReader(source))
each_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['no']}-{row['nama_kolom']}")
MANDATORY = [1, 2, 4, 5, 6, 7, 8, 9, 10, 15, 21, 22, 23, 24]


@pytest.fixture(scope="module")
def schema(padi):
    return padi.operations["createTransaksi"].request


@pytest.fixture(scope="module")
def columns(schema):
    """Name and node of each column, by row number."""
    return {str(node["x-source"]["row"]): (name, node) for name, node in schema["properties"].items()}


def test_the_transcription_has_25_rows_in_the_order_of_the_table():
    assert [row["no"] for row in ROWS] == [str(number) for number in range(1, 26)]


def test_no_cell_of_the_transcription_is_empty():
    assert all(cell and cell == cell.strip() for row in ROWS for cell in row.values())


@each_row
def test_each_row_is_a_column_under_its_label(row, columns):
    name, node = columns[row["no"]]
    assert node.get("x-label", name) == row["nama_kolom"]


@each_row
def test_each_row_has_its_place_in_x_source(row, columns):
    source = columns[row["no"]][1]["x-source"]
    assert source == {"document": "002", "table": DOCUMENTED, "row": int(row["no"])}


@each_row
def test_each_row_has_its_format_as_printed(row, columns):
    assert columns[row["no"]][1]["x-format"] == row["format"]


@each_row
def test_each_row_has_its_valid_sample(row, columns):
    assert columns[row["no"]][1]["examples"] == [row["sampel_valid"]]


@each_row
def test_each_row_has_its_length(row, columns):
    length = re.fullmatch(r"Varchar\((\d+)\)", row["format"])
    assert columns[row["no"]][1].get("maxLength") == (int(length[1]) if length else None)


JSON_TYPES = {
    "Date YYYY-MM-DD": {"string"},
    "String": {"string"},
    "Varchar": {"string"},
    "Integer": {"string", "integer"},
    "Decimal": {"string", "number"},
}


@each_row
def test_each_row_has_the_json_types_of_its_format(row, columns):
    kind = row["format"].partition("(")[0]
    types = columns[row["no"]][1]["type"]
    assert {types} if isinstance(types, str) else {*types} - {"null"} == JSON_TYPES[kind]


@each_row
def test_each_date_is_checked_as_a_calendar_date_where_it_is_given(row, columns):
    node = columns[row["no"]][1]
    checked = node.get("format") or node.get("then", {}).get("format")
    assert (checked == "date") == row["format"].startswith("Date")


@each_row
def test_each_row_with_null_in_the_invalid_cell_is_mandatory_and_no_other(row, schema, columns):
    marked = row["sampel_tidak_valid"].startswith("NULL")
    name, node = columns[row["no"]]
    assert (name in schema["required"]) == marked
    assert ("null" in node["type"]) != marked


@each_row
def test_each_row_without_a_rule_says_so_as_the_note_does(row):
    assert row["sampel_tidak_valid"] == "n.a" or row["sampel_tidak_valid"].startswith("NULL")


@each_row
def test_each_count_of_values_in_an_invalid_cell_is_the_size_of_the_code_list(row, columns, padi):
    count = re.search(r"selain (\d+) nilai", row["sampel_tidak_valid"])
    node = columns[row["no"]][1]
    if count:
        assert len(padi.codes[node["x-code-list"]].codes) == int(count[1])


@each_row
def test_each_number_of_a_code_list_is_that_of_the_list(row, columns, padi):
    number = re.search(r"code of parameters (\d+)", row["deskripsi"])
    if number:
        assert padi.codes[columns[row["no"]][1]["x-code-list"]].number == int(number[1])


@each_row
def test_each_comparison_in_an_invalid_cell_is_a_reference(row, schema, columns):
    compared = re.search(r"TIDAK SAMA DENGAN kolom (\w+) pada Data (\w+)", row["sampel_tidak_valid"])
    found = [entry for entry in schema["x-references"] if entry["property"] == columns[row["no"]][0]]
    wanted = [(compared[1], compared[2].lower())] if compared else []
    assert [(entry["field"], entry["collection"]) for entry in found] == wanted


@each_row
def test_each_row_has_a_requirement_with_its_number_and_its_place(row, columns, padi):
    requirement = padi.requirements[f"PADI-TRX-{int(row['no']):03}"]
    assert re.search(rf"row {row['no']}\b", requirement.source)
    assert {*requirement.test.accept, *requirement.test.refuse} == {columns[row["no"]][0]}


def test_exactly_14_rows_are_mandatory(columns, schema):
    assert [int(row["no"]) for row in ROWS if row["sampel_tidak_valid"].startswith("NULL")] == MANDATORY
    assert schema["required"] == [columns[str(number)][0] for number in MANDATORY]


def test_every_column_of_the_contract_has_a_row(schema):
    rows = [node["x-source"]["row"] for node in schema["properties"].values()]
    assert rows == list(range(1, 26))


@pytest.mark.parametrize(
    ("row", "name", "label", "reading"),
    [
        ("15", "tannggal_invoice", "tanggal_invoice", "PADI-R-02"),
        ("17", "kategori_delivery_time", "total_cycle_time", "PADI-R-01"),
    ],
)
def test_the_rows_whose_label_is_not_the_wire_name_point_to_their_reading(row, name, label, reading, columns, padi):
    found, node = columns[row]
    assert (found, node["x-label"], node["x-reading"]) == (name, label, reading)
    assert reading in padi.readings


def test_no_other_column_has_a_label_of_its_own(schema):
    assert [name for name, node in schema["properties"].items() if "x-label" in node] == [
        "tannggal_invoice",
        "kategori_delivery_time",
    ]


def test_every_column_of_every_message_has_level_and_source(padi):
    for operation in padi.operations.values():
        for name, node in operation.request["properties"].items():
            assert node["x-level"] in list(Level), name
            assert node["x-source"]["document"] in padi.documents, name


def test_every_member_of_every_answer_has_a_level(padi):
    for schema in (*(operation.answer for operation in padi.operations.values()), padi.refusal):
        for name, node in schema["properties"].items():
            assert node.get("x-level", schema.get("x-level")) in list(Level), name


def test_only_what_the_document_shows_is_documented(padi):
    for operation in padi.operations.values():
        levels = {node["x-level"] for node in operation.request["properties"].values()}
        assert levels == {"documented" if operation.id == "createTransaksi" else "observed"}


@pytest.mark.parametrize("number", [0, 1])
def test_the_payloads_have_the_columns_of_the_contract_in_its_order(number, schema, padi):
    operation = padi.operations["createTransaksi"]
    assert list(operation.unwrap(operation.examples[number])) == list(schema["properties"])


def test_the_third_example_is_the_column_of_valid_samples(columns, padi):
    operation = padi.operations["createTransaksi"]
    message = operation.unwrap(operation.examples[2])
    assert message == {columns[row["no"]][0]: row["sampel_valid"] for row in ROWS}
