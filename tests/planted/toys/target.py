"""The hand-written server of toys as a target of the suite."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kontrak.conformance.config import PERMISSIONS, Target
from tests.planted.toys.faults import FAULTS
from tests.planted.toys.server import KEY, create_server

__all__ = ["CONTRACT", "FAULTS", "serving"]

CONTRACT = Path(__file__).parents[2] / "partners" / "toys"


@contextmanager
def serving(*faults: str) -> Iterator[Target]:
    """A target that is the planted server with these faults, in process."""
    app = create_server(*faults)
    yield Target("toys", "http://toys.example", KEY, allow=PERMISSIONS, app=app)
