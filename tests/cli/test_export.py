import json

import pytest
import yaml
from click.testing import CliRunner
from openapi_spec_validator import validate

from kontrak.cli.contracts import contracts
from kontrak.contracts import load


def said(*arguments):
    done = CliRunner().invoke(contracts, [str(part) for part in arguments], catch_exceptions=False)
    assert done.exit_code == 0
    return done.output


def refs(value):
    if isinstance(value, dict):
        yield from [value["$ref"]] if isinstance(value.get("$ref"), str) else []
        for part in value.values():
            yield from refs(part)
    elif isinstance(value, list):
        for part in value:
            yield from refs(part)


def test_the_exported_document_names_no_other_file():
    document = json.loads(said("export", "padi"))
    assert all(ref.startswith("#/") for ref in refs(document))
    assert "externalValue" not in said("export", "padi")


def test_the_exported_document_is_valid_openapi():
    validate(json.loads(said("export", "padi")))


def test_yaml_and_json_hold_the_same():
    assert yaml.safe_load(said("export", "padi", "--yaml")) == json.loads(said("export", "padi"))


def test_export_writes_a_file(tmp_path):
    said("export", "padi", "-o", tmp_path / "padi.json")
    assert json.loads((tmp_path / "padi.json").read_text(encoding="utf-8"))["openapi"] == "3.1.0"


def test_the_examples_travel_with_the_document():
    document = json.loads(said("export", "padi"))
    body = document["paths"]["/padi-umkm/1.2.0/padis"]["post"]["requestBody"]["content"]["application/json"]
    assert body["examples"]["transaksi-json"]["value"]["transaksi"]["uid_umkm"] == "123"


def test_every_column_of_the_document_is_in_the_dictionary():
    rows = json.loads(said("fields", "padi", "--json"))
    table = [row for row in rows if row["table"] == "API Transaksi"]
    assert [row["row"] for row in table] == list(range(1, 26))
    assert {row["key"] for row in table if row["mandatory"]} == set(
        load("padi").operations["createTransaksi"].request["required"]
    )


@pytest.mark.parametrize(
    ("key", "member", "value"),
    [
        ("tannggal_invoice", "label", "tanggal_invoice"),
        ("kategori_delivery_time", "label", "total_cycle_time"),
        ("nama_project", "length", 255),
        ("tkdn", "length", "10,0"),
        ("tanggal_transaksi", "source", "002, API Transaksi, row 1"),
    ],
)
def test_a_column_has_its_place_in_the_document(key, member, value):
    rows = json.loads(said("fields", "padi", "--json"))
    assert next(row for row in rows if row["key"] == key)[member] == value


def test_lint_finds_nothing_in_our_contracts():
    assert said("lint").strip().endswith("0 problems")


def test_an_export_that_cannot_be_written_is_refused(tmp_path):
    done = CliRunner().invoke(contracts, ["export", "padi", "-o", str(tmp_path / "missing" / "a.json")])
    assert "cannot be written" in str(done.exception)
