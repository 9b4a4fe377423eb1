"""Lays out batches for a reader, lets it read, asks what it knows, and judges its requirements."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError

from kontrak.conformance.config import Target
from kontrak.conformance.errors import CheckEnded, Missing, NotOffered, OutOfTime, Trouble
from kontrak.conformance.evidence import Evidence
from kontrak.conformance.plan import selected
from kontrak.conformance.producer.run import outcome_of, waived
from kontrak.conformance.reader.bench import Bench, Model
from kontrak.conformance.reader.settings import Reads
from kontrak.conformance.reader.tables import Staging, laid
from kontrak.conformance.run import Options, Outcomes
from kontrak.conformance.staging import Difference
from kontrak.conformance.staging import grants as differences
from kontrak.conformance.staging.database import Unreachable, opened, with_connection
from kontrak.conformance.staging.findings import Differences
from kontrak.conformance.verdict import CheckResult, Failure, Outcome, RequirementResult, judge_requirement
from kontrak.contracts import ConfigurationError, Contract, Requirement, Role
from kontrak.contracts.answer import answered
from kontrak.contracts.reading import Reader, Situation

UNCHANGED, GRANTS = "unchanged", "grants"
ROWS = 1000
FIRST = 2
"""The situations that every run begins with: nothing, then an ordinary batch."""

BEFORE = timedelta(minutes=1)
"""How long before the run the first batch was made: none is of the future, though each is a second after the one before."""


def probes(reader: Reader) -> list[str]:
    """The names that requirements of readers may give as their probe."""
    return [*(one.name for one in reader.situations), UNCHANGED, GRANTS]


def run(contract: Contract, target: Target, options: Options) -> Outcomes:
    """Verify one DMS as a reader of staging tables.

    Never raises for anything the target does; raises ConfigurationError where it is not configured.
    """
    if target.reader is None or contract.reader is None:
        line = f'[target.{target.partner}] reader = {{ database = "URL", run = "command" }}'
        raise ConfigurationError(f"--role reader needs to know how the DMS reads; add to kontrak.toml: {line}")
    whole = answered(contract, target.answers).in_role(Role.READER)
    judging = Judging(whole, target, target.reader, contract.reader, options)
    judging.work()
    results = tuple(judging.judged(requirement) for requirement in selected(whole, options.only))
    return Outcomes(results, tuple(judging.left_out), judging.runs)


class Judging:
    """Runs situation after situation and keeps what was found."""

    def __init__(self, contract: Contract, target: Target, reads: Reads, reader: Reader, options: Options) -> None:
        self.contract, self.target, self.reads, self.reader, self.options = contract, target, reads, reader, options
        self.results: dict[str, list[CheckResult]] = {}
        self.waived = waived(contract, target)
        self.feeds = reads.feeds(contract)
        self.stopped: CheckEnded | None = None
        self.left_out: list[tuple[str, str]] = []
        self.runs = 0

    @property
    def table(self) -> str:
        """The target's table in kontrak.toml."""
        return f"[target.{self.contract.name}]"

    def work(self) -> None:
        """Lay out all situations in question, one after the other; what stops one stops no other."""
        wanted = {one.id for one in selected(self.contract, self.options.only)} - self.waived.keys()
        of = {one.test.probe: one.id for one in self.contract.requirements.values() if one.id in wanted}
        if GRANTS in of:
            self._grants(of.pop(GRANTS))
        if not of:
            return
        situations = self._situations(wanted, is_all=UNCHANGED in of)
        try:
            self._check_answers()
            self._lay_out(situations, wanted, (of[UNCHANGED],) if UNCHANGED in of else ())
        except CheckEnded as error:
            self.stopped = error
        except (Unreachable, ConfigurationError) as error:
            self.left_out.append(("reader", str(error)))
            self.stopped = Trouble(str(error))

    def judged(self, requirement: Requirement) -> RequirementResult:
        """The verdict on one requirement from all results about it."""
        profile = self.options.profile
        if requirement.id in self.waived:
            result = judge_requirement(requirement, (), profile)
            return replace(result, verdict=Outcome.NOT_APPLICABLE, reason=self.waived[requirement.id], blocks=False)
        own = self.results.get(requirement.id, [])
        if self.stopped is not None and not own:
            name = f"reader:{requirement.test.probe}"
            own = [CheckResult(name, requirement.id, outcome_of(self.stopped), reason=self.stopped.reason)]
        return judge_requirement(requirement, own, profile)

    def _situations(self, wanted: set[str], *, is_all: bool) -> list[Situation]:
        known = self.reader.situations
        return [one for number, one in enumerate(known) if is_all or number < FIRST or wanted & set(one.requirements)]

    def _check_answers(self) -> None:
        """Raise Missing where the DMS can be asked about no feed at all: then nothing is laid."""
        if not any(name in self.reads.answers for name in self.feeds):
            line = f'{self.table} reader = {{ answers = {{ invoice = "SELECT ... or a view" }} }}'
            raise Missing(f"needs to know how to ask what the DMS knows; add to kontrak.toml: {line}")

    def _lay_out(self, situations: Sequence[Situation], wanted: set[str], unchanged: tuple[str, ...]) -> None:
        upsert = self._reads_as("014") == "upsert"
        with opened(self.reads.database) as engine:
            staging = Staging(engine, self.reads, self.feeds, _first(self.options.mark), upsert=upsert)
            staging.find(among_others="destructive" in self.target.allow)
            with laid(staging):
                bench = self._bench(staging, unchanged)
                self._play_all(bench, situations, wanted)
                if (stopped := self.stopped) is not None:
                    for id in unchanged:
                        bench.unchanged.ended(id, outcome_of(stopped), stopped.reason)
                self._keep(bench.unchanged, wanted, 0.0)

    def _play_all(self, bench: Bench, situations: Sequence[Situation], wanted: set[str]) -> None:
        for number, situation in enumerate(situations, 1):
            self.options.progress(f"reader:{situation.name}", number, len(situations))
            with self._collected(f"reader:{situation.name}", wanted) as evidence:
                self._play(bench, situation, evidence)
            self.runs = bench.runs
            if number == FIRST and not bench.good and self.stopped is None:
                self._give_up()
            if self.stopped is not None:
                return

    def _play(self, bench: Bench, situation: Situation, evidence: Evidence) -> None:
        """One situation; the database's errors and endless runs stop the whole run."""
        try:
            bench.play(situation, evidence)
        except Missing as error:
            for id in situation.requirements:
                evidence.ended(id, outcome_of(error), error.reason)
        except CheckEnded as error:
            self._stop(error, situation, evidence)
        except Unreachable as error:
            self._stop(Trouble(str(error)), situation, evidence)
        except SQLAlchemyError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever breaks in a check is that check's error, not the run's end
            for id in situation.requirements:
                evidence.ended(id, Outcome.ERROR, f"the harness broke: {type(error).__name__}: {error}")

    def _stop(self, error: CheckEnded, situation: Situation, evidence: Evidence) -> None:
        """The run ends here; what was seen of this situation is not enough."""
        self.stopped = error
        for id in situation.requirements:
            evidence.ended(id, outcome_of(error), error.reason)

    def _give_up(self) -> None:
        """A DMS that never ended well was not made to read; that is no finding about it."""
        grants = f"reader:{GRANTS}"
        told = [one.reason for found in self.results.values() for one in found if one.id != grants and one.reason]
        self.results = {id: found for id, found in self.results.items() if found[0].id == grants}
        self.stopped = Trouble(f"the DMS did not end well in any of the first runs; mend reader.run: {told[0]}")

    def _bench(self, staging: Staging, unchanged: tuple[str, ...]) -> Bench:
        zone = self.target.zone
        return Bench(
            self.reads,
            self.reader,
            staging,
            Model(by_time=self._reads_as("196") == "made", keep=self._reads_as("195") == "kept"),
            mark=self.options.mark,
            outlet=self._outlet(),
            zone=zone,
            now=datetime.now(UTC).astimezone(zone).replace(tzinfo=None, microsecond=0) - BEFORE,
            may_widen="destructive" in self.target.allow,
            widen_line=f'{self.table} allow = ["destructive"]',
            check=self._check_time,
            unchanged=Evidence(f"reader:{UNCHANGED}"),
            unchanged_ids=unchanged,
        )

    def _reads_as(self, number: str) -> str:
        """The candidate of a reading that holds for the target."""
        id = f"{self.contract.system}-R-{number}"
        reading = self.contract.readings.get(id)
        return self.target.readings.get(id, reading.chosen if reading else "")

    def _outlet(self) -> str:
        """The outlet that rows are about: the target's first, or that of the contract's examples."""
        rows = self.target.records.get("outlets") or self.contract.world.get("outlets") or ({},)
        return str(rows[0].get("outletCode", "KTK000001"))

    def _check_time(self) -> None:
        if self.options.deadline is not None and time.monotonic() > self.options.deadline:
            raise OutOfTime("the time given for the run (--max-time) is spent")

    @contextmanager
    def _collected(self, check: str, wanted: set[str]) -> Iterator[Evidence]:
        evidence, started = Evidence(check), time.monotonic()
        yield evidence
        self._keep(evidence, wanted, time.monotonic() - started)

    def _keep(self, evidence: Evidence, wanted: set[str], seconds: float) -> None:
        for result in evidence.results(seconds):
            if result.requirement in wanted:
                self.results.setdefault(result.requirement, []).append(result)

    def _grants(self, id: str) -> None:
        """Whether the account of the DMS can read each table, and nothing else."""
        evidence = Evidence(f"reader:{GRANTS}")
        try:
            for one in self._differences():
                text = f"{self.reads.account} on {', '.join(one.tables)}: {one.rule}: {one.got}"
                evidence.failed(id, Failure(text, one.got, one.wanted))
            evidence.passed(id, len(self.feeds))
        except Missing as error:
            evidence.ended(id, outcome_of(error), error.reason)
        except (Unreachable, ConfigurationError) as error:
            evidence.ended(id, Outcome.ERROR, str(error))
        self._keep(evidence, {id}, 0.0)

    def _differences(self) -> list[Difference]:
        if make_url(self.reads.database).get_backend_name() == "sqlite":
            raise NotOffered("SQLite has no accounts; grants are of PostgreSQL and MariaDB")
        if not self.reads.account:
            line = f'{self.table} reader = {{ account = "name" }}'
            raise Missing(f"needs the account of the DMS; add to kontrak.toml: {line}")
        make, feeds, reads = Differences(self.contract, "strict"), self.feeds.values(), self.reads
        return with_connection(
            reads.database, lambda connection: differences(connection, reads.account, feeds, reads.names, make)
        )


def _first(mark: str) -> int:
    """A number above all that an earlier run used: its mark is made of the time in seconds, and no run lays so many rows."""
    try:
        return int(mark[2:], 36) * ROWS
    except ValueError:
        return 0
