"""One self-contained OpenAPI document of a partner, for tools that read no second file."""

from __future__ import annotations

import json
from pathlib import PurePosixPath
from typing import Any

import yaml

from kontrak.contracts.load import Folder
from kontrak.contracts.model import Contract, Json


def bundle(contract: Contract) -> dict[str, Any]:
    """The contract's OpenAPI document with every file that it names put inside.

    A schema file becomes a component of its name, an external example its value; the extensions stay.
    """
    return Bundler(Folder(contract.folder)).document(contract.openapi)


class Bundler:
    """Moves other files into a document."""

    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self.moved: dict[str, Json] = {}

    def document(self, openapi: Json) -> dict[str, Any]:
        """The whole document."""
        result: dict[str, Any] = self._inside(openapi)
        schemas = result.setdefault("components", {}).setdefault("schemas", {})
        for name in sorted(self.moved):
            schemas[name] = self.moved[name]
        return result

    def _inside(self, value: Json) -> Json:
        if isinstance(value, list):
            return [self._inside(item) for item in value]
        if not isinstance(value, dict):
            return value
        if isinstance(file := value.get("externalValue"), str):
            rest = {key: item for key, item in value.items() if key != "externalValue"}
            return rest | {"value": self.folder.read(file)}
        if isinstance(ref := value.get("$ref"), str) and not ref.startswith("#"):
            return {"$ref": f"#/components/schemas/{self._move(ref)}"}
        return {key: self._inside(item) for key, item in value.items()}

    def _move(self, file: str) -> str:
        name = PurePosixPath(file).stem
        if name not in self.moved:
            self.moved[name] = {}  # a file that leads back to itself finds its name taken
            schema = self.folder.read(file)
            self.moved[name] = self._inside({key: item for key, item in schema.items() if key != "$schema"})
        return name


def as_json(contract: Contract) -> str:
    """The bundle as JSON text."""
    return json.dumps(bundle(contract), indent=2, ensure_ascii=False) + "\n"


def as_yaml(contract: Contract) -> str:
    """The bundle as YAML text."""
    return yaml.safe_dump(bundle(contract), sort_keys=False, allow_unicode=True, width=120)
