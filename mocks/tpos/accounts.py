"""The invented accounts of a world: who may ask TAM Passport for a token, and for which dealer's outlets."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from hmac import compare_digest
from random import Random

from kontrak.contracts import Contract
from kontrak.contracts.model import Json
from kontrak.mocks.world import World

FIRST = "KONTRAK"
SECOND = "CONTOH"
DEALERS = (FIRST, SECOND)
"""Two dealers, so that the data of one can be kept from the other."""


class Kind(StrEnum):
    """How an account proves itself."""

    CLIENT = "client"
    USER = "user"
    APPLICATION = "application"


@dataclass(frozen=True, slots=True)
class Account:
    """A client, a user, or an application outside TAM with key and application code; it serves one dealer."""

    kind: Kind
    name: str
    secret: str = field(repr=False)
    dealer: str

    def is_proved_by(self, secret: str) -> bool:
        """Whether that is its secret, compared in constant time."""
        return compare_digest(secret.encode("utf-8", "replace"), self.secret.encode())


def accounts(world: World) -> tuple[Account, ...]:
    """All accounts of a world; with seed 0 their secrets are the plain ones of the documentation."""
    return _accounts(world.seed)


def find(world: World, kind: Kind, name: str | None) -> Account | None:
    """The account of that kind and name."""
    return next((one for one in accounts(world) if (one.kind, one.name) == (kind, name)), None)


def dealer_of(outlet: Json) -> str:
    """The dealer that an outlet belongs to: that of its record, or the first."""
    return str(outlet.get("dealer") or FIRST)


def secrets(world: World, _contract: Contract) -> tuple[str, ...]:
    """What no journal shows."""
    return tuple(account.secret for account in accounts(world))


@lru_cache(maxsize=64)
def _accounts(seed: int) -> tuple[Account, ...]:
    """The accounts of a seed; every request asks for them."""
    words = {Kind.CLIENT: "rahasia", Kind.USER: "sandi", Kind.APPLICATION: "kunci"}
    names = {Kind.CLIENT: "kontrak-dms-{}", Kind.USER: "bengkel-{}", Kind.APPLICATION: "KTKAPP{}"}
    return tuple(
        Account(kind, names[kind].format(number), _secret(seed, f"kontrak-{words[kind]}-{number}"), dealer)
        for number, dealer in enumerate(DEALERS, 1)
        for kind in Kind
    )


def _secret(seed: int, plain: str) -> str:
    chance = Random(f"{seed}/tpos/{plain}")  # noqa: S311 - an invented secret
    return f"{plain}-{chance.getrandbits(64):016x}" if seed else plain
