"""A key in a header, or nothing at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from kontrak.conformance.config import Target
from kontrak.conformance.credentials.kind import Credentials, Headers, Spoilt, one_party
from kontrak.conformance.errors import Missing
from kontrak.contracts.model import Credential


class Nobody:
    """No credentials at all."""

    def headers(self) -> Headers:
        """No headers."""
        return {}

    def secrets(self) -> tuple[str, ...]:
        """Nothing."""
        return ()

    def carried(self, _headers: Mapping[str, str]) -> bool:
        """Always."""
        return True

    def spoilt(self, _probe: str) -> Spoilt:
        """Nothing can be wrong."""
        return iter(())

    def renew(self, moved: timedelta) -> None:
        """Nothing grows old."""

    def of_group(self, group: int) -> Credentials:
        """There is one party only."""
        return one_party(self, group)


@dataclass(frozen=True, slots=True)
class Key:
    """A key in a header."""

    known: Credential
    target: Target
    mark: str

    def headers(self) -> Headers:
        """The key in its header."""
        if self.target.api_key is None:
            table = f"[target.{self.target.partner}]"
            raise Missing(f'no key for the target; add to kontrak.toml: {table} api_key = "${{KEY}}"')
        return {self.known.header: self.target.api_key}

    def secrets(self) -> tuple[str, ...]:
        """The key."""
        return (self.target.api_key,) if self.target.api_key else ()

    def carried(self, headers: Mapping[str, str]) -> bool:
        """Whether the key is there."""
        return headers.get(self.known.header.lower()) == self.target.api_key

    def spoilt(self, probe: str) -> Spoilt:
        """No key, or another one."""
        if probe == "no-credential":
            yield f"without {self.known.header}", {}
        elif probe == "wrong-credential":
            right = self.headers()[self.known.header]
            for what, key in wrong_keys(right, self.mark):
                yield what, {self.known.header: key}

    def renew(self, moved: timedelta) -> None:
        """A key does not grow old."""

    def of_group(self, group: int) -> Credentials:
        """There is one party only."""
        return one_party(self, group)


def wrong_keys(right: str, mark: str) -> Iterator[tuple[str, str]]:
    """Keys that nobody was given, each with what it is."""
    yield "with an empty key", ""
    yield "with an unknown key", f"{mark}-salah"
    yield "with a longer key", f"{right}x"
    if len(right) > 1:
        yield "with a shorter key", right[:-1]
