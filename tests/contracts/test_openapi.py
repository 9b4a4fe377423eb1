"""The contract is standard files: other tools read them unchanged."""

from __future__ import annotations

import json

import jsonschema
import pytest
import yaml
from openapi_spec_validator import validate

from kontrak.contracts import load, load_all
from kontrak.contracts.schema import follow

CONTRACTS = load_all()
each_contract = pytest.mark.parametrize("contract", CONTRACTS.values(), ids=CONTRACTS)
EXAMPLES = [
    pytest.param(operation, example, id=f"{operation.id}-{number}")
    for contract in CONTRACTS.values()
    for operation in contract.operations.values()
    for number, example in enumerate(operation.examples)
]


def document(contract):
    """The OpenAPI file of a contract."""
    manifest = yaml.safe_load((contract.folder / "contract.yaml").read_text(encoding="utf-8"))
    return contract.folder / manifest["openapi"]


def refs(value):
    """Each $ref in a document."""
    if isinstance(value, dict):
        if isinstance(ref := value.get("$ref"), str):
            yield ref
        for part in value.values():
            yield from refs(part)
    elif isinstance(value, list):
        for part in value:
            yield from refs(part)


def json_files(contract):
    return [*(contract.folder / "schemas").rglob("*.json")]


@each_contract
def test_openapi_spec_validator_accepts_the_document_with_its_files(contract):
    file = document(contract)
    validate(yaml.safe_load(file.read_text(encoding="utf-8")), base_uri=file.as_uri())


@each_contract
def test_openapi_spec_validator_would_see_a_missing_file(contract):
    file = document(contract)
    text = file.read_text(encoding="utf-8").replace("schemas/", "no-schemas/")
    with pytest.raises(Exception, match="no-schemas"):
        validate(yaml.safe_load(text), base_uri=file.as_uri())


@each_contract
def test_every_reference_leads_to_something(contract):
    for file in [document(contract), *json_files(contract)]:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
        for ref in refs(content):
            name, _, pointer = ref.partition("#")
            target = yaml.safe_load((file.parent / name).read_text(encoding="utf-8")) if name else content
            assert follow(target, pointer) is not None, ref


@each_contract
def test_no_reference_leads_out_of_the_folder(contract):
    for file in [document(contract), *json_files(contract)]:
        for ref in refs(yaml.safe_load(file.read_text(encoding="utf-8"))):
            assert "://" not in ref
            assert (file.parent / ref.partition("#")[0]).resolve().is_relative_to(contract.folder.resolve())


@each_contract
def test_the_operation_ids_are_unique(contract):
    raw = [
        item[method] for item in contract.openapi["paths"].values() for method in item if "operationId" in item[method]
    ]
    ids = [entry["operationId"] for entry in raw]
    ids += [each["operationId"] for entry in raw for each in entry.get("x-operations", {}).values()]
    assert len(ids) == len(set(ids))


@each_contract
def test_every_schema_file_is_a_json_schema_of_2020_12(contract):
    for file in json_files(contract):
        schema = json.loads(file.read_text(encoding="utf-8"))
        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        jsonschema.Draft202012Validator.check_schema(schema)


@each_contract
def test_no_schema_uses_a_pattern_that_tools_read_differently(contract):
    for file in [document(contract), *json_files(contract)]:
        text = file.read_text(encoding="utf-8")
        assert r"\d" not in text
        assert r"\w" not in text
        assert r"\p{" not in text


@pytest.mark.parametrize(("operation", "example"), EXAMPLES)
def test_every_example_keeps_the_schema_of_its_operation(operation, example):
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    validator = jsonschema.Draft202012Validator(operation.request, format_checker=checker)
    assert list(validator.iter_errors(operation.unwrap(example))) == []


def test_every_example_keeps_the_schema_of_the_whole_body():
    contract = load("padi")
    bodies = contract.openapi["components"]["schemas"]
    members = {next(iter(schema["properties"])) for name, schema in bodies.items() if name.endswith("Body")}
    assert members == {operation.member for operation in contract.operations.values()}


def test_the_body_of_padi_is_one_of_the_wrapped_messages():
    contract = load("padi")
    item = contract.openapi["paths"]["/padi-umkm/1.2.0/padis"]["post"]
    branches = item["requestBody"]["content"]["application/json"]["schema"]["oneOf"]
    for ref, operation in zip(refs(branches), contract.operations.values(), strict=True):
        body = follow(contract.openapi, ref[1:])
        assert body["required"] == [operation.member]
        assert body["additionalProperties"] is False


def test_the_examples_named_in_the_document_are_those_of_the_operations():
    contract = load("padi")
    item = contract.openapi["paths"]["/padi-umkm/1.2.0/padis"]["post"]
    named = [
        entry["externalValue"] for entry in item["requestBody"]["content"]["application/json"]["examples"].values()
    ]
    used = [name for entry in item["x-operations"].values() for name in entry["examples"]]
    assert sorted(named) == sorted(used)
    assert sorted(f"examples/{file.name}" for file in (contract.folder / "examples").iterdir()) == sorted(used)
