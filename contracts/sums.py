"""Columns that are a sum over the rows of a list beside them: `x-sum: {rows: parts, of: [qty, price]}`.

Each row counts with the product of the columns that `of` names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from math import prod
from typing import Any

from kontrak.contracts.model import Json
from kontrak.contracts.schema import Schema

RULE = "x-sum"
MOST_DIGITS = 20
"""Longer numbers are no amounts; their products would overflow."""
Place = tuple[str | int, ...]


def wrong_sums(schema: Schema, value: Json, place: Place = ()) -> Iterator[tuple[Schema, Place, Json, Decimal]]:
    """Each column that is not the sum it should be: its schema, its place in the message, what it is, and the sum."""
    if isinstance(value, list) and isinstance(schema.get("items"), Mapping):
        for number, row in enumerate(value):
            yield from wrong_sums(schema["items"], row, (*place, number))
    for name, node in schema.get("properties", {}).items() if isinstance(value, Mapping) else ():
        if name in value:
            yield from wrong_sums(node, value[name], (*place, name))
            total = sum_of(node, value) if RULE in node else None
            if total is not None and _number(value[name]) != total:
                yield node, (*place, name), value[name], total


def with_sums(schema: Schema, record: Mapping[str, Json]) -> dict[str, Json]:
    """A record with the sums that its schema has and that are not there."""
    columns = schema.get("properties", {}).items()
    sums = {name: sum_of(node, record) for name, node in columns if RULE in node and name not in record}
    return {**record, **{name: int(total) for name, total in sums.items() if total is not None}}


def sum_of(node: Schema, record: Mapping[str, Json]) -> Decimal | None:
    """The sum that a column should be; None where the rows have no such numbers."""
    rows = record.get(node[RULE]["rows"])
    if not isinstance(rows, list):
        return None
    total = Decimal(0)
    for row in rows:
        factors = [_number(row.get(name)) if isinstance(row, Mapping) else None for name in node[RULE]["of"]]
        if None in factors:
            return None
        total += prod(factor for factor in factors if factor is not None)
    return total


def _number(value: Any) -> Decimal | None:
    """A number, also one that is written as text."""
    if isinstance(value, bool):
        return None
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return None
    return found if found.is_finite() and found.adjusted() < MOST_DIGITS else None
