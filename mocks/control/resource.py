"""What all that can be steered has in common: a simulator, a transaction in a world, and the form of a refusal."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TypeVar

from sqlalchemy import Connection

from kontrak.contracts import Contract, Violation
from kontrak.contracts.model import Json
from kontrak.mocks.model import Refusal
from kontrak.mocks.pipeline import Simulator
from kontrak.mocks.world import World

MOST = 1000
T = TypeVar("T")


def refused(status: int, title: str, got: Json = None, wanted: str = "", pointer: str = "") -> Refusal:
    """A refusal of the control interface."""
    breaches = (Violation(None, "control", pointer, got, wanted),) if wanted else ()
    return Refusal(status, title, breaches)


class Resource:
    """Something that can be steered in one simulator; raises TooManyWorlds where a world would be one too many."""

    def __init__(self, simulator: Simulator) -> None:
        self.simulator = simulator

    @property
    def contracts(self) -> list[Contract]:
        """Those that the simulator obeys."""
        return [partner.contract for partner in self.simulator.partners.values()]

    def _in(self, name: str, work: Callable[[Connection, World], T], *, asked: Collection[str] | None = None) -> T:
        """Work in a world; `asked` are the partners that it asks, all where that is not said."""
        return self.simulator.transact(lambda c: work(c, self.simulator.open(c, name, asked=asked)))
