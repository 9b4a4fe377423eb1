"""A simulator in process, and the ways the tests talk to it."""

from __future__ import annotations

import copy
import json
import os
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import SQLAlchemyError

from kontrak.contracts import Contract, load
from kontrak.mocks import Request, Response, Settings, Simulator, create_app

PATH = "/padi-umkm/1.2.0/padis"
KEY = "kontrak-padi-key"
SERVERS = {
    "KONTRAK_TEST_POSTGRESQL": "postgresql+psycopg://root@127.0.0.1:5432/test",
    "KONTRAK_TEST_MARIADB": "mysql+pymysql://root@127.0.0.1:3306/test",
}


class Padi:
    """A PADI client of one world of a simulator in process."""

    def __init__(self, simulator: Simulator, world: str = "default") -> None:
        self.simulator, self.world = simulator, world

    def raw(self, body: bytes, *, method: str = "POST", path: str = PATH, **headers: str) -> Response:
        sent = {"x-api-key": KEY, "content-type": "application/json"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        return self.simulator.handle(Request(method, path, body, sent, {}, self.world))

    def send(self, member: str, message: Any) -> tuple[int, Any]:
        response = self.raw(json.dumps({member: message}).encode())
        return response.status, json.loads(response.body)

    def report(self, transaksi: dict[str, Any], **changed: Any) -> tuple[int, Any]:
        return self.send("transaksi", transaksi | changed)

    def ids(self, size: int = 1000, page: int = 1) -> list[str]:
        status, body = self.send("get_transaksi", {"size": size, "page": page})
        assert status == 200
        return [row["transaksi_id"] for row in body["data"]]


@pytest.fixture(scope="session")
def contract() -> Contract:
    return load("padi")


@pytest.fixture
def simulate() -> Iterator[Callable[..., Simulator]]:
    """Makes simulators of contracts and settings, and closes them after the test."""
    made: list[Simulator] = []

    def simulate(*contracts: Contract, **settings: Any) -> Simulator:
        made.append(Simulator(contracts, Settings(**settings)))
        return made[-1]

    yield simulate
    for simulator in made:
        simulator.close()


@pytest.fixture
def simulator(contract: Contract, simulate: Callable[..., Simulator]) -> Simulator:
    return simulate(contract)


@pytest.fixture
def padi(simulator: Simulator) -> Padi:
    return Padi(simulator)


@pytest.fixture
def padi_in() -> type[Padi]:
    return Padi


@pytest.fixture
def transaksi(contract: Contract) -> dict[str, Any]:
    return copy.deepcopy(contract.operations["createTransaksi"].examples[0]["transaksi"])


@pytest.fixture
def umkm(contract: Contract) -> dict[str, Any]:
    return copy.deepcopy(contract.operations["createUmkm"].examples[0]["umkm"])


@pytest.fixture
def http(simulator: Simulator) -> Any:
    """A client of the Flask application of the simulator."""
    return create_app(simulator).test_client()


@pytest.fixture
def world() -> str:
    """The name of a world that no other test uses, in whatever database."""
    return f"w{uuid.uuid4().hex}"


@pytest.fixture(params=["sqlite", *SERVERS])
def database(request: pytest.FixtureRequest, tmp_path: Any) -> str:
    """The URL of each kind of database in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/kontrak.db"
    url = os.environ.get(request.param, SERVERS[request.param])
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    except SQLAlchemyError as error:
        problem = f"{request.param}: {url} does not answer ({str(error).splitlines()[0]})"
        if os.environ.get("KONTRAK_REQUIRE_DATABASES") == "1":
            pytest.fail(problem)
        pytest.skip(problem)
    finally:
        engine.dispose()
    return url


@pytest.fixture
def simulator_on(contract: Contract, database: str, simulate: Callable[..., Simulator]) -> Simulator:
    return simulate(contract, database=database)
