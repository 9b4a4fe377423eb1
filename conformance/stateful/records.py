"""Records of one collection that are made, repeated, changed, deleted, listed and read in any order, beside a model."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from kontrak.conformance.errors import CheckEnded, Missing
from kontrak.conformance.evidence import Evidence
from kontrak.conformance.exchange import Exchange
from kontrak.conformance.listing import Listing
from kontrak.conformance.messages import Message
from kontrak.conformance.session import Session
from kontrak.conformance.stateful.theatre import Disagreement, Script, Step, Theatre
from kontrak.contracts.judge import shown
from kontrak.contracts.model import Collection, Json, Operation

FATES = {"reject": (False, 0), "upsert": (True, 0), "append": (True, 1)}
"""What the readings of a second record under one key mean: whether it is accepted, and the rows that it adds."""
READ = {
    True: ("created-is-readable", "a stored record cannot be read"),
    False: ("deleted-is-unreadable", "a deleted record can be read"),
}
"""The rule, and what is wrong, where a record that should be there (or not) cannot be read (or can)."""


class Unspoken(Exception):
    """The target and the model differ where the contract asks for nothing."""


class RecordsMachine(RuleBasedStateMachine):
    """Draws a script; `there` are the numbers of the records that should be there after its steps."""

    def __init__(self, theatre: Theatre, collection: Collection) -> None:
        super().__init__()
        self.theatre, self.collection = theatre, collection
        self.script: list[Step] = []
        self.made = 0
        self.there: list[int] = []

    @rule(count=st.integers(1, 3))
    def make(self, count: int) -> None:
        """Store some records."""
        records = tuple(range(self.made + 1, self.made + count + 1))
        self.made += count
        self.there += records
        self.script.append(Step("make", records))

    @precondition(lambda self: self.there and self.collection.delete)
    @rule(numbers=st.lists(st.integers(0, 9), min_size=1, max_size=3))
    def remove(self, numbers: list[int]) -> None:
        """Delete some records in one call."""
        named = tuple(dict.fromkeys(self.there[number % len(self.there)] for number in numbers))
        self.there = [number for number in self.there if number not in named]
        self.script.append(Step("remove", named))

    @precondition(lambda self: self.there and self.collection.duplicates)
    @rule(number=st.integers(0, 9))
    def again(self, number: int) -> None:
        """Store a record under a key in use."""
        self.script.append(Step("again", (self.there[number % len(self.there)],)))

    @precondition(lambda self: self.there and self.collection.update)
    @rule(number=st.integers(0, 9))
    def change(self, number: int) -> None:
        """Put other texts into a record."""
        self.script.append(Step("change", (self.there[number % len(self.there)],)))

    def teardown(self) -> None:
        """Play the script, unless Hypothesis gave it up while it was drawn."""
        if sys.exception() is None:
            self.theatre.play(tuple(self.script))


class Play:
    """One script at play; `known` are the requirements by the probe that names their kind of rule.

    `model` maps the key of each record that it made to the number of rows that should be listed, `sent` to the message
    that it should hold.
    """

    def __init__(self, session: Session, collection: Collection, evidence: Evidence, known: Mapping[str, str]) -> None:
        self.session, self.collection, self.evidence, self.known = session, collection, evidence, known
        self.create = self.session.operation(self.collection.create or "")
        self.listing = Listing(self.session, self.collection)
        self.keys: list[str] = []
        self.model: dict[str, int] = {}
        self.sent: dict[str, Message] = {}
        self.steps = 0
        self.calls: list[str] = []
        self.last: Exchange | None = None

    def outcome(self, script: Script) -> Disagreement | None:
        """Play all steps, up to the first difference; leave nothing behind. A difference that no requirement speaks about is none."""
        steps = {"make": self._make, "remove": self._remove, "again": self._again, "change": self._change}
        try:
            for self.steps, step in enumerate(script, 1):
                steps[step.does](step.records)
                self._read(step.records)
        except Disagreement as difference:
            self._leave(difference=True)
            return difference
        except Unspoken:
            self._leave(difference=True)
            return None
        self._leave(difference=False)
        return None

    def _make(self, records: tuple[int, ...]) -> None:
        for number in records:
            message = self.session.messages.good(self.create, number=number)
            if not self._call(self.create, message, (number,)):
                raise Missing(f"a good message is refused; see {self.create.accepts}")
            self.keys.append(str(message[self.collection.key]))
            self.model[self.keys[-1]] = 1
            self.sent[self.keys[-1]] = message
        self._compare()

    def _remove(self, records: tuple[int, ...]) -> None:
        delete, named = self.session.operation(self.collection.delete or ""), [self._key(number) for number in records]
        if not self._call(delete, self.session.messages.deletion(self.collection, named), records):
            raise Missing(f"{delete.id} is refused; see {delete.accepts}")
        self.model |= dict.fromkeys(named, 0)
        self._compare(named)

    def _again(self, records: tuple[int, ...]) -> None:
        """Make a record under a key in use: it meets the fate that the reading in force gives it."""
        (number,) = records
        reading = self.session.judge.readings[self.collection.duplicates or ""]
        wanted, added = FATES[reading]
        message = self.session.messages.good(self.create, number=number) | {self.collection.key: self._key(number)}
        accepted = self._call(self.create, message, records)
        what = f"a second record of one {self.collection.key} is {'accepted' if accepted else 'refused'}"
        got = self.session.answered(self.last) if self.last else ""
        self._agree("duplicate-key", what, got, f"{self.collection.duplicates}={reading}", holds=accepted is wanted)
        self.model[self._key(number)] += added
        if accepted:
            self.sent[self._key(number)] = message
        self._compare()

    def _change(self, records: tuple[int, ...]) -> None:
        """Put other texts into a record; how a refused one is told is the business of other requirements."""
        update, key = self.session.operation(self.collection.update or ""), self._key(records[0])
        columns = self.create.request["properties"].items()
        texts = {name: self.session.messages.key() for name, node in columns if node.get("x-free-text")}
        if self._call(update, self.sent[key] | texts, records):
            self.sent[key] |= texts
        self._compare()

    def _read(self, records: tuple[int, ...]) -> None:
        """Each of these records can be read as it should be, or not at all where it was deleted."""
        if self.collection.fetch is None:
            return
        fetch = self.session.operation(self.collection.fetch)
        for number in records:
            key = self._key(number)
            found = self._call(fetch, {self.collection.key: key}, (number,))
            got, there = self.session.answered(self.last) if self.last else "", bool(self.model[key])
            probe, what = READ[there]
            self._agree(probe, what, got, "the record" if there else "a refusal", holds=found is there)
            body = self.last.response.json() if self.last and found else None
            self._hold(body if isinstance(body, dict) else {}, self.sent[key])

    def _hold(self, row: Mapping[str, Json], sent: Message) -> None:
        """A record that is read holds the texts that were sent last."""
        for column, node in self.create.request["properties"].items():
            if node.get("x-free-text") and column in row and column in sent:
                what, holds = f"{column} is not what was sent last", row[column] == sent[column]
                self._agree("update-is-kept", what, shown(row[column]), shown(sent[column]), holds=holds)

    def _call(self, operation: Operation, message: Mapping[str, object], records: tuple[int, ...]) -> bool:
        """Send a message about these records; whether it is accepted."""
        self.calls.append(f"{operation.id} (record {', '.join(map(str, records))})")
        self.last = self.session.send(operation, dict(message))
        return self.session.accepted(self.last)

    def _compare(self, named: list[str] | None = None) -> None:
        """The list holds just what the model holds; `named` were deleted by the last call."""
        rows = Counter(str(self.listing.key(row)) for row in self.listing.rows())
        for key, wanted in self.model.items():
            probe = self._probe(rows, key, named or [], wanted)
            what = "a stored record is not listed as often as it was stored" if wanted else "a deleted record is listed"
            self._agree(probe, what, f"{rows[key]} rows", f"{wanted} rows", listed=True, holds=rows[key] == wanted)

    def _probe(self, rows: Counter[str], key: str, named: list[str], wanted: int) -> str:
        """The kind of rule that is broken where the list and the model differ about a key."""
        if wanted:
            gone = "delete-only-named" if named else "created-is-listed"
            return gone if not rows[key] else "duplicate-key" if self._was_repeated(key) else "created-is-listed"
        some_went = any(not rows[other] for other in named)
        return "delete-several" if key in named and some_went else "deleted-is-gone"

    def _was_repeated(self, key: str) -> bool:
        number = self.keys.index(key) + 1
        return self.calls.count(f"{self.create.id} (record {number})") > 1

    def _agree(self, probe: str, what: str, got: str, wanted: str, *, holds: bool, listed: bool = False) -> None:
        requirement = self.known.get(probe)
        if holds:
            if requirement:
                self.evidence.passed(requirement)
            return
        if requirement is None:
            raise Unspoken
        calls = (*self.calls, self.listing.operation.id) if listed else tuple(self.calls)
        raise Disagreement(requirement, what, got, wanted, calls, self.last)

    def _key(self, number: int) -> str:
        return self.keys[number - 1]

    def _leave(self, *, difference: bool) -> None:
        """Delete what is left, after a difference record by record: the target may not do what the model thinks."""
        left = [key for key, count in self.model.items() if count or difference]
        if self.collection.delete is None:
            return
        with suppress(CheckEnded):
            delete = self.session.operation(self.collection.delete)
            for keys in [[key] for key in left] if difference else [left] if left else []:
                self.session.send(delete, self.session.messages.deletion(self.collection, keys))
