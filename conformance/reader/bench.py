"""Carries out one situation: batches are laid, the DMS reads, and what it knows is compared with what it must know."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo

from kontrak.conformance.errors import Missing, NotOffered
from kontrak.conformance.evidence import Evidence
from kontrak.conformance.hooks import carry_out
from kontrak.conformance.process import Failed
from kontrak.conformance.reader.answers import asked
from kontrak.conformance.reader.compare import Comparison
from kontrak.conformance.reader.settings import Reads
from kontrak.conformance.reader.tables import OURS, Batch, Shot, Staging
from kontrak.conformance.verdict import Failure, Outcome
from kontrak.contracts.reading import PER_SITUATION, Commit, Laid, Lay, Read, Reader, Situation, known

AFTER = timedelta(seconds=1)
"""How much later than the one before a batch is made."""


class Stumbled(Exception):
    """The DMS did not end well; what its situation still had in mind cannot be said."""


@dataclass(frozen=True, slots=True)
class Model:
    """How rows become knowledge: see `known`."""

    by_time: bool = True
    keep: bool = False


@dataclass(slots=True)
class Scene:
    """What has been laid in one situation by feed; `waiting` are rows of a transaction that is still open."""

    situation: Situation
    feeds: tuple[str, ...]
    rows: dict[str, list[Laid]]
    waiting: dict[str, list[Laid]] = field(default_factory=dict)
    batches: int = 0

    def commit(self) -> None:
        """The open transaction has ended."""
        for name, rows in self.waiting.items():
            self.rows[name] += rows
        self.waiting = {}


@dataclass(slots=True)
class Bench:
    """One DMS before its tables. `now` is when the last batch was made, `number` the rows so far, `good` the runs that ended well.

    `unchanged` collects whether the DMS left the tables alone, `check` raises where the time of the run is spent.
    """

    reads: Reads
    reader: Reader
    staging: Staging
    model: Model
    mark: str
    outlet: str
    zone: tzinfo
    now: datetime
    may_widen: bool
    widen_line: str
    check: Callable[[], None]
    unchanged: Evidence
    unchanged_ids: tuple[str, ...]
    number: int = 0
    good: int = 0
    runs: int = 0
    lost: set[str] = field(default_factory=set)
    comparisons: dict[str, Comparison] = field(default_factory=dict)

    def play(self, situation: Situation, evidence: Evidence) -> None:
        """Carry out a situation for all feeds that it is about; raises CheckEnded, and see `opened` for a database's errors."""
        feeds = tuple(name for name in self.staging.feeds if not situation.feeds or name in situation.feeds)
        if not feeds:
            raise NotOffered(f"the DMS is configured not to read {', '.join(situation.feeds)} (reader.only)")
        scene = Scene(situation, feeds, {name: [] for name in feeds})
        try:
            for step in situation.steps:
                self._carry_out(step, scene, evidence)
        except Stumbled:
            self.staging.commit()
            self.staging.clear()
            for id in situation.requirements:
                evidence.ended(id, Outcome.NOT_TESTED, "the DMS did not end well in this situation")

    def _carry_out(self, step: object, scene: Scene, evidence: Evidence) -> None:
        if isinstance(step, Lay):
            self._lay(step, scene)
        elif isinstance(step, Read):
            self._read(step, scene, evidence)
        elif isinstance(step, Commit):
            self.staging.commit()
            scene.commit()
        elif not self.may_widen:
            raise Missing(f"adds a column to the staging tables for a while; add to kontrak.toml: {self.widen_line}")
        else:
            self.staging.widen()

    def _lay(self, step: Lay, scene: Scene) -> None:
        self.now += AFTER
        made = self.now - timedelta(hours=step.hours)
        scene.batches += 0 if step.again else 1
        rows = {name: [self._laid(row, made) for row in self._rows(step, scene, name)] for name in scene.feeds}
        name = f"{OURS}{self.mark}-{scene.situation.name}-{scene.batches}"
        batch = Batch(name, made, {feed: [(one.number, one.row) for one in some] for feed, some in rows.items()})
        if step.open:
            self.staging.begin(batch)
            scene.waiting = rows
            return
        self.staging.lay(batch)
        for feed, some in rows.items():
            scene.rows[feed] += some

    def _rows(self, step: Lay, scene: Scene, name: str) -> list[dict[str, object]]:
        feed, base = self.staging.feeds[name], scene.situation.number * PER_SITUATION
        return [
            row
            for number, form in step.rows
            for row in self.reader.row(feed, base + number, form, self.mark, self.outlet)
        ]

    def _laid(self, row: dict[str, object], made: datetime) -> Laid:
        self.number += 1
        return Laid(row, made, self.number)

    def _read(self, step: Read, scene: Scene, evidence: Evidence) -> None:
        self.check()
        self._run(step, scene, evidence)
        if scene.waiting and not self.staging.shows_open:
            reason = "SQLite has one transaction at a time that writes, so nobody can read from an open one"
            evidence.ended(step.requirement, Outcome.NOT_APPLICABLE, reason)
            return
        for name in scene.feeds:
            self._judge(name, step, scene, evidence)

    def _run(self, step: Read, scene: Scene, evidence: Evidence) -> None:
        before = self.staging.shot()
        self.runs += 1
        try:
            self.reads.run() if callable(self.reads.run) else carry_out(self.reads.run, self.reads.seconds)
            self.good += 1
        except Failed as error:
            text = f"{scene.situation.text}: {error.reason}"
            evidence.failed(step.requirement, Failure(text, error.reason, "the DMS reads, and ends well"))
            raise Stumbled from None
        finally:
            self._see(before, self.staging.shot(), scene)

    def _see(self, before: Shot, after: Shot, scene: Scene) -> None:
        """Whether the DMS changed anything of what was laid."""
        for name in before:
            gone, new = len(before[name] - after[name]), len(after[name] - before[name])
            table = self.reads.names.table(self.staging.feeds[name])
            for id in self.unchanged_ids:
                if not gone and not new:
                    self.unchanged.passed(id)
                    continue
                got = f"{gone} rows gone or changed, {new} new"
                text = f"{table}, {scene.situation.text}: after the DMS read, {got}"
                self.unchanged.failed(id, Failure(text, got, "the rows as they were laid"))

    def _judge(self, name: str, step: Read, scene: Scene, evidence: Evidence) -> None:
        if name in self.lost:
            reason = f"ordinary rows of {name} are not known as they should; that comes first"
            evidence.ended(step.requirement, Outcome.NOT_TESTED, reason)
            return
        feed = self.staging.feeds[name]
        comparison = self.comparisons.setdefault(name, Comparison(feed, self.zone))
        laid = [*scene.rows[name], *scene.waiting.get(name, ())]
        keys = frozenset(comparison.plain_key(tuple(one.row[part] for part in feed.key)) for one in laid)
        try:
            self._check_asked(name)
            got = asked(self.reads, feed, keys, self.zone)
        except Missing as error:
            for id in {step.requirement, step.values}:
                evidence.ended(id, Outcome.NOT_TESTED, error.reason)
            return
        wanted = known(scene.rows[name], feed.key, by_time=self.model.by_time, keep=self.model.keep)
        is_well = comparison.judge(wanted, got, step, scene.situation.text, evidence)
        if step.values != step.requirement:
            self._note(name, step, evidence, got.absent, is_well=is_well)

    def _check_asked(self, name: str) -> None:
        """Raise Missing, with the line to add, where it is not known how to ask about a feed."""
        if name in self.reads.answers:
            return
        others = [feed for feed in self.staging.feeds if feed not in self.reads.answers]
        line = f'answers = {{ {name} = "SELECT ... or a view" }}'
        left = f"or leave feeds out with only = [{', '.join(repr(one) for one in self.reads.answers)}]"
        raise Missing(
            f"needs to know how to ask about {', '.join(others)}; add to reader in kontrak.toml: {line}, {left}"
        )

    def _note(self, name: str, step: Read, evidence: Evidence, absent: tuple[str, ...], *, is_well: bool) -> None:
        """What an ordinary batch tells about the way in which the DMS is asked."""
        if not is_well:
            self.lost.add(name)
        if absent:
            line = f"columns = {{ {absent[0]} = false }}"
            text = f"the answer about {name} has no column for {', '.join(absent)}; add it, or say that it is not kept"
            evidence.ended(step.values, Outcome.NOT_TESTED, f"{text}: {name} = {{ query = ..., {line} }}")
