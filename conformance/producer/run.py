"""Carries out the checks of one producer and judges its requirements."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace

from kontrak.conformance.client import Client
from kontrak.conformance.config import Target
from kontrak.conformance.errors import CheckEnded, Missing, NotOffered, OutOfTime, Trouble
from kontrak.conformance.evidence import Evidence
from kontrak.conformance.plan import selected
from kontrak.conformance.producer import content
from kontrak.conformance.producer.checks import CONTENT, PROBES
from kontrak.conformance.producer.ledger import Ledger
from kontrak.conformance.producer.session import Producer
from kontrak.conformance.producer.settings import Deliveries, with_agreed
from kontrak.conformance.producer.watch import Watch, watching
from kontrak.conformance.run import Options, Outcomes
from kontrak.conformance.session import Session
from kontrak.conformance.staging.database import Unreachable
from kontrak.conformance.verdict import CheckResult, Outcome, RequirementResult, judge_requirement
from kontrak.contracts import ConfigurationError, Contract, ContractError, Requirement, Role
from kontrak.contracts.answer import answered

DAYS = 10
"""How often the clock of a target is moved by a day: H+7, and some days beyond it."""
HOURS = 24


def run(contract: Contract, target: Target, options: Options) -> Outcomes:
    """Verify the feeds of one target: let batches be made where its clock can be moved, then judge all that is there.

    Never raises for anything the target does; raises ConfigurationError where its feeds are not configured.
    """
    if target.feeds is None:
        line = f'[target.{target.partner}] feeds = {{ outbox = "folder", database = "URL" }}'
        raise ConfigurationError(f"--role feed needs to know where the batches are; add to kontrak.toml: {line}")
    whole = answered(contract, target.answers)
    feeds = target.feeds.feeds(whole)
    chosen = with_agreed(whole.in_role(Role.FEED), feeds)
    with ExitStack() as stack:
        ledger = Ledger(feeds)
        stack.callback(ledger.close)
        session = Producer(chosen, target, target.feeds, feeds, ledger, Watch())
        if target.base_url or target.app is not None:
            client = stack.enter_context(Client(app=target.app, timeout=target.timeout, deadline=options.deadline))
            session.service = Session(whole, target, client, seed=options.seed, mark=options.mark)
            stack.callback(session.service.close)
        bench = Bench(session, options)
        bench.work()
        results = tuple(bench.judged(requirement) for requirement in selected(chosen, options.only))
        return Outcomes(results, exchanges=session.service.client.sent if session.service else 0)


class Bench:
    """Runs check after check and keeps their results."""

    def __init__(self, session: Producer, options: Options) -> None:
        self.session, self.options = session, options
        self.results: dict[str, list[CheckResult]] = {}
        self.stopped: CheckEnded | None = None
        self.waived = waived(session.contract, session.target)

    def work(self) -> None:
        """Let batches be made, read them, then compare them; what stops one check stops no other."""
        wanted = selected(self.session.contract, self.options.only)
        groups: dict[str, list[Requirement]] = {}
        for requirement in wanted:
            if requirement.test.probe is not None and requirement.id not in self.waived:
                groups.setdefault(requirement.test.probe, []).append(requirement)
        steps = len(groups) + 1
        self.options.progress("feed:batches", 1, steps)
        self._produce()
        self._read({requirement.id for requirement in wanted})
        for number, (name, requirements) in enumerate(groups.items(), 2):
            self.options.progress(f"feed:{name}", number, steps)
            if name != CONTENT:
                self._carry_out(name, requirements)

    def judged(self, requirement: Requirement) -> RequirementResult:
        """The verdict on one requirement from all results about it."""
        profile = self.options.profile
        if requirement.id in self.waived:
            result = judge_requirement(requirement, (), profile)
            return replace(result, verdict=Outcome.NOT_APPLICABLE, reason=self.waived[requirement.id], blocks=False)
        own = self.results.get(requirement.id, [])
        if not own and requirement.test.not_tested is None:
            own = [self._no_evidence(requirement)]
        return judge_requirement(requirement, own, profile)

    def _produce(self) -> None:
        """Move the clock day by day, and look all the time at what appears; without a clock what is there is judged."""
        hooks = self.session.target.hooks
        if not hooks.advance:
            return
        try:
            with watching(self.session.deliveries, self.session.feeds) as self.session.watch:
                for _ in range(DAYS):
                    self._check_time()
                    hooks.move(HOURS, self.session.contract.name)
                    time.sleep(self.session.deliveries.settle)
        except CheckEnded as error:
            self.stopped = error

    def _read(self, wanted: set[str]) -> None:
        with self._collected("feed:content", wanted) as evidence:
            try:
                content.read(self.session, evidence)
            except (Unreachable, ConfigurationError) as error:
                self.stopped = Trouble(str(error))
            except Missing as error:
                self.stopped = error
            except Exception as error:  # noqa: BLE001 - as in a check
                self.stopped = Trouble(_broke(error))

    def _carry_out(self, name: str, requirements: list[Requirement]) -> None:
        if name not in PROBES:
            known = ", ".join((CONTENT, *PROBES))
            where = f"{self.session.contract.name}/requirements.yaml"
            raise ContractError(
                where, f"{requirements[0].id} names the probe {name!r}; known in the role feed: {known}"
            )
        with self._collected(f"feed:{name}", {requirement.id for requirement in requirements}) as evidence:
            try:
                self._go_on()
                PROBES[name](self.session, requirements, evidence)
            except CheckEnded as error:
                for requirement in requirements:
                    evidence.ended(requirement.id, outcome_of(error), error.reason)
            except Unreachable as error:
                for requirement in requirements:
                    evidence.ended(requirement.id, Outcome.ERROR, str(error))
            except Exception as error:  # noqa: BLE001 - whatever breaks in a check is that check's error, not the run's end
                for requirement in requirements:
                    evidence.ended(requirement.id, Outcome.ERROR, _broke(error))

    @contextmanager
    def _collected(self, check: str, wanted: set[str]) -> Iterator[Evidence]:
        """The evidence of one check; what it says of requirements that are not asked for is left out."""
        evidence, started = Evidence(check), time.monotonic()
        yield evidence
        for result in evidence.results(time.monotonic() - started):
            if result.requirement in wanted:
                self.results.setdefault(result.requirement, []).append(result)

    def _go_on(self) -> None:
        """Raise what stopped the run, or that its time is spent."""
        self._check_time()
        if self.stopped is not None:
            raise self.stopped

    def _check_time(self) -> None:
        if self.options.deadline is not None and time.monotonic() > self.options.deadline:
            raise OutOfTime("the time given for the run (--max-time) is spent")

    def _no_evidence(self, requirement: Requirement) -> CheckResult:
        """Why nothing can be said: what stopped the run, a medium that the target has not got, or no row."""
        if self.stopped is not None:
            return CheckResult("feed:content", requirement.id, outcome_of(self.stopped), reason=self.stopped.reason)
        outcome, reason = self._unseen(requirement)
        return CheckResult("feed:content", requirement.id, outcome, reason=reason)

    def _unseen(self, requirement: Requirement) -> tuple[Outcome, str]:
        where, feeds = self.session.deliveries, self.session.feeds
        about = requirement.test.feed
        if about is not None and about not in feeds:
            return Outcome.NOT_APPLICABLE, f"the target is configured not to have the feed {about} (feeds.only)"
        if requirement.id in self.session.notes:
            return Outcome.NOT_TESTED, self.session.notes[requirement.id]
        form = next(iter(feeds.values())).form
        part = next((part for part, id in form.requirements.items() if id == requirement.id), "")
        if reason := _of_another_medium(part, where):
            return Outcome.NOT_APPLICABLE, reason
        return (
            Outcome.NOT_TESTED,
            f"no row of {'the feed ' + about if about else 'any feed'} was found that speaks about it",
        )


def _of_another_medium(part: str, where: Deliveries) -> str:
    """Why a part of the layout does not concern a target; "" where it does."""
    if part == "table" and not where.database:
        return "the target delivers files only (feeds.outbox); its tables would be in feeds.database"
    if part not in ("", "table", *content.OF_BATCHES) and where.outbox is None:
        return "the target delivers tables only (feeds.database); its files would be in feeds.outbox"
    reasons = {
        "order": "no order of the rows is agreed; a layout file (feeds.layout) may set order: key",
        "file_name": "the target names its files itself (feeds.files)",
    }
    return reasons.get(part, "")


def waived(contract: Contract, target: Target) -> dict[str, str]:
    """The requirements that do not hold under the readings of the target, with the reason."""
    found = {}
    for reading in contract.readings.values():
        taken = target.readings.get(reading.id, reading.chosen)
        for id in reading.candidate(taken).waives:
            found[id] = f"does not hold under the reading {target.answers.get(reading.id) or f'{reading.id} = {taken}'}"
    return found


def _broke(error: Exception) -> str:
    return f"the harness broke: {type(error).__name__}: {error}"


def outcome_of(error: CheckEnded) -> Outcome:
    """What an early end means for a requirement."""
    if isinstance(error, NotOffered):
        return Outcome.NOT_APPLICABLE
    return Outcome.ERROR if isinstance(error, Trouble) else Outcome.NOT_TESTED
