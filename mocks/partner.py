"""A partner as the simulator knows it: its contract, and the rules that data cannot say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec

from kontrak.contracts import Collection, Contract, Violation
from kontrak.contracts.model import Json
from kontrak.contracts.schema import Schema, references
from kontrak.mocks.model import Answer, Call, Caller, Outcome, Refusal, Request, Turn
from kontrak.mocks.paths import Paths
from kontrak.mocks.store.records import Record
from kontrak.mocks.world import World

Decide = Callable[[Call], Answer | Refusal]
Authenticate = Callable[[Turn, Request], Caller | Refusal]
Action = Callable[[Turn, Json], Json | Refusal]
Speak = Callable[[World, Outcome, Answer], Answer]
Sees = Callable[[Call, Json], bool]
Keep = Callable[[Turn, str, Json], Refusal | None]
Master = Mapping[str, Mapping[str, Mapping[str, Json]]]
Permit = Callable[[Call], Answer | Refusal | None]
Check = Callable[[Call], list[Violation]]
Stale = Callable[[Turn, Request], Refusal]


def as_sent(call: Call) -> Json:
    """The message, unchanged."""
    return call.message


def as_stored(record: Record, _collection: Collection) -> Json:
    """The record's body, unchanged."""
    return record.body


@dataclass(frozen=True, slots=True)
class Rules:
    """What one partner does otherwise than every other; each member has a default that data alone feeds.

    `normalise` gives the message as the partner understands it, `row` a listed record, `success` the members
    of every answer that is no refusal, `refuse` the form of a refusal of an operation (by id, None where it is not
    known; without `refuse`: an RFC 9457 problem document), `decide` what an operation does, by its id. A `decide`
    refuses before it writes: what it wrote would stay. `judges` are the operations whose `decide` judges the message, which
    comes to it as it was sent. `speak` puts an answer that keeps the contract, or a refusal in its
    form, into the words of the world's variant and readings.

    `authenticate` says who calls (None: the key of the contract's apiKey scheme), `credentials` what a client of a
    world sends or needs, `secrets` the texts that no journal may show, `sees` whether a record with that body exists for
    the caller, when a message is compared with master data. `keep` stores a record that the control interface is given
    for a collection, or says why not. `begin` completes a new world, `advance` brings about what time has made due (a
    clock that runs ticks where the agenda says so: `kontrak.mocks.store.agenda`); both write in the transaction at hand.
    `waits` says that nothing but the partner's own answers, actions and views shows what `advance` brings about, so that
    it may wait until they are asked for. `is_limited` says that `authenticate` keeps to the world's limit of requests.
    `stale` lets the token of a request expire and says how that is refused (None: there are no tokens).
    `actions` and `views` are steered by `POST /_kontrak/{partner}/{name}` with a JSON body, and read by `GET` with the
    query as an object.

    `permit` says what there is to say to a caller who may not ask, before the message is looked at; `check` gives the breaches of an
    operation's message beside those of its schema, by operation id, in place of the comparisons that the schema asks
    for (`x-references`); it meets messages that break their schema too. `master` are the collections whose records a
    user may bring along in a CSV file, each with the JSON Schema of a row (see `kontrak.mocks.master`).
    """

    normalise: Callable[[Call], Json] = as_sent
    row: Callable[[Record, Collection], Json] = as_stored
    success: Mapping[str, Json] | None = None
    refuse: Callable[[Refusal, str | None], Answer] | None = None
    decide: Mapping[str, Decide] | None = None
    judges: frozenset[str] = frozenset()
    speak: Speak | None = None
    authenticate: Authenticate | None = None
    stale: Stale | None = None
    is_limited: bool = False
    credentials: Callable[[World, Contract], Mapping[str, Json]] = World.credentials
    secrets: Callable[[World, Contract], tuple[str, ...]] = World.secrets
    sees: Sees | None = None
    keep: Keep | None = None
    begin: Callable[[Turn], None] | None = None
    advance: Callable[[Turn], None] | None = None
    waits: bool = False
    actions: Mapping[str, Action] = field(default_factory=dict)
    views: Mapping[str, Action] = field(default_factory=dict)
    permit: Permit | None = None
    check: Mapping[str, Check] = field(default_factory=dict)
    master: Mapping[str, Schema] = field(default_factory=dict)


class Partner:
    """A contract with its rules, and what is looked up in it for each request.

    `master` holds the records that the user brought along, by collection and key.
    """

    def __init__(self, contract: Contract, rules: Rules | None = None, master: Master | None = None) -> None:
        self.contract = contract
        self.master: Master = master or {}
        self.name = contract.name
        self.rules = rules or discover(contract.name)
        self.collections: dict[str, Collection] = {
            operation: collection
            for collection in contract.collections.values()
            for operation in roles(collection)
            if operation
        }
        self.paths = Paths(contract)
        self.references = {id: references(operation.request) for id, operation in contract.operations.items()}
        self._probes: dict[tuple[str, str | None], str] = {}
        for requirement in contract.requirements.values():
            test = requirement.test
            if test.probe:
                self._probes.setdefault((test.probe, test.operation), requirement.id)
                self._probes.setdefault((test.probe, None), requirement.id)

    def breach(self, probe: str, got: Json, wanted: str, *, operation: str | None = None) -> Violation:
        """A breach of what a probe tests, rather than of a schema."""
        return Violation(self.requirement(probe, operation), probe, "", got, wanted)

    def requirement(self, probe: str, operation: str | None = None) -> str | None:
        """The id of the requirement that this probe tests, on this operation if it says so."""
        return self._probes.get((probe, operation)) or self._probes.get((probe, None))


def roles(collection: Collection) -> tuple[str | None, ...]:
    """The operations of a collection."""
    return collection.create, collection.list, collection.delete, collection.fetch, collection.update


def discover(name: str) -> Rules:
    """The rules in `kontrak/mocks/<partner>/rules.py`, or those of data alone where there is no such file."""
    package = f"kontrak.mocks.{name}"
    if not name.isidentifier() or find_spec(package) is None or find_spec(f"{package}.rules") is None:
        return Rules()
    rules = import_module(f"{package}.rules").RULES
    return rules if isinstance(rules, Rules) else Rules()
