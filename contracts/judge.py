"""What a contract says about a message: every breach, each with the requirement behind it.

jsonschema-rs decides; this module adds the requirement, the column and the wording, and reduces the errors of
one value to their cause (a null that is also no member of a list is a null).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import jsonschema_rs

from kontrak.contracts.model import Contract, Json, Operation, Reference
from kontrak.contracts.schema import Schema, nodes, references, variants
from kontrak.contracts.sums import RULE, wrong_sums

ORDER = ("required", "null", "blank", "type", "number", "enum", "const", "format", "pattern")
STEPS = ("items", "additionalProperties", "contains")
STEPS_BY_NAME = ("properties", "patternProperties", "prefixItems")
FORMATS = {
    "date": "a calendar date YYYY-MM-DD",
    "date-time": "a time as in RFC 3339, such as 2026-01-31T07:00:00+07:00",
}
DEEPEST = 200
Lookup = Callable[[str, str], Mapping[str, Json] | None]
"""Finds a master record by its collection and key; None where there is none."""


@dataclass(frozen=True, slots=True)
class Violation:
    """One breach of one rule at one place of a message.

    `rule` is the JSON Schema keyword, or `null`, `blank`, `number`, `reference`; `silent` says that the sources
    leave this very value open, so that no verdict rests on it.
    """

    requirement: str | None
    rule: str
    pointer: str
    got: Json
    wanted: str
    silent: bool = False

    @property
    def column(self) -> str:
        """The column, or other last part of the place."""
        return self.pointer.rpartition("/")[2]

    @property
    def seen(self) -> str:
        """What was got, in one line; a member that is missing is nothing, not null."""
        return "nothing" if self.rule == "required" else shown(self.got)

    def __str__(self) -> str:
        return f"{self.pointer or '/'}: got {self.seen}, wanted {self.wanted} [{self.requirement}]"


def shown(value: Json, limit: int = 80) -> str:
    """A JSON value as one short line."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= limit else f"{text[:limit]}… ({len(text)} characters)"


class SchemaJudge:
    """A compiled schema that names the requirement behind each error."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self._validator = jsonschema_rs.Draft202012Validator(dict(schema), validate_formats=True)
        self._conditions = {
            id(node): jsonschema_rs.Draft202012Validator(dict(node["if"]))
            for node in nodes(schema)
            if "if" in node and "then" in node
        }
        self._has_sums = any(RULE in node for node in nodes(schema))
        self._silent = {
            id(node): jsonschema_rs.Draft202012Validator(node["x-unspecified"])
            for node in nodes(schema)
            if "x-unspecified" in node
        }

    def allows(self, message: Json) -> bool:
        """Whether the message keeps the schema."""
        return _keeps(self._validator, message)

    def violations(self, message: Json, base: str = "", waived: Container[str | None] = ()) -> list[Violation]:
        """Every breach, one for each place, in the order of the schema; `base` is put before each pointer.

        Breaches of `waived` requirements are left out before the cause is chosen, so that they hide no other.
        """
        causes: dict[str, Violation] = {}
        for error in _errors(self._validator, message):
            found = self._violation(error, base, waived)
            if found.requirement in waived:
                continue
            known = causes.get(found.pointer)
            if known is None or _rank(found) < _rank(known):
                causes[found.pointer] = found
        for node, place, got, total in wrong_sums(self.schema, message) if self._has_sums else ():
            found = Violation(_requirement(RULE, [node]), RULE, _pointer(base, place), got, f"the sum, {total}")
            if found.requirement not in waived:
                causes.setdefault(found.pointer, found)
        return list(causes.values())

    def met(self, message: Json) -> frozenset[str]:
        """The requirements that the message gives occasion to keep or to break: a rule of rows needs a row."""
        return frozenset(self._met(self.schema, message))

    def _met(self, node: Schema, value: Json) -> Iterator[str]:
        """The requirements of a node and of what stands below it; of a list, its first member speaks for all.

        What stands under a condition counts where the condition holds.
        """
        whole = isinstance(value, Mapping) and "required" in node
        yield from (id for rule, id in node.get("x-requirements", {}).items() if rule != "required" or whole)
        if isinstance(value, list) and value and isinstance(node.get("items"), Mapping):
            yield from self._met(node["items"], value[0])
        for name, part in node.get("properties", {}).items() if isinstance(value, Mapping) else ():
            if name in value:
                yield from self._met(part, value[name])
            if "required" in part.get("x-requirements", {}):
                yield part["x-requirements"]["required"]
        for branch in (node, *node.get("allOf", ())):
            if id(branch) in self._conditions and _keeps(self._conditions[id(branch)], value):
                yield from self._met(branch["then"], value)

    def _violation(self, error: Any, base: str, waived: Container[str | None]) -> Violation:
        path = self._path(list(error.schema_path))
        got, keyword, place = error.instance, error.kind.name, list(error.instance_path)
        if keyword == "required":
            got, place = None, [*place, error.kind.property]
            path += [part for node in path[-1:] for part in _property(node, error.kind.property)]
        rule = _rule(keyword, got, path)
        if rule == "blank" and _requirement(rule, path) in waived:
            rule = keyword
        pointer = _pointer(base, place)
        silent = keyword != "required" and any(self._is_silent(node, got) for node in path)
        return Violation(_requirement(rule, path), rule, pointer, got, _wanted(rule, path, error), silent)

    def _path(self, tokens: list[Any]) -> list[Schema]:
        """The schemas on the way to a keyword that speak about its very value, outermost first."""
        node: Any = self.schema
        found: list[Schema] = [node]
        rest = iter(tokens[:-1])
        for token in rest:
            node = node[token]
            if token in STEPS_BY_NAME and (name := next(rest, None)) is not None:
                node, found = node[name], []
            elif token in STEPS:
                found = []
            if isinstance(node, Mapping):
                found.append(node)
        return found

    def _is_silent(self, node: Schema, got: Json) -> bool:
        validator = self._silent.get(id(node))
        return validator is not None and validator.is_valid(got)


def _pointer(base: str, place: Iterable[str | int]) -> str:
    return base + "".join(f"/{str(token).replace('~', '~0').replace('/', '~1')}" for token in place)


def _errors(validator: Any, message: Json) -> list[Any]:
    try:
        return list(validator.iter_errors(message))
    except ValueError:
        return list(validator.iter_errors(_judgeable(message)))


def _keeps(validator: Any, message: Json) -> bool:
    try:
        return bool(validator.is_valid(message))
    except ValueError:
        return bool(validator.is_valid(_judgeable(message)))


def _judgeable(value: Json, depth: int = 0) -> Json:
    """The value without what jsonschema-rs cannot take: lone surrogates, and levels beyond its limit of 255."""
    if isinstance(value, str):
        return value.encode(errors="replace").decode()
    if depth == DEEPEST and isinstance(value, list | dict):
        return None
    if isinstance(value, list):
        return [_judgeable(item, depth + 1) for item in value]
    if isinstance(value, dict):
        return {_judgeable(key): _judgeable(item, depth + 1) for key, item in value.items()}
    return value


def _rank(violation: Violation) -> int:
    return ORDER.index(violation.rule) if violation.rule in ORDER else len(ORDER)


def _property(node: Schema, name: str) -> list[Schema]:
    found = node.get("properties", {}).get(name)
    return [found] if found is not None else []


def _rule(keyword: str, got: Json, path: list[Schema]) -> str:
    known = {rule for node in path for rule in node.get("x-requirements", {})}
    if keyword != "required" and got is None and "null" in known:
        return "null"
    if isinstance(got, str) and not got.strip() and "blank" in known:
        return "blank"
    if keyword == "type" and isinstance(got, int | float) and not isinstance(got, bool) and "number" in known:
        return "number"
    return keyword


def _requirement(rule: str, path: list[Schema]) -> str | None:
    for node in reversed(path):
        if rule in (known := node.get("x-requirements", {})):
            return str(known[rule])
    return None


def _wanted(rule: str, path: list[Schema], error: Any) -> str:
    node = path[-1]
    match rule:
        case "required" | "null" | "blank":
            return "a value"
        case "enum":
            return "one of " + shown([value for value in node["enum"] if value is not None])
        case "format":
            return FORMATS.get(error.kind.format, str(error.kind.format))
        case "type" | "number":
            types = node["type"] if isinstance(node["type"], list) else [node["type"]]
            return " or ".join(types)
        case "maxLength":
            return f"at most {node['maxLength']} characters"
        case _:
            return f"{rule} {shown(node.get(rule))}"


class Judge:
    """All schemas of one contract, compiled once, under the readings given (reading id -> candidate).

    `waives` are requirements that do not hold beside those that the readings waive.
    """

    def __init__(
        self, contract: Contract, readings: Mapping[str, str] | None = None, waives: Iterable[str] = ()
    ) -> None:
        self.contract = contract
        self.readings = {id: reading.chosen for id, reading in contract.readings.items()} | dict(readings or {})
        self.waived = frozenset(
            requirement
            for id, name in self.readings.items()
            for requirement in contract.readings[id].candidate(name).waives
        ) | frozenset(waives)
        self._requests = {op.id: SchemaJudge(op.request) for op in contract.operations.values()}
        self._answers = {op.id: SchemaJudge(op.answer) for op in contract.operations.values()}
        self._canonical = {
            op.id: [jsonschema_rs.Draft202012Validator(part, validate_formats=True) for part in variants(op.request)]
            for op in contract.operations.values()
        }
        self._refusal = SchemaJudge(contract.refusal)
        self._refused = jsonschema_rs.Draft202012Validator(dict(contract.refused_when))
        self._references = {op.id: references(op.request) for op in contract.operations.values()}

    def request(self, operation: Operation, message: Json) -> list[Violation]:
        """Every breach of the operation's request schema that is not waived by a reading."""
        return self._requests[operation.id].violations(message, _base(operation), self.waived)

    def answer(self, operation: Operation, body: Json) -> list[Violation]:
        """Every breach of the schema of the operation's 2xx answer that is not waived by a reading."""
        return self._answers[operation.id].violations(body, waived=self.waived)

    def answers_about(self, operation: Operation, body: Json) -> frozenset[str]:
        """The requirements that such an answer can keep or break."""
        return self._answers[operation.id].met(body)

    def refusal(self, body: Json) -> list[Violation]:
        """Every breach of the form of a refusal."""
        return self._refusal.violations(body)

    def is_canonical(self, operation: Operation, message: Json) -> bool:
        """Whether every right server must accept the message, as far as a schema can say."""
        return any(_keeps(validator, message) for validator in self._canonical[operation.id])

    @property
    def refuses_in_bodies(self) -> bool:
        """Whether the contract knows bodies of 2xx answers that are refusals."""
        return dict(self.contract.refused_when) != {"not": {}}

    def says_refused(self, body: Json) -> bool:
        """Whether the body of a 2xx answer is a refusal all the same."""
        return _keeps(self._refused, body)

    def references(self, operation: Operation, message: Json, lookup: Lookup) -> list[Violation]:
        """Every breach of a comparison with master data, the cause only where the named record is unknown."""
        found: list[Violation] = []
        for reference in self._references[operation.id] if isinstance(message, Mapping) else ():
            value = message.get(reference.property)
            if not isinstance(value, str) or self._is_blank(operation, message, reference.property):
                continue
            wanted = _reference(reference, message, value, lookup)
            if wanted is not None:
                pointer = f"{_base(operation)}/{reference.property}"
                found.append(Violation(reference.requirement, "reference", pointer, value, wanted))
        return [violation for violation in found if violation.requirement not in self.waived]

    def _is_blank(self, operation: Operation, message: Mapping[str, Json], column: str) -> bool:
        """Whether a column is refused as blank already, so that a comparison would tell the same again."""
        if message[column].strip():
            return False
        found = self.request(operation, message)
        return any((each.rule, each.column) == ("blank", column) for each in found)


def _base(operation: Operation) -> str:
    return f"/{operation.member}" if operation.member else ""


def _reference(reference: Reference, message: Mapping[str, Json], value: str, lookup: Lookup) -> str | None:
    """What was wanted instead of `value`, or None where it fits or cannot be compared."""
    place = f"{reference.field} in {reference.collection}"
    if reference.via is None:
        return None if lookup(reference.collection, value) is not None else f"a known {place}"
    named = message.get(reference.via)
    record = lookup(reference.collection, named) if isinstance(named, str) else None
    if record is None or reference.field not in record or str(record[reference.field]) == value:
        return None
    return f"{shown(record[reference.field])}, the {place} of {shown(named)}"
