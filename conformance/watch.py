"""Watches: what is judged of every exchange, whatever check sent it."""

from __future__ import annotations

import re
from collections.abc import Callable

from kontrak.conformance.evidence import Evidence
from kontrak.conformance.exchange import NOT_JSON, Exchange
from kontrak.conformance.session import Session
from kontrak.conformance.verdict import Failure
from kontrak.contracts.judge import Violation
from kontrak.contracts.model import Requirement

Watch = Callable[[Session, Requirement, Evidence, Exchange], None]

LEAKS = re.compile(
    r"Traceback \(most recent call last\)|^[ \t]+at [\w.$]+\([\w.]+:\d+\)|Stack trace:|Whitelabel Error Page"
    r"|SQLSTATE|ORA-\d{5}|E11000|psycopg|pymysql|sqlite3\.|sqlalchemy\.exc|ActiveRecord::|PDOException"
    r"|(Integrity|Programming|Operational)Error|You have an error in your SQL syntax|Duplicate entry '"
    r"|duplicate key value violates|UNIQUE constraint failed|Violation of PRIMARY KEY"
    r"|java\.(lang|sql)\.\w+|org\.(postgresql|springframework)\.|System\.\w+Exception|<b>(Fatal error|Warning)</b>:",
    re.MULTILINE,
)
"""What stack traces and database drivers of the usual platforms look like."""


def server_error(session: Session, requirement: Requirement, evidence: Evidence, exchange: Exchange) -> None:
    """No request is answered with a server error."""
    if exchange.response.status < 500:
        evidence.passed(requirement.id)
        return
    what = "a request was answered with a server error"
    evidence.failed(
        requirement.id,
        lambda: session.failure(what, session.answered(exchange), "a status below 500", exchange),
    )


def leak(session: Session, requirement: Requirement, evidence: Evidence, exchange: Exchange) -> None:
    """No answer shows the inside of the server."""
    found = LEAKS.search(exchange.response.text[:100_000])
    if found is None:
        evidence.passed(requirement.id)
        return
    what = "an answer shows the inside of the server"
    wanted = "no stack trace, no database message"
    evidence.failed(requirement.id, lambda: session.failure(what, found[0].strip(), wanted, exchange))


def answer(session: Session, requirement: Requirement, evidence: Evidence, exchange: Exchange) -> None:
    """An accepting answer keeps the schema of its operation."""
    operation = session.operation_of(exchange.request)
    if operation is None or requirement.id not in session.answer_rules[operation.id]:
        return
    about, violations = session.judged_answer(operation, exchange)
    if requirement.id in about:
        _compare(session, requirement, evidence, exchange, violations)


NOT_THE_SERVER = {413, *range(500, 600)}
"""Statuses that whatever stands before the server answers too, in a form of its own."""


def refusal(session: Session, requirement: Requirement, evidence: Evidence, exchange: Exchange) -> None:
    """A refusing answer to an operation keeps the schema of refusals; the gateway's answer to a bad key is its own."""
    operation = session.operation_of(exchange.request)
    if operation is None or session.accepted(exchange) or exchange.response.status in NOT_THE_SERVER:
        return
    if not session.is_usual(operation, exchange.request.headers):
        return
    body = exchange.response.json()
    _compare(session, requirement, evidence, exchange, session.judge.refusal(None if body is NOT_JSON else body))


def _compare(
    session: Session, requirement: Requirement, evidence: Evidence, exchange: Exchange, violations: list[Violation]
) -> None:
    mine = [violation for violation in violations if violation.requirement == requirement.id and not violation.silent]
    if not mine:
        evidence.passed(requirement.id)
        return
    what = f"the answer breaks its form at {mine[0].pointer or 'its top'}"

    def failure() -> Failure:
        got = f"{mine[0]}; the answer was {session.answered(exchange)}"
        return session.failure(what, got, mine[0].wanted, exchange)

    evidence.failed(requirement.id, failure)


WATCHES: dict[str, Watch] = {"server-error": server_error, "leak": leak, "answer": answer, "refusal": refusal}
