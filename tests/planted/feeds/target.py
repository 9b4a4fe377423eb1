"""The planted producers as targets: one right, one right in its own way, and each fault alone."""

from __future__ import annotations

import os
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, Engine, String, create_engine, event, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from kontrak.conformance.config import Target
from kontrak.conformance.hooks import Hooks
from kontrak.conformance.logins import OAuth
from kontrak.conformance.producer.settings import Deliveries
from kontrak.contracts.layouts import with_layout_file
from kontrak.contracts.staging import Names
from tests.planted.fault import Fault
from tests.planted.feeds.chain import FEEDS, OUTLET, TPOS, Chain, chain
from tests.planted.feeds.deliver import Files, Tables
from tests.planted.feeds.producers import BOTH, FILES, PRODUCERS, TABLES, Producer
from tests.planted.feeds.service import CLIENT, SECRET, service

SERVERS = {
    "postgresql": ("KONTRAK_TEST_POSTGRESQL", "postgresql+psycopg://root@127.0.0.1:5432/test"),
    "mariadb": ("KONTRAK_TEST_MARIADB", "mysql+pymysql://root@127.0.0.1:3306/test"),
}
OWN_LAYOUT = """
terminator: "\\r\\n"
types: {Int: {fill: " "}, Decimal: {fill: " "}}
"null": blank
"""
FAULTS = tuple(Fault(one.name, one.requirement, one.text, "feeds") for one in PRODUCERS)


@dataclass
class Delivery:
    """Delivers one day more of a chain with each move of the clock."""

    known: Chain
    ways: list[Any]
    day: int = 0

    def move(self, _hours: int) -> None:
        for told in (one for one in self.known.batches if one.day == self.day):
            for way in self.ways:
                way.deliver(told)
        self.day += 1


@contextmanager
def serving(fault: str | None = None, dialect: str = "strict", database: str = "sqlite") -> Iterator[Target]:
    """A producer with at most one fault, or the one that chose otherwise where the sources are silent."""
    producer = next((one for one in PRODUCERS if one.name == fault), Producer("", "", ""))
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        make = other if dialect == "other" else strict
        yield make(folder, producer, producer.database or database, stack)


def strict(folder: Path, producer: Producer, database: str, stack: ExitStack) -> Target:
    """The producer that does everything as the contract reads it; one that is wrong in its files or tables has that feed alone."""
    known, wrong = _chain(producer), producer.wrong
    only = (wrong.feed,) if producer.medium != BOTH and not producer.rights else ()
    known.batches = [told for told in known.batches if not only or told.feed in only]
    (folder / "outbox").mkdir()
    deliveries, ways = Deliveries(settle=0.003, only=only), []
    if producer.medium in (BOTH, FILES):
        layout = _layout(folder, producer.layout)
        feeds = {feed.name: feed for feed in with_layout_file(TPOS, layout).values()} if layout else FEEDS
        deliveries = replace(deliveries, outbox=folder / "outbox", layout=layout)
        ways.append(Files(folder / "outbox", feeds, wrong))
    if producer.medium in (BOTH, TABLES):
        names = Names(prefix="" if database == "sqlite" else f"k{uuid.uuid4().hex[:8]}_")
        engine, url = open_database(database, folder, stack)
        tables = Tables(engine, {name: feed for name, feed in FEEDS.items() if not only or name in only}, wrong, names)
        tables.create()
        stack.callback(tables.drop)
        reader = _reader(engine, tables, producer, stack) if database != "sqlite" else ""
        deliveries = replace(deliveries, database=url, names=names, reader=reader)
        ways.append(tables)
    return _target(known, deliveries, ways)


def other(folder: Path, producer: Producer, database: str, stack: ExitStack) -> Target:
    """A producer with other line ends, fillings, names of files, tables and columns, and columns of its own beside ours."""
    known = _chain(producer)
    (folder / "outbox").mkdir()
    layout = _layout(folder, OWN_LAYOUT)
    assert layout is not None
    feeds = {feed.name: feed for feed in with_layout_file(TPOS, layout).values()}
    prefix = "K_" if database == "sqlite" else f"K{uuid.uuid4().hex[:8]}_"
    names = Names(
        prefix, None, {"invoice": f"{prefix}BILLS"}, {"invoice": {"daNo": "DA_NUMBER"}, "etd": {"alasan": "REASON"}}
    )
    engine, url = open_database(database, folder, stack)
    rename = {"batch_id": "RUN", "created_at": "MADE"}
    tables = Tables(engine, FEEDS, producer.wrong, names, lambda: [Column("note", String(10))], rename)
    tables.create()
    stack.callback(tables.drop)
    reader = _reader(engine, tables, producer, stack) if database != "sqlite" else ""
    deliveries = Deliveries(
        outbox=folder / "outbox", files={name: f"{_short(name)}*.dat" for name in FEEDS}, layout=layout, database=url,
        names=names, batch="RUN", time="MADE", reader=reader, settle=0.003,
    )  # fmt: skip
    files = Files(
        folder / "outbox", feeds, producer.wrong, lambda _, told: f"{_short(told.feed)}-{told.made:%Y%m%dT%H%M}.dat"
    )
    return _target(known, deliveries, [files, tables])


def _short(name: str) -> str:
    return "".join(part[0] for part in name.upper().split("-")) if "-" in name else name.upper()[:3]


def _chain(producer: Producer) -> Chain:
    known = chain()
    if producer.wrong.chain:
        producer.wrong.chain(known)
    return known


def _target(known: Chain, deliveries: Deliveries, ways: list[Any]) -> Target:
    return Target(
        "tpos",
        "http://produser.example",
        app=service(known),
        auth=OAuth("client_credentials", client_id=CLIENT, client_secret=SECRET),
        records={"outlets": ({"outletCode": OUTLET},)},
        hooks=Hooks(advance=Delivery(known, ways).move),
        feeds=deliveries,
    )


def _layout(folder: Path, content: str) -> Path | None:
    if not content:
        return None
    file = folder / "layout.yaml"
    file.write_text(content, encoding="utf-8")
    return file


def open_database(kind: str, folder: Path, stack: ExitStack) -> tuple[Engine, str]:
    """A database of a kind; the test is skipped where there is none, unless databases are required."""
    variable, default = SERVERS.get(kind, ("", f"sqlite:///{folder}/staging.db"))
    url = os.environ.get(variable, default)
    engine = create_engine(url, poolclass=NullPool)
    if kind == "sqlite":
        event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    except SQLAlchemyError as error:
        problem = f"{kind}: {url} does not answer ({str(error).splitlines()[0]})"
        if os.environ.get("KONTRAK_REQUIRE_DATABASES") == "1":
            pytest.fail(problem)
        pytest.skip(problem)
    stack.callback(engine.dispose)
    return engine, url


def _reader(engine: Engine, tables: Tables, producer: Producer, stack: ExitStack) -> str:
    """An account that may read every table and nothing else; the producer may grant it otherwise."""
    name = f"kontrak_{uuid.uuid4().hex[:8]}"
    is_server = engine.dialect.name == "postgresql"
    account, kind = (name, "ROLE") if is_server else (f"'{name}'@'%'", "USER")
    quote = engine.dialect.identifier_preparer.quote

    def run(statement: str) -> None:
        with engine.begin() as connection:
            connection.execute(text(statement))

    run(f"CREATE {kind} {account}")
    stack.callback(run, f"DROP {kind} {account}")
    stack.callback(tables.drop)
    for feed, table in tables.tables.items():
        if rights := producer.rights.get(feed, "SELECT"):
            run(f"GRANT {rights} ON {quote(table.name)} TO {account}")
    return name
