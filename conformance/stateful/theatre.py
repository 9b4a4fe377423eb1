"""Where scripts of calls are played against a target beside a model, each at most once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from kontrak.conformance.exchange import Exchange

SHRINKS = 60


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a script.

    `records` are numbers of records in the order of their making, from 1; `amount` is which way a record is made, from 0, or how
    many hours pass.
    """

    does: Literal["make", "remove", "again", "change", "ask", "wait"]
    records: tuple[int, ...] = ()
    amount: int = 0


Script = tuple[Step, ...]


class Disagreement(AssertionError):
    """The target and the model differ: `calls` led there, the last one is `exchange`."""

    def __init__(
        self, requirement: str, what: str, got: str, wanted: str, calls: tuple[str, ...], exchange: Exchange | None
    ) -> None:
        self.requirement, self.what, self.got, self.wanted = requirement, what, got, wanted
        self.calls, self.exchange = calls, exchange
        super().__init__(what)

    def __str__(self) -> str:
        told = " ".join(f"{number}. {call}" for number, call in enumerate(self.calls, 1))
        return f"{self.what}; after: {told}"


class Player(Protocol):
    """Plays one script; `steps` counts its steps so far."""

    steps: int

    def outcome(self, script: Script) -> Disagreement | None:
        """Play a script up to the first difference; raises CheckEnded where it cannot be played."""


class Theatre:
    """Where scripts are played: each by a player of its own, at most once.

    A script has one outcome however often Hypothesis asks for it, whatever the target answers by then: one that begins as
    a script that differed differs likewise, and what a script without a difference begins with has none. When a
    difference is known, only SHRINKS further scripts are played; those after them count as played without one.
    """

    def __init__(self, player: Callable[[], Player]) -> None:
        self._player = player
        self._differing: dict[Script, Disagreement] = {}
        self._agreeing: set[Script] = set()
        self._left = SHRINKS

    def play(self, script: Script) -> None:
        """Play a script; raises Disagreement, and CheckEnded where it cannot be played."""
        beginnings = [script[:length] for length in range(1, len(script) + 1)]
        for beginning in beginnings:
            if beginning in self._differing:
                raise self._differing[beginning]
        if script in self._agreeing or not self._left:
            return
        self._left -= bool(self._differing)
        player = self._player()
        if (difference := player.outcome(script)) is None:
            self._agreeing.update(beginnings)
            return
        self._differing[script[: player.steps]] = difference
        raise difference

    @property
    def shortest(self) -> Disagreement | None:
        """The difference with the fewest calls so far."""
        found = self._differing.values()
        return min(found, key=lambda difference: (len(difference.calls), str(difference)), default=None)
