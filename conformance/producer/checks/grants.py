"""What the reader's account may do with the staging tables."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import make_url

from kontrak.conformance.errors import Missing, NotOffered
from kontrak.conformance.evidence import Evidence
from kontrak.conformance.producer.session import Producer, ending, failure
from kontrak.conformance.staging import Difference
from kontrak.conformance.staging import grants as differences
from kontrak.conformance.staging.database import with_connection
from kontrak.conformance.staging.findings import Differences
from kontrak.contracts import Requirement


def grants(session: Producer, requirements: Sequence[Requirement], evidence: Evidence) -> None:
    """The reader can read each table, and nothing else."""
    for requirement in requirements:
        with ending(evidence, requirement):
            broken = [one for one in _differences(session) if requirement.id in one.requirements]
            for one in broken:
                text = f"{session.deliveries.reader} on {', '.join(one.tables)}: {one.rule}: {one.got}"
                evidence.failed(requirement.id, failure(text, one.got, one.wanted))
            if not broken:
                evidence.passed(requirement.id, len(session.feeds))


def _differences(session: Producer) -> list[Difference]:
    where = session.deliveries
    if not where.database:
        raise NotOffered("the target delivers files only (feeds.outbox); grants are of tables (feeds.database)")
    if make_url(where.database).get_backend_name() == "sqlite":
        raise NotOffered("SQLite has no accounts; grants are of PostgreSQL and MariaDB")
    if not where.reader:
        line = f'{session.table} feeds = {{ reader = "account" }}'
        raise Missing(f"needs the account of the reader; add to kontrak.toml: {line}")
    make, feeds = Differences(session.contract, "strict"), session.feeds.values()
    return with_connection(
        where.database, lambda connection: differences(connection, where.reader, feeds, where.names, make)
    )
