"""What a command line of `kontrak verify` asks for, as one value that every role reads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kontrak.conformance.depth import Depth
from kontrak.conformance.run import Progress
from kontrak.conformance.verdict import Profile, Report


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
