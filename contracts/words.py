"""Rules of a schema in words, for people who read contracts and not schemas."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kontrak.contracts.model import Json, Requirement
from kontrak.contracts.schema import Schema, rules_of

NOT_BLANK = r"\S"
LONGEST = 40
FEW = 4
BOUNDS = (
    ("minLength", "at least {} characters"),
    ("maxLength", "at most {} characters"),
    ("minimum", "at least {}"),
    ("maximum", "at most {}"),
    ("exclusiveMinimum", "above {}"),
    ("exclusiveMaximum", "below {}"),
    ("minItems", "at least {} rows"),
    ("maxItems", "at most {} rows"),
    ("format", "in the form of a {}"),
    ("multipleOf", "a multiple of {}"),
)


def rules(node: Schema) -> list[str]:
    """What a column's schema asks of a value, one rule in each entry; its type is not among them."""
    found = []
    if "const" in node:
        found.append(f"always {_value(node['const'])}")
    listing = len(node.get("enum", ())) <= FEW or "x-code-list" not in node
    if "enum" in node and listing:
        one = len(node["enum"]) == 1
        found.append(f"{'always' if one else 'one of'} {listed(node['enum'])}")
    found += [words.format(node[keyword]) for keyword, words in BOUNDS if keyword in node]
    if node.get("pattern") == NOT_BLANK:
        found.append("not blank")
    elif "pattern" in node:
        found.append(f"matches {node['pattern']}" if len(node["pattern"]) <= LONGEST else "matches its pattern")
    if "x-code-list" in node:
        found.append(f"code list {node['x-code-list']}")
    return found


def conditions(schema: Schema, within: str = "") -> Iterator[dict[str, Any]]:
    """The rules of a message that hold under a condition on other columns, nested rows included."""
    for branch in schema.get("allOf", ()):
        if "if" in branch:
            yield {
                "in": within or None,
                "when": _facts(branch["if"]),
                "then": _facts(branch.get("then", {})),
                "title": branch.get("title"),
                "requirements": sorted(rules_of(branch)),
            }
    for key, node in schema.get("properties", {}).items():
        items = node.get("items")
        for part in (node, items if isinstance(items, Mapping) else {}):
            if "properties" in part:
                yield from conditions(part, f"{within}.{key}".strip("."))


def how_tested(requirement: Requirement) -> list[str]:
    """How the suite tests a requirement, one way in each entry."""
    test = requirement.test
    where = f" in {test.operation}" if test.operation else ""
    found = [
        f"{kind} {name}{where}"
        for kind in ("probe", "watch", "property", "course", "trail")
        if (name := getattr(test, kind))
    ]
    for word, columns in (("accepted", test.accept), ("refused", test.refuse)):
        found += [f"{column}{where}: {listed(values)} must be {word}" for column, values in columns.items()]
    if test.breaches:
        found.append(f"the mock names none of {', '.join(test.breaches)}")
    if test.given:
        found.append(f"with {', '.join(f'{name} = {_value(value)}' for name, value in test.given.items())}")
    if test.allow:
        found.append(f"only where the target allows {test.allow}")
    return [*found, *([f"not tested: {test.not_tested}"] if test.not_tested else [])]


def listed(values: Sequence[Json]) -> str:
    """Values in a row: 1, 2 or 3."""
    shown = [_value(value) for value in values]
    return " or ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else "".join(shown)


def _facts(schema: Schema) -> str:
    """What a condition or a consequence says of columns: x is 1 or 2; y is given, of type string."""
    required, properties = schema.get("required", ()), schema.get("properties", {})
    said = [(key, _told(node, given=key in required and "x-requirements" in node)) for key, node in properties.items()]
    alone = [f"{key} is given" for key in required if key not in properties]
    return "; ".join([f"{key} {', '.join(told)}" for key, told in said if told] + alone)


def _told(node: Schema, *, given: bool) -> list[str]:
    told = rules(node)
    if "type" in node:
        told.insert(0, f"of type {' or '.join(_as_list(node['type']))}")
    if given:
        return ["is given", *told]
    plain = [words.removeprefix("one of ").removeprefix("always ") for words in told]
    return [f"is {plain[0]}", *plain[1:]] if plain else []


def _as_list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else [value]


def _value(value: Json) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
