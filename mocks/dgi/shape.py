"""The shape of a module's records, as the schema of its read says: every column there, and nothing longer than it may be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kontrak.contracts import Contract
from kontrak.contracts.model import Json

Schema = Mapping[str, Any]


def row_schema(contract: Contract, module: str) -> Schema:
    """The schema of one record of a module."""
    operation = contract.operations[contract.collections[module].list or ""]
    found: Schema = operation.answer["properties"]["data"]["items"]
    return found


def fitted(body: Mapping[str, Json], schema: Schema) -> dict[str, Json]:
    """A record as the read of its module can answer it.

    A column without a value is an empty text, or null where it is no text; a list without rows is empty (DGI-R-14). What is
    longer than the read's column is cut: a push may carry more (DGI-R-25, DGI-R-34).
    """
    return {
        **{name: _fit(body.get(name), column) for name, column in schema["properties"].items()},
        **{name: value for name, value in body.items() if name not in schema["properties"]},
    }


def nested(body: Mapping[str, Json]) -> Iterator[tuple[str, list[dict[str, Json]]]]:
    """The lists of rows in a record, by name."""
    for name, value in body.items():
        if isinstance(value, list):
            yield name, value


def _fit(value: Json, column: Schema) -> Json:
    kinds = column.get("type", ())
    if "array" in kinds:
        return [fitted(row, column["items"]) if isinstance(row, dict) else row for row in value or []]
    if value is None:
        return "" if "string" in kinds and "number" not in kinds and "integer" not in kinds else None
    longest = column.get("maxLength")
    return value[:longest] if isinstance(value, str) and longest else value
