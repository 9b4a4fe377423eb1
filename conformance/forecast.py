"""What a run would send, worked out from the contract and the configuration alone: nothing is sent for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kontrak.conformance import generate, properties
from kontrak.conformance.bench import Options
from kontrak.conformance.check import Check, probe
from kontrak.conformance.config import Target
from kontrak.conformance.engine.source import EXAMPLES
from kontrak.conformance.probes.protocol import METHODS, unknown_among
from kontrak.conformance.run import checks_of
from kontrak.conformance.stateful import source as stateful
from kontrak.contracts import Contract, Operation, Requirement, Role
from kontrak.contracts.answer import answered
from kontrak.contracts.model import Collection
from kontrak.contracts.schema import references

Place = tuple[str, str]
"""A method and a path."""
BEFORE = "before the first check"
PROBE, PROBE_OPERATION = 12, 5
"""About how many messages a probe sends, and how many to each of its operations."""
READ_ALL_LISTS = (".windows", ".groups", ".filters")
"""The modules whose probes look through every list."""
ENGINE_COLUMN = 8
"""About how many messages the engine makes for each column, beside its examples."""


@dataclass(frozen=True, slots=True)
class Step:
    """One check as it would be carried out.

    `places` are all that it may send to, `messages` about how many it sends; `creates` and `deletes` say whether records
    come and go by it, `missing` the line of kontrak.toml without which it sends nothing.
    """

    check: str
    requirements: tuple[str, ...]
    places: tuple[Place, ...]
    messages: int
    creates: bool = False
    deletes: bool = False
    needs: str = ""
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Forecast:
    """What would be done to one target: who says who sends (`credential`), the steps, the records that messages would name.

    `mark` is in every key that the run makes, `hooks` are what it may call of its owner.
    """

    partner: str
    base_url: str
    mark: str
    credential: str
    steps: tuple[Step, ...]
    records: dict[str, list[str]]
    hooks: tuple[str, ...]

    @property
    def messages(self) -> int:
        """About how many messages in all."""
        return sum(step.messages for step in self.steps if not step.missing)


def forecast(contract: Contract, target: Target, options: Options) -> Forecast:
    """What a run would send to a target; raises ConfigurationError for unknown ids in `options.only`."""
    contract = answered(contract, target.answers).in_role(Role.PROVIDER)
    foresight = _Foresight(contract, target)
    steps = [foresight.before(), *(foresight.step(check) for check in checks_of(contract, options))]
    hooks = (
        [f"advance: {target.hooks.advance}"] if isinstance(target.hooks.advance, str) and target.hooks.advance else []
    )
    return Forecast(
        partner=contract.name,
        base_url=target.base_url,
        mark=options.mark,
        credential=_credential(contract, target),
        steps=tuple(steps),
        records={
            name: [str(row.get(contract.collections[name].key, "?")) for row in rows]
            for name, rows in target.records.items()
        },
        hooks=tuple(hooks),
    )


class _Foresight:
    """Foresees checks against one target."""

    def __init__(self, contract: Contract, target: Target) -> None:
        self.contract, self.target = contract, target
        self.offered = [
            operation
            for operation in contract.operations.values()
            if operation.id not in target.without
            and (operation.addition is None or operation.addition in target.additions)
        ]

    def before(self) -> Step:
        """What is sent before the first check: whether the target is there, and what can be learnt of it."""
        first = next(iter(self.contract.operations.values()))
        issuer = self.contract.credential.issuer if self.contract.credential else None
        tokens = [("POST", issuer)] if issuer else []
        creates, deletes = self._effects(self.offered)
        places = [("GET", first.path), *tokens, *_places(self.offered)]
        messages = 10 + sum(len(operation.examples) for operation in self.offered)
        return Step(BEFORE, (), _once(places), messages, creates, deletes)

    def step(self, check: Check) -> Step:
        """One check."""
        kind, _, rest = check.id.partition(":")
        operations, further, messages = getattr(self, f"_{kind}")(rest)
        operations = [operation for operation in operations if operation in self.offered]
        creates, deletes = self._effects(operations)
        cleaning = self._cleaning(operations) if creates else []
        needs = self._needs(check, kind, operations)
        table = f"[target.{self.contract.name}]"
        missing = f'{table} allow = ["{needs}"]' if needs and needs not in self.target.allow else ""
        places = _once([*_places([*operations, *cleaning]), *further])
        return Step(check.id, check.requirements, places, messages, creates, deletes or bool(cleaning), needs, missing)

    def _cases(self, rest: str) -> tuple[list[Operation], list[Place], int]:
        test = self.contract.requirements[rest].test
        operation = self.contract.operations[test.operation or next(iter(self.contract.operations))]
        deleted = [one for one in self.contract.collections.values() if one.delete == operation.id and one.create]
        made = [self.contract.operations[str(one.create)] for one in deleted]
        values = sum(map(len, test.accept.values())) + sum(len(values) + 1 for values in test.refuse.values())
        return [operation, *made], [], values * (1 + len(made))

    def _probe(self, rest: str) -> tuple[list[Operation], list[Place], int]:
        name, _, id = rest.partition(":")
        requirement = self.contract.requirements[id]
        operations = list(self._touched(requirement))
        if requirement.test.related is not None:
            operations.append(self.contract.operations[requirement.test.related.list])
        if getattr(probe.get(name), "__module__", "").endswith(READ_ALL_LISTS):
            lists = {collection.list for collection in self.contract.collections.values()}
            operations += [operation for operation in self.offered if operation.id in lists]
        first = self._first()
        further: list[Place] = []
        if name == "other-methods":
            further = [(method, operation.path) for operation in operations for method in METHODS]
        if name == "unknown-paths":
            further = [(first.method, path) for path in unknown_among(self.contract.paths(), first.path)]
        if name == "odd-values":
            return operations, further, 12 * sum(len(one.request.get("properties", {})) for one in operations)
        return operations, further, PROBE + PROBE_OPERATION * len(operations)

    def _property(self, rest: str) -> tuple[list[Operation], list[Place], int]:
        way, _, id = rest.partition(":")
        operation = self.contract.operations[id]
        if way == "accepts":
            return [operation], [], properties.GOOD_EXAMPLES + properties.SHRINKS
        return [operation], [], properties.POOL + len(generate.sites(operation)) * properties.BROKEN_EXAMPLES

    def _stateful(self, rest: str) -> tuple[list[Operation], list[Place], int]:
        if (machine := self.contract.machines.get(rest)) is None:
            return self._of(self.contract.collections[rest]), [], stateful.EXAMPLES * stateful.STEPS * 3
        steps = (*machine.first, *machine.makes, *machine.asks)
        messages = stateful.LIVES_EXAMPLES * stateful.LIVES_STEPS * (1 + len(machine.asks))
        return [self.contract.operations[step.send] for step in steps], [], messages

    def _course(self, rest: str) -> tuple[list[Operation], list[Place], int]:
        steps = [step for step in self.contract.courses[rest].steps if step.send]
        return [self.contract.operations[step.send] for step in steps], [], sum(step.together for step in steps)

    def _engine(self, rest: str) -> tuple[list[Operation], list[Place], int]:
        operation = self.contract.operations[rest]
        return [operation], [], EXAMPLES * 2 + ENGINE_COLUMN * len(operation.request["properties"])

    def _touched(self, requirement: Requirement) -> Iterator[Operation]:
        """The operations of a probe: of the collections that its requirement is about, or all where it names no operation."""
        id = requirement.test.operation
        if id is None:
            yield from self.offered
            return
        operation = self.contract.operations[id]
        yield operation
        named = {reference.collection for reference in references(operation.request)}
        for collection in self.contract.collections.values():
            ids = (collection.create, collection.list, collection.delete)
            if id in ids or collection.name in named or collection.name == requirement.test.collection:
                yield from self._of(collection)

    def _of(self, collection: Collection) -> list[Operation]:
        ids = (collection.create, collection.list, collection.delete)
        return [self.contract.operations[id] for id in ids if id]

    def _first(self) -> Operation:
        creating = (one.create for one in self.contract.collections.values() if one.create)
        return self.contract.operations[next(creating, next(iter(self.contract.operations)))]

    def _effects(self, operations: Iterable[Operation]) -> tuple[bool, bool]:
        """Whether records come by some operations, and whether they go."""
        ids = {operation.id for operation in operations}
        collections = self.contract.collections.values()
        return any(one.create in ids for one in collections), any(one.delete in ids for one in collections)

    def _cleaning(self, operations: Iterable[Operation]) -> list[Operation]:
        """What takes away the records that some operations make."""
        ids = {operation.id for operation in operations}
        deleting = {one.delete for one in self.contract.collections.values() if one.create in ids}
        return [operation for operation in self.offered if operation.id in deleting]

    def _needs(self, check: Check, kind: str, operations: Iterable[Operation]) -> str:
        """The permission without which a check sends nothing."""
        if kind == "engine" and self._effects(operations)[1]:
            return "destructive"
        if check.broad:
            return ""
        needed = (self.contract.requirements[id].test.allow for id in check.requirements)
        return next((allow for allow in needed if allow), "")


def _places(operations: Iterable[Operation]) -> list[Place]:
    return [(operation.method, operation.path) for operation in operations]


def _once(places: Iterable[Place]) -> tuple[Place, ...]:
    return tuple(dict.fromkeys(places))


def _credential(contract: Contract, target: Target) -> str:
    """What says who sends, or the line to add."""
    known, table = contract.credential, f"[target.{contract.name}]"
    if known is None:
        return "none"
    if known.kind == "bearer":
        grant = target.auth.grant if target.auth else ""
        return (
            f"a token by {grant}"
            if grant
            else f'missing; add to kontrak.toml: {table} auth = {{ kind = "oauth", ... }}'
        )
    if known.kind == "signature":
        groups = len(target.groups)
        return f"signatures of {groups} groups" if groups else f"missing; add to kontrak.toml: {table} groups = [...]"
    return (
        f"the key in {known.header}"
        if target.api_key
        else f'missing; add to kontrak.toml: {table} api_key = "${{KEY}}"'
    )
