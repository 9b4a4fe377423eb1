"""The lanes of a run: parts of the work of one partner that need nothing of each other.

They are cut by the checks alone, never by how many processes carry them out: so a run finds the same however it is shared.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kontrak.conformance.bench import Options
from kontrak.conformance.check import Check
from kontrak.conformance.config import Target
from kontrak.conformance.engine.source import EXAMPLES
from kontrak.conformance.run import checks_of
from kontrak.contracts import Contract
from kontrak.contracts.answer import answered

LANE = 3000.0
"""About how much work a lane holds, in costs of a directed request."""


@dataclass(frozen=True, slots=True)
class Lane:
    """Some checks of one partner, by id, and the target (or the `world` of it) that they are carried out against."""

    target: Target
    checks: tuple[str, ...]
    cost: float
    world: str = ""

    def at(self, server: int) -> Lane:
        """The lane at another server of the target, if that has several."""
        return replace(self, target=self.target.in_world(self.world, server)) if self.world else self

    @property
    def partner(self) -> str:
        """Whose contract it is."""
        return self.target.partner

    @property
    def name(self) -> str:
        """What tells it from the other lanes of a run."""
        return f"{self.partner} {self.target.base_url}"


def lanes_of(contract: Contract, target: Target, options: Options) -> list[Lane]:
    """The lanes of one target: several where each can have a world with data of its own, else one.

    In one set of data the lists that one lane reads would hold what another makes at that moment.
    """
    contract = answered(contract, target.answers)
    checks = checks_of(contract, options)
    if not target.worlds:
        return [_lane(contract, target, "", checks)]
    total = sum(cost(contract, check) for check in checks)
    parts = cut(contract, checks, max(1, round(total / LANE)))
    names = (f"{options.mark}-{target.partner}-{number}" for number in range(1, len(parts) + 1))
    return [_lane(contract, target.in_world(name), name, part) for name, part in zip(names, parts, strict=True)]


def cut(contract: Contract, checks: Sequence[Check], parts: int) -> list[list[Check]]:
    """Checks in parts of about the same cost, each in the order of the plan."""
    costs = {check.id: cost(contract, check) for check in checks}
    sums, chosen = [0.0] * parts, {}
    for id, _ in sorted(costs.items(), key=lambda entry: -entry[1]):
        part = sums.index(min(sums))
        sums[part] += costs[id]
        chosen[id] = part
    return [[check for check in checks if chosen[check.id] == part] for part in range(parts)]


def cost(contract: Contract, check: Check) -> float:
    """About how long a check takes, in directed requests (measured against the mock; an engine's request costs more)."""
    kind, _, rest = check.id.partition(":")
    if kind == "engine":
        columns = len(contract.operations[rest].request.get("properties", {}))
        return EXAMPLES * 2 + 30.0 * columns
    if kind == "property":
        return 15.0 * len(check.requirements) if check.broad else 150.0
    return COSTS.get(check.id.split(":")[1] if kind == "probe" else kind, 10.0)


COSTS: Mapping[str, float] = {"stateful": 200.0, "odd-values": 400.0, "large-body": 60.0}
"""The checks that stand out."""


def _lane(contract: Contract, target: Target, world: str, checks: Sequence[Check]) -> Lane:
    return Lane(target, tuple(check.id for check in checks), sum(cost(contract, check) for check in checks), world)
