"""One call of a client, as an entry of the journal tells it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import cached_property
from typing import Any

from kontrak.contracts.model import Contract, Json, Operation

NOT_JSON = object()
PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
LOST = frozenset({"reset", "truncate", "malformed", "content-type"})
"""The kinds of faults after which a client holds no answer that it can use, whatever its status."""


@dataclass(frozen=True)
class Entry:
    """One call: `operation` is None where the contract has none for it; `raw` is the entry as it came."""

    raw: Mapping[str, Any] = field(repr=False)
    contract: Contract = field(repr=False)

    @property
    def operation(self) -> Operation | None:
        """The operation that was asked for, as far as it is known."""
        return self.contract.operations.get(self.raw.get("operation") or "")

    @property
    def name(self) -> str:
        """The id of the operation, empty where it is not known."""
        return self.operation.id if self.operation else ""

    @cached_property
    def at(self) -> datetime:
        """When it came, by the clock of its world."""
        return datetime.fromisoformat(self.raw["at"])

    @property
    def line(self) -> str:
        """What was called, in few words."""
        return f"{self.raw.get('method', '')} {self.raw.get('path', '')} (call {self.raw.get('id', '?')})"

    @cached_property
    def message(self) -> Json:
        """The message that was sent, NOT_JSON where it cannot be read."""
        body = _parsed(self.raw.get("request"))
        if self.operation is None or not self.operation.member:
            return body
        return body.get(self.operation.member, NOT_JSON) if isinstance(body, dict) else NOT_JSON

    @cached_property
    def answer(self) -> Json:
        """The body of the answer, NOT_JSON where it cannot be read."""
        return _parsed(self.raw.get("answer"))

    @property
    def breaches(self) -> list[Mapping[str, Any]]:
        """What the mock found wrong; nothing where a fault stood in its place."""
        return list(self.raw.get("violations") or ()) if self.raw.get("verdict") in ("refused", "unmatched") else []

    @property
    def fault(self) -> str | None:
        """The kind of the injected fault that struck it."""
        return (self.raw.get("fault") or {}).get("kind")

    @property
    def is_accepted(self) -> bool:
        """Whether the client was told that it is done."""
        return self.raw.get("verdict") == "accepted" and self.fault not in LOST and not self.failed

    @property
    def is_matched(self) -> bool:
        """Whether the contract has its path and method."""
        return self.raw.get("verdict") != "unmatched"

    @property
    def is_refused(self) -> bool:
        """Whether the partner said no to the client (no fault did)."""
        return self.raw.get("verdict") == "refused"

    @property
    def failed(self) -> bool:
        """Whether it failed for a passing reason: no answer that can be used, a server error, too many requests."""
        return self.fault in LOST or self.raw.get("status") in PASSING

    @property
    def credential(self) -> str | None:
        """What stands for the key, token or signature that was sent."""
        return self.marks.get("credential")

    @property
    def marks(self) -> Mapping[str, str]:
        """What stands for texts that the journal does not keep: `credential`, `issued`, `body`."""
        return self.raw.get("marks") or {}

    @property
    def signed_at(self) -> str:
        """The time that its signature is over, as it was sent."""
        credential = self.contract.credential
        return self.header(credential.time) if credential and credential.time else ""

    def header(self, name: str) -> str:
        """A header of the request, empty where it has none."""
        return str((self.raw.get("headers") or {}).get(name.lower(), ""))

    @property
    def is_login(self) -> bool:
        """Whether it asks the authorization server for a token."""
        credential = self.contract.credential
        return bool(credential and credential.issuer and self.raw.get("path") == credential.issuer)

    @property
    def is_unauthenticated(self) -> bool:
        """Whether it was refused for its credentials, before its message was looked at."""
        is_secured = self.operation is None or self.operation.secured
        return is_secured and not self.raw.get("caller") and self.is_refused and not any(map(_place, self.breaches))

    @property
    def key(self) -> Json:
        """The key of the record that it creates, None where it creates none."""
        created = self.contract.collection_created_by(self.name) if self.name else None
        return self.message.get(created.key) if created and isinstance(self.message, dict) else None

    @property
    def retry_after(self) -> str:
        """The answer's Retry-After, empty where it has none."""
        headers = {name.lower(): value for name, value in (self.raw.get("answer_headers") or {}).items()}
        return str(headers.get("retry-after", ""))

    @property
    def waits_until(self) -> float | None:
        """The time (Unix seconds) before which the answer asked not to call again."""
        value = self.retry_after
        if value.isascii() and value.isdigit():
            return self.at.timestamp() + float(value)
        try:
            return parsedate_to_datetime(value).timestamp()
        except (TypeError, ValueError, OverflowError):
            return None


def _place(breach: Mapping[str, Any]) -> str:
    return str(breach.get("pointer") or "")


def _parsed(text: Json) -> Json:
    try:
        return json.loads(text)
    except (TypeError, ValueError, RecursionError):
        return NOT_JSON
