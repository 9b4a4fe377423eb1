"""What is left for the world's clock: the agenda's entries of TPOS."""

from __future__ import annotations

from datetime import datetime

from kontrak.mocks.model import Turn
from kontrak.mocks.store import agenda


def leave(turn: Turn, due: datetime, step: str, **what: str | int) -> None:
    """Let a step happen at an instant."""
    agenda.add(turn.connection, turn.world.name, turn.partner.name, due, {"do": step, **what})
