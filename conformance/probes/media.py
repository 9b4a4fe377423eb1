"""How a target takes good messages that are dressed in an unusual way."""

from __future__ import annotations

import json

from kontrak.conformance.cases import good
from kontrak.conformance.check import probe
from kontrak.conformance.evidence import Evidence
from kontrak.conformance.listing import windows
from kontrak.conformance.probes.protocol import every
from kontrak.conformance.probes.windows import DAY, MARGIN, Panes
from kontrak.conformance.session import Session
from kontrak.contracts.model import Requirement


@probe("charset")
def charset(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """A good message whose content type names UTF-8 beside JSON is accepted by every operation."""
    panes = Panes(session, requirement, evidence)
    for operation in every(session):
        for kind in (f"{operation.media}; charset=utf-8", f'{operation.media};charset="UTF-8"'):
            body = json.dumps(operation.wrap(good(session, operation))).encode()
            exchange = session.send_raw(operation, body, headers=session.headers(operation) | {"Content-Type": kind})
            what = f"{operation.id} refuses the content type {kind}"
            panes.expect(what, session.answered(exchange), "accepted", holds=session.accepted(exchange))


@probe("lists-ignore-unknown")
def lists_ignore_unknown(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """A list that is asked with an unknown member answers what it answers without it."""
    panes = Panes(session, requirement, evidence)
    for listing in windows(session):
        span = listing.span(6 * DAY, MARGIN)
        keys = [listing.key(row) for row in listing.rows_of(listing.ask(span))]
        exchange = listing.ask(span | {"x-tidak-dikenal": session.messages.key()})
        accepted = session.accepted(exchange)
        what = f"{listing.operation.id} is refused for an unknown member"
        panes.expect(what, session.answered(exchange), "accepted", holds=accepted)
        got = [listing.key(row) for row in listing.rows_of(exchange)] if accepted else keys
        what = f"{listing.operation.id} lists other rows for an unknown member"
        panes.expect(
            what,
            f"{len(got)} rows",
            f"the same {len(keys)} rows",
            holds=sorted(map(str, got)) == sorted(map(str, keys)),
        )
