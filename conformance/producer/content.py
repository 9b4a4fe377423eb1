"""Reads everything that a producer delivered: structure and content are judged on the way, and the rows kept side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from sqlalchemy import Connection

from kontrak.conformance.errors import Missing
from kontrak.conformance.evidence import Evidence
from kontrak.conformance.feeds.findings import STRENGTH, Finding, Report, has_name
from kontrak.conformance.producer.batch import Medium, files_of, stamp
from kontrak.conformance.producer.files import reports, rows_of
from kontrak.conformance.producer.session import Producer, failure
from kontrak.conformance.producer.tables import Judged, Portion, Staged, portions, staged
from kontrak.conformance.staging import drift
from kontrak.conformance.staging.database import with_connection
from kontrak.conformance.staging.findings import Difference, Differences
from kontrak.conformance.verdict import Failure
from kontrak.contracts.feed import Feed
from kontrak.contracts.model import Level
from kontrak.contracts.pieces import NUMBERS, Fault

OF_LINES = ("record", "encoding", "terminator", "text", "header")
HARMLESS = ("extra column", "nullable")
"""What a producer may do as it likes, if its rows are right: have columns of its own, allow NULL or not."""
OF_BATCHES = ("repeated", "batch")


def read(session: Producer, evidence: Evidence) -> None:
    """Judge and keep all files and all tables. Raises Missing where nothing is there, Unreachable and ConfigurationError."""
    if session.deliveries.outbox is not None:
        for feed in session.feeds.values():
            _files(session, feed, evidence)
    if session.deliveries.database:
        with_connection(session.deliveries.database, lambda connection: _tables(session, connection, evidence))
    has_rows = any(session.ledger.count(medium, name) for medium in Medium for name in session.feeds)
    if not (has_rows or evidence.has_any()):
        raise Missing(f"no file and no row of any feed is where {session.table} feeds = {{...}} says")


def _files(session: Producer, feed: Feed, evidence: Evidence) -> None:
    files = files_of(session.deliveries, feed)
    for file, report in zip(files, reports(files, feed, session.contract), strict=True):
        _judge_file(feed, report, evidence)
        batch = session.ledger.batch(Medium.FILE, feed.name, file.name, stamp(file.name))
        session.ledger.add(batch, rows_of(file, feed, session.ledger.columns[feed.name]))
        _judge_name(session, feed, file, evidence)


def _judge_file(feed: Feed, report: Report, evidence: Evidence) -> None:
    broken: set[str] = set()
    for finding in report.findings:
        for id in finding.requirements:
            broken.add(id)
            evidence.failed(id, _of_finding(finding, f"{report.file}: "))
    if report.reason and not report.findings and report.lines == 0 and "empty" not in report.reason:
        id = feed.form.requirements["record"]
        evidence.failed(id, failure(f"{report.file}: {report.reason}", report.reason, "a file that can be read"))
    for id in _spoken_about(feed) - broken if report.rows else ():
        evidence.passed(id, report.rows)


def _judge_name(session: Producer, feed: Feed, file: Path, evidence: Evidence) -> None:
    """The name of a file, where the target has none of its own; the checker judges it only where it is agreed."""
    id = feed.form.requirements["file_name"]
    if feed.name in session.deliveries.files or "file_name" in feed.form.agreed:
        return
    if has_name(file.name, feed.form.file_name, feed.layout):
        evidence.passed(id)
    else:
        evidence.failed(id, failure(f"the file is called {file.name}", file.name, feed.form.file_name))


def _spoken_about(feed: Feed) -> set[str]:
    """The requirements that a file of a feed keeps where no finding says otherwise."""
    form = feed.form.requirements
    parts = {*OF_LINES, *OF_BATCHES}
    parts |= {"number"} if any(field.type in NUMBERS for field in feed.fields) else set()
    parts |= {"decimals"} if any(field.type == "Decimal" for field in feed.fields) else set()
    parts |= {"null"} if not all(field.mandatory for field in feed.fields) else set()
    parts |= {"order"} if feed.form.order == "key" else set()
    parts |= {"file_name"} & feed.form.agreed
    return {form[part] for part in parts if part in form} | _of_rows(feed)


def _of_rows(feed: Feed) -> set[str]:
    return {*feed.requirements.values(), *(rule.requirement for rule in feed.rules)}


def _of_finding(finding: Finding, where: str) -> Failure:
    places = "; ".join(f"line {place.line}, column {place.column}" for place in finding.places)
    fields = f"{', '.join(finding.fields)}: " if finding.fields else ""
    count = f", {finding.count} records" if finding.count > 1 else ""
    got = ", ".join(repr(place.got) for place in finding.places) or finding.message
    wanted = finding.wanted or finding.cause or "see the requirement"
    return failure(f"{where}{fields}{finding.message}{count}" + (f" ({places})" if places else ""), got, wanted)


def _tables(session: Producer, connection: Connection, evidence: Evidence) -> None:
    make = Differences(session.contract, "strict")
    for feed in session.feeds.values():
        found = drift(connection, [feed], session.deliveries.names, make)
        found = [one for one in found if one.rule not in HARMLESS]
        for id in _of_structure(feed) - {id for one in found for id in one.requirements}:
            evidence.passed(id)
        for one in found:
            _differs(session, one, evidence)
        table = staged(connection, feed, session.deliveries)
        if table is not None:
            _rows(session, connection, table, evidence)


def _of_structure(feed: Feed) -> set[str]:
    ids = {
        feed.form.requirements.get("table"),
        *(feed.requirements.get(part) for part in ("columns", "mandatory", "values")),
    }
    ids |= {rule.requirement for rule in feed.rules if rule.kind == "text"}
    return {id for id in ids if id}


def _differs(session: Producer, one: Difference, evidence: Evidence) -> None:
    """A difference of the table; what harms nothing that is stored is told as a warning, never as a breach of the document."""
    place = ".".join(filter(None, (one.tables[0], one.column)))
    for id in one.requirements:
        level = session.contract.requirements[id].level if id in session.contract.requirements else Level.ASSUMED
        if STRENGTH.index(one.level) >= STRENGTH.index(level.value):
            evidence.failed(id, failure(f"{place}: {one.rule}: {one.got}", one.got, one.wanted))


def _rows(session: Producer, connection: Connection, table: Staged, evidence: Evidence) -> None:
    has_batches = session.deliveries.batch in table.own
    judge = Judged(table, session.contract, has_batches=has_batches)
    digests: dict[str, str] = {}
    name, feed = session.deliveries.names.table(table.feed), table.feed
    for batch, when, rows in portions(connection, table, session.deliveries):
        portion = Portion(batch, when)
        kept = session.ledger.batch(Medium.TABLE, feed.name, batch, when)
        session.ledger.add(kept, _numbered(judge.judge(portion, rows)))
        earlier = digests.setdefault(portion.digest, batch)
        kept_rules = _of_rows(feed) if has_batches else _of_rows(feed) - _of_batches(feed)
        _judge_rows(feed, portion, f"{name}, batch {batch}: " if has_batches else f"{name}: ", kept_rules, evidence)
        if has_batches:
            _judge_copy(feed, portion, earlier, name, evidence)
    if not has_batches:
        line = f'{session.table} feeds = {{ batch = "column" }}'
        reason = f"needs a column of {name} that tells batches apart; add to kontrak.toml: {line}"
        session.notes |= dict.fromkeys(_of_batches(feed), reason)


def _of_batches(feed: Feed) -> set[str]:
    """The requirements about the rows of one batch."""
    form = feed.form.requirements
    own = {feed.requirements["key"], *(rule.requirement for rule in feed.rules if rule.kind == "sequence")}
    return own | {form[part] for part in OF_BATCHES}


def _numbered(rows: Iterator[dict[str, object]]) -> Iterator[tuple[int, dict[str, object]]]:
    return enumerate(rows, 1)


def _judge_rows(feed: Feed, portion: Portion, where: str, about: set[str], evidence: Evidence) -> None:
    """Tell what is wrong in a batch; the requirements that it is `about` are kept otherwise."""
    broken: set[str] = set()
    for one, count in portion.faults.values():
        rows = f" in {count} rows" if count > 1 else ""
        for id in _of_fault(feed, one):
            broken.add(id)
            evidence.failed(id, failure(f"{where}{one.key}: {one.rule}: {one.got!r}{rows}", one.got, one.wanted))
    for finding in portion.findings:
        for id in finding.requirements:
            broken.add(id)
            evidence.failed(id, _of_finding(finding, where))
    in_columns = {rule.requirement for rule in feed.rules if rule.kind == "text"}
    for id in about - broken - in_columns:
        evidence.passed(id, portion.rows)


def _judge_copy(feed: Feed, portion: Portion, earlier: str, name: str, evidence: Evidence) -> None:
    id, repeated = (feed.form.requirements[part] for part in ("batch", "repeated"))
    if not any(repeated in finding.requirements for finding in portion.findings):
        evidence.passed(repeated, portion.rows)
    if earlier == portion.name:
        evidence.passed(id)
    else:
        text = f"{name}: the batch {portion.name} has the rows of the batch {earlier}"
        evidence.failed(id, failure(text, portion.name, "rows that were not delivered before"))


def _of_fault(feed: Feed, one: Fault) -> Iterable[str]:
    """The requirements that a value breaks which is none of its field."""
    given = [rule.requirement for rule in feed.rules if rule.kind == "given" and one.key in rule.fields]
    return [feed.requirements["mandatory"], *given] if one.rule == "mandatory" else [feed.requirements["values"]]
