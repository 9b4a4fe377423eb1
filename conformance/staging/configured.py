"""What a kontrak.toml says of a database with staging tables; `place` in messages is such as `file: [target.x]: feeds`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from kontrak.contracts import ConfigurationError, Contract
from kontrak.contracts.model import Json
from kontrak.contracts.staging import Names

EXAMPLES = {"files": 'files = { invoice = "INV*.dat" }', "tables": 'tables = { invoice = "MY_INVOICE" }'}


def database(table: Mapping[str, Json], key: str, place: str) -> str:
    """The URL of a database, "" where there is none; raises ConfigurationError."""
    url = str(table.get(key, ""))
    if not url:
        return ""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        wanted = "write one such as postgresql://user@host/database"
        raise ConfigurationError(f"{place}.{key} is no database URL; {wanted}") from None
    if parsed.get_backend_name() == "sqlite" and not Path(parsed.database or "").is_file():
        raise ConfigurationError(f"{place}.{key}: there is no file {parsed.database}; name the one with the tables")
    return url


def names(table: Mapping[str, Json], place: str, contract: Contract) -> Names:
    """What tables and columns are called; raises ConfigurationError."""
    tables = named(table, "tables", place, contract)
    return Names(table.get("prefix", ""), table.get("schema"), tables, columns(table, place, contract))


def named(table: Mapping[str, Json], key: str, place: str, contract: Contract) -> dict[str, str]:
    """A table of feed = text, such as names of tables; raises ConfigurationError."""
    found = table.get(key, {})
    if not isinstance(found, dict) or not all(isinstance(text, str) and text for text in found.values()):
        raise ConfigurationError(f"{place}.{key} is a table of texts; write {EXAMPLES[key]}")
    check_feeds(found, f"{place}.{key}", contract)
    return found


def columns(table: Mapping[str, Json], place: str, contract: Contract) -> dict[str, dict[str, str]]:
    """The columns of each feed that are called otherwise; raises ConfigurationError."""
    found = table.get("columns", {})
    if not isinstance(found, dict) or not all(isinstance(columns, dict) for columns in found.values()):
        example = 'columns = { invoice = { daNo = "DA_NUMBER" } }'
        raise ConfigurationError(f"{place}.columns is a table for each feed; write {example}")
    check_feeds(found, f"{place}.columns", contract)
    feeds = {feed.name: feed for feed in contract.feeds.values()}
    for name, entries in found.items():
        keys = [entry.key for entry in feeds[name].fields]
        for key, column in entries.items():
            if key not in keys or not isinstance(column, str):
                known = f"write key = column, with keys among {', '.join(keys)}"
                raise ConfigurationError(f"{place}.columns.{name}.{key}: {known}")
    return found


def only(table: Mapping[str, Json], place: str, contract: Contract) -> tuple[str, ...]:
    """The feeds that there are, none where all are; raises ConfigurationError."""
    found = table.get("only", [])
    if not isinstance(found, list) or not all(isinstance(name, str) for name in found):
        raise ConfigurationError(f'{place}.only is a list of feeds; write only = ["invoice", "debit-advice"]')
    check_feeds(found, f"{place}.only", contract)
    return tuple(found)


def check_feeds(found: Any, key: str, contract: Contract) -> None:
    """Raise ConfigurationError where something names a feed that there is not."""
    feeds = [feed.name for feed in contract.feeds.values()]
    if unknown := [name for name in found if name not in feeds]:
        raise ConfigurationError(f"{key}: no feed {', '.join(unknown)}; known: {', '.join(feeds)}")


def check_texts(table: Mapping[str, Json], keys: tuple[str, ...], place: str) -> None:
    """Raise ConfigurationError where one of these is no text."""
    for name in keys:
        if not isinstance(table.get(name, ""), str):
            raise ConfigurationError(f'{place}.{name} is a text; write {name} = "..."')
