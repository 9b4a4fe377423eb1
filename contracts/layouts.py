"""A target's layout file: any member of `layout.yaml`, plain or as `{value: ...}`, in place of the contract's reading."""

from __future__ import annotations

import codecs
import json
from pathlib import Path
from typing import Any

import jsonschema_rs

from kontrak.contracts.errors import ConfigurationError
from kontrak.contracts.feed import Feed, Layout, laid_out, layout
from kontrak.contracts.files import line_of, parse
from kontrak.contracts.folder import Folder
from kontrak.contracts.load import HERE
from kontrak.contracts.model import Contract, Json

MEMBERS = (
    "encoding",
    "terminator",
    "types",
    "decimals",
    "dates",
    "null",
    "overlong",
    "header",
    "trailer",
    "file_name",
    "order",
)
MAPS = ("types", "dates")
ENCODINGS = ("ascii", "utf-8", "iso8859-1", "cp1252", "iso8859-15")


def with_layout_file(contract: Contract, file: Path) -> dict[str, Feed]:
    """The feeds of a contract in the layout that a target's file describes, by layout name.

    Raises ContractError for what is no YAML, ConfigurationError with line and place for what is no layout.
    """
    form = read_layout(contract, file)
    return {name: laid_out(feed, form) for name, feed in contract.feeds.items()}


def read_layout(contract: Contract, file: Path) -> Layout:
    """The layout of the contract with the members of a target's file set anew; see `with_layout_file` for errors."""
    try:
        given = parse(file, str(file))
    except OSError as error:
        raise ConfigurationError(f"{file}: {error.strerror}") from None
    if not isinstance(given, dict) or not given:
        raise ConfigurationError(f"{file}: not a layout; write members such as encoding: latin-1")
    for name in given:
        if name not in MEMBERS:
            _refuse(file, [name], f"unknown member {name}; known: {', '.join(MEMBERS)}")
    entries = dict(Folder(contract.folder).checked("layout.yaml", "layout"))
    for name, value in given.items():
        entries[name] = _merged(file, name, entries.get(name, {}), value)
    _check(file, entries)
    return layout(entries, frozenset(given))


def _merged(file: Path, name: str, default: Any, given: Json) -> Json:
    """The default with what the file gives; its reading stays."""
    if name in MAPS:
        if not isinstance(given, dict):
            _refuse(file, [name], f"{name} is a table, such as {name}: {json.dumps(_example(default))}")
        plain = {key: {"width": value} if isinstance(value, int) else value for key, value in given.items()}
        for key, value in plain.items():
            if key not in default:
                _refuse(file, [name, key], f"unknown {key} in {name}; known: {', '.join(default)}")
            if not isinstance(value, dict):
                _refuse(file, [name, key], f"{key} is a table, such as {json.dumps(_example(default)[key])}")
        return default | {key: _entry(default[key], value) for key, value in plain.items()}
    if name == "decimals":
        return default | (given if isinstance(given, dict) else {"scale": given})
    return default | (given if isinstance(given, dict) else {"value": given})


def _entry(default: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """An entry of a type or date; a form that is given without a width has that of its characters."""
    if "form" in given and "width" not in given:
        given = given | {"width": len(str(given["form"]))}
    return default | given


def _example(default: dict[str, Any]) -> dict[str, Any]:
    return {key: {k: v for k, v in entry.items() if k != "reading"} for key, entry in default.items()}


def _check(file: Path, entries: dict[str, Any]) -> None:
    meta = json.loads((HERE / "meta" / "layout.schema.json").read_text(encoding="utf-8"))
    for error in jsonschema_rs.Draft202012Validator(meta).iter_errors(entries):
        _refuse(file, list(error.instance_path), error.message)
    encoding = entries["encoding"]["value"]
    try:
        known = codecs.lookup(encoding).name in ENCODINGS
    except LookupError:
        known = False
    if not known:
        _refuse(
            file, ["encoding"], f"the encoding {encoding} is not supported; known: us-ascii, {', '.join(ENCODINGS[1:])}"
        )
    for printed, entry in entries["dates"].items():
        if "form" in entry and len(entry["form"]) != entry["width"]:
            _refuse(
                file, ["dates", printed], f"{entry['form']} has {len(entry['form'])} characters, not {entry['width']}"
            )
        if "form" not in entry and entry["width"] not in (len(printed), len(printed.replace(" ", "").replace(":", ""))):
            _refuse(
                file,
                ["dates", printed],
                f"what stands in {entry['width']} characters? add form, such as form: DDMMYYYY",
            )


def _refuse(file: Path, path: list[str | int], problem: str) -> None:
    pointer = "".join(f"/{token}" for token in path)
    line = line_of(file, path)
    raise ConfigurationError(f"{file}:{line} at {pointer}: {problem}" if line else f"{file} at {pointer}: {problem}")
