from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import create_engine, make_url, text

from kontrak.mocks import Settings, Simulator
from kontrak.mocks.tpos import feeds
from kontrak.mocks.world import WIB
from tests.mocks.tpos import dms as parties
from tests.mocks.tpos.dms import Dms

MONDAY = datetime(2026, 11, 2, 8, 0, tzinfo=WIB)


@pytest.fixture(scope="session")
def contract() -> Any:
    return parties.contract()


@pytest.fixture(scope="session")
def tpos(contract: Any) -> Iterator[Simulator]:
    """A simulator whose worlds begin on a Monday morning, with clocks that stand still."""
    simulator = Simulator([contract], Settings(still=MONDAY))
    yield simulator
    simulator.close()


@pytest.fixture
def dms(tpos: Simulator, world: str) -> Dms:
    return Dms(tpos, world)


@pytest.fixture
def under(contract: Any, simulate: Callable[..., Simulator]) -> Callable[..., Dms]:
    """A client of a simulator under other readings: `under(R_033="reject")`."""

    def make(**readings: str) -> Dms:
        named = {f"TPOS-{name.replace('_', '-')}": candidate for name, candidate in readings.items()}
        return Dms(simulate(contract, still=MONDAY, readings=named))

    return make


@pytest.fixture
def batches(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Every row that TPOS published, in order: (world, instant, layout, row)."""
    found: list[Any] = []
    publish = feeds.publish

    def collect(turn: Any, layout: str, rows: Any) -> None:
        found.extend((turn.world.name, turn.world.now, layout, dict(row)) for row in rows)
        publish(turn, layout, list(rows))

    monkeypatch.setattr(feeds, "publish", collect)
    return found


@pytest.fixture
def own_database(database: str) -> Iterator[str]:
    """A database of its own on the server at hand: who has an outbox delivers whatever waits in its database."""
    url = make_url(database)
    if url.get_backend_name() == "sqlite":
        yield database
        return
    name, drop = f"kontrak_{uuid.uuid4().hex}", "WITH (FORCE)" if url.get_backend_name() == "postgresql" else ""
    server = create_engine(database, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield url.set(database=name).render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} {drop}"))
    server.dispose()


@pytest.fixture
def role(own_database: str) -> Iterator[str]:
    """A role of PostgreSQL without rights."""
    name, server = str(make_url(own_database).database), create_engine(own_database, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"CREATE ROLE {name} LOGIN"))
    yield name
    with server.connect() as connection:
        connection.execute(text(f"DROP OWNED BY {name}"))
        connection.execute(text(f"DROP ROLE {name}"))
    server.dispose()
