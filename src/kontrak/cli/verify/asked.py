"""What a command line of `kontrak verify` asks for, as one value that every role reads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kontrak.conformance.run import Progress
from kontrak.conformance.verdict import Profile, Report


@dataclass(frozen=True, slots=True)
class Asked:
    """The options of the command line; `deadline` is on the monotonic clock.

    `progress` tells how far the run is: the check's name, its number and how many there are. `recording` is a folder
    for the exchanges, where evidence is wanted.
    """

    partners: tuple[str, ...]
    target: str | None
    config: Path | None
    profile: Profile
    only: tuple[str, ...]
    seed: int
    deadline: float | None
    progress: Progress
    recording: Path | None = None


Role = Callable[[Asked], Report]
