"""Scenarios: the calls that a complete client makes, in their order, and the values that go from one to the next.

A case of a scenario begins with an accepted call of the step `begins`, and is told from others by what that call sends. Values
are named facts. A path such as `data/noPo` leads through lists: it stands for the value in each row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kontrak.contracts.model import Json, Level

if TYPE_CHECKING:
    from kontrak.contracts.folder import Folder, Tokens
    from kontrak.contracts.model import Operation, Requirement

FILE = "scenarios.yaml"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A condition on a fact: one of some values, or a number above another."""

    values: tuple[Json, ...] = ()
    above: float | None = None

    def holds(self, value: Json) -> bool:
        """Whether a value fulfils it."""
        if self.above is not None:
            return isinstance(value, int | float) and value > self.above
        return value in self.values


@dataclass(frozen=True, slots=True)
class Call:
    """One step: a call of one of the `operations`, as its case demands it.

    `sent` are facts by their path in the message, `got` facts by their path in the answer; those in `takes` must have been
    got in an earlier step. It comes after the steps `after`. It is mandatory unless it is `optional`, or one of the facts in
    `when` does not fulfil its condition. `requirement` speaks of it where it is missing (None: that of the scenario).
    """

    name: str
    operations: tuple[str, ...]
    optional: bool
    after: tuple[str, ...]
    sent: Mapping[str, str]
    got: Mapping[str, str]
    takes: tuple[str, ...]
    when: Mapping[str, Wanted]
    requirement: str | None


@dataclass(frozen=True, slots=True)
class Scenario:
    """What a complete client does for one process; `requirement` says that its mandatory calls are made."""

    name: str
    title: str
    requirement: str
    level: Level
    source: str
    begins: str
    steps: tuple[Call, ...]

    @property
    def first(self) -> Call:
        """The step that begins a case."""
        return next(step for step in self.steps if step.name == self.begins)


def load_scenarios(
    folder: Folder, operations: Mapping[str, Operation], requirements: Mapping[str, Requirement]
) -> dict[str, Scenario]:
    """The scenarios of a partner's folder, by name; raises ContractError with the line of the mistake."""
    entries = folder.entries("scenarios")
    found = {entry["name"]: _scenario(entry) for entry in entries}
    for number, scenario in enumerate(found.values()):
        for path, problem, hint in mistakes(scenario, operations, requirements):
            raise folder.broken(FILE, [number, *path], f"{scenario.name}: {problem}", hint)
    return found


def values(body: Json, path: str) -> list[Json]:
    """The values at a path of a body, in each row of every list on the way."""
    found = [body]
    for name in path.split("/"):
        found = [row.get(name) for each in found for row in _rows(each) if isinstance(row, Mapping)]
    return [value for each in found for value in _rows(each) if value is not None]


def mistakes(
    scenario: Scenario, operations: Mapping[str, Operation], requirements: Mapping[str, Requirement]
) -> Iterator[tuple[Tokens, str, str]]:
    """What is wrong with a scenario that its schema cannot see: the place in its entry, the problem, what to do."""
    names = [step.name for step in scenario.steps]
    if scenario.begins not in names:
        yield ["begins"], f"no step {scenario.begins}", f"name one of {', '.join(names)}"
    if scenario.requirement not in requirements:
        yield ["requirement"], f"no requirement {scenario.requirement}", "add it to client.yaml"
    begun = {fact for step in scenario.steps if step.name == scenario.begins for fact in step.sent}
    given: set[str] = set()
    for number, step in enumerate(scenario.steps):
        here: list[str | int] = ["steps", number]
        if names.count(step.name) > 1:
            yield [*here, "step"], f"the step {step.name} stands twice", "rename one"
        for other in step.after:
            if other not in names[:number]:
                yield [*here, "after"], f"{step.name} comes after {other}, no earlier step", "name an earlier step"
        if step.requirement is not None and step.requirement not in requirements:
            yield [*here, "requirement"], f"no requirement {step.requirement}", "add it to client.yaml"
        for fact in (fact for fact in step.takes if fact not in step.sent or fact not in given):
            yield (
                [*here, "takes"],
                f"no step before {step.name} gets {fact}, or it is not sent",
                "add it to got and sent",
            )
        given |= set(step.got)
        for fact in (fact for fact in step.when if fact not in given | begun):
            yield [*here, "when"], f"nothing gives {fact}", "add it to the got of a step before"
        yield from ((here + path, problem, hint) for path, problem, hint in _paths(step, operations))


def _paths(step: Call, operations: Mapping[str, Operation]) -> Iterator[tuple[list[str | int], str, str]]:
    for id in step.operations:
        if id not in operations:
            yield ["call"], f"no operation {id}", "name one of openapi.yaml"
            continue
        for member, schema in (("sent", operations[id].request), ("got", operations[id].answer)):
            for fact, path in getattr(step, member).items():
                if not _leads(schema, path):
                    yield [member, fact], f"no column {path} in {id}", "name one, with / before those of rows"


def _leads(schema: Mapping[str, Json], path: str) -> bool:
    node: Any = schema
    for name in path.split("/"):
        node = node.get("items", node).get("properties", {}).get(name)
        if node is None:
            return False
    return True


def _rows(value: Json) -> list[Json]:
    return value if isinstance(value, list) else [value]


def _scenario(entry: Mapping[str, Any]) -> Scenario:
    return Scenario(
        **{name: entry[name] for name in ("name", "title", "requirement", "source", "begins")},
        level=Level(entry["level"]),
        steps=tuple(map(_call, entry["steps"])),
    )


def _call(entry: Mapping[str, Any]) -> Call:
    return Call(
        name=entry["step"],
        operations=tuple(_rows(entry["call"])),
        optional=entry.get("optional", False),
        after=tuple(entry.get("after", ())),
        sent=entry.get("sent", {}),
        got=entry.get("got", {}),
        takes=tuple(entry.get("takes", ())),
        when={fact: _wanted(wanted) for fact, wanted in entry.get("when", {}).items()},
        requirement=entry.get("requirement"),
    )


def _wanted(entry: Json) -> Wanted:
    return Wanted(values=tuple(entry)) if isinstance(entry, list) else Wanted(above=entry["above"])
