"""What the checks of a producer work with: its feeds, their rows side by side, and its web service where it has one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from kontrak.conformance.config import Target
from kontrak.conformance.envelopes import contracted
from kontrak.conformance.errors import Missing, NotOffered
from kontrak.conformance.evidence import Evidence
from kontrak.conformance.exchange import NOT_JSON
from kontrak.conformance.producer.batch import Medium
from kontrak.conformance.producer.ledger import Ledger
from kontrak.conformance.producer.settings import Deliveries
from kontrak.conformance.producer.watch import Watch
from kontrak.conformance.session import Session
from kontrak.conformance.verdict import Failure, Outcome
from kontrak.contracts import Contract, Requirement
from kontrak.contracts.feed import Feed
from kontrak.contracts.model import Json

REFUSED_LOGIN = (401, 403)


class NotServed(Missing):
    """The web service does not answer whoever the target logs in as, for this outlet or any."""


@dataclass(slots=True)
class Producer:
    """One run against one producer.

    `service` sends inquiries, `watch` is what was seen while batches were made, `notes` say why a requirement got no evidence.
    """

    contract: Contract
    target: Target
    deliveries: Deliveries
    feeds: dict[str, Feed]
    ledger: Ledger
    watch: Watch
    service: Session | None = None
    notes: dict[str, str] = field(default_factory=dict)
    _answers: dict[tuple[str, tuple[tuple[str, Json], ...]], list[dict[str, Any]]] = field(default_factory=dict)

    @property
    def table(self) -> str:
        """The target's table in kontrak.toml."""
        return f"[target.{self.contract.name}]"

    def feed(self, requirement: Requirement) -> Feed:
        """The feed that a requirement is about; raises NotOffered where the target has none."""
        name = str(requirement.test.feed)
        if name not in self.feeds:
            raise NotOffered(f"the target is configured not to have the feed {name} (feeds.only)")
        return self.feeds[name]

    def media(self, *feeds: str) -> list[Medium]:
        """What carries rows of all these feeds; raises Missing where nothing does."""
        for name in feeds:
            if name not in self.feeds:
                raise Missing(f"needs the feed {name} beside it, which feeds.only leaves out")
        if found := self.ledger.media(*feeds):
            return found
        empty = [name for name in feeds if not any(self.ledger.count(medium, name) for medium in Medium)]
        raise Missing(
            f"needs rows of the feed {(empty or feeds)[0]}; none was found where {self.table} feeds = {{...}} says"
        )

    def outlets(self) -> frozenset[str]:
        """The outlets that the target's reader serves, as far as they are configured."""
        return frozenset(str(row.get("outletCode")) for row in self.target.records.get("outlets", ()))

    def where(self, medium: Medium, feed: str, batch: int, line: int) -> str:
        """The place of a row in words."""
        name = self.ledger.batches[batch].name
        if medium is Medium.FILE:
            return f"{name}, line {line}"
        return f"{self.deliveries.names.table(self.feeds[feed])}, row {line}" + (f" of batch {name}" if name else "")

    def ask(self, operation: str, **message: Json) -> list[dict[str, Any]]:
        """The rows of an inquiry, none where it is refused; asked once. Raises Missing without a web service or a login."""
        key = operation, tuple(message.items())
        if key not in self._answers:
            self._answers[key] = self._asked(operation, message)
        return self._answers[key]

    def _asked(self, operation: str, message: dict[str, Json]) -> list[dict[str, Any]]:
        if self.service is None:
            lines = f'{self.table} base_url = "https://..." and auth = {{ kind = "oauth", ... }}'
            raise Missing(f"needs the web service beside the feeds; add to kontrak.toml: {lines}")
        found = self.service.operation(operation)
        exchange = self.service.send(found, message)
        if exchange.response.status in REFUSED_LOGIN:
            raise NotServed(
                f"the web service refuses {operation} with {exchange.response.status}; mend auth in {self.table}"
            )
        body = exchange.response.json()
        if not self.service.accepted(exchange) or body is NOT_JSON:
            return []
        return _rows(contracted(found, body))


def _rows(body: Json) -> list[dict[str, Any]]:
    """The rows of an answer: a list in the member data, or alone, or one row."""
    rows = body.get("data") if isinstance(body, dict) else body
    rows = [rows] if isinstance(rows, dict) else rows
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


Probe = Callable[[Producer, Sequence[Requirement], Evidence], None]
"""Looks for evidence on the requirements that name it."""


def failure(message: str, got: object, wanted: str) -> Failure:
    """A breach that is no exchange."""
    return Failure(message, str(got), wanted)


@contextmanager
def ending(evidence: Evidence, requirement: Requirement) -> Iterator[None]:
    """An early end concerns this requirement only; the check goes on with the next."""
    try:
        yield
    except NotOffered as error:
        evidence.ended(requirement.id, Outcome.NOT_APPLICABLE, error.reason)
    except Missing as error:
        evidence.ended(requirement.id, Outcome.NOT_TESTED, error.reason)
