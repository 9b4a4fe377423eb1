"""Traceability: the tables of TPOS and its contract say the same, in both directions."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

import pytest
import yaml

from kontrak.contracts import load
from tests.contracts.tpos_tables import FOLDER, columns, feeds, lists, placed, schemas, summary

TPOS = load("tpos")
LISTS, FEEDS = lists(), feeds()
COLUMNS = {place: placed(*place) for place in LISTS}
BATCHES = {"T3", "T4", "T6", "T8", "T16", "T19", "T20", "T21"}
IN_SCHEMAS = [place for place in LISTS if place[0] not in BATCHES - {"T16"}]
each_list = pytest.mark.parametrize("place", IN_SCHEMAS, ids=" ".join)
each_feed = pytest.mark.parametrize("table", sorted(BATCHES))

COUNTS = {
    "T2": 10, "T3": 4, "T4": 9, "T5": 19, "T6": 4, "T7": 11, "T8": 4, "T9": 16, "T10": 22, "T11": 7, "T12": 7,
    "T13": 15, "T14": 11, "T15": 7, "T16": 18, "T17": 18, "T18": 24, "T19": 15, "T20": 12, "T21": 12,
}  # fmt: skip

# What the contract takes otherwise than printed: (table, row) -> the reading behind it.
WIDER = {("T5", 5): "TPOS-R-065", ("T7", 6): "TPOS-R-065", ("T18", 4): "TPOS-R-065", ("T5", 16): "TPOS-R-072"}
OTHER_TYPES = {
    ("T5", 18): ({"string"}, "TPOS-R-070"),
    ("T7", 5): ({"string"}, "TPOS-R-070"),
    ("T18", 5): ({"string"}, "TPOS-R-070"),
    ("T17", 11): ({"string", "integer"}, "TPOS-R-077"),
    ("T18", 23): ({"string", "integer"}, "TPOS-R-077"),
}
TYPES = {
    "Varchar": "string",
    "Char": "string",
    "Int": "integer",
    "Decimal": "number",
    "DateTime": "string",
    "File (xlsx)": "string",
}


def pairs(place):
    """Each printed row of a list with its column."""
    return list(zip(LISTS[place], COLUMNS[place], strict=True))


def single(column):
    """The node that one value keeps: that of an item where the column is a list."""
    return column.node.get("items", column.node)


def types(column):
    node = single(column)
    return {node["type"]} if isinstance(node["type"], str) else set(node["type"])


def printed_format(row):
    if row["length"]:
        return f"{row['type']}({row['length']})"
    return f"{row['type']} {row['format']}".strip()


def test_the_transcription_has_the_245_rows_of_20_tables():
    counts = dict.fromkeys(COUNTS, 0)
    for (table, _part), rows in LISTS.items():
        counts[table] += len(rows)
    assert counts == COUNTS
    assert sum(counts.values()) == 245


def test_the_transcription_has_211_marks():
    assert sum(row["mandatory"] == "M" for rows in LISTS.values() for row in rows) == 211


def test_the_rows_of_a_list_count_from_one():
    for place, rows in LISTS.items():
        assert [int(row["row"]) for row in rows] == list(range(1, len(rows) + 1)), place


def test_only_lengths_formats_and_marks_are_empty_cells():
    for rows in LISTS.values():
        for row in rows:
            assert all(row[name] and row[name] == row[name].strip() for name in ("label", "type"))
            assert row["mandatory"] in ("M", "")
            assert row["length"] == "" or row["length"].isdigit()
            assert bool(row["format"]) == (row["type"] == "DateTime")


@each_list
def test_every_row_of_a_list_is_one_column_under_its_label(place):
    assert [column.node["x-label"] for column in COLUMNS[place]] == [row["label"] for row in LISTS[place]]


@each_list
def test_every_row_of_a_list_is_named_by_its_number(place):
    assert [column.row for column in COLUMNS[place]] == [int(row["row"]) for row in LISTS[place]]


@each_list
def test_every_row_of_a_list_is_documented(place):
    for column in COLUMNS[place]:
        assert (column.node["x-level"], column.node["x-source"]["document"]) == ("documented", "001"), column.key


@each_list
def test_every_row_of_a_list_has_its_type_length_and_format_as_printed(place):
    assert [column.node["x-format"] for column in COLUMNS[place]] == [printed_format(row) for row in LISTS[place]]


@each_list
def test_every_mark_makes_its_column_required_or_is_set_aside_by_a_reading(place):
    for row, column in pairs(place):
        marked = column.required or column.node.get("x-mandatory", False)
        assert marked == (row["mandatory"] == "M"), column.key
        assert not (column.required and column.node.get("x-mandatory")), column.key
        assert "x-reading" in column.node or "x-mandatory" not in column.node, column.key


@each_list
def test_a_column_may_be_null_exactly_where_it_is_not_required(place):
    for _row, column in pairs(place):
        assert ("null" in types(column)) != column.required, column.key


@each_list
def test_every_row_of_a_list_has_the_json_type_of_its_printed_type(place):
    for row, column in pairs(place):
        wanted, reading = OTHER_TYPES.get((place[0], column.row), ({TYPES[row["type"]]}, None))
        if not column.required:
            wanted = wanted | ({"null", "string"} if column.file.endswith("-answer") else {"null"})
        assert types(column) == wanted, column.key
        assert reading in (None, column.node.get("x-reading"))


@each_list
def test_every_printed_length_bounds_its_column(place):
    for row, column in pairs(place):
        if row["length"] and "enum" not in column.node:
            length = 11 if WIDER.get((place[0], column.row)) else int(row["length"])
            node = single(column)
            if row["type"] in ("Int", "Decimal"):
                assert node["maximum"] == 10**length - 1, column.key
                assert node["minimum"] in (0, 1), column.key
            else:
                assert node["maxLength"] == length, column.key


@each_list
def test_every_code_fits_its_printed_length_unless_a_reading_says_otherwise(place):
    for row, column in pairs(place):
        if row["length"] and "enum" in column.node:
            longest = max(len(str(code)) for code in column.node["enum"])
            assert longest <= int(row["length"]) or (place[0], column.row) in WIDER, column.key


def test_each_column_that_is_wider_than_printed_names_the_reading_behind_it():
    for (table, row), reading in WIDER.items():
        column = next(
            each for place, found in COLUMNS.items() for each in found if (place[0], each.row) == (table, row)
        )
        assert column.node["x-reading"] == reading


def day_patterns():
    """Every pattern of a date in a schema, with its column."""
    return [
        (column, re.compile(column.node["pattern"]))
        for place in IN_SCHEMAS
        for row, column in pairs(place)
        if row["type"] == "DateTime"
    ]


def test_the_dates_of_the_schemas_are_the_days_that_exist():
    one = next(pattern for column, pattern in day_patterns() if column.node["x-format"] == "DateTime YYYYMMDD")
    for year in (1000, 1900, 2000, 2024, 2026, 2100, 2400, 9999):
        for month in range(1, 13):
            days = calendar.monthrange(year, month)[1]
            found = [day for day in range(100) if one.fullmatch(f"{year}{month:02}{day:02}")]
            assert found == list(range(1, days + 1)), (year, month)
        assert not one.fullmatch(f"{year}1301")
        assert not one.fullmatch(f"{year}0001")


def test_every_date_of_a_schema_is_judged_alike():
    days = [date(2026, 1, 1) + timedelta(days=each) for each in (0, 58, 364)]
    for column, pattern in day_patterns():
        timed = column.node["x-format"].endswith("hh:mm")
        ends = (" 00:00", " 23:59") if timed else ("",)
        wrong = ("", " 24:00", " 23:60", " 8:00", "08:00", "T08:00") if timed else (" 08:00", " ")
        assert all(pattern.fullmatch(f"{day:%Y%m%d}{end}") for day in days for end in ends), column
        assert not any(pattern.fullmatch(f"20261102{end}") for end in wrong), column
        assert not any(pattern.fullmatch(text) for text in ("20260230", "2026-11-02", "02112026", "2026112")), column
        assert bool(pattern.fullmatch("")) != column.required, column


@each_list
def test_every_file_is_an_xlsx_of_one_mebibyte_at_most(place):
    for row, column in pairs(place):
        if row["type"] == "File (xlsx)":
            assert column.node["contentEncoding"] == "base64"
            assert column.node["contentMediaType"].endswith("spreadsheetml.sheet")
            assert column.node["maxLength"] == (1_048_576 + 2) // 3 * 4


def test_no_column_names_a_row_that_no_table_has():
    known = {(table, int(row["row"])) for (table, _part), rows in LISTS.items() for row in rows}
    named = {(c.node["x-source"]["table"], c.row) for c in columns() if "table" in c.node.get("x-source", {})}
    assert named <= known


def test_what_no_table_has_is_assumed():
    for column in columns():
        if "table" not in column.node.get("x-source", {}):
            level = column.node.get("x-level", schemas()[column.file].get("x-level"))
            assert level == "assumed", (column.file, column.key)


def test_what_no_table_has_in_an_answer_is_one_of_these():
    own = {(c.file, c.key) for c in columns() if "x-label" not in c.node and c.file.endswith("-answer")}
    outlets = {f"{name}-answer" for name in ("pending-detail", "bo-detail", "issue-to-ship", "poss-info")}
    assert own == (
        {(file, "data") for file in schemas() if file.endswith("-answer")}
        | {(file, "outletCode") for file in outlets | {"claim-inquiry-detail-answer"}}
        | {("parts-inquiry-answer", key) for key in ("messages", "noPart", "message")}
    )


def test_every_row_of_the_summary_is_an_operation_or_a_feed():
    sources = [item["post"]["x-source"] for item in TPOS.openapi["paths"].values()]
    operations = {(source["row"], source["message"]) for source in sources if source.get("table") == "T1"}
    rows = {(int(row["no"]), row["table"]) for row in summary()}
    assert operations <= rows
    assert {table for _number, table in rows - operations} == BATCHES
    assert len(rows) == 20


def test_there_are_twelve_web_services_and_the_token():
    assert len(TPOS.operations) == 13
    assert [name for name, operation in TPOS.operations.items() if not operation.secured] == ["requestToken"]


def test_every_batch_has_a_feed_and_no_other_table():
    assert set(FEEDS) == BATCHES


@each_feed
def test_every_row_of_a_batch_is_one_field_as_printed(table):
    printed = [
        (int(r["row"]), r["label"], r["type"], r["length"], r["format"], r["mandatory"] == "M")
        for r in LISTS[table, "response"]
    ]
    fields = [
        (f["row"], f["label"], f["type"], str(f.get("length", "")), f.get("format", ""), f["mandatory"])
        for f in FEEDS[table]["fields"]
    ]
    assert fields == printed


@each_feed
def test_every_field_of_a_feed_is_documented_at_its_row(table):
    for field in FEEDS[table]["fields"]:
        assert field["level"] == "documented"
        assert field["source"] == {"document": "001", "table": table, "row": field["row"]}


@each_feed
def test_the_key_of_a_feed_is_assumed_by_a_reading_and_made_of_mandatory_fields(table):
    feed = FEEDS[table]
    mandatory = [field["key"] for field in feed["fields"] if field["mandatory"]]
    assert set(feed["key"]) <= set(mandatory)
    assert feed["key"][0] == "outletCode"
    assert feed["key_level"] == "assumed"
    assert feed["key_reading"] in TPOS.readings


@each_feed
def test_every_reading_that_a_feed_names_exists(table):
    named = {field["reading"] for field in FEEDS[table]["fields"] if "reading" in field}
    assert named <= set(TPOS.readings)


def test_the_widths_that_follow_from_lengths_and_layout_are_those_written_down():
    written = yaml.safe_load((FOLDER / "layout.yaml").read_text("utf-8"))["widths"]
    assert {name: feed.width for name, feed in TPOS.feeds.items()} == written
    assert sorted(written.values()) == [29, 29, 58, 98, 122, 125, 128, 278]


def test_every_part_of_the_layout_rests_on_a_reading_that_can_be_switched():
    form = yaml.safe_load((FOLDER / "layout.yaml").read_text("utf-8"))
    parts = [form[name] for name in ("encoding", "terminator", "decimals", "null", "overlong", "header", "file_name")]
    for part in [*parts, form["trailer"], *form["types"].values(), *form["dates"].values()]:
        assert TPOS.readings[part["reading"]].switch
    assert form["level"] == "assumed"


def test_the_answer_of_the_etd_inquiry_and_its_feed_are_one_table():
    keys = [column.key for column in COLUMNS["T16", "response"]]
    assert [field["key"] for field in FEEDS["T16"]["fields"]] == keys
