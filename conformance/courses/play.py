"""Plays the steps of a course against a target, and keeps what was sent and answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kontrak.conformance.cases import finds_nothing
from kontrak.conformance.courses import values
from kontrak.conformance.envelopes import contracted
from kontrak.conformance.errors import Missing
from kontrak.conformance.exchange import NOT_JSON, Exchange
from kontrak.conformance.messages import Message
from kontrak.conformance.session import Session
from kontrak.contracts.course import Course, Step
from kontrak.contracts.model import Json, Operation

Row = Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Played:
    """What became of a step: its message and answer, the rows of the answer; or why it could not be played (`missing`)."""

    step: Step
    message: Message = field(default_factory=dict)
    exchange: Exchange | None = None
    accepted: bool = False
    rows: tuple[Row, ...] = ()
    missing: str = ""

    def look(self, column: str) -> Json:
        """A column of the message, or else of the first row of the answer; rows of the message by `items/0/qty`."""
        found = values.inside(self.message, column)
        return found if found is not None or not self.rows else self.rows[0].get(column)


Stage = dict[str, Played]
SPOILT = {"none": "no-credential", "unknown": "wrong-credential"}


def play(session: Session, course: Course) -> Stage:
    """Play a course to its end: a step that cannot be played takes along those alone that build on it."""
    stage: Stage = {}
    clock = ""
    for step in course.steps:
        if step.advance:
            clock = clock or _moved(session, step.advance)
        else:
            stage[step.name] = Played(step, missing=clock) if clock else played(session, step, stage)
    return stage


def _moved(session: Session, hours: int) -> str:
    """Let the clock go on; why it does not, if it does not."""
    try:
        session.advance(hours)
    except Missing as missing:
        return missing.reason
    return ""


def played(session: Session, step: Step, stage: Stage) -> Played:
    """Play one step, on a stage that holds those that it builds on; a step that cannot be played says why."""
    try:
        operation = session.operation(step.send)
        message = _message(session, operation, step, stage)
        exchanges = _sent(session, operation, message, step)
    except Missing as missing:
        return Played(step, missing=missing.reason)
    accepted = any(session.accepted(exchange) for exchange in exchanges)
    shown = next((one for one in exchanges if session.accepted(one)), exchanges[0])
    if not (accepted or step.may or step.credential or finds_nothing(session, operation, shown)):
        reason = f"a good message is refused ({session.answered(shown)}); see {operation.accepts}"
        return Played(step, message, shown, missing=reason)
    if step.credential and accepted:
        reason = f"{operation.id} is accepted without a good credential, so that its effect is no secret"
        return Played(step, message, shown, missing=reason)
    return Played(step, message, shown, accepted, _rows(operation, shown) if accepted else ())


def _message(session: Session, operation: Operation, step: Step, stage: Stage) -> Message:
    """The message of a step: a question as it stands, what makes a record as a good message with these columns."""
    given = {name: values.value(session, stage, one) for name, one in step.given.items()}
    if step.like is not None:
        return _of(stage, step.like).message | given
    if session.contract.collection_created_by(operation.id) is None:
        return {name: value for name, value in given.items() if value is not None}
    return session.messages.good(operation, given)


def _of(stage: Stage, name: str) -> Played:
    played = stage[name]
    if played.missing:
        raise Missing(played.missing)
    return played


def _sent(session: Session, operation: Operation, message: Message, step: Step) -> list[Exchange]:
    headers = _headers(session, operation, step)
    if step.together == 1:
        return [session.send(operation, message, headers)]
    request = session.request(operation, message)
    return session.client.send_together([request] * step.together)


def _headers(session: Session, operation: Operation, step: Step) -> dict[str, str] | None:
    """The headers of a message without a credential, or with one that nobody was given; None for the usual ones."""
    if step.credential is None:
        return None
    _, spoilt = list(session.credentials.spoilt(SPOILT[step.credential]))[-1]
    return {"Content-Type": operation.media, **spoilt}


def _rows(operation: Operation, exchange: Exchange) -> tuple[Row, ...]:
    """The rows of an answer, in the contract's envelope or another; an answer without rows is one itself."""
    body = exchange.response.json()
    if body is NOT_JSON:
        return ()
    inside = contracted(operation, body)
    names = operation.answer.get("required", ())
    content = inside.get(names[0]) if isinstance(inside, dict) and len(names) == 1 else None
    if isinstance(content, list):
        return tuple(row for row in content if isinstance(row, dict))
    if isinstance(content, dict):
        return (content,)
    return (body,) if isinstance(body, dict) and not _asks(operation) else ()


def _asks(operation: Operation) -> bool:
    """Whether the operation's good answer carries rows."""
    names = operation.answer.get("required", ())
    node = operation.answer.get("properties", {}).get(names[0], {}) if len(names) == 1 else {}
    return node.get("type") in ("array", "object")
