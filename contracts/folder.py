"""The files of one partner: each read once, checked against the schema of its kind, and its mistakes placed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs

from kontrak.contracts.advice import advice, place_of
from kontrak.contracts.errors import ContractError
from kontrak.contracts.files import line_of, parse, pointer
from kontrak.contracts.model import Json
from kontrak.contracts.schema import BrokenReference, dereference

META = Path(__file__).parent / "meta"
Tokens = Sequence[str | int]


class Folder:
    """A partner's folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._read: dict[str, Json] = {}

    def read(self, name: str) -> Json:
        """A YAML or JSON file of the folder, parsed."""
        if name not in self._read:
            self._read[name] = parse(self.folder / name, self.called(name))
        return self._read[name]

    def has(self, name: str) -> bool:
        """Whether the folder has that file."""
        return (self.folder / name).is_file()

    def called(self, name: str) -> str:
        """What messages call a file."""
        return f"{self.folder.name}/{name}"

    def checked(self, name: str, kind: str) -> Json:
        """A file that keeps the schema of its kind (`meta/<kind>.schema.json`); raises ContractError."""
        document = self.read(name)
        schema, validator = _meta(kind)
        errors = list(validator.iter_errors(document))
        if errors:
            # A misspelt name is also a missing one: the cause is told, not its consequence.
            error = next((each for each in errors if each.kind.name == "additionalProperties"), errors[0])
            raise self.broken(name, place_of(error), error.message, advice(error, schema))
        return document

    def entries(self, kind: str) -> list[dict[str, Any]]:
        """The list of entries in `<kind>.yaml`, none where there is no such file; raises ContractError."""
        name = f"{kind}.yaml"
        entries: list[dict[str, Any]] = self.checked(name, kind) if self.has(name) else []
        seen = set()
        for number, entry in enumerate(entries):
            key = "id" if "id" in entry else "name"
            if entry[key] in seen:
                raise self.broken(name, [number, key], f"{entry[key]} stands twice; ids are unique", "rename one")
            seen.add(entry[key])
        return entries

    def each(self, folder: str, kind: str) -> Iterator[tuple[str, Json]]:
        """The files of a subfolder by their name, each checked; raises ContractError."""
        for file in sorted((self.folder / folder).glob("*.yaml")):
            name = f"{folder}/{file.name}"
            yield name, self.checked(name, kind)

    def resolved(self, schema: Json, document: Json, name: str) -> Json:
        """A schema with every reference put in place; raises ContractError for one that leads nowhere."""
        try:
            return dereference(schema, document, self.read, name)
        except BrokenReference as error:
            path = _path_of_reference(self.read(error.base), error.ref) or []
            hint = "correct the reference, or add what it names"
            raise self.broken(error.base, path, str(error), hint) from None

    def broken(self, name: str, path: Tokens, problem: str, hint: str = "") -> ContractError:
        """The error about a place in a file, with its line."""
        line = line_of(self.folder / name, path)
        return ContractError(self.called(name), problem, pointer=pointer(path), line=line, hint=hint)


def _path_of_reference(value: Json, ref: str) -> list[str | int] | None:
    if isinstance(value, dict) and value.get("$ref") == ref:
        return []
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for token, part in members:
        if (rest := _path_of_reference(part, ref)) is not None:
            return [token, *rest]
    return None


@cache
def _meta(kind: str) -> tuple[Json, Any]:
    schema = json.loads((META / f"{kind}.schema.json").read_text(encoding="utf-8"))
    return schema, jsonschema_rs.Draft202012Validator(schema)
