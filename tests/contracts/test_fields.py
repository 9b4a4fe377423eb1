"""The dictionary of fields, against the transcriptions of the partners' tables."""

import csv

import pytest

from kontrak.contracts import load
from kontrak.contracts.fields import NAMES, columns, fields, printed
from kontrak.contracts.load import HERE, partners


def rows_of(file):
    return list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))


def cells(entry):
    return tuple("" if entry[name] is None else str(entry[name]) for name in ("type", "length", "format", "mandatory"))


def place(entry):
    return entry["table"], entry["row"]


@pytest.fixture(scope="module")
def dictionary():
    return {name: fields(load(name)) for name in partners()}


def test_the_245_rows_of_tpos_stand_in_its_dictionary_as_they_are_printed(dictionary):
    printed_rows = {
        (f"T{int(file.stem[1:])}", row["part"], int(row["row"])): row
        for file in sorted((HERE / "tpos" / "sources").glob("t*.csv"))
        if file.stem != "t01"
        for row in rows_of(file)
    }
    assert len(printed_rows) == 245
    found = {}
    for entry in dictionary["tpos"]:
        if entry["row"] is not None:
            answer = entry["channel"] != "rest" or entry["message"].endswith(".answer")
            found.setdefault((*place(entry)[:1], "response" if answer else "request", entry["row"]), []).append(entry)
    assert found.keys() == printed_rows.keys()
    for at, row in printed_rows.items():
        wanted = tuple(row[name] for name in ("type", "length", "format", "mandatory"))
        assert {(entry["label"], *cells(entry)) for entry in found[at]} == {(row["label"], *wanted)}, at


def test_the_542_rows_of_dgi_stand_in_its_dictionary_as_they_are_printed(dictionary):
    entries = {place(entry): entry for entry in dictionary["dgi"] if entry["row"] is not None}
    count = 0
    for file in sorted((HERE / "dgi" / "sources").glob("*-*.csv")):
        module, operation = file.stem.split("-")
        for row in rows_of(file):
            entry = entries[f"{module}/{operation} {row['part']}", int(row["row"])]
            assert (entry["key"], cells(entry)[3]) == (row["field"], row["mandatory"])
            if row["type"]:  # the pushes were recorded without types (DGI-R-34); the schema's stand there
                assert cells(entry)[:3] == (row["type"], row["length"], row["format"])
            count += 1
    assert count == 542


def test_the_rows_of_padi_stand_in_its_dictionary_with_their_formats(dictionary):
    rows = rows_of(HERE / "padi" / "sources" / "api-transaksi.csv")
    found = {entry["row"]: entry for entry in dictionary["padi"] if entry["table"] == "API Transaksi"}
    for row in rows:
        entry = found[int(row["no"])]
        length = f"({entry['length']})" if entry["length"] else ""
        form = f" {entry['format']}" if entry["format"] else ""
        assert f"{entry['type']}{length}{form}" == row["format"]


@pytest.mark.parametrize("partner", partners())
def test_every_field_has_the_members_of_the_dictionary_and_no_others(partner, dictionary):
    assert {tuple(entry) for entry in dictionary[partner]} == {NAMES}


def test_a_field_of_a_feed_stands_once_in_the_table_and_once_in_the_file(dictionary):
    both = [entry for entry in dictionary["tpos"] if entry["table"] == "T19" and entry["row"] == 2]
    assert [(entry["channel"], entry["message"], entry["column"]) for entry in both] == [
        ("staging", "tpos_invoice", "proforma_invoice_no"),
        ("file", "tpos.invoice", None),
    ]


def test_the_columns_of_a_file_of_records_are_in_the_dictionary(dictionary):
    columns_of_cddb = [entry["key"] for entry in dictionary["dgi"] if entry["message"] == "cddb"]
    assert len(columns_of_cddb) == 37
    assert {entry["channel"] for entry in dictionary["dgi"] if entry["message"] == "cddb"} == {"file"}


def test_answers_and_the_rows_in_them_are_in_the_dictionary(dictionary):
    message = [entry["key"] for entry in dictionary["tpos"] if entry["message"] == "inquireParts.answer"]
    assert message[:3] == ["data", "outletCode", "noPart"]


def test_columns_of_arrays_and_objects_are_found_at_any_depth():
    part = {"properties": {"c": {}}, "required": ["c"]}
    schema = {"properties": {"a": {"items": {"properties": {"b": part}}}}, "required": []}
    assert [(path, needed) for path, _, needed in columns(schema)] == [
        (("a",), False),
        (("a", "b"), False),
        (("a", "b", "c"), True),
    ]


@pytest.mark.parametrize(
    ("node", "wanted"),
    [
        ({"x-format": "Varchar(9)"}, ("Varchar", 9, None)),
        ({"x-format": "DateTime YYYYMMDD hh:mm"}, ("DateTime", None, "YYYYMMDD hh:mm")),
        ({"x-format": "Date time DD/MM/YYYY HH:MM:SS"}, ("Date time", None, "DD/MM/YYYY HH:MM:SS")),
        ({"x-format": "LoV / Varchar(10)"}, ("LoV / Varchar", 10, None)),
        ({"x-format": "Decimal(10,0)"}, ("Decimal", "10,0", None)),
        ({"x-format": "File (xlsx)"}, ("File (xlsx)", None, None)),
        ({"type": ["string", "null"], "maxLength": 5}, ("string or null", 5, None)),
    ],
)
def test_type_length_and_format_are_taken_apart(node, wanted):
    assert printed(node) == wanted
