from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest

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
