"""Where a producer's batches are: the `feeds` of a target in kontrak.toml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from kontrak.conformance.staging.configured import check_texts, database, named, names, only
from kontrak.contracts import ConfigurationError, Contract, Level
from kontrak.contracts.feed import Feed
from kontrak.contracts.layouts import with_layout_file
from kontrak.contracts.model import Json
from kontrak.contracts.staging import Names

TEXTS = ("outbox", "layout", "database", "prefix", "schema", "reader", "batch", "time", "order")
TABLES = ("files", "tables", "columns")
KEYS = (*TEXTS, *TABLES, "only", "complete", "settle")
LONGEST = 600
EXAMPLE = 'feeds = { outbox = "folder" } or feeds = { database = "postgresql://user@host/database" }'


@dataclass(frozen=True, slots=True)
class Deliveries:
    """A folder of files, a database of staging tables, or both.

    `files` maps a feed to the pattern of its files' names, `names` says what tables and columns are called; `layout` is a
    layout file. In a table `batch` tells batches apart, `time` says when a row was written, and rows are read by `order`.
    `reader` is the account that reads. `only` are the feeds that there are; `complete` says that nothing was taken away
    since the first batch. `settle` are the seconds until batches are there after the clock was moved.
    """

    outbox: Path | None = None
    files: Mapping[str, str] = field(default_factory=dict)
    layout: Path | None = None
    database: str = ""
    names: Names = field(default_factory=Names)
    batch: str = "batch_id"
    time: str = "created_at"
    order: str = "id"
    reader: str = ""
    only: tuple[str, ...] = ()
    complete: bool = True
    settle: float = 1.0

    def feeds(self, contract: Contract) -> dict[str, Feed]:
        """The feeds that the target has, by name, in its layout. Raises ConfigurationError for a layout file that is none."""
        known = with_layout_file(contract, self.layout) if self.layout else contract.feeds
        return {feed.name: feed for feed in known.values() if not self.only or feed.name in self.only}


def read_deliveries(table: Json, where: str, contract: Contract) -> Deliveries | None:
    """The `feeds` of a target; raises ConfigurationError with what to write."""
    if table is None:
        return None
    if not isinstance(table, dict):
        raise ConfigurationError(f"{where}: feeds is a table; write {EXAMPLE}")
    if not contract.feeds:
        raise ConfigurationError(f"{where}: {contract.name} has no feeds; drop feeds")
    if unknown := sorted(set(table) - set(KEYS)):
        raise ConfigurationError(
            f"{where}: unknown keys {', '.join(unknown)} in feeds; known: {', '.join(sorted(KEYS))}"
        )
    check_texts(table, TEXTS, f"{where}: feeds")
    if not (table.get("outbox") or table.get("database")):
        raise ConfigurationError(f"{where}: feeds says neither where files nor where tables are; write {EXAMPLE}")
    found = _read(table, where, contract)
    found.feeds(contract)
    return found


def _read(table: Mapping[str, Any], where: str, contract: Contract) -> Deliveries:
    place = f"{where}: feeds"
    own = {name: table[name] for name in ("batch", "time", "order", "reader") if name in table}
    return Deliveries(
        outbox=_folder(table, where),
        files=named(table, "files", place, contract),
        layout=_file(table, where),
        database=database(table, "database", place),
        names=names(table, place, contract),
        only=only(table, place, contract),
        complete=_truth(table, where),
        settle=_seconds(table, where),
        **own,
    )


def _folder(table: Mapping[str, Json], where: str) -> Path | None:
    if not table.get("outbox"):
        if "files" in table:
            raise ConfigurationError(f'{where}: feeds.files names files of no folder; add outbox = "folder"')
        return None
    folder = Path(table["outbox"])
    if not folder.is_dir():
        raise ConfigurationError(f"{where}: feeds.outbox: {folder} is no folder; make it, or name another")
    return folder


def _file(table: Mapping[str, Json], where: str) -> Path | None:
    if not table.get("layout"):
        return None
    file = Path(table["layout"])
    if not file.is_file():
        raise ConfigurationError(f"{where}: feeds.layout: {file} is no file; name a layout file, or drop it")
    return file


def _truth(table: Mapping[str, Json], where: str) -> bool:
    value = table.get("complete", True)
    if not isinstance(value, bool):
        raise ConfigurationError(f"{where}: feeds.complete is true, or false where older batches were taken away")
    return value


def _seconds(table: Mapping[str, Json], where: str) -> float:
    value = table.get("settle", 1.0)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= LONGEST:
        raise ConfigurationError(f"{where}: feeds.settle is a number of seconds up to {LONGEST}; write settle = 5")
    return float(value)


def with_agreed(contract: Contract, feeds: Mapping[str, Feed]) -> Contract:
    """The contract with those requirements made documented that rest on what the target's layout file sets."""
    agreed = {id for feed in feeds.values() for id in _agreed(feed)}
    requirements = {
        id: replace(entry, level=Level.DOCUMENTED, source=f"{entry.source}; the target's layout file")
        if id in agreed
        else entry
        for id, entry in contract.requirements.items()
    }
    return replace(contract, requirements=requirements)


PARTS = {"types": ("text", "number"), "trailer": ("header",), "dates": ()}


def _agreed(feed: Feed) -> set[str]:
    parts = [part for name in feed.form.agreed for part in PARTS.get(name, (name,))]
    return {feed.form.requirements[part] for part in parts if part in feed.form.requirements}
