"""What differs between a database and the contract."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kontrak.conformance.feeds.findings import STRENGTH, fails
from kontrak.contracts.model import Contract, Level


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference: the tables, the column ("" for the tables themselves), the rule, got and wanted.

    `level` is the strongest of the requirements that it breaks; `fails` says whether it fails in the profile.
    """

    tables: tuple[str, ...]
    column: str
    rule: str
    got: str
    wanted: str
    requirements: tuple[str, ...]
    level: str
    fails: bool


@dataclass(frozen=True, slots=True)
class Differences:
    """Makes differences of one contract, weighed by a profile."""

    contract: Contract
    profile: str

    def make(
        self,
        place: tuple[str, str],
        rule: str,
        got: str,
        wanted: str,
        requirements: Sequence[str | None],
        *,
        mild: bool = False,
    ) -> Difference:
        """A difference at a place (table, column); a `mild` one breaks nothing that is stored, and is a warning at most."""
        known = tuple(id for id in requirements if id)
        levels = [self.contract.requirements[id].level.value for id in known if id in self.contract.requirements]
        level = max(levels, key=STRENGTH.index, default=Level.ASSUMED.value)
        level = Level.ASSUMED.value if mild else level
        return Difference((place[0],), place[1], rule, got, wanted, known, level, fails(level, self.profile))
