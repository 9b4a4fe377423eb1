"""Carries out the checks against one target and judges its requirements."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from kontrak.conformance.bundle.record import Recorder
from kontrak.conformance.check import Check
from kontrak.conformance.client import Client
from kontrak.conformance.config import Target
from kontrak.conformance.errors import CheckEnded, Gone, Missing, NotOffered, OutOfTime, Trouble
from kontrak.conformance.evidence import Evidence
from kontrak.conformance.exchange import Exchange, Outgoing
from kontrak.conformance.plan import plan, selected, spoken_about
from kontrak.conformance.prepare import prepare
from kontrak.conformance.session import Session
from kontrak.conformance.verdict import CheckResult, Outcome, Profile, RequirementResult, judge_requirement
from kontrak.conformance.watch import WATCHES, Seen
from kontrak.contracts import Contract, Requirement
from kontrak.contracts.answer import answered, is_built

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Options:
    """How to run: `seed` of all choices, `only` these requirements, `deadline` on the monotonic clock.

    `mark` is put into every key that the run makes; `leave_out` are the beginnings of the ids of checks
    that stay away (such as engine: or property:refuses:).
    """

    seed: int = 1
    profile: Profile = Profile.OBSERVED
    only: tuple[str, ...] = ()
    deadline: float | None = None
    mark: str = "KT"
    leave_out: tuple[str, ...] = ()
    recording: Path | None = None
    progress: Progress = field(default=lambda *_: None)


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What a run against one target found: its requirements judged, and the checks left out with the reason."""

    requirements: tuple[RequirementResult, ...]
    left_out: tuple[tuple[str, str], ...] = ()
    exchanges: int = 0


def run(contract: Contract, target: Target, options: Options) -> Outcomes:
    """Verify one target against one contract, with the partner's answers that the target has.

    Never raises for anything the target does; raises ConfigurationError for unknown ids in `options.only`.
    """
    contract = answered(contract, target.answers)
    checks = plan(contract, options.only)
    with Client(app=target.app, timeout=target.timeout, deadline=options.deadline) as client:
        session = Session(contract, target, client, seed=options.seed, mark=options.mark)
        bench = Bench(session, options)
        with _recording(session, options) as bench.recorder:
            try:
                bench.work([check for check in checks if not check.id.startswith(options.leave_out)])
            finally:
                session.close()
        requirements = selected(contract, options.only)
        judged = [bench.judged(requirement, spoken_about(checks, contract)) for requirement in requirements]
        return Outcomes(tuple(judged), tuple(bench.left_out), client.sent)


class Bench:
    """Runs check after check and keeps their results."""

    def __init__(self, session: Session, options: Options) -> None:
        self.session, self.options = session, options
        self.results: list[CheckResult] = []
        self.left_out: list[tuple[str, str]] = []
        self.stopped: CheckEnded | None = None
        self.recorder: Recorder | None = None
        self.watched = self._watch()

    def work(self, checks: list[Check]) -> None:
        """Reach the target, then carry out all checks; after an end nothing more is sent."""
        self._reach()
        for number, check in enumerate(checks, 1):
            self.options.progress(check.id, number, len(checks))
            if self.recorder is not None:
                self.recorder.check = check.id
            self._carry_out(check)
        if self.stopped is None:
            self.session.leave()
        for evidence in self.watched.values():
            self.results += evidence.results(0.0)

    def judged(self, requirement: Requirement, expected: Collection[str]) -> RequirementResult:
        """The verdict on one requirement from all results about it."""
        if requirement.id in self.session.judge.waived:
            result = judge_requirement(requirement, (), self.options.profile)
            return replace(result, verdict=Outcome.NOT_APPLICABLE, reason=self._waiver(requirement), blocks=False)
        if (unbuilt := self._unbuilt(requirement)) is not None:
            untested = CheckResult("run", requirement.id, Outcome.NOT_TESTED, reason=unbuilt)
            return judge_requirement(requirement, [untested], self.options.profile)
        own = [result for result in self.results if result.requirement == requirement.id]
        if not own and requirement.test.not_tested is None:
            own = [self._no_evidence(requirement, expected)]
        return judge_requirement(requirement, own, self.options.profile)

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

        def watcher(exchange: Exchange) -> None:
            seen = Seen(self.session, exchange)
            for requirement, evidence in watched.values():
                try:
                    WATCHES[requirement.test.watch or ""](seen, requirement, evidence)
                except Exception as error:  # noqa: BLE001 - a watch that breaks is no fault of the check that it watches
                    evidence.ended(requirement.id, Outcome.ERROR, self._clean(_broke(error)))

        self.session.client.watchers.append(watcher)
        return {id: evidence for id, (_, evidence) in watched.items()}

    def _no_evidence(self, requirement: Requirement, expected: Iterable[str]) -> CheckResult:
        if self.stopped is not None:
            reason = self._clean(self.stopped.reason)
            return CheckResult("run", requirement.id, _outcome(self.stopped), reason=reason)
        if requirement.id in expected:
            return CheckResult("run", requirement.id, Outcome.NOT_TESTED, reason="no exchange spoke about it")
        return CheckResult("run", requirement.id, Outcome.ERROR, reason="the harness has no check for it")

    def _unbuilt(self, requirement: Requirement) -> str | None:
        """Why nothing can be said of a requirement: its reading is answered in a way that the contract has not got yet."""
        answer = self.session.target.answers.get(requirement.reading or "")
        if answer is None or is_built(self.session.contract, answer):
            return None
        file = f"contracts/{self.session.contract.name}/readings.yaml"
        return f"the partner answered {answer.reading} = {answer.candidate}; choose it in {file} and change the rules with it"

    def _waiver(self, requirement: Requirement) -> str:
        readings = self.session.contract.readings
        id = next(
            id
            for id, name in self.session.judge.readings.items()
            if requirement.id in readings[id].candidate(name).waives
        )
        answer = self.session.target.answers.get(id)
        return f"does not hold under the reading {answer or f'{id} = {self.session.judge.readings[id]}'}"


@contextmanager
def _recording(session: Session, options: Options) -> Iterator[Recorder | None]:
    """A recorder of all exchanges of a session, where the run wants one."""
    if options.recording is None:
        yield None
        return
    name = f"{session.contract.name}-{options.mark}"
    with Recorder(options.recording, name, lambda: session.redactor) as recorder:
        session.client.watchers.append(recorder)
        yield recorder


def _broke(error: Exception) -> str:
    return f"the harness broke: {type(error).__name__}: {error}"


def _outcome(error: CheckEnded) -> Outcome:
    if isinstance(error, NotOffered):
        return Outcome.NOT_APPLICABLE
    return Outcome.ERROR if isinstance(error, Trouble) else Outcome.NOT_TESTED
