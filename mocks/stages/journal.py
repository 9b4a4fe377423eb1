"""What is remembered of an exchange: bounded, storable in any database, without secrets."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import unquote_plus

from kontrak.contracts.model import Json
from kontrak.mocks.model import Answer, Outcome, Refusal, Request, Response, Verdict
from kontrak.mocks.stages import facts
from kontrak.mocks.stages.answer import described
from kontrak.mocks.store.journal import Entry
from kontrak.mocks.world import World

LONGEST = 4096
MOST = 50
LONG_TEXT = 200
MOST_ROWS, FEW_ROWS = 1000, 5
MASK = "***"
SECRETS = frozenset(("access_token", "refresh_token", "client_secret", "password", "key"))
"""The members whose values are secrets, whatever partner's message they stand in."""
HINT = re.compile(r"token|secret|password|key|\\u|%", re.IGNORECASE)
MEMBER = re.compile(r'("(?:[^"\\]|\\.)*")(\s*:\s*)"(?:[^"\\]|\\.)*("|\Z)', re.DOTALL)
FIELD = re.compile(r"(?<![^&])([^=&]*)=([^&]*)")


def entry(
    world: World,
    request: Request,
    response: Response,
    outcome: Outcome,
    answered: datetime,
) -> Entry:
    """The entry of one exchange that was answered at `answered`."""
    partner, refusal = outcome.partner, outcome.said if isinstance(outcome.said, Refusal) else None
    violations = refusal.violations[:MOST] if refusal else ()
    masks = partner.rules.secrets(world, partner.contract) if partner else ()
    return Entry(
        world=world.name,
        at=world.now,
        method=storable(request.method.encode()[:32], masks),
        path=storable(request.path.encode("utf-8", "surrogatepass"), masks),
        system=partner.name if partner else None,
        operation=outcome.operation,
        status=response.status,
        verdict=refusal.verdict if refusal else Verdict.ACCEPTED,
        client=request.client[:64],
        caller=outcome.caller[:64],
        answered=answered,
        rows=outcome.said.rows if isinstance(outcome.said, Answer) else None,
        violations=[described(violation) for violation in violations],
        request=storable(request.body, masks),
        answer=storable(response.body, masks),
        facts=facts.facts(world, request, response, partner.contract if partner else None),
    )


def storable(raw: bytes, masks: Sequence[str] = ()) -> str:
    """Bytes as a text that every database takes: other bytes than UTF-8 and NUL are written as escapes.

    What `masks` holds and the values of members that hold secrets are left out, before the text is cut. Of a JSON text that is
    too long its longest values are shortened first, so that what is kept is still JSON.
    """
    raw = abridged(raw, masks) if len(raw) > LONGEST else raw
    text = raw[: 2 * LONGEST].decode("utf-8", "backslashreplace").replace("\0", "\\x00")
    for mask in masks:
        text = text.replace(mask, MASK)
    if HINT.search(text):
        text = without_secrets(text)
    return f"{text[:LONGEST]}… ({len(raw)} bytes)" if len(raw) > LONGEST else text


def abridged(raw: bytes, masks: Sequence[str] = ()) -> bytes:
    """A JSON text with its long texts masked and cut, and with fewer rows where that is not enough; any other text unchanged."""
    try:
        value = json.loads(raw)
    except (ValueError, RecursionError):
        return raw
    for rows in (MOST_ROWS, FEW_ROWS):
        text = json.dumps(_short(value, rows, masks), ensure_ascii=False, separators=(",", ":"))
        if len(text) <= LONGEST:
            return text.encode("utf-8", "surrogatepass")
    return raw


def _short(value: Json, rows: int, masks: Sequence[str]) -> Json:
    if isinstance(value, str):
        for mask in masks:
            value = value.replace(mask, MASK)
        return value if len(value) <= LONG_TEXT else f"{value[:LONG_TEXT]}… ({len(value)} characters)"
    if isinstance(value, list):
        return [_short(item, rows, masks) for item in value[:rows]]
    if isinstance(value, dict):
        return {name: _short(item, rows, masks) for name, item in value.items()}
    return value


def without_secrets(text: str) -> str:
    """A JSON text or a form with the values of its secret members masked."""
    if text.lstrip()[:1] in ("{", "["):
        return MEMBER.sub(lambda m: f'{m[1]}{m[2]}"{MASK}"' if _plain(m[1]) in SECRETS else m[0], text)
    return FIELD.sub(lambda m: f"{m[1]}={MASK}" if unquote_plus(m[1]).strip() in SECRETS else m[0], text)


def _plain(name: str) -> str:
    try:
        return str(json.loads(name, strict=False))
    except ValueError:
        return name
