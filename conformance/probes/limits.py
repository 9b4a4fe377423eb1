"""What a target tells of its limits: requests of a day, and the tolerance of its clock."""

from __future__ import annotations

from collections.abc import Mapping

from kontrak.conformance.check import probe
from kontrak.conformance.credentials import Signature
from kontrak.conformance.errors import Missing, NotOffered
from kontrak.conformance.evidence import Evidence
from kontrak.conformance.exchange import Exchange
from kontrak.conformance.listing import windows
from kontrak.conformance.probes.protocol import expect_refusal, first_create
from kontrak.conformance.probes.windows import DAY, MARGIN, Panes
from kontrak.conformance.session import Session
from kontrak.contracts.model import Requirement

SLACK = 5
"""Seconds by which a request under test keeps away from the tolerance: what a slow network may add."""
MOST = 1000
"""The largest limit that is tried out."""
OF_A_LIMIT = ("retry-after", "x-ratelimit-", "ratelimit")


def _limited(session: Session) -> int:
    """The group whose requests are limited and may be used up; raises NotOffered where none is told."""
    for number, group in enumerate(session.target.groups):
        if 0 < group.limit <= MOST:
            return number
    raise NotOffered("the target is not said to limit requests (a group of its own with limit = N, up to 1000)")


def _used_up(session: Session) -> tuple[Exchange, int]:
    """The first refusal of a group that sends more than it may, and the number of requests before; at most one too many."""
    number, sent = _limited(session), 0
    listing = windows(session)[0]
    with session.client.taking_429():
        exchange = listing.ask(listing.span(DAY, -MARGIN), number)
        while session.accepted(exchange) and sent < session.target.groups[number].limit:
            exchange, sent = listing.ask(listing.span(DAY, -MARGIN), number), sent + 1
    return exchange, sent


@probe("over-limit")
def over_limit(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """A request over the limit of its key is refused, and none below it; the keys of others are as good as before."""
    panes = Panes(session, requirement, evidence)
    exchange, sent = _used_up(session)
    limit = session.target.groups[_limited(session)].limit
    refused = not session.accepted(exchange)
    if refused and sent < limit:
        raise Missing(f"the limit of {limit} requests was used up before: {sent} were accepted")
    what = f"request {limit + 1} of a key that may send {limit} is accepted"
    panes.expect(what, session.answered(exchange), "a refusal", holds=refused)
    listing = windows(session)[0]
    other = listing.ask(listing.span(DAY, -MARGIN))
    what = "a key is refused since another one is over its limit"
    panes.expect(what, session.answered(other), "accepted", holds=session.accepted(other))


@probe("over-limit-answer")
def over_limit_answer(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """The refusal of a request over the limit has HTTP 200 and no header of a limit."""
    panes = Panes(session, requirement, evidence)
    exchange, _ = _used_up(session)
    if session.accepted(exchange):
        raise Missing("no request over the limit was refused; see the requirement that it is")
    status = exchange.response.status
    what = "a request over the limit is refused otherwise than by HTTP 200"
    panes.expect(what, f"HTTP {status}", "HTTP 200", holds=status == 200)
    found = _of_a_limit(exchange.response.headers)
    panes.expect("a refusal has headers of a limit", found, "none", holds=not found)


def _of_a_limit(headers: Mapping[str, str]) -> str:
    return ", ".join(name for name in headers if name.lower().startswith(OF_A_LIMIT))


@probe("tolerance")
def tolerance(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """Times that differ by less than the tolerance that the target tells are accepted, those that differ by more are not."""
    seconds = session.target.tolerance
    if seconds is None:
        raise NotOffered("the target is not said to have a tolerance of its own (tolerance = seconds)")
    if not isinstance(session.credentials, Signature):
        raise NotOffered("the contract has no signature over the time")
    panes, operation = Panes(session, requirement, evidence), first_create(session)
    for sign in (-1, 1):
        near, far = sign * max(seconds - SLACK, 1), sign * (seconds + SLACK)
        exchange = session.send(operation, session.messages.good(operation), _signed(session, near))
        what = f"a request signed {near:+} s from now is refused, within {seconds} s"
        panes.expect(what, session.answered(exchange), "accepted", holds=session.accepted(exchange))
        exchange = session.send(operation, session.messages.good(operation), _signed(session, far))
        expect_refusal(session, requirement, evidence, f"a request signed {far:+} s from now", exchange)


def _signed(session: Session, seconds: int) -> dict[str, str]:
    usual = session.headers(first_create(session))
    return usual | (session.credentials.near(seconds) if isinstance(session.credentials, Signature) else {})


@probe("one-key-for-all")
def one_key_for_all(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """The key of each group is answered every list."""
    panes = Panes(session, requirement, evidence)
    for number, group in enumerate(session.target.groups):
        for listing in windows(session) if not group.limit else ():
            exchange = listing.ask(listing.span(6 * DAY, -MARGIN), number)
            what = f"{listing.operation.id} is refused to the key of group {number + 1}"
            panes.expect(what, session.answered(exchange), "accepted", holds=session.accepted(exchange))
