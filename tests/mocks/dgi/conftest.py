"""A simulator of DGI in process, and clients in worlds of their own."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from kontrak.mocks import Settings, Simulator
from tests.mocks.dgi.client import CONTRACT, NOON, Dgi


@pytest.fixture
def dgi_on() -> Iterator[Callable[..., Dgi]]:
    """Makes clients of new simulators with the settings given, and closes these after the test."""
    made: list[Simulator] = []

    def dgi_on(number: int = 1, world: str = "default", **settings: Any) -> Dgi:
        made.append(Simulator([CONTRACT], Settings(**{"still": NOON, **settings})))
        return Dgi(made[-1], number, world)

    yield dgi_on
    for simulator in made:
        simulator.close()


@pytest.fixture(scope="session")
def simulator() -> Iterator[Simulator]:
    simulator = Simulator([CONTRACT], Settings(still=NOON))
    yield simulator
    simulator.close()


@pytest.fixture
def dgi(simulator: Simulator) -> Dgi:
    """A client of the first group in a world of its own."""
    return Dgi(simulator, world=f"w{uuid.uuid4().hex}")
