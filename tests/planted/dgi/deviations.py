"""Faults in the rule of a single column of a push: which of its values a server judges wrongly, and how."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

Verdict = Literal["accepts", "refuses"]
ABSENT: Final = object()


@dataclass(frozen=True)
class Values:
    """A set of values of a column; `name` has a place for the column's name."""

    name: str
    phrase: str
    holds: Callable[[object], bool]


@dataclass(frozen=True)
class Deviation:
    """These values of this column of a push get this verdict, whatever the column's rule says."""

    requirement: str
    on: str
    column: str
    verdict: Verdict
    values: Values

    @property
    def name(self) -> str:
        """The fault's name, such as `accepts-missing-amount-in-inv1`."""
        return f"{self.verdict}-{self.values.name.format(self.column)}-in-{self.on}"

    @property
    def text(self) -> str:
        """One sentence on what is wrong."""
        verb = "accepted" if self.verdict == "accepts" else "refused"
        return f"In {self.on}/add, {self.column} is {verb} when it is {self.values.phrase}."

    def opinion(self, push: str, column: str, value: object) -> bool | None:
        """Whether the value is accepted; None leaves it to the column's rule."""
        if (push, column) == (self.on, self.column) and self.values.holds(value):
            return self.verdict == "accepts"
        return None
