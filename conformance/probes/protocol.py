"""How a target takes requests that are no messages: methods, content types, broken and foreign bodies."""

from __future__ import annotations

import json
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import replace

from kontrak.conformance.cases import good, require_twin
from kontrak.conformance.check import probe
from kontrak.conformance.errors import Gone, Missing, Trouble
from kontrak.conformance.evidence import Evidence
from kontrak.conformance.exchange import Exchange
from kontrak.conformance.session import WITHOUT_BODY, Session
from kontrak.contracts.model import Json, Operation, Requirement

MEBIBYTE = 1024 * 1024
JSON = "application/json"
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


Bodies = Iterable[tuple[str, bytes]]


def every(session: Session) -> Iterator[Operation]:
    """The operations that take a JSON body, each after its good message was accepted; raises Missing at the end if one was not."""
    refused: list[Missing] = []
    first = first_create(session)
    for operation in [first, *(other for other in session.offered() if other.id != first.id)]:
        if operation.method in WITHOUT_BODY or operation.media != JSON:
            continue
        try:
            require_twin(session, operation)
        except Missing as missing:
            refused.append(missing)
            continue
        yield operation
    if refused:
        raise refused[0]


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
    """Methods that the contract does not have are not answered as a success, at the place of any operation."""
    for operation in every(session):
        have = {other.method for other in session.contract.paths()[operation.path]}
        body = json.dumps(operation.wrap(good(session, operation))).encode()
        for method in METHODS:
            if method not in have:
                exchange = session.send_raw(operation, body, method=method)
                expect_refusal(session, requirement, evidence, f"method {method} for {operation.id}", exchange)


def _each(session: Session, requirement: Requirement, evidence: Evidence, bodies: Bodies) -> None:
    operation = first_create(session)
    require_twin(session, operation)
    for what, body in bodies:
        expect_refusal(session, requirement, evidence, what, session.send_raw(operation, body))


def _everywhere(
    session: Session, requirement: Requirement, evidence: Evidence, spoil: Callable[[Session, Operation], Bodies]
) -> None:
    """Each spoilt body of each operation is refused."""
    for operation in every(session):
        for what, body in spoil(session, operation):
            exchange = session.send_raw(operation, body)
            expect_refusal(session, requirement, evidence, f"{what} for {operation.id}", exchange)


def operation_bytes(operation: Operation, message: bytes) -> bytes:
    """The body that carries these bytes as its message."""
    return b'{"%s": %s}' % (operation.member.encode(), message) if operation.member else message


@probe("broken-json")
def broken_json(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """Bodies that are not JSON are refused by every operation; the costly ones are sent to one."""
    _everywhere(session, requirement, evidence, _broken_bodies)
    _each(session, requirement, evidence, _endless_bodies(first_create(session)))


def _broken_bodies(session: Session, operation: Operation) -> Bodies:
    whole = json.dumps(operation.wrap(good(session, operation))).encode()
    bodies = {
        "a body cut off": whole[: len(whole) // 2],
        "a body with its last bracket missing": whole[:-1],
        "a body with single quotes": whole.replace(b'"', b"'"),
        "a text that is not JSON": b"bukan json",
        "an empty body": b"",
        "a body that is not UTF-8": whole.replace(b'"', b'"\xff', 1),
        "a body in UTF-16": whole.decode().encode("utf-16"),
        "a number that is none": operation_bytes(operation, b"NaN"),
        "two JSON values in one body": whole + whole,
    }
    return bodies.items()


def _endless_bodies(operation: Operation) -> Bodies:
    message = operation_bytes(operation, b'{"a":' * 100_000 + b"1" + b"}" * 100_000)
    yield "arrays nested a hundred thousand deep", b"[" * 100_000 + b"]" * 100_000
    yield "a message nested a hundred thousand deep", message


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
    """Arrays, texts and numbers in place of objects are refused by every operation."""
    _everywhere(session, requirement, evidence, _no_objects)


def _no_objects(session: Session, operation: Operation) -> Bodies:
    message = good(session, operation)
    bodies: Mapping[str, Json] = {
        "an array of bodies": [operation.wrap(message)],
        "a text for the body": "teks",
        "a number for the body": 1,
        "a truth value for the body": True,
        "null for the body": None,
    }
    if operation.member:
        bodies = {**bodies, "an array of messages": operation.wrap([message]), "a text": operation.wrap("teks")}
        bodies = {**bodies, "a number": operation.wrap(1), "null": operation.wrap(None)}
    return ((what, json.dumps(body).encode()) for what, body in bodies.items())


@probe("wrong-content-type")
def wrong_content_type(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """A good body under a content type that is not JSON is refused by every operation."""
    for operation in every(session):
        for kind in ("text/plain", "application/x-www-form-urlencoded", "application/xml"):
            body = json.dumps(operation.wrap(good(session, operation))).encode()
            headers = session.headers(operation) | {"Content-Type": kind}
            exchange = session.send_raw(operation, body, headers=headers)
            expect_refusal(session, requirement, evidence, f"content type {kind} for {operation.id}", exchange)


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


@probe("duplicate-member")
def duplicate_member(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """An object that names a member twice is refused by every operation, whether the values agree or not."""
    _everywhere(session, requirement, evidence, _doubled)


def _doubled(session: Session, operation: Operation) -> Bodies:
    message = good(session, operation)
    column, value = next(((name, value) for name, value in message.items() if isinstance(value, str)), ("", ""))
    for what, second in (("another value", f"{value}0"), ("the same value", value)) if column else ():
        twice = f"{json.dumps(column)}: {json.dumps(value)}, {json.dumps(column)}: {json.dumps(second)}"
        once = f"{json.dumps(column)}: {json.dumps(value)}"
        body = json.dumps(operation.wrap(good(session, operation) | {column: value})).replace(once, twice, 1)
        yield f"{column} twice with {what}", body.encode()
    if operation.member:
        pair = f"{json.dumps(operation.member)}: {json.dumps(message)}"
        yield f"{operation.member} twice", f"{{{pair}, {pair}}}".encode()
