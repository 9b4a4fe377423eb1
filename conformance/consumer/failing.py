"""A finding about a call as the report wants it: with the exchange, and a curl line that repeats it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from kontrak.conformance.consumer.entry import Entry
from kontrak.conformance.consumer.trail import Trail
from kontrak.conformance.exchange import Outgoing
from kontrak.conformance.report.redact import Redactor
from kontrak.conformance.verdict import Failure

REDACTOR = Redactor((), ())


def failure(trail: Trail, entry: Entry | None, message: str, got: str, wanted: str) -> Callable[[], Failure]:
    """The finding about a call (None: about one that was not made), made when it is wanted: of many few are kept."""
    return partial(_failure, trail, entry, message, got, wanted)


def _failure(trail: Trail, entry: Entry | None, message: str, got: str, wanted: str) -> Failure:
    """The finding, secrets and personal data masked."""
    clean = REDACTOR.body
    if entry is None:
        return Failure(message, clean(got), wanted)
    raw = entry.raw
    url = f"{trail.base_url}{raw.get('path', '')}"
    body = str(raw.get("request") or "")
    headers = {"content-type": entry.operation.media if entry.operation else "application/json"} if body else {}
    headers |= _credential(entry)
    request = Outgoing(str(raw.get("method", "")), url, headers, clean(body).encode("utf-8", "replace"))
    return Failure(
        message=f"{message} ({entry.line})",
        got=clean(got),
        wanted=wanted,
        request={
            "method": request.method,
            "url": url,
            "headers": REDACTOR.headers(headers),
            "body": clean(body),
        },
        response={"status": raw.get("status", 0), "headers": {}, "body": clean(str(raw.get("answer") or ""))},
        curl=REDACTOR.text(request.curl()),
    )


def _credential(entry: Entry) -> dict[str, str]:
    """The headers of the credential that was sent, their values as the journal has them: not at all."""
    credential = entry.contract.credential
    if credential is None or entry.credential is None:
        return {}
    scheme = "Bearer " if credential.kind == "bearer" else ""
    names = [name for name in (credential.header, credential.token) if name]
    time = {credential.time: entry.signed_at} if credential.time else {}
    return dict.fromkeys(names, f"{scheme}***") | time
