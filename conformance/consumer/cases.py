"""The cases of a client's scenarios, and the calls that belong to each.

A case begins with an accepted call of the scenario's first step. A call belongs to a case if what it sends agrees with the
case's facts; a fact that a call leaves out agrees with all, for it asks for all.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from kontrak.conformance.consumer.entry import Entry
from kontrak.contracts.model import Json
from kontrak.contracts.scenario import Call, Scenario, values

Facts = dict[str, set[str]]


@dataclass(frozen=True, slots=True)
class Made:
    """A call that may be one of a step: its number in the journal, and the facts that it sends."""

    number: int
    entry: Entry
    sent: Facts


@dataclass(slots=True)
class Case:
    """One case: its `facts` as sets of JSON texts, and for each step the calls that belong to it."""

    scenario: Scenario
    begin: Entry
    facts: Facts
    calls: dict[str, list[Made]] = field(default_factory=dict)

    def done(self, step: Call) -> Made | None:
        """The first accepted call of a step that comes after those that it has to follow."""
        earlier = [self.done(other) for other in self.scenario.steps if other.name in step.after]
        least = max((made.number for made in earlier if made), default=-1)
        made = self.calls[step.name]
        later = range(bisect_right(made, least, key=lambda one: one.number), len(made))
        return next((made[place] for place in later if made[place].entry.is_accepted), None)

    def early(self, step: Call) -> Iterator[tuple[Entry, Entry]]:
        """The first call of a step that is about this very case and came before one that it has to follow, with that one."""
        for other in (one for one in self.scenario.steps if one.name in step.after and step.sent):
            begun = self.done(other)
            early = (m for m in self.calls[step.name] if begun and m.number < begun.number and self._names(m))
            if begun and (first := next(early, None)):
                yield first.entry, begun.entry

    def wants(self, step: Call) -> bool:
        """Whether a step is mandatory here."""
        if step.optional:
            return False
        known = ((wanted, map(json.loads, self.facts.get(fact, ()))) for fact, wanted in step.when.items())
        return all(any(map(wanted.holds, told)) for wanted, told in known)

    def _names(self, made: Made) -> bool:
        return any(told & self.facts.get(fact, set()) for fact, told in made.sent.items())


class Calls:
    """The calls of a step, found by a fact that they send; `sent` and `got` are the facts that all of them tell."""

    def __init__(self, step: Call, entries: Sequence[Entry]) -> None:
        self.step = step
        self.made = [
            Made(number, entry, {fact: texts(entry.message, path) for fact, path in step.sent.items()})
            for number, entry in enumerate(entries)
            if entry.name in step.operations and entry.is_matched
        ]
        self.told = [fact for fact in step.sent if fact not in step.takes]
        self.sent, self.got = _first(self.told, self.made), _told(step, self.made)
        self._by: dict[tuple[str, str | None], list[Made]] = {}
        for made, fact in ((made, fact) for made in self.made for fact in self.told):
            for value in made.sent[fact] or (None,):
                self._by.setdefault((fact, value), []).append(made)

    def of(self, facts: Facts) -> list[Made]:
        """Those that agree with the facts of a case."""
        fact = next((fact for fact in self.told if fact in facts), None)
        if fact is None:
            return self.made
        near = chain.from_iterable(self._by.get((fact, value), ()) for value in (*facts[fact], None))
        found = {made.number: made for made in near if self._agrees(facts, made)}
        return [found[number] for number in sorted(found)]

    def _agrees(self, facts: Facts, made: Made) -> bool:
        told = ((made.sent[fact], facts.get(fact)) for fact in self.told)
        return all(not sent or known is None or sent & known for sent, known in told)


def cases(scenario: Scenario, entries: Sequence[Entry]) -> list[Case]:
    """The cases of a scenario that were begun, in the order of their beginnings."""
    calls = {step.name: Calls(step, entries) for step in scenario.steps}
    first, found = calls[scenario.begins], dict[str, Case]()
    for made in (made for made in first.made if made.entry.is_accepted):
        facts = {fact: made.sent[fact] for fact in first.told}
        found.setdefault(
            json.dumps({name: sorted(told) for name, told in facts.items()}), Case(scenario, made.entry, facts)
        )
    for case in found.values():
        for step in scenario.steps:
            case.calls[step.name] = calls[step.name].of(case.facts)
            _learn(case, calls[step.name])
    return list(found.values())


def _learn(case: Case, calls: Calls) -> None:
    """Add to the facts what the calls of a step sent that was not known, and what their answers told."""
    made = case.calls[calls.step.name]
    sent, got = (calls.sent, calls.got) if made is calls.made else (_first(calls.told, made), _told(calls.step, made))
    for fact, told in sent.items():
        if told:
            case.facts.setdefault(fact, told)
    for fact, told in got.items():
        if told:
            case.facts[fact] = case.facts[fact] | told if fact in case.facts else told


def _first(facts: Sequence[str], made: Sequence[Made]) -> Facts:
    """The first values of some facts that calls sent."""
    return {fact: next((one.sent[fact] for one in made if one.sent[fact]), set()) for fact in facts}


def _told(step: Call, made: Sequence[Made]) -> Facts:
    """All values that the answers to accepted calls told."""
    answers = [one.entry.answer for one in made if one.entry.is_accepted] if step.got else []
    return {fact: set().union(*(texts(answer, path) for answer in answers)) for fact, path in step.got.items()}


def texts(body: Json, path: str) -> set[str]:
    """The values at a path of a body as JSON texts; empty ones are none."""
    return {json.dumps(value) for value in values(body, path) if value != ""}
