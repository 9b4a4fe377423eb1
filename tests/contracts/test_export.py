"""What the exported document makes of references: they lead to the same schema as before, or the export is refused."""

from __future__ import annotations

import json

import pytest

from kontrak.contracts import ContractError, load
from kontrak.contracts.export import bundle


def exported_with(copy, schemas):
    """The export of a copy of PADI whose List also has the schemas `name -> schema`."""

    def add(openapi):
        openapi["components"]["schemas"]["List"]["properties"] |= schemas

    copy.change("openapi.yaml", add)
    return bundle(load(copy.folder))["components"]["schemas"]


def write(copy, name, schema):
    (copy.folder / name).parent.mkdir(exist_ok=True)
    copy.write(name, json.dumps(schema))


def test_a_reference_to_a_part_of_a_file_leads_to_that_part(copy):
    write(copy, "schemas/parts.json", {"$defs": {"code": {"type": "string"}, "sum": {"type": "integer"}}})
    schemas = exported_with(copy, {"sum": {"$ref": "schemas/parts.json#/$defs/sum"}})
    assert schemas["List"]["properties"]["sum"] == {"$ref": "#/components/schemas/parts.defs.sum"}
    assert schemas["parts.defs.sum"] == {"type": "integer"}


def test_a_file_that_refers_to_its_own_part_still_does(copy):
    own = {"properties": {"code": {"$ref": "#/$defs/code"}}, "$defs": {"code": {"type": "string"}}}
    write(copy, "schemas/own.json", own)
    schemas = exported_with(copy, {"own": {"$ref": "./schemas/own.json"}})
    assert schemas["own"]["properties"]["code"] == {"$ref": "#/components/schemas/own.defs.code"}
    assert schemas["own.defs.code"] == {"type": "string"}


def test_a_reference_in_a_file_is_read_from_where_the_file_is(copy):
    write(copy, "schemas/outer.json", {"properties": {"inner": {"$ref": "inner.json"}}})
    write(copy, "schemas/inner.json", {"type": "boolean"})
    schemas = exported_with(copy, {"outer": {"$ref": "schemas/outer.json"}})
    assert schemas["inner"] == {"type": "boolean"}


def test_what_stands_beside_a_reference_stays(copy):
    write(copy, "schemas/code.json", {"type": "string"})
    schemas = exported_with(copy, {"code": {"$ref": "schemas/code.json", "description": "Ours."}})
    assert schemas["List"]["properties"]["code"] == {
        "$ref": "#/components/schemas/code",
        "description": "Ours.",
    }


@pytest.mark.parametrize("name", ["schemas/List.json", "other/umkm.json"])
def test_two_schemas_of_one_name_are_refused(copy, name):
    write(copy, name, {"type": "string"})
    with pytest.raises(ContractError, match="names another schema"):
        exported_with(copy, {"another": {"$ref": name}})


def test_a_reference_that_leads_nowhere_is_refused_with_its_place(copy):
    contract = load(copy.folder)
    contract.openapi["components"]["schemas"]["List"]["properties"]["x"] = {"$ref": "schemas/umkm.json#/$defs/none"}
    with pytest.raises(ContractError, match=r"umkm\.json at /\$defs/none"):
        bundle(contract)
