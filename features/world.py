"""What a scenario has done and seen so far; each step gets it as `kontrak`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, NoReturn

from kontrak.conformance.client import Client
from kontrak.conformance.credentials import Signature
from kontrak.conformance.errors import Missing, Trouble
from kontrak.conformance.exchange import NOT_JSON, Exchange, Outgoing
from kontrak.conformance.session import Session
from kontrak.contracts import Operation
from kontrak.contracts.advice import nearest
from kontrak.contracts.judge import shown
from kontrak.contracts.model import Contract, Json
from kontrak.contracts.schema import Schema
from kontrak.contracts.variants import Variant
from kontrak.features import cells, columns
from kontrak.features.failure import Misused, StepFailed
from kontrak.features.stage import Place, Stage
from kontrak.features.words import words

JSON = {"Content-Type": "application/json"}
NOT_IMPLEMENTED = 501


class Line(Client):
    """A client that takes every answer as it comes: a scenario may want the 503 that a verdict could not rest on."""

    def send(self, request: Outgoing) -> Exchange:
        """Send one request; raises Trouble where no whole answer comes."""
        exchange = self._exchange(request)
        self.seen(exchange)
        return exchange


@dataclass(frozen=True, slots=True)
class Sent:
    """A message and its answer; `trouble` says why there is none."""

    session: Session
    operation: Operation
    message: Json
    exchange: Exchange | None
    trouble: str = ""
    headers: Mapping[str, str] | None = None
    raw: bytes | None = None


class World:
    """One scenario: who talks, what was sent and answered, what is remembered, and what time it is.

    `tags` are those of the scenario, `language` that of its file.
    """

    def __init__(
        self, stage: Stage, client: Client, name: str, tags: tuple[str, ...] = (), language: str = "en"
    ) -> None:
        self.stage, self.client, self.name, self.tags, self.language = stage, client, name, tags, language
        self.place: Place = stage.place(name)
        self.sent: list[Sent] = []
        self.names: dict[str, Json] = {}
        self.draft: tuple[str, Json] | None = None
        self.owner: dict[str, str] = {}
        self.group = 0
        self.spoilt = ""
        self.verified = 0
        self.variant: Variant | None = None
        self.moved = timedelta()
        self.still: datetime | None = None
        self._sessions: dict[str, Session] = {}
        if self.place.control:
            self._read_clock()

    def join(self, name: str) -> None:
        """Go on in the world of that name of the same mock."""
        self._leave()
        self.name, self.place = name, self.stage.place(name)
        self._read_clock()

    # Who, and what of

    def contract(self, partner: str) -> Contract:
        """The contract of a partner; raises Misused."""
        if partner.lower() not in self.stage.contracts:
            raise Misused(f"no partner {partner!r}; known: {', '.join(self.stage.contracts)}")
        return self.stage.contracts[partner.lower()]

    def contract_of(self, id: str) -> Contract:
        """The contract that has a requirement; raises Misused with the nearest."""
        known = {one: contract for contract in self.stage.contracts.values() for one in contract.requirements}
        if id not in known:
            like = nearest(id, known)
            hint = f"did you mean {' or '.join(like)}?" if like else "see `kontrak contracts requirements`"
            raise Misused(f"no requirement {id!r}; {hint}")
        return known[id]

    def session(self, partner: str) -> Session:
        """The conversation with a partner's implementation; raises Missing where the target has none of it."""
        if partner not in self._sessions:
            target = self.place.targets.get(partner)
            if target is None:
                raise Missing(f"the target has no {partner}; add to kontrak.toml: [target.{partner}] base_url = ...")
            contract = self.contract(partner)
            judge = self.stage.judge(contract, target.readings)
            self._sessions[partner] = Session(contract, target, self.client, seed=1, mark=self.mark, judge=judge)
            self._tell_time(self._sessions[partner])
        return self._sessions[partner]

    @property
    def mark(self) -> str:
        """What the keys of this scenario begin with: always the same in a world of its own."""
        return "KT" if self.place.control else self.name.upper()

    def fresh_mark(self) -> str:
        """What the keys of a verification in this scenario begin with: no message of the scenario has such a key."""
        self.verified += 1
        return f"KV{self.verified}" if self.place.control else f"K{self.name[-8:].upper()}{self.verified}"

    def operation(self, name: str) -> tuple[Session, Operation]:
        """The operation that a noun, a verb phrase or an id names; raises Misused with the nearest."""
        found = {(deed.partner, deed.operation) for deed in words().named(name)}
        if not found:
            found = {
                (p, op) for p, c in self.stage.contracts.items() for op in c.operations if op.lower() == name.lower()
            }
        if len(found) != 1:
            known = [deed.noun for deed in words().deeds] + [deed.operation for deed in words().deeds]
            hint = f"did you mean {' or '.join(nearest(name, known))}?" if not found else "name it by its operation"
            raise Misused(f"{name!r} is {'no operation' if not found else 'more than one operation'}; {hint}")
        [(partner, id)] = found
        session = self.session(partner)
        operation = session.operation(id)
        if self.variant is not None and self.contract(partner).variants.get(self.variant.name) is self.variant:
            operation = replace(operation, path=path_in(self.variant, operation))
        return session, operation

    # Sending

    def good(self, operation: Operation, session: Session, example: Json = None) -> Json:
        """A good message: the contract's first example or the one given, with a key of its own and whoever is logged in."""
        messages = session.messages
        messages.bases[operation.id] = [operation.unwrap(operation.examples[0] if example is None else example)]
        message = next(messages.examples(operation, accepted=True))
        owner = words().owners.get(session.contract.name)
        if owner and owner in operation.request.get("properties", {}) and session.contract.name in self.owner:
            message[owner] = self.owner[session.contract.name]
        return message

    def send(
        self,
        session: Session,
        operation: Operation,
        message: Json,
        *,
        headers: Mapping[str, str] | None = None,
        raw: bytes | None = None,
        method: str | None = None,
    ) -> Sent:
        """Send a message, or raw bytes in its place, as whoever is logged in; what comes is the scenario's last answer."""
        self._tell_time(session)
        used = {**self.headers(session, operation), **(headers or {})}
        try:
            if raw is None and method is None:
                exchange = session.send(operation, message, used)
            else:
                body = raw if raw is not None else json.dumps(operation.wrap(message)).encode()
                exchange = session.send_raw(operation, body, headers=used, method=method)
            self.sent.append(Sent(session, operation, message, exchange, "", used, raw))
        except Trouble as trouble:
            self.sent.append(Sent(session, operation, message, None, trouble.reason, used, raw))
        return self.sent[-1]

    def headers(self, session: Session, operation: Operation) -> dict[str, str]:
        """The headers of whoever is logged in."""
        group = self.group if session.contract.window else 0
        if not operation.secured or not self.spoilt:
            return session.headers(operation, group)
        wrong = next(session.credentials.of_group(group).spoilt(self.spoilt), None)
        if wrong is None:
            raise Misused(f"{session.contract.system} has no credentials that could be wrong in this way")
        return {"Content-Type": operation.media, **wrong[1]}

    @property
    def last(self) -> Sent:
        """What was sent last; raises Misused where nothing was."""
        if not self.sent:
            raise Misused("nothing was sent yet: put a step that sends something before this one")
        return self.sent[-1]

    @property
    def answered(self) -> tuple[Sent, Exchange]:
        """The last exchange; raises StepFailed where no answer came."""
        last = self.last
        if last.exchange is None:
            wanted = self.say("an answer", "sebuah jawaban")
            raise self.failure("No answer came.", "Tidak ada jawaban.", got=last.trouble, wanted=wanted)
        return last, last.exchange

    # Words and values

    def lookup(self, name: str) -> Json:
        """What is remembered under a name: by a step, else in the last answers, else in the last messages."""
        if name in self.names:
            return self.names[name]
        for sent in reversed(self.sent):
            for body in (_content(sent), sent.message):
                there, value = columns.value_at(body, _path(name))
                if there and value is not None:
                    return value
        known = ", ".join(self.names) or "nothing"
        raise Misused(f"nothing is known as {{{name}}}; remembered: {known}; sent and answered fields count too")

    def value(self, text: str, node: Schema | None = None) -> Json:
        """What a text stands for in a column; see `cells`."""
        return cells.value(text, node or {"type": "string"}, self.lookup, self.now)

    def text(self, text: str) -> str:
        """A text with the remembered values in it."""
        return str(cells.value(text, {"type": "string"}, self.lookup, self.now))

    # Time

    def now(self) -> datetime:
        """The time of the world."""
        if self.still is not None:
            return self.still
        zone = next(iter(self.place.targets.values())).zone
        return datetime.now(zone) + self.moved

    @property
    def ahead(self) -> timedelta:
        """How far the world's clock is ahead of ours."""
        return self.moved if self.still is None else self.still - datetime.now(self.still.tzinfo)

    def _tell_time(self, session: Session) -> None:
        """Let messages and signatures carry the world's time."""
        self.moved = self.ahead
        session.messages.moved = self.moved
        if isinstance(session.credentials, Signature):
            session.credentials.renew(self.moved)

    def time_moved(self) -> None:
        """Take note that the clock was moved: tokens may be too old."""
        if self.place.control:
            self._read_clock()
        for session in self._sessions.values():
            session.credentials.renew(self.moved)

    def _read_clock(self) -> None:
        told = self.steer("GET", "clock")
        now = datetime.fromisoformat(told["now"])
        self.still = now if told["mode"] == "still" else None
        self.moved = now - datetime.now(now.tzinfo)

    # The control interface of a mock

    def steer(self, method: str, path: str, body: Json = None, why: str = "") -> Json:
        """Ask the mock's control interface; raises Missing on a real target, Misused where it refuses."""
        if self.place.control is None:
            raise Missing(f"needs {why or 'the control interface of a kontrak mock'}, which this target does not have")
        content = b"" if body is None else json.dumps(body).encode()
        proof = {"Authorization": f"Bearer {self.place.token}"} if self.place.token else {}
        exchange = self.client.send(Outgoing(method, f"{self.place.control}/{path}", JSON | proof, content))
        told = body_of(exchange)
        if exchange.response.status == NOT_IMPLEMENTED:
            raise Missing(f"needs {why or path}, which this mock does not have: {_refusal(told)}")
        if not 200 <= exchange.response.status < 300:
            raise Misused(f"the mock refuses {method} {path}: {_refusal(told)}")
        return told

    # Failing

    def say(self, en: str, id: str) -> str:
        """The text in the language of the feature file."""
        return id if self.language == "id" else en

    def fail(self, en: str, id: str, **facts: Any) -> NoReturn:
        """End the step with a finding; the arguments are those of `failure`."""
        raise self.failure(en, id, **facts)

    def failure(
        self,
        en: str,
        id: str,
        *,
        got: str = "",
        wanted: str = "",
        field: str = "",
        requirement: str | None = None,
        answer: bool = True,
    ) -> StepFailed:
        """A finding: its message in two languages, what was got and wanted, in which field, and the requirement behind it.

        `answer` says whether the last answer is what it is about.
        """
        last = self.sent[-1] if self.sent else None
        clean = last.session.redactor.text if last else str
        facts = [("field", field), ("got", clean(got)), ("wanted", clean(wanted))]
        facts += [("requirement", text) for text in self._requirements(requirement)]
        if answer and last is not None and last.exchange is not None:
            came = last.session.answered(last.exchange)
            facts += [("answer", "" if came == got else came)]
            facts += [("curl", last.session.failure(en, got, wanted, last.exchange).curl or "")]
        return StepFailed(clean(self.say(en, id)), [(label, text) for label, text in facts if text], self.language)

    def _requirements(self, id: str | None) -> list[str]:
        ids = [id] if id else [tag for tag in self.tags if self.requirement(tag) is not None]
        return [text for one in ids if (text := self.requirement(one)) is not None]

    def requirement(self, id: str) -> str | None:
        """A requirement in one line; None where no contract has it."""
        for contract in self.stage.contracts.values():
            if id in contract.requirements:
                found = contract.requirements[id]
                return f"{found.id} ({found.level.value}, {found.source}): {found.text}"
        return None

    def close(self) -> None:
        """Take away what was made on a real target, and forget the watchers of this scenario."""
        self._leave()

    def _leave(self) -> None:
        for session in self._sessions.values():
            if self.place.control is None:
                session.leave()
            session.close()
        self._sessions.clear()
        self.client.watchers.clear()


def path_in(variant: Variant, operation: Operation) -> str:
    """The path of an operation in a variant's installation; a prefix of any text is one of ours."""
    change = variant.apply.operations.get(operation.id)
    template = (change.path if change else None) or (None if operation.addition else variant.apply.path)
    if template is None:
        return operation.path
    _, _, version, module, name = operation.path.split("/")
    return template.format(
        prefix="kontrak", version=(*variant.apply.versions, version)[0], module=module, operation=name
    )


def body_of(exchange: Exchange) -> Json:
    """The JSON of an answer, None where it is none."""
    body = exchange.response.json()
    return None if body is NOT_JSON else body


def _content(sent: Sent) -> Json:
    """What an answer holds: the object itself, its single row, or its `data`."""
    body = body_of(sent.exchange) if sent.exchange else None
    rows = body.get("data") if isinstance(body, dict) else None
    whole: dict[str, Json] = body if isinstance(body, dict) else {}
    if isinstance(rows, list) and len(rows) == 1:
        return {**whole, **rows[0]} if isinstance(rows[0], dict) else body
    return {**whole, **rows} if isinstance(rows, dict) else body


def _path(name: str) -> columns.Path:
    return columns.place({}, name)[0]


def _refusal(told: Json) -> str:
    if not isinstance(told, dict):
        return shown(told)
    breaches = [f"{one['pointer']} got {one['got']}, wanted {one['wanted']}" for one in told.get("violations", ())]
    return "; ".join([str(told.get("title", shown(told))), *breaches])
