"""What a command line of `kontrak verify` asks for, as one value that every role reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kontrak.conformance.config import Target, read_targets
from kontrak.conformance.depth import Depth
from kontrak.conformance.run import Progress
from kontrak.conformance.verdict import Profile, Report
from kontrak.contracts import Contract, UnknownPartner
from kontrak.contracts.errors import ConfigurationError


@dataclass(frozen=True, slots=True)
class Asked:
    """The options of the command line; `deadline` is on the monotonic clock, `grace` the seconds after it to clean up.

    `workers` is None where the command line does not say how many; `announce` says a line before the run.
    `progress` tells how far the run is: the check's name, its number and how many there are. `recording` is a folder
    for the exchanges, where evidence is wanted.
    `world` and `scenarios` are of the role of a consumer: where the client called, and what it was meant to carry out.
    """

    partners: tuple[str, ...]
    target: str | None
    config: Path | None
    profile: Profile
    only: tuple[str, ...]
    seed: int
    deadline: float | None
    progress: Progress
    depth: Depth = Depth.DEFAULT
    workers: int | None = None
    grace: float = 0.0
    announce: Callable[[str], None] = print
    recording: Path | None = None
    world: str | None = None
    scenarios: tuple[str, ...] = ()


Role = Callable[[Asked], Report]


def check_partners(
    asked: Asked, known: Mapping[str, Contract], fits: Callable[[Contract], object], role: str, lacks: str
) -> None:
    """Raise UnknownPartner or ConfigurationError for a partner that does not fit the role; `lacks` says what it has not got."""
    for name in asked.partners:
        if name not in known:
            raise UnknownPartner(name, list(known))
        if not fits(known[name]):
            others = ", ".join(one for one, contract in known.items() if fits(contract))
            raise ConfigurationError(f"{name} has no {lacks}; --role {role} is for {others}")


def configured(
    file: Path, asked: Asked, known: Mapping[str, Contract], fits: Callable[[Target], object], lacks: str
) -> list[Target]:
    """The targets of a configuration that are asked for, or all that fit the role; raises ConfigurationError.

    `lacks` says what no target has, and what to add.
    """
    targets = read_targets(file, known)
    if missing := [name for name in asked.partners if name not in targets]:
        raise ConfigurationError(f"{file}: no table [target.{missing[0]}]")
    chosen = [one for name, one in targets.items() if (name in asked.partners if asked.partners else fits(one))]
    if not chosen:
        raise ConfigurationError(f"{file}: no target has {lacks}")
    return chosen
