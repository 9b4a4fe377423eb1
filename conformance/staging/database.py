"""Opening a target's database; a target is never changed here but by `create`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy import Connection, Engine, create_engine, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from kontrak.contracts import ConfigurationError

DRIVERS = {"postgresql": "postgresql+psycopg", "mysql": "mysql+pymysql", "mariadb": "mysql+pymysql"}
T = TypeVar("T")


class Unreachable(Exception):
    """The database does not answer, or refuses what is asked; the text says why, without a password."""


@contextmanager
def opened(url: str) -> Iterator[Engine]:
    """The database of a URL.

    Raises ConfigurationError if the URL is not understood, Unreachable if the database does not do what is asked.
    """
    try:
        parsed = make_url(url)
        engine = create_engine(parsed.set(drivername=DRIVERS.get(parsed.drivername, parsed.drivername)))
    except (ArgumentError, NoSuchModuleError, ImportError, ValueError) as error:
        kind = url.partition(":")[0][:40]
        problem = f"the database URL {kind}:... is not understood: {_first_line(error)}"
        raise ConfigurationError(f"{problem}; wanted one such as postgresql://user@host/database") from None
    try:
        yield engine
    except SQLAlchemyError as error:
        shown = parsed.render_as_string(hide_password=True)
        raise Unreachable(f"the database {shown} cannot be used: {_first_line(error)}") from None
    finally:
        engine.dispose()


def with_connection(url: str, work: Callable[[Connection], T]) -> T:
    """Do something with a connection to the database of a URL, in one transaction; see `opened` for errors."""
    with opened(url) as engine, engine.begin() as connection:
        return work(connection)


def _first_line(error: Exception) -> str:
    return str(getattr(error, "orig", None) or error).strip().splitlines()[0]
