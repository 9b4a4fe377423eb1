"""Who sends a request: a dealer group's key, and the hash of key, secret and time."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Final

from werkzeug.wrappers import Request

from tests.planted.dgi.body import RefusedError
from tests.planted.dgi.records import OTHERS, OWN
from tests.planted.dgi.tables import Broken

TOLERANCE: Final = 10
_TIME: Final = re.compile("[0-9]{1,12}")
_MILLISECONDS: Final = re.compile("[0-9]{13}")


@dataclass(frozen=True)
class Caller:
    """A dealer group: its key and secret, the dealers that it sees, whether it may push, and its requests of a day."""

    key: str
    secret: str
    dealers: tuple[str, ...]
    may_push: bool = True
    limit: int = 0


GROUPS: Final = (
    Caller("kunci-grup-satu", "rahasia-grup-satu-1a2b", OWN),
    Caller("kunci-grup-dua", "rahasia-grup-dua-3c4d", OTHERS, may_push=False),
    Caller("kunci-grup-tiga", "rahasia-grup-tiga-5e6f", ("99301",), may_push=False, limit=4),
)


def token_of(caller: Caller, time: str, join: str = "") -> str:
    """The token of a caller at a time as the header writes it."""
    return hashlib.sha256(join.join((caller.key, caller.secret, time)).encode()).hexdigest()


def authenticate(request: Request, module: str, now: int, broken: Broken) -> Caller:
    """Say which group sends the request, or raise a RefusedError; `now` in Unix seconds."""
    operation = request.path.rpartition("/")[2]
    if broken(f"forgets-authentication-in-{module}-{operation}"):
        return next((group for group in GROUPS if group.key == request.headers.get("DGI-API-Key")), GROUPS[0])
    caller = _caller(request, module, broken)
    if caller is None:
        return GROUPS[0]
    time = request.headers.get("X-Request-Time")
    if time is None and broken("serves-without-time"):
        return caller
    _check_time(time, now, broken)
    _check_token(caller, request.headers.get("DGI-API-Token"), time or "", now, broken)
    return caller


def _caller(request: Request, module: str, broken: Broken) -> Caller | None:
    """The group of the key; None where a faulty server does not care."""
    key = request.headers.get("DGI-API-Key")
    found = next((group for group in GROUPS if group.key == key), None)
    if found is not None and not (broken("wants-the-printed-case-of-headers") and not _is_printed(request)):
        return found
    how = "without-key" if key is None else "with-any-key"
    place = f"{module}-{request.path.rpartition('/')[2]}"
    if broken(f"serves-{how}") or broken(f"serves-{module}-{how}") or broken(f"serves-{place}-{how}"):
        return None
    raise RefusedError("Kredensial tidak valid", is_credential=True)


def _is_printed(request: Request) -> bool:
    names = request.environ.get("dgi.header_names")
    return names is None or "DGI-API-Key" in names


def _check_time(time: str | None, now: int, broken: Broken) -> None:
    if time and _MILLISECONDS.fullmatch(time) and broken("takes-milliseconds"):
        time = time[:-3]
    if time and not _TIME.fullmatch(time) and broken("takes-any-text-as-time"):
        return
    if time is None or not _TIME.fullmatch(time):
        raise RefusedError("Waktu permintaan tidak valid", is_credential=True)
    age = now - int(time)
    borne = 30 if broken("bears-30-seconds") else TOLERANCE
    is_old = age > borne and not broken("serves-old-requests")
    is_early = -age > borne and not broken("serves-requests-of-the-future")
    is_strict = (abs(age) > 1 and broken("bears-one-second-only")) or (abs(age) > 4 and broken("bears-4-seconds-only"))
    if is_old or is_early or is_strict:
        raise RefusedError("Waktu permintaan di luar toleransi", is_credential=True)


def _check_token(caller: Caller, token: str | None, time: str, now: int, broken: Broken) -> None:
    right = token_of(caller, time)
    if token == right or (token is None and broken("serves-without-token")):
        return
    if token == "" and broken("serves-with-an-empty-token"):
        return
    if token and _is_forgiven(caller, token, time, now, broken):
        return
    reason = f"Token salah, seharusnya {right}" if broken("tells-the-right-token") else "Token tidak valid"
    raise RefusedError(reason, is_credential=True)


def _is_forgiven(caller: Caller, token: str, time: str, now: int, broken: Broken) -> bool:
    """Whether a faulty server takes a token that is wrong."""
    if broken("compares-the-beginning-of-tokens"):
        return token_of(caller, time).startswith(token[:32]) and len(token) > 32
    if broken("takes-colon-joined-tokens"):
        return token == token_of(caller, time, ":")
    if broken("takes-tokens-of-other-seconds"):
        return any(token == token_of(caller, str(second)) for second in range(now - TOLERANCE, now + 2))
    if broken("takes-secrets-of-other-groups"):
        others = (Caller(caller.key, group.secret, ()) for group in GROUPS)
        return any(token == token_of(other, time) for other in others)
    return False
