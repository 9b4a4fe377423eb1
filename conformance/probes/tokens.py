"""What an authorization server gives, and how long it is good for."""

from __future__ import annotations

from kontrak.conformance.check import probe
from kontrak.conformance.courses.values import inside
from kontrak.conformance.credentials import Bearer
from kontrak.conformance.errors import Missing
from kontrak.conformance.evidence import Evidence
from kontrak.conformance.exchange import Exchange
from kontrak.conformance.probes.protocol import expect_refusal
from kontrak.conformance.session import Session
from kontrak.contracts.model import Operation, Requirement

UNAUTHORIZED = 401
HOUR = 3600
LONGEST = 7 * 24
"""Hours that a clock is moved at most to see a token end."""


def _bearer(session: Session) -> Bearer:
    if not isinstance(session.credentials, Bearer):
        raise Missing("the contract has no tokens")
    return session.credentials


def _secured(session: Session) -> Operation:
    """An operation that asks for a token and changes nothing."""
    found = [one for one in session.offered() if one.secured and session.contract.collection_created_by(one.id) is None]
    if not found:
        raise Missing("no operation that asks for a token can be called without making a record")
    return found[0]


def _expect(
    session: Session,
    requirement: Requirement,
    evidence: Evidence,
    what: str,
    wanted: str,
    exchange: Exchange,
    *,
    holds: bool,
) -> None:
    if holds:
        evidence.passed(requirement.id)
    else:
        evidence.failed(requirement.id, session.failure(what, session.answered(exchange), wanted, exchange))


@probe("token-is-given")
def token_is_given(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """The authorization server gives a token for the credentials of the configuration."""
    exchange = session.client.send(_bearer(session).token_request())
    token = inside(exchange.response.json(), "access_token")
    what = "no token is given for the credentials of the configuration"
    _expect(session, requirement, evidence, what, "a token", exchange, holds=isinstance(token, str) and bool(token))


@probe("wrong-secret")
def wrong_secret(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """A wrong secret gives no token, though the right one does."""
    bearer = _bearer(session)
    bearer.headers()
    secret = "password" if bearer.target.auth and bearer.target.auth.password else "client_secret"
    exchange = session.client.send(bearer.token_request(**{secret: f"{session.messages.mark}-salah"}))
    token = inside(exchange.response.json(), "access_token")
    _expect(session, requirement, evidence, "a wrong secret gives a token", "no token", exchange, holds=token is None)


@probe("challenge")
def challenge(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """A call without a token is answered with 401 and a challenge of the scheme Bearer."""
    operation = _secured(session)
    exchange = session.send(operation, session.messages.good(operation), {"Content-Type": operation.media})
    status = exchange.response.status
    what = "a call without a token is not answered with 401"
    _expect(session, requirement, evidence, what, "HTTP 401", exchange, holds=status == UNAUTHORIZED)
    named = {name.lower(): value for name, value in exchange.response.headers.items()}.get("www-authenticate", "")
    what = "a call without a token is answered without a challenge of the scheme Bearer"
    is_bearer = named.lower().startswith("bearer")
    _expect(session, requirement, evidence, what, "WWW-Authenticate: Bearer", exchange, holds=is_bearer)


@probe("token-ends")
def token_ends(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """A token that has expired is refused with 401."""
    operation, headers, hours = _aged(session)
    session.advance(hours + 1)
    exchange = session.send(operation, session.messages.good(operation), headers)
    expect_refusal(session, requirement, evidence, f"a token {hours + 1} hours old", exchange)
    if not session.accepted(exchange):
        what, status = "a token that has expired is not answered with 401", exchange.response.status
        _expect(session, requirement, evidence, what, "HTTP 401", exchange, holds=status == UNAUTHORIZED)


@probe("token-lasts")
def token_lasts(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """A token serves until the seconds that it was given for have passed, and no longer."""
    operation, headers, hours = _aged(session)
    if hours > 1:
        session.advance(hours - 1)
        exchange = session.send(operation, session.messages.good(operation), headers)
        what = f"a token is refused after {hours - 1} hours"
        _expect(session, requirement, evidence, what, "accepted", exchange, holds=session.accepted(exchange))
    session.advance(2 if hours > 1 else hours + 1)
    exchange = session.send(operation, session.messages.good(operation), headers)
    expect_refusal(session, requirement, evidence, "a token past its end", exchange)


def _aged(session: Session) -> tuple[Operation, dict[str, str], int]:
    """An operation, the headers of a fresh token that was seen to serve, and the whole hours that it lasts, rounded up."""
    bearer, operation = _bearer(session), _secured(session)
    exchange = session.client.send(bearer.token_request())
    body = exchange.response.json()
    token, lasts = inside(body, "access_token"), str(inside(body, "expires_in"))
    if not token or not lasts.isdecimal():
        raise Missing("the token does not say in seconds how long it lasts; see the requirements about its answer")
    hours = -(-int(lasts) // HOUR)
    if hours > LONGEST:
        raise Missing(f"the token lasts {hours} hours: longer than the {LONGEST} that a clock is moved for it")
    headers = {"Content-Type": operation.media, bearer.known.header: f"Bearer {token}"}
    if not session.accepted(session.send(operation, session.messages.good(operation), headers)):
        raise Missing(f"a good message is refused as well; see {operation.accepts}")
    return operation, headers, hours
