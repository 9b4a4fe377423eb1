"""Who calls TPOS, and for which outlets: tokens of TAM Passport, or key and application code, as the readings have it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from authlib.oauth2 import OAuth2Error
from authlib.oauth2.rfc6749 import ResourceProtector
from authlib.oauth2.rfc6750 import BearerTokenValidator, InvalidTokenError

from kontrak.contracts import Contract, Violation
from kontrak.contracts.model import Json
from kontrak.mocks.model import Answer, Call, Caller, Refusal, Request, Turn
from kontrak.mocks.tpos import accounts, tokens
from kontrak.mocks.tpos.accounts import Kind
from kontrak.mocks.tpos.passport import Passport, outlets_of
from kontrak.mocks.world import World

OPERATION = "requestToken"
PATH = "/tpos/oauth/token"
REALM = "TAM Passport"
CHALLENGE = f'Bearer realm="{REALM}"'
B64TOKEN = re.compile(r"[A-Za-z0-9._~+/-]+=*", re.ASCII)
"""The form of a bearer token, RFC 6750 2.1."""
WANTED = f"Authorization: Bearer and a token of POST {PATH}"
WANTED_KEY = "Authorization: Bearer and <application code>.<key>"
NO_STORE = {"cache-control": "no-store", "pragma": "no-cache"}
OUTLET = "outletCode"
DOTS = re.compile(r"[^\x20-\x21\x23-\x5b\x5d-\x7e]")
"""What an error_description cannot hold, RFC 6749 5.2."""


def token(call: Call) -> Answer | Refusal:
    """The token that a request to TAM Passport deserves, or its refusal (RFC 6749)."""
    status, body = Passport(call).answer(call)
    if status == 200:
        return Answer(status, body, headers=NO_STORE)
    error, description = body["error"], body.get("error_description", "")
    if error == "invalid_client":
        # One answer to an unknown client and to a wrong secret: nobody learns which clients there are.
        status, description = 401, "The client is unknown, or its secret is wrong."
    challenge = {"www-authenticate": f'Basic realm="{REALM}"'} if status == 401 else {}
    requirement = "TPOS-AUTH-007" if error in ("invalid_client", "invalid_grant") else None
    breach = Violation(requirement, error, "", None, "the credentials that GET /_kontrak/credentials names")
    return Refusal(status, description, (breach,), {**NO_STORE, **challenge})


def refuse(refusal: Refusal) -> Answer:
    """The refusal of a token as RFC 6749 5.2 writes it, whatever stage of the pipeline refused."""
    rules = {violation.rule for violation in refusal.violations}
    error = next((rule for rule in sorted(rules) if rule in ERRORS), None)
    if error is None:
        is_grant = any(v.pointer == "/grant_type" and v.rule == "enum" for v in refusal.violations)
        error = "unsupported_grant_type" if is_grant else "invalid_request"
    said = " ".join((refusal.title, *(f"{v.pointer[1:]}: {v.wanted}." for v in refusal.violations if v.pointer)))
    body = {"error": error, "error_description": DOTS.sub("'", said)}
    return Answer(refusal.status, body, headers=NO_STORE)


ERRORS = ("invalid_client", "invalid_grant", "invalid_request", "invalid_scope", "unauthorized_client",
          "unsupported_grant_type")  # fmt: skip


def authenticate(turn: Turn, request: Request) -> Caller | Refusal:
    """The caller of a request by its header Authorization (TPOS-R-036, 037, 042)."""
    readings = turn.judge.readings
    if readings["TPOS-R-036"] == "none":
        return Caller()
    found = _by_key(turn, request) if readings["TPOS-R-036"] == "key" else _by_token(turn, request)
    if isinstance(found, Caller) and readings["TPOS-R-042"] == "free":
        return Caller(found.name)
    return found


def stale(turn: Turn, request: Request) -> Refusal:
    """The refusal of a token that ends now, and of what stands in its place under other readings."""
    tokens.expire(turn, request.headers.get("authorization", "").partition(" ")[2].strip())
    found = authenticate(turn, request)
    return found if isinstance(found, Refusal) else _unknown(turn, request, InvalidTokenError(), WANTED)


def credentials(world: World, contract: Contract) -> Mapping[str, Json]:
    """What a client of a world signs in with."""
    known = contract.world.get("outlets", ())
    listed: dict[str, list[Json]] = {"clients": [], "users": [], "applications": []}
    for account in accounts.accounts(world):
        kind, name, secret = NAMES[account.kind]
        outlets = [outlet[OUTLET] for outlet in known if accounts.dealer_of(outlet) == account.dealer]
        entry = {name: account.name, secret: account.secret, "dealer": account.dealer, "outlets": outlets}
        listed[kind].append(entry)
    return {"token_url": PATH, **listed}


NAMES = {
    Kind.CLIENT: ("clients", "client_id", "client_secret"),
    Kind.USER: ("users", "username", "password"),
    Kind.APPLICATION: ("applications", "application_code", "key"),
}


class Tokens(BearerTokenValidator):
    """The tokens of a turn's world."""

    def __init__(self, turn: Turn) -> None:
        super().__init__(realm=REALM)
        self._turn = turn

    def authenticate_token(self, token_string: str) -> tokens.Token | None:
        """What the text stands for."""
        if self._turn.judge.readings["TPOS-R-037"] == "bearer" and (caller := _application(self._turn, token_string)):
            now = self._turn.world.now
            return tokens.Token(caller.name, caller.may or frozenset(), now + tokens.LIFETIME, now)
        return tokens.find(self._turn, token_string) if B64TOKEN.fullmatch(token_string) else None


class Sent:
    """A request as Authlib reads it."""

    def __init__(self, headers: Mapping[str, str]) -> None:
        self.headers = {"Authorization": headers.get("authorization", "").strip()}


def _by_token(turn: Turn, request: Request) -> Caller | Refusal:
    protector: Any = ResourceProtector()
    protector.register_token_validator(Tokens(turn))
    try:
        found = protector.validate_request(None, Sent(request.headers))
    except OAuth2Error as error:
        return _unknown(turn, request, error, WANTED)
    return Caller(found.name, found.outlets)


def _by_key(turn: Turn, request: Request) -> Caller | Refusal:
    scheme, _, text = request.headers.get("authorization", "").strip().partition(" ")
    caller = _application(turn, text.strip()) if scheme.lower() == "bearer" else None
    return caller or _unknown(turn, request, None, WANTED_KEY)


def _application(turn: Turn, text: str) -> Caller | None:
    code, _, key = text.partition(".")
    account = accounts.find(turn.world, Kind.APPLICATION, code)
    if account is None or not account.is_proved_by(key):
        return None
    return Caller(account.name, outlets_of(turn, account))


def _unknown(turn: Turn, request: Request, error: OAuth2Error | None, wanted: str) -> Refusal:
    if not request.headers.get("authorization", "").strip():
        breach = turn.partner.breach("no-credential", None, wanted)
        return Refusal(401, "The header Authorization is missing.", (breach,), {"www-authenticate": CHALLENGE})
    breach = turn.partner.breach("wrong-credential", None, wanted)
    said = dict(error.get_headers()).get("WWW-Authenticate", "") if error and error.error == "invalid_token" else ""
    challenge = said or f'{CHALLENGE}, error="invalid_token"'
    title = "The token is unknown, or it has expired." if said else "The header Authorization holds no bearer token."
    return Refusal(401, title, (breach,), {"www-authenticate": challenge})
