"""The dictionary of fields that analysts ask for: one entry for each column of each message."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kontrak.contracts.model import Contract, Json, Operation

NAMES = (
    "system",
    "table",
    "row",
    "interface",
    "message",
    "channel",
    "label",
    "key",
    "column",
    "type",
    "length",
    "format",
    "mandatory",
    "level",
    "source",
)


def fields(contract: Contract) -> list[dict[str, Any]]:
    """Every column of the contract's messages with its place in the sources.

    `table` is as printed and `row` counts from 1; both are null where no table of a document has the column.
    """
    return [entry for operation in contract.operations.values() for entry in _of(contract, operation)]


def _of(contract: Contract, operation: Operation) -> Iterator[dict[str, Any]]:
    mandatory = operation.request.get("required", ())
    for key, node in operation.request.get("properties", {}).items():
        source = node.get("x-source", {})
        yield {
            "system": contract.system,
            "table": source.get("table"),
            "row": source.get("row"),
            "interface": operation.summary,
            "message": operation.id,
            "channel": "rest",
            "label": node.get("x-label", key),
            "key": key,
            "column": None,
            "type": _type(node),
            "length": node.get("maxLength"),
            "format": node.get("x-format", node.get("format")),
            "mandatory": key in mandatory,
            "level": node.get("x-level", operation.level.value),
            "source": _source(source),
        }


def _type(node: Mapping[str, Json]) -> str | None:
    types = node.get("type")
    return " or ".join(types) if isinstance(types, list) else types


def _source(source: Mapping[str, Json]) -> str:
    parts = (source.get("document"), source.get("table"), f"row {source['row']}" if "row" in source else None)
    return ", ".join(str(part) for part in parts if part)
