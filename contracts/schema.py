"""JSON Schemas as data: references put in place, and the narrow schema that every server must accept."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from typing import Any

from kontrak.contracts import duration
from kontrak.contracts.model import Json, Moment, Reference

Schema = Mapping[str, Any]
Fetch = Callable[[str], Json]

IN_SUBSCHEMAS = ("if", "then", "else", "not", "items", "additionalProperties", "contains")
IN_LISTS = ("allOf", "anyOf", "oneOf", "prefixItems")
IN_MAPS = ("properties", "patternProperties", "$defs")


class BrokenReference(LookupError):
    """A `$ref` that cannot be put in place: the reference, the file that it stands in, and why."""

    def __init__(self, ref: str, base: str, problem: str) -> None:
        self.ref, self.base = ref, base
        super().__init__(f"reference {ref}: {problem}")


def follow(document: Json, pointer: str) -> Json:
    """The value at a JSON pointer; raises KeyError or IndexError where there is none."""
    for escaped in pointer.split("/")[1:]:
        token = escaped.replace("~1", "/").replace("~0", "~")
        document = document[int(token)] if isinstance(document, list) else document[token]
    return document


def dereference(value: Json, document: Json, fetch: Fetch, base: str = "", seen: tuple[str, ...] = ()) -> Json:
    """A copy of `value` with every `$ref` replaced by what it names.

    `document` is what `#/...` points into, `base` its name; `fetch` reads another file by its name, which stands in a
    reference relative to the file it is in. Raises BrokenReference, also for a reference that leads back to itself, since
    contracts are not recursive.
    """
    if isinstance(value, list):
        return [dereference(item, document, fetch, base, seen) for item in value]
    if not isinstance(value, dict):
        return value
    if isinstance(ref := value.get("$ref"), str):
        name, _, fragment = ref.partition("#")
        file = posixpath.normpath(posixpath.join(posixpath.dirname(base), name)) if name else base
        if (place := f"{file}#{fragment}") in seen:
            raise BrokenReference(ref, base, "it leads back to itself")
        try:
            target = fetch(file) if name else document
            found = follow(target, fragment)
        except (LookupError, TypeError, ValueError) as error:
            raise BrokenReference(ref, base, f"{error} is not there") from None
        return dereference(found, target, fetch, file, (*seen, place))
    return {key: dereference(item, document, fetch, base, seen) for key, item in value.items()}


def nodes(schema: Schema) -> list[Schema]:
    """The schema and all schemas in it, outermost first."""
    found = [schema]
    for key in IN_SUBSCHEMAS:
        if isinstance(schema.get(key), Mapping):
            found += nodes(schema[key])
    for key in IN_LISTS:
        for part in schema.get(key, ()):
            found += nodes(part)
    for key in IN_MAPS:
        for part in schema.get(key, {}).values():
            found += nodes(part)
    return found


def rules_of(schema: Schema) -> set[str]:
    """All requirements that a schema's rules name."""
    return {str(id) for node in nodes(schema) for id in node.get("x-requirements", {}).values()}


def canonical(schema: Schema) -> dict[str, Any]:
    """The narrow schema of what every right server accepts: no reading, no assumed freedom.

    Each `x-canonical` replaces keywords of its node, a choice of types becomes its first, a condition on a column
    becomes its consequence, all columns are present, and there are no others.
    """
    node = {key: value for key, value in schema.items() if key not in ("if", "then", "else", "allOf")}
    if "properties" not in schema:
        node |= schema.get("then", {})
    node |= schema.get("x-canonical", {})
    if "properties" in node:
        node["properties"] = {name: canonical(part) for name, part in node["properties"].items()}
        node["required"] = list(node["properties"])
        node["additionalProperties"] = False
    if isinstance(node.get("items"), Mapping):
        node["items"] = canonical(node["items"])
    if isinstance(node.get("type"), list):
        node["type"] = next(name for name in node["type"] if name != "null")
    if "enum" in node and "type" in node:
        node["enum"] = [value for value in node["enum"] if is_type(value, node["type"])]
    return {key: value for key, value in node.items() if not key.startswith("x-")}


def variants(schema: Schema) -> list[dict[str, Any]]:
    """The canonical schema, and one more for each condition on other columns (`allOf` of if/then) with its consequence."""
    narrow = canonical(schema)
    found = [narrow]
    for branch in schema.get("allOf", ()):
        condition, consequence = branch["if"].get("properties", {}), branch["then"].get("properties", {})
        pinned = {name: {"enum": node.get("enum", [node.get("const")])[:1]} for name, node in condition.items()}
        narrowed = {name: canonical(node) for name, node in consequence.items()}
        listed = {name: node for name, node in narrowed.items() if {"enum", "const"} & node.keys()}
        found.append({**narrow, "properties": {**narrow["properties"], **pinned, **listed}})
    return found


def is_type(value: Json, name: str) -> bool:
    """Whether a JSON value is of a JSON Schema type (booleans are not numbers)."""
    kinds: Mapping[str, tuple[type, ...]] = {
        "string": (str,),
        "integer": (int,),
        "number": (int, float),
        "object": (dict,),
        "array": (list,),
        "null": (type(None),),
        "boolean": (bool,),
    }
    return isinstance(value, kinds[name]) and (name == "boolean" or not isinstance(value, bool))


def moments(schema: Schema) -> tuple[Moment, ...]:
    """The columns of a message whose good values lie near the time of sending (`x-moment`)."""
    columns = schema.get("properties", {}).items()
    marked = ((name, node["x-moment"]) for name, node in columns if "x-moment" in node)
    return tuple(Moment(name, duration.parse(entry["before"]), entry["format"]) for name, entry in marked)


def references(schema: Schema) -> tuple[Reference, ...]:
    """The comparisons with master data that a message schema asks for (`x-references`)."""
    return tuple(Reference(**entry) for entry in schema.get("x-references", ()))
