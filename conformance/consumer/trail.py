"""What a client did at one partner, and the registry of the judgements on it that requirements name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from typing import Any

from kontrak.conformance.consumer.cases import Case, cases
from kontrak.conformance.consumer.entry import Entry
from kontrak.conformance.evidence import Evidence
from kontrak.conformance.verdict import Outcome
from kontrak.contracts import Contract, ContractError, Requirement


@dataclass(frozen=True)
class Trail:
    """The calls of a client at one partner, oldest first; `base_url` is that of its world.

    `asked` are the scenarios that it was meant to carry out.
    """

    contract: Contract
    entries: tuple[Entry, ...]
    base_url: str = ""
    asked: frozenset[str] = frozenset()

    @cached_property
    def cases(self) -> dict[str, list[Case]]:
        """The cases of each scenario that the client began."""
        return {name: cases(scenario, self.entries) for name, scenario in self.contract.scenarios.items()}

    def after(self, number: int) -> Sequence[Entry]:
        """The calls after that of a number."""
        return self.entries[number + 1 :]


Judge = Callable[[Trail, Requirement, Evidence], None]


@dataclass(frozen=True, slots=True)
class Registered:
    """A judgement, and what it means that nothing gave it occasion: `outcome`, and why."""

    judge: Judge
    outcome: Outcome
    reason: str


class Trails:
    """The judgements on clients by the name that `client.yaml` uses."""

    def __init__(self) -> None:
        self._known: dict[str, Registered] = {}

    def __call__(self, name: str, *, idle: str = "", untested: str = "") -> Callable[[Judge], Judge]:
        """Register a judgement under a name.

        Without occasion the requirement does not apply (`idle` says why), or was not tested (`untested` says how to do it).
        """
        outcome = Outcome.NOT_TESTED if untested else Outcome.NOT_APPLICABLE

        def register(judge: Judge) -> Judge:
            if name in self._known:
                raise AssertionError(name)
            self._known[name] = Registered(judge, outcome, untested or idle or "the client made no call of this kind")
            return judge

        return register

    def get(self, requirement: Requirement) -> Registered:
        """The judgement that a requirement names; raises ContractError if there is none."""
        name = requirement.test.trail or ""
        if name not in self._known:
            known = ", ".join(self.names())
            raise ContractError("client.yaml", f"{requirement.id} names the trail {name!r}; known: {known}")
        return self._known[name]

    def names(self) -> list[str]:
        """All names."""
        return sorted(self._known)


trail = Trails()


def trails(contracts: Mapping[str, Contract], entries: Iterable[Mapping[str, Any]]) -> dict[str, list[Entry]]:
    """The entries of a journal by the partner whose they are; a path that nobody knows is that of the nearest one."""
    found: dict[str, list[Entry]] = {name: [] for name in contracts}
    for raw in sorted(entries, key=lambda entry: entry.get("id", 0)):
        name = raw.get("system") if raw.get("system") in contracts else _nearest(contracts, str(raw.get("path", "")))
        if name in found and (raw.get("system") in (None, name)):
            found[name].append(Entry(raw, contracts[name]))
    return found


def _nearest(contracts: Mapping[str, Contract], path: str) -> str:
    """The partner with the path that is most like this one."""

    def likeness(name: str) -> float:
        return max(_likeness(operation.path, path) for operation in contracts[name].operations.values())

    return max(contracts, key=likeness, default="")


def _likeness(known: str, path: str) -> float:
    return SequenceMatcher(None, known, path).ratio() + (known.split("/")[1:2] == path.split("/")[1:2])
