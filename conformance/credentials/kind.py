"""What every kind of credential can do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Protocol

from kontrak.conformance.errors import Missing

Headers = dict[str, str]
Spoilt = Iterator[tuple[str, Headers]]


class Credentials(Protocol):
    """What the requests of one run carry."""

    def headers(self) -> Headers:
        """The headers of a good request, now; raises Missing with the line to add to kontrak.toml."""

    def secrets(self) -> tuple[str, ...]:
        """What must never be shown."""

    def carried(self, headers: Mapping[str, str]) -> bool:
        """Whether a request with these headers (names in lower case) says rightly who sends it."""

    def spoilt(self, probe: str) -> Spoilt:
        """The wrong headers that a probe tries, each with what is wrong; none where the probe means nothing here."""

    def renew(self, moved: timedelta) -> None:
        """Take note that the target's clock was moved: what is signed or was fetched may be too old."""

    def of_group(self, group: int) -> Credentials:
        """The credentials of another group of the target, counted from 0; raises Missing where there is none."""


def one_party(credentials: Credentials, group: int) -> Credentials:
    """The credentials themselves; raises Missing for any group but the first."""
    if group:
        raise Missing("the contract knows no groups with credentials of their own")
    return credentials
