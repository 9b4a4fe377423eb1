"""Data tables: what is in the columns of a message, one below the other, or rows with a first line of names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from kontrak.contracts.model import Json
from kontrak.contracts.schema import Schema
from kontrak.features import columns
from kontrak.features.cells import ABSENT
from kontrak.features.failure import Misused

Table = Sequence[Sequence[str]]
Read = Callable[[str, Schema], Json]
Entry = tuple[columns.Path, Schema, str]
HEADS = ({"field", "value"}, {"kolom", "isi"}, {"kolom", "nilai"}, {"field", "isi"}, {"field", "nilai"})


def entries(table: Table | None, schema: Schema) -> Iterator[Entry]:
    """Place, schema and text of each line of a table of two columns; a first line `field | value` is no entry.

    Raises Misused.
    """
    for number, line in enumerate(_needed(table)):
        if len(line) != 2:
            raise Misused(
                f"a line of this table has a field and a value, not {len(line)} cells: | {' | '.join(line)} |"
            )
        if number or {line[0].lower(), line[1].lower()} not in HEADS:
            path, node = columns.place(schema, line[0])
            yield path, node, line[1]


def change(message: Json, table: Table | None, schema: Schema, read: Read) -> None:
    """Put what a table of two columns says into a message."""
    for path, node, text in entries(table, schema):
        value = read(text, node)
        if value is ABSENT:
            columns.drop(message, path)
        else:
            columns.put(message, path, value)


def rows(table: Table | None, schema: Schema) -> list[list[Entry]]:
    """The rows of a table whose first line names the fields; raises Misused."""
    head, *lines = _needed(table)
    places = [columns.place(schema, name) for name in head]
    if not lines:
        raise Misused("this table has a line of names and no row below it")
    return [[(path, node, text) for (path, node), text in zip(places, line, strict=True)] for line in lines]


def _needed(table: Table | None) -> Table:
    if not table:
        raise Misused("this step needs a table below it, such as | noPo | PO-1 |")
    return table
