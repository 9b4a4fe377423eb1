"""Names in variants, the mapping and the files of records that the rest of the contract does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kontrak.contracts.model import Contract, Json, Operation
from kontrak.contracts.variants import Apply, OperationChange, Variant


def lint_beside(contract: Contract) -> Iterator[str]:
    """Every mistake as one line: file, place, problem, what to do."""
    for variant in contract.variants.values():
        yield from (f"variants/{variant.name}.yaml: {problem}" for problem in _variant(contract, variant))
    yield from (f"mapping: {problem}" for problem in _mapping(contract))
    for record in contract.records.values():
        if record.reading is not None and record.reading not in contract.readings:
            yield f"{record.name}: no reading {record.reading}; add it to readings.yaml"
        yield from (f"{record.name}: {problem}" for problem in _source(contract, record.source))


def columns(operation: Operation) -> dict[str, Mapping[str, Json]]:
    """The columns of an operation's message and of the records that it answers, those of nested rows as `list.column`."""
    data = operation.answer.get("properties", {}).get("data", {})
    return {**_columns(operation.request), **_columns(data.get("items", {}))}


def _columns(schema: Mapping[str, Json], path: str = "") -> dict[str, Mapping[str, Json]]:
    found: dict[str, Mapping[str, Json]] = {}
    for name, node in schema.get("properties", {}).items():
        found[path + name] = node
        found |= _columns(node.get("items", node), f"{path}{name}.")
    return found


def _variant(contract: Contract, variant: Variant) -> Iterator[str]:
    yield from _source(contract, variant.source)
    for difference in variant.differences:
        yield from (f"{difference.what}: {problem}" for problem in _source(contract, difference.source))
    yield from _names(contract, variant.apply)
    for id, change in variant.apply.operations.items():
        if id not in contract.operations:
            yield f"no operation {id}; name one of openapi.yaml"
        else:
            yield from (f"{id}: {problem}" for problem in _change(contract, contract.operations[id], change))


def _names(contract: Contract, apply: Apply) -> Iterator[str]:
    for id, name in apply.readings.items():
        candidates = [c.name for c in contract.readings[id].candidates] if id in contract.readings else []
        if name not in candidates:
            yield f"no candidate {name} of reading {id}; choose one of {', '.join(candidates) or 'another reading'}"
        elif not contract.readings[id].switch:
            yield f"reading {id} is no switch; say switch: true there, or drop it here"
    for requirement in apply.waives:
        if requirement not in contract.requirements:
            yield f"waives {requirement}, which does not exist; correct it"
    for addition in apply.additions:
        if addition not in contract.additions:
            yield f"no addition {addition}; name one of contract.yaml"


def _change(contract: Contract, operation: Operation, change: OperationChange) -> Iterator[str]:
    known, filters = columns(operation), operation.request.get("properties", {})
    missing = [name for name in change.columns() if name not in known]
    yield from (f"no column {name}; name one of the operation, list.column for nested rows" for name in missing)
    yield from (f"{name} is no extra column: the contract has it; drop it" for name in change.extra if name in known)
    yield from (f"no filter {name}; name one of the request" for name in change.filters if name not in filters)
    yield from (f"{name} is a filter of the contract; drop it" for name in change.more_filters if name in filters)
    for column, spelling in change.spellings.items():
        codes = contract.codes.get(known.get(column, {}).get("x-code-list", ""))
        listed = codes.codes if codes else {}
        yield from (f"{column} has no code {code}; name one of its list" for code in spelling if code not in listed)


def _mapping(contract: Contract) -> Iterator[str]:
    mapping = contract.mapping
    if mapping is None:
        return
    served = {"/".join(operation.path.split("/")[-2:]) for operation in contract.operations.values()}
    for row in (*mapping.rows, *mapping.newer, *mapping.additions):
        yield from _source(contract, row.source)
        yield from (f"{row.slide}: no operation {name}" for name in row.endpoints if name not in served)
        if row.flow is not None and row.flow not in mapping.flows:
            yield f"{row.slide}: no flow {row.flow}; add it to flows"
        if row.addition is not None and row.addition not in {*contract.additions, *contract.records}:
            yield f"{row.slide}: no addition {row.addition}; name one of contract.yaml"
    for name, flow in mapping.flows.items():
        yield from (f"flow {name}: no operation {endpoint}" for endpoint in flow.endpoints if endpoint not in served)


def _source(contract: Contract, source: str) -> Iterator[str]:
    first = re.split(r"[ ,;]", source, maxsplit=1)[0]
    if first not in contract.documents:
        yield f"source {first} is unknown; name a document of contract.yaml"
