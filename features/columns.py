"""Finds the place that a feature file names: by the partner's key, the printed label, or the title in the contract."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from kontrak.contracts.advice import nearest
from kontrak.contracts.model import Json
from kontrak.contracts.schema import Schema
from kontrak.features.failure import Misused

PART = re.compile(r"(?P<name>[^\[\]]+?)\s*(?:\[(?P<number>\d+)\])?")
Path = tuple[str | int, ...]


def place(schema: Schema, text: str) -> tuple[Path, Schema]:
    """The path of a place in a message, and the schema there; raises Misused with the nearest names.

    `items[2].qty` is the column `qty` in the second row of `items`. A name in quotation marks is taken as it is.

    >>> schema = {"properties": {"items": {"items": {"properties": {"qty": {"type": "integer"}}}}}}
    >>> place(schema, "items[2].QTY")
    (('items', 1, 'qty'), {'type': 'integer'})
    """
    path: list[str | int] = []
    node: Schema = schema
    for part in _parts(text):
        found = PART.fullmatch(part)
        if found is None:
            raise Misused(f"{text!r} is no place such as items[1].qty")
        key, node = _member(node, found["name"], text)
        path.append(key)
        if found["number"]:
            path.append(int(found["number"]) - 1)
            node = node.get("items", {})
    return tuple(path), node


def shown(path: Path) -> str:
    """A path as feature files write it: rows count from 1."""
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def value_at(value: Json, path: Path) -> tuple[bool, Json]:
    """Whether a message has such a place, and what stands there."""
    for part in path:
        try:
            value = value[part]
        except (LookupError, TypeError):
            return False, None
    return True, value


def put(message: Json, path: Path, value: Json) -> None:
    """Put a value at a place, making the rows and objects on the way there; raises Misused where a row is left out."""
    node = message
    for part, after in pairwise(path):
        _reach(node, part, path)
        if isinstance(node, list) and part == len(node):
            node.append([] if isinstance(after, int) else {})
        elif isinstance(node, dict):
            node.setdefault(part, [] if isinstance(after, int) else {})
        node = node[part]
    _reach(node, path[-1], path)
    if isinstance(node, list) and path[-1] == len(node):
        node.append(value)
    else:
        node[path[-1]] = value


def drop(message: Json, path: Path) -> None:
    """Take a place out of a message, where it is there."""
    there, node = value_at(message, path[:-1])
    if there and value_at(node, path[-1:])[0]:
        del node[path[-1]]


def names(schema: Schema) -> Mapping[str, str]:
    """What the columns of a schema may be called, in lower case, each with its key."""
    found: dict[str, str] = {}
    for key, node in _properties(schema).items():
        for name in (key, node.get("x-label"), node.get("title")):
            if name:
                found.setdefault(str(name).lower(), key)
    return found


def _parts(text: str) -> Iterator[str]:
    """The parts of a place; a label may hold a point (`No. PO`), so only one without a blank behind it parts."""
    yield from re.split(r"/|\.(?=\S)", text.strip())


def _member(node: Schema, name: str, text: str) -> tuple[str, Schema]:
    if name.startswith('"') and name.endswith('"'):
        return name.strip('"'), {}
    known, properties = names(node), _properties(node)
    exact = name if name in properties else known.get(name.lower())
    if exact is None and not properties:
        return name, {}
    if exact is None:
        like = nearest(name, [*properties, *known])
        hint = f"did you mean {like[0]}?" if like else f"known: {', '.join(properties)}"
        raise Misused(f"no field {name!r}{'' if name == text else f' in {text!r}'}; {hint}")
    return exact, properties[exact]


def _properties(node: Schema) -> Mapping[str, Schema]:
    properties: Mapping[str, Schema] = node.get("properties", {})
    return properties


def _reach(node: Json, part: str | int, path: Path) -> None:
    right = isinstance(node, list) if isinstance(part, int) else isinstance(node, dict)
    if not right or (isinstance(part, int) and part > len(node)):
        raise Misused(f"the message has no place {shown(path)}; rows count from 1, and none is left out")
