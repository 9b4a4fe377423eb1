"""Steering a simulator, world by world, without any web framework: one module for each thing that can be steered.

Each function gives a JSON value, or a `Refusal` that says what was wrong with what it was given.
"""

from __future__ import annotations

import kontrak
from kontrak.contracts.model import Json
from kontrak.mocks.control.choices import Choices
from kontrak.mocks.control.clock import Clocks
from kontrak.mocks.control.faults import Faults
from kontrak.mocks.control.journal import Journal
from kontrak.mocks.control.own import Own
from kontrak.mocks.control.records import Records
from kontrak.mocks.control.resource import MOST, refused
from kontrak.mocks.control.worlds import WorldList

__all__ = ["MOST", "Control", "refused"]


class Control(WorldList, Clocks, Choices, Records, Journal, Faults, Own):
    """What can be steered in one simulator."""

    def health(self) -> Json:
        """That the simulator serves, and what."""
        return {"status": "ok", "kontrak": kontrak.__version__, "systems": sorted(self.simulator.partners)}

    def credentials(self, world: str) -> Json:
        """The invented credentials of each partner."""
        partners = self.simulator.partners.values()
        return self._in(world, lambda _, w: {p.name: p.rules.credentials(w, p.contract) for p in partners})
