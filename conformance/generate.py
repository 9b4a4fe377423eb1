"""Hypothesis strategies for messages: good ones, and good ones with one rule broken."""

from __future__ import annotations

import string
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import partial
from typing import Any

from hypothesis import strategies as st

from kontrak.conformance.messages import ABSENT, Messages
from kontrak.contracts.model import Json, Operation
from kontrak.contracts.schema import Schema, moments, references, variants

Strategy = st.SearchStrategy[Any]
Message = dict[str, Any]
EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)
DAYS = {"min_value": datetime(2000, 1, 1), "max_value": datetime(2099, 12, 31)}  # noqa: DTZ001 - the zone is drawn
ZONES = [timezone(timedelta(hours=hours)) for hours in (0, 7, 9)]
PRINTABLE = string.ascii_letters + string.digits + " .,/'&()-"
FOREIGN_TYPES = st.sampled_from([True, False, ["x"], [], {"x": 1}, {}])


def value(node: Schema) -> Strategy:
    """Values that a canonical schema allows (strings, numbers, arrays, objects; enum, pattern, format, lengths)."""
    if "const" in node:
        return st.just(node["const"])
    if "enum" in node:
        return st.sampled_from(list(node["enum"]))
    return _BY_TYPE[node["type"]](node)


def _text(node: Schema) -> Strategy:
    if node.get("format") == "date":
        return st.dates(EARLIEST, LATEST).map(date.isoformat)
    if node.get("format") == "date-time":
        return st.datetimes(timezones=st.sampled_from(ZONES), **DAYS).map(
            lambda time: time.isoformat(timespec="seconds")
        )
    longest = node.get("maxLength", 100)
    if "pattern" in node:
        return st.from_regex(node["pattern"], fullmatch=True).filter(lambda text: len(text) <= longest)
    return st.text(PRINTABLE, min_size=node.get("minLength", 0), max_size=longest)


def _integer(node: Schema) -> Strategy:
    return st.integers(node.get("minimum"), node.get("maximum"))


def _array(node: Schema) -> Strategy:
    return st.lists(value(node["items"]), min_size=node.get("minItems", 0), max_size=node.get("maxItems", 5))


def _object(node: Schema) -> Strategy:
    return st.fixed_dictionaries({name: value(part) for name, part in node.get("properties", {}).items()})


_BY_TYPE: Mapping[str, Callable[[Schema], Strategy]] = {
    "string": _text,
    "integer": _integer,
    "number": lambda node: st.floats(node.get("minimum"), node.get("maximum"), allow_nan=False),
    "array": _array,
    "object": _object,
    "boolean": lambda _node: st.booleans(),
    "null": lambda _node: st.none(),
}


def good(operation: Operation, messages: Messages) -> Strategy:
    """Good messages of an operation that name the target's own records; keys are put in when they are sent."""
    compared = {reference.property for reference in references(operation.request)}
    compared |= {moment.property for moment in moments(operation.request)}
    narrow = variants(operation.request)
    own = [{**one, "properties": {k: v for k, v in one["properties"].items() if k not in compared}} for one in narrow]
    columns = list(operation.request["properties"])

    def referred(drawn: tuple[Message, int]) -> Message:
        message, number = drawn
        message = dict(message) | {moment.property: "" for moment in moments(operation.request)}
        messages.refer(operation, message, number)
        return {name: message[name] for name in columns}

    return st.tuples(st.one_of(*map(value, own)), st.integers(0, 7)).map(referred)


@dataclass(frozen=True, slots=True)
class Site:
    """One place where a rule can be broken: a column, or the element of a conditional rule, and its rule."""

    requirement: str
    column: str
    rule: str
    node: Mapping[str, Json]


def sites(operation: Operation) -> list[Site]:
    """Every column rule of an operation's request that has a requirement, and its comparisons.

    A pattern that only says "not blank" is left to the rule `blank`.
    """
    found = [
        Site(requirement, column, rule, node)
        for column, node in columns(operation.request).items()
        for rule, requirement in node.get("x-requirements", {}).items()
        if rule != "pattern" or requirement != node["x-requirements"].get("blank")
    ]
    compared = [
        Site(entry.requirement, entry.property, "reference", {"via": entry.via})
        for entry in references(operation.request)
    ]
    return [*found, *compared, *_conditional(operation)]


def columns(schema: Schema) -> dict[str, Schema]:
    """All columns of a message by their place, those of the first row of each list included."""
    return dict(_columns(schema, ""))


def _columns(schema: Schema, base: str) -> Iterator[tuple[str, Schema]]:
    for name, node in schema.get("properties", {}).items():
        yield f"{base}{name}", node
        if isinstance(node.get("items"), Mapping):
            yield from _columns(node["items"], f"{base}{name}/0/")


def _conditional(operation: Operation) -> list[Site]:
    return [
        Site(requirement, column, rule, node | {"x-if": branch["if"]})
        for branch in operation.request.get("allOf", ())
        for column, node in branch["then"].get("properties", {}).items()
        for rule, requirement in node.get("x-requirements", {}).items()
        if rule != "pattern" or requirement != node["x-requirements"].get("blank")
    ]


def broken(operation: Operation, messages: Messages, pool: list[Message], site: Site) -> Strategy:
    """Messages of the pool with the rule of one site broken; a filter by the contract's judge belongs behind it."""

    def apply(drawn: tuple[Message, Json]) -> Message:
        message, wrong = drawn
        for name, part in site.node.get("x-if", {}).get("properties", {}).items():
            message = message | {name: part["enum"][0] if "enum" in part else part["const"]}
        return messages.changed(operation, message, site.column, wrong)

    return st.tuples(st.sampled_from(pool), _wrong(site)).map(apply)


def _wrong(site: Site) -> Strategy:
    """Values that break the rule of a site, or may."""
    make = _WRONG.get(site.rule)
    return make(site.node) if make else SOME_TEXT


def _wrong_dates() -> Strategy:
    days = st.tuples(st.integers(2000, 2099), st.integers(1, 12), st.integers(1, 31))
    return st.one_of(
        days.map(lambda d: f"{d[2]:02}-{d[1]:02}-{d[0]}"),
        days.map(lambda d: f"{d[0]}/{d[1]:02}/{d[2]:02}"),
        st.integers(2000, 2099).map(lambda year: f"{year}-02-30"),
        st.integers(2000, 2099).map(lambda year: f"{year}-13-01"),
    )


def _too_long(node: Mapping[str, Json], length: int) -> Json:
    """A text of that length: one of its own, but letters alone where a pattern speaks about the characters."""
    return {"$chars": length} if node.get("pattern", NOT_BLANK) == NOT_BLANK else "X" * length


NOT_BLANK = r"\S"
SOME_TEXT = st.text(PRINTABLE, min_size=1, max_size=12)
_WRONG: Mapping[str, Callable[[Mapping[str, Json]], Strategy]] = {
    "required": lambda _node: st.just(ABSENT),
    "null": lambda _node: st.none(),
    "blank": lambda _node: st.sampled_from(["", " ", "   ", "\t", "\n"]),
    "type": lambda _node: FOREIGN_TYPES,
    "number": lambda _node: st.integers(2, 9) | st.floats(0.5, 99.5),
    "enum": lambda node: st.integers(0, 99) if node.get("type") == "integer" else SOME_TEXT,
    "maxLength": lambda node: st.integers(node["maxLength"] + 1, node["maxLength"] + 40).map(partial(_too_long, node)),
    "minItems": lambda _node: st.just([]),
    "minimum": lambda node: st.integers(node["minimum"] - 99, node["minimum"] - 1),
    "maximum": lambda node: st.integers(node["maximum"] + 1, node["maximum"] + 99),
    "format": lambda _node: _wrong_dates() | SOME_TEXT,
    "reference": lambda node: st.just("$mismatch" if node["via"] else "$unknown"),
}
