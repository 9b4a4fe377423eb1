"""A signature over key, secret and the time."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from kontrak.conformance.config import Target
from kontrak.conformance.credentials.key import wrong_keys
from kontrak.conformance.credentials.kind import Credentials, Headers, Spoilt
from kontrak.conformance.errors import Missing
from kontrak.contracts.model import Credential, Json

DAY = 86400
FRESH = 300
"""Seconds for which an exchange of this run still counts as rightly signed when it is judged afterwards."""


@dataclass(slots=True)
class Signature:
    """A key, the time in Unix seconds, and the hash of key, secret and time (DGI v1.3, pages 11-17)."""

    known: Credential
    target: Target
    mark: str
    clock: Callable[[], float] = time.time
    moved: timedelta = timedelta()
    group: int = 0

    def renew(self, moved: timedelta) -> None:
        """Sign with the target's time from now on."""
        self.moved = moved

    def of_group(self, group: int) -> Credentials:
        """The signature of another group; raises Missing with the table to add."""
        if group >= len(self.target.groups) and group:
            raise Missing(
                f"needs group {group + 1}; add another {self._table()} with api_key and secret to kontrak.toml"
            )
        return replace(self, group=group)

    def headers(self) -> Headers:
        """Key, time and hash, of this moment."""
        key, secret = self._pair()
        return self.signed(key, secret, self._now())

    def secrets(self) -> tuple[str, ...]:
        """All keys and secrets."""
        return tuple(text for group in self.target.groups for text in (group.api_key, group.secret))

    def carried(self, headers: Mapping[str, str]) -> bool:
        """Whether key, time and hash fit each other, and the time is not long ago."""
        key, secret = self._pair()
        sent = headers.get(self.known.time.lower(), "")
        if not (sent.isascii() and sent.isdigit() and len(sent) < 12 and abs(int(sent) - self._now()) <= FRESH):
            return False
        right = self.signed(key, secret, int(sent))
        return all(headers.get(name.lower()) == value for name, value in right.items())

    def recipe(self) -> dict[str, Json]:
        """What it takes to sign at any moment, for a process of one's own."""
        key, secret = self._pair()
        names = [self.known.header, self.known.token, self.known.time]
        return {"headers": names, "key": key, "secret": secret, "moved": self.moved.total_seconds()}

    def signed(self, key: str, secret: str, now: int | str, join: str = "") -> Headers:
        """The three headers; `join` stands between the parts that are hashed."""
        token = hashlib.sha256(join.join((key, secret, str(now))).encode()).hexdigest()
        return {self.known.header: key, self.known.token: token, self.known.time: str(now)}

    def near(self, seconds: int) -> Headers:
        """A good request whose time is so many seconds ahead, or before where they are below zero."""
        return self.signed(*self._pair(), self._now() + seconds)

    def revealing(self, headers: Mapping[str, str]) -> tuple[str, ...]:
        """What no answer to a request with these headers (names in lower case) may show: secrets, and right tokens."""
        time = headers.get(self.known.time.lower(), "")
        pairs = [(group.api_key, group.secret) for group in self.target.groups]
        tokens = (self.signed(key, secret, time)[self.known.token] for key, secret in pairs)
        return tuple(secret for _, secret in pairs) + tuple(tokens)

    def spoilt(self, probe: str) -> Spoilt:
        """One of the three headers wrong, or the hash made otherwise."""
        make = getattr(self, "_" + probe.replace("-", "_"), None)
        return make() if make else iter(())

    def _no_credential(self) -> Spoilt:
        yield f"without {self.known.header}", self._without(self.known.header)

    def _wrong_credential(self) -> Spoilt:
        key, secret = self._pair()
        for what, wrong in wrong_keys(key, self.mark):
            yield what, self.signed(wrong, secret, self._now())

    def _no_signature(self) -> Spoilt:
        yield f"without {self.known.token}", self._without(self.known.token)
        yield f"with an empty {self.known.token}", self.headers() | {self.known.token: ""}

    def _wrong_signature(self) -> Spoilt:
        key, secret = self._pair()
        yield "signed with another secret", self.signed(key, f"{secret}x", self._now())
        right = self.headers()
        yield "with a shortened token", right | {self.known.token: right[self.known.token][:-1]}

    def _joined_otherwise(self) -> Spoilt:
        key, secret = self._pair()
        now = self._now()
        yield "signed with colons between the parts", self.signed(key, secret, now, ":")
        swapped = self.signed(secret, key, now)[self.known.token]
        yield "signed over secret, key and time", self.signed(key, secret, now) | {self.known.token: swapped}

    def _no_time(self) -> Spoilt:
        yield f"without {self.known.time}", self._without(self.known.time)

    def _wrong_time(self) -> Spoilt:
        key, secret = self._pair()
        now = self._now()
        today = datetime.fromtimestamp(now, UTC).strftime("%Y-%m-%d %H:%M:%S")
        wrong = {"milliseconds": f"{now}000", "a fraction": f"{now}.5", "a date": today}
        for what, text in {"a text": "sekarang", "nothing": "", **wrong}.items():
            yield f"with {what} as the time", self.signed(key, secret, text)

    def _old_time(self) -> Spoilt:
        key, secret = self._pair()
        for seconds in self._far():
            yield f"signed {seconds} s ago", self.signed(key, secret, self._now() - seconds)

    def _future_time(self) -> Spoilt:
        key, secret = self._pair()
        for seconds in self._far():
            yield f"signed {seconds} s ahead", self.signed(key, secret, self._now() + seconds)

    def _far(self) -> tuple[int, int]:
        """Seconds by which no server bears a difference, whatever tolerance it tells."""
        told = self.target.tolerance or 0
        return max(60, told * 2), max(DAY, told * 3)

    def _other_secret(self) -> Spoilt:
        self.of_group(1)
        first, second = self.target.groups[:2]
        yield "signed with the secret of another group", self.signed(first.api_key, second.secret, self._now())

    def _other_time(self) -> Spoilt:
        for seconds in (1, 5):
            stale = self.signed(*self._pair(), self._now() - seconds)
            yield f"with the token of {seconds} s before", stale | {self.known.time: str(self._now())}

    def _without(self, name: str) -> Headers:
        return {header: value for header, value in self.headers().items() if header != name}

    def _now(self) -> int:
        return int(self.clock() + self.moved.total_seconds())

    def _pair(self) -> tuple[str, str]:
        if not self.target.groups:
            line = f'{self._table()} api_key = "${{KEY}}", secret = "${{SECRET}}"'
            raise Missing(f"no key for the target; add to kontrak.toml: {line}")
        group = self.target.groups[self.group]
        return group.api_key, group.secret

    def _table(self) -> str:
        return f"[[target.{self.target.partner}.groups]]"
