"""Changing columns of a message or a record by their names: `column`, or `list.column` for those of nested rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from kontrak.contracts.model import Json

Body = Mapping[str, Json]
Change = Callable[[Body, str], Body]


def at(body: Body, path: str, change: Change) -> Body:
    """The body with a change made to it, or to each of its rows, for the column of that name."""
    group, _, column = path.rpartition(".")
    if not group:
        return change(body, column)
    rows = body.get(group)
    if not isinstance(rows, list):
        return body
    return {**body, group: [change(row, column) if isinstance(row, Mapping) else row for row in rows]}


def recoded(body: Body, codes: Mapping[str, Mapping[str, str]]) -> Body:
    """The body with other codes: column -> code -> other code; what has none stays."""
    for path, known in codes.items():
        body = at(body, path, lambda row, column, known=known: _recoded(row, column, known))  # type: ignore[misc]
    return body


def renamed(body: Body, names: Mapping[str, str]) -> Body:
    """The body with other names: column -> other name, at the same place."""
    for path, new in names.items():
        body = at(body, path, lambda row, old, new=new: {new if n == old else n: v for n, v in row.items()})  # type: ignore[misc]
    return body


def without(body: Body, paths: Iterable[str]) -> Body:
    """The body without some columns."""
    for path in paths:
        body = at(body, path, lambda row, column: {n: v for n, v in row.items() if n != column})
    return body


def _recoded(row: Body, column: str, known: Mapping[str, str]) -> Body:
    value = row.get(column)
    return {**row, column: known[value]} if isinstance(value, str) and value in known else row
