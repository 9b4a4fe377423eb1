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


def test_no_draft_names_a_file_of_a_machine():
    for name in DRAFTS:
        for file in Path(HERE / name).rglob("*"):
            assert not file.is_file() or b"/tmp/" not in file.read_bytes(), file


def dgi_rows():
    """The rows of the transcribed tables of DGI: (table, row) -> the field's name."""
    rows = {}
    for file in sorted((HERE / "dgi" / "sources").glob("*-*.csv")):
        module, operation = file.stem.split("-")
        for row in csv.DictReader(file.read_text(encoding="utf-8").splitlines()):
            rows[f"{module}/{operation} {row['part']}", int(row["row"])] = row["field"]
    return rows


def dgi_columns():
    """(table, row) -> the names of the columns in DGI's schemas that name that place."""

    def walk(node):
        for name, child in node.get("properties", {}).items():
            source = child.get("x-source", {})
            if "row" in source and source["table"] != "envelope":
                places.setdefault((source["table"], source["row"]), set()).add(name)
            walk(child)
            walk(child.get("items", {}))

    places: dict = {}
    for file in (HERE / "dgi" / "schemas").glob("*.json"):
        walk(json.loads(file.read_text(encoding="utf-8")))
    return places


def test_every_row_of_the_tables_of_dgi_has_its_place_and_the_other_way_round():
    rows, places = dgi_rows(), dgi_columns()
    assert len(rows) == 542
    assert {place: {name} for place, name in rows.items()} == places


def test_the_variants_of_dgi_are_the_main_dealers_of_the_slide_and_say_where_nothing_is_known():
    variants = [yaml.safe_load(file.read_text("utf-8")) for file in sorted((HERE / "dgi" / "variants").glob("*.yaml"))]
    names = {"CDN", "DAYA", "HSO", "INDAKO", "MPM", "SINSEN", "TDM", "TRIO", "WAHANA"}
    assert {variant["name"].upper() for variant in variants} == names
    assert all(variant["differences"] or variant["note"] for variant in variants)
