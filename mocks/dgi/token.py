"""Who calls: the key of a dealer group, and a token over key, secret and time (v1.3 p. 11-17).

The token is the lower-case hex SHA-256 of the three, joined as reading DGI-R-31 says; the time is in whole Unix seconds and
lies at most ten seconds from the world's clock, on the side or sides that DGI-R-30 says.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest

from kontrak.contracts import Violation
from kontrak.contracts.variants import AdditionChange
from kontrak.mocks.dgi import limit
from kontrak.mocks.dgi.dialect import terms
from kontrak.mocks.dgi.groups import SKEW, Group, groups
from kontrak.mocks.model import Caller, Refusal, Request, Turn
from kontrak.mocks.store import records
from kontrak.mocks.store.records import Record

LONGEST_TIME = 18
JOINTS = {"plain": "", "colon": ":"}


@dataclass(frozen=True, slots=True)
class Headers:
    """The names of the three headers."""

    key: str = "DGI-API-Key"
    token: str = "DGI-API-Token"  # noqa: S105 - the name of a header
    time: str = "X-Request-Time"


CRM = Headers("CRM-API-Key", "CRM-API-Token")


def authenticate(turn: Turn, request: Request) -> Caller | Refusal:
    """The dealer group that calls, or why it is not let in; an addition may name its headers otherwise (DGI-R-45)."""
    is_crm = any(
        one.path == request.path and one.addition == "crm" for one in turn.partner.contract.operations.values()
    )
    if not is_crm:
        return check(turn, request, Headers(), turn.world.readings["DGI-R-30"])
    change = terms(turn.partner, turn.world).additions.get("crm", AdditionChange())
    names = CRM if turn.world.readings["DGI-R-45"] == "crm" else Headers()
    return check(turn, request, names, change.skew or turn.world.readings["DGI-R-30"])


def check(turn: Turn, request: Request, names: Headers, skew: str) -> Caller | Refusal:
    """The dealer group whose credentials stand in headers of these names, or the first thing that is wrong with them.

    `skew` says which times may not be more than ten seconds off: `both`, or those in the `past`.
    """
    group = _group(turn, request, names)
    if isinstance(group, Refusal):
        return group
    time = _time(turn, request, names, skew)
    if isinstance(time, Refusal):
        return time
    wrong = _token(turn, request, names, group, time) or limit.over(turn, group)
    return wrong or Caller(group.name, group.dealers)


def stale(_turn: Turn, request: Request) -> Refusal:
    """The refusal of a token whose time is over: it lives as long as its request time is near."""
    names = CRM if CRM.key.lower() in request.headers else Headers()
    return _refusal("DGI-AUTH-008", names.time, f"more than {SKEW} seconds old")


def token(turn: Turn, group: Group, time: str) -> str:
    """The token of a group for a time as it is sent."""
    joint = JOINTS[turn.world.readings["DGI-R-31"]]
    return sha256(joint.join((group.key, group.secret, time)).encode("utf-8", "replace")).hexdigest()


def _group(turn: Turn, request: Request, names: Headers) -> Group | Refusal:
    given = request.headers.get(names.key.lower(), "").encode("utf-8", "replace")
    if not given:
        return _refusal("DGI-AUTH-001", names.key, "missing")
    found = [group for group in groups(turn) if compare_digest(given, group.key.encode())]
    return found[0] if found else _refusal("DGI-AUTH-002", names.key, "unknown")


def _time(turn: Turn, request: Request, names: Headers, skew: str) -> str | Refusal:
    time = request.headers.get(names.time.lower(), "")
    if not time:
        return _refusal("DGI-AUTH-006", names.time, "missing")
    if not (time.isascii() and time.isdigit() and len(time) <= LONGEST_TIME):
        return _refusal("DGI-AUTH-007", names.time, "not a whole number of Unix seconds")
    late = int(turn.world.now.timestamp()) - int(time)
    if late > SKEW:
        return _refusal("DGI-AUTH-008", names.time, f"more than {SKEW} seconds old")
    if -late > SKEW and skew == "both":
        return _refusal("DGI-AUTH-009", names.time, f"more than {SKEW} seconds ahead")
    return time


def _token(turn: Turn, request: Request, names: Headers, group: Group, time: str) -> Refusal | None:
    given = request.headers.get(names.token.lower(), "").encode("utf-8", "replace")
    if not given:
        return _refusal("DGI-AUTH-003", names.token, "missing")
    if not compare_digest(given, token(turn, group, time).encode()):
        return _refusal("DGI-AUTH-004", names.token, "not that of the key, its secret and the time sent")
    if turn.world.readings["DGI-R-40"] == "once" and not _is_first(turn, given.decode()):
        return _refusal("DGI-AUTH-004", names.token, "used already")
    return None


def _is_first(turn: Turn, given: str) -> bool:
    """Whether a token comes for the first time; from now on it has come."""
    place = turn.place("used token")
    return not records.put(turn.connection, place, Record(given, None, turn.world.now))


def _refusal(requirement: str, header: str, what: str) -> Refusal:
    wanted = "a header as GET /_kontrak/credentials and the contract say"
    return Refusal(401, f"Invalid credential: {header} is {what}.", (Violation(requirement, header, "", None, wanted),))
