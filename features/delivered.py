"""What a feed has brought so far: rows of staging tables and files, wherever a target says that they are. Nothing is changed there."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection

from kontrak.conformance.errors import Missing, Trouble
from kontrak.conformance.producer.batch import files_of
from kontrak.conformance.producer.settings import Deliveries
from kontrak.conformance.producer.tables import portions, staged
from kontrak.conformance.staging.database import Unreachable, with_connection
from kontrak.contracts import Contract
from kontrak.contracts.feed import Feed
from kontrak.features.stage import Place, Rows


def as_delivered(place: Place, contract: Contract, feed: Feed) -> Feed:
    """The feed in the layout of the target; raises Missing where the target does not have it."""
    deliveries = _deliveries(place, contract)
    if deliveries is None:
        return feed
    known = deliveries.feeds(contract)
    if feed.name not in known:
        raise Missing(
            f"the target is configured not to have the feed {feed.name} ([target.{contract.name}] feeds.only)"
        )
    return known[feed.name]


def rows(place: Place, contract: Contract, feed: Feed) -> Rows:
    """The rows in the staging table of a feed, as they were written; raises Missing with the line to add, and Trouble."""
    if place.feed is not None:
        return place.feed(feed)
    deliveries = _deliveries(place, contract)
    if deliveries is None or not deliveries.database:
        raise _missing(place, contract, "the staging tables", 'database = "postgresql://user@host/database"')
    try:
        return with_connection(deliveries.database, lambda connection: _read(connection, feed, deliveries, contract))
    except Unreachable as error:
        raise Trouble(str(error)) from None


def files(place: Place, contract: Contract, feed: Feed) -> list[Path]:
    """The files of a feed, the oldest first; raises Missing with the line to add."""
    deliveries = _deliveries(place, contract)
    if deliveries is None or deliveries.outbox is None:
        raise _missing(place, contract, "the folder of the files", 'outbox = "folder"')
    # The folder of a mock's world is made with its first file.
    return files_of(deliveries, feed) if deliveries.outbox.is_dir() else []


def _deliveries(place: Place, contract: Contract) -> Deliveries | None:
    target = place.targets.get(contract.name)
    return target.feeds if target else None


def _missing(place: Place, contract: Contract, what: str, line: str) -> Missing:
    if place.control:
        return Missing(f"needs {what}, which only the embedded mock shows: run without --target")
    return Missing(f"needs {what}; add to kontrak.toml: [target.{contract.name}] feeds = {{ {line} }}")


def _read(connection: Connection, feed: Feed, deliveries: Deliveries, contract: Contract) -> Rows:
    found = staged(connection, feed, deliveries)
    if found is None:
        line = f'[target.{contract.name}] feeds.tables = {{ {feed.name} = "..." }}'
        name = deliveries.names.table(feed)
        raise Missing(f"needs the table {name}, which the database does not have; name yours in kontrak.toml: {line}")
    return [row for _, _, batch in portions(connection, found, deliveries) for row in batch]
