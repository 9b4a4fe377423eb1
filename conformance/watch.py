"""Watches: what is judged of every exchange, whatever check sent it."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property

from kontrak.conformance.evidence import Evidence
from kontrak.conformance.exchange import NOT_JSON, Exchange
from kontrak.conformance.session import Session
from kontrak.conformance.verdict import Failure
from kontrak.contracts.judge import Violation
from kontrak.contracts.model import Json, Operation, Requirement


class Seen:
    """One exchange as the watches see it: what is told of it is worked out once for all of them."""

    def __init__(self, session: Session, exchange: Exchange) -> None:
        self.session, self.exchange = session, exchange

    @cached_property
    def operation(self) -> Operation | None:
        """The operation that was asked for, as far as place and body tell."""
        return self.session.operation_of(self.exchange.request)

    @cached_property
    def accepted(self) -> bool:
        """Whether the answer accepts."""
        return self.session.accepted(self.exchange)

    @cached_property
    def message(self) -> Json:
        """The message that was sent."""
        return self.session.message_of(self.operation, self.exchange.request) if self.operation else None

    @cached_property
    def body(self) -> Json:
        """The JSON value that was answered; null where it is none."""
        body = self.exchange.response.json()
        return None if body is NOT_JSON else body

    @cached_property
    def is_good(self) -> bool:
        """Whether a message that keeps the contract was accepted, so that the answer must have its form."""
        operation = self.operation
        return operation is not None and self.accepted and not self.session.judge.request(operation, self.message)

    @cached_property
    def is_refused(self) -> bool:
        """Whether a message under right credentials was refused by the server itself, so that the refusal must have its form."""
        if self.operation is None or self.accepted or self.exchange.response.status in NOT_THE_SERVER:
            return False
        return self.session.is_usual(self.operation, self.exchange.request.headers)

    @cached_property
    def violations(self) -> list[Violation]:
        """What the form of the answer, or of the refusal, breaks."""
        judge = self.session.judge
        if self.operation is not None and self.accepted:
            return judge.answer(self.operation, self.body)
        return judge.refusal(self.body)


Watch = Callable[[Seen, Requirement, Evidence], None]

LEAKS = re.compile(
    r"Traceback \(most recent call last\)|^[ \t]+at [\w.$]+\([\w.]+:\d+\)|Stack trace:|Whitelabel Error Page"
    r"|SQLSTATE|ORA-\d{5}|E11000|psycopg|pymysql|sqlite3\.|sqlalchemy\.exc|ActiveRecord::|PDOException"
    r"|(Integrity|Programming|Operational)Error|You have an error in your SQL syntax|Duplicate entry '"
    r"|duplicate key value violates|UNIQUE constraint failed|Violation of PRIMARY KEY"
    r"|java\.(lang|sql)\.\w+|org\.(postgresql|springframework)\.|System\.\w+Exception|<b>(Fatal error|Warning)</b>:",
    re.MULTILINE,
)
"""What stack traces and database drivers of the usual platforms look like."""


def server_error(seen: Seen, requirement: Requirement, evidence: Evidence) -> None:
    """No request is answered with a server error."""
    if seen.exchange.response.status < 500:
        evidence.passed(requirement.id)
        return
    session, exchange = seen.session, seen.exchange
    what = "a request was answered with a server error"
    evidence.failed(
        requirement.id,
        lambda: session.failure(what, session.answered(exchange), "a status below 500", exchange),
    )


def leak(seen: Seen, requirement: Requirement, evidence: Evidence) -> None:
    """No answer shows the inside of the server."""
    found = LEAKS.search(seen.exchange.response.text[:100_000])
    if found is None:
        evidence.passed(requirement.id)
        return
    what = "an answer shows the inside of the server"
    wanted = "no stack trace, no database message"
    evidence.failed(requirement.id, lambda: seen.session.failure(what, found[0].strip(), wanted, seen.exchange))


def answer(seen: Seen, requirement: Requirement, evidence: Evidence) -> None:
    """An accepting answer keeps the schema of its operation.

    What answers a wrong message is the business of the requirement that refuses it.
    """
    operation = seen.operation
    if operation is not None and requirement.id in seen.session.answer_rules[operation.id] and seen.is_good:
        _compare(seen, requirement, evidence)


NOT_THE_SERVER = {413, *range(500, 600)}
"""Statuses that whatever stands before the server answers too, in a form of its own."""


def refusal(seen: Seen, requirement: Requirement, evidence: Evidence) -> None:
    """A refusing answer to an operation keeps the schema of refusals; the gateway's answer to a bad key is its own."""
    if seen.is_refused:
        _compare(seen, requirement, evidence)


def _compare(seen: Seen, requirement: Requirement, evidence: Evidence) -> None:
    mine = [each for each in seen.violations if each.requirement == requirement.id and not each.silent]
    if not mine:
        evidence.passed(requirement.id)
        return
    session, exchange = seen.session, seen.exchange
    what = f"the answer breaks its form at {mine[0].pointer or 'its top'}"

    def failure() -> Failure:
        got = f"{mine[0]}; the answer was {session.answered(exchange)}"
        return session.failure(what, got, mine[0].wanted, exchange)

    evidence.failed(requirement.id, failure)


WATCHES: dict[str, Watch] = {"server-error": server_error, "leak": leak, "answer": answer, "refusal": refusal}
