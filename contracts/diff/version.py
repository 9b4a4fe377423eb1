"""One side of a comparison: a partner, a folder, or an exported document."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kontrak.contracts.errors import ConfigurationError
from kontrak.contracts.export import bundle
from kontrak.contracts.files import parse
from kontrak.contracts.load import MANIFEST, load, partners
from kontrak.contracts.model import Contract, Json

SUFFIXES = (".json", ".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a contract: its self-contained OpenAPI document, and the contract where it has a folder."""

    name: str
    document: Json
    contract: Contract | None = None


def version(name: str) -> Version:
    """The version of that name: a folder with a manifest, a JSON or YAML file, or a partner of this package.

    Raises ConfigurationError where it is none of them or no OpenAPI 3.1, and ContractError where it is broken.
    """
    path = Path(name)
    if (path / MANIFEST).is_file():
        return _of_contract(name, load(path))
    if path.is_file():
        return Version(name, _document(path))
    if name in partners():
        return _of_contract(name, load(name))
    known = ", ".join(partners())
    what = "a folder without contract.yaml" if path.is_dir() else "nothing that is there"
    raise ConfigurationError(
        f"{name}: {what}; name a partner ({known}), a folder with a contract.yaml, or a file that "
        "`kontrak contracts export` wrote"
    )


def _of_contract(name: str, contract: Contract) -> Version:
    return Version(name, bundle(contract), contract)


def _document(path: Path) -> Json:
    if path.suffix not in SUFFIXES:
        raise ConfigurationError(f"{path}: its name ends with none of {', '.join(SUFFIXES)}; export it as one of them")
    document = parse(path, str(path))
    said = document.get("openapi") if isinstance(document, dict) else None
    if not isinstance(said, str) or not said.startswith("3.1") or not isinstance(document.get("paths"), dict):
        raise ConfigurationError(
            f"{path}: no OpenAPI 3.1 document with paths; write one with `kontrak contracts export PARTNER -o FILE`"
        )
    return document
