"""What to do next about a breach of one of our own schemas (`meta/`): where exactly it is, and a hint in words."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import Any

from kontrak.contracts.model import Json

WORDS = {
    "string": "a text",
    "array": "a list",
    "object": "a table of names and values",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "nothing",
}


NAMES = ("required", "additionalProperties")


def place_of(error: Any) -> list[str | int]:
    """The path of the value that is wrong: of the unknown member itself, where that is the breach."""
    path = list(error.instance_path)
    return [*path, error.kind.value[0]] if error.kind.name == "additionalProperties" else path


def advice(error: Any, schema: Json) -> str:
    """What to write instead; for a value that is wrong, the `x-hint` of its schema where it has one."""
    node = _holder(schema, list(error.schema_path))
    by_keyword = _by_keyword(error.kind.name, error.kind.value, node)
    return by_keyword if error.kind.name in NAMES else node.get("x-hint", by_keyword)


def nearest(name: str, known: Iterable[str]) -> list[str]:
    """The known names most like a wrong one, at most three, whatever the case of their letters."""
    by_lower: dict[str, str] = {}
    for entry in known:
        by_lower.setdefault(entry.lower(), entry)
    return [by_lower[found] for found in difflib.get_close_matches(name.lower(), by_lower, 3, 0.5)]


def _by_keyword(keyword: str, value: Json, node: Mapping[str, Json]) -> str:
    match keyword:
        case "required":
            return f"add {value}"
        case "additionalProperties":
            known = [*node.get("properties", {})]
            like = nearest(value[0], known)
            return f"did you mean {like[0]}?" if like else f"drop it; known: {', '.join(known)}"
        case "enum":
            return f"write one of {', '.join(map(str, value))}"
        case "type":
            return f"write {' or '.join(WORDS[name] for name in (value if isinstance(value, list) else [value]))}"
        case "minLength" | "minItems" | "minProperties":
            return "it must not be empty"
        case _:
            return "see docs/contracts.md"


def _holder(schema: Json, path: list[str | int]) -> Mapping[str, Json]:
    """The schema that holds the keyword at the end of a path (its place in the document, references followed)."""
    holder: Mapping[str, Json] = schema
    node = schema
    for token in path[:-1]:
        node = node[token]
        holder = node if isinstance(node, Mapping) else holder
    return holder
