"""What a main dealer offers beside the contract: interfaces, put into the partner's document, and files of records."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kontrak.contracts.model import Json, Level

if TYPE_CHECKING:
    from kontrak.contracts.folder import Folder

MARK = "x-addition"
FILES = ("$ref", "externalValue")
SCHEME = ("type", "in", "name")


@dataclass(frozen=True, slots=True)
class Addition:
    """An interface beside the contract; its operations carry its name and stand among the contract's own."""

    name: str
    title: str
    file: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a file of records, counted from 1; `length` in characters, `codes` names a list of the record."""

    number: int
    name: str
    title: str
    type: str
    length: int | None = None
    format: str | None = None
    codes: str | None = None


@dataclass(frozen=True, slots=True)
class RecordFile:
    """How a file of records is written; `assumed` names the members that no source has."""

    name: str
    separator: str
    encoding: str
    line_end: str
    header: bool
    assumed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """A file of records: its columns in order, and the codes with their labels (None where no label was recorded)."""

    name: str
    title: str
    level: Level
    source: str
    reading: str | None
    file: RecordFile
    columns: tuple[Column, ...]
    codes: Mapping[str, Mapping[str, str | None]]
    example: str


def load_additions(folder: Folder, files: Mapping[str, str]) -> Mapping[str, Addition]:
    """The additions of a manifest by name; raises ContractError where a file is missing or no OpenAPI document."""
    return {
        name: Addition(name, folder.checked(file, "openapi")["info"]["title"], file) for name, file in files.items()
    }


def with_additions(folder: Folder, openapi: Mapping[str, Json], additions: Mapping[str, Addition]) -> dict[str, Json]:
    """The document with the paths, tags and components of its additions.

    References in an addition are rewritten to start from the partner's folder. Raises ContractError where an addition has a
    path or another component under a name that is taken.
    """
    total: dict[str, Json] = {**openapi, "paths": {**openapi["paths"]}, "components": _copied(openapi)}
    for addition in additions.values():
        document = _rebased(folder.checked(addition.file, "openapi"), posixpath.dirname(addition.file))
        for path, item in document["paths"].items():
            _free(folder, addition, total["paths"], path, ["paths", path])
            total["paths"][path] = dict(_marked(document, item, addition.name))
        for kind, more in document.get("components", {}).items():
            _components(folder, addition, total["components"].setdefault(kind, {}), kind, more)
        total["tags"] = [*total.get("tags", ()), *document.get("tags", ())]
    return total


def load_records(folder: Folder, files: Mapping[str, str]) -> Mapping[str, Record]:
    """The files of records of a manifest by name.

    Raises ContractError where one breaks its schema, counts its columns wrongly, or names a code list that it lacks.
    """
    return {name: _record(folder, file) for name, file in files.items()}


def _copied(openapi: Mapping[str, Json]) -> dict[str, Json]:
    return {kind: dict(entries) for kind, entries in openapi.get("components", {}).items()}


def _marked(document: Mapping[str, Json], item: Mapping[str, Json], name: str) -> Iterator[tuple[str, Json]]:
    """The operations of a path, each with the name of its addition and the security of its document."""
    for key, operation in item.items():
        is_operation = isinstance(operation, dict) and "operationId" in operation
        own = {"security": document["security"]} if "security" in document else {}
        yield key, {**own, **operation, MARK: name} if is_operation else operation


def _components(
    folder: Folder, addition: Addition, taken: dict[str, Json], kind: str, more: Mapping[str, Json]
) -> None:
    for name, entry in more.items():
        same = kind == "securitySchemes" and name in taken and _scheme(taken[name]) == _scheme(entry)
        if not same:
            _free(folder, addition, taken, name, ["components", kind, name])
            taken[name] = entry


def _scheme(entry: Mapping[str, Json]) -> tuple[Json, ...]:
    return tuple(entry.get(member) for member in SCHEME)


def _free(folder: Folder, addition: Addition, taken: Mapping[str, Json], name: str, path: list[str | int]) -> None:
    if name in taken:
        raise folder.broken(addition.file, path, f"{name} is in the contract already; give it another name")


def _rebased(value: Json, base: str) -> Json:
    """A document whose references to other files start from the folder above `base`."""
    if isinstance(value, list):
        return [_rebased(item, base) for item in value]
    if not isinstance(value, dict):
        return value
    return {key: _file(key, item, base) for key, item in value.items()}


def _file(key: str, value: Json, base: str) -> Json:
    if key == "x-examples":
        return [posixpath.join(base, name) for name in value]
    if key in FILES and isinstance(value, str) and not value.startswith("#"):
        return posixpath.normpath(posixpath.join(base, value))
    return _rebased(value, base)


def _record(folder: Folder, name: str) -> Record:
    raw = folder.checked(name, "record")
    codes = {key: dict.fromkeys(entry) if isinstance(entry, list) else entry for key, entry in raw["codes"].items()}
    for index, column in enumerate(raw["columns"]):
        if column["number"] != index + 1:
            problem = f"column {index + 1} has the number {column['number']}; count from 1"
            raise folder.broken(name, ["columns", index, "number"], problem)
        if "codes" in column and column["codes"] not in codes:
            problem = f"no list {column['codes']}; add it to codes"
            raise folder.broken(name, ["columns", index, "codes"], problem)
    return Record(
        name=raw["name"],
        title=raw["title"],
        level=Level(raw["level"]),
        source=raw["source"],
        reading=raw.get("reading"),
        file=RecordFile(**{**raw["file"], "assumed": tuple(raw["file"].get("assumed", ()))}),
        columns=tuple(Column(**column) for column in raw["columns"]),
        codes=codes,
        example=raw["example"],
    )
