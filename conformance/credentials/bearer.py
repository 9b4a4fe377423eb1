"""A bearer token, which is fetched when it is needed."""

from __future__ import annotations

import time
from base64 import b64encode
from collections.abc import Callable, Mapping
from datetime import timedelta
from urllib.parse import urlencode

from kontrak.conformance.client import Client
from kontrak.conformance.config import Target
from kontrak.conformance.credentials.key import wrong_keys
from kontrak.conformance.credentials.kind import Credentials, Headers, Spoilt, one_party
from kontrak.conformance.errors import Missing
from kontrak.conformance.exchange import Outgoing
from kontrak.contracts.model import Credential

FORM = "application/x-www-form-urlencoded"
DAY = 86400
LONGEST_TOKEN = 16 * 1024
"""Characters of a token: what usual servers take of a header."""


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
