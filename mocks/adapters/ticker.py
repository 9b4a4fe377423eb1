"""What time makes due happens without any request: a thread beside the server lets the simulator's clocks tick."""

from __future__ import annotations

import logging
import threading

from sqlalchemy.exc import SQLAlchemyError

from kontrak.mocks.pipeline import Simulator

LOG = logging.getLogger("kontrak.mocks")
INTERVAL = 1.0


class Ticker:
    """Ticks a simulator every `interval` seconds until it is stopped; each worker has one, and they may meet."""

    def __init__(self, simulator: Simulator, interval: float = INTERVAL) -> None:
        self._simulator, self._interval = simulator, interval
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="kontrak-ticker", daemon=True)
        self._told = ""

    def start(self) -> Ticker:
        """Begin."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """End, when the tick at hand is over."""
        self._stopped.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopped.wait(self._interval):
            try:
                self._simulator.tick()
                self._told = ""
            except Exception as error:  # noqa: BLE001 - time goes on, whatever a world is like
                self._tell(error)

    def _tell(self, error: Exception) -> None:
        """Say it once, not each second."""
        if str(error) != self._told:
            self._told = str(error)
            LOG.error("the clocks stand still: %s", error, exc_info=not isinstance(error, SQLAlchemyError))
