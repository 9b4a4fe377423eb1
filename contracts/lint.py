"""What `load` does not see: names in one file of a contract that another file does not have."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

import jsonschema_rs

from kontrak.contracts.judge import Judge, SchemaJudge
from kontrak.contracts.lint_beside import lint_beside
from kontrak.contracts.model import Contract, Json, Level, Operation, Requirement
from kontrak.contracts.schema import Schema, nodes, references

OURS = "kontrak"
STANDARDS = ("RFC", "OWASP")
WORDS = ("required", "null", "blank", "number", "type")
KINDS = ("probe", "watch", "property")
Known = Mapping[str, Collection[str]]


def lint(contract: Contract, known: Known | None = None) -> list[str]:
    """Every mistake as one line: file, id, problem, what to do.

    `known` holds the names that tests may use, by their kind (`probe`, `watch`, `property`); a kind that it lacks is
    not checked, since this package does not know the suite.
    """
    broken = [line for operation in contract.operations.values() for line in _compiles(contract, operation)]
    found = [*_requirements(contract, known or {}), *_readings(contract), *_collections(contract), *_world(contract)]
    found += lint_beside(contract)
    for operation in contract.operations.values():
        found += _operation(contract, operation)
    if not broken and not found:
        found += _examples(contract)
    return list(dict.fromkeys(f"{contract.name}/{line}" for line in (*broken, *found)))


def _compiles(contract: Contract, operation: Operation) -> Iterator[str]:
    for name, schema in (("request", operation.request), ("answer", operation.answer), ("refusal", contract.refusal)):
        try:
            jsonschema_rs.meta.validate(dict(schema))
            SchemaJudge(schema)
        except (ValueError, jsonschema_rs.ValidationError) as error:
            problem = str(error).partition("\n")[0]
            yield f"{contract_file(contract)}: {operation.id}: the {name} is no JSON Schema: {problem}; mend the keyword"


def contract_file(contract: Contract) -> str:
    """The OpenAPI document's name in messages; schemas of other files are reached through it."""
    return "openapi.yaml" if (contract.folder / "openapi.yaml").is_file() else "contract.yaml"


def _requirements(contract: Contract, known: Known) -> Iterator[str]:
    for entry in contract.requirements.values():
        where = f"requirements.yaml: {entry.id}"
        yield from (f"{where}: {problem}" for problem in (*_names(contract, entry, known), *_source(contract, entry)))
    yield from _mentions(contract)


def _names(contract: Contract, entry: Requirement, known: Known) -> Iterator[str]:
    test = entry.test
    if not entry.id.startswith(f"{contract.system}-"):
        yield f"the id belongs to another system; start it with {contract.system}-"
    if entry.reading is not None and entry.reading not in contract.readings:
        yield f"no reading {entry.reading}; add it to readings.yaml or drop it here"
    if test.collection is not None and test.collection not in contract.collections:
        yield f"no collection {test.collection}; name one of contract.yaml"
    for kind in KINDS:
        name = getattr(test, kind)
        if name is not None and kind in known and name not in known[kind]:
            yield f"no {kind} {name}; known: {', '.join(sorted(known[kind]))}"
    yield from _columns(contract, entry)


def _columns(contract: Contract, entry: Requirement) -> Iterator[str]:
    test = entry.test
    if test.operation is not None and test.operation not in contract.operations:
        yield f"no operation {test.operation}; name one of openapi.yaml"
        return
    operation = contract.operations.get(test.operation or next(iter(contract.operations)))
    properties = operation.request.get("properties", {}) if operation else {}
    for column in (*test.accept, *test.refuse, *test.given):
        if column not in properties and not column.startswith("x-"):
            yield f"no column {column} in {test.operation}; name one (a column outside the table starts with x-)"
    if test.property == "accepts" and operation and operation.accepts != entry.id:
        yield f"{operation.id} does not say accepts: {entry.id}; its good messages would speak of {operation.accepts}"


def _source(contract: Contract, entry: Requirement) -> Iterator[str]:
    first = re.split(r"[ ,;]", entry.source, maxsplit=1)[0]
    if first not in (*contract.documents, OURS, *STANDARDS):
        yield f"source {first} is unknown; name a document of contract.yaml, an RFC or OWASP"
    elif first in (OURS, *STANDARDS) and entry.level is not Level.ASSUMED:
        yield f"level {entry.level}, but no document says it; make it assumed"


def _mentions(contract: Contract) -> Iterator[str]:
    """Ids that stand in prose."""
    ids = {*contract.requirements, *contract.readings}
    pattern = re.compile(rf"\b{contract.system}-(?:[A-Z][A-Z0-9]*-)+[0-9]{{2,3}}\b")
    rules = [(f"requirements.yaml: {e.id}", f"{e.text} {e.test.not_tested}") for e in contract.requirements.values()]
    unclear = [(f"readings.yaml: {e.id}", f"{e.question} {e.why}") for e in contract.readings.values()]
    for where, text in (*rules, *unclear):
        for name in pattern.findall(text):
            if name not in ids:
                yield f"{where}: the text names {name}, which does not exist; correct it"


def _readings(contract: Contract) -> Iterator[str]:
    for reading in contract.readings.values():
        where = f"readings.yaml: {reading.id}"
        names = [candidate.name for candidate in reading.candidates]
        if reading.chosen not in names:
            yield f"{where}: {reading.chosen} is chosen but no candidate; choose one of {', '.join(names)}"
        for candidate in reading.candidates:
            for waived in candidate.waives:
                if waived not in contract.requirements:
                    yield f"{where}: {candidate.name} waives {waived}, which does not exist; correct it"


def _collections(contract: Contract) -> Iterator[str]:
    for entry in contract.collections.values():
        where = f"contract.yaml: {entry.name}"
        for role in ("create", "list", "delete"):
            name = getattr(entry, role)
            if name is not None and name not in contract.operations:
                yield f"{where}: no operation {name} to {role}; name one of openapi.yaml"
        create = contract.operations.get(entry.create or "")
        if create is not None and entry.key not in create.request.get("properties", {}):
            yield f"{where}: {create.id} has no column {entry.key}; name its key"
        if entry.duplicates is not None and entry.duplicates not in contract.readings:
            yield f"{where}: no reading {entry.duplicates}; add it to readings.yaml or drop duplicates"


def _world(contract: Contract) -> Iterator[str]:
    for name, rows in contract.world.items():
        if name not in contract.collections:
            yield f"world.yaml: {name} is no collection; name one of contract.yaml"
            continue
        key = contract.collections[name].key
        if any(key not in row for row in rows):
            yield f"world.yaml: {name}: a record has no {key}; give it its key"
        elif len({str(row[key]) for row in rows}) < len(rows):
            yield f"world.yaml: {name}: two records have the same {key}; drop one"


def _operation(contract: Contract, operation: Operation) -> Iterator[str]:
    where = f"{contract_file(contract)}: {operation.id}"
    if operation.accepts is not None and operation.accepts not in contract.requirements:
        yield f"{where}: accepts {operation.accepts}, which does not exist; add it to requirements.yaml"
    for schema in (operation.request, operation.answer, contract.refusal):
        for pointer, node in _places(schema):
            yield from (f"{where}{pointer}: {problem}" for problem in _node(contract, node))
    yield from (f"{where}: {problem}" for problem in _references(contract, operation))


def _places(schema: Schema) -> Iterator[tuple[str, Schema]]:
    """Each schema in a schema, with the column it belongs to."""
    for node in nodes(schema):
        for name, column in node.get("properties", {}).items():
            for part in nodes(column):
                yield f": {name}", part
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
        yield f"level {level} is none of {', '.join(Level)}"
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


def _examples(contract: Contract) -> Iterator[str]:
    judge = Judge(contract)

    def lookup(collection: str, key: str) -> Mapping[str, Json] | None:
        name = contract.collections[collection].key
        return next((row for row in contract.world.get(collection, ()) if row[name] == key), None)

    for operation in contract.operations.values():
        for number, body in enumerate(operation.examples, start=1):
            where = f"{contract_file(contract)}: {operation.id}: example {number}"
            if operation.member is not None and (not isinstance(body, dict) or [*body] != [operation.member]):
                yield f"{where}: its one member must be {operation.member}"
                continue
            message = operation.unwrap(body)
            for found in (*judge.request(operation, message), *judge.references(operation, message, lookup)):
                yield f"{where}: {found}; correct the example or the schema"
