"""Scripts of calls that make, change and delete records of one collection, played against a target beside a model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

from kontrak.conformance.errors import CheckEnded, Missing
from kontrak.conformance.evidence import Evidence
from kontrak.conformance.exchange import Exchange
from kontrak.conformance.listing import Listing
from kontrak.conformance.messages import Message
from kontrak.conformance.session import Session
from kontrak.contracts.judge import shown
from kontrak.contracts.model import Collection, Json, Operation

SHRINKS = 60
FATES = {"reject": (False, 0), "upsert": (True, 0), "append": (True, 1)}
"""What the readings of a second record under one key mean: whether it is accepted, and the rows that it adds."""
READ = {
    True: ("created-is-readable", "a stored record cannot be read"),
    False: ("deleted-is-unreadable", "a deleted record can be read"),
}
"""The rule, and what is wrong, where a record that should be there (or not) cannot be read (or can)."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a script; `records` are numbers of records in the order of their making, from 1."""

    does: Literal["make", "remove", "again", "change"]
    records: tuple[int, ...]


Script = tuple[Step, ...]


class Disagreement(AssertionError):
    """The target and the model differ: `probe` names the kind of rule, `calls` what led there, the last one `exchange`."""

    def __init__(
        self, probe: str, what: str, got: str, wanted: str, calls: tuple[str, ...], exchange: Exchange | None
    ) -> None:
        self.probe, self.what, self.got, self.wanted = probe, what, got, wanted
        self.calls, self.exchange = calls, exchange
        super().__init__(what)

    def __str__(self) -> str:
        told = " ".join(f"{number}. {call}" for number, call in enumerate(self.calls, 1))
        return f"{self.what}; after: {told}"


class Unspoken(Exception):
    """The target and the model differ where the contract asks for nothing."""


class Theatre:
    """Where scripts are played: each in records of its own, at most once.

    A script has one outcome however often Hypothesis asks for it, whatever the target answers by then: one that begins as
    a script that differed differs likewise, and what a script without a difference begins with has none. When a
    difference is known, only SHRINKS further scripts are played; those after them count as played without one.
    """

    def __init__(self, session: Session, collection: Collection, evidence: Evidence, known: Mapping[str, str]) -> None:
        self.session, self.collection, self.evidence, self.known = session, collection, evidence, known
        self._differing: dict[Script, Disagreement] = {}
        self._agreeing: set[Script] = set()
        self._left = SHRINKS

    def play(self, script: Script) -> None:
        """Play a script; raises Disagreement, and CheckEnded where it cannot be played."""
        beginnings = [script[:length] for length in range(1, len(script) + 1)]
        for beginning in beginnings:
            if beginning in self._differing:
                raise self._differing[beginning]
        if script in self._agreeing or not self._left:
            return
        self._left -= bool(self._differing)
        play = Play(self)
        if (difference := play.outcome(script)) is None:
            self._agreeing.update(beginnings)
            return
        self._differing[script[: play.steps]] = difference
        raise difference

    @property
    def shortest(self) -> Disagreement | None:
        """The difference with the fewest calls so far."""
        found = self._differing.values()
        return min(found, key=lambda difference: (len(difference.calls), str(difference)), default=None)


class Play:
    """One script at play; `steps` counts its steps so far.

    `model` maps the key of each record that it made to the number of rows that should be listed, `sent` to the message
    that it should hold.
    """

    def __init__(self, theatre: Theatre) -> None:
        self.theatre, self.session, self.collection = theatre, theatre.session, theatre.collection
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
        requirement = self.theatre.known.get(probe)
        if holds:
            if requirement:
                self.theatre.evidence.passed(requirement)
            return
        if requirement is None:
            raise Unspoken
        calls = (*self.calls, self.listing.operation.id) if listed else tuple(self.calls)
        raise Disagreement(probe, what, got, wanted, calls, self.last)

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
