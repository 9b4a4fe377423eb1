"""How a run says who it is: a key, a bearer token that it fetches, or a signature over the time.

Each kind also knows how it can be spoilt, by the name of the probe that tries it.
"""

from __future__ import annotations

import hashlib
import time
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Protocol
from urllib.parse import urlencode

from kontrak.conformance.client import Client
from kontrak.conformance.config import Target
from kontrak.conformance.errors import Missing
from kontrak.conformance.exchange import Outgoing
from kontrak.contracts.model import Contract, Credential, Json

FORM = "application/x-www-form-urlencoded"
DAY = 86400
LONGEST_TOKEN = 16 * 1024
"""Characters of a token: what usual servers take of a header."""
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


def credentials(contract: Contract, target: Target, client: Client, mark: str) -> Credentials:
    """The credentials of a target, of the kind that its contract asks for."""
    known = contract.credential
    if known is None:
        return Nobody()
    if known.kind == "bearer":
        return Bearer(known, target, client, mark)
    if known.kind == "signature":
        return Signature(known, target, mark)
    return Key(known, target, mark)


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


def one_party(credentials: Credentials, group: int) -> Credentials:
    """The credentials themselves; raises Missing for any group but the first."""
    if group:
        raise Missing("the contract knows no groups with credentials of their own")
    return credentials


def wrong_keys(right: str, mark: str) -> Iterator[tuple[str, str]]:
    """Keys that nobody was given, each with what it is."""
    yield "with an empty key", ""
    yield "with an unknown key", f"{mark}-salah"
    yield "with a longer key", f"{right}x"
    if len(right) > 1:
        yield "with a shorter key", right[:-1]


class Bearer:
    """An access token of OAuth 2, fetched when it is first needed and again before it ends."""

    def __init__(
        self,
        known: Credential,
        target: Target,
        client: Client,
        mark: str,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.known, self.target, self.client, self.mark, self.clock = known, target, client, mark, clock
        self.token, self.ends = "", 0.0

    def headers(self) -> Headers:
        """The token in the header Authorization."""
        if self.clock() >= self.ends:
            self._fetch()
        return {self.known.header: f"Bearer {self.token}"}

    def secrets(self) -> tuple[str, ...]:
        """What buys tokens, and the token at hand."""
        auth = self.target.auth
        bought_with = (auth.client_secret, auth.password) if auth else ()
        return tuple(secret for secret in (*bought_with, self.token) if secret)

    def carried(self, headers: Mapping[str, str]) -> bool:
        """Whether the token at hand is there."""
        return bool(self.token) and headers.get(self.known.header.lower()) == f"Bearer {self.token}"

    def spoilt(self, probe: str) -> Spoilt:
        """No token, another one, or the right one in a wrong way."""
        header = self.known.header
        if probe == "no-credential":
            yield f"without {header}", {}
        elif probe == "wrong-credential":
            right = self.headers()[header].removeprefix("Bearer ")
            for what, token in wrong_keys(right, self.mark):
                yield what.replace("key", "token"), {header: f"Bearer {token}".strip()}
        elif probe == "other-scheme":
            right = self.headers()[header].removeprefix("Bearer ")
            yield "with the token alone", {header: right}
            yield "with the token under Basic", {header: f"Basic {right}"}
            yield "with the token in a header of its own", {"X-Access-Token": right}

    def renew(self, moved: timedelta) -> None:  # noqa: ARG002 - however far, another token is the answer
        """Forget the token: the next request fetches another."""
        self.ends = 0.0

    def of_group(self, group: int) -> Credentials:
        """There is one party only."""
        return one_party(self, group)

    def token_request(self, **changed: str) -> Outgoing:
        """The request for a token; `changed` fields stand in place of the right ones."""
        auth = self.target.auth
        if auth is None:
            table = f"[target.{self.target.partner}]"
            example = 'auth = { kind = "oauth", grant = "client_credentials", client_id = "${ID}", client_secret = "${SECRET}" }'
            raise Missing(f"no way to a token; add to kontrak.toml: {table} {example}")
        url = auth.token_url or f"{self.target.base_url}{self.known.issuer}"
        form = auth.form() | changed
        headers = {"Content-Type": FORM}
        if auth.basic:
            pair = f"{form.pop('client_id', '')}:{form.pop('client_secret', '')}"
            headers["Authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
        return Outgoing("POST", url, headers, urlencode(form).encode())

    def _fetch(self) -> None:
        exchange = self.client.send(self.token_request())
        body = exchange.response.json()
        token = body.get("access_token") if isinstance(body, dict) else None
        if exchange.response.status != 200 or not isinstance(token, str) or not token:
            raise Missing(f"the authorization server gave no token (HTTP {exchange.response.status})")
        if len(token) > LONGEST_TOKEN or not (token.isascii() and token.isprintable()):
            raise Missing(f"the authorization server gave a token that no header can carry ({len(token)} characters)")
        lasts = body.get("expires_in")
        is_number = isinstance(lasts, int | float) and not isinstance(lasts, bool)
        seconds = min(max(lasts, 2), DAY) if is_number else DAY
        self.token, self.ends = token, self.clock() + seconds / 2


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


FRESH = 300
"""Seconds for which an exchange of this run still counts as rightly signed when it is judged afterwards."""
