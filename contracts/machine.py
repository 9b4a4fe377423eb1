"""The machines of a partner: records that are made, sent again and asked for while the clock goes on, in any order.

They are entries of `courses.yaml` that have `make` in place of `steps`. A suite draws the order; the rules hold in every one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from kontrak.contracts.course import Rule, Step, load, rule_of, steps_of

if TYPE_CHECKING:
    from kontrak.contracts.folder import Folder

RECORD, AGAIN, BEFORE = "record", "again", "_before"
"""What rules call the message that made a record, the same message sent again, and what was answered when it was last asked for."""


@dataclass(frozen=True, slots=True)
class Machine:
    """A machine by name: `makes` are the ways to make a record, `asks` what is asked about it each time.

    `first` is played once before all else. The clock goes on by one of the `waits`, in hours; `settles` hours after it was made a
    record is as the partner says. Without a clock that can be moved no hour passes. `number` is its place in the file, from 0.
    """

    name: str
    title: str
    first: tuple[Step, ...]
    makes: tuple[Step, ...]
    asks: tuple[Step, ...]
    waits: tuple[int, ...]
    settles: int
    rules: tuple[Rule, ...]
    number: int = 0

    @property
    def requirements(self) -> tuple[str, ...]:
        """The requirements that its rules speak about."""
        return tuple(dict.fromkeys(rule.requirement for rule in self.rules))

    @property
    def about_repetition(self) -> frozenset[str]:
        """The requirements whose rules look at a message that was sent again."""
        return frozenset(rule.requirement for rule in self.rules if AGAIN in rule.named())


def load_machines(folder: Folder) -> dict[str, Machine]:
    """The machines of a partner's folder, by name; raises ContractError."""
    return {found.name: replace(found, number=number) for number, found in load(folder, "make", machine)}


def machine(entry: Mapping[str, Any]) -> Machine:
    """The machine that a checked entry of `courses.yaml` describes; raises ValueError with what is wrong."""
    first, asks = (
        tuple(step for number, one in enumerate(entry.get(part, [])) for step in steps_of(number, one))
        for part in ("first", "ask")
    )
    known = [step.name for step in (*first, *asks)]
    if twice := sorted({name for name in (*known, RECORD, AGAIN) if [*known, RECORD, AGAIN].count(name) > 1}):
        raise ValueError(f"two steps are called {', '.join(twice)}; names are unique")
    if any("unless_refused" in rule for rule in entry["rules"]):
        raise ValueError("unless_refused is for courses; a machine asks for nothing that was refused")
    names = [RECORD, AGAIN, *known, *(step.name + BEFORE for step in asks)]
    return Machine(
        name=entry["name"],
        title=entry["title"],
        first=first,
        makes=tuple(next(steps_of(0, {**one, "as": RECORD})) for one in entry["make"]),
        asks=asks,
        waits=tuple(entry.get("waits", ())),
        settles=entry.get("settles", 0),
        rules=tuple(rule_of(one, names) for one in entry["rules"]),
    )
