"""Contracts that are still drafts: they load, agree with themselves, and follow the tables of their sources."""

import csv
import json
from pathlib import Path

import pytest
import yaml
from openapi_spec_validator import validate

from kontrak.conformance.probes import probe
from kontrak.conformance.watch import WATCHES
from kontrak.contracts import Judge, Stage, load
from kontrak.contracts.export import bundle
from kontrak.contracts.lint import lint
from kontrak.contracts.load import HERE, partners

DRAFTS = sorted(set(partners()) - set(partners(stage=Stage.MOCK)))
KNOWN = {"probe": probe.names(), "watch": list(WATCHES), "property": ["accepts"]}


def test_a_draft_is_left_out_of_the_partners_that_are_served_and_verified():
    assert partners(stage=Stage.VERDICT) == ["padi"]
    assert DRAFTS == ["dgi", "tpos"]


@pytest.mark.parametrize("name", DRAFTS)
def test_a_draft_agrees_with_itself(name):
    assert lint(load(name), KNOWN) == []


@pytest.mark.parametrize("name", DRAFTS)
def test_the_schemas_of_a_draft_compile_and_its_examples_break_nothing(name):
    contract = load(name)
    judge = Judge(contract)
    broken = {
        (operation.id, str(violation))
        for operation in contract.operations.values()
        for example in operation.examples
        for violation in judge.request(operation, operation.unwrap(example))
    }
    assert broken == set()


@pytest.mark.parametrize("name", DRAFTS)
def test_the_document_of_a_draft_is_valid_openapi(name):
    validate(bundle(load(name)))


def transcribed():
    """The rows of the transcribed tables of TPOS: (table, part, row) -> the printed cells."""
    rows = {}
    for file in sorted((HERE / "tpos" / "sources").glob("t*.csv")):
        if file.stem == "t01":
            continue
        for row in csv.DictReader(file.read_text(encoding="utf-8").splitlines()):
            rows[f"T{int(file.stem[1:])}", row["part"], int(row["row"])] = row
    return rows


def columns(node: dict) -> list[dict]:
    """All columns of a schema, those of its arrays included."""
    found = []
    for child in node.get("properties", {}).values():
        found += [child, *columns(child), *columns(child.get("items", {}))]
    return found


def in_schemas():
    """(table, part, row) -> the columns of TPOS's schemas that name that place; the part is None where a table has one."""
    places = {}
    for file in (HERE / "tpos" / "schemas").glob("*.json"):
        for column in columns(json.loads(file.read_text(encoding="utf-8"))):
            source = column.get("x-source", {})
            if "table" in source:
                places.setdefault((source["table"], source.get("part"), source["row"]), []).append(column)
    return places


def in_feeds():
    """(table, row) -> the field of a feed."""
    feeds = [yaml.safe_load(file.read_text("utf-8")) for file in sorted((HERE / "tpos" / "feeds").glob("*.yaml"))]
    return {(feed["table"], field["row"]): field for feed in feeds for field in feed["fields"]}


def test_every_row_of_the_tables_of_tpos_has_its_place_with_its_label():
    schemas, feeds = in_schemas(), in_feeds()
    for (table, part, number), row in transcribed().items():
        found = schemas.get((table, part, number), []) + schemas.get((table, None, number), [])
        labels = {column.get("x-label") for column in found}
        if (table, number) in feeds:
            labels.add(feeds[table, number]["label"])
        assert labels == {row["label"]}, (table, part, number)


def test_no_place_in_the_contract_of_tpos_names_a_row_that_no_table_has():
    rows = transcribed()
    known = {(table, number) for table, _, number in rows}
    assert {(table, number) for table, _, number in in_schemas()} <= known
    assert set(in_feeds()) <= known


def test_the_fields_of_the_feeds_have_the_types_lengths_and_marks_of_the_tables():
    rows = transcribed()
    for (table, number), field in in_feeds().items():
        row = rows[table, "response", number]
        printed = (row["type"], row["length"], row["mandatory"] == "M")
        assert (field["type"], str(field.get("length", "")), field["mandatory"]) == printed, (table, number)


def test_the_tables_of_tpos_have_245_fields():
    assert len(transcribed()) == 245


def test_no_draft_names_a_file_of_a_machine():
    for name in DRAFTS:
        for file in Path(HERE / name).rglob("*"):
            assert not file.is_file() or b"/tmp/" not in file.read_bytes(), file
