"""Watches: what is judged of every exchange, whatever check sent it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import cached_property

from kontrak.conformance.credentials import Signature
from kontrak.conformance.evidence import Evidence
from kontrak.conformance.exchange import NOT_JSON, Exchange
from kontrak.conformance.session import Session
from kontrak.conformance.verdict import Failure
from kontrak.contracts.judge import Violation
from kontrak.contracts.model import Collection, Json, Operation, Requirement


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
        """The message that was sent; null where the body is none."""
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
        credential = self.session.contract.credential
        if credential is not None and credential.issuer == self.operation.path:
            return False  # an authorization server refuses in a form of its own (RFC 6749 5.2)
        return self.session.is_usual(self.operation, self.exchange.request.headers)

    @property
    def collections(self) -> Iterable[Collection]:
        """The collections of the contract."""
        return self.session.contract.collections.values()

    @cached_property
    def is_json(self) -> bool:
        """Whether the request was a JSON body that calls itself so, under the method of its operation."""
        sent = {name.lower(): value for name, value in self.exchange.request.headers.items()}
        return self.operation is not None and sent.get("content-type") == self.operation.media

    @cached_property
    def rows(self) -> list[Mapping[str, Json]]:
        """The rows of a list's answer."""
        rows = self.body.get(self._member) if isinstance(self.body, dict) else None
        return [row if isinstance(row, dict) else {} for row in rows] if isinstance(rows, list) else []

    @cached_property
    def violations(self) -> list[Violation]:
        """What the form of the answer, or of the refusal, breaks."""
        if self.operation is None or not self.accepted:
            return self.session.judge.refusal(self.body)
        found, spoilt = self.session.judged_answer(self.operation, self.exchange)[1], self._spoilt()
        return [violation for violation in found if not violation.pointer.startswith(spoilt)] if spoilt else found

    def _spoilt(self) -> tuple[str, ...]:
        """The places of rows that a wrong message made, which the requirement that refuses it tells."""
        operation, member = self.operation, self._member
        collection = next((one for one in self.collections if operation and one.list == operation.id), None)
        keys = self.session.spoilt[collection.name] if collection else ()
        if collection is None or not keys:
            return ()
        return tuple(f"/{member}/{n}/" for n, row in enumerate(self.rows) if str(row.get(collection.key)) in keys)

    @property
    def _member(self) -> str:
        """The member of a list's answer that holds the rows."""
        contract = self.session.contract
        return contract.window.rows if contract.window else contract.paging.rows if contract.paging else ""


OK = 200
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
    if operation is None or requirement.id not in seen.session.answer_rules[operation.id]:
        return
    if requirement.id in seen.session.judged_answer(operation, seen.exchange)[0]:
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


def content_type(seen: Seen, requirement: Requirement, evidence: Evidence) -> None:
    """An answer of an operation calls itself JSON; what stands before the server is not judged."""
    status = seen.exchange.response.status
    if seen.operation is None or status in NOT_THE_SERVER or not 200 <= status < 300:
        return
    kind = seen.exchange.response.headers.get("content-type", "")
    is_json = kind.partition(";")[0].strip().lower() == "application/json"
    _expect(seen, requirement, evidence, "an answer is not called JSON", kind, "application/json", holds=is_json)


def refused_list(seen: Seen, requirement: Requirement, evidence: Evidence) -> None:
    """A list is refused inside of an answer of HTTP 200."""
    if seen.operation is not None and any(one.list == seen.operation.id for one in seen.collections):
        _within_200(seen, requirement, evidence)


def refused_create(seen: Seen, requirement: Requirement, evidence: Evidence) -> None:
    """A record is refused inside of an answer of HTTP 200."""
    if seen.operation is not None and any(one.create == seen.operation.id for one in seen.collections):
        _within_200(seen, requirement, evidence)


def _within_200(seen: Seen, requirement: Requirement, evidence: Evidence) -> None:
    """Of objects with a wrong value, or under wrong credentials: what is no message may be refused in any way."""
    status = seen.exchange.response.status
    if seen.accepted or status in NOT_THE_SERVER or not isinstance(seen.message, dict) or not seen.is_json:
        return
    what = "a refusal has another HTTP status"
    _expect(seen, requirement, evidence, what, f"HTTP {status}", "HTTP 200", holds=status == OK)


def documented_status(seen: Seen, requirement: Requirement, evidence: Evidence) -> None:
    """An operation answers with a status that its document has; what stands before the server is not judged."""
    status = seen.exchange.response.status
    if seen.operation is None or status in NOT_THE_SERVER or "default" in seen.operation.statuses:
        return
    known = seen.operation.statuses
    holds = str(status) in known or f"{status // 100}XX" in known
    what = f"{seen.operation.id} answers with a status that is not documented"
    _expect(seen, requirement, evidence, what, f"HTTP {status}", f"one of {', '.join(known)}", holds=holds)


def unique_keys(seen: Seen, requirement: Requirement, evidence: Evidence) -> None:
    """No two rows of a list have the same key."""
    operation = seen.operation
    collection = next((one for one in seen.collections if operation and one.list == operation.id), None)
    if collection is None or collection.list != requirement.test.operation or not seen.is_good:
        return
    counted = Counter(str(row.get(collection.key)) for row in seen.rows)
    twice = [key for key, count in counted.items() if count > 1]
    what = f"rows of one answer have the same {collection.key}"
    _expect(seen, requirement, evidence, what, ", ".join(twice), "each once", holds=not twice)


def times_in_order(seen: Seen, requirement: Requirement, evidence: Evidence) -> None:
    """No row was changed before it was made."""
    window = seen.session.contract.window
    if window is None or not seen.is_good:
        return
    pairs = [
        (_time(str(row.get(window.made)), window.stamp), _time(str(row.get(window.changed)), window.stamp))
        for row in seen.rows
    ]
    known = [(made, changed) for made, changed in pairs if made is not None and changed is not None]
    wrong = next(((made, changed) for made, changed in known if changed < made), None)
    if known:
        got = f"{window.made} {wrong[0]}, {window.changed} {wrong[1]}" if wrong else ""
        what = "a row was changed before it was made"
        _expect(seen, requirement, evidence, what, got, "made first", holds=wrong is None)


def _time(text: str, form: str) -> datetime | None:
    try:
        return datetime.strptime(text, form)  # noqa: DTZ007 - bodies name no zone
    except ValueError:
        return None


def secret(seen: Seen, requirement: Requirement, evidence: Evidence) -> None:
    """No answer shows a secret, nor a token that would be right."""
    if not isinstance(seen.session.credentials, Signature):
        return
    sent = {name.lower(): value for name, value in seen.exchange.request.headers.items()}
    text = seen.exchange.response.text
    shown = any(hidden in text for hidden in seen.session.credentials.revealing(sent))
    what = "an answer shows a secret or a right token"
    _expect(seen, requirement, evidence, what, "shown", "neither", holds=not shown)


def _expect(
    seen: Seen, requirement: Requirement, evidence: Evidence, what: str, got: str, wanted: str, *, holds: bool
) -> None:
    if holds:
        evidence.passed(requirement.id)
    else:
        evidence.failed(requirement.id, lambda: seen.session.failure(what, got, wanted, seen.exchange))


WATCHES: dict[str, Watch] = {
    "server-error": server_error,
    "leak": leak,
    "answer": answer,
    "refusal": refusal,
    "content-type": content_type,
    "refused-list": refused_list,
    "refused-create": refused_create,
    "documented-status": documented_status,
    "unique-keys": unique_keys,
    "times-in-order": times_in_order,
    "secret": secret,
}
