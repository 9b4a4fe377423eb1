"""A real database of each kind, with tables of this test only, and accounts that live as long as the test."""

import os
import uuid

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from kontrak.contracts import load
from kontrak.contracts.staging import Names, staging_tables

SERVERS = {
    "KONTRAK_TEST_POSTGRESQL": "postgresql+psycopg://root@127.0.0.1:5432/test",
    "KONTRAK_TEST_MARIADB": "mysql+pymysql://root@127.0.0.1:3306/test",
}


class Database:
    """The staging tables in one database, under names of their own."""

    def __init__(self, url, contract):
        self.url, self.contract, self.prefix = url, contract, f"k{uuid.uuid4().hex[:8]}_"
        self.engine = create_engine(url, poolclass=NullPool)
        self.feeds = [feed for feed in contract.feeds.values() if feed.name in ("invoice", "parts-claim-judgement")]
        self.names = Names(self.prefix)

    def create(self):
        for table in staging_tables(self.feeds, self.names).values():
            table.create(self.engine)

    def run(self, *statements):
        with self.engine.begin() as connection:
            for statement in statements:
                connection.execute(text(statement.replace("$", self.prefix)))

    def drop(self):
        for table in staging_tables(self.feeds, self.names).values():
            table.drop(self.engine, checkfirst=True)


def open_database(kind, tmp_path, contract):
    url = f"sqlite:///{tmp_path}/staging.db" if kind == "sqlite" else os.environ.get(kind, SERVERS[kind])
    found = Database(url, contract)
    try:
        found.run("SELECT 1")
    except SQLAlchemyError as error:
        problem = f"{kind}: {url} does not answer ({str(error).splitlines()[0]})"
        if os.environ.get("KONTRAK_REQUIRE_DATABASES") == "1":
            pytest.fail(problem)
        pytest.skip(problem)
    return found


@pytest.fixture(scope="session")
def contract():
    return load("tpos")


@pytest.fixture(params=["sqlite", *SERVERS])
def database(request, tmp_path, contract):
    """Each kind of database in turn, with the tables of two feeds."""
    found = open_database(request.param, tmp_path, contract)
    found.create()
    yield found
    found.drop()


@pytest.fixture(params=list(SERVERS))
def server(request, tmp_path, contract):
    """Each database that has accounts, with the tables of two feeds and one account, `role`, that may do nothing."""
    found = open_database(request.param, tmp_path, contract)
    found.create()
    found.role = f"kontrak_{uuid.uuid4().hex[:8]}"
    account = f"'{found.role}'@'%'" if "mysql" in found.url else found.role
    found.account = account
    found.run(f"CREATE {'USER' if 'mysql' in found.url else 'ROLE'} {account}")
    yield found
    found.drop()
    found.run(f"DROP {'USER' if 'mysql' in found.url else 'ROLE'} {account}")
