"""Where scenarios take place, as a command line or an option of pytest says: a mock of our own, a URL, or a kontrak.toml."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from kontrak.cli.targets import control_token, credentials_of, mock_target
from kontrak.conformance.config import checked_url, read_targets
from kontrak.conformance.producer.settings import Deliveries
from kontrak.contracts import Contract
from kontrak.contracts import Stage as Built
from kontrak.contracts.feed import Feed
from kontrak.features.stage import Place, Rows, Stage, known_contracts

NOW = "2026-11-23T08:00:00+07:00"
"""A Monday morning, at which the clock of an embedded mock stands still until a step moves it."""
STAGING, OUTBOX = "staging.sqlite", "outbox"
HANDED_ON = "KONTRAK_BDD_STAGE"
"""What the processes of one run hand on to each other: the URL of the mock and where its staging tables are."""


@contextmanager
def chosen_stage(target: str | None, config: Path | None) -> Iterator[Stage]:
    """The stage of a run; an embedded mock lives as long as the context. Raises ConfigurationError and MockDidNotStart."""
    contracts = {name: one for name, one in known_contracts().items() if one.stage.reaches(Built.MOCK)}
    if config is not None:
        targets = read_targets(config, contracts)
        yield Stage(contracts, lambda _: Place(targets), str(config))
    elif target is not None:
        yield served(contracts, checked_url(target), None)
    else:
        with shared_mock() as (url, folder):
            yield served(contracts, url, folder)


@contextmanager
def shared_mock() -> Iterator[tuple[str, Path]]:
    """The mock of this run and the folder of its feeds: the one that a process above us has started, or one of our own."""
    if known := os.environ.get(HANDED_ON):
        url, folder = json.loads(known)
        yield url, Path(folder)
        return
    from kontrak.cli.verdict import verdict  # noqa: PLC0415 - only this branch needs the mock
    from kontrak.mocks import Settings  # noqa: PLC0415 - as above
    from kontrak.mocks.adapters.child import running_mock  # noqa: PLC0415 - as above

    with TemporaryDirectory(prefix="kontrak-bdd-") as name:
        settings = Settings(
            still=datetime.fromisoformat(NOW), staging=f"sqlite:///{name}/{STAGING}", outbox=f"{name}/{OUTBOX}"
        )
        with running_mock(settings, judge=verdict) as url:
            yield url, Path(name)


def served(contracts: Mapping[str, Contract], url: str, folder: Path | None) -> Stage:
    """The stage of a server: in a world for each scenario where it is a kontrak mock, else as it is."""
    told = credentials_of(url)
    if told is None:
        targets = {name: mock_target(contract, url, None, "no configuration") for name, contract in contracts.items()}
        return Stage(contracts, lambda _: Place(targets), url)
    rows, token = _feeds(folder) if folder else None, control_token()

    def place(name: str) -> Place:
        base_url = f"{url}/w/{name}"
        targets = {each: mock_target(one, base_url, told, "a kontrak mock") for each, one in contracts.items()}
        if folder:
            deliveries = Deliveries(outbox=folder / OUTBOX / "w" / name)
            targets = {each: replace(target, feeds=deliveries) for each, target in targets.items()}
        return Place(targets, f"{base_url}/_kontrak", token, told, partial(rows, name) if rows else None)

    return Stage(contracts, place, f"a kontrak mock at {url}")


def _feeds(folder: Path) -> Callable[[str, Feed], Rows]:
    """What gives the rows of a world in the staging tables, by the keys of their feed."""
    from sqlalchemy import Column, MetaData, Table, create_engine, select  # noqa: PLC0415 - slow to import

    engine = create_engine(f"sqlite:///{folder / STAGING}")

    def rows(world: str, feed: Feed) -> Rows:
        names = [field.column for field in feed.fields]
        table = Table(f"{feed.staging}_worlds", MetaData(), *map(Column, ("id", "kontrak_world", *names)))
        asked = select(table).where(table.c.kontrak_world == world).order_by(table.c.id)
        with engine.connect() as connection:
            found = connection.execute(asked).mappings().all()
        return [{field.key: row[field.column] for field in feed.fields} for row in found]

    return rows
