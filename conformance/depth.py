"""How deep a run looks: what a smoke run leaves out, and how much more a thorough one generates."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

SMOKE_PROBES = frozenset(
    {
        *("every-operation", "examples", "created-is-listed", "deleted-is-gone", "row-carries-values"),
        *("no-credential", "wrong-credential", "no-signature", "wrong-signature", "no-time", "token-answer"),
        *("broken-json", "unknown-paths", "other-methods", "foreign-rows"),
    }
)
"""Probes that show in a few requests whether a target is there and does its main work."""


class Depth(StrEnum):
    """How much a run sends; `times` multiplies what is generated."""

    SMOKE = "smoke"
    DEFAULT = "default"
    THOROUGH = "thorough"

    @property
    def times(self) -> int:
        """How many times as many messages are generated as in a default run."""
        return 5 if self is Depth.THOROUGH else 1

    def takes(self, check: str) -> bool:
        """Whether the check of that id belongs to a run of this depth."""
        if self is not Depth.SMOKE:
            return True
        kind, _, rest = check.partition(":")
        return kind == "cases" or (kind == "probe" and rest.partition(":")[0] in SMOKE_PROBES)

    def left_out(self, checks: Iterable[str]) -> str:
        """Why what these checks would have shown is not tested, as a reason of the report."""
        return f"left out by --depth {self}: {', '.join(checks)}"


def is_directed(check: str) -> bool:
    """Whether the check of that id was written for its requirement, rather than generated for many."""
    return check.startswith(("cases:", "probe:"))
