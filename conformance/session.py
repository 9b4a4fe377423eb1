"""What a check works with: a target, the contract it is held against, and how its answers are read."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from datetime import datetime, timedelta
from enum import Enum
from urllib.parse import parse_qsl, urlencode

from kontrak.conformance.client import Client
from kontrak.conformance.config import Target
from kontrak.conformance.credentials import FORM, credentials
from kontrak.conformance.depth import Depth
from kontrak.conformance.engine.process import Engine
from kontrak.conformance.envelopes import contracted
from kontrak.conformance.errors import CheckEnded, NotOffered
from kontrak.conformance.exchange import NOT_JSON, Exchange, Incoming, Outgoing
from kontrak.conformance.messages import Message, Messages
from kontrak.conformance.report.redact import Redactor
from kontrak.conformance.routes import Routes, path_of, query_of
from kontrak.conformance.verdict import Failure
from kontrak.contracts import Contract, Judge, Operation
from kontrak.contracts.judge import Violation
from kontrak.contracts.model import Collection, Json
from kontrak.contracts.schema import moments, rules_of

WITHOUT_BODY = ("GET", "DELETE")
JudgedAnswer = tuple[AbstractSet[str], list[Violation]]
"""The requirements that an answer can keep or break, and its breaches."""


class Answer(Enum):
    """How an answer reads."""

    ACCEPTED = "accepted"
    REFUSED = "refused"


class Session:
    """One run against one target.

    What is learnt of it on the way: other words for success, the number of the first page, whether lists that match nothing
    are refused (`refuses_no_match`), records made by wrong messages (`spoilt`), and why it refuses everything by now (`lost`).
    `judge` is one of the same contract and readings that is there already: it takes its time to make.
    """

    def __init__(
        self,
        contract: Contract,
        target: Target,
        client: Client,
        *,
        seed: int,
        mark: str,
        depth: Depth = Depth.DEFAULT,
        engine: Engine | None = None,
        judge: Judge | None = None,
    ) -> None:
        self.contract, self.target, self.client, self.seed, self.depth = contract, target, client, seed, depth
        self.judge = judge or Judge(contract, target.readings)
        self.messages = Messages(contract, target.records, mark, seed, lambda: datetime.now(target.zone))
        self.engine = engine or Engine()
        self.credentials = credentials(contract, target, client, mark)
        self._masked: tuple[tuple[str, ...], Redactor] = ((), Redactor((), ()))
        self.made: dict[str, dict[str, None]] = {name: {} for name in contract.collections}
        self.kept: dict[str, dict[str, None]] = {name: {} for name in contract.collections}
        self.stuck: dict[str, dict[str, None]] = {name: {} for name in contract.collections}
        self.spoilt: dict[str, set[str]] = {name: set() for name in contract.collections}
        client.watchers.append(self.remember)
        self.answer_rules = {op.id: rules_of(op.answer) for op in contract.operations.values()}
        self.routes = Routes(contract)
        self._judged: tuple[Exchange | None, JudgedAnswer] = (None, (frozenset(), []))
        self.success_words: set[str] = set()
        self.refuses_no_match = False
        self.lost = ""
        self.first_page = contract.paging.first if contract.paging else 1

    def operation(self, id: str) -> Operation:
        """An operation of the contract; raises NotOffered if the target is said not to have it."""
        operation = self.contract.operations[id]
        if id in self.target.without:
            raise NotOffered(f"the target is configured not to offer {id} (without = [...])")
        if operation.addition is not None and operation.addition not in self.target.additions:
            raise NotOffered(f"the target is not said to have the addition {operation.addition} (additions = [...])")
        return operation

    def offered(self) -> list[Operation]:
        """The operations that the target has: all but those it is said not to offer, and no addition that it does not name."""
        return [
            operation
            for operation in self.contract.operations.values()
            if operation.id not in self.target.without
            and (operation.addition is None or operation.addition in self.target.additions)
        ]

    def headers(self, operation: Operation, group: int = 0) -> dict[str, str]:
        """The headers of a good request of a group; raises Missing where a key is needed and not known."""
        credentials = self.credentials.of_group(group)
        return {"Content-Type": operation.media, **(credentials.headers() if operation.secured else {})}

    def is_usual(self, operation: Operation, headers: Mapping[str, str]) -> bool:
        """Whether a request with these headers differs from a good one in its body alone."""
        sent = {name.lower(): value for name, value in headers.items()}
        return sent.get("content-type") == operation.media and (not operation.secured or self.credentials.carried(sent))

    @property
    def redactor(self) -> Redactor:
        """What masks the secrets that the run knows by now."""
        secrets = self.credentials.secrets()
        if secrets != self._masked[0]:
            self._masked = (secrets, Redactor(secrets, ()))
        return self._masked[1]

    def send(self, operation: Operation, message: Json, headers: Mapping[str, str] | None = None) -> Exchange:
        """Send a message of an operation; `headers` stand in place of the usual ones.

        Where the method carries no body, the members of the message are the query; those that the path names stand there.
        """
        return self.client.send(self.request(operation, message, headers))

    def request(self, operation: Operation, message: Json, headers: Mapping[str, str] | None = None) -> Outgoing:
        """The request that carries a message; see `send`."""
        used = self.headers(operation) if headers is None else dict(headers)
        url = self.target.base_url + path_of(operation, message)
        if operation.method in WITHOUT_BODY:
            return Outgoing(operation.method, f"{url}?{urlencode(query_of(operation, message))}", used)
        body = urlencode(message).encode() if operation.media == FORM else _as_json(operation.wrap(message))
        return Outgoing(operation.method, url, used, body)

    def send_raw(
        self, operation: Operation, body: bytes, *, headers: Mapping[str, str] | None = None, method: str | None = None
    ) -> Exchange:
        """Send bytes to the place of an operation."""
        used = self.headers(operation) if headers is None else dict(headers)
        return self.client.send(Outgoing(method or operation.method, self.target.base_url + operation.path, used, body))

    def send_together(self, operation: Operation, messages: Sequence[Json]) -> list[Exchange]:
        """Send some messages of an operation at the same time; the answers in the order of the messages."""
        return self.client.send_together([self.request(operation, message) for message in messages])

    def advance(self, hours: int) -> None:
        """Let the target's clock go forward, and log in again; raises Missing where it cannot be moved."""
        self.target.hooks.move(hours, self.contract.name, self.client.remaining())
        self.move(timedelta(hours=hours))

    def move(self, by: timedelta) -> None:
        """Take note that the target's clock went so much further ahead of ours, and log in again."""
        self.messages.moved += by
        self.credentials.renew(self.messages.moved)

    def read(self, response: Incoming) -> Answer:
        """Whether an answer accepts: a 2xx status, a JSON body, and no refusal in it.

        Where no body of a 2xx answer can be a refusal, an empty one is as good: its status says all.
        """
        body = response.json()
        if 200 <= response.status < 300 and not response.body.strip() and not self.judge.refuses_in_bodies:
            return Answer.ACCEPTED
        if not 200 <= response.status < 300 or body is NOT_JSON:
            return Answer.REFUSED
        if self.judge.says_refused(body) and self.word(response) not in self.success_words:
            return Answer.REFUSED
        return Answer.ACCEPTED

    def word(self, response: Incoming) -> str | None:
        """The word that an answer has for its status, whatever it means."""
        body = response.json()
        word = body.get("status") if isinstance(body, dict) else None
        return word if isinstance(word, str) else None

    def accepted(self, exchange: Exchange) -> bool:
        """Whether the exchange's answer accepts."""
        return self.read(exchange.response) is Answer.ACCEPTED

    def violations(self, operation: Operation, message: Message) -> list[Violation]:
        """Every breach of the contract in a message, the comparison with known master data included."""
        found = self.judge.request(operation, message)
        return found + self.judge.references(operation, message, self.messages.lookup)

    def judged_answer(self, operation: Operation, exchange: Exchange) -> JudgedAnswer:
        """What an accepting answer to a good message is evidence on, and its breaches; kept for the next watch."""
        if self._judged[0] is not exchange:
            self._judged = exchange, self._judge_answer(operation, exchange)
        return self._judged[1]

    def _judge_answer(self, operation: Operation, exchange: Exchange) -> JudgedAnswer:
        message = self.message_of(operation, exchange.request) if self.accepted(exchange) else None
        if message is None or self.judge.request(operation, message):
            return frozenset(), []  # what answers a wrong message is the business of the requirement that refuses it
        body = exchange.response.json()
        known = None if body is NOT_JSON else body
        violations = self.judge.answer(operation, known)
        if (inside := contracted(operation, known)) is not known:
            known, violations = inside, violations + self.judge.answer(operation, inside)
        broken = {violation.requirement for violation in violations if violation.requirement}
        return broken | self.judge.answers_about(operation, known), violations

    def is_canonical(self, operation: Operation, message: Message) -> bool:
        """Whether every right server must accept the message, its times included: they lie where good ones do."""
        now = (self.messages.now() + self.messages.moved).replace(tzinfo=None)
        for moment in moments(operation.request):
            try:
                sent = datetime.strptime(str(message.get(moment.property)), moment.format)  # noqa: DTZ007 - as the column writes it
            except ValueError:
                return False
            if abs((now - moment.before) - sent) > NEAR:
                return False
        return self.judge.is_canonical(operation, message)

    def failure(self, message: str, got: str, wanted: str, exchange: Exchange | None = None) -> Failure:
        """A failure with its exchange, redacted before anybody can write it."""
        clean = self.redactor
        if exchange is None:
            return Failure(clean.text(message), clean.text(got), clean.text(wanted), seed=self.seed)
        request, response = exchange.request, exchange.response
        return Failure(
            message=clean.text(message),
            got=clean.text(got),
            wanted=clean.text(wanted),
            request={
                "method": request.method,
                "url": clean.text(request.url),
                "headers": clean.headers(request.headers),
                "body": _shortened(clean.body(request.body.decode("utf-8", "backslashreplace"))),
            },
            response={
                "status": response.status,
                "headers": clean.headers(response.headers),
                "body": _shortened(clean.body(response.text[:LONGEST_READ])),
            },
            curl=clean.text(_short_curl(request)),
            seed=self.seed,
        )

    def answered(self, exchange: Exchange) -> str:
        """An answer in one line, for the `got` of a failure."""
        text = self.redactor.text(" ".join(exchange.response.text[:LONGEST_READ].split()))
        return f"HTTP {exchange.response.status} {text[:160]}{'…' if len(text) > 160 else ''}"

    def operation_of(self, request: Outgoing) -> Operation | None:
        """The operation that a request asks for, as far as its place and its body tell."""
        here = [op for op in self.routes.at(self._path(request)) if op.method == request.method]
        if len(here) == 1 and here[0].member is None:
            return here[0]
        try:
            body = json.loads(request.body)
        except (ValueError, RecursionError):
            return None
        names = set(body) if isinstance(body, dict) else set()
        return next((op for op in here if names == {op.member}), None)

    def _path(self, request: Outgoing) -> str:
        return request.url.removeprefix(self.target.base_url).partition("?")[0]

    def message_of(self, operation: Operation, request: Outgoing) -> Json:
        """The message that a request of that operation carries, in its body or its query; None where that is no message."""
        if operation.method in WITHOUT_BODY:
            named = self.routes.values(operation, self._path(request))
            return named | dict(parse_qsl(request.url.partition("?")[2]))
        if operation.media == FORM:
            return dict(parse_qsl(request.body.decode("utf-8", "replace"), keep_blank_values=True))
        try:
            return operation.unwrap(json.loads(request.body))
        except (ValueError, TypeError, LookupError, RecursionError):  # a body that no right server accepts
            return None

    def remember(self, exchange: Exchange) -> None:
        """Keep the keys of records that this run made, so that they can be taken away again.

        Those that a target stored though the message was wrong are `spoilt`: how lists show them says nothing.
        """
        operation = self.operation_of(exchange.request)
        if operation is None or not self.accepted(exchange):
            return
        message = self.message_of(operation, exchange.request)
        for collection in self.contract.collections.values():
            value = message.get(collection.key) if isinstance(message, dict) else None
            if operation.id == collection.create and isinstance(value, str) and self.messages.mark in value:
                self.made[collection.name].setdefault(value)
            if operation.id == collection.create and self.judge.request(operation, message):
                self.spoilt[collection.name].add(str(value))
            if operation.id == collection.delete and isinstance(value, list):
                for key in map(str, value):
                    self.made[collection.name].pop(key, None)
                    self.kept[collection.name].pop(key, None)

    def keep(self, collection: Collection, key: str) -> None:
        """Let a record that the run made live until its end."""
        self.made[collection.name].pop(key, None)
        self.kept[collection.name].setdefault(key)

    def leave(self) -> None:
        """At the end of the run: delete also what was kept."""
        for name, keys in self.kept.items():
            self.made[name] |= keys
            keys.clear()
        self.clean_up()

    def close(self) -> None:
        """End what the run started beside itself."""
        self.engine.close()

    def clean_up(self) -> None:
        """Delete what the last check made, where the partner's interface can; never raises."""
        for collection in self.contract.collections.values():
            keys = list(self.made[collection.name])
            if not keys or collection.delete is None or collection.delete in self.target.without:
                continue
            self.messages.forget(collection, keys)
            with suppress(CheckEnded):
                delete = self.operation(collection.delete)
                for start in range(0, len(keys), CLEANED_AT_ONCE):
                    self._remove(delete, collection, keys[start : start + CLEANED_AT_ONCE])
            self.stuck[collection.name] |= self.made[collection.name]
            self.made[collection.name].clear()

    def left_behind(self) -> dict[str, tuple[str, ...]]:
        """The keys of records that the run made and could not take away, by collection."""
        left = {name: (*self.stuck[name], *self.kept[name], *self.made[name]) for name in self.contract.collections}
        return {name: tuple(dict.fromkeys(keys)) for name, keys in left.items() if keys}

    def _remove(self, delete: Operation, collection: Collection, keys: list[str]) -> None:
        """Delete some records: one by one where they cannot all be deleted together."""
        exchange = self.send(delete, self.messages.deletion(collection, keys))
        if not self.accepted(exchange) and len(keys) > 1:
            for key in keys:
                self.send(delete, self.messages.deletion(collection, [key]))


CLEANED_AT_ONCE = 50
NEAR = timedelta(minutes=30)
"""How far a good time may have drifted from now while a run goes on."""
LONGEST_SHOWN = 20_000
LONGEST_READ = 2 * LONGEST_SHOWN
"""What is redacted of a long answer: more than is shown of it, so that no secret is cut before it is found."""


def _as_json(body: Json) -> bytes:
    try:
        return json.dumps(body, ensure_ascii=False).encode()
    except UnicodeEncodeError:  # half a character has no bytes in UTF-8, but an escape in JSON
        return json.dumps(body).encode()


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}… ({len(text)} characters)"


def _short_curl(request: Outgoing) -> str:
    if len(request.body) <= LONGEST_SHOWN:
        return request.curl()
    return (
        Outgoing(request.method, request.url, request.headers, b"@body.bin")
        .curl()
        .replace("--data-raw", "--data-binary")
    )
