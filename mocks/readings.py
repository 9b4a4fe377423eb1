"""Which readings of the sources can be switched, and to what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kontrak.contracts import ConfigurationError, Contract


def check_readings(contracts: Iterable[Contract], wanted: Mapping[str, str]) -> None:
    """Raise ConfigurationError where a reading or its candidate is unknown, or it is not a switch."""
    switches = {
        id: [candidate.name for candidate in reading.candidates]
        for contract in contracts
        for id, reading in contract.readings.items()
        if reading.switch
    }
    for id, name in wanted.items():
        if id not in switches:
            raise ConfigurationError(f"unknown reading {id!r}; those that can be switched: {', '.join(switches)}")
        if name not in switches[id]:
            raise ConfigurationError(f"reading {id} has no candidate {name!r}; it has: {', '.join(switches[id])}")
