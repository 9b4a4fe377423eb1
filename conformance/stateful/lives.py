"""Records that are made, sent again and asked for while the clock goes on, in any order, held against the rules of a machine."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from kontrak.conformance.courses.judge import applies, judged
from kontrak.conformance.courses.play import Played, Stage, played
from kontrak.conformance.courses.source import is_in_force
from kontrak.conformance.errors import Missing
from kontrak.conformance.evidence import Evidence
from kontrak.conformance.session import Session
from kontrak.conformance.stateful.theatre import Disagreement, Script, Step, Theatre
from kontrak.contracts import course
from kontrak.contracts.machine import AGAIN, BEFORE, RECORD, Machine

MOST_RECORDS = 2


class LivesMachine(RuleBasedStateMachine):
    """Draws a script; `made` counts its records. `clock` says whether hours can pass, `repeats` whether messages are sent again.

    At its end all records are asked for once they have settled, sent again, and asked for some time later, so that every
    script shows something.
    """

    def __init__(self, theatre: Theatre, machine: Machine, *, clock: bool, repeats: bool) -> None:
        super().__init__()
        self.theatre, self.machine, self.clock, self.repeats = theatre, machine, clock and bool(machine.waits), repeats
        self.script: list[Step] = []
        self.made = 0

    @precondition(lambda self: self.made < MOST_RECORDS)
    @rule(way=st.integers(0, 9))
    def make(self, way: int) -> None:
        """Make a record."""
        self.made += 1
        self.script.append(Step("make", (self.made,), way % len(self.machine.makes)))

    @precondition(lambda self: self.made and self.repeats)
    @rule(number=st.integers(0, 9))
    def again(self, number: int) -> None:
        """Send the message that made a record once more."""
        self.script.append(Step("again", (1 + number % self.made,)))

    @precondition(lambda self: self.made)
    @rule(number=st.integers(0, 9))
    def ask(self, number: int) -> None:
        """Ask for a record."""
        self.script.append(Step("ask", (1 + number % self.made,)))

    @precondition(lambda self: self.made and self.clock)
    @rule(which=st.integers(0, 9))
    def wait(self, which: int) -> None:
        """Let some hours pass."""
        self.script.append(Step("wait", amount=self.machine.waits[which % len(self.machine.waits)]))

    def teardown(self) -> None:
        """Play the script, unless Hypothesis gave it up while it was drawn."""
        if sys.exception() is None and self.made:
            self.theatre.play((*self.script, *self._end()))

    def _end(self) -> Iterator[Step]:
        records = [(number,) for number in range(1, self.made + 1)]
        if self.clock:
            yield Step("wait", amount=self.machine.settles)
            yield from (Step("ask", record) for record in records)
            yield from (Step("again", record) for record in records if self.repeats)
            yield Step("wait", amount=max(self.machine.waits))
        yield from (Step("ask", record) for record in records)


@dataclass(slots=True)
class Life:
    """A record: what was sent and answered about it, by the names of the machine's rules, and how old it was then, in hours."""

    born: int
    stage: Stage
    ages: dict[str, int] = field(default_factory=dict)

    def note(self, name: str, found: Played, age: int) -> None:
        """Keep what was answered at that age."""
        self.stage[name], self.ages[name] = found, age

    def is_of_age(self, held: course.Rule) -> bool:
        """Whether all that a rule looks at was answered late enough; a message sent again counts where the rule is about it."""
        timeless = {RECORD} if AGAIN in held.steps else {RECORD, AGAIN}
        return all(self.ages[name] >= held.after for name in held.named() - timeless if name in self.ages)

    def look_back(self, name: str) -> None:
        """Keep what was answered as that of the last time."""
        if name in self.stage:
            self.note(name + BEFORE, self.stage[name], self.ages[name])


class Lives:
    """One script at play. `first` is what was played before all scripts."""

    def __init__(self, session: Session, machine: Machine, evidence: Evidence, first: Stage) -> None:
        self.session, self.machine, self.evidence, self.first = session, machine, evidence, first
        self.asked = {ask.name for ask in machine.asks}
        self.lives: list[Life] = []
        self.calls: list[str] = []
        self.hours = 0
        self.steps = 0

    def outcome(self, script: Script) -> Disagreement | None:
        """Play all steps, up to the first difference."""
        steps = {"make": self._make, "again": self._again, "ask": self._ask, "wait": self._wait}
        try:
            for self.steps, step in enumerate(script, 1):
                steps[step.does](step)
        except Disagreement as difference:
            return difference
        return None

    def _make(self, step: Step) -> None:
        way = self.machine.makes[step.amount]
        life = Life(self.hours, dict(self.first))
        self.lives.append(life)
        self._call(way.send, step)
        life.note(RECORD, self._answered(life, way), 0)
        if missing := life.stage[RECORD].missing:
            raise Missing(missing)

    def _again(self, step: Step) -> None:
        life = self._life(step)
        again = course.Step(AGAIN, life.stage[RECORD].step.send, like=RECORD, may=True)
        self._call(again.send, step)
        life.note(AGAIN, self._answered(life, again), self.hours - life.born)
        self._judge(life, {AGAIN})

    def _ask(self, step: Step) -> None:
        life = self._life(step)
        for ask in self.machine.asks:
            life.look_back(ask.name)
            self._call(ask.send, step)
            life.note(ask.name, self._answered(life, ask), self.hours - life.born)
        self._judge(life, self.asked)

    def _wait(self, step: Step) -> None:
        self.calls.append(f"{step.amount} hours")
        self.session.advance(step.amount)
        self.hours += step.amount

    def _call(self, operation: str, step: Step) -> None:
        self.calls.append(f"{operation} (record {step.records[0]})")

    def _life(self, step: Step) -> Life:
        return self.lives[step.records[0] - 1]

    def _answered(self, life: Life, step: course.Step) -> Played:
        return played(self.session, step, life.stage)

    def _judge(self, life: Life, new: set[str]) -> None:
        """Hold what was answered now against the rules that speak about it, in their order; raises Disagreement."""
        for held in self._rules(life, new):
            for case in judged(held, life.stage):
                if not case.holds:
                    calls, exchange = tuple(self.calls), case.played.exchange
                    raise Disagreement(held.requirement, held.text, case.got, case.wanted, calls, exchange)
                self.evidence.passed(held.requirement)

    def _rules(self, life: Life, new: set[str]) -> Iterator[course.Rule]:
        for held in self.machine.rules:
            named = held.named()
            if not named & new or not named & self.asked <= new:
                continue
            if any(name not in life.stage or life.stage[name].missing for name in named):
                continue
            if life.is_of_age(held) and is_in_force(self.session, held) and applies(held, life.stage):
                yield held
