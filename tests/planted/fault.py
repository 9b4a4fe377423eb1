"""What a planted fault is, and what each partner's folder of planted servers offers."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol

from kontrak.conformance.config import Target


@dataclass(frozen=True)
class Fault:
    """A way to break one requirement: a server with this fault breaks it and no other rule; `suite` is who judges it."""

    name: str
    requirement: str
    text: str
    suite: str = ""

    @property
    def partner(self) -> str:
        """The partner whose requirement it breaks, or the suite that has a role of its own."""
        return self.suite or self.requirement.partition("-")[0].lower()


class Planted(Protocol):
    """The module `tests.planted.<partner>.target`."""

    FAULTS: tuple[Fault, ...]

    def serving(self, fault: str | None = None, dialect: str = "strict") -> AbstractContextManager[Target]:
        """A target that is the hand-written server, strict with at most one fault, or the clean `other` dialect."""


def planted(partner: str) -> Planted:
    """The planted servers of a partner."""
    return import_module(f"tests.planted.{partner}.target")  # type: ignore[return-value]
