"""Mistakes in the messages of a contract: its schemas, what they name, and the examples."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

import jsonschema_rs

from kontrak.contracts.folder import Folder
from kontrak.contracts.judge import Judge, SchemaJudge
from kontrak.contracts.lint.found import Found, Path
from kontrak.contracts.model import Contract, Json, Level, Operation
from kontrak.contracts.places import message_path, path_to
from kontrak.contracts.schema import Schema, nodes, references

WORDS = ("required", "null", "blank", "number", "type")
MANIFEST = "contract.yaml"


def schema_files(contract: Contract) -> list[Found]:
    """Files that are no JSON Schema; where there are none, messages that cannot be compiled."""
    folder = Folder(contract.folder)
    found = []
    for file in sorted((contract.folder / "schemas").glob("*.json")):
        for path, problem in _wrong(folder.read(name := f"schemas/{file.name}"), jsonschema_rs.meta.validate):
            found.append(Found(name, path, file.stem, f"no JSON Schema: {problem}; mend the keyword"))
    return found or list(_uncompiled(contract))


def _uncompiled(contract: Contract) -> Iterator[Found]:
    for operation in contract.operations.values():
        for part in ("request", "answer"):
            for path, problem in _wrong(getattr(operation, part), _compile):
                here = (*_place(contract, operation, part), *path)
                text = f"the {part} is no JSON Schema: {problem}; mend the keyword"
                yield Found(_openapi(contract, operation), here, operation.id, text)


def _compile(schema: Json) -> None:
    jsonschema_rs.meta.validate(schema)
    SchemaJudge(schema)


def _wrong(schema: Schema, check: Callable[[Json], object]) -> Iterator[tuple[Path, str]]:
    """Where a schema is wrong and why, if it is."""
    try:
        check(dict(schema))
    except (ValueError, jsonschema_rs.ValidationError) as error:
        yield tuple(getattr(error, "instance_path", ())), str(error).partition("\n")[0]


def _openapi(contract: Contract, operation: Operation) -> str:
    """The name of the OpenAPI document that has an operation."""
    if operation.addition is not None:
        return contract.additions[operation.addition].file
    name: str = Folder(contract.folder).read(MANIFEST)["openapi"]
    return name


def _place(contract: Contract, operation: Operation, part: str, node: Json = None) -> Path:
    """The path in the OpenAPI document to (a node of) a message."""
    within = path_to(getattr(operation, part), node) if node is not None else []
    return (*message_path(contract.openapi, operation, part), *(within or []))


def messages(contract: Contract) -> Iterator[Found]:
    """Every name in a message that is nowhere."""
    for operation in contract.operations.values():
        file = _openapi(contract, operation)
        if operation.accepts is not None and operation.accepts not in contract.requirements:
            text = f"accepts {operation.accepts}, which does not exist; add it to requirements.yaml"
            yield Found(file, _place(contract, operation, "request")[:3], operation.id, text)
        for part in ("request", "answer"):
            yield from _message(contract, file, operation, part)
        for text in _references(contract, operation):
            yield Found(file, (*_place(contract, operation, "request"), "x-references"), operation.id, text)
    for column, node in _places(contract.refusal):
        for text in _node(contract, node):
            path = ("refusal",)
            yield Found(MANIFEST, path, f"refusal: {column}" if column else "refusal", text)


def _message(contract: Contract, file: str, operation: Operation, part: str) -> Iterator[Found]:
    for column, node in _places(getattr(operation, part)):
        for text in _node(contract, node):
            subject = f"{operation.id}: {column}" if column else operation.id
            yield Found(file, _place(contract, operation, part, node), subject, text)


def _places(schema: Schema) -> Iterator[tuple[str, Schema]]:
    """Each schema in a schema, with the column it belongs to."""
    for node in nodes(schema):
        for name, column in node.get("properties", {}).items():
            for part in nodes(column):
                yield name, part
    yield from (("", node) for node in nodes(schema) if "x-requirements" in node and "properties" in node)


def _node(contract: Contract, node: Schema) -> Iterator[str]:
    for rule, name in node.get("x-requirements", {}).items():
        if name not in contract.requirements:
            yield f"{rule} is required by {name}, which does not exist; add it to requirements.yaml"
        if rule not in WORDS and not any(rule in part for part in _same_value(node)):
            yield f"x-requirements names {rule}, but no such keyword is there; correct one of them"
    if (reading := node.get("x-reading")) is not None and reading not in contract.readings:
        yield f"no reading {reading}; add it to readings.yaml"
    if (level := node.get("x-level")) is not None and level not in list(Level):
        yield f"level {level} is none of {', '.join(Level)}; write one of them"
    if (document := node.get("x-source", {}).get("document")) is not None and document not in contract.documents:
        yield f"source {document} is unknown; name a document of contract.yaml"
    yield from _codes(contract, node)


def _same_value(node: Schema) -> Iterable[Schema]:
    """The node and the parts of it that judge the same value."""
    yield node
    for key in ("if", "then", "else"):
        if isinstance(part := node.get(key), Mapping):
            yield from _same_value(part)
    for key in ("allOf", "anyOf", "oneOf"):
        for part in node.get(key, ()):
            yield from _same_value(part)


def _codes(contract: Contract, node: Schema) -> Iterator[str]:
    name = node.get("x-code-list")
    if name is None:
        return
    if name not in contract.codes:
        yield f"no code list {name}; add it to codes.yaml"
        return
    listed = {str(value) for value in node.get("enum", ()) if value not in ("", None)}
    if "enum" in node and listed != {*contract.codes[name].codes}:
        yield f"its enum is not code list {name}; make them equal"


def _references(contract: Contract, operation: Operation) -> Iterator[str]:
    properties = operation.request.get("properties", {})
    for entry in references(operation.request):
        if entry.requirement not in contract.requirements:
            yield f"x-references names {entry.requirement}, which does not exist; add it to requirements.yaml"
        if entry.collection not in contract.collections:
            yield f"x-references names the collection {entry.collection}, which does not exist; correct it"
        for column in (entry.property, *([entry.via] if entry.via else [])):
            if column not in properties:
                yield f"x-references names the column {column}, which does not exist; correct it"


def examples(contract: Contract) -> Iterator[Found]:
    """Examples that break the contract."""
    judge = Judge(contract)

    def lookup(collection: str, key: str) -> Mapping[str, Json] | None:
        name = contract.collections[collection].key
        return next((row for row in contract.world.get(collection, ()) if row[name] == key), None)

    for operation in contract.operations.values():
        file, here = _openapi(contract, operation), _examples_of(operation)
        for number, body in enumerate(operation.examples):
            subject = f"{operation.id}: example {number + 1}"
            if operation.member is not None and (not isinstance(body, dict) or [*body] != [operation.member]):
                yield Found(file, (*here, number), subject, f"its one member must be {operation.member}; rename it")
                continue
            message = operation.unwrap(body)
            for found in (*judge.request(operation, message), *judge.references(operation, message, lookup)):
                yield Found(file, (*here, number), subject, f"{found}; correct the example or the schema")


def _examples_of(operation: Operation) -> Path:
    here = ("paths", operation.path, operation.method.lower())
    return (*here, "x-operations", operation.member, "examples") if operation.member else (*here, "x-examples")
