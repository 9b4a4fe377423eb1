"""Every example in an exported document keeps its schema: by our judge, and by jsonschema, which shares no code with it."""

from __future__ import annotations

import json
from dataclasses import dataclass

import jsonschema
import pytest
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from kontrak.contracts import load
from kontrak.contracts.judge import SchemaJudge
from kontrak.contracts.model import Json
from kontrak.contracts.schema import dereference, follow
from tests.judges.faults import wrong_answer, wrong_request

CHECKER = jsonschema.Draft202012Validator.FORMAT_CHECKER


@dataclass(frozen=True)
class Example:
    """A value and the pointer to the schema that it illustrates."""

    schema: str
    value: Json


def examples(node, pointer=""):
    """Every example of a document: those of bodies, and those that stand in schemas."""
    if isinstance(node, list):
        for number, child in enumerate(node):
            yield from examples(child, f"{pointer}/{number}")
    if not isinstance(node, dict):
        return
    match node.get("examples"):
        case dict() as named if "schema" in node:
            yield from (Example(f"{pointer}/schema", entry["value"]) for entry in named.values())
        case list() as values:
            yield from (Example(pointer, value) for value in values)
    for key, child in node.items():
        if key != "examples":
            yield from examples(child, f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}")


def by_our_judge(document, example):
    schema = dereference(follow(document, example.schema), document, fetch=None)
    return [str(violation) for violation in SchemaJudge(schema).violations(example.value)]


def by_jsonschema(document, example):
    registry = Registry().with_resource("urn:document", Resource(document, DRAFT202012))
    schema = {"$ref": f"urn:document#{example.schema}"}
    validator = jsonschema.Draft202012Validator(schema, registry=registry, format_checker=CHECKER)
    return [error.message for error in validator.iter_errors(example.value)]


JUDGES = pytest.mark.parametrize("judge", [by_our_judge, by_jsonschema])


@JUDGES
def test_every_example_keeps_its_schema(partner, judge, document):
    exported = document(partner)
    found = [(example.schema, judge(exported, example)) for example in examples(exported)]
    assert [entry for entry in found if entry[1]] == []


@JUDGES
@pytest.mark.parametrize("plant", [wrong_request, wrong_answer])
def test_a_wrong_example_is_seen(partner, judge, plant, document):
    exported = document(partner)
    plant(exported)
    assert [example for example in examples(exported) if judge(exported, example)]


def test_every_operation_has_an_example_of_its_request_and_of_its_answer(partner, document):
    exported = document(partner)
    for op in load(partner).operations.values():
        raw = exported["paths"][op.path][op.method.lower()]
        for body in (raw["requestBody"], raw["responses"]["200"]):
            assert all(content["examples"] for content in body["content"].values())
        assert op.examples


def test_every_example_file_is_in_the_document(partner, document):
    exported = [example.value for example in examples(document(partner))]
    folder = load(partner).folder / "examples"
    left_out = [file.name for file in folder.glob("*.json") if json.loads(file.read_text("utf-8")) not in exported]
    assert left_out == []
