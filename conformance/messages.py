"""Makes messages for a target: a good one of each operation, and the same with one value changed."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from kontrak.conformance import workbook
from kontrak.conformance.errors import Missing
from kontrak.contracts import duration
from kontrak.contracts.model import Collection, Contract, Json, Moment, Operation, Reference
from kontrak.contracts.schema import canonical, moments, references

ABSENT = "$absent"
Message = dict[str, Any]
Row = Mapping[str, Json]


def record_fields(contract: Contract, collection: str) -> dict[str, bool]:
    """What must be known of a master record: its key, and the fields that messages are compared with; whether each is a number."""
    found = {contract.collections[collection].key: False}
    for operation in contract.operations.values():
        for reference in references(operation.request):
            if reference.collection == collection:
                column = operation.request["properties"][reference.property]
                found.setdefault(reference.field, column.get("type") in ("integer", "number"))
    return found


def record_line(fields: Mapping[str, bool]) -> str:
    """A record as a line of kontrak.toml, to be filled in; whether each field is a number."""
    return "{ " + ", ".join(f"{name} = {'0' if is_number else QUOTED}" for name, is_number in fields.items()) + " }"


QUOTED = '"..."'


def _place(message: Message, column: str, operation: str) -> tuple[Message, str]:
    """The object that holds a column, and the column's name there; raises Missing where there is none."""
    *path, name = column.split("/")
    node: Any = message
    try:
        for part in path:
            node = node[int(part)] if isinstance(node, list) else node[part]
    except (KeyError, IndexError, TypeError, ValueError):
        node = None
    if not isinstance(node, dict):
        raise Missing(f"no good message of {operation} has a place {column}")
    return node, name


class Messages:
    """Good messages for one target, each under a key of its own that carries the run's `mark`.

    `records` are the master records that a message may name, by collection; records made during the run
    are added to them. `now` is the time that the target has, `moved` how far its clock was moved since. `bases` are the examples that the target was seen to accept, by operation.
    """

    def __init__(
        self,
        contract: Contract,
        records: Mapping[str, tuple[Row, ...]],
        mark: str,
        seed: int,
        now: Callable[[], datetime] = datetime.now,
    ) -> None:
        self.contract, self.mark, self.seed, self.now = contract, mark, seed, now
        self.records: dict[str, list[Row]] = {name: list(rows) for name, rows in records.items()}
        self.bases: dict[str, list[Message]] = {}
        self.moved = timedelta()
        self._counter = itertools.count(1)

    def key(self) -> str:
        """A key that was never used before."""
        return f"{self.mark}-{next(self._counter)}"

    def good(self, operation: Operation, given: Row | None = None, *, number: int | None = None) -> Message:
        """A message that the contract allows: an example of the contract with the target's own records in it.

        `given` sets further columns; `number` chooses the example and the records (by default each in turn). Raises Missing where the target has no record for a column.
        """
        number = (next(self._counter) if number is None else number) + self.seed
        bases = self.bases.get(operation.id) or [operation.unwrap(example) for example in operation.examples]
        message: Message = copy.deepcopy(bases[number % len(bases)])
        self.refer(operation, message, number)
        collection = self.contract.collection_created_by(operation.id)
        if collection is not None and not self.names_another(operation):
            message[collection.key] = self.key()
        return message | {name: self._value(operation, message, name, value) for name, value in (given or {}).items()}

    def names_another(self, operation: Operation) -> bool:
        """Whether the key of what an operation makes is that of a record that must be there already."""
        collection = self.contract.collection_created_by(operation.id)
        named = {reference.property for reference in references(operation.request)}
        return collection is not None and collection.key in named

    def refer(self, operation: Operation, message: Message, number: int = 0) -> None:
        """Put values of existing master records into the columns that are compared with them, and times near now."""
        for moment in moments(operation.request):
            if message.get(moment.property) is not None:
                message[moment.property] = self.moment(moment)
        for reference in references(operation.request):
            if reference.via is None:
                rows = self.known(reference.collection)
                message[reference.property] = rows[number % len(rows)][reference.field]
        for reference in references(operation.request):
            if reference.via is not None:
                message[reference.property] = self.record(reference, message)[reference.field]

    def moment(self, moment: Moment, before: timedelta | None = None) -> str:
        """The time of a column, or another time so long before now, as the column writes it."""
        return (self.now() + self.moved - (moment.before if before is None else before)).strftime(moment.format)

    def known(self, collection: str) -> list[Row]:
        """The master records of a collection; raises Missing with the line to add where there is none."""
        if not self.records.get(collection):
            table = f"[target.{self.contract.name}.records]"
            line = record_line(record_fields(self.contract, collection))
            raise Missing(f"no record of {collection} is known; add to kontrak.toml: {table} {collection} = [{line}]")
        return self.records[collection]

    def forget(self, collection: Collection, keys: list[str]) -> None:
        """Drop records that are being deleted from those that a message may name."""
        rows = self.records.get(collection.name, [])
        self.records[collection.name] = [row for row in rows if row[collection.key] not in keys]

    def lookup(self, collection: str, key: str) -> Row | None:
        """The known record of that key."""
        name = self.contract.collections[collection].key
        return next((row for row in self.records.get(collection, ()) if row[name] == key), None)

    def record(self, reference: Reference, message: Message) -> Row:
        """The known record with which a column of the message is compared."""
        found = self.lookup(reference.collection, message[reference.via or reference.property])
        if found is None:
            raise Missing(
                f"no known record of {reference.collection} is {message[reference.via or reference.property]!r}"
            )
        return found

    def changed(self, operation: Operation, message: Message, column: str, value: Json) -> Message:
        """The message with one column changed; `value` may be a token of requirements.yaml.

        A column of a row is named by its place: `items/0/qty`. Raises Missing where good messages have no such place.

        Tokens: "$absent" (no such member), {"$chars": n} (a text of n characters), "$unknown" (no master
        record), "$mismatch" (not the value of the master record that the message names), {"$before": "P8D"} (a time
        so long before now, as the column writes it; -P1D lies ahead), {"$xlsx": n} (an Excel workbook of n bytes, in Base64),
        {"$false": "renamed"} (a file that is no workbook; see `workbook.FALSE`).
        """
        result = copy.deepcopy(message)
        node, name = _place(result, column, operation.id)
        node[name] = self._value(operation, message, column, value)
        if value == ABSENT:
            del node[name]
        return result

    def _value(self, operation: Operation, message: Message, column: str, value: Json) -> Json:
        if isinstance(value, dict) and "$chars" in value:
            return f"{self.key()}-".ljust(value["$chars"], "x")
        if isinstance(value, dict) and "$before" in value:
            moment = next(one for one in moments(operation.request) if one.property == column)
            return self.moment(moment, duration.parse(value["$before"]))
        if isinstance(value, dict) and ("$xlsx" in value or "$false" in value):
            return workbook.sent(value)
        if value == "$unknown":
            return f"{self.key()}-tidak-ada"
        if value == "$mismatch":
            return self._mismatch(operation, message, column)
        return value

    def _mismatch(self, operation: Operation, message: Message, column: str) -> str:
        reference = next(ref for ref in references(operation.request) if ref.property == column and ref.via)
        value = str(self.record(reference, message)[reference.field])
        others = (str(row[reference.field]) for row in self.known(reference.collection))
        if other := next((text for text in others if text != value), None):
            return other
        codes = canonical(operation.request)["properties"][column].get("enum")
        return next(code for code in codes if code != value) if codes else f"{value} Lain"

    def deletion(self, collection: Collection, keys: list[str]) -> Message:
        """The message that deletes records by their keys."""
        return {collection.key: keys}

    def examples(self, operation: Operation, *, accepted: bool = False) -> Iterator[Message]:
        """Each example of the contract, with the target's own records and a key of its own; or each `accepted` one."""
        printed = [operation.unwrap(example) for example in operation.examples]
        for example in self.bases.get(operation.id, printed) if accepted else printed:
            message: Message = copy.deepcopy(example)
            self.refer(operation, message)
            collection = self.contract.collection_created_by(operation.id)
            if collection is not None and not self.names_another(operation):
                message[collection.key] = self.key()
            yield message
