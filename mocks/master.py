"""A user's own master data: CSV files whose rows take the place of records that a simulator would invent."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

from kontrak.contracts import ConfigurationError, Contract
from kontrak.contracts.judge import SchemaJudge, shown
from kontrak.contracts.model import Json
from kontrak.contracts.schema import Schema
from kontrak.mocks.partner import Master, discover

Row = Mapping[str, Json]
WHOLE = "integer"


def load(contracts: Mapping[str, Contract], files: Mapping[str, str]) -> Mapping[str, Master]:
    """The rows of the files (`partner/collection` -> path), by partner, collection and key.

    Raises ConfigurationError with file, line, column, what was got and what is wanted.
    """
    found: dict[str, dict[str, Mapping[str, Row]]] = {}
    schemas = {
        f"{name}/{collection}": (name, collection, schema)
        for name in contracts
        for collection, schema in discover(name).master.items()
    }
    for place, path in files.items():
        if place not in schemas:
            known = ", ".join(sorted(schemas)) or "none"
            raise ConfigurationError(f"no file can be read for {place}; those that can: {known}")
        name, collection, schema = schemas[place]
        key = contracts[name].collections[collection].key
        found.setdefault(name, {})[collection] = read(Path(path), schema, key)
    return found


def read(path: Path, schema: Schema, key: str) -> Mapping[str, Row]:
    """The rows of one file by their key; columns are those of the schema, an empty cell is a column not given."""
    rows: dict[str, Row] = {}
    judge = SchemaJudge(schema)
    for line, cells in _lines(path, schema):
        row = {name: _value(text, schema["properties"][name]) for name, text in cells.items() if text != ""}
        for breach in judge.violations(row):
            raise _wrong(path, line, breach.column, breach.seen, breach.wanted)
        if row[key] in rows:
            raise _wrong(path, line, key, shown(row[key]), f"a {key} that stands once in the file")
        rows[row[key]] = row
    if not rows:
        raise ConfigurationError(f"{path}: the file has no rows; wanted at least one below its line of columns")
    return rows


def _lines(path: Path, schema: Schema) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row with its line, as texts by column."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            table = csv.reader(file, strict=True)
            columns = [name.strip() for name in next(table, [])]
            _check_columns(path, columns, schema)
            for cells in table:
                if not any(cells):
                    continue
                if len(cells) != len(columns):
                    raise _wrong(path, table.line_num, "", f"{len(cells)} cells", f"{len(columns)} cells")
                yield table.line_num, dict(zip(columns, map(str.strip, cells), strict=True))
    except OSError as error:
        raise ConfigurationError(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise ConfigurationError(f"{path}: byte {error.start} is not UTF-8; save the file as UTF-8") from None
    except csv.Error as error:
        raise ConfigurationError(f"{path}:{table.line_num}: not CSV: {error}") from None


def _check_columns(path: Path, columns: list[str], schema: Schema) -> None:
    wanted = f"of {', '.join(schema['properties'])}, with {', '.join(schema['required'])}"
    for name in columns:
        if name not in schema["properties"]:
            raise _wrong(path, 1, name or "(blank)", "an unknown column", f"columns {wanted}")
        if columns.count(name) > 1:
            raise _wrong(path, 1, name, "the column twice", f"columns {wanted}")
    for name in schema["required"]:
        if name not in columns:
            raise _wrong(path, 1, name, "no such column", f"columns {wanted}")


def _value(text: str, schema: Schema) -> Json:
    """A cell as its column's type reads it; what cannot be read so stays a text, for the schema to refuse."""
    if schema.get("type") == WHOLE and text.isascii() and text.isdecimal():
        return int(text[:20])
    return text


def _wrong(path: Path, line: int, column: str, got: str, wanted: str) -> ConfigurationError:
    where = f", column {column}" if column else ""
    return ConfigurationError(f"{path}:{line}{where}: got {got}, wanted {wanted}")
