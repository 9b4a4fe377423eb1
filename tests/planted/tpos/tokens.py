"""The authorization server: who gets a token, and which tokens are good."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from tests.planted.tpos.clock import Clock
from tests.planted.tpos.rules import Broken, Message

CLIENT: Final = "planted-client"
SECRET: Final = "planted-secret"
_LASTS: Final = 86399


class Tokens:
    """The tokens that were given, each with its end."""

    def __init__(self, broken: Broken, clock: Clock) -> None:
        self.broken, self.clock = broken, clock
        self.ends: dict[str, datetime] = {}

    def give(self, form: Mapping[str, str]) -> tuple[int, Message]:
        """Status and body of the answer to a request for a token."""
        if form.get("grant_type") != "client_credentials" or self.broken("gives-no-token"):
            return 400, {"error": "unsupported_grant_type"}
        right = (form.get("client_id"), form.get("client_secret")) == (CLIENT, SECRET)
        if not right and not self.broken("gives-a-token-to-anybody"):
            return 401, {"error": "invalid_client"}
        token = f"ktk{len(self.ends) + 1:029}"
        lasts = 3600 if self.broken("ends-tokens-after-an-hour") else _LASTS
        self.ends[token] = self.clock.now + timedelta(seconds=lasts)
        return 200, self._worded(token)

    def _worded(self, token: str) -> Message:
        answer: Message = {"access_token": token, "token_type": "bearer", "expires_in": _LASTS}
        if self.broken("names-no-token-type"):
            del answer["token_type"]
        if self.broken("names-another-token-type"):
            answer["token_type"] = "mac"
        if self.broken("does-not-say-when-a-token-ends"):
            del answer["expires_in"]
        if self.broken("tokens-end-at-a-date"):
            answer["expires_in"] = "2026-11-13"
        if self.broken("tokens-end-in-the-past"):
            answer["expires_in"] = -1
        return answer

    def lets_in(self, header: str | None, other: str | None) -> bool:
        """Say whether the header Authorization carries a good token; `other` is a token under another name."""
        scheme, _, token = (header or "").partition(" ")
        if scheme.lower() == "bearer":
            return self._is_good(token)
        if self.broken("takes-a-token-without-scheme") and self._is_good(scheme):
            return True
        if self.broken("takes-a-token-under-basic") and scheme.lower() == "basic":
            return self._is_good(token)
        return self.broken("takes-a-token-in-another-header") and self._is_good(other or "")

    def _is_good(self, token: str) -> bool:
        if self.broken("looks-at-the-beginning-of-tokens-only"):
            token = token[:32]
        end = self.ends.get(token)
        return end is not None and (self.clock.now < end or self.broken("serves-with-old-tokens"))
