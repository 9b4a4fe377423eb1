"""The plot: which steps happen when at the dealers, as a pure function of the seed and of where the story began.

Every so many hours a chain of steps begins. A chain knows nothing of the others: it can be told alone, however the clock moves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from kontrak.contracts.model import Json
from kontrak.mocks.dgi.story.scene import data, named
from kontrak.mocks.dgi.story.units import frame
from kontrak.mocks.world import WIB, World

OPENS, CLOSES = 8, 17
NIGHT = timedelta(hours=24 - CLOSES + OPENS)
HOUR = timedelta(hours=1)
MINUTES = 60
KEYS = {
    "inbound-unit": "SL-KT",
    "dealing": "PSP",
    "document-handling": "SO",
    "inbound-part": "RCV",
    "work-order": "WO",
    "hotline-order": "HLO",
    "part-sales": "SOP",
}
"""How the key of a case begins, by process."""


@dataclass(frozen=True, slots=True, order=True)
class Event:
    """One step at one instant, by its place in its chain; `given` are the facts that tie it to the chain."""

    at: datetime
    chain: int
    place: int
    process: str
    step: str
    dealer: str
    number: str
    given: Mapping[str, Json]

    @property
    def key(self) -> str:
        """The key of the case that takes the step."""
        return named(KEYS[self.process], self.dealer, self.number)


@dataclass(frozen=True, slots=True)
class Plot:
    """The plot of one world: whose chance it follows, when it began, at which dealers it plays."""

    world: World
    since: datetime
    dealers: Sequence[str]

    def chains(self, told: datetime, now: datetime, fresh: timedelta) -> Iterator[list[Event]]:
        """The chains that may have a step between two instants, and the one that begins after.

        A chain that was not begun and is over since `fresh` is left out, so that no jump of the clock is dear.
        """
        begun, last = self._index(told), self._index(now) + 1
        for number in range(self._index(told - longest()), begun + 1):
            yield self.chain(number)
        for number in range(max(begun + 1, self._index(now - fresh - longest())), last + 1):
            chain = self.chain(number)
            if chain[-1].at >= now - fresh:
                yield chain

    def _index(self, at: datetime) -> int:
        """The number of the chain that begins at an instant or before."""
        return max((at - self.since) // every(), 0)

    def chain(self, number: int) -> list[Event]:
        """The steps of a chain, in their order."""
        random = self.world.random("dgi", "story", "chain", str(number))
        steps = random.choice(chains())
        at = self.since + number * every() + timedelta(minutes=random.randrange(MINUTES))
        dealer, own = self.dealers[number % len(self.dealers)], f"{at.astimezone(WIB):%y%m}S{number:04}"
        kind = {"kodeTipeUnit": random.choice(["AB1", "AC2", "AD3"]), "kodeWarna": random.choice(["BK", "RD", "WH"])}
        given = _given(dealer, own, kind, steps)
        events = []
        for place, (process, step) in enumerate(steps):
            least, most = wait(step)
            at = working(at + timedelta(minutes=random.randrange(least * MINUTES, most * MINUTES)))
            events.append(Event(at, number, place, process, step, dealer, own, given.get(step, {})))
        return events


def working(at: datetime) -> datetime:
    """The instant, or its like on the next morning where the dealers are closed."""
    local = at.astimezone(WIB)
    if local.hour < OPENS:
        return local.replace(hour=OPENS)
    if local.hour >= CLOSES:
        return (local + timedelta(days=1)).replace(hour=OPENS)
    return local


def chains() -> list[list[tuple[str, str]]]:
    """The chains of the plot, each as its steps with their processes."""
    return [[_split(name) for part in chain for name in part] for chain in data("plot")["chains"]]


def every() -> timedelta:
    """After how long the next chain begins."""
    return timedelta(hours=data("plot")["every"])


def wait(step: str) -> tuple[int, int]:
    """How many hours a step waits for the one before it, least and most."""
    plot: dict[str, Any] = data("plot")
    least, most = plot["waits"].get(step, plot["wait"])
    return least, most


def longest() -> timedelta:
    """How long a chain lasts at most."""
    lasting = [sum((HOUR * wait(step)[1] + NIGHT for _, step in chain), HOUR) for chain in chains()]
    return max(lasting)


def _split(name: str) -> tuple[str, str]:
    process, _, step = name.partition(".")
    return process, step


def _given(
    dealer: str, number: str, kind: Mapping[str, Json], steps: Sequence[tuple[str, str]]
) -> dict[str, Mapping[str, Json]]:
    """The facts that tie the steps of a chain together, by step."""
    unit, order = {"noRangka": frame(number, 0)}, {"noWorkOrder": named("WO", dealer, number)}
    is_credit = ("dealing", "apply-for-credit") in steps
    return {
        "invoice-units": kind,
        "prospect": kind,
        "order": {"payment": "credit" if is_credit else "cash"},
        "outgoing-shipment": unit,
        "request-faktur": {"idSPK": named("SPK", dealer, number)},
        "open": unit,
        "order-hotline": order,
    }
