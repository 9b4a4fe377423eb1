"""How a target takes requests that are no messages: methods, content types, broken and foreign bodies."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Mapping
from dataclasses import replace

from kontrak.conformance.cases import good, require_twin
from kontrak.conformance.check import probe
from kontrak.conformance.errors import Gone, Trouble
from kontrak.conformance.evidence import Evidence
from kontrak.conformance.exchange import Exchange
from kontrak.conformance.session import Session
from kontrak.contracts.model import Json, Operation, Requirement

MEBIBYTE = 1024 * 1024
PLACE = "kontrak-place-of-a-value"
INTERNAL_SERVER_ERROR = 500
METHODS = ("GET", "PUT", "PATCH", "DELETE")
"""The methods that are tried where the contract has another one."""


def first_create(session: Session) -> Operation:
    """The operation that protocol probes use: the first that makes records, or else the first of all."""
    creating = (c.create for c in session.contract.collections.values() if c.create)
    return session.operation(next(creating, next(iter(session.contract.operations))))


def expect_refusal(
    session: Session, requirement: Requirement, evidence: Evidence, what: str, exchange: Exchange
) -> None:
    """Note whether a request was refused as it should be."""
    if not session.accepted(exchange):
        evidence.passed(requirement.id)
        return
    got = f"accepted: {session.answered(exchange)}"
    evidence.failed(requirement.id, session.failure(f"{what} was accepted", got, f"a refusal of {what}", exchange))


@probe("examples")
def examples(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """Each example of the first operation is accepted."""
    operation = first_create(session)
    for message in session.messages.examples(operation):
        exchange = session.send(operation, message)
        if session.accepted(exchange):
            evidence.passed(requirement.id)
        else:
            got = f"refused: {session.answered(exchange)}"
            failure = session.failure("a printed example was refused", got, "the example accepted", exchange)
            evidence.failed(requirement.id, failure)
    if "destructive" in session.target.allow:
        _to_the_letter(session, requirement, evidence, operation)


@probe("every-operation")
def every_operation(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """The examples of every operation are accepted."""
    for operation in session.offered():
        for message in session.messages.examples(operation, accepted=session.refuses_no_match):
            exchange = session.send(operation, message)
            if session.accepted(exchange):
                evidence.passed(requirement.id)
                continue
            got = f"refused: {session.answered(exchange)}"
            failure = session.failure(f"an example of {operation.id} is refused", got, "accepted", exchange)
            evidence.failed(requirement.id, failure)


@probe("unknown-paths")
def unknown_paths(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """Good bodies under paths that the contract does not have are not answered as a success."""
    operation = first_create(session)
    require_twin(session, operation)
    for path in unknown_among(session.contract.paths(), operation.path):
        exchange = session.send(replace(operation, path=path), good(session, operation))
        expect_refusal(session, requirement, evidence, f"the path {path}", exchange)


def unknown_among(known: Container[str], path: str) -> list[str]:
    """Paths beside a known one that are not known: one part of it is another."""
    parts = path.split("/")
    found = [
        "/".join([*parts[:place], other, *parts[place + 1 :]])
        for place in range(2, len(parts))
        for other in ("tidak-ada", f"{parts[place]}0")
    ]
    return [other for other in found if other not in known]


def _to_the_letter(session: Session, requirement: Requirement, evidence: Evidence, operation: Operation) -> None:
    """Where old records may be deleted: the examples with the very keys and master records that are printed."""
    collection = session.contract.collection_created_by(operation.id)
    if collection is None or collection.delete is None:
        return
    for example in operation.examples:
        message = operation.unwrap(example)
        if session.judge.references(operation, message, session.messages.lookup):
            continue
        deletion = session.messages.deletion(collection, [str(message[collection.key])])
        session.send(session.operation(collection.delete), deletion)
        exchange = session.send(operation, message)
        session.send(session.operation(collection.delete), deletion)
        if session.accepted(exchange):
            evidence.passed(requirement.id)
        else:
            got = f"refused: {session.answered(exchange)}"
            failure = session.failure("an example is refused as printed", got, "the example accepted", exchange)
            evidence.failed(requirement.id, failure)


@probe("other-methods")
def other_methods(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """Methods that the contract does not have are not answered as a success."""
    operation = first_create(session)
    require_twin(session, operation)
    have = {other.method for other in session.contract.paths()[operation.path]}
    for method in METHODS:
        if method not in have:
            body = json.dumps(operation.wrap(good(session, operation))).encode()
            exchange = session.send_raw(operation, body, method=method)
            expect_refusal(session, requirement, evidence, f"method {method}", exchange)


def _each(session: Session, requirement: Requirement, evidence: Evidence, bodies: Iterable[tuple[str, bytes]]) -> None:
    operation = first_create(session)
    require_twin(session, operation)
    for what, body in bodies:
        expect_refusal(session, requirement, evidence, what, session.send_raw(operation, body))


def operation_bytes(operation: Operation, message: bytes) -> bytes:
    """The body that carries these bytes as its message."""
    return b'{"%s": %s}' % (operation.member.encode(), message) if operation.member else message


@probe("broken-json")
def broken_json(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """Bodies that are not JSON are refused."""
    operation = first_create(session)
    whole = json.dumps(operation.wrap(good(session, operation))).encode()
    bodies = {
        "a body cut off": whole[: len(whole) // 2],
        "a body with its last bracket missing": whole[:-1],
        "a body with single quotes": whole.replace(b'"', b"'"),
        "a text that is not JSON": b"bukan json",
        "an empty body": b"",
        "a body that is not UTF-8": whole.replace(b'"', b'"\xff', 1),
        "arrays nested a hundred thousand deep": b"[" * 100_000 + b"]" * 100_000,
        "a message nested a hundred thousand deep": operation_bytes(
            operation, b'{"a":' * 100_000 + b"1" + b"}" * 100_000
        ),
        "a number that is none": operation_bytes(operation, b"NaN"),
        "two JSON values in one body": whole + whole,
    }
    _each(session, requirement, evidence, bodies.items())


@probe("wrong-wrapper")
def wrong_wrapper(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """Bodies without the member that names the operation are refused."""
    operation = first_create(session)
    message = good(session, operation)
    bodies: Mapping[str, Json] = {
        "a bare message": message,
        "an unknown wrapper": {"tidak_dikenal": message},
        "an empty object": {},
        "a wrapper in capitals": {str(operation.member).upper(): message},
    }
    _each(session, requirement, evidence, ((what, json.dumps(body).encode()) for what, body in bodies.items()))


@probe("two-wrappers")
def two_wrappers(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """A body that names two operations is refused."""
    operation = first_create(session)
    others = [other for other in session.offered() if other.member != operation.member]
    bodies = [
        (
            f"a body with {operation.member} and {other.member}",
            json.dumps(operation.wrap(good(session, operation)) | other.wrap(session.messages.good(other))).encode(),
        )
        for other in others
        if other.member and (session.contract.collection_created_by(other.id) or _lists(session, other))
    ]
    _each(session, requirement, evidence, bodies)


def _lists(session: Session, operation: Operation) -> bool:
    return any(collection.list == operation.id for collection in session.contract.collections.values())


@probe("not-an-object")
def not_an_object(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """Arrays, texts and numbers in place of objects are refused."""
    operation = first_create(session)
    message = good(session, operation)
    bodies: Mapping[str, Json] = {
        "an array of bodies": [operation.wrap(message)],
        "an array of messages": operation.wrap([message]),
        "a text for the message": operation.wrap("teks"),
        "a number for the message": operation.wrap(1),
        "null for the message": operation.wrap(None),
        "a text for the body": "teks",
        "a number for the body": 1,
        "a truth value for the body": True,
        "null for the body": None,
    }
    _each(session, requirement, evidence, ((what, json.dumps(body).encode()) for what, body in bodies.items()))
    for other in session.offered():
        if other.member and other.id != operation.id:
            wrong: Mapping[str, Json] = {"a text": "teks", "a number": 1, "null": None}
            for what, instead in wrong.items():
                exchange = session.send(other, instead)
                expect_refusal(session, requirement, evidence, f"{what} for the message of {other.id}", exchange)


@probe("wrong-content-type")
def wrong_content_type(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """A good body under a content type that is not JSON is refused."""
    operation = first_create(session)
    require_twin(session, operation)
    for kind in ("text/plain", "application/x-www-form-urlencoded", "application/xml"):
        body = json.dumps(operation.wrap(good(session, operation))).encode()
        headers = session.headers(operation) | {"Content-Type": kind}
        exchange = session.send_raw(operation, body, headers=headers)
        expect_refusal(session, requirement, evidence, f"content type {kind}", exchange)


@probe("large-body")
def large_body(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """A body of 10 MB is refused, and the target goes on serving."""
    operation = first_create(session)
    require_twin(session, operation)
    message = good(session, operation) | {"catatan": "x" * 10 * MEBIBYTE}
    body = json.dumps(operation.wrap(message)).encode()
    wanted = "an answer that says why"
    try:
        exchange = session.send_raw(operation, body)
    except Gone:
        raise
    except Trouble as trouble:
        evidence.failed(requirement.id, session.failure("a large body breaks the connection", trouble.reason, wanted))
    else:
        expect_refusal(session, requirement, evidence, "a body of 10 MB", exchange)
        if not exchange.response.body.strip():
            what, got = "a large body is refused without a word", session.answered(exchange)
            evidence.failed(requirement.id, session.failure(what, got, wanted, exchange))
    after = session.send(operation, good(session, operation))
    if not session.accepted(after):
        got = f"refused: {session.answered(after)}"
        wanted = "the next good message accepted"
        evidence.failed(
            requirement.id, session.failure("the target stopped serving after a large body", got, wanted, after)
        )
        session.lost = f"the target refuses good messages since it got a large body; see {requirement.id}"


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
    """Whatever stands in a column, the answer is no server error; the watch of the requirement may see more."""
    for operation in session.offered():
        collection = session.contract.collection_created_by(operation.id)
        if collection is not None:
            for column in operation.request["properties"]:
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
    message = json.dumps(good(session, operation) | {column: PLACE}).encode()
    body = operation_bytes(operation, message.replace(json.dumps(PLACE).encode(), value))
    exchange = session.send_raw(operation, body)
    if exchange.response.status < INTERNAL_SERVER_ERROR:
        evidence.passed(requirement.id)
        return
    got = session.answered(exchange)
    failure = session.failure(f"{what} as {column} breaks the server", got, "a status below 500", exchange)
    evidence.failed(requirement.id, failure)


@probe("duplicate-member")
def duplicate_member(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """An object that names a member twice is refused, whether the values agree or not."""
    operation = first_create(session)
    message = good(session, operation)
    column, value = next((name, value) for name, value in message.items() if isinstance(value, str))
    for what, second in (("another value", f"{value}0"), ("the same value", value)):
        twice = f"{json.dumps(column)}: {json.dumps(value)}, {json.dumps(column)}: {json.dumps(second)}"
        once = f"{json.dumps(column)}: {json.dumps(value)}"
        body = json.dumps(operation.wrap(good(session, operation) | {column: value})).replace(once, twice, 1)
        _each(session, requirement, evidence, [(f"{column} twice with {what}", body.encode())])
    if operation.member:
        member = json.dumps(operation.member)
        pair = f"{member}: {json.dumps(good(session, operation))}"
        _each(session, requirement, evidence, [(f"{operation.member} twice", f"{{{pair}, {pair}}}".encode())])
