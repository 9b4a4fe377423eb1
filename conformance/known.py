"""The records that a target is said to have: those that messages may name, and those of another party, by collection or in short."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kontrak.conformance.messages import record_fields, record_line
from kontrak.contracts.errors import ConfigurationError
from kontrak.contracts.model import Contract, Json, Short

Row = Mapping[str, Json]
Records = dict[str, tuple[Row, ...]]
OWN, OTHERS = "records", "foreign"


def read_records(values: Mapping[str, Json], where: str, contract: Contract) -> tuple[Records, Records]:
    """The records of a target's table in kontrak.toml, and those of another party; raises ConfigurationError.

    What the contract has a short name for may stand under that name: `outlets = ["..."]` in place of `records.outlets`.
    """
    own, others = Records(), Records()
    for called, short, rows in _given(values, where, contract):
        table = others if short.foreign else own
        if short.collection in table:
            name = f"{OTHERS if short.foreign else OWN}.{short.collection}"
            raise ConfigurationError(f"{where}: {called} and {name} say the same; drop one of them")
        fields = _fields(short, contract)
        found = [_record(row, short, own, contract) for row in rows] if isinstance(rows, list) else [None]
        if not all(row is not None and _is_whole(row, fields) for row in found):
            written = {_written(name, short): kind for name, kind in fields.items() if name not in short.filled}
            raise ConfigurationError(f"{where}: {called} is a list of records such as {record_line(written)}")
        table[short.collection] = tuple(row for row in found if row is not None)
    return own, others


def _given(values: Mapping[str, Json], where: str, contract: Contract) -> Iterator[tuple[str, Short, Json]]:
    """What the file calls some records, what that means, and the records as they stand there."""
    for table in (OWN, OTHERS):
        rows = values.get(table, {})
        if not isinstance(rows, dict):
            raise ConfigurationError(f"{where}: {table} is a table of collection = [records]")
        for name in rows:
            if name not in contract.collections:
                known = ", ".join(contract.collections)
                raise ConfigurationError(f"{where}: unknown collection {name} in {table}; known: {known}")
            yield f"{table}.{name}", Short(name, foreign=table == OTHERS), rows[name]
    for name, short in contract.short.items():
        if name in values:
            yield name, short, values[name]


def _fields(short: Short, contract: Contract) -> dict[str, bool]:
    """What must be known of each record; of another party's the key, or whatever else there is."""
    key = contract.collections[short.collection].key
    return {key: False} if short.foreign else record_fields(contract, short.collection)


def _written(name: str, short: Short) -> str:
    return next((written for written, column in short.columns.items() if column == name), name)


def _record(row: Json, short: Short, own: Records, contract: Contract) -> Row | None:
    """A record as it is written, with its columns' own names; a text is the key of one. None where it is neither."""
    if isinstance(row, str):
        return {contract.collections[short.collection].key: row}
    if not isinstance(row, dict):
        return None
    filled = {
        column: own[collection][0][contract.collections[collection].key]
        for column, collection in short.filled.items()
        if own.get(collection)
    }
    return filled | {short.columns.get(name, name): value for name, value in row.items()}


def _is_whole(row: Row, fields: Mapping[str, bool]) -> bool:
    return all(_is_number(row.get(name)) if number else _is_text(row.get(name)) for name, number in fields.items())


def _is_number(value: Json) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_text(value: Json) -> bool:
    return isinstance(value, str) and bool(value)
