"""The dealer groups of a world, each with its key, its secret and its dealers (v1.3 p. 17).

A dealer is a record of the collection `dealer` that names its group; a group may push unless one of its dealers says
`mayPush: false` (v1.3 p. 3: the main dealer keeps a list), and as many requests as it likes unless one has a `dailyLimit`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kontrak.contracts import Contract
from kontrak.contracts.model import Json
from kontrak.mocks.model import Turn
from kontrak.mocks.store import records
from kontrak.mocks.world import World

SKEW = 10
"""The seconds by which the time of a request may differ from the world's clock."""


@dataclass(frozen=True, slots=True)
class Group:
    """A dealer group with its invented credentials and the codes of its dealers; `limit` is its own number of requests a day."""

    name: str
    key: str
    secret: str
    dealers: frozenset[str]
    may_push: bool = True
    limit: int | None = None


def groups(turn: Turn) -> list[Group]:
    """The groups of a world."""
    found = (record.body for record in records.page(turn.connection, turn.place("dealer")))
    return list(_grouped(found, turn.world, turn.partner.contract))


def first_groups(world: World, contract: Contract) -> list[Group]:
    """The groups that a world begins with."""
    return list(_grouped(contract.world.get("dealer", ()), world, contract))


def credentials(world: World, contract: Contract) -> dict[str, Json]:
    """What a client needs: the key in its header for a client with one group, and every group with its dealers."""
    known = {
        group.name: {
            "key": group.key,
            "secret": group.secret,
            "dealers": sorted(group.dealers),
            "mayPush": group.may_push,
            **({"limit": group.limit} if group.limit else {}),
        }
        for group in first_groups(world, contract)
    }
    return {**world.credentials(contract), "groups": known, "tolerance": SKEW}


def secrets(world: World, contract: Contract) -> tuple[str, ...]:
    """The keys and secrets of the groups, the longest first, so that none is masked in part."""
    known = first_groups(world, contract)
    return tuple(sorted({text for group in known for text in (group.key, group.secret)}, key=len, reverse=True))


def _grouped(dealers: Iterable[Mapping[str, Json]], world: World, contract: Contract) -> Iterable[Group]:
    rows: dict[str, list[Mapping[str, Json]]] = {}
    for dealer in dealers:
        rows.setdefault(str(dealer.get("groupId", "")), []).append(dealer)
    plain = next(iter(contract.world.get("dealer", ())), {}).get("groupId")
    for name, members in rows.items():
        key, secret = _pair(name, world, contract, is_plain=name == plain)
        codes = frozenset(str(member["dealerId"]) for member in members)
        may_push = all(member.get("mayPush", True) for member in members)
        yield Group(name, key, secret, codes, may_push, next(filter(None, _limits(members)), None))


def _limits(dealers: Iterable[Mapping[str, Json]]) -> Iterable[int | None]:
    """What dealers say of the requests that their group may send in a day."""
    return (dealer.get("dailyLimit") for dealer in dealers)


def _pair(name: str, world: World, contract: Contract, *, is_plain: bool) -> tuple[str, str]:
    """The key and the secret of a group; those of the contract's first group are the plain ones."""
    end = "" if is_plain else f"-{name.lower()}"
    if is_plain:
        key = world.secret(contract)
    else:
        key = f"kontrak-{contract.name}-key{end}" + _tail(world, contract.name, "key", name)
    return key, f"kontrak-{contract.name}-secret{end}" + _tail(world, contract.name, "secret", name)


def _tail(world: World, *purpose: str) -> str:
    return f"-{world.random(*purpose).getrandbits(64):016x}" if world.seed else ""
