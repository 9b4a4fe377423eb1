"""References put in place, the narrow schema, and its variants."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kontrak.conformance import generate
from kontrak.contracts import Judge, load
from kontrak.contracts.judge import SchemaJudge
from kontrak.contracts.schema import (
    BrokenReference,
    canonical,
    dereference,
    follow,
    is_type,
    nodes,
    references,
    variants,
)

PADI = load("padi")
JUDGE = Judge(PADI)
FILES = {
    "a.json": {"type": "string", "$defs": {"b/c": {"$ref": "#/type~0"}}, "type~": {"const": 1}},
    "deep/b.json": {"$ref": "c.json#/x"},
    "deep/c.json": {"x": {"$ref": "../a.json#/type~0"}},
    "loop.json": {"items": {"$ref": "loop.json"}},
}
OPERATIONS = list(PADI.operations.values())
EACH_VARIANT = [
    pytest.param(operation, generate.value(schema), id=f"{operation.id}-{number}")
    for operation in OPERATIONS
    for number, schema in enumerate(variants(operation.request))
]


def put_in_place(value, document=None):
    return dereference(value, document or {}, FILES.__getitem__)


def test_a_reference_into_the_document_is_put_in_place():
    assert put_in_place({"$ref": "#/x/0"}, {"x": [{"type": "null"}]}) == {"type": "null"}


def test_a_reference_to_another_file_is_put_in_place():
    assert put_in_place([{"$ref": "a.json"}])[0]["type"] == "string"


def test_a_reference_in_another_file_points_into_that_file():
    assert put_in_place({"$ref": "a.json#/$defs/b~1c"}, {"type~": "of the outer document"}) == {"const": 1}


def test_a_reference_is_relative_to_the_file_it_stands_in():
    assert put_in_place({"$ref": "./deep/b.json"}) == {"const": 1}


def test_the_same_pointer_in_two_files_is_no_recursion():
    files = {"a.json": {"x": {"$ref": "b.json#/x"}}, "b.json": {"x": {"type": "null"}}}
    document = {"x": {"$ref": "a.json#/x"}}
    assert dereference({"$ref": "#/x"}, document, files.__getitem__, "openapi.yaml") == {"type": "null"}


def test_a_reference_may_be_used_twice_side_by_side():
    document = {"x": {"type": "null"}}
    assert put_in_place({"a": {"$ref": "#/x"}, "b": {"$ref": "#/x"}}, document) == {
        "a": document["x"],
        "b": document["x"],
    }


def test_what_is_put_in_place_is_a_copy():
    document = {"x": {"type": "null"}}
    assert put_in_place({"$ref": "#/x"}, document) is not document["x"]


def test_a_property_called_ref_is_no_reference():
    assert put_in_place({"properties": {"$ref": {"type": "string"}}}) == {"properties": {"$ref": {"type": "string"}}}


@pytest.mark.parametrize("value", [{"$ref": "loop.json"}, {"x": {"$ref": "#/x"}}])
def test_a_reference_that_leads_back_to_itself_is_refused(value):
    with pytest.raises(BrokenReference):
        put_in_place(value, value)


@pytest.mark.parametrize("ref", ["#/absent", "absent.json", "a.json#/type~0/x", "#/list/7"])
def test_a_reference_to_nothing_is_a_lookup_error(ref):
    with pytest.raises(LookupError):
        put_in_place({"$ref": ref}, {"list": []})


@pytest.mark.parametrize(("pointer", "wanted"), [("", {"a/b": [1, {"~": 2}]}), ("/a~1b/0", 1), ("/a~1b/1/~0", 2)])
def test_a_pointer_is_followed(pointer, wanted):
    assert follow({"a/b": [1, {"~": 2}]}, pointer) == wanted


def test_all_parts_of_a_schema_are_its_nodes():
    parts = [{"title": str(number)} for number in range(7)]
    schema = {
        "properties": {"a": parts[0]},
        "items": parts[1],
        "allOf": [{"if": parts[2], "then": parts[3]}],
        "not": parts[4],
        "prefixItems": [parts[5]],
        "additionalProperties": parts[6],
    }
    assert {node["title"] for node in nodes(schema) if "title" in node} == {part["title"] for part in parts}


@pytest.mark.parametrize(
    ("node", "wanted"),
    [
        ({"type": ["string", "null"]}, {"type": "string"}),
        ({"type": ["null", "string"]}, {"type": "string"}),
        ({"type": ["string", "integer"], "enum": ["0", 0]}, {"type": "string", "enum": ["0"]}),
        ({"type": "string", "x-canonical": {"pattern": "^a$"}}, {"type": "string", "pattern": "^a$"}),
        ({"type": "string", "if": {"minLength": 1}, "then": {"format": "date"}}, {"type": "string", "format": "date"}),
        ({"type": "string", "x-level": "assumed", "x-requirements": {}}, {"type": "string"}),
        ({"type": "array", "items": {"type": ["string", "null"]}}, {"type": "array", "items": {"type": "string"}}),
    ],
)
def test_the_narrow_schema_of_a_node(node, wanted):
    assert canonical(node) == wanted


def test_the_narrow_schema_has_all_columns_and_no_others():
    assert canonical({"type": "object", "properties": {"a": {}, "b": {}}, "required": ["a"]}) == {
        "type": "object",
        "properties": {"a": {}, "b": {}},
        "required": ["a", "b"],
        "additionalProperties": False,
    }


def test_narrowing_leaves_the_schema_as_it_was():
    schema = PADI.operations["createTransaksi"].request
    before = repr(schema)
    variants(schema)
    assert repr(schema) == before


def test_each_condition_adds_a_variant():
    pinned = [
        schema["properties"]["is_certificate"]["enum"]
        for schema in variants(PADI.operations["createTransaksi"].request)
    ]
    assert pinned == [["1"], ["1"], ["0"]]


def test_a_variant_without_certificate_leaves_its_number_empty():
    *_others, without = variants(PADI.operations["createTransaksi"].request)
    assert without["properties"]["certificate_tkdn"]["enum"] == ["", None]


@pytest.mark.parametrize(("operation", "strategy"), EACH_VARIANT)
@settings(max_examples=25, deadline=None, database=None)
@given(data=st.data())
def test_what_a_variant_allows_is_valid_and_canonical(operation, strategy, data):
    message = data.draw(strategy)
    assert SchemaJudge(operation.request).allows(message)
    assert JUDGE.request(operation, message) == []
    assert JUDGE.is_canonical(operation, message)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.id)
def test_every_example_is_canonical(operation):
    assert all(JUDGE.is_canonical(operation, operation.unwrap(example)) for example in operation.examples)


@pytest.mark.parametrize(
    "changed",
    [
        {"bumn_id": None},
        {"is_pdn": 1},
        {"tkdn": 8.5},
        {"kategori_umkm": "4"},
        {"tambahan": "x"},
        {"is_certificate": "0"},
        {"tanggal_transaksi": "1999-12-31"},
    ],
)
def test_what_rests_on_a_reading_is_not_canonical(changed, transaksi):
    assert not JUDGE.is_canonical(PADI.operations["createTransaksi"], transaksi | changed)


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("x", {"string"}),
        (1, {"integer", "number"}),
        (1.5, {"number"}),
        (True, {"boolean"}),
        (None, {"null"}),
        ([], {"array"}),
        ({}, {"object"}),
    ],
)
def test_a_value_is_of_its_types_only(value, names):
    every = {"string", "integer", "number", "object", "array", "null", "boolean"}
    assert {name for name in every if is_type(value, name)} == names


def test_the_comparisons_of_a_transaction():
    found = references(PADI.operations["createTransaksi"].request)
    assert [(entry.property, entry.collection, entry.field, entry.via) for entry in found] == [
        ("uid_umkm", "umkm", "uid", None),
        ("kategori_umkm", "umkm", "kategori_usaha", "uid_umkm"),
        ("nama_umkm", "umkm", "nama_umkm", "uid_umkm"),
        ("id_satker", "satker", "id_satker", None),
    ]
