"""Opening a database, and doing one thing in it as one transaction."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, MetaData, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

from kontrak.contracts import ConfigurationError
from kontrak.mocks.store.schema import METADATA

IN_MEMORY = "sqlite://"
ATTEMPTS = 100
DRIVERS = {"postgresql": "postgresql+psycopg", "mysql": "mysql+pymysql", "mariadb": "mariadb+pymysql"}
CLASHES = ("database is locked", "deadlock", "1213", "1205", "1020", "40p01", "40001")
T = TypeVar("T")


def is_in_memory(url: str) -> bool:
    """Whether the database lives and dies with the process."""
    parsed = make_url(url)
    return parsed.get_backend_name() == "sqlite" and (parsed.database or "") in ("", ":memory:")


def open_engine(url: str, metadata: MetaData = METADATA) -> Engine:
    """An engine for the URL, the tables created where they are missing.

    Raises ConfigurationError if the URL is not understood or the database does not answer.
    """
    try:
        parsed = make_url(url)
        parsed = parsed.set(drivername=DRIVERS.get(parsed.drivername, parsed.drivername))
        is_sqlite = parsed.get_backend_name() == "sqlite"
        engine = _sqlite(parsed) if is_sqlite else _server(parsed)
        create_tables(engine, metadata)
    except (ArgumentError, NoSuchModuleError, ImportError, ValueError) as error:
        # A URL that cannot be read cannot be shown without its password either.
        kind = url.partition(":")[0][:40]
        problem = f"the database URL {kind}:... is not understood: {_first_line(error)}"
        raise ConfigurationError(f"{problem}; wanted one such as sqlite:///kontrak.db") from None
    except SQLAlchemyError as error:
        shown = parsed.render_as_string(hide_password=True)
        raise ConfigurationError(f"the database {shown} cannot be used: {_first_line(error)}") from None
    return engine


def _first_line(error: Exception) -> str:
    return str(getattr(error, "orig", None) or error).strip().splitlines()[0]


def create_tables(engine: Engine, metadata: MetaData) -> None:
    """Create the tables that are missing; raises SQLAlchemyError."""
    for attempt in range(ATTEMPTS):
        try:
            metadata.create_all(engine)
            if metadata is METADATA:
                _add_columns(engine)
        except DBAPIError:
            # Two processes that start together may both find a table missing.
            if attempt > 2:
                raise
        else:
            return


def _add_columns(engine: Engine) -> None:
    """Bring the tables of an earlier version up to date."""
    inspector = inspect(engine)
    for table in METADATA.sorted_tables:
        known = {column["name"] for column in inspector.get_columns(table.name)}
        for column in (column for column in table.columns if column.name not in known):
            kind = column.type.compile(engine.dialect)
            with engine.begin() as connection:
                connection.execute(text(f"ALTER TABLE {table.name} ADD COLUMN {column.name} {kind}"))


def _server(url: Any) -> Engine:
    return create_engine(url, isolation_level="READ COMMITTED", pool_pre_ping=True, pool_size=10, max_overflow=20)


def _sqlite(url: Any) -> Engine:
    # SQLite has one writer, and every exchange writes. Threads therefore take turns on one connection: fairer
    # than waiting for each other's locks, and it keeps a database in memory alive.
    arguments = {"check_same_thread": False, "timeout": 30, "isolation_level": None}
    engine = create_engine(url, poolclass=QueuePool, pool_size=1, max_overflow=0, connect_args=arguments)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=30000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # Every exchange writes its journal entry: taking the lock at once spares a failing upgrade later.
    driver: Any = connection.connection.driver_connection
    driver.execute("BEGIN IMMEDIATE")


def transaction(engine: Engine, work: Callable[[Connection], T]) -> T:
    """Do `work` in one transaction, again from its start where another transaction came in between."""
    for attempt in range(ATTEMPTS):
        try:
            with engine.begin() as connection:
                return work(connection)
        except DBAPIError as error:
            if attempt == ATTEMPTS - 1 or not _is_clash(error):
                raise
    raise AssertionError


def _is_clash(error: DBAPIError) -> bool:
    if isinstance(error, IntegrityError):
        return True
    state = getattr(error.orig, "sqlstate", "") or ""
    text = f"{error.orig} {state}".lower()
    return any(clash in text for clash in CLASHES)
