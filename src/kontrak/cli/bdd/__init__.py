"""`kontrak bdd`: run feature files with the step library; loaded lazily, since the pytest plugin lives beside it."""

from __future__ import annotations

from typing import Any


def __getattr__(name: str) -> Any:
    if name == "bdd":
        from kontrak.cli.bdd.command import bdd  # noqa: PLC0415 - pytest needs no command line

        return bdd
    raise AttributeError(name)
