"""A world: what one isolated user of the simulator sees as time, chance, secrets and readings."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from random import Random

from kontrak.contracts import Contract
from kontrak.mocks.model import DEFAULT_WORLD

NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
WIB = timezone(timedelta(hours=7), "WIB")
Clock = Callable[[], datetime]


def wall_clock() -> datetime:
    """The time of day, in the partners' zone."""
    return datetime.now(WIB)


@dataclass(frozen=True, slots=True)
class World:
    """One world at the moment of one exchange.

    `still` is the instant at which its clock was stopped, None while it runs; `offset` is how far it moved. `limits` are
    requests for each credential and day, by partner; `variants` the installations that it plays, by partner; `faults`
    says how many faults it has.
    """

    name: str
    seed: int
    now: datetime
    readings: Mapping[str, str]
    still: datetime | None = None
    offset: timedelta = timedelta()
    limits: Mapping[str, int] = field(default_factory=dict)
    variants: Mapping[str, str] = field(default_factory=dict)
    faults: int = 0

    def random(self, *purpose: str) -> Random:
        """Chance for one purpose: the same for the same seed, whatever else happened before."""
        return Random("/".join((str(self.seed), *purpose)))  # noqa: S311 - invented data, not a secret

    def secret(self, contract: Contract) -> str:
        """The invented key with which a client of this partner authenticates."""
        plain = f"kontrak-{contract.name}-key"
        return f"{plain}-{self.random(contract.name, 'key').getrandbits(64):016x}" if self.seed else plain

    def secrets(self, contract: Contract) -> tuple[str, ...]:
        """What must never be shown to others."""
        return (self.secret(contract),) if contract.credential else ()

    def credentials(self, contract: Contract) -> dict[str, str]:
        """The headers that a client of this partner sends, with invented values."""
        return {contract.credential.header: self.secret(contract)} if contract.credential else {}


def split(path: str) -> tuple[str, str]:
    """The world and the rest of a path: `/w/anna/padi` gives `anna` and `/padi`.

    A path without a well-formed world belongs whole to the default world.
    """
    if path.startswith("/w/"):
        name, slash, rest = path[3:].partition("/")
        if slash and NAME.fullmatch(name):
            return name, f"/{rest}"
    return DEFAULT_WORLD, path
