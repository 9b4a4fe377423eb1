"""What is remembered of an exchange: bounded, storable in any database, without secrets."""

from __future__ import annotations

import binascii
import json
import re
from base64 import b64decode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from urllib.parse import unquote_plus

from kontrak.contracts import Violation
from kontrak.contracts.model import Json
from kontrak.mocks.model import Answer, Outcome, Refusal, Request, Response, Verdict
from kontrak.mocks.stages import fault, marks
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
SECRET_WORDS = frozenset(
    (
        "authorization",
        "auth",
        "token",
        "secret",
        "password",
        "key",
        "apikey",
        "signature",
        "sign",
        "cookie",
        "credential",
    )
)
"""A header or a parameter with such a word in its name holds a secret, whoever sends it."""
SHORTEST = 6
"""A secret of fewer characters is masked where it is sent, not wherever else these characters stand."""
MOST_HEADERS = 100
HINT = re.compile(r"token|secret|password|key|\\u|%", re.IGNORECASE)
MEMBER = re.compile(r'("(?:[^"\\]|\\.)*")(\s*:\s*)(?:"(?:[^"\\]|\\.)*(?:"|\Z)|-?[0-9][0-9.eE+-]*)', re.DOTALL)
PARAMETER = re.compile(r"([?&])([^=&#\s]+)=([^&#\s]*)")
FIELD = re.compile(r"(?<![^&])([^=&]*)=([^&]*)")


def entry(
    world: World,
    request: Request,
    response: Response,
    outcome: Outcome,
    answered: datetime,
) -> Entry:
    """The entry of one exchange that was answered at `answered`; of an answer that was lost whole its status is 0."""
    is_lost = response.wire is not None and response.wire.is_reset
    partner, refusal = outcome.partner, outcome.said if isinstance(outcome.said, Refusal) else None
    is_ours = refusal is not None and refusal.verdict is Verdict.FAULT
    violations = refusal.violations[:MOST] if refusal and not is_ours else ()
    masks = partner.rules.secrets(world, partner.contract) if partner else ()
    masks = (*masks, *sent_secrets(request.headers), *sent_secrets(request.query))
    return Entry(
        world=world.name,
        at=world.now,
        method=storable(request.method.encode()[:32], masks),
        path=storable(request.path.encode("utf-8", "surrogatepass"), masks),
        system=partner.name if partner else None,
        operation=outcome.operation,
        status=0 if is_lost else response.status,
        verdict=refusal.verdict if refusal else Verdict.ACCEPTED,
        client=request.client[:64],
        caller=outcome.caller[:64],
        answered=answered,
        rows=outcome.said.rows if isinstance(outcome.said, Answer) else None,
        violations=[_told(violation, masks) for violation in violations],
        request=storable(request.body, masks),
        answer=storable(fault.arrives(response), masks),
        query=plain(request.query, masks),
        headers=plain(request.headers, masks),
        answer_headers={} if is_lost else plain(response.headers, masks),
        fault={"id": outcome.fault.id, "kind": outcome.fault.kind.value} if outcome.fault else None,
        marks=marks.marks(world, request, response, partner.contract if partner else None),
    )


def _told(violation: Violation, masks: tuple[str, ...]) -> dict[str, Json]:
    """A violation that shows no secret either: not that of the message, and none in a member that holds secrets."""
    told = {
        name: _text(value, masks) if isinstance(value, str) else value for name, value in described(violation).items()
    }
    holds_secret = bool(violation.pointer) and violation.pointer.rpartition("/")[2] in SECRETS
    return told | {"got": MASK} if holds_secret else told


def sent_secrets(named: Mapping[str, str]) -> Iterator[str]:
    """The secrets in headers or parameters, which may stand in the rest of the message too."""
    for value in (value for name, value in named.items() if is_secret(name)):
        scheme, _, rest = value.strip().partition(" ")
        found = rest.strip() or scheme
        yield from (text for text in (found, *_basic(scheme, found)) if len(text) >= SHORTEST)


def _basic(scheme: str, text: str) -> tuple[str, ...]:
    """The password in the credentials of HTTP Basic."""
    if scheme.lower() != "basic":
        return ()
    try:
        return (b64decode(text, validate=True).decode().partition(":")[2],)
    except (binascii.Error, ValueError):
        return ()


@lru_cache(1024)
def is_secret(name: str) -> bool:
    """Whether a header or a parameter of this name holds a secret."""
    return not SECRET_WORDS.isdisjoint(re.split(r"[^a-z0-9]+", name.lower()))


def plain(named: Mapping[str, str], masks: Iterable[str]) -> dict[str, str]:
    """Headers or parameters without secrets; the scheme of an Authorization header stays."""
    masks, shown = tuple(masks), {}
    for name, value in [*named.items()][:MOST_HEADERS]:
        if is_secret(name):
            scheme, blank, _ = value.partition(" ")
            shown[_text(name, masks)] = f"{scheme} {MASK}" if blank and scheme.isalpha() else MASK
        else:
            shown[_text(name, masks)] = _text(value, masks)
    return shown


def _text(text: str, masks: Iterable[str]) -> str:
    """A short text as storable; what stands in it as a parameter of a URL is one."""
    for mask in masks:
        if mask in text:
            text = text.replace(mask, MASK)
    if "?" in text:
        text = PARAMETER.sub(lambda m: f"{m[1]}{m[2]}={MASK if is_secret(m[2]) else m[3]}", text)
    is_plain = text.isascii() and len(text) <= LONGEST and "\0" not in text
    return text if is_plain else storable(text.encode("utf-8", "backslashreplace"))


def storable(raw: bytes, masks: Iterable[str] = ()) -> str:
    """Bytes as a text that every database takes: other bytes than UTF-8 and NUL are written as escapes.

    What `masks` holds and the values of members that hold secrets are left out, before the text is cut. Of a JSON text that is
    too long its longest values are shortened first, so that what is kept is still JSON.
    """
    masks = tuple(masks)
    raw = abridged(raw, masks) if len(raw) > LONGEST else raw
    text = raw[: 2 * LONGEST].decode("utf-8", "backslashreplace").replace("\0", "\\x00")
    for mask in masks:
        text = text.replace(mask, MASK)
    if HINT.search(text):
        text = without_secrets(text)
    return f"{text[:LONGEST]}… ({len(raw)} bytes)" if len(raw) > LONGEST else text


def abridged(raw: bytes, masks: Sequence[str] = ()) -> bytes:
    """A JSON text with its long texts masked and cut, and with fewer rows where that is not enough; any other unchanged."""
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
