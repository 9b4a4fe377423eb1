"""Cuts off what takes too long: one thread for all requests of a client, since starting one for each costs more than most answers."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

TICK = 0.02


class Watchdog:
    """Calls `bite` once where what it guards lasts too long; its thread starts with the first guard."""

    def __init__(self, bite: Callable[[], None], clock: Callable[[], float] = time.monotonic) -> None:
        self._bite, self._clock = bite, clock
        self._lock = threading.Lock()
        self._until: float | None = None
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    @contextmanager
    def guard(self, seconds: float) -> Iterator[None]:
        """Guard what is done within the context; when it is left, nothing is bitten any more."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._watch, daemon=True)
            self._thread.start()
        with self._lock:
            self._until = self._clock() + seconds
        try:
            yield
        finally:
            with self._lock:
                self._until = None

    def close(self) -> None:
        """End the thread."""
        self._ended.set()
        if self._thread is not None:
            self._thread.join()

    def _watch(self) -> None:
        while not self._ended.wait(TICK):
            with self._lock:
                if self._until is not None and self._clock() >= self._until:
                    self._until = None
                    self._bite()
