"""The tables of TPOS as they are transcribed, and their places in the contract."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from typing import Any

import yaml

from kontrak.contracts.load import HERE

FOLDER = HERE / "tpos"
Lists = dict[tuple[str, str], list[dict[str, str]]]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a schema: its key, its node, whether its object requires it, and the file it is in."""

    key: str
    node: dict[str, Any]
    required: bool
    file: str

    @property
    def row(self) -> int:
        return self.node["x-source"]["row"]


def lists() -> Lists:
    """The lists of fields: (table, part) -> the printed rows. A table holds one list, or a request and a response."""
    found: Lists = {}
    for number in range(2, 22):
        with (FOLDER / f"sources/t{number:02}.csv").open(encoding="utf-8", newline="") as source:
            for row in csv.DictReader(source):
                found.setdefault((f"T{number}", row["part"]), []).append(row)
    return found


def summary() -> list[dict[str, str]]:
    """The rows of T1."""
    with (FOLDER / "sources/t01.csv").open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def schemas() -> dict[str, dict[str, Any]]:
    """The message schemas by file name."""
    return {file.stem: json.loads(file.read_text("utf-8")) for file in sorted((FOLDER / "schemas").glob("*.json"))}


def columns() -> list[Column]:
    """All columns of all schemas, those of rows and lines included; not what a condition adds to one."""
    return [column for name, schema in schemas().items() for column in _columns(schema, name)]


def _columns(node: dict[str, Any], file: str) -> list[Column]:
    found = []
    for key, child in node.get("properties", {}).items():
        found.append(Column(key, child, key in node.get("required", ()), file))
        found += [*_columns(child, file), *_columns(child.get("items", {}), file)]
    return found


def placed(table: str, part: str) -> list[Column]:
    """The columns that name a row of a list, in its order."""
    both = len([place for place in lists() if place[0] == table]) > 1
    found = [
        column
        for column in columns()
        if (source := column.node.get("x-source", {})).get("table") == table
        and source.get("part") == (part if both else None)
    ]
    return sorted(found, key=lambda column: column.row)


def feeds() -> dict[str, dict[str, Any]]:
    """The files of `feeds/` by table."""
    found = [yaml.safe_load(file.read_text("utf-8")) for file in sorted((FOLDER / "feeds").glob("*.yaml"))]
    return {entry["table"]: entry for entry in found}
