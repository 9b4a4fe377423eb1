"""Carries out checks against one target, one after another, and keeps what they found."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from kontrak.conformance.bundle.record import Recorder
from kontrak.conformance.check import Check
from kontrak.conformance.client import Client
from kontrak.conformance.config import Target
from kontrak.conformance.depth import Depth
from kontrak.conformance.engine.process import Engine
from kontrak.conformance.errors import CheckEnded, Gone, Missing, NotOffered, OutOfTime, Trouble
from kontrak.conformance.evidence import Evidence
from kontrak.conformance.exchange import Exchange, Outgoing
from kontrak.conformance.prepare import prepare
from kontrak.conformance.session import Session
from kontrak.conformance.verdict import CheckResult, Outcome, Profile
from kontrak.conformance.watch import WATCHES, Seen
from kontrak.contracts import Contract, Judge

Progress = Callable[[str, int, int], None]
"""Told of each check before it begins: its id, its number, and how many there are."""


def silent(_check: str, _number: int, _of: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to run: `seed` of all choices, `only` these requirements, `deadline` on the monotonic clock.

    After the deadline no check sends anything; what the last one made may be taken away for `grace` seconds more.
    `mark` is put into every key that the run makes; `leave_out` are the beginnings of the ids of checks
    that stay away (such as engine: or property:refuses:). `workers` is how many processes share the work;
    `recording` is a folder for the exchanges, redacted; `moved` is how far the target's clock is ahead of ours.
    """

    seed: int = 1
    profile: Profile = Profile.OBSERVED
    only: tuple[str, ...] = ()
    deadline: float | None = None
    mark: str = "KT"
    leave_out: tuple[str, ...] = ()
    progress: Progress = field(default=silent)
    depth: Depth = Depth.DEFAULT
    workers: int = 1
    grace: float = 0.0
    recording: Path | None = None
    moved: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class Found:
    """What some checks found: their results, those that had to stay away with the reason, and how many exchanges there were.

    `stopped` says what ended the work early and how that counts; `left_behind` are the keys of records, by collection, that
    the run made and the target still has.
    """

    results: tuple[CheckResult, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
    exchanges: int = 0
    stopped: tuple[Outcome, str] | None = None
    left_behind: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def work(
    contract: Contract,
    target: Target,
    checks: Sequence[Check],
    options: Options,
    engine: Engine | None = None,
    judge: Judge | None = None,
) -> Found:
    """Carry out checks against a target; `contract` has the partner's answers in it. Never raises for what the target does.

    `engine` is one that is shared with other work; without it the engine's process ends with this work. `judge` is one of
    the same contract and readings that is there already.
    """
    with Client(
        app=target.app,
        timeout=target.timeout,
        deadline=options.deadline,
        rate=target.rate,
        untouchable=target.untouchable,
    ) as client:
        session = Session(
            *(contract, target, client),
            seed=options.seed,
            mark=options.mark,
            depth=options.depth,
            engine=engine,
            judge=judge,
        )
        if options.moved:
            session.move(options.moved)
        bench = Bench(session, options)
        with _recording(session, options) as bench.recorder:
            try:
                bench.work(checks)
            finally:
                if engine is None:
                    session.close()
        return bench.found()


@contextmanager
def _recording(session: Session, options: Options) -> Iterator[Recorder | None]:
    """A recorder of all exchanges of a session, where the run wants one; each session has a part of its own."""
    if options.recording is None:
        yield None
        return
    place = session.target.base_url.rpartition("/")[2]
    name = re.sub(r"[^A-Za-z0-9_-]", "-", f"{session.contract.name}-{options.mark}-{place}")
    with Recorder(options.recording, name, lambda: session.redactor) as recorder:
        session.client.watchers.append(recorder)
        yield recorder


class Bench:
    """Runs check after check and keeps their results."""

    def __init__(self, session: Session, options: Options) -> None:
        self.session, self.options = session, options
        self.results: list[CheckResult] = []
        self.left_out: list[tuple[str, str]] = []
        self.stopped: CheckEnded | None = None
        self.recorder: Recorder | None = None
        self.watched = self._watch()

    def work(self, checks: Sequence[Check]) -> None:
        """Reach the target, then carry out all checks; after an end nothing more is sent but what takes records away."""
        self._reach()
        for number, check in enumerate(checks, 1):
            self.options.progress(check.id, number, len(checks))
            if self.recorder is not None:
                self.recorder.check = check.id
            self._carry_out(check)
        if self.stopped is None or isinstance(self.stopped, OutOfTime):
            self.session.client.extend(self.options.grace)
            self.session.leave()
        for evidence in self.watched.values():
            self.results += evidence.results(0.0)

    def found(self) -> Found:
        """What was found so far."""
        stopped = None if self.stopped is None else (_outcome(self.stopped), self._clean(self.stopped.reason))
        return Found(
            results=tuple(self.results),
            left_out=tuple(self.left_out),
            exchanges=self.session.client.sent,
            stopped=stopped,
            left_behind=self.session.left_behind(),
        )

    def _reach(self) -> None:
        operation = next(iter(self.session.contract.operations.values()))
        try:
            self.session.client.send(Outgoing("GET", self.session.target.base_url + operation.path))
            prepare(self.session)
        except OutOfTime as error:
            self.stopped = error
        except Trouble as error:
            self.stopped = Gone(f"the target could not be reached: {error}")
        except Exception as error:  # noqa: BLE001 - as in a check
            self.stopped = Trouble(_broke(error))

    def _carry_out(self, check: Check) -> None:
        evidence, started = Evidence(check.id), time.monotonic()
        try:
            self._permitted(check)
            check.run(self.session, evidence)
        except CheckEnded as error:
            self._note(check, evidence, error)
        except Exception as error:  # noqa: BLE001 - whatever breaks in a check is that check's error, not the run's end
            for requirement in check.requirements:
                evidence.ended(requirement, Outcome.ERROR, self._clean(_broke(error)))
        self.results += evidence.results(time.monotonic() - started)
        if self.stopped is None:
            self.session.clean_up()

    def _note(self, check: Check, evidence: Evidence, error: CheckEnded) -> None:
        """An early end tells on the check's requirements; one of a broad check only if the target is in trouble."""
        if isinstance(error, Gone | OutOfTime):
            self.stopped = error
        reason = self._clean(error.reason)
        if check.broad and not isinstance(error, Trouble):
            self.left_out.append((check.id, reason))
            return
        for requirement in check.requirements:
            evidence.ended(requirement, _outcome(error), reason)

    def _clean(self, reason: str) -> str:
        """A reason without secrets: an error of the connection may quote the header that it did not like."""
        return self.session.redactor.text(reason)

    def _permitted(self, check: Check) -> None:
        """Raise what stopped the run, or Missing where the check needs a permission that the target lacks."""
        if self.stopped is not None:
            raise self.stopped
        if self.session.lost:
            raise Missing(self.session.lost)
        for id in check.requirements if not check.broad else ():
            allow = self.session.contract.requirements[id].test.allow
            if allow is not None and allow not in self.session.target.allow:
                table = f"[target.{self.session.contract.name}]"
                raise Missing(f'a {allow} check; permit it in kontrak.toml: {table} allow = ["{allow}"]')

    def _watch(self) -> dict[str, Evidence]:
        watched = {
            requirement.id: (requirement, Evidence(f"watch:{requirement.test.watch}:{requirement.id}"))
            for requirement in self.session.contract.requirements.values()
            if requirement.test.watch
        }

        of_answers = [entry for entry in watched.values() if entry[0].test.watch == ANSWERS]
        others = [entry for entry in watched.values() if entry[0].test.watch != ANSWERS]
        by_operation = {
            id: [*others, *(entry for entry in of_answers if entry[0].id in rules)]
            for id, rules in self.session.answer_rules.items()
        }

        def watcher(exchange: Exchange) -> None:
            seen = Seen(self.session, exchange)
            for requirement, evidence in by_operation[seen.operation.id] if seen.operation else others:
                try:
                    WATCHES[requirement.test.watch or ""](seen, requirement, evidence)
                except Exception as error:  # noqa: BLE001 - a watch that breaks is no fault of the check that it watches
                    evidence.ended(requirement.id, Outcome.ERROR, self._clean(_broke(error)))

        self.session.client.watchers.append(watcher)
        return {id: evidence for id, (_, evidence) in watched.items()}


ANSWERS = "answer"
"""The watch over the form of answers, whose requirements are each about some operations alone."""


def _broke(error: Exception) -> str:
    return f"the harness broke: {type(error).__name__}: {error}"


def _outcome(error: CheckEnded) -> Outcome:
    if isinstance(error, NotOffered):
        return Outcome.NOT_APPLICABLE
    return Outcome.ERROR if isinstance(error, Trouble) else Outcome.NOT_TESTED
