"""The code lists: their values, their numbers, and the columns that use them."""

from __future__ import annotations

import pytest

from kontrak.contracts import Level, load
from kontrak.contracts.schema import nodes

PADI = load("padi")
USES = [
    pytest.param(operation, name, id=f"{operation.id}-{name}")
    for operation in PADI.operations.values()
    for name, node in operation.request["properties"].items()
    if "x-code-list" in node
]


@pytest.mark.parametrize(("operation", "column"), USES)
def test_the_enumeration_of_a_column_is_its_code_list(operation, column):
    node = operation.request["properties"][column]
    codes = {*PADI.codes[node["x-code-list"]].codes}
    for part in nodes(node):
        assert "enum" not in part or {str(value) for value in part["enum"] if value not in ("", None)} == codes


@pytest.mark.parametrize(("operation", "column"), USES)
def test_the_canonical_values_of_a_column_are_in_its_code_list(operation, column):
    node = operation.request["properties"][column]
    assert {*node.get("x-canonical", {}).get("enum", ())} <= {*PADI.codes[node["x-code-list"]].codes}


@pytest.mark.parametrize(
    ("name", "number", "level", "codes"),
    [
        ("kategori_umkm", 2, Level.OBSERVED, ["1", "2", "3", "4"]),
        ("rating", 3, Level.OBSERVED, ["1", "2", "3", "4", "5"]),
        ("kategori_delivery_time", 4, Level.ASSUMED, ["1", "2", "3", "4", "5"]),
        ("is_pdn", 5, Level.ASSUMED, ["0", "1"]),
        ("is_certificate", 6, Level.DOCUMENTED, ["0", "1"]),
        ("tipe_nilai_project", 7, Level.DOCUMENTED, ["OPEX", "CAPEX"]),
    ],
)
def test_a_list_has_its_number_its_level_and_its_values(name, number, level, codes):
    found = PADI.codes[name]
    assert (found.number, found.level, list(found.codes)) == (number, level, codes)


def test_list_1_has_27_values_that_are_not_1_to_27():
    codes = [int(code) for code in PADI.codes["kategori_project"].codes]
    assert codes == [*range(1, 10), *range(183, 201)]
    assert len(codes) == 27
    assert PADI.codes["kategori_project"].number == 1


def test_the_numbers_of_the_lists_are_1_to_7():
    assert [found.number for found in PADI.codes.values()] == [1, 2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize("name", PADI.codes)
def test_every_list_belongs_to_a_column_of_the_transaction(name):
    assert PADI.operations["createTransaksi"].request["properties"][name]["x-code-list"] == name


def test_the_only_value_that_is_assumed_in_a_seen_list_is_vendor_category_4():
    assert {name: found.assumed for name, found in PADI.codes.items() if found.assumed} == {"kategori_umkm": ("4",)}


@pytest.mark.parametrize(
    ("operation", "column"), [("createTransaksi", "kategori_umkm"), ("createUmkm", "kategori_usaha")]
)
def test_no_server_must_accept_an_assumed_value(operation, column):
    node = PADI.operations[operation].request["properties"][column]
    assert not {*node["x-canonical"]["enum"]} & {*PADI.codes["kategori_umkm"].assumed}


def test_no_server_must_refuse_an_unknown_delivery_time():
    node = PADI.operations["createTransaksi"].request["properties"]["kategori_delivery_time"]
    assert "enum" not in node
