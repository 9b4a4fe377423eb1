"""Where scenarios take place: a simulator with a world for each of them, or a real implementation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from kontrak.conformance.config import Target
from kontrak.contracts import Contract, Judge, load_all
from kontrak.contracts.feed import Feed
from kontrak.contracts.model import Json

Rows = list[Mapping[str, Json]]


@dataclass(frozen=True, slots=True)
class Place:
    """Where one scenario takes place.

    `targets` are the implementations by partner; their `feeds` say where batches are. The rest only a kontrak mock has:
    `control` is the URL of its control interface and `token` what that asks for, `accounts` who may log in, by partner, `feed`
    gives what a feed has brought into the staging tables so far.
    """

    targets: Mapping[str, Target]
    control: str | None = None
    token: str | None = None
    accounts: Mapping[str, Mapping[str, Any]] | None = None
    feed: Callable[[Feed], Rows] | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """Makes a place for each scenario; the argument of `place` is a name that no other scenario has."""

    contracts: Mapping[str, Contract]
    place: Callable[[str], Place]
    about: str
    _judges: dict[Any, Judge] = field(default_factory=dict)

    def judge(self, contract: Contract, readings: Mapping[str, str]) -> Judge:
        """The judge of a contract under some readings, the same for every scenario."""
        key = contract.name, frozenset(readings.items())
        if key not in self._judges:
            self._judges[key] = Judge(contract, readings)
        return self._judges[key]


@cache
def known_contracts() -> Mapping[str, Contract]:
    """All contracts, read once in a process: files are checked and scenarios run by the same."""
    return load_all()
