"""Names in variants, the mapping and the files of records that the rest of the contract does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kontrak.contracts.folder import Folder
from kontrak.contracts.lint.found import Found, Path
from kontrak.contracts.mapping import MappedRow, SlideMapping
from kontrak.contracts.model import Contract, Json, Operation
from kontrak.contracts.variants import FOLDER, Apply, OperationChange, Variant

MANIFEST = "contract.yaml"


Problem = tuple[Path, str]


def beside(contract: Contract) -> Iterator[Found]:
    """Every mistake in these files."""
    for variant in contract.variants.values():
        file = f"{FOLDER}/{variant.name}.yaml"
        yield from (Found(file, path, variant.name, text) for path, text in _variant(contract, variant))
    manifest = Folder(contract.folder).read(MANIFEST)
    yield from (Found(manifest["mapping"], path, "mapping", text) for path, text in _mapping(contract))
    for name, record in contract.records.items():
        file = manifest["records"][name]
        if record.reading is not None and record.reading not in contract.readings:
            yield Found(file, ("reading",), name, f"no reading {record.reading}; add it to readings.yaml")
        yield from (Found(file, ("source",), name, text) for text in _source(contract, record.source))


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


def _variant(contract: Contract, variant: Variant) -> Iterator[Problem]:
    yield from ((("source",), text) for text in _source(contract, variant.source))
    for number, difference in enumerate(variant.differences):
        here: Path = ("differences", number)
        found = _source(contract, difference.source)
        yield from (((*here, "source"), f"{difference.what}: {text}") for text in found)
        if difference.apply is not None:
            yield from (((*here, "apply", *path), text) for path, text in _apply(contract, difference.apply))


def _apply(contract: Contract, apply: Apply) -> Iterator[Problem]:
    yield from _names(contract, apply)
    for id, change in apply.operations.items():
        here: Path = ("operations", id)
        if id not in contract.operations:
            yield here, f"no operation {id}; name one of openapi.yaml"
        else:
            yield from ((here, f"{id}: {text}") for text in _change(contract, contract.operations[id], change))


def _names(contract: Contract, apply: Apply) -> Iterator[Problem]:
    for id, name in apply.readings.items():
        here: Path = ("readings", id)
        candidates = [c.name for c in contract.readings[id].candidates] if id in contract.readings else []
        if name not in candidates:
            choice = ", ".join(candidates) or "another reading"
            yield here, f"no candidate {name} of reading {id}; choose one of {choice}"
        elif not contract.readings[id].switch:
            yield here, f"reading {id} is no switch; say switch: true there, or drop it here"
    for number, requirement in enumerate(apply.waives):
        if requirement not in contract.requirements:
            yield ("waives", number), f"waives {requirement}, which does not exist; correct it"
    for addition in apply.additions:
        if addition not in contract.additions:
            yield ("additions", addition), f"no addition {addition}; name one of contract.yaml"


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


def _mapping(contract: Contract) -> Iterator[Problem]:
    mapping = contract.mapping
    if mapping is None:
        return
    served = {"/".join(operation.path.split("/")[-2:]) for operation in contract.operations.values()}
    parts = (("rows", mapping.rows), ("newer", mapping.newer), ("additions", mapping.additions))
    for part, rows in parts:
        for number, row in enumerate(rows):
            found = _row(contract, mapping, row, served)
            yield from (((part, number, *path), f"{row.slide}: {text}") for path, text in found)
    for name, flow in mapping.flows.items():
        missing = [endpoint for endpoint in flow.endpoints if endpoint not in served]
        here = ("flows", name, "endpoints")
        yield from ((here, f"flow {name}: no operation {endpoint}; name one of openapi.yaml") for endpoint in missing)


def _row(contract: Contract, mapping: SlideMapping, row: MappedRow, served: set[str]) -> Iterator[Problem]:
    yield from ((("source",), text) for text in _source(contract, row.source))
    for endpoint in row.endpoints:
        if endpoint not in served:
            yield ("endpoints",), f"no operation {endpoint}; name one of openapi.yaml"
    if row.flow is not None and row.flow not in mapping.flows:
        yield ("flow",), f"no flow {row.flow}; add it to flows"
    if row.addition is not None and row.addition not in {*contract.additions, *contract.records}:
        yield ("addition",), f"no addition {row.addition}; name one of contract.yaml"


def _source(contract: Contract, source: str) -> Iterator[str]:
    first = re.split(r"[ ,;]", source, maxsplit=1)[0]
    if first not in contract.documents:
        yield f"source {first} is unknown; name a document of contract.yaml"
