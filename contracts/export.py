"""One self-contained OpenAPI document of a partner, for tools that read no second file."""

from __future__ import annotations

import json
import posixpath
import re
from pathlib import PurePosixPath
from typing import Any

import yaml

from kontrak.contracts.errors import ContractError
from kontrak.contracts.folder import Folder
from kontrak.contracts.model import Contract, Json
from kontrak.contracts.schema import follow

DOCUMENT = ""
"""The base of what stands in the OpenAPI document itself."""


def bundle(contract: Contract) -> dict[str, Any]:
    """The contract's OpenAPI document with every file that it names put inside.

    A schema file becomes a component of its name, an external example its value; the extensions stay. Raises
    ContractError where two schemas would be components of one name, or a reference leads nowhere.
    """
    return Bundler(Folder(contract.folder), contract.openapi).document()


class Bundler:
    """Moves other files into a document."""

    def __init__(self, folder: Folder, openapi: Json) -> None:
        self.folder = folder
        self.openapi = openapi
        self.places: dict[str, str] = {}
        self.schemas: dict[str, Json] = dict(openapi.get("components", {}).get("schemas", {}))

    def document(self) -> dict[str, Any]:
        """The whole document: its own schemas in their order, then those moved into it, by name."""
        own = list(self.schemas)
        result: dict[str, Any] = self._inside(self.openapi, DOCUMENT)
        schemas = result.setdefault("components", {}).setdefault("schemas", {})
        for name in sorted(self.schemas.keys() - own):
            schemas[name] = self.schemas[name]
        return result

    def _inside(self, value: Json, base: str) -> Json:
        """A copy of what stands in the file `base`, its references to other files turned into references within."""
        if isinstance(value, list):
            return [self._inside(item, base) for item in value]
        if not isinstance(value, dict):
            return value
        inside = {key: self._inside(item, base) for key, item in value.items()}
        if isinstance(file := inside.get("externalValue"), str):
            del inside["externalValue"]
            inside["value"] = self.folder.read(_beside(base, file))
        if isinstance(ref := inside.get("$ref"), str):
            inside["$ref"] = self._target(ref, base)
        return inside

    def _target(self, ref: str, base: str) -> str:
        name, _, fragment = ref.partition("#")
        file = _beside(base, name) if name else base
        return f"#{fragment}" if file == DOCUMENT else f"#/components/schemas/{self._move(file, fragment)}"

    def _move(self, file: str, fragment: str) -> str:
        """The name of the component that the part `fragment` of a file is, or becomes now."""
        if (place := f"{file}#{fragment}") in self.places:
            return self.places[place]
        name = ".".join([PurePosixPath(file).stem, *re.findall(r"[A-Za-z0-9_-]+", fragment)])
        if name in self.schemas:
            raise ContractError(file, f"{name} names another schema of the exported document already; rename one")
        self.places[place] = name  # before the file is read: it may lead back to itself
        self.schemas[name] = {}
        schema = self._part(file, fragment)
        self.schemas[name] = self._inside({key: item for key, item in schema.items() if key != "$schema"}, file)
        return name

    def _part(self, file: str, fragment: str) -> Json:
        try:
            return follow(self.folder.read(file), fragment)
        except (LookupError, TypeError, ValueError) as error:
            raise ContractError(file, f"reference to {error}, which is not there", pointer=fragment) from None


def _beside(base: str, file: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), file))


def as_json(contract: Contract) -> str:
    """The bundle as JSON text."""
    return json.dumps(bundle(contract), indent=2, ensure_ascii=False) + "\n"


def as_yaml(contract: Contract) -> str:
    """The bundle as YAML text."""
    return yaml.safe_dump(bundle(contract), sort_keys=False, allow_unicode=True, width=120)
