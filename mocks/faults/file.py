"""Faults from a file: a list of them under `faults`, each with the name of its `world` unless that is the default one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from kontrak.contracts import ConfigurationError, ContractError
from kontrak.contracts.errors import place
from kontrak.contracts.files import line_of
from kontrak.contracts.files import parse as parse_file
from kontrak.contracts.model import Json
from kontrak.mocks.faults.model import Fault
from kontrak.mocks.faults.parse import Wrong, parse
from kontrak.mocks.model import DEFAULT_WORLD
from kontrak.mocks.partner import Partner
from kontrak.mocks.world import NAME

FORM = "write a list `faults:` of faults such as {kind: http, status: 503}"


def read(file: str, partners: Mapping[str, Partner]) -> list[tuple[str, Fault]]:
    """The faults of a YAML or JSON file, each with its world; raises ConfigurationError with file, line and pointer."""
    try:
        document = parse_file(Path(file), file)
    except ContractError as error:
        raise ConfigurationError(str(error)) from None
    entries = document.get("faults") if isinstance(document, dict) else None
    if not isinstance(entries, list) or set(document) != {"faults"}:
        raise ConfigurationError(f"{file}: these are no faults; {FORM}")
    found = list(_each(file, entries, partners))
    _check_ids(file, found)
    return found


def _each(file: str, entries: list[Json], partners: Mapping[str, Partner]) -> Iterator[tuple[str, Fault]]:
    for number, entry in enumerate(entries):
        given, world = _plain(entry), DEFAULT_WORLD
        if isinstance(given, dict):
            world = given.pop("world", DEFAULT_WORLD)
        if not (isinstance(world, str) and NAME.fullmatch(world)):
            wanted = "the name of a world: 1 to 64 letters, digits, _ or -"
            raise _wrong(file, [number, "world"], f"got {world!r}, wanted {wanted}")
        fault = parse(given, partners, f"file-{number + 1}")
        if isinstance(fault, Wrong):
            first = fault.violations[0]
            path: list[str | int] = [number, *(part for part in first.pointer.split("/")[1:] if part)]
            raise _wrong(file, path, f"got {first.seen}, wanted: {first.wanted}")
        yield world, fault


def _check_ids(file: str, found: list[tuple[str, Fault]]) -> None:
    seen = set()
    for number, (world, fault) in enumerate(found):
        if (world, fault.id) in seen:
            raise _wrong(file, [number, "id"], f"{fault.id} stands twice for the world {world}; rename one")
        seen.add((world, fault.id))


def _wrong(file: str, path: list[str | int], problem: str) -> ConfigurationError:
    where = ["faults", *path]
    line = line_of(Path(file), where)
    return ConfigurationError(f"{place(file, line, ''.join(f'/{token}' for token in where))}: {problem}")


def _plain(value: Json) -> Json:
    """The value without the instants that YAML makes of unquoted texts."""
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    return value.isoformat() if isinstance(value, datetime) else value
