"""How fast requests may follow each other."""

from __future__ import annotations

import re
from collections.abc import Callable

RATE = re.compile(r"([1-9][0-9]{0,5})/(s|m)")
SECONDS = {"s": 1, "m": 60}


def requests_a_second(text: str) -> float:
    """The rate that a text such as 5/s or 30/m says; raises ValueError for any other text."""
    found = RATE.fullmatch(text)
    if found is None:
        raise ValueError(text)
    return int(found[1]) / SECONDS[found[2]]


class Pace:
    """Spaces requests evenly; `rate` is in requests per second, 0 for no bound."""

    def __init__(self, rate: float, clock: Callable[[], float]) -> None:
        self._gap, self._clock, self._next = 1 / rate if rate else 0.0, clock, 0.0

    def turn(self) -> float:
        """Take the next turn; the seconds to wait for it."""
        if not self._gap:
            return 0.0
        now = self._clock()
        turn = max(now, self._next)
        self._next = turn + self._gap
        return turn - now
