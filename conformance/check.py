"""What a check is, and the registry of probes that requirements name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kontrak.conformance.evidence import Evidence
from kontrak.conformance.session import Session
from kontrak.contracts.model import Requirement

Run = Callable[[Session, Evidence], None]


@dataclass(frozen=True, slots=True)
class Check:
    """One piece of the suite: `requirements` are those that it must or may give evidence on.

    A check that is `broad` judges whatever traffic it makes, so it need not reach every requirement it may
    speak about.
    """

    id: str
    requirements: tuple[str, ...]
    run: Run
    broad: bool = False


Probe = Callable[[Session, Requirement, Evidence], None]


class Probes:
    """The probes by the name that `requirements.yaml` uses."""

    def __init__(self) -> None:
        self._known: dict[str, Probe] = {}

    def __call__(self, name: str) -> Callable[[Probe], Probe]:
        """Register a probe under a name."""

        def register(probe: Probe) -> Probe:
            if name in self._known:
                raise ValueError(f"two probes are called {name}")
            self._known[name] = probe
            return probe

        return register

    def get(self, name: str) -> Probe | None:
        """The probe of that name."""
        return self._known.get(name)

    def names(self) -> list[str]:
        """All names."""
        return sorted(self._known)


probe = Probes()
"""The registry that the modules of `probes` fill when they are imported."""
