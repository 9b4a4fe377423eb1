"""Values that break careless servers, in every column."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress

from kontrak.conformance.cases import good
from kontrak.conformance.check import probe
from kontrak.conformance.errors import Missing
from kontrak.conformance.evidence import Evidence
from kontrak.conformance.generate import columns
from kontrak.conformance.messages import Message
from kontrak.conformance.probes.protocol import operation_bytes
from kontrak.conformance.session import Session
from kontrak.contracts.model import Operation, Requirement

PLACE = "kontrak-place-of-a-value"
INTERNAL_SERVER_ERROR = 500
ODD_VALUES: Mapping[str, bytes] = {
    "half a character": b'"\\ud800"',
    "a NUL character": b'"\\u0000"',
    "accents": '"Kafé Señor"'.encode(),
    "characters beyond the basic plane": '"東京 🙂"'.encode(),
    "an apostrophe": b'"D\'Jaya"',
    "a number of 20 digits": b"1" + b"0" * 20,
    "a text of 20 digits": b'"1' + b"0" * 20 + b'"',
    "a number of 400 digits": b"9" * 400,
    "a number beyond all floats": b"1e999",
    "a negative number": b"-1",
    "a text of 10,000 characters": b'"' + b"x" * 10_000 + b'"',
    "the text NULL": b'"NULL"',
}
"""Values that break careless servers; whether they are accepted is another matter."""


@probe("odd-values")
def odd_values(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """Whatever stands in a column, of the message or of a row in it, the answer is no server error; the watch may see more."""
    for operation in session.offered():
        collection = session.contract.collection_created_by(operation.id)
        if collection is not None:
            for column in columns(operation.request):
                for what, value in ODD_VALUES.items():
                    if column != collection.key:
                        _send_odd(session, requirement, evidence, operation, column, what, value)
                    elif value.startswith(b'"'):  # as the key, after the run's mark: it has to be taken away again
                        marked = b'"%s %s' % (session.messages.key().encode(), value[1:])
                        _send_odd(session, requirement, evidence, operation, column, what, marked)


def _send_odd(
    session: Session,
    requirement: Requirement,
    evidence: Evidence,
    operation: Operation,
    column: str,
    what: str,
    value: bytes,
) -> None:
    placed = _placed(session, operation, column)
    if placed is None:
        return
    message = json.dumps(placed).encode()
    body = operation_bytes(operation, message.replace(json.dumps(PLACE).encode(), value))
    exchange = session.send_raw(operation, body)
    if exchange.response.status < INTERNAL_SERVER_ERROR:
        evidence.passed(requirement.id)
        return
    got = session.answered(exchange)
    failure = session.failure(f"{what} as {column} breaks the server", got, "a status below 500", exchange)
    evidence.failed(requirement.id, failure)


def _placed(session: Session, operation: Operation, column: str) -> Message | None:
    """A good message with the mark of a place in a column; None where no example has the row that the column is in."""
    for _ in operation.examples:
        with suppress(Missing):
            return session.messages.changed(operation, good(session, operation), column, PLACE)
    return None
